//! Finds the articles of all groups of watch words in one pass over the text.
//!
//! All spellings form one automaton (Aho–Corasick), and each article's text is folded once and read once, whatever the
//! number of words. Searching word by word, as the search does, reads the text once for each.

use super::{WatchGroup, WatchWord, WatchWords, WordKind};
use crate::library::cache::compact_text;
use crate::library::cache::folded_text;
use crate::library::cache::record::Slice;
use crate::library::index::IndexedReport;
use crate::library::query::merge;
use crate::library::search::parallel::for_each_in_order;
use crate::library::search::{ArticleMatch, ReportMatch};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The watch words as an automaton, with the groups that each spelling belongs to.
#[derive(Debug)]
pub struct WatchMatcher<'w> {
    /// The groups, in the order of the file.
    groups: &'w [WatchGroup],
    /// All spellings in folded compact text; `None` where there are none.
    automaton: Option<AhoCorasick>,
    /// For each spelling the groups for which it is a reason to look closer.
    candidates: Vec<Vec<usize>>,
    /// The groups without plain and required words, to which any article may belong.
    open: Vec<usize>,
    /// What each group asks for, by the numbers of spellings.
    conditions: Vec<Conditions>,
    /// The spellings that exclude everywhere.
    filtered: Vec<usize>,
}

/// A group's words as the numbers of their spellings.
#[derive(Debug, Default)]
struct Conditions {
    /// The spellings of all plain words, any of which must occur; none where there are no plain words.
    plain: Vec<usize>,
    /// The spellings of each required word, any of which must occur.
    required: Vec<Vec<usize>>,
    /// The spellings of all excluded words, none of which may occur.
    excluded: Vec<usize>,
}

/// An article that belongs to groups.
#[cfg(test)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedArticle {
    /// Its index among the issue's articles.
    pub index: usize,
    /// The indices of the groups, ascending.
    pub groups: Vec<usize>,
}

/// The buffers of a thread and the spellings found in the article at hand.
#[derive(Debug, Default)]
pub struct WatchBuffers {
    /// The text of the article at hand, folded.
    folded: Vec<u8>,
    /// For each spelling the stamp of the last article in which it was found.
    seen: Vec<u32>,
    /// The stamp of the article at hand. Nothing needs clearing between articles.
    stamp: u32,
    /// The spellings found in the article at hand, each once.
    found: Vec<usize>,
}

impl WatchBuffers {
    fn has(&self, spelling: usize) -> bool {
        self.seen.get(spelling) == Some(&self.stamp)
    }

    fn has_any(&self, spellings: &[usize]) -> bool {
        spellings.iter().any(|one| self.has(*one))
    }
}

/// The most bytes of spellings for which the automaton is a table of all states and bytes, which is the fastest but takes a
/// kilobyte a byte.
const MOST_DFA_BYTES: usize = 1 << 14;

impl<'w> WatchMatcher<'w> {
    /// Compiles the automaton of `words`.
    pub fn new(words: &'w WatchWords) -> Self {
        let mut spellings = Spellings::default();
        let groups = words.groups.iter();
        let conditions: Vec<_> = groups.map(|group| spellings.conditions(group)).collect();
        let filtered = words.filtered.iter();
        let filtered = filtered.flat_map(|word| spellings.of(word)).collect();
        let patterns = spellings.patterns;
        let mut candidates = vec![Vec::new(); patterns.len()];
        let mut open = Vec::new();
        for (group, conditions) in conditions.iter().enumerate() {
            let Some(reasons) = conditions.reasons() else {
                open.push(group);
                continue;
            };
            for reason in reasons {
                if let Some(groups) = candidates.get_mut(*reason) {
                    groups.push(group);
                }
            }
        }
        let bytes: usize = patterns.iter().map(Vec::len).sum();
        let mut builder = AhoCorasick::builder();
        builder
            .match_kind(MatchKind::Standard)
            .kind((bytes <= MOST_DFA_BYTES).then_some(AhoCorasickKind::DFA));
        Self {
            groups: &words.groups,
            automaton: builder.build(patterns).ok(),
            candidates,
            open,
            conditions,
            filtered,
        }
    }

    /// Returns the articles of a report that belong to a group. The record is read into `record`.
    #[cfg(test)]
    fn find(
        &self,
        report: &IndexedReport,
        record: &mut Vec<u8>,
        buffers: &mut WatchBuffers,
    ) -> Vec<WatchedArticle> {
        let mut articles = Vec::new();
        self.for_each(report, record, buffers, |index, _, groups| {
            articles.push(WatchedArticle { index, groups });
        });
        articles
    }

    /// Calls `take` with the index, the text and the groups of each article of a report that belongs to one.
    pub fn for_each<'r>(
        &self,
        report: &'r IndexedReport,
        record: &'r mut Vec<u8>,
        buffers: &mut WatchBuffers,
        mut take: impl FnMut(usize, Slice<'r>, Vec<usize>),
    ) {
        let articles = report.record(record).and_then(|record| record.articles());
        for (index, slice) in articles.into_iter().flatten().enumerate() {
            let groups = self.groups_of(slice.whole, buffers);
            if !groups.is_empty() {
                take(index, slice, groups);
            }
        }
    }

    /// Returns the groups of an article by its compact text, ascending.
    fn groups_of(&self, text: &[u8], buffers: &mut WatchBuffers) -> Vec<usize> {
        self.look(text, buffers);
        if buffers.has_any(&self.filtered) {
            return Vec::new();
        }
        let found = buffers.found.iter();
        let candidates = found.filter_map(|spelling| self.candidates.get(*spelling));
        let mut groups: Vec<usize> = candidates.flatten().chain(&self.open).copied().collect();
        groups.sort_unstable();
        groups.dedup();
        groups.retain(|group| {
            let conditions = self.conditions.get(*group);
            conditions.is_some_and(|conditions| conditions.hold(buffers))
        });
        groups
    }

    /// Notes the spellings that occur in an article.
    fn look(&self, text: &[u8], buffers: &mut WatchBuffers) {
        buffers.stamp += 1;
        buffers.seen.resize(self.candidates.len(), 0);
        buffers.found.clear();
        let Some(automaton) = &self.automaton else {
            return;
        };
        let folded = folded_text::fold(text, &mut buffers.folded);
        // Overlapping, since 医保 also occurs where 医保局 does.
        for found in automaton.find_overlapping_iter(folded) {
            let spelling = found.pattern().as_usize();
            let Some(seen) = buffers.seen.get_mut(spelling) else {
                continue;
            };
            if *seen != buffers.stamp && compact_text::is_start(folded, found.start()) {
                *seen = buffers.stamp;
                buffers.found.push(spelling);
            }
        }
    }

    /// Returns an article with the places of a group's plain and required words, for its snippet.
    pub fn article<'a>(&self, index: usize, slice: Slice<'a>, group: usize) -> ArticleMatch<'a> {
        let terms = self.groups.get(group).into_iter();
        let places = terms
            .flat_map(WatchGroup::shown_terms)
            .flat_map(|term| term.find_all_compact(slice.whole));
        let mut places: Vec<Range<usize>> = places.collect();
        merge(&mut places);
        ArticleMatch {
            index: Some(index),
            slice,
            places,
        }
    }
}

/// Finds the watched articles of `reports` on all cores and hands the results to `take`, a few reports at a time, in the order
/// of `reports`. `make` adds a group's articles of one report to the result of its chunk, on the searching threads.
pub fn run<T: Default + Send>(
    words: &WatchWords,
    reports: &[Arc<IndexedReport>],
    stop: &AtomicBool,
    make: impl Fn(&mut T, usize, &ReportMatch<'_>) + Sync,
    take: impl FnMut(T) -> bool,
) {
    let matcher = WatchMatcher::new(words);
    let work = |made: &mut Option<T>,
                report: &Arc<IndexedReport>,
                (record, buffers): &mut (Vec<u8>, WatchBuffers)| {
        let mut by_group: BTreeMap<usize, Vec<ArticleMatch<'_>>> = BTreeMap::new();
        matcher.for_each(report, record, buffers, |index, slice, groups| {
            for group in groups {
                let article = matcher.article(index, slice.clone(), group);
                by_group.entry(group).or_default().push(article);
            }
        });
        for (group, articles) in by_group {
            let found = ReportMatch { report, articles };
            make(made.get_or_insert_default(), group, &found);
        }
    };
    for_each_in_order(reports, stop, work, take);
}

impl Conditions {
    /// True if the article at hand belongs to the group.
    fn hold(&self, found: &WatchBuffers) -> bool {
        (self.plain.is_empty() || found.has_any(&self.plain))
            && self.required.iter().all(|one| found.has_any(one))
            && !found.has_any(&self.excluded)
    }

    /// Returns spellings of which one occurs in every article of the group; `None` where there are none such.
    fn reasons(&self) -> Option<&[usize]> {
        match self.plain.as_slice() {
            [] => self.required.first().map(Vec::as_slice),
            plain => Some(plain),
        }
    }
}

/// The distinct spellings of all words, in folded compact text.
#[derive(Debug, Default)]
struct Spellings {
    /// The spellings in compact text, by their numbers.
    patterns: Vec<Vec<u8>>,
    /// The number of each folded spelling.
    numbers: HashMap<String, usize>,
}

impl Spellings {
    /// Returns the conditions of a group; its spellings are added where they are new.
    fn conditions(&mut self, group: &WatchGroup) -> Conditions {
        let mut conditions = Conditions::default();
        for word in &group.words {
            let spellings = self.of(word);
            match word.kind {
                WordKind::Plain => conditions.plain.extend(spellings),
                WordKind::Required => conditions.required.push(spellings),
                WordKind::Excluded => conditions.excluded.extend(spellings),
            }
        }
        conditions
    }

    /// Returns the numbers of a word's spellings.
    fn of(&mut self, word: &WatchWord) -> Vec<usize> {
        let terms = word.terms.iter();
        terms.map(|term| self.number(term.folded())).collect()
    }

    /// Returns the number of a folded spelling, which is added where it is new.
    fn number(&mut self, folded: &str) -> usize {
        if let Some(number) = self.numbers.get(folded) {
            return *number;
        }
        let mut pattern = Vec::new();
        compact_text::write(&mut pattern, folded);
        self.patterns.push(pattern);
        let number = self.patterns.len() - 1;
        self.numbers.insert(folded.to_owned(), number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::query::{self, MarkSets, QueryContext};
    use crate::library::search::matcher::QueryMatcher;
    use crate::library::{Opened, Place};
    use crate::model::transcript::Origin;
    use crate::model::{Article, Block, BlockKind, Issue};

    fn report(texts: &[String]) -> Arc<IndexedReport> {
        let article = |text: &String| Article {
            title: text.chars().take(3).collect(),
            source: Some(text.chars().skip(3).take(2).collect()),
            blocks: vec![Block::new(
                BlockKind::Paragraph,
                text.chars().skip(5).collect::<String>(),
            )],
            ..Article::default()
        };
        let issue = Issue {
            articles: texts.iter().map(article).collect(),
            ..Issue::default()
        };
        let opened = Opened {
            place: Place::Sample(0),
            issue,
            warnings: Vec::new(),
            origin: Origin::default(),
        };
        Arc::new(IndexedReport::in_memory(&opened).unwrap())
    }

    /// The groups of each article.
    fn found(list: &str, texts: &[&str]) -> Vec<Vec<usize>> {
        let (words, _) = WatchWords::parse(list);
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let mut groups = vec![Vec::new(); texts.len()];
        let matcher = WatchMatcher::new(&words);
        let report = report(&texts);
        for article in matcher.find(&report, &mut Vec::new(), &mut WatchBuffers::default()) {
            groups[article.index] = article.groups;
        }
        groups
    }

    #[test]
    fn words_that_must_may_and_must_not_occur() {
        let list = "医保\n医院\n+支付|结算\n!商业\n\n!医保\n\n+医院\n\n医保局";
        let texts = [
            "标题一来源医保支付",
            "标题一来源医院结算商业",
            "标题一来源医保局",
            "标题一来源无",
        ];
        assert_eq!(found(list, &texts), [vec![0], vec![1, 2], vec![3], vec![1]]);
        assert_eq!(
            found(
                "[GLOBAL_FILTER]\n广告\n\n医保",
                &["标题一医保", "标题一医保广告"]
            ),
            [vec![0], vec![]]
        );
        assert_eq!(found("", &["医保"]), [Vec::<usize>::new()]);
    }

    #[test]
    fn every_width_case_and_script_is_found() {
        let texts = [
            "标题一来源醫保ＡＩ",
            "标题一来源医\u{200b}保ａi",
            "标题一来源医疗",
            "标题一来源〔2025〕",
        ];
        assert_eq!(
            found("医保\n\nAi\n\n醫療\n\n[号]\n（2025）", &texts),
            [vec![0, 1], vec![0, 1], vec![2], vec![3]]
        );
        // A word never spans two lines of an article: its title has three characters here.
        assert_eq!(found("三四", &["一二三四五六"]), [Vec::<usize>::new()]);
    }

    proptest::proptest! {
        #[test]
        fn a_word_is_found_where_the_search_finds_it(
            words in proptest::collection::vec("[医醫保aAＡ台臺檯鱻𠀀]{1,3}", 1..6),
            texts in proptest::collection::vec("[医醫保aAＡb台臺檯鱻𠀀，\u{200b}]{0,20}", 1..4),
        ) {
            let (list, slips) = WatchWords::parse(&words.join("\n\n"));
            proptest::prop_assert!(slips.is_empty());
            let report = report(&texts);
            let matcher = WatchMatcher::new(&list);
            let watched = matcher.find(&report, &mut Vec::new(), &mut WatchBuffers::default());
            for (number, word) in words.iter().enumerate() {
                let query = query::parse(&format!("\"{word}\""), QueryContext::default()).unwrap();
                let marks = MarkSets::default();
                let mut buffer = Vec::new();
                let found = QueryMatcher::new(&query, &marks).find(&report, &mut buffer);
                let searched: Vec<usize> = found.iter().flat_map(|f| &f.articles).filter_map(|a| a.index).collect();
                let own = watched.iter().filter(|article| article.groups.contains(&number));
                proptest::prop_assert_eq!(own.map(|a| a.index).collect::<Vec<_>>(), searched);
            }
        }
    }
}
