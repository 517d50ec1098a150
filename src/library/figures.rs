//! The figures and places at the head of an article, by which an event is told from its siblings.
//!
//! The bulletins of a series, the rounds of a procurement and the orders of two provinces repeat each other's wording, so that
//! character pairs cannot separate them. What separates them are numbers with their unit (`第八批` and `第九批`, `1.67亿` and
//! `2.31亿`), the places in the title and the name of a series in it. They are computed when a report is read and stored with its
//! record, as [`features`](super::features) are; [`stories`](super::stories) compares them.
//!
//! Chosen on 258 hand-labelled pairs of health news: an opening of 80, 120, 300 and 500
//! characters was not better than one of 200. Days and times are left out, since two reports of one event name two days.

use crate::conventions::numerals;
use crate::text::chars::is_han;
use crate::text::fold::fold_char;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

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
/// The unit of what may name a series: the column of a title, as 【短评】, its part before a colon, its part behind a dash, and
/// the whole of it.
const SERIES: u32 = 3;
/// The unit of an instalment: its mark ends the title, as ② and （下） do.
const PART: u32 = 4;
/// The fewest characters of a part before a colon or behind a dash.
const SHORTEST_SERIES: usize = 4;
/// The units that a number in Han needs no 第 for. Others would make figures of 一次 and 一个.
const COUNTED_IN_HAN: &str = "批期届轮季级号";
/// The units of 首, the first.
const COUNTED_FROM_FIRST: &str = "批期届轮季次场";
/// The characters behind a number that are no unit: of times and of ranges.
const NO_UNIT: &str = "日时分点至到和与或及";
/// The characters before 市 and 县 that make other words than places of them, as 上市, 超市 and 全市.
const NO_PLACE: &str = "上下城超股门楼都夜菜早集入全我各县市区本该个省两三多";

/// The provinces of China by the two characters they begin with.
const PROVINCES: [[char; 2]; 34] = [
    ['北', '京'],
    ['天', '津'],
    ['上', '海'],
    ['重', '庆'],
    ['河', '北'],
    ['山', '西'],
    ['辽', '宁'],
    ['吉', '林'],
    ['黑', '龙'],
    ['江', '苏'],
    ['浙', '江'],
    ['安', '徽'],
    ['福', '建'],
    ['江', '西'],
    ['山', '东'],
    ['河', '南'],
    ['湖', '北'],
    ['湖', '南'],
    ['广', '东'],
    ['海', '南'],
    ['四', '川'],
    ['贵', '州'],
    ['云', '南'],
    ['陕', '西'],
    ['甘', '肃'],
    ['青', '海'],
    ['台', '湾'],
    ['内', '蒙'],
    ['广', '西'],
    ['西', '藏'],
    ['宁', '夏'],
    ['新', '疆'],
    ['香', '港'],
    ['澳', '门'],
];

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
        Self(Self::MARK | (unit & UNIT) << VALUE_BITS | hash(value))
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

    /// True for a number with its unit, and not for a place, a series or an instalment.
    pub const fn is_number(self) -> bool {
        self.unit() > PART
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

/// Returns the hash of a unit, which is that of no place, series or instalment.
fn unit_hash(unit: char) -> u32 {
    (hash(unit.encode_utf8(&mut [0; 4])) & UNIT).max(PART + 1)
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
    let title = opening([title]);
    let text = opening(paragraphs);
    let mut found: Vec<Figure> = Vec::with_capacity(MOST);
    found.extend(series(&title));
    found.extend(part(&title));
    found.extend(numbers(&title, true).map(Figure::decisive));
    found.extend(provinces(&title));
    let dateline = text.get(..DATELINE).unwrap_or(&text);
    found.extend(cities(&title).chain(cities(dateline)));
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

/// The full-width digits and the Han that numbers are written with, and 首. A test compares them with [`numerals::is_numeral`].
const NUMERALS: u128 = low_bits(&[
    '〇', '零', '○', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万',
    '亿', '两', '廿', '卅', 'Ｏ', '萬', '億', '兩', '首', '０', '１', '２', '３', '４', '５', '６',
    '７', '８', '９',
]);

/// The first characters of [`PROVINCES`], in both scripts.
const PROVINCE_HEADS: u128 = low_bits(&[
    '北', '天', '上', '重', '河', '山', '辽', '遼', '吉', '黑', '江', '浙', '安', '福', '湖', '广',
    '廣', '海', '四', '贵', '貴', '云', '雲', '陕', '陝', '甘', '青', '台', '臺', '内', '內', '西',
    '宁', '寧', '新', '香', '澳',
]);

/// Iterates over the numbers of `chars` with their units. Years count in a title only: there they name the edition.
fn numbers(chars: &[char], is_title: bool) -> impl Iterator<Item = Figure> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = chars.get(at..)?;
            let start = at + rest.iter().position(|c| begins_number(*c))?;
            at = start + number_len(chars.get(start..)?).max(1);
            let figure = number_at(chars, start..at, is_title);
            if figure.is_some() {
                return figure;
            }
        }
    })
}

/// True for the first character of a number, in Arabic or in Han.
#[inline]
fn begins_number(c: char) -> bool {
    // Most characters are of no number. This loop took a third of the reading with a call for each of them.
    c.is_ascii_digit()
        || c >= '〇' && may_be_in(NUMERALS, c) && (numerals::is_numeral(c) || c == '首')
}

/// Returns the number of characters of the number that `chars` begin with.
fn number_len(chars: &[char]) -> usize {
    let len = |is: fn(char) -> bool| chars.iter().take_while(|c| is(**c)).count();
    match chars.first() {
        Some('0'..='9' | '０'..='９') => {
            len(|c| matches!(c, '0'..='9' | '０'..='９' | '.' | '．'))
        }
        Some('首') => 1,
        _ => len(|c| numerals::is_numeral(c) && numerals::arabic(c).is_none()),
    }
}

/// Returns the figure of the number in `range`; `None` without a number or a unit.
fn number_at(chars: &[char], range: Range<usize>, is_title: bool) -> Option<Figure> {
    let unit = fold_char(*chars.get(range.end)?);
    let before = range.start.checked_sub(1).and_then(|at| chars.get(at));
    let is_unit = unit == '%' || is_han(unit) && !NO_UNIT.contains(unit);
    let after = chars.get(range.end + 1);
    // Numbers in names, as H5N1 and D3937, count nothing.
    if !is_unit || before.is_some_and(|c| fold_char(*c).is_ascii_alphanumeric()) {
        return None;
    }
    let digits = chars.get(range.clone())?.iter();
    let digits: String = digits.map(|c| fold_char(*c)).collect();
    let is_arabic = digits.starts_with(|c: char| c.is_ascii_digit());
    let value = if is_arabic {
        let is_day = unit == '月' && after.is_some_and(|c| numerals::arabic(*c).is_some());
        let is_year = unit == '年' && !(is_title && digits.len() == 4);
        // An anniversary is the background of many events.
        let is_age = unit == '周' && after == Some(&'年') && !is_title;
        let is_date = unit == '号' && digits.len() < 3 && before != Some(&'第') && !is_title;
        (!is_day && !is_year && !is_age && !is_date).then_some(digits)?
    } else if digits == "首" {
        COUNTED_FROM_FIRST.contains(unit).then(|| "1".to_owned())?
    } else {
        // 三 of 十四届三次会议 needs no 第.
        let is_ordinal = matches!(before, Some('第' | '届' | '屆'));
        let counts = is_ordinal || COUNTED_IN_HAN.contains(unit);
        counts.then(|| numerals::number(&digits))??.to_string()
    };
    let is_telling = value.len() > 1 && !matches!(unit, '月' | '年' | '届');
    let telling = if is_telling { Figure::TELLING } else { 0 };
    let figure = Figure(Figure::new(unit_hash(unit), &value).0 | telling);
    // The number of a congress or a fair names it, wherever it stands.
    Some(if unit == '届' {
        figure.decisive()
    } else {
        figure
    })
}

/// Returns what may name a series in a title.
fn series(title: &[char]) -> Vec<Figure> {
    let mut names = vec![title];
    let mut rest = title;
    if let Some(('【', behind)) = title.split_first()
        && let Some(end) = behind.iter().position(|c| *c == '】')
    {
        let (column, event) = behind.split_at(end);
        names.push(column);
        rest = event.get(1..).unwrap_or_default();
    }
    let head = rest.split(|c| matches!(c, '：' | ':')).next();
    let tail = rest.rsplit(|c| *c == '—').next();
    let parts = [head, tail].into_iter().flatten();
    names.extend(parts.filter(|part| part.len() < rest.len() && part.len() >= SHORTEST_SERIES));
    names.retain(|name| !name.is_empty());
    let folded = |name: &[char]| name.iter().map(|c| fold_char(*c)).collect::<String>();
    let figures = names
        .into_iter()
        .map(|name| Figure::new(SERIES, &folded(name)));
    figures.collect()
}

/// Returns the mark of an instalment at the end of a title: a number in a circle, a number or 上, 中 or 下 in brackets, or a
/// number behind 之.
fn part(title: &[char]) -> Option<Figure> {
    let (last, rest) = title.split_last()?;
    let value = match last {
        '①'..='⑳' => (u32::from(*last) - u32::from('①') + 1).to_string(),
        ')' | '）' => {
            let start = rest.iter().rposition(|c| matches!(c, '(' | '（'))?;
            instalment(rest.get(start + 1..)?)?
        }
        _ => {
            let start = title.iter().rposition(|c| *c == '之')?;
            instalment(title.get(start + 1..)?)?
        }
    };
    Some(Figure::new(PART, &value).decisive())
}

/// Returns the number that is all of `chars`, or one of 上, 中 and 下; `None` for other text.
fn instalment(chars: &[char]) -> Option<String> {
    let text: String = chars.iter().map(|c| fold_char(*c)).collect();
    if matches!(text.as_str(), "上" | "中" | "下") {
        return Some(text);
    }
    numerals::number(&text).map(|number| number.to_string())
}

/// Iterates over the provinces that a title names.
fn provinces(title: &[char]) -> impl Iterator<Item = Figure> {
    let pairs = title.windows(2).filter_map(<[char]>::first_chunk);
    let pairs = pairs.filter(|pair: &&[char; 2]| may_be_in(PROVINCE_HEADS, pair[0]));
    let pairs = pairs.map(|pair| pair.map(fold_char));
    let named = pairs.filter(|pair| PROVINCES.contains(pair));
    named.map(|name| Figure::new(PROVINCE, &String::from_iter(name)).decisive())
}

/// Iterates over the cities and counties in `chars`, by the two characters before 市 or 县.
fn cities(chars: &[char]) -> impl Iterator<Item = Figure> {
    chars.windows(3).filter_map(|name| {
        let [first, second, '市' | '县' | '縣'] = name else {
            return None;
        };
        let is_place = is_han(*first) && is_han(*second) && !NO_PLACE.contains(*second);
        is_place.then(|| {
            Figure::new(
                CITY,
                &String::from_iter([first, second].map(|c| fold_char(*c))),
            )
            .decisive()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figures of a title without text, but for what may name a series.
    fn title(title: &str) -> Vec<Figure> {
        let mut figures = figures(title, []);
        figures.retain(|figure| !figure.is_series());
        figures
    }

    #[test]
    fn the_sets_of_low_bits_hold_all_that_is_looked_for() {
        let all = ('〇'..='\u{ffff}').filter(|c| numerals::is_numeral(*c));
        for c in all.chain(['首']) {
            assert!(may_be_in(NUMERALS, c), "{c}");
        }
        let heads = PROVINCES.iter().map(|name| name[0]);
        for c in heads.chain("遼廣貴雲陝臺內寧".chars()) {
            assert!(may_be_in(PROVINCE_HEADS, c), "{c}");
        }
    }

    #[test]
    fn numbers_have_a_unit_and_are_alike_in_each_script() {
        let one = title("首批试点医院名单公布");
        assert_eq!(one, title("第1批试点医院名单公布"));
        assert_eq!(one, title("第一批試點醫院名單公布"));
        assert_eq!(title("第三十批"), title("第30批"));
        assert_ne!(title("和平十四号起航"), title("和平十五号起航"));
        assert_eq!(title("结算２.３１亿人次"), title("2.31亿元"));
        assert_eq!(title("平均降价56%"), title("降价５６％"));
    }

    #[test]
    fn days_times_ranges_and_names_are_no_figures() {
        for text in [
            "3月29日",
            "18时30分",
            "1至7",
            "H5亚型",
            "D3937次",
            "一个医院",
            "又一次",
            "2025",
            "2024年起",
        ] {
            assert!(figures("", [text]).is_empty(), "{text}");
        }
        assert_eq!(figures("", ["1—7月"]), figures("", ["1至7月"]));
        assert_ne!(title("2024年飞检"), title("2025年飞检"));
    }

    #[test]
    fn places_of_the_title_and_the_dateline_are_decisive() {
        let decisive = |title: &str, text: &str| {
            let figures = figures(title, [text]);
            figures.iter().filter(|f| f.is_decisive()).count()
        };
        assert_eq!(decisive("云南启用健康码", ""), 1);
        assert_eq!(decisive("医院启用健康码", "【屿山县消息】"), 1);
        assert_eq!(decisive("新药上市，超市和全市药店有售", "各县"), 0);
        assert_eq!(decisive("医院名单", "12家医院"), 0);
        assert_eq!(decisive("12家医院名单", "12家医院"), 1);
    }

    #[test]
    fn the_mark_of_an_instalment_is_decisive() {
        let titles = [
            ["云州医改观察①", "云州医改观察②"],
            ["云州医改观察（上）", "云州医改观察(下)"],
            ["云州医改观察之一", "云州医改观察之三"],
        ];
        for [one, other] in titles.map(|pair| pair.map(title)) {
            assert!(one[0].is_decisive() && other[0].is_decisive());
            assert!(one[0].unit() == other[0].unit() && one != other);
        }
        assert_eq!(title("医改观察②"), title("医保观察（二）"));
        for text in [
            "云州医改之路",
            "云州医改（修订稿）",
            "医改",
            "云州启动医改（",
        ] {
            assert!(title(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_column_and_the_parts_beside_a_colon_and_a_dash_may_name_a_series() {
        let share = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|title| figures(title, []));
            one.iter().any(|f| f.is_series() && other.contains(f))
        };
        assert!(share("云州群英谱", "云州群英谱"));
        assert!(share("【 医者】送药进山", "【医者】雪夜出诊"));
        assert!(share("最美医生李云：送药", "最美医生李云:出诊"));
        assert!(share("送药——走进云州乡村", "出诊——走进云州乡村"));
        assert!(share("【医者】乡医李云：送药", "乡医李云：出诊"));
        assert!(!share("【医者】送药进山", "【短评】送药下乡"));
        assert!(!share("18:30出诊", "18:30送药"));
        assert!(!share("医改——路", "药改——路"));
    }

    #[test]
    fn sessions_are_counted_and_anniversaries_are_not() {
        assert_ne!(title("十四届三次会议"), title("十四届一次会议"));
        assert_ne!(title("二十届三中全会"), title("二十届四中全会"));
        assert!(figures("", ["建院60周年"]).is_empty());
        assert_eq!(title("建院60周年").len(), 1);
        assert_eq!(figures("", ["第18周流感周报"]).len(), 1);
        assert!(figures("", ["8号召开"]).is_empty());
        assert!(figures("", ["第79届大会开幕"])[0].is_decisive());
        let telling = |text| figures("", [text])[0].is_telling();
        assert!(telling("12家") && telling("6.8级") && !telling("3家") && !telling("1—12月"));
    }

    #[test]
    fn figures_come_back_from_their_bytes() {
        for figure in figures("第八批集采56%在云州市落地", ["39种药品"]) {
            assert_eq!(Figure::from_bytes(figure.to_bytes()), Some(figure));
        }
        assert_eq!(Figure::from_bytes([1, 2, 3, 4]), None);
    }
}
