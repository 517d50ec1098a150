//! The Word documents of the program against the schema of ECMA-376 (transitional), as far as Word insists on it.
//!
//! `LibreOffice` and python-docx read children in any order; Word offers to repair such a document or refuses it. Word itself
//! cannot run in a test, so the sequences of the schema are written down here.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod schema;

use crate::official;
use jiff::civil::date;
use newsreader::brief::details::BriefDetails;
use newsreader::brief::rows::{BriefArticle, BriefRow};
use newsreader::brief::{self, Brief, BriefFormat, BriefLayout, BriefStyle, compile, template};
use newsreader::model::{Article, Block, BlockKind, Issue, TextLink};
use newsreader::quote::Piece;
use schema::faults;

/// An issue with every kind of block, two tables one behind the other, a link in the text and a title with markup.
fn issue() -> Issue {
    let mut linked = Block::new(BlockKind::Paragraph, "详见澜州公报。");
    linked.links = vec![TextLink {
        range: 6..18,
        url: "https://www.example.com/a?b=1&c=2".to_owned(),
    }];
    let table = Block::new(BlockKind::Table, "地区\t数量\n澜州\t3\n汐山\t14\t缺");
    let blocks = vec![
        linked,
        Block::new(BlockKind::Heading, "（一）进展"),
        Block::new(BlockKind::Byline, "记者 文远"),
        Block::new(BlockKind::Figure, ""),
        Block::new(BlockKind::Figure, "潮位图"),
        table.clone(),
        table.clone(),
        Block::new(BlockKind::Paragraph, " 前后有空格 <w:p> "),
    ];
    let article = |number, title: &str, blocks| Article {
        number,
        title: title.to_owned(),
        source: Some("澜州日报".to_owned()),
        date: Some(date(2026, 3, 9)),
        link: Some(format!("https://www.example.com/{number}?a=1&b=2")),
        blocks,
        ..Article::default()
    };
    Issue {
        title: Some("澜州监测周报".to_owned()),
        articles: vec![
            article(1, "甲“乙”<丙>&丁", blocks),
            article(2, "没有正文", Vec::new()),
            article(3, "末尾是表", vec![table]),
        ],
        ..Issue::default()
    }
}

/// A brief of all articles with headings, notes and everything of the masthead and the notes on distribution.
fn brief(issue: &Issue, layout: BriefLayout) -> Brief<'_> {
    let mut rows = vec![
        BriefRow::Heading("一组".to_owned()),
        BriefRow::Heading("一组中的一组".to_owned()),
    ];
    rows.extend(issue.articles.iter().map(|article| {
        BriefRow::Article(BriefArticle {
            piece: Piece {
                path: "",
                issue,
                article,
            },
            excerpts: Vec::new(),
            note: Some("请阅。\n转办。".to_owned()),
        })
    }));
    let details = BriefDetails {
        // A name with a sign that XML escapes.
        title: Some("澜州<专报>".to_owned()),
        ..official::details()
    };
    compile(&rows, details, layout, date(2026, 11, 5))
}

#[test]
fn word_documents_obey_the_schema() {
    let issue = issue();
    let mut documents = vec![(
        "the example of a template".to_owned(),
        template::example().unwrap(),
    )];
    for layout in BriefLayout::ALL {
        let brief = brief(&issue, layout);
        for style in BriefStyle::ALL {
            let bytes = brief::write(&brief, BriefFormat::Docx, style).unwrap();
            documents.push((format!("{style:?} {layout:?}"), bytes));
        }
        let filled = template::fill(&template::example().unwrap(), &brief).unwrap();
        documents.push((format!("template {layout:?}"), filled));
        let bare = Brief {
            details: BriefDetails::default(),
            ..brief
        };
        let bytes = brief::write(&bare, BriefFormat::Docx, BriefStyle::Official).unwrap();
        documents.push((format!("without details {layout:?}"), bytes));
    }
    let mut all = Vec::new();
    for (name, bytes) in documents {
        all.extend(
            faults(&bytes)
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    assert!(all.is_empty(), "{all:#?}");
}
