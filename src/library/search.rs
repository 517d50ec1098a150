//! A query to hits: every report's record is read and looked through, on all cores, and the hits come newest first.
//!
//! A scan, not an index: the bytes of ten thousand reports pass in the time that a keystroke has, nothing can be lost by
//! a tokenizer, and nothing must be kept up to date. Measured with 10 000 reports (54 588 articles, 157 MB of text) on two
//! cores: the scan of the shorthand takes 15 to 18 ms for a word that occurs once or never and 32 ms for one with 185 983
//! places (twice that in UTF-8), and its 93 MB are the text itself. Beside it an index would take:
//!
//! | index | built in | bytes more | two Han |
//! | --- | --- | --- | --- |
//! | SQLite FTS5, trigrams | 47 s | 237 MB | finds nothing: a trigram has three |
//! | SQLite FTS5, pairs as words, no positions | 12 s | 28 MB | 0.01 to 3 ms for the ids, then the scan of what they name |
//! | SQLite FTS5, pairs as words, with positions | 19 s | 110 MB | 0.01 to 6 ms for the ids |
//! | own lists of pairs | 4.8 s | 39 MB | 0.06 ms for a rare word, 35 ms for the frequent one |
//!
//! None of them is faster where it matters, for a frequent word, whose places must be counted and shown all the same; all of
//! them would double the time of the first scan or more; and a word written in another script, width or case, or of one
//! character, needs the scan again.

use super::Place;
use super::cache::record::Slice;
use super::cache::shorthand;
use super::index::Shelved;
use super::query::{Query, Test, Wanted};
use crate::model::identity::ArticleKey;
use crate::state::Marks;
use article::Looked;
use jiff::civil::Date;
use snippet::Snippet;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

pub mod ahead;
mod article;
pub mod snippet;

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
    /// Its index among the issue's articles.
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
    /// Its index among the issue's articles.
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

/// How many reports a thread takes at a time. Small, so that the first results are there at once.
const CHUNK: usize = 32;

/// Looks through `reports` on all cores, lets `make` add what it makes of each issue with hits to what a few issues
/// together give, and hands that to `take`, in the order of `reports`, as soon as it is known. `make` runs on the searching
/// threads, of which the calling one is one. Ends early when `stop` is set or `take` answers `false`.
pub fn run<T: Default + Send>(
    reports: &[Arc<Shelved>],
    query: &Query,
    marks: &Marks,
    stop: &AtomicBool,
    make: impl Fn(&mut T, &Match<'_>) + Sync,
    mut take: impl FnMut(T) -> bool,
) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let chunks = reports.len().div_ceil(CHUNK);
    let ended = AtomicBool::new(false);
    let look_on = |buffer: &mut Vec<u8>| -> Option<(usize, Option<T>)> {
        if stop.load(Ordering::Relaxed) || ended.load(Ordering::Relaxed) {
            return None;
        }
        let number = next.fetch_add(1, Ordering::Relaxed);
        let mut made = None;
        for report in reports.chunks(CHUNK).nth(number)? {
            if let Some(found) = look(report, query, marks, buffer) {
                make(made.get_or_insert_default(), &found);
            }
        }
        Some((number, made))
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 1..threads.min(chunks) {
            let sender = sender.clone();
            scope.spawn(|| {
                let (sender, mut buffer) = (sender, Vec::new());
                while let Some(made) = look_on(&mut buffer) {
                    if sender.send(made).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // Whoever hands on looks too: a thread that only waits is woken for every chunk, which takes a core's time.
        let mut buffer = Vec::new();
        let mut order = Order::default();
        let mut take = |made: Option<T>| made.is_none_or(&mut take);
        while let Some(made) = look_on(&mut buffer).or_else(|| receiver.recv().ok()) {
            order.put(made);
            for made in receiver.try_iter() {
                order.put(made);
            }
            if !order.hand_on(&mut take) {
                ended.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
}

/// Chunks come as threads finish them; they are handed on by number.
struct Order<T> {
    early: BTreeMap<usize, T>,
    next: usize,
}

impl<T> Default for Order<T> {
    fn default() -> Self {
        Self {
            early: BTreeMap::new(),
            next: 0,
        }
    }
}

impl<T> Order<T> {
    fn put(&mut self, (number, made): (usize, T)) {
        self.early.insert(number, made);
    }

    /// Hands on what can be; whether more is wanted.
    fn hand_on(&mut self, mut take: impl FnMut(T) -> bool) -> bool {
        while let Some(made) = self.early.remove(&self.next) {
            self.next += 1;
            if !take(made) {
                return false;
            }
        }
        true
    }
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

/// What matches in one report; nothing is `None`.
fn look<'a>(
    report: &'a Arc<Shelved>,
    query: &Query,
    marks: &Marks,
    buffer: &'a mut Vec<u8>,
) -> Option<Match<'a>> {
    if query.clauses.is_empty() || !may_match(report, query) {
        return None;
    }
    let record = report.record(buffer)?;
    let needed = query
        .clauses
        .iter()
        .filter(|c| !c.forbidden)
        .filter_map(|c| needed(&c.test));
    for wanted in needed {
        wanted.term.find_short(record.searched, 0)?;
    }
    let looked = record.articles()?.into_iter().enumerate();
    let articles = looked.filter_map(|(index, slice)| {
        let key = report.keys.get(index);
        let mark = key.and_then(|k| marks.get(k)).copied().unwrap_or_default();
        let published = report.published;
        let looked = Looked {
            slice: &slice,
            mark,
            published,
        };
        let places = looked.matches(query)?;
        Some(Matched {
            index,
            slice,
            places,
        })
    });
    let articles: Vec<_> = articles.collect();
    (!articles.is_empty()).then_some(Match { report, articles })
}

/// What can be said of the whole issue without reading it.
fn may_match(report: &Shelved, query: &Query) -> bool {
    query.clauses.iter().all(|clause| match &clause.test {
        Test::Issue(range) => report.number.is_some_and(|n| range.contains(&n)) != clause.forbidden,
        _ => true,
    })
}

/// A word that must stand somewhere in the report's bytes. Pinyin need not.
fn needed(test: &Test) -> Option<&Wanted> {
    match test {
        Test::Anywhere(wanted) | Test::Title(wanted) | Test::Source(wanted) => {
            Some(wanted).filter(|w| w.spelling.is_none())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
