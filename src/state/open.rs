//! Opening the store: new, older, newer, damaged, in a folder that cannot be written.

use super::notice::{Error, Notice};
use super::{State, repair, schema};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

/// The store's file in the state folder; SQLite puts `-wal` and `-shm` beside it.
pub const FILE_NAME: &str = "reading.sqlite";

/// A file without a byte that is older than this is no store that another reader is just beginning.
const BEGUN_BY_THEN: Duration = Duration::from_secs(10);

pub fn open(folder: &Path) -> (State, Option<Notice>) {
    open_telling(folder, &mut |_| ())
}

/// Opens the store; what can be opened is shown to `tell` before it is looked through.
pub fn open_telling(folder: &Path, tell: &mut dyn FnMut(&Connection)) -> (State, Option<Notice>) {
    let path = folder.join(FILE_NAME);
    if let Err(e) = fs::create_dir_all(folder) {
        return (
            copy_of(&path),
            Some(Notice::ReadOnly(folder.to_owned(), e.into())),
        );
    }
    repair::finish(&path);
    // SQLite passes over a log that makes no sense, and writes over it.
    let log = with_ending(&path, "-wal");
    let kept_log = log_is_damaged(&path).then(|| keep_copy(&log)).flatten();
    let opened = if was_emptied(&path) {
        Err(Trouble::Sqlite(damage(String::new())))
    } else {
        connect_telling(&path, tell)
    };
    match opened {
        Ok(db) => (State::new(db, None), kept_log.map(Notice::LogDamaged)),
        Err(Trouble::Newer) => (empty(), Some(Notice::Newer(path))),
        Err(Trouble::Sqlite(e)) if is_damage(&e) => repair::begin_anew(&path),
        Err(Trouble::Sqlite(e)) => (copy_of(&path), Some(Notice::ReadOnly(path, e.into()))),
    }
}

fn was_emptied(path: &Path) -> bool {
    let is_old = |meta: &fs::Metadata| {
        let age = meta.modified().ok().and_then(|at| at.elapsed().ok());
        age.is_some_and(|age| age > BEGUN_BY_THEN)
    };
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == 0 && is_old(&meta))
}

/// Whether there is a log and its header is not one that SQLite would have written.
fn log_is_damaged(path: &Path) -> bool {
    let mut header = [0; 32];
    let read = fs::File::open(with_ending(path, "-wal"))
        .and_then(|mut log| io::Read::read_exact(&mut log, &mut header));
    read.is_ok() && !is_log_header(&header)
}

/// The header of a write-ahead log by <https://sqlite.org/fileformat2.html#walformat>: the last eight bytes are a
/// checksum of those before, in the byte order that the first four tell.
fn is_log_header(header: &[u8; 32]) -> bool {
    let words = |read: fn([u8; 4]) -> u32| {
        let (words, _) = header.as_chunks::<4>();
        words.iter().map(|word| read(*word)).collect::<Vec<u32>>()
    };
    let plain = words(u32::from_be_bytes);
    let summed = match plain.first() {
        Some(0x377f_0682) => words(u32::from_le_bytes),
        Some(0x377f_0683) => plain.clone(),
        _ => return false,
    };
    let (mut a, mut b) = (0_u32, 0_u32);
    let (pairs, _) = summed.as_chunks::<2>();
    for [x, y] in pairs.iter().take(3) {
        a = a.wrapping_add(*x).wrapping_add(b);
        b = b.wrapping_add(*y).wrapping_add(a);
    }
    plain.get(6..8) == Some(&[a, b])
}

/// Copies a file to a free name beside it.
fn keep_copy(path: &Path) -> Option<PathBuf> {
    let kept_as = free_name(path)?;
    fs::copy(path, &kept_as).ok()?;
    Some(kept_as)
}

pub fn in_memory() -> Result<State, Error> {
    let mut db = Connection::open_in_memory()?;
    schema::migrate(&mut db)?;
    Ok(State::new(db, None))
}

pub(super) enum Trouble {
    Newer,
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

pub(super) fn connect(path: &Path) -> Result<Connection, Trouble> {
    connect_telling(path, &mut |_| ())
}

fn connect_telling(path: &Path, tell: &mut dyn FnMut(&Connection)) -> Result<Connection, Trouble> {
    if is_newer_by_its_header(path) {
        return Err(Trouble::Newer);
    }
    let mut db = Connection::open(path)?;
    db.busy_timeout(Duration::from_secs(2))?;
    // Before anything is written, so that a later version's file keeps its every byte; and its log, which closing the
    // file would otherwise work into it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if schema::version(&db)? > schema::VERSION {
        return Err(Trouble::Newer);
    }
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log NORMAL survives a kill at any moment; a power cut may cost the last marks, never the store.
    db.pragma_update(None, "synchronous", "normal")?;
    tell(&db);
    check(&db)?;
    schema::migrate(&mut db)?;
    prove_writable(&db)?;
    Ok(db)
}

/// Whether the file says itself that a later version wrote it, at the place that
/// <https://sqlite.org/fileformat2.html#user_version_number> names. Then not even a log is begun beside it.
fn is_newer_by_its_header(path: &Path) -> bool {
    let mut header = [0; 64];
    let read =
        fs::File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut header));
    let version = header
        .last_chunk::<4>()
        .map(|bytes| u32::from_be_bytes(*bytes));
    let version = version.map_or(0, i64::from);
    read.is_ok() && header.starts_with(b"SQLite format 3\0") && version > schema::VERSION
}

/// Looking at all of a store takes a millisecond for some thousand marks, eight for fifty thousand.
fn check(db: &Connection) -> rusqlite::Result<()> {
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(damage(verdict))
    }
}

pub(super) fn damage(what: String) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(what),
    )
}

/// A file that may be opened but not written is found out now and not at the first mark. SQLite itself begins to write
/// on it without a word.
fn prove_writable(db: &Connection) -> rusqlite::Result<()> {
    if db.is_readonly(rusqlite::MAIN_DB)? {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
        return Err(rusqlite::Error::SqliteFailure(code, None));
    }
    match db.execute_batch("BEGIN IMMEDIATE; PRAGMA user_version; ROLLBACK") {
        // Somebody else is writing just now: then it can be written.
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
        proof => proof,
    }
}

pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

pub(super) fn free_name(path: &Path) -> Option<PathBuf> {
    (1..1000)
        .map(|n| with_ending(path, &format!(".damaged-{n}")))
        .find(|p| !p.exists())
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What the store holds, in a copy that ends with the program; empty where not even that can be had.
fn copy_of(path: &Path) -> State {
    let copy = path.is_file().then(|| copied(path)).flatten();
    let opened = copy.and_then(|dir| Some((connect(&dir.path().join(FILE_NAME)).ok()?, dir)));
    match opened {
        Some((db, dir)) => State::new(db, Some(dir)),
        // Where a disk is full there may be no room for a copy either, but for one in memory.
        None => match repair::unlogged(path) {
            Some(old) => repair::in_memory_from(&old).0,
            None => empty(),
        },
    }
}

pub(super) fn copied(path: &Path) -> Option<tempfile::TempDir> {
    let dir = tempfile::tempdir().ok()?;
    let target = dir.path().join(FILE_NAME);
    fs::copy(path, &target).ok()?;
    let log = with_ending(path, "-wal");
    if log.exists() {
        fs::copy(log, with_ending(&target, "-wal")).ok()?;
    }
    Some(dir)
}

pub(super) fn empty() -> State {
    match in_memory() {
        Ok(state) => state,
        // SQLite in memory fails only where memory itself ran out.
        Err(e) => unreachable!("no memory for an empty store: {e}"),
    }
}

#[cfg(test)]
mod tests;
