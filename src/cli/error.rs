//! Errors of the command line, each printed as one line: `newsreader: PATH: what is wrong; what to do`.
//!
//! A [`CliError`] collects its parts one after another:
//! `CliError::problem(words).subject(path).hint(advice)`. Reading can fail for one file of many, so
//! such an error is reported at once and the command goes on; only an error that ends the command
//! is returned.

use crate::config::{log, state_folder};
use crate::lang::{Lang, SystemError, Words};
use crate::runtime::save;
use crate::state;
use crate::text::sanitize::sanitize;
use std::io::{self, Write};

/// The exit code of a command.
///
/// The order matters: of two outcomes the greater one is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The command did what it was asked for.
    Done = 0,
    /// The input has a problem, or a search found nothing.
    Problem = 1,
    /// The command line is wrong.
    Usage = 2,
}

/// An error as it is printed: the subject (a path, an option, a word), the sentence and the advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    /// The exit code that goes with it.
    pub exit: Exit,
    /// The path, option or word, printed before the message.
    // Kept apart from the message, so that it stands first in every language.
    subject: Option<String>,
    /// The sentence, in the language of the interface.
    message: String,
    /// The advice, printed after the message.
    hint: Option<String>,
}

impl CliError {
    /// Returns an error about a problem in the input, exit code 1.
    pub fn problem(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Problem,
            subject: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Returns an error about a wrong command line, exit code 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::problem(message)
        }
    }

    /// Adds the path, option or word that the error is about.
    #[must_use]
    pub fn subject(mut self, subject: impl std::fmt::Display) -> Self {
        self.subject = Some(subject.to_string());
        self
    }

    /// Adds the advice: what the user can do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the advice where there is any.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<&'static str>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Returns the line without its line feed, with all control characters removed.
    ///
    /// The colons behind the name of the program and the subject are ASCII in both languages, so that scripts can split the
    /// line; what follows is a sentence of its language, with the marks of that language.
    ///
    /// For example `newsreader: lib/6.txt: 没有读取权限；请检查权限`.
    pub fn line(&self) -> String {
        let mut parts = vec!["newsreader".to_owned()];
        parts.extend(self.subject.as_deref().map(one_line));
        parts.push(one_line(&self.message));
        let line = parts.join(": ");
        match &self.hint {
            Some(hint) => line + &Lang::of_sentence(hint).advice(&one_line(hint)),
            None => line,
        }
    }

    /// Writes the line to standard error and to the log.
    pub fn report(&self) {
        // Standard error may be closed as well; then there is no place left to report to.
        let _ = writeln!(io::stderr().lock(), "{}", self.line());
        log::line(|| self.line());
    }
}

/// Returns `text` sanitized and on one line: a file name may hold line feeds and escape sequences.
fn one_line(text: &str) -> String {
    let joined = text.replace(['\n', '\r', '\t'], " ");
    sanitize(&joined).into_owned()
}

/// The reason why a command stopped before its end.
#[derive(Debug)]
pub enum CommandError {
    /// The reader of the output closed the pipe, as `head` does: the command ends quietly.
    ClosedPipe,
    /// Writing the results failed in another way. It becomes a [`CliError`] where the language is known.
    Output(io::Error),
    /// Any other error, ready to be printed.
    Failed(CliError),
}

impl From<CliError> for CommandError {
    fn from(error: CliError) -> Self {
        Self::Failed(error)
    }
}

impl From<io::Error> for CommandError {
    // Every `?` on a write comes here, so a closed pipe needs no check anywhere else.
    fn from(error: io::Error) -> Self {
        if is_closed_pipe(&error) {
            Self::ClosedPipe
        } else {
            Self::Output(error)
        }
    }
}

/// True if the other end of the pipe is closed.
fn is_closed_pipe(error: &io::Error) -> bool {
    /// `ERROR_PIPE_NOT_CONNECTED` of Windows, which the standard library gives no kind.
    const NOT_CONNECTED: i32 = 233;
    let is_not_connected = cfg!(windows) && error.raw_os_error() == Some(NOT_CONNECTED);
    error.kind() == io::ErrorKind::BrokenPipe || is_not_connected
}

/// The advice where the disk may be the reason that nothing could be written.
const ELSEWHERE: Words = Words::new(
    "请检查磁盘空间，或换一个输出位置",
    "check the free space, or write somewhere else",
);

/// Returns the error for standard output that cannot be written.
pub(super) fn unwritable(error: &io::Error, lang: Lang) -> CliError {
    let subject = Words::new("标准输出", "standard output");
    CliError::problem(SystemError::from(error).message(lang))
        .subject(subject.get(lang))
        .hint(ELSEWHERE.get(lang))
}

/// Returns the error for a file that was not written, with advice. The caller adds the path as the subject.
pub(super) fn unsaved(error: &save::Error, lang: Lang) -> CliError {
    let hint = match error {
        save::Error::Exists => Words::new("要覆盖请加 --force", "add --force to replace it"),
        save::Error::NotRegular => Words::new("请换一个文件名", "choose another name"),
        save::Error::Io(error) => match error.kind() {
            io::ErrorKind::NotFound => Words::new(
                "请先建立文件夹，或检查路径",
                "make the folder first, or check the path",
            ),
            io::ErrorKind::PermissionDenied => Words::new(
                "请检查权限，或换一个输出位置",
                "check its permissions, or write somewhere else",
            ),
            io::ErrorKind::IsADirectory => Words::new("请给出一个文件", "name a file"),
            io::ErrorKind::NotADirectory => Words::new("请检查路径", "check the path"),
            _ => ELSEWHERE,
        },
    };
    CliError::problem(error.message(lang)).hint(hint.get(lang))
}

/// Returns the error for a reading state that could not be read.
pub(super) fn store_unread(error: &state::Error, lang: Lang) -> CliError {
    let hint = Words::new("newsreader doctor 可检查它", "newsreader doctor checks it");
    let error = CliError::problem(error.unread(lang)).hint(hint.get(lang));
    match state_folder() {
        Some(folder) => error.subject(folder.join(state::FILE_NAME).display()),
        None => error,
    }
}

/// Returns the error for a file that could not be read, with advice for the common cases.
///
/// The caller adds the path as the subject.
pub(super) fn unreadable(error: &io::Error, lang: Lang) -> CliError {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => Some(Words::new("请检查路径", "check the path")),
        io::ErrorKind::PermissionDenied => Some(Words::new("请检查权限", "check its permissions")),
        io::ErrorKind::IsADirectory => Some(Words::new("请给出一个文件", "name a file")),
        io::ErrorKind::NotADirectory => Some(Words::new(
            "路径请写到文件为止；压缩包里的一份报告可用 newsreader show 打开",
            "end the path at the file; newsreader show opens a report inside an archive",
        )),
        _ => None,
    };
    let message = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            let denied = Words::new("没有读取权限", "no permission to read it");
            denied.get(lang).to_owned()
        }
        _ => SystemError::from(error).message(lang),
    };
    CliError::problem(message).maybe_hint(hint.map(|hint| hint.get(lang)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_harmless_line() {
        let error = CliError::problem("odd\nthing")
            .subject("a\u{1b}[2Jb.txt")
            .hint("mend it");
        let line = error.line();
        assert!(line.starts_with("newsreader: a"), "{line}");
        assert!(line.ends_with("b.txt: odd thing; mend it"), "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }

    #[test]
    fn a_closed_pipe_has_nothing_to_say() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(matches!(
            CommandError::from(closed),
            CommandError::ClosedPipe
        ));
        assert_eq!(
            is_closed_pipe(&io::Error::from_raw_os_error(233)),
            cfg!(windows)
        );
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert!(matches!(CommandError::from(full), CommandError::Output(_)));
    }

    #[test]
    fn a_chinese_message_ends_in_chinese() {
        for kind in [io::ErrorKind::NotADirectory, io::ErrorKind::Other] {
            let line = unreadable(&io::Error::from(kind), Lang::Zh).line();
            assert!(!line.contains("os error"), "{line}");
        }
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let line = unwritable(&full, Lang::Zh).line();
        assert!(
            line.starts_with("newsreader: 标准输出: 磁盘已满；"),
            "{line}"
        );
    }
}
