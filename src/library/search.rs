//! Full-text search: every report's record is read and scanned for the query, on all cores; results come newest first.
//!
//! A scan and not an index: it takes less time than a keystroke, loses nothing to a tokenizer, and there is nothing to keep up
//! to date. Measured with 10 000 reports (54 588 articles, 157 MB of text) on two
//! cores: the scan of the records takes 14 ms for a word that occurs nowhere and 20 ms for one with 186 237 places. The
//! records are 93 MB. An index would add:
//!
//! | index | built in | bytes more | two Han |
//! | --- | --- | --- | --- |
//! | SQLite FTS5, trigrams | 47 s | 237 MB | finds nothing: a trigram has three |
//! | SQLite FTS5, pairs as words, no positions | 12 s | 28 MB | 0.01 to 3 ms for the ids, then the scan of what they name |
//! | SQLite FTS5, pairs as words, with positions | 19 s | 110 MB | 0.01 to 6 ms for the ids |
//! | tantivy 0.24, pairs, no positions | 3.6 s | 38 MB | 0.01 to 2.8 ms for the ids, then the scan of what they name |
//! | tantivy 0.24, pairs, with positions | 3.8 s | 44 MB | 0.01 to 2.9 ms for the ids |
//! | own lists of pairs | 4.8 s | 39 MB | 0.06 ms for a rare word, 35 ms for the frequent one |
//!
//! None of them is faster where it matters, for a frequent word, whose places must be counted and shown all the same; all of
//! them would double the time of the first scan (2.4 s) or more; and a word written in another script, width or case, or of one
//! character, needs the scan again.

use super::cache::compact_text;
use super::cache::record::Slice;
use super::index::IndexedReport;
use super::meta::ReportMeta;
use super::query::{MarkSets, Query};
use crate::model::identity::ArticleKey;
use matcher::QueryMatcher;
use parallel::for_each_in_order;
use snippet::Snippet;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

mod conditions;
pub mod matcher;
pub mod parallel;
pub mod snippet;
pub mod speculative;

/// A report with matches, still in the search's buffer, so that printing it copies nothing.
#[derive(Debug)]
pub struct ReportMatch<'a> {
    /// The report.
    pub report: &'a Arc<IndexedReport>,
    /// The lead and the articles that match, in reading order.
    pub articles: Vec<ArticleMatch<'a>>,
}

/// An article or a lead that matches, still in the search's buffer.
#[derive(Debug)]
pub struct ArticleMatch<'a> {
    /// Its index among the issue's articles; `None` for the lead.
    pub index: Option<usize>,
    /// Its text.
    pub slice: Slice<'a>,
    /// The places that match, ascending, as byte ranges of [`Slice::whole`].
    pub places: Vec<Range<usize>>,
}

/// The matching articles of one issue, copied out of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueHits {
    /// The issue.
    pub meta: Arc<ReportMeta>,
    /// The lead and the articles that match, in reading order.
    pub hits: Vec<ArticleHit>,
}

/// An article or a lead that matches, copied out of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleHit {
    /// Its index among the issue's articles; `None` for the lead.
    pub index: Option<usize>,
    /// Its key; `None` for the lead.
    pub key: Option<ArticleKey>,
    /// Its title.
    pub title: String,
    /// Its source.
    pub source: Option<String>,
    /// A piece of the text around the first match.
    pub snippet: String,
    /// The matches in the snippet, as byte ranges.
    pub marked: Vec<Range<usize>>,
    /// The matches in the title, as byte ranges.
    pub marked_title: Vec<Range<usize>>,
    /// The number of matches in title, source and text.
    pub count: usize,
}

impl IssueHits {
    /// Adds a copy of `found` to `some`; the `make` of [`run`] where all results are to be kept.
    pub fn put(some: &mut Vec<Self>, found: &ReportMatch<'_>) {
        some.push(Self::of(found));
    }

    /// Copies the match out of the search's buffer.
    pub fn of(found: &ReportMatch<'_>) -> Self {
        let report = found.report;
        Self {
            meta: report.meta.clone(),
            hits: found
                .articles
                .iter()
                .map(|one| ArticleHit::of(one, &report.meta))
                .collect(),
        }
    }
}

/// Returns the title to show for an article of a report, or without an index for its lead, as compact text. A lead has that of
/// the issue, which may have none: then it is the name of the file.
pub fn title<'a>(meta: &ReportMeta, index: Option<usize>, slice: &Slice<'a>) -> Cow<'a, [u8]> {
    let title = slice.title();
    let is_nameless = index.is_none() && title.is_empty();
    match is_nameless.then(|| meta.place.stem()).flatten() {
        Some(stem) => {
            let mut compact = Vec::new();
            compact_text::write(&mut compact, &stem);
            compact.into()
        }
        None => title.into(),
    }
}

impl ArticleHit {
    /// Makes a hit of a match: its keys, its title with the marked words, and the lines around the
    /// first place.
    fn of(found: &ArticleMatch<'_>, meta: &ReportMeta) -> Self {
        let key = |at: usize| meta.identity.keys.get(at).copied();
        let slice = &found.slice;
        let (snippet, marked) = Snippet::of_text(slice, &found.places).to_line(&found.places);
        let title = title(meta, found.index, slice);
        // The places of a lead lie in its text: its title is not searched.
        let in_title = found.index.map_or(&[][..], |_| &found.places);
        let (title, marked_title) = Snippet::whole(&title).to_line(in_title);
        Self {
            index: found.index,
            key: found.index.and_then(key),
            title,
            source: slice.source().map(compact_text::read),
            snippet,
            marked,
            marked_title,
            count: found.places.len(),
        }
    }
}

/// Searches `reports` on all cores and hands the results to `take`, a few reports at a time, in the order of `reports`.
///
/// `make` adds a report's matches to the result of its chunk; it runs on the searching threads, see
/// [`for_each_in_order`]. Ends early when `stop` is set or `take` returns `false`.
pub fn run<T: Default + Send>(
    reports: &[Arc<IndexedReport>],
    query: &Query,
    marks: &MarkSets,
    stop: &AtomicBool,
    make: impl Fn(&mut T, &ReportMatch<'_>) + Sync,
    take: impl FnMut(T) -> bool,
) {
    let matcher = QueryMatcher::new(query, marks);
    let work = |made: &mut Option<T>, report, buffer: &mut Vec<u8>| {
        if let Some(found) = matcher.find(report, buffer) {
            make(made.get_or_insert_default(), &found);
        }
    };
    for_each_in_order(reports, stop, work, take);
}

/// Returns all matches at once.
pub fn all(reports: &[Arc<IndexedReport>], query: &Query, marks: &MarkSets) -> Vec<IssueHits> {
    let mut found = Vec::new();
    let never = AtomicBool::new(false);
    run(reports, query, marks, &never, IssueHits::put, |some| {
        found.extend(some);
        true
    });
    found
}

#[cfg(test)]
mod tests;
