//! The identity of an article across files.

use serde::{Deserialize, Serialize};

/// A hash that identifies an article: the same in every file that carries the same issue with the same titles.
///
/// `library::identity` computes it. Marks, positions and the basket are stored under it, so they survive when a report is
/// renamed, moved or converted from text to PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleKey(pub u64);
