//! Working in the results of a search: keys of an article act on the row, all go into the basket, and `s` comes back.

use crate::common::Desk;
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::keymap::Context;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;
use newsreader::app::panes::Pane;
use newsreader::app::shelf::ShelfRow;
use newsreader::lang::Lang;
use newsreader::state::{Change, MarkKind, QueryChange};
use newsreader::ui;
use newsreader::ui::theme::{Depth, Theme};
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};

fn field(desk: &Desk) -> Option<&str> {
    match &desk.app.popups.top {
        Some(Overlay::Finder(finder)) => Some(finder.field.text()),
        _ => None,
    }
}

fn context(desk: &Desk) -> Context {
    desk.app.context()
}

/// The number of articles in the basket.
fn basket(desk: &Desk) -> usize {
    desk.app.basket.items().len()
}

#[test]
fn one_is_starred_all_go_into_the_basket_and_the_way_back_is_a_key() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器");
    // Six keys: into the results, down, star, all into the basket, open, back.
    desk.press("Tab j m A");
    let starred = desk.app.issue.reading.unwrap();
    assert!(desk.app.marks.has(starred, MarkKind::Star));
    assert_eq!((basket(&desk), desk.at()), (2, (Some(41), 2)));
    desk.press("Enter");
    assert!(desk.app.popups.top.is_none());
    desk.press("s");
    assert_eq!(
        (context(&desk), field(&desk)),
        (Context::Results, Some("听诊器"))
    );
    assert_eq!(desk.app.issue.reading, Some(starred));
}

#[test]
fn a_hit_in_the_lead_opens_the_lead() {
    let mut desk = Desk::new();
    desk.press("s").type_text("篇公共服务相关").press("Tab");
    let is_at_lead = |desk: &Desk| desk.app.issue.contents.as_ref().unwrap().is_at_lead();
    assert!(is_at_lead(&desk), "it is previewed");
    let theme = Theme::shipped("ink", Depth::True).unwrap();
    let mut terminal = Terminal::new(TestBackend::new(110, 35)).unwrap();
    let draw = |frame: &mut Frame<'_>| ui::draw(&desk.app, &theme, frame);
    terminal.draw(draw).unwrap();
    let cells = terminal.backend().buffer().content().iter();
    let cells = cells.map(ratatui::buffer::Cell::symbol);
    // The two hits, and the line at the bottom.
    assert_eq!(cells.filter(|cell| *cell == "导").count(), 3);
    let issue = desk.at().0;
    // From the lead of one issue to that of the other, and nothing of either in the basket.
    desk.press("j A");
    assert!(is_at_lead(&desk));
    assert_ne!(desk.at().0, issue);
    assert_eq!(basket(&desk), 0);
    desk.press("k Enter");
    assert!(desk.app.popups.top.is_none() && is_at_lead(&desk));
    assert_eq!((desk.at().0, desk.app.issue.reading), (issue, None));
    // The hits are marked in it, and Esc in a new search comes back to it.
    let find = desk.app.issue.reader.as_ref().unwrap().find.as_ref();
    assert_eq!(find.map(|find| find.hits.len()), Some(1));
    desk.press("s j");
    assert_ne!(desk.at().0, issue);
    desk.press("Esc Esc");
    assert!(is_at_lead(&desk));
    assert_eq!(desk.at().0, issue);
}

#[test]
fn s_returns_to_the_results_on_the_same_row() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器").press("Down Enter [ s");
    assert_eq!(context(&desk), Context::Results);
    assert_eq!((field(&desk), desk.at()), (Some("听诊器"), (Some(41), 2)));
    desk.press("k");
    assert_eq!(desk.at(), (Some(42), 2));
    // Esc: results, field, closed; the article opened before is on screen again.
    desk.press("Esc");
    assert_eq!(context(&desk), Context::Query);
    desk.press("Esc");
    assert_eq!((field(&desk), desk.at()), (None, (Some(41), 1)));
    desk.press("s");
    assert_eq!((context(&desk), field(&desk)), (Context::Query, Some("")));
}

#[test]
fn what_was_read_since_stays_among_the_results() {
    let mut desk = Desk::new();
    desk.press("s")
        .type_text("听诊器 is:unread")
        .press("Enter s");
    assert_eq!(
        (context(&desk), desk.at()),
        (Context::Results, (Some(42), 2))
    );
    desk.press("j");
    assert_eq!(desk.at(), (Some(41), 2));
}

#[test]
fn all_into_the_basket_only_adds_and_is_taken_back_at_once() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器").press("Tab a");
    assert_eq!(basket(&desk), 1);
    desk.press("A");
    assert_eq!(basket(&desk), 2);
    desk.press("A");
    assert_eq!(basket(&desk), 2);
    desk.press("a A U");
    assert_eq!(basket(&desk), 1);
}

#[test]
fn undo_takes_back_a_mark_of_a_row() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器").press("Tab m");
    let key = desk.app.issue.reading.unwrap();
    assert!(desk.app.marks.has(key, MarkKind::Star));
    desk.press("U r");
    assert!(!desk.app.marks.has(key, MarkKind::Star) && desk.app.marks.has(key, MarkKind::Read));
}

#[test]
fn a_menu_over_the_results_leads_back_to_them() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器").press("Tab j Y");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Forms(_))));
    desk.press("Esc");
    assert_eq!(
        (context(&desk), desk.at()),
        (Context::Results, (Some(41), 2))
    );
    desk.press("Esc Esc");
    assert!(desk.app.popups.top.is_none());
}

#[test]
fn han_and_what_is_no_key_of_a_row_goes_into_the_field() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊").press("Tab");
    desk.type_text("器");
    assert_eq!(
        (context(&desk), field(&desk)),
        (Context::Query, Some("听诊器"))
    );
    desk.press("Tab").type_text("q");
    assert_eq!(field(&desk), Some("听诊器q"));
}

#[test]
fn queries_typed_before_come_back_with_up() {
    let mut desk = Desk::new();
    desk.send(Event::Queries {
        typed: vec!["上一次".to_owned()],
        saved: Vec::new(),
    });
    desk.press("s").type_text("听诊器").press("Enter");
    let stored = desk.remembered().into_iter().any(|effect| {
        effect == Effect::Remember(Change::Query(QueryChange::Typed("听诊器".to_owned())))
    });
    assert!(stored);
    desk.press("s Esc Esc s Up");
    assert_eq!(field(&desk), Some("听诊器"));
    desk.press("Up");
    assert_eq!(field(&desk), Some("上一次"));
    desk.press("Down");
    assert_eq!(field(&desk), Some("听诊器"));
}

#[test]
fn a_saved_search_is_found_by_its_name() {
    let mut desk = Desk::new();
    desk.send(Event::Queries {
        typed: Vec::new(),
        saved: vec![("器".to_owned(), "听诊器".to_owned())],
    });
    desk.press("s").type_text("@器");
    assert_eq!(desk.at(), (Some(42), 2));
}

#[test]
fn the_way_back_leads_from_a_hit_to_the_article_and_forward_again() {
    let mut desk = Desk::new();
    desk.press("l l ] d");
    let (at, line) = (desk.at(), desk.anchor());
    desk.press("s").type_text("听诊器").press("Down Enter");
    let found = desk.at();
    assert_ne!(found, at);
    desk.press("<");
    assert_eq!((desk.at(), desk.anchor()), (at, line));
    // The step to this article took the place of the one before it.
    desk.press("〈");
    assert_eq!((desk.at(), desk.message().is_empty()), (at, false));
    desk.press("> 》");
    assert_eq!(desk.at(), found);
    assert!(!desk.message().is_empty());
}

#[test]
fn the_way_back_leads_into_the_list_where_a_jump_began_there_and_reads_nothing() {
    let marks = |desk: &Desk| desk.app.marks.all();
    let mut desk = Desk::new();
    let at = desk.at();
    desk.press("s").type_text("听诊器").press("Down Enter");
    let (found, before) = (desk.at(), marks(&desk));
    assert_ne!(found, at);
    desk.press("<");
    assert_eq!((desk.at(), desk.app.screen.focus), (at, Pane::Shelf));
    assert_eq!(marks(&desk), before);
    desk.press(">");
    assert_eq!((desk.at(), desk.app.screen.focus), (found, Pane::Reader));
    // The whole issue is read, so the next unread article stands in another one.
    let mut desk = Desk::new();
    desk.press("r .");
    assert_ne!(desk.at().0, at.0);
    desk.press("<");
    assert_eq!((desk.at(), desk.app.screen.focus), (at, Pane::Shelf));
}

#[test]
fn a_selection_is_searched_for() {
    let mut desk = Desk::new();
    desk.press("l l v s");
    let query = field(&desk).unwrap().to_owned();
    assert!(query.starts_with('"') && query.ends_with('"'), "{query}");
    assert_eq!(context(&desk), Context::Query);
    desk.press("Tab");
    assert_eq!(context(&desk), Context::Results, "{query}");
}

#[test]
fn a_search_is_saved_shown_above_the_issues_opened_and_removed() {
    let mut desk = Desk::new();
    let issue = desk.at().0;
    desk.press("s")
        .type_text("听诊器")
        .press("Ctrl-S")
        .type_text("器")
        .press("Enter");
    assert_eq!(field(&desk), Some("听诊器"));
    desk.press("Esc");
    assert_eq!(
        (desk.at().0, desk.app.shelf.is_on_heading()),
        (issue, false)
    );
    let first = desk.app.shelf.row(0).cloned();
    assert!(matches!(first, Some(ShelfRow::Saved(0))));
    let effects = desk.remembered();
    let saved = QueryChange::Saved {
        name: "器".to_owned(),
        query: "听诊器".to_owned(),
    };
    assert!(effects.contains(&Effect::Remember(Change::Query(saved))));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::CountSaved { .. }))
    );
    desk.send(Event::SavedCounted(vec![Some(2)]));
    desk.press("g");
    assert_eq!(
        desk.app
            .shelf
            .selected_saved()
            .and_then(|saved| saved.count),
        Some(2)
    );
    desk.press("Enter");
    assert_eq!((field(&desk), desk.at()), (Some("@器"), (Some(42), 2)));
    desk.press("Esc Delete");
    assert!(!matches!(desk.app.shelf.row(0), Some(ShelfRow::Saved(_))));
    let removed = Change::Query(QueryChange::Removed("器".to_owned()));
    assert!(desk.remembered().contains(&Effect::Remember(removed)));
}

#[test]
fn saved_searches_stand_in_sight_above_a_list_that_shows_its_beginning() {
    for rows in [24, 35] {
        let mut desk = Desk::sized(80, rows);
        desk.send(Event::Queries {
            typed: Vec::new(),
            saved: vec![("器".to_owned(), "听诊器".to_owned())],
        });
        let shelf = desk.app.screen.panes.unwrap().shelf.unwrap().body;
        let list = desk.rows_in(shelf);
        assert!(list[0].contains("@器"), "{list:#?}");
        assert!(desk.app.shelf.selected().is_some());
    }
}

#[test]
fn a_narrow_search_shows_the_whole_problem_and_a_whole_count() {
    let options = AppOptions {
        lang: Lang::En,
        ..AppOptions::default()
    };
    let mut desk = Desk::with(options, 80, 24, crate::common::issues());
    desk.press("s").type_text("云屿");
    let total = |desk: &Desk| match &desk.app.popups.top {
        Some(Overlay::Finder(finder)) => finder.list.total,
        _ => 0,
    };
    assert!(total(&desk) > 0);
    let text = desk.rows().concat();
    assert!(!text.contains("articl…"), "{text}");
    desk.type_text(" OR");
    let text = desk.rows().concat();
    for part in ["between", "quotation marks", "look for itself"] {
        assert!(text.contains(part), "{part}: {:#?}", desk.rows());
    }
    // What was found before is still there.
    assert!(text.contains("No. 43") || text.contains("No. 42"), "{text}");
}
