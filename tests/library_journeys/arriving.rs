//! Monday: what came since the previous start, read until nothing is left.

use super::key;
use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::library::identity;
use newsreader::model::identity::ArticleKey;
use newsreader::state::{Arrival, Change, SeenArticles};
use std::collections::HashSet;
use std::sync::Arc;

/// The articles of the common issues, issue by issue.
fn all_keys() -> Vec<Vec<ArticleKey>> {
    let issues = common::issues();
    issues.iter().map(|o| identity::keys(&o.issue)).collect()
}

/// The event of a store that has seen `old` at the previous start.
fn seen(old: &[ArticleKey]) -> Event {
    Event::Seen(SeenArticles {
        old: Arc::new(old.iter().copied().collect()),
        recent: HashSet::new(),
        has_previous: true,
        is_known_library: true,
    })
}

/// The articles that the app asked to store as seen, with their arrival.
fn stored(desk: &mut Desk) -> Vec<(Vec<ArticleKey>, Arrival)> {
    let effects = desk.remembered().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Remember(Change::Seen(keys, arrival)) => Some((keys, arrival)),
            _ => None,
        })
        .collect()
}

#[test]
fn the_start_says_what_is_new_and_stores_it() {
    let keys = all_keys();
    let mut desk = Desk::scanning();
    desk.send(seen(&keys[2]));
    assert_eq!(desk.message(), "");
    desk.send(Event::Scanned {
        problems: Vec::new(),
    });
    assert_eq!(desk.message(), "上次以来新到 2 期 6 篇");
    let new = desk.app.arrivals.new_articles().clone();
    assert!(new.has(keys[0][1]) && !new.has_any(&keys[2]));
    let both = [keys[0].clone(), keys[1].clone()].concat();
    assert_eq!(stored(&mut desk), [(both, Arrival::BeforeStart)]);
    // What arrives later is new as well, but was not there at the start.
    let mut late = common::issues().remove(0);
    late.issue.number = Some(43);
    late.place = newsreader::library::Place::Sample(7);
    desk.send(Event::Listed(vec![newsreader::library::Entry::of(&late)]));
    assert_eq!(stored(&mut desk)[0].1, Arrival::AfterStart);
}

#[test]
fn the_store_may_be_slower_than_the_scan() {
    let keys = all_keys();
    let mut desk = Desk::new();
    assert_eq!(desk.message(), "");
    desk.send(seen(&keys[1..].concat()));
    assert_eq!(desk.message(), "上次以来新到 1 期 3 篇");
    assert_eq!(stored(&mut desk), [(keys[0].clone(), Arrival::BeforeStart)]);
}

#[test]
fn nothing_is_new_at_the_very_first_start_and_in_another_library() {
    for has_previous in [false, true] {
        let mut desk = Desk::new();
        desk.send(Event::Seen(SeenArticles {
            has_previous,
            ..SeenArticles::default()
        }));
        assert_eq!(desk.message(), "");
        assert!(!desk.app.arrivals.new_articles().has(key(&desk, 0)));
        assert_eq!(stored(&mut desk)[0].0.len(), all_keys().concat().len());
    }
    // Of a library that holds what was seen elsewhere the rest is new.
    let mut desk = Desk::new();
    desk.send(Event::Seen(SeenArticles {
        old: Arc::new(all_keys()[1].iter().copied().collect()),
        has_previous: true,
        ..SeenArticles::default()
    }));
    assert_eq!(desk.message(), "上次以来新到 2 期 4 篇");
}

#[test]
fn the_list_is_narrowed_to_what_is_new() {
    let keys = all_keys();
    let mut desk = Desk::new();
    desk.send(seen(&[keys[0].clone(), keys[2].clone()].concat()));
    desk.press("F").type_text("is:new");
    assert_eq!(desk.app.shelf.count(), 1);
    assert_eq!(desk.at().0, Some(41));
    desk.press("Esc");
    assert_eq!(desk.app.shelf.count(), 3);
}
