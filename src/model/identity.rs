//! The identity of an article across files.

use serde::{Deserialize, Serialize};

/// A hash that identifies an article: the same in every file that carries the same issue with the same titles.
///
/// `library::identity` computes it. Marks, positions and the basket are stored under it, so they survive when a report is
/// renamed, moved or converted from text to PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleKey(pub u64);

/// A key of version 0.1.0 and the article that inherits what was remembered under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heir {
    /// The former key.
    pub former: ArticleKey,
    /// The present key.
    pub key: ArticleKey,
    /// Of a document that was one article: the first block of this article in it. `None` where the article is the same.
    pub first_block: Option<u32>,
}

impl Heir {
    /// True if the article inherits stars and the place in the basket. Of a whole document only its first article does; that
    /// the document was read holds for all.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        matches!(self.first_block, None | Some(0))
    }
}
