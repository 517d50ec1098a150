//! The saved searches above the issues, each with the number of articles that it finds.

use super::{Shelf, ShelfRow};

/// The row of a saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedRow {
    /// The name, without `@`.
    pub name: String,
    /// The number of articles that it finds; `None` until they were counted, or where the query has a mistake.
    pub count: Option<usize>,
}

impl Shelf {
    /// Puts a row for each saved search above the issues. The selection stays where it is; a list that shows its beginning
    /// still does.
    pub fn set_saved(&mut self, names: impl IntoIterator<Item = String>) {
        let row = |name| SavedRow { name, count: None };
        let saved: Vec<SavedRow> = names.into_iter().map(row).collect();
        if saved.len() == self.saved.len()
            // Counts would be lost without this, since the rows are laid whenever a count is asked
            // for.
            && saved.iter().zip(&self.saved).all(|(a, b)| a.name == b.name)
        {
            return;
        }
        let keep = self.kept();
        let is_at_top = self.cursor.visible().start <= self.saved.len();
        self.saved = saved;
        self.lay_rows(keep);
        if is_at_top {
            // The selected issue keeps its line otherwise, and the new rows would stand above the first line.
            self.cursor.show_top();
        }
    }

    /// Sets the numbers of articles, in the order of the rows.
    ///
    /// A list of another length, from before a search was saved, fills what it can.
    pub fn set_saved_counts(&mut self, counts: Vec<Option<usize>>) {
        for (row, count) in self.saved.iter_mut().zip(counts) {
            row.count = count;
        }
    }

    /// The saved search of a row.
    pub fn saved(&self, row: &ShelfRow) -> Option<&SavedRow> {
        match row {
            ShelfRow::Saved(index) => self.saved.get(*index),
            _ => None,
        }
    }

    /// The selected saved search.
    pub fn selected_saved(&self) -> Option<&SavedRow> {
        self.saved(self.row(self.cursor.selected)?)
    }
}
