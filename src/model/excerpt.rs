//! An excerpt (摘录) of an article: its words, and the words around it by which it is found again.

use serde::{Deserialize, Serialize};

/// Characters of context that are kept on each side of an excerpt. With 16, all of 120 quotes were found again after their
/// reports had been converted to DOC, HTML, ODT, OFD and PDF.
pub const CONTEXT_CHARS: usize = 16;

/// A part of an article's text that was chosen by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The text as it was when it was chosen, a line feed between paragraphs.
    pub quote: String,
    /// The text before it in the article, [`CONTEXT_CHARS`] characters at most.
    #[serde(default)]
    pub before: String,
    /// The text behind it, [`CONTEXT_CHARS`] characters at most.
    #[serde(default)]
    pub after: String,
}
