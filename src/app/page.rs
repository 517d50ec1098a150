//! An article as paragraphs to be set: headline, dateline, link, then its blocks, each with the role it plays.

use crate::model::{Article, BlockKind};
use crate::text::galley::GalleyBlock;
use crate::text::sanitize::sanitize;
use std::sync::Arc;

/// What a paragraph of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
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

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub part: Part,
    /// Its text, harmless to a terminal. Byte offsets of lines, hits and anchors are into this.
    pub text: Arc<str>,
}

/// The paragraphs of an article in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Never empty for an article that has a title.
    pub paragraphs: Vec<Paragraph>,
}

impl Page {
    /// The page of an article.
    pub fn of(article: &Article) -> Self {
        let mut paragraphs = vec![paragraph(Part::Headline, &article.title)];
        let dateline: Vec<String> = article
            .source
            .clone()
            .into_iter()
            .chain(article.date.map(|d| d.to_string()))
            .collect();
        if !dateline.is_empty() {
            paragraphs.push(paragraph(Part::Dateline, &dateline.join(" · ")));
        }
        if let Some(link) = &article.link {
            paragraphs.push(paragraph(Part::Link, link));
        }
        if let Some(original) = article
            .original_title
            .as_ref()
            .filter(|t| **t != article.title)
        {
            paragraphs.push(paragraph(
                Part::OriginalTitle,
                &format!("原标题：{original}"),
            ));
        }
        paragraphs.extend(article.blocks.iter().map(|block| {
            let part = match block.kind {
                BlockKind::Paragraph | BlockKind::Table | BlockKind::Figure => Part::Text,
                BlockKind::Heading => Part::Heading,
                BlockKind::Byline => Part::Byline,
            };
            paragraph(part, &block.text)
        }));
        Self { paragraphs }
    }

    /// The blocks of a galley, with `gap` free rows between paragraphs.
    pub fn blocks(&self, gap: u16) -> Vec<GalleyBlock> {
        let block = |(at, paragraph): (usize, &Paragraph)| GalleyBlock {
            text: Arc::clone(&paragraph.text),
            indented: paragraph.part == Part::Text,
            gap_rows: self.space_above(at, gap),
        };
        self.paragraphs.iter().enumerate().map(block).collect()
    }

    /// Rows left free above a paragraph.
    fn space_above(&self, block: usize, gap: u16) -> u16 {
        let part = |at: usize| self.paragraphs.get(at).map(|p| p.part);
        let before = block.checked_sub(1).and_then(part);
        match (before, part(block)) {
            (None, _) => 0,
            (Some(Part::Headline), _) | (_, Some(Part::Headline)) => 1,
            (_, Some(Part::Dateline | Part::Link | Part::OriginalTitle)) => 0,
            (Some(Part::Dateline | Part::Link | Part::OriginalTitle), _) => 2,
            (_, Some(Part::Heading)) => 1.max(gap),
            (Some(Part::Heading), _) => gap.min(1),
            _ => gap,
        }
    }
}

/// A paragraph of harmless text.
pub fn paragraph(part: Part, text: &str) -> Paragraph {
    Paragraph {
        part,
        text: sanitize(text).into(),
    }
}
