//! Stores as they are found: killed, damaged, older, newer, not to be written.

use super::super::connection::check_writable;
use super::super::{BasketChange, Change, Error, MarkChange, MarkKind, State, schema};
use super::*;
use crate::model::identity::ArticleKey;
use std::path::PathBuf;

fn open(folder: &Path) -> (State, Option<Notice>) {
    State::open_library(folder, "a", |_| ())
}

fn read(keys: std::ops::RangeInclusive<u64>) -> Vec<Change> {
    let change = |key| MarkChange {
        article: ArticleKey(key),
        kind: MarkKind::Read,
        on: true,
    };
    keys.map(|key| Change::Mark(change(key))).collect()
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

/// A store as a later program leaves it, in use by that program until the connection goes.
fn made_newer(path: &Path) -> Connection {
    let newer = Connection::open(path).unwrap();
    newer
        .pragma_update(None, "user_version", schema::VERSION + 1)
        .unwrap();
    newer
}

#[test]
fn a_newer_store_and_its_log_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = marked(dir.path(), 3);
    let _newer = made_newer(&path);
    let log = with_suffix(&path, "-wal");
    let before = (bytes(&path), bytes(&log));
    assert!(!before.1.is_empty(), "the version is in the log alone");
    let kept = tempfile::tempdir().unwrap();
    let copy = kept.path().join(FILE_NAME);
    fs::copy(&path, &copy).unwrap();
    fs::copy(&log, with_suffix(&copy, "-wal")).unwrap();
    let (mut state, notice) = open(kept.path());
    assert_eq!(notice, Some(Notice::Newer(copy.clone())));
    state.remember(&read(9..=9)).unwrap();
    drop(state);
    assert!((bytes(&copy), bytes(&with_suffix(&copy, "-wal"))) == before);
}

#[test]
fn nothing_is_put_beside_a_newer_store() {
    let dir = tempfile::tempdir().unwrap();
    let path = marked(dir.path(), 3);
    drop(made_newer(&path));
    let before = bytes(&path);
    assert_eq!(open(dir.path()).1, Some(Notice::Newer(path.clone())));
    assert!(bytes(&path) == before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
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
    let place = state.last_place().unwrap().unwrap();
    assert_eq!(
        (place.article, place.folded_years),
        (Some(ArticleKey(7)), vec![2024])
    );
    state
        .remember(&[Change::Basket(BasketChange::default())])
        .unwrap();
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

/// The keys of articles are hashes, so that the pages of a real store are spread over all of them.
fn spread(count: u64) -> Vec<Change> {
    let keys = (1..=count).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    keys.flat_map(|key| read(key..=key)).collect()
}

#[test]
fn only_the_damaged_pages_are_lost() {
    const PAGE: usize = 4096;
    let whole = tempfile::tempdir().unwrap();
    open(whole.path()).0.remember(&spread(3000)).unwrap();
    let whole = bytes(&whole.path().join(FILE_NAME));
    let pages = whole.len() / PAGE;
    assert!(pages > 10, "{pages} pages");
    // Of any single page of the table or its index, the root included, the other has all rows.
    for page in 1..pages {
        let mut damaged = whole.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(FILE_NAME), &damaged).unwrap();
        let (state, _) = open(dir.path());
        assert_eq!(state.marks().unwrap().len(), 3000, "page {page} of {pages}");
    }
    let is_leaf = |page: usize| whole[page * PAGE] == 13;
    let leaves: Vec<usize> = (1..pages).filter(|page| is_leaf(*page)).collect();
    let most_rows = 512;
    let mut worst = 3000;
    for (nth, &first) in leaves.iter().enumerate() {
        // One page, and two with whole pages between them.
        for others in [0, 3] {
            let mut damaged = whole.clone();
            let second = leaves[(nth + others) % leaves.len()];
            for page in [first, second] {
                damaged[page * PAGE..(page + 1) * PAGE].fill(0xa5);
            }
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join(FILE_NAME), &damaged).unwrap();
            let (state, _) = open(dir.path());
            let kept = state.marks().unwrap().len();
            let lost_pages = if others == 0 { 1 } else { 2 };
            assert!(
                kept + lost_pages * most_rows >= 3000,
                "page {first}, {others}: {kept} of 3000 kept"
            );
            worst = worst.min(kept);
        }
    }
    assert!(worst > 1900, "{worst}");
}

#[test]
fn a_damaged_store_that_cannot_be_repaired_is_shown_as_far_as_it_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = marked_and_killed(dir.path(), 5000);
    let mut damaged = bytes(&path);
    let at = damaged.len() - 10_000;
    damaged[at..].fill(0xa5);
    fs::write(&path, &damaged).unwrap();
    // The lock of the repair cannot be taken.
    fs::create_dir(with_suffix(&path, ".repair")).unwrap();
    let (state, notice) = open(dir.path());
    assert!(matches!(notice, Some(Notice::Unusable(..))), "{notice:?}");
    let saved = state.marks().unwrap().len();
    assert!(saved > 1000, "{saved} rows saved");
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
    let log = bytes(&with_suffix(&path, "-wal"));
    let emptied = fs::File::create(&path).unwrap();
    let long_ago = std::time::SystemTime::now() - 2 * CREATION_TIME;
    emptied.set_modified(long_ago).unwrap();
    let (_state, notice) = open(dir.path());
    let Some(Notice::Damaged { kept_as, .. }) = notice else {
        panic!("{notice:?}")
    };
    assert!(bytes(&with_suffix(&kept_as, "-wal")) == log);
}

#[test]
fn a_damaged_log_is_kept_and_the_rest_is_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = marked_and_killed(dir.path(), 3);
    let log = with_suffix(&path, "-wal");
    assert!(!is_log_damaged(&path));
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
    fs::rename(&path, with_suffix(&path, ".new")).unwrap();
    assert_eq!(count(dir.path()), 3);
}

#[test]
fn a_store_that_cannot_be_copied_is_shown_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let odd = dir.path().join("状态 50%?#");
    fs::create_dir(&odd).unwrap();
    let path = marked(&odd, 3);
    let before = bytes(&path);
    let old = repair::open_immutable(&path).unwrap();
    let (db, rows) = repair::copy_to_memory(&old);
    let mut state = State::new(db, None, "");
    assert_eq!((rows, state.marks().unwrap().len()), (3, 3));
    state.remember(&read(9..=9)).unwrap();
    assert!(bytes(&path) == before);
    assert_eq!(fs::read_dir(&odd).unwrap().count(), 1);
    let copy = copy_of(&path, Notice::Newer(path.clone()));
    assert_eq!(State::new(copy.db, copy.copy, "").marks().unwrap().len(), 3);
}

#[test]
fn a_store_that_may_only_be_read_is_found_out_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = marked(dir.path(), 3);
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(path, flags).unwrap();
    let proof = check_writable(&db).map_err(Error::from);
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
