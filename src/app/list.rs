//! A cursor in a list of rows: the selected row and the rows in sight. Every operation costs the same for ten rows and for
//! ten thousand.
//!
//! The cursor knows numbers of rows alone, not what they hold. Two invariants hold after every
//! call: the selected row exists (if any row does), and it is in sight, except after
//! [`Cursor::show`] and [`Cursor::roll`], which bring other rows in sight until the next move.

use crate::app::action::Action;
use std::ops::Range;

/// The selected row and the first row in sight of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The selected row, from 0.
    pub selected: usize,
    /// The first row in sight.
    top: usize,
    /// Rows of the whole list.
    len: usize,
    /// Rows that fit on the screen.
    height: u16,
    /// Set while other rows are in sight than the selected one, until the next move.
    is_away: bool,
}

impl Cursor {
    /// A cursor at the first of `len` rows.
    pub fn of(len: usize) -> Self {
        Self {
            len,
            ..Self::default()
        }
    }

    /// Rows of the whole list.
    pub fn rows(&self) -> usize {
        self.len
    }

    /// Rows that fit on the screen.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// The rows in sight.
    pub fn visible(&self) -> Range<usize> {
        let top = self.top.min(self.len);
        top..self.len.min(top + usize::from(self.height))
    }

    /// Sets the number of rows; the cursor stays inside.
    pub fn set_len(&mut self, len: usize) {
        self.len = len;
        self.reveal();
    }

    /// Sets the number of rows that fit on the screen; the selected row stays in sight.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.reveal();
    }

    /// Selects the first row of a list of `len` rows.
    pub fn reset(&mut self, len: usize) {
        self.is_away = false;
        (self.selected, self.top, self.len) = (0, 0, len);
    }

    /// Takes over the selected row and the rows in sight of a cursor in the same list.
    pub fn restore(&mut self, earlier: Cursor) {
        (self.selected, self.top) = (earlier.selected, earlier.top);
        self.is_away = earlier.is_away;
    }

    /// Selects `row`, or the last row where there are fewer, and brings it in sight.
    pub fn select(&mut self, row: usize) {
        self.is_away = false;
        self.selected = row;
        self.reveal();
    }

    /// Follows the selected row to `row`, to which the list moved it: it stays on its line of the screen as far as there are
    /// rows around it. To be completed by [`Cursor::set_len`] or [`Cursor::resize`].
    pub fn follow(&mut self, row: usize) {
        self.top = (self.top + row).saturating_sub(self.selected);
        self.selected = row;
    }

    /// Brings another row in sight, without selecting it: together with the selected row where both fit, otherwise alone
    /// until the next move.
    pub fn show(&mut self, row: usize) {
        let height = usize::from(self.height.max(1));
        let both = row.min(self.selected)..row.max(self.selected);
        self.is_away = both.len() >= height;
        if self.is_away || row < self.top {
            // One row more above, which is often the heading of its group.
            self.top = row.saturating_sub(usize::from(height > 1));
        } else if row >= self.top + height {
            self.top = (row + 1).saturating_sub(height);
        }
        self.reveal();
    }

    /// Scrolls to the first row, if the selected one stays in sight.
    pub fn show_top(&mut self) {
        if self.selected < usize::from(self.height) {
            self.top = 0;
        }
    }

    /// Brings the selected row in sight.
    fn reveal(&mut self) {
        let height = usize::from(self.height.max(1));
        self.selected = self.selected.min(self.len.saturating_sub(1));
        if self.is_away {
            self.top = self.top.min(self.len.saturating_sub(height));
            return;
        }
        self.top = self
            .top
            .clamp((self.selected + 1).saturating_sub(height), self.selected)
            .min(self.len.saturating_sub(height));
    }

    /// Moves by an action. True if another row is selected afterwards.
    pub fn apply(&mut self, action: Action) -> bool {
        let before = self.selected;
        // One row of the old page stays in sight.
        let page = usize::from(self.height.saturating_sub(1).max(1));
        let half = usize::from((self.height / 2).max(1));
        self.select(match action {
            Action::Down => before + 1,
            Action::Up => before.saturating_sub(1),
            Action::PageDown => before + page,
            Action::PageUp => before.saturating_sub(page),
            Action::HalfDown => before + half,
            Action::HalfUp => before.saturating_sub(half),
            Action::First => 0,
            // `select` clamps it to the last row.
            Action::Last => self.len,
            _ => before,
        });
        self.selected != before
    }

    /// Moves by one row. True if another row is selected afterwards.
    pub fn step(&mut self, down: bool) -> bool {
        self.apply(if down { Action::Down } else { Action::Up })
    }

    /// Scrolls by rows, downwards where positive. The selection stays as it is, out of sight or not.
    pub fn roll(&mut self, rows: isize) {
        let height = usize::from(self.height.max(1));
        self.top = self
            .top
            .saturating_add_signed(rows)
            .min(self.len.saturating_sub(height));
        self.is_away = !(self.top..self.top + height).contains(&self.selected);
    }

    /// Scrolls by rows, downwards where positive. The selection changes only where its row would leave the screen. True if
    /// another row is selected afterwards.
    pub fn scroll(&mut self, rows: isize) -> bool {
        let before = self.selected;
        self.is_away = false;
        let height = usize::from(self.height.max(1));
        self.top = self
            .top
            .saturating_add_signed(rows)
            .min(self.len.saturating_sub(height));
        // The selection is pushed along at the edge that it would leave.
        let last = (self.top + height - 1).min(self.len.saturating_sub(1));
        self.selected = self.selected.clamp(self.top.min(last), last);
        self.selected != before
    }

    /// Returns the row at `line` of the screen.
    pub fn row_at(&self, line: u16) -> Option<usize> {
        Some(self.top + usize::from(line)).filter(|row| *row < self.len)
    }

    /// Selects the row at `line` of the screen. True if there is one.
    pub fn press(&mut self, line: u16) -> bool {
        let row = self.row_at(line);
        if let Some(row) = row {
            self.select(row);
        }
        row.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(len: usize, height: u16) -> Cursor {
        Cursor {
            height,
            ..Cursor::of(len)
        }
    }

    #[test]
    fn the_chosen_row_is_always_in_sight() {
        let mut cursor = cursor(10_000, 7);
        for action in [
            Action::Last,
            Action::Up,
            Action::PageUp,
            Action::HalfDown,
            Action::First,
            Action::Down,
        ] {
            cursor.apply(action);
            assert!(cursor.visible().contains(&cursor.selected), "{action:?}");
        }
        assert_eq!(cursor.selected, 1);
    }

    #[test]
    fn a_row_is_shown_without_being_selected_until_the_next_move() {
        let mut cursor = cursor(100, 5);
        cursor.select(50);
        cursor.show(48);
        assert!(cursor.visible().contains(&48) && cursor.visible().contains(&50));
        cursor.show(3);
        cursor.resize(5);
        assert!(cursor.visible().contains(&3) && cursor.selected == 50);
        cursor.apply(Action::Down);
        assert!(cursor.visible().contains(&51));
    }

    #[test]
    fn an_empty_list_has_nothing_in_sight_and_moves_nowhere() {
        let mut cursor = cursor(0, 5);
        assert!(!cursor.apply(Action::Down));
        assert!(!cursor.scroll(3));
        assert_eq!(cursor.visible(), 0..0);
        assert_eq!(cursor.row_at(0), None);
    }

    #[test]
    fn rows_roll_past_the_selected_one_until_the_next_move() {
        let mut cursor = cursor(100, 5);
        cursor.roll(30);
        cursor.resize(5);
        assert_eq!((cursor.visible(), cursor.selected), (30..35, 0));
        cursor.roll(-28);
        cursor.apply(Action::Down);
        assert_eq!((cursor.visible(), cursor.selected), (1..6, 1));
        cursor.roll(500);
        assert_eq!(cursor.visible(), 95..100);
    }

    #[test]
    fn the_wheel_moves_the_rows_and_drags_the_choice_along_only_at_the_edge() {
        let mut cursor = cursor(100, 5);
        cursor.select(4);
        assert!(!cursor.scroll(3));
        assert!(cursor.scroll(3));
        assert_eq!(cursor.selected, 6);
    }
}
