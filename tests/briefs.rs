//! Briefs read back: what the program writes in the reports' layout it reads again with the same articles and nothing to
//! complain of.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod export;

use jiff::civil::{Date, date};
use newsreader::brief::details::BriefDetails;
use newsreader::brief::rows::BriefRow;
use newsreader::brief::{self, Brief, BriefFormat, BriefLayout, BriefStyle, compile};
use newsreader::library::samples::SAMPLES;
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::parse::{self, Parsed};
use newsreader::quote::Piece;
use newsreader::source;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 21);

fn brief_of(issues: &[Issue]) -> Brief<'_> {
    laid_out(issues, BriefLayout::Full)
}

fn laid_out(issues: &[Issue], layout: BriefLayout) -> Brief<'_> {
    let rows: Vec<BriefRow> = issues
        .iter()
        .flat_map(|issue| {
            issue.articles.iter().map(move |article| {
                BriefRow::from(Piece {
                    path: "",
                    issue,
                    article,
                })
            })
        })
        .collect();
    compile(&rows, BriefDetails::default(), layout, TODAY)
}

fn read_text(brief: &Brief) -> (String, Parsed) {
    let bytes = brief::write(brief, BriefFormat::Text, BriefStyle::Report).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let parsed = parse::parse(&Transcript::from_text(&text));
    (text, parsed)
}

/// The brief's issue and what was read, compared field by field so that a failure shows what went wrong.
fn assert_same(brief: &Issue, read: &Issue, text: &str) {
    assert_eq!(read.lead, brief.lead, "{text}");
    assert_eq!(read.declared_count, brief.declared_count, "{text}");
    assert_eq!(read.period, brief.period, "{text}");
    assert_eq!(read.published, brief.published, "{text}");
    assert_eq!(read.title, brief.title, "{text}");
    assert_eq!(read.publisher, brief.publisher, "{text}");
    assert_eq!(read.toc, brief.toc, "{text}");
    assert_eq!(read.articles.len(), brief.articles.len(), "{text}");
    for (got, wanted) in read.articles.iter().zip(&brief.articles) {
        assert_eq!(texts(got), texts(wanted), "{text}");
        let bare = |article: &Article| Article {
            blocks: Vec::new(),
            ..article.clone()
        };
        assert_eq!(bare(got), bare(wanted), "{text}");
    }
}

fn texts(article: &Article) -> Vec<&str> {
    article
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect()
}

fn sample_issues() -> Vec<Issue> {
    SAMPLES
        .iter()
        .map(|(_, text)| parse::parse(&Transcript::from_text(text)).issue)
        .collect()
}

#[test]
fn a_brief_of_the_samples_reads_back_whole() {
    let issues = sample_issues();
    let brief = brief_of(&issues);
    let (text, parsed) = read_text(&brief);
    assert_same(&brief.issue, &parsed.issue, &text);
    assert_eq!(parsed.issue, brief.issue);
    assert_eq!(parsed.warnings, [], "{text}");
}

#[test]
fn a_brief_of_real_reports_reads_back_whole() {
    let Some(folder) = std::env::var_os("NEWSREADER_REPORTS") else {
        eprintln!("NEWSREADER_REPORTS is not set: no real reports to make a brief of");
        return;
    };
    let mut issues = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        issues.push(parse::parse(&source::extract(&bytes).unwrap()).issue);
    }
    let brief = brief_of(&issues);
    let (text, parsed) = read_text(&brief);
    assert_same(&brief.issue, &parsed.issue, &text);
    assert_eq!(parsed.issue, brief.issue);
    assert_eq!(parsed.warnings, [], "{text}");
}

#[test]
fn a_word_brief_reads_back_whole() {
    let issues = sample_issues();
    let brief = brief_of(&issues);
    for (format, style) in DOCUMENTS {
        let read = read_document(&brief, format, style);
        assert_read_back(&brief.issue, &read, style);
    }
}

#[test]
fn an_official_list_of_links_has_each_title_once_and_reads_back() {
    let issues = sample_issues();
    let brief = laid_out(&issues, BriefLayout::Links);
    for format in [BriefFormat::Docx, BriefFormat::Odt] {
        let style = BriefStyle::Official;
        let bytes = brief::write(&brief, format, style).unwrap();
        let lines = source::extract(&bytes).unwrap().lines;
        for article in &brief.issue.articles {
            let with_title = lines
                .iter()
                .filter(|line| line.text.contains(&article.title));
            assert_eq!(with_title.count(), 1, "{}", article.title);
            let link = article.link.as_ref().unwrap();
            let with_link = lines.iter().filter(|line| line.text.contains(link));
            assert_eq!(with_link.count(), 1, "{link}");
        }
        let mut wanted = brief.issue.clone();
        wanted.toc.clear();
        let read = read_document(&brief, format, style);
        assert_read_back(&wanted, &read, style);
    }
}

#[test]
fn a_list_of_links_has_no_label_of_a_text_and_nothing_to_complain_of() {
    let issues = sample_issues();
    let brief = laid_out(&issues, BriefLayout::Links);
    for format in [
        BriefFormat::Text,
        BriefFormat::Docx,
        BriefFormat::Odt,
        BriefFormat::Markdown,
    ] {
        let style = BriefStyle::Report;
        let bytes = brief::write(&brief, format, style).unwrap();
        let transcript = source::extract(&bytes).unwrap();
        let mut lines = transcript.lines.iter();
        assert!(
            lines.all(|line| !line.text.contains("主要内容")),
            "{format:?}"
        );
        let read = read_document(&brief, format, style);
        assert_eq!(read.warnings, [], "{format:?}");
        assert_eq!(read.issue.lead, brief.issue.lead, "{format:?}");
        let facts = |issue: &Issue| {
            let facts = issue.articles.iter().map(|one| {
                let texts = (one.title.clone(), one.source.clone(), one.link.clone());
                (one.number, texts, one.date, one.blocks.len())
            });
            facts.collect::<Vec<_>>()
        };
        assert_eq!(facts(&read.issue), facts(&brief.issue), "{format:?}");
    }
}

#[test]
fn a_period_of_one_day_is_named_once_and_read_back() {
    let day = date(2026, 3, 22);
    let article = Article {
        title: "望溪桥修好了".to_owned(),
        source: Some("云川日报".to_owned()),
        date: Some(day),
        link: Some("https://example.com/a".to_owned()),
        blocks: vec![Block::new(
            BlockKind::Paragraph,
            "桥面宽了两米，两侧各有一条人行道。",
        )],
        ..Article::default()
    };
    let issues = [Issue {
        title: Some("云川监测周报".to_owned()),
        articles: vec![article],
        ..Issue::default()
    }];
    let brief = brief_of(&issues);
    assert!(brief.issue.lead[0].contains("，时间为 2026 年 3 月 22 日，选自"));
    for format in [
        BriefFormat::Text,
        BriefFormat::Docx,
        BriefFormat::Odt,
        BriefFormat::Markdown,
    ] {
        let read = read_document(&brief, format, BriefStyle::Report);
        let period = read.issue.period.map(|period| (period.start, period.end));
        assert_eq!(period, Some((day, day)), "{format:?}");
    }
}

#[test]
fn headings_of_the_editor_in_markdown_are_neither_parts_nor_text() {
    let issues = sample_issues();
    let articles = || {
        let articles = issues.iter().flat_map(|issue| {
            issue.articles.iter().map(move |article| Piece {
                path: "",
                issue,
                article,
            })
        });
        articles.take(3).map(BriefRow::from)
    };
    let heading = |text: &str| BriefRow::Heading(text.to_owned());
    let mut rows = vec![heading("一、交通")];
    rows.extend(articles());
    for (at, text) in [(2, "二、具体内容"), (3, "二、水运"), (5, "一、信息目录")] {
        rows.insert(at, heading(text));
    }
    for layout in [BriefLayout::Full, BriefLayout::Links] {
        let brief = compile(&rows, BriefDetails::default(), layout, TODAY);
        let read = read_document(&brief, BriefFormat::Markdown, BriefStyle::Report);
        assert_eq!(read.issue.lead, brief.issue.lead);
        assert_eq!(read.issue.articles.len(), 3);
        for (got, wanted) in read.issue.articles.iter().zip(&brief.issue.articles) {
            assert_eq!(texts(got), texts(wanted));
        }
        assert_eq!(read.warnings, []);
    }
}

#[test]
fn an_original_title_is_written_where_it_is_another() {
    let article = |original: &str| Article {
        title: "云川市试行互认清单".to_owned(),
        original_title: Some(original.to_owned()),
        link: Some(format!("https://example.com/{original}")),
        ..Article::default()
    };
    let issues = [Issue {
        articles: vec![article("云川市试行互认清单"), article("互认清单")],
        ..Issue::default()
    }];
    let brief = brief_of(&issues);
    let bytes = brief::write(&brief, BriefFormat::Markdown, BriefStyle::Official).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let originals: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("原标题"))
        .collect();
    assert_eq!(originals, ["- 原标题：互认清单"]);
    let read = read_document(&brief, BriefFormat::Docx, BriefStyle::Official);
    let read = read
        .issue
        .articles
        .iter()
        .map(|a| a.original_title.as_deref());
    assert_eq!(read.collect::<Vec<_>>(), [None, Some("互认清单")]);
}

/// Paragraphs that look like something else.
const ODD: [&str; 30] = [
    "2. 第二项工作从六月开始，覆盖全部乡镇。",
    "二、具体内容包括三个方面，各有侧重。",
    "来源：本地档案馆的说法与此不同。",
    "来源：云川日报",
    "链接：详见附件所列网址 https://example.com/a?b=1&c=2 。",
    "（云川日报）",
    "主要内容：如下所述，共有三点。",
    "3.标题：这一行其实是正文",
    "2025-06-15",
    "一、总体情况",
    "标题：如何写好一份简报",
    "本期导语：写在前面的话。",
    "1.云川市试行互认清单",
    "共 3 页",
    "12",
    "完。",
    "一、信息目录",
    "二、具体内容",
    "主要内容：",
    "本期导语：",
    "链接：https://news.example.com/2025/1.html",
    "https://news.example.com/2025/1.html",
    "原标题：互认清单",
    "— 3 —",
    "第 2 页 共 9 页",
    "参考文献",
    "2.标题：",
    "2、来源：云川日报",
    "（第12期）",
    "按语：请阅。",
];

fn sentence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "云川市",
        "望溪镇",
        "推进",
        "数据",
        "互认",
        "服务",
        "，",
        "、",
        "“试点”",
        "2025 年",
        "3.5 万",
        "AI",
        "平台",
        "（试行）",
        "《办法》",
        "：",
        "；",
    ]);
    let end = prop::sample::select(vec!["。", "！", "？", "。”", "……"]);
    (prop::collection::vec(words, 1..60), end)
        .prop_map(|(words, end)| format!("据{}{end}", words.concat()))
}

fn block() -> impl Strategy<Value = Block> {
    let odd = prop::sample::select(ODD.to_vec()).prop_map(str::to_owned);
    let text = prop_oneof![3 => sentence(), 2 => odd];
    text.prop_map(|text| Block::new(BlockKind::Paragraph, text))
}

fn title() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "400 余家机构云集云川",
        "2.0 版平台上线",
        "3、4 月份运行情况",
        "2025 年云川数据周开幕",
        "“互认”之后：望溪镇的一天",
        "来源可溯：云川试点",
        "AI+导诊：少跑一趟",
        "二、三产业融合发展",
        "（一）号工程开工",
        "原标题党的治理",
        "2025-06-15 这一天",
        "《云川日报》：互认清单（第12期）",
    ]);
    let plain = (0_u32..1000).prop_map(|n| format!("云川市第{n}批互认清单公布"));
    prop_oneof![1 => odd.prop_map(str::to_owned), 2 => plain]
}

fn article() -> impl Strategy<Value = Article> {
    let source = prop::sample::select(vec!["云川日报", "望溪网", "青禾在线（客户端）", "3 频道"]);
    let blocks = prop::collection::vec(block(), 1..9);
    (title(), source, 1_i8..29, 0_u32..100_000, blocks).prop_map(
        |(title, source, day, n, blocks)| Article {
            as_read: None,
            number: 1,
            title,
            source: Some(source.to_owned()),
            date: Some(date(2025, 6, day)),
            link: Some(format!(
                "https://news.example.com/2025/{n}/{}/c.html?id={n}&from=brief",
                "a".repeat(60)
            )),
            original_title: None,
            blocks,
        },
    )
}

/// An article that begins with its own title, or ends inside a number, cannot be read back as it was.
fn is_fair(article: &Article) -> bool {
    article
        .blocks
        .iter()
        .all(|block| block.text != article.title)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_brief_of_any_articles_reads_back_whole(
        articles in prop::collection::vec(article().prop_filter("fair", is_fair), 1..6)
    ) {
        let mut links = std::collections::HashSet::new();
        let articles: Vec<Article> =
            articles.into_iter().filter(|a| links.insert(a.link.clone())).collect();
        let issue = Issue { articles, ..Issue::default() };
        let issues = [issue];
        let brief = brief_of(&issues);
        let (text, parsed) = read_text(&brief);
        assert_same(&brief.issue, &parsed.issue, &text);
        assert_eq!(parsed.warnings, [], "{text}");
    }
}

#[test]
fn brackets_at_the_end_of_a_title_are_no_source() {
    let article = Article {
        number: 1,
        title: "互认清单（第12期）".to_owned(),
        link: Some("https://news.example.com/1".to_owned()),
        blocks: vec![Block::new(BlockKind::Paragraph, "云川市公布清单。")],
        ..Article::default()
    };
    let issues = [Issue {
        articles: vec![article],
        ..Issue::default()
    }];
    let brief = brief_of(&issues);
    let (text, parsed) = read_text(&brief);
    assert_same(&brief.issue, &parsed.issue, &text);
}

/// The documents of a word processor that a brief is written as.
const DOCUMENTS: [(BriefFormat, BriefStyle); 4] = [
    (BriefFormat::Docx, BriefStyle::Official),
    (BriefFormat::Docx, BriefStyle::Report),
    (BriefFormat::Odt, BriefStyle::Official),
    (BriefFormat::Odt, BriefStyle::Report),
];

/// The brief written as a document in `style`, and what is read from it.
fn read_document(brief: &Brief, format: BriefFormat, style: BriefStyle) -> Parsed {
    let bytes = brief::write(brief, format, style).unwrap();
    parse::parse(&source::extract(&bytes).unwrap())
}

/// The brief's issue and what was read from a document of this style. The contents of an official document name no sources.
fn assert_read_back(brief: &Issue, read: &Parsed, style: BriefStyle) {
    let mut wanted = brief.clone();
    if style == BriefStyle::Official {
        wanted.toc.iter_mut().for_each(|entry| entry.source = None);
        // An official document has no spaces around digits.
        wanted.lead.clone_from(&read.issue.lead);
        // It does not repeat a title as the original one.
        for article in &mut wanted.articles {
            article.original_title = article.other_original_title().map(str::to_owned);
        }
    }
    assert_same(&wanted, &read.issue, style.name());
    assert_eq!(read.warnings, [], "{}", style.name());
}

/// Paragraphs that look like the labels of an official document.
const ODD_OFFICIAL: [&str; 12] = [
    "一、云川市试行互认清单",
    "参考文献",
    "目　　录",
    "[1] 云川日报. 互认[EB/OL]. （2025-06-15）[2026-11-21]. https://news.example.com/a.",
    "发送：市委办公室。",
    "编辑：文远",
    "共印50份",
    "来源：云川日报　2025年6月15日",
    "原标题：互认清单",
    "第12期（总第345期）",
    "— 1 —",
    "主要内容：",
];

fn any_block() -> impl Strategy<Value = Block> {
    let odd = prop::sample::select(ODD_OFFICIAL.to_vec()).prop_map(str::to_owned);
    let text = prop_oneof![2 => sentence(), 2 => odd];
    let kind = prop::sample::select(vec![
        BlockKind::Paragraph,
        BlockKind::Heading,
        BlockKind::Byline,
    ]);
    let cells = prop::collection::vec(
        ("甲[云屿12]{0,9}", "[云屿12 .]{0,4}", "[云屿12 .]{0,4}"),
        1..4,
    );
    let table = cells.prop_map(|rows| {
        let rows: Vec<String> = rows
            .iter()
            .map(|(first, second, third)| format!("{first}\t{}\t{}", second.trim(), third.trim()))
            .collect();
        Block::new(BlockKind::Table, format!("甲\t乙\t丙\n{}", rows.join("\n")))
    });
    prop_oneof![
        3 => block(),
        3 => (kind, text).prop_map(|(kind, text)| Block::new(kind, text)),
        1 => table,
        1 => prop_oneof![Just(String::new()), Just("潮位图".to_owned())]
            .prop_map(|caption| Block::new(BlockKind::Figure, caption)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_document_of_any_articles_reads_back_whole(
        articles in prop::collection::vec((article(), prop::collection::vec(any_block(), 1..6), any::<[bool; 4]>()), 1..6)
    ) {
        let mut links = std::collections::HashSet::new();
        let articles: Vec<Article> = articles
            .into_iter()
            .map(|(article, blocks, [source, date, link, original])| Article {
                source: article.source.filter(|_| source),
                date: article.date.filter(|_| date),
                link: article.link.filter(|_| link),
                original_title: original.then(|| "来源：互认 2025年6月15日".to_owned()),
                blocks,
                ..article
            })
            .filter(|article| article.link.is_none() || links.insert(article.link.clone()))
            .collect();
        let issues = [Issue { articles, ..Issue::default() }];
        let mut brief = brief_of(&issues);
        // A heading of the editor belongs to no article.
        brief.additions[0].headings = vec!["一、国内动态".to_owned()];
        for (format, style) in DOCUMENTS {
            let parsed = read_document(&brief, format, style);
            let read: Vec<&[Block]> = parsed.issue.articles.iter().map(|a| &*a.blocks).collect();
            let wanted: Vec<&[Block]> = brief.issue.articles.iter().map(|a| &*a.blocks).collect();
            prop_assert_eq!(read, wanted, "{} {}", format.name(), style.name());
            let mut parsed = parsed;
            // An article without a field is noted as such.
            parsed.warnings.clear();
            assert_read_back(&brief.issue, &parsed, style);
        }
    }
}
