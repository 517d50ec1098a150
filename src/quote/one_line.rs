//! A field of an article on one line, for forms and tables that have a line each.

use crate::text::chars::is_wide;
use crate::text::sanitize::{sanitize, split_plain};

/// Returns `text` on one line, sanitized and without white space at its ends.
///
/// A line break beside a wide character (Han, kana, full-width) is dropped, any other becomes a space; the rule follows the
/// segment break transformation of CSS Text 3.
///
/// ```
/// use newsreader::quote::one_line::one_line;
/// assert_eq!(one_line("互认\n清单\nopen\ndata"), "互认清单open data");
/// ```
pub fn one_line(text: &str) -> String {
    // Nearly every field is on one line already.
    if split_plain(text.as_bytes()).1.is_empty() {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let line = sanitize(line);
        let line = line.trim();
        // A blank line must not become a second space.
        if line.is_empty() {
            continue;
        }
        if needs_space(out.chars().last(), line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// True if a space belongs between two lines that end and begin with these characters.
fn needs_space(before: Option<char>, after: Option<char>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => !is_wide(before) && !is_wide(after),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_break_between_han_leaves_no_space() {
        assert_eq!(one_line("互认\n清单"), "互认清单");
        assert_eq!(one_line("共 12\n项"), "共 12项");
    }

    #[test]
    fn a_break_between_words_becomes_a_space() {
        assert_eq!(one_line("open\r\ndata"), "open data");
    }

    #[test]
    fn ends_and_controls_go() {
        assert_eq!(one_line("\u{3000}\u{3000}题\u{1b}目 \n"), "题目");
    }
}
