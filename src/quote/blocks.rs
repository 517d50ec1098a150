//! The blocks of an article without what other programs and terminals would act on, and the links in them.
//!
//! Cleaning a text moves its bytes, so the ranges of the links behind words move with it.

use crate::model::{Article, Block, BlockKind, TextLink};
use crate::quote::one_line::one_line;
use crate::text::chars::is_han;
use crate::text::links::links;
use crate::text::sanitize::{replacement, sanitize};
use serde::Serialize;
use std::ops::Range;

/// A link in the text of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleLink {
    /// The words that the link stands behind, or the address itself.
    pub text: String,
    /// The address as the file writes it.
    pub url: String,
}

/// Returns the links in the text of an article in reading order: addresses that stand in the text, and those behind words.
/// The article's own link is not among them.
pub fn links_of(article: &Article) -> Vec<ArticleLink> {
    let mut found = Vec::new();
    for block in &article.blocks {
        // Most paragraphs have no link, and cleaning one copies it.
        if block.links.is_empty() && !block.text.contains("://") && !may_name_host(&block.text) {
            continue;
        }
        let block = with_all_links(block);
        found.extend(block.links.into_iter().map(|link| ArticleLink {
            text: block.text.get(link.range).unwrap_or_default().to_owned(),
            url: link.url,
        }));
    }
    found
}

/// True if `text` may hold an address without a scheme.
fn may_name_host(text: &str) -> bool {
    text.as_bytes()
        .windows(4)
        .any(|four| four.eq_ignore_ascii_case(b"www."))
}

/// Returns `block` sanitized, with all its links: those behind words and the addresses in its text.
pub fn with_all_links(block: &Block) -> Block {
    let is_hazard = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if block.text.contains(is_hazard) {
        // A control character makes an address none, so it is looked for before these are removed.
        let links = block_links(block);
        return sanitized(&Block {
            links,
            ..block.clone()
        });
    }
    let mut clean = sanitized(block);
    clean.links = block_links(&clean);
    clean
}

/// Returns the links of a block in order, without overlaps. A link behind words wins over an address in these words: the
/// words are often the address cut short.
fn block_links(block: &Block) -> Vec<TextLink> {
    let is_sound =
        |link: &&TextLink| !link.range.is_empty() && !link.url.contains(char::is_control);
    let mut found: Vec<TextLink> = block.links.iter().filter(is_sound).cloned().collect();
    let behind_words = found.len();
    for range in links(&block.text) {
        let overlaps =
            |link: &TextLink| link.range.start < range.end && range.start < link.range.end;
        if !found.iter().take(behind_words).any(overlaps) {
            let url = block.text.get(range.clone()).unwrap_or_default().to_owned();
            found.push(TextLink { range, url });
        }
    }
    found.sort_by_key(|link| link.range.start);
    found
}

/// Returns `block` with its text sanitized. The ends of rows and cells of a table stay.
fn sanitized(block: &Block) -> Block {
    let text = by_cell(block, |text| sanitize(text).into_owned());
    with_text(block, text)
}

/// Returns `block` with its text, of a table that of each cell, on one line and sanitized.
pub fn on_one_line(block: &Block) -> Block {
    let text = line_of(block);
    with_text(block, text)
}

/// Returns the text of a block on one line, sanitized; a table is a line for each row, with tabs between the cells (TSV).
///
/// ```
/// use newsreader::model::{Block, BlockKind};
/// use newsreader::quote::blocks::line_of;
/// assert_eq!(line_of(&Block::new(BlockKind::Paragraph, "甲\n乙")), "甲乙");
/// assert_eq!(line_of(&Block::new(BlockKind::Table, "甲\t 乙\n丙\t")), "甲\t乙\n丙\t");
/// ```
pub fn line_of(block: &Block) -> String {
    // The indentation of a line is a part of the program.
    let is_listing = is_listing(block);
    by_cell(block, |cell| {
        let spaces = cell.len() - cell.trim_start_matches(' ').len();
        let indent = if is_listing { spaces } else { 0 };
        " ".repeat(indent) + &one_line(cell)
    })
}

/// True for a listing of a program: a table of one column in which fewer letters are Han than Western. A box of text is a
/// table of one column as well.
///
/// ```
/// use newsreader::model::{Block, BlockKind};
/// use newsreader::quote::blocks::is_listing;
/// assert!(is_listing(&Block::new(BlockKind::Table, "sail(boat); // 出港")));
/// assert!(!is_listing(&Block::new(BlockKind::Table, "渔船归港\n早市开张")));
/// ```
pub fn is_listing(block: &Block) -> bool {
    let count = |is: fn(char) -> bool| block.text.chars().filter(|c| is(*c)).count();
    let is_column = block.kind == BlockKind::Table && !block.text.contains('\t');
    is_column && count(is_han) < count(|c| c.is_ascii_alphabetic())
}

/// Returns what stands for a figure in plain text: `〔图〕` or `〔图：caption〕`.
///
/// ```
/// use newsreader::quote::blocks::figure;
/// assert_eq!(figure("潮位"), "〔图：潮位〕");
/// assert_eq!(figure(" "), "〔图〕");
/// ```
pub fn figure(caption: &str) -> String {
    match caption.trim() {
        "" => "〔图〕".to_owned(),
        caption => format!("{FIGURE}{caption}〕"),
    }
}

/// The beginning of a figure with a caption.
pub const FIGURE: &str = "〔图：";

/// Returns the text of `block` with `clean` done to it, or to each cell of a table.
fn by_cell(block: &Block, clean: impl Fn(&str) -> String) -> String {
    if block.kind != BlockKind::Table {
        return clean(&block.text);
    }
    let rows = block
        .rows()
        .map(|row| row.map(&clean).collect::<Vec<_>>().join("\t"));
    rows.collect::<Vec<_>>().join("\n")
}

/// Returns `block` with `text`, a cleaned form of its own text, and the ranges of its links in it.
fn with_text(block: &Block, text: String) -> Block {
    let mut links = block.links.clone();
    // Most texts are clean already, and their links stand where they are.
    if text != block.text {
        let byte = offsets(&block.text, &text);
        for link in &mut links {
            link.range = moved(&byte, &link.range);
        }
        // All words of such a link were removed.
        links.retain(|link| !link.range.is_empty());
    }
    Block {
        kind: block.kind,
        text,
        links,
    }
}

/// Returns the range in the cleaned text of a range in the text before.
fn moved(byte: &[(usize, usize)], range: &Range<usize>) -> Range<usize> {
    let at = |wanted: usize| {
        // A place inside a character, which a range never has, would count as the next one.
        let next = byte.partition_point(|(before, _)| *before < wanted);
        byte.get(next)
            .or(byte.last())
            .map_or(0, |(_, after)| *after)
    };
    at(range.start)..at(range.end)
}

/// Returns for each character of `before`, and for its end, the byte it begins at and the byte of `after` that corresponds.
///
/// `after` is `before` with characters left out, or changed as sanitizing changes them, so that walking along both finds the
/// pairs.
fn offsets(before: &str, after: &str) -> Vec<(usize, usize)> {
    let mut rest = after.chars();
    let mut pairs = Vec::with_capacity(after.len() + 1);
    for (at, c) in before.char_indices() {
        pairs.push((at, after.len() - rest.as_str().len()));
        let next = rest.clone().next();
        // The character was kept, or changed into one other; else it was left out.
        if next.is_some_and(|next| next == c || replacement(c) == Some(next)) {
            rest.next();
        }
    }
    pairs.push((before.len(), after.len() - rest.as_str().len()));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paragraph with `words` behind which `url` stands.
    fn linked(text: &str, words: &str, url: &str) -> Block {
        let start = text.find(words).unwrap();
        Block {
            links: vec![TextLink {
                range: start..start + words.len(),
                url: url.to_owned(),
            }],
            ..Block::new(BlockKind::Paragraph, text)
        }
    }

    #[test]
    fn the_words_of_a_link_stay_under_it() {
        let block = linked(
            "\u{1b} 详\u{200b}见\n潮位\u{200b}表 。",
            "潮位\u{200b}表",
            "https://example.com/a",
        );
        for clean in [sanitized(&block), on_one_line(&block)] {
            let words = clean.text.get(clean.links[0].range.clone());
            assert_eq!(words, Some("潮位表"), "{clean:?}");
        }
    }

    #[test]
    fn links_come_in_reading_order_and_the_words_win() {
        let block = linked(
            "见https://example.com/a…和www.example.cn",
            "https://example.com/a…",
            "https://example.com/a/long",
        );
        let article = Article {
            link: Some("https://example.com/own".to_owned()),
            blocks: vec![
                block,
                Block::new(BlockKind::Table, "网址\thttps://example.com/t\n甲\t"),
            ],
            ..Article::default()
        };
        let found: Vec<(String, String)> = links_of(&article)
            .into_iter()
            .map(|link| (link.text, link.url))
            .collect();
        let pair = |text: &str, url: &str| (text.to_owned(), url.to_owned());
        assert_eq!(
            found,
            [
                pair("https://example.com/a…", "https://example.com/a/long"),
                pair("www.example.cn", "www.example.cn"),
                pair("https://example.com/t", "https://example.com/t"),
            ]
        );
    }

    #[test]
    fn a_table_keeps_its_cells() {
        let table = Block::new(BlockKind::Table, "甲\u{1b}\t\n\t乙");
        assert_eq!(sanitized(&table).text, "甲\t\n\t乙");
    }
}
