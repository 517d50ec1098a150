//! The problems that a store can have, as one line each.
//!
//! SQLite and the system describe errors in English. A cause is therefore kept as a kind with words
//! in both languages, and only a rare kind is shown by its number. A notice is about opening the
//! store and comes once; an error is about writing and comes with a remedy, since the change is
//! kept and tried again.

use crate::lang::{Lang, SystemError, Words};
use crate::text::sanitize::sanitize;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// A problem with the store, found when it was opened. The reader works all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The folder or the file cannot be written: marks made now end with the program.
    ReadOnly(PathBuf, Cause),
    /// A later version of this program wrote the file: it is left alone.
    Newer(PathBuf),
    /// The file was damaged: it was kept under another name, and this many rows were copied out of it.
    Damaged {
        /// The present path of the damaged file.
        kept_as: PathBuf,
        /// The number of rows that were saved.
        saved: usize,
    },
    /// The log of the last changes was damaged and was kept here; all else is as it was.
    LogDamaged(PathBuf),
    /// The file is damaged and could not be repaired: it is left alone.
    Unusable(PathBuf, Cause),
    /// The folder lies on a network file system without locks.
    NoLocks(PathBuf),
}

/// The cause of a problem, kept without the English of the system and of SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The system refused something.
    System(SystemError),
    /// SQLite failed in a way that these words describe.
    Store(Words),
    /// SQLite failed in a rare way, with this extended result code.
    Sqlite(i32),
}

impl Cause {
    /// Returns the cause in `lang`, as it stands in brackets behind the problem.
    fn message(self, lang: Lang) -> String {
        match self {
            Self::System(error) => error.message(lang),
            Self::Store(words) => words.get(lang).to_owned(),
            Self::Sqlite(code) => SQLITE_CODE.with(lang, &[&code.to_string()]),
        }
    }
}

impl From<&std::io::Error> for Cause {
    fn from(error: &std::io::Error) -> Self {
        Self::System(error.into())
    }
}

/// Of [`Notice::ReadOnly`], with the cause.
const READ_ONLY: Words = Words::new(
    "阅读记录不可写，本次的标记退出后不保留（{}）",
    "reading state cannot be written, marks made now are lost on exit ({})",
);
/// Of [`Notice::Newer`].
const NEWER: Words = Words::new(
    "阅读记录由更新的版本写成，未作改动，本次的标记退出后不保留；请升级 newsreader",
    "reading state was written by a later version and is left alone, marks made now are lost on exit; upgrade newsreader",
);
/// Of [`Notice::Damaged`], with the number of rows.
const DAMAGED: Words = Words::new(
    "阅读记录损坏，救回 {} 条，损坏的文件已保留",
    "reading state was damaged, {} records were saved from it, the damaged file is kept",
);
/// Of [`Notice::LogDamaged`].
const LOG_DAMAGED: Words = Words::new(
    "阅读记录的日志损坏，最后的几处标记可能丢失，损坏的日志已保留",
    "the log of the reading state was damaged, the last marks may be lost, the damaged log is kept",
);
/// Of [`Notice::Unusable`], with the cause.
const UNUSABLE: Words = Words::new(
    "阅读记录损坏，未作改动，本次的标记退出后不保留（{}）",
    "reading state is damaged and left alone, marks made now are lost on exit ({})",
);
/// Of [`Notice::NoLocks`].
const NO_LOCKS: Words = Words::new(
    "阅读记录所在的网络文件系统不支持文件锁，请勿同时在两台机器上使用",
    "the network file system of the reading state has no file locks, do not use it on two machines at once",
);
/// A problem and the path of its file.
const WITH_PATH: Words = Words::new("{}：{}", "{}: {}");

impl Notice {
    /// Returns the file concerned, or its present path if it was kept under another name.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::ReadOnly(path, _)
            | Self::Newer(path)
            | Self::Unusable(path, _)
            | Self::NoLocks(path) => path,
            Self::Damaged { kept_as, .. } | Self::LogDamaged(kept_as) => kept_as,
        }
    }

    /// True if the store may be usable later: there is room again, or its folder may be written.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::ReadOnly(..))
    }

    /// Returns the problem and its consequence, without the path.
    #[must_use]
    pub fn problem(&self, lang: Lang) -> String {
        match self {
            Self::ReadOnly(_, cause) => READ_ONLY.with(lang, &[&cause.message(lang)]),
            Self::Newer(_) => NEWER.get(lang).to_owned(),
            Self::Damaged { saved, .. } => DAMAGED.with(lang, &[&saved.to_string()]),
            Self::LogDamaged(_) => LOG_DAMAGED.get(lang).to_owned(),
            Self::NoLocks(_) => NO_LOCKS.get(lang).to_owned(),
            Self::Unusable(_, cause) => UNUSABLE.with(lang, &[&cause.message(lang)]),
        }
    }

    /// Returns one line for the status line, without control characters.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        // The path comes last: a narrow screen cuts the end.
        let path = self.path().display().to_string();
        let line = WITH_PATH.with(lang, &[&self.problem(lang), &path]);
        sanitize(&line).into_owned()
    }

    /// True if marks made now are lost when the program ends.
    #[must_use]
    pub const fn loses_marks(&self) -> bool {
        match self {
            Self::ReadOnly(..) | Self::Newer(_) | Self::Unusable(..) => true,
            Self::Damaged { .. } | Self::LogDamaged(_) | Self::NoLocks(_) => false,
        }
    }
}

/// Why the store could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No room is left on the disk of the store.
    #[error("disk full")]
    Full,
    /// The store cannot be written.
    #[error("not writable")]
    ReadOnly,
    /// Another process held the lock of the store for longer than two seconds.
    #[error("busy")]
    Busy,
    /// The store is damaged.
    #[error("damaged")]
    Damaged,
    /// Any other error of SQLite.
    #[error(transparent)]
    Other(rusqlite::Error),
}

/// Of [`Error::lost`], with the cause.
const LOST: Words = Words::new(
    "最后的标记没有保存：{}",
    "the last marks were not saved: {}",
);
/// Of [`Error::message`], with the cause; the remedy follows.
const UNSAVED: Words = Words::new("阅读记录暂未保存：{}", "reading state is not saved yet: {}");

/// Of [`Error::unread`], with the cause.
const UNREAD: Words = Words::new(
    "无法读取阅读记录：{}",
    "the reading state cannot be read: {}",
);

/// No room is left.
const FULL: Words = Words::new("磁盘已满", "the disk is full");
/// The file or its folder refuses.
const NOT_WRITABLE: Words = Words::new("文件不可写", "the file cannot be written");
/// A lock was not released in time.
const BUSY: Words = Words::new("文件被另一个程序占用", "another program holds the file");
/// The content is not what SQLite wrote.
const DAMAGED_FILE: Words = Words::new("文件损坏", "the file is damaged");
/// The system failed to read or write.
const UNREADABLE: Words = Words::new("磁盘读写出错", "the disk reports an input or output error");
/// SQLite was refused memory.
const NO_MEMORY: Words = Words::new("内存不足", "out of memory");
/// A failure without words here, by its extended result code.
const SQLITE_CODE: Words = Words::new("SQLite 错误 {}", "SQLite error {}");
/// A failure that SQLite gives no code for.
const SQLITE_OTHER: Words = Words::new("SQLite 出错", "SQLite failed");

impl Error {
    /// Returns one line with the consequence, the cause and the remedy. The changes are kept and written later, so that
    /// nothing has to be marked twice.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let remedy = match self {
            Self::Full => Words::new("；腾出空间后会自动补存", "; once there is room it will be"),
            Self::ReadOnly => Words::new(
                "；权限改正后会自动补存",
                "; once its permissions are corrected it will be",
            ),
            Self::Busy => Words::new("；稍后会自动补存", "; it will be in a moment"),
            Self::Damaged => Words::new(
                "；重新启动时救回能读出的记录",
                "; start again, and what can be read will be saved from it",
            ),
            // Nothing is known about the cause, so no remedy can be named.
            Self::Other(_) => Words::new("", ""),
        };
        UNSAVED.with(lang, &[&self.cause().message(lang)]) + remedy.get(lang)
    }

    /// Returns one line for a program that ended before the last marks could be written.
    #[must_use]
    pub fn lost(&self, lang: Lang) -> String {
        LOST.with(lang, &[&self.cause().message(lang)])
    }

    /// Returns one line for a store that could not be read.
    #[must_use]
    pub fn unread(&self, lang: Lang) -> String {
        UNREAD.with(lang, &[&self.cause().message(lang)])
    }

    /// Returns what failed, without the remedy.
    fn cause(&self) -> Cause {
        match self {
            Self::Full => Cause::Store(FULL),
            Self::ReadOnly => Cause::Store(NOT_WRITABLE),
            Self::Busy => Cause::Store(BUSY),
            Self::Damaged => Cause::Store(DAMAGED_FILE),
            Self::Other(error) => cause(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Other(error),
        }
    }
}

/// Describes an error of SQLite without SQLite's own words, which are English.
pub(super) fn cause(error: &rusqlite::Error) -> Cause {
    let Some(failure) = error.sqlite_error() else {
        return Cause::Store(SQLITE_OTHER);
    };
    let words = match failure.code {
        ErrorCode::DiskFull => FULL,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => NOT_WRITABLE,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => BUSY,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DAMAGED_FILE,
        ErrorCode::SystemIoFailure => UNREADABLE,
        ErrorCode::OutOfMemory => NO_MEMORY,
        _ => return Cause::Sqlite(failure.extended_code),
    };
    Cause::Store(words)
}
