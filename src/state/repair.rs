//! A damaged store: kept aside, whole, and begun anew with every row that can still be read.
//!
//! The new store is made under another name and put in place at the end, so that a kill on the way leaves the damaged one
//! where it was, to be mended the next time.

use super::notice::{Cause, Notice};
use super::open::{
    FILE_NAME, Trouble, connect, copied, damage, empty, free_name, in_memory, is_damage,
    with_ending,
};
use super::{State, schema};
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Begins the store at `path` anew, which was found damaged.
pub fn begin_anew(path: &Path) -> (State, Option<Notice>) {
    let unusable = |why: Cause| {
        let state = match copied(path).and_then(|dir| open_copy(dir.path())) {
            Some(old) => in_memory_from(&old).0,
            None => empty(),
        };
        (state, Some(Notice::Unusable(path.to_owned(), why)))
    };
    // Two readers may have found the damage at once: one mends it, the other finds it mended.
    let lock = match lock(path) {
        Ok(lock) => lock,
        Err(e) => return unusable(e.into()),
    };
    let is_empty = fs::metadata(path).is_ok_and(|meta| meta.len() == 0);
    if !is_empty {
        match connect(path) {
            Ok(db) => return (State::new(db, None), None),
            Err(Trouble::Newer) => return (empty(), Some(Notice::Newer(path.to_owned()))),
            Err(Trouble::Sqlite(e)) if is_damage(&e) => {}
            Err(Trouble::Sqlite(e)) => return unusable(e.into()),
        }
    }
    let replaced = replace(path);
    drop(lock);
    match replaced {
        Ok((db, kept_as, saved)) => {
            let notice = Notice::Damaged { kept_as, saved };
            (State::new(db, None), Some(notice))
        }
        Err(e) => unusable(e),
    }
}

/// The lock is the system's and ends with the process, however it ends.
fn lock(path: &Path) -> io::Result<File> {
    let file = File::create(with_ending(path, ".lock"))?;
    file.lock()?;
    Ok(file)
}

/// Puts a new store in place that was complete when its maker was killed.
pub fn finish(path: &Path) {
    let new = with_ending(path, ".new");
    if path.exists() || !new.exists() {
        return;
    }
    let lock = lock(path);
    if lock.is_ok() && !path.exists() {
        // Where it cannot be moved the folder cannot be written, which is told in a moment.
        let _ = fs::rename(new, path);
    }
}

/// Keeps the damaged file under another name and puts a new one in its place, with what could be read.
fn replace(path: &Path) -> Result<(Connection, PathBuf, usize), Cause> {
    let new = with_ending(path, ".new");
    for left_over in [&new, &with_ending(&new, "-wal"), &with_ending(&new, "-shm")] {
        let _ = fs::remove_file(left_over);
    }
    let mut db = connect(&new).map_err(|trouble| match trouble {
        Trouble::Sqlite(e) => e,
        Trouble::Newer => damage(String::new()),
    })?;
    let old = copied(path);
    let saved = match old.as_ref().and_then(|dir| open_copy(dir.path())) {
        Some(old) => save_rows(&old, &mut db)?,
        None => 0,
    };
    db.close().map_err(|(_, e)| e)?;
    let kept_as = free_name(path).ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
    fs::rename(path, &kept_as)?;
    for ending in ["-wal", "-shm"] {
        // Often there is none: then there is nothing to keep.
        let _ = fs::rename(with_ending(path, ending), with_ending(&kept_as, ending));
    }
    fs::rename(&new, path)?;
    let db = connect(path).map_err(|_| damage(String::new()))?;
    Ok((db, kept_as, saved))
}

fn open_copy(folder: &Path) -> Option<Connection> {
    Connection::open(folder.join(FILE_NAME)).ok()
}

/// The store as it is without its log, opened in such a way that nothing is written, not even beside it.
pub fn unlogged(path: &Path) -> Option<Connection> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        if is_plain(byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02x}");
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(uri + "?immutable=1", flags).ok()
}

/// What can be read of `old`, in memory, and how many rows that is.
pub fn in_memory_from(old: &Connection) -> (State, usize) {
    let Ok(mut state) = in_memory() else {
        return (empty(), 0);
    };
    let saved = save_rows(old, &mut state.db).unwrap_or(0);
    (state, saved)
}

/// Copies rows until the damage: SQLite reads page by page, so what lies before the torn page is there. All or none reach
/// the new store.
fn save_rows(old: &Connection, new: &mut Connection) -> rusqlite::Result<usize> {
    let step = new.transaction()?;
    let mut saved = 0;
    for (table, columns) in schema::TABLES {
        saved += save_table(old, &step, table, columns)?;
    }
    step.commit()?;
    Ok(saved)
}

/// An error of the old store ends its table, one of the new store everything.
fn save_table(
    old: &Connection,
    new: &Connection,
    table: &str,
    columns: &str,
) -> rusqlite::Result<usize> {
    let count = columns.split(',').count();
    let holes = vec!["?"; count].join(", ");
    let mut insert = new.prepare(&format!(
        "INSERT OR IGNORE INTO {table} ({columns}) VALUES ({holes})"
    ))?;
    let Ok(mut query) = old.prepare(&format!("SELECT {columns} FROM {table}")) else {
        return Ok(0);
    };
    let Ok(mut rows) = query.query([]) else {
        return Ok(0);
    };
    let mut saved = 0;
    while let Ok(Some(row)) = rows.next() {
        let values: Result<Vec<rusqlite::types::Value>, _> =
            (0..count).map(|i| row.get(i)).collect();
        if let Ok(values) = values {
            saved += insert.execute(rusqlite::params_from_iter(values))?;
        }
    }
    Ok(saved)
}
