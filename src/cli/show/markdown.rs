//! A report as Markdown (CommonMark). Nothing in its text can be taken for markup.
//!
//! Titles become headings, addresses autolinks or links behind words, tables GFM tables. Every
//! other character that could be markup where it stands is escaped, so that the rendered page has
//! exactly the characters of the report.

use super::{byline, masthead};
use crate::lang::Lang;
use crate::model::{Article, Block, BlockKind, Issue};
use crate::quote::address::browsable;
use crate::quote::blocks::figure;
use crate::quote::forms::{markdown_table, markdown_target};
use crate::text::sanitize::sanitize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes the issue; with `alone` its articles without title, masthead and lead.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, issue: &Issue, alone: bool, lang: Lang) -> io::Result<()> {
    let mut parts = Vec::new();
    if !alone {
        parts.extend(issue.title_above().map(|t| format!("# {}", escape(t))));
        let line = masthead(issue, lang);
        if !line.is_empty() {
            parts.push(escape(&line.join(" · ")));
        }
        let lead = issue.lead_article();
        parts.extend(lead.iter().flat_map(|lead| &lead.blocks).map(linked));
    }
    for one in &issue.articles {
        article(one, &mut parts);
    }
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", parts.join("\n\n"))
}

/// Appends heading, byline and text of one article, a Markdown block each.
fn article(article: &Article, parts: &mut Vec<String>) {
    parts.push(format!("## {}. {}", article.number, escape(&article.title)));
    let mut line: Vec<String> = byline(article).iter().map(|text| escape(text)).collect();
    line.extend(article.link.as_deref().map(autolink));
    // Empty where nothing is known; the caller drops empty parts.
    parts.push(line.join(" · "));
    parts.extend(article.blocks.iter().map(|block| match block.kind {
        BlockKind::Heading => format!("### {}", escape(&block.text.replace('\n', " "))),
        BlockKind::Paragraph | BlockKind::Byline => linked(block),
        BlockKind::Table => markdown_table(block, escape),
        BlockKind::Figure => escape(&figure(&block.text)),
    }));
}

/// Returns the text of a block with the links behind its words.
///
/// Links with an address that no browser should open stay as text.
fn linked(block: &Block) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for link in &block.links {
        let (before, words) = (
            block.text.get(at..link.range.start),
            block.text.get(link.range.clone()),
        );
        let (Some(before), Some(words), Some(target)) = (before, words, browsable(&link.url))
        else {
            continue;
        };
        out.push_str(&escape(before));
        // Writing to a String cannot fail.
        let _ = write!(out, "[{}]({})", escape(words), markdown_target(&target));
        at = link.range.end;
    }
    // The rest of a line is no beginning of a line, where a number or a `#` would be escaped; that does no harm.
    out.push_str(&escape(block.text.get(at..).unwrap_or_default()));
    out
}

/// Returns `<address>` (an autolink), or escaped text where the address holds a character that may not stand in one.
fn autolink(link: &str) -> String {
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && c != '<' && c != '>';
    if link.chars().all(fits) {
        format!("<{}>", sanitize(link))
    } else {
        escape(link)
    }
}

/// Returns `text` with a backslash before every character that Markdown would take for markup. A line break of the author's
/// becomes a hard line break, a backslash at the end of the line.
fn escape(text: &str) -> String {
    let lines = text.split('\n').map(|line| escape_line(line.trim()));
    lines.collect::<Vec<_>>().join("\\\n")
}

/// Escapes one line; `|`, `~` and `$` because tables, strikethrough and mathematics are common extensions.
// Escaping too much is harmless, too little changes the text; so signs are escaped wherever they
// could count.
fn escape_line(line: &str) -> String {
    let line = sanitize(line);
    let mut out = String::with_capacity(line.len() + 8);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in line.char_indices() {
        let markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            // Headings, bullets and underlines of headings begin a line; elsewhere these signs are text.
            '#' | '+' | '-' | '=' => at == 0,
            // The number of an ordered list item.
            '.' | ')' => at == digits && digits > 0,
            '&' => line.get(at..).is_some_and(looks_like_entity),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns true if `rest` begins like an entity such as `&amp;` or `&#38;`, which Markdown would replace.
fn looks_like_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches('&').trim_start_matches('#');
    let end = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    end.len() < name.len() && end.starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_markup_is_text() {
        assert_eq!(escape("1. 甲*乙*_丙_"), "1\\. 甲\\*乙\\*\\_丙\\_");
        assert_eq!(escape("# 甲 # 乙"), "\\# 甲 # 乙");
        assert_eq!(escape("2025 年 3.5%"), "2025 年 3.5%");
        assert_eq!(escape("AT&T &amp; 丙"), "AT&T \\&amp; 丙");
        assert_eq!(escape("甲\n乙"), "甲\\\n乙");
    }

    #[test]
    fn a_link_stands_in_brackets_whole() {
        let link = "https://example.com/a_b?c=d&e=f";
        assert_eq!(autolink(link), format!("<{link}>"));
    }
}
