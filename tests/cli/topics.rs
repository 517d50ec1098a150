//! Watch words on the command line.

use super::{Desk, REPORT, json, text};
use std::fs;

const LIST: &str = "XDG_CONFIG_HOME/newsreader/watch.txt";

/// A desk with a list of watch words and two issues.
fn desk(words: &str) -> Desk {
    let desk = Desk::new();
    desk.write(&format!("home/{LIST}"), words);
    desk.write("lib/417.txt", REPORT);
    let other = REPORT
        .replace("四一七", "四一八")
        .replace("新库房", "新閱覽室")
        .replace("03-1", "04-1")
        .replace("3 月", "4 月");
    desk.write("lib/418.txt", &other);
    desk
}

#[test]
fn watch_prints_an_object_for_each_group() {
    let desk = desk("[档案馆]\n档案\n+启用\n!书库\n\n阅览室 => 读书\n\n没有的词\n");
    let output = desk.run(&["watch", "lib", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let found = json(&output);
    let shown = |group: usize| {
        let articles = found[group]["articles"].as_array().unwrap().iter();
        let shown = articles.map(|a| format!("{}/{}", a["issue"], a["number"]));
        (
            found[group]["word"].as_str().unwrap().to_owned(),
            shown.collect::<Vec<_>>(),
        )
    };
    let all = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    assert_eq!(found.as_array().unwrap().len(), 3);
    assert_eq!(shown(0), ("档案馆".to_owned(), all(&["418/1", "417/1"])));
    assert_eq!(shown(1), ("读书".to_owned(), all(&["418/1"])));
    assert_eq!(shown(2), ("没有的词".to_owned(), Vec::new()));
    let article = &found[1]["articles"][0];
    assert_eq!(article["date"], "2025-04-10");
    assert!(article["snippet"].as_str().unwrap().contains("新閱覽室"));
    let output = desk.run(&["watch", "lib", "--lang", "en"]);
    assert!(
        text(&output)
            .starts_with("档案馆 (2)\n418/1  2025-04-10  青川市档案馆启用新閱覽室（青川日报）")
    );
    assert!(!text(&output).contains("没有的词"));
}

#[test]
fn watch_new_gives_all_at_first_and_then_only_issues_that_came() {
    let desk = desk("档案");
    let later = fs::read(desk.path("lib/418.txt")).unwrap();
    fs::remove_file(desk.path("lib/418.txt")).unwrap();
    let run = |args: &[&str]| {
        let output = desk.run(&[&["watch", "lib"], args].concat());
        (output.status.code(), text(&output).lines().skip(1).count())
    };
    assert_eq!(run(&["--new", "--no-state"]), (Some(0), 1));
    assert_eq!(run(&["--new"]), (Some(0), 1));
    assert_eq!(run(&["--new"]), (Some(1), 0));
    fs::write(desk.path("lib/418.txt"), later).unwrap();
    // A file under another name holds no new issue.
    fs::rename(desk.path("lib/417.txt"), desk.path("lib/old.txt")).unwrap();
    assert_eq!(run(&[]), (Some(0), 2));
    assert_eq!(run(&["--new"]), (Some(0), 1));
    assert_eq!(run(&["--new"]), (Some(1), 0));
}

#[test]
fn a_slip_is_told_with_its_line_and_a_missing_list_with_its_place() {
    let slips = desk("档案\n/档.*/\n@purple\n");
    let output = slips.run(&["watch", "lib"]);
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<&str> = errors.lines().collect();
    assert!(
        lines[0].contains("watch.txt: 第 1 行: @purple: "),
        "{errors}"
    );
    assert!(
        lines[1].contains("watch.txt: 第 2 行: /档.*/: 不支持"),
        "{errors}"
    );
    let none = Desk::new();
    let path = none.write("r.txt", REPORT);
    let (code, line) = none.complaint(&["watch", &path]);
    assert_eq!(code, 1);
    assert!(line.contains("watch.txt: 没有关注词；"), "{line}");
}

#[test]
fn every_slip_of_the_settings_is_reported_by_every_subcommand_and_by_the_doctor() {
    let desk = desk("档案\n/档.*/\n");
    let config = "theme = “paper”\n[text]\nmeasure = 3\n[keys.global]\ncopy-lnik = [\"c\"]\n";
    let config = desk.write("c.toml", config);
    let wanted = [
        "c.toml: 第 1 行: “ 是全角符号；请改为半角的 \"",
        "c.toml: 第 3 行: measure 不能是 3；",
        "c.toml: 第 5 行: 没有“copy-lnik”这一项；是不是 copy-link？",
        "watch.txt: 第 2 行: /档.*/: 不支持",
    ];
    for args in [
        &["list", "lib"][..],
        &["search", "云", "lib"],
        &["watch", "lib"],
    ] {
        let output = desk.run(&[&["--config", &config][..], args].concat());
        let errors = String::from_utf8(output.stderr).unwrap();
        let lines: Vec<&str> = errors.lines().collect();
        assert_eq!(lines.len(), wanted.len(), "{args:?}: {errors}");
        for (line, wanted) in lines.iter().zip(wanted) {
            assert!(
                line.starts_with("newsreader: ") && line.contains(wanted),
                "{line}"
            );
        }
    }
    let output = desk.run(&["--config", &config, "doctor"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("共 4 处有误"), "{printed}");
    for wanted in wanted {
        assert!(printed.contains(wanted), "{printed}");
    }
}

/// The rows of a count as `key second articles`.
fn counted(desk: &Desk, args: &[&str]) -> Vec<String> {
    let output = desk.run(&[&["count"], args, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    let row = |row: &serde_json::Value| {
        let second = row.get("second").map(|second| format!(" {second}"));
        format!(
            "{}{} {}",
            row["key"],
            second.unwrap_or_default(),
            row["articles"]
        )
    };
    json(&output).as_array().unwrap().iter().map(row).collect()
}

#[test]
fn count_has_no_gaps_and_the_sums_of_search() {
    let desk = desk("");
    let early = REPORT
        .replace("四一七", "四一一")
        .replace("2025-03-1", "2024-12-1")
        .replace("2025 年 3 月", "2024 年 12 月");
    desk.write("lib/411.txt", &early);
    desk.write("lib/plain.txt", "没有日期的一篇短文，写的是库房。");
    let months = [
        "\"2024-12\" 1",
        "\"2025-01\" 0",
        "\"2025-02\" 0",
        "\"2025-03\" 1",
        "null 1",
    ];
    assert_eq!(counted(&desk, &["库房", "lib", "--by", "month"]), months);
    assert_eq!(
        counted(&desk, &["", "lib", "--by", "source"]),
        ["\"远山网\" 3", "\"青川日报\" 3", "null 1"]
    );
    assert_eq!(
        counted(&desk, &["", "lib", "--by", "issue"]),
        ["411 2", "417 2", "418 2", "null 1"]
    );
    assert_eq!(
        counted(&desk, &["修复", "lib", "--by", "year,source"]),
        ["\"2024\" \"远山网\" 1", "\"2025\" \"远山网\" 2"]
    );
    // 档案 stands in the leads as well.
    for query in ["库房", "档案", "来源:青川", "日期:2025", "不出现的词"] {
        let found = desk.run(&["search", query, "lib", "--format", "json"]);
        for by in [
            "year",
            "month",
            "source",
            "series",
            "issue",
            "year,source",
            "source,month",
        ] {
            let rows = counted(&desk, &[query, "lib", "--by", by]);
            let number = |row: &String| row.rsplit(' ').next().unwrap().parse::<usize>().unwrap();
            let sum: usize = rows.iter().map(number).sum();
            assert_eq!(sum, json(&found).as_array().unwrap().len(), "{query} {by}");
        }
    }
}

#[test]
fn count_draws_bars_tables_and_an_image() {
    let desk = desk("");
    let run = |args: &[&str]| text(&desk.run(&[&["count", "档案", "lib"], args].concat()));
    let bars = run(&["--by", "month"]);
    assert!(
        bars.starts_with("档案，按月，共 4 篇\n2025-03  2 ████"),
        "{bars}"
    );
    let table = run(&["--by", "year,source", "--lang", "en"]);
    assert!(table.contains("\n青川日报     2    2\n"), "{table}");
    // The leads of both issues, which have no source.
    assert!(table.contains("     2    2\n"), "{table}");
    let csv = run(&["--by", "year,source", "--format", "csv"]);
    assert_eq!(csv, "key,second,articles\n2025,青川日报,2\n2025,,2\n");
    let image = run(&["--by", "month", "--format", "svg", "--theme", "night"]);
    assert!(
        image.starts_with("<svg ") && image.contains(">2025-04<"),
        "{image}"
    );
    assert_ne!(
        image,
        run(&["--by", "month", "--format", "svg", "--theme", "snow"])
    );
    let (code, line) = desk.complaint(&["count", "档案", "lib", "--by", "year,year"]);
    assert_eq!(code, 2);
    assert!(line.contains("--by"), "{line}");
}
