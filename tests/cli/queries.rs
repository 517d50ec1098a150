//! Queries of the command line: order, table, standard input, saved searches, and why a query finds nothing.

use super::Desk;
use std::io::Write;
use std::process::Stdio;

fn report(number: u32, source: &str, text: &str) -> String {
    format!(
        "云州卫生监测周报\n\n（第{number}期）\n\n一、信息目录\n\n1.{text}\n\n（{source}）\n\n二、具体内容\n\n1.标题：{text}\n\n\
         来源：{source}\n\n链接：\n\nhttps://news.example.cn/{number}.html\n\n主要内容：\n\n{text}\n\n\
         2025-06-{number} 来源：{source}\n\n{text}，本月起施行。\n"
    )
}

fn library() -> Desk {
    let desk = Desk::new();
    desk.write("lib/12.txt", &report(12, "云州日报", "医保结算试点"));
    desk.write("lib/13.txt", &report(13, "海湾新闻", "大数据平台上线"));
    desk.write("lib/14.txt", &report(14, "云州日报", "=医保新规发布"));
    desk
}

/// The first column of the lines that a search prints.
fn found(desk: &Desk, args: &[&str]) -> Vec<String> {
    let output = desk.run(&[&["search"], args].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let first = |line: &str| line.split("  ").next().unwrap().to_owned();
    text.lines().map(first).collect()
}

#[test]
fn results_come_newest_first_or_oldest_first() {
    let desk = library();
    assert_eq!(found(&desk, &["施行", "lib"]), ["14/1", "13/1", "12/1"]);
    let oldest = ["施行", "lib", "--sort", "oldest"];
    assert_eq!(found(&desk, &oldest), ["12/1", "13/1", "14/1"]);
    // Once more from the cache.
    assert_eq!(found(&desk, &oldest), ["12/1", "13/1", "14/1"]);
    assert_eq!(
        found(&desk, &["施行", "lib", "--sort", "newest"]),
        ["14/1", "13/1", "12/1"]
    );
}

#[test]
fn a_hit_in_the_lead_has_the_number_0_and_the_title_of_the_issue() {
    let desk = library();
    let with_lead = |masthead: &str, number| {
        let text = report(number, "云州日报", "医保结算试点");
        let (_, rest) = text.split_once("一、信息目录").unwrap();
        format!("{masthead}本期导语：\n\n本期重点关注银发经济。\n\n一、信息目录{rest}")
    };
    let masthead = "云州卫生监测周报\n\n（第21期）\n\n云州市卫生中心　2025年6月21日\n\n";
    desk.write("lib/21.txt", &with_lead(masthead, 20));
    desk.write("lib/bare.txt", &with_lead("", 22));
    let hits = |query: &str| -> Vec<String> {
        let output = desk.run(&["search", query, "lib", "--format", "json"]);
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| {
            let names = ["number", "title", "source", "date", "link", "snippet"];
            names.map(|name| row[name].to_string()).join(" ")
        })
        .collect()
    };
    let snippet = "\"本期重点关注银发经济。\"";
    let expected = [
        format!("0 \"云州卫生监测周报\" null \"2025-06-21\" null {snippet}"),
        format!("0 \"bare\" null null null {snippet}"),
    ];
    assert_eq!(hits("银发经济"), expected);
    assert_eq!(hits("银发经济"), expected, "from the cache");
    assert_eq!(found(&desk, &["银发经济", "lib"]).first().unwrap(), "21/0");
    // Neither title nor source nor any mark: these are asked of articles.
    for query in [
        "银发经济 标题:周报",
        "银发经济 is:unread",
        "银发经济 is:read",
        "银发经济 来源:云州",
        "银发经济 -本期",
    ] {
        assert_eq!(hits(query), [""; 0], "{query}");
    }
    assert_eq!(hits("银发经济 期:21 刊:卫生 日期:2025-06 -医保").len(), 1);
    assert_eq!(hits("期:21").len(), 1, "filters find articles alone");
    // A lead is no article, so it is neither listed, exported nor watched.
    for command in ["links", "export"] {
        let output = desk.run(&[command, "lib", "--query", "银发经济", "--format", "json"]);
        let written = String::from_utf8(output.stdout).unwrap();
        assert!(matches!(written.trim(), "" | "[]"), "{command}: {written}");
    }
}

#[test]
fn links_behind_words_of_the_lead_are_kept() {
    let desk = Desk::new();
    desk.write(
        "12.md",
        "# 云州数据周报（第 12 期）\n\n本期与[健康中心](https://example.com/centre)合编，另见 https://example.com/a 。\n\n\
         ## 新规发布\n\n正文一段，[全文](https://example.com/rule)在此。\n\n## 平台上线\n\n正文又一段。\n",
    );
    let rows = |args: &[&str]| {
        let output = desk.run(&[&["links", "12.md", "--all", "--format", "json"], args].concat());
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let row = |row: &serde_json::Value| {
            ["number", "title", "text", "link"]
                .map(|name| row[name].to_string().replace('"', ""))
                .join(" ")
        };
        let rows: Vec<String> = rows.as_array().unwrap().iter().map(row).collect();
        rows
    };
    let rule = "1 新规发布 全文 https://example.com/rule";
    let expected = [
        "0 云州数据周报 健康中心 https://example.com/centre",
        "0 云州数据周报 https://example.com/a https://example.com/a",
        rule,
    ];
    assert_eq!(rows(&[]), expected);
    assert_eq!(rows(&[]), expected, "from the cache");
    assert_eq!(rows(&["--query", "全文"]), [rule], "a query finds articles");
    let shown = desk.run(&["show", "12.md", "--format", "markdown"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(
        shown.contains("[健康中心](https://example.com/centre)合编"),
        "{shown}"
    );
}

#[test]
fn a_table_has_the_names_of_the_objects_and_no_formula() {
    let desk = library();
    let output = desk.run(&["search", "医保", "lib", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(output.stdout.as_slice());
    let names = "path,issue,number,title,source,date,link,snippet,count";
    assert_eq!(
        rows.headers().unwrap().iter().collect::<Vec<_>>().join(","),
        names
    );
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[0][1], &rows[0][3], &rows[0][5]),
        ("14", "'=医保新规发布", "2025-06-14")
    );
    let none = desk.run(&["search", "没有的词", "lib", "--format", "csv"]);
    assert_eq!(
        String::from_utf8(none.stdout).unwrap(),
        format!("{names}\n")
    );
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn every_command_with_a_query_takes_the_whole_language() {
    let desk = library();
    let query = "医保|大数据 来源:云州日报 来源:海湾新闻 -路径:12.txt";
    assert_eq!(found(&desk, &[query, "lib"]), ["14/1", "13/1"]);
    let lines = |args: &[&str]| {
        let output = desk.run(args);
        String::from_utf8(output.stdout).unwrap().lines().count()
    };
    assert_eq!(lines(&["links", "lib", "--query", query]), 2);
    // A heading and two rows.
    assert_eq!(
        lines(&["export", "lib", "--query", query, "--format", "csv"]),
        3
    );
}

#[test]
fn what_cannot_match_says_why() {
    let desk = library();
    for (query, code, why) in [
        ("医保 OR", 2, "OR: “|”“OR”“或”的两边都要有词"),
        ("|医保", 2, "|: “|”“OR”“或”的两边都要有词"),
        ("-作者:某某", 2, "作者: 没有这种筛选"),
        ("作者:某某", 1, "作者: 没有这种筛选"),
        ("shujuku", 1, "shujuku: 没有找到；拼音只查标题和来源"),
        ("@没有", 2, "@没有: 没有这个名字的保存的检索"),
        ("日期:前天", 2, "日期:前天: 日期写作"),
    ] {
        let (exit, line) = desk.complaint(&["--lang", "zh", "search", query, "lib"]);
        assert_eq!(exit, code, "{query}: {line}");
        assert!(
            line.starts_with(&format!("newsreader: {why}")),
            "{query}: {line}"
        );
        let (_, line) = desk.complaint(&["--lang", "en", "search", query, "lib"]);
        assert!(line.is_ascii() || !line.contains('；'), "{line}");
    }
}

#[test]
fn a_word_of_another_language_is_not_taken_for_pinyin() {
    let desk = library();
    let output = desk.run(&["search", "roadmap", "lib"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), errors.as_str()), (Some(1), ""));
}

#[test]
fn saved_searches_stand_in_the_configuration() {
    let desk = library();
    let config = desk.write(
        "c.toml",
        "[searches]\n\"结算\" = \"医保|结算 来源:云州日报\"\n",
    );
    let args = ["--config", &config, "search", "@结算 -新规", "lib"];
    let output = desk.run(&args);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("12/1") && text.lines().count() == 1,
        "{text}"
    );
}

#[test]
fn a_report_comes_from_standard_input() {
    let desk = Desk::new();
    let mut command = desk.command(&["show", "-", "--format", "json"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let text = report(12, "云州日报", "医保结算试点");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&shown["path"], &shown["number"]),
        (&"-".into(), &12.into())
    );
    assert_eq!(shown["articles"][0]["title"], "医保结算试点");
}

#[test]
fn an_error_about_standard_input_names_no_copy() {
    let desk = Desk::new();
    let mut command = desk.command(&["show", "-"]);
    let output = command.stdin(Stdio::null()).output().unwrap();
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.starts_with("newsreader: -: "), "{line}");
}
