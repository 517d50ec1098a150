//! Searching the whole library: results while typing, the article behind them, and the way back.

use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::{Event, MouseKind};
use newsreader::app::key::{Code, Key};
use newsreader::app::overlay::Overlay;
use newsreader::app::panes::Pane;
use newsreader::library::{Entry, Place};
use newsreader::state::MarkKind;

fn found(desk: &Desk) -> Option<usize> {
    match &desk.app.popups.top {
        Some(Overlay::Finder(finder)) => Some(finder.list.total),
        _ => None,
    }
}

#[test]
fn results_come_while_typing_and_show_the_article_with_its_hits() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器");
    assert_eq!(found(&desk), Some(2));
    assert_eq!(desk.at(), (Some(42), 2));
    assert_eq!(desk.hits(), (1, 0));
    desk.press("Down");
    assert_eq!(desk.at(), (Some(41), 2));
    desk.press("Up");
    assert_eq!(desk.at(), (Some(42), 2));
}

#[test]
fn the_mouse_goes_through_results_and_a_second_click_stays() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器");
    let overlay = desk.app.popups.top.as_ref().unwrap();
    let list = overlay
        .popup()
        .area(desk.app.screen.panes.unwrap().screen)
        .unwrap()
        .list;
    desk.mouse(MouseKind::WheelDown, list.x, list.y);
    assert_eq!(desk.at(), (Some(41), 2));
    desk.mouse(MouseKind::WheelUp, list.x, list.y);
    assert_eq!(desk.at(), (Some(42), 2));
    // Heading, title and snippet of one issue, then those of the next.
    desk.mouse(MouseKind::Press, list.x + 2, list.y + 5);
    assert_eq!(desk.at(), (Some(41), 2));
    assert!(desk.app.popups.top.is_some());
    desk.mouse(MouseKind::Press, list.x + 2, list.y + 4);
    assert!(desk.app.popups.top.is_none());
    assert_eq!((desk.at(), desk.hits()), ((Some(41), 2), (1, 0)));
}

#[test]
fn enter_stays_in_the_article_with_n_armed() {
    let mut desk = Desk::new();
    desk.press("s").type_text("ＡＩ 潮位");
    assert_eq!(found(&desk), Some(7));
    desk.press("Down Down Down Enter n n N");
    assert_eq!(desk.at(), (Some(41), 1));
    assert_eq!(desk.app.screen.focus, Pane::Reader);
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.hits(), (36, 1));
    desk.press("] n");
    assert_eq!(desk.hits().0, 37);
}

#[test]
fn n_goes_on_to_the_next_article_that_was_found_and_round_the_ends() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器").press("Enter");
    assert_eq!((desk.at(), desk.hits()), ((Some(42), 2), (1, 0)));
    desk.press("n");
    assert_eq!((desk.at(), desk.hits()), ((Some(41), 2), (1, 0)));
    desk.press("n");
    assert_eq!(desk.at(), (Some(42), 2));
    desk.press("N");
    assert_eq!(desk.at(), (Some(41), 2));
    assert_eq!(desk.app.screen.focus, Pane::Reader);
    // A search inside the article ends that round: n and N stay in the article.
    desk.press("/").type_text("的").press("Enter");
    let here = desk.at();
    desk.press("N N");
    assert_eq!(desk.at(), here);
    desk.press("] n");
    assert_eq!(desk.at().0, here.0);
}

#[test]
fn going_back_begins_with_the_last_hit() {
    let mut desk = Desk::new();
    desk.press("s").type_text("ＡＩ 潮位").press("Down Enter");
    let (at, (count, _)) = (desk.at(), desk.hits());
    desk.press("N");
    assert_ne!(desk.at(), at);
    let (before, current) = desk.hits();
    assert_eq!(current + 1, before);
    desk.press("n");
    assert_eq!((desk.at(), desk.hits()), (at, (count, 0)));
}

#[test]
fn the_end_of_the_scan_leaves_the_chosen_hit() {
    let mut desk = Desk::new();
    desk.press("s")
        .type_text("ＡＩ 潮位")
        .press("Down Down Down");
    let (at, found_before) = (desk.at(), found(&desk));
    assert_ne!(at, (Some(42), 0));
    desk.send(Event::Scanned {
        problems: Vec::new(),
    });
    assert_eq!((desk.at(), found(&desk)), (at, found_before));
    desk.press("Up Down Enter");
    assert_eq!(desk.at(), at);
}

#[test]
fn esc_goes_back_to_where_one_was() {
    let mut desk = Desk::new();
    desk.press("l l ] d d");
    let (at, anchor) = (desk.at(), desk.anchor());
    desk.effects();
    desk.press("s").type_text("绿灯").press("Down Esc");
    assert_eq!(
        (desk.at(), desk.anchor(), desk.app.screen.focus),
        (at, anchor, Pane::Reader)
    );
    assert_eq!(desk.hits(), (0, 0));
    assert!(desk.app.popups.top.is_none());
}

#[test]
fn esc_goes_back_to_a_heading_and_to_the_article_beside_it() {
    // By folder: the samples lie in one, so that of two files one is put elsewhere.
    let mut issues = common::issues();
    issues.truncate(2);
    for (issue, name) in issues.iter_mut().zip(["a/1.txt", "b/2.txt"]) {
        issue.place = Place::File(name.into());
    }
    let rows = issues.iter().map(Entry::of).collect();
    let mut desk = Desk::begun(issues);
    desk.send(Event::Listed(rows));
    desk.press("O O O G k");
    assert!(desk.app.shelf.is_on_heading());
    let before = (desk.at(), desk.app.shelf.visible(), desk.app.screen.focus);
    desk.press("s").type_text("绿灯").press("Down Esc");
    assert_eq!(
        (desk.at(), desk.app.shelf.visible(), desk.app.screen.focus),
        before
    );
    assert!(desk.app.shelf.is_on_heading());
}

#[test]
fn esc_marks_again_what_was_marked() {
    let mut desk = Desk::new();
    desk.press("l l")
        .press("/")
        .type_text("的")
        .press("Enter n");
    let marked = desk.hits();
    assert!(marked.0 > 1);
    desk.press("s").type_text("绿灯").press("Down Esc");
    assert_eq!(desk.hits(), marked);
}

#[test]
fn enter_with_nothing_found_goes_back() {
    let mut desk = Desk::new();
    desk.press("l l ]");
    let at = desk.at();
    desk.press("s").type_text("绿灯").press("Down");
    assert_ne!(desk.at(), at);
    desk.type_text("不会有的词").press("Enter");
    assert_eq!(desk.at(), at);
    assert!(desk.app.popups.top.is_none());
}

#[test]
fn enter_waits_for_the_results_of_what_was_typed() {
    let mut desk = Desk::new();
    desk.press("s");
    // Typed in one go, before the search has answered.
    let mut asked = Vec::new();
    for c in "绿灯".chars() {
        asked = desk.app.update(Event::Key(Key::plain(Code::Char(c))));
    }
    desk.press("Enter");
    assert!(desk.app.popups.top.is_some());
    let [
        Effect::Search {
            ticket,
            query,
            marks,
        },
    ] = asked.as_slice()
    else {
        panic!("{asked:?}")
    };
    desk.search(*ticket, query, marks);
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.app.screen.focus, Pane::Reader);
    assert!(desk.hits().0 > 0);
}

#[test]
fn esc_does_not_wait_for_results() {
    let mut desk = Desk::new();
    desk.press("l l ]");
    let at = desk.at();
    desk.press("s");
    desk.app.update(Event::Key(Key::plain(Code::Char('灯'))));
    desk.press("Enter Esc");
    assert!(desk.app.popups.top.is_none());
    assert_eq!((desk.at(), desk.app.screen.focus), (at, Pane::Reader));
}

#[test]
fn looking_through_results_marks_nothing_read() {
    let mut desk = Desk::new();
    // The place before the search is kept as it opens.
    desk.press("s").remembered();
    desk.type_text("绿灯").press("Down");
    let key = desk.app.issue.reading.unwrap();
    assert!(!desk.app.marks.has(key, MarkKind::Read));
    assert!(
        !desk
            .remembered()
            .iter()
            .any(|e| matches!(e, Effect::Remember(_)))
    );
    desk.press("Enter");
    assert!(desk.app.marks.has(key, MarkKind::Read));
}

#[test]
fn starred_articles_are_found_by_their_mark() {
    let mut desk = Desk::new();
    desk.press("l m s").type_text("is:starred");
    assert_eq!(found(&desk), Some(1));
    desk.press("Ctrl-U").type_text("is:昨天");
    let Some(Overlay::Finder(finder)) = &desk.app.popups.top else {
        panic!()
    };
    assert!(finder.problem.is_some());
}

#[test]
fn an_empty_list_says_that_pinyin_is_not_looked_for_in_the_text() {
    let mut desk = Desk::new();
    desk.press("s").type_text("没有的词");
    assert_eq!(found(&desk), Some(0));
    let says = |desk: &Desk| desk.rows().iter().any(|row| row.contains("拼音只查"));
    assert!(!says(&desk), "{:#?}", desk.rows());
    desk.press("Ctrl-U").type_text("meiyoudeci");
    assert_eq!(found(&desk), Some(0));
    assert!(says(&desk), "{:#?}", desk.rows());
}

#[test]
fn an_article_found_by_a_filter_alone_is_not_called_without_a_hit() {
    let mut desk = Desk::new();
    desk.press("s").type_text("is:unread");
    let status = |desk: &Desk| desk.rows().pop().unwrap();
    assert!(!status(&desk).contains("没有找到"), "{}", status(&desk));
    desk.press("Enter");
    assert!(!status(&desk).contains("没有找到"), "{}", status(&desk));
    desk.press("/").type_text("不在文中的词");
    assert!(status(&desk).contains("没有找到"), "{}", status(&desk));
}
