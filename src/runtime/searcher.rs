//! Searching the library away from the thread that draws: one search at a time, the latest.
//!
//! Each key starts a search and ends the one before it. Three things make the next key cheap: an
//! earlier result that the new query narrows is searched instead of the library, the very same
//! query is not counted again, and records are checked while nothing is typed yet. A result is
//! valid only for the state of the index in which it was found.

use crate::app::event::Event;
use crate::library::index::ReportIndex;
use crate::library::pinyin;
use crate::library::query::{MarkSets, Query};
use crate::library::search::matcher::QueryMatcher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use stream::{Reports, ResultStream};

mod stream;

/// The number of finished searches that are remembered: typing and taking back again needs a few.
const MOST_FINISHED: usize = 16;

/// The search that is running, and the last finished ones.
#[derive(Debug, Default)]
pub(super) struct Searcher {
    /// Set to end the running search.
    stop: Arc<AtomicBool>,
    /// The finished searches, shared with the thread that runs.
    finished: Arc<Mutex<FinishedSearches>>,
}

/// The finished searches, the latest last.
#[derive(Debug, Default)]
struct FinishedSearches(Vec<FinishedSearch>);

/// A search that ran to its end. A later query that narrows it is looked for in its reports alone.
#[derive(Debug)]
struct FinishedSearch {
    /// The query.
    query: Query,
    /// The reports in which something was found.
    reports: Reports,
    /// The number of articles.
    total: usize,
    /// The state of the index in which the result is right.
    state: u64,
}

impl FinishedSearches {
    /// Returns the fewest reports that are known to hold every match of `query`, and the number of its matches if the very
    /// query was finished before.
    ///
    /// The reports come from the search with the fewest; of two with as many, from that of the same
    /// query, whose number is known.
    fn narrowest(&self, query: &Query, state: u64) -> Option<(Reports, Option<usize>)> {
        let valid = self.0.iter().filter(|search| search.state == state);
        let wider = valid.filter(|search| query.narrows(&search.query));
        let least = wider.min_by_key(|search| (search.reports.len(), search.query != *query))?;
        let total = (least.query == *query).then_some(least.total);
        Some((Arc::clone(&least.reports), total))
    }

    /// Adds a search; those of an older index, and an older one of the same query, go.
    ///
    /// The oldest goes where [`MOST_FINISHED`] are there.
    fn add(&mut self, finished: FinishedSearch) {
        self.0
            .retain(|search| search.state == finished.state && search.query != finished.query);
        if self.0.len() == MOST_FINISHED {
            self.0.remove(0);
        }
        self.0.push(finished);
    }
}

impl Searcher {
    /// Ends the running search and starts one for `query` in `index`; its results come as events. A query without clauses
    /// starts none, but prepares the first one.
    ///
    /// `marks` are the sets that `is:` asks for. Every event carries `ticket`.
    pub(super) fn search(
        &mut self,
        ticket: u64,
        query: Query,
        marks: MarkSets,
        index: ReportIndex,
        events: Sender<Event>,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        if query.clauses.is_empty() {
            prepare(index, Arc::clone(&self.stop));
            return;
        }
        let (stop, finished) = (Arc::clone(&self.stop), Arc::clone(&self.finished));
        thread::spawn(move || {
            let (reports, state) = index.snapshot();
            let lock = || finished.lock().unwrap_or_else(PoisonError::into_inner);
            let known = lock().narrowest(&query, state);
            let (reports, total) = known.unwrap_or((reports, None));
            let matcher = QueryMatcher::new(&query, &marks);
            let mut stream = ResultStream::new(ticket, events, total);
            let mut matching = stream.search(&reports, &matcher, &stop);
            if stop.load(Ordering::Relaxed) {
                return;
            }
            // The count goes out before the rows that are out of sight: the reader looks at it
            // first.
            stream.send(stream.is_complete());
            if total.is_some() {
                matching = reports;
            } else if !query.asks_for_marks() {
                // A mark may change at any time, so such a result is not remembered.
                lock().add(FinishedSearch {
                    query: query.clone(),
                    reports: Arc::clone(&matching),
                    total: stream.total,
                    state,
                });
            }
            if !stream.is_complete() {
                stream.send_rest(&matching, &matcher, &stop);
            }
        });
    }
}

/// Checks all records and builds the tables of pinyin, while nothing is typed yet: the first key took 16 to 20 ms without
/// this, and takes 12 to 14.
///
/// Ends as soon as something is searched for.
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

#[cfg(test)]
mod tests;
