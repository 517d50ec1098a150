//! One article against a query.

use crate::library::cache::record::Slice;
use crate::library::cache::shorthand;
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
    /// The places that match, ascending, as ranges of the whole article; `None` where not all clauses hold.
    pub fn matches(&self, query: &Query) -> Option<Vec<Range<usize>>> {
        let mut places = Vec::new();
        // Which issue it is was settled before it was read.
        let asked = |c: &&Clause| !matches!(c.test, Test::Issue(_));
        for clause in query.clauses.iter().filter(asked) {
            let before = places.len();
            if self.holds(&clause.test, &mut places) == clause.forbidden {
                return None;
            }
            if before > 0 {
                merge(&mut places);
            }
        }
        Some(places)
    }

    /// Whether a test holds; where it asks for words, adds the places where they stand.
    fn holds(&self, test: &Test, places: &mut Vec<Range<usize>>) -> bool {
        let title = 0..self.slice.title_end_byte;
        match test {
            Test::Anywhere(wanted) => {
                let before = places.len();
                places.extend(wanted.term.find_all_short(self.slice.whole));
                if places.len() == before {
                    places.extend(self.spelled(wanted, title));
                    places.extend(self.spelled(wanted, self.slice.source_bytes()));
                }
                places.len() > before
            }
            Test::Title(wanted) => self.stands_in(wanted, title, places),
            Test::Source(wanted) => self.stands_in(wanted, self.slice.source_bytes(), places),
            Test::Date(range) => {
                let day = self.slice.date.or(self.published);
                day.is_some_and(|day| range.contains(&day))
            }
            Test::Unread(yes) => self.mark.read != *yes,
            Test::Starred => self.mark.starred,
            Test::Issue(_) => true,
        }
    }

    fn stands_in(
        &self,
        wanted: &Wanted,
        part: Range<usize>,
        places: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = places.len();
        let text = self.slice.whole.get(part.clone()).unwrap_or_default();
        let found = wanted.term.find_all_short(text);
        places.extend(found.map(|r| r.start + part.start..r.end + part.start));
        if places.len() == before {
            places.extend(self.spelled(wanted, part));
        }
        places.len() > before
    }

    /// Pinyin is looked for in plain text, where a title is short; the place is that of as many characters in shorthand.
    fn spelled(&self, wanted: &Wanted, part: Range<usize>) -> Option<Range<usize>> {
        let spelling = wanted.spelling.as_ref()?;
        let short = self.slice.whole.get(part.clone())?;
        let text = shorthand::read(short);
        let found = spelling.find(&text)?;
        let place = |at: usize| {
            let count = text.get(..at)?.chars().count();
            Some(part.start + shorthand::skip(short, count))
        };
        Some(place(found.start)?..place(found.end)?)
    }
}
