//! Tells Markdown from plain text.

use super::front_matter;
use super::heading::is_heading;

/// The signs of Markdown that any text may have.
const MOST_SIGNS: usize = 300_000;
/// The bytes of a text for which it may have one sign more. Articles whose labels are all in bold have one in fifty.
const BYTES_FOR_A_SIGN: usize = 24;

/// True if `text` has so many signs of Markdown that a parser would take more memory than a file may: it keeps 144 bytes for
/// each. 1.8 MB of brackets took 259 MB.
fn is_full_of_signs(text: &str) -> bool {
    let most = MOST_SIGNS + text.len() / BYTES_FOR_A_SIGN;
    let is_sign = |byte: &u8| b"[]*_`<\\&".contains(byte);
    text.len() > most && text.bytes().filter(is_sign).count() > most
}

/// True if `text` has a heading marked by `#`, the row below the head of a table, fields on top, a picture or several rows in
/// bold, which plain Chinese reports never have.
pub fn is_markdown(text: &str) -> bool {
    let is_marked = has_markup(text) || front_matter::read(text).is_some() || has_set_rows(text);
    is_marked && !is_full_of_signs(text)
}

/// True if a row of `text` is a picture, or two rows are in bold from end to end.
fn has_set_rows(text: &str) -> bool {
    // Nearly every text has neither sign, and is not searched row by row.
    let has = |sign: &[u8]| memchr::memmem::find(text.as_bytes(), sign).is_some();
    if !has(b"**") && !has(b"](") {
        return false;
    }
    let is_picture = |row: &str| row.starts_with("![") && row.contains("](") && row.ends_with(')');
    let is_bold = |row: &str| {
        let inner = row
            .strip_prefix("**")
            .and_then(|row| row.strip_suffix("**"));
        inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains('*'))
    };
    let mut bold = 0;
    text.lines().map(str::trim).any(|row| {
        bold += usize::from(is_bold(row));
        bold > 1 || is_picture(row)
    })
}

/// True if a line of `text` has markup.
fn has_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    let line_at = |at: usize| text.get(at + 1..).and_then(|rest| rest.lines().next());
    let mut headings = memchr::memmem::find_iter(bytes, b"\n#");
    let mut rows = memchr::memmem::find_iter(bytes, b"\n|");
    text.starts_with('#') && is_heading(text.lines().next().unwrap_or_default())
        || headings.any(|at| line_at(at).is_some_and(is_heading))
        || rows.any(|at| {
            let head = text.get(..at).and_then(|before| before.lines().next_back());
            head.zip(line_at(at))
                .is_some_and(|(head, row)| is_below_head(row, head))
        })
}

/// True for the row below the `head` of a table of two columns or more: `|---|:-:|`.
fn is_below_head(row: &str, head: &str) -> bool {
    let columns = |line: &str| line.matches('|').count();
    let is_rule = |line: &str| line.trim().chars().all(|c| "|-: ".contains(c));
    row.contains("--") && is_rule(row) && columns(row) > 2 && columns(head) > 1 && !is_rule(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_nothing_but_signs_is_plain() {
        let page = |count| format!("# 周报\n\n{}", "[".repeat(count));
        assert!(is_markdown(&page(MOST_SIGNS)));
        assert!(!is_markdown(&page(2 * MOST_SIGNS)));
        assert!(is_markdown(&format!(
            "# 周报\n\n{}",
            "湖区".repeat(MOST_SIGNS)
        )));
    }

    #[test]
    fn headings_make_it_markdown() {
        assert!(is_markdown("# 周报\n"));
        assert!(is_markdown("导语\n\n## 一、目录"));
        assert!(is_markdown("#　周报"));
        assert!(is_markdown("**本周工作**\n\n换板。\n\n**下周工作**\n"));
        assert!(is_markdown("---\ntitle: 渡口\n---\n开船。\n"));
        assert!(is_markdown("开船。\n\n![渡船](a.png)\n"));
        assert!(!is_markdown("**本周工作**\n换板。\n****\n**开船**当天"));
        // A rule of signs that no head stands above is text.
        assert!(!is_markdown(
            "1.标题：甲\n\n| --- || --- |\n\n| --- || --- |"
        ));
        assert!(!is_markdown("一、目录\n#话题# 热议\n#1"));
        assert!(is_markdown(
            "水位见下表。\n\n| 站 | 水位 |\n|---|--:|\n| 东堤 | 3.2 |\n"
        ));
        assert!(!is_markdown(
            "水位\n| 站 | 水位 |\n| 东堤 | 3.2 |\n|------|\n"
        ));
    }
}
