//! The loop of the store's thread: writes the changes of this reader and sends those of other readers.
//!
//! Changes that wait are written together, in one transaction. If the disk is full or another
//! program holds the store, they stay pending and are tried again each second and at the end; the
//! app is sent the reason once, so that its sign stays until they are written.
//!
//! Two readers may run at once. Once a second the store is asked whether another one changed
//! something; then everything is sent, with the pending changes of this reader on top, since they
//! are newer than what the store has. A change of the app and such an event may cross: the event names
//! the number of changes that it takes account of, and with fewer than were made it is asked for anew.

use super::Progress;
use super::StoreOrder;
use crate::app::event::Event;
use crate::lang::Lang;
use crate::library::index::ReportIndex;
use crate::library::meta::Place;
use crate::state::{Change, Error, MarkChange, State, StoredBasket, apply_to_baskets};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// The interval at which changes of other readers are looked for, and failed writes are tried again.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// The number of intervals after which a store is tried that could not be opened at the start.
const POLLS_UNTIL_REOPENED: u32 = 5;

/// A store that could not be written when it was opened; what is remembered meanwhile is in memory.
pub(super) struct Unopened {
    /// Its folder.
    pub folder: PathBuf,
    /// The name under which the last place is kept.
    pub library: String,
}

/// The store and the changes that are not in it yet.
pub(super) struct Writer {
    /// The open store.
    state: State,
    /// The language of messages to the app.
    lang: Lang,
    /// The channel to the app.
    events: Sender<Event>,
    /// The baskets as the app has them.
    baskets: Vec<StoredBasket>,
    /// The changes that are not written yet, in order.
    pending: Vec<Change>,
    /// The reason why they are not.
    trouble: Option<Error>,
    /// The number of changes that were taken, by which [`Event::Shared`] is dated.
    taken: u64,
    /// The number of settled changes, which frames wait for.
    progress: Arc<Progress>,
    /// The store to be tried again, and the number of intervals since that was done.
    unopened: Option<(Unopened, u32)>,
}

impl Writer {
    /// Wraps an open store; `baskets` is what the app was sent of it.
    pub(super) fn new(
        state: State,
        lang: Lang,
        events: Sender<Event>,
        baskets: Vec<StoredBasket>,
        progress: Arc<Progress>,
        unopened: Option<Unopened>,
    ) -> Self {
        Self {
            state,
            lang,
            events,
            baskets,
            pending: Vec::new(),
            trouble: None,
            taken: 0,
            progress,
            unopened: unopened.map(|unopened| (unopened, 0)),
        }
    }

    /// Writes and watches until the sender of `orders` is dropped. Returns one line if changes could not be written.
    pub(super) fn run(&mut self, orders: &Receiver<StoreOrder>) -> Option<String> {
        loop {
            match orders.recv_timeout(POLL_INTERVAL) {
                Ok(order) => {
                    let mut count = self.take(order);
                    for order in orders.try_iter() {
                        count += self.take(order);
                    }
                    // A failing write may wait two seconds for the lock, so it is tried at the interval only.
                    if self.trouble.is_none() {
                        self.write();
                    }
                    self.settle(count);
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.write();
                    self.reopen(POLLS_UNTIL_REOPENED);
                    self.poll();
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.write();
                    self.reopen(0);
                    return self.trouble.take().map(|error| error.lost(self.lang));
                }
            }
        }
    }

    /// Reports `count` changes as written, or as unwritten where [`Writer::write`] has sent the reason.
    ///
    /// If a frame was drawn too early, the app also gets the event that ends the delay.
    fn settle(&mut self, count: u64) {
        self.progress.add(count);
        if self.progress.is_late.swap(false, Ordering::SeqCst) {
            let _ = self.events.send(Event::Unwritten(false));
        }
    }

    /// Carries out an order; a change waits to be written with others. Returns the number of changes in it.
    ///
    /// Orders about seen issues do not count, since no frame waits for them.
    fn take(&mut self, order: StoreOrder) -> u64 {
        match order {
            StoreOrder::Remember(change) => {
                let counted = u64::from(!matches!(change, Change::Seen(..)));
                self.add(change);
                self.taken += counted;
                counted
            }
            StoreOrder::SendAnew => {
                self.send_all(true);
                0
            }
            StoreOrder::Adopt(index) => {
                self.adopt(&index);
                0
            }
        }
    }

    /// Lets the articles of the library inherit what an earlier version remembered, and sends what changed. A store without
    /// former keys, as every new one, costs nothing here.
    fn adopt(&mut self, index: &ReportIndex) {
        let Ok(estate) = self.state.estate() else {
            return;
        };
        if estate.is_empty() {
            return;
        }
        // Keys that another article has inherited already are closed, so that two articles never
        // share a mark.
        let mut heirs = Vec::new();
        for report in index.every().iter() {
            let path = match &report.meta.place {
                Place::File(path) => path.clone(),
                place => PathBuf::from(place.name()),
            };
            let identity = &report.meta.identity;
            let by_file = identity.heirs_by_file(estate.in_file(&path));
            let open = identity.heirs().chain(by_file);
            let open = open.filter(|heir| estate.is_open(heir));
            heirs.extend(open.map(|heir| (heir, path.clone())));
        }
        // The basket as the app has it must be the stored one before its keys change.
        self.write();
        let given: Vec<_> = heirs
            .iter()
            .map(|(heir, path)| (*heir, Path::new(path)))
            .collect();
        // A store that cannot be written now is adopted at the next start.
        if !given.is_empty() && self.state.adopt(&given).is_ok() {
            self.send_all(true);
        }
    }

    /// Adds a change to those that wait, in place of an earlier one that it overtakes.
    ///
    /// Of two positions of one article, two last places or two marks of one kind only the later one
    /// is written.
    fn add(&mut self, change: Change) {
        let is_overtaken = |before: &Change| match (before, &change) {
            (Change::Position(one, _), Change::Position(other, _)) => one == other,
            (Change::Place(_), Change::Place(_)) => true,
            (Change::Mark(one), Change::Mark(other)) => {
                (one.article, one.kind) == (other.article, other.kind)
            }
            _ => false,
        };
        apply_to_baskets(&mut self.baskets, &change);
        self.pending.retain(|before| !is_overtaken(before));
        self.pending.push(change);
    }

    /// Writes the pending changes. If that fails they stay, and the app is sent the reason once.
    ///
    /// One transaction for all: either every pending change is in the store or none.
    fn write(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        match self.state.remember(&self.pending) {
            Ok(()) => {
                let has_basket = self.pending.iter().any(|c| matches!(c, Change::Basket(_)));
                self.pending.clear();
                if has_basket {
                    // Another reader may have changed it before.
                    let basket = self.changed_baskets(false);
                    self.send(basket.into_iter().collect());
                }
                if self.trouble.take().is_some() {
                    let _ = self.events.send(Event::Unsaved(None));
                }
            }
            Err(error) => {
                let trouble = error.message(self.lang);
                let before = self.trouble.replace(error);
                // The same reason each second would overwrite other messages in the status line.
                if before.is_none_or(|before| before.message(self.lang) != trouble) {
                    let _ = self.events.send(Event::Unsaved(Some(trouble)));
                }
            }
        }
    }

    /// Tries to open the store that could not be written at the start, once in so many calls, and moves what was remembered
    /// since then into it.
    fn reopen(&mut self, calls: u32) {
        let Some((unopened, since)) = &mut self.unopened else {
            return;
        };
        *since += 1;
        if *since < calls {
            return;
        }
        *since = 0;
        let (mut state, notice) = State::open_library(&unopened.folder, &unopened.library, |_| ());
        if notice.is_some_and(|notice| notice.loses_marks()) || self.move_to(&mut state).is_err() {
            return;
        }
        self.state = state;
        self.unopened = None;
        let _ = self.events.send(Event::Unsaved(None));
        self.send_all(true);
    }

    /// Adds what is remembered to another store.
    fn move_to(&self, state: &mut State) -> Result<(), Error> {
        // Registers this start, of which the other store knows nothing.
        state.begin_session()?;
        state.restore(&self.state.backup()?)?;
        // A backup leaves the place out, which is of one machine alone.
        let place = self.state.last_place()?.map(Change::Place);
        state.remember(place.as_slice())
    }

    /// Sends the changes of other readers, if there are any.
    ///
    /// SQLite's `data_version` answers without reading a table.
    fn poll(&mut self) {
        if self.state.changed_elsewhere().unwrap_or(false) {
            self.send_all(false);
        }
    }

    /// Sends what the readers of one store share, with the pending changes applied. The baskets are left out if they are those
    /// that were sent before, unless `is_anew` is set: then the app may have refused them.
    ///
    /// Nothing is sent if the store cannot be read now; the next poll tries again.
    fn send_all(&mut self, is_anew: bool) {
        let mut now = Vec::new();
        now.extend(self.marks());
        now.extend(self.corrections());
        now.extend(self.sent());
        now.extend(self.changed_baskets(is_anew));
        self.send(now);
    }

    /// Sends events that hold the state of the store after all changes that were taken.
    fn send(&self, now: Vec<Event>) {
        if !now.is_empty() {
            let taken = self.taken;
            let _ = self.events.send(Event::Shared { taken, now });
        }
    }

    /// Returns all marks and positions.
    fn marks(&self) -> Option<Event> {
        let (mut marks, mut positions) = (self.state.marks().ok()?, self.state.positions().ok()?);
        let mut mark = |change: &MarkChange| {
            let mark = marks.entry(change.article).or_default();
            mark.set(change.kind, change.on);
        };
        for change in &self.pending {
            match change {
                Change::Mark(change) => mark(change),
                Change::Marks(changes) => changes.iter().for_each(&mut mark),
                Change::Position(article, position) => {
                    positions.insert(*article, *position);
                }
                Change::Place(_)
                | Change::Basket(_)
                | Change::BasketList(_)
                | Change::Sent(..)
                | Change::Correction(..)
                | Change::Seen(..)
                | Change::Looked(..)
                | Change::Query(_) => {}
            }
        }
        Some(Event::Marked { marks, positions })
    }

    /// Returns the corrections.
    fn corrections(&self) -> Option<Event> {
        let mut corrections = self.state.corrections().ok()?;
        for change in &self.pending {
            if let Change::Correction(article, correction) = change {
                corrections.insert(*article, correction.clone());
            }
        }
        Some(Event::Corrections(corrections))
    }

    /// Returns the articles that went out in a brief.
    fn sent(&self) -> Option<Event> {
        let mut sent = self.state.sent().ok()?;
        for change in &self.pending {
            if let Change::Sent(articles, mark) = change {
                sent.extend(articles.iter().map(|key| (*key, mark.clone())));
            }
        }
        Some(Event::Sent(sent))
    }

    /// Returns the baskets if the app has others, or if `is_anew` is set.
    fn changed_baskets(&mut self, is_anew: bool) -> Option<Event> {
        let mut baskets = self.state.baskets().ok()?;
        for change in &self.pending {
            apply_to_baskets(&mut baskets, change);
        }
        let is_changed = is_anew || baskets != self.baskets;
        is_changed.then(|| {
            self.baskets.clone_from(&baskets);
            Event::BasketChanged(baskets)
        })
    }
}
