//! The hits of all watch words in a library, for the reader: per group its articles, per report a number, and the places of
//! words in the text on screen.
//!
//! All groups are matched in one pass over the reports, chunk by chunk. Of a group at most
//! [`MOST_LISTED`] articles are copied, the newest; the keys of all are kept, by which it is known
//! what is new.

use super::matcher::{self};
use super::{WatchGroup, WatchWord, WatchWords, WordKind};
use crate::library::count::CountedArticle;
use crate::library::index::IndexedReport;
use crate::library::meta::Place;
use crate::library::query::merge;
use crate::library::search::ReportMatch;
use crate::model::identity::ArticleKey;
use crate::model::identity::HashedMap;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The most articles of a group that are copied for a list; all others are only counted.
const MOST_LISTED: usize = 200;

/// The watch words as they were read, and their hits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchOutcome {
    /// The words.
    pub words: Arc<WatchWords>,
    /// Their hits in the library.
    pub hits: Arc<WatchHits>,
    /// A line for each problem of the file.
    pub problems: Vec<String>,
}

/// The hits of all groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchHits {
    /// For each group its hits.
    pub groups: Vec<GroupHits>,
    /// For each report, by [`Place::id`], the number of its articles that belong to a group.
    reports: HashedMap<usize>,
}

/// The articles of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupHits {
    /// The keys of all of them, newest issue first.
    pub keys: Vec<ArticleKey>,
    /// The first of them.
    pub first: Vec<CountedArticle>,
}

/// What one chunk of reports adds.
#[derive(Default)]
struct Part {
    /// The hits of each group, by its index.
    groups: HashMap<usize, GroupHits>,
    /// For each report, by [`Place::id`], its articles that belong to a group; `None` is the lead.
    reports: HashedMap<HashSet<Option<usize>>>,
}

impl WatchHits {
    /// Finds the articles of all groups in `reports`, which are sorted newest first. Ends early when `stop` is set.
    pub fn find(words: &WatchWords, reports: &[Arc<IndexedReport>], stop: &AtomicBool) -> Self {
        let mut hits = Self {
            groups: vec![GroupHits::default(); words.groups.len()],
            reports: HashedMap::default(),
        };
        let make = |part: &mut Part, group: usize, found: &ReportMatch<'_>| {
            let meta = &found.report.meta;
            let hits = part.groups.entry(group).or_default();
            let seen = part.reports.entry(meta.place.id()).or_default();
            for one in &found.articles {
                seen.insert(one.index);
                let key = one.index.and_then(|at| meta.identity.keys.get(at));
                hits.keys.extend(key);
                if hits.first.len() < MOST_LISTED {
                    hits.first
                        .push(CountedArticle::of(meta, one.index, &one.slice));
                }
            }
        };
        matcher::run(words, reports, stop, make, |part: Part| {
            for (group, mut some) in part.groups {
                if let Some(own) = hits.groups.get_mut(group) {
                    own.keys.append(&mut some.keys);
                    let room = MOST_LISTED.saturating_sub(own.first.len());
                    own.first.extend(some.first.into_iter().take(room));
                }
            }
            let counts = part.reports.into_iter();
            hits.reports
                .extend(counts.map(|(place, seen)| (place, seen.len())));
            true
        });
        hits
    }

    /// Returns the number of articles of a report that belong to a group.
    pub fn of_report(&self, place: &Place) -> usize {
        // Nothing is hashed where there are no watch words: this runs for every row of every frame.
        if self.reports.is_empty() {
            return 0;
        }
        self.reports.get(&place.id()).copied().unwrap_or(0)
    }
}

impl WatchWords {
    /// Returns for each of `paragraphs` the places of watch words of the groups to which the article belongs, ascending and
    /// disjoint, each with the index of its group.
    pub fn places(&self, paragraphs: &[&str]) -> Vec<Vec<(Range<usize>, usize)>> {
        let mut places = vec![Vec::new(); paragraphs.len()];
        let has = |word: &WatchWord| {
            let mut terms = word.terms.iter();
            terms.any(|term| {
                paragraphs
                    .iter()
                    .any(|text| term.find_all(text).next().is_some())
            })
        };
        if self.filtered.iter().any(has) {
            return places;
        }
        let belongs = |group: &&WatchGroup| {
            let mut plain = group.of_kind(WordKind::Plain).peekable();
            (plain.peek().is_none() || plain.any(has))
                && group.of_kind(WordKind::Required).all(has)
                && !group.of_kind(WordKind::Excluded).any(has)
        };
        let groups = self.groups.iter().enumerate();
        for (number, group) in groups.filter(|(_, group)| belongs(group)) {
            for (text, places) in paragraphs.iter().zip(&mut places) {
                let found = group.shown_terms().flat_map(|term| term.find_all(text));
                let mut found: Vec<Range<usize>> = found.collect();
                merge(&mut found);
                places.extend(found.into_iter().map(|range| (range, number)));
            }
        }
        places.iter_mut().for_each(make_disjoint);
        places
    }
}

/// Sorts places by their start and leaves out those that overlap an earlier one. Where two groups share a place, the one that
/// stands first in the list marks it.
fn make_disjoint(places: &mut Vec<(Range<usize>, usize)>) {
    places.sort_by_key(|(range, group)| (range.start, *group));
    let mut end = 0;
    places.retain(|(range, _)| {
        let is_free = range.start >= end;
        end = if is_free { range.end } else { end };
        is_free
    });
}

impl WatchGroup {
    /// Returns the query of the search that finds the articles of the group, `filtered` being the words that exclude everywhere.
    pub fn query(&self, filtered: &[WatchWord]) -> String {
        let phrase = |word: &WatchWord| {
            let terms = word
                .terms
                .iter()
                .map(|term| term.folded().replace('"', " "));
            terms.map(|term| format!("\"{term}\"")).collect::<Vec<_>>()
        };
        let plain: Vec<String> = self.of_kind(WordKind::Plain).flat_map(phrase).collect();
        let required = self
            .of_kind(WordKind::Required)
            .map(|word| phrase(word).join("|"));
        let excluded = self.of_kind(WordKind::Excluded).chain(filtered);
        let excluded = excluded.map(|word| format!("-{}", phrase(word).join("|")));
        let plain = (!plain.is_empty()).then(|| plain.join("|"));
        let parts = plain.into_iter().chain(required).chain(excluded);
        parts.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::query::{self, QueryContext};

    fn words(list: &str) -> WatchWords {
        WatchWords::parse(list).0
    }

    #[test]
    fn words_are_marked_where_their_group_matches() {
        let list = words("医保\n+支付\n\n支付\n!商业\n\n保支");
        let marked = |paragraphs: &[&str]| list.places(paragraphs);
        assert_eq!(
            marked(&["醫保支付", "无"]),
            [vec![(0..6, 0), (6..12, 0)], vec![]]
        );
        assert_eq!(marked(&["支付商业"]), [vec![]]);
        assert_eq!(
            marked(&["医保", "x支付"]),
            [vec![(0..6, 0)], vec![(1..7, 0)]]
        );
        assert_eq!(
            words("[GLOBAL_FILTER]\n广告\n\n医保").places(&["医保广告"]),
            [vec![]]
        );
    }

    #[test]
    fn a_group_is_a_query() {
        let list = words("[GLOBAL_FILTER]\n广告\n\n医保|医疗保险\n社保\n+支付|结算\n!商业");
        let query = list.groups[0].query(&list.filtered);
        assert_eq!(
            query,
            "\"医保\"|\"医疗保险\"|\"社保\" \"支付\"|\"结算\" -\"商业\" -\"广告\""
        );
        assert_eq!(
            query::parse(&query, QueryContext::default())
                .unwrap()
                .clauses
                .len(),
            4
        );
    }
}
