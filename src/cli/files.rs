//! The paths that a printing subcommand was given: opened, or said in one line why not.

use super::failure::{Failure, io_words};
use super::{SUBCOMMANDS, failure::Stop};
use crate::config::Session;
use crate::lang::Lang;
use crate::lang::Words;
use crate::library::{self, Error, Opened};
use crate::settings::nearest;
use std::io::{self, IsTerminal};
use std::path::Path;

/// `session` with the paths that are there; the others cost a line each on standard error.
///
/// # Errors
/// The line to print where none of the paths is there, or nobody could see the reader.
pub fn readable(mut session: Session) -> Result<Session, Stop> {
    if !io::stdout().is_terminal() {
        let what = Words::new("标准输出不是终端", "standard output is not a terminal");
        let hint = Words::new(
            "请用 newsreader list、show、links 等命令",
            "use newsreader list, show or links",
        );
        let lang = session.lang;
        return Err(Failure::usage(what.get(lang)).hint(hint.get(lang)).into());
    }
    let mut failures = Vec::new();
    session.paths.retain(|path| match std::fs::metadata(path) {
        Ok(_) => true,
        Err(error) => {
            failures.push(missing(path, &error, session.lang));
            false
        }
    });
    if session.paths.is_empty()
        && let Some(last) = failures.pop()
    {
        failures.iter().for_each(Failure::report);
        return Err(last.into());
    }
    failures.iter().for_each(Failure::report);
    Ok(session)
}

/// The line for a path that cannot be looked at: perhaps it was meant for a command.
fn missing(path: &Path, error: &io::Error, lang: Lang) -> Failure {
    let (what, hint) = io_words(error, lang);
    let failure = Failure::problem(what).about(path.display());
    let commands = SUBCOMMANDS.iter().map(|one| one.name);
    let meant = path.to_str().and_then(|word| nearest(word, commands));
    match (meant, hint) {
        (Some(name), _) if error.kind() == io::ErrorKind::NotFound => {
            let ask = Words::new("是不是 newsreader {}？", "did you mean newsreader {}?");
            failure.hint(ask.with(lang, &[name]))
        }
        (_, Some(hint)) => failure.hint(hint),
        _ => failure,
    }
}

/// Opens one file.
///
/// # Errors
/// The line to print where it cannot be read.
pub fn open(path: &Path, lang: Lang) -> Result<Opened, Failure> {
    library::open(path).map_err(|error| failure(&error, lang))
}

/// The line for a file that cannot be read.
pub fn failure(error: &Error, lang: Lang) -> Failure {
    match error {
        Error::Io { path, source } => {
            let (what, hint) = io_words(source, lang);
            let failure = Failure::problem(what).about(path.display());
            match hint {
                Some(hint) => failure.hint(hint),
                None => failure,
            }
        }
        Error::Source { path, source } => {
            Failure::problem(source.to_string()).about(path.display())
        }
    }
}
