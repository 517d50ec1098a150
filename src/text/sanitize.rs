//! Harmless text: nothing that a file contains may reach a terminal as anything but a picture of itself.

use std::borrow::Cow;

/// `text` without C0 and C1 controls, bidi overrides and zero-width tricks; a tab becomes a space.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| replacement(c) != Some(c)) {
        Cow::Owned(text.chars().filter_map(replacement).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn replacement(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        c if c.is_control() => None,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => None,
        c => Some(c),
    }
}
