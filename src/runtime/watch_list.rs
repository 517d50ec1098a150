//! The watch words of `watch.txt`, parsed, with the lines that are wrong in it, and the way in which the file is written.

use crate::app::effect::WatchEdit;
use crate::config::{read_watch_words, watch_path};
use crate::lang::{Lang, SystemError};
use crate::library::watch_words::WatchWords;
use crate::library::watch_words::merge::add_missing_groups;
use crate::runtime::save;
use crate::ui::theme::Role;
use std::fs;
use std::io;

/// The watch words and the problems of their file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchList {
    /// The words; no groups where there is no file or it cannot be read.
    pub words: WatchWords,
    /// A line for each problem, beginning with the path of the file.
    pub problems: Vec<String>,
}

/// Loads the watch words.
pub fn load(lang: Lang) -> WatchList {
    let path = watch_path().unwrap_or_default();
    let path = path.display();
    match read_watch_words() {
        Ok(text) => {
            let (words, problems) = parse(&text.unwrap_or_default(), lang);
            WatchList {
                words,
                problems: problems
                    .iter()
                    .map(|line| format!("{path}: {line}"))
                    .collect(),
            }
        }
        Err(error) => {
            let message = SystemError::from(&error).message(lang);
            WatchList {
                problems: vec![format!("{path}: {message}")],
                ..WatchList::default()
            }
        }
    }
}

/// Parses the text of the list and returns a line for each problem beside it.
fn parse(text: &str, lang: Lang) -> (WatchWords, Vec<String>) {
    let (mut words, mut slips) = WatchWords::parse(text);
    slips.extend(words.check_roles(|name| Role::named(name).is_some()));
    slips.sort_by_key(|slip| slip.line);
    (words, slips.iter().map(|slip| slip.message(lang)).collect())
}

/// Writes the list of watch words whole or not at all. A symbolic link stays, and its target is replaced.
///
/// # Errors
/// Those of writing the file; `NotFound` if the system names no home folder.
pub fn write(text: &str) -> Result<(), save::Error> {
    let path = watch_path().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    save::save(&path, text.as_bytes(), true)
}

/// Writes a list that was edited. Where another program changed the file meanwhile, its groups that are missing are added, and
/// the result is true.
///
/// # Errors
/// The reason in `lang` where the file cannot be read or written. A file that cannot be read is not replaced.
pub fn write_edited(edit: &WatchEdit, lang: Lang) -> Result<bool, String> {
    let there = read_watch_words().map_err(|error| SystemError::from(&error).message(lang))?;
    let there = there.unwrap_or_default();
    let mut list = edit.text.clone();
    let is_changed = there != edit.base && there != edit.text;
    if is_changed {
        add_missing_groups(&mut list, &there, &edit.base);
    }
    write(&list).map_err(|error| error.message(lang))?;
    Ok(is_changed)
}
