//! Who an article is, whatever file it stands in today.

use serde::{Deserialize, Serialize};

/// The identity of one article: the same in every file that carries the same issue with the same titles.
///
/// Made by `library::identity`; marks, positions and the basket are kept under it, so a report may be renamed, moved or
/// converted from text to PDF and nothing is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleKey(pub u64);
