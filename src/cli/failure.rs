//! What went wrong, as one line: `newsreader: PATH: what is wrong; what to do`.

use crate::config::log;
use crate::lang::{Lang, Words};
use crate::text::sanitize::sanitize;
use std::io::{self, Write};

/// How a command ended, which is also its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// There was a problem in the input; a search found nothing.
    Problem = 1,
    /// The command line was wrong.
    Usage = 2,
}

/// One line for standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code that goes with it.
    pub exit: Exit,
    subject: Option<String>,
    what: String,
    hint: Option<String>,
}

impl Failure {
    /// A problem in the input.
    pub fn problem(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Problem,
            subject: None,
            what: what.into(),
            hint: None,
        }
    }

    /// A wrong command line.
    pub fn usage(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::problem(what)
        }
    }

    /// With the path, option or word it is about.
    #[must_use]
    pub fn about(mut self, subject: impl std::fmt::Display) -> Self {
        self.subject = Some(subject.to_string());
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The line, harmless and without its line feed. The colon and the semicolon are those of `lang`'s typography
    /// only inside the sentences: the frame is the same everywhere, so that scripts can rely on it.
    pub fn line(&self) -> String {
        let mut parts = vec!["newsreader".to_owned()];
        parts.extend(self.subject.as_deref().map(one_line));
        parts.push(one_line(&self.what));
        let line = parts.join(": ");
        match &self.hint {
            Some(hint) => format!("{line}; {}", one_line(hint)),
            None => line,
        }
    }

    /// Writes the line to standard error. Where even that is closed, nothing more can be said.
    pub fn report(&self) {
        let _ = writeln!(io::stderr().lock(), "{}", self.line());
        log::line(|| self.line());
    }
}

/// `text` harmless and on one line: file names and foreign messages may hold anything.
fn one_line(text: &str) -> String {
    let joined = text.replace(['\n', '\r', '\t'], " ");
    sanitize(&joined).into_owned()
}

/// Why a command stops before its end.
#[derive(Debug)]
pub enum Stop {
    /// Whoever read the output has gone: the command ends quietly.
    Closed,
    /// Something to say.
    Because(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Because(failure)
    }
}

/// Errors of writing the results.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Because(Failure::problem(error.to_string()).about("standard output"))
        }
    }
}

/// Reads a file's error as a sentence: the system's own words, but for the cases that have better ones.
pub fn io_words(error: &io::Error, lang: Lang) -> (String, Option<&'static str>) {
    let (what, hint) = match error.kind() {
        io::ErrorKind::NotFound => (
            Words::new("没有这个文件或文件夹", "no such file or folder"),
            Words::new("请检查路径", "check the path"),
        ),
        io::ErrorKind::PermissionDenied => (
            Words::new("没有读取权限", "it may not be read"),
            Words::new("请检查权限", "check its permissions"),
        ),
        io::ErrorKind::IsADirectory => (
            Words::new("这是文件夹", "it is a folder"),
            Words::new("请给出一个文件", "name a file"),
        ),
        _ => return (error.to_string(), None),
    };
    (what.get(lang).to_owned(), Some(hint.get(lang)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_harmless_line() {
        let failure = Failure::problem("odd\nthing")
            .about("a\u{1b}[2Jb.txt")
            .hint("mend it");
        let line = failure.line();
        assert!(line.starts_with("newsreader: a"), "{line}");
        assert!(line.ends_with("b.txt: odd thing; mend it"), "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }

    #[test]
    fn a_closed_pipe_has_nothing_to_say() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(matches!(Stop::from(closed), Stop::Closed));
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert!(matches!(Stop::from(full), Stop::Because(_)));
    }
}
