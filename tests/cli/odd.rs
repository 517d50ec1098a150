//! Files that are no files, folders that lead back to themselves, names that are no text: a line for each, and no waiting.
#![cfg(unix)]

use super::{Desk, REPORT, json, text};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::Command;

/// A folder with one report under three names, and around it whatever a folder may hold.
fn odd() -> Desk {
    let desk = Desk::new();
    desk.write("odd/a.txt", REPORT);
    for name in ["b\n\u{1b}[31m\u{202e}.txt".as_bytes(), b"c\xff\xfe.txt"] {
        let path = desk.path("odd").join(OsStr::from_bytes(name));
        fs::write(path, format!("{REPORT}\n又一行。\n")).unwrap();
    }
    for (target, name) in [
        (".", "loop"),
        ("..", "up.txt"),
        ("/dev/zero", "zero.txt"),
        ("nowhere", "dangling.txt"),
    ] {
        symlink(target, desk.path("odd").join(name)).unwrap();
    }
    fs::create_dir(desk.path("odd/folder.txt")).unwrap();
    let pipe = desk.path("odd/pipe.txt");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let sparse = fs::File::create(desk.path("odd/large.txt")).unwrap();
    sparse.set_len(1 << 30).unwrap();
    desk
}

#[test]
fn whatever_lies_in_a_folder_is_read_or_told_in_a_line_and_never_waited_for() {
    let desk = odd();
    let commands: [&[&str]; 6] = [
        &["list", "odd", "--format", "json"],
        &["list", "odd"],
        &["links", "odd"],
        &["search", "库房", "odd"],
        &["check", "odd"],
        &["export", "odd", "--format", "text"],
    ];
    for args in commands {
        let output = desk.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let told = String::from_utf8(output.stderr.clone()).unwrap();
        for name in ["zero.txt", "dangling.txt", "pipe.txt", "large.txt"] {
            let lines = told.lines().filter(|line| line.contains(name)).count();
            assert_eq!(lines, 1, "{args:?}, {name}: {told}");
        }
        let shown = text(&output) + &told;
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}']),
            "{args:?}: {shown:?}"
        );
    }
    let rows = json(&desk.run(commands[0]));
    let rows = rows.as_array().unwrap();
    // The same report under three names is one row, which names the others so that they can be opened.
    let of_417: Vec<_> = rows.iter().filter(|row| row["number"] == 417).collect();
    assert_eq!(of_417.len(), 1);
    let also = of_417[0]["also"].as_array().unwrap();
    assert_eq!(also.len(), 2);
    for path in also.iter().chain([&of_417[0]["path"]]) {
        let shown = desk.run(&["show", path.as_str().unwrap()]);
        assert_eq!(shown.status.code(), Some(0), "{path}");
        let shown = json(&desk.run(&["show", "--format", "json", path.as_str().unwrap()]));
        assert_eq!(shown["also"].as_array().unwrap().len(), 2, "{path}");
    }
    let large = rows
        .iter()
        .find(|row| row["path"] == "odd/large.txt")
        .unwrap();
    assert!(large["article_count"].is_null());
}

#[test]
fn what_is_no_file_is_refused_by_name_as_well() {
    let desk = odd();
    for name in ["odd/zero.txt", "odd/pipe.txt", "odd/large.txt"] {
        let (code, line) = desk.complaint(&["show", name]);
        assert_eq!(code, 1, "{line}");
        assert!(line.contains(name), "{line}");
    }
}

#[test]
fn a_file_over_the_limit_is_opened_by_name() {
    let desk = Desk::new();
    desk.write("config.toml", "[library]\nsize-limit = 1\n");
    let long = "新库房昨日启用，占地一千平方米。".repeat(30_000);
    desk.write("r/large.txt", &format!("{REPORT}\n{long}\n"));
    let with = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--config", "config.toml"]);
        desk.run(&all)
    };
    let rows = json(&with(&["list", "r", "--format", "json"]));
    assert!(rows[0]["number"].is_null());
    let shown = json(&with(&["show", "r/large.txt", "--format", "json"]));
    assert_eq!(shown["number"], 417);
}

#[test]
fn a_path_in_json_leads_to_its_file() {
    let desk = Desk::new();
    let path = desk.write("lib/甲\t\u{202e}乙.txt", REPORT);
    for command in [["links", "lib"].as_slice(), &["search", "库房", "lib"]] {
        let rows = json(&desk.run(&[command, &["--format", "json"]].concat()));
        let named = rows[0]["path"].as_str().unwrap();
        assert!(path.ends_with(named), "{command:?}: {named:?}");
        assert_eq!(desk.run(&["show", named]).status.code(), Some(0));
    }
}

#[test]
fn a_template_may_have_any_name() {
    let desk = Desk::new();
    desk.write("a.txt", REPORT);
    let name = OsStr::from_bytes(b"c\xff.docx");
    for option in ["--write-template", "--template"] {
        let mut command = desk.command(&["export", "a.txt", "--output", "out.docx", option]);
        let output = command.arg(name).output().unwrap();
        let line = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{option}: {line}");
    }
}
