//! Search by pinyin: `yibao`, `yb`, `yib`, `ybao`, `yībǎo` and `医bao` all find 医保. Every reading of a character counts, and an
//! apostrophe ends a syllable: `xi'an` finds 西安 and not 先.
//!
//! A set of positions is carried along instead of a single one: for each character of the text, the
//! numbers of typed letters that may have been read so far, as bits. So all readings of all
//! characters are followed at once, and a title with many ways to be read takes no longer than
//! another.

use crate::library::cache::char_set::{self, CharSet};
use crate::library::cache::compact_text;
use crate::text::fold::{fold_char, variants};
use pinyin::ToPinyinMulti;
pub use sounds::prepare;
use sounds::{LETTER, SECONDS, first_of_short, first_sound, initial, is_han, thirds};
use std::ops::Range;

mod sounds;
mod syllables;

/// Typed pinyin: folded letters and digits, and Han characters that stand for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The letters without tone marks, ü as v.
    typed: Vec<char>,
    /// Set at the numbers of letters behind which a syllable must end.
    ends: Reached,
    /// For each typed Han character the [`CharSet`] slots of its variants.
    slots: Vec<Vec<usize>>,
}

/// The most typed letters: [`Reached`] has a bit for each, and one for the end.
const MOST: usize = 127;

/// A bitset of the numbers of typed letters that may have been consumed so far. A set, because a character has several
/// readings and a syllable several prefixes: backtracking doubles the time with every character.
type Reached = u128;

impl Spelling {
    /// Returns `text` as pinyin if it can be: two to [`MOST`] letters, digits or Han characters, a Latin letter among them.
    /// Apostrophes between them end a syllable.
    pub fn new(text: &str) -> Option<Self> {
        let (mut typed, mut ends) = (Vec::new(), 0);
        for c in text.chars().map(fold_char) {
            match without_tone(c) {
                '\'' if !typed.is_empty() && typed.len() < MOST => ends |= 1 << typed.len(),
                c if c.is_ascii_alphanumeric() || is_han(c) => typed.push(c),
                _ => return None,
            }
        }
        // The syllable before an apostrophe at the end may be unfinished as any last one.
        ends &= !(1_u128.checked_shl(u32::try_from(typed.len()).ok()?)?);
        let slots = |c: &char| {
            let variants = variants(*c).into_iter().collect::<String>();
            let mut compact = Vec::new();
            compact_text::write(&mut compact, &variants);
            char_set::slots(&compact).collect()
        };
        let has_letter = typed.iter().any(char::is_ascii_alphabetic);
        (has_letter && (2..=MOST).contains(&typed.len())).then(|| Self {
            slots: typed.iter().filter(|c| is_han(**c)).map(slots).collect(),
            typed,
            ends,
        })
    }

    /// True if it reads as pinyin and not as a word of another language, such as `iphone`.
    pub fn reads_as_syllables(&self) -> bool {
        syllables::reads_as_syllables(&self.typed)
    }

    /// True if a text of these characters may have a match: it has all Han characters that were typed.
    pub fn may_occur(&self, char_set: &CharSet) -> bool {
        let has = |slots: &Vec<usize>| slots.iter().any(|slot| char_set.may_have(*slot));
        self.slots.iter().all(has)
    }

    /// Returns the first place in `text` that is read so, as a byte range.
    ///
    /// Each character stands for a whole syllable or its initial (zh, ch, sh also by two letters); the last syllable
    /// may be unfinished. Letters and digits in the text stand for themselves, from the beginning of their word on,
    /// punctuation is passed over, but not between letters before the first character that is read: so what is found by the
    /// beginning of what was typed has all that is found by the whole.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let found = self.find_slowly(text, first_of_str)?;
        let place = |rest: &str| text.len() - rest.len();
        Some(place(found.0)..place(found.1))
    }

    /// Tries every character of `text`. Returns the text from the match on, and the text behind it.
    fn find_slowly<T: Copy>(&self, text: T, first: fn(T) -> Option<(char, T)>) -> Option<(T, T)> {
        let (mut begin, mut in_word) = (text, false);
        while let Some((c, after)) = first(begin) {
            let is_letter = fold_char(c).is_ascii_alphanumeric();
            // A full-width letter lies among the Han characters, and is a letter all the same.
            if (if is_letter { !in_word } else { is_han(c) })
                && let Some(rest) = self.read(begin, first)
            {
                return Some((begin, rest));
            }
            (begin, in_word) = (after, is_letter);
        }
        None
    }

    /// [`Spelling::find`] in compact text. Nearly every character is skipped by a table of the initials of it and the next,
    /// without decoding it.
    pub fn find_compact(&self, text: &[u8]) -> Option<Range<usize>> {
        let [one, two, rest @ ..] = self.typed.as_slice() else {
            return None;
        };
        // The table knows sounds alone. What is typed half in Han is looked for in titles and sources, which are short.
        if !self.slots.is_empty() {
            let found = self.find_slowly(text, first_of_short)?;
            return Some(text.len() - found.0.len()..text.len() - found.1.len());
        }
        let (one, two) = (initial(*one), initial(*two));
        let three = rest.first().map_or(0, |three| initial(*three));
        let (mut begin, mut in_word) = (text, false);
        let (mut sound, mut len) = first_sound(begin)?;
        loop {
            let after = begin.get(len..).unwrap_or_default();
            let next = first_sound(after);
            let is_letter = sound & LETTER > 0;
            // It takes one or two letters, and the next one those that follow. What is neither letter nor Han is passed over,
            // so that they may be those of what follows it.
            let by_next = || next.is_some_and(|(next, _)| next == 0 || next & (two | three) > 0);
            // Or it takes three or more, or as many as there are.
            let alone = || sound >> SECONDS & two > 0 && (three == 0 || thirds(begin) & three > 0);
            if sound & one > 0
                && !(is_letter && in_word)
                && (by_next() || alone())
                && let Some(rest) = self.read(begin, first_of_short)
            {
                return Some(text.len() - begin.len()..text.len() - rest.len());
            }
            (begin, in_word) = (after, is_letter);
            (sound, len) = next?;
        }
    }

    /// Reads `text` from its first character on and returns what follows the match.
    fn read<T: Copy>(&self, text: T, first: fn(T) -> Option<(char, T)>) -> Option<T> {
        let mut reached: Reached = 1;
        let (mut is_read, mut is_apart, mut rest) = (false, false, text);
        let mut is_first = true;
        while let Some((c, after)) = first(rest) {
            rest = after;
            let folded = fold_char(c);
            reached = if folded.is_ascii_alphanumeric() {
                if is_apart && !is_read {
                    return None;
                }
                self.after_letter(reached, folded)
            } else if is_han(c) {
                is_read = true;
                let readings = c.to_pinyin_multi().into_iter().flatten();
                let after = readings.map(|reading| self.after_syllable(reached, reading.plain()));
                after.fold(self.after_letter(reached, folded), |all, one| all | one)
            } else if is_first || c.is_alphabetic() {
                return None;
            } else {
                is_apart = true;
                reached
            };
            is_first = false;
            if reached == 0 {
                return None;
            }
            if is_read && reached >> self.typed.len() == 1 {
                return Some(rest);
            }
        }
        None
    }

    /// Returns the numbers of typed letters that may be read once the text has given `letter`, each
    /// one more than before.
    fn after_letter(&self, reached: Reached, letter: char) -> Reached {
        let typed = self.typed.iter().enumerate();
        let same = typed.filter(|(_, typed)| **typed == letter);
        same.fold(0, |after, (at, _)| after | (reached & 1 << at) << 1)
    }

    /// Returns the numbers of typed letters that may be read once the text has given a character
    /// that is read `syllable`.
    fn after_syllable(&self, mut reached: Reached, syllable: &str) -> Reached {
        let mut after = 0;
        while reached != 0 {
            let at = reached.trailing_zeros() as usize;
            reached &= reached - 1;
            let typed = self.typed.get(at..).unwrap_or_default();
            // Up to the next apostrophe, before which only the whole syllable counts.
            let room = (self.ends >> at >> 1).trailing_zeros() as usize + 1;
            let (typed, is_last) = match typed.get(..room) {
                Some(before) => (before, room == typed.len()),
                None => (typed, true),
            };
            if !typed.is_empty() {
                after |= taken(syllable, typed, is_last) << at;
            }
        }
        after
    }
}

/// Returns a letter of pinyin as it is typed without its tone mark, ü as v.
fn without_tone(c: char) -> char {
    match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ê' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
        'ń' | 'ň' | 'ǹ' => 'n',
        c => c,
    }
}

fn first_of_str(text: &str) -> Option<(char, &str)> {
    let c = text.chars().next()?;
    Some((c, text.get(c.len_utf8()..)?))
}

/// Returns the numbers of typed letters that one syllable can consume, as a bitset: the whole syllable, a two-letter initial, a
/// one-letter initial. The last syllable may be unfinished.
fn taken(syllable: &str, typed: &[char], is_last: bool) -> Reached {
    // ü is typed as v; lü and nü are also found by lu and nu, since many people type them so.
    let is_same = |(letter, typed): &(char, &char)| match letter {
        'ü' => matches!(typed, 'v' | 'u'),
        letter => letter == *typed,
    };
    let same = syllable.chars().zip(typed).take_while(is_same).count();
    if same == 0 {
        return 0;
    }
    let is_whole = is_last && same == typed.len() || same == syllable.chars().count();
    let is_retroflex = same >= 2 && ["zh", "ch", "sh"].iter().any(|i| syllable.starts_with(i));
    1 << 1 | Reached::from(is_whole) << same | Reached::from(is_retroflex) << 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(typed: &str, text: &'t str) -> Option<&'t str> {
        let spelling = Spelling::new(typed)?;
        let found = spelling.find(text).and_then(|r| text.get(r));
        let mut short = Vec::new();
        compact_text::write(&mut short, text);
        let in_short = spelling.find_compact(&short).and_then(|r| short.get(r));
        assert_eq!(
            in_short.map(compact_text::read).as_deref(),
            found,
            "{typed} in {text}"
        );
        found
    }

    #[test]
    fn whole_initial_mixed_and_unfinished() {
        for typed in ["yibao", "yb", "yib", "ybao", "ＹＢ"] {
            assert_eq!(found(typed, "推进医保结算"), Some("医保"), "{typed}");
        }
        assert_eq!(found("ybjs", "推进医保结算"), Some("医保结算"));
        assert_eq!(found("jiesuan", "推进医保结算"), Some("结算"));
        assert_eq!(found("yc", "推进医保结算"), None);
    }

    #[test]
    fn all_readings_of_a_character() {
        for typed in ["chongqing", "cq", "zhongqing", "zhq", "chq"] {
            assert_eq!(found(typed, "重庆来信"), Some("重庆"), "{typed}");
        }
        assert_eq!(found("lvse", "绿色"), Some("绿色"));
        assert_eq!(found("luse", "绿色"), Some("绿色"));
    }

    #[test]
    fn letters_stand_for_themselves_and_marks_are_passed_over() {
        assert_eq!(found("yiyuanai", "医院“AI 分身”"), Some("医院“AI"));
        assert_eq!(found("ybxg", "医保（新规）"), Some("医保（新规"));
        assert_eq!(found("ybxg", "医保：新规，施行"), Some("医保：新规"));
        assert_eq!(found("5gjz", "首批５Ｇ基站"), Some("５Ｇ基站"));
        assert_eq!(found("aifn", "AI赋能"), Some("AI赋能"));
        assert_eq!(found("ifn", "AI赋能"), None);
        assert_eq!(found("bh", "a1Ｂ行"), None);
        for typed in ["wifi", "wifibz"] {
            assert_eq!(found(typed, "Wi-Fi 标准"), None);
        }
        assert_eq!(found("1", "一号"), None);
        assert_eq!(Spelling::new("医保"), None);
        assert_eq!(Spelling::new("a.b"), None);
    }

    #[test]
    fn tone_marks_umlauts_and_apostrophes() {
        for typed in ["yībǎo", "YĪB", "yi'bao", "y’bao", "yi'b"] {
            assert_eq!(found(typed, "推进医保结算"), Some("医保"), "{typed}");
        }
        assert_eq!(found("yi'", "推进医保结算"), Some("医"));
        for typed in ["lü", "lǜ", "lüse", "lü'se"] {
            assert!(found(typed, "绿色").is_some(), "{typed}");
        }
        assert_eq!(found("xi'an", "西安先行"), Some("西安"));
        assert_eq!(found("xi'an", "先行"), None);
        assert_eq!(found("xian", "先行"), Some("先"));
        assert_eq!(found("x'a", "西安"), Some("西安"));
    }

    #[test]
    fn half_in_han_half_in_pinyin() {
        for typed in ["医bao", "医b", "yi保", "y保", "醫bao"] {
            assert_eq!(found(typed, "推进医保结算"), Some("医保"), "{typed}");
            assert_eq!(found(typed, "推進醫保結算"), Some("醫保"), "{typed}");
        }
        assert_eq!(found("医bao", "一宝"), None);
        assert_eq!(found("b医", "医保"), None);
        let set = |text: &str| {
            let mut compact = Vec::new();
            compact_text::write(&mut compact, text);
            CharSet::of(&compact)
        };
        let spelling = Spelling::new("医bao").unwrap();
        assert!(spelling.may_occur(&set("醫保")) && !spelling.may_occur(&set("一宝")));
    }

    #[test]
    fn a_title_with_many_ways_to_be_read_takes_no_longer() {
        let title = "啊".repeat(200);
        let typed = "a".repeat(MOST - 1) + "b";
        assert_eq!(found(&typed, &title), None);
        assert_eq!(Spelling::new(&"a".repeat(MOST + 1)), None);
    }

    #[test]
    fn traditional_characters_are_read_too() {
        assert_eq!(found("yibao", "醫保新規"), Some("醫保"));
    }

    proptest::proptest! {
        #[test]
        fn shorthand_is_read_as_text_is(
            cuts in proptest::collection::vec((0_usize..3, 1_usize..5), 1..4),
            other in "[abcghijlnosuvyz1]{0,2}",
            text in "[重庆绿女医保醫昂嗯为长行〇𠀀鱻龘aＢ1，“ ]{0,12}",
        ) {
            let readings = text.chars().filter_map(|c| c.to_pinyin_multi());
            let typed = readings.zip(cuts).filter_map(|(readings, (which, len))| {
                let reading = readings.into_iter().cycle().nth(which)?;
                Some(reading.plain().chars().take(len).collect::<String>())
            });
            found(&(typed.collect::<String>() + &other), &text);
        }

        #[test]
        fn every_character_is_found_by_each_of_its_readings(c in "\\p{Han}") {
            let readings = c.chars().next().unwrap().to_pinyin_multi();
            for reading in readings.into_iter().flatten() {
                let typed: String = reading.plain().replace('ü', "v");
                if typed.len() > 1 && typed.is_ascii() {
                    let text = format!("，{c}。");
                    proptest::prop_assert_eq!(found(&typed, &text), Some(c.as_str()));
                }
            }
        }
    }
}
