//! A line of text that is typed: the query of a search, the filter of a list.
//!
//! The cursor moves by grapheme clusters, so that an accent, a variation selector or an emoji of
//! several characters is never cut. Positions are bytes of the text.

use crate::app::action::Action;
use crate::app::input::Input;
use unicode_segmentation::UnicodeSegmentation;

/// The text typed and the cursor in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The text, without control characters.
    text: String,
    /// The offset of the cursor, in bytes; always between two grapheme clusters.
    cursor_byte: usize,
}

impl Field {
    /// A field that holds `text`, the cursor behind it.
    pub fn holding(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            cursor_byte: text.len(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> &str {
        self.text.get(..self.cursor_byte).unwrap_or_default()
    }

    /// The text behind the cursor.
    fn behind_cursor(&self) -> &str {
        self.text.get(self.cursor_byte..).unwrap_or_default()
    }

    /// Returns the field with an asterisk for each character, for a password on screen.
    pub fn masked(&self) -> Self {
        let stars = |text: &str| "*".repeat(text.graphemes(true).count());
        let (before, behind) = (stars(self.before_cursor()), stars(self.behind_cursor()));
        Self {
            cursor_byte: before.len(),
            text: before + &behind,
        }
    }

    /// Inserts a character before the cursor. Control characters are ignored.
    ///
    /// A control character, such as one of a broken paste, would be drawn as something else than it
    /// is.
    pub fn insert(&mut self, c: char) {
        if !c.is_control() {
            self.text.insert(self.cursor_byte, c);
            self.cursor_byte += c.len_utf8();
        }
    }

    /// Inserts pasted text; line ends and control characters become spaces.
    pub fn paste(&mut self, text: &str) {
        for c in text.trim().chars() {
            self.insert(if c.is_control() { ' ' } else { c });
        }
    }

    /// Handles an input that edits the text or moves the cursor. True if the text changed.
    pub fn handle(&mut self, input: &Input<'_>) -> bool {
        match input {
            Input::Action(action) => return self.apply(*action),
            Input::Char(c) => self.insert(*c),
            Input::Paste(text) => self.paste(text),
            _ => return false,
        }
        true
    }

    /// Moves the cursor or erases. True if the text changed.
    pub fn apply(&mut self, action: Action) -> bool {
        let before = self.before_cursor();
        // By clusters: a letter with its accent is one character for the reader.
        let left = before.graphemes(true).next_back().map_or(0, str::len);
        let right = self
            .behind_cursor()
            .graphemes(true)
            .next()
            .map_or(0, str::len);
        match action {
            Action::CursorLeft => self.cursor_byte -= left,
            Action::CursorRight => self.cursor_byte += right,
            Action::CursorStart => self.cursor_byte = 0,
            Action::CursorEnd => self.cursor_byte = self.text.len(),
            Action::EraseBack => return self.erase(left, 0),
            Action::EraseForward => return self.erase(0, right),
            Action::EraseWord => {
                // Blanks behind the word go with it, as in a shell.
                let word = before.trim_end();
                let tail = word
                    .split_word_bound_indices()
                    .next_back()
                    .map_or(0, |(at, _)| at);
                return self.erase(before.len() - tail, 0);
            }
            Action::EraseAll => return self.erase(before.len(), 0),
            _ => {}
        }
        false
    }

    /// Erases so many bytes before and behind the cursor.
    ///
    /// True if anything was erased.
    fn erase(&mut self, before: usize, behind: usize) -> bool {
        let start = self.cursor_byte - before;
        self.text
            .replace_range(start..self.cursor_byte + behind, "");
        self.cursor_byte = start;
        before + behind > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erasing_and_moving_go_by_what_is_seen_as_one_character() {
        let mut field = Field::holding("医保e\u{301}");
        assert!(field.apply(Action::EraseBack));
        assert_eq!(field.text(), "医保");
        field.apply(Action::CursorLeft);
        field.insert('疗');
        assert_eq!((field.text(), field.before_cursor()), ("医疗保", "医疗"));
        assert!(field.apply(Action::EraseForward));
        assert!(field.apply(Action::EraseAll));
        assert!(!field.apply(Action::EraseBack));
        assert_eq!(field.text(), "");
    }

    #[test]
    fn pasted_line_ends_and_controls_become_spaces() {
        let mut field = Field::default();
        field.paste("医保\n改革\u{1b}[2J\n");
        assert_eq!(field.text(), "医保 改革 [2J");
    }

    #[test]
    fn a_word_is_erased_with_the_space_behind_it() {
        let mut field = Field::holding("cloud health ");
        field.apply(Action::EraseWord);
        assert_eq!(field.text(), "cloud ");
    }
}
