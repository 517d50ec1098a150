//! What is told of a search, and when: the first results at once, how many there are as soon as all reports were looked
//! through, and then the results that nobody waits for.

use super::Reports;
use crate::app::event::Event;
use crate::library::index::IndexedReport;
use crate::library::search::IssueHits;
use crate::library::search::matcher::QueryMatcher;
use crate::library::search::parallel::for_each_in_order;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// So many articles are told; the rest is counted. Nobody leafs through more, and a list costs memory.
const MOST_TOLD: usize = 1000;
/// So many of them are told before the rest is counted: nobody waits for the others.
const TOLD_FIRST: usize = 150;
/// Results are told this often: the first of them at once.
const TELL_EVERY: Duration = Duration::from_millis(12);
/// As long as they do not fill a screen they are told this often.
const TELL_FIRST_EVERY: Duration = Duration::from_millis(3);
/// So many articles fill a screen.
const SCREENFUL: usize = 50;

/// Tells what one search finds.
#[derive(Debug)]
pub(super) struct ResultStream {
    ticket: u64,
    events: Sender<Event>,
    found: Vec<IssueHits>,
    /// How many reports and articles were found so and are told or about to be.
    told_reports: usize,
    told: usize,
    /// How many articles were handed on.
    shown: usize,
    /// A report was counted that is not told, and none behind it is told before it.
    has_gap: bool,
    /// How many articles there are, as far as that is known.
    pub(super) total: usize,
    /// Whether that was known before.
    is_known: bool,
    last: Option<Instant>,
}

/// What a few reports give.
#[derive(Default)]
struct Part {
    found: Vec<IssueHits>,
    articles: usize,
    reports: Vec<Arc<IndexedReport>>,
}

impl ResultStream {
    /// `known` is how many articles there are, where that is known before.
    pub(super) fn new(ticket: u64, events: Sender<Event>, known: Option<usize>) -> Self {
        Self {
            ticket,
            events,
            found: Vec::new(),
            told_reports: 0,
            told: 0,
            shown: 0,
            has_gap: false,
            total: known.unwrap_or(0),
            is_known: known.is_some(),
            last: None,
        }
    }

    /// Searches, tells the first results and counts the others; answers the reports with hits.
    pub(super) fn search(
        &mut self,
        reports: &[Arc<IndexedReport>],
        question: &QueryMatcher<'_>,
        stop: &AtomicBool,
    ) -> Reports {
        let mut matching = Vec::new();
        let enough = AtomicBool::new(false);
        let look = |some: &mut Option<Part>, report: &Arc<IndexedReport>, buffer: &mut Vec<u8>| {
            let (found, articles) = if enough.load(Ordering::Relaxed) {
                (None, question.count(report, buffer))
            } else {
                let found = question
                    .find(report, buffer)
                    .map(|found| IssueHits::of(&found));
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
        for_each_in_order(reports, stop, look, |some: Part| {
            let goes_on = self.take(some.found, some.reports.len(), some.articles);
            matching.extend(some.reports);
            let is_enough = self.told >= TOLD_FIRST;
            enough.store(is_enough, Ordering::Relaxed);
            goes_on && !(is_enough && self.is_known)
        });
        Arc::new(matching)
    }

    /// Takes in what was found in the first of some reports. Whether somebody still listens.
    fn take(&mut self, found: Vec<IssueHits>, reports: usize, articles: usize) -> bool {
        let is_less = found.len() < reports;
        if !self.has_gap {
            for one in found {
                self.put(one);
            }
        }
        self.has_gap |= is_less;
        if !self.is_known {
            self.total += articles;
        }
        let pause = if self.shown < SCREENFUL {
            TELL_FIRST_EVERY
        } else {
            TELL_EVERY
        };
        self.last.is_some_and(|last| last.elapsed() <= pause) || self.tell(false)
    }

    fn put(&mut self, found: IssueHits) {
        self.told_reports += 1;
        self.told += found.hits.len();
        self.found.push(found);
    }

    pub(super) fn has_told_all(&self) -> bool {
        self.told >= self.total.min(MOST_TOLD)
    }

    /// Tells what was only counted, as much of it as is told at all.
    pub(super) fn tell_rest(
        &mut self,
        matching: &[Arc<IndexedReport>],
        question: &QueryMatcher<'_>,
        stop: &AtomicBool,
    ) {
        let mut buffer = Vec::new();
        for report in matching.iter().skip(self.told_reports) {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            if let Some(found) = question.find(report, &mut buffer) {
                self.put(IssueHits::of(&found));
            }
            if self.has_told_all() {
                break;
            }
        }
        self.tell(true);
    }

    pub(super) fn tell(&mut self, is_done: bool) -> bool {
        let found = std::mem::take(&mut self.found);
        let (ticket, total) = (self.ticket, self.total);
        (self.shown, self.last) = (self.told, Some(Instant::now()));
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
