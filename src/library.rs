//! The shelf: folders and files to issues.

pub mod samples;

use crate::model::transcript::Origin;
use crate::model::{Issue, Warning};
use crate::parse::{self, Parsed};
use crate::source;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// One row of the issue list: enough to show, sort and open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where the issue is.
    pub place: Place,
    /// Masthead title.
    pub title: Option<String>,
    /// Issue number.
    pub number: Option<u32>,
    /// Date of publication, or the end of the period where the masthead has none.
    pub published: Option<Date>,
    /// Number of articles.
    pub article_count: u32,
}

/// Where an issue is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A member of a zip archive: the archive and the member's name.
    Member(PathBuf, String),
    /// A built-in sample, by its index.
    Sample(usize),
}

/// An issue that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Where it was opened from.
    pub place: Place,
    /// The report.
    pub issue: Issue,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
    /// What the file is.
    pub origin: Origin,
}

/// Why a path could not be opened. The layer that knows the path: it is added here, once.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file was read but not understood.
    #[error("{}: {source}", path.display())]
    Source {
        /// Which file.
        path: PathBuf,
        /// What was wrong with it.
        source: source::Error,
    },
}

/// Opens one file.
///
/// # Errors
/// [`Error`] where the file cannot be read or is of no known format.
pub fn open(path: &Path) -> Result<Opened, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    let transcript = source::extract(&bytes).map_err(|source| Error::Source {
        path: path.to_owned(),
        source,
    })?;
    let Parsed { issue, warnings } = parse::parse(&transcript);
    Ok(Opened {
        place: Place::File(path.to_owned()),
        issue,
        warnings,
        origin: transcript.origin,
    })
}
