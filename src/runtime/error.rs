//! The reasons for which the reader ends with an error.
//!
//! Each becomes one line on standard error after the terminal was restored. The exit code is 1 for
//! all of them.

use crate::lang::{Lang, SystemError, Words};
use std::io;

/// Why the reader could not be shown, or lost something at its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Standard input or output is no terminal.
    #[error("not a terminal")]
    NoTerminal,
    /// The terminal could not be read or written.
    #[error(transparent)]
    Terminal(#[from] io::Error),
    /// The reader was quit, and the last marks could not be written; with one line for the user.
    #[error("{0}")]
    Unsaved(String),
}

impl Error {
    /// Returns one line for standard error.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::NoTerminal => Words::new(
                "标准输入或标准输出不是终端；请在终端里运行",
                "standard input or output is not a terminal; start it in a terminal",
            )
            .get(lang)
            .to_owned(),
            Self::Terminal(error) => Words::new(
                "终端无法读写（{}）",
                "the terminal cannot be read or written ({})",
            )
            .with(lang, &[&SystemError::from(error).message(lang)]),
            Self::Unsaved(line) => line.clone(),
        }
    }
}
