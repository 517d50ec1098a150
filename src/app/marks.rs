//! The marks of articles: read, starred, sent in a brief. Those that a key sets can be undone.
//!
//! A mark belongs to the identity of an article, not to its file, so that a renamed or converted
//! file keeps its marks. Marks that follow from reading (an article that was on screen) are set
//! without a way back; those that a key sets are kept as a list of steps, which undo takes back one
//! by one.

use crate::model::identity::ArticleKey;
use crate::state::{self, MarkChange, MarkKind, SentArticles};
use std::collections::HashSet;

/// All marks.
#[derive(Debug, Clone, Default)]
pub struct ArticleMarks {
    /// The articles that were read.
    read: HashSet<ArticleKey>,
    /// The articles with a star.
    starred: HashSet<ArticleKey>,
    /// The articles that went out, each with its last brief.
    // Public, since the store sends it whole and nothing else follows from a change of it.
    pub sent: SentArticles,
    /// The changes that the reader made, those of one key together, the last ones last; `undo` takes them back.
    done: Vec<Vec<MarkChange>>,
}

impl ArticleMarks {
    /// True if `article` has a mark of this kind.
    pub fn has(&self, article: ArticleKey, kind: MarkKind) -> bool {
        match kind {
            MarkKind::Read => self.read.contains(&article),
            MarkKind::Star => self.starred.contains(&article),
        }
    }

    /// True if all of `articles` were read.
    ///
    /// True for no articles: an issue without articles has nothing unread.
    pub fn all_read(&self, articles: &[ArticleKey]) -> bool {
        articles.iter().all(|key| self.read.contains(key))
    }

    /// Returns the number of unread articles among `articles`.
    pub fn unread_count(&self, articles: &[ArticleKey]) -> usize {
        let unread = articles.iter().filter(|key| !self.read.contains(key));
        unread.count()
    }

    /// True if any of `articles` has a star.
    pub fn any_starred(&self, articles: &[ArticleKey]) -> bool {
        articles.iter().any(|key| self.starred.contains(key))
    }

    /// Sets or clears a mark without remembering how to undo it: what was known before, or what follows by itself from reading.
    /// `None` where nothing changes.
    pub fn set(&mut self, article: ArticleKey, kind: MarkKind, on: bool) -> Option<MarkChange> {
        let set = match kind {
            MarkKind::Read => &mut self.read,
            MarkKind::Star => &mut self.starred,
        };
        let changed = if on {
            set.insert(article)
        } else {
            set.remove(&article)
        };
        changed.then_some(MarkChange { article, kind, on })
    }

    /// Replaces all marks by those of the store. Changes made here can still be undone.
    ///
    /// Marks that wait to be written are in `all` already.
    pub fn replace(&mut self, all: &state::Marks) {
        let with = |has: fn(&state::Mark) -> bool| {
            all.iter()
                .filter(move |(_, mark)| has(mark))
                .map(|(key, _)| *key)
                .collect()
        };
        self.read = with(|mark| mark.read);
        self.starred = with(|mark| mark.starred);
    }

    /// All marks as the store has them.
    pub fn all(&self) -> state::Marks {
        let mut all = state::Marks::new();
        for key in &self.read {
            all.entry(*key).or_default().read = true;
        }
        for key in &self.starred {
            all.entry(*key).or_default().starred = true;
        }
        for key in self.sent.keys() {
            all.entry(*key).or_default().sent = true;
        }
        all
    }

    /// Turns a mark over at the reader's wish.
    pub fn toggle(&mut self, article: ArticleKey, kind: MarkKind) -> Option<MarkChange> {
        let change = self.set(article, kind, !self.has(article, kind))?;
        self.done.push(vec![change]);
        Some(change)
    }

    /// Marks articles as read or unread at the reader's wish, to be undone together. Returns what changed.
    pub fn set_all_read(
        &mut self,
        articles: impl IntoIterator<Item = ArticleKey>,
        on: bool,
    ) -> Vec<MarkChange> {
        let changes: Vec<MarkChange> = articles
            .into_iter()
            .filter_map(|article| self.set(article, MarkKind::Read, on))
            .collect();
        if !changes.is_empty() {
            self.done.push(changes.clone());
        }
        changes
    }

    /// Takes back all marks of the last key that set or cleared some; `None` where there is none.
    ///
    /// A mark that has changed since by other means is left out of the result.
    pub fn undo(&mut self) -> Option<Vec<MarkChange>> {
        let last = self.done.pop()?.into_iter();
        Some(
            last.filter_map(|one| self.set(one.article, one.kind, !one.on))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_takes_back_what_was_toggled_and_not_what_was_read_by_itself() {
        let article = ArticleKey(1);
        let mut marks = ArticleMarks::default();
        marks.toggle(article, MarkKind::Star);
        assert!(marks.set(article, MarkKind::Read, true).is_some());
        assert!(marks.set(article, MarkKind::Read, true).is_none());
        let undone = marks.undo().unwrap();
        assert_eq!(
            undone.iter().map(|c| (c.kind, c.on)).collect::<Vec<_>>(),
            [(MarkKind::Star, false)]
        );
        assert!(marks.has(article, MarkKind::Read));
        assert_eq!(marks.undo(), None);
        assert!(marks.all_read(&[article]));
    }

    #[test]
    fn what_one_key_marked_is_undone_together_and_what_was_read_before_stays_read() {
        let articles = [1, 2, 3].map(ArticleKey);
        let mut marks = ArticleMarks::default();
        marks.set(articles[1], MarkKind::Read, true);
        assert_eq!(marks.set_all_read(articles, true).len(), 2);
        assert!(marks.all_read(&articles));
        assert_eq!(marks.undo().unwrap().len(), 2);
        assert_eq!(marks.unread_count(&articles), 2);
        assert!(marks.set_all_read([articles[1]], true).is_empty());
        assert_eq!(marks.undo(), None);
    }
}
