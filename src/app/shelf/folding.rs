//! Headings that fold: what is folded, what folders are called, and where what is folded away is found.
//!
//! Folding is remembered by the heading itself, a year or a folder, so that it holds in every order
//! that has this heading and over restarts. An issue that is folded away is still found by jumps;
//! going back to the last place leaves its heading folded and selects the heading.

use super::order::{self, Heading};
use super::{Shelf, ShelfRow};
use crate::library::{Entry, Place};
use std::cmp::Ordering;
use std::path::is_separator;

impl Shelf {
    /// Returns the name of a folder in the list: its path inside the folder that holds all others, or its own name where it is
    /// that folder.
    pub fn folder_name<'a>(&self, folder: &'a str) -> &'a str {
        let name = folder.strip_prefix(&self.shared).unwrap_or(folder);
        // The folder that holds all others has nothing left after the shared part.
        if name.is_empty() || self.shared.trim_end_matches(is_separator) == name {
            return folder.rsplit(is_separator).next().unwrap_or(folder);
        }
        name
    }

    /// The years and the folders that are folded away.
    pub fn folded(&self) -> (Vec<i16>, Vec<String>) {
        let (mut years, mut folders) = (Vec::new(), Vec::new());
        for heading in &self.folded {
            match heading {
                Heading::Year(year) => years.push(*year),
                Heading::Folder(folder) => folders.push(folder.clone()),
            }
        }
        // A set has no order, and equal places must be stored as equal.
        years.sort_unstable();
        folders.sort_unstable();
        (years, folders)
    }

    /// Folds what stands under the chosen heading, or under that of the chosen issue; or unfolds it. Whether there is one.
    pub fn toggle_fold(&mut self) -> bool {
        let heading = match self.row(self.cursor.selected) {
            Some(ShelfRow::Heading(heading, ..)) => Some(heading.clone()),
            Some(row) => self.entry(row).and_then(|entry| self.order.heading(entry)),
            None => None,
        };
        let Some(heading) = heading.filter(|_| self.has_headings()) else {
            return false;
        };
        if !self.folded.remove(&heading) {
            self.folded.insert(heading.clone());
        }
        self.lay_rows(None);
        let is_it = |row: &ShelfRow| matches!(row, ShelfRow::Heading(one, ..) if *one == heading);
        if let Some(row) = self.rows.iter().position(is_it) {
            self.cursor.select(row);
        }
        true
    }

    /// Chooses the first issue that `is_it`, or where it is folded away the heading that it stands under; answers its place.
    pub fn go_back(&mut self, is_it: impl Fn(&Entry) -> bool) -> Option<Place> {
        let place = self
            .entries
            .iter()
            .find(|entry| is_it(entry))?
            .meta
            .place
            .clone();
        match self.row_of_fold(place.id()) {
            Some(row) => {
                self.chosen = true;
                self.cursor.select(row);
            }
            None => drop(self.choose(|entry| entry.is_at(&place))),
        }
        Some(place)
    }

    /// The issues that pass the filter, folded away or not, in the order of the list.
    pub fn filtered(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| self.filter.keeps(entry))
    }

    /// The issues of the list that are not newer than `here`, itself among them.
    pub fn not_newer<'a>(&'a self, here: &'a Entry) -> impl Iterator<Item = &'a Entry> {
        // By age and not by row, so that it means the same in every order of the list.
        self.filtered()
            .filter(|entry| order::newest_first(here, entry).is_le())
    }

    /// Returns the issue of the list that `is_it`: `here` itself, else the nearest newer, else the nearest older.
    ///
    /// Newer and older are by date and number, whatever the order of the list.
    pub fn nearest(&self, here: Option<&Entry>, is_it: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        let order =
            // Without an issue at hand every other one counts as older, so that the newest is the
            // nearest.
            |entry: &Entry| here.map_or(Ordering::Greater, |here| order::newest_first(entry, here));
        let all = || self.filtered().filter(|entry| is_it(entry));
        let same = all().find(|entry| order(entry).is_eq());
        let by_age = |a: &&Entry, b: &&Entry| order::newest_first(a, b);
        let newer = || all().filter(|e| order(e).is_lt()).max_by(by_age);
        let older = || all().filter(|e| order(e).is_gt()).min_by(by_age);
        same.or_else(newer).or_else(older)
    }

    /// The row of a heading.
    pub(super) fn row_of_heading(&self, heading: &Heading) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| row.heading() == Some(heading))
    }

    /// The row of the heading that the issue of this id is folded away under.
    pub(super) fn row_of_fold(&self, id: u64) -> Option<usize> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.meta.place.id() == id)?;
        let heading = self.order.heading(entry);
        self.row_of_heading(heading.as_ref().filter(|one| self.folded.contains(one))?)
    }
}
