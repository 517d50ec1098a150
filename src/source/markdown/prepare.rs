//! Prepares a source for the CommonMark parser: marks that CommonMark would read otherwise than their Chinese author meant
//! are corrected.

use super::heading::is_heading;
use super::{WIDE_SPACE, options};
use pulldown_cmark::Parser;
use std::borrow::Cow;

/// Replaces the full-width space after the `#` of a heading, which CommonMark does not know, by a plain one.
pub(super) fn with_plain_headings(text: &str) -> Cow<'_, str> {
    if !text.contains("#\u{3000}") {
        return Cow::Borrowed(text);
    }
    let plain = |line: &str| match line.split_once(WIDE_SPACE) {
        Some((marks, title)) if is_heading(line) && marks.bytes().all(|byte| byte == b'#') => {
            format!("{marks} {title}")
        }
        _ => line.to_owned(),
    };
    Cow::Owned(text.split_inclusive('\n').map(plain).collect())
}

/// Escapes the bracket of lines such as `[来源]: 某报`. CommonMark takes them for the target of a link and shows nothing,
/// but they are text unless their target is an address.
pub(super) fn with_plain_brackets(text: &str) -> Cow<'_, str> {
    let parser = Parser::new_ext(text, options());
    let is_target = |target: &str| {
        target.starts_with(['/', '#', '.', '?']) || target.contains(':') || target.contains('@')
    };
    let definitions = parser.reference_definitions().iter();
    let mut starts: Vec<usize> = definitions
        .filter(|(_, link)| !is_target(&link.dest))
        .map(|(_, link)| link.span.start)
        .collect();
    if starts.is_empty() {
        return Cow::Borrowed(text);
    }
    // Definitions come in no order.
    starts.sort_unstable();
    let mut escaped = String::with_capacity(text.len() + starts.len());
    let mut copied = 0;
    for start in starts {
        escaped += text.get(copied..start).unwrap_or_default();
        escaped.push('\\');
        copied = start;
    }
    escaped += text.get(copied..).unwrap_or_default();
    Cow::Owned(escaped)
}
