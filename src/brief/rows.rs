//! The rows that a brief is compiled from: headings of the editor's own, and articles with excerpts and a note.

use crate::model::{Block, BlockKind};
use crate::quote::Piece;

/// The mark between two excerpts (省略号, GB/T 15834 4.11) on a line of its own.
pub const ELLIPSIS: &str = "……";

/// A row of a brief, in the order of the brief.
#[derive(Debug, Clone)]
pub enum BriefRow<'a> {
    /// A heading above the articles that follow.
    Heading(String),
    /// An article.
    Article(BriefArticle<'a>),
}

/// An article of a brief with what its editor has added.
#[derive(Debug, Clone)]
pub struct BriefArticle<'a> {
    /// The article in its issue.
    pub piece: Piece<'a>,
    /// The excerpts that stand in place of its text, a line feed between paragraphs. Without one the text stands whole.
    pub excerpts: Vec<String>,
    /// The note (按语) of the editor, a line feed between paragraphs.
    pub note: Option<String>,
}

impl<'a> BriefRow<'a> {
    /// The article of the row; `None` for a heading.
    #[must_use]
    pub const fn piece(&self) -> Option<Piece<'a>> {
        match self {
            Self::Heading(_) => None,
            Self::Article(row) => Some(row.piece),
        }
    }
}

impl<'a> From<Piece<'a>> for BriefRow<'a> {
    /// An article as it is.
    fn from(piece: Piece<'a>) -> Self {
        Self::Article(BriefArticle {
            piece,
            excerpts: Vec::new(),
            note: None,
        })
    }
}

/// The additions of the editor to an article of a compiled brief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditorAdditions {
    /// The headings that stand above the article, on one line each.
    pub headings: Vec<String>,
    /// The paragraphs of the note, on one line each; none without a note.
    pub note: Vec<String>,
}

/// Returns the blocks of the excerpts: a paragraph a line, [`ELLIPSIS`] between two excerpts.
pub(super) fn excerpt_blocks(excerpts: &[String]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, excerpt) in excerpts.iter().enumerate() {
        if at > 0 {
            blocks.push(Block::new(BlockKind::Paragraph, ELLIPSIS));
        }
        // An excerpt over several paragraphs has a line for each.
        let lines = excerpt.lines().filter(|line| !line.trim().is_empty());
        blocks.extend(lines.map(|line| Block::new(BlockKind::Paragraph, line)));
    }
    blocks
}
