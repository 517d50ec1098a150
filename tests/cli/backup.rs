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

#[test]
fn a_list_of_watch_words_in_gbk_is_backed_up_and_merged_whole() {
    let gbk = |text| encoding_rs::GB18030.encode(text).0.into_owned();
    let (here, there) = (Desk::new(), Desk::new());
    let list = |desk: &Desk, text| {
        let path = desk.path("home/XDG_CONFIG_HOME/newsreader/watch.txt");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, gbk(text)).unwrap();
        path
    };
    list(&here, "档案|古籍\n");
    let file = here.path("记录.jsonl").display().to_string();
    assert_eq!(here.run(&["backup", &file]).status.code(), Some(0));
    let merged = list(&there, "潮水\n");
    assert_eq!(there.run(&["restore", &file]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(merged).unwrap(), "潮水\n\n档案|古籍\n");
}

#[test]
fn a_list_of_watch_words_that_cannot_be_read_or_written_is_named() {
    let desk = Desk::new();
    let list = "home/XDG_CONFIG_HOME/newsreader/watch.txt";
    desk.write(list, "潮水\n");
    let file = desk.path("记录.jsonl").display().to_string();
    assert_eq!(desk.run(&["backup", &file]).status.code(), Some(0));
    // A folder of that name can be neither.
    fs::remove_file(desk.path(list)).unwrap();
    fs::create_dir(desk.path(list)).unwrap();
    for args in [["backup", "新.jsonl"], ["restore", &file]] {
        let output = desk.run(&args);
        let lines = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        // The first line is that of the settings, which every command reads.
        let last = lines.lines().last().unwrap_or_default();
        assert!(
            lines.lines().count() == 2 && last.contains("watch.txt: 这是文件夹；"),
            "{args:?}: {lines}"
        );
    }
    // A file where the folder should be: the list can only not be written.
    let folder = desk.path("home/XDG_CONFIG_HOME/newsreader");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    let output = desk.run(&["restore", &file]);
    let lines = String::from_utf8(output.stderr).unwrap();
    assert!(!lines.contains("标准输出"), "{lines}");
    assert_eq!(output.status.code(), Some(1), "{lines}");
}
