//! Counts the articles that a query finds: by year, month, source, series or issue, or by two of these.
//!
//! The articles are those of [`search::run`], so that the sums are always those of the search: a lead in which a word of the
//! query stands counts as one. A query without clauses counts the articles alone.
//!
//! Each searching thread counts the articles of its own reports; the counts are added up in the
//! order of the reports, so that the first articles of a key are the newest. Gaps between years and
//! months are filled at the end. An article without its own day counts by the day of its issue.

use super::index::IndexedReport;
use super::meta::{Place, ReportMeta};
use super::query::{MarkSets, Query};
use super::search::parallel::for_each_in_order;
use super::search::{self, ReportMatch};
use crate::library::cache::compact_text;
use crate::library::cache::record::Slice;
use crate::model::identity::ArticleKey;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The property of an article by which it is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountBy {
    /// The year of its day.
    Year,
    /// The month of its day.
    #[default]
    Month,
    /// Its source.
    Source,
    /// The title of its report.
    Series,
    /// The number of its issue.
    Issue,
}

/// A value of that property. The order is that of the results: what lacks the property comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountKey {
    /// A year.
    Year(i16),
    /// A year and a month.
    Month(i16, i8),
    /// An issue number.
    Issue(u32),
    /// A source or a series.
    Name(String),
    /// The article has no day, source, series or number.
    Missing,
}

/// The articles of one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountBucket {
    /// Their number.
    pub articles: usize,
    /// The first of them, newest issue first, as many as were asked for.
    pub first: Vec<CountedArticle>,
}

/// An article of a count or of a watch word, for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedArticle {
    /// Its report.
    pub place: Place,
    /// Its key; `None` for the lead.
    pub key: Option<ArticleKey>,
    /// Its title.
    pub title: String,
    /// Its source.
    pub source: Option<String>,
    /// Its day, else that of its issue.
    pub day: Option<Date>,
}

/// Counts by one key or two.
pub type Counts = BTreeMap<(CountKey, Option<CountKey>), CountBucket>;

impl CountBy {
    /// All properties, in the order of the help.
    pub const ALL: [Self; 5] = [
        Self::Year,
        Self::Month,
        Self::Source,
        Self::Series,
        Self::Issue,
    ];

    /// Returns the name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Source => "source",
            Self::Series => "series",
            Self::Issue => "issue",
        }
    }

    /// True for years and months, between which no gap is left.
    pub const fn is_time(self) -> bool {
        matches!(self, Self::Year | Self::Month)
    }

    /// Returns the key of an article.
    fn key(self, meta: &ReportMeta, article: &Slice<'_>) -> CountKey {
        let day = article.date.or(meta.published);
        let key = match self {
            Self::Year => day.map(|day| CountKey::Year(day.year())),
            Self::Month => day.map(|day| CountKey::Month(day.year(), day.month())),
            Self::Source => article.source().map(compact_text::read).map(CountKey::Name),
            Self::Series => meta.series().map(|title| CountKey::Name(title.to_owned())),
            Self::Issue => meta.number.map(CountKey::Issue),
        };
        key.unwrap_or(CountKey::Missing)
    }
}

impl CountKey {
    /// Returns the year or month after this one; `None` for all other keys, and at the end of time.
    fn next(&self) -> Option<Self> {
        match self {
            Self::Year(year) => Some(Self::Year(year.checked_add(1)?)),
            Self::Month(year, 12) => Some(Self::Month(year.checked_add(1)?, 1)),
            Self::Month(year, month) => Some(Self::Month(*year, month + 1)),
            _ => None,
        }
    }

    /// Returns the first and the last day of a year or month; `None` for all other keys.
    pub fn days(&self) -> Option<(Date, Date)> {
        match *self {
            Self::Year(year) => {
                let first = Date::new(year, 1, 1).ok()?;
                Some((first, first.last_of_year()))
            }
            Self::Month(year, month) => {
                let first = Date::new(year, month, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            _ => None,
        }
    }

    /// Returns the key as text, empty where it is missing: `2025`, `2025-03`, `629`, or the name.
    pub fn text(&self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Issue(number) => number.to_string(),
            Self::Name(name) => name.clone(),
            Self::Missing => String::new(),
        }
    }
}

impl CountedArticle {
    /// Copies an article out of its record; without an index the lead.
    pub fn of(meta: &ReportMeta, index: Option<usize>, slice: &Slice<'_>) -> Self {
        Self {
            place: meta.place.clone(),
            key: index.and_then(|at| meta.identity.keys.get(at).copied()),
            title: compact_text::read(&search::title(meta, index, slice)),
            source: slice.source().map(compact_text::read),
            day: slice.date.or(meta.published),
        }
    }
}

/// Counts the articles of `reports` that `query` finds, all articles for a query without clauses. Of each key the first
/// `keep` articles are copied. Years and months have no gaps.
pub fn count(
    reports: &[Arc<IndexedReport>],
    query: &Query,
    marks: &MarkSets,
    by: (CountBy, Option<CountBy>),
    keep: usize,
    stop: &AtomicBool,
) -> Counts {
    let add = |counts: &mut Counts, meta: &ReportMeta, index: Option<usize>, slice: &Slice<'_>| {
        let key = (by.0.key(meta, slice), by.1.map(|by| by.key(meta, slice)));
        let bucket = counts.entry(key).or_default();
        bucket.articles += 1;
        if bucket.first.len() < keep {
            bucket.first.push(CountedArticle::of(meta, index, slice));
        }
    };
    let mut all = Counts::new();
    let take = |some: Counts| {
        merge(&mut all, some, keep);
        true
    };
    // An empty query matches nothing in a search, but counts everything.
    if query.clauses.is_empty() {
        let add_all = |made: &mut Option<Counts>, report: &Arc<IndexedReport>, buffer: &mut _| {
            let articles = report.record(buffer).and_then(|record| record.articles());
            for (index, slice) in articles.into_iter().flatten().enumerate() {
                let counts = made.get_or_insert_default();
                add(counts, &report.meta, Some(index), &slice);
            }
        };
        for_each_in_order(reports, stop, add_all, take);
    } else {
        let make = |counts: &mut Counts, found: &ReportMatch<'_>| {
            for one in &found.articles {
                add(counts, &found.report.meta, one.index, &one.slice);
            }
        };
        search::run(reports, query, marks, stop, make, take);
    }
    fill_gaps(&mut all, by);
    all
}

/// Adds the counts of older reports to `all`, which keeps the first `keep` articles of each key.
fn merge(all: &mut Counts, older: Counts, keep: usize) {
    for (key, mut bucket) in older {
        let own = all.entry(key).or_default();
        own.articles += bucket.articles;
        bucket.first.truncate(keep - own.first.len());
        own.first.append(&mut bucket.first);
    }
}

/// Returns the keys of an axis in order; of an axis of time also those between the first and the last.
fn axis(keys: BTreeSet<CountKey>, is_time: bool) -> BTreeSet<CountKey> {
    let dated = keys.iter().rfind(|key| **key != CountKey::Missing);
    let (Some(last), true) = (dated.cloned(), is_time) else {
        return keys;
    };
    // From the first dated key to the last; what lacks a date stays outside.
    let all = std::iter::successors(keys.first().cloned(), CountKey::next);
    let dated = all.take_while(|key| *key <= last).collect::<BTreeSet<_>>();
    dated.union(&keys).cloned().collect()
}

/// Adds the years and months without articles between the first and the last. With two keys each of these gets every value of
/// the other key, so that the counts make a table.
fn fill_gaps(counts: &mut Counts, by: (CountBy, Option<CountBy>)) {
    let first = axis(
        counts.keys().map(|(key, _)| key.clone()).collect(),
        by.0.is_time(),
    );
    let Some(second_by) = by.1 else {
        for key in first {
            counts.entry((key, None)).or_default();
        }
        return;
    };
    if !by.0.is_time() && !second_by.is_time() {
        return;
    }
    let second = counts.keys().filter_map(|(_, key)| key.clone()).collect();
    let second = axis(second, second_by.is_time());
    for key in &first {
        // A year and its months belong together; all other pairs can occur.
        let belongs = |other: &&CountKey| match (key, other) {
            (CountKey::Year(year), CountKey::Month(of, _))
            | (CountKey::Month(of, _), CountKey::Year(year)) => year == of,
            // Pairs with a missing key are shown only where they have articles.
            (CountKey::Missing, _) | (_, CountKey::Missing) => false,
            _ => true,
        };
        for other in second.iter().filter(belongs) {
            counts
                .entry((key.clone(), Some(other.clone())))
                .or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Opened;
    use crate::library::query;
    use crate::model::transcript::Origin;
    use crate::model::{Article, Issue};
    use jiff::civil::date;

    fn report(number: u32, articles: &[(&str, Option<&str>, Option<Date>)]) -> Arc<IndexedReport> {
        let article = |(title, source, date): &(&str, Option<&str>, Option<Date>)| Article {
            title: (*title).to_owned(),
            source: source.map(str::to_owned),
            date: *date,
            ..Article::default()
        };
        let issue = Issue {
            title: Some("云州周报".to_owned()),
            number: Some(number),
            articles: articles.iter().map(article).collect(),
            ..Issue::default()
        };
        let opened = Opened {
            place: Place::Sample(number as usize),
            issue,
            warnings: Vec::new(),
            origin: Origin::default(),
        };
        Arc::new(IndexedReport::in_memory(&opened).unwrap())
    }

    fn counted(typed: &str, by: (CountBy, Option<CountBy>)) -> Vec<String> {
        let reports = [
            report(
                2,
                &[
                    ("医保甲", Some("乙报"), Some(date(2025, 2, 1))),
                    ("医保", None, None),
                ],
            ),
            report(
                1,
                &[
                    ("医保乙", Some("甲报"), Some(date(2024, 11, 9))),
                    ("其他", Some("甲报"), Some(date(2024, 11, 1))),
                ],
            ),
        ];
        let query = query::parse(typed, query::QueryContext::default()).unwrap();
        let never = AtomicBool::new(false);
        let counts = count(&reports, &query, &MarkSets::default(), by, 1, &never);
        assert!(
            counts
                .values()
                .all(|bucket| bucket.first.len() == bucket.articles.min(1))
        );
        let line = |((key, second), bucket): (&(CountKey, Option<CountKey>), &CountBucket)| {
            let second = second.as_ref().map(|key| format!(" {}", key.text()));
            format!(
                "{}{} {}",
                key.text(),
                second.unwrap_or_default(),
                bucket.articles
            )
        };
        counts.iter().map(line).collect()
    }

    #[test]
    fn months_have_no_gaps_and_what_is_undated_comes_last() {
        let by = |by| (by, None);
        assert_eq!(
            counted("医保", by(CountBy::Month)),
            ["2024-11 1", "2024-12 0", "2025-01 0", "2025-02 1", " 1"]
        );
        assert_eq!(counted("", by(CountBy::Year)), ["2024 2", "2025 1", " 1"]);
        assert_eq!(counted("", by(CountBy::Source)), ["乙报 1", "甲报 2", " 1"]);
        assert_eq!(counted("", by(CountBy::Series)), ["云州周报 4"]);
        assert_eq!(counted("", by(CountBy::Issue)), ["1 2", "2 2"]);
        assert_eq!(counted("没有", by(CountBy::Month)), [""; 0]);
    }

    #[test]
    fn two_keys_make_a_table() {
        let by = (CountBy::Year, Some(CountBy::Source));
        assert_eq!(
            counted("", by),
            [
                "2024 乙报 0",
                "2024 甲报 2",
                "2025 乙报 1",
                "2025 甲报 0",
                "  1"
            ]
        );
        let by = (CountBy::Year, Some(CountBy::Month));
        assert_eq!(
            counted("医保", by),
            [
                "2024 2024-11 1",
                "2024 2024-12 0",
                "2025 2025-01 0",
                "2025 2025-02 1",
                "  1"
            ]
        );
        let by = (CountBy::Issue, Some(CountBy::Source));
        assert_eq!(counted("医保", by), ["1 甲报 1", "2 乙报 1", "2  1"]);
    }
}
