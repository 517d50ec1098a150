//! Opening the store: new, older, newer, damaged, in a folder that cannot be written.

use super::notice::{Error, Notice};
use super::{State, schema};
use rusqlite::{Connection, ErrorCode};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The store's file in the state folder; SQLite puts `-wal` and `-shm` beside it.
pub const FILE_NAME: &str = "reading.sqlite";

pub fn open(folder: &Path) -> (State, Option<Notice>) {
    let path = folder.join(FILE_NAME);
    if let Err(e) = fs::create_dir_all(folder) {
        return (
            copy_of(&path),
            Some(Notice::ReadOnly(folder.to_owned(), e.to_string())),
        );
    }
    match connect(&path) {
        Ok(db) => (State::new(db, None), None),
        Err(Trouble::Newer) => (empty(), Some(Notice::Newer(path))),
        Err(Trouble::Sqlite(e)) if is_damage(&e) => replace(&path),
        Err(Trouble::Sqlite(e)) => (copy_of(&path), Some(Notice::ReadOnly(path, e.to_string()))),
    }
}

pub fn in_memory() -> Result<State, Error> {
    let mut db = Connection::open_in_memory()?;
    schema::migrate(&mut db)?;
    Ok(State::new(db, None))
}

enum Trouble {
    Newer,
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn connect(path: &Path) -> Result<Connection, Trouble> {
    let mut db = Connection::open(path)?;
    db.busy_timeout(Duration::from_secs(2))?;
    // Before anything is written, so that a later version's file keeps its every byte.
    if schema::version(&db)? > schema::VERSION {
        return Err(Trouble::Newer);
    }
    db.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log NORMAL survives a kill at any moment; a power cut may cost the last marks, never the store.
    db.pragma_update(None, "synchronous", "normal")?;
    check(&db)?;
    schema::migrate(&mut db)?;
    prove_writable(&db)?;
    Ok(db)
}

/// The whole store is a few hundred kilobytes, so looking at all of it is a matter of a millisecond.
fn check(db: &Connection) -> rusqlite::Result<()> {
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(damage(verdict))
    }
}

fn damage(what: String) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(what),
    )
}

/// A file that may be opened but not written is found out now and not at the first mark.
fn prove_writable(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("BEGIN IMMEDIATE; PRAGMA user_version; ROLLBACK")
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Moves a damaged store aside, whole, and starts a new one with every row that can still be read.
fn replace(path: &Path) -> (State, Option<Notice>) {
    let Some(kept_as) = free_name(path) else {
        return (
            empty(),
            Some(Notice::Unusable(path.to_owned(), String::new())),
        );
    };
    if let Err(e) = fs::rename(path, &kept_as) {
        return (
            empty(),
            Some(Notice::Unusable(path.to_owned(), e.to_string())),
        );
    }
    for ending in ["-wal", "-shm"] {
        // Often there is none: then there is nothing to keep.
        let _ = fs::rename(with_ending(path, ending), with_ending(&kept_as, ending));
    }
    match connect(path) {
        Ok(db) => {
            let saved = save_rows(&kept_as, &db);
            (
                State::new(db, None),
                Some(Notice::Damaged { kept_as, saved }),
            )
        }
        Err(_) => (empty(), Some(Notice::Damaged { kept_as, saved: 0 })),
    }
}

fn free_name(path: &Path) -> Option<PathBuf> {
    (1..1000)
        .map(|n| with_ending(path, &format!(".damaged-{n}")))
        .find(|p| !p.exists())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Copies rows until the damage: SQLite reads page by page, so what lies before the torn page is there. The file that
/// was kept is looked at in a copy, for even reading would change it.
fn save_rows(kept_as: &Path, db: &Connection) -> usize {
    let Some(copy) = copied(kept_as) else {
        return 0;
    };
    let Ok(old) = Connection::open(copy.path().join(FILE_NAME)) else {
        return 0;
    };
    schema::TABLES
        .iter()
        .map(|(table, columns)| save_table(&old, db, table, columns))
        .sum()
}

fn save_table(old: &Connection, db: &Connection, table: &str, columns: &str) -> usize {
    let count = columns.split(',').count();
    let holes = vec!["?"; count].join(", ");
    let Ok(mut insert) = db.prepare(&format!(
        "INSERT OR IGNORE INTO {table} ({columns}) VALUES ({holes})"
    )) else {
        return 0;
    };
    let Ok(mut query) = old.prepare(&format!("SELECT {columns} FROM {table}")) else {
        return 0;
    };
    let Ok(mut rows) = query.query([]) else {
        return 0;
    };
    let mut saved = 0;
    while let Ok(Some(row)) = rows.next() {
        let values: Result<Vec<rusqlite::types::Value>, _> =
            (0..count).map(|i| row.get(i)).collect();
        if let Ok(values) = values {
            saved += insert
                .execute(rusqlite::params_from_iter(values))
                .unwrap_or(0);
        }
    }
    saved
}

/// What the store holds, in a copy that ends with the program; empty where not even that can be had.
fn copy_of(path: &Path) -> State {
    let copy = path.exists().then(|| copied(path)).flatten();
    let opened = copy.and_then(|dir| Some((connect(&dir.path().join(FILE_NAME)).ok()?, dir)));
    match opened {
        Some((db, dir)) => State::new(db, Some(dir)),
        None => empty(),
    }
}

fn copied(path: &Path) -> Option<tempfile::TempDir> {
    let dir = tempfile::tempdir().ok()?;
    let target = dir.path().join(FILE_NAME);
    fs::copy(path, &target).ok()?;
    let log = with_ending(path, "-wal");
    if log.exists() {
        fs::copy(log, with_ending(&target, "-wal")).ok()?;
    }
    Some(dir)
}

fn empty() -> State {
    match in_memory() {
        Ok(state) => state,
        // SQLite in memory fails only where memory itself ran out.
        Err(e) => unreachable!("no memory for an empty store: {e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::identity::ArticleKey;

    fn marked(folder: &Path, count: u64) {
        let (mut state, _) = open(folder);
        let keys: Vec<ArticleKey> = (1..=count).map(ArticleKey).collect();
        state.set_read(&keys, true).unwrap();
    }

    #[test]
    fn a_newer_store_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        marked(dir.path(), 3);
        let db = Connection::open(&path).unwrap();
        db.pragma_update(None, "user_version", schema::VERSION + 1)
            .unwrap();
        db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = delete")
            .unwrap();
        drop(db);
        let before = fs::read(&path).unwrap();
        let (mut state, notice) = open(dir.path());
        assert_eq!(notice, Some(Notice::Newer(path.clone())));
        state.set_read(&[ArticleKey(9)], true).unwrap();
        drop(state);
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_damaged_store_is_kept_and_its_readable_rows_are_saved() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        marked(dir.path(), 5000);
        let mut bytes = fs::read(&path).unwrap();
        assert!(
            bytes.len() > 40_000,
            "the store is checkpointed when it is closed"
        );
        let at = bytes.len() - 10_000;
        bytes[at..].fill(0xa5);
        fs::write(&path, &bytes).unwrap();
        let (state, notice) = open(dir.path());
        let Some(Notice::Damaged { kept_as, saved }) = notice else {
            panic!("{notice:?}")
        };
        assert_eq!(fs::read(kept_as).unwrap(), bytes);
        assert!(saved > 1000, "{saved} rows saved");
        assert_eq!(state.marks().unwrap().len(), saved);
    }

    #[test]
    fn a_file_that_is_no_store_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(
            dir.path().join(FILE_NAME),
            "not a store at all, but long enough to be looked at",
        )
        .unwrap();
        let (mut state, notice) = open(dir.path());
        assert!(matches!(notice, Some(Notice::Damaged { saved: 0, .. })));
        state.set_read(&[ArticleKey(1)], true).unwrap();
        drop(state);
        assert_eq!(open(dir.path()).1, None);
    }

    #[test]
    fn where_no_folder_can_be_made_the_reader_works_in_memory() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let (mut state, notice) = open(&file.join("state"));
        assert!(matches!(notice, Some(Notice::ReadOnly(..))));
        assert!(state.set_read(&[ArticleKey(1)], true).unwrap()[&ArticleKey(1)].read);
    }
}
