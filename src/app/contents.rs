//! The contents of the open issue: one row per article.

use crate::app::action::Action;
use crate::app::list::Cursor;
use crate::library::identity::Identity;
use crate::library::{Opened, Place};
use crate::model::Article;
use crate::model::identity::ArticleKey;
use crate::text::sanitize::sanitize;
use crate::text::typeset::{Line, Rules, typeset};
use std::ops::Range;

/// The open issue and the article chosen in it.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The issue as the library gave it.
    pub opened: Box<Opened>,
    /// The identity of the issue and of its articles.
    identity: Identity,
    /// The titles, harmless to a terminal, and their lines where each has as many as it needs.
    titles: Vec<String>,
    /// The full titles; `None` where the pane has too few rows for them.
    roomy: Option<Roomy>,
    /// For each article that is the reprint of an earlier one, a word on where that stands.
    pub(crate) reprints: Vec<Option<String>>,
    /// The selected article.
    cursor: Cursor,
}

/// Every title at its full length, as long as all of them have room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roomy {
    /// The lines of each title, as byte ranges into [`Contents::title`].
    pub lines: Vec<Vec<Line>>,
    /// The rules they are set by.
    pub rules: Rules,
    /// Free rows between two articles.
    pub gap: u16,
}

impl Roomy {
    /// The rows of an article: its title, and one for source and date.
    pub fn rows(&self, index: usize) -> u16 {
        let lines = self.lines.get(index).map_or(0, Vec::len);
        u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(1)
    }
}

impl Contents {
    /// The contents of an issue, its first article chosen.
    pub fn new(opened: Box<Opened>) -> Self {
        let identity = Identity::of(&opened.issue);
        let title = |article: &Article| sanitize(&article.title).into_owned();
        let titles: Vec<String> = opened.issue.articles.iter().map(title).collect();
        let cursor = Cursor::of(titles.len());
        Self {
            opened,
            identity,
            titles,
            roomy: None,
            reprints: Vec::new(),
            cursor,
        }
    }

    /// The file of the issue.
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

    /// The identities of the articles, in order.
    pub fn keys(&self) -> &[ArticleKey] {
        &self.identity.keys
    }

    /// The index of the article with this key, a present or a former one.
    pub fn index_of(&self, key: ArticleKey) -> Option<usize> {
        self.identity.index_of(key)
    }

    /// The identity of the selected article.
    pub fn key(&self) -> Option<ArticleKey> {
        self.identity.keys.get(self.cursor.selected).copied()
    }

    /// The rows in sight.
    pub fn visible(&self) -> Range<usize> {
        if self.roomy.is_some() {
            return 0..self.articles().len();
        }
        self.cursor.visible()
    }

    /// The title of an article, harmless to a terminal.
    pub fn title(&self, index: usize) -> &str {
        self.titles.get(index).map_or("", String::as_str)
    }

    /// Source of an article and, of a reprint, the issue in which it stood before; empty where it has neither.
    pub fn origin(&self, index: usize) -> String {
        let source = self.articles().get(index).and_then(|a| a.source.as_deref());
        let reprint = self.reprints.get(index).and_then(Option::as_deref);
        let parts: Vec<&str> = reprint.into_iter().chain(source).collect();
        parts.join(" · ")
    }

    /// The titles at their full length, where all have room.
    pub fn roomy(&self) -> Option<&Roomy> {
        self.roomy.as_ref()
    }

    /// Adapts to the size of the pane: columns for a title, and rows in all.
    pub fn resize(&mut self, title_cols: u16, height: u16, rules: Rules) {
        self.cursor.resize(height);
        self.roomy = self.lay_out(title_cols, height, rules);
    }

    /// Sets every title at its full length; `None` where the rows do not suffice. Long contents are given up by their number
    /// alone, so that a report with thousands of articles costs nothing here.
    fn lay_out(&self, title_cols: u16, height: u16, rules: Rules) -> Option<Roomy> {
        let count = self.titles.len();
        if count == 0 || count * 2 > usize::from(height) || title_cols < 12 {
            return None;
        }
        let rules = Rules {
            indent_han: 0,
            ..rules
        };
        let lines = self
            .titles
            .iter()
            .map(|title| typeset(title, title_cols, &rules))
            .collect();
        let mut roomy = Roomy {
            lines,
            rules,
            gap: 0,
        };
        let rows: u16 = (0..count).map(|index| roomy.rows(index)).sum();
        let between = u16::try_from(count - 1).unwrap_or(u16::MAX);
        roomy.gap = u16::from(rows + between <= height);
        (rows <= height).then_some(roomy)
    }

    /// Selects an article by its index. True if the selection changed.
    pub fn select(&mut self, index: usize) -> bool {
        let before = self.cursor.selected;
        self.cursor.select(index);
        self.cursor.selected != before
    }

    /// Selects the article with this printed number, else the one at this position, counted from 1. True if the selection
    /// changed.
    pub fn select_number(&mut self, number: usize) -> bool {
        let printed = |article: &Article| usize::try_from(article.number) == Ok(number);
        let index = self.articles().iter().position(printed);
        self.select(index.unwrap_or(number.saturating_sub(1)))
    }

    /// Moves the selection by an action. True if it changed.
    pub fn apply(&mut self, action: Action) -> bool {
        self.cursor.apply(action)
    }

    /// Scrolls by rows. True if the selection changed. Contents at full length are all in sight and do not scroll.
    pub fn scroll(&mut self, rows: isize) -> bool {
        if self.roomy.is_some() {
            return false;
        }
        self.cursor.scroll(rows)
    }

    /// Returns the index of the article at a line of the pane.
    pub fn index_at(&self, line: u16) -> Option<usize> {
        let Some(roomy) = &self.roomy else {
            return self.cursor.row_at(line);
        };
        let mut below = 0;
        (0..self.articles().len()).find(|index| {
            below += roomy.rows(*index) + roomy.gap;
            line < below
        })
    }
}
