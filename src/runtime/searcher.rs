//! Searching the library away from the thread that draws: one search at a time, the latest.

use crate::app::event::Event;
use crate::library::index::Index;
use crate::library::query;
use crate::library::search::{self, Found};
use crate::state::Marks;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// So many articles are told; the rest is counted. Nobody leafs through more, and a list costs memory.
const MOST_TOLD: usize = 1000;
/// Results are told this often: the first of them at once.
const TELL_EVERY: Duration = Duration::from_millis(12);

/// The search that is running.
#[derive(Debug, Default)]
pub(super) struct Searcher {
    stop: Arc<AtomicBool>,
}

impl Searcher {
    /// Looks for `typed` in `index` and lets the search before it go.
    pub(super) fn search(
        &mut self,
        ticket: u64,
        typed: &str,
        marks: Marks,
        index: Index,
        events: Sender<Event>,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let Ok(query) = query::parse(typed) else {
            return;
        };
        if query.clauses.is_empty() {
            return;
        }
        let stop = Arc::clone(&self.stop);
        thread::spawn(move || {
            let mut teller = Teller {
                ticket,
                events,
                found: Vec::new(),
                told: 0,
                total: 0,
                last: None,
            };
            let reports = index.newest_first();
            search::run(&reports, &query, &marks, &stop, Found::put, |some| {
                teller.take(some)
            });
            if !stop.load(Ordering::Relaxed) {
                teller.tell(true);
            }
        });
    }
}

struct Teller {
    ticket: u64,
    events: Sender<Event>,
    found: Vec<Found>,
    told: usize,
    total: usize,
    last: Option<Instant>,
}

impl Teller {
    /// Whether somebody still listens.
    fn take(&mut self, some: Vec<Found>) -> bool {
        for found in some {
            self.total += found.hits.len();
            if self.told < MOST_TOLD {
                self.told += found.hits.len();
                self.found.push(found);
            }
        }
        if self.last.is_none_or(|last| last.elapsed() > TELL_EVERY) {
            self.last = Some(Instant::now());
            return self.tell(false);
        }
        true
    }

    fn tell(&mut self, is_done: bool) -> bool {
        let found = std::mem::take(&mut self.found);
        let (ticket, total) = (self.ticket, self.total);
        self.events
            .send(Event::Found {
                ticket,
                found,
                total,
                is_done,
            })
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn the_samples_are_searched_to_the_end() {
        let (sender, events) = mpsc::channel();
        Searcher::default().search(7, "的", Marks::new(), Index::samples(), sender);
        let (mut articles, mut counted) = (0, 0);
        for event in events {
            let Event::Found {
                ticket: 7,
                found,
                total,
                ..
            } = event
            else {
                panic!()
            };
            articles += found.iter().map(|f| f.hits.len()).sum::<usize>();
            counted = total;
        }
        assert!(articles > 3);
        assert_eq!(articles, counted);
    }
}
