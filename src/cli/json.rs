//! JSON for scripts that is harmless in a terminal too.
//!
//! JSON itself asks only C0 controls to be escaped. A C1 control (U+009B is a whole CSI) or a bidi override would reach
//! the terminal raw, so everything that [`crate::text::sanitize`] would not let through is written as a `\u` escape: the
//! value that a script reads is unchanged.

use crate::text::sanitize::sanitize;
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

    /// Writes a row into `bytes`, each row a line with a comma before it, for [`Rows::append`]: so that rows can be made on
    /// several threads.
    ///
    /// # Errors
    /// Those of writing.
    pub fn follow(bytes: &mut Vec<u8>, row: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string(row)?;
        write!(bytes, ",\n  {}", escape(&text))
    }

    /// Writes what [`Rows::follow`] made.
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

/// `json` with every hazardous character escaped. JSON's own signs are ASCII, so such a character stands in a string.
fn escape(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_hazard) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hazard(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
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
