//! The paths that a printing subcommand was given: opened, or said in one line why not.

use super::failure::{Failure, io_words};
use crate::lang::Lang;
use crate::library::{self, Error, Opened};
use std::path::Path;

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
