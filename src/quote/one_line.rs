//! One field on one line: an author's own line break inside a paragraph becomes what it would be in running text.

use crate::text::chars::is_wide;
use crate::text::sanitize::sanitize;

/// `text` on one line, without blanks at its ends and without anything that could act on a terminal.
///
/// A line break is dropped where a wide (Han, kana, full-width) character stands on either side and becomes a space
/// elsewhere, as CSS Text 3 `segment break transformation` has it.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let line = sanitize(line);
        let line = line.trim();
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
