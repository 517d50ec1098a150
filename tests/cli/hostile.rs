//! Nothing that a report or the name of its file contains acts on a terminal, whichever command prints it.

use super::{Desk, REPORT};

#[test]
fn nothing_in_a_report_reaches_the_terminal_as_a_command() {
    let desk = Desk::new();
    let evil = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{200b}\u{85}";
    let report = REPORT
        .replace("青川日报", &format!("青川{evil}日报"))
        .replace("新库房昨日", &format!("新{evil}库房昨日"))
        .replace("古籍修复", &format!("古{evil}籍修复"))
        .replace("数字档案观察", &format!("数字{evil}档案观察"))
        .replace("/b\n", &format!("/b{evil}\n"));
    let path = desk.write(&format!("r{}.txt", "\u{1b}[2J\u{9b}2J\u{202e}"), &report);
    let query = ["search", "库房", &path];
    let mut commands: Vec<Vec<&str>> =
        vec![vec!["list", &path], vec!["check", &path], query.to_vec()];
    for format in ["text", "markdown", "json"] {
        commands.push(vec!["show", &path, "--format", format]);
    }
    for format in ["plain", "tsv", "csv", "json", "markdown", "gbt7714"] {
        commands.push(vec!["links", &path, "--format", format]);
    }
    for format in ["json", "csv"] {
        commands.push(vec!["list", &path, "--format", format]);
    }
    for format in ["markdown", "text", "json", "csv"] {
        commands.push(vec!["export", &path, "--format", format]);
    }
    for args in commands {
        let output = desk.run(&args);
        for stream in [&output.stdout, &output.stderr] {
            let printed = String::from_utf8(stream.clone()).unwrap();
            let bad = printed.chars().find(|c| {
                let harmless = ['\n', '\t'].contains(c);
                (c.is_control() && !harmless) || ['\u{202e}', '\u{200b}'].contains(c)
            });
            assert_eq!(bad, None, "{args:?}: {printed:?}");
        }
    }
}

#[test]
fn a_snippet_holds_no_control_character_however_odd_the_query_is() {
    let desk = Desk::new();
    let evil = "库房\u{7}调整\u{9b}31m\u{85}湖岸";
    desk.write("lib/a.txt", &REPORT.replace("新库房昨日", evil));
    let table = "# 库房\n\n文字。\n\n| 库房 | 湖岸\u{1b}[2J |\n| --- | --- |\n| 调整 | 库房 |\n";
    desk.write("lib/b.md", table);
    let queries = [
        "库房",
        "库房\u{7}",
        "\u{1b}[31m库房",
        "湖岸\t库房",
        "\"库房\t湖岸\"",
        "\"湖岸\n调整\"",
        "库\u{202e}房\u{9b}",
        "调整|\u{85}",
        "\"\u{7}\"",
        "-\u{1b} 调整",
    ];
    let mut found = 0;
    for query in queries {
        for format in ["text", "json", "csv"] {
            let output = desk.run(&["search", query, "lib", "--format", format]);
            let printed = String::from_utf8(output.stdout).unwrap();
            let bad = printed.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(bad, None, "{query:?}, {format}: {printed:?}");
            let Ok(serde_json::Value::Array(rows)) = serde_json::from_str(&printed) else {
                continue;
            };
            for row in rows {
                let snippet = row["snippet"].as_str().unwrap();
                assert!(
                    !snippet.contains(char::is_control),
                    "{query:?}: {snippet:?}"
                );
                found += 1;
            }
        }
    }
    assert!(found >= 8, "{found} snippets");
}
