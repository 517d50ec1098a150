//! The contents of the open issue: one row per article.

use crate::app::action::Action;
use crate::app::list::Cursor;
use crate::library::{Opened, Place, identity};
use crate::model::Article;
use crate::model::identity::ArticleKey;
use std::ops::Range;

/// The open issue and the article chosen in it.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The issue as the library gave it.
    pub opened: Box<Opened>,
    keys: Vec<ArticleKey>,
    cursor: Cursor,
    height: u16,
}

impl Contents {
    /// The contents of an issue, its first article chosen.
    pub fn new(opened: Box<Opened>, height: u16) -> Self {
        let keys = identity::keys(&opened.issue);
        Self {
            opened,
            keys,
            cursor: Cursor::default(),
            height,
        }
    }

    /// Where the issue is.
    pub fn place(&self) -> &Place {
        &self.opened.place
    }

    /// Its articles.
    pub fn articles(&self) -> &[Article] {
        &self.opened.issue.articles
    }

    /// The index of the chosen article.
    pub fn index(&self) -> usize {
        self.cursor.selected
    }

    /// The chosen article.
    pub fn selected(&self) -> Option<&Article> {
        self.articles().get(self.cursor.selected)
    }

    /// Who the articles are, in order.
    pub fn keys(&self) -> &[ArticleKey] {
        &self.keys
    }

    /// Who the chosen article is.
    pub fn key(&self) -> Option<ArticleKey> {
        self.keys.get(self.cursor.selected).copied()
    }

    /// The rows in sight.
    pub fn visible(&self) -> Range<usize> {
        self.cursor.visible(self.articles().len(), self.height)
    }

    /// Takes in the pane's height.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.cursor.reveal(self.opened.issue.articles.len(), height);
    }

    /// Chooses an article by its index. Whether another one is chosen now.
    pub fn select(&mut self, index: usize) -> bool {
        let before = self.cursor.selected;
        self.cursor
            .select(index, self.opened.issue.articles.len(), self.height);
        self.cursor.selected != before
    }

    /// Moves the choice. Whether another article is chosen now.
    pub fn apply(&mut self, action: Action) -> bool {
        self.cursor
            .apply(action, self.opened.issue.articles.len(), self.height)
    }

    /// Turns the wheel by so many rows. Whether another article is chosen now.
    pub fn scroll(&mut self, rows: isize) -> bool {
        self.cursor
            .scroll(rows, self.opened.issue.articles.len(), self.height)
    }

    /// The article at a line of the pane.
    pub fn index_at(&self, line: u16) -> Option<usize> {
        self.cursor.row_at(line, self.articles().len())
    }
}
