//! Titles found by pinyin: `yibao`, `yb`, `yib` and `ybao` all find 医保. Every reading of a character counts.

use crate::text::fold::fold_char;
use pinyin::ToPinyinMulti;
use std::ops::Range;

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
        for (start, c) in text.char_indices() {
            let rest = text.get(start..)?;
            if is_han(c)
                && let Some(len) = ends(rest, &self.0, true)
            {
                return Some(start..start + len);
            }
        }
        None
    }
}

fn is_han(c: char) -> bool {
    u32::from(c) >= 0x3400
}

/// How many bytes of `text` read as `typed` from its first character on.
fn ends(text: &str, typed: &[u8], first: bool) -> Option<usize> {
    if typed.is_empty() {
        return Some(0);
    }
    let c = text.chars().next()?;
    let rest = text.get(c.len_utf8()..)?;
    let go_on = |used: usize| Some(c.len_utf8() + ends(rest, typed.get(used..)?, false)?);
    let folded = fold_char(c);
    if folded.is_ascii_alphanumeric() {
        return (typed.first().copied().map(char::from) == Some(folded))
            .then(|| go_on(1))
            .flatten();
    }
    let Some(readings) = c.to_pinyin_multi() else {
        return if first || is_han(c) { None } else { go_on(0) };
    };
    readings.into_iter().find_map(|reading| {
        taken(reading.plain(), typed)
            .into_iter()
            .flatten()
            .find_map(go_on)
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
        Spelling::new(typed)?.find(text).and_then(|r| text.get(r))
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
}
