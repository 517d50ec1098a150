//! Keys in, state and effects out, for what concerns the whole library: searching, remembering, going on.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod common;

use common::Desk;
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::marks::Mark;
use newsreader::app::overlay::Overlay;
use newsreader::app::panes::Pane;
use newsreader::library::identity;
use newsreader::model::identity::ArticleKey;
use newsreader::state::{self, LastPlace, Marks};
use std::collections::HashMap;

fn found(desk: &Desk) -> Option<usize> {
    match &desk.app.overlay {
        Some(Overlay::Finder(finder)) => Some(finder.total),
        _ => None,
    }
}

/// The hits marked in the article on screen, and which of them is the current one.
fn hits(desk: &Desk) -> (usize, usize) {
    let find = desk
        .app
        .reader
        .as_ref()
        .and_then(|reader| reader.find.as_ref());
    find.map_or((0, 0), |find| (find.hits.len(), find.current))
}

#[test]
fn results_come_while_typing_and_show_the_article_with_its_hits() {
    let mut desk = Desk::new();
    desk.press("s").type_text("听诊器");
    assert_eq!(found(&desk), Some(2));
    assert_eq!(desk.at(), (Some(42), 2));
    assert_eq!(hits(&desk), (1, 0));
    desk.press("Down");
    assert_eq!(desk.at(), (Some(41), 2));
    desk.press("Up");
    assert_eq!(desk.at(), (Some(42), 2));
}

#[test]
fn enter_stays_in_the_article_with_n_armed() {
    let mut desk = Desk::new();
    desk.press("s").type_text("ＡＩ 潮位");
    assert_eq!(found(&desk), Some(7));
    desk.press("Down Down Down Enter n n N");
    assert_eq!(desk.at(), (Some(41), 1));
    assert_eq!(desk.app.focus, Pane::Reader);
    assert!(desk.app.overlay.is_none());
    assert_eq!(hits(&desk), (36, 1));
    desk.press("] n");
    assert_eq!(hits(&desk).0, 37);
}

#[test]
fn esc_goes_back_to_where_one_was() {
    let mut desk = Desk::new();
    desk.press("l l ] d d");
    let (at, anchor) = (desk.at(), desk.anchor());
    desk.effects();
    desk.press("s").type_text("绿灯").press("Down Esc");
    assert_eq!(
        (desk.at(), desk.anchor(), desk.app.focus),
        (at, anchor, Pane::Reader)
    );
    assert_eq!(hits(&desk), (0, 0));
    assert!(desk.app.overlay.is_none());
}

#[test]
fn looking_through_results_marks_nothing_read() {
    let mut desk = Desk::new();
    desk.press("s").type_text("绿灯").press("Down");
    let key = desk.app.reading.unwrap();
    assert!(!desk.app.marks.has(key, Mark::Read));
    assert!(
        !desk
            .remembered()
            .iter()
            .any(|e| matches!(e, Effect::Remember(_)))
    );
    desk.press("Enter");
    assert!(desk.app.marks.has(key, Mark::Read));
}

#[test]
fn starred_articles_are_found_by_their_mark() {
    let mut desk = Desk::new();
    desk.press("l m s").type_text("is:starred");
    assert_eq!(found(&desk), Some(1));
    desk.press("Ctrl-U").type_text("is:昨天");
    let Some(Overlay::Finder(finder)) = &desk.app.overlay else {
        panic!()
    };
    assert!(finder.problem.is_some());
}

fn key(desk: &Desk, article: usize) -> ArticleKey {
    identity::keys(&desk.app.contents.as_ref().unwrap().opened.issue)[article]
}

#[test]
fn the_last_place_is_kept_and_returned_to() {
    let mut desk = Desk::new();
    desk.press("j l j l d d");
    let (at, anchor, article) = (desk.at(), desk.anchor(), key(&desk, 1));
    desk.press("q");
    let kept = desk.remembered();
    let place = kept.iter().rev().find_map(|effect| match effect {
        Effect::KeepPlace(place) => Some(place.clone()),
        _ => None,
    });
    assert!(kept.contains(&Effect::KeepPosition(article, anchor)));
    assert_eq!(place.as_ref().and_then(|p| p.article), Some(article));

    let mut desk = Desk::new();
    desk.send(Event::Remembered {
        marks: Marks::from([(
            article,
            state::Mark {
                read: true,
                starred: true,
            },
        )]),
        positions: HashMap::from([(article, anchor)]),
        place,
    });
    assert_eq!(
        (desk.at(), desk.anchor(), desk.app.focus),
        (at, anchor, Pane::Reader)
    );
    assert!(desk.app.marks.has(article, Mark::Star));
}

#[test]
fn one_who_went_elsewhere_meanwhile_stays_there() {
    let mut desk = Desk::new();
    let article = key(&desk, 2);
    desk.press("j");
    let at = desk.at();
    desk.send(Event::Remembered {
        marks: Marks::new(),
        positions: HashMap::new(),
        place: Some(LastPlace {
            article: Some(article),
            pane: 2,
            ..LastPlace::default()
        }),
    });
    assert_eq!((desk.at(), desk.app.focus), (at, Pane::Shelf));
}

#[test]
fn marks_of_another_reader_appear() {
    let mut desk = Desk::new();
    let article = key(&desk, 0);
    desk.send(Event::Marked(Marks::from([(
        article,
        state::Mark {
            read: true,
            starred: false,
        },
    )])));
    assert!(desk.app.marks.has(article, Mark::Read));
}

#[test]
fn news_of_the_library_move_nothing_that_one_looks_at() {
    let mut desk = Desk::new();
    desk.press("l l d");
    let (at, anchor) = (desk.at(), desk.anchor());
    let newer = newsreader::library::Entry {
        number: Some(43),
        published: Some(jiff::civil::date(2025, 9, 26)),
        ..newsreader::library::Entry::unread(
            newsreader::library::Place::Sample(9),
            newsreader::library::Status::Read,
        )
    };
    desk.send(Event::Listed(vec![newer]));
    assert_eq!(
        (desk.at(), desk.anchor(), desk.app.focus),
        (at, anchor, Pane::Reader)
    );
    assert_eq!(desk.app.shelf.selected().and_then(|e| e.number), Some(42));
    let open = desk.app.shelf.selected().cloned().unwrap();
    desk.send(Event::Listed(vec![open]));
    assert_eq!((desk.at(), desk.anchor()), (at, anchor));
}

#[test]
fn the_list_is_narrowed_while_typing_and_whole_again_after_esc() {
    let mut desk = Desk::new();
    desk.press("F").type_text("41");
    assert_eq!(desk.at().0, Some(41));
    desk.press("Enter }");
    assert_eq!(desk.message(), "这是最后一期");
    desk.press("F Esc } {");
    assert_eq!(desk.at().0, Some(41));
    desk.press("F").type_text("yuedu");
    assert_eq!(desk.at(), (None, 1));
}

#[test]
fn orders_follow_each_other_and_are_remembered() {
    let mut desk = Desk::new();
    desk.press("O O");
    assert_eq!(desk.message(), "未读在前");
    let kept = desk.remembered();
    assert!(kept.iter().any(|effect| matches!(
        effect,
        Effect::KeepPlace(LastPlace { order: Some(order), .. }) if order == "unread"
    )));
}
