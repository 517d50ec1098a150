//! A cursor in a list of rows: what is chosen and which rows are in sight. It costs the same for ten rows and ten thousand.

use crate::app::action::Action;
use std::ops::Range;

/// The chosen row and the first row in sight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The chosen row, from 0.
    pub selected: usize,
    top: usize,
}

impl Cursor {
    /// The rows in sight of `len` in `height`.
    pub fn visible(&self, len: usize, height: u16) -> Range<usize> {
        let top = self.top.min(len);
        top..len.min(top + usize::from(height))
    }

    /// Chooses `row` and brings it in sight.
    pub fn select(&mut self, row: usize, len: usize, height: u16) {
        self.selected = row.min(len.saturating_sub(1));
        self.reveal(len, height);
    }

    /// Goes with the chosen row, which is now `row`: it stays on its line of the pane as far as there are rows around it.
    pub fn follow(&mut self, row: usize) {
        self.top = (self.top + row).saturating_sub(self.selected);
        self.selected = row;
    }

    /// Brings the chosen row in sight, after the list or the pane changed.
    pub fn reveal(&mut self, len: usize, height: u16) {
        let height = usize::from(height.max(1));
        self.selected = self.selected.min(len.saturating_sub(1));
        self.top = self
            .top
            .clamp((self.selected + 1).saturating_sub(height), self.selected)
            .min(len.saturating_sub(height));
    }

    /// Moves by an action. Whether another row is chosen now.
    pub fn apply(&mut self, action: Action, len: usize, height: u16) -> bool {
        let before = self.selected;
        let page = usize::from(height.saturating_sub(1).max(1));
        let half = usize::from((height / 2).max(1));
        let row = match action {
            Action::Down => before + 1,
            Action::Up => before.saturating_sub(1),
            Action::PageDown => before + page,
            Action::PageUp => before.saturating_sub(page),
            Action::HalfDown => before + half,
            Action::HalfUp => before.saturating_sub(half),
            Action::First => 0,
            Action::Last => len,
            _ => before,
        };
        self.select(row, len, height);
        self.selected != before
    }

    /// Scrolls by rows without choosing another row than the pane's edge makes necessary. Whether another row is chosen now.
    pub fn scroll(&mut self, rows: isize, len: usize, height: u16) -> bool {
        let before = self.selected;
        let height = usize::from(height.max(1));
        self.top = self
            .top
            .saturating_add_signed(rows)
            .min(len.saturating_sub(height));
        let last = (self.top + height - 1).min(len.saturating_sub(1));
        self.selected = self.selected.clamp(self.top.min(last), last);
        self.selected != before
    }

    /// The row at `line` of the pane, if there is one.
    pub fn row_at(&self, line: u16, len: usize) -> Option<usize> {
        Some(self.top + usize::from(line)).filter(|row| *row < len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_in_sight() {
        let mut cursor = Cursor::default();
        for action in [
            Action::Last,
            Action::Up,
            Action::PageUp,
            Action::HalfDown,
            Action::First,
            Action::Down,
        ] {
            cursor.apply(action, 10_000, 7);
            assert!(
                cursor.visible(10_000, 7).contains(&cursor.selected),
                "{action:?}"
            );
        }
        assert_eq!(cursor.selected, 1);
    }

    #[test]
    fn an_empty_list_has_nothing_in_sight_and_moves_nowhere() {
        let mut cursor = Cursor::default();
        assert!(!cursor.apply(Action::Down, 0, 5));
        assert!(!cursor.scroll(3, 0, 5));
        assert_eq!(cursor.visible(0, 5), 0..0);
        assert_eq!(cursor.row_at(0, 0), None);
    }

    #[test]
    fn the_wheel_moves_the_rows_and_drags_the_choice_along_only_at_the_edge() {
        let mut cursor = Cursor::default();
        cursor.select(4, 100, 5);
        assert!(!cursor.scroll(3, 100, 5));
        assert!(cursor.scroll(3, 100, 5));
        assert_eq!(cursor.selected, 6);
    }
}
