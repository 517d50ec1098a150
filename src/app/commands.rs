//! The list of commands: the help on `?` and the palette on `:`. Both are made from the live keymap, narrow while one types,
//! and run what Enter is pressed on.

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::keymap::{Context, Keymap};
use crate::app::list::Cursor;
use crate::lang::Lang;
use crate::text::fold::fold_char;
use std::ops::Range;

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The help: keys first.
    Help,
    /// The palette: names first.
    Palette,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Its keys, spelt out.
    pub keys: String,
    /// What it does, in words.
    pub help: &'static str,
}

/// The commands that match what was typed.
#[derive(Debug, Clone)]
pub struct Commands {
    /// Help or palette.
    pub kind: Kind,
    /// What was typed.
    pub field: Field,
    all: Vec<Command>,
    shown: Vec<usize>,
    cursor: Cursor,
    height: u16,
}

impl Commands {
    /// All commands that make sense where `context` is.
    pub fn new(kind: Kind, keymap: &Keymap, context: Context, lang: Lang, height: u16) -> Self {
        let command = |action: Action| Command {
            action,
            keys: keymap.keys_for(context, action).join("  "),
            help: action.help().get(lang),
        };
        let all: Vec<Command> = Action::ALL
            .iter()
            .copied()
            .filter(|a| a.is_command())
            .map(command)
            .collect();
        let shown = (0..all.len()).collect();
        Self {
            kind,
            field: Field::default(),
            all,
            shown,
            cursor: Cursor::default(),
            height,
        }
    }

    /// The rows in sight, and which of all that match is chosen.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (
            self.cursor.visible(self.shown.len(), self.height),
            self.cursor.selected,
        )
    }

    /// A row of those that match.
    pub fn row(&self, at: usize) -> Option<&Command> {
        self.all.get(*self.shown.get(at)?)
    }

    /// How many match.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether none matches.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The command chosen.
    pub fn selected(&self) -> Option<Action> {
        self.row(self.cursor.selected).map(|c| c.action)
    }

    /// Takes in the height of the list.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.cursor.reveal(self.shown.len(), height);
    }

    /// Moves the choice or edits the field.
    pub fn apply(&mut self, action: Action) {
        if self.field.apply(action) {
            self.filter();
        }
        self.cursor.apply(action, self.shown.len(), self.height);
    }

    /// Types a character.
    pub fn insert(&mut self, c: char) {
        self.field.insert(c);
        self.filter();
    }

    /// Takes in pasted text.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
        self.filter();
    }

    /// Turns the wheel by so many rows.
    pub fn scroll(&mut self, rows: isize) {
        self.cursor.scroll(rows, self.shown.len(), self.height);
    }

    /// Chooses the row at a line of the list. Whether there is one.
    pub fn press(&mut self, line: u16) -> bool {
        let row = self.cursor.row_at(line, self.shown.len());
        if let Some(row) = row {
            self.cursor.select(row, self.shown.len(), self.height);
        }
        row.is_some()
    }

    fn filter(&mut self) {
        let words: Vec<String> = self.field.text().split_whitespace().map(fold).collect();
        let score = |command: &Command| -> Option<u8> {
            words
                .iter()
                .map(|word| closeness(command, word))
                .try_fold(0, |sum, s| Some(sum + s?))
        };
        let mut scored: Vec<(u8, usize)> = self
            .all
            .iter()
            .enumerate()
            .filter_map(|(at, c)| Some((score(c)?, at)))
            .collect();
        scored.sort_unstable();
        self.shown = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = Cursor::default();
    }
}

fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// How far a command is from a word: 0 a key or its name, 1 part of its name or help, 2 its letters in order; `None` no match.
fn closeness(command: &Command, word: &str) -> Option<u8> {
    let name = command.action.name();
    if name == word || command.keys.split_whitespace().any(|key| fold(key) == word) {
        return Some(0);
    }
    let help = fold(command.help);
    if help.contains(word) || name.contains(word) {
        return Some(1);
    }
    (in_order(name, word) || in_order(&help, word)).then_some(2)
}

fn in_order(text: &str, letters: &str) -> bool {
    let mut rest = text.chars();
    letters.chars().all(|letter| rest.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(typed: &str) -> Commands {
        let keymap = Keymap::shipped();
        let mut commands = Commands::new(Kind::Palette, &keymap, Context::Reader, Lang::Zh, 10);
        typed.chars().for_each(|c| commands.insert(c));
        commands
    }

    #[test]
    fn a_command_is_found_by_its_chinese_help_its_name_its_letters_and_its_key() {
        for typed in ["复制", "copy-link", "cpylnk", "y", "ＣＯＰＹ"] {
            assert_eq!(palette(typed).selected(), Some(Action::CopyLink), "{typed}");
        }
        assert_eq!(palette("没有这个").selected(), None);
        assert_eq!(
            palette("").len(),
            Action::ALL.iter().filter(|a| a.is_command()).count()
        );
    }

    #[test]
    fn every_command_is_found_by_its_name() {
        for action in Action::ALL.iter().filter(|action| action.is_command()) {
            assert_eq!(palette(action.name()).selected(), Some(*action));
        }
    }

    #[test]
    fn the_keys_shown_are_the_live_ones() {
        let commands = palette("quit");
        let quit = (0..commands.len())
            .filter_map(|at| commands.row(at))
            .find(|c| c.action == Action::Quit);
        assert_eq!(quit.map(|c| c.keys.as_str()), Some("q  Ctrl-C"));
    }
}
