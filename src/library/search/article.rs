//! One article against a query.

use super::{Hit, snippet};
use crate::library::cache::record::Slice;
use crate::library::query::{Clause, Query, Test, Wanted, merge};
use crate::model::identity::ArticleKey;
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
    /// The hit, if all clauses hold.
    pub fn hit(&self, query: &Query, index: usize, key: Option<ArticleKey>) -> Option<Hit> {
        let mut places = Vec::new();
        // Which issue it is was settled before it was read.
        let asked = |c: &&Clause| !matches!(c.test, Test::Issue(_));
        for clause in query.clauses.iter().filter(asked) {
            let found = self.places(&clause.test);
            if found.is_some() == clause.forbidden {
                return None;
            }
            places.extend(found.unwrap_or_default());
        }
        merge(&mut places);
        let slice = self.slice;
        let (snippet, marked) = snippet::cut(slice.whole, slice.body_byte, &places);
        Some(Hit {
            index,
            number: slice.number,
            key,
            title: slice.title.to_owned(),
            source: slice.source.map(str::to_owned),
            date: slice.date,
            link: slice.link.map(str::to_owned),
            snippet,
            marked,
            count: places.len(),
        })
    }

    /// Where a test holds, as ranges of the whole article; `None` where it does not, empty where no words are asked for.
    fn places(&self, test: &Test) -> Option<Vec<Range<usize>>> {
        let whole = self.slice.whole;
        let title_end = self.slice.title.len();
        let holds = |yes: bool| yes.then(Vec::new);
        match test {
            Test::Anywhere(wanted) => {
                let mut found: Vec<_> = wanted.term.find_all(whole).collect();
                if found.is_empty() {
                    found.extend(self.spelled(wanted, 0..title_end));
                    found.extend(self.spelled(wanted, title_end + 1..self.slice.body_byte));
                }
                some(found)
            }
            Test::Title(wanted) => some(self.within(wanted, 0..title_end)),
            Test::Source(wanted) => some(self.within(wanted, title_end + 1..self.slice.body_byte)),
            Test::Date(range) => holds(
                self.slice
                    .date
                    .or(self.published)
                    .is_some_and(|day| range.contains(&day)),
            ),
            Test::Unread(yes) => holds(self.mark.read != *yes),
            Test::Starred => holds(self.mark.starred),
            Test::Issue(_) => Some(Vec::new()),
        }
    }

    fn within(&self, wanted: &Wanted, part: Range<usize>) -> Vec<Range<usize>> {
        let text = self.slice.whole.get(part.clone()).unwrap_or_default();
        let found = wanted.term.find_all(text);
        let found: Vec<_> = found
            .map(|r| r.start + part.start..r.end + part.start)
            .collect();
        if found.is_empty() {
            self.spelled(wanted, part).into_iter().collect()
        } else {
            found
        }
    }

    fn spelled(&self, wanted: &Wanted, part: Range<usize>) -> Option<Range<usize>> {
        let text = std::str::from_utf8(self.slice.whole.get(part.clone())?).ok()?;
        let found = wanted.spelling.as_ref()?.find(text)?;
        Some(found.start + part.start..found.end + part.start)
    }
}

fn some(found: Vec<Range<usize>>) -> Option<Vec<Range<usize>>> {
    (!found.is_empty()).then_some(found)
}
