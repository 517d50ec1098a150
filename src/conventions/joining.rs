//! Joining two lines that were one: nothing between two Han, a space between two Latin words, nothing inside an address.
//!
//! Between Han and Latin a space is a matter of taste. A page shows whether one was set at the line's end
//! ([`append_as_set`]); a text file does not, so the custom of the whole file decides ([`append`], [`SpacingHabit`]).

use super::addresses::address_at_end;
use super::line::leading_han;
use crate::text::chars::{is_han, is_latin, is_url_char, is_western};

/// The classes of characters that joining distinguishes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum JoinClass {
    /// A Han character.
    Han,
    /// A letter of a Western word.
    Letter,
    /// A digit, half-width.
    Digit,
    /// Marks, spaces and everything else, which never ask for a space.
    Other,
}

/// Returns the class of `c`. The commonest characters come first.
fn join_class(c: char) -> JoinClass {
    match c {
        '\u{4e00}'..='\u{9fff}' => JoinClass::Han,
        '0'..='9' => JoinClass::Digit,
        c if is_latin(c) => JoinClass::Letter,
        c if is_han(c) => JoinClass::Han,
        _ => JoinClass::Other,
    }
}

/// Returns the index into [`SpacingHabit::balance`] for a meeting of Han and Latin.
fn meeting(a: JoinClass, b: JoinClass) -> Option<usize> {
    match (a, b) {
        (JoinClass::Han, JoinClass::Letter) => Some(0),
        (JoinClass::Han, JoinClass::Digit) => Some(1),
        (JoinClass::Letter, JoinClass::Han) => Some(2),
        (JoinClass::Digit, JoinClass::Han) => Some(3),
        _ => None,
    }
}

/// The custom of a text about spaces between Han and Latin, learnt from the insides of its lines.
///
/// Direction and letter or digit are counted apart, because some extractors write `在GitHub 上`: a space behind Latin
/// and none before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpacingHabit {
    /// Han to letter, Han to digit, letter to Han, digit to Han: meetings with a space minus meetings without.
    balance: [i32; 4],
}

/// The habit is known after this many meetings of Han and Latin; a long report has thousands.
const ENOUGH: i32 = 150;

impl SpacingHabit {
    /// Learns the habit from the insides of `lines`.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut habit = Self::default();
        let mut seen = 0;
        for line in lines.into_iter().filter(|line| may_have_latin(line)) {
            seen += habit.count(line);
            // The rest of a long report would only confirm what is known.
            if seen > ENOUGH {
                break;
            }
        }
        habit
    }

    /// Counts the meetings in one line and returns how many there were.
    fn count(&mut self, line: &str) -> i32 {
        let (mut before, mut space, mut seen) = (JoinClass::Other, false, 0);
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            // Of a run of Han only the first can meet a letter before it, and the last one behind it.
            let han = leading_han(rest);
            rest = rest.get((3 * han).max(c.len_utf8())..).unwrap_or_default();
            if c == ' ' {
                space = true;
                continue;
            }
            let now = join_class(c);
            if let Some(meeting) = meeting(before, now) {
                self.balance[meeting] += if space { 1 } else { -1 };
                seen += 1;
            }
            (before, space) = (now, false);
        }
        seen
    }

    /// True if the text sets a space at this kind of meeting.
    fn spaces(self, meeting: usize) -> bool {
        match self.balance[meeting] {
            // A meeting that the text has nowhere else follows the other three.
            0 => self.balance.iter().sum::<i32>() > 0,
            n => n > 0,
        }
    }
}

/// True if `text` has Latin letters or digits and other characters too.
///
/// Most lines are Han and marks alone, and addresses are ASCII alone. Both teach nothing, and a look at the bytes skips
/// them.
fn may_have_latin(text: &str) -> bool {
    // 0xC3 to 0xD4 begin the letters of Latin, Greek and Cyrillic in UTF-8.
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, 0xc3..=0xd4);
    text.bytes().fold(false, |any, byte| any | is_one(byte)) && !text.is_ascii()
}

/// Joins `lines` into one text by [`append`].
pub fn join<'a>(lines: impl IntoIterator<Item = &'a str>, habit: SpacingHabit) -> String {
    let mut text = String::new();
    for line in lines {
        append(&mut text, line, habit);
    }
    text
}

/// Appends `more` to `text` as the next line of the same paragraph, where the white space at the line's end is lost. Tabs
/// inside `more` become spaces.
///
/// ```
/// use newsreader::conventions::joining::{SpacingHabit, append};
/// let mut text = "见 https://example.com/a".to_owned();
/// append(&mut text, "b.html", SpacingHabit::default());
/// assert_eq!(text, "见 https://example.com/ab.html");
/// ```
pub fn append(text: &mut String, more: &str, habit: SpacingHabit) {
    if let (Some(a), Some(b)) = (text.chars().next_back(), more.chars().next()) {
        let space = match meeting(join_class(a), join_class(b)) {
            Some(meeting) => habit.spaces(meeting),
            // Inside an address a line end is only the end of the row.
            None => part_words(a, b) && address_at_end(text).is_none(),
        };
        if space {
            text.push(' ');
        }
    }
    for (n, part) in more.split('\t').enumerate() {
        if n > 0 {
            text.push(' ');
        }
        text.push_str(part);
    }
}

/// True if a space belongs between the Latin words that end with `a` and begin with `b`, perhaps with a mark at the seam.
fn part_words(a: char, b: char) -> bool {
    let word = |c: char| matches!(join_class(c), JoinClass::Letter | JoinClass::Digit);
    let ends = word(a) || ",.;:!?)%\"']&".contains(a);
    let starts = word(b) || "(\"'[&".contains(b);
    // Two marks that meet belong together.
    ends && starts && (word(a) || word(b))
}

/// Appends the row `next` to `text` as a page shows it: a space at the end of `text` was set there, and no other is put
/// between Han and Latin. `linked` rows belong to one hyperlink, so they are one address.
///
/// ```
/// use newsreader::conventions::joining::append_as_set;
/// let mut text = "Solid-".to_owned();
/// append_as_set(&mut text, "State", false);
/// assert_eq!(text, "Solid-State");
/// ```
pub fn append_as_set(text: &mut String, next: &str, linked: bool) {
    let spaced = text.ends_with(' ');
    // The space is remembered and put back only where it belongs.
    text.truncate(text.trim_end().len());
    let in_address = linked || (next.starts_with(is_url_char) && address_at_end(text).is_some());
    if let (Some(before), Some(after)) = (text.chars().next_back(), next.chars().next()) {
        let space = match (is_western(before), is_western(after)) {
            // false, => Inside an address, every character of the row is part of it.
            _ if in_address => false,
            (true, true) => spaced || !is_cut_inside_word(before, after),
            (false, false) => false,
            _ => spaced,
        };
        if space {
            text.push(' ');
        }
    }
    text.push_str(next);
}

/// True for two Western characters between which a line may end though no space stands there. A number cut in two is
/// among them: unlike a text file, a page would show the space between two numbers.
fn is_cut_inside_word(before: char, after: char) -> bool {
    "-/_@&=([{".contains(before)
        || ",.;:!?)]}%/-_".contains(after)
        || (before.is_ascii_digit() && after.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[&str], habit: SpacingHabit) -> String {
        join(parts.iter().copied(), habit)
    }

    fn set(first: &str, second: &str) -> String {
        let mut text = first.to_owned();
        append_as_set(&mut text, second, false);
        text
    }

    #[test]
    fn han_joins_han_without_a_space() {
        let habit = SpacingHabit::default();
        assert_eq!(joined(&["山海", "之间，", "“好”"], habit), "山海之间，“好”");
        assert_eq!(joined(&["see the", "sea"], habit), "see the sea");
        assert_eq!(joined(&["pre-", "trained"], habit), "pre-trained");
        assert_eq!(
            joined(&["见 https://example.com/a", "b.html"], habit),
            "见 https://example.com/ab.html"
        );
        assert_eq!(
            joined(&["见 https:", "//example.com/a"], habit),
            "见 https://example.com/a"
        );
    }

    #[test]
    fn han_joins_latin_as_the_report_does() {
        let spaced = SpacingHabit::of(["共 3 篇，在 AI 中"]);
        assert_eq!(joined(&["借助 AI", "听声"], spaced), "借助 AI 听声");
        let tight = SpacingHabit::of(["共3篇，在AI中"]);
        assert_eq!(joined(&["借助AI", "听声"], tight), "借助AI听声");
        let mixed = SpacingHabit::of(["每秒87 万次"]);
        assert_eq!(joined(&["每秒", "87", "万"], mixed), "每秒87 万");
    }

    #[test]
    fn rows_of_a_page_join_as_they_were_set() {
        assert_eq!(set("数据要", "素流通"), "数据要素流通");
        assert_eq!(set("Journal of", "Solid State"), "Journal of Solid State");
        assert_eq!(set("Solid-", "State"), "Solid-State");
        assert_eq!(set("发表在 ", "《某刊》"), "发表在《某刊》");
    }

    #[test]
    fn an_address_stays_whole_wherever_it_was_cut() {
        assert_eq!(
            set("链接：https://example.cn/a?", "b=1&c"),
            "链接：https://example.cn/a?b=1&c"
        );
        assert_eq!(
            set("链接：https:", "//example.cn"),
            "链接：https://example.cn"
        );
    }
}
