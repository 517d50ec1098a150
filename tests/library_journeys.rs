//! Keys in, state and effects out, for what concerns the whole library: searching, remembering, going on.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod common;
#[path = "library_journeys/searching.rs"]
mod searching;

use common::Desk;
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::marks::Mark;
use newsreader::app::options::Options;
use newsreader::app::panes::Pane;
use newsreader::app::shelf::Row;
use newsreader::app::shelf::order::Heading;
use newsreader::library::{Entry, Opened, Place, Status, identity};
use newsreader::model::identity::ArticleKey;
use newsreader::state::{self, LastPlace, Marks};
use std::collections::HashMap;

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
    desk.send(Event::Marked {
        positions: HashMap::new(),
        marks: Marks::from([(
            article,
            state::Mark {
                read: true,
                starred: false,
            },
        )]),
    });
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
fn no_key_waits_for_ever_where_the_chosen_issue_is_not_the_one_on_screen() {
    let mut desk = Desk::new();
    desk.press("j F")
        .type_text("不会有的词")
        .press("Enter F Enter m");
    let chosen = desk.app.shelf.selected().unwrap();
    assert_eq!(desk.at().0, chosen.number);
    assert!(desk.app.marks.any_starred(&chosen.keys));
}

#[test]
fn what_is_typed_chooses_the_first_that_matches() {
    let mut desk = Desk::new();
    desk.press("G F").type_text("4");
    let listed = desk.app.shelf.count();
    assert!(listed > 1);
    assert_eq!(desk.at().0, desk.app.shelf.selected().unwrap().number);
    desk.type_text("2");
    assert_eq!(desk.at().0, Some(42));
    assert!(desk.app.shelf.row(0).is_some());
}

#[test]
fn a_search_and_its_end_leave_the_list_narrowed() {
    let mut desk = Desk::new();
    desk.press("F").type_text("41").press("Enter");
    let at = desk.at();
    desk.press("s").type_text("听诊器");
    assert_ne!(desk.at(), at);
    desk.press("Esc");
    assert_eq!((desk.at(), desk.app.shelf.count()), (at, 1));
}

#[test]
fn a_narrowed_list_is_whole_again_after_esc_in_it() {
    let mut desk = Desk::new();
    desk.press("F").type_text("41").press("Enter");
    assert!(desk.app.shelf.is_filtered());
    assert_eq!((desk.app.shelf.count(), desk.at().0), (1, Some(41)));
    desk.press("Esc");
    assert!(!desk.app.shelf.is_filtered());
    assert_eq!(desk.at().0, Some(41));
    assert_eq!(desk.app.shelf.count(), desk.app.shelf.entries().len());
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

fn listed(desk: &Desk, number: u32) -> Entry {
    let all = desk.app.shelf.entries();
    all.iter()
        .find(|e| e.number == Some(number))
        .cloned()
        .unwrap()
}

#[test]
fn the_open_issue_stays_on_screen_while_its_file_is_gone_and_under_another_name() {
    let mut desk = Desk::new();
    desk.press("j l ] l d");
    let (at, anchor) = (desk.at(), desk.anchor());
    let entry = listed(&desk, 41);
    desk.send(Event::Gone(vec![entry.place.clone()]));
    desk.send(Event::Listed(vec![listed(&desk, 42)]));
    assert_eq!((desk.at(), desk.anchor()), (at, anchor));
    desk.is_prompt = false;
    let moved = Entry {
        place: Place::File("elsewhere/41.docx".into()),
        ..entry
    };
    desk.send(Event::Listed(vec![moved.clone()]));
    assert_eq!((desk.at(), desk.anchor()), (at, anchor));
    assert_eq!(
        desk.app.shelf.selected().map(|e| &e.place),
        Some(&moved.place)
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
        let place = entry.place.clone();
        desk.send(Event::Opened { place, outcome });
        assert_eq!((desk.at(), desk.anchor()), (at, anchor));
        assert_eq!(desk.app.contents.as_ref().unwrap().articles().len(), 3);
        assert_eq!(desk.message().is_empty(), is_whole, "{}", desk.message());
        desk.app.message = None;
    }
}

fn large() -> Entry {
    Entry {
        published: Some(jiff::civil::date(2025, 9, 15)),
        ..Entry::unread(Place::Sample(0), Status::TooLarge(300 << 20))
    }
}

#[test]
fn a_file_over_the_limit_is_opened_at_ones_wish_alone() {
    let mut issues = common::issues();
    issues.remove(0);
    let mut desk = Desk::with(Options::default(), 110, 35, issues);
    desk.is_prompt = false;
    desk.send(Event::Listed(vec![large()]));
    desk.press("g");
    assert!(desk.app.contents.is_none());
    assert!(desk.message().contains("300 MB") && desk.message().contains(" l "));
    // It does not bar the way.
    desk.press("]");
    assert!(
        desk.app
            .shelf
            .selected()
            .is_some_and(|e| e.number == Some(41))
    );
    desk.press("k Enter");
    assert!(desk.message().contains("300 MB"));
    let outcome = Ok(Box::new(common::issues().remove(0)));
    let place = Place::Sample(0);
    desk.send(Event::Opened { place, outcome });
    assert_eq!(desk.at(), (Some(42), 1));
    desk.press("l l");
    assert_eq!(desk.app.focus, Pane::Reader);
}

#[test]
fn an_archive_over_the_limit_is_opened_at_ones_wish_and_gives_way_to_its_reports() {
    let mut issues = common::issues();
    issues.remove(0);
    let mut desk = Desk::with(Options::default(), 110, 35, issues);
    let archive = Place::File("合订本.zip".into());
    let row = Entry {
        place: archive.clone(),
        ..large()
    };
    desk.send(Event::Listed(vec![row]));
    desk.is_prompt = false;
    desk.press("g l");
    let member = |issue: &Opened| Opened {
        place: Place::Member("合订本.zip".into(), format!("{:?}.txt", issue.issue.number)),
        ..issue.clone()
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
    assert_eq!(desk.at(), (Some(42), 1));
    assert_eq!(desk.app.shelf.selected().unwrap().place, members[0].place);
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
    let newer = Entry {
        number: Some(99),
        published: Some(jiff::civil::date(2026, 1, 1)),
        place: Place::Sample(7),
        ..newest
    };
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
    assert!(desk.anchor() > (0, 0));
}

#[test]
fn what_one_sees_is_kept_after_a_pause_and_only_once() {
    let mut desk = Desk::new();
    desk.press("l l d z");
    let (article, anchor) = (key(&desk, 0), desk.anchor());
    desk.remembered();
    desk.send(Event::Paused);
    let kept = desk.remembered();
    assert!(kept.contains(&Effect::KeepPosition(article, anchor)));
    assert!(kept.iter().any(|effect| matches!(
        effect,
        Effect::KeepPlace(place) if place.panes_hidden && place.pane == 2
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
    assert!(desk.message().is_empty() && desk.app.unsaved.is_some());
    desk.send(Event::Unsaved(None));
    assert!(!desk.message().is_empty() && desk.app.unsaved.is_none());
}

#[test]
fn another_readers_places_are_taken_over_but_not_on_screen() {
    let mut desk = Desk::new();
    desk.press("l l d");
    let anchor = desk.anchor();
    let (here, next) = (key(&desk, 0), key(&desk, 1));
    desk.send(Event::Marked {
        marks: Marks::new(),
        positions: HashMap::from([(here, (9, 0)), (next, (5, 0))]),
    });
    assert_eq!(desk.anchor(), anchor);
    desk.press("]");
    assert_eq!(desk.anchor(), (5, 0));
    desk.press("[");
    assert_eq!(desk.anchor(), anchor);
}

#[test]
fn undo_takes_back_ones_own_last_mark_alone() {
    let mut desk = Desk::new();
    desk.press("l l m");
    let (here, other) = (key(&desk, 0), key(&desk, 1));
    let (read, starred) = (true, true);
    let both = [here, other].map(|key| (key, state::Mark { read, starred }));
    desk.send(Event::Marked {
        marks: Marks::from(both),
        positions: HashMap::new(),
    });
    desk.press("U U");
    let star = |key| desk.app.marks.has(key, Mark::Star);
    assert!(!star(here) && star(other));
    assert_eq!(desk.message(), "没有可撤销的标记");
}

fn remembered(desk: &mut Desk, place: LastPlace) {
    desk.send(Event::Remembered {
        marks: Marks::new(),
        positions: HashMap::new(),
        place: Some(place),
    });
}

#[test]
fn the_last_place_is_there_before_the_list() {
    let issues = common::issues();
    let member = |number: Option<u32>| format!("{}.txt", number.unwrap_or(0));
    let at_home = |mut opened: newsreader::library::Opened| {
        opened.place = Place::Member("all.zip".into(), member(opened.issue.number));
        opened
    };
    let issues: Vec<_> = issues.into_iter().map(at_home).collect();
    let article = identity::keys(&issues[1].issue)[2];
    let rows: Vec<Entry> = issues.iter().map(Entry::of).collect();
    let mut desk = Desk::begun(issues);
    let place = LastPlace {
        article: Some(article),
        path: Some("all.zip".to_owned()),
        member: Some(member(Some(41))),
        pane: 2,
        ..LastPlace::default()
    };
    remembered(&mut desk, place);
    assert_eq!((desk.at(), desk.app.focus), ((Some(41), 3), Pane::Reader));
    desk.press("d d");
    let anchor = desk.anchor();
    for row in rows {
        desk.send(Event::Listed(vec![row]));
        assert_eq!((desk.at(), desk.anchor()), ((Some(41), 3), anchor));
    }
    let problems = Vec::new();
    desk.send(Event::Scanned { problems });
    assert_eq!(desk.app.shelf.selected().and_then(|e| e.number), Some(41));
    desk.press("[");
    assert_eq!(desk.at(), (Some(41), 2));
}

#[test]
fn what_was_folded_is_folded_again_and_the_place_comes_before_all_else() {
    let mut issues = common::issues();
    issues.truncate(2);
    for (issue, name) in issues.iter_mut().zip(["a/1.txt", "b/2.txt"]) {
        issue.place = Place::File(name.into());
    }
    let article = identity::keys(&issues[0].issue)[1];
    let rows: Vec<Entry> = issues.iter().map(Entry::of).collect();
    let headings = |desk: &Desk| -> Vec<(String, bool)> {
        let rows = (0..).map_while(|at| desk.app.shelf.row(at));
        let heading = |row: &Row| match row {
            Row::Heading(Heading::Folder(name), _, folded) => Some((name.clone(), *folded)),
            _ => None,
        };
        rows.filter_map(heading).collect()
    };
    let folded = [("a".to_owned(), false), ("b".to_owned(), true)];
    let mut desk = Desk::begun(issues.clone());
    desk.send(Event::Listed(rows.clone()));
    desk.press("O O O G x");
    assert_eq!(headings(&desk), folded);
    desk.press("q");
    let kept = desk.remembered().into_iter().rev();
    let mut places = kept.filter_map(|effect| match effect {
        Effect::KeepPlace(place) => Some(place),
        _ => None,
    });
    let place = LastPlace {
        article: Some(article),
        ..places.next().unwrap()
    };
    let mut desk = Desk::begun(issues);
    desk.send(Event::Recalled {
        place: Some(place),
        anchor: None,
    });
    desk.send(Event::Listed(rows));
    assert_eq!((headings(&desk).as_slice(), desk.at().1), (&folded[..], 2));
    desk.send(Event::Remembered {
        marks: Marks::from([(article, state::Mark::default())]),
        positions: HashMap::new(),
        place: None,
    });
    assert_eq!((headings(&desk).as_slice(), desk.at().1), (&folded[..], 2));
}

#[test]
fn what_one_reads_may_be_folded_away_and_stays_so() {
    let mut issues = common::issues();
    issues.truncate(3);
    for (issue, name) in issues.iter_mut().zip(["b/1.txt", "a/2.txt", "c/3.txt"]) {
        issue.place = Place::File(name.into());
    }
    let article = identity::keys(&issues[0].issue)[1];
    let rows: Vec<Entry> = issues.iter().map(Entry::of).collect();
    let place = LastPlace {
        article: Some(article),
        folded_folders: vec!["b".to_owned()],
        order: Some("folder".to_owned()),
        ..LastPlace::default()
    };
    let chosen = |desk: &Desk| {
        let (_, at) = desk.app.shelf.visible();
        desk.app.shelf.row(at).cloned()
    };
    let heading = Some(Row::Heading(Heading::Folder("b".to_owned()), 1, true));
    // All rows at once, and one by one: alone its folder has no heading yet, and others come before it later.
    for batches in [
        vec![rows.clone()],
        rows.into_iter().map(|row| vec![row]).collect(),
    ] {
        let mut desk = Desk::begun(issues.clone());
        desk.send(Event::Recalled {
            place: Some(place.clone()),
            anchor: None,
        });
        for batch in batches {
            desk.send(Event::Listed(batch));
        }
        let problems = Vec::new();
        desk.send(Event::Scanned { problems });
        assert_eq!((chosen(&desk), desk.at().1), (heading.clone(), 2));
        desk.press("x");
        assert!(matches!(chosen(&desk), Some(Row::Heading(_, 1, false))));
    }
}

#[test]
fn the_row_of_the_last_place_may_come_before_its_article() {
    let mut issues = common::issues();
    issues[1].place = Place::File("41.txt".into());
    let article = identity::keys(&issues[1].issue)[2];
    let rows: Vec<Entry> = issues.iter().map(Entry::of).collect();
    let mut desk = Desk::begun(issues);
    desk.is_prompt = false;
    let place = LastPlace {
        article: Some(article),
        path: Some("41.txt".to_owned()),
        pane: 1,
        ..LastPlace::default()
    };
    remembered(&mut desk, place);
    desk.send(Event::Listed(rows));
    desk.answer();
    assert_eq!((desk.at(), desk.app.focus), ((Some(41), 3), Pane::Contents));
}

#[test]
fn a_last_place_that_is_gone_is_the_newest_issue() {
    let mut desk = Desk::begun(common::issues());
    let place = LastPlace {
        article: Some(ArticleKey(1)),
        path: Some("gone.txt".to_owned()),
        pane: 2,
        ..LastPlace::default()
    };
    remembered(&mut desk, place);
    assert!(desk.message().is_empty() && desk.app.contents.is_none());
    let rows = common::issues().iter().map(Entry::of).collect();
    desk.send(Event::Listed(rows));
    // Not found yet is not elsewhere: to quit now keeps the place for the next time.
    desk.press("q");
    let kept = desk.remembered();
    assert!(!kept.iter().any(|e| matches!(e, Effect::KeepPlace(_))));
    let problems = Vec::new();
    desk.send(Event::Scanned { problems });
    assert_eq!(desk.at(), (Some(42), 1));
}
