//! What the reader has read and starred, and how a mark is undone.

use crate::model::identity::ArticleKey;
use crate::state;
use std::collections::HashSet;

/// A change of a mark, to be remembered outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The article.
    pub article: ArticleKey,
    /// Which mark.
    pub mark: Mark,
    /// Whether it has the mark now.
    pub on: bool,
}

/// A mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It was read.
    Read,
    /// It has a star.
    Star,
}

/// All marks.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    read: HashSet<ArticleKey>,
    starred: HashSet<ArticleKey>,
    done: Vec<Change>,
}

impl Marks {
    /// Whether `article` has `mark`.
    pub fn has(&self, article: ArticleKey, mark: Mark) -> bool {
        match mark {
            Mark::Read => self.read.contains(&article),
            Mark::Star => self.starred.contains(&article),
        }
    }

    /// Whether all of `articles` were read.
    pub fn all_read(&self, articles: &[ArticleKey]) -> bool {
        articles.iter().all(|key| self.read.contains(key))
    }

    /// Whether any of `articles` has a star.
    pub fn any_starred(&self, articles: &[ArticleKey]) -> bool {
        articles.iter().any(|key| self.starred.contains(key))
    }

    /// Sets or clears a mark without remembering how to undo it: what was known before, or what follows by itself from reading.
    /// `None` where nothing changes.
    pub fn set(&mut self, article: ArticleKey, mark: Mark, on: bool) -> Option<Change> {
        let set = match mark {
            Mark::Read => &mut self.read,
            Mark::Star => &mut self.starred,
        };
        let changed = if on {
            set.insert(article)
        } else {
            set.remove(&article)
        };
        changed.then_some(Change { article, mark, on })
    }

    /// Takes in all marks as the store has them; what can be undone stays.
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
        all
    }

    /// Turns a mark over at the reader's wish.
    pub fn toggle(&mut self, article: ArticleKey, mark: Mark) -> Option<Change> {
        let change = self.set(article, mark, !self.has(article, mark))?;
        self.done.push(change);
        Some(change)
    }

    /// Takes the last toggled mark back.
    pub fn undo(&mut self) -> Option<Change> {
        let last = self.done.pop()?;
        self.set(last.article, last.mark, !last.on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_takes_back_what_was_toggled_and_not_what_was_read_by_itself() {
        let article = ArticleKey(1);
        let mut marks = Marks::default();
        marks.toggle(article, Mark::Star);
        assert!(marks.set(article, Mark::Read, true).is_some());
        assert!(marks.set(article, Mark::Read, true).is_none());
        assert_eq!(
            marks.undo().map(|c| (c.mark, c.on)),
            Some((Mark::Star, false))
        );
        assert!(marks.has(article, Mark::Read));
        assert_eq!(marks.undo(), None);
        assert!(marks.all_read(&[article]));
    }
}
