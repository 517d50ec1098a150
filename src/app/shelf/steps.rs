//! Steps through the rows of the list, past headings and saved searches.

use super::{Shelf, ShelfRow};
use crate::library::Entry;
use crate::state::NewArticles;

impl Shelf {
    /// Selects the next or the previous issue, past headings. True if there is one.
    ///
    /// The selection does not go round the ends.
    pub fn step(&mut self, down: bool) -> bool {
        let before = self.cursor.selected;
        let is_issue = |at: &usize| self.is_issue(*at);
        let row = if down {
            (before + 1..self.rows.len()).find(is_issue)
        } else {
            (0..before).rev().find(is_issue)
        };
        if let Some(row) = row {
            self.chosen = true;
            self.cursor.select(row);
        }
        row.is_some()
    }

    /// The issue below the selected row, past headings.
    pub fn issue_below(&self) -> Option<&Entry> {
        let mut below = self.rows.iter().skip(self.cursor.selected + 1);
        below.find_map(|row| self.entry(row))
    }

    /// The number of issues that stand folded away above or below the selected row.
    pub fn folded_beyond(&self, down: bool) -> usize {
        let (above, below) = self
            .rows
            .split_at(self.cursor.selected.min(self.rows.len()));
        let beyond = if down { below } else { above };
        let folded = beyond.iter().map(|row| match row {
            ShelfRow::Heading(_, issues, true) => *issues,
            _ => 0,
        });
        folded.sum()
    }

    /// Brings the first issue with a new article in sight; the selection stays.
    ///
    /// Folded issues stay folded.
    pub fn show_new(&mut self, new: &NewArticles) {
        let is_new = |row: &ShelfRow| {
            let entry = self.entry(row);
            entry.is_some_and(|entry| new.has_any(&entry.meta.identity.keys))
        };
        if let Some(row) = self.rows.iter().position(is_new) {
            self.cursor.show(row);
        }
    }

    /// Selects a row by its index. True if the selection changed.
    ///
    /// Rows count from 0; one behind the last selects the last.
    pub fn go_to_row(&mut self, row: usize) -> bool {
        let before = self.cursor.selected;
        self.chosen = true;
        self.cursor.select(row);
        self.cursor.selected != before
    }

    /// True if an issue stands below the selected row.
    pub fn has_issue_below(&self) -> bool {
        self.issue_below().is_some()
    }
}
