//! What went wrong with the store, in one line each.

use crate::lang::{Lang, Words};
use crate::text::sanitize::sanitize;
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why the store is not what it should be. The reader works all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The folder or the file cannot be written: marks made now end with the program.
    ReadOnly(PathBuf, String),
    /// A later version of this program wrote the file: it is left alone.
    Newer(PathBuf),
    /// The file was damaged: it was kept under another name, and this many rows were copied out of it.
    Damaged {
        /// Where the damaged file lies now.
        kept_as: PathBuf,
        /// How many rows were saved.
        saved: usize,
    },
    /// The file is damaged and could not be moved: it is left alone.
    Unusable(PathBuf, String),
}

const READ_ONLY: Words = Words::new(
    "阅读记录不可写，本次的标记退出后不保留",
    "reading state cannot be written, marks made now end with the program",
);
const NEWER: Words = Words::new(
    "阅读记录由更新的版本写成，未作改动，本次的标记退出后不保留；请升级 newsreader",
    "reading state was written by a later version and is left alone, marks made now end with the program; upgrade newsreader",
);
const DAMAGED: Words = Words::new(
    "阅读记录损坏，原文件已保留，恢复的记录条数",
    "reading state was damaged and is kept here, records saved from it",
);
const UNUSABLE: Words = Words::new(
    "阅读记录损坏，未作改动，本次的标记退出后不保留",
    "reading state is damaged and left alone, marks made now end with the program",
);

impl Notice {
    /// One line, harmless to print.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let line = match self {
            Self::ReadOnly(path, why) => {
                format!("{}: {} ({why})", path.display(), READ_ONLY.get(lang))
            }
            Self::Newer(path) => format!("{}: {}", path.display(), NEWER.get(lang)),
            Self::Damaged { kept_as, saved } => {
                format!("{}: {} {saved}", kept_as.display(), DAMAGED.get(lang))
            }
            Self::Unusable(path, why) => {
                format!("{}: {} ({why})", path.display(), UNUSABLE.get(lang))
            }
        };
        sanitize(&line).into_owned()
    }
}

/// Why something was not remembered, or could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No room is left where the store lies.
    #[error("磁盘已满，阅读记录未能保存 / the disk is full, reading state was not saved")]
    Full,
    /// The store cannot be written.
    #[error("阅读记录不可写 / reading state cannot be written")]
    ReadOnly,
    /// Another reader held the store for too long.
    #[error("阅读记录正被另一个程序占用 / reading state is held by another program")]
    Busy,
    /// The store is damaged.
    #[error("阅读记录损坏 / reading state is damaged")]
    Damaged,
    /// Anything else SQLite said.
    #[error("阅读记录 / reading state: {0}")]
    Other(rusqlite::Error),
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> Option<&'static str> {
        let words = match self {
            Self::Full => Words::new("腾出空间后再标记一次", "make room and mark again"),
            Self::ReadOnly => Words::new(
                "检查状态文件夹的权限",
                "check the permissions of the state folder",
            ),
            Self::Busy => Words::new("稍后再试", "try again in a moment"),
            Self::Damaged => Words::new(
                "重新启动，能读出的记录会保留",
                "start again, what can be read will be kept",
            ),
            Self::Other(_) => return None,
        };
        Some(words.get(lang))
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
