//! The short forms: link, title and link, Markdown link, one line of citation, paragraph, whole text, path of the file.
//!
//! A form never fails for a field that is missing: it leaves out the field with its brackets and
//! commas. Every field is put on one line and sanitized first, since the text is pasted into other
//! programs.

use crate::model::{Article, Block, BlockKind};
use crate::quote::address::{ascii, browsable};
use crate::quote::blocks::{figure, is_listing, line_of};
use crate::quote::one_line::one_line;
use crate::text::table::columns::number_columns;
use jiff::civil::Date;

/// Returns the link of an article in ASCII, as it is opened; `None` without a link.
#[must_use]
pub fn link(article: &Article) -> Option<String> {
    let link = ascii(article.link.as_deref()?);
    (!link.is_empty()).then_some(link)
}

/// Returns the title, and the link on a second line.
#[must_use]
pub fn title_link(article: &Article) -> String {
    let title = one_line(&article.title);
    match link(article) {
        // No blank line in the place of a title.
        Some(link) if title.is_empty() => link,
        Some(link) => format!("{title}\n{link}"),
        None => title,
    }
}

/// Returns `[title](link)`, or the escaped title without a link.
#[must_use]
pub fn markdown_link(article: &Article) -> String {
    let title = markdown_text(&one_line(&article.title));
    match article.link.as_deref().and_then(browsable) {
        Some(link) => format!("[{title}]({})", markdown_target(&link)),
        None => title,
    }
}

/// Returns `text` with a backslash before each character that is inline markup in `CommonMark`.
///
/// ```
/// use newsreader::quote::forms::markdown_text;
/// assert_eq!(markdown_text("互认[清单] *新*"), "互认\\[清单\\] \\*新\\*");
/// ```
#[must_use]
pub fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // `<` and `&` as well: CommonMark passes HTML through and decodes entities.
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns `link` as a `CommonMark` link destination: unchanged, or in `<>` if it has brackets or blanks, which would end it.
#[must_use]
pub fn markdown_target(link: &str) -> String {
    let plain = |c: char| !matches!(c, '(' | ')' | '<' | '>' | '\\') && !c.is_whitespace();
    if link.chars().all(plain) {
        return link.to_owned();
    }
    // Inside angle brackets only these would end it or escape.
    let inside = link
        .replace('\\', "%5C")
        .replace('<', "%3C")
        .replace('>', "%3E");
    format!("<{inside}>")
}

/// Returns `标题（来源，2025年6月15日）链接`. Missing fields leave no bracket and no comma.
pub fn citation_line(article: &Article) -> String {
    let source = article.source.as_deref().map(one_line);
    let source = source.filter(|source| !source.is_empty());
    let facts: Vec<String> = source
        .into_iter()
        .chain(article.date.map(chinese_date))
        .collect();
    let mut line = one_line(&article.title);
    if !facts.is_empty() {
        line.push('（');
        line.push_str(&facts.join("，"));
        line.push('）');
    }
    if let Some(link) = link(article) {
        // Behind the full-width bracket no space is wanted; behind the title the address needs one.
        if facts.is_empty() && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&link);
    }
    line
}

/// `2025年6月15日`, without leading zeros.
#[must_use]
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The paragraph at `block` in `article.blocks`, on one line; a table as TSV.
#[must_use]
pub fn paragraph(article: &Article, block: usize) -> Option<String> {
    let text = block_text(article.blocks.get(block)?);
    (!text.is_empty()).then_some(text)
}

/// Returns a block as copied text: a table as TSV, which a spreadsheet takes as cells, a figure as its name.
fn block_text(block: &Block) -> String {
    let text = line_of(block);
    if block.kind == BlockKind::Figure {
        figure(&text)
    } else {
        text
    }
}

/// Returns a table as Markdown (GFM), its first row as the heading and columns of numbers set to the right. `escape` makes
/// literal text of a cell; the bars in it are escaped here. A listing becomes a block of code.
pub fn markdown_table(table: &Block, escape: impl Fn(&str) -> String) -> String {
    if is_listing(table) {
        return code_block(&line_of(table));
    }
    // A bar that the text has escaped already must not be escaped twice.
    let bars = |text: String| text.replace("\\|", "|").replace('|', "\\|");
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut rows: Vec<Vec<String>> = table
        .rows()
        .map(|row| row.map(|cell| bars(escape(cell))).collect())
        .collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    for cells in &mut rows {
        // A row with fewer cells would be filled up by some programs and be no row for others.
        cells.resize(count, String::new());
    }
    let numbers = number_columns(&table.text);
    let is_number = |column: usize| numbers.get(column) == Some(&true);
    let rule = (0..count).map(|column| if is_number(column) { "---:" } else { "---" });
    let rule = row(rule.map(str::to_owned).collect());
    let mut lines: Vec<String> = rows.into_iter().map(row).collect();
    // Markdown knows no table without a heading, so the first row is one.
    lines.insert(lines.len().min(1), rule);
    lines.join("\n")
}

/// Returns lines as a fenced block of code. The fence is longer than any in the lines (CommonMark, 4.5).
fn code_block(lines: &str) -> String {
    let mut fence = "```".to_owned();
    while lines.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}\n{lines}\n{fence}")
}

/// The text, a paragraph a line, never with a line break of screen or layout; `None` where there is no text.
#[must_use]
pub fn text(article: &Article) -> Option<String> {
    let lines: Vec<String> = article
        .blocks
        .iter()
        .map(block_text)
        .filter(|line| !line.is_empty())
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Returns the path of a file without the control characters that a name may have; `None` where there is no path.
#[must_use]
pub fn path(path: &str) -> Option<String> {
    let path = one_line(path);
    (!path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::{citation_line, markdown_link, markdown_table, markdown_target, text, title_link};
    use crate::model::{Block, BlockKind};
    use crate::quote::sample;

    #[test]
    fn markdown_escapes_brackets_and_keeps_the_link_whole() {
        assert_eq!(
            markdown_link(&sample::article()),
            r"[云川市试行\[互认\]清单](<https://news.example.com/a_(1)?x=1&y=2>)"
        );
        assert_eq!(
            markdown_target("https://example.cn/a?b=1"),
            "https://example.cn/a?b=1"
        );
    }

    #[test]
    fn an_address_of_another_scheme_is_no_link() {
        let mut article = sample::article();
        for address in ["ftp://example.com/a", "https://", "javascript:alert(1)"] {
            article.link = Some(address.to_owned());
            assert!(!markdown_link(&article).contains("]("), "{address}");
        }
    }

    #[test]
    fn a_table_in_markdown_keeps_its_bars_in_their_cells() {
        let table = Block::new(BlockKind::Table, "地区\t数量\n甲|乙\t12\n丙\t");
        let cell = |text: &str| text.to_owned();
        assert_eq!(
            markdown_table(&table, cell),
            "| 地区 | 数量 |\n| --- | ---: |\n| 甲\\|乙 | 12 |\n| 丙 |  |"
        );
    }

    #[test]
    fn a_listing_in_markdown_is_a_block_of_code() {
        let table = Block::new(BlockKind::Table, "void sail() {\n    leave(*boat);\n}");
        let escaped = |text: &str| text.replace('*', "\\*");
        assert_eq!(
            markdown_table(&table, escaped),
            "```\nvoid sail() {\n    leave(*boat);\n}\n```"
        );
        let fenced = Block::new(BlockKind::Table, "```\nsail()");
        assert!(markdown_table(&fenced, escaped).starts_with("````\n"));
        let framed = Block::new(BlockKind::Table, "渔船*归港\n早市开张");
        assert_eq!(
            markdown_table(&framed, escaped),
            "| 渔船\\*归港 |\n| --- |\n| 早市开张 |"
        );
    }

    #[test]
    fn citation_line_leaves_out_what_is_missing() {
        let mut article = sample::article();
        article.title = "清单".to_owned();
        article.link = Some("https://example.cn/1".to_owned());
        assert_eq!(
            citation_line(&article),
            "清单（云川日报，2025年6月15日）https://example.cn/1"
        );
        article.source = None;
        assert_eq!(
            citation_line(&article),
            "清单（2025年6月15日）https://example.cn/1"
        );
        article.date = None;
        assert_eq!(citation_line(&article), "清单 https://example.cn/1");
        article.link = None;
        assert_eq!(citation_line(&article), "清单");
    }

    #[test]
    fn title_and_link_stand_on_two_lines() {
        assert_eq!(
            title_link(&sample::article()),
            "云川市试行[互认]清单\nhttps://news.example.com/a_(1)?x=1&y=2"
        );
    }

    #[test]
    fn text_has_one_line_a_paragraph() {
        let whole = text(&sample::article()).unwrap();
        assert_eq!(whole, "第一段。\n小标题\n第二段，接着写 A B。");
    }
}
