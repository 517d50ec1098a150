//! Folding for search: full-width and half-width forms, letter case, traditional and simplified characters become alike.
//!
//! One character folds to one character, so offsets in characters keep their meaning. The Han table is that of `OpenCC` by
//! the `hanconv` crate: the forms of Taiwan and Hong Kong to standard traditional, traditional to simplified, and the
//! variants that only some words have (瞭解 了解).

use crate::text::chars::{half_width, is_han};
use hanconv::RawDictionary;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;
use std::ops::RangeInclusive;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The Han characters of the basic plane that the table covers: extension A and the unified block.
const HAN: RangeInclusive<u32> = 0x3400..=0x9fff;

/// The pairs of characters that fold to one another.
struct Table {
    /// For each character of [`HAN`] the code of its folded form; 0 means itself, [`ELSEWHERE`] an entry of `others`.
    basic: Vec<u16>,
    /// Pairs with an end outside [`HAN`].
    others: BTreeMap<char, char>,
}

/// Marks a character whose folded form is not in the basic plane.
const ELSEWHERE: u16 = u16::MAX;

/// Pairs that `OpenCC` has in the direction from simplified to traditional only, the first character folding to the second: 瞭
/// is 了 in 瞭解 and itself in 瞭望. 覆 is left out: 答覆 is 答复, but 覆盖 is as common as the words with 复, and a search for
/// one must not find the other.
// Written out: the list of OpenCC that holds these takes as long to read as all the other lists together.
const IN_SOME_WORDS: &str = "㓰划㳽弥䌽彩䙓摆䦆镢䩄腼瞭了仇雠彷仿侭尽藉借祇只伕夫牠它牴抵暱昵渖沈稆穞緪縆缐线揹背讬托谘咨钜巨锺钟镟旋\
馀余麹曲麺面";

/// The table of the program, made when a Han character is first folded.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    /// Builds the table from the lists of `OpenCC` and from the pairs above.
    fn new() -> Self {
        let mut table = Self {
            basic: vec![0; 0x9fff - 0x3400 + 1],
            others: BTreeMap::new(),
        };
        for (traditional, simplified) in RawDictionary::TSCharacters.iter() {
            table.put(traditional, simplified);
        }
        // A form of Taiwan or Hong Kong goes to the simplified form of its standard form, so both lists have to be combined.
        for local in [RawDictionary::TWVariants, RawDictionary::HKVariants] {
            for (variant, standard) in local.inv_iter() {
                let folded: String = standard.chars().map(|c| table.get(c)).collect();
                // A character that the list of standard forms already has keeps its entry.
                if variant.chars().all(|c| table.get(c) == c) {
                    table.put(variant, &folded);
                }
            }
        }
        let mut pairs = IN_SOME_WORDS.chars();
        while let (Some(one), Some(other)) = (pairs.next(), pairs.next()) {
            table.fold_to(one, other);
        }
        table.shorten();
        table
    }

    /// Replaces chains by their end: 麼 folds to 么 and 么 to 幺, so 麼 folds to 幺.
    fn shorten(&mut self) {
        let chains: Vec<_> = HAN
            .filter_map(char::from_u32)
            .filter_map(|c| {
                let end = self.get(self.get(c));
                (end != self.get(c)).then_some((c, end))
            })
            .collect();
        for (c, end) in chains {
            self.fold_to(c, end);
        }
    }

    /// Enters a pair if both sides are single characters.
    fn put(&mut self, from: &str, to: &str) {
        let (mut from, mut to) = (from.chars(), to.chars());
        let (Some(from), None, Some(to), None) = (from.next(), from.next(), to.next(), to.next())
        else {
            return;
        };
        self.fold_to(from, to);
    }

    /// Enters a pair, unless the second character folds to the first already.
    fn fold_to(&mut self, from: char, to: char) {
        // With a pair in both directions neither character would fold to itself.
        if from == to || self.get(to) == from {
            return;
        }
        match (self.slot(from), u16::try_from(u32::from(to))) {
            (Some(slot), Ok(code)) => {
                *slot = code;
                return;
            }
            // A slot holds two bytes; a character beyond the basic plane stands in the other table.
            (Some(slot), Err(_)) => *slot = ELSEWHERE,
            (None, _) => {}
        }
        self.others.insert(from, to);
    }

    /// Returns the entry of `c` in `basic`, `None` outside [`HAN`].
    fn slot(&mut self, c: char) -> Option<&mut u16> {
        let index = u32::from(c).checked_sub(*HAN.start())?;
        self.basic.get_mut(index as usize)
    }

    /// Returns the folded form of `c`, `c` itself if it has no entry.
    fn get(&self, c: char) -> char {
        // A character before the block wraps to a number far behind its end.
        let index = u32::from(c).wrapping_sub(*HAN.start()) as usize;
        match self.basic.get(index) {
            Some(0) => c,
            Some(&code) if code != ELSEWHERE => char::from_u32(code.into()).unwrap_or(c),
            _ => self.others.get(&c).copied().unwrap_or(c),
        }
    }
}

/// Returns `c` folded for search: half-width, lower case, simplified.
///
/// ```
/// use newsreader::text::fold::fold_char;
/// assert_eq!(['Ａ', '發', '”'].map(fold_char), ['a', '发', '"']);
/// ```
pub fn fold_char(c: char) -> char {
    if HAN.contains(&u32::from(c)) || u32::from(c) > 0xffff {
        TABLE.get(c)
    } else {
        fold_mark(fold_form(c))
    }
}

/// Folds the half-width and full-width forms outside ASCII, full-width currency signs and half-width kana, and the brackets of
/// document numbers (文号) to round ones: `〔2025〕3 号` is written with six kinds of bracket.
fn fold_mark(c: char) -> char {
    // Kept out of `fold_form`: the keys of articles in the store are made with that one and must not change.
    const SIGNS: [char; 7] = ['¢', '£', '¬', '¯', '¦', '¥', '₩'];
    const KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
    let at = |first: u32| (u32::from(c) - first) as usize;
    match c {
        '[' | '【' | '〔' | '〖' | '﹝' => '(',
        ']' | '】' | '〕' | '〗' | '﹞' => ')',
        '\u{ffe0}'..='\u{ffe6}' => SIGNS.get(at(0xffe0)).copied().unwrap_or(c),
        '\u{ff61}'..='\u{ff9d}' => KANA.chars().nth(at(0xff61)).unwrap_or(c),
        c => c,
    }
}

/// Returns `c` half-width and in lower case; a Han character stays as it is. Unlike [`fold_char`] it needs no table, which
/// takes a millisecond to build.
///
/// ```
/// use newsreader::text::fold::fold_form;
/// assert_eq!(['Ａ', '發', '　'].map(fold_form), ['a', '發', ' ']);
/// ```
pub fn fold_form(c: char) -> char {
    // Han and ASCII need none of the tables below, and most text has nothing else.
    if is_han(c) {
        return c;
    }
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let half = match half_width(c) {
        '\u{a0}' => ' ',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        c => c,
    };
    // One character for one: where the lower case is two characters, only the first is taken.
    half.to_lowercase().next().unwrap_or(half)
}

/// Returns `text` folded for search, character for character.
///
/// ```
/// use newsreader::text::fold::fold;
/// assert_eq!(fold("ＡＩ醫療，“數據”"), "ai医疗,\"数据\"");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Returns `text` in the composed normal form (NFC, UAX #15). File names from a Mac are decomposed, what is typed is not.
///
/// ```
/// use newsreader::text::fold::composed;
/// assert_eq!(composed("e\u{301}"), "é");
/// ```
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    // The quick check decides for nearly every text without making a copy.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        // The quick check cannot always decide; normalizing composed text changes nothing.
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
    }
}

/// Returns `text` without the characters that have no width, with every remaining character's byte in `text`; `None` if it
/// has none of them, as nearly all texts.
///
/// A zero-width space, a soft hyphen or a variation selector inside a word comes from a web page or an editor; a reader who
/// types the word does not know of it.
///
/// ```
/// use newsreader::text::fold::without_ignorable;
/// let (text, bytes) = without_ignorable("卫\u{200b}健").unwrap();
/// assert_eq!((text.as_str(), bytes), ("卫健", vec![0, 6]));
/// assert_eq!(without_ignorable("卫健"), None);
/// ```
#[must_use]
pub fn without_ignorable(text: &str) -> Option<(String, Vec<usize>)> {
    if !has_ignorable(text) {
        return None;
    }
    let kept = text.char_indices().filter(|(_, c)| !is_ignorable(*c));
    let (bytes, kept): (Vec<usize>, String) = kept.unzip();
    Some((kept, bytes))
}

/// True if `text` has a character that comparing passes over.
#[must_use]
pub fn has_ignorable(text: &str) -> bool {
    text.chars().any(is_ignorable)
}

/// True for the characters without a width of their own that comparing passes over: the soft hyphen, zero-width spaces and
/// joiners, directional marks, the byte order mark and variation selectors. A part of `Default_Ignorable_Code_Point` (UAX #44).
#[must_use]
pub const fn is_ignorable(c: char) -> bool {
    // Decides for ASCII, Chinese punctuation and all common Han, before the comparisons with each range.
    if matches!(c, '\0'..'\u{ad}' | '\u{2065}'..'\u{fe00}') {
        return false;
    }
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Ranges outside [`HAN`] with characters that fold to another one: Latin, Greek, Cyrillic, Armenian, Georgian, Cherokee, spaces and
/// quotes, letter-like signs and Roman numerals (Ⅲ), letters in circles, brackets, Glagolitic and Coptic, further Latin and Cyrillic,
/// full- and half-width forms.
const OTHERS: [RangeInclusive<u32>; 12] = [
    0x20..=0x24f,
    0x370..=0x587,
    0x10a0..=0x10cd,
    0x13a0..=0x13f5,
    0x1c89..=0x1fff,
    0x2018..=0x2188,
    0x24b6..=0x24cf,
    0x2c00..=0x2cf2,
    0x3000..=0x3017,
    0xfe5d..=0xfe5e,
    0xa640..=0xa7f5,
    0xff01..=0xffe6,
];

/// The pairs of folded form and character of all characters that do not fold to themselves, sorted, made at the first search.
// Walking the tables for every character of a query took 14 ms for the longest queries that fuzzing made.
static ORIGINS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let inside = OTHERS.into_iter().chain([HAN]).flatten();
    let mut pairs: Vec<_> = inside
        .filter_map(char::from_u32)
        .chain(TABLE.others.keys().copied())
        .map(|from| (fold_char(from), from))
        .filter(|(to, from)| to != from)
        .collect();
    pairs.sort_unstable();
    // An entry of `others` may lie in one of the ranges as well.
    pairs.dedup();
    pairs
});

/// Returns all characters with the same folded form as `c`, `c` among them.
///
/// ```
/// use newsreader::text::fold::variants;
/// let all = variants('发');
/// assert!(all.contains(&'發') && all.contains(&'髮'));
/// ```
pub fn variants(c: char) -> Vec<char> {
    let folded = fold_char(c);
    let first = ORIGINS.partition_point(|(to, _)| *to < folded);
    let origins = ORIGINS[first..].iter().take_while(|(to, _)| *to == folded);
    // The folded form stands first.
    iter::once(folded)
        .chain(origins.map(|(_, from)| *from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_script_are_alike() {
        assert_eq!(
            fold("ＡＩ　醫療保障，「數據」"),
            fold("ai 医疗保障,「数据」")
        );
        assert_eq!(fold("裏麵"), fold("里面"));
        assert_eq!(fold("“AI”"), "\"ai\"");
    }

    #[test]
    fn the_brackets_of_document_numbers_are_alike() {
        for written in [
            "国办发〔2025〕3号",
            "国办发［2025］3号",
            "国办发【2025】3号",
            "国办发（2025）3号",
            "国办发[2025]3号",
        ] {
            assert_eq!(fold(written), "国办发(2025)3号");
        }
    }

    #[test]
    fn no_han_character_has_a_case_or_another_width() {
        for c in ('\0'..=char::MAX).filter(|c| is_han(*c)) {
            assert!(c.to_lowercase().eq([c]) && half_width(c) == c, "{c}");
        }
        assert!(('\u{4e00}'..='\u{9fff}').all(char::is_alphanumeric));
    }

    #[test]
    fn variants_fold_to_the_same() {
        for c in "医保ａA，裡台发 后".chars() {
            let all = variants(c);
            assert!(all.contains(&c));
            assert!(
                all.iter().all(|v| fold_char(*v) == fold_char(c)),
                "{c}: {all:?}"
            );
        }
        assert!(variants('发').contains(&'發') && variants('发').contains(&'髮'));
        assert!(variants('a').contains(&'Ａ'));
    }

    #[test]
    fn what_only_some_words_write_otherwise_is_alike() {
        for (one, other) in [
            ("什麼", "什么"),
            ("瞭解", "了解"),
            ("憑藉", "凭借"),
            ("隨著", "随着"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("覆盖"), fold("复盖"));
    }

    #[test]
    fn all_writings_that_opencc_knows_are_alike_or_lead_to_another_character() {
        let single = |text: &str| {
            let mut chars = text.chars();
            chars
                .next()
                .filter(|c| chars.next().is_none() && HAN.contains(&u32::from(*c)))
        };
        let mut apart = Vec::new();
        for (traditional, simplified) in RawDictionary::STCharacters.inv_iter() {
            let (Some(t), Some(s)) = (single(traditional), single(simplified)) else {
                continue;
            };
            if fold_char(t) != fold_char(s) && fold_char(t) == t {
                apart.push(t);
            }
        }
        assert_eq!(apart, ['覆']);
    }

    #[test]
    fn every_character_is_among_the_variants_of_what_it_folds_to() {
        let all = (0..0x1_0000).filter_map(char::from_u32);
        for c in all.filter(|c| fold_char(*c) != *c) {
            assert!(
                variants(fold_char(c)).contains(&c),
                "{c} {:x}",
                u32::from(c)
            );
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(c: char) {
            proptest::prop_assert_eq!(fold_char(fold_char(c)), fold_char(c));
        }
    }
}
