//! The watch words of `watch.txt`, parsed, with the lines that are wrong in it.

use crate::config::{read_watch_words, watch_path};
use crate::lang::{Lang, SystemError};
use crate::library::watch_words::WatchWords;
use crate::ui::theme::Role;

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
pub fn parse(text: &str, lang: Lang) -> (WatchWords, Vec<String>) {
    let (mut words, mut slips) = WatchWords::parse(text);
    slips.extend(words.check_roles(|name| Role::named(name).is_some()));
    slips.sort_by_key(|slip| slip.line);
    (words, slips.iter().map(|slip| slip.message(lang)).collect())
}
