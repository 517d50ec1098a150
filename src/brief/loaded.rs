//! The rows of a basket with the articles they stand for, read from the files where they are now.

use crate::brief::rows::{BriefArticle, BriefRow};
use crate::model::Issue;
use crate::model::excerpt::Excerpt;
use crate::model::identity::ArticleKey;
use crate::quote::Piece;
use crate::quote::excerpt::present_texts;
use std::sync::Arc;

/// A row of a basket that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadedRow {
    /// A heading.
    Heading(ArticleKey, String),
    /// An article.
    Article(LoadedArticle),
}

/// An article of a basket with the issue it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedArticle {
    /// Its identity in the basket.
    pub key: ArticleKey,
    /// The name of its file.
    pub path: String,
    /// Its issue, shared with other articles of it.
    pub issue: Arc<Issue>,
    /// Its index in the issue.
    pub index: usize,
    /// The excerpts that were chosen of it.
    pub excerpts: Vec<Excerpt>,
    /// The note on it; empty without one.
    pub note: String,
}

impl LoadedArticle {
    /// The article with its issue; `None` if the issue has fewer articles.
    #[must_use]
    pub fn piece(&self) -> Option<Piece<'_>> {
        Some(Piece {
            path: &self.path,
            issue: &self.issue,
            article: self.issue.articles.get(self.index)?,
        })
    }

    /// Returns the article as it goes into a brief, with these excerpts as its text has them now, and this note.
    #[must_use]
    pub fn brief_row(&self, excerpts: &[Excerpt], note: &str) -> Option<BriefRow<'_>> {
        let piece = self.piece()?;
        let note = note.trim();
        Some(BriefRow::Article(BriefArticle {
            piece,
            excerpts: present_texts(piece.article, excerpts),
            // The store has an empty note for none.
            note: (!note.is_empty()).then(|| note.to_owned()),
        }))
    }
}

impl LoadedRow {
    /// The identity of the row in the basket.
    #[must_use]
    pub const fn key(&self) -> ArticleKey {
        match self {
            Self::Heading(key, _) => *key,
            Self::Article(article) => article.key,
        }
    }

    /// Returns the row as it goes into a brief.
    #[must_use]
    pub fn brief_row(&self) -> Option<BriefRow<'_>> {
        match self {
            Self::Heading(_, text) => Some(BriefRow::Heading(text.clone())),
            Self::Article(article) => article.brief_row(&article.excerpts, &article.note),
        }
    }
}
