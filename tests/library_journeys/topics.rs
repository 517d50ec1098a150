//! Counts over time: bars, the articles of a bar, its results in the search.

use crate::common::Desk;
use newsreader::app::count_panel::CountPanel;
use newsreader::app::overlay::Overlay;
use newsreader::library::count::CountBy;

/// The panel of counts, which must be open.
fn panel(desk: &Desk) -> &CountPanel {
    match &desk.app.overlay {
        Some(Overlay::Counts(panel)) => panel,
        other => panic!("no counts but {other:?}"),
    }
}

/// The bars as `key number number`.
fn bars(desk: &Desk) -> Vec<String> {
    let bars = panel(desk).bars.iter();
    let text = |numbers: &[usize]| numbers.iter().map(|n| format!(" {n}")).collect::<String>();
    bars.map(|bar| bar.key.text() + &text(&bar.articles))
        .collect()
}

/// The query in the field of the search, which must be open.
fn searched(desk: &Desk) -> &str {
    match &desk.app.overlay {
        Some(Overlay::Finder(finder)) => finder.field.text(),
        other => panic!("no search but {other:?}"),
    }
}

#[test]
fn c_counts_the_whole_library_and_turns_to_other_keys() {
    let mut desk = Desk::new();
    desk.press("c");
    assert_eq!(bars(&desk), ["2025-09 7"]);
    let first: Vec<&str> = panel(&desk)
        .articles()
        .iter()
        .map(|a| a.title.as_str())
        .collect();
    assert_eq!(first.len(), 7);
    assert_eq!(first[0], "渡轮时刻表改由潮水决定");
    desk.press("c");
    assert_eq!((panel(&desk).by, bars(&desk).len()), (CountBy::Source, 4));
    desk.press("c c");
    assert_eq!(bars(&desk), ["41 3", "42 3", " 1"]);
    desk.press("Shift-Tab");
    assert_eq!(
        bars(&desk),
        ["云屿公共服务监测周报 6", "云屿城市月度观察 1"]
    );
    desk.press("Esc");
    assert!(desk.app.overlay.is_none());
}

#[test]
fn two_queries_stand_side_by_side_and_a_bar_opens_its_articles_as_results() {
    let mut desk = Desk::new();
    desk.press("c c c c s").type_text("潮水决定 vs 听诊器");
    desk.press("Enter");
    assert_eq!(bars(&desk), ["41 1 1", "42 1 1"]);
    desk.press("k");
    assert_eq!(
        panel(&desk).articles()[0].title,
        "上期：渡轮时刻表改由潮水决定"
    );
    desk.press("Right");
    assert_eq!(
        panel(&desk).articles()[0].title,
        "上期：“AI 听诊器”进了桥洞和隧道"
    );
    desk.press("Enter");
    assert_eq!(searched(&desk), "听诊器 期:41");
    desk.press("Enter");
    assert_eq!(desk.at(), (Some(41), 2));
}

#[test]
fn an_error_in_the_query_is_named_and_leaves_the_panel() {
    let mut desk = Desk::new();
    desk.press("c s").type_text("日期:昨天");
    assert!(panel(&desk).problem.is_some());
    desk.press("Ctrl-U").type_text("没有的词");
    assert_eq!(
        (bars(&desk).len(), panel(&desk).problem.is_none()),
        (0, true)
    );
}
