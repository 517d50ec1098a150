//! Opening a report: a file, a member of an archive or a built-in sample becomes an [`Issue`].
//!
//! Reading and parsing happen in a process of their own ([`sandbox`]); what comes back is a whole
//! report. A path may lead into an archive: `reports.zip/629.pdf` is split at the file that exists.
//! Files over the limit of the program are refused, those over the limit of the user are opened
//! when they are asked for.

use super::identity::Identity;
use super::meta::{Entry, Imprint, Place, ReportMeta, Status};
use super::recognised;
use super::samples;
use super::sandbox::{self, ExtractOptions, FileInput};
use crate::lang::{Lang, SystemError, Words};
use crate::library::cache::record::StoredReport;
use crate::model::transcript::Origin;
use crate::model::{Issue, Warning};
use crate::parse::{self, Parsed};
use crate::source;
use crate::text::sanitize::sanitize;
use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An issue that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Where the report was opened from.
    pub place: Place,
    /// The report.
    pub issue: Issue,
    /// The warnings that parsing gave.
    pub warnings: Vec<Warning>,
    /// The format of the file and how it was read.
    pub origin: Origin,
}

impl Opened {
    /// Returns the name of a report that has no number, as [`ReportMeta::name`] does.
    #[must_use]
    pub fn name(&self) -> Option<Cow<'_, str>> {
        let title = self.issue.title.as_deref().map(Cow::Borrowed);
        title.or_else(|| self.place.stem().map(Cow::Owned))
    }

    /// Returns the title as the commands print it, as [`ReportMeta::printed_title`] does.
    #[must_use]
    pub fn printed_title(&self) -> Option<Cow<'_, str>> {
        let issue = &self.issue;
        self.name()
            .filter(|_| issue.title.is_some() || issue.standalone)
    }
}

// Here and not in `meta`, which knows nothing of opened issues.
impl Entry {
    /// The row of an issue that was opened.
    #[must_use]
    pub fn of(opened: &Opened) -> Self {
        let issue = &opened.issue;
        Self {
            meta: Arc::new(ReportMeta {
                place: opened.place.clone(),
                title: issue.title.as_deref().map(Arc::from),
                standalone: issue.standalone,
                number: issue.number,
                published: issue.published.or(issue.period.map(|p| p.end)),
                identity: Identity::of(issue),
                recognised: issue.recognised.clone().map(Box::new),
            }),
            article_count: u32::try_from(issue.articles.len()).unwrap_or(u32::MAX),
            status: Status::Read,
            also: Box::default(),
            imprint: Arc::new(Imprint {
                publisher: issue.publisher.as_deref().map(Arc::from),
                published: issue.published,
                period: issue.period,
                declared_count: issue.declared_count,
                warning_count: u32::try_from(opened.warnings.len()).unwrap_or(u32::MAX),
            }),
        }
    }
}

/// The reason why a path could not be opened. This is the layer that adds the path, once, to errors from below.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path of the file.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// A FIFO, a socket or a device: reading it might never end.
    #[error("{}: not a regular file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The file was read but not understood.
    #[error("{}: {source}", path.display())]
    Source {
        /// The path of the file.
        path: PathBuf,
        /// The reason.
        source: source::Error,
    },
}

/// The path is a pipe, a socket or a device.
const NOT_A_FILE: Words = Words::new(
    "不是普通文件（管道、设备之类），没有读取；请先存成文件",
    "not a regular file (a pipe, a device), not read; save it as a file first",
);

impl Error {
    /// True if the path leads to an archive of reports where one report was meant.
    #[must_use]
    pub fn is_archive(&self) -> bool {
        let archive = source::Error::Archive;
        matches!(self, Self::Source { source, .. } if *source == archive)
    }

    /// Returns one line without control characters: the path, the reason, and a remedy where there is one.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (path, what) = match self {
            Self::Io { path, source } => (path, SystemError::from(source).message(lang)),
            Self::NotAFile { path } => (path, NOT_A_FILE.get(lang).to_owned()),
            Self::Source { path, source } => {
                let advice = lang.advice(source.hint().get(lang));
                (path, source.message(lang) + &advice)
            }
        };
        sanitize(&format!("{}: {what}", path.display())).into_owned()
    }
}

/// Opens one file.
///
/// # Errors
/// [`Error`] where the file cannot be read or is of no known format.
pub fn open(path: &Path) -> Result<Opened, Error> {
    let failed = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() && meta.len() > source::LARGEST_FILE as u64 => {
            Err(Error::Source {
                path: path.to_owned(),
                source: source::Error::TooLarge,
            })
        }
        // `fs::read` of a folder fails with the system's own message.
        Ok(meta) if meta.is_file() || meta.is_dir() => {
            let bytes = read_file(path).map_err(failed)?;
            read(path, &bytes, false).map_err(|error| explain_archive(error, &bytes))
        }
        Ok(_) => Err(Error::NotAFile {
            path: path.to_owned(),
        }),
        Err(source) => match in_archive(path) {
            Some((archive, member)) => open_member(archive, &member),
            None => Err(failed(source)),
        },
    }
}

/// Reads a file, at most one byte more than the limit of files: one that grows while it is read would have no end.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path)?;
    bytes.reserve(
        usize::try_from(file.metadata()?.len())
            .unwrap_or(0)
            .min(source::LARGEST_FILE),
    );
    file.take(source::LARGEST_FILE as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Replaces the error of an archive by the reason why its list of members cannot be read, where there is one: a damaged or
/// encrypted archive is more than "an archive, not a report".
fn explain_archive(error: Error, bytes: &[u8]) -> Error {
    match error {
        Error::Source { path, source } if source == source::Error::Archive => {
            let why = sandbox::members(FileInput::Bytes(bytes)).err();
            let source = why.unwrap_or(source);
            Error::Source { path, source }
        }
        error => error,
    }
}

/// Splits a path into an archive, as results print it, into the path of the archive and the name of the member.
fn in_archive(path: &Path) -> Option<(&Path, String)> {
    // The nearest file above is the archive.
    let archive = path.ancestors().skip(1).find(|above| above.is_file())?;
    let member = path.strip_prefix(archive).ok()?;
    Some((archive, member.to_str()?.to_owned()))
}

/// Opens the report at `place`.
///
/// # Errors
/// [`Error`] where the file cannot be read or is of no known format.
pub fn open_place(place: &Place) -> Result<Opened, Error> {
    match place {
        Place::File(path) => open(path),
        Place::Member(path, member) => open_member(path, member),
        Place::Sample(index) => open_sample(*index),
    }
}

/// Opens a built-in sample; an index without a sample gives an empty issue. The samples are UTF-8 whatever encoding the user
/// set for files, so that they are read past the sandbox.
fn open_sample(index: usize) -> Result<Opened, Error> {
    let text = samples::SAMPLES.get(index).map_or("", |(_, text)| text);
    let transcript = source::extract(text.as_bytes()).map_err(|source| Error::Source {
        path: PathBuf::new(),
        source,
    })?;
    let Parsed { issue, warnings } = parse::parse(&transcript);
    let origin = transcript.origin;
    let place = Place::Sample(index);
    Ok(Opened {
        place,
        issue,
        warnings,
        origin,
    })
}

/// Opens a member of an archive, which is unpacked in the reading process.
fn open_member(path: &Path, member: &str) -> Result<Opened, Error> {
    let file = fs::File::open(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    let options = ExtractOptions {
        member: Some(member),
        ..ExtractOptions::default()
    };
    let read = sandbox::extract(FileInput::File(file), options);
    let read = read.or_else(recognised::instead_of);
    let report = read.map_err(|source| Error::Source {
        path: path.join(member),
        source,
    })?;
    let place = Place::Member(path.to_owned(), member.to_owned());
    Ok(opened(place, report))
}

/// Returns the report that was read at `place`.
pub(super) fn opened(place: Place, report: StoredReport) -> Opened {
    Opened {
        place,
        issue: report.issue,
        warnings: report.warnings,
        origin: report.origin,
    }
}

/// Extracts and parses the bytes of one file. `as_container`: a mail with reports as attachments is an archive of them.
pub(super) fn read(path: &Path, bytes: &[u8], as_container: bool) -> Result<Opened, Error> {
    let options = ExtractOptions {
        as_container,
        ..ExtractOptions::default()
    };
    let read = sandbox::extract(FileInput::Bytes(bytes), options);
    let read = read.or_else(recognised::instead_of);
    let report = read.map_err(|source| Error::Source {
        path: path.to_owned(),
        source,
    })?;
    Ok(opened(Place::File(path.to_owned()), report))
}
