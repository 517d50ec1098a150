//! A query against one report: the articles that match and where, or only their number.
//!
//! What is cheap is tried first: the issue's number, then the [`CharSet`](crate::library::cache::char_set::CharSet) of the
//! record, then each word in the whole record, and only then article by article.

use super::{ArticleMatch, ReportMatch};
use crate::library::cache::record::{Record, Slice};
use crate::library::identity::Identity;
use crate::library::index::IndexedReport;
use crate::library::query::{Clause, Query, Test, WordPattern, merge};
use crate::model::identity::ArticleKey;
use crate::state::{Mark, Marks};
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// A query and the marks that it may ask for.
#[derive(Debug, Clone, Copy)]
pub struct QueryMatcher<'q> {
    query: &'q Query,
    marks: &'q Marks,
    /// Set when every clause is about the issue's number or a mark, so that no text is needed.
    needs_no_text: bool,
}

/// A bitset of the clauses whose word occurs somewhere in a record. Clauses from the 65th on count as found.
#[derive(Debug, Clone, Copy)]
struct FoundWords(u64);

impl FoundWords {
    fn has(self, clause: usize) -> bool {
        clause >= 64 || self.0 >> clause & 1 > 0
    }
}

impl<'q> QueryMatcher<'q> {
    /// A matcher for any number of reports.
    pub fn new(query: &'q Query, marks: &'q Marks) -> Self {
        let needs_no_text =
            |test: &Test| matches!(test, Test::Issue(_) | Test::Unread(_) | Test::Starred);
        Self {
            query,
            marks,
            needs_no_text: query
                .clauses
                .iter()
                .all(|clause| needs_no_text(&clause.test)),
        }
    }

    /// Returns the matching articles of a report, whose record is read into `buffer`; `None` where there are none.
    pub fn find<'a>(
        &self,
        report: &'a Arc<IndexedReport>,
        buffer: &'a mut Vec<u8>,
    ) -> Option<ReportMatch<'a>> {
        let (words, slices) = self.read(report, buffer)?;
        let articles = slices.into_iter().enumerate().filter_map(|(index, slice)| {
            let article = self.article(report, index, &slice);
            let places = article.places(self.query, words)?;
            Some(ArticleMatch {
                index,
                slice,
                places,
            })
        });
        let articles: Vec<_> = articles.collect();
        (!articles.is_empty()).then_some(ReportMatch { report, articles })
    }

    /// Returns the number of matching articles. Faster than [`QueryMatcher::find`]: it stops at an article's first place, and
    /// reads no text where only marks are asked for.
    pub fn count(&self, report: &IndexedReport, buffer: &mut Vec<u8>) -> usize {
        if self.needs_no_text && self.may_match(report) {
            let marks = report
                .meta
                .identity
                .keys
                .iter()
                .map(|key| self.mark(&report.meta.identity, *key));
            let holds = |mark: &Mark| {
                open_clauses(self.query)
                    .all(|(_, clause)| mark_holds(*mark, &clause.test) != clause.forbidden)
            };
            return marks.filter(holds).count();
        }
        let Some((words, slices)) = self.read(report, buffer) else {
            return 0;
        };
        let slices = slices.iter().enumerate();
        let holds = |(index, slice): &(usize, &Slice<'_>)| {
            self.article(report, *index, slice).holds(self.query, words)
        };
        slices.filter(holds).count()
    }

    /// Returns the articles of a report that passes all tests of the record as a whole, and the words found in it.
    fn read<'a>(
        &self,
        report: &'a IndexedReport,
        buffer: &'a mut Vec<u8>,
    ) -> Option<(FoundWords, Vec<Slice<'a>>)> {
        if !self.may_match(report) || self.lacks_a_word(report) {
            return None;
        }
        let record = report.record(buffer)?;
        let words = self.found_words(&record)?;
        Some((words, record.articles()?))
    }

    /// True if the characters of the record, where they are known, exclude a word that must occur.
    fn lacks_a_word(&self, report: &IndexedReport) -> bool {
        let Some(char_set) = report.char_set() else {
            return false;
        };
        self.query.clauses.iter().any(|clause| match &clause.test {
            Test::Anywhere(word) | Test::Title(word) | Test::Source(word) => {
                !clause.forbidden && word.spelling.is_none() && !word.term.may_occur(char_set)
            }
            _ => false,
        })
    }

    /// Returns the words that occur anywhere in a record; `None` where a word is missing that must occur. Words that may be
    /// pinyin never exclude a record.
    fn found_words(&self, record: &Record<'_>) -> Option<FoundWords> {
        let mut words = 0;
        for (at, clause) in self.query.clauses.iter().enumerate() {
            let (Test::Anywhere(word) | Test::Title(word) | Test::Source(word)) = &clause.test
            else {
                continue;
            };
            if word.term.find_compact(record.searched, 0).is_some() {
                words |= 1_u64
                    .checked_shl(u32::try_from(at).unwrap_or(u32::MAX))
                    .unwrap_or(0);
            } else if !clause.forbidden && word.spelling.is_none() {
                return None;
            }
        }
        Some(FoundWords(words))
    }

    /// True unless the issue's number already excludes all its articles. A query without clauses matches nothing.
    fn may_match(&self, report: &IndexedReport) -> bool {
        let clauses = &self.query.clauses;
        let holds = |clause: &Clause| match &clause.test {
            Test::Issue(range) => {
                let number = report.meta.number;
                number.is_some_and(|n| range.contains(&n)) != clause.forbidden
            }
            _ => true,
        };
        !clauses.is_empty() && clauses.iter().all(holds)
    }

    /// Returns the mark of an article. One that was made under a former key counts until the store is adopted: a command
    /// writes nothing.
    fn mark(&self, identity: &Identity, key: ArticleKey) -> Mark {
        if self.marks.is_empty() {
            return Mark::default();
        }
        let former = || {
            let mut heirs = identity.heirs().filter(|heir| heir.key == key);
            heirs.find_map(|heir| {
                let mark = *self.marks.get(&heir.former)?;
                let starred = mark.starred && heir.is_first();
                Some(Mark { starred, ..mark })
            })
        };
        let own = self.marks.get(&key).copied();
        own.or_else(former).unwrap_or_default()
    }

    fn article<'a>(
        &self,
        report: &IndexedReport,
        index: usize,
        slice: &'a Slice<'a>,
    ) -> ArticleContext<'a> {
        let identity = &report.meta.identity;
        let mark = identity.keys.get(index);
        let mark = mark.map(|key| self.mark(identity, *key));
        ArticleContext {
            slice,
            mark: mark.unwrap_or_default(),
            published: report.meta.published,
        }
    }
}

/// An article with what clauses ask of it besides its text.
struct ArticleContext<'a> {
    slice: &'a Slice<'a>,
    mark: Mark,
    /// The issue's date, which counts where the article has none.
    published: Option<Date>,
}

/// The part of an article in which a word may occur as it is written, and the two in which it may be read as pinyin.
type Parts = [Range<usize>; 3];

impl ArticleContext<'_> {
    /// Returns the places that match, ascending, as byte ranges of the whole article; `None` where a clause fails.
    fn places(&self, query: &Query, words: FoundWords) -> Option<Vec<Range<usize>>> {
        // With several clauses, testing them first saves collecting places of an article that a later clause excludes.
        let is_alone = matches!(query.clauses.as_slice(), [only] if !only.forbidden);
        if !is_alone && !self.holds(query, words) {
            return None;
        }
        let mut places = Vec::new();
        for (at, clause) in open_clauses(query).filter(|(_, clause)| !clause.forbidden) {
            let before = places.len();
            let holds = match self.parts(&clause.test) {
                Some((word, parts)) => {
                    places.extend(self.occurrences(word, parts, words.has(at)));
                    places.len() > before
                }
                None => self.holds_without_text(&clause.test),
            };
            if !holds {
                return None;
            }
            if before > 0 {
                merge(&mut places);
            }
        }
        Some(places)
    }

    /// True if all clauses hold.
    fn holds(&self, query: &Query, words: FoundWords) -> bool {
        let holds = |(at, clause): (usize, &Clause)| match self.parts(&clause.test) {
            Some((word, parts)) => self
                .occurrences(word, parts, words.has(at))
                .next()
                .is_some(),
            None => self.holds_without_text(&clause.test),
        };
        open_clauses(query).all(|(at, clause)| holds((at, clause)) != clause.forbidden)
    }

    /// Returns the word of a test and the parts of the article that it is about; `None` where the test has no word.
    fn parts<'q>(&self, test: &'q Test) -> Option<(&'q WordPattern, Parts)> {
        let title = 0..self.slice.title_end_byte;
        let source = self.slice.source_bytes();
        match test {
            Test::Anywhere(word) => Some((word, [0..self.slice.whole.len(), title, source])),
            Test::Title(word) => Some((word, [title.clone(), title, 0..0])),
            Test::Source(word) => Some((word, [source.clone(), source, 0..0])),
            _ => None,
        }
    }

    /// Returns the places of a word; by pinyin only where it does not occur as it is written. With `may_occur` false only
    /// pinyin is tried.
    fn occurrences<'s>(
        &'s self,
        word: &'s WordPattern,
        [part, spelled @ ..]: Parts,
        may_occur: bool,
    ) -> impl Iterator<Item = Range<usize>> {
        let start = part.start;
        let text = self
            .slice
            .whole
            .get(part)
            .filter(|_| may_occur)
            .unwrap_or_default();
        let found = word.term.find_all_compact(text);
        let mut found = found
            .map(move |r| r.start + start..r.end + start)
            .peekable();
        let spelling = word.spelling.as_ref().filter(|_| found.peek().is_none());
        let by_pinyin = spelling.into_iter().flat_map(move |spelling| {
            spelled.clone().into_iter().filter_map(move |part| {
                let found = spelling.find_compact(self.slice.whole.get(part.clone())?)?;
                Some(found.start + part.start..found.end + part.start)
            })
        });
        found.chain(by_pinyin)
    }

    /// True if a test without a word holds.
    fn holds_without_text(&self, test: &Test) -> bool {
        match test {
            Test::Date(range) => {
                let day = self.slice.date.or(self.published);
                day.is_some_and(|day| range.contains(&day))
            }
            test => mark_holds(self.mark, test),
        }
    }
}

/// True if an article with `mark` passes `test`, also where the test is not about marks: `may_match` decided the issue's
/// number before.
fn mark_holds(mark: Mark, test: &Test) -> bool {
    match test {
        Test::Unread(yes) => mark.read != *yes,
        Test::Starred => mark.starred,
        _ => true,
    }
}

/// The clauses that [`QueryMatcher::may_match`] did not decide, with their indices.
fn open_clauses(query: &Query) -> impl Iterator<Item = (usize, &Clause)> {
    let clauses = query.clauses.iter().enumerate();
    clauses.filter(|(_, clause)| !matches!(clause.test, Test::Issue(_)))
}
