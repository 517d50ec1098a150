//! `backup` and `restore`: what is remembered moves to another home.

use super::{Desk, text};
use std::fs;

#[test]
fn a_backup_moves_watch_words_and_the_store_to_another_home() {
    let here = Desk::new();
    let words = here.path("home/XDG_CONFIG_HOME/newsreader/watch.txt");
    fs::create_dir_all(words.parent().unwrap()).unwrap();
    fs::write(&words, "[档案]\n档案|古籍\n\n潮水\n").unwrap();
    let file = here.path("记录.jsonl").display().to_string();
    assert_eq!(here.run(&["backup", &file]).status.code(), Some(0));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (code, line) = here.complaint(&["backup", &file]);
    assert!(code == 1 && line.contains("记录.jsonl"), "{line}");
    assert_eq!(
        here.run(&["backup", &file, "--force"]).status.code(),
        Some(0)
    );
    let there = Desk::new();
    let list = there.path("home/XDG_CONFIG_HOME/newsreader/watch.txt");
    fs::create_dir_all(list.parent().unwrap()).unwrap();
    fs::write(&list, "潮水\n").unwrap();
    let output = there.run(&["restore", &file]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("关注词组 1"), "{}", text(&output));
    let merged = fs::read_to_string(&list).unwrap();
    assert_eq!(merged, "潮水\n\n[档案]\n档案|古籍\n");
    let again = there.run(&["restore", &file]);
    assert!(text(&again).contains("新增 0 条"), "{}", text(&again));
}

#[test]
fn what_is_no_backup_is_refused_in_one_line() {
    let desk = Desk::new();
    let path = desk.write("a.txt", "随便什么");
    let (code, line) = desk.complaint(&["restore", &path]);
    assert!(code == 1 && line.contains("不是备份文件"), "{line}");
    let (code, _) = desk.complaint(&["restore", "没有.jsonl"]);
    assert_eq!(code, 1);
    let (code, _) = desk.complaint(&["--no-state", "backup", "-"]);
    assert_eq!(code, 2);
}
