//! The store of what the reader remembers, on a thread of its own: opened, read, written and watched there, so that a slow
//! disk never holds up a frame.
//!
//! The app sends each change as an order and goes on; the thread writes what has collected in one
//! transaction. What the store holds comes as events in the order of need: the last place first,
//! since the first frame waits for it, then marks and positions, then lists that only popups show,
//! and what was seen last. Each is sent only where there is something to send.

use crate::app::event::Event;
use crate::lang::Lang;
use crate::library::index::ReportIndex;
use crate::state::{Change, Recalled, State, StoredBasket};
use std::cell::Cell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use writer::Writer;

mod writer;

/// The progress of the thread through the changes that were handed to it.
#[derive(Debug, Default)]
struct Progress {
    /// The number of changes that were written, or reported as unwritten.
    settled: Mutex<u64>,
    /// Wakes a frame that waits for [`Progress::settled`] to grow.
    is_settled: Condvar,
    /// Set when a frame was drawn before its changes were written; the thread then reports the end of the delay.
    is_late: AtomicBool,
}

impl Progress {
    /// Counts `changes` more as settled and wakes a waiting frame.
    // A poisoned lock holds a plain number, which is right in any case.
    fn add(&self, changes: u64) {
        *self.settled.lock().unwrap_or_else(PoisonError::into_inner) += changes;
        self.is_settled.notify_all();
    }
}

/// An order to the store's thread.
///
/// Orders are carried out one after another.
pub(super) enum StoreOrder {
    /// A change to write.
    Remember(Change),
    /// The reports of the library, to be compared with what an earlier version left.
    Adopt(ReportIndex),
    /// A request for all that the readers of one store share.
    SendAnew,
}

/// A handle to the thread that holds the store. Dropping it waits until every change is written.
pub(super) struct Store {
    /// The end of the channel at which orders are put in.
    orders: Sender<StoreOrder>,
    /// The number of changes handed over.
    sent: Cell<u64>,
    /// The progress, shared with the thread.
    progress: Arc<Progress>,
    /// The thread; `None` after [`Store::finish`]. It returns one line if changes could not be
    /// written.
    thread: Option<JoinHandle<Option<String>>>,
}

impl Store {
    /// Opens the store in `folder` and sends what it holds as events, and later the changes of other readers. Without a
    /// folder everything ends with the program. `library` is the name under which the last place is kept.
    pub(super) fn start(
        folder: Option<PathBuf>,
        library: String,
        lang: Lang,
        events: Sender<Event>,
    ) -> Self {
        let (orders, receiver) = mpsc::channel();
        let progress = Arc::new(Progress::default());
        let shared = Arc::clone(&progress);
        let thread = thread::spawn(move || {
            let (mut state, problem) = open(folder, &library, lang, &events)?;
            let baskets = send_stored(&state, &events);
            if let Some(problem) = problem {
                let _ = events.send(problem);
            }
            // The last of all: nothing else waits for it, and it takes the longest where much was seen.
            if let Ok(seen) = state.begin_session() {
                let _ = events.send(Event::Seen(seen));
            }
            Writer::new(state, lang, events, baskets, shared).run(&receiver)
        });
        Self {
            orders,
            sent: Cell::new(0),
            progress,
            thread: Some(thread),
        }
    }

    /// Waits until every change is in the store, `limit` at most. Returns false if the time was too short; the thread then
    /// sends [`Event::Unwritten`] with `false` once they are.
    ///
    /// A frame that shows a mark waits here, so that a kill from then on cannot take it: without the wait 1 to 4 of 2 904
    /// marks that had been on screen were lost in 1 000 kills. Writing a mark takes about a tenth of a millisecond.
    pub(super) fn settle(&self, limit: Duration) -> bool {
        let sent = self.sent.get();
        let settled = self.progress.settled.lock();
        let settled = settled.unwrap_or_else(PoisonError::into_inner);
        let (settled, _) = self
            .progress
            .is_settled
            .wait_timeout_while(settled, limit, |settled| *settled < sent)
            .unwrap_or_else(PoisonError::into_inner);
        let is_settled = *settled >= sent;
        if !is_settled {
            // Under the lock, so that the thread cannot settle between the look and the flag.
            self.progress.is_late.store(true, Ordering::SeqCst);
        }
        is_settled
    }

    /// Hands a change to the thread and returns at once.
    pub(super) fn remember(&self, change: Change) {
        // No frame waits for what was seen: at the first start that is the whole library.
        let counts = !matches!(change, Change::Seen(..));
        // The receiver is dropped only when not even a store in memory could be opened; the change is then lost.
        if self.orders.send(StoreOrder::Remember(change)).is_ok() && counts {
            self.sent.set(self.sent.get() + 1);
        }
    }

    /// True if an event of the store takes account of every change that was handed over. If not, it is sent anew: the app would
    /// take its own newer changes back.
    pub(super) fn is_current(&self, taken: u64) -> bool {
        let is_current = taken == self.sent.get();
        if !is_current {
            let _ = self.orders.send(StoreOrder::SendAnew);
        }
        is_current
    }

    /// Lets the articles of `index` inherit what an earlier version remembered of them, on the thread.
    ///
    /// Does nothing for a library that holds no former key.
    pub(super) fn adopt(&self, index: ReportIndex) {
        let _ = self.orders.send(StoreOrder::Adopt(index));
    }

    /// Waits until every change is written. Returns one line if that failed.
    ///
    /// Called again by `drop`, it does nothing.
    pub(super) fn finish(&mut self) -> Option<String> {
        // Dropping the sender ends the thread.
        (self.orders, _) = mpsc::channel();
        self.thread.take()?.join().ok().flatten()
    }
}

/// Sends what the store holds beside marks and positions, each kind that is not empty. Returns the baskets.
fn send_stored(state: &State, events: &Sender<Event>) -> Vec<StoredBasket> {
    let typed = state.typed_queries().unwrap_or_default();
    let saved = state.saved_searches().unwrap_or_default();
    if !typed.is_empty() || !saved.is_empty() {
        let _ = events.send(Event::Queries { typed, saved });
    }
    let baskets = state.baskets().unwrap_or_default();
    if baskets != [StoredBasket::default()] {
        let _ = events.send(Event::Basket(baskets.clone()));
    }
    let corrections = state.corrections().unwrap_or_default();
    if !corrections.is_empty() {
        let _ = events.send(Event::Corrections(corrections));
    }
    let sent = state.sent().unwrap_or_default();
    if !sent.is_empty() {
        let _ = events.send(Event::Sent(sent));
    }
    let looked = state.looked_at().unwrap_or_default();
    if !looked.is_empty() {
        let _ = events.send(Event::Looked(looked));
    }
    baskets
}

impl Drop for Store {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Opens the store, and sends the last place, marks and positions as soon as they are known. Returns the store and the event
/// that reports its problem; `None` if not even an empty one can be opened.
///
/// Without a folder the store lives in memory and ends with the program.
fn open(
    folder: Option<PathBuf>,
    library: &str,
    lang: Lang,
    events: &Sender<Event>,
) -> Option<(State, Option<Event>)> {
    // A receiver that is gone took the program with it, here and below.
    let send = |event| drop(events.send(event));
    let Some(folder) = folder else {
        let state = State::in_memory().ok()?;
        send(remembered(&state));
        return Some((state, None));
    };
    let mut has_marks = false;
    let (state, notice) = State::open_library(&folder, library, |recalled| match recalled {
        Recalled::Place(place, position) => send(Event::Recalled { place, position }),
        Recalled::Marks(marks, positions) => {
            has_marks = true;
            send(Event::Remembered {
                marks,
                positions,
                place: None,
            });
        }
    });
    // A store with a problem may be another one than the one that was begun with.
    if !has_marks || notice.is_some() {
        send(remembered(&state));
    }
    let problem = notice.map(|notice| {
        let message = notice.message(lang);
        if notice.loses_marks() {
            Event::Unsaved(Some(message))
        } else {
            Event::Note(message)
        }
    });
    Some((state, problem))
}

/// Returns the event with all that the store holds. What cannot be read counts as absent.
///
/// A part that a damaged page took away must not cost the rest.
fn remembered(state: &State) -> Event {
    Event::Remembered {
        marks: state.marks().unwrap_or_default(),
        positions: state.positions().unwrap_or_default(),
        place: state.last_place().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
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
        let mut all =
            std::iter::repeat_with(|| events.recv_timeout(Duration::from_secs(20)).unwrap());
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
}
