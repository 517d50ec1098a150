//! Streams search results to the app: the first at once, then every 3 ms until they fill a screen, then every 12 ms; the
//! number of all matches as soon as every report was searched; and last the results that are out of sight, 1,000 at most.
//!
//! A list of results is of use when its first screen is full, so speed matters up to there and the
//! number of events after it. All cores search chunks of the library at once; their results are put
//! back in order before they are sent, because a row must never move once it is on the screen.

use crate::app::event::Event;
use crate::library::index::IndexedReport;
use crate::library::search::IssueHits;
use crate::library::search::matcher::QueryMatcher;
use crate::library::search::parallel::for_each_in_order;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// Reports, newest first.
pub(super) type Reports = Arc<Vec<Arc<IndexedReport>>>;

/// The most articles that are sent; more are only counted. A longer list costs memory, and is not leafed through.
const MOST_SENT: usize = 1000;
/// The number of articles that are sent before the rest is counted: more than any screen shows.
const SENT_BEFORE_COUNT: usize = 150;
/// The number of articles that fill a screen.
const SCREENFUL: usize = 50;
/// The shortest pause between two events until a screen is full.
const FIRST_PAUSE: Duration = Duration::from_millis(3);
/// The shortest pause between two events after that.
const PAUSE: Duration = Duration::from_millis(12);

/// Sends the results of one search.
#[derive(Debug)]
pub(super) struct ResultStream {
    /// The number of the search, which each event carries.
    ticket: u64,
    /// The channel to the app.
    events: Sender<Event>,
    /// The results that are not sent yet.
    pending: Vec<IssueHits>,
    /// The number of reports that are sent or pending.
    reports: usize,
    /// The number of their articles.
    articles: usize,
    /// The number of articles that are sent.
    sent: usize,
    /// Set once a report was only counted: no later report may be sent before it.
    has_gap: bool,
    /// The number of all matching articles, as far as it is known.
    pub(super) total: usize,
    /// Set when `total` was known before the search.
    is_total_known: bool,
    /// The time of the last event.
    last: Option<Instant>,
}

/// The result of a few reports.
#[derive(Default)]
// Made by each searching thread for a chunk of reports, and handed on in the order of the library.
struct Part {
    /// The matches of the reports at its beginning; the others were only counted.
    found: Vec<IssueHits>,
    /// The number of matching articles in the reports.
    articles: usize,
    /// The reports that match.
    reports: Vec<Arc<IndexedReport>>,
}

impl ResultStream {
    /// Begins a stream. `total` is the number of all matching articles, if an earlier search has found it.
    pub(super) fn new(ticket: u64, events: Sender<Event>, total: Option<usize>) -> Self {
        Self {
            ticket,
            events,
            pending: Vec::new(),
            reports: 0,
            articles: 0,
            sent: 0,
            has_gap: false,
            total: total.unwrap_or(0),
            is_total_known: total.is_some(),
            last: None,
        }
    }

    /// Searches `reports`, sends the first results and counts the others. Returns the reports that match.
    ///
    /// All cores search; results are handed on in the order of the library, so that the rows sent
    /// are always the newest without a gap.
    pub(super) fn search(
        &mut self,
        reports: &[Arc<IndexedReport>],
        matcher: &QueryMatcher<'_>,
        stop: &AtomicBool,
    ) -> Reports {
        let mut matching = Vec::new();
        // Shared by the searching threads: once enough articles are found, all of them only count.
        let enough = AtomicBool::new(false);
        // Counting needs neither snippets nor the places of the hits, and so takes less time than finding.
        let search_one =
            |part: &mut Option<Part>, report: &Arc<IndexedReport>, buffer: &mut Vec<u8>| {
                let (found, articles) = if enough.load(Ordering::Relaxed) {
                    (None, matcher.count(report, buffer))
                } else {
                    let found = matcher
                        .find(report, buffer)
                        .map(|found| IssueHits::of(&found));
                    let articles = found.as_ref().map_or(0, |found| found.hits.len());
                    (found, articles)
                };
                if articles > 0 {
                    let part = part.get_or_insert_default();
                    part.found.extend(found);
                    part.articles += articles;
                    part.reports.push(Arc::clone(report));
                }
            };
        for_each_in_order(reports, stop, search_one, |part: Part| {
            let goes_on = self.add_part(part.found, part.reports.len(), part.articles);
            matching.extend(part.reports);
            let is_enough = self.articles >= SENT_BEFORE_COUNT;
            enough.store(is_enough, Ordering::Relaxed);
            // With the number known from an earlier search there is nothing left to count.
            goes_on && !(is_enough && self.is_total_known)
        });
        Arc::new(matching)
    }

    /// Adds the result of `reports` reports, and sends it if the pause is over. Returns false if the receiver is gone.
    ///
    /// Parts that come after a gap are counted and not sent; [`ResultStream::send_rest`] finds them
    /// again in order.
    fn add_part(&mut self, found: Vec<IssueHits>, reports: usize, articles: usize) -> bool {
        let is_counted_only = found.len() < reports;
        if !self.has_gap {
            for one in found {
                self.push(one);
            }
        }
        self.has_gap |= is_counted_only;
        if !self.is_total_known {
            self.total += articles;
        }
        let pause = if self.sent < SCREENFUL {
            FIRST_PAUSE
        } else {
            PAUSE
        };
        self.last.is_some_and(|last| last.elapsed() <= pause) || self.send(false)
    }

    /// Queues the hits of one report.
    fn push(&mut self, found: IssueHits) {
        self.reports += 1;
        self.articles += found.hits.len();
        self.pending.push(found);
    }

    /// True if every article that is ever sent is sent or pending.
    pub(super) fn is_complete(&self) -> bool {
        self.articles >= self.total.min(MOST_SENT)
    }

    /// Finds and sends the results that were only counted, up to [`MOST_SENT`].
    pub(super) fn send_rest(
        &mut self,
        matching: &[Arc<IndexedReport>],
        matcher: &QueryMatcher<'_>,
        stop: &AtomicBool,
    ) {
        let mut buffer = Vec::new();
        for report in matching.iter().skip(self.reports) {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            if let Some(found) = matcher.find(report, &mut buffer) {
                self.push(IssueHits::of(&found));
            }
            if self.is_complete() {
                break;
            }
        }
        self.send(true);
    }

    /// Sends the pending results. Returns false if the receiver is gone.
    pub(super) fn send(&mut self, is_done: bool) -> bool {
        let found = std::mem::take(&mut self.pending);
        (self.sent, self.last) = (self.articles, Some(Instant::now()));
        let event = Event::Found {
            ticket: self.ticket,
            found,
            total: self.total,
            is_done,
        };
        self.events.send(event).is_ok()
    }
}
