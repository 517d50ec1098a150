//! The list of issues: newest first, one row each.

use crate::app::action::Action;
use crate::app::list::Cursor;
use crate::library::{Entry, Place};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// The issues found and the one chosen.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    entries: Vec<Entry>,
    cursor: Cursor,
    height: u16,
    /// Whether the reader has chosen a row: until then the newest stays chosen as rows appear.
    chosen: bool,
    /// Whether the choice stays on its issue whatever is listed: the library was read, what comes now is news.
    pinned: bool,
}

impl Shelf {
    /// All rows.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The chosen row.
    pub fn selected(&self) -> Option<&Entry> {
        self.entries.get(self.cursor.selected)
    }

    /// The rows in sight: their range and the index of the chosen one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (
            self.cursor.visible(self.entries.len(), self.height),
            self.cursor.selected,
        )
    }

    /// The library was read to its end: the choice stays where it is.
    pub fn pin(&mut self) {
        self.pinned = true;
    }

    /// Takes in rows that were found; the choice stays on its issue.
    pub fn list(&mut self, found: Vec<Entry>) {
        let keep = self
            .selected()
            .filter(|_| self.chosen || self.pinned)
            .map(|e| e.place.clone());
        let known: HashMap<Place, usize> = self
            .entries
            .iter()
            .enumerate()
            .map(|(i, e)| (e.place.clone(), i))
            .collect();
        for entry in found {
            match known
                .get(&entry.place)
                .and_then(|i| self.entries.get_mut(*i))
            {
                Some(old) => *old = entry,
                None => self.entries.push(entry),
            }
        }
        self.entries
            .sort_by_cached_key(|e| (Reverse((e.published, e.number)), e.place.clone()));
        self.keep_on(keep.as_ref());
    }

    /// Whether the reader has not chosen a row yet.
    pub fn is_fresh(&self) -> bool {
        !self.chosen
    }

    /// Chooses the first row that `is_it`. Whether there is one.
    pub fn choose(&mut self, is_it: impl Fn(&Entry) -> bool) -> bool {
        let row = self.entries.iter().position(is_it);
        if let Some(row) = row {
            self.chosen = true;
            self.cursor.select(row, self.entries.len(), self.height);
        }
        row.is_some()
    }

    /// Takes out rows that are there no longer.
    pub fn drop_places(&mut self, gone: &[Place]) {
        let keep = self.selected().map(|e| e.place.clone());
        self.entries.retain(|e| !gone.contains(&e.place));
        self.keep_on(keep.as_ref());
    }

    fn keep_on(&mut self, place: Option<&Place>) {
        if let Some(at) = place.and_then(|p| self.entries.iter().position(|e| e.place == *p)) {
            self.cursor.selected = at;
        }
        self.cursor.reveal(self.entries.len(), self.height);
    }

    /// Takes in the pane's height.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.cursor.reveal(self.entries.len(), height);
    }

    /// Moves the choice. Whether another issue is chosen now.
    pub fn apply(&mut self, action: Action) -> bool {
        self.chosen = true;
        self.cursor.apply(action, self.entries.len(), self.height)
    }

    /// Turns the wheel by so many rows. Whether another issue is chosen now.
    pub fn scroll(&mut self, rows: isize) -> bool {
        self.chosen = true;
        self.cursor.scroll(rows, self.entries.len(), self.height)
    }

    /// Chooses the row at a line of the pane. Whether there is one.
    pub fn press(&mut self, line: u16) -> bool {
        let row = self.cursor.row_at(line, self.entries.len());
        if let Some(row) = row {
            self.chosen = true;
            self.cursor.select(row, self.entries.len(), self.height);
        }
        row.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Status;

    fn entry(number: u32) -> Entry {
        Entry {
            number: Some(number),
            ..Entry::unread(Place::Sample(number as usize), Status::Read)
        }
    }

    fn numbers(shelf: &Shelf) -> Vec<u32> {
        shelf.entries().iter().filter_map(|e| e.number).collect()
    }

    #[test]
    fn newest_stand_first_and_stay_chosen_until_the_reader_chooses() {
        let mut shelf = Shelf::default();
        shelf.resize(10);
        shelf.list(vec![entry(2), entry(1)]);
        shelf.list(vec![entry(3)]);
        assert_eq!(numbers(&shelf), [3, 2, 1]);
        assert_eq!(shelf.selected().and_then(|e| e.number), Some(3));
        shelf.apply(Action::Down);
        shelf.list(vec![entry(5), entry(4), entry(2)]);
        assert_eq!(numbers(&shelf), [5, 4, 3, 2, 1]);
        assert_eq!(shelf.selected().and_then(|e| e.number), Some(2));
        shelf.drop_places(&[Place::Sample(5), Place::Sample(2)]);
        assert_eq!(numbers(&shelf), [4, 3, 1]);
    }
}
