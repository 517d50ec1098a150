use super::*;
use crate::library::query::{self, QueryContext};
use crate::library::scan::{self, ScanOptions};
use crate::state::{Mark, Marks, NewArticles};
use std::fs;

/// Three issues in the layout of a text extraction; 医保 is broken over two lines in the oldest.
fn shelf() -> (tempfile::TempDir, Vec<Arc<IndexedReport>>) {
    let dir = tempfile::tempdir().unwrap();
    let report = |number: u32, title: &str, source: &str, text: &str| {
        format!(
            "云州卫生信息化监测周报\n\n（第{number}期）\n\n一、信息目录\n\n1.{title}\n\n（{source}）\n\n二、具体内容\n\n\
             1.标题：{title}\n\n来源：{source}\n\n链接：\n\nhttps://news.example.cn/{number}.html\n\n主要内容：\n\n{title}\n\n\
             2025-06-{number} 来源：{source}\n\n{text}\n"
        )
    };
    let write = |name: &str, text: String| fs::write(dir.path().join(name), text).unwrap();
    let long = "云州市今年起在全市二百多家定点机构逐步推开，参保人就诊后可以直接用医\n\n保账户支付，不必先垫付再报销，全年预计少跑腿十万人次。";
    write("a.txt", report(12, "云州试点直接结算", "云州日报", long));
    write(
        "b.txt",
        report(13, "醫保新規發布", "海湾新闻", "本月起施行。"),
    );
    write(
        "c.txt",
        report(
            14,
            "AI 分身上线",
            "云州日报",
            "两位医生的“ＡＩ分身”开始答疑。",
        ),
    );
    let reports = scan::complete(&[dir.path().to_owned()], &ScanOptions::default())
        .index
        .newest_first();
    (dir, reports)
}

fn issues(reports: &[Arc<IndexedReport>], typed: &str) -> Vec<u32> {
    let query = query::parse(typed, QueryContext::default()).unwrap();
    all(reports, &query, &MarkSets::default())
        .iter()
        .filter_map(|f| f.meta.number)
        .collect()
}

#[test]
fn newest_first_over_the_layouts_line_breaks_in_every_script() {
    let (_dir, reports) = shelf();
    assert_eq!(issues(&reports, "医保"), [13, 12]);
    assert_eq!(issues(&reports, "ai分身"), [14]);
    assert_eq!(issues(&reports, "医保 -施行"), [12]);
    assert_eq!(issues(&reports, "医 本月"), [13]);
    assert_eq!(issues(&reports, ""), [0_u32; 0]);
}

#[test]
fn filters_narrow() {
    let (_dir, reports) = shelf();
    assert_eq!(issues(&reports, "来源:云州日报"), [14, 12]);
    assert_eq!(issues(&reports, "标题:结算"), [12]);
    assert_eq!(issues(&reports, "期:13-14 医"), [14, 13]);
    assert_eq!(issues(&reports, "-期:13 医"), [14, 12]);
    assert_eq!(issues(&reports, "日期:2025-06-13..2025-06-14"), [14, 13]);
}

#[test]
fn titles_and_sources_by_pinyin() {
    let (_dir, reports) = shelf();
    assert_eq!(issues(&reports, "yibao"), [13]);
    assert_eq!(issues(&reports, "yzrb"), [14, 12]);
    assert_eq!(issues(&reports, "title:yb"), [13]);
    assert_eq!(issues(&reports, "source:yb"), [0_u32; 0]);
}

#[test]
fn marks_are_asked_for() {
    let (_dir, reports) = shelf();
    let key = reports[0].meta.identity.keys[0];
    let marks = Marks::from([(
        key,
        Mark {
            read: true,
            starred: true,
            sent: false,
        },
    )]);
    let marks = MarkSets::from(marks);
    let numbers = |typed: &str| {
        let found = all(
            &reports,
            &query::parse(typed, QueryContext::default()).unwrap(),
            &marks,
        );
        found
            .iter()
            .filter_map(|f| f.meta.number)
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers("is:starred"), [14]);
    assert_eq!(numbers("is:unread"), [13, 12]);
    assert_eq!(numbers("is:read 分身"), [14]);
}

#[test]
fn a_hit_says_where_it_is() {
    let (_dir, reports) = shelf();
    let found = all(
        &reports,
        &query::parse("医保", QueryContext::default()).unwrap(),
        &MarkSets::default(),
    );
    let hit = &found[1].hits[0];
    assert_eq!(
        (hit.index, hit.source.as_deref(), hit.count),
        (Some(0), Some("云州日报"), 1)
    );
    assert_eq!(hit.snippet.get(hit.marked[0].clone()), Some("医保"));
    assert_eq!(found[0].hits[0].count, 1);
}

/// Words, pinyin, phrases and filters, each of which something in [`shelf`] answers and something does not.
const CLAUSES: [&str; 28] = [
    "医保",
    "医",
    "的",
    "ai分身",
    "yibao",
    "yb",
    "y",
    "zy",
    "分身",
    "没有的",
    "\"医生的\"",
    "标题:医",
    "标题:yb",
    "来源:云州",
    "来源:hwxw",
    "期:13",
    "期:12-13",
    "日期:2025-06-13",
    "日期:2025",
    "is:unread",
    "is:starred",
    "is:read",
    "医保|分身",
    "标题:yb|分身",
    "来源:海湾 来源:云州",
    "刊:监测周报|别的",
    "路径:a.txt",
    "医bao",
];

proptest::proptest! {
    #[test]
    fn as_many_are_counted_as_are_found(
        clauses in proptest::collection::vec((0..CLAUSES.len(), proptest::bool::ANY), 1..4),
        marked in proptest::collection::vec((proptest::bool::ANY, proptest::bool::ANY), 3),
    ) {
        let reports = &SHELF.1;
        let keys = reports.iter().map(|report| report.meta.identity.keys[0]);
        let marks = keys.zip(&marked).map(|(key, (read, starred))| (key, Mark { read: *read, starred: *starred, ..Mark::default() }));
        let marks = MarkSets::from(marks.collect::<Marks>());
        let typed = clauses.iter().map(|(at, forbidden)| format!("{}{}", if *forbidden { "-" } else { "" }, CLAUSES[*at]));
        let typed = typed.collect::<Vec<_>>().join(" ");
        let query = query::parse(&typed, QueryContext::default()).unwrap();
        let matcher = QueryMatcher::new(&query, &marks);
        // The matches of each clause alone give the matches of all of them.
        let alone = |clause: &query::Clause, report: &Arc<IndexedReport>| {
            let query = query::Query { clauses: vec![query::Clause { forbidden: false, ..clause.clone() }], unknown_filter: None };
            (QueryMatcher::new(&query, &marks).count(report, &mut Vec::new()) > 0) != clause.forbidden
        };
        for report in reports {
            let expected = query.clauses.iter().all(|clause| alone(clause, report));
            let (mut one, mut other) = (Vec::new(), Vec::new());
            let found = matcher.find(report, &mut one).map_or(0, |found| found.articles.len());
            proptest::prop_assert_eq!((found, matcher.count(report, &mut other)), (usize::from(expected), usize::from(expected)), "{}", typed);
        }
    }
}

static SHELF: std::sync::LazyLock<(tempfile::TempDir, Vec<Arc<IndexedReport>>)> =
    std::sync::LazyLock::new(shelf);

#[test]
fn what_stands_in_an_original_title_alone_is_found_and_shown() {
    let dir = tempfile::tempdir().unwrap();
    let text = "云州卫生信息化监测周报\n\n（第7期）\n\n一、信息目录\n\n1.云州试点\n\n二、具体内容\n\n1.标题：云州试点\n\n来源：云州日报\n\n\
                链接：\n\nhttps://news.example.cn/7.html\n\n主要内容：\n\n云州试点\n\n2025-06-07 来源：云州日报\n\n\
                原标题：海湾鼹鼠搬家记\n\n本月起施行。\n";
    fs::write(dir.path().join("a.txt"), text).unwrap();
    let reports = scan::complete(&[dir.path().to_owned()], &ScanOptions::default())
        .index
        .newest_first();
    let found = all(
        &reports,
        &query::parse("鼹鼠", QueryContext::default()).unwrap(),
        &MarkSets::default(),
    );
    let hit = &found[0].hits[0];
    assert_eq!((hit.snippet.as_str(), hit.count), ("海湾鼹鼠搬家记", 1));
    assert_eq!(hit.snippet.get(hit.marked[0].clone()), Some("鼹鼠"));
    let found = all(
        &reports,
        &query::parse("施行", QueryContext::default()).unwrap(),
        &MarkSets::default(),
    );
    assert_eq!(found[0].hits[0].snippet, "本月起施行。");
}

#[test]
fn what_was_noted_of_a_reports_characters_hides_no_hit() {
    let (_dir, reports) = shelf();
    let queries = [
        "医保",
        "醫保",
        "罕",
        "分身 罕",
        "-罕",
        "ai",
        "yunzhou",
        "来源:云州日报",
        "标题:新规",
        "来源:罕",
        "㍿",
        "\"医保\"",
    ];
    let found = || queries.map(|typed| issues(&reports, typed));
    let before = found();
    for report in &reports {
        report.check(&mut Vec::new());
        assert!(report.char_set().is_some());
    }
    assert_eq!(found(), before);
}

/// The articles of [`shelf`] as a reader sees them: title, source and text, simplified and without the layout.
const PLAIN: [(u32, &str, &str, &str); 3] = [
    (
        14,
        "ai 分身上线",
        "云州日报",
        "ai 分身上线\n云州日报\n两位医生的\"ai分身\"开始答疑。",
    ),
    (
        13,
        "医保新规发布",
        "海湾新闻",
        "医保新规发布\n海湾新闻\n本月起施行。",
    ),
    (
        12,
        "云州试点直接结算",
        "云州日报",
        "云州试点直接结算\n云州日报\n云州市今年起在全市二百多家定点机构逐步推开，参保人就诊后可以直接用医保账户支付，不必先垫付再报销，全年预计少跑腿十万人次。",
    ),
];

/// Words that some articles of [`PLAIN`] have, and one that none has.
const WORDS: [&str; 8] = [
    "医保",
    "医",
    "云州",
    "分身",
    "直接",
    "\"ai 分\"",
    "本月",
    "没有的",
];

proptest::proptest! {
    #[test]
    fn either_not_and_phrases_find_what_a_reader_would(
        groups in proptest::collection::vec(
            (proptest::bool::ANY, 0_usize..3, proptest::collection::vec(0..WORDS.len(), 1..4), 0_usize..3),
            1..4,
        ),
    ) {
        let filters = ["", "标题:", "来源:"];
        let typed = groups.iter().map(|(forbidden, filter, words, operator)| {
            let words: Vec<_> = words.iter().map(|at| WORDS[*at]).collect();
            let minus = if *forbidden { "-" } else { "" };
            format!("{minus}{}{}", filters[*filter], words.join(["|", " OR ", " 或 "][*operator]))
        });
        let typed = typed.collect::<Vec<_>>().join(" ");
        let has = |(_, title, source, whole): &(u32, &str, &str, &str), filter: usize, words: &[usize]| {
            let part = [whole, title, source][filter];
            words.iter().any(|at| part.contains(WORDS[*at].trim_matches('"')))
        };
        let holds = |article: &&(u32, &str, &str, &str)| {
            // Sources given twice mean either; everything else adds up.
            let sources: Vec<_> = groups.iter().filter(|group| group.1 == 2 && !group.0).collect();
            let one_source = sources.is_empty() || sources.iter().any(|group| has(article, 2, &group.2));
            let others = groups.iter().filter(|group| group.1 != 2 || group.0);
            one_source && others.clone().all(|group| has(article, group.1, &group.2) != group.0)
        };
        let expected: Vec<u32> = PLAIN.iter().filter(holds).map(|article| article.0).collect();
        proptest::prop_assert_eq!(issues(&SHELF.1, &typed), expected, "{}", typed);
    }
}

#[test]
fn series_path_and_new_articles_are_asked_for() {
    let (_dir, reports) = shelf();
    assert_eq!(issues(&reports, "刊:卫生信息化"), [14, 13, 12]);
    assert_eq!(issues(&reports, "series:wsxxh 期:13"), [13]);
    assert_eq!(issues(&reports, "-刊:周报"), [0_u32; 0]);
    assert_eq!(issues(&reports, "路径:b.txt|c.txt"), [14, 13]);
    assert_eq!(issues(&reports, "path:b.txt 路径:a.txt -path:a.txt"), [13]);
    let old = [reports[1].meta.identity.keys[0]];
    let sets = MarkSets {
        new: NewArticles::except(Arc::new(old.into_iter().collect())),
        ..MarkSets::default()
    };
    let numbers = |typed: &str, sets: &MarkSets| {
        let query = query::parse(typed, QueryContext::default()).unwrap();
        let found = all(&reports, &query, sets);
        found
            .iter()
            .filter_map(|f| f.meta.number)
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers("is:new", &sets), [14, 12]);
    assert_eq!(numbers("-is:new|starred", &sets), [13]);
    assert_eq!(numbers("is:new", &MarkSets::default()), [0_u32; 0]);
}

#[test]
fn a_snippet_shows_the_alternative_that_was_found() {
    let (_dir, reports) = shelf();
    let query = query::parse("没有的|垫付 -分身", QueryContext::default()).unwrap();
    let found = all(&reports, &query, &MarkSets::default());
    let hit = &found[0].hits[0];
    assert_eq!(hit.snippet.get(hit.marked[0].clone()), Some("垫付"));
    assert_eq!((found.len(), hit.count), (1, 1));
}
