//! Searching the library away from the thread that draws: one search at a time, the latest.

use crate::app::event::Event;
use crate::library::index::{IndexedReport, ReportIndex};
use crate::library::pinyin;
use crate::library::query::{self, Query};
use crate::library::search::matcher::QueryMatcher;
use crate::state::Marks;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use stream::ResultStream;

mod stream;

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
    reports: Reports,
    total: usize,
    /// The state of the index in which that was right.
    state: u64,
}

impl Past {
    /// The reports in which alone `query` can find anything, as far as that is known; and how many articles it finds, where it
    /// is one of these.
    fn of(&self, typed: &str, query: &Query, state: u64) -> Option<(Reports, Option<usize>)> {
        let past = self.0.iter().filter(|c| c.state == state);
        let wider = past.filter(|c| query.narrows(&c.query));
        let least = wider.min_by_key(|c| (c.reports.len(), c.typed != typed))?;
        let total = (least.typed == typed).then_some(least.total);
        Some((Arc::clone(&least.reports), total))
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
    /// ActiveTheme for `typed` in `index` and lets the search before it go. Where nothing is asked for yet, the first search is made
    /// ready for.
    pub(super) fn search(
        &mut self,
        ticket: u64,
        typed: &str,
        marks: Marks,
        index: ReportIndex,
        events: Sender<Event>,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let Ok(query) = query::parse(typed) else {
            return;
        };
        if query.clauses.is_empty() {
            prepare(index, Arc::clone(&self.stop));
            return;
        }
        let (stop, past) = (Arc::clone(&self.stop), Arc::clone(&self.past));
        let typed = typed.to_owned();
        thread::spawn(move || {
            let (reports, state) = index.snapshot();
            let lock = || past.lock().unwrap_or_else(PoisonError::into_inner);
            let known = lock().of(&typed, &query, state);
            let (reports, total) = known.unwrap_or((reports, None));
            let question = QueryMatcher::new(&query, &marks);
            let mut stream = ResultStream::new(ticket, events, total);
            let mut matching = stream.search(&reports, &question, &stop);
            if stop.load(Ordering::Relaxed) {
                return;
            }
            stream.tell(stream.has_told_all());
            if total.is_some() {
                matching = reports;
            } else if !query.asks_for_marks() {
                lock().put(Complete {
                    typed,
                    query: query.clone(),
                    reports: Arc::clone(&matching),
                    total: stream.total,
                    state,
                });
            }
            if !stream.has_told_all() {
                stream.tell_rest(&matching, &question, &stop);
            }
        });
    }
}

/// Checks all records and makes the tables: a third of what the first key would take.
fn prepare(index: ReportIndex, stop: Arc<AtomicBool>) {
    thread::spawn(move || {
        pinyin::prepare();
        let mut buffer = Vec::new();
        for report in index.snapshot().0.iter() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            report.check(&mut buffer);
        }
    });
}

/// Reports, newest first.
type Reports = Arc<Vec<Arc<IndexedReport>>>;

#[cfg(test)]
mod tests;
