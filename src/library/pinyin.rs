//! Titles found by pinyin: `yibao`, `yb`, `yib` and `ybao` all find 医保. Every reading of a character counts.

use crate::library::cache::shorthand;
use crate::text::fold::fold_char;
use pinyin::{Pinyin, ToPinyinMulti};
use std::ops::Range;
use std::sync::LazyLock;

/// Pinyin as it was typed: letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling(Vec<u8>);

impl Spelling {
    /// `text` as pinyin, if it can be: at least two ASCII letters or digits, one of them a letter.
    pub fn new(text: &str) -> Option<Self> {
        let typed: Vec<u8> = text
            .chars()
            .map(fold_char)
            .filter_map(|c| u8::try_from(c).ok())
            .collect();
        let letters = typed.iter().all(u8::is_ascii_alphanumeric);
        let complete = typed.len() == text.chars().count() && typed.len() > 1;
        (letters && complete && typed.iter().any(u8::is_ascii_alphabetic)).then_some(Self(typed))
    }

    /// Where `text` is first read so, as a byte range.
    ///
    /// Each character stands for a whole syllable or its initial (zh, ch, sh also by two letters); the last syllable
    /// may be unfinished. Letters and digits in the text stand for themselves, punctuation is passed over.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        text.char_indices().find_map(|(start, c)| {
            let begin = text.get(start..).filter(|_| is_han(c))?;
            let rest = read(begin, &self.0, true, first_of_str)?;
            Some(start..text.len() - rest.len())
        })
    }

    /// [`Spelling::find`] in shorthand: nearly every character is passed over by a look at its initials, without knowing
    /// which it is.
    pub fn find_short(&self, text: &[u8]) -> Option<Range<usize>> {
        let initial = initial(*self.0.first()?);
        let mut start = 0;
        while let Some(begin) = text.get(start..).filter(|begin| !begin.is_empty()) {
            let end = begin.iter().position(|byte| !shorthand::goes_on(*byte));
            let (letter, _) = begin.split_at_checked(end? + 1)?;
            if SOUNDS.initials(letter) & initial > 0
                && let Some(rest) = read(begin, &self.0, true, first_of_short)
            {
                return Some(start..text.len() - rest.len());
            }
            start += letter.len();
        }
        None
    }
}

/// What is known of the characters that shorthand has one or two bytes for.
struct Sounds(Vec<Sound>);

#[derive(Clone, Copy)]
struct Sound {
    letter: char,
    /// The first letters of a Han character's readings, a bit each.
    initials: u32,
}

static SOUNDS: LazyLock<Sounds> = LazyLock::new(Sounds::new);

impl Sounds {
    fn new() -> Self {
        let singles = (0..0x80).map(|byte| vec![byte]);
        let pairs = (0x80..0xc0).flat_map(|one| (0xc0..=0xff).map(move |two| vec![one, two]));
        let sound = |bytes: Vec<u8>| {
            let (letter, _) = shorthand::first(&bytes).unwrap_or_default();
            let initials = initials(letter);
            Sound { letter, initials }
        };
        Self(singles.chain(pairs).map(sound).collect())
    }

    /// What is known of a character of shorthand.
    fn of(&self, letter: &[u8]) -> Option<Sound> {
        let index = match letter {
            [one] => usize::from(*one),
            [one, two] => 0x80 + (usize::from(one & 0x3f) << 6 | usize::from(two & 0x3f)),
            _ => return None,
        };
        self.0.get(index).copied()
    }

    fn initials(&self, letter: &[u8]) -> u32 {
        let rare = || initials(shorthand::first(letter).unwrap_or_default().0);
        self.of(letter).map_or_else(rare, |sound| sound.initials)
    }
}

/// The first letters of the readings of `c`; none where it is no Han character.
fn initials(c: char) -> u32 {
    let readings = c.to_pinyin_multi().filter(|_| is_han(c));
    let first = |reading: Pinyin| reading.plain().bytes().next().map_or(0, initial);
    readings.map_or(0, |readings| {
        readings.into_iter().map(first).fold(0, |a, b| a | b)
    })
}

/// The bit of a letter; none for what is no letter of pinyin.
fn initial(letter: u8) -> u32 {
    let number = letter.wrapping_sub(b'a');
    if number < 26 { 1 << number } else { 0 }
}

fn is_han(c: char) -> bool {
    u32::from(c) >= 0x3400 || c == '〇'
}

fn first_of_str(text: &str) -> Option<(char, &str)> {
    let c = text.chars().next()?;
    Some((c, text.get(c.len_utf8()..)?))
}

fn first_of_short(text: &[u8]) -> Option<(char, &[u8])> {
    let end = text.iter().position(|byte| !shorthand::goes_on(*byte))? + 1;
    let (letter, rest) = text.split_at_checked(end)?;
    match SOUNDS.of(letter) {
        Some(sound) => Some((sound.letter, rest)),
        None => shorthand::first(text),
    }
}

/// What follows in `text` when it is read as `typed` from its first character on.
fn read<T: Copy>(
    text: T,
    typed: &[u8],
    is_first: bool,
    first: fn(T) -> Option<(char, T)>,
) -> Option<T> {
    let Some(wanted) = typed.first() else {
        return Some(text);
    };
    let (c, rest) = first(text)?;
    let go_on = |used: usize| read(rest, typed.get(used..)?, false, first);
    let folded = fold_char(c);
    if folded.is_ascii_alphanumeric() {
        return if char::from(*wanted) == folded {
            go_on(1)
        } else {
            None
        };
    }
    let Some(readings) = c.to_pinyin_multi() else {
        return if is_first || is_han(c) {
            None
        } else {
            go_on(0)
        };
    };
    readings.into_iter().find_map(|reading| {
        let mut taken = taken(reading.plain(), typed).into_iter().flatten();
        taken.find_map(go_on)
    })
}

/// How many typed letters one syllable can take: as a whole, as a two-letter and a one-letter initial.
fn taken(syllable: &str, typed: &[u8]) -> [Option<usize>; 3] {
    // ü is typed v; lü and nü alone have it, and are looked for by lu and nu as well.
    let letters = syllable.chars().map(|c| {
        if c == 'ü' {
            b'v'
        } else {
            u8::try_from(c).unwrap_or(b'?')
        }
    });
    let mut same = 0;
    let mut len = 0;
    for (letter, typed) in letters.zip(typed.iter().map(Some).chain(std::iter::repeat(None))) {
        len += 1;
        if typed.is_some_and(|t| *t == letter || (letter == b'v' && *t == b'u')) && same + 1 == len
        {
            same += 1;
        }
    }
    let whole = (same == len || same == typed.len())
        .then_some(same)
        .filter(|n| *n > 0);
    let retroflex =
        (same >= 2 && ["zh", "ch", "sh"].iter().any(|i| syllable.starts_with(i))).then_some(2);
    [whole, retroflex, (same >= 1).then_some(1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(typed: &str, text: &'t str) -> Option<&'t str> {
        let spelling = Spelling::new(typed)?;
        let found = spelling.find(text).and_then(|r| text.get(r));
        let mut short = Vec::new();
        shorthand::write(&mut short, text);
        let in_short = spelling.find_short(&short).and_then(|r| short.get(r));
        assert_eq!(
            in_short.map(shorthand::read).as_deref(),
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
        assert_eq!(found("1", "一号"), None);
        assert_eq!(Spelling::new("医b"), None);
    }

    #[test]
    fn traditional_characters_are_read_too() {
        assert_eq!(found("yibao", "醫保新規"), Some("醫保"));
    }

    proptest::proptest! {
        #[test]
        fn shorthand_is_read_as_text_is(typed in "[abcghijlnosuvyz1]{2,6}", text in "[重庆绿女医保醫昂嗯𠀀鱻龘aＢ1，“ ]{0,12}") {
            found(&typed, &text);
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
