//! A query to hits: every report's record is read and looked through, on all cores, and the hits come newest first.
//!
//! A scan, not an index: the bytes of ten thousand reports pass in the time that a keystroke has, nothing can be lost by
//! a tokenizer, and nothing must be kept up to date. Measured with 10 000 reports (54 588 articles, 157 MB of text) on two
//! cores: the scan of the shorthand takes 14 ms for a word that occurs nowhere and 20 ms for one with 186 237 places, and its
//! 93 MB are the text itself. Beside it an index would take:
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

use super::Place;
use super::cache::record::Slice;
use super::cache::shorthand;
use super::index::Shelved;
use super::query::Query;
use crate::model::identity::ArticleKey;
use crate::state::Marks;
use jiff::civil::Date;
use report::Question;
use snippet::Snippet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use sweep::sweep;

pub mod ahead;
mod article;
pub mod report;
pub mod snippet;
pub mod sweep;

/// A report that matches, where it was read: whoever only writes it on copies nothing out of it.
#[derive(Debug)]
pub struct Match<'a> {
    /// The report.
    pub report: &'a Arc<Shelved>,
    /// The articles that match, in reading order.
    pub articles: Vec<Matched<'a>>,
}

/// An article that matches.
#[derive(Debug)]
pub struct Matched<'a> {
    /// Its index among the articles.
    pub index: usize,
    /// What it says.
    pub slice: Slice<'a>,
    /// Where it matches, ascending, as byte ranges of [`Slice::whole`].
    pub places: Vec<Range<usize>>,
}

/// The hits of one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where the issue is.
    pub place: Place,
    /// Its number.
    pub number: Option<u32>,
    /// Its date.
    pub published: Option<Date>,
    /// The articles that match, in reading order.
    pub hits: Vec<Hit>,
}

/// One article that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its index among the articles.
    pub index: usize,
    /// Who it is.
    pub key: Option<ArticleKey>,
    /// Its title.
    pub title: String,
    /// Its source.
    pub source: Option<String>,
    /// A piece of the text around the first place that matches.
    pub snippet: String,
    /// What matches in the snippet, as byte ranges.
    pub marked: Vec<Range<usize>>,
    /// What matches in the title.
    pub marked_title: Vec<Range<usize>>,
    /// How many places match in title, source and text.
    pub count: usize,
}

impl Found {
    /// Adds a copy of `found` to `some`.
    pub fn put(some: &mut Vec<Self>, found: &Match<'_>) {
        some.push(Self::of(found));
    }

    /// A copy that outlives the search.
    pub fn of(found: &Match<'_>) -> Self {
        let report = found.report;
        Self {
            place: report.place.clone(),
            number: report.number,
            published: report.published,
            hits: found
                .articles
                .iter()
                .map(|one| Hit::of(one, report.keys.get(one.index).copied()))
                .collect(),
        }
    }
}

impl Hit {
    fn of(found: &Matched<'_>, key: Option<ArticleKey>) -> Self {
        let slice = &found.slice;
        let (snippet, marked) = Snippet::of_text(slice, &found.places).to_line(&found.places);
        let (title, marked_title) = Snippet::of_title(slice).to_line(&found.places);
        Self {
            index: found.index,
            key,
            title,
            source: slice.source().map(shorthand::read),
            snippet,
            marked,
            marked_title,
            count: found.places.len(),
        }
    }
}

/// Looks through `reports` on all cores, lets `make` add what it makes of each issue with hits to what a few issues
/// together give, and hands that to `take`, in the order of `reports`, as soon as it is known. `make` runs on the searching
/// threads, of which the calling one is one. Ends early when `stop` is set or `take` answers `false`.
pub fn run<T: Default + Send>(
    reports: &[Arc<Shelved>],
    query: &Query,
    marks: &Marks,
    stop: &AtomicBool,
    make: impl Fn(&mut T, &Match<'_>) + Sync,
    take: impl FnMut(T) -> bool,
) {
    let question = Question::new(query, marks);
    let look = |made: &mut Option<T>, report, buffer: &mut Vec<u8>| {
        if let Some(found) = question.look(report, buffer) {
            make(made.get_or_insert_default(), &found);
        }
    };
    sweep(reports, stop, look, take);
}

/// All hits at once.
pub fn all(reports: &[Arc<Shelved>], query: &Query, marks: &Marks) -> Vec<Found> {
    let mut found = Vec::new();
    let never = AtomicBool::new(false);
    run(reports, query, marks, &never, Found::put, |some| {
        found.extend(some);
        true
    });
    found
}

#[cfg(test)]
mod tests;
