//! Repairing a damaged store: the damaged file is kept under another name, and a new one gets every row that can be read.
//!
//! The new store is made under another name and put in place at the end. A kill on the way leaves the damaged one where it
//! was, and the next start begins again.

use super::connection::{ConnectError, connect, damage, empty, in_memory, is_damage};
use super::files::{FILE_NAME, temporary_copy, unused_name, with_suffix};
use super::journal::Journal;
use super::notice::{Cause, Notice, cause};
use super::schema;
use crate::private_files;
use rusqlite::{Connection, OpenFlags, Statement};
use std::collections::VecDeque;
use std::fmt::Write;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Why a damaged store could not be replaced.
enum RepairError {
    /// A file could not be made or moved.
    Io(io::Error),
    /// The new store could not be written.
    Sqlite(rusqlite::Error),
}

impl From<io::Error> for RepairError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rusqlite::Error> for RepairError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl RepairError {
    /// Returns the cause for the notice.
    fn cause(&self) -> Cause {
        match self {
            Self::Io(error) => Cause::from(error),
            Self::Sqlite(error) => cause(error),
        }
    }
}

/// Replaces the damaged store at `path` by a new one. If that fails, returns a copy in memory with the rows that could be
/// read.
pub(super) fn begin_anew(path: &Path, journal: Journal) -> (Connection, Option<Notice>) {
    let unusable = |cause: Cause| {
        // The folder must live until the rows are copied: SQLite opens the log only when it reads.
        let copy = temporary_copy(path);
        let old = copy.as_ref().and_then(|dir| open_copy(dir.path()));
        let db = old.map_or_else(empty, |old| copy_to_memory(&old).0);
        (db, Some(Notice::Unusable(path.to_owned(), cause)))
    };
    // Two readers may have found the damage at once: the first repairs it, the second finds it repaired.
    let lock = match lock(path) {
        Ok(lock) => lock,
        Err(e) => return unusable(Cause::from(&e)),
    };
    let is_empty = fs::metadata(path).is_ok_and(|meta| meta.len() == 0);
    if !is_empty {
        match connect(path, journal) {
            Ok(db) => return (db, None),
            Err(ConnectError::Newer) => return (empty(), Some(Notice::Newer(path.to_owned()))),
            Err(ConnectError::Sqlite(e)) if is_damage(&e) => {}
            Err(ConnectError::Sqlite(e)) => return unusable(cause(&e)),
        }
    }
    let replaced = replace(path, journal);
    // Released before rows are copied to memory, so that another reader need not wait for that.
    drop(lock);
    match replaced {
        Ok((db, kept_as, saved)) => (db, Some(Notice::Damaged { kept_as, saved })),
        Err(e) => unusable(e.cause()),
    }
}

/// Takes the lock that keeps two readers from repairing one store. It is the system's, and ends with the process. Its name is
/// not `.lock`, which SQLite's lock folder has.
fn lock(path: &Path) -> io::Result<File> {
    let file = private_files::open_lock(&with_suffix(path, ".repair"))?;
    file.lock()?;
    Ok(file)
}

/// Puts a new store in place that was complete when the process that made it was killed.
pub(super) fn finish(path: &Path) {
    let new = with_suffix(path, ".new");
    if path.exists() || !new.exists() {
        return;
    }
    let lock = lock(path);
    if lock.is_ok() && !path.exists() {
        // A failure means that the folder cannot be written, which opening the store reports a moment later.
        let _ = fs::rename(new, path);
    }
}

/// Keeps the damaged file under another name and puts a new one in its place. Returns the new store, the name of the
/// damaged file and the number of rows that were saved.
fn replace(path: &Path, journal: Journal) -> Result<(Connection, PathBuf, usize), RepairError> {
    let new = with_suffix(path, ".new");
    // Of a repair that was killed.
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(with_suffix(&new, suffix));
    }
    let mut db = connect(&new, journal).map_err(|error| match error {
        ConnectError::Sqlite(e) => e,
        ConnectError::Newer => damage(String::new()),
    })?;
    // From a copy: SQLite would write the log into the damaged file, which is to be kept as it was found.
    let old = temporary_copy(path);
    let saved = match old.as_ref().and_then(|dir| open_copy(dir.path())) {
        Some(old) => save_rows(&old, &mut db)?,
        None => 0,
    };
    db.close().map_err(|(_, e)| e)?;
    let kept_as = unused_name(path).ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
    fs::rename(path, &kept_as)?;
    for suffix in ["-wal", "-shm", "-journal"] {
        // Often there is none, and nothing to keep.
        let _ = fs::rename(with_suffix(path, suffix), with_suffix(&kept_as, suffix));
    }
    // A kill right before this step is made good by `finish` at the next start.
    fs::rename(&new, path)?;
    let db = connect(path, journal).map_err(|_| damage(String::new()))?;
    Ok((db, kept_as, saved))
}

/// Opens the store in the folder of a temporary copy.
fn open_copy(folder: &Path) -> Option<Connection> {
    Connection::open(folder.join(FILE_NAME)).ok()
}

/// Opens the store at `path` without its log and so that nothing is written, not even beside it.
pub(super) fn open_immutable(path: &Path) -> Option<Connection> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    // SQLite has this mode as a parameter of an address only, where other bytes must be escaped.
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

/// Copies the readable rows of `old` into a database in memory; returns that and the number of rows.
pub(super) fn copy_to_memory(old: &Connection) -> (Connection, usize) {
    let Ok(mut db) = in_memory() else {
        return (empty(), 0);
    };
    let saved = save_rows(old, &mut db).unwrap_or(0);
    (db, saved)
}

/// Copies rows from `old` to `new` in one transaction and returns their number.
fn save_rows(old: &Connection, new: &mut Connection) -> rusqlite::Result<usize> {
    let transaction = new.transaction()?;
    let mut saved = 0;
    for (table, columns) in schema::TABLES {
        saved += save_table(old, &transaction, table, columns)?;
    }
    saved += save_marks(old, &transaction)?;
    transaction.execute_batch(schema::MOVE_BASKET)?;
    transaction.commit()?;
    Ok(saved)
}

/// The most ranges of row numbers that are tried in a damaged table: about 128 gaps, each searched from both ends.
const MOST_RANGES: usize = 256;

/// Copies the rows of one table and returns their number.
///
/// SQLite reads a table page by page in the order of its row numbers, and an error ends the reading. So the table is read
/// from its start up to the damage, then from its end down to it; what is left between is halved and tried again, which
/// finds the whole pages between several damaged ones.
///
/// # Errors
/// Those of `new`, which end the repair.
fn save_table(
    old: &Connection,
    new: &Connection,
    table: &str,
    columns: &str,
) -> rusqlite::Result<usize> {
    let count = columns.split(',').count();
    let placeholders = vec!["?"; count].join(", ");
    let mut insert = new.prepare(&format!(
        "INSERT OR IGNORE INTO {table} ({columns}) VALUES ({placeholders})"
    ))?;
    let select = |order: &str| {
        old.prepare(&format!(
            "SELECT rowid, {columns} FROM {table} WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid {order}"
        ))
    };
    // An older store lacks the later tables.
    let (Ok(mut upwards), Ok(mut downwards)) = (select("ASC"), select("DESC")) else {
        return Ok(0);
    };
    let mut saved = 0;
    let mut ranges = VecDeque::from([(i64::MIN, i64::MAX)]);
    for _ in 0..MOST_RANGES {
        let Some((mut low, mut high)) = ranges.pop_front() else {
            break;
        };
        let up = copy_range(&mut upwards, &mut insert, (low, high), count)?;
        saved += up.rows;
        low = up.last.map_or(low, |last| last.saturating_add(1));
        // No error on the way: the range has nothing more.
        if up.is_complete || low > high {
            continue;
        }
        let down = copy_range(&mut downwards, &mut insert, (low, high), count)?;
        saved += down.rows;
        high = down.last.map_or(high, |last| last.saturating_sub(1));
        if !down.is_complete && low < high {
            let middle = low.midpoint(high);
            ranges.extend([(low, middle), (middle + 1, high)]);
        }
    }
    Ok(saved)
}

/// Copies the marks that only their index still has, read from both of its ends, and returns their number.
///
/// # Errors
/// Those of `new`, which end the repair.
fn save_marks(old: &Connection, new: &Connection) -> rusqlite::Result<usize> {
    let sql = "INSERT OR IGNORE INTO mark (key, read, starred) VALUES (?, ?, ?)";
    let mut insert = new.prepare(sql)?;
    let mut saved = 0;
    for order in ["ASC", "DESC"] {
        // An older store has no index.
        let Ok(mut query) = old.prepare(&schema::MARKS_BY_INDEX.replace("{order}", order)) else {
            break;
        };
        let Ok(mut rows) = query.query([]) else {
            break;
        };
        while let Ok(Some(row)) = rows.next() {
            let mark: rusqlite::Result<[i64; 3]> =
                (|| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))();
            if let Ok(mark) = mark {
                saved += insert.execute(mark)?;
            }
        }
    }
    Ok(saved)
}

/// The outcome of copying a range of rows.
struct Copied {
    /// The number of rows that are new in the copy.
    rows: usize,
    /// The number of the last row that was read.
    last: Option<i64>,
    /// False if an error ended the reading.
    is_complete: bool,
}

/// Copies the rows with numbers in `range`, both ends included, in the order of `query`, as far as they can be read.
///
/// # Errors
/// Those of writing.
fn copy_range(
    query: &mut Statement<'_>,
    insert: &mut Statement<'_>,
    range: (i64, i64),
    count: usize,
) -> rusqlite::Result<Copied> {
    let mut copied = Copied {
        rows: 0,
        last: None,
        is_complete: false,
    };
    let Ok(mut rows) = query.query(range) else {
        return Ok(copied);
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                let values: Result<Vec<rusqlite::types::Value>, _> =
                    (1..=count).map(|i| row.get(i)).collect();
                if let Ok(values) = values {
                    copied.rows += insert.execute(rusqlite::params_from_iter(values))?;
                }
                // Counted even where a value could not be read, so that the reading goes on behind
                // it.
                copied.last = row.get(0).ok();
            }
            Ok(None) => {
                copied.is_complete = true;
                return Ok(copied);
            }
            Err(_) => return Ok(copied),
        }
    }
}
