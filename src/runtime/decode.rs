//! Decodes keys from raw bytes: those typed while the terminal was asked for the width of ambiguous characters.
//!
//! crossterm decodes keys itself, but accepts no bytes that were read elsewhere. In that tenth of a second neither mouse nor
//! paste is enabled, so only characters and the usual key sequences occur.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Returns the keys in `bytes`, in order. An unknown sequence is skipped.
///
/// ```
/// use crossterm::event::KeyCode;
/// let keys = newsreader::runtime::decode::keys(b"j\x1b[A");
/// assert_eq!(keys[0].code, KeyCode::Char('j'));
/// assert_eq!(keys[1].code, KeyCode::Up);
/// ```
#[must_use]
pub fn keys(mut bytes: &[u8]) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    while !bytes.is_empty() {
        let (key, len) = first(bytes);
        keys.extend(key);
        bytes = bytes.get(len..).unwrap_or_default();
    }
    keys
}

/// Decodes the first key. Returns it, if it is known, and its length in bytes.
///
/// An Esc before another byte is Alt with that key, as terminals send it.
fn first(bytes: &[u8]) -> (Option<KeyEvent>, usize) {
    match bytes {
        [0x1b, b'[' | b'O', ..] => sequence(bytes),
        [0x1b, next, ..] if *next != 0x1b => {
            let (key, len) = first(bytes.get(1..).unwrap_or_default());
            let alt = key.map(|key| KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT));
            (alt, len + 1)
        }
        [byte, ..] if byte.is_ascii() => (Some(ascii(*byte)), 1),
        _ => character(bytes),
    }
}

/// Decodes a single byte: a character or a control code (Ctrl and a letter or digit).
///
/// A capital letter has Shift, as crossterm reports it.
fn ascii(byte: u8) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match byte {
        b'\r' | b'\n' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x1b => plain(KeyCode::Esc),
        0x7f | 0x08 => plain(KeyCode::Backspace),
        0 => KeyEvent::new(KeyCode::Char(' '), KeyModifiers::CONTROL),
        1..=26 => KeyEvent::new(
            KeyCode::Char(char::from(byte - 1 + b'a')),
            KeyModifiers::CONTROL,
        ),
        // Ctrl-4 to Ctrl-7, by the table of VT100 that crossterm follows.
        28..=31 => KeyEvent::new(
            KeyCode::Char(char::from(byte - 28 + b'4')),
            KeyModifiers::CONTROL,
        ),
        b'A'..=b'Z' => KeyEvent::new(KeyCode::Char(char::from(byte)), KeyModifiers::SHIFT),
        _ => plain(KeyCode::Char(char::from(byte))),
    }
}

/// Decodes a character in UTF-8; an invalid byte is no key.
///
/// A character that is cut at the end of the bytes is skipped byte by byte.
fn character(bytes: &[u8]) -> (Option<KeyEvent>, usize) {
    let chunk = bytes.utf8_chunks().next();
    match chunk
        .as_ref()
        .and_then(|chunk| chunk.valid().chars().next())
    {
        Some(c) => (
            Some(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)),
            c.len_utf8(),
        ),
        None => (None, 1),
    }
}

/// Decodes a sequence of the form `CSI … final` or `SS3 final` (ECMA-48, xterm).
///
/// Returns the key, if it is known, and the length of the whole sequence in bytes. One that has no
/// end takes all that is left.
fn sequence(bytes: &[u8]) -> (Option<KeyEvent>, usize) {
    let body = bytes.get(2..).unwrap_or_default();
    let Some(end) = body.iter().position(|byte| matches!(byte, 0x40..=0x7e)) else {
        return (None, bytes.len());
    };
    let parameter = body
        .get(..end)
        .and_then(|digits| str::from_utf8(digits).ok())
        .unwrap_or("");
    let code = match (body.get(end), parameter) {
        (Some(b'A'), _) => Some(KeyCode::Up),
        (Some(b'B'), _) => Some(KeyCode::Down),
        (Some(b'C'), _) => Some(KeyCode::Right),
        (Some(b'D'), _) => Some(KeyCode::Left),
        (Some(b'H'), _) | (Some(b'~'), "1" | "7") => Some(KeyCode::Home),
        (Some(b'F'), _) | (Some(b'~'), "4" | "8") => Some(KeyCode::End),
        (Some(b'Z'), _) => Some(KeyCode::BackTab),
        (Some(b'~'), "2") => Some(KeyCode::Insert),
        (Some(b'~'), "3") => Some(KeyCode::Delete),
        (Some(b'~'), "5") => Some(KeyCode::PageUp),
        (Some(b'~'), "6") => Some(KeyCode::PageDown),
        (Some(b'P'), "") => Some(KeyCode::F(1)),
        _ => None,
    };
    (
        code.map(|code| KeyEvent::new(code, KeyModifiers::NONE)),
        end + 3,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_controls_and_sequences_become_keys() {
        let codes: Vec<KeyCode> = keys("jG\r\t\u{7f}\u{1b}[A\u{1b}OB\u{1b}[6~／\u{1b}".as_bytes())
            .into_iter()
            .map(|key| key.code)
            .collect();
        assert_eq!(
            codes,
            [
                KeyCode::Char('j'),
                KeyCode::Char('G'),
                KeyCode::Enter,
                KeyCode::Tab,
                KeyCode::Backspace,
                KeyCode::Up,
                KeyCode::Down,
                KeyCode::PageDown,
                KeyCode::Char('／'),
                KeyCode::Esc,
            ]
        );
    }

    #[test]
    fn modifiers_are_decoded() {
        let keys = keys(b"\x03\x1bxQ");
        let modifiers: Vec<KeyModifiers> = keys.iter().map(|key| key.modifiers).collect();
        assert_eq!(
            modifiers,
            [
                KeyModifiers::CONTROL,
                KeyModifiers::ALT,
                KeyModifiers::SHIFT
            ]
        );
        assert_eq!(keys[0].code, KeyCode::Char('c'));
    }

    #[test]
    fn odd_bytes_and_unknown_sequences_are_passed_over() {
        assert!(keys(b"\xff\x1b[99;1;2x\x1b[1;2").is_empty());
    }
}
