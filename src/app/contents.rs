//! The contents of the open issue: a row for the lead where it has one, and one for each article.
//!
//! Rows and articles differ by one where the issue has a lead: rows count from the lead, indices
//! from the first article. The cursor is a row; everything outside asks for the index, the key or
//! the article. Titles are set at their full length as long as all of them fit the pane, else each
//! has one row.

pub use self::full_rows::{FullRow, FullRows};
use crate::app::action::Action;
use crate::app::list::Cursor;
use crate::app::reader::Reader;
use crate::library::identity::Identity;
use crate::library::{Opened, Place};
use crate::model::Article;
use crate::model::identity::ArticleKey;
use crate::text::sanitize::sanitize;
use crate::text::typeset::Rules;
use std::ops::Range;

mod full_rows;

/// The page with the facts about the open issue, below a short list of issues.
#[derive(Debug, Clone)]
pub struct IssueFacts {
    /// The row of the rule above the page, in rows from the top of the pane of the list.
    pub rule_row: u16,
    /// The page, as far as it is in sight.
    pub reader: Reader,
}

/// The open issue and the article chosen in it.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The issue as the library gave it.
    pub opened: Box<Opened>,
    /// The identity of the issue and of its articles.
    identity: Identity,
    /// The titles, harmless to a terminal.
    titles: Vec<String>,
    /// The rows at their full length; `None` where the pane has too few rows for them.
    full: Option<FullRows>,
    /// For each article that is the reprint of an earlier one, a word on where that stands.
    pub(crate) reprints: Vec<Option<String>>,
    /// The facts about the issue, where they have room below the list of issues.
    pub facts: Option<IssueFacts>,
    /// The rows above the first article: 1 for the lead, or 0.
    lead_rows: usize,
    /// The selected row.
    cursor: Cursor,
}

impl Contents {
    /// The contents of an issue, its first article chosen.
    pub fn new(opened: Box<Opened>) -> Self {
        let identity = Identity::of(&opened.issue);
        // Sanitized once for the issue, not for each frame.
        let title = |article: &Article| sanitize(&article.title).into_owned();
        let titles: Vec<String> = opened.issue.articles.iter().map(title).collect();
        let lead_rows = usize::from(!opened.issue.lead.is_empty());
        let mut cursor = Cursor::of(titles.len() + lead_rows);
        // The articles are what an issue is opened for; the lead is one step above them.
        cursor.select(lead_rows);
        Self {
            lead_rows,
            opened,
            identity,
            titles,
            full: None,
            reprints: Vec::new(),
            facts: None,
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

    /// The index of the chosen article; 0 at the lead.
    pub fn index(&self) -> usize {
        self.cursor.selected.saturating_sub(self.lead_rows)
    }

    /// True if the lead is chosen, which is no article.
    pub fn is_at_lead(&self) -> bool {
        self.cursor.selected < self.lead_rows
    }

    /// The index of the article in a row; `None` for the row of the lead.
    pub fn article_at(&self, row: usize) -> Option<usize> {
        row.checked_sub(self.lead_rows)
    }

    /// The chosen row.
    pub fn row(&self) -> usize {
        self.cursor.selected
    }

    /// The chosen article; `None` at the lead.
    pub fn selected(&self) -> Option<&Article> {
        self.articles().get(self.article_at(self.cursor.selected)?)
    }

    /// The identities of the articles, in order.
    pub fn keys(&self) -> &[ArticleKey] {
        &self.identity.keys
    }

    /// The index of the article with this key, a present or a former one.
    ///
    /// A former key is one that an earlier version gave to the article.
    pub fn index_of(&self, key: ArticleKey) -> Option<usize> {
        self.identity.index_of(key)
    }

    /// The identity of the selected article.
    pub fn key(&self) -> Option<ArticleKey> {
        let index = self.article_at(self.cursor.selected)?;
        self.identity.keys.get(index).copied()
    }

    /// The rows in sight.
    pub fn visible(&self) -> Range<usize> {
        if self.full.is_some() {
            return 0..self.cursor.rows();
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

    /// The rows at their full length, where all have room.
    pub fn full(&self) -> Option<&FullRows> {
        self.full.as_ref()
    }

    /// Adapts to the size of the pane: columns for a title, and rows in all.
    pub fn resize(&mut self, title_cols: u16, height: u16, rules: Rules) {
        self.cursor.resize(height);
        let issue = &self.opened.issue;
        let lead = (self.lead_rows > 0).then_some(issue.lead.as_slice());
        let size = (title_cols, height);
        self.full = FullRows::set(&self.titles, &issue.articles, lead, size, rules);
    }

    /// The rows that all rows at their full length take; `None` where they scroll.
    pub(crate) fn full_height(&self) -> Option<u16> {
        let height = self.full.as_ref()?.height();
        Some(u16::try_from(height).unwrap_or(u16::MAX))
    }

    /// Sets as many of the first articles at their full length as fit into columns for a title and rows. True if one does.
    ///
    /// For contents that are shown without a row for the lead and are not chosen from.
    pub(crate) fn set_head(&mut self, size: (u16, u16), rules: Rules) -> bool {
        self.lead_rows = 0;
        let articles = &self.opened.issue.articles;
        self.full = FullRows::head(&self.titles, articles, size, rules);
        self.cursor = Cursor::of(self.full.as_ref().map_or(0, |full| full.rows.len()));
        self.full.is_some()
    }

    /// Selects an article by its index. True if the selection changed.
    pub fn select(&mut self, index: usize) -> bool {
        self.select_row(index.saturating_add(self.lead_rows))
    }

    /// Selects a row. True if the selection changed.
    pub fn select_row(&mut self, row: usize) -> bool {
        let before = self.cursor.selected;
        self.cursor.select(row);
        self.cursor.selected != before
    }

    /// Selects the article after or before the chosen one, past the lead. True if there is one.
    pub fn step(&mut self, forward: bool) -> bool {
        let next = match (forward, self.is_at_lead()) {
            (true, true) => Some(0),
            (true, false) => Some(self.index() + 1),
            (false, true) => None,
            (false, false) => self.index().checked_sub(1),
        };
        next.is_some_and(|index| self.select(index))
    }

    /// Selects the article with this printed number, else the one at this position, counted from 1. True if the selection
    /// changed.
    pub fn select_number(&mut self, number: usize) -> bool {
        // Issues may print numbers that do not begin at 1, such as a continued list.
        let printed = |article: &Article| usize::try_from(article.number) == Ok(number);
        let index = self.articles().iter().position(printed);
        self.select(index.unwrap_or(number.saturating_sub(1)))
    }

    /// Moves the selection by an action. True if it changed.
    pub fn apply(&mut self, action: Action) -> bool {
        self.cursor.apply(action)
    }

    /// Scrolls by rows; the selection stays. Contents at full length are all in sight and do not scroll.
    pub fn scroll(&mut self, rows: isize) {
        if self.full.is_none() {
            self.cursor.roll(rows);
        }
    }

    /// Returns the row at a line of the pane.
    ///
    /// `None` below the last row.
    pub fn row_at(&self, line: u16) -> Option<usize> {
        let Some(full) = &self.full else {
            return self.cursor.row_at(line);
        };
        let mut below = 0;
        (0..self.cursor.rows()).find(|row| {
            below += full.rows(*row) + full.gap;
            line < below
        })
    }
}
