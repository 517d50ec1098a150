//! The commands `related` and `stories`.

use super::{Desk, REPORT, json, text};

/// Three issues: the first event in all of them, word for word in 417 and 418, and a year later in other words; the second
/// article of each is about something else.
fn desk() -> Desk {
    let desk = Desk::new();
    let issue = |number: &str, date: &str, news: &str, other: &str| {
        let report = REPORT
            .replace("四一七", number)
            .replace("2025-03", date)
            .replace("新库房昨日启用，占地一千平方米。", news)
            .replace("古籍修复有了新办法", other)
            .replace("修复师说，新办法更快也更稳。", &format!("{other}。"));
        desk.write(&format!("lib/{number}.txt"), &report);
    };
    let opened = "青川市档案馆新库房昨日启用，占地1200平方米，可藏卷宗41.5万卷，恒温恒湿。";
    let later =
        "青川市档案馆新库房启用一年，占地1200平方米的库房已藏卷宗41.5万卷，恒温恒湿运行平稳。";
    issue("四一七", "2025-03", opened, "古籍修复有了新办法");
    issue("四一八", "2025-04", opened, "渡轮改用潮汐时刻表");
    issue("四六九", "2026-03", later, "山村小学办起气象站");
    desk
}

#[test]
fn related_gives_the_same_event_first_and_then_five_more_at_most() {
    let desk = desk();
    let args = ["related", "lib/四一七.txt", "--article", "1", "lib"];
    let output = desk.run(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0));
    let found = json(&output);
    let rows = found.as_array().unwrap();
    let same: Vec<bool> = rows.iter().map(|r| r["same"].as_bool().unwrap()).collect();
    assert!(same.is_sorted_by(|a, b| a >= b), "{found}");
    assert!(same.iter().filter(|same| !**same).count() <= 5);
    let issues: Vec<i64> = rows
        .iter()
        .zip(&same)
        .filter(|(_, same)| **same)
        .map(|(row, _)| row["issue"].as_i64().unwrap())
        .collect();
    assert_eq!(issues, [418, 469]);
    for (row, same) in rows.iter().zip(same) {
        let score = row["score"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&score));
        assert!(row["issue"] != 417 || row["number"] != 1, "never itself");
        assert!(!same || row["title"] == "青川市档案馆启用新库房");
        for name in ["path", "source", "date", "link", "snippet"] {
            assert!(row[name].is_string(), "{name} of {row}");
        }
    }
    assert!(rows[0]["score"].as_f64() > rows[1]["score"].as_f64());
    let printed = text(&desk.run(&args));
    assert!(printed.starts_with("=  "), "{printed}");
    let missing = desk.run(&["related", "lib/四一七.txt", "--article", "9", "lib"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn stories_are_oldest_first_and_have_two_articles_or_more() {
    let desk = desk();
    let output = desk.run(&["stories", "lib", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let found = json(&output);
    let stories = found.as_array().unwrap();
    assert_eq!(stories.len(), 1, "{found}");
    let story = &stories[0];
    assert_eq!(
        (&story["first"], &story["last"]),
        (&"2025-03-10".into(), &"2026-03-10".into())
    );
    assert_eq!(story["title"], "青川市档案馆启用新库房");
    let articles = story["articles"].as_array().unwrap().iter();
    let issues: Vec<i64> = articles.map(|a| a["issue"].as_i64().unwrap()).collect();
    assert_eq!(issues, [417, 418, 469]);
    let printed = text(&desk.run(&["stories", "lib"]));
    assert!(printed.contains("青川市档案馆启用新库房"), "{printed}");
    let none = desk.run(&["stories", "lib/四一七.txt", "--format", "json"]);
    assert_eq!(
        (none.status.code(), json(&none)),
        (Some(0), serde_json::json!([]))
    );
}
