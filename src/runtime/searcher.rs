//! Searching the library away from the thread that draws: one search at a time, the latest.

use crate::app::event::Event;
use crate::library::index::{Index, Shelved};
use crate::library::query::{self, Query};
use crate::library::search::{self, Found, Match};
use crate::state::Marks;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// So many articles are told; the rest is counted. Nobody leafs through more, and a list costs memory.
const MOST_TOLD: usize = 1000;
/// Results are told this often: the first of them at once.
const TELL_EVERY: Duration = Duration::from_millis(12);

/// The search that is running, and what the last one that ran to its end has found.
#[derive(Debug, Default)]
pub(super) struct Searcher {
    stop: Arc<AtomicBool>,
    complete: Arc<Mutex<Option<Complete>>>,
}

/// A search that ran to its end. One that narrows it looks through its reports alone.
#[derive(Debug)]
struct Complete {
    query: Query,
    reports: Vec<Arc<Shelved>>,
    /// The state of the index in which that was right.
    state: u64,
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
        let (stop, complete) = (Arc::clone(&self.stop), Arc::clone(&self.complete));
        thread::spawn(move || {
            let (reports, state) = index.snapshot();
            let lock = || complete.lock().unwrap_or_else(PoisonError::into_inner);
            let narrowed = lock()
                .as_ref()
                .filter(|c| c.state == state && query.narrows(&c.query))
                .map(|c| c.reports.clone());
            let mut teller = Teller::new(ticket, events);
            let reports = teller.search(&narrowed.unwrap_or(reports), &query, &marks, &stop);
            if !stop.load(Ordering::Relaxed) {
                teller.tell(true);
                *lock() = Some(Complete {
                    query,
                    reports,
                    state,
                });
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

/// What a few reports give.
#[derive(Default)]
struct Part {
    found: Vec<Found>,
    articles: usize,
    reports: Vec<Arc<Shelved>>,
}

impl Teller {
    fn new(ticket: u64, events: Sender<Event>) -> Self {
        Self {
            ticket,
            events,
            found: Vec::new(),
            told: 0,
            total: 0,
            last: None,
        }
    }

    /// Searches and tells; answers the reports with hits.
    fn search(
        &mut self,
        reports: &[Arc<Shelved>],
        query: &Query,
        marks: &Marks,
        stop: &AtomicBool,
    ) -> Vec<Arc<Shelved>> {
        let mut matching = Vec::new();
        let enough = AtomicBool::new(false);
        let make = |some: &mut Part, found: &Match<'_>| {
            some.articles += found.articles.len();
            some.reports.push(Arc::clone(found.report));
            if !enough.load(Ordering::Relaxed) {
                some.found.push(Found::of(found));
            }
        };
        search::run(reports, query, marks, stop, make, |some| {
            matching.extend(some.reports);
            let goes_on = self.take(some.found, some.articles);
            enough.store(self.told >= MOST_TOLD, Ordering::Relaxed);
            goes_on
        });
        matching
    }

    /// Whether somebody still listens.
    fn take(&mut self, found: Vec<Found>, articles: usize) -> bool {
        self.total += articles;
        for one in found {
            if self.told < MOST_TOLD {
                self.told += one.hits.len();
                self.found.push(one);
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

    #[test]
    fn what_goes_on_being_typed_is_looked_for_in_what_was_found() {
        let mut searcher = Searcher::default();
        let index = Index::samples();
        let mut totals = Vec::new();
        for typed in ["数", "数据", "数据 不会有的词", "数"] {
            let (sender, events) = mpsc::channel();
            searcher.search(1, typed, Marks::new(), index.clone(), sender);
            let last = events.into_iter().last();
            let Some(Event::Found { total, .. }) = last else {
                panic!("{typed}: {last:?}")
            };
            let reports = index.newest_first();
            let query = query::parse(typed).unwrap();
            let all = search::all(&reports, &query, &Marks::new());
            assert_eq!(total, all.iter().map(|f| f.hits.len()).sum::<usize>());
            totals.push(total);
        }
        assert!(totals[0] > totals[1] && totals[1] > 0, "{totals:?}");
        assert_eq!((totals[2], totals[3]), (0, totals[0]));
    }
}
