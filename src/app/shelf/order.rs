//! The orders of the list of issues, and their headings.
//!
//! Only two of the four orders have headings: by date the years, by folder the folders. The order
//! never depends on when a row was read, so that a library looks alike at every start.

use crate::app::marks::ArticleMarks;
use crate::lang::Words;
use crate::library::address::shown;
use crate::library::{Entry, Place};
use std::cmp::{Ordering, Reverse};
use std::path::Path;

/// An order of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShelfOrder {
    /// The newest first, under their years.
    #[default]
    Date,
    /// The highest number first.
    Number,
    /// Issues with unread articles first, the newest first.
    Unread,
    /// By folder, the newest first.
    Folder,
}

impl ShelfOrder {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Date, Self::Number, Self::Unread, Self::Folder];

    /// The order after this one, and round again.
    pub fn next(self) -> Self {
        let at = Self::ALL
            .iter()
            .position(|order| *order == self)
            .unwrap_or(0);
        Self::ALL.get(at + 1).copied().unwrap_or_default()
    }

    /// The name under which it is remembered.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Number => "number",
            Self::Unread => "unread",
            Self::Folder => "folder",
        }
    }

    /// The order of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }

    /// The message that names it in the status line.
    pub const fn words(self) -> Words {
        match self {
            Self::Date => Words::new("按日期排列", "sorted by date"),
            Self::Number => Words::new("按期号排列", "sorted by number"),
            Self::Unread => Words::new("未读在前", "unread first"),
            Self::Folder => Words::new("按文件夹排列", "sorted by folder"),
        }
    }

    /// Sorts `entries`. A list that was sorted and grew a little is sorted in little time.
    pub fn sort(self, entries: &mut [Entry], marks: &ArticleMarks) {
        if self == Self::Unread {
            entries.sort_by(newest_first);
            // The marks of an issue are looked up once and not for each comparison. The sort is
            // stable, so that the newest come first in both halves.
            entries.sort_by_cached_key(|entry| marks.all_read(&entry.meta.identity.keys));
            return;
        }
        // A stable merge sort: a batch of new rows at the end costs about a merge.
        entries.sort_by(|a, b| match self {
            Self::Number => Reverse(a.meta.number)
                .cmp(&Reverse(b.meta.number))
                .then_with(|| newest_first(a, b)),
            Self::Folder => folder(a).cmp(&folder(b)).then_with(|| newest_first(a, b)),
            Self::Date | Self::Unread => newest_first(a, b),
        });
    }

    /// The heading that an issue stands under.
    pub fn heading(self, entry: &Entry) -> Option<Heading> {
        match self {
            Self::Date => Some(Heading::Year(
                entry.meta.published.map_or(0, jiff::civil::Date::year),
            )),
            Self::Folder => Some(Heading::Folder(
                folder(entry)
                    .map(|path| shown(path.as_os_str()).into_owned())
                    .unwrap_or_default(),
            )),
            Self::Number | Self::Unread => None,
        }
    }
}

/// A heading of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Heading {
    /// A year; 0 for issues without a date.
    Year(i16),
    /// A folder.
    Folder(String),
}

/// Returns the common beginning of all folders among `headings`, up to a separator.
///
/// Empty if there are no folders, or if they share nothing.
pub fn shared(headings: impl Iterator<Item = Heading>) -> String {
    let folders = headings.filter_map(|heading| match heading {
        // As if it were one of its own folders, so that what lies in it begins as it does.
        Heading::Folder(folder) => Some(folder + std::path::MAIN_SEPARATOR_STR),
        Heading::Year(_) => None,
    });
    let common = |one: String, other: String| {
        let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
        same.map(|(a, _)| a).collect()
    };
    let mut shared = folders.reduce(common).unwrap_or_default();
    let end = shared.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    shared.truncate(end);
    shared
}

/// Compares by date, then number, the newest first; the file decides between equals, so that the order never changes by itself.
pub fn newest_first(a: &Entry, b: &Entry) -> Ordering {
    let age = (b.meta.published, b.meta.number).cmp(&(a.meta.published, a.meta.number));
    age.then_with(|| a.meta.place.cmp_natural(&b.meta.place))
}

/// Returns the folder of a file, or the archive that holds it; `None` for a built-in sample.
fn folder(entry: &Entry) -> Option<&Path> {
    match &entry.meta.place {
        Place::File(path) => path.parent(),
        Place::Member(archive, _) => Some(archive),
        Place::Sample(_) => None,
    }
}
