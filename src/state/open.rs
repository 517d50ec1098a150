//! Opening the store: new, older, newer, damaged, or in a folder that cannot be written.

use super::connection::{ConnectError, connect, connect_with, damage, empty, is_damage};
use super::files::{FILE_NAME, is_log_damaged, keep_copy, temporary_copy, with_suffix};
use super::journal::Journal;
use super::notice::{Cause, Notice, cause};
use super::repair;
use crate::private_files;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// An empty file that is older than this was not just made by another reader: it lost its content.
const CREATION_TIME: Duration = Duration::from_secs(10);

/// A database to work on.
pub(super) struct OpenedStore {
    /// The store itself, or a copy of it.
    pub(super) db: Connection,
    /// The folder of the copy, deleted with the value; `None` if the store itself is used or the copy is in memory.
    pub(super) copy: Option<TempDir>,
    /// The problem with the store, if there is one.
    pub(super) notice: Option<Notice>,
}

impl OpenedStore {
    /// Wraps a database that needs no folder kept alive.
    fn new(db: Connection, notice: Option<Notice>) -> Self {
        Self {
            db,
            copy: None,
            notice,
        }
    }
}

/// Opens the store in `folder` and makes both where they do not exist. A database that can be opened is passed to
/// `before_check` before it is looked through. Never fails: in the worst case the store is empty and in memory.
pub(super) fn open(folder: &Path, before_check: &mut dyn FnMut(&Connection)) -> OpenedStore {
    if let Err(e) = private_files::create_folder(folder) {
        let notice = Notice::ReadOnly(folder.to_owned(), Cause::from(&e));
        return copy_of(&folder.join(FILE_NAME), notice);
    }
    open_with(folder, Journal::for_folder(folder), before_check)
}

/// Opens the store like [`open`], in a folder that exists, with this journal.
fn open_with(
    folder: &Path,
    journal: Journal,
    before_check: &mut dyn FnMut(&Connection),
) -> OpenedStore {
    let path = folder.join(FILE_NAME);
    // Files of an earlier version may be open to other users of the machine.
    for suffix in ["", "-wal", "-shm", "-journal"] {
        private_files::restrict(&with_suffix(&path, suffix));
    }
    repair::finish(&path);
    // SQLite ignores a log whose header is wrong, and overwrites it.
    let kept_log = is_log_damaged(&path)
        .then(|| keep_copy(&with_suffix(&path, "-wal")))
        .flatten();
    // An emptied file gets the same treatment as a damaged one.
    let connected = if is_emptied(&path) {
        Err(ConnectError::Sqlite(damage(String::new())))
    } else {
        connect_with(&path, journal, before_check)
    };
    match connected {
        Ok(db) => {
            let no_locks =
                (journal == Journal::LockFolder).then(|| Notice::NoLocks(folder.to_owned()));
            OpenedStore::new(db, kept_log.map(Notice::LogDamaged).or(no_locks))
        }
        // Not even a copy is used: a later version may mean something else by the same tables.
        Err(ConnectError::Newer) => OpenedStore::new(empty(), Some(Notice::Newer(path))),
        Err(ConnectError::Sqlite(e)) if is_damage(&e) => {
            let (db, notice) = repair::begin_anew(&path, journal);
            OpenedStore::new(db, notice)
        }
        Err(ConnectError::Sqlite(e)) => copy_of(&path, Notice::ReadOnly(path.clone(), cause(&e))),
    }
}

/// True if the file has no byte and is older than [`CREATION_TIME`]. SQLite would take it for a new store.
fn is_emptied(path: &Path) -> bool {
    let is_old = |meta: &fs::Metadata| {
        let age = meta.modified().ok().and_then(|at| at.elapsed().ok());
        age.is_some_and(|age| age > CREATION_TIME)
    };
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == 0 && is_old(&meta))
}

/// Opens a copy of the store at `path` that ends with the program; an empty store if it cannot be copied.
fn copy_of(path: &Path, notice: Notice) -> OpenedStore {
    let copy = path.is_file().then(|| temporary_copy(path)).flatten();
    let opened = copy.and_then(|dir| {
        Some((
            connect(&dir.path().join(FILE_NAME), Journal::WriteAhead).ok()?,
            dir,
        ))
    });
    if let Some((db, dir)) = opened {
        return OpenedStore {
            db,
            copy: Some(dir),
            notice: Some(notice),
        };
    }
    // A full disk has no room for a copy either, but memory has.
    let db = repair::open_immutable(path).map_or_else(empty, |old| repair::copy_to_memory(&old).0);
    OpenedStore::new(db, Some(notice))
}

#[cfg(test)]
#[cfg(unix)]
mod shared_home_tests;
#[cfg(test)]
mod tests;
