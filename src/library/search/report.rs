//! One report against a query: which of its articles match, and where; or only how many.

use super::article::{Looked, asked, mark_holds};
use super::{Match, Matched};
use crate::library::cache::record::{Record, Slice};
use crate::library::index::Shelved;
use crate::library::query::{Clause, Query, Test};
use crate::state::{Mark, Marks};
use std::sync::Arc;

/// A query, and the marks that it may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    query: &'q Query,
    marks: &'q Marks,
    /// Whether it can be answered without any text.
    is_of_marks: bool,
}

/// Which words of a query stand in the bytes of a report, a bit for each clause; those behind the last bit are said to.
#[derive(Debug, Clone, Copy)]
pub struct Words(u64);

impl Words {
    /// Whether the word of a clause may stand in an article of the report.
    pub fn has(self, clause: usize) -> bool {
        clause >= 64 || self.0 >> clause & 1 > 0
    }
}

impl<'q> Question<'q> {
    /// A question that reports can be asked.
    pub fn new(query: &'q Query, marks: &'q Marks) -> Self {
        let of_marks =
            |test: &Test| matches!(test, Test::Issue(_) | Test::Unread(_) | Test::Starred);
        Self {
            query,
            marks,
            is_of_marks: query.clauses.iter().all(|clause| of_marks(&clause.test)),
        }
    }

    /// What matches in a report, which is read into `buffer`; nothing is `None`.
    pub fn look<'a>(&self, report: &'a Arc<Shelved>, buffer: &'a mut Vec<u8>) -> Option<Match<'a>> {
        let (words, slices) = self.read(report, buffer)?;
        let articles = slices.into_iter().enumerate().filter_map(|(index, slice)| {
            let places = self
                .looked(report, index, &slice)
                .matches(self.query, words)?;
            Some(Matched {
                index,
                slice,
                places,
            })
        });
        let articles: Vec<_> = articles.collect();
        (!articles.is_empty()).then_some(Match { report, articles })
    }

    /// How many articles match. Takes less time than to say where: the first place will do, and marks need no text.
    pub fn count(&self, report: &Shelved, buffer: &mut Vec<u8>) -> usize {
        if self.is_of_marks && self.may_match(report) {
            let marks = report.keys.iter().map(|key| self.marks.get(key).copied());
            let holds = |mark: &Mark| {
                asked(self.query)
                    .all(|(_, clause)| mark_holds(*mark, &clause.test) != clause.forbidden)
            };
            return marks.map(Option::unwrap_or_default).filter(holds).count();
        }
        let Some((words, slices)) = self.read(report, buffer) else {
            return 0;
        };
        let slices = slices.iter().enumerate();
        let holds = |(index, slice): &(usize, &Slice<'_>)| {
            self.looked(report, *index, slice).holds(self.query, words)
        };
        slices.filter(holds).count()
    }

    /// The articles of a report in which anything can match, and the words that stand in them.
    fn read<'a>(
        &self,
        report: &'a Shelved,
        buffer: &'a mut Vec<u8>,
    ) -> Option<(Words, Vec<Slice<'a>>)> {
        if !self.may_match(report) || self.lacks_a_word(report) {
            return None;
        }
        let record = report.record(buffer)?;
        let words = self.words(&record)?;
        Some((words, record.articles()?))
    }

    /// Whether the characters that were noted of a report tell that a word is missing which must stand there.
    fn lacks_a_word(&self, report: &Shelved) -> bool {
        let Some(letters) = report.letters() else {
            return false;
        };
        self.query.clauses.iter().any(|clause| match &clause.test {
            Test::Anywhere(wanted) | Test::Title(wanted) | Test::Source(wanted) => {
                !clause.forbidden && wanted.spelling.is_none() && !wanted.term.may_stand(letters)
            }
            _ => false,
        })
    }

    /// Which words stand anywhere in a record; `None` where one is missing that must. Pinyin need not stand there.
    fn words(&self, record: &Record<'_>) -> Option<Words> {
        let mut words = 0;
        for (at, clause) in self.query.clauses.iter().enumerate() {
            let (Test::Anywhere(wanted) | Test::Title(wanted) | Test::Source(wanted)) =
                &clause.test
            else {
                continue;
            };
            if wanted.term.find_short(record.searched, 0).is_some() {
                words |= 1_u64
                    .checked_shl(u32::try_from(at).unwrap_or(u32::MAX))
                    .unwrap_or(0);
            } else if !clause.forbidden && wanted.spelling.is_none() {
                return None;
            }
        }
        Some(Words(words))
    }

    /// What can be said of the whole issue without reading it.
    fn may_match(&self, report: &Shelved) -> bool {
        let clauses = &self.query.clauses;
        let holds = |clause: &Clause| match &clause.test {
            Test::Issue(range) => {
                report.number.is_some_and(|n| range.contains(&n)) != clause.forbidden
            }
            _ => true,
        };
        !clauses.is_empty() && clauses.iter().all(holds)
    }

    fn looked<'a>(&self, report: &Shelved, index: usize, slice: &'a Slice<'a>) -> Looked<'a> {
        let mark = report.keys.get(index).and_then(|key| self.marks.get(key));
        Looked {
            slice,
            mark: mark.copied().unwrap_or_default(),
            published: report.published,
        }
    }
}
