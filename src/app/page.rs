//! An article as paragraphs to be set: headline, dateline, link, then its blocks, each with the role it plays.
//!
//! Every paragraph has a plain text and a role. Positions, hits, links and the selection are bytes
//! of these texts, so nothing depends on how wide the screen is. Control characters are removed
//! once, when the page is made.

use crate::app::message::ISSUE;
use crate::lang::{Lang, Words};
use crate::model::recognised::Recognised;
use crate::model::{Article, Block, BlockKind, Issue};
use crate::quote::address::{ascii, browsable};
use crate::quote::blocks::{FIGURE, figure, with_all_links};
use crate::text::galley::{BlockShape, GalleyBlock};
use crate::text::sanitize::sanitize;
use std::ops::Range;
use std::sync::Arc;

/// The role of a paragraph, from which its style and spacing follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageRole {
    /// The headline.
    Headline,
    /// Source and date.
    Dateline,
    /// The link.
    Link,
    /// The title as its source had it.
    OriginalTitle,
    /// Running text.
    Text,
    /// A sub-heading.
    Heading,
    /// A byline.
    Byline,
    /// A table; its text has a line for each row and tabs between the cells.
    Table,
    /// The place of a picture, with its caption.
    Figure,
    /// The line below the text that names the story of the article.
    Story,
}

impl PageRole {
    /// True for a line of facts about the article (source, date, address, original title, story), which is no part of what
    /// its author wrote.
    pub const fn is_fact(self) -> bool {
        matches!(
            self,
            Self::Dateline | Self::Link | Self::OriginalTitle | Self::Story
        )
    }
}

/// A link in a paragraph of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink {
    /// The bytes of the paragraph that it covers.
    pub range: Range<usize>,
    /// The address to copy and open, in ASCII.
    pub target: String,
    /// Set when the text under it is not the address itself.
    pub is_behind_words: bool,
}

/// One paragraph of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageParagraph {
    /// Its role.
    pub part: PageRole,
    /// Its text, without control characters. Byte offsets of lines, hits and positions count in this text.
    // Shared with the galley, which sets its lines.
    pub text: Arc<str>,
    /// The links in the text, in order and without overlaps.
    pub links: Vec<PageLink>,
}

impl PageParagraph {
    /// Returns the links that touch some bytes of the text.
    pub fn links_in(&self, bytes: &Range<usize>) -> impl Iterator<Item = &PageLink> {
        // A table of a year may have thousands of links, and this runs for each line of a frame.
        let from = self
            .links
            .partition_point(|link| link.range.end <= bytes.start);
        let end = bytes.end;
        let rest = self.links.iter().skip(from);
        rest.take_while(move |link| link.range.start < end)
    }
}

/// The advice behind the mark of a recognised text.
const CHECK_LINKS: Words = Words::new("，链接请与原件核对", "; check links against the original");
/// The name of the lead.
pub const LEAD: Words = Words::new("导语", "Lead");

/// The paragraphs of an article in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticlePage {
    /// The paragraphs; the first is the headline.
    pub paragraphs: Vec<PageParagraph>,
}

impl ArticlePage {
    /// Lays out an article: headline, dateline, link and original title as far as it has them, then its blocks.
    pub fn of(article: &Article) -> Self {
        let mut paragraphs = vec![paragraph(PageRole::Headline, &article.title)];
        let dateline: Vec<String> = article
            .source
            .clone()
            .into_iter()
            .chain(article.date.map(|d| d.to_string()))
            .collect();
        if !dateline.is_empty() {
            paragraphs.push(paragraph(PageRole::Dateline, &dateline.join(" · ")));
        }
        if let Some(link) = &article.link {
            paragraphs.push(link_line(link));
        }
        if let Some(original) = article.other_original_title() {
            paragraphs.push(paragraph(
                PageRole::OriginalTitle,
                &format!("原标题：{original}"),
            ));
        }
        paragraphs.extend(article.blocks.iter().map(of_block));
        Self { paragraphs }
    }

    /// Puts the mark of a recognised text below the facts of the article, which are as doubtful as the text.
    pub fn marked(mut self, recognised: Option<&Recognised>, lang: Lang) -> Self {
        if let Some(mark) = recognised {
            let facts = [PageRole::Headline, PageRole::Dateline, PageRole::Link];
            let below = self
                .paragraphs
                .iter()
                .position(|p| !facts.contains(&p.part));
            let line = paragraph(PageRole::Dateline, &check_links(mark, lang));
            self.paragraphs
                .insert(below.unwrap_or(self.paragraphs.len()), line);
        }
        self
    }

    /// Lays out the lead of an issue below its masthead: title, number, publisher and date as far as it has them.
    pub fn of_lead(issue: &Issue, lang: Lang) -> Self {
        let number = issue.number.map(|n| ISSUE.with(lang, &[&n.to_string()]));
        let date = issue.published.map(|date| date.to_string());
        let below = [number.clone(), issue.publisher.clone(), date];
        let below: Vec<String> = below.into_iter().flatten().collect();
        let title = issue.title.as_deref().or(number.as_deref());
        let mut paragraphs = vec![paragraph(
            PageRole::Headline,
            title.unwrap_or(LEAD.get(lang)),
        )];
        if !below.is_empty() {
            paragraphs.push(paragraph(PageRole::Dateline, &below.join(" · ")));
        }
        let lead = issue.lead_article();
        paragraphs.extend(lead.iter().flat_map(|lead| &lead.blocks).map(of_block));
        Self { paragraphs }
    }

    /// Puts a line about the story below the text, in place of the one that is there. True if that changed the page.
    pub fn set_story(&mut self, line: Option<&str>) -> bool {
        let before = self.paragraphs.pop_if(|p| p.part == PageRole::Story);
        let line = line.map(|line| paragraph(PageRole::Story, line));
        let is_changed = before != line;
        self.paragraphs.extend(line);
        is_changed
    }

    /// Returns the number of paragraphs above the first of `blocks` blocks.
    ///
    /// Headline, dateline, link and original title come before the blocks; a story stands behind
    /// them.
    pub fn head_len(&self, blocks: usize) -> usize {
        let is_story = |p: &&PageParagraph| p.part == PageRole::Story;
        let below = usize::from(self.paragraphs.last().as_ref().is_some_and(is_story));
        self.paragraphs.len().saturating_sub(blocks + below)
    }

    /// The blocks of a galley, with `gap` free rows between paragraphs.
    pub fn blocks(&self, gap: u16) -> Vec<GalleyBlock> {
        let block = |(at, paragraph): (usize, &PageParagraph)| GalleyBlock {
            text: Arc::clone(&paragraph.text),
            shape: match paragraph.part {
                PageRole::Text => BlockShape::Indented,
                PageRole::Table => BlockShape::Table,
                // A long address over three rows says no more than its beginning; a key copies the whole.
                PageRole::Link => BlockShape::OneRow,
                _ => BlockShape::Plain,
            },
            gap_rows: self.space_above(at, gap),
        };
        self.paragraphs.iter().enumerate().map(block).collect()
    }

    /// Returns the free rows above a paragraph: none at the top, and one where the head of the article ends.
    fn space_above(&self, block: usize, gap: u16) -> u16 {
        let part = |at: usize| self.paragraphs.get(at).map(|p| p.part);
        let before = block.checked_sub(1).and_then(part);
        match (before, part(block)) {
            (None, _) => 0,
            (_, Some(PageRole::Headline)) => 1,
            // The head of an article is one piece, so that on 24 rows 15 are left for the text.
            (_, Some(PageRole::Dateline | PageRole::Link | PageRole::OriginalTitle)) => 0,
            (Some(PageRole::Headline), _) => 1,
            (Some(PageRole::Dateline | PageRole::Link | PageRole::OriginalTitle), _) => 1,
            (_, Some(PageRole::Story)) => 1.max(gap),
            (_, Some(PageRole::Heading)) => 1.max(gap),
            // The rules of a table need no further room, but two tables or a table and its caption would run together.
            (Some(PageRole::Table), Some(PageRole::Table)) => 1.max(gap),
            (Some(PageRole::Heading), _) => gap.min(1),
            _ => gap,
        }
    }
}

/// Returns the mark of a recognised text with what it means for its links.
pub(crate) fn check_links(mark: &Recognised, lang: Lang) -> String {
    format!("{}{}", mark.mark(lang), CHECK_LINKS.get(lang))
}

/// Makes a paragraph; control characters are removed from `text`.
pub fn paragraph(part: PageRole, text: &str) -> PageParagraph {
    PageParagraph {
        part,
        text: sanitize(text).into(),
        links: Vec::new(),
    }
}

/// Returns the paragraph of the article's own link, all of which leads to it.
///
/// The text is the address as the report has it; what is copied and opened is its ASCII form.
fn link_line(link: &str) -> PageParagraph {
    let mut line = paragraph(PageRole::Link, link);
    line.links.push(PageLink {
        range: 0..line.text.len(),
        target: ascii(link),
        is_behind_words: false,
    });
    line
}

/// Returns the paragraph of a block, with its links.
///
/// Addresses in the text become links too, and what is no web address becomes text.
fn of_block(block: &Block) -> PageParagraph {
    let block = with_all_links(block);
    let links = block.links.into_iter().filter_map(|link| {
        let words = block.text.get(link.range.clone());
        let is_behind_words = words != Some(link.url.as_str());
        let target = browsable(&link.url)?;
        Some(PageLink {
            range: link.range,
            target,
            is_behind_words,
        })
    });
    let mut links: Vec<PageLink> = links.collect();
    let (part, text) = match block.kind {
        BlockKind::Paragraph => (PageRole::Text, block.text),
        BlockKind::Heading => (PageRole::Heading, block.text),
        BlockKind::Byline => (PageRole::Byline, block.text),
        BlockKind::Table => (PageRole::Table, block.text),
        BlockKind::Figure => {
            // The caption is trimmed and led in by a sign, so the links move by the difference.
            let indent = block.text.len() - block.text.trim_start().len();
            for link in &mut links {
                let moved = |byte: usize| (byte + FIGURE.len()).saturating_sub(indent);
                link.range = moved(link.range.start)..moved(link.range.end);
            }
            (PageRole::Figure, figure(&block.text))
        }
    };
    PageParagraph {
        part,
        text: text.into(),
        links,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TextLink;

    #[test]
    fn links_lie_where_their_words_are() {
        let block = |kind, text: &str, words: &str| {
            let start = text.find(words).unwrap();
            Block {
                links: vec![TextLink {
                    range: start..start + words.len(),
                    url: "https://example.com/附件".to_owned(),
                }],
                ..Block::new(kind, text)
            }
        };
        let page = ArticlePage::of(&Article {
            link: Some("www.example.com".to_owned()),
            blocks: vec![
                block(
                    BlockKind::Paragraph,
                    "见\u{200b}潮位表和https://example.cn/a。",
                    "潮位表",
                ),
                block(BlockKind::Table, "甲\t潮位表", "潮位表"),
                block(BlockKind::Figure, " 潮位表", "潮位表"),
            ],
            ..Article::default()
        });
        let words = |paragraph: &PageParagraph| -> Vec<String> {
            let text = |link: &PageLink| paragraph.text.get(link.range.clone()).unwrap().to_owned();
            paragraph.links.iter().map(text).collect()
        };
        assert_eq!(
            page.paragraphs[1].links[0].target,
            "https://www.example.com"
        );
        assert_eq!(
            words(&page.paragraphs[2]),
            ["潮位表", "https://example.cn/a"]
        );
        assert_eq!(words(&page.paragraphs[3]), ["潮位表"]);
        assert_eq!(words(&page.paragraphs[4]), ["潮位表"]);
        assert_eq!(&*page.paragraphs[4].text, "〔图：潮位表〕");
        assert_eq!(
            page.paragraphs[3].links[0].target,
            "https://example.com/%E9%99%84%E4%BB%B6"
        );
        let mut issue = Issue::default();
        issue.set_lead([
            Block::new(BlockKind::Paragraph, "导语。"),
            block(BlockKind::Paragraph, "见\u{200b}潮位表。", "潮位表"),
        ]);
        let page = ArticlePage::of_lead(&issue, Lang::Zh);
        assert_eq!(words(&page.paragraphs[1]), [""; 0]);
        assert_eq!(words(&page.paragraphs[2]), ["潮位表"]);
    }
}
