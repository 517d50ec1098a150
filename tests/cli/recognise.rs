//! `recognise`: scans become reports by a program on the machine, here a script that stands in for one.
#![cfg(unix)]

use super::archives::zip;
use super::{Desk, REPORT, json, text};
use crate::common::paper::Paper;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A report on two pages, as a program reads it.
const FIRST: &str = "青川市数字档案观察周报\n（第四一七期）\n二、具体内容\n1.标题：青川市档案馆启用新库房\n来源：青川日报\n\
    链接：https://example.com/a\n主要内容：\n新库房昨日启用，";
const SECOND: &str =
    "占地一千平方米。\n2.标题：古籍修复有了新办法\n来源：远山网\n主要内容：\n新办法更快，也更稳。";

/// A PDF of `pages` pages that are images of four grey pixels.
fn scan(pages: u32) -> Vec<u8> {
    let mut paper = Paper::default();
    for _ in 0..pages {
        paper
            .page()
            .raw("q 595 0 0 842 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID\n00407FFF>\nEI Q");
    }
    paper.bytes()
}

/// Writes a script and a configuration that names it.
fn stand_in(desk: &Desk, script: &str) {
    let path = desk.write("读页", &format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let command = format!("[ocr]\ncommand = ['{path}', '{{image}}']\n");
    desk.write("home/XDG_CONFIG_HOME/newsreader/config.toml", &command);
}

/// A script that prints one page after the other and writes down how it was called.
fn two_pages(desk: &Desk) -> String {
    let count = desk.path("count").display().to_string();
    let (first, second) = (desk.write("1.txt", FIRST), desk.write("2.txt", SECOND));
    format!(
        "head -c 8 \"$1\" | tail -c 7 >> '{count}'\nls -ld \"$(dirname \"$1\")\" | cut -c1-10 >> '{count}'\n\
         if [ -t 0 ]; then exit 9; fi\nif [ $(wc -l < '{count}') -lt 5 ]; then cat '{first}'; else cat '{second}'; fi"
    )
}

#[test]
fn a_scan_becomes_a_report_that_is_marked_everywhere() {
    let desk = Desk::new();
    let script = two_pages(&desk);
    stand_in(&desk, &script);
    fs::create_dir(desk.path("lib")).unwrap();
    fs::write(desk.path("lib/扫描.pdf"), scan(2)).unwrap();
    // The cache learns first that there is no text.
    let before = desk.run(&["list", "lib", "--format", "json"]);
    assert_eq!(before.status.code(), Some(1));

    let output = desk.run(&["recognise", "lib"]);
    let progress = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{progress}");
    assert!(
        progress.contains("第 1/2 页") && progress.contains("第 2/2 页"),
        "{progress}"
    );
    assert_eq!(
        text(&output),
        "lib/扫描.pdf: 共 2 页，识别所得，可能有误（读页）\n"
    );
    let calls = fs::read(desk.path("count")).unwrap();
    assert!(calls.starts_with(b"PNG\r\n\x1a\ndrwx------"), "{calls:?}");

    let shown = json(&desk.run(&["show", "lib/扫描.pdf", "--format", "json"]));
    assert_eq!(shown["recognised"]["tool"], "读页");
    assert!(shown["recognised"]["confidence"].is_null());
    assert_eq!(shown["warnings"][0]["code"], "recognised");
    assert_eq!(
        shown["articles"][0]["blocks"][0]["text"],
        "新库房昨日启用，占地一千平方米。"
    );
    let found = desk.run(&["search", "古籍", "lib", "--format", "json"]);
    assert_eq!(json(&found)[0]["title"], "古籍修复有了新办法");
    desk.write("lib/文字.txt", REPORT);
    let commands: [&[&str]; 4] = [
        &["list", "lib"],
        &["links", "lib"],
        &["search", "库房", "lib"],
        &["related", "lib/扫描.pdf", "--article", "1", "lib"],
    ];
    // The second time from the cache.
    for command in commands.iter().chain(&commands) {
        let rows = json(&desk.run(&[command, &["--format", "json"][..]].concat()));
        for row in rows.as_array().unwrap() {
            let is_scan = row["path"].as_str().unwrap().ends_with("pdf");
            let mark = serde_json::json!({"tool": "读页", "confidence": null});
            let expected = if is_scan {
                mark
            } else {
                serde_json::Value::Null
            };
            assert_eq!(row["recognised"], expected, "{command:?}: {row}");
        }
        let scans = rows.to_string().matches("读页").count();
        assert!(scans > 0 || command[0] == "related", "{command:?}: {rows}");
    }
    fs::remove_file(desk.path("lib/文字.txt")).unwrap();
    assert!(text(&desk.run(&["show", "lib/扫描.pdf"])).contains("识别所得，可能有误"));
    let brief = desk.run(&["export", "lib", "--format", "markdown"]);
    assert!(text(&brief).contains("识别所得，可能有误（读页）"));
    // Without state the text is not read.
    let stateless = desk.run(&["--no-state", "show", "lib/扫描.pdf"]);
    assert_eq!(stateless.status.code(), Some(1));

    let again = desk.run(&["recognise", "lib"]);
    assert_eq!(text(&again), "没有要识别的扫描件\n");
    assert_eq!(again.status.code(), Some(0));
}

/// A mail with `bytes` as its attachment `扫描.pdf`.
fn mail(bytes: &[u8]) -> String {
    let attachment = STANDARD.encode(bytes);
    format!(
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: scan\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain\r\n\r\nattached\r\n\
         --cut\r\nContent-Type: application/pdf; name=\"scan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"scan.pdf\"\r\n\r\n{attachment}\r\n--cut--\r\n"
    )
}

#[test]
fn a_scan_in_an_archive_or_a_mail_is_recognised_there_and_stays_so_when_it_is_unpacked() {
    for (name, bytes) in [
        (
            "卷.zip",
            zip([("2025/scan.pdf", &*scan(2)), ("a.txt", REPORT.as_bytes())]),
        ),
        ("信.eml", mail(&scan(2)).into_bytes()),
    ] {
        let desk = Desk::new();
        let script = two_pages(&desk);
        stand_in(&desk, &script);
        fs::create_dir(desk.path("lib")).unwrap();
        fs::write(desk.path("lib").join(name), bytes).unwrap();
        // The cache learns first that there is no text.
        desk.run(&["list", "lib"]);
        assert_eq!(desk.run(&["search", "古籍", "lib"]).status.code(), Some(1));
        let output = desk.run(&["recognise", "lib"]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{name}: {errors}");
        assert!(
            text(&output).contains("scan.pdf: 共 2 页"),
            "{}",
            text(&output)
        );
        for _ in 0..2 {
            let found = json(&desk.run(&["search", "古籍", "lib", "--format", "json"]));
            assert_eq!(found[0]["title"], "古籍修复有了新办法", "{name}");
            assert_eq!(found[0]["recognised"]["tool"], "读页");
            let path = found[0]["path"].as_str().unwrap();
            let shown = json(&desk.run(&["show", path, "--format", "json"]));
            assert_eq!(shown["number"], 417, "{name}");
        }
        fs::write(desk.path("unpacked.pdf"), scan(2)).unwrap();
        let unpacked = text(&desk.run(&["recognise", "unpacked.pdf"]));
        assert_eq!(unpacked, "没有要识别的扫描件\n");
    }
}

#[test]
fn recognised_text_moves_with_a_backup() {
    let here = Desk::new();
    let script = two_pages(&here);
    stand_in(&here, &script);
    fs::write(here.path("扫描.pdf"), scan(2)).unwrap();
    assert_eq!(here.run(&["recognise", "扫描.pdf"]).status.code(), Some(0));
    let file = here.path("记录.jsonl").display().to_string();
    assert_eq!(here.run(&["backup", &file]).status.code(), Some(0));
    let there = Desk::new();
    fs::write(there.path("改名.pdf"), scan(2)).unwrap();
    let restored = text(&there.run(&["restore", &file]));
    assert!(restored.contains("识别的文字 1"), "{restored}");
    let shown = json(&there.run(&["show", "改名.pdf", "--format", "json"]));
    assert_eq!(shown["number"], 417);
    let again = text(&there.run(&["restore", &file]));
    assert!(!again.contains("识别的文字"), "{again}");
}

#[test]
fn a_program_that_fails_costs_its_page_alone() {
    let desk = Desk::new();
    // The second page fails at first.
    let failing = two_pages(&desk).replace("else cat", "else exit 3; cat");
    stand_in(&desk, &failing);
    fs::write(desk.path("扫描.pdf"), scan(2)).unwrap();
    let output = desk.run(&["recognise", "扫描.pdf"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let last = errors.lines().last().unwrap();
    assert_eq!(
        last,
        "newsreader: 扫描.pdf: 读页 处理第 2 页时出错（退出码 3）"
    );
    stand_in(&desk, &failing.replace("exit 3; cat", "cat"));
    let output = desk.run(&["recognise", "扫描.pdf"]);
    let progress = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{progress}");
    assert!(
        !progress.contains("1/2"),
        "the first page was kept: {progress}"
    );
}

#[test]
fn an_interrupt_ends_the_program_and_clears_its_folder_away() {
    let desk = Desk::new();
    let pid = desk.path("pid").display().to_string();
    let late = desk.path("late").display().to_string();
    let script = format!("echo $$ > '{pid}'\n(sleep 2; touch '{late}') &\nwait");
    stand_in(&desk, &script);
    fs::write(desk.path("扫描.pdf"), scan(1)).unwrap();
    let temp = desk.path("tmp");
    fs::create_dir(&temp).unwrap();
    let mut command = desk.command(&["recognise", "扫描.pdf"]);
    command.env("TMPDIR", &temp);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !desk.path("pid").exists() {
        assert!(begun.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(100));
    let interrupt = ["-INT".to_owned(), child.id().to_string()];
    Command::new("kill").args(interrupt).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("识别已停止"));
    assert_eq!(fs::read_dir(&temp).unwrap().count(), 0);
    // Of a killed group nothing is left that could do anything.
    std::thread::sleep(Duration::from_secs(3));
    assert!(
        !desk.path("late").exists(),
        "a child of the program still ran"
    );
}

#[test]
fn what_cannot_be_recognised_is_one_line() {
    let desk = Desk::new();
    fs::write(desk.path("扫描.pdf"), scan(1)).unwrap();
    let mut command = desk.command(&["recognise", "扫描.pdf"]);
    let output = command.env("PATH", desk.path("empty")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(line.starts_with("newsreader: 没有找到识别工具；") && line.lines().count() == 1);
    let (code, _) = desk.complaint(&["--no-state", "recognise", "扫描.pdf"]);
    assert_eq!(code, 2);
    let (code, _) = desk.complaint(&["recognise"]);
    assert_eq!(code, 2);
    stand_in(&desk, "exit 0");
    let output = desk.run(&["recognise", "扫描.pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("各页都没有识别出文字"));
}

/// An invented page, scanned: turned by 0.8°, with specks, in one bit a pixel, packed as a fax (CCITT G4).
const FAX: &[u8] = include_bytes!("scan.pdf");

#[test]
fn a_fax_becomes_the_image_that_was_scanned() {
    let image = newsreader::source::page_image(FAX, 1).unwrap().unwrap();
    // A short page of good resolution keeps its pixels.
    assert_eq!((image.width, image.height), (1654, 1080));
    let dark = image.grey.iter().filter(|grey| **grey < 128).count();
    let share = dark * 1000 / image.grey.len();
    assert!((15..60).contains(&share), "{share} of 1000 pixels are dark");
}

/// The real program, in `.ci/long` alone: it is not installed everywhere.
#[test]
fn tesseract_reads_title_source_and_date_of_a_scan() {
    if std::env::var_os("NEWSREADER_TESSERACT").is_none() {
        return;
    }
    let desk = Desk::new();
    fs::write(desk.path("扫描.pdf"), FAX).unwrap();
    let output = desk.run(&["recognise", "扫描.pdf"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    let shown = json(&desk.run(&["show", "扫描.pdf", "--format", "json"]));
    let article = &shown["articles"][0];
    assert_eq!(article["title"], "海湾镇建成村级书屋三十一间");
    assert_eq!(article["source"], "海湾新闻网");
    assert_eq!(article["date"], "2025-06-17");
    assert!(shown["recognised"]["confidence"].as_f64().unwrap() > 0.5);
}

#[test]
fn a_program_that_is_not_there_is_said_not_to_start() {
    let desk = Desk::new();
    let command = "[ocr]\ncommand = ['/nonexistent/tool', '{image}']\n";
    desk.write("home/XDG_CONFIG_HOME/newsreader/config.toml", command);
    fs::write(desk.path("扫描.pdf"), scan(1)).unwrap();
    let output = desk.run(&["recognise", "扫描.pdf"]);
    let lines = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{lines}");
    assert!(
        lines.contains("tool") && lines.contains("无法启动"),
        "{lines}"
    );
}
