//! Line breaking classes of the commonest characters of Chinese text, read from UTF-8 bytes, and the break between two.
//!
//! For these the line breaking rules (UAX #14 with the quotes as brackets, CLREQ `#prohibition_rules_for_line_start_end`)
//! depend on the two neighbours alone. Everything else is [`Class::Other`] and is left to the full algorithm.

/// The line breaking class of a character. Any but `Other` is a grapheme cluster of its own unless an `Other` follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Any character not named below.
    Other,
    /// A Han character.
    Han,
    /// A pause mark 、。，：；！？
    Pause,
    /// An opening bracket or quote.
    Open,
    /// A closing bracket or quote.
    Close,
    /// U+2014, half of a dash ——.
    Dash,
    /// U+2026, half of an ellipsis ……
    Ellipsis,
    /// The interpunct ·
    Interpunct,
    /// An ASCII letter or digit, or a mark between two of them that joins them.
    Word,
    /// A per cent or degree sign behind a digit.
    Suffix,
    /// A half-width mark , . ; : ! ? behind a word and before a space.
    Stop,
    /// A space.
    Space,
}

/// The decision on a line break between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chance {
    /// The line may end here in any context.
    Break,
    /// The line may not end here.
    Keep,
    /// The line may end here if a double dash —— begins here and the rules allow a dash at a line start; not before a
    /// single connector —.
    Dash,
    /// The two neighbours do not decide: the full algorithm has to.
    Ask,
}

/// Returns the class of the character whose first byte is at `at`, and its length in bytes.
///
/// ```
/// use newsreader::text::class::{Class, class_at};
/// assert_eq!(class_at("报，".as_bytes(), 0), (Class::Han, 3));
/// assert_eq!(class_at("报，".as_bytes(), 3), (Class::Pause, 3));
/// ```
pub fn class_at(bytes: &[u8], at: usize) -> (Class, usize) {
    // Behind the end of the text stands a zero, which no multi-byte character holds.
    let byte = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
    match byte(0) {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => (Class::Word, 1),
        b' ' => (Class::Space, 1),
        0..=0x7f => (Class::Other, 1),
        // The lead bytes E5 to E9 are U+5000 to U+9FFF, all of them Han.
        0xe5..=0xe9 => (Class::Han, 3),
        0xe4 => (ext_a_or_han(byte(1)), 3),
        0xe3 => (cjk_marks(byte(1), byte(2)), 3),
        0xef => (full_width(byte(1), byte(2)), 3),
        0xe2 if byte(1) == 0x80 => (general_punctuation(byte(2)), 3),
        0xc2 if byte(1) == 0xb7 => (Class::Interpunct, 2),
        // From here on only the length is of use: the lead byte has it.
        0xc2..=0xdf => (Class::Other, 2),
        0xe0..=0xef => (Class::Other, 3),
        _ => (Class::Other, 4),
    }
}

/// Returns the class of U+4000 to U+4FFF, of which the hexagrams U+4DC0 to U+4DFF are no Han.
fn ext_a_or_han(second: u8) -> Class {
    if second == 0xb7 {
        Class::Other
    } else {
        Class::Han
    }
}

/// Returns the class of U+3000 to U+3FFF.
fn cjk_marks(second: u8, third: u8) -> Class {
    match (second, third) {
        (0x80, 0x81 | 0x82) => Class::Pause,
        (0x80, 0x87) | (0x90..=0xbf, _) => Class::Han,
        (0x80, 0x88 | 0x8a | 0x8c | 0x8e | 0x90 | 0x94 | 0x96 | 0x98 | 0x9a) => Class::Open,
        (0x80, 0x89 | 0x8b | 0x8d | 0x8f | 0x91 | 0x95 | 0x97 | 0x99 | 0x9b) => Class::Close,
        _ => Class::Other,
    }
}

/// Returns the class of U+F000 to U+FFFF. The full stop ． is `Other`, since it may be a decimal point.
fn full_width(second: u8, third: u8) -> Class {
    match (second, third) {
        (0xbc, 0x81 | 0x8c | 0x9a | 0x9b | 0x9f) => Class::Pause,
        (0xbc, 0x88 | 0xbb) | (0xbd, 0x9b) => Class::Open,
        (0xbc, 0x89 | 0xbd) | (0xbd, 0x9d) => Class::Close,
        _ => Class::Other,
    }
}

/// Returns the class of U+2000 to U+203F.
fn general_punctuation(third: u8) -> Class {
    match third {
        0x94 => Class::Dash,
        0x98 | 0x9c => Class::Open,
        0x99 | 0x9d => Class::Close,
        0xa6 => Class::Ellipsis,
        _ => Class::Other,
    }
}

/// Returns the class and length in bytes of a mark at `at`, behind a character of class [`Class::Word`], if the mark belongs
/// to the number or word: the marks in 3.14, 07:30, 2025-06-15, 24/7, it's and `a_b`, the sign in 61.7%, the comma behind a
/// word. `None` for any other character.
pub fn class_in_word(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let (byte, next) = (bytes.get(at)?, bytes.get(at + 1).copied().unwrap_or(0));
    // The byte before is enough: it is ASCII wherever the class before is Word.
    let digit = at
        .checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_some_and(u8::is_ascii_digit);
    match byte {
        // Inside a number, a time, a version or a name.
        b'.' | b',' | b':' | b'_' | b'\'' if next.is_ascii_alphanumeric() => Some((Class::Word, 1)),
        // Between digits alone: a date, a fraction. Between letters a line may end behind the mark.
        b'-' | b'/' if digit && next.is_ascii_digit() => Some((Class::Word, 1)),
        b',' | b'.' | b';' | b':' | b'!' | b'?' if next == b' ' => Some((Class::Stop, 1)),
        b'%' if digit => Some((Class::Suffix, 1)),
        0xe2 if digit && bytes.get(at..at + 3) == Some("℃".as_bytes()) => {
            Some((Class::Suffix, 3))
        }
        _ => None,
    }
}

/// Returns the decision between characters of the classes `before` and `after`. `solid` is the class of the last character
/// that is no space; it differs from `before` only behind spaces.
#[inline]
pub fn chance(before: Class, after: Class, solid: Class) -> Chance {
    use Class::{
        Close, Dash, Ellipsis, Han, Interpunct, Open, Other, Pause, Space, Stop, Suffix, Word,
    };
    match (before, after) {
        // Rules that look further than two characters: LB14 (opening mark and spaces), 3·a, 5%( and spaces behind Other.
        (Other, _) | (_, Other) | (Open, Space) | (Interpunct, Word) | (Suffix, Open | Word) => {
            Chance::Ask
        }
        (Space, _) if matches!(solid, Other | Open) => Chance::Ask,
        (Space, Dash) => Chance::Ask,
        // CLREQ: nothing is parted from an opening mark before it, nor a closing mark or stop from what it follows.
        (Open, _)
        | (_, Pause | Close | Ellipsis | Interpunct | Space | Suffix | Stop)
        | (Word, Word)
        | (Dash, Dash) => Chance::Keep,
        (_, Dash) => Chance::Dash,
        (_, Han | Open | Word) => Chance::Break,
    }
}

/// Returns the number of Han characters from byte `at` on that another Han character follows, at most `most`. The line may
/// end behind each of them.
#[inline]
pub fn han_run(bytes: &[u8], at: usize, most: usize) -> usize {
    let run = bytes.get(at..).unwrap_or(&[]);
    let (chars, _) = run.as_chunks::<3>();
    let han =
        |char: &&[u8; 3]| matches!(char[0], 0xe5..=0xe9) || char[0] == 0xe4 && char[1] != 0xb7;
    let count = chars
        .iter()
        .take(most.saturating_add(1))
        .take_while(han)
        .count();
    // The last of the run is left: what follows it may be a mark that must stay with it.
    count.saturating_sub(1).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(c: char) -> Class {
        let text = c.to_string();
        let (class, len) = class_at(text.as_bytes(), 0);
        assert_eq!(len, text.len(), "{c}");
        class
    }

    #[test]
    fn every_class_has_its_characters() {
        for (chars, expected) in [
            ("一中龥〇㐀䶿报", Class::Han),
            ("、。，：；！？", Class::Pause),
            ("“‘「『（《〈【〖〔［｛", Class::Open),
            ("”’」』）》〉】〗〕］｝", Class::Close),
            ("azAZ09", Class::Word),
            ("—", Class::Dash),
            ("…", Class::Ellipsis),
            ("·", Class::Interpunct),
            (" ", Class::Space),
            (
                "．～・／％々ーぁあ\u{3000}䷀éЯ😀\u{301}\"-.\u{a0}ｱ𠀀\n",
                Class::Other,
            ),
        ] {
            for c in chars.chars() {
                assert_eq!(class(c), expected, "{c}");
            }
        }
    }
}
