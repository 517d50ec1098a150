//! The choice of a theme, previewed as one moves.

use crate::app::action::Action;
use crate::app::list::Cursor;
use std::ops::Range;

/// The names and the one chosen.
#[derive(Debug, Clone)]
pub struct Themes {
    /// Every theme there is.
    pub names: Vec<String>,
    /// The theme to go back to.
    pub before: String,
    cursor: Cursor,
    height: u16,
}

impl Themes {
    /// The choice, standing at the theme in use.
    pub fn new(names: Vec<String>, current: &str) -> Self {
        let mut themes = Self {
            names,
            before: current.to_owned(),
            cursor: Cursor::default(),
            height: 1,
        };
        themes.stand_at(current);
        themes
    }

    /// Takes in the themes there are, found meanwhile.
    pub fn replace(&mut self, names: Vec<String>) {
        let current = self.selected().to_owned();
        self.names = names;
        self.stand_at(&current);
    }

    fn stand_at(&mut self, name: &str) {
        let at = self.names.iter().position(|n| n == name).unwrap_or(0);
        self.cursor.select(at, self.names.len(), self.height);
    }

    /// The name chosen.
    pub fn selected(&self) -> &str {
        self.names
            .get(self.cursor.selected)
            .map_or(self.before.as_str(), String::as_str)
    }

    /// The rows in sight and the one chosen.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (
            self.cursor.visible(self.names.len(), self.height),
            self.cursor.selected,
        )
    }

    /// Takes in the height of the list.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.cursor.reveal(self.names.len(), height);
    }

    /// Moves the choice.
    pub fn apply(&mut self, action: Action) {
        self.cursor.apply(action, self.names.len(), self.height);
    }

    /// Chooses the row at a line of the list. Whether there is one.
    pub fn press(&mut self, line: u16) -> bool {
        let row = self.cursor.row_at(line, self.names.len());
        if let Some(row) = row {
            self.cursor.select(row, self.names.len(), self.height);
        }
        row.is_some()
    }
}
