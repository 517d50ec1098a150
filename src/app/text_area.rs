//! A field of several lines: a note that is typed, pasted, or written with an input method.
//!
//! The text is broken into rows by the same rules as an article, each line by itself. The cursor is
//! a byte of the text; its row and column follow from it. Ctrl-S keeps and Enter breaks the line,
//! which the key map of this context decides.

use crate::app::action::Action;
use crate::app::input::Input;
use crate::text::typeset::{Rules, columns, typeset};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The text, the cursor in it, and its rows at the width of the field.
#[derive(Debug, Clone, Default)]
pub struct TextArea {
    /// The text; its only control characters are line feeds.
    text: String,
    /// The offset of the cursor, in bytes; always between two grapheme clusters.
    cursor_byte: usize,
    /// The bytes of each row on screen.
    rows: Vec<Range<usize>>,
    /// The first row in sight.
    top: usize,
    /// The size of the field in columns and rows.
    size: (u16, u16),
    /// The rules by which lines are broken. Neither indent nor hanging marks, which would hide the cursor.
    rules: Rules,
}

impl TextArea {
    /// A field that holds `text`, the cursor behind it.
    pub fn holding(text: &str) -> Self {
        let mut area = Self::default();
        area.insert(text);
        area
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rows in sight.
    pub fn visible(&self) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().skip(self.top).take(self.size.1.into());
        rows.map(|row| self.text.get(row.clone()).unwrap_or_default())
    }

    /// The column and the row of the cursor within the field.
    pub fn cursor(&self) -> (u16, u16) {
        let row = self.row();
        let cols = self.column(row).min(usize::from(self.size.0));
        let cols = u16::try_from(cols).unwrap_or(u16::MAX);
        (
            cols,
            u16::try_from(row - self.top.min(row)).unwrap_or(u16::MAX),
        )
    }

    /// Adapts to a field of this size.
    pub fn resize(&mut self, cols: u16, rows: u16, rules: Rules) {
        self.size = (cols, rows);
        self.rules = Rules {
            // Of the user's rules only the width of characters counts here.
            ambiguous: rules.ambiguous,
            ..Rules::default()
        };
        self.set();
    }

    /// Handles an input that edits the text or moves the cursor. True if the text changed.
    pub fn handle(&mut self, input: &Input<'_>) -> bool {
        match input {
            Input::Action(action) => return self.apply(*action),
            Input::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Input::Paste(text) => self.insert(text),
            _ => return false,
        }
        true
    }

    /// Inserts text at the cursor. Every kind of line end becomes a line feed, a tab a space; other controls are dropped.
    fn insert(&mut self, text: &str) {
        let text = text
            // Old Mac and Unicode line ends come from pasted documents.
            .replace("\r\n", "\n")
            .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        let text = text.replace('\t', " ");
        let clean: String = text
            .chars()
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        self.text.insert_str(self.cursor_byte, &clean);
        self.cursor_byte += clean.len();
        self.set();
    }

    /// Moves the cursor, breaks the line or erases. True if the text changed.
    fn apply(&mut self, action: Action) -> bool {
        let before = self.text.get(..self.cursor_byte).unwrap_or_default();
        let behind = self.text.get(self.cursor_byte..).unwrap_or_default();
        let left = before.graphemes(true).next_back().map_or(0, str::len);
        let right = behind.graphemes(true).next().map_or(0, str::len);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        match action {
            Action::CursorLeft => self.cursor_byte -= left,
            Action::CursorRight => self.cursor_byte += right,
            Action::CursorStart => self.cursor_byte = line_start,
            Action::CursorEnd => self.cursor_byte += behind.find('\n').unwrap_or(behind.len()),
            Action::Up => self.step_row(false),
            Action::Down => self.step_row(true),
            Action::NewLine => {
                self.insert("\n");
                return true;
            }
            Action::EraseBack => return self.erase(left, 0),
            Action::EraseForward => return self.erase(0, right),
            Action::EraseWord => {
                let word = before.trim_end_matches(' ');
                let tail = word
                    .split_word_bound_indices()
                    .next_back()
                    .map_or(0, |(at, _)| at);
                return self.erase(before.len() - tail, 0);
            }
            // To the start of the line, as Ctrl-U does in a shell.
            Action::EraseAll => return self.erase(before.len() - line_start, 0),
            _ => return false,
        }
        self.reveal();
        false
    }

    /// Erases so many bytes before and behind the cursor.
    fn erase(&mut self, before: usize, behind: usize) -> bool {
        let start = self.cursor_byte - before;
        self.text
            .replace_range(start..self.cursor_byte + behind, "");
        self.cursor_byte = start;
        self.set();
        before + behind > 0
    }

    /// Breaks the text into rows anew.
    fn set(&mut self) {
        let (cols, _) = self.size;
        let mut start = 0;
        self.rows.clear();
        for line in self.text.split('\n') {
            let set = typeset(line, cols, &self.rules);
            let rows = set.into_iter().map(|row| row.range);
            self.rows
                .extend(rows.map(|row| start + row.start..start + row.end));
            // The line feed is a byte of the text and of no row.
            start += line.len() + 1;
        }
        self.reveal();
    }

    /// Brings the row of the cursor in sight.
    ///
    /// No blank rows are shown below the text while there are rows above.
    fn reveal(&mut self) {
        let (row, height) = (self.row(), usize::from(self.size.1.max(1)));
        let last = self.rows.len().saturating_sub(height);
        let top = self.top.clamp((row + 1).saturating_sub(height), row);
        self.top = top.min(last);
    }

    /// The index of the row with the cursor.
    fn row(&self) -> usize {
        let below = self
            .rows
            .partition_point(|row| row.start <= self.cursor_byte);
        below.saturating_sub(1)
    }

    /// The columns of the row before the cursor. Spaces at the end of a row count, which are on no row.
    fn column(&self, row: usize) -> usize {
        let start = self.rows.get(row).map_or(0, |row| row.start);
        columns(&self.text, start..self.cursor_byte, &self.rules)
    }

    /// Moves the cursor to the next or the previous row, to the same column as far as it is as long.
    ///
    /// Does nothing on the first and the last row.
    fn step_row(&mut self, down: bool) {
        let row = self.row();
        let column = self.column(row);
        let other = if down {
            Some(row + 1)
        } else {
            row.checked_sub(1)
        };
        let Some(range) = other.and_then(|other| self.rows.get(other)).cloned() else {
            return;
        };
        let text = self.text.get(range.clone()).unwrap_or_default();
        let ends = text
            .grapheme_indices(true)
            .map(|(at, c)| range.start + at + c.len());
        let fits =
            ends.take_while(|end| columns(&self.text, range.start..*end, &self.rules) <= column);
        self.cursor_byte = fits.last().unwrap_or(range.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(text: &str) -> TextArea {
        let mut area = TextArea::holding(text);
        area.resize(10, 3, Rules::default());
        area
    }

    #[test]
    fn pasted_lines_stay_lines_and_controls_are_dropped() {
        let mut area = area("");
        area.handle(&Input::Paste("请阅。\r\n抄送\u{1b}[2J\t各科"));
        assert_eq!(area.text(), "请阅。\n抄送[2J 各科");
        assert!(area.handle(&Input::Action(Action::NewLine)));
        area.handle(&Input::Char('甲'));
        assert!(area.text().ends_with("各科\n甲"));
    }

    #[test]
    fn the_cursor_moves_over_the_rows_of_the_screen_by_columns() {
        let mut area = area("一二三四五六七\nab");
        let rows: Vec<&str> = area.visible().collect();
        assert_eq!(rows, ["一二三四五", "六七", "ab"]);
        assert_eq!(area.cursor(), (2, 2));
        area.apply(Action::Up);
        assert_eq!(area.cursor(), (2, 1));
        area.apply(Action::CursorEnd);
        area.apply(Action::Up);
        assert_eq!(area.cursor(), (4, 0));
        area.apply(Action::EraseBack);
        assert_eq!(area.text(), "一三四五六七\nab");
        area.apply(Action::EraseAll);
        assert_eq!(area.text(), "三四五六七\nab");
    }

    #[test]
    fn the_row_of_the_cursor_is_always_in_sight() {
        let mut area = area("1\n2\n3\n4\n5");
        assert_eq!(area.visible().last(), Some("5"));
        for _ in 0..4 {
            area.apply(Action::Up);
        }
        assert_eq!(area.visible().next(), Some("1"));
        assert_eq!(area.cursor(), (1, 0));
    }
}
