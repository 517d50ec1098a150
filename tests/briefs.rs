//! Briefs read back: what the program writes in the reports' layout it reads again with the same articles and nothing to
//! complain of.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use jiff::civil::{Date, date};
use newsreader::brief::{self, Brief, Format, compile};
use newsreader::library::samples::SAMPLES;
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::parse::{self, Parsed};
use newsreader::quote::Piece;
use newsreader::source;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 21);

fn brief_of(issues: &[Issue]) -> Brief<'_> {
    let pieces: Vec<Piece> = issues
        .iter()
        .flat_map(|issue| {
            issue.articles.iter().map(move |article| Piece {
                path: "",
                issue,
                article,
            })
        })
        .collect();
    compile(&pieces, TODAY)
}

fn read_text(brief: &Brief) -> (String, Parsed) {
    let bytes = brief::write(brief, Format::Text).unwrap();
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
    let bytes = brief::write(&brief, Format::Docx).unwrap();
    let opened = parse::parse(&source::extract(&bytes).unwrap());
    assert_same(&brief.issue, &opened.issue, "docx");
    assert_eq!(opened.warnings, []);
}

/// Paragraphs that look like something else.
const ODD: [&str; 16] = [
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
    let text = prop_oneof![6 => sentence(), 1 => odd];
    text.prop_map(|text| Block {
        kind: BlockKind::Paragraph,
        text,
    })
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
    ]);
    let plain = (0_u32..1000).prop_map(|n| format!("云川市第{n}批互认清单公布"));
    prop_oneof![1 => odd.prop_map(str::to_owned), 2 => plain]
}

fn article() -> impl Strategy<Value = Article> {
    let source = prop::sample::select(vec!["云川日报", "望溪网", "青禾在线（客户端）", "3 频道"]);
    let blocks = prop::collection::vec(block(), 1..9);
    (title(), source, 1_i8..29, 0_u32..100_000, blocks).prop_map(
        |(title, source, day, n, blocks)| Article {
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

/// An article that begins with its own title, or ends inside a number, is told apart by nobody.
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
