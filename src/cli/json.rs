//! JSON that scripts read and that is harmless on a terminal.
//!
//! JSON (RFC 8259) requires only C0 controls to be escaped. A C1 control (U+009B begins an escape sequence by itself) or a
//! bidi override would reach the terminal raw, so every character that [`crate::text::sanitize`] removes is written as a
//! `\u` escape here. The value that a script reads is unchanged.

use crate::text::sanitize::{first_char, sanitize, split_plain};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes one value over several lines, with a line feed at its end.
///
/// # Errors
/// Those of `out`.
pub fn write_object(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(out, "{}", escape(&text))
}

/// An array written row by row, one object a line, so that a long one can be streamed.
#[derive(Debug, Default)]
pub struct JsonArray {
    /// Set once the opening bracket is written.
    begun: bool,
}

impl JsonArray {
    /// The bytes between two rows.
    pub const BETWEEN: &[u8] = b",\n  ";

    /// Writes the next row.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn push(&mut self, out: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string(row)?;
        let before = if self.begun { ",\n  " } else { "[\n  " };
        self.begun = true;
        write!(out, "{before}{}", escape(&text))
    }

    /// Writes rows that other threads have made; each of them begins with [`JsonArray::BETWEEN`].
    ///
    /// # Errors
    /// Those of `out`.
    pub fn append(&mut self, out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.begun {
            return out.write_all(bytes);
        }
        self.begun = true;
        // The first row has nothing to be separated from: its comma becomes the opening bracket.
        out.write_all(b"[")?;
        out.write_all(bytes.get(1..).unwrap_or_default())
    }

    /// Closes the array; an empty one is `[]`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", if self.begun { "\n]" } else { "[]" })
    }
}

/// Appends `text` to `out` as a JSON string. Bytes that are not UTF-8 become U+FFFD.
///
/// The result is that of `serde_json` followed by [`escape`], in one pass: a frequent word in a large library makes
/// megabytes of rows.
pub fn string(out: &mut Vec<u8>, mut text: &[u8]) {
    out.push(b'"');
    loop {
        // Most of a text needs no escape but for quotes and backslashes, so it is copied in runs.
        let (plain, rest) = split_plain(text);
        let mut done = 0;
        for at in memchr::memchr2_iter(b'"', b'\\', plain) {
            out.extend_from_slice(plain.get(done..at).unwrap_or_default());
            out.push(b'\\');
            done = at;
        }
        out.extend_from_slice(plain.get(done..).unwrap_or_default());
        let Some((c, len)) = first_char(rest) else {
            break;
        };
        character(out, c.unwrap_or(char::REPLACEMENT_CHARACTER));
        text = rest.get(len..).unwrap_or_default();
    }
    out.push(b'"');
}

/// Appends one character of a JSON string to `out`, escaped where it must be.
pub fn character(out: &mut Vec<u8>, c: char) {
    match c {
        '\n' => out.extend_from_slice(b"\\n"),
        '\t' => out.extend_from_slice(b"\\t"),
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        c if is_hazard(c) => {
            let mut escaped = String::new();
            escape_onto(&mut escaped, c);
            out.extend_from_slice(escaped.as_bytes());
        }
        c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// Returns `json` with every hazardous character escaped.
///
/// JSON's own syntax is ASCII, so a hazardous character can only stand inside a string.
///
/// A text without any is borrowed and not copied.
pub fn escape(json: &str) -> Cow<'_, str> {
    // Most texts have none and are returned as they are.
    if !json.chars().any(is_hazard) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hazard(c) {
            escape_onto(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Appends `c` as one `\u` escape, or as two for a surrogate pair.
fn escape_onto(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Returns true if a terminal could act on `c` instead of showing it. Line feeds come from this module alone.
fn is_hazard(c: char) -> bool {
    match c {
        // The common characters first, since sanitizing one character costs a call.
        '\n' | ' '..='~' | '\u{3000}'..='\u{9fff}' => false,
        c => {
            let mut bytes = [0; 4];
            let alone: &str = c.encode_utf8(&mut bytes);
            sanitize(alone) != alone
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_sequence_is_escaped_and_read_back_whole() {
        let text = "a\u{1b}[2J\u{9b}31m\u{202e}b\u{7f}报";
        let mut out = Vec::new();
        write_object(&mut out, &text).unwrap();
        let printed = String::from_utf8(out).unwrap();
        assert!(printed.is_ascii() || printed.contains('报'));
        assert!(!printed.trim_end().chars().any(char::is_control));
        assert!(!printed.contains('\u{202e}'));
        let back: String = serde_json::from_str(&printed).unwrap();
        assert_eq!(back, text);
    }

    proptest::proptest! {
        #[test]
        fn a_string_is_read_back_as_it_was(text in "[ -~报“\u{0}-\u{ff}\u{200b}-\u{2070}\u{fe00}-\u{ffff}\u{1f600}]{0,30}", any: String) {
            for text in [text, any] {
                let mut out = Vec::new();
                string(&mut out, text.as_bytes());
                let printed = String::from_utf8(out).unwrap();
                proptest::prop_assert_eq!(&serde_json::from_str::<String>(&printed).unwrap(), &text);
                proptest::prop_assert!(!printed.chars().any(is_hazard));
            }
        }
    }

    #[test]
    fn rows_are_an_array_whatever_their_number() {
        for n in 0..3_usize {
            let mut out = Vec::new();
            let mut rows = JsonArray::default();
            for i in 0..n {
                rows.push(&mut out, &i).unwrap();
            }
            rows.finish(&mut out).unwrap();
            let back: Vec<usize> = serde_json::from_slice(&out).unwrap();
            assert_eq!(back.len(), n);
        }
    }
}
