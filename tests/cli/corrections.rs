//! Corrections and the basket as commands see them: what the reader kept in its state.

use super::{Desk, REPORT, json, text};
use newsreader::library::{self, identity};
use newsreader::state::{
    BasketChange, BasketItem, BasketListChange, Change, Correction, LastBrief, State,
};
use std::fs;
use std::path::Path;

/// The folder of the state of a desk.
fn state(desk: &Desk) -> State {
    let folder = desk.path("home").join("XDG_STATE_HOME").join("newsreader");
    let (state, notice) = State::open(&folder);
    assert_eq!(notice, None);
    state
}

#[test]
fn a_correction_reaches_every_command_but_not_without_the_state() {
    let desk = Desk::new();
    let path = desk.write("lib/r.txt", REPORT);
    let key = identity::keys(&library::open(Path::new(&path)).unwrap().issue)[0];
    let correction = Correction {
        title: Some("青川市档案馆新馆开放".to_owned()),
        date: Some(Some(jiff::civil::date(2025, 3, 11))),
        ..Correction::default()
    };
    state(&desk)
        .remember(&[Change::Correction(key, correction)])
        .unwrap();
    // Renamed since: the correction belongs to the article and not to the file.
    fs::rename(&path, desk.path("lib/renamed.txt")).unwrap();
    let shown = json(&desk.run(&["show", "lib/renamed.txt", "--format", "json"]));
    assert_eq!(shown["articles"][0]["title"], "青川市档案馆新馆开放");
    assert_eq!(shown["articles"][0]["date"], "2025-03-11");
    assert_eq!(
        shown["articles"][0]["corrected"],
        serde_json::json!(["title", "date"])
    );
    assert!(shown["articles"][1].get("corrected").is_none());
    for query in ["新馆开放", "日期:2025-03-11"] {
        let found = desk.run(&["search", query, "lib", "--format", "json"]);
        assert_eq!(json(&found)[0]["title"], "青川市档案馆新馆开放", "{query}");
    }
    let counted = desk.run(&[
        "count",
        "标题:新馆",
        "lib",
        "--by",
        "year",
        "--format",
        "json",
    ]);
    assert_eq!(json(&counted)[0]["articles"], 1);
    for args in [
        ["links", "lib", "--format", "gbt7714"],
        ["export", "lib", "--format", "markdown"],
    ] {
        assert!(text(&desk.run(&args)).contains("新馆开放"), "{args:?}");
    }
    let plain = desk.run(&["--no-state", "search", "新馆开放", "lib"]);
    assert_eq!(plain.status.code(), Some(1));
}

#[test]
fn the_basket_is_exported_from_a_renamed_file_and_marked_as_sent() {
    let desk = Desk::new();
    let path = desk.write("lib/r.txt", REPORT);
    let opened = library::open(Path::new(&path)).unwrap();
    let key = identity::keys(&opened.issue)[1];
    let mut item = BasketItem::article(key, &path, "古籍修复有了新办法");
    item.note = "请阅。".to_owned();
    item.excerpts = vec![newsreader::quote::excerpt::excerpt(
        "修复师说，新办法更快也更稳。",
        15..42,
    )];
    assert_eq!(item.excerpts[0].quote, "新办法更快也更稳。");
    let items = [BasketItem::heading("修复"), item];
    let last = LastBrief {
        title: Some("云川周报".to_owned()),
        number: Some(11),
        total_number: Some(240),
        ..LastBrief::default()
    };
    let changes = [
        Change::Basket(BasketChange::between("", &[], &items)),
        Change::BasketList(BasketListChange::Brief(String::new(), Box::new(last))),
    ];
    state(&desk).remember(&changes).unwrap();
    fs::rename(&path, desk.path("lib/renamed.txt")).unwrap();
    let out = [
        "export", "lib", "--basket", "--number", "12", "--output", "b.md",
    ];
    let output = desk.run(&out);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let brief = fs::read_to_string(desk.path("b.md")).unwrap();
    for part in ["修复", "新办法更快也更稳。", "请阅。"] {
        assert!(brief.contains(part), "{part}: {brief}");
    }
    assert!(!brief.contains("修复师说"));
    // What was asked for the last brief is not asked again; its number is its own.
    assert!(
        brief.contains("云川周报") && brief.contains("第12期"),
        "{brief}"
    );
    let sent = desk.run(&["search", "is:sent", "lib", "--format", "json"]);
    assert_eq!(json(&sent)[0]["number"], 2);
    assert_eq!(state(&desk).sent().unwrap()[&key].number, Some(12));
    // The dialog of the reader goes on from here.
    let last = state(&desk).chosen_basket().unwrap().last_brief.unwrap();
    assert_eq!(
        (last.title.as_deref(), last.number, last.total_number),
        (Some("云川周报"), Some(12), Some(241))
    );
}

#[test]
fn a_state_that_cannot_be_read_is_named_and_not_taken_for_an_empty_one() {
    let desk = Desk::new();
    desk.write("lib/r.txt", REPORT);
    desk.write("home/XDG_CONFIG_HOME/newsreader/watch.txt", "库房\n");
    drop(state(&desk));
    let store = desk.path("home/XDG_STATE_HOME/newsreader/reading.sqlite");
    let tables =
        "DROP TABLE basket_item; DROP TABLE mark; DROP TABLE saved_search; DROP TABLE watched;";
    let db = rusqlite::Connection::open(store).unwrap();
    db.execute_batch(tables).unwrap();
    drop(db);
    for args in [
        ["export", "lib", "--basket", "--format", "markdown"].as_slice(),
        &["search", "is:starred", "lib"],
        &["search", "@甲", "lib"],
        &["watch", "--new", "lib"],
        &["backup", "-"],
    ] {
        let (code, line) = desk.complaint(args);
        assert_eq!(code, 1, "{args:?}");
        assert!(
            line.contains("reading.sqlite: 无法读取阅读记录") && line.contains('；'),
            "{args:?}: {line}"
        );
    }
}
