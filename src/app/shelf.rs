//! The list of issues: one row each, in an order, under headings that fold, narrowed by what is typed.
//!
//! All issues are kept in the order of the list; the rows are made from them whenever something
//! changes: the saved searches, then for each group a heading and its issues unless it is folded.
//! Rows hold indices, so a list of ten thousand issues is laid out without copying an entry.
//!
//! The selection is a row for the cursor and an issue for the user. When rows come or go it stays
//! on its issue, and its line of the screen stays too ([`Cursor::follow`]). Until the user has
//! selected something the newest issue stays selected instead, as it may still come.

use crate::app::action::Action;
use crate::app::list::Cursor;
use crate::app::marks::ArticleMarks;
use crate::library::{Entry, Place, twins};
use crate::model::identity::{HashedMap, HashedSet};
use filter::ShelfFilter;
use order::{Heading, ShelfOrder};
use saved::SavedRow;
use series::SeriesNames;
use std::collections::HashSet;
use std::ops::Range;

pub mod filter;
mod folding;
mod laying;
pub mod order;
pub mod saved;
pub mod series;
mod steps;

/// The issues found and the one chosen.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// All issues in the order of the list, folded or filtered away or not.
    entries: Vec<Entry>,
    /// The names of their series.
    series: SeriesNames,
    /// The rows of further files that hold an issue of `entries`.
    copies: Vec<Entry>,
    /// The ids of the files of all issues: a library has ten thousand of them, and each is looked up as it is listed.
    known: HashedSet,
    /// The number of issues with an unread article.
    pub unread_issues: usize,
    /// The saved searches, whose rows come first.
    saved: Vec<SavedRow>,
    /// The rows: saved searches, headings, and the issues that are neither folded nor filtered away.
    rows: Vec<ShelfRow>,
    /// The order of the list.
    order: ShelfOrder,
    /// The headings whose issues are hidden.
    folded: HashSet<Heading>,
    /// The folder that all folder headings lie in, as they begin.
    shared: String,
    /// The conditions of the issues in the list; without any there is no filter.
    filter: ShelfFilter,
    /// The number of issues that pass the filter.
    count: usize,
    /// The selected row.
    cursor: Cursor,
    /// Set once the reader selected a row, or reads the selected one. Until then the newest issue stays selected as rows
    /// appear.
    chosen: bool,
    /// Set once the library was read: the selection stays on its issue whatever is listed later.
    pinned: bool,
}

/// The appearance of the list: folded headings, filter, the selected row and its line in the pane.
#[derive(Debug, Clone)]
pub(crate) struct ShelfView {
    /// The headings whose rows are not shown.
    folded: HashSet<Heading>,
    /// The issues that are shown.
    filter: ShelfFilter,
    /// The selected row, by its name and not by its number.
    row: Option<Chosen>,
    /// The selected row and the first one in sight.
    cursor: Cursor,
    /// Set when the row was selected by hand.
    is_chosen: bool,
}

/// A chosen row, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Chosen {
    /// A year or a folder.
    Heading(Heading),
    /// An issue, by the id of its file.
    Issue(u64),
    /// A saved search, by its name.
    Saved(String),
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShelfRow {
    /// A heading, how many issues stand under it, and whether they are folded away.
    Heading(Heading, usize, bool),
    /// An issue, by its index among [`Shelf::entries`].
    Issue(usize),
    /// A saved search, by its index.
    Saved(usize),
}

impl ShelfRow {
    /// The heading of a heading row.
    fn heading(&self) -> Option<&Heading> {
        match self {
            Self::Heading(heading, ..) => Some(heading),
            Self::Issue(_) | Self::Saved(_) => None,
        }
    }
}

impl Shelf {
    /// All issues, folded or filtered away or not.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The names of the series.
    pub fn series(&self) -> &SeriesNames {
        &self.series
    }

    /// A row of the list.
    pub fn row(&self, at: usize) -> Option<&ShelfRow> {
        self.rows.get(at)
    }

    /// The issue of a row.
    pub fn entry(&self, row: &ShelfRow) -> Option<&Entry> {
        match row {
            ShelfRow::Issue(index) => self.entries.get(*index),
            ShelfRow::Heading(..) | ShelfRow::Saved(_) => None,
        }
    }

    /// The chosen issue; none where a heading is chosen.
    pub fn selected(&self) -> Option<&Entry> {
        self.entry(self.row(self.cursor.selected)?)
    }

    /// The rows in sight: their range and the index of the chosen one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// The order of the list.
    pub fn order(&self) -> ShelfOrder {
        self.order
    }

    /// Restores the order and the folded headings of the last run.
    pub fn restore_order(
        &mut self,
        order: ShelfOrder,
        folded: HashSet<Heading>,
        marks: &ArticleMarks,
    ) {
        self.folded = folded;
        self.set_order(order, marks);
    }

    /// True if there is a row for `place`.
    pub fn knows(&self, place: &Place) -> bool {
        self.known.contains(&place.id())
    }

    /// Keeps the selected issue selected: the reader does something with it.
    pub fn hold(&mut self) {
        self.chosen = true;
    }

    /// Keeps the selection where it is: the library was read to its end.
    pub fn pin(&mut self) {
        self.pinned = true;
    }

    /// Adds rows, or replaces those of the same file; the selection stays on its issue.
    pub fn list(&mut self, found: Vec<Entry>, marks: &ArticleMarks) {
        let mut renewed = HashedMap::default();
        for entry in found {
            let id = entry.meta.place.id();
            if self.known.insert(id) {
                self.entries.push(entry);
            } else {
                renewed.insert(id, entry);
            }
        }
        if !renewed.is_empty() {
            // A further copy of a report may have changed as well.
            for row in self.entries.iter_mut().chain(&mut self.copies) {
                if let Some(entry) = renewed.remove(&row.meta.place.id()) {
                    *row = entry;
                }
            }
        }
        self.join();
        // Reports in several formats become one row before anything is counted.
        self.arrange(marks);
    }

    /// Removes the rows of files that are gone; with an archive go its members.
    pub fn drop_places(&mut self, gone: &[Place], marks: &ArticleMarks) {
        let gone: HashedSet = gone.iter().map(Place::id).collect();
        let is_gone = |place: &Place| {
            // The path of an archive takes all of its members away.
            let file = place.file().map(Place::file_id);
            gone.contains(&place.id()) || file.is_some_and(|file| gone.contains(&file))
        };
        let keep = self.kept();
        let known = &mut self.known;
        self.entries.append(&mut self.copies);
        // A copy whose best file is gone becomes the row.
        self.entries.retain(|entry| {
            let is_gone = is_gone(&entry.meta.place);
            if is_gone {
                known.remove(&entry.meta.place.id());
            }
            !is_gone
        });
        self.join();
        self.order.sort(&mut self.entries, marks);
        self.lay_rows(keep);
    }

    /// Leaves one row for each report, whatever number of files hold it.
    fn join(&mut self) {
        self.entries.append(&mut self.copies);
        self.copies = twins::join(&mut self.entries);
        self.series = SeriesNames::of(&self.entries);
    }

    /// Sorts in another way; the choice stays on its issue.
    pub fn set_order(&mut self, order: ShelfOrder, marks: &ArticleMarks) {
        self.order = order;
        self.arrange(marks);
    }

    /// Narrows the list to the issues that pass `filter`. The first is selected if the selected one is not among them.
    ///
    /// The selected issue stays selected as long as it passes.
    pub fn set_filter(&mut self, filter: ShelfFilter) {
        let keep = self.kept();
        self.filter = filter;
        self.lay_rows(keep);
        let chosen = self.selected().map(|entry| entry.meta.place.id());
        if chosen.is_none() || chosen != keep {
            let first = (0..self.rows.len()).find(|row| self.is_issue(*row));
            self.cursor.select(first.unwrap_or(0));
        }
    }

    /// Shows the whole list again, with the issue at `open` selected.
    pub fn clear_filter(&mut self, open: Option<&Place>) {
        self.set_filter(ShelfFilter::default());
        if let Some(place) = open {
            self.return_to(place);
        }
    }

    /// Returns the appearance of the list, to be restored later.
    pub(crate) fn view(&self) -> ShelfView {
        ShelfView {
            folded: self.folded.clone(),
            filter: self.filter.clone(),
            row: self
                .row(self.cursor.selected)
                .and_then(|row| self.chosen_by(row)),
            cursor: self.cursor,
            is_chosen: self.chosen,
        }
    }

    /// Restores an appearance, as far as its rows are still there.
    pub(crate) fn restore(&mut self, view: ShelfView) {
        // The cursor last: its rows exist only once the list is laid.
        (self.folded, self.filter, self.chosen) = (view.folded, view.filter, view.is_chosen);
        self.lay_rows(None);
        let is_it = |row: &ShelfRow| self.chosen_by(row) == view.row;
        if let Some(at) = self.rows.iter().position(is_it) {
            self.cursor.restore(view.cursor);
            self.cursor.follow(at);
        }
        self.cursor.set_len(self.rows.len());
    }

    /// Names a row so that it is found again in a list laid anew.
    fn chosen_by(&self, row: &ShelfRow) -> Option<Chosen> {
        match row {
            ShelfRow::Heading(heading, ..) => Some(Chosen::Heading(heading.clone())),
            ShelfRow::Saved(_) => Some(Chosen::Saved(self.saved(row)?.name.clone())),
            ShelfRow::Issue(index) => self
                .entries
                .get(*index)
                .map(|e| Chosen::Issue(e.meta.place.id())),
        }
    }

    /// True if the list is narrowed.
    pub fn is_filtered(&self) -> bool {
        !self.filter.is_empty()
    }

    /// The number of issues that pass the filter, folded away or not.
    pub fn count(&self) -> usize {
        self.count
    }

    /// True if a heading or a saved search is selected, which has no article to act on.
    pub fn is_on_heading(&self) -> bool {
        let row = self.row(self.cursor.selected);
        matches!(row, Some(ShelfRow::Heading(..) | ShelfRow::Saved(_)))
    }

    /// True if the list has headings at all.
    fn has_headings(&self) -> bool {
        self.rows
            .iter()
            .any(|row| matches!(row, ShelfRow::Heading(..)))
    }

    /// True if the row is an issue.
    fn is_issue(&self, row: usize) -> bool {
        matches!(self.row(row), Some(ShelfRow::Issue(_)))
    }

    /// True until the reader selects a row.
    pub fn is_fresh(&self) -> bool {
        !self.chosen
    }

    /// Puts the choice back on an issue, if it is in the list now and neither folded nor filtered away.
    pub fn return_to(&mut self, place: &Place) {
        let is_it = |row: &ShelfRow| self.entry(row).is_some_and(|entry| entry.is_at(place));
        if let Some(row) = self.rows.iter().position(is_it) {
            self.cursor.follow(row);
            self.cursor.set_len(self.rows.len());
        }
    }

    /// Selects the first issue that `is_it`; its heading is unfolded and the filter cleared if need be. True if there is one.
    pub fn choose(&mut self, is_it: impl Fn(&Entry) -> bool) -> bool {
        let Some(index) = self.entries.iter().position(is_it) else {
            return false;
        };
        let row = |shelf: &Self| {
            shelf
                .rows
                .iter()
                .position(|row| *row == ShelfRow::Issue(index))
        };
        if row(self).is_none() {
            if let Some(heading) = self.entries.get(index).and_then(|e| self.order.heading(e)) {
                self.folded.remove(&heading);
            }
            self.filter = ShelfFilter::default();
            // A jump to an issue must not fail because the list is narrowed.
            self.lay_rows(None);
        }
        let Some(row) = row(self) else { return false };
        self.chosen = true;
        self.cursor.select(row);
        true
    }

    /// Adapts to the height of the pane, in rows.
    pub fn resize(&mut self, height: u16) {
        self.cursor.resize(height);
    }

    /// Moves the selection by an action. True if it changed.
    pub fn apply(&mut self, action: Action) -> bool {
        self.chosen = true;
        self.cursor.apply(action)
    }

    /// Scrolls by rows; the selection stays.
    pub fn scroll(&mut self, rows: isize) {
        self.chosen = true;
        self.cursor.roll(rows);
    }

    /// Selects the row at a line of the pane. True if there is one.
    pub fn press(&mut self, line: u16) -> bool {
        let is_row = self.cursor.press(line);
        self.chosen |= is_row;
        is_row
    }
}

#[cfg(test)]
mod tests;
