//! What is known of a report without opening its file: where it lies, which issue it is, which articles it has.
//!
//! A [`ReportMeta`] is the part that a search and the order of rows need; an [`Entry`] adds what
//! the list shows. Both are decoded from the catalogue without opening a report. A [`Place`] names
//! a report for good: paths are kept as the bytes on disk, so that a name in another encoding works
//! like any other.

use super::address::{address, shown};
use super::identity::Identity;
use super::samples;
use crate::model::Period;
use crate::model::recognised::Recognised;
use crate::source;
use jiff::civil::Date;
use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The place of a report. A file is its path, which may lie in an archive; the samples have no file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A member of a zip archive: the archive's path and the member's name.
    Member(PathBuf, String),
    /// A sample issue built into the program, by its index in [`samples::SAMPLES`].
    Sample(usize),
}

impl Place {
    /// Compares two places by the bytes of their names, runs of digits by their value: `issue-2` before `issue-10`.
    ///
    /// `Path` compares by components, which takes five times as long; sorting ten thousand reports waits for it.
    pub fn cmp_natural(&self, other: &Self) -> Ordering {
        let (path, member, index) = self.bytes();
        let (other_path, other_member, other_index) = other.bytes();
        cmp_natural(path, other_path)
            .then_with(|| cmp_natural(member.as_bytes(), other_member.as_bytes()))
            .then_with(|| index.cmp(&other_index))
            // Names that differ in leading zeros alone have one order too.
            .then_with(|| self.bytes().cmp(&other.bytes()))
    }

    /// Returns path, member and index for a comparison; what the place does not have is empty.
    fn bytes(&self) -> (&[u8], &str, usize) {
        match self {
            Self::File(path) => (path.as_os_str().as_encoded_bytes(), "", 0),
            Self::Member(path, member) => (path.as_os_str().as_encoded_bytes(), member, 0),
            Self::Sample(index) => (&[], "", *index),
        }
    }

    /// Returns the name for scripts, by which every command finds the report again. It is [`Place::name`] but for names that
    /// are not Unicode, see [`address::address`](super::address::address).
    pub fn address(&self) -> String {
        match self {
            Self::File(path) => address(path).into_owned(),
            Self::Member(archive, member) => address(&archive.join(member)).into_owned(),
            Self::Sample(_) => self.name(),
        }
    }

    /// Returns the name to print: a file's path, a member's name behind its archive's path, a sample's name
    /// behind `sample:`.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => shown(path.as_os_str()).into_owned(),
            Self::Member(archive, member) => format!("{}/{member}", shown(archive.as_os_str())),
            Self::Sample(index) => {
                let name = samples::SAMPLES.get(*index).map_or("", |(name, _)| name);
                format!("sample:{name}")
            }
        }
    }

    /// Returns the file name without its extension, for people; `None` for a sample and for standard input.
    pub fn stem(&self) -> Option<String> {
        let path: &Path = match self {
            Self::File(path) => path,
            Self::Member(_, member) => member.as_ref(),
            Self::Sample(_) => return None,
        };
        // The copy of standard input bears the name by which it was asked for, which names no report.
        let stem = path.file_stem().filter(|stem| *stem != "-")?;
        Some(shown(stem).into_owned())
    }

    /// Returns the file on disk that holds the report: the archive where it is a member, `None` for a sample.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Member(path, _) => Some(path),
            Self::Sample(_) => None,
        }
    }

    /// Returns a hash of the place, the key of tables of places.
    ///
    /// `Path` hashes by components: that takes longer than a `stat` of the file.
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

    /// Returns the [`Place::id`] of the file at `path`.
    pub fn file_id(path: &Path) -> u64 {
        xxh3_64(path.as_os_str().as_encoded_bytes())
    }
}

/// The facts about a report by which it is found, sorted and marked. The list, the search index, the cache and the search
/// results all hold this one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportMeta {
    /// Where the report is.
    pub place: Place,
    /// Masthead title, which names the series, or the title of a single document. The issues of a series share it.
    pub title: Option<Arc<str>>,
    /// Set for a document that is no issue of a series.
    pub standalone: bool,
    /// Issue number.
    pub number: Option<u32>,
    /// Date of publication, or the end of the period where the masthead has none.
    pub published: Option<Date>,
    /// Its identity and the keys of its articles.
    pub identity: Identity,
    /// The program that recognised its text, if its pages are a scan. In a box, since nearly all reports have none.
    pub recognised: Option<Box<Recognised>>,
}

impl ReportMeta {
    /// A report of which only the place is known.
    #[must_use]
    pub fn unread(place: Place) -> Self {
        Self {
            place,
            title: None,
            standalone: false,
            number: None,
            published: None,
            identity: Identity::default(),
            recognised: None,
        }
    }

    /// Returns the title of the series; `None` for a document that belongs to none.
    #[must_use]
    pub fn series(&self) -> Option<&str> {
        self.title.as_deref().filter(|_| !self.standalone)
    }

    /// Returns the name of a report that has no number: its title, else the name of the file without extension; `None` for a
    /// sample without a title.
    #[must_use]
    pub fn name(&self) -> Option<Cow<'_, str>> {
        let title = self.title.as_deref().map(Cow::Borrowed);
        title.or_else(|| self.place.stem().map(Cow::Owned))
    }

    /// Returns the title as the commands print it: a single document without one has the name of the file. A report without
    /// a masthead has none, since the name of its file is no title of a series.
    #[must_use]
    pub fn printed_title(&self) -> Option<Cow<'_, str>> {
        self.name()
            .filter(|_| self.title.is_some() || self.standalone)
    }

    /// Returns date and number, by which newer reports come first; reports of one age are in the order of their places.
    pub fn age(&self) -> Reverse<(Option<Date>, Option<u32>)> {
        Reverse((self.published, self.number))
    }
}

/// Compares two names by their bytes, runs of ASCII digits by their value.
fn cmp_natural(a: &[u8], b: &[u8]) -> Ordering {
    // Names in one folder share their beginning, which is passed over as a whole.
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let is_digit = |name: &[u8], at: usize| name.get(at).is_some_and(u8::is_ascii_digit);
    let start = (0..same)
        .rev()
        .take_while(|&at| is_digit(a, at))
        .last()
        .unwrap_or(same);
    if !is_digit(a, start) || !is_digit(b, start) {
        return a.cmp(b);
    }
    let digits = |name: &'_ [u8]| -> (usize, usize) {
        let zeros = name.iter().skip(start).take_while(|c| **c == b'0').count();
        let first = start + zeros;
        let more = name
            .iter()
            .skip(first)
            .take_while(|c| c.is_ascii_digit())
            .count();
        (first, first + more)
    };
    let ((a_from, a_to), (b_from, b_to)) = (digits(a), digits(b));
    let by_length = (a_to - a_from).cmp(&(b_to - b_from));
    by_length
        .then_with(|| a.get(a_from..a_to).cmp(&b.get(b_from..b_to)))
        .then_with(|| {
            // Only zeros differed, so the rest decides in the same way; another way would make no order of it.
            cmp_natural(
                a.get(a_to..).unwrap_or_default(),
                b.get(b_to..).unwrap_or_default(),
            )
        })
}

/// A row of the issue list: enough to show, sort and open the issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The report; the index and the watch of the library share it.
    pub meta: Arc<ReportMeta>,
    /// Number of articles.
    pub article_count: u32,
    /// The outcome of reading the file.
    pub status: Status,
    /// The other files that hold the same report, the better reading first; [`ReportMeta::place`] is the best.
    pub also: Box<[Place]>,
    /// The facts that only `newsreader list` prints; empty in the rows of a scan that fills an index.
    pub imprint: Arc<Imprint>,
}

impl Entry {
    /// The row of a file whose contents are not known.
    #[must_use]
    pub fn unread(place: Place, status: Status) -> Self {
        Self {
            meta: Arc::new(ReportMeta::unread(place)),
            article_count: 0,
            status,
            also: Box::default(),
            imprint: Arc::default(),
        }
    }
}

impl Entry {
    /// Returns the report to be changed: a copy of it where others share it.
    pub fn meta_mut(&mut self) -> &mut ReportMeta {
        Arc::make_mut(&mut self.meta)
    }

    /// True if the pages of the file hold no text, so that they can only be recognised.
    #[must_use]
    pub fn is_scan(&self) -> bool {
        self.scan().is_some()
    }

    /// Returns the scan that the file is; `None` for a file with text or another obstacle.
    #[must_use]
    pub fn scan(&self) -> Option<source::ScannedFile> {
        match &self.status {
            Status::NotUnderstood(why) => match **why {
                source::Error::NoText(scan) => Some(scan),
                _ => None,
            },
            _ => None,
        }
    }

    /// True if the row stands for the file at `place`, or names it as another file with the same report.
    #[must_use]
    pub fn is_at(&self, place: &Place) -> bool {
        self.meta.place == *place || self.also.contains(place)
    }
}

/// The rest of what `newsreader list` prints of an issue. It is kept with the row so that listing opens no report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The publisher by the masthead, which the issues of a series share.
    pub publisher: Option<Arc<str>>,
    /// Date of publication by the masthead; `None` where [`ReportMeta::published`] is taken from the period.
    pub published: Option<Date>,
    /// The days that the issue covers.
    pub period: Option<Period>,
    /// The number of articles that the lead declares.
    pub declared_count: Option<u32>,
    /// The number of warnings that parsing gave.
    pub warning_count: u32,
}

/// The outcome of reading a row's file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Status {
    /// The file was read.
    #[default]
    Read,
    /// The file is over the size limit and is read only when opened. Holds its size in bytes.
    TooLarge(u64),
    /// The file was read but not understood, for this reason. In a box, since nearly all files are understood.
    NotUnderstood(Box<source::Error>),
}

impl Status {
    /// True for a file that needs a password.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::NotUnderstood(why) if **why == source::Error::Encrypted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_sort_by_value() {
        let place = |name: &str| Place::File(name.into());
        let mut places = [
            "周报-10.md",
            "周报-2.md",
            "周报-1.md",
            "周报-02.md",
            "周报.md",
            "a/周报-3.md",
        ]
        .map(place);
        places.sort_by(Place::cmp_natural);
        let want = [
            "a/周报-3.md",
            "周报-1.md",
            "周报-02.md",
            "周报-2.md",
            "周报-10.md",
            "周报.md",
        ]
        .map(place);
        assert_eq!(places, want);
        let order = ["a01-2", "a1-2", "a1-10"].map(place);
        for (at, one) in order.iter().enumerate() {
            let behind = order.iter().skip(at + 1);
            assert!(
                behind
                    .clone()
                    .all(|other| one.cmp_natural(other) == Ordering::Less)
            );
        }
    }
}
