//! The marks around a fact of the masthead.

/// Returns a text without the marks around it. A bracket stays where its other half stands inside: `毕业设计（论文）`.
pub(super) fn without_edges(text: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || "（）()|｜，,：:【】".contains(c);
    // A dash in front begins a second title, one at the end parted the title from a day that is gone.
    let is_end = |c: char| is_mark(c) || matches!(c, '-' | '—' | '·');
    let rest = text.trim_start_matches(is_mark);
    let mut start = text.len() - rest.len();
    let inner = rest.trim_end_matches(is_end);
    let mut end = start + inner.len();
    let opens = inner.matches(['（', '(', '【']).count();
    let closes = inner.matches(['）', ')', '】']).count();
    let (before, behind) = (text.get(..start), text.get(end..));
    if closes > opens && before.is_some_and(|text| text.ends_with(['（', '(', '【'])) {
        let open = before.and_then(|text| text.chars().next_back());
        start -= open.map_or(0, char::len_utf8);
    }
    if opens > closes && behind.is_some_and(|text| text.starts_with(['）', ')', '】'])) {
        let close = behind.and_then(|text| text.chars().next());
        end += close.map_or(0, char::len_utf8);
    }
    text.get(start..end).unwrap_or(inner)
}
