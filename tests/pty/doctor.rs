//! `newsreader doctor` in a terminal that answers, with one clipboard program that works and one that does not.

use super::Pty;
use portable_pty::CommandBuilder;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn program(folder: &Path, name: &str, script: &str) {
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
}

/// Runs the doctor in a home of its own and returns its lines.
fn asked(home: &Path, lang: &str) -> (Vec<String>, Pty) {
    let programs = home.join("programs");
    std::fs::create_dir_all(&programs).unwrap();
    program(
        &programs,
        "xclip",
        "case \"$*\" in *-out) cat \"$HOME/held\";; *) cat > \"$HOME/held\";; esac",
    );
    program(&programs, "xsel", "exit 3");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_newsreader"));
    command.env_clear();
    command.env("PATH", format!("{}:/usr/bin:/bin", programs.display()));
    command.env("HOME", home);
    command.env("LANG", "zh_CN.UTF-8");
    command.env("TERM", "xterm-256color");
    command.env("DISPLAY", ":4093");
    command.cwd(home);
    command.args(["--lang", lang, "doctor"]);
    let mut pty = Pty::open(command, 160, 60);
    pty.wait("the last way", |pty| {
        pty.text()
            .lines()
            .any(|line| line.trim_start().starts_with("wsl "))
    });
    let lines = pty.text().lines().map(str::to_owned).collect();
    (lines, pty)
}

fn value<'a>(lines: &'a [String], name: &str) -> &'a str {
    let line = lines
        .iter()
        .find(|line| line.split_whitespace().next() == Some(name));
    line.map_or_else(
        || panic!("no {name} in {lines:#?}"),
        |line| line.trim_start().strip_prefix(name).unwrap().trim_start(),
    )
}

#[test]
fn each_way_is_tried_and_read_back_where_that_can_be_done() {
    let home = tempfile::tempdir().unwrap();
    let (lines, mut pty) = asked(home.path(), "en");
    assert_eq!(value(&lines, "TERM"), "xterm-256color");
    assert_eq!(value(&lines, "size"), "160×60");
    assert!(value(&lines, "width").ends_with("one column"), "{lines:#?}");
    assert_eq!(value(&lines, "encoding"), "UTF-8");
    assert!(value(&lines, "configuration").contains("config.toml"));
    assert!(value(&lines, "chosen").contains("xclip"), "{lines:#?}");
    let held = std::fs::read_to_string(home.path().join("held")).unwrap();
    assert!(held.contains("剪贴板"), "{held}");
    assert!(value(&lines, "xclip").starts_with("works"), "{lines:#?}");
    assert!(
        value(&lines, "xsel").starts_with("unavailable: "),
        "{lines:#?}"
    );
    assert!(value(&lines, "osc52").starts_with("sent"), "{lines:#?}");
    let osc = b"\x1b]52;c;";
    assert!(pty.raw.windows(osc.len()).any(|bytes| bytes == osc));
    assert_eq!(pty.child.wait().unwrap().exit_code(), 0);
    assert!(!home.path().join(".local").exists(), "it only looks");
}

#[test]
fn it_speaks_chinese_too() {
    let home = tempfile::tempdir().unwrap();
    let (lines, _pty) = asked(home.path(), "zh");
    for heading in ["终端", "区域设置", "路径", "剪贴板"] {
        assert!(
            lines.iter().any(|line| line.trim_end() == heading),
            "{heading}: {lines:#?}"
        );
    }
    assert!(value(&lines, "xsel").starts_with("不可用："), "{lines:#?}");
}
