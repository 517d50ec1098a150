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
use crate::state::{Change, Notice, Recalled, State, StoredBasket};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use writer::{Unopened, Writer};

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
            let (mut state, notice) = open(folder.as_deref(), &library, &events)?;
            let unopened = notice
                .as_ref()
                .filter(|notice| notice.may_pass())
                .zip(folder)
                .map(|(_, folder)| Unopened { folder, library });
            let problem = notice.map(|notice| told(&notice, lang));
            let baskets = send_stored(&state, &events);
            if let Some(problem) = problem {
                let _ = events.send(problem);
            }
            // The last of all: nothing else waits for it, and it takes the longest where much was seen.
            if let Ok(seen) = state.begin_session() {
                let _ = events.send(Event::Seen(seen));
            }
            Writer::new(state, lang, events, baskets, shared, unopened).run(&receiver)
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

/// Opens the store, and sends the last place, marks and positions as soon as they are known. Returns the store and its problem;
/// `None` if not even an empty one can be opened.
///
/// Without a folder the store lives in memory and ends with the program.
fn open(
    folder: Option<&Path>,
    library: &str,
    events: &Sender<Event>,
) -> Option<(State, Option<Notice>)> {
    // A receiver that is gone took the program with it, here and below.
    let send = |event| drop(events.send(event));
    let Some(folder) = folder else {
        let state = State::in_memory().ok()?;
        send(remembered(&state));
        return Some((state, None));
    };
    let mut has_marks = false;
    let (state, notice) = State::open_library(folder, library, |recalled| match recalled {
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
    Some((state, notice))
}

/// Returns the event that reports a problem of the store.
fn told(notice: &Notice, lang: Lang) -> Event {
    let message = notice.message(lang);
    if notice.loses_marks() {
        Event::Unsaved(Some(message))
    } else {
        Event::Note(message)
    }
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
mod tests;
