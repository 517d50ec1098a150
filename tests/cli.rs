//! The command line as a script meets it: the real program, its output, its exit codes.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod archives;
mod backup;
mod corrections;
mod global_options;
mod help;
mod hostile;
mod messages;
mod odd;
mod private;
mod queries;
mod recognise;
mod standing;
mod stories;
mod titles;
mod topics;

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A temporary folder to run in, without the user's own files and settings.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsreader"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR"] {
            command.env_remove(name);
        }
        for name in [
            "XDG_CONFIG_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
            "XDG_DATA_HOME",
        ] {
            command.env(name, self.path("home").join(name));
        }
        command
            .env("HOME", self.path("home"))
            .env("LANG", "zh_CN.UTF-8");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// The exit code and the one line on standard error.
    fn complaint(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(args);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(text.lines().count(), 1, "{args:?}: {text}");
        assert!(text.starts_with("newsreader: "), "{args:?}: {text}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{args:?}");
        (output.status.code().unwrap(), text.trim_end().to_owned())
    }
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

const REPORT: &str = "青川市数字档案观察周报\n\n（第四一七）\n\n青川市档案研究所 2025 年 3 月 14 日\n\n本期导语：\n\n\
本期周报共收集 2 篇数字档案相关信息，时间从 2025 年 3 月 8 日到 2025 年 3 月 14 日，\n\n监测范围包括全国主流媒体等。\n\n\
一、信息目录\n\n1.青川市档案馆启用新库房\n\n（青川日报）\n\n2.古籍修复有了新办法\n\n（远山网）\n\n二、具体内容\n\n\
1.标题：青川市档案馆启用新库房\n\n来源：青川日报\n\n链接：https://example.com/a?id=1&p=2\n\n主要内容：\n\n\
青川市档案馆启用新库房\n\n2025-03-10 来源：青川日报\n\n新库房昨日启用，占地一千平方米。\n\n\
2.标题：古籍修复有了新办法\n\n来源：远山网\n\n链接：https://example.com/b\n\n主要内容：\n\n\
古籍修复有了新办法\n\n2025-03-12 来源：远山网\n\n修复师说，新办法更快也更稳。\n";

#[test]
fn show_prints_the_object_of_the_contract() {
    let desk = Desk::new();
    let path = desk.write("r.txt", REPORT);
    let output = desk.run(&["show", &path, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = json(&output);
    let expected = [
        "path",
        "title",
        "number",
        "total_number",
        "publisher",
        "published",
        "period",
        "declared_count",
        "lead",
        "toc",
        "also",
        "articles",
        "recognised",
        "warnings",
    ];
    let mut found = keys(&shown);
    found.sort_unstable();
    let mut sorted = expected;
    sorted.sort_unstable();
    assert_eq!(found, sorted);
    assert_eq!(shown["path"], path);
    assert_eq!(shown["number"], 417);
    let article = &shown["articles"][0];
    for key in [
        "number",
        "title",
        "source",
        "date",
        "link",
        "original_title",
        "blocks",
    ] {
        assert!(article.get(key).is_some(), "{key}");
    }
    assert_eq!(article["link"], "https://example.com/a?id=1&p=2");
    assert_eq!(article["original_title"], Value::Null);
    assert_eq!(article["blocks"][0]["kind"], "paragraph");
}

#[test]
fn show_has_the_links_of_a_lead() {
    let desk = Desk::new();
    let text = "# 山海周刊：第 3 期\n\n本刊[开源](https://example.com/source)，欢迎投稿。\n\n## [渡口](https://example.com/ferry)\n\n渡口复航。\n\n## 早市\n\n早市开张。\n";
    let shown = json(&desk.run(&["show", &desk.write("3.md", text), "--format", "json"]));
    let link = &shown["lead_links"][0];
    assert_eq!(link["text"], "开源");
    assert_eq!(link["url"], "https://example.com/source");
    // A heading that is a link names the article and its address.
    assert_eq!(shown["articles"][0]["link"], "https://example.com/ferry");
    assert_eq!(shown["articles"][1]["link"], Value::Null);
}

#[test]
fn show_takes_one_article_and_a_width() {
    let desk = Desk::new();
    let path = desk.write("r.txt", REPORT);
    let one = text(&desk.run(&["show", &path, "--article", "2"]));
    assert!(
        one.contains("修复师说") && !one.contains("新库房昨日"),
        "{one}"
    );
    let narrow = text(&desk.run(&["show", &path, "--article", "2", "--width", "20"]));
    assert!(
        narrow.contains("\n    修复师说"),
        "indented by two Han: {narrow}"
    );
    let han = |line: &str| {
        line.chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<usize>()
    };
    assert!(narrow.lines().all(|line| han(line) <= 20), "{narrow}");
    let (code, line) = desk.complaint(&["show", &path, "--article", "9"]);
    assert_eq!(code, 1);
    assert!(
        line.contains(&path) && line.contains("没有第 9 篇"),
        "{line}"
    );
}

#[test]
fn list_and_links_print_rows_by_the_names_of_show() {
    let desk = Desk::new();
    let path = desk.write("in/r.txt", REPORT);
    let list = json(&desk.run(&["list", "in", "--format", "json"]));
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["number"], 417);
    assert_eq!(list[0]["published"], "2025-03-14");
    let links = json(&desk.run(&["links", &path, "--format", "json"]));
    let rows = links.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row.as_object().unwrap().len(), 8);
        for key in [
            "path",
            "issue",
            "number",
            "title",
            "source",
            "date",
            "link",
            "recognised",
        ] {
            assert!(row.get(key).is_some(), "{key}");
        }
    }
    let plain = text(&desk.run(&["links", &path]));
    assert_eq!(
        plain,
        "https://example.com/a?id=1&p=2\nhttps://example.com/b\n"
    );
    for format in ["tsv", "csv", "markdown", "gbt7714"] {
        let output = desk.run(&["links", &path, "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(text(&output).contains("https://example.com/b"), "{format}");
    }
}

#[test]
fn check_finds_what_contradicts_and_says_where() {
    let desk = Desk::new();
    let good = desk.write("good.txt", REPORT);
    assert_eq!(desk.run(&["check", &good]).status.code(), Some(0));
    let bad = desk.write("bad.txt", &REPORT.replace("共收集 2 篇", "共收集 5 篇"));
    let output = desk.run(&["check", &bad]);
    assert_eq!(output.status.code(), Some(1));
    let line = text(&output).lines().nth(1).unwrap().to_owned();
    let place = line.strip_prefix(&format!("{bad}:")).unwrap();
    assert!(
        place.split(':').next().unwrap().parse::<u32>().unwrap() > 0,
        "{line}"
    );
    let found = json(&desk.run(&["check", &good, &bad, "--format", "json"]));
    let files = found.as_array().unwrap();
    assert_eq!(files.len(), 2);
    let of = |path: &str| files.iter().find(|file| file["path"] == path).unwrap();
    assert_eq!(of(&good)["warnings"].as_array().unwrap().len(), 0);
    assert!(of(&bad)["warnings"][0]["code"].is_string());
    assert_eq!(of(&bad)["encoding"], "UTF-8");
}

#[test]
fn exit_codes_and_error_lines_are_the_contracts() {
    let desk = Desk::new();
    for (args, code, words) in [
        (&["show", "gone.txt"][..], 1, "gone.txt: 没有这个文件"),
        (&["list", "gone"], 1, "gone: 没有这个文件"),
        (&["show"], 2, "FILE"),
        (&["show", "--width", "wide", "x"], 2, "--width"),
        (
            &["list", "--fromat", "json"],
            2,
            "--fromat: 没有这个选项；是不是 --format？",
        ),
        (&["list", "--format", "jsn"], 2, "json"),
        (&["--lang", "fr", "list"], 2, "--lang"),
        (&["completions", "tcsh"], 2, "tcsh"),
    ] {
        let (found, line) = desk.complaint(args);
        assert_eq!(found, code, "{args:?}: {line}");
        assert!(line.contains(words), "{args:?}: {line}");
        assert!(line.contains('；'), "what to do: {line}");
    }
    fs::create_dir(desk.path("empty")).unwrap();
    let (code, line) = desk.complaint(&["list", "empty"]);
    assert!(code == 1 && line.contains("没有可读的报告"), "{line}");
}

#[test]
fn a_path_may_have_the_name_of_a_command() {
    let desk = Desk::new();
    desk.write("list/r.txt", REPORT);
    // The reader needs a terminal; that it is asked for one shows that the word was taken for a path.
    for args in [&["--", "list"][..], &["./list"]] {
        let (code, line) = desk.complaint(args);
        assert!(code == 2 && line.contains("不是终端"), "{args:?}: {line}");
    }
    let output = desk.run(&["list", "list", "--format", "json"]);
    assert_eq!(json(&output).as_array().unwrap().len(), 1);
}

#[test]
fn a_closed_pipe_ends_every_command_quietly() {
    let desk = Desk::new();
    for n in 0..60 {
        desk.write(&format!("in/{n}.txt"), &REPORT.repeat(20));
    }
    let first = desk.path("in/0.txt").to_string_lossy().into_owned();
    for args in [
        &["show", &first][..],
        &["show", &first, "--format", "json"],
        &["list", "in", "--format", "csv"],
        &["links", "in"],
        &["check", "in"],
        &["completions", "bash"],
        &["man"],
        &["--print-config"],
        &["--help"],
    ] {
        let mut child = desk
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!(told, "", "{args:?}");
        assert!(code.is_some_and(|code| code < 2), "{args:?}: {code:?}");
    }
}

#[test]
fn without_a_path_the_samples_are_meant() {
    let desk = Desk::new();
    let rows = json(&desk.run(&["list", "--format", "json"]));
    assert!(rows.as_array().unwrap().len() >= 4);
    let config = desk.write("c.toml", "[library]\nfolders = [\"in\"]\n");
    desk.write("in/r.txt", REPORT);
    let rows = json(&desk.run(&["list", "--config", &config, "--format", "json"]));
    assert_eq!(rows.as_array().unwrap().len(), 1);
}

#[test]
fn fold_sets_paragraphs_from_standard_input() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["fold", "--width", "10"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all("甲乙丙丁戊，己庚\n\n辛\n".as_bytes())
        .unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output), "甲乙丙丁\n戊，己庚\n\n辛\n");
}
