//! The filter that narrows the list of issues.
//!
//! Its words are looked for in what a row is known by (number, date, title, file name), not in the text of the articles; that
//! is what the search is for. `is:new` is understood as in a query. All conditions must hold.

use crate::library::address::shown;
use crate::library::query::WordPattern;
use crate::library::{Entry, Place};
use crate::state::NewArticles;
use crate::text::fold::{composed, fold};

/// The conditions that an issue must meet to stay in the list.
#[derive(Debug, Clone, Default)]
pub struct ShelfFilter {
    /// The words that its row must contain.
    words: Vec<WordPattern>,
    /// The articles of which one must be in it, where only new issues are asked for.
    new: Option<NewArticles>,
}

impl ShelfFilter {
    /// Reads a filter as it was typed: words, and `is:new` as in a query.
    pub fn parse(text: &str, new: &NewArticles) -> Self {
        let is_new = |word: &&str| {
            matches!(
                fold(word).as_str(),
                "is:new" | "is:新" | "状态:新" | "状态:新到"
            )
        };
        let words: Vec<&str> = text
            // The condition on what is new is no word of a row.
            .split_whitespace()
            .filter(|word| !is_new(word))
            .collect();
        Self {
            words: WordPattern::words(&words.join(" ")),
            new: text
                .split_whitespace()
                .any(|word| is_new(&word))
                .then(|| new.clone()),
        }
    }

    /// True if every issue passes.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.new.is_none()
    }

    /// True if `entry` passes.
    pub fn keeps(&self, entry: &Entry) -> bool {
        let is_new = |new: &NewArticles| new.has_any(&entry.meta.identity.keys);
        self.new.as_ref().is_none_or(is_new) && has_words(&self.words, entry)
    }
}

/// True if each of `words` occurs in the number, the date, the title (also by pinyin) or the file name of an issue.
///
/// Each word may occur in another of the four.
fn has_words(words: &[WordPattern], entry: &Entry) -> bool {
    if words.is_empty() {
        return true;
    }
    let number = entry
        .meta
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let date = entry
        .meta
        .published
        .map(|date| date.to_string())
        .unwrap_or_default();
    let file = match &entry.meta.place {
        Place::File(path) => path.file_name().map(|name| shown(name).into_owned()),
        Place::Member(_, member) => Some(member.clone()),
        Place::Sample(_) => None,
    };
    let title = entry.meta.title.as_deref().unwrap_or_default();
    // What is typed is composed; the names of files from a Mac are not.
    let (title, file) = (
        composed(title),
        composed(file.as_deref().unwrap_or_default()),
    );
    let parts = [&title, number.as_str(), date.as_str(), &file];
    words
        .iter()
        .all(|word| parts.iter().any(|part| word.is_in(part)))
}
