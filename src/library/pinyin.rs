//! Titles found by pinyin: `yibao`, `yb`, `yib` and `ybao` all find 医保. Every reading of a character counts.

use crate::text::fold::fold_char;
use pinyin::ToPinyinMulti;
use std::ops::Range;

/// Pinyin as it was typed: letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling(Vec<u8>);

/// More letters are no pinyin of a title: one bit each, and one for the end, in [`Reached`].
const MOST: usize = 127;

/// How many typed letters may have been read so far, a bit for each number. A set, since a character has many readings and a
/// syllable many beginnings: going down every way for itself takes twice as long with every character.
type Reached = u128;

impl Spelling {
    /// `text` as pinyin, if it can be: two to [`MOST`] ASCII letters or digits, one of them a letter.
    pub fn new(text: &str) -> Option<Self> {
        let typed: Vec<u8> = text
            .chars()
            .map(fold_char)
            .filter_map(|c| u8::try_from(c).ok())
            .collect();
        let letters = typed.iter().all(u8::is_ascii_alphanumeric);
        let complete = typed.len() == text.chars().count() && (2..=MOST).contains(&typed.len());
        (letters && complete && typed.iter().any(u8::is_ascii_alphabetic)).then_some(Self(typed))
    }

    /// Where `text` is first read so, as a byte range.
    ///
    /// Each character stands for a whole syllable or its initial (zh, ch, sh also by two letters); the last syllable
    /// may be unfinished. Letters and digits in the text stand for themselves, from the beginning of their word on,
    /// punctuation is passed over, but not between letters before the first character that is read: so what is found by the
    /// beginning of what was typed has all that is found by the whole.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let mut in_word = false;
        text.char_indices().find_map(|(start, c)| {
            let is_letter = fold_char(c).is_ascii_alphanumeric();
            let may_begin = is_han(c) || is_letter && !in_word;
            in_word = is_letter;
            let len = may_begin.then(|| self.ends(text.get(start..)?)).flatten()?;
            Some(start..start + len)
        })
    }

    /// How many bytes of `text` are read so from its first character on.
    fn ends(&self, text: &str) -> Option<usize> {
        let mut reached: Reached = 1;
        let (mut is_read, mut is_apart) = (false, false);
        for (at, c) in text.char_indices() {
            let folded = fold_char(c);
            reached = if folded.is_ascii_alphanumeric() {
                if is_apart && !is_read {
                    return None;
                }
                self.after_letter(reached, folded)
            } else if let Some(readings) = c.to_pinyin_multi() {
                is_read = true;
                let after = readings
                    .into_iter()
                    .map(|reading| self.after_syllable(reached, reading.plain()));
                after.fold(0, |all, one| all | one)
            } else if at == 0 || c.is_alphabetic() {
                return None;
            } else {
                is_apart = true;
                reached
            };
            if reached == 0 {
                return None;
            }
            if is_read && reached >> self.0.len() == 1 {
                return Some(at + c.len_utf8());
            }
        }
        None
    }

    fn after_letter(&self, reached: Reached, letter: char) -> Reached {
        let typed = self.0.iter().enumerate();
        let same = typed.filter(|(_, typed)| char::from(**typed) == letter);
        same.fold(0, |after, (at, _)| after | (reached & 1 << at) << 1)
    }

    fn after_syllable(&self, mut reached: Reached, syllable: &str) -> Reached {
        let mut after = 0;
        while reached != 0 {
            let at = reached.trailing_zeros() as usize;
            reached &= reached - 1;
            let typed = self.0.get(at..).unwrap_or_default();
            if !typed.is_empty() {
                after |= taken(syllable, typed) << at;
            }
        }
        after
    }
}

fn is_han(c: char) -> bool {
    u32::from(c) >= 0x3400 && c.is_alphabetic()
}

/// How many of the typed letters one syllable can take, a bit for each number: as a whole, as a two-letter and a one-letter
/// initial.
fn taken(syllable: &str, typed: &[u8]) -> Reached {
    // ü is typed v; lü and nü alone have it, and are looked for by lu and nu as well.
    let is_same = |(letter, typed): &(char, &u8)| match letter {
        'ü' => matches!(typed, b'v' | b'u'),
        letter => *letter == char::from(**typed),
    };
    let same = syllable.chars().zip(typed).take_while(is_same).count();
    if same == 0 {
        return 0;
    }
    let is_whole = same == typed.len() || same == syllable.chars().count();
    let is_retroflex = same >= 2 && ["zh", "ch", "sh"].iter().any(|i| syllable.starts_with(i));
    1 << 1 | Reached::from(is_whole) << same | Reached::from(is_retroflex) << 2
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
        assert_eq!(found("ybxg", "医保（新规）"), Some("医保（新规"));
        assert_eq!(found("ybxg", "医保：新规，施行"), Some("医保：新规"));
        assert_eq!(found("5gjz", "首批５Ｇ基站"), Some("５Ｇ基站"));
        assert_eq!(found("aifn", "AI赋能"), Some("AI赋能"));
        assert_eq!(found("ifn", "AI赋能"), None);
        for typed in ["wifi", "wifibz"] {
            assert_eq!(found(typed, "Wi-Fi 标准"), None);
        }
        assert_eq!(found("1", "一号"), None);
        assert_eq!(Spelling::new("医b"), None);
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
}
