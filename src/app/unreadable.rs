//! The file that is chosen and cannot be shown: which file it is, why, and what to do.
//!
//! The article pane shows it as long as the file is chosen; the message in the status line goes with
//! the next key.

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::lang::Words;
use crate::library::{Entry, Status};

/// Stands before the path of the file.
const PATH: Words = Words::new("文件：{}", "File: {}");
/// The key that opens the file with the program that made it.
const OPEN_FILE: Words = Words::new(
    "按 {} 用原来的程序打开这个文件",
    "{} opens the file in its own program",
);

/// A file that cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The name of the file.
    pub name: String,
    /// The reason.
    pub why: String,
    /// What to do, a sentence each.
    pub remedies: Vec<String>,
    /// The path of the file.
    pub path: String,
}

impl App {
    /// Returns the chosen file if it cannot be shown; `None` while it is being opened.
    pub fn unreadable(&self) -> Option<Unreadable> {
        let entry = self.shelf.selected().filter(|_| !self.is_opening())?;
        let (place, lang) = (&entry.meta.place, self.options.lang);
        let (why, remedies) = self.reason(entry)?;
        let key = self.key_of_file_program();
        let program = key.map(|key| OPEN_FILE.with(lang, &[&key]));
        Some(Unreadable {
            name: place.stem().unwrap_or_else(|| place.name()),
            why,
            remedies: remedies.into_iter().chain(program).collect(),
            path: PATH.with(lang, &[&place.name()]),
        })
    }

    /// Returns the reason why the file of `entry` cannot be shown, and the remedy where there is one.
    fn reason(&self, entry: &Entry) -> Option<(String, Option<String>)> {
        let lang = self.options.lang;
        let place = &entry.meta.place;
        match &entry.status {
            Status::TooLarge(bytes) => Some((self.tell_too_large(*bytes), None)),
            Status::NotUnderstood(why) => {
                // The keys that ask for a password and recognise a scan stand in place of the advice to use a command.
                if let Some(locked) = self.tell_locked(place, false) {
                    return Some((locked, None));
                }
                let hint = || why.hint().get(lang).to_owned();
                Some((
                    why.message(lang),
                    Some(self.tell_scan().unwrap_or_else(hint)),
                ))
            }
            Status::Read => {
                let problem = self.issue.problem.as_ref();
                let (_, text) = problem.filter(|(of, _)| of == place)?;
                Some((text.clone(), None))
            }
        }
    }

    /// Returns the key that opens a file in its own program.
    fn key_of_file_program(&self) -> Option<String> {
        let keymap = &self.options.keymap;
        keymap.key_for(Context::Shelf, Action::OpenFile)
    }
}
