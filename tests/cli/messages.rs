//! Messages for mistakes: a mistyped command gets the nearest one, a path through a file its reason, and no Chinese message
//! ends in the English of a library.

use super::{Desk, REPORT};
use std::fs;

/// The messages of one mistake in Chinese and English, each checked to be one line, with the exit code.
fn complaints(desk: &Desk, args: &[&str]) -> (i32, [String; 2]) {
    let [zh, en] = ["zh", "en"].map(|lang| {
        let mut args = args.to_vec();
        args.extend(["--lang", lang]);
        desk.complaint(&args)
    });
    assert_eq!(zh.0, en.0, "{args:?}");
    (zh.0, [zh.1, en.1])
}

#[test]
fn a_mistyped_command_is_answered_with_the_nearest_one() {
    let desk = Desk::new();
    desk.write("dir/a.txt", REPORT);
    for (args, name) in [
        (&["serach", "库房", "dir"][..], "search"),
        (&["lsit", "dir"], "list"),
        (&["lsit", "gone"], "list"),
        (&["lsit"], "list"),
        (&["shwo", "dir/a.txt", "--format", "json"], "show"),
        (
            &["--no-state", "exprot", "dir", "--format", "text"],
            "export",
        ),
        (&["hlep"], "help"),
        (&["hepl", "show"], "help"),
        (&["serach", "--help"], "search"),
    ] {
        let word = args.iter().find(|arg| !arg.starts_with('-')).unwrap();
        let (code, [zh, en]) = complaints(&desk, args);
        assert_eq!(code, 2, "{args:?}");
        assert_eq!(
            zh,
            format!(
                "newsreader: {word}: 没有这个命令，也没有这个文件或文件夹；是不是 newsreader {name}？"
            )
        );
        assert_eq!(
            en,
            format!(
                "newsreader: {word}: there is no such command, and no such file or folder; did you mean newsreader {name}?"
            )
        );
    }
}

#[test]
fn an_option_is_offered_only_where_it_resembles_what_was_typed() {
    let desk = Desk::new();
    for (typed, hint) in [
        ("--formt", "是不是 --format？"),
        ("--bogus", "请看 newsreader list --help"),
    ] {
        let (code, [zh, _]) = complaints(&desk, &["list", typed]);
        assert_eq!(code, 2);
        assert_eq!(zh, format!("newsreader: {typed}: 没有这个选项；{hint}"));
    }
}

#[test]
fn wrong_usage_is_answered_with_what_is_right_or_with_the_help_of_the_command() {
    let desk = Desk::new();
    for (args, zh, en) in [
        (
            &["show"][..],
            "请看 newsreader show --help",
            "see newsreader show --help",
        ),
        (
            &["count", "云"],
            "请看 newsreader count --help",
            "see newsreader count --help",
        ),
        (
            &["fold", "--width", "1"],
            "应为 2 或更大的整数",
            "it takes a whole number from 2 on",
        ),
        (
            &["links", "--format", "x"],
            "可用：plain、tsv、csv、json、markdown、gbt7714",
            "json, markdown, gbt7714",
        ),
    ] {
        let (code, [chinese, english]) = complaints(&desk, args);
        assert_eq!(code, 2);
        assert!(
            chinese.ends_with(zh) && english.ends_with(en),
            "{chinese}\n{english}"
        );
    }
}

#[test]
fn standard_input_given_to_a_command_of_folders_is_answered_with_the_one_that_takes_it() {
    let desk = Desk::new();
    let (code, [zh, en]) = complaints(&desk, &["list", "-"]);
    assert_eq!(code, 1);
    assert!(
        zh.ends_with("标准输入请用 newsreader - 或 newsreader show - 打开"),
        "{zh}"
    );
    assert!(
        en.ends_with("with newsreader - or newsreader show -"),
        "{en}"
    );
}

#[test]
fn a_folder_and_a_word_unlike_any_command_are_paths() {
    let desk = Desk::new();
    desk.write("lsit/a.txt", REPORT);
    for args in [&["lsit"][..], &["reports", "lsit"], &["周报", "lsit"]] {
        let (_, [zh, _]) = complaints(&desk, args);
        assert!(!zh.contains("是不是"), "{zh}");
    }
}

#[test]
fn a_path_that_goes_through_a_file_says_so() {
    let desk = Desk::new();
    desk.write("some.txt", REPORT);
    desk.write("page.html", "<html><body><p>甲</p></body></html>");
    let put = |name: &str, bytes: &[u8]| fs::write(desk.path(name), bytes).unwrap();
    put("a.docx", include_bytes!("../formats/lake.docx"));
    put("a.png", b"\x89PNG\r\n\x1a\n");
    put("empty.txt", b"");
    for path in [
        "some.txt/x",
        "some.txt/x/y.txt",
        "page.html/x",
        "a.docx/word/document.xml",
        "a.png/x",
        "empty.txt/x",
    ] {
        let (code, [zh, en]) = complaints(&desk, &["show", path]);
        assert_eq!(code, 1, "{path}");
        assert_eq!(
            zh,
            format!(
                "newsreader: {path}: 这条路径经过一个文件，它不是压缩包，里面没有别的文件；路径请只写到那个文件为止"
            )
        );
        assert_eq!(
            en,
            format!(
                "newsreader: {path}: the path goes through a file that is not an archive; give the path of that file alone"
            )
        );
    }
    for command in ["list", "links", "check"] {
        let (code, [zh, en]) = complaints(&desk, &[command, "some.txt/x"]);
        assert_eq!(code, 1, "{command}");
        assert!(
            zh.starts_with("newsreader: some.txt/x: 路径中有一段不是文件夹；"),
            "{zh}"
        );
        assert!(en.contains("part of the path is not a folder; "), "{en}");
    }
}

#[test]
fn an_archive_that_was_cut_short_is_damaged_and_no_other_file() {
    let desk = Desk::new();
    fs::write(desk.path("half.zip"), b"PK\x03\x04 and no more").unwrap();
    let (_, [zh, en]) = complaints(&desk, &["show", "half.zip/6.txt"]);
    assert!(zh.contains("half.zip/6.txt: 文件损坏；"), "{zh}");
    assert!(en.contains("half.zip/6.txt: damaged: "), "{en}");
}

#[test]
fn no_english_of_a_library_ends_a_chinese_message() {
    let desk = Desk::new();
    desk.write("r.txt", REPORT);
    let put = |name: &str, bytes: &[u8]| fs::write(desk.path(name), bytes).unwrap();
    put("a.pdf", b"%PDF-1.7 and no more");
    put("a.zip", b"PK\x03\x04 and no more");
    put("a.docx", b"PK\x03\x04....word/document.xml");
    put("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more");
    put("bad.toml", b"theme = = 1\n");
    let long = format!("{}.txt", "a".repeat(300));
    for args in [
        &["show", "a.pdf"][..],
        &["show", "a.zip"],
        &["show", "a.zip/x"],
        &["show", "a.docx"],
        &["show", "a.doc"],
        &["list", "a.pdf"],
        &["show", "r.txt/x"],
        &["list", "r.txt/x"],
        &["show", &long],
        &["show", "."],
        &["--config", "r.txt/c.toml", "list"],
        &["--log", "gone/x.log", "list"],
        &["show"],
        &["show", "r.txt", "--width", "wide"],
        &["show", "r.txt", "--article", "99999999999"],
        &["list", "--format", "tabel"],
        &["list", "--no-state=1"],
        &["list", "--lang"],
        &["fold", "--width", "1"],
        &["completions", "tcsh"],
        &[
            "export",
            "r.txt",
            "--format",
            "text",
            "--output",
            "gone/x.txt",
        ],
        &["export", "r.txt", "--format", "text", "--output", "r.txt/x"],
    ] {
        let output = desk.run(args);
        let lines = String::from_utf8(output.stderr).unwrap();
        assert!(!lines.is_empty(), "{args:?}");
        lines.lines().for_each(assert_chinese);
    }
    let output = desk.run(&["--config", "bad.toml", "list", "r.txt"]);
    let lines = String::from_utf8(output.stderr).unwrap();
    assert!(
        lines.starts_with("newsreader: bad.toml: 第 1 行: 不是正确的 TOML\n"),
        "{lines}"
    );
    lines.lines().for_each(assert_chinese);
}

/// Fails where two English words stand beside each other, but for a command (`newsreader show`). Names, paths and options have no space in them.
fn assert_chinese(line: &str) {
    for part in line.split(|c: char| !c.is_ascii_alphabetic() && c != ' ') {
        let words = part.split(' ').filter(|word| word.len() > 1);
        let words: Vec<&str> = words.collect();
        assert!(
            words.len() < 2 || matches!(words[..], ["newsreader", _]),
            "{line}"
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_or_written_comes_with_advice() {
    let desk = Desk::new();
    desk.write("a.txt", REPORT);
    desk.write("word.docx", "no document");
    for (args, hints) in [
        (
            ["restore", "none.jsonl"].as_slice(),
            ["请检查路径", "check the path"],
        ),
        (
            &["backup", "none/x"],
            [
                "请先建立文件夹，或检查路径",
                "make the folder first, or check the path",
            ],
        ),
        (
            &["backup", "word.docx"],
            ["要覆盖请加 --force", "add --force to replace it"],
        ),
        (
            &["export", "a.txt", "--format", "text", "--output", "none/x"],
            [
                "请先建立文件夹，或检查路径",
                "make the folder first, or check the path",
            ],
        ),
        (
            &[
                "export",
                "a.txt",
                "--template",
                "none.docx",
                "--output",
                "x.docx",
            ],
            ["请检查路径", "check the path"],
        ),
        (
            &[
                "export",
                "a.txt",
                "--template",
                "word.docx",
                "--output",
                "x.docx",
            ],
            [
                "--write-template FILE 可写出范例",
                "--write-template FILE writes an example",
            ],
        ),
    ] {
        let (code, lines) = complaints(&desk, args);
        assert_eq!(code, 1, "{args:?}");
        for (line, hint) in lines.iter().zip(hints) {
            let stop = if hint.is_ascii() { "; " } else { "；" };
            assert!(line.contains(stop) && line.ends_with(hint), "{line}");
        }
    }
}
