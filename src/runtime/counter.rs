//! Counting away from the thread that draws: one count at a time, the latest.
//!
//! The panel counts with every key that is typed into it, so a count that is overtaken is ended by
//! a flag, which the search looks at between reports. Saved searches are counted in one go, without
//! a flag: there are few.

use crate::app::event::Event;
use crate::library::count::{CountBy, count};
use crate::library::index::ReportIndex;
use crate::library::query::{MarkSets, Query};
use crate::library::search::matcher::QueryMatcher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

/// The articles of each bar that are listed below the bars: more than a screen shows there.
const LISTED: usize = 12;

/// The count that is running.
#[derive(Debug, Default)]
pub(super) struct Counter {
    /// Set to end the running count.
    // Each count has a flag of its own: a flag that is set stays set for the thread that holds it.
    stop: Arc<AtomicBool>,
}

impl Counter {
    /// Ends the running count and starts one for each of `queries`; the results come as one event.
    ///
    /// The result carries `ticket`, by which the app drops an answer that it does not wait for any
    /// more.
    pub(super) fn count(
        &mut self,
        ticket: u64,
        (queries, by): (Vec<Query>, CountBy),
        marks: MarkSets,
        index: ReportIndex,
        events: Sender<Event>,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        thread::spawn(move || {
            let (reports, _) = index.snapshot();
            let one = |query: &Query| count(&reports, query, &marks, (by, None), LISTED, &stop);
            let counts = queries.iter().map(one).collect();
            if !stop.load(Ordering::Relaxed) {
                // The app has ended where nothing receives it.
                let _ = events.send(Event::Counted { ticket, counts });
            }
        });
    }
}

/// Counts the articles that each saved search finds; `None` for a query without clauses.
///
/// Runs on the calling thread.
pub(super) fn count_saved(queries: &[Query], marks: &MarkSets, index: &ReportIndex) -> Event {
    let (reports, _) = index.snapshot();
    let mut buffer = Vec::new();
    let mut count = |query: &Query| {
        let matcher = QueryMatcher::new(query, marks);
        let counts = reports
            .iter()
            .map(|report| matcher.count(report, &mut buffer));
        (!query.clauses.is_empty()).then(|| counts.sum())
    };
    Event::SavedCounted(queries.iter().map(&mut count).collect())
}
