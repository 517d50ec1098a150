//! The shelf: folders and files to issues.

use crate::lang::{Lang, Words};
use crate::model::identity::ArticleKey;
use crate::model::transcript::{Origin, Transcript};
use crate::model::{Issue, Period, Warning};
use crate::parse::{self, Parsed};
use crate::source;
use crate::text::sanitize::sanitize;
use jiff::civil::Date;
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

pub mod cache;
pub mod identity;
pub mod index;
pub mod note;
pub mod pinyin;
pub mod query;
pub mod samples;
pub mod sandbox;
pub mod scan;
pub mod search;
pub mod term;
pub mod walk;
pub mod watch;

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
    /// Who the articles are, in order: marks and positions are kept under these.
    pub keys: Box<[ArticleKey]>,
    /// Whether the file has been read.
    pub status: Status,
    /// The same report in other formats, the better reading first; [`Entry::place`] is the best.
    pub also: Vec<Place>,
    /// What a list of the whole library tells besides.
    pub imprint: Imprint,
}

/// The rest of what a list tells of an issue, so that it can be told without opening the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Who published it.
    pub publisher: Option<String>,
    /// Date of publication by the masthead.
    pub published: Option<Date>,
    /// The days it covers.
    pub period: Option<Period>,
    /// How many articles its lead declares.
    pub declared_count: Option<u32>,
    /// How many things are odd about it.
    pub warning_count: u32,
}

impl Imprint {
    fn of(opened: &Opened) -> Self {
        let issue = &opened.issue;
        Self {
            publisher: issue.publisher.clone(),
            published: issue.published,
            period: issue.period,
            declared_count: issue.declared_count,
            warning_count: u32::try_from(opened.warnings.len()).unwrap_or(u32::MAX),
        }
    }
}

/// Whether a row's file has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Status {
    /// It has.
    #[default]
    Read,
    /// It is over the size limit and is read only when opened. With its size in bytes.
    TooLarge(u64),
    /// It was read and could not be understood: why.
    NotUnderstood(source::Error),
}

impl Entry {
    /// The row of an issue that was opened.
    #[must_use]
    pub fn of(opened: &Opened) -> Self {
        let issue = &opened.issue;
        Self {
            place: opened.place.clone(),
            title: issue.title.clone(),
            number: issue.number,
            published: issue.published.or(issue.period.map(|p| p.end)),
            article_count: u32::try_from(issue.articles.len()).unwrap_or(u32::MAX),
            keys: identity::keys(issue).into(),
            status: Status::Read,
            also: Vec::new(),
            imprint: Imprint::of(opened),
        }
    }

    /// The row of a file whose contents are not known.
    #[must_use]
    pub fn unread(place: Place, status: Status) -> Self {
        Self {
            place,
            title: None,
            number: None,
            published: None,
            article_count: 0,
            keys: Box::default(),
            status,
            also: Vec::new(),
            imprint: Imprint::default(),
        }
    }
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

impl Place {
    /// What it consists of, to be compared. By components, as the standard library has it, that takes five times as long.
    fn bytes(&self) -> (&[u8], &str, usize) {
        match self {
            Self::File(path) => (path.as_os_str().as_encoded_bytes(), "", 0),
            Self::Member(path, member) => (path.as_os_str().as_encoded_bytes(), member, 0),
            Self::Sample(index) => (&[], "", *index),
        }
    }

    /// What it is called in what is printed and copied: a file by its path, a member of an archive behind that, a sample by
    /// its name.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            Self::Member(archive, member) => format!("{}/{member}", archive.to_string_lossy()),
            Self::Sample(index) => {
                let name = samples::SAMPLES.get(*index).map_or("", |(name, _)| name);
                format!("sample:{name}")
            }
        }
    }

    /// The file it is in.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Member(path, _) => Some(path),
            Self::Sample(_) => None,
        }
    }

    /// A number for tables of places. Hashing a path by its components, as the standard library does, takes longer than
    /// asking the disk for the file.
    pub fn id(&self) -> u64 {
        match self {
            Self::File(path) => Self::file_id(path),
            Self::Member(path, member) => {
                let path = path.as_os_str().as_encoded_bytes();
                xxh3_64(&[path, b"\0", member.as_bytes()].concat())
            }
            Self::Sample(index) => xxh3_64(&index.to_le_bytes()),
        }
    }

    /// [`Place::id`] of a file.
    pub fn file_id(path: &Path) -> u64 {
        xxh3_64(path.as_os_str().as_encoded_bytes())
    }
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
    /// A FIFO, a socket or a device: reading it might never end.
    #[error("{}: not a regular file", path.display())]
    NotAFile {
        /// Which one.
        path: PathBuf,
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

const NOT_A_FILE: Words = Words::new(
    "不是普通文件（管道、设备之类），没有读取；请先存成文件",
    "not a regular file (a pipe, a device), not read; save it as a file first",
);

impl Error {
    /// Whether the path leads to an archive of reports, where one report was meant.
    #[must_use]
    pub fn is_archive(&self) -> bool {
        let archive = source::Error::Archive;
        matches!(self, Self::Source { source, .. } if *source == archive)
    }

    /// What is wrong, and what can be done about it, in one harmless line that begins with the path.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (path, what) = match self {
            Self::Io { path, source } => (path, source.to_string()),
            Self::NotAFile { path } => (path, NOT_A_FILE.get(lang).to_owned()),
            Self::Source { path, source } => {
                let hint = source.hint().map(|hint| format!("; {}", hint.get(lang)));
                (path, source.message(lang) + &hint.unwrap_or_default())
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
        // A folder fails by itself, and says so.
        Ok(meta) if meta.is_file() || meta.is_dir() => {
            let bytes = fs::read(path).map_err(failed)?;
            read(path, &bytes).map_err(|error| closer(error, &bytes))
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

/// What keeps one from opening an archive as if it were a folder, where something does.
fn closer(error: Error, bytes: &[u8]) -> Error {
    match error {
        Error::Source { path, source } if source == source::Error::Archive => {
            let why = sandbox::members(sandbox::Input::Bytes(bytes)).err();
            let source = why.unwrap_or(source);
            Error::Source { path, source }
        }
        error => error,
    }
}

/// A path into an archive, as results show it: the archive, which is a file, and the member behind it.
fn in_archive(path: &Path) -> Option<(&Path, String)> {
    let archive = path.ancestors().skip(1).find(|above| above.is_file())?;
    let member = path.strip_prefix(archive).ok()?;
    Some((archive, member.to_str()?.to_owned()))
}

/// Opens what is at `place`: a file, a member of an archive, a built-in sample.
///
/// # Errors
/// [`Error`] where the file cannot be read or is of no known format.
pub fn open_place(place: &Place) -> Result<Opened, Error> {
    match place {
        Place::File(path) => open(path),
        Place::Member(path, member) => open_member(path, member),
        Place::Sample(index) => {
            let text = samples::SAMPLES.get(*index).map_or("", |(_, text)| text);
            let opened = read(Path::new(""), text.as_bytes())?;
            Ok(Opened {
                place: place.clone(),
                ..opened
            })
        }
    }
}

fn open_member(path: &Path, member: &str) -> Result<Opened, Error> {
    let file = fs::File::open(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    let asked = sandbox::Asked {
        member: Some(member),
        ..sandbox::Asked::default()
    };
    let read = sandbox::extract(sandbox::Input::File(file), asked);
    let transcript = read.map_err(|source| Error::Source {
        path: path.join(member),
        source,
    })?;
    let place = Place::Member(path.to_owned(), member.to_owned());
    Ok(understood(place, transcript))
}

/// What a file says, as a report.
fn understood(place: Place, transcript: Transcript) -> Opened {
    let Parsed { issue, warnings } = parse::parse(&transcript);
    Opened {
        place,
        issue,
        warnings,
        origin: transcript.origin,
    }
}

/// Understands the bytes of one file.
fn read(path: &Path, bytes: &[u8]) -> Result<Opened, Error> {
    let read = sandbox::extract(sandbox::Input::Bytes(bytes), sandbox::Asked::default());
    let transcript = read.map_err(|source| Error::Source {
        path: path.to_owned(),
        source,
    })?;
    Ok(understood(Place::File(path.to_owned()), transcript))
}
