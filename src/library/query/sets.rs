//! The sets of articles that `is:` asks for.
//!
//! They are copied out of the state for each search that asks for them, so that a search sees one
//! moment and needs no lock.

use crate::state::{Marks, NewArticles};

/// Marks and new articles. Empty where a query asks for none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkSets {
    /// Read, starred and sent articles.
    pub marks: Marks,
    /// New articles.
    pub new: NewArticles,
}

impl From<Marks> for MarkSets {
    /// Marks alone: nothing is new.
    fn from(marks: Marks) -> Self {
        Self {
            marks,
            ..Self::default()
        }
    }
}
