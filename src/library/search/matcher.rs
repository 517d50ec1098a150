//! A query against one report: the articles that match and where, or only their number.
//!
//! What is cheap is tried first: the facts of the report (number, series, path), then the
//! [`CharSet`](crate::library::cache::char_set::CharSet) of the record, then each word in the whole record, and only then
//! article by article. Each stage evaluates the same conditions with what is known by then; a report is dropped as soon as
//! they are certain to fail.

use super::conditions::{Conditions, Leaf, LeafTest, Part};
use super::{ArticleMatch, ReportMatch};
use crate::library::cache::record::{Record, Slice, Slices};
use crate::library::identity::Identity;
use crate::library::index::IndexedReport;
use crate::library::query::{MarkSets, Query, Test, WordPattern, merge};
use crate::model::identity::ArticleKey;
use crate::state::Mark;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// A query and the marks that it may ask for.
#[derive(Debug, Clone)]
pub struct QueryMatcher<'q> {
    /// The conditions of the query.
    conditions: Conditions<'q>,
    /// The marks that `is:` asks for.
    sets: &'q MarkSets,
}

/// What is known of the leaves for one report, as bitsets by their numbers. Leaves from the 65th on count as not known.
#[derive(Debug, Clone, Copy, Default)]
struct KnownLeaves {
    /// The leaves that hold for every article.
    holding: u64,
    /// The leaves that fail for every article; of a word that may be pinyin only that it is not written out.
    failing: u64,
}

impl KnownLeaves {
    /// Notes that a leaf holds, or fails, for every article.
    fn note(&mut self, leaf: &Leaf<'_>, holds: bool) {
        let bit = u32::try_from(leaf.number).ok();
        // A query with more than 64 tests is searched all the same, only without this help.
        let bit = bit.and_then(|n| 1_u64.checked_shl(n)).unwrap_or(0);
        *(if holds {
            &mut self.holding
        } else {
            &mut self.failing
        }) |= bit;
    }

    /// True if the leaf is known to hold for every article.
    fn holds(self, leaf: &Leaf<'_>) -> bool {
        leaf.number < 64 && self.holding >> leaf.number & 1 > 0
    }

    /// True if the leaf is known to fail for every article.
    fn fails(self, leaf: &Leaf<'_>) -> bool {
        leaf.number < 64 && self.failing >> leaf.number & 1 > 0
    }

    /// Decides a test of the report or of the marks of one of its articles.
    fn decide(self, leaf: &Leaf<'_>, report: &IndexedReport, marked: MarkedArticle) -> bool {
        let LeafTest::Other(test) = leaf.test else {
            return false;
        };
        // Facts of the report are noted once: a path would be written out anew for each article.
        self.holds(leaf)
            || !self.fails(leaf) && report_holds(report, test).unwrap_or_else(|| marked.holds(test))
    }
}

impl<'q> QueryMatcher<'q> {
    /// A matcher for any number of reports.
    pub fn new(query: &'q Query, sets: &'q MarkSets) -> Self {
        Self {
            conditions: Conditions::of(query),
            sets,
        }
    }

    /// Returns the matching articles of a report, whose record is read into `buffer`; `None` where there are none.
    pub fn find<'a>(
        &self,
        report: &'a Arc<IndexedReport>,
        buffer: &'a mut Vec<u8>,
    ) -> Option<ReportMatch<'a>> {
        let (known, slices) = self.read(report, buffer)?;
        // Room for all of them: a word that is in the report is in most of its articles.
        let mut articles = Vec::with_capacity(slices.articles.len() + 1);
        articles.extend(in_order(slices).filter_map(|(index, slice)| {
            let article = self.article(report, index, &slice);
            let places = article.places(&self.conditions, known)?;
            Some(ArticleMatch {
                index,
                slice,
                places,
            })
        }));
        (!articles.is_empty()).then_some(ReportMatch { report, articles })
    }

    /// Returns the number of matching articles. Faster than [`QueryMatcher::find`]: it stops at an article's first place, and
    /// reads no text where only marks are asked for.
    pub fn count(&self, report: &IndexedReport, buffer: &mut Vec<u8>) -> usize {
        if self.conditions.needs_no_text {
            let Some(known) = self.known(report) else {
                return 0;
            };
            let keys = report.meta.identity.keys.iter();
            let holds = |key: &&ArticleKey| {
                let marked = self.marked(&report.meta.identity, **key);
                self.conditions
                    .hold(&|leaf: &Leaf<'_>| known.decide(leaf, report, marked))
            };
            return keys.filter(holds).count();
        }
        let Some((known, slices)) = self.read(report, buffer) else {
            return 0;
        };
        let holds = |(index, slice): &(Option<usize>, Slice<'_>)| {
            self.article(report, *index, slice)
                .matches(&self.conditions, known)
        };
        in_order(slices).filter(holds).count()
    }

    /// Returns lead and articles of a report that passes all tests of the record as a whole, and what these found out.
    fn read<'a>(
        &self,
        report: &'a IndexedReport,
        buffer: &'a mut Vec<u8>,
    ) -> Option<(KnownLeaves, Slices<'a>)> {
        let known = self.known(report)?;
        // From here on the record is read; all before costs a look at memory.
        let record = report.record(buffer)?;
        let known = self.known_words(known, &record)?;
        Some((known, record.slices()?))
    }

    /// Returns what number, series, path and characters of a report decide; `None` where no article can match. A query
    /// without clauses matches nothing.
    fn known(&self, report: &IndexedReport) -> Option<KnownLeaves> {
        let mut known = KnownLeaves::default();
        let char_set = report.char_set();
        let mut leaf = |leaf: &Leaf<'_>| match leaf.test {
            LeafTest::Word(_, word) => {
                let set = char_set.filter(|set| !word.term.may_occur(set))?;
                known.note(leaf, false);
                // The characters can exclude a word, never prove it.
                (!word.may_occur(set)).then_some(false)
            }
            LeafTest::Other(test) => {
                let holds = report_holds(report, test)?;
                known.note(leaf, holds);
                Some(holds)
            }
        };
        let holds = self.conditions.evaluate(&mut leaf);
        (holds != Some(false)).then_some(known)
    }

    /// Adds the words that do not occur in a record to what is known; `None` where no article can match then. Words that may
    /// be pinyin never exclude a record.
    fn known_words(&self, mut known: KnownLeaves, record: &Record<'_>) -> Option<KnownLeaves> {
        let before = known;
        let mut leaf = |leaf: &Leaf<'_>| match leaf.test {
            LeafTest::Word(_, word) => {
                let is_absent =
                    before.fails(leaf) || word.term.find_compact(record.searched, 0).is_none();
                if is_absent {
                    known.note(leaf, false);
                }
                (is_absent && word.spelling.is_none()).then_some(false)
            }
            LeafTest::Other(_) if before.holds(leaf) => Some(true),
            LeafTest::Other(_) if before.fails(leaf) => Some(false),
            LeafTest::Other(_) => None,
        };
        let holds = self.conditions.evaluate(&mut leaf);
        (holds != Some(false)).then_some(known)
    }

    /// Returns the mark of an article. One that was made under a former key counts until the store is adopted: a command
    /// writes nothing.
    fn mark(&self, identity: &Identity, key: ArticleKey) -> Mark {
        let marks = &self.sets.marks;
        if marks.is_empty() {
            return Mark::default();
        }
        let former = || {
            let mut heirs = identity.heirs().filter(|heir| heir.key == key);
            heirs.find_map(|heir| {
                let mark = *marks.get(&heir.former)?;
                let starred = mark.starred && heir.is_first();
                Some(Mark { starred, ..mark })
            })
        };
        let own = marks.get(&key).copied();
        own.or_else(former).unwrap_or_default()
    }

    /// Returns what `is:` may ask of an article.
    fn marked(&self, identity: &Identity, key: ArticleKey) -> MarkedArticle {
        MarkedArticle {
            mark: self.mark(identity, key),
            is_new: self.sets.new.has(key),
        }
    }

    /// Puts an article together with its marks.
    fn article<'a>(
        &self,
        report: &'a IndexedReport,
        index: Option<usize>,
        slice: &'a Slice<'a>,
    ) -> ArticleContext<'a> {
        let identity = &report.meta.identity;
        let key = index.and_then(|at| identity.keys.get(at));
        ArticleContext {
            slice,
            is_lead: index.is_none(),
            marked: key
                .map(|key| self.marked(identity, *key))
                .unwrap_or_default(),
            report,
        }
    }
}

/// Iterates over the lead and the articles of a report, each with its index; the lead has none.
fn in_order(slices: Slices<'_>) -> impl Iterator<Item = (Option<usize>, Slice<'_>)> {
    let lead = slices.lead.into_iter().map(|lead| (None, lead));
    let articles = slices.articles.into_iter().enumerate();
    lead.chain(articles.map(|(index, slice)| (Some(index), slice)))
}

/// Returns whether a test of the report as a whole holds; `None` for the others.
fn report_holds(report: &IndexedReport, test: &Test) -> Option<bool> {
    let meta = &report.meta;
    Some(match test {
        Test::Issue(range) => meta.number.is_some_and(|n| range.contains(&n)),
        Test::Series(word) => meta.title.as_ref().is_some_and(|title| word.is_in(title)),
        Test::Path(word) => {
            let is_in = |name: String| word.term.find_all(&name).next().is_some();
            is_in(meta.place.name()) || report.also().iter().any(|other| is_in(other.name()))
        }
        _ => return None,
    })
}

/// What the state knows of an article.
#[derive(Debug, Clone, Copy, Default)]
struct MarkedArticle {
    /// Read, starred, sent.
    mark: Mark,
    /// True if it was first seen after the previous start.
    is_new: bool,
}

impl MarkedArticle {
    /// True if a test about marks holds.
    fn holds(self, test: &Test) -> bool {
        match test {
            Test::Unread(yes) => self.mark.read != *yes,
            Test::Starred => self.mark.starred,
            Test::New => self.is_new,
            Test::Sent => self.mark.sent,
            _ => false,
        }
    }
}

/// An article or a lead with what clauses ask of it besides its text.
///
/// A lead matches by a word in its text alone, and has no mark: it is no article, so filters by themselves do not find it, and
/// its title is that of the report.
struct ArticleContext<'a> {
    /// Its text.
    slice: &'a Slice<'a>,
    /// Set for the lead of a report.
    is_lead: bool,
    /// The marks of the article, as clauses ask for them.
    marked: MarkedArticle,
    /// The report that it stands in.
    report: &'a IndexedReport,
}

impl ArticleContext<'_> {
    /// Returns the places that match, ascending, as byte ranges of the whole article; `None` where a clause fails.
    fn places(&self, conditions: &Conditions<'_>, known: KnownLeaves) -> Option<Vec<Range<usize>>> {
        let mut places = Vec::new();
        if let Some(leaf) = conditions.only_word() {
            // Its places decide alone, so that they are not looked for twice.
            self.add_places(leaf, known, &mut places);
            return (!places.is_empty()).then_some(places);
        }
        if !self.holds(conditions, known) {
            return None;
        }
        for leaf in conditions.shown() {
            let before = places.len();
            self.add_places(leaf, known, &mut places);
            // The places of each word are in order, so that the first ones need no sorting.
            if before > 0 {
                merge(&mut places);
            }
        }
        (!self.is_lead || !places.is_empty()).then_some(places)
    }

    /// True if [`ArticleContext::places`] returns places. An article is decided at its first place.
    fn matches(&self, conditions: &Conditions<'_>, known: KnownLeaves) -> bool {
        if self.is_lead {
            self.places(conditions, known).is_some()
        } else {
            self.holds(conditions, known)
        }
    }

    /// Adds the places of a word; nothing for other tests.
    fn add_places(&self, leaf: &Leaf<'_>, known: KnownLeaves, places: &mut Vec<Range<usize>>) {
        if let LeafTest::Word(part, word) = leaf.test {
            places.extend(self.occurrences(word, part, !known.fails(leaf)));
        }
    }

    /// True if all conditions hold.
    fn holds(&self, conditions: &Conditions<'_>, known: KnownLeaves) -> bool {
        conditions.hold(&|leaf: &Leaf<'_>| match leaf.test {
            LeafTest::Word(part, word) => self
                .occurrences(word, part, !known.fails(leaf))
                .next()
                .is_some(),
            LeafTest::Other(Test::Date(range)) => self.day().is_some_and(|d| range.contains(&d)),
            LeafTest::Other(Test::Unread(_)) if self.is_lead => false,
            LeafTest::Other(_) => known.decide(leaf, self.report, self.marked),
        })
    }

    /// Returns the date of the article, or else that of its issue.
    fn day(&self) -> Option<Date> {
        self.slice.date.or(self.report.meta.published)
    }

    /// Returns the places of a word in a part of the article; by pinyin only where it does not occur as it is written. With
    /// `may_occur` false only pinyin is tried.
    fn occurrences<'s>(
        &'s self,
        word: &'s WordPattern,
        part: Part,
        may_occur: bool,
    ) -> impl Iterator<Item = Range<usize>> {
        let title = 0..self.slice.title_end_byte;
        let source = self.slice.source_bytes();
        let (part, spelled) = match part {
            Part::Whole if self.is_lead => {
                (self.slice.body_byte..self.slice.whole.len(), [0..0, 0..0])
            }
            Part::Title | Part::Source if self.is_lead => (0..0, [0..0, 0..0]),
            Part::Whole => (0..self.slice.whole.len(), [title, source]),
            Part::Title => (title.clone(), [title, 0..0]),
            Part::Source => (source.clone(), [source, 0..0]),
        };
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
        // A text that has the letters themselves is not read as pinyin as well.
        let spelling = word.spelling.as_ref().filter(|_| found.peek().is_none());
        let by_pinyin = spelling.into_iter().flat_map(move |spelling| {
            spelled.clone().into_iter().filter_map(move |part| {
                let found = spelling.find_compact(self.slice.whole.get(part.clone())?)?;
                Some(found.start + part.start..found.end + part.start)
            })
        });
        found.chain(by_pinyin)
    }
}
