//! The features of an article by which stories are found: its strongest character pairs, words and numbers.
//!
//! They are computed when a report is read and stored with its record, without regard to other reports: so the result does
//! not depend on the order of reading. How rare a feature is in the library is counted by [`stories`](super::stories).
//!
//! Character pairs need no dictionary and no segmentation into words, and a name that no dictionary has counts like any
//! other. The figures are from 301 labelled news articles (dev split of a public corpus of event coreference): of all pairs
//! of a text, the 128 with the highest count find stories as well as all of them do, in a tenth of the room. Pairs with a
//! character of grammar are left out: the mean average precision of an article's neighbours is 0.987 without them and 0.985
//! if they count a third. Dates and amounts, a number with the character behind it, brought 0.001.

use super::cache::compact_text;
use crate::text::chars::is_latin;
use crate::text::fold::fold_char;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// The bits of a feature's identity.
pub const ID_BITS: u32 = 23;
/// Set in the identity of a feature of a title: titles are compared with titles.
const TITLE: u32 = 1 << (ID_BITS - 1);
/// The most features of a text and of a title.
const MOST_IN_TEXT: usize = 128;
/// The most features of a title.
const MOST_IN_TITLE: usize = 60;
/// The first sentences of a text, which name the event, count double.
const LEAD_SENTENCES: usize = 2;

/// A character pair, a Latin word, a number or a number and its unit, with its count in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature(u32);

impl Feature {
    /// The number of bytes of a stored feature.
    pub const BYTES: usize = 4;

    /// A feature of which `count` were counted, at most 255.
    fn new(id: u32, count: u32) -> Self {
        Self(id << 8 | count.clamp(1, 255))
    }

    /// Returns the identity, below `1 << ID_BITS`. Two features may share one: a hash of 22 bits.
    pub const fn id(self) -> usize {
        (self.0 >> 8) as usize
    }

    /// Returns the count, from 1 to 255.
    pub const fn count(self) -> u32 {
        self.0 & 0xff
    }

    /// True for a feature of the title.
    pub const fn is_of_title(self) -> bool {
        self.0 >> 8 & TITLE != 0
    }

    /// Returns it as a number.
    pub const fn to_bits(self) -> u32 {
        self.0
    }

    /// Reads a number; bits beyond an identity are dropped.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & ((1 << (ID_BITS + 8)) - 1))
    }

    /// Returns the bytes to store.
    pub const fn to_bytes(self) -> [u8; Self::BYTES] {
        self.0.to_le_bytes()
    }

    /// Reads stored bytes; bits beyond an identity are dropped, so that damaged bytes stay in range.
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self::from_bits(u32::from_le_bytes(bytes))
    }
}

/// Counts the features of articles, one after the other: it keeps its table, so that each article does not need a new one.
#[derive(Debug)]
pub struct FeatureCounter {
    /// A table with open addressing: sorting the tokens took as long as reading the whole report. A place has the identity
    /// in its high bits and the sum of the weights below. It is 0 if it is free, as all places are between two articles.
    table: Box<[u32; PLACES]>,
    /// The places that are taken, in the order of the text; only the first `count` of them count.
    taken: Box<[u16; PLACES]>,
    /// The number of places that are taken.
    count: usize,
    /// The number of characters that may still be read.
    left: usize,
}

/// The most characters of a text that are read, some three pages. More of them found no more stories, and so few fit into a
/// table that stays in the processor's cache.
const MOST_CHARS: usize = 1500;
/// The places of a table: more than twice as many as tokens, so that a search ends soon.
const PLACES: usize = 4096;
/// The bits below the identity in a place.
const WEIGHT_BITS: u32 = 10;
/// Set in a place when its weight counts no further.
const IS_FULL: u32 = 1 << (WEIGHT_BITS - 1);

impl Default for FeatureCounter {
    fn default() -> Self {
        Self {
            table: Box::new([0; PLACES]),
            taken: Box::new([0; PLACES]),
            count: 0,
            left: 0,
        }
    }
}

impl FeatureCounter {
    /// Returns the features of an article with this title and these paragraphs: those of the text, then those of the title,
    /// each in reading order. All are compact text, which has a short code for each common character and thus a small table
    /// of what counting needs to know of it. Bylines are to be left out: a reporter is not an event.
    ///
    /// ```
    /// use newsreader::library::cache::compact_text;
    /// use newsreader::library::features::FeatureCounter;
    /// let title = |title: &str| {
    ///     let mut compact = Vec::new();
    ///     compact_text::write(&mut compact, title);
    ///     FeatureCounter::default().features(&compact, [])
    /// };
    /// assert_eq!(title("雲州試點 ＡＩ"), title("云州试点ai"));
    /// assert_eq!(title("云州试点").len(), 3);
    /// ```
    pub fn features<'a>(
        &mut self,
        title: &[u8],
        text: impl IntoIterator<Item = &'a [u8]>,
    ) -> Vec<Feature> {
        let mut features = Vec::with_capacity(MOST_IN_TEXT + MOST_IN_TITLE);
        self.left = MOST_CHARS;
        let mut sentences = 0;
        for paragraph in text {
            sentences += self.read(paragraph, sentences);
        }
        self.take_strongest(MOST_IN_TEXT, 0, &mut features);
        // Title and text apart: titles are short, and their words weigh more.
        self.left = MOST_CHARS;
        self.read(title, usize::MAX);
        self.take_strongest(MOST_IN_TITLE, TITLE, &mut features);
        features
    }

    /// Adds the tokens of `text`, before which there were `sentences` sentences. Returns the number of its sentences.
    fn read(&mut self, text: &[u8], sentences: usize) -> usize {
        let weight = |ended| 1 + u32::from(sentences.saturating_add(ended) < LEAD_SENTENCES);
        let traits_of = TRAITS.as_slice();
        let (mut word, mut before) = (Word::default(), Traits(0));
        let mut ended = 0;
        let mut weighs = weight(ended);
        let mut at = 0;
        while at < text.len() && self.left > 0 {
            let (now, len) = match compact_text::short(text, at) {
                Some((slot, len)) => (traits_of.get(slot).copied().unwrap_or_default(), len),
                None => Traits::of_long(text.get(at..).unwrap_or_default()),
            };
            at += len;
            self.left -= 1;
            let is_pair = before.0 & now.0 & Traits::PAIRED != 0;
            let met = std::mem::replace(&mut before, now);
            if is_pair {
                self.add(joined(met.0, now.0), weighs);
                continue;
            }
            if now.has(Traits::LATIN) || (now.has(Traits::POINT) && word.last.has(Traits::DIGIT)) {
                word.push(now);
                continue;
            }
            self.end_word(&mut word, now, weighs);
            if now.has(Traits::END) {
                ended += 1;
                weighs = weight(ended);
            }
        }
        // Whatever is left at the end of the text.
        self.end_word(&mut word, Traits(0), 1);
        ended.max(1)
    }

    /// Counts a token of this weight.
    #[inline]
    fn add(&mut self, id: u32, weight: u32) {
        // A place with a 0 above the weight would look free.
        let id = id.max(1);
        let key = id << WEIGHT_BITS;
        let mut at = id as usize % PLACES;
        loop {
            let place = self.table[at];
            // True if the place is free, and if it has this identity. Every other token is new and none can be foreseen, so
            // that there must be no branch between the two: it cost a third of all the counting.
            if place.min(place ^ key) < 1 << WEIGHT_BITS {
                let weight = if place & IS_FULL == 0 { weight } else { 0 };
                self.table[at] = (place | key) + weight;
                self.taken[self.count % PLACES] = u16::try_from(at).unwrap_or(0);
                self.count += usize::from(place == 0);
                return;
            }
            at = (at + 1) % PLACES;
        }
    }

    /// Adds the Latin word or number before the character `now`, if there is one. A single letter or digit names nothing.
    ///
    /// A number counts once more with the Han behind it: `3月`, `17日` and `3.5亿` differ between two events of one kind.
    fn end_word(&mut self, word: &mut Word, now: Traits, weight: u32) {
        if word.len == 0 {
            return;
        }
        if word.len > 1 {
            self.add(word.hash >> WEIGHT_BITS, weight);
        }
        if word.is_number && now.has(Traits::HAN) {
            self.add(joined(word.hash, now.0), weight);
        }
        *word = Word::default();
    }

    /// Moves the `most` features of the highest weights to `features`, each with `bit` in its identity, and frees the table.
    /// Of equal weights the first in the text are taken: news name the event first.
    fn take_strongest(&mut self, most: usize, bit: u32, features: &mut Vec<Feature>) {
        let taken = self.taken.get(..self.count).unwrap_or_default();
        let places = taken
            .iter()
            .map(|at| std::mem::take(&mut self.table[usize::from(*at) % PLACES]));
        let mut places: Vec<u32> = places.collect();
        self.count = 0;
        // The least weight of which all features find room. It is 2 or 3 for nearly every text and at most 24, since all weights
        // of a text together are less than 3000: counting a few times is faster than sorting.
        let heavier = |least: u32| {
            places
                .iter()
                .filter(|place| weight_of(**place) >= least)
                .count()
        };
        let (mut least, mut count) = (1, heavier(1));
        while count > most {
            least += 1;
            count = heavier(least);
        }
        // Some of the next weight fill what is left.
        let mut room = most - count;
        places.retain(|place| {
            let weight = weight_of(*place);
            let fills = weight + 1 == least && room > 0;
            room -= usize::from(fills);
            weight >= least || fills
        });
        let feature = |place: u32| Feature::new(place >> WEIGHT_BITS | bit, weight_of(place));
        features.extend(places.into_iter().map(feature));
    }
}

/// Returns the weight in a place of the table.
const fn weight_of(place: u32) -> u32 {
    place & ((1 << WEIGHT_BITS) - 1)
}

/// A Latin word or a number while it is read.
#[derive(Debug, Default)]
struct Word {
    /// A hash of its characters, without a point at its end.
    hash: u32,
    /// The number of its characters without points.
    len: usize,
    /// Set for a number.
    is_number: bool,
    /// Its last character, perhaps a point.
    last: Traits,
}

impl Word {
    /// Adds a character. `2.5` is one number, and the point of `GB.` ends a sentence.
    fn push(&mut self, c: Traits) {
        if !c.has(Traits::POINT) {
            // A point counts when a digit follows it.
            if self.last.has(Traits::POINT) {
                self.mix(self.last);
            }
            self.mix(c);
            self.is_number |= self.len == 0 && c.has(Traits::DIGIT);
            self.len += 1;
        }
        self.last = c;
    }

    fn mix(&mut self, c: Traits) {
        self.hash = (self.hash.rotate_left(5) ^ c.0).wrapping_mul(0x9e37_79b1);
    }
}

/// Returns the identity of two things that stand one behind the other, by a hash of each.
#[inline]
const fn joined(first: u32, second: u32) -> u32 {
    (first.rotate_left(13) ^ second) >> WEIGHT_BITS
}

/// A hash of a folded character, and in its low bits what counting needs to know of it.
#[derive(Debug, Clone, Copy, Default)]
struct Traits(u32);

/// The traits of each character with a short code in compact text.
static TRAITS: LazyLock<Vec<Traits>> = LazyLock::new(|| {
    let mut traits = vec![Traits::default(); compact_text::SHORT_SLOTS];
    for (slot, c) in compact_text::short_chars() {
        if let Some(traits) = traits.get_mut(slot) {
            *traits = Traits::of(c);
        }
    }
    traits
});

impl Traits {
    /// A Han character of the basic plane that forms pairs: one that is not of [`COMMON`].
    const PAIRED: u32 = 1;
    /// Any Han character of the basic plane.
    const HAN: u32 = 1 << 1;
    /// A letter or digit.
    const LATIN: u32 = 1 << 2;
    /// A digit.
    const DIGIT: u32 = 1 << 3;
    /// The full stop between digits.
    const POINT: u32 = 1 << 4;
    /// The end of a sentence.
    const END: u32 = 1 << 5;
    /// All of these.
    const ALL: u32 = (1 << 6) - 1;

    /// Returns the traits of a character.
    fn of(c: char) -> Self {
        let c = fold_char(c);
        let bit = |is: bool, bit| if is { bit } else { 0 };
        let is_han = matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
        // Mixed in all bits, since two of these hashes are joined without further mixing.
        let hash = xxh3_64(&u32::from(c).to_le_bytes()).to_le_bytes();
        let hash = u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]);
        Self(
            hash & !Self::ALL
                | bit(is_han && !COMMON.contains(&c), Self::PAIRED)
                | bit(is_han, Self::HAN)
                | bit(is_latin(c), Self::LATIN)
                | bit(c.is_ascii_digit(), Self::DIGIT)
                | bit(c == '.', Self::POINT)
                | bit(matches!(c, '。' | '!' | '?' | '！' | '？'), Self::END),
        )
    }

    /// Returns the traits of the first character of `text`, one without a short code, and the length of its code in bytes.
    fn of_long(text: &[u8]) -> (Self, usize) {
        match compact_text::long(text) {
            Some((c, after)) => (Self::of(c), text.len() - after.len()),
            // Damaged text ends here.
            None => (Self::default(), text.len().max(1)),
        }
    }

    /// True if the character has the trait.
    const fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }
}

/// Characters that grammar and dates are made of; a pair with one of them hardly ever names anything.
const COMMON: [char; 45] = [
    '的', '了', '是', '在', '和', '与', '及', '或', '等', '为', '对', '将', '也', '有', '不', '这',
    '那', '我', '他', '她', '它', '们', '你', '就', '都', '而', '并', '被', '把', '从', '向', '到',
    '于', '以', '之', '其', '个', '一', '上', '下', '中', '年', '月', '日', '时',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn features(title: &str, text: &str) -> Vec<Feature> {
        let compact = |text: &str| {
            let mut compact = Vec::new();
            compact_text::write(&mut compact, text);
            compact
        };
        FeatureCounter::default().features(&compact(title), [compact(text).as_slice()])
    }

    #[test]
    fn title_and_text_have_features_of_their_own() {
        let found = features("云州", "云州");
        assert_eq!(found.len(), 2);
        assert_eq!(found.iter().filter(|f| f.is_of_title()).count(), 1);
        assert!(found.iter().all(|f| f.id() < 1 << ID_BITS));
    }

    #[test]
    fn counts_are_bounded_and_the_lead_counts_double() {
        let found = features("", "云州。海滨。潮汐。");
        let mut counts: Vec<u32> = found.iter().map(|f| f.count()).collect();
        counts.sort_unstable();
        assert_eq!(counts, [1, 2, 2]);
        let found = features("", &"云州，".repeat(1000));
        assert_eq!(found.iter().map(|f| f.count()).collect::<Vec<_>>(), [255]);
    }

    #[test]
    fn numbers_and_words_are_whole() {
        let found = features("", "投入3.5亿元建设AI平台");
        // 投入, 3.5, 3.5亿, 亿元, 元建, 建设, ai, 平台
        assert_eq!(found.len(), 8);
        let same = features("", "投入３．５亿元建设ＡＩ平台");
        assert_eq!(found, same);
        // 3月, 7日, but not 3 and 7 alone.
        assert_eq!(features("", "3月7日").len(), 2);
        assert_eq!(features("", "12.5"), features("", "12.5."));
        assert_ne!(features("", "12.5"), features("", "125"));
    }

    proptest::proptest! {
        #[test]
        fn features_come_back_from_their_bytes(title: String, text: String) {
            for feature in features(&title, &text) {
                proptest::prop_assert_eq!(Feature::from_bytes(feature.to_bytes()), feature);
            }
        }
    }
}
