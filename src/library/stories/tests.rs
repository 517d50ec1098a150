//! Tests of stories on a library of three issues.

use super::*;
use crate::library::{Opened, Place};
use crate::model::transcript::Origin;
use crate::model::{Article, Block, BlockKind, Issue};
use jiff::civil::date;

const PORT: [&str; 3] = [
    "云州港口医院启用机器人送药系统，护士站每天少走两万步，首批12台机器人昨日上岗。",
    "云州港口医院的机器人送药系统启用半年，12台机器人送药三万次，护士站每天少走两万步。",
    "海滨市发布潮汐预警，渔船回港避风，三座码头停止作业，预计周三恢复。",
];

/// A report with the articles of these titles and texts.
fn report(name: &str, day: i8, articles: &[(&str, &str)]) -> Arc<IndexedReport> {
    let articles = articles.iter().map(|(title, text)| Article {
        title: (*title).to_owned(),
        blocks: vec![Block::new(BlockKind::Paragraph, *text)],
        ..Article::default()
    });
    let opened = Opened {
        place: Place::File(name.into()),
        issue: Issue {
            published: Some(date(2025, 1, day)),
            articles: articles.collect(),
            ..Issue::default()
        },
        warnings: Vec::new(),
        origin: Origin::default(),
    };
    Arc::new(IndexedReport::in_memory(&opened).unwrap())
}

/// Three issues, newest first: the event, something else, and the event twice.
fn library() -> Vec<Arc<IndexedReport>> {
    vec![
        report(
            "3.txt",
            3,
            &[("港口医院机器人送药", PORT[0]), ("潮汐预警", PORT[2])],
        ),
        report("2.txt", 2, &[("机器人送药半年", PORT[1])]),
        report("1.txt", 1, &[("港口医院机器人送药", PORT[0])]),
    ]
}

fn stories(reports: &[Arc<IndexedReport>]) -> StoryIndex {
    StoryIndex::of(reports, &AtomicBool::new(false)).unwrap()
}

fn names(related: &[Related]) -> Vec<(String, usize, bool)> {
    let name = |one: &Related| (one.report.meta.place.name(), one.index, one.is_reprint);
    related.iter().map(name).collect()
}

#[test]
fn a_story_is_oldest_first_and_knows_its_reprints() {
    let reports = library();
    let stories = stories(&reports);
    let story = stories.story(&reports[1].meta.place, 0);
    let name = |name: &str, is_reprint| (name.to_owned(), 0, is_reprint);
    let expected = [
        name("1.txt", false),
        name("2.txt", false),
        name("3.txt", true),
    ];
    assert_eq!(names(&story), expected);
    assert!(stories.story(&reports[0].meta.place, 1).is_empty());
    let original = stories.original(&reports[0].meta.place, 0).unwrap();
    assert_eq!(original.report.meta.place.name(), "1.txt");
    assert!(stories.original(&reports[2].meta.place, 0).is_none());
}

#[test]
fn the_nearest_articles_are_the_story_and_then_others() {
    let reports = library();
    let nearest = stories(&reports).nearest(&reports[0].meta.place, 0);
    let same: Vec<bool> = nearest.iter().map(|one| one.is_same).collect();
    assert_eq!(same.iter().filter(|same| **same).count(), 2);
    assert!(nearest.iter().all(|one| (0.0..=1.0).contains(&one.score)));
    assert!(nearest[0].score > nearest[1].score && nearest[0].score > 0.9);
}

#[test]
fn of_too_many_reports_the_nearest_are_compared() {
    // Two articles, one and one.
    let reports = library();
    let names = |at, most| -> Vec<String> {
        let nearest = nearest_to(at, &reports, most).iter();
        nearest.map(|one| one.meta.place.name()).collect()
    };
    assert_eq!(names(0, 100), ["3.txt", "2.txt", "1.txt"]);
    assert_eq!(names(0, 2), ["3.txt"]);
    assert_eq!(names(0, 3), ["3.txt", "2.txt"]);
    assert_eq!(names(2, 2), ["2.txt", "1.txt"]);
    assert_eq!(names(1, 1), ["2.txt"]);
    let mut stories = stories(&reports);
    let unknown = Place::File("4.txt".into());
    assert!(!stories.leaves_out(&unknown));
    stories.is_partial = true;
    assert!(stories.leaves_out(&unknown));
    assert!(!stories.leaves_out(&reports[2].meta.place));
}

#[test]
fn an_empty_library_has_no_stories() {
    assert_eq!(stories(&[]).all().count(), 0);
}

/// A text of 60 characters that shares nothing with that of another number.
fn unlike(n: u32) -> String {
    let chars = (0..60).filter_map(|at| char::from_u32(0x4e00 + (n * 60 + at) % 20_000));
    chars.collect()
}

/// An article is compared with 64 others at most, and a story may still be longer.
#[test]
fn a_story_of_two_hundred_reprints_is_one_story() {
    let reports: Vec<_> = (0..200)
        .map(|n| {
            let articles = [("港口医院机器人送药", PORT[0]), ("潮汐", &unlike(n))];
            report(&format!("{n:03}.txt"), 1, &articles)
        })
        .collect();
    let stories = stories(&reports);
    let longest = stories.all().map(|story| story.len()).max();
    assert_eq!(longest, Some(200));
}

#[test]
fn a_whole_story_is_nearer_than_one_article_of_a_sibling_event() {
    let article = |story| StoryArticle {
        report: 0,
        index: 0,
        day: None,
        story: Some(story),
        best: 0,
        background: 0,
        original: None,
    };
    // 0, 1 and 2 are one event, 3 and 4 its sibling.
    let mut members = Grouped::default();
    members.push([0, 1, 2]);
    members.push([3, 4]);
    let stories = StoryIndex {
        articles: [0, 0, 0, 1, 1].map(article).to_vec(),
        stories: members,
        ..StoryIndex::default()
    };
    let mixed = stories.mixed_with_stories(0, &[(1, 500), (2, 700), (3, 750), (4, 150)]);
    assert_eq!(mixed, [(1, 560), (2, 640), (3, 570), (4, 330)]);
}

#[test]
fn the_bulletins_of_two_days_are_not_the_same_event() {
    let bulletin = |n: u32| {
        let (day, cases, all) = (n % 28 + 1, n * 37 % 61 + 2, 300 + n * 41);
        format!(
            "云州市卫生监测中心通报：{day}日0时至24时，全市报告流感样病例新增{cases}例，治愈{n}例，累计报告{all}例，均在定点医院治疗。"
        )
    };
    let mut reports: Vec<_> = (0..60)
        .map(|n| {
            let articles = [("流感样病例通报", &*bulletin(n)), ("潮汐", &unlike(n))];
            report(&format!("{n:03}.txt"), 1, &articles)
        })
        .collect();
    reports.extend(library());
    let stories = stories(&reports);
    let same = |report: usize| {
        let nearest = stories.nearest(&reports[report].meta.place, 0);
        nearest.iter().filter(|near| near.is_same).count()
    };
    assert_eq!((same(10), same(30)), (0, 0));
    assert_eq!(same(60), 2);
    assert!(stories.original(&reports[10].meta.place, 0).is_none());
}

#[test]
fn a_form_that_is_filled_in_anew_is_another_event_and_a_reprint_is_not() {
    let form = |level: &str| {
        let stocks: String = (1..4).map(unlike).collect();
        format!("潮生指数报{level}点。{stocks}")
    };
    let noon = form("3215.8");
    let mut texts = vec![
        noon.clone(),
        form("3220.4"),
        format!("云州日报3月11日讯：{noon}"),
    ];
    // Figures weigh little in a library in which other articles have some too.
    texts.extend((5..65).map(unlike));
    let texts = texts.iter().zip(0..);
    let reports: Vec<_> = texts
        .map(|(text, n)| {
            let title = if n < 3 {
                "潮生指数报盘"
            } else {
                "潮汐"
            };
            report(&format!("{n}.txt"), 1, &[(title, text)])
        })
        .collect();
    let nearest = stories(&reports).nearest(&reports[0].meta.place, 0);
    let found = |name: &str| {
        let found = nearest
            .iter()
            .find(|n| n.report.meta.place.name() == name && n.index == 0);
        found.map(|near| (near.score > 0.9, near.is_same))
    };
    assert_eq!(found("1.txt"), Some((true, false)));
    assert_eq!(found("2.txt"), Some((true, true)));
}

#[test]
fn a_column_with_one_title_is_no_story_and_its_reprint_belongs_to_one() {
    let mut reports: Vec<_> = (0..9_u8)
        .map(|n| {
            let text = unlike(n.into());
            report(
                &format!("{n}.txt"),
                28 - n.cast_signed(),
                &[("云州快讯", &text)],
            )
        })
        .collect();
    assert_eq!(stories(&reports).all().count(), 0);
    reports.push(report("9.txt", 19, &[("云州快讯", &unlike(8))]));
    let stories = stories(&reports);
    let story = stories.story(&reports[9].meta.place, 0);
    let expected = [("9.txt", false), ("8.txt", true)];
    assert_eq!(
        names(&story),
        expected.map(|(name, is_reprint)| (name.to_owned(), 0, is_reprint))
    );
}
