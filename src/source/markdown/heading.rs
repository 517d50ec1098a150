//! The form of a heading.

use super::WIDE_SPACE;

/// True for a line of one to six `#`, a space (also a full-width one) and a title.
pub(super) fn is_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - title.len()))
        && title.starts_with([' ', '\t', WIDE_SPACE])
        && !title.trim().trim_end_matches('#').is_empty()
}
