//! An article as paragraphs to be set: headline, dateline, link, then its blocks, each with the role it plays.

use crate::model::{Article, BlockKind};
use crate::text::galley::GalleyBlock;
use crate::text::sanitize::sanitize;
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
}

/// One paragraph of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageParagraph {
    /// Its role.
    pub part: PageRole,
    /// Its text, without control characters. Byte offsets of lines, hits and positions count in this text.
    pub text: Arc<str>,
}

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
            paragraphs.push(paragraph(PageRole::Link, link));
        }
        if let Some(original) = article
            .original_title
            .as_ref()
            .filter(|t| **t != article.title)
        {
            paragraphs.push(paragraph(
                PageRole::OriginalTitle,
                &format!("原标题：{original}"),
            ));
        }
        paragraphs.extend(article.blocks.iter().map(|block| {
            let part = match block.kind {
                BlockKind::Paragraph | BlockKind::Table | BlockKind::Figure => PageRole::Text,
                BlockKind::Heading => PageRole::Heading,
                BlockKind::Byline => PageRole::Byline,
            };
            paragraph(part, &block.text)
        }));
        Self { paragraphs }
    }

    /// The blocks of a galley, with `gap` free rows between paragraphs.
    pub fn blocks(&self, gap: u16) -> Vec<GalleyBlock> {
        let block = |(at, paragraph): (usize, &PageParagraph)| GalleyBlock {
            text: Arc::clone(&paragraph.text),
            indented: paragraph.part == PageRole::Text,
            gap_rows: self.space_above(at, gap),
        };
        self.paragraphs.iter().enumerate().map(block).collect()
    }

    /// Returns the free rows above a paragraph: none at the top, and more where the head of the article ends.
    fn space_above(&self, block: usize, gap: u16) -> u16 {
        let part = |at: usize| self.paragraphs.get(at).map(|p| p.part);
        let before = block.checked_sub(1).and_then(part);
        match (before, part(block)) {
            (None, _) => 0,
            (Some(PageRole::Headline), _) | (_, Some(PageRole::Headline)) => 1,
            (_, Some(PageRole::Dateline | PageRole::Link | PageRole::OriginalTitle)) => 0,
            (Some(PageRole::Dateline | PageRole::Link | PageRole::OriginalTitle), _) => 2,
            (_, Some(PageRole::Heading)) => 1.max(gap),
            (Some(PageRole::Heading), _) => gap.min(1),
            _ => gap,
        }
    }
}

/// Makes a paragraph; control characters are removed from `text`.
pub fn paragraph(part: PageRole, text: &str) -> PageParagraph {
    PageParagraph {
        part,
        text: sanitize(text).into(),
    }
}
