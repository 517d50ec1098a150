//! The figures and places at the head of an article, by which an event is told from its siblings.
//!
//! The bulletins of a series, the rounds of a procurement and the orders of two provinces repeat each other's wording, so that
//! character pairs cannot separate them. What separates them are numbers with their unit (`第八批` and `第九批`, `1.67亿` and
//! `2.31亿`), the places, hospitals and models in the title and the name of a series in it. They are computed when a report is
//! read and stored with its record, as [`features`](super::features) are; [`stories`](super::stories) compares them.
//!
//! Chosen on 258 hand-labelled pairs of health news: an opening of 80, 120, 300 and 500
//! characters was not better than one of 200. Days and times of day are weighed apart from the numbers ([`moments`]).

use models::models;
use numbers::numbers;
use places::{cities, districts, hospitals, provinces};
use series::{part, series};
use xxhash_rust::xxh3::xxh3_64;

mod models;
mod moments;
mod numbers;
mod places;
mod series;

/// The characters of the text whose figures count.
const OPENING: usize = 200;
/// The characters of the text whose places count: those of a dateline.
const DATELINE: usize = 15;
/// The most figures of an article.
const MOST: usize = 40;
/// The bits of the hash of a value.
const VALUE_BITS: u32 = 15;
/// The mask of the hash of a value.
const VALUE: u32 = (1 << VALUE_BITS) - 1;
/// The mask of the hash of a unit.
const UNIT: u32 = (1 << 14) - 1;
/// The unit of a province, which no figure has.
const PROVINCE: u32 = 1;
/// The unit of a city or county.
const CITY: u32 = 2;
/// The unit of what may name a series: the column of a title, as 【短评】, its part before a colon, its part behind a dash, its
/// parts beside a bar, and the whole of it.
const SERIES: u32 = 3;
/// The unit of an instalment: its mark ends the title, as ② and （下） do.
const PART: u32 = 4;
/// The unit of a hospital in a title.
const HOSPITAL: u32 = 5;
/// The unit of a district of a city.
const DISTRICT: u32 = 6;
/// The unit of the name of a model, as X20.
const MODEL: u32 = 7;
/// The unit of a day of the month, as 10日.
const DAY: u32 = 8;
/// The unit of a day of the year, as 3月10日.
const DATE: u32 = 9;
/// The unit of a time of day.
const TIME: u32 = 10;

/// A number with its unit, or a place: the hashes of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure(u32);

impl Figure {
    /// The number of bytes of a stored figure.
    pub const BYTES: usize = 4;
    /// Set in the stored form of a figure and of no [`Feature`](super::features::Feature).
    const MARK: u32 = 1 << 31;
    /// Set for figures of the title and for places: events that differ in one are siblings.
    const DECISIVE: u32 = 1 << 30;
    /// Set for figures that two reports seldom share by chance.
    const TELLING: u32 = 1 << 29;

    /// A figure of the text.
    fn new(unit: u32, value: &str) -> Self {
        Self::of_number(unit, hash(value))
    }

    /// A figure of the text whose value is a number of [`VALUE_BITS`] bits.
    const fn of_number(unit: u32, value: u32) -> Self {
        Self(Self::MARK | (unit & UNIT) << VALUE_BITS | value & VALUE)
    }

    /// The same figure where it is decisive.
    const fn decisive(self) -> Self {
        Self(self.0 | Self::DECISIVE)
    }

    /// True for a figure of the title and for a place.
    pub const fn is_decisive(self) -> bool {
        self.0 & Self::DECISIVE != 0
    }

    /// True for a number that two reports of two events seldom share: it has two digits, and counts no time.
    pub const fn is_telling(self) -> bool {
        self.0 & Self::TELLING != 0
    }

    /// True for a number with its unit, and not for a name, the mark of an instalment, a day or a time.
    pub const fn is_number(self) -> bool {
        self.unit() > TIME
    }

    /// True for a day or a time of day.
    pub const fn is_moment(self) -> bool {
        matches!(self.unit(), DAY..=TIME)
    }

    /// True for what may name a series.
    pub const fn is_series(self) -> bool {
        self.unit() == SERIES
    }

    /// Returns what is counted: a hash of the unit.
    pub const fn unit(self) -> u32 {
        self.0 >> VALUE_BITS & UNIT
    }

    /// True if both are the same number of the same unit, wherever they stand.
    pub const fn is_equal(self, other: Self) -> bool {
        self.0 | Self::DECISIVE == other.0 | Self::DECISIVE
    }

    /// Returns the bytes to store.
    pub const fn to_bytes(self) -> [u8; Self::BYTES] {
        self.0.to_le_bytes()
    }

    /// Reads stored bytes; `None` if they are those of a feature.
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Option<Self> {
        let bits = u32::from_le_bytes(bytes);
        if bits & Self::MARK == 0 {
            None
        } else {
            Some(Self(bits))
        }
    }
}

/// Returns a hash of [`VALUE_BITS`] bits.
fn hash(text: &str) -> u32 {
    let bytes = xxh3_64(text.as_bytes()).to_le_bytes();
    u32::from(u16::from_le_bytes([bytes[0], bytes[1]])) & VALUE
}

/// Returns the figures of an article with this title and these paragraphs, the same ones once: those of the title first.
///
/// ```
/// use newsreader::library::figures::figures;
/// let title = |title| {
///     let figures = figures(title, []).into_iter();
///     figures.filter(|figure| figure.is_number()).collect::<Vec<_>>()
/// };
/// assert_eq!(title("第八批集采落地"), title("第８批集采启动"));
/// assert_ne!(title("第八批集采落地"), title("第九批集采落地"));
/// assert!(title("今天18时上市").is_empty());
/// ```
pub fn figures<'a>(title: &str, paragraphs: impl IntoIterator<Item = &'a str>) -> Vec<Figure> {
    // Only the characters beside a number are folded: to fold all of them took as long as the rest.
    let models = models(title);
    let title = opening([title]);
    let text = opening(paragraphs);
    let mut found: Vec<Figure> = Vec::with_capacity(MOST);
    found.extend(series(&title));
    found.extend(part(&title));
    found.extend(numbers(&title, true).map(Figure::decisive));
    found.extend(provinces(&title));
    found.extend(hospitals(&title));
    found.extend(models);
    let dateline = text.get(..DATELINE).unwrap_or(&text);
    found.extend(cities(&title).chain(cities(dateline)));
    found.extend(districts(&title).chain(districts(dateline)));
    found.extend(numbers(&text, false));
    let mut kept: Vec<Figure> = Vec::with_capacity(found.len());
    for figure in found {
        if !kept.iter().any(|other| other.is_equal(figure)) {
            kept.push(figure);
        }
    }
    kept.truncate(MOST);
    kept
}

/// Returns the first [`OPENING`] characters of `texts` that are no spaces.
fn opening<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<char> {
    let mut opening = Vec::with_capacity(OPENING);
    for text in texts {
        for c in text.chars() {
            if opening.len() == OPENING {
                return opening;
            }
            if c > '\u{3000}' || !matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '\t' | '\n') {
                opening.push(c);
            }
        }
    }
    opening
}

/// Returns a set of the lowest seven bits of the characters of `text`: a test of one bit tells most other characters apart.
const fn low_bits(text: &[char]) -> u128 {
    let (mut bits, mut at) = (0, 0);
    while at < text.len() {
        bits |= 1 << (text[at] as u32 & 0x7f);
        at += 1;
    }
    bits
}

/// True if `c` may be one of the characters of `set`, see [`low_bits`].
const fn may_be_in(set: u128, c: char) -> bool {
    set >> (c as u32 & 0x7f) & 1 == 1
}

/// The figures of a title without text, but for what may name a series.
#[cfg(test)]
fn title(title: &str) -> Vec<Figure> {
    let mut figures = figures(title, []);
    figures.retain(|figure| !figure.is_series());
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_back_from_their_bytes() {
        for figure in figures("第八批集采56%在云州市落地", ["39种药品"]) {
            assert_eq!(Figure::from_bytes(figure.to_bytes()), Some(figure));
        }
        assert_eq!(Figure::from_bytes([1, 2, 3, 4]), None);
    }
}
