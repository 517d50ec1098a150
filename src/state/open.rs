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
    let path = folder.join(FILE_NAME);
    if let Err(e) = fs::create_dir_all(folder) {
        return (
            copy_of(&path),
            Some(Notice::ReadOnly(folder.to_owned(), e.to_string())),
        );
    }
    repair::finish(&path);
    // SQLite passes over a log that makes no sense, and writes over it.
    let log = with_ending(&path, "-wal");
    let kept_log = log_is_damaged(&path).then(|| keep_copy(&log)).flatten();
    let opened = if was_emptied(&path) {
        Err(Trouble::Sqlite(damage(String::new())))
    } else {
        connect(&path)
    };
    match opened {
        Ok(db) => (State::new(db, None), kept_log.map(Notice::LogDamaged)),
        Err(Trouble::Newer) => (empty(), Some(Notice::Newer(path))),
        Err(Trouble::Sqlite(e)) if is_damage(&e) => repair::begin_anew(&path),
        Err(Trouble::Sqlite(e)) => (copy_of(&path), Some(Notice::ReadOnly(path, e.to_string()))),
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
mod tests {
    use super::super::Change;
    use super::*;
    use crate::model::identity::ArticleKey;

    fn read(keys: std::ops::RangeInclusive<u64>) -> Vec<Change> {
        keys.map(|key| Change::Read(ArticleKey(key), true))
            .collect()
    }

    /// A store of so many marks as a reader leaves it that is quit.
    fn marked(folder: &Path, count: u64) -> PathBuf {
        open(folder).0.remember(&read(1..=count)).unwrap();
        folder.join(FILE_NAME)
    }

    /// The same as a reader leaves it that is killed: the last mark is in the log alone.
    fn marked_and_killed(folder: &Path, count: u64) -> PathBuf {
        let path = marked(folder, count - 1);
        let elsewhere = tempfile::tempdir().unwrap();
        let (mut state, _) = open(folder);
        state.remember(&read(count..=count)).unwrap();
        let both = [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")];
        for name in &both {
            fs::copy(folder.join(name), elsewhere.path().join(name)).unwrap();
        }
        drop(state);
        for name in &both {
            fs::copy(elsewhere.path().join(name), folder.join(name)).unwrap();
        }
        path
    }

    fn bytes(path: &Path) -> Vec<u8> {
        fs::read(path).unwrap()
    }

    fn count(folder: &Path) -> usize {
        let (state, notice) = open(folder);
        assert_eq!(notice, None);
        state.marks().unwrap().len()
    }

    #[test]
    fn a_mark_outlives_the_killed_reader() {
        let dir = tempfile::tempdir().unwrap();
        marked_and_killed(dir.path(), 3);
        assert_eq!(count(dir.path()), 3);
    }

    #[test]
    fn a_newer_store_and_its_log_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked(dir.path(), 3);
        let newer = Connection::open(&path).unwrap();
        newer
            .pragma_update(None, "user_version", schema::VERSION + 1)
            .unwrap();
        let log = with_ending(&path, "-wal");
        let before = (bytes(&path), bytes(&log));
        assert!(!before.1.is_empty(), "the version is in the log alone");
        let kept = tempfile::tempdir().unwrap();
        let copy = kept.path().join(FILE_NAME);
        fs::copy(&path, &copy).unwrap();
        fs::copy(&log, with_ending(&copy, "-wal")).unwrap();
        let (mut state, notice) = open(kept.path());
        assert_eq!(notice, Some(Notice::Newer(copy.clone())));
        state.remember(&read(9..=9)).unwrap();
        drop(state);
        assert!((bytes(&copy), bytes(&with_ending(&copy, "-wal"))) == before);
    }

    #[test]
    fn an_older_store_keeps_everything() {
        let dir = tempfile::tempdir().unwrap();
        let db = Connection::open(dir.path().join(FILE_NAME)).unwrap();
        db.execute_batch(
            "CREATE TABLE mark (key INTEGER PRIMARY KEY, read INTEGER NOT NULL, starred INTEGER NOT NULL);
             CREATE TABLE position (key INTEGER PRIMARY KEY, block INTEGER NOT NULL, byte INTEGER NOT NULL);
             CREATE TABLE last_place (library TEXT PRIMARY KEY, place TEXT NOT NULL);
             INSERT INTO mark VALUES (7, 1, 0), (-2, 0, 1);
             INSERT INTO position VALUES (7, 3, 21);
             INSERT INTO last_place VALUES ('a', '{\"article\":7,\"path\":null,\"pane\":2,\"panes_hidden\":true,\"folded_years\":[2024],\"order\":\"date\"}');
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(db);
        let (mut state, notice) = open(dir.path());
        assert_eq!(notice, None);
        let marks = state.marks().unwrap();
        assert!(marks[&ArticleKey(7)].read && marks[&ArticleKey(u64::MAX - 1)].starred);
        assert_eq!(state.positions().unwrap()[&ArticleKey(7)].byte, 21);
        let place = state.last_place("a").unwrap().unwrap();
        assert_eq!(
            (place.article, place.folded_years),
            (Some(ArticleKey(7)), vec![2024])
        );
        state.remember(&[Change::Basket(Vec::new())]).unwrap();
    }

    #[test]
    fn a_damaged_store_is_kept_and_its_readable_rows_are_saved() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked(dir.path(), 5000);
        let mut damaged = bytes(&path);
        assert!(damaged.len() > 40_000, "closing works the log in");
        let at = damaged.len() - 10_000;
        damaged[at..].fill(0xa5);
        fs::write(&path, &damaged).unwrap();
        let (state, notice) = open(dir.path());
        let Some(Notice::Damaged { kept_as, saved }) = notice else {
            panic!("{notice:?}")
        };
        assert!(bytes(&kept_as) == damaged);
        assert!(saved > 1000, "{saved} rows saved");
        drop(state);
        assert_eq!(count(dir.path()), saved);
    }

    #[test]
    fn whatever_lies_there_instead_of_a_store_is_kept() {
        let short = b"not a store at all, but long enough to be looked at".to_vec();
        let cut = {
            let dir = tempfile::tempdir().unwrap();
            let whole = bytes(&marked(dir.path(), 5000));
            whole[..whole.len() / 2].to_vec()
        };
        for junk in [short, vec![0; 8192], vec![0xff; 100_000], cut] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join(FILE_NAME);
            fs::write(&path, &junk).unwrap();
            let (mut state, notice) = open(dir.path());
            let Some(Notice::Damaged { kept_as, saved }) = notice else {
                panic!("{notice:?}")
            };
            assert!(bytes(&kept_as) == junk);
            state.remember(&read(6000..=6000)).unwrap();
            drop(state);
            assert_eq!(count(dir.path()), saved + 1);
        }
    }

    #[test]
    fn a_store_that_lost_every_byte_is_not_taken_for_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked_and_killed(dir.path(), 3);
        let log = bytes(&with_ending(&path, "-wal"));
        let emptied = fs::File::create(&path).unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * BEGUN_BY_THEN;
        emptied.set_modified(long_ago).unwrap();
        let (_state, notice) = open(dir.path());
        let Some(Notice::Damaged { kept_as, .. }) = notice else {
            panic!("{notice:?}")
        };
        assert!(bytes(&with_ending(&kept_as, "-wal")) == log);
    }

    #[test]
    fn a_damaged_log_is_kept_and_the_rest_is_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked_and_killed(dir.path(), 3);
        let log = with_ending(&path, "-wal");
        assert!(!log_is_damaged(&path));
        let mut junk = bytes(&log);
        junk[4..30].fill(0x5a);
        fs::write(&log, &junk).unwrap();
        let (state, notice) = open(dir.path());
        let Some(Notice::LogDamaged(kept_as)) = notice else {
            panic!("{notice:?}")
        };
        assert!(bytes(&kept_as) == junk);
        assert_eq!(state.marks().unwrap().len(), 2);
        drop(state);
        assert_eq!(count(dir.path()), 2);
    }

    #[test]
    fn a_repair_that_was_killed_between_its_last_steps_is_finished() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked(dir.path(), 3);
        fs::rename(&path, with_ending(&path, ".new")).unwrap();
        assert_eq!(count(dir.path()), 3);
    }

    #[test]
    fn a_store_that_cannot_be_copied_is_shown_all_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let odd = dir.path().join("状态 50%?#");
        fs::create_dir(&odd).unwrap();
        let path = marked(&odd, 3);
        let before = bytes(&path);
        let old = repair::unlogged(&path).unwrap();
        let (mut state, rows) = repair::in_memory_from(&old);
        assert_eq!((rows, state.marks().unwrap().len()), (3, 3));
        state.remember(&read(9..=9)).unwrap();
        assert!(bytes(&path) == before);
        assert_eq!(fs::read_dir(&odd).unwrap().count(), 1);
        assert_eq!(copy_of(&path).marks().unwrap().len(), 3);
    }

    #[test]
    fn a_store_that_may_only_be_read_is_found_out_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked(dir.path(), 3);
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let db = Connection::open_with_flags(path, flags).unwrap();
        let proof = prove_writable(&db).map_err(Error::from);
        assert!(matches!(proof, Err(Error::ReadOnly)));
    }

    #[test]
    fn a_store_that_another_program_is_writing_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let path = marked(dir.path(), 3);
        let other = Connection::open(path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert_eq!(count(dir.path()), 3);
        drop(other);
    }

    #[test]
    fn where_no_store_can_be_made_the_reader_works_in_memory() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        fs::create_dir_all(dir.path().join("folder").join(FILE_NAME)).unwrap();
        for folder in [file.clone(), file.join("state"), dir.path().join("folder")] {
            let (mut state, notice) = open(&folder);
            assert!(matches!(notice, Some(Notice::ReadOnly(..))), "{notice:?}");
            state.remember(&read(1..=1)).unwrap();
            assert_eq!(state.marks().unwrap().len(), 1);
        }
    }
}
