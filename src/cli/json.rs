//! JSON for scripts that is harmless in a terminal too.
//!
//! JSON itself asks only C0 controls to be escaped. A C1 control (U+009B is a whole CSI) or a bidi override would reach
//! the terminal raw, so everything that [`crate::text::sanitize`] would not let through is written as a `\u` escape: the
//! value that a script reads is unchanged.

use crate::text::sanitize::{first_char, sanitize, split_plain};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes one value over several lines, with a line feed at its end.
///
/// # Errors
/// Those of writing.
pub fn write_object(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(out, "{}", escape(&text))
}

/// An array written row by row, one object a line, so that a long one streams.
#[derive(Debug, Default)]
pub struct Rows {
    begun: bool,
}

impl Rows {
    /// What stands before a row that another precedes.
    pub const BETWEEN: &[u8] = b",\n  ";

    /// Writes the next row.
    ///
    /// # Errors
    /// Those of writing.
    pub fn push(&mut self, out: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string(row)?;
        let before = if self.begun { ",\n  " } else { "[\n  " };
        self.begun = true;
        write!(out, "{before}{}", escape(&text))
    }

    /// Writes rows that were made elsewhere, on several threads: each begins with [`Rows::BETWEEN`].
    ///
    /// # Errors
    /// Those of writing.
    pub fn append(&mut self, out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.begun {
            return out.write_all(bytes);
        }
        self.begun = true;
        out.write_all(b"[")?;
        out.write_all(bytes.get(1..).unwrap_or_default())
    }

    /// Closes the array; an empty one is `[]`.
    ///
    /// # Errors
    /// Those of writing.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", if self.begun { "\n]" } else { "[]" })
    }
}

/// Writes `text`, which ought to be UTF-8, as a JSON string to the end of `out`: what serde and [`escape`] make of it, but
/// in one pass, for those who write megabytes. Bytes that are no UTF-8 become U+FFFD.
pub fn string(out: &mut Vec<u8>, mut text: &[u8]) {
    out.push(b'"');
    loop {
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

/// Writes a character as it stands in a JSON string.
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

/// `json` with every hazardous character escaped. JSON's own signs are ASCII, so such a character stands in a string.
pub fn escape(json: &str) -> Cow<'_, str> {
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

fn escape_onto(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Whether a terminal could take `c` for more than a picture. The line feeds are our own.
fn is_hazard(c: char) -> bool {
    match c {
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
    fn what_a_terminal_would_obey_is_escaped_and_read_back_whole() {
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
            let mut rows = Rows::default();
            for i in 0..n {
                rows.push(&mut out, &i).unwrap();
            }
            rows.finish(&mut out).unwrap();
            let back: Vec<usize> = serde_json::from_slice(&out).unwrap();
            assert_eq!(back.len(), n);
        }
    }
}
