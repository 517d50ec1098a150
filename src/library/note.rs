//! Notes of a scan: what it passed over or could not do, as a line for the status bar or standard error.
//!
//! A note never stops a scan. Those about a file are kept with its row in the cache, so that a
//! later scan that does not read it can give the same note again.

use super::address::shown;
use super::{Entry, Place, Status};
use crate::lang::{Lang, SystemError, Words};
use crate::source;
use crate::text::sanitize::sanitize;
use std::io;
use std::path::{Path, PathBuf};

/// Something that a scan passed over or could not do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ScanNote {
    /// A file or folder that cannot be looked at.
    Unreadable(PathBuf, SystemError),
    /// A FIFO, socket or device: reading it might never end.
    NotAFile(PathBuf),
    /// A file that could not be understood, with the reason.
    NotUnderstood(PathBuf, source::Error),
    /// A file over the size limit, listed but opened only on request, with its size in bytes.
    TooLarge(PathBuf, u64),
    /// The cache folder cannot be written: everything works, the next start is slower.
    NoCache(PathBuf, SystemError),
}

/// The path cannot be looked at: the reason.
const UNREADABLE: Words = Words::new("无法读取（{}）", "cannot be read ({})");
/// The path is a pipe, a socket or a device.
const NOT_A_FILE: Words = Words::new(
    "不是普通文件或文件夹，已跳过",
    "not a regular file or folder, skipped",
);
/// The size of a file over the limit stands before these words.
const TOO_LARGE: Words = Words::new(
    "MB，超过限制，打开时才读取",
    "MB, over the limit, read only when opened",
);
/// The cache cannot be written: the reason.
const NO_CACHE: Words = Words::new(
    "缓存不可写（{}），下次启动会慢一些",
    "the cache cannot be written ({}), the next start will be slower",
);

impl ScanNote {
    /// The note of a path and the error that the system gave.
    #[must_use]
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable(path.to_owned(), error.into())
    }

    /// Returns the note that belongs to a row, also where the file was read by an earlier scan; `None` where it was understood.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let path = match &entry.meta.place {
            Place::File(path) => path.clone(),
            Place::Member(archive, member) => archive.join(member),
            Place::Sample(_) => return None,
        };
        match &entry.status {
            Status::NotUnderstood(why) => Some(Self::NotUnderstood(path, (**why).clone())),
            Status::TooLarge(bytes) => Some(Self::TooLarge(path, *bytes)),
            Status::Read => None,
        }
    }

    /// Returns the path that the note is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Unreadable(path, _)
            | Self::NotAFile(path)
            | Self::NotUnderstood(path, _)
            | Self::TooLarge(path, _)
            | Self::NoCache(path, _) => path,
        }
    }

    /// Returns the note as one line without control characters.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let path = shown(self.path().as_os_str());
        let advice = match self {
            Self::NotUnderstood(_, why) => lang.advice(why.hint().get(lang)),
            _ => String::new(),
        };
        self.message_about(&path, lang) + &advice
    }

    /// Returns the note for the status line of the reader. A file that has a row is called by its name alone, and without advice:
    /// that stands beside its row with the path, and here the reason needs the room.
    #[must_use]
    pub fn short_message(&self, lang: Lang) -> String {
        let path = self.path();
        let has_row = matches!(self, Self::NotUnderstood(..) | Self::TooLarge(..));
        let name = path.file_name().filter(|_| has_row);
        self.message_about(&shown(name.unwrap_or(path.as_os_str())), lang)
    }

    /// Returns the note as one line about `path`.
    fn message_about(&self, path: &str, lang: Lang) -> String {
        let what = match self {
            Self::Unreadable(_, why) => UNREADABLE.with(lang, &[&why.message(lang)]),
            Self::NotAFile(_) => NOT_A_FILE.get(lang).to_owned(),
            Self::NotUnderstood(_, why) => why.message(lang),
            // Whole mebibytes.
            Self::TooLarge(_, bytes) => format!("{} {}", bytes >> 20, TOO_LARGE.get(lang)),
            Self::NoCache(_, why) => NO_CACHE.with(lang, &[&why.message(lang)]),
        };
        sanitize(&format!("{path}: {what}")).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_a_row_is_called_by_its_name_in_the_status_line() {
        let empty =
            ScanNote::NotUnderstood(PathBuf::from("/home/lin/周报/空.txt"), source::Error::Empty);
        assert_eq!(empty.short_message(Lang::Zh), "空.txt: 文件是空的");
        let odd = ScanNote::NotUnderstood(PathBuf::from("lib/坏.docx"), source::Error::Unknown);
        assert!(odd.message(Lang::Zh).contains("；可读 PDF"));
        assert_eq!(odd.short_message(Lang::Zh), "坏.docx: 不是可读的格式");
        let gone = ScanNote::NotAFile(PathBuf::from("/home/lin/管道"));
        assert!(gone.short_message(Lang::Zh).starts_with("/home/lin/管道: "));
    }

    #[test]
    fn a_file_name_cannot_reach_the_terminal_as_a_command() {
        let note = ScanNote::NotAFile(PathBuf::from("a\n\u{1b}[2Jb.txt"));
        assert!(note.message(Lang::En).chars().all(|c| !c.is_control()));
    }
}
