//! The titles of documents that are no report: the same in every command, and no part of what is remembered.

use super::{Desk, json};

const NOTICE: &str = "山海市图书馆文件\n山图〔2025〕5号\n山海市图书馆关于印发\n读书月活动办法的通知\n各区图书馆：\n\
    读书月从七月一日开始，请各区图书馆做好准备，并在月底前报送活动安排。\n";

/// Returns the title of the only row of `list`, and that of `show`.
fn titles(desk: &Desk, path: &str) -> [serde_json::Value; 2] {
    let rows = json(&desk.run(&["list", path, "--format", "json"]));
    let shown = json(&desk.run(&["show", path, "--format", "json"]));
    [rows[0]["title"].clone(), shown["title"].clone()]
}

#[test]
fn a_document_has_one_title_in_list_and_show() {
    let desk = Desk::new();
    desk.write("a/通知.txt", NOTICE);
    let notice = "山海市图书馆关于印发读书月活动办法的通知";
    assert_eq!(titles(&desk, "a/通知.txt"), [notice, notice]);
    // No row of this one may be a title, so the name of its file is.
    let text = "各位读者：\n书屋周末照常开放，由两名馆员轮流值班，午间不休息。\n";
    desk.write("b/书屋来信.txt", text);
    assert_eq!(titles(&desk, "b/书屋来信.txt"), ["书屋来信", "书屋来信"]);
    let page = "<html><head><title>夜间开放安排_山海市图书馆</title></head><body><p>各位读者：</p>\
        <p>从十七日起延长一小时。</p></body></html>";
    desk.write("c/1.html", page);
    assert_eq!(titles(&desk, "c/1.html"), ["夜间开放安排", "夜间开放安排"]);
}

#[test]
fn a_report_without_a_masthead_has_no_title_and_a_document_is_in_no_series() {
    let desk = Desk::new();
    let report = "二、具体内容\n1.标题：渔船归港\n来源：山海晚报\n链接：https://example.com/a\n主要内容：\n渔船归港。\n\
        2.标题：早市开张\n来源：山海日报\n链接：https://example.com/b\n主要内容：\n早市开张。\n";
    desk.write("a/周报.txt", report);
    assert!(
        titles(&desk, "a/周报.txt")
            .iter()
            .all(serde_json::Value::is_null)
    );
    desk.write("b/通知.txt", NOTICE);
    let counted = json(&desk.run(&["count", "", "b", "--by", "series", "--format", "json"]));
    assert!(counted[0]["key"].is_null(), "{counted}");
}

#[test]
fn a_document_that_is_one_article_prints_its_title_once() {
    let desk = Desk::new();
    desk.write(
        "a/通知.txt",
        "读书月安排\n\n书屋周末照常开放，由两名馆员轮流值班，午间不休息。\n",
    );
    for format in ["text", "markdown"] {
        let shown = desk.run(&["show", "a/通知.txt", "--format", format]);
        let shown = String::from_utf8(shown.stdout).unwrap();
        assert_eq!(shown.matches("读书月安排").count(), 1, "{shown}");
    }
}
