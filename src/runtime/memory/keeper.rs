//! The store at work: what is ordered is written, what other readers write is told.

use crate::app::event::Event;
use crate::lang::Lang;
use crate::state::{BasketItem, Change, Error, State};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How often other readers' marks are looked for, and what could not be written is tried again.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The store, what waits to be written into it, and what was told of it.
pub(super) struct Keeper {
    state: State,
    lang: Lang,
    events: Sender<Event>,
    /// The basket as the app has it.
    basket: Vec<BasketItem>,
    /// What is not written yet, in order.
    waiting: Vec<Change>,
    /// Why not.
    trouble: Option<Error>,
    /// Whether the app was told of other readers' marks a moment ago, perhaps before a mark of its own that was under way.
    has_told: bool,
    /// The same of the basket.
    has_told_basket: bool,
}

impl Keeper {
    pub(super) fn new(
        state: State,
        lang: Lang,
        events: Sender<Event>,
        basket: Vec<BasketItem>,
    ) -> Self {
        Self {
            state,
            lang,
            events,
            basket,
            waiting: Vec::new(),
            trouble: None,
            has_told: false,
            has_told_basket: false,
        }
    }

    /// Writes what is ordered and tells what others write, until nobody orders any more. Answers what could not be written in the end.
    pub(super) fn serve(&mut self, orders: &Receiver<Change>) -> Option<String> {
        loop {
            match orders.recv_timeout(LOOK_EVERY) {
                Ok(change) => {
                    self.add(change);
                    for change in orders.try_iter() {
                        self.add(change);
                    }
                    // Where something is wrong each try may take seconds: one a second will do.
                    if self.trouble.is_none() {
                        self.write();
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.write();
                    self.look();
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.write();
                    return self.trouble.take().map(|error| error.lost(self.lang));
                }
            }
        }
    }

    /// Of what is overtaken by a later change only the later is written.
    fn add(&mut self, change: Change) {
        let is_overtaken = |before: &Change| match (before, &change) {
            (Change::Position(one, _), Change::Position(other, _)) => one == other,
            (Change::Place(..), Change::Place(..)) => true,
            (Change::Read(one, _), Change::Read(other, _))
            | (Change::Starred(one, _), Change::Starred(other, _)) => one == other,
            _ => false,
        };
        if let Change::Basket(change) = &change {
            change.apply(&mut self.basket);
        }
        self.waiting.retain(|before| !is_overtaken(before));
        self.waiting.push(change);
    }

    fn write(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        match self.state.remember(&self.waiting) {
            Ok(()) => {
                let is_shared = |c: &Change| !matches!(c, Change::Place(..) | Change::Basket(_));
                let has_shared = self.waiting.iter().any(is_shared);
                let has_basket = self.waiting.iter().any(|c| matches!(c, Change::Basket(_)));
                self.waiting.clear();
                self.tell_basket(has_basket && self.has_told_basket);
                if self.trouble.take().is_some() {
                    let _ = self.events.send(Event::Unsaved(None));
                }
                // What was told may have crossed this on its way: the app would go on without it.
                if has_shared && self.has_told {
                    self.tell();
                }
            }
            Err(error) => {
                let trouble = error.message(self.lang);
                let before = self.trouble.replace(error);
                if before.is_none_or(|before| before.message(self.lang) != trouble) {
                    let _ = self.events.send(Event::Unsaved(Some(trouble)));
                }
            }
        }
    }

    fn look(&mut self) {
        (self.has_told, self.has_told_basket) = (false, false);
        if self.state.changed_elsewhere().unwrap_or(false) {
            self.tell();
        }
    }

    /// Tells of all marks and places as they are now, and of what is not written yet.
    fn tell(&mut self) {
        let (Ok(mut marks), Ok(mut positions)) = (self.state.marks(), self.state.positions())
        else {
            return;
        };
        for change in &self.waiting {
            match change {
                Change::Read(key, on) => marks.entry(*key).or_default().read = *on,
                Change::Starred(key, on) => marks.entry(*key).or_default().starred = *on,
                Change::Position(key, position) => drop(positions.insert(*key, *position)),
                Change::Place(..) | Change::Basket(_) => {}
            }
        }
        self.has_told = true;
        let _ = self.events.send(Event::Marked { marks, positions });
        self.tell_basket(false);
    }

    /// Tells of the basket where another reader made it something else than the app has, or may do so, since what was told lately and what it did may have crossed.
    fn tell_basket(&mut self, may_differ: bool) {
        let Ok(mut basket) = self.state.basket() else {
            return;
        };
        for change in &self.waiting {
            if let Change::Basket(change) = change {
                change.apply(&mut basket);
            }
        }
        if may_differ || basket != self.basket {
            self.has_told_basket = true;
            self.basket.clone_from(&basket);
            let _ = self.events.send(Event::BasketChanged(basket));
        }
    }
}
