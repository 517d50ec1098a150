//! What is known of a file that was read once.

use super::super::segment::Span;
use crate::library::{Entry, Place, Status};
use crate::source;
use std::path::{Path, PathBuf};

/// One file that was read once.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its length when it was read.
    pub size_bytes: u64,
    /// When it had last been written, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// The hash of its contents.
    pub content: u128,
    /// What it holds.
    pub holds: Holds,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every file is a report, and a box for each would cost more than it saves"
)]
pub enum Holds {
    /// A report, or what could not be understood.
    Report(Row),
    /// Any number of reports: the members of the archive at this path.
    Archive(PathBuf, Vec<Row>),
}

/// A row of the list, and where what was read for it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row.
    pub entry: Entry,
    /// The record; `None` where the report could not be understood.
    pub record: Option<Stored>,
}

/// Where a record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Which segment.
    pub segment: u64,
    /// Where in it.
    pub span: Span,
}

impl Row {
    /// The row of what was read in vain.
    pub fn not_understood(place: Place, why: &source::Error) -> Self {
        Self {
            entry: Entry::unread(place, Status::NotUnderstood(why.clone())),
            record: None,
        }
    }
}

impl Known {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        match &self.holds {
            Holds::Archive(path, _) => path,
            Holds::Report(row) => match &row.entry.place {
                Place::File(path) | Place::Member(path, _) => path,
                Place::Sample(_) => Path::new(""),
            },
        }
    }

    /// The same of a file at `path`, for the catalogue, which has no other path of an archive's members than its own.
    pub fn at(mut self, path: PathBuf) -> Self {
        match &mut self.holds {
            Holds::Report(row) => row.entry.place = Place::File(path),
            Holds::Archive(own, _) => *own = path,
        }
        self
    }

    /// Its rows.
    pub fn rows(&self) -> &[Row] {
        match &self.holds {
            Holds::Report(row) => std::slice::from_ref(row),
            Holds::Archive(_, rows) => rows,
        }
    }

    /// Its rows, to be changed.
    pub fn rows_mut(&mut self) -> &mut [Row] {
        match &mut self.holds {
            Holds::Report(row) => std::slice::from_mut(row),
            Holds::Archive(_, rows) => rows,
        }
    }

    /// Where its records lie.
    pub fn records(&self) -> impl Iterator<Item = Stored> {
        self.rows().iter().filter_map(|row| row.record)
    }
}
