//! What went wrong with the store, in one line each.

use crate::lang::{Lang, SystemError, Words};
use crate::text::sanitize::sanitize;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why the store is not what it should be. The reader works all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The folder or the file cannot be written: marks made now end with the program.
    ReadOnly(PathBuf, Cause),
    /// A later version of this program wrote the file: it is left alone.
    Newer(PathBuf),
    /// The file was damaged: it was kept under another name, and this many rows were copied out of it.
    Damaged {
        /// Where the damaged file lies now.
        kept_as: PathBuf,
        /// How many rows were saved.
        saved: usize,
    },
    /// The log of the last changes was damaged and was kept here; all else is as it was.
    LogDamaged(PathBuf),
    /// The file is damaged and could not be mended: it is left alone.
    Unusable(PathBuf, Cause),
}

/// The reason why the store cannot be used, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    zh: String,
    en: String,
}

impl Cause {
    fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl From<std::io::Error> for Cause {
    fn from(error: std::io::Error) -> Self {
        let error = SystemError::from(&error);
        Self {
            zh: error.message(Lang::Zh),
            en: error.message(Lang::En),
        }
    }
}

impl From<rusqlite::Error> for Cause {
    fn from(error: rusqlite::Error) -> Self {
        let error = Error::from(error);
        Self {
            zh: error.why(Lang::Zh),
            en: error.why(Lang::En),
        }
    }
}

const READ_ONLY: Words = Words::new(
    "阅读记录不可写，本次的标记退出后不保留（{}）",
    "reading state cannot be written, marks made now end with the program ({})",
);
const NEWER: Words = Words::new(
    "阅读记录由更新的版本写成，未作改动，本次的标记退出后不保留；请升级 newsreader",
    "reading state was written by a later version and is left alone, marks made now end with the program; upgrade newsreader",
);
const DAMAGED: Words = Words::new(
    "阅读记录损坏，救回 {} 条，损坏的文件已保留",
    "reading state was damaged, {} records were saved from it, the damaged file is kept",
);
const LOG_DAMAGED: Words = Words::new(
    "阅读记录的日志损坏，最后的几处标记可能丢失，损坏的日志已保留",
    "the log of the reading state was damaged, the last marks may be lost, the damaged log is kept",
);
const UNUSABLE: Words = Words::new(
    "阅读记录损坏，未作改动，本次的标记退出后不保留（{}）",
    "reading state is damaged and left alone, marks made now end with the program ({})",
);

impl Notice {
    /// Which file it is about, or where that lies now.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::ReadOnly(path, _) | Self::Newer(path) | Self::Unusable(path, _) => path,
            Self::Damaged { kept_as, .. } | Self::LogDamaged(kept_as) => kept_as,
        }
    }

    /// What no longer works and why, without the path.
    #[must_use]
    pub fn what(&self, lang: Lang) -> String {
        match self {
            Self::ReadOnly(_, why) => READ_ONLY.with(lang, &[why.get(lang)]),
            Self::Newer(_) => NEWER.get(lang).to_owned(),
            Self::Damaged { saved, .. } => DAMAGED.with(lang, &[&saved.to_string()]),
            Self::LogDamaged(_) => LOG_DAMAGED.get(lang).to_owned(),
            Self::Unusable(_, why) => UNUSABLE.with(lang, &[why.get(lang)]),
        }
    }

    /// One line for the status line, harmless to print. The path comes last, where a narrow screen may cut it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let line = format!("{}: {}", self.what(lang), self.path().display());
        sanitize(&line).into_owned()
    }

    /// Whether what is marked now ends with the program.
    #[must_use]
    pub const fn ends_with_the_program(&self) -> bool {
        match self {
            Self::ReadOnly(..) | Self::Newer(_) | Self::Unusable(..) => true,
            Self::Damaged { .. } | Self::LogDamaged(_) => false,
        }
    }
}

/// Why something was not remembered, or could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No room is left where the store lies.
    #[error("disk full")]
    Full,
    /// The store cannot be written.
    #[error("not writable")]
    ReadOnly,
    /// Another reader held the store for too long.
    #[error("busy")]
    Busy,
    /// The store is damaged.
    #[error("damaged")]
    Damaged,
    /// Anything else SQLite said.
    #[error(transparent)]
    Other(rusqlite::Error),
}

const LOST: Words = Words::new(
    "最后的标记没有保存：{}",
    "the last marks were not saved: {}",
);
const UNSAVED: Words = Words::new("阅读记录暂未保存：{}", "reading state is not saved yet: {}");

impl Error {
    /// What no longer works, why, and what can be done, in one harmless line. What could not be written is tried again, so
    /// that nothing has to be marked twice.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let then = match self {
            Self::Full => Words::new("；腾出空间后会自动补存", "; once there is room it will be"),
            Self::ReadOnly => Words::new(
                "；权限改正后会自动补存",
                "; once its permissions are mended it will be",
            ),
            Self::Busy => Words::new("；稍后会自动补存", "; it will be in a moment"),
            Self::Damaged => Words::new(
                "；重新启动时救回能读出的记录",
                "; start again, and what can be read will be saved from it",
            ),
            Self::Other(_) => Words::new("", ""),
        };
        UNSAVED.with(lang, &[&self.why(lang)]) + then.get(lang)
    }

    /// That the program ended before the last marks could be written, in one harmless line.
    #[must_use]
    pub fn lost(&self, lang: Lang) -> String {
        LOST.with(lang, &[&self.why(lang)])
    }

    fn why(&self, lang: Lang) -> String {
        let words = match self {
            Self::Full => Words::new("磁盘已满", "the disk is full"),
            Self::ReadOnly => Words::new("文件不可写", "the file cannot be written"),
            Self::Busy => Words::new("文件被另一个程序占用", "another program holds the file"),
            Self::Damaged => Words::new("文件损坏", "the file is damaged"),
            // SQLite prints English alone.
            Self::Other(error) if lang == Lang::En => {
                return sanitize(&error.to_string()).into_owned();
            }
            Self::Other(_) => Words::new("数据库出错", "the database failed"),
        };
        words.get(lang).to_owned()
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
