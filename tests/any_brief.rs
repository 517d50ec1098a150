//! A brief of any articles, whatever their texts look like, is read back with the same titles, sources, dates, links and texts,
//! from each format that the program writes for this.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use jiff::civil::{Date, date};
use newsreader::brief::details::BriefDetails;
use newsreader::brief::rows::BriefRow;
use newsreader::brief::{self, BriefFormat, BriefLayout, BriefStyle, compile};
use newsreader::conventions::line::is_blank;
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::parse;
use newsreader::quote::{Piece, forms};
use newsreader::source;
use proptest::prelude::*;

/// Pieces of which the lines of a report consist.
const PIECES: [&str; 41] = [
    "主要内容：",
    "来源：",
    "链接：",
    "标题：",
    "原标题：",
    "本期导语：",
    "一、信息目录",
    "二、具体内容",
    "一、",
    "（一）",
    "1.",
    "2.标题：",
    "3、",
    "（3）",
    "3.4 ",
    "第12期",
    "（总第345期）",
    "2025-06-15",
    " 来源：云川日报",
    "　2025年6月15日",
    "　　2025-06-15",
    "— 3 —",
    "第 2 页 共 9 页",
    "………… 5",
    "https://example.com/a",
    "（云川日报）",
    "记者 文远",
    "按语：",
    "〔图：潮位〕",
    "〔图〕",
    "# ",
    "| --- |",
    "<p>",
    "{\\rtf1",
    "From: a@example.com",
    "云川市公布互认清单。",
    "潮水退去",
    "AI",
    " ",
    "　　",
    "。",
];

/// A line of a report, in order or not, or any characters.
fn line() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..4);
    prop_oneof![4 => pieces.prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
        // A reader of plain text turns the radicals that PDF extractors leave into characters.
        .prop_map(|text| text.replace(|c| matches!(c, '\u{2e80}'..='\u{2fdf}'), "川"))
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let kinds = vec![
        BlockKind::Paragraph,
        BlockKind::Heading,
        BlockKind::Byline,
        BlockKind::Figure,
    ];
    let block =
        (prop::sample::select(kinds), line()).prop_map(|(kind, text)| Block::new(kind, text));
    prop::collection::vec(block, 0..5)
}

fn article() -> impl Strategy<Value = Article> {
    let day = prop::option::of(1_i8..29);
    let link = prop::option::of("https://example\\.com/[a-z0-9=&?/._-]{0,90}");
    let option = || prop::option::of(line());
    (line(), option(), day, link, option(), blocks()).prop_map(
        |(title, source, day, link, original_title, blocks)| Article {
            number: 1,
            title,
            source,
            date: day.map(|day| date(2025, 6, day)),
            link,
            original_title,
            blocks,
            ..Article::default()
        },
    )
}

/// The facts and the text of an article, without the spaces that a layout adds or takes away.
fn content(article: &Article) -> [Option<String>; 5] {
    let bare = |text: &str| -> Option<String> {
        let text: String = text.chars().filter(|c| !is_blank(*c)).collect();
        (!text.is_empty()).then_some(text)
    };
    let text: String = article.blocks.iter().map(|b| b.text.as_str()).collect();
    [
        bare(&article.title),
        article.source.as_deref().and_then(bare),
        article.date.as_ref().map(Date::to_string),
        forms::link(article),
        bare(&text),
    ]
}

/// The formats and styles that are read back.
const READABLE: [(BriefFormat, BriefStyle); 5] = [
    (BriefFormat::Text, BriefStyle::Report),
    (BriefFormat::Docx, BriefStyle::Report),
    (BriefFormat::Docx, BriefStyle::Official),
    (BriefFormat::Odt, BriefStyle::Report),
    (BriefFormat::Odt, BriefStyle::Official),
];

fn assert_read_back(articles: Vec<Article>) -> Result<(), TestCaseError> {
    let issue = Issue {
        articles,
        ..Issue::default()
    };
    let piece = |article| Piece {
        path: "",
        issue: &issue,
        article,
    };
    let rows: Vec<BriefRow> = issue.articles.iter().map(|a| piece(a).into()).collect();
    let today = date(2026, 11, 21);
    // The notes at the foot of an official document belong to no article.
    let details = BriefDetails {
        recipients: Some("市委办公室".to_owned()),
        editor: Some("文远".to_owned()),
        ..BriefDetails::default()
    };
    let brief = compile(&rows, details, BriefLayout::Full, today);
    let wanted: Vec<_> = brief.issue.articles.iter().map(content).collect();
    for (format, style) in READABLE {
        let bytes = brief::write(&brief, format, style).unwrap();
        let read = parse::parse(&source::extract(&bytes).unwrap()).issue;
        let found: Vec<_> = read.articles.iter().map(content).collect();
        prop_assert_eq!(&found, &wanted, "{} {}", format.name(), style.name());
    }
    Ok(())
}

#[test]
fn an_article_without_title_and_text_is_read_back() {
    let article = Article {
        number: 1,
        link: Some("https://example.com/a".to_owned()),
        ..Article::default()
    };
    assert_read_back(vec![article.clone(), article]).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_articles_are_read_back(articles in prop::collection::vec(article(), 1..4)) {
        assert_read_back(articles)?;
    }
}
