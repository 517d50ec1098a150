use super::*;
use crate::library::index::IndexedReport;
use crate::library::query::{self, MarkSets, QueryContext};
use crate::library::search::{self, IssueHits};
use crate::library::{Opened, Place};
use crate::model::transcript::Origin;
use crate::model::{Article, Block, BlockKind, Issue};
use std::sync::mpsc;

#[test]
fn the_samples_are_searched_to_the_end() {
    let (sender, events) = mpsc::channel();
    Searcher::default().search(
        7,
        query::parse("的", QueryContext::default()).unwrap(),
        MarkSets::default(),
        ReportIndex::samples(),
        sender,
    );
    let (mut articles, mut counted) = (0, 0);
    for event in events {
        let Event::Found {
            ticket: 7,
            found,
            total,
            ..
        } = event
        else {
            panic!()
        };
        articles += found.iter().map(|f| f.hits.len()).sum::<usize>();
        counted = total;
    }
    assert!(articles > 3);
    assert_eq!(articles, counted);
}

#[test]
fn what_goes_on_being_typed_is_looked_for_in_what_was_found() {
    let mut searcher = Searcher::default();
    let index = ReportIndex::samples();
    let mut totals = Vec::new();
    for typed in ["数", "数据", "数据 不会有的词", "数"] {
        let (sender, events) = mpsc::channel();
        searcher.search(
            1,
            query::parse(typed, QueryContext::default()).unwrap(),
            MarkSets::default(),
            index.clone(),
            sender,
        );
        let last = events.into_iter().last();
        let Some(Event::Found { total, .. }) = last else {
            panic!("{typed}: {last:?}")
        };
        let reports = index.newest_first();
        let query = query::parse(typed, QueryContext::default()).unwrap();
        let all = search::all(&reports, &query, &MarkSets::default());
        assert_eq!(total, all.iter().map(|f| f.hits.len()).sum::<usize>());
        totals.push(total);
    }
    assert!(totals[0] > totals[1] && totals[1] > 0, "{totals:?}");
    assert_eq!((totals[2], totals[3]), (0, totals[0]));
}

/// An index of more reports than a search lists, with three articles each; every seventh mentions tides as well.
fn many() -> ReportIndex {
    let article = |report: u32, number: u32| {
        let text = if report.is_multiple_of(7) {
            "数据与潮汐"
        } else {
            "数据"
        };
        Article {
            as_read: None,
            number,
            title: format!("第{number}篇"),
            source: None,
            date: None,
            link: None,
            original_title: None,
            blocks: vec![Block::new(BlockKind::Paragraph, text.to_owned())],
        }
    };
    let report = |number: u32| {
        let articles = (1..4)
            .map(|article_number| article(number, article_number))
            .collect();
        let issue = Issue {
            number: Some(number),
            articles,
            ..Issue::default()
        };
        IndexedReport::in_memory(&Opened {
            place: Place::File(format!("{number}.txt").into()),
            issue,
            warnings: Vec::new(),
            origin: Origin::default(),
        })
    };
    let index = ReportIndex::default();
    index.put((0..700).filter_map(report).collect());
    index
}

/// Returns everything that one search sends: the results, and for each message their number and whether it was the last.
fn told(
    searcher: &mut Searcher,
    index: &ReportIndex,
    typed: &str,
) -> (Vec<IssueHits>, Vec<(usize, bool)>) {
    let (sender, events) = mpsc::channel();
    searcher.search(
        1,
        query::parse(typed, QueryContext::default()).unwrap(),
        MarkSets::default(),
        index.clone(),
        sender,
    );
    let (mut all, mut times) = (Vec::new(), Vec::new());
    for event in events {
        let Event::Found {
            found,
            total,
            is_done,
            ..
        } = event
        else {
            panic!()
        };
        all.extend(found);
        times.push((total, is_done));
    }
    (all, times)
}

#[test]
fn what_is_told_are_the_newest_without_a_gap_and_all_are_counted() {
    let (index, mut searcher) = (many(), Searcher::default());
    for typed in [
        "数",
        "数据",
        "数",
        "数 潮汐",
        "数据",
        "-潮汐",
        "is:unread",
        "数 没有",
        "数 潮汐",
    ] {
        let (found, times) = told(&mut searcher, &index, typed);
        let query = query::parse(typed, QueryContext::default()).unwrap();
        let all = search::all(&index.newest_first(), &query, &MarkSets::default());
        let articles = |found: &[IssueHits]| found.iter().map(|f| f.hits.len()).sum::<usize>();
        assert_eq!(found.as_slice(), &all[..found.len()], "{typed}");
        assert!(articles(&found) >= articles(&all).min(1000), "{typed}");
        assert_eq!(
            times.last(),
            Some(&(articles(&all), true)),
            "{typed}: {times:?}"
        );
        assert_eq!(
            times.iter().filter(|(_, is_done)| *is_done).count(),
            1,
            "{typed}"
        );
    }
}
