//! The last place and the folded groups are there again at the next start.

use super::last_place;
use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::app::panes::Pane;
use newsreader::app::shelf::ShelfRow;
use newsreader::app::shelf::order::Heading;
use newsreader::library::{Entry, Place, identity};
use newsreader::model::identity::ArticleKey;
use newsreader::state::{self, Change, LastPlace, Marks};
use std::collections::HashMap;

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
    assert_eq!(
        (desk.at(), desk.app.screen.focus),
        ((Some(41), 3), Pane::Reader)
    );
    desk.press("d d");
    let anchor = desk.anchor();
    for row in rows {
        desk.send(Event::Listed(vec![row]));
        assert_eq!((desk.at(), desk.anchor()), ((Some(41), 3), anchor));
    }
    let problems = Vec::new();
    desk.send(Event::Scanned { problems });
    assert_eq!(
        desk.app.shelf.selected().and_then(|e| e.meta.number),
        Some(41)
    );
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
        let heading = |row: &ShelfRow| match row {
            ShelfRow::Heading(Heading::Folder(name), _, folded) => Some((name.clone(), *folded)),
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
        Effect::Remember(Change::Place(place)) => Some(place),
        _ => None,
    });
    let place = LastPlace {
        article: Some(article),
        ..places.next().unwrap()
    };
    let mut desk = Desk::begun(issues);
    desk.send(Event::Recalled {
        place: Some(place),
        position: None,
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
    let heading = Some(ShelfRow::Heading(Heading::Folder("b".to_owned()), 1, true));
    // All rows at once, and one by one: alone its folder has no heading yet, and others come before it later.
    for batches in [
        vec![rows.clone()],
        rows.into_iter().map(|row| vec![row]).collect(),
    ] {
        let mut desk = Desk::begun(issues.clone());
        desk.send(Event::Recalled {
            place: Some(place.clone()),
            position: None,
        });
        for batch in batches {
            desk.send(Event::Listed(batch));
        }
        let problems = Vec::new();
        desk.send(Event::Scanned { problems });
        assert_eq!((chosen(&desk), desk.at().1), (heading.clone(), 2));
        desk.press("x");
        assert!(matches!(
            chosen(&desk),
            Some(ShelfRow::Heading(_, 1, false))
        ));
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
    assert_eq!(
        (desk.at(), desk.app.screen.focus),
        ((Some(41), 3), Pane::Contents)
    );
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
    assert!(desk.message().is_empty() && desk.app.issue.contents.is_none());
    let rows = common::issues().iter().map(Entry::of).collect();
    desk.send(Event::Listed(rows));
    // Not found yet is not elsewhere: to quit now keeps the place for the next time.
    desk.press("q");
    let kept = desk.remembered();
    assert!(
        !kept
            .iter()
            .any(|e| matches!(e, Effect::Remember(Change::Place(_))))
    );
    let problems = Vec::new();
    desk.send(Event::Scanned { problems });
    assert_eq!(desk.at(), (Some(42), 1));
}

#[test]
fn the_lead_is_there_again_at_its_line() {
    let mut issues = common::issues();
    for issue in &mut issues {
        issue.issue.lead = (0..60)
            .map(|n| format!("本期收集的第 {n} 条公共服务相关信息。"))
            .collect();
    }
    let mut desk = Desk::with(AppOptions::default(), 110, 20, issues.clone());
    desk.press("j l k l Space d");
    let (anchor, row) = (desk.anchor(), desk.top_line());
    assert!(anchor.block > 0);
    // In the same run it is found again as an article is.
    desk.press("] h g l");
    assert_eq!(desk.anchor(), anchor);
    desk.press("q");
    let left = last_place(&desk.remembered()).unwrap();
    let mut again = Desk::with(AppOptions::default(), 110, 20, issues);
    remembered(&mut again, left);
    assert_eq!((again.anchor(), again.top_line()), (anchor, row));
    assert_eq!(again.app.screen.focus, Pane::Reader);
    again.press("]");
    assert_eq!(again.at(), (Some(41), 1));
}

#[test]
fn leaving_from_inside_a_search_keeps_the_place_before_it() {
    for keys in ["Ctrl-C", "Tab j Ctrl-C"] {
        let mut desk = Desk::new();
        desk.press("l ] l s").type_text("海堤");
        assert_eq!(desk.at(), (None, 1));
        desk.press(keys);
        let place = last_place(&desk.remembered()).unwrap();
        let second = identity::keys(&common::issues()[0].issue)[1];
        assert_eq!((place.article, place.pane), (Some(second), 2));
    }
}
