//! One article against a query.

use super::report::Words;
use crate::library::cache::record::Slice;
use crate::library::query::{Clause, Query, Test, Wanted, merge};
use crate::state::Mark;
use jiff::civil::Date;
use std::ops::Range;

/// An article and what is known of it.
pub struct Looked<'a> {
    /// Its text.
    pub slice: &'a Slice<'a>,
    /// Whether it was read or starred.
    pub mark: Mark,
    /// The issue's date.
    pub published: Option<Date>,
}

impl Looked<'_> {
    /// The places that match, ascending, as ranges of the whole article; `None` where not all clauses hold. `words` are those
    /// that stand in its report.
    pub fn matches(&self, query: &Query, words: Words) -> Option<Vec<Range<usize>>> {
        // Where one clause of several fails, nobody asks for the places of the others.
        let is_alone = matches!(query.clauses.as_slice(), [only] if !only.forbidden);
        if !is_alone && !self.holds(query, words) {
            return None;
        }
        let mut places = Vec::new();
        for (at, clause) in asked(query).filter(|(_, clause)| !clause.forbidden) {
            let before = places.len();
            let holds = match self.parts(&clause.test) {
                Some((wanted, parts)) => {
                    places.extend(self.places(wanted, parts, words.has(at)));
                    places.len() > before
                }
                None => self.holds_apart(&clause.test),
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

    /// Whether all clauses hold: whether [`Looked::matches`] has an answer.
    pub fn holds(&self, query: &Query, words: Words) -> bool {
        let holds = |(at, clause): (usize, &Clause)| match self.parts(&clause.test) {
            Some((wanted, parts)) => self.places(wanted, parts, words.has(at)).next().is_some(),
            None => self.holds_apart(&clause.test),
        };
        asked(query).all(|(at, clause)| holds((at, clause)) != clause.forbidden)
    }

    /// The word that a test asks for, if it does, and the parts of the article in which it may stand: as it is in the first,
    /// by pinyin in the others.
    fn parts<'q>(&self, test: &'q Test) -> Option<(&'q Wanted, Parts)> {
        let title = 0..self.slice.title_end_byte;
        let source = self.slice.source_bytes();
        match test {
            Test::Anywhere(wanted) => Some((wanted, [0..self.slice.whole.len(), title, source])),
            Test::Title(wanted) => Some((wanted, [title.clone(), title, 0..0])),
            Test::Source(wanted) => Some((wanted, [source.clone(), source, 0..0])),
            _ => None,
        }
    }

    /// Where a word stands; by pinyin only where it does not stand as it is, which `may_stand` can rule out.
    fn places<'s>(
        &'s self,
        wanted: &'s Wanted,
        [part, spelled @ ..]: Parts,
        may_stand: bool,
    ) -> impl Iterator<Item = Range<usize>> {
        let start = part.start;
        let text = self
            .slice
            .whole
            .get(part)
            .filter(|_| may_stand)
            .unwrap_or_default();
        let found = wanted.term.find_all_short(text);
        let mut found = found
            .map(move |r| r.start + start..r.end + start)
            .peekable();
        let spelling = wanted.spelling.as_ref().filter(|_| found.peek().is_none());
        let by_pinyin = spelling.into_iter().flat_map(move |spelling| {
            spelled.clone().into_iter().filter_map(move |part| {
                let found = spelling.find_short(self.slice.whole.get(part.clone())?)?;
                Some(found.start + part.start..found.end + part.start)
            })
        });
        found.chain(by_pinyin)
    }

    /// Whether a test holds that asks for no word.
    fn holds_apart(&self, test: &Test) -> bool {
        match test {
            Test::Date(range) => {
                let day = self.slice.date.or(self.published);
                day.is_some_and(|day| range.contains(&day))
            }
            test => mark_holds(self.mark, test),
        }
    }
}

/// A part in which a word may stand as it is, and two in which it may stand by pinyin.
type Parts = [Range<usize>; 3];

/// Whether an article with `mark` is one that `test` asks for. Other tests hold: which issue it is was settled before.
pub fn mark_holds(mark: Mark, test: &Test) -> bool {
    match test {
        Test::Unread(yes) => mark.read != *yes,
        Test::Starred => mark.starred,
        _ => true,
    }
}

/// The clauses that are not yet settled when a report is read.
pub fn asked(query: &Query) -> impl Iterator<Item = (usize, &Clause)> {
    let clauses = query.clauses.iter().enumerate();
    clauses.filter(|(_, clause)| !matches!(clause.test, Test::Issue(_)))
}
