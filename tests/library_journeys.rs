//! Keys in, state and effects out, for what concerns the whole library: searching, remembering, going on.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod arriving;
mod narrowing;
mod recognising;
mod results;
mod resuming;
mod searching;
mod topics;
mod unlocking;
mod working_day;

use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::app::panes::Pane;
use newsreader::library::{Entry, Opened, Place, Status, identity};
use newsreader::model::TextPos;
use newsreader::model::identity::ArticleKey;
use newsreader::state::{self, Change, LastPlace, MarkKind, Marks};
use std::collections::HashMap;

fn key(desk: &Desk, article: usize) -> ArticleKey {
    identity::keys(&desk.app.issue.contents.as_ref().unwrap().opened.issue)[article]
}

/// Returns the place that was remembered last.
fn last_place(effects: &[Effect]) -> Option<LastPlace> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Remember(Change::Place(place)) => Some(place.clone()),
        _ => None,
    })
}

#[test]
fn the_last_place_is_kept_and_returned_to() {
    let mut desk = Desk::new();
    desk.press("j l j l d d");
    let (at, anchor, article) = (desk.at(), desk.anchor(), key(&desk, 1));
    desk.press("q");
    let kept = desk.remembered();
    let place = last_place(&kept);
    assert!(kept.contains(&Effect::Remember(Change::Position(article, anchor))));
    assert_eq!(place.as_ref().and_then(|p| p.article), Some(article));

    let mut desk = Desk::new();
    desk.send(Event::Remembered {
        marks: Marks::from([(
            article,
            state::Mark {
                read: true,
                starred: true,
                sent: false,
            },
        )]),
        positions: HashMap::from([(article, anchor)]),
        place,
    });
    assert_eq!(
        (desk.at(), desk.anchor(), desk.app.screen.focus),
        (at, anchor, Pane::Reader)
    );
    assert!(desk.app.marks.has(article, MarkKind::Star));
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
    assert_eq!((desk.at(), desk.app.screen.focus), (at, Pane::Shelf));
}

#[test]
fn marks_of_another_reader_appear() {
    let mut desk = Desk::new();
    let article = key(&desk, 0);
    desk.send(Event::Marked {
        positions: HashMap::new(),
        marks: Marks::from([(
            article,
            state::Mark {
                read: true,
                starred: false,
                sent: false,
            },
        )]),
    });
    assert!(desk.app.marks.has(article, MarkKind::Read));
}

#[test]
fn news_of_the_library_move_nothing_that_one_looks_at() {
    let mut desk = Desk::new();
    desk.press("l l d");
    let (at, anchor) = (desk.at(), desk.anchor());
    let mut newer = Entry::unread(Place::Sample(9), Status::Read);
    newer.meta_mut().number = Some(43);
    newer.meta_mut().published = Some(jiff::civil::date(2025, 9, 26));
    desk.send(Event::Listed(vec![newer]));
    assert_eq!(
        (desk.at(), desk.anchor(), desk.app.screen.focus),
        (at, anchor, Pane::Reader)
    );
    assert_eq!(
        desk.app.shelf.selected().and_then(|e| e.meta.number),
        Some(42)
    );
    let open = desk.app.shelf.selected().cloned().unwrap();
    desk.send(Event::Listed(vec![open]));
    assert_eq!((desk.at(), desk.anchor()), (at, anchor));
}

fn listed(desk: &Desk, number: u32) -> Entry {
    let all = desk.app.shelf.entries();
    all.iter()
        .find(|e| e.meta.number == Some(number))
        .cloned()
        .unwrap()
}

#[test]
fn the_open_issue_stays_on_screen_while_its_file_is_gone_and_under_another_name() {
    let mut desk = Desk::new();
    desk.press("j l ] l d");
    let (at, anchor) = (desk.at(), desk.anchor());
    let entry = listed(&desk, 41);
    desk.send(Event::Gone(vec![entry.meta.place.clone()]));
    desk.send(Event::Listed(vec![listed(&desk, 42)]));
    assert_eq!((desk.at(), desk.anchor()), (at, anchor));
    desk.is_prompt = false;
    let mut moved = entry;
    moved.meta_mut().place = Place::File("elsewhere/41.docx".into());
    desk.send(Event::Listed(vec![moved.clone()]));
    assert_eq!((desk.at(), desk.anchor()), (at, anchor));
    assert_eq!(
        desk.app.shelf.selected().map(|e| &e.meta.place),
        Some(&moved.meta.place)
    );
}

#[test]
fn a_file_that_is_half_written_takes_nothing_off_the_screen() {
    let mut desk = Desk::new();
    desk.press("j l ] l d");
    let (at, anchor) = (desk.at(), desk.anchor());
    let entry = listed(&desk, 41);
    let whole = common::issues().remove(1);
    let mut half = whole.clone();
    half.issue.articles.truncate(1);
    desk.is_prompt = false;
    for outcome in [
        Ok(Box::new(half)),
        Err("damaged".to_owned()),
        Ok(Box::new(whole)),
    ] {
        desk.send(Event::Listed(vec![entry.clone()]));
        let is_whole = outcome.as_ref().is_ok_and(|o| o.issue.articles.len() == 3);
        let place = entry.meta.place.clone();
        desk.send(Event::Opened { place, outcome });
        assert_eq!((desk.at(), desk.anchor()), (at, anchor));
        assert_eq!(
            desk.app.issue.contents.as_ref().unwrap().articles().len(),
            3
        );
        assert_eq!(desk.message().is_empty(), is_whole, "{}", desk.message());
        desk.app.message = None;
    }
}

fn large() -> Entry {
    let mut entry = Entry::unread(Place::Sample(0), Status::TooLarge(300 << 20));
    entry.meta_mut().published = Some(jiff::civil::date(2025, 9, 15));
    entry
}

#[test]
fn a_file_over_the_limit_is_opened_at_ones_wish_alone() {
    let mut issues = common::issues();
    issues.remove(0);
    let mut desk = Desk::with(AppOptions::default(), 110, 35, issues);
    desk.is_prompt = false;
    desk.send(Event::Listed(vec![large()]));
    desk.press("g");
    assert!(desk.app.issue.contents.is_none());
    assert!(desk.message().contains("300 MB") && desk.message().contains(" l "));
    // It does not bar the way.
    desk.press("]");
    assert!(
        desk.app
            .shelf
            .selected()
            .is_some_and(|e| e.meta.number == Some(41))
    );
    desk.press("k Enter");
    assert!(desk.message().contains("300 MB"));
    let outcome = Ok(Box::new(common::issues().remove(0)));
    let place = Place::Sample(0);
    desk.send(Event::Opened { place, outcome });
    assert_eq!(desk.at(), (Some(42), 1));
    desk.press("l l");
    assert_eq!(desk.app.screen.focus, Pane::Reader);
}

#[test]
fn an_archive_over_the_limit_is_opened_at_ones_wish_and_gives_way_to_its_reports() {
    let mut issues = common::issues();
    issues.remove(0);
    let mut desk = Desk::with(AppOptions::default(), 110, 35, issues);
    let archive = Place::File("合订本.zip".into());
    let mut row = large();
    row.meta_mut().place = archive.clone();
    desk.send(Event::Listed(vec![row]));
    desk.is_prompt = false;
    desk.press("g l");
    let member = |issue: &Opened| {
        let mut member = issue.clone();
        member.place = Place::Member("合订本.zip".into(), format!("{:?}.txt", issue.issue.number));
        // Other issues than those in the list already: equal ones would be no rows of their own.
        member.issue.number = Some(issue.issue.number.unwrap_or(0) + 100);
        member
    };
    let members: Vec<Opened> = common::issues().iter().map(member).collect();
    let rows: Vec<Entry> = members.iter().map(Entry::of).collect();
    let before = desk.app.shelf.entries().len();
    let row = desk.app.shelf.selected().unwrap().clone();
    desk.send(Event::Unpacked {
        archive: archive.clone(),
        rows,
    });
    assert_eq!(desk.app.shelf.entries().len(), before - 1 + members.len());
    assert!(desk.message().contains('3'), "{}", desk.message());
    let place = members[0].place.clone();
    let outcome = Ok(Box::new(members[0].clone()));
    desk.send(Event::Opened { place, outcome });
    assert_eq!(desk.at(), (Some(142), 1));
    assert_eq!(
        desk.app.shelf.selected().unwrap().meta.place,
        members[0].place
    );
    // Another one in its stead, and none.
    desk.send(Event::Listed(vec![row]));
    assert_eq!(desk.app.shelf.entries().len(), before);
    desk.send(Event::Gone(vec![archive]));
    assert_eq!(desk.app.shelf.entries().len(), before - 1);
}

#[test]
fn one_who_reads_is_not_taken_away_by_what_the_scan_still_finds() {
    let mut desk = Desk::scanning();
    let newest = listed(&desk, 42);
    let (at, last) = (desk.at(), key(&desk, 0));
    desk.press("l l d");
    let mut newer = newest;
    newer.meta_mut().number = Some(99);
    newer.meta_mut().published = Some(jiff::civil::date(2026, 1, 1));
    newer.meta_mut().place = Place::Sample(7);
    desk.send(Event::Listed(vec![newer]));
    desk.send(Event::Remembered {
        marks: Marks::new(),
        positions: HashMap::new(),
        place: Some(LastPlace {
            article: Some(last),
            ..LastPlace::default()
        }),
    });
    desk.send(Event::Listed(vec![listed(&desk, 41)]));
    assert_eq!(desk.at(), at);
    assert!(desk.anchor() > TextPos::default());
}

#[test]
fn what_one_sees_is_kept_after_a_pause_and_only_once() {
    let mut desk = Desk::new();
    desk.press("l l d z");
    let (article, anchor) = (key(&desk, 0), desk.anchor());
    desk.remembered();
    desk.send(Event::Paused);
    let kept = desk.remembered();
    assert!(kept.contains(&Effect::Remember(Change::Position(article, anchor))));
    assert!(kept.iter().any(|effect| matches!(
        effect,
        Effect::Remember(Change::Place(place)) if place.panes_hidden && place.pane == 2
    )));
    desk.send(Event::Paused);
    assert_eq!(desk.remembered(), []);
}

#[test]
fn that_nothing_is_kept_stays_to_be_seen() {
    let mut desk = Desk::new();
    desk.send(Event::Unsaved(Some("磁盘已满".to_owned())));
    assert_eq!(desk.message(), "磁盘已满");
    desk.press("j");
    assert!(desk.message().is_empty() && desk.app.stored.problem.is_some());
    desk.send(Event::Unsaved(None));
    assert!(!desk.message().is_empty() && desk.app.stored.problem.is_none());
}

#[test]
fn another_readers_places_are_taken_over_but_not_on_screen() {
    let mut desk = Desk::new();
    desk.press("l l d");
    let anchor = desk.anchor();
    let (here, next) = (key(&desk, 0), key(&desk, 1));
    desk.send(Event::Marked {
        marks: Marks::new(),
        positions: HashMap::from([(here, TextPos::new(9, 0)), (next, TextPos::new(5, 0))]),
    });
    assert_eq!(desk.anchor(), anchor);
    desk.press("]");
    assert_eq!(desk.anchor(), TextPos::new(5, 0));
    desk.press("[");
    assert_eq!(desk.anchor(), anchor);
}

#[test]
fn undo_takes_back_ones_own_last_mark_alone() {
    let mut desk = Desk::new();
    desk.press("l l m");
    let (here, other) = (key(&desk, 0), key(&desk, 1));
    let (read, starred) = (true, true);
    let both = [here, other].map(|key| {
        (
            key,
            state::Mark {
                read,
                starred,
                sent: false,
            },
        )
    });
    desk.send(Event::Marked {
        marks: Marks::from(both),
        positions: HashMap::new(),
    });
    desk.press("U U");
    let star = |key| desk.app.marks.has(key, MarkKind::Star);
    assert!(!star(here) && star(other));
    assert_eq!(desk.message(), "没有可撤销的标记");
}
