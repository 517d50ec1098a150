//! What the store remembers between starts, and what two readers of it see of each other.

use super::*;
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::{BasketChange, BasketItem, LastPlace, MarkChange, MarkKind};
use std::sync::mpsc::Receiver;

/// A store that has sent the last place: that comes first where there is a store already.
fn started(folder: &std::path::Path) -> (Store, Receiver<Event>) {
    assert_eq!(State::open(folder).1, None);
    let (sender, events) = mpsc::channel();
    let (folder, library) = (Some(folder.to_owned()), "a".to_owned());
    let store = Store::start(folder, library, Lang::Zh, sender);
    assert!(matches!(next(&events), Event::Recalled { .. }));
    (store, events)
}

#[test]
fn what_was_ordered_is_known_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _events) = started(dir.path());
    let article = ArticleKey(7);
    store.remember(star(7));
    store.remember(Change::Position(article, TextPos::new(3, 12)));
    store.remember(Change::Place(LastPlace {
        article: Some(article),
        ..LastPlace::default()
    }));
    drop(store);
    let (sender, events) = mpsc::channel();
    let (folder, library) = (Some(dir.path().to_owned()), "a".to_owned());
    let _store = Store::start(folder, library, Lang::Zh, sender);
    let Ok(Event::Recalled { place, position }) = events.recv() else {
        panic!()
    };
    let Ok(Event::Remembered {
        marks, positions, ..
    }) = events.recv()
    else {
        panic!()
    };
    assert!(marks[&article].starred && !marks[&article].read);
    assert_eq!(positions[&article], TextPos::new(3, 12));
    assert_eq!(position, Some(TextPos::new(3, 12)));
    assert_eq!(place.and_then(|p| p.article), Some(article));
}

#[test]
fn a_frame_waits_until_its_marks_are_in_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _events) = started(dir.path());
    for key in 0..50 {
        store.remember(star(key));
        assert!(store.settle(Duration::from_secs(10)));
        // Another connection sees what a killed reader would leave.
        let (other, _) = State::open(dir.path());
        assert!(other.marks().unwrap()[&ArticleKey(key)].starred, "{key}");
    }
}

#[test]
fn a_frame_that_did_not_wait_is_followed_by_word_of_the_writing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, events) = started(dir.path());
    let blocker = rusqlite::Connection::open(dir.path().join(crate::state::FILE_NAME)).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.remember(star(7));
    assert!(!store.settle(Duration::from_millis(5)));
    blocker.execute_batch("ROLLBACK").unwrap();
    while !matches!(next(&events), Event::Unwritten(false)) {}
    assert!(store.settle(Duration::ZERO));
}

fn item(key: u64) -> BasketItem {
    BasketItem::article(ArticleKey(key), "reports/629.txt", format!("第{key}篇"))
}

#[test]
fn the_basket_is_there_in_its_order_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let items: Vec<BasketItem> = [7, 3, 5].map(item).to_vec();
    let (store, _events) = started(dir.path());
    store.remember(Change::Basket(BasketChange::between("", &[], &items)));
    drop(store);
    let (_store, events) = started(dir.path());
    assert!(matches!(events.recv(), Ok(Event::Remembered { .. })));
    assert!(matches!(events.recv(), Ok(Event::Basket(kept)) if kept[0].items == items));
}

#[test]
fn what_two_readers_put_into_the_basket_is_in_both() {
    let dir = tempfile::tempdir().unwrap();
    let put = |key: u64| Change::Basket(BasketChange::between("", &[], &[item(key)]));
    let ((here, events), (there, others)) = (started(dir.path()), started(dir.path()));
    for events in [&events, &others] {
        assert!(matches!(next(events), Event::Remembered { .. }));
    }
    // A basket that the other reader changes before this one has read it is no change any more.
    for events in [&events, &others] {
        let mut all =
            std::iter::repeat_with(|| events.recv_timeout(Duration::from_secs(20)).unwrap());
        assert!(all.any(|event| matches!(event, Event::Seen(_))));
    }
    here.remember(put(1));
    there.remember(put(2));
    for events in [&events, &others] {
        let told = unpacked(events).find_map(|event| match event {
            Event::BasketChanged(all) if all[0].items.len() == 2 => Some(all[0].items.clone()),
            _ => None,
        });
        assert!(
            [1, 2]
                .iter()
                .all(|key| told.as_ref().unwrap().contains(&item(*key)))
        );
    }
}

fn star(key: u64) -> Change {
    Change::Mark(MarkChange {
        article: ArticleKey(key),
        kind: MarkKind::Star,
        on: true,
    })
}

/// Receives the next event, but for what was seen before the start.
fn next(events: &Receiver<Event>) -> Event {
    let mut all = std::iter::repeat_with(|| events.recv_timeout(Duration::from_secs(20)).unwrap());
    all.find(|event| !matches!(event, Event::Seen(_))).unwrap()
}

/// The events, with those inside of [`Event::Shared`] one by one.
fn unpacked(events: &Receiver<Event>) -> impl Iterator<Item = Event> {
    std::iter::repeat_with(|| next(events)).flat_map(|event| match event {
        Event::Shared { now, .. } => now,
        event => vec![event],
    })
}

#[test]
fn marks_that_crossed_a_change_are_out_of_date_and_come_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (here, events) = started(dir.path());
    let (there, _) = started(dir.path());
    there.remember(star(7));
    let dated = |events: &Receiver<Event>| {
        std::iter::repeat_with(|| next(events)).find_map(|event| match event {
            Event::Shared { taken, now } => Some((taken, now)),
            _ => None,
        })
    };
    let (taken, _) = dated(&events).unwrap();
    // The app has not handled the event yet when the user sets a star, and stands still for longer than the poll.
    here.remember(star(8));
    std::thread::sleep(2 * Duration::from_secs(1));
    assert!(!here.is_current(taken));
    let is_whole = |marks: &crate::state::Marks| {
        [7, 8]
            .iter()
            .all(|key| marks.contains_key(&ArticleKey(*key)))
    };
    let (taken, now) = std::iter::repeat_with(|| dated(&events).unwrap())
        .find(|(taken, _)| here.is_current(*taken))
        .unwrap();
    assert!(here.is_current(taken));
    assert!(
        now.iter()
            .any(|event| matches!(event, Event::Marked { marks, .. } if is_whole(marks)))
    );
}

#[test]
fn marks_and_places_of_another_reader_arrive() {
    let dir = tempfile::tempdir().unwrap();
    let (_here, events) = started(dir.path());
    assert!(matches!(events.recv(), Ok(Event::Remembered { .. })));
    let (there, _) = started(dir.path());
    there.remember(star(7));
    there.remember(Change::Position(ArticleKey(7), TextPos::new(2, 30)));
    // The start of the other reader is a change as well.
    let positions = unpacked(&events).find_map(|event| match event {
        Event::Marked { marks, positions } if marks.contains_key(&ArticleKey(7)) => {
            assert!(marks[&ArticleKey(7)].starred);
            positions.contains_key(&ArticleKey(7)).then_some(positions)
        }
        _ => None,
    });
    assert_eq!(positions.unwrap()[&ArticleKey(7)], TextPos::new(2, 30));
}

#[test]
fn what_cannot_be_written_is_told_once_and_written_later() {
    let dir = tempfile::tempdir().unwrap();
    let (store, events) = started(dir.path());
    assert!(matches!(next(&events), Event::Remembered { .. }));
    let other = rusqlite::Connection::open(dir.path().join("reading.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.remember(star(7));
    store.remember(star(8));
    assert!(matches!(next(&events), Event::Unsaved(Some(_))));
    store.remember(star(9));
    other.execute_batch("ROLLBACK").unwrap();
    assert!(matches!(next(&events), Event::Unsaved(None)));
    drop(store);
    let (_store, events) = started(dir.path());
    let Event::Remembered { marks, .. } = next(&events) else {
        panic!()
    };
    assert_eq!(marks.len(), 3);
}

#[test]
fn a_store_that_can_be_opened_later_has_what_was_marked_before() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("state");
    // A file where the folder belongs: nothing can be written there.
    std::fs::write(&folder, "").unwrap();
    let (sender, events) = mpsc::channel();
    let mut store = Store::start(Some(folder.clone()), "a".to_owned(), Lang::Zh, sender);
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Unsaved(Some(_))))
    );
    store.remember(star(7));
    assert!(store.settle(Duration::from_secs(9)));
    std::fs::remove_file(&folder).unwrap();
    assert_eq!(store.finish(), None);
    let (_store, events) = started(&folder);
    let Event::Remembered { marks, .. } = next(&events) else {
        panic!()
    };
    assert!(marks[&ArticleKey(7)].starred);
}

#[test]
fn what_could_not_be_written_to_the_end_is_told_at_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, events) = started(dir.path());
    assert!(matches!(next(&events), Event::Remembered { .. }));
    let other = rusqlite::Connection::open(dir.path().join("reading.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.remember(star(7));
    assert!(store.finish().is_some());
    drop(other);
    store = started(dir.path()).0;
    store.remember(star(7));
    assert_eq!(store.finish(), None);
}
