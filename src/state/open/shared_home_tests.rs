//! Stores on a network file system, as far as one machine can show it: without shared memory, without file locks, with two
//! processes that write at once, and with processes that are killed.

use super::super::{Change, Error, MarkChange, MarkKind, State};
use super::{FILE_NAME, Journal, Notice, open_with, with_suffix};
use crate::model::identity::ArticleKey;
use crate::state::files::read_header;
use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};
use std::{env, fs};

/// The variable by which [`a_writer`] learns its folder, its journal, its first key and the number of its marks.
const WRITER: &str = "NEWSREADER_TEST_WRITER";

const JOURNALS: [Journal; 2] = [Journal::Rollback, Journal::LockFolder];

fn open_as(folder: &Path, journal: Journal) -> (State, Option<Notice>) {
    let opened = open_with(folder, journal, &mut |_| ());
    (State::new(opened.db, opened.copy, "a"), opened.notice)
}

fn read(key: u64) -> [Change; 1] {
    [Change::Mark(MarkChange {
        article: ArticleKey(key),
        kind: MarkKind::Read,
        on: true,
    })]
}

fn has_rollback_journal(folder: &Path) -> bool {
    read_header::<20>(&folder.join(FILE_NAME)).unwrap()[18] == 1
}

/// Starts this test program as a process that only runs [`a_writer`].
fn start_writer(folder: &Path, journal: Journal, first: u64, count: u64) -> Child {
    let name = format!("{}::a_writer", module_path!().split_once("::").unwrap().1);
    Command::new(env::current_exe().unwrap())
        .args([&name, "--exact", "--quiet"])
        .env(
            WRITER,
            format!("{journal:?} {first} {count} {}", folder.display()),
        )
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

/// The process of [`start_writer`]; passes where it is run as a test. Notes each mark that was written.
#[test]
fn a_writer() {
    let Ok(task) = env::var(WRITER) else {
        return;
    };
    let fields: Vec<&str> = task.splitn(4, ' ').collect();
    let journal = JOURNALS
        .into_iter()
        .find(|one| format!("{one:?}") == fields[0]);
    let (first, count): (u64, u64) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
    let folder = Path::new(fields[3]);
    let (mut state, notice) = open_as(folder, journal.unwrap());
    assert!(notice.is_none_or(|notice| !notice.loses_marks()));
    let mut written = File::create(folder.join(format!("written-{first}"))).unwrap();
    for key in first..first + count {
        // As the reader does: what could not be written is tried again.
        while let Err(error) = state.remember(&read(key)) {
            assert!(matches!(error, Error::Busy), "{error:?}");
        }
        writeln!(written, "{key}").unwrap();
    }
}

#[test]
fn a_log_is_worked_in_and_given_up_without_shared_memory() {
    for journal in JOURNALS {
        let dir = tempfile::tempdir().unwrap();
        let killed = tempfile::tempdir().unwrap();
        let (mut state, _) = open_as(dir.path(), Journal::WriteAhead);
        state.remember(&read(1)).unwrap();
        for name in [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")] {
            fs::copy(dir.path().join(&name), killed.path().join(&name)).unwrap();
        }
        let (mut state, notice) = open_as(killed.path(), journal);
        assert!(notice.is_none_or(|notice| !notice.loses_marks()));
        assert!(state.marks().unwrap()[&ArticleKey(1)].read);
        assert!(has_rollback_journal(killed.path()));
        state.remember(&read(2)).unwrap();
        for suffix in ["-wal", "-shm"] {
            let path = with_suffix(&killed.path().join(FILE_NAME), suffix);
            assert!(!path.exists(), "{}", path.display());
        }
    }
}

#[test]
fn the_machine_that_lends_the_folder_uses_the_same_journal() {
    let dir = tempfile::tempdir().unwrap();
    let (mut client, notice) = open_as(dir.path(), Journal::Rollback);
    assert_eq!(notice, None);
    client.remember(&read(1)).unwrap();
    assert_eq!(Journal::for_folder(dir.path()), Journal::Rollback);
    let (mut server, notice) = State::open(dir.path());
    assert_eq!(notice, None);
    server.remember(&read(2)).unwrap();
    assert!(has_rollback_journal(dir.path()));
    assert!(client.changed_elsewhere().unwrap());
    assert_eq!(client.marks().unwrap().len(), 2);
}

#[test]
fn a_store_in_use_with_a_log_is_not_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let (mut state, _) = open_as(dir.path(), Journal::WriteAhead);
    state.remember(&read(1)).unwrap();
    let (other, notice) = open_as(dir.path(), Journal::Rollback);
    assert!(matches!(notice, Some(Notice::ReadOnly(..))), "{notice:?}");
    assert_eq!(other.marks().unwrap().len(), 1);
    state.remember(&read(2)).unwrap();
    drop((other, state));
    assert_eq!(State::open(dir.path()).0.marks().unwrap().len(), 2);
}

#[test]
fn a_store_that_is_locked_for_longer_than_a_change_takes_is_waited_for() {
    for journal in [Journal::WriteAhead, Journal::Rollback] {
        let dir = tempfile::tempdir().unwrap();
        drop(open_as(dir.path(), journal));
        let other = Connection::open(dir.path().join(FILE_NAME)).unwrap();
        // As at the change to a new schema.
        other
            .execute_batch("PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE; PRAGMA user_version")
            .unwrap();
        std::thread::scope(|scope| {
            let opening = scope.spawn(|| open_as(dir.path(), journal).1);
            sleep(Duration::from_secs(3));
            drop(other);
            assert_eq!(opening.join().unwrap(), None, "{journal:?}");
        });
    }
}

#[test]
fn two_processes_that_write_at_once_lose_no_mark() {
    for journal in JOURNALS {
        let dir = tempfile::tempdir().unwrap();
        drop(open_as(dir.path(), journal));
        let writers = [1, 1001].map(|first| start_writer(dir.path(), journal, first, 60));
        for mut writer in writers {
            assert!(writer.wait().unwrap().success(), "{journal:?}");
        }
        let (state, _) = open_as(dir.path(), journal);
        let marks = state.marks().unwrap();
        assert_eq!(marks.len(), 120, "{journal:?}");
        assert!(
            (1..61)
                .chain(1001..1061)
                .all(|key| marks[&ArticleKey(key)].read)
        );
    }
}

#[test]
fn a_killed_process_leaves_every_mark_that_was_written_and_no_lock_for_good() {
    for journal in JOURNALS {
        let dir = tempfile::tempdir().unwrap();
        for round in 0..6_u64 {
            let first = 1 + round * 100_000;
            let mut writer = start_writer(dir.path(), journal, first, 100_000);
            let written = dir.path().join(format!("written-{first}"));
            while !fs::metadata(&written).is_ok_and(|meta| meta.len() > 20) {
                sleep(Duration::from_millis(3));
            }
            sleep(Duration::from_millis(round));
            writer.kill().unwrap();
            writer.wait().unwrap();
            if let Ok(lock) = File::open(with_suffix(&dir.path().join(FILE_NAME), ".lock")) {
                let long_ago = SystemTime::now() - Duration::from_mins(1);
                lock.set_modified(long_ago).unwrap();
            }
            let (state, notice) = open_as(dir.path(), journal);
            assert!(notice.is_none_or(|notice| !notice.loses_marks()));
            let marks = state.marks().unwrap();
            let written = fs::read_to_string(written).unwrap();
            // The last line may be cut by the kill.
            let whole = written.rsplit_once('\n').map_or("", |(whole, _)| whole);
            for key in whole.lines() {
                assert!(
                    marks.contains_key(&ArticleKey(key.parse().unwrap())),
                    "{key}"
                );
            }
        }
    }
}
