//! The decoded entry of a file that was read once.
//!
//! A plain file holds one report and an archive any number. Both have a row for each report, and
//! each row names its record, unless the report could not be understood: such a file is remembered
//! too, so that it is not tried again until it changes.

use super::super::segment::Span;
use crate::library::meta::{Entry, Place, Status};
use crate::source;
use std::path::{Path, PathBuf};

/// A file that was read once.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownFile {
    /// Size in bytes when it was read.
    pub size_bytes: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub modified_ns: i64,
    /// XXH3 hash of the contents.
    pub content: u128,
    /// The reports in it.
    pub holds: FileContents,
}

/// The reports in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum FileContents {
    /// One report, or a file that could not be understood.
    Report(KnownReport),
    /// Any number of reports: the members of the archive at this path.
    Archive(PathBuf, Vec<KnownReport>),
}

/// A row of the list and the address of its record.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownReport {
    /// The row.
    pub entry: Entry,
    /// The address of the record; `None` where the report could not be understood.
    pub record: Option<RecordAddress>,
}

/// The address of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordAddress {
    /// The id of the segment.
    pub segment: u64,
    /// Offset of the first byte in it.
    pub start_byte: u64,
    /// Number of bytes.
    pub len: u32,
    /// The number of bytes that a search reads: all before the features.
    pub searched_len: u32,
}

impl RecordAddress {
    /// Returns the bytes of the whole record.
    pub const fn span(self) -> Span {
        Span {
            start_byte: self.start_byte,
            len: self.len,
        }
    }
}

impl KnownReport {
    /// The row of a report that could not be understood.
    pub fn not_understood(place: Place, why: &source::Error) -> Self {
        Self {
            entry: Entry::unread(place, Status::NotUnderstood(Box::new(why.clone()))),
            record: None,
        }
    }
}

impl KnownFile {
    /// Returns the path of the file.
    ///
    /// A report knows its own path, so only an archive stores one beside its rows.
    pub fn path(&self) -> &Path {
        match &self.holds {
            FileContents::Archive(path, _) => path,
            FileContents::Report(row) => match &row.entry.meta.place {
                Place::File(path) | Place::Member(path, _) => path,
                Place::Sample(_) => Path::new(""),
            },
        }
    }

    /// Moves the file to `path`. The members of an archive keep their places: the catalogue takes their path from the archive.
    pub fn at(mut self, path: PathBuf) -> Self {
        match &mut self.holds {
            FileContents::Report(row) => {
                row.entry.meta_mut().place = Place::File(path);
            }
            FileContents::Archive(own, _) => *own = path,
        }
        self
    }

    /// Returns the rows.
    pub fn rows(&self) -> &[KnownReport] {
        match &self.holds {
            FileContents::Report(row) => std::slice::from_ref(row),
            FileContents::Archive(_, rows) => rows,
        }
    }

    /// Gives the rows away.
    pub fn into_rows(self) -> impl Iterator<Item = KnownReport> {
        let (one, many) = match self.holds {
            FileContents::Report(row) => (Some(row), Vec::new()),
            FileContents::Archive(_, rows) => (None, rows),
        };
        one.into_iter().chain(many)
    }

    /// Returns the rows mutably.
    pub fn rows_mut(&mut self) -> &mut [KnownReport] {
        match &mut self.holds {
            FileContents::Report(row) => std::slice::from_mut(row),
            FileContents::Archive(_, rows) => rows,
        }
    }

    /// Iterates over the addresses of its records.
    pub fn records(&self) -> impl Iterator<Item = RecordAddress> {
        self.rows().iter().filter_map(|row| row.record)
    }
}
