//! The state that the reader keeps: after `kill -9`, beside another reader, where nothing can be written, in a folder
//! that changes while it is read.

use super::{Pty, home_with_reports, report};
use std::fs;
use std::path::Path;

fn reader(home: &Path) -> Pty {
    let mut pty = Pty::reader(home, &["reports"], 110, 35);
    pty.wait_for("渡轮时刻表改由潮水决定");
    pty
}

/// A count in the store; 0 as long as the store is only being made.
fn count(home: &Path, query: &str) -> i64 {
    let path = home.join(".local/state/newsreader/reading.sqlite");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let Ok(store) = rusqlite::Connection::open_with_flags(path, flags) else {
        return 0;
    };
    let verdict = "PRAGMA integrity_check";
    let verdict: String = store.query_row(verdict, [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    store.query_row(query, [], |row| row.get(0)).unwrap_or(0)
}

fn starred(home: &Path) -> i64 {
    count(home, "SELECT count(*) FROM mark WHERE starred")
}

/// Waits until something outside the terminal is so.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = std::time::Instant::now() + super::DEADLINE;
    while !is_so() {
        assert!(std::time::Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_killed_reader_goes_on_where_it_was() {
    let home = home_with_reports();
    for round in 0..6_usize {
        let number = 50 + u32::try_from(round).unwrap();
        let file = home.path().join(format!("reports/{number}.txt"));
        fs::write(file, report(number, 60)).unwrap();
        let mut pty = reader(home.path());
        pty.wait_for(&format!("共 {} 期", round + 3));
        // From whichever pane it was left in.
        pty.type_keys("hhgllm");
        pty.wait_for("已加星标");
        let all = i64::try_from(round + 1).unwrap();
        // Now and then it is killed while it writes.
        if round % 2 == 0 {
            until("the mark", || starred(home.path()) == all);
        }
        pty.signal("-KILL");
        pty.child.wait().unwrap();
        assert!(starred(home.path()) >= i64::try_from(round).unwrap());
        if starred(home.path()) < all {
            // A mark may be lost only as long as the screen shows that it is not kept yet.
            assert!(pty.text().contains("记录未保存"), "{}", pty.text());
            let mut pty = reader(home.path());
            pty.wait_for(&format!("共 {} 期", round + 3));
            pty.type_keys("hhgllm");
            pty.wait_for("已加星标");
            pty.type_keys("q");
            pty.ends_restored();
        }
        assert_eq!(starred(home.path()), all);
    }
    let mut pty = reader(home.path());
    pty.wait_for("共 8 期");
    pty.type_keys("hhgllG");
    pty.wait_for("100%");
    // Left alone for a moment, the place is kept.
    let far = "SELECT count(*) FROM position WHERE block > 3 OR byte > 300";
    until("the place", || count(home.path(), far) == 1);
    pty.signal("-KILL");
    pty.child.wait().unwrap();
    let mut pty = reader(home.path());
    pty.wait_for("100%");
    pty.wait_for("第60段");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}

#[test]
fn two_readers_see_each_others_stars() {
    let home = home_with_reports();
    let (mut here, mut there) = (reader(home.path()), reader(home.path()));
    here.type_keys("m");
    there.wait_for("★");
    there.type_keys("m");
    there.wait_for("已取消星标");
    here.wait("the star to go", |pty| !pty.text().contains('★'));
    for pty in [&mut here, &mut there] {
        pty.type_keys("q");
        assert_eq!(pty.ends_restored(), 0);
    }
    assert_eq!(starred(home.path()), 0);
}

#[test]
fn where_nothing_can_be_kept_one_reads_on_and_it_stays_to_be_seen() {
    let home = home_with_reports();
    let state = home.path().join(".local/state");
    fs::create_dir_all(&state).unwrap();
    fs::write(
        state.join("newsreader"),
        "a file where the folder should be",
    )
    .unwrap();
    let mut pty = reader(home.path());
    pty.wait_for("本次的标记退出后不保留");
    pty.type_keys("llm");
    pty.wait_for("已加星标");
    pty.wait_for("阅读记录未保存");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}

#[test]
fn a_damaged_store_is_told_and_one_reads_on() {
    let home = home_with_reports();
    let state = home.path().join(".local/state/newsreader");
    fs::create_dir_all(&state).unwrap();
    fs::write(state.join("reading.sqlite"), vec![b'x'; 9000]).unwrap();
    let mut pty = reader(home.path());
    pty.wait_for("阅读记录损坏");
    pty.type_keys("m");
    pty.wait_for("已加星标");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
    assert_eq!(starred(home.path()), 1);
    assert!(state.join("reading.sqlite.damaged-1").exists());
}

#[test]
fn what_happens_to_the_files_takes_nothing_off_the_screen() {
    let home = home_with_reports();
    let file = home.path().join("reports/42.txt");
    let mut pty = reader(home.path());
    pty.type_keys("llG");
    pty.wait_for("第60段");
    let cache = home.path().join(".cache/newsreader/catalogue");
    until("the end of the scan", || cache.exists());
    fs::rename(&file, home.path().join("reports/renamed.txt")).unwrap();
    pty.wait_for("移动 1 期");
    fs::remove_dir_all(home.path().join("reports")).unwrap();
    pty.wait("an empty list", |pty| !pty.text().contains("共 "));
    pty.wait_for("第60段");
    fs::create_dir(home.path().join("reports")).unwrap();
    fs::write(&file, report(42, 60)).unwrap();
    pty.wait_for("共 1 期");
    pty.wait_for("第60段");
    pty.type_keys("g");
    pty.wait_for("第1段");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}

#[test]
fn watch_words_are_saved_through_a_link_and_beside_those_of_another_program() {
    let home = home_with_reports();
    let folder = home.path().join(".config/newsreader");
    fs::create_dir_all(&folder).unwrap();
    let (list, link) = (home.path().join("words.txt"), folder.join("watch.txt"));
    fs::write(&list, "潮水\n").unwrap();
    std::os::unix::fs::symlink(&list, &link).unwrap();
    let mut pty = reader(home.path());
    pty.type_keys("W");
    pty.wait_for("潮水");
    // Changed after the reader looked for the words, and once more while the list is edited.
    fs::write(&list, "潮水\n\n渡轮\n").unwrap();
    pty.type_keys("e");
    pty.wait_for("Ctrl-S");
    fs::write(&list, "渡轮\n\n灯塔\n").unwrap();
    pty.type_keys("\r海堤\x13");
    pty.wait_for("其他程序");
    let words = fs::read_to_string(&list).unwrap();
    assert_eq!(words, "潮水\n\n渡轮\n\n海堤\n\n灯塔\n");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    pty.signal("-TERM");
    pty.child.wait().unwrap();
}
