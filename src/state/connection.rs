//! A connection to the store's database: opened, checked for damage and brought to the present schema.

use super::files::read_header;
use super::journal::Journal;
use super::schema;
use crate::private_files;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, ffi};
use std::path::Path;
use std::time::Duration;

/// The longest wait for a lock that another process holds.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);
/// The longest wait while the store is opened: a store that is given up here keeps no mark until the next start, and nothing
/// on the screen waits for it.
const OPENING_TIMEOUT: Duration = Duration::from_secs(10);

/// Why the database cannot be used as it is.
pub(super) enum ConnectError {
    /// A later version of this program wrote it.
    Newer,
    /// SQLite refused, or found damage.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for ConnectError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Opens the database at `path` with this journal, makes it where there is none, and checks all of it.
///
/// # Errors
/// [`ConnectError`] if a later version wrote it, or if it is damaged, locked or not writable.
pub(super) fn connect(path: &Path, journal: Journal) -> Result<Connection, ConnectError> {
    connect_with(path, journal, &mut |_| ())
}

/// Opens the database like [`connect`], but passes it to `before_check` before it is checked and migrated.
///
/// # Errors
/// As [`connect`].
pub(super) fn connect_with(
    path: &Path,
    journal: Journal,
    before_check: &mut dyn FnMut(&Connection),
) -> Result<Connection, ConnectError> {
    if has_newer_header(path) {
        return Err(ConnectError::Newer);
    }
    // SQLite would make the file by the umask; its log and journal take over the permissions of the file.
    if !path.exists() {
        // A failure is SQLite's to report, which meets it a moment later.
        let _ = private_files::create_new(path);
    }
    let mut db = journal.open(path)?;
    db.busy_timeout(OPENING_TIMEOUT)?;
    // A later version's file must keep its every byte. Closing the connection would otherwise write its log into it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if schema::version(&db)? > schema::VERSION {
        return Err(ConnectError::Newer);
    }
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    journal.apply(&db)?;
    before_check(&db);
    // Checked before the migration, so that no table of a damaged file is changed.
    check(&db)?;
    schema::migrate(&mut db)?;
    check_writable(&db)?;
    db.busy_timeout(LOCK_TIMEOUT)?;
    Ok(db)
}

/// Opens an empty database in memory.
///
/// # Errors
/// Those of SQLite, which means that memory ran out.
pub(super) fn in_memory() -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    schema::migrate(&mut db)?;
    Ok(db)
}

/// Opens an empty database in memory, for the cases in which nothing else is left.
pub(super) fn empty() -> Connection {
    match in_memory() {
        Ok(db) => db,
        // SQLite in memory fails only where memory itself ran out.
        Err(e) => unreachable!("no memory for an empty store: {e}"),
    }
}

/// True if the file header names a later schema version, at the offset given by
/// <https://sqlite.org/fileformat2.html#user_version_number>.
fn has_newer_header(path: &Path) -> bool {
    // Asking SQLite would put a log beside the file, and a later version's folder is left untouched.
    let Some(header) = read_header::<64>(path) else {
        return false;
    };
    let version = header
        .last_chunk::<4>()
        .map(|bytes| u32::from_be_bytes(*bytes));
    // Any other file is left to SQLite, which reports that it is no database.
    header.starts_with(b"SQLite format 3\0") && version.map_or(0, i64::from) > schema::VERSION
}

/// Looks through all pages for damage. Takes a millisecond for some thousand marks, eight for fifty thousand.
fn check(db: &Connection) -> rusqlite::Result<()> {
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(damage(verdict))
    }
}

/// Returns the error that SQLite gives for a damaged database.
pub(super) fn damage(what: String) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(what))
}

/// True if `error` means that the file is damaged or no database.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Fails now for a file that may be read but not written, and not at the first mark.
pub(super) fn check_writable(db: &Connection) -> rusqlite::Result<()> {
    // SQLite silently opens such a file for reading alone.
    if db.is_readonly(rusqlite::MAIN_DB)? {
        let code = ffi::Error::new(ffi::SQLITE_READONLY);
        return Err(rusqlite::Error::SqliteFailure(code, None));
    }
    match db.execute_batch("BEGIN IMMEDIATE; PRAGMA user_version; ROLLBACK") {
        // Another process is writing at this moment, so the file can be written.
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
        result => result,
    }
}
