//! The loop of the store's thread: writes the changes of this reader and sends those of other readers.
//!
//! Changes that wait are written together, in one transaction. If the disk is full or another
//! program holds the store, they stay pending and are tried again each second and at the end; the
//! app is sent the reason once, so that its sign stays until they are written.
//!
//! Two readers may run at once. Once a second the store is asked whether another one changed
//! something; then everything is sent, with the pending changes of this reader on top, since they
//! are newer than what the store has. A change of the app and such an event may cross; then the
//! state is sent once more.

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
    /// Set when marks were sent since the last poll. A change of the app may have crossed them on its way.
    has_sent_marks: bool,
    /// Set when the basket was sent since the last poll.
    has_sent_basket: bool,
    /// The number of settled changes, which frames wait for.
    progress: Arc<Progress>,
}

impl Writer {
    /// Wraps an open store; `baskets` is what the app was sent of it.
    pub(super) fn new(
        state: State,
        lang: Lang,
        events: Sender<Event>,
        baskets: Vec<StoredBasket>,
        progress: Arc<Progress>,
    ) -> Self {
        Self {
            state,
            lang,
            events,
            baskets,
            pending: Vec::new(),
            trouble: None,
            has_sent_marks: false,
            has_sent_basket: false,
            progress,
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
                    self.poll();
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.write();
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
                counted
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
            self.send_all();
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
                let is_shared = |c: &Change| {
                    matches!(c, Change::Mark(_) | Change::Marks(_) | Change::Position(..))
                };
                let has_shared = self.pending.iter().any(is_shared);
                let has_basket = self.pending.iter().any(|c| matches!(c, Change::Basket(_)));
                self.pending.clear();
                self.send_basket(has_basket && self.has_sent_basket);
                if self.trouble.take().is_some() {
                    let _ = self.events.send(Event::Unsaved(None));
                }
                // The app may have replaced its own change by the older marks that crossed it.
                if has_shared && self.has_sent_marks {
                    self.send_all();
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

    /// Sends the changes of other readers, if there are any.
    ///
    /// SQLite's `data_version` answers without reading a table.
    fn poll(&mut self) {
        (self.has_sent_marks, self.has_sent_basket) = (false, false);
        if self.state.changed_elsewhere().unwrap_or(false) {
            self.send_all();
        }
    }

    /// Sends all marks and positions of the store, with the pending changes applied.
    ///
    /// Nothing is sent if the store cannot be read now; the next poll tries again.
    fn send_all(&mut self) {
        let (Ok(mut marks), Ok(mut positions)) = (self.state.marks(), self.state.positions())
        else {
            return;
        };
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
        self.has_sent_marks = true;
        let _ = self.events.send(Event::Marked { marks, positions });
        self.send_corrections();
        if let Ok(mut sent) = self.state.sent() {
            for change in &self.pending {
                if let Change::Sent(articles, mark) = change {
                    sent.extend(articles.iter().map(|key| (*key, mark.clone())));
                }
            }
            let _ = self.events.send(Event::Sent(sent));
        }
        self.send_basket(false);
    }

    /// Sends the corrections of the store, with the pending changes applied.
    fn send_corrections(&self) {
        let Ok(mut corrections) = self.state.corrections() else {
            return;
        };
        for change in &self.pending {
            if let Change::Correction(article, correction) = change {
                corrections.insert(*article, correction.clone());
            }
        }
        let _ = self.events.send(Event::Corrections(corrections));
    }

    /// Sends the basket if the app has another one, or if `may_differ` is set: then a basket that was sent and a change
    /// of the app may have crossed.
    ///
    /// The pending changes are applied to what the store has before the two are compared.
    fn send_basket(&mut self, may_differ: bool) {
        let Ok(mut baskets) = self.state.baskets() else {
            return;
        };
        for change in &self.pending {
            apply_to_baskets(&mut baskets, change);
        }
        if may_differ || baskets != self.baskets {
            self.has_sent_basket = true;
            self.baskets.clone_from(&baskets);
            let _ = self.events.send(Event::BasketChanged(baskets));
        }
    }
}
