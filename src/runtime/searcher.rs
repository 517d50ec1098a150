//! Searching the library away from the thread that draws: one search at a time, the latest.

use crate::app::event::Event;
use crate::library::index::{Index, Shelved};
use crate::library::query::{self, Query};
use crate::library::search::Found;
use crate::library::search::report::Question;
use crate::library::search::sweep::sweep;
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
/// As long as they do not fill a screen they are told this often.
const TELL_FIRST_EVERY: Duration = Duration::from_millis(3);
/// So many articles fill a screen.
const SCREENFUL: usize = 50;

/// So many searches are remembered: what is typed and taken back again.
const MOST_PAST: usize = 16;

/// The search that is running, and the last that ran to their ends.
#[derive(Debug, Default)]
pub(super) struct Searcher {
    stop: Arc<AtomicBool>,
    past: Arc<Mutex<Past>>,
}

/// Searches that ran to their ends, the latest last.
#[derive(Debug, Default)]
struct Past(Vec<Complete>);

/// A search that ran to its end. One that narrows it looks through its reports alone.
#[derive(Debug)]
struct Complete {
    typed: String,
    query: Query,
    reports: Vec<Arc<Shelved>>,
    total: usize,
    /// The state of the index in which that was right.
    state: u64,
}

impl Past {
    /// The reports in which alone `query` can find anything, as far as that is known; and how many articles it finds, where it
    /// is one of these.
    fn of(
        &self,
        typed: &str,
        query: &Query,
        state: u64,
    ) -> Option<(Vec<Arc<Shelved>>, Option<usize>)> {
        let past = self.0.iter().filter(|c| c.state == state);
        let wider = past.filter(|c| query.narrows(&c.query));
        let least = wider.min_by_key(|c| (c.reports.len(), c.typed != typed))?;
        let total = (least.typed == typed).then_some(least.total);
        Some((least.reports.clone(), total))
    }

    fn put(&mut self, complete: Complete) {
        self.0
            .retain(|c| c.state == complete.state && c.typed != complete.typed);
        if self.0.len() == MOST_PAST {
            self.0.remove(0);
        }
        self.0.push(complete);
    }
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
        let (stop, past) = (Arc::clone(&self.stop), Arc::clone(&self.past));
        let typed = typed.to_owned();
        thread::spawn(move || {
            let (reports, state) = index.snapshot();
            let lock = || past.lock().unwrap_or_else(PoisonError::into_inner);
            let known = lock().of(&typed, &query, state);
            let (reports, total) = known.unwrap_or((reports, None));
            let mut teller = Teller::new(ticket, events, total);
            let reports = teller.search(&reports, &query, &marks, &stop);
            if !stop.load(Ordering::Relaxed) {
                teller.tell(true);
                if total.is_none() && !query.asks_for_marks() {
                    let total = teller.total;
                    lock().put(Complete {
                        typed,
                        query,
                        reports,
                        total,
                        state,
                    });
                }
            }
        });
    }
}

struct Teller {
    ticket: u64,
    events: Sender<Event>,
    found: Vec<Found>,
    told: usize,
    /// Those among them that were handed on.
    shown: usize,
    total: usize,
    /// How many there are, where that is known.
    known: Option<usize>,
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
    fn new(ticket: u64, events: Sender<Event>, known: Option<usize>) -> Self {
        Self {
            ticket,
            events,
            found: Vec::new(),
            told: 0,
            shown: 0,
            total: 0,
            known,
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
        let question = Question::new(query, marks);
        let enough = AtomicBool::new(false);
        // Once enough is told the rest is counted, which takes less time.
        let look = |some: &mut Option<Part>, report: &Arc<Shelved>, buffer: &mut Vec<u8>| {
            let (found, articles) = if enough.load(Ordering::Relaxed) {
                (None, question.count(report, buffer))
            } else {
                let found = question.look(report, buffer).map(|found| Found::of(&found));
                let articles = found.as_ref().map_or(0, |found| found.hits.len());
                (found, articles)
            };
            if articles > 0 {
                let some = some.get_or_insert_default();
                some.found.extend(found);
                some.articles += articles;
                some.reports.push(Arc::clone(report));
            }
        };
        sweep(reports, stop, look, |some: Part| {
            matching.extend(some.reports);
            let goes_on = self.take(some.found, some.articles);
            let is_enough = self.told >= MOST_TOLD;
            enough.store(is_enough, Ordering::Relaxed);
            goes_on && !(is_enough && self.known.is_some())
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
        let pause = if self.shown < SCREENFUL {
            TELL_FIRST_EVERY
        } else {
            TELL_EVERY
        };
        if self.last.is_none_or(|last| last.elapsed() > pause) {
            self.shown = self.told;
            self.last = Some(Instant::now());
            return self.tell(false);
        }
        true
    }

    fn tell(&mut self, is_done: bool) -> bool {
        let found = std::mem::take(&mut self.found);
        let (ticket, total) = (self.ticket, self.known.unwrap_or(self.total));
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
    use crate::library::search;
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
