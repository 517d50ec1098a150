//! Joining rows: nothing between two Han, a space between two Latin words, and between Han and Latin what the report does
//! elsewhere.

use super::rows::{Row, leading_han};

/// A character as far as joining cares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Letter,
    Digit,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{4e00}'..='\u{9fff}' => Kind::Han,
        '0'..='9' => Kind::Digit,
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' => Kind::Letter,
        '\u{3400}'..='\u{9fff}' | '\u{3005}'..='\u{3007}' | '\u{20000}'..='\u{3ffff}' => Kind::Han,
        _ => Kind::Other,
    }
}

/// Whether this report's text has a space where Han meets Latin, told apart by direction and by letter or digit: some
/// extractors write `在GitHub 上`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habit {
    /// Han to letter, Han to digit, letter to Han, digit to Han: with a space minus without.
    balance: [i32; 4],
}

fn class(a: Kind, b: Kind) -> Option<usize> {
    match (a, b) {
        (Kind::Han, Kind::Letter) => Some(0),
        (Kind::Han, Kind::Digit) => Some(1),
        (Kind::Letter, Kind::Han) => Some(2),
        (Kind::Digit, Kind::Han) => Some(3),
        _ => None,
    }
}

/// Enough meetings of Han and Latin to know the habit by.
const ENOUGH: i32 = 150;

impl Habit {
    /// Learns from the insides of the rows.
    pub fn of(rows: &[Row<'_>]) -> Self {
        let mut habit = Self::default();
        let mut seen = 0;
        for row in rows.iter().filter(|row| may_have_latin(row.text)) {
            let (mut before, mut space) = (Kind::Other, false);
            let mut rest = row.text;
            while let Some(c) = rest.chars().next() {
                // Of a run of Han only the first can meet a letter above, and the last one below.
                let han = leading_han(rest);
                rest = rest.get((3 * han).max(c.len_utf8())..).unwrap_or_default();
                if c == ' ' {
                    space = true;
                    continue;
                }
                let now = kind(c);
                if let Some(class) = class(before, now) {
                    habit.balance[class] += if space { 1 } else { -1 };
                    seen += 1;
                }
                (before, space) = (now, false);
            }
            if seen > ENOUGH {
                break;
            }
        }
        habit
    }

    fn spaces(self, class: usize) -> bool {
        match self.balance[class] {
            0 => self.balance.iter().sum::<i32>() > 0,
            n => n > 0,
        }
    }
}

/// Whether `text` has a byte that a letter or a digit begins with, and others. Most rows are Han and marks alone, and
/// addresses are Latin alone: these teach nothing.
fn may_have_latin(text: &str) -> bool {
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, 0xc3..=0xd4);
    text.bytes().fold(false, |any, byte| any | is_one(byte)) && !text.is_ascii()
}

/// The rows as one text.
pub(super) fn rows(rows: &[Row<'_>], habit: Habit) -> String {
    let mut text = String::with_capacity(rows.iter().map(|r| r.text.len() + 1).sum());
    for row in rows {
        append(&mut text, row.text, habit);
    }
    text
}

/// Appends `more` to `text` as the next row of the same paragraph.
pub(super) fn append(text: &mut String, more: &str, habit: Habit) {
    if let (Some(a), Some(b)) = (text.chars().next_back(), more.chars().next())
        && spaced(text, a, b, habit)
    {
        text.push(' ');
    }
    for (n, part) in more.split('\t').enumerate() {
        if n > 0 {
            text.push(' ');
        }
        text.push_str(part);
    }
}

fn spaced(text: &str, a: char, b: char, habit: Habit) -> bool {
    if let Some(class) = class(kind(a), kind(b)) {
        return habit.spaces(class);
    }
    let word = |c: char| matches!(kind(c), Kind::Letter | Kind::Digit);
    let ends = word(a)
        || matches!(
            a,
            ',' | '.' | ';' | ':' | '!' | '?' | ')' | '%' | '"' | '\'' | ']' | '&'
        );
    let starts = word(b) || matches!(b, '(' | '"' | '\'' | '[' | '&');
    if !(ends && starts) || (!word(a) && !word(b)) {
        return false;
    }
    !in_url(text)
}

/// As far back as an address is looked for: bounds the work on a text that is one endless word.
const LONGEST_URL: usize = 600;

/// Whether `text` ends inside an address, which the layout cuts anywhere.
fn in_url(text: &str) -> bool {
    let start = text
        .char_indices()
        .rev()
        .take(LONGEST_URL)
        .take_while(|(_, c)| c.is_ascii_graphic())
        .last()
        .map_or(text.len(), |(at, _)| at);
    let token = text.get(start..).unwrap_or_default();
    token.contains("://") || token.contains("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[&str], habit: Habit) -> String {
        let mut text = String::new();
        for part in parts {
            append(&mut text, part, habit);
        }
        text
    }

    #[test]
    fn han_joins_han_without_a_space() {
        let habit = Habit::default();
        assert_eq!(joined(&["山海", "之间，", "“好”"], habit), "山海之间，“好”");
        assert_eq!(joined(&["see the", "sea"], habit), "see the sea");
        assert_eq!(joined(&["pre-", "trained"], habit), "pre-trained");
        assert_eq!(
            joined(&["见 https://example.com/a", "b.html"], habit),
            "见 https://example.com/ab.html"
        );
    }

    #[test]
    fn han_joins_latin_as_the_report_does() {
        let row = |text| Row {
            text,
            indent: 0,
            set_in: false,
            gap: 0,
            page_turn: false,
            soft: false,
            target: None,
            number: 1,
            look: crate::model::transcript::LineStyle::default(),
        };
        let spaced = Habit::of(&[row("共 3 篇，在 AI 中")]);
        assert_eq!(joined(&["借助 AI", "听声"], spaced), "借助 AI 听声");
        let tight = Habit::of(&[row("共3篇，在AI中")]);
        assert_eq!(joined(&["借助AI", "听声"], tight), "借助AI听声");
        let mixed = Habit::of(&[row("每秒87 万次")]);
        assert_eq!(joined(&["每秒", "87", "万"], mixed), "每秒87 万");
    }
}
