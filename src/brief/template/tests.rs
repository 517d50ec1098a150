//! Tests of templates: what is filled in, what stays, what is refused.

use super::{TemplateError, example, fill};
use crate::brief::details::BriefDetails;
use crate::brief::docx::pack;
use crate::brief::rows::{BriefArticle, BriefRow};
use crate::brief::{Brief, BriefLayout, compile, sample};
use crate::lang::Lang;
use crate::model::Issue;
use crate::quote::Piece;
use jiff::civil::date;
use std::io::{Cursor, Read};

/// A brief of the two sample articles, the second with a note.
fn brief(issue: &Issue) -> Brief<'_> {
    let rows: Vec<BriefRow> = issue
        .articles
        .iter()
        .rev()
        .zip([None, Some("请阅。\n转办。".to_owned())])
        .map(|(article, note)| {
            BriefRow::Article(BriefArticle {
                piece: Piece {
                    path: "012.txt",
                    issue,
                    article,
                },
                excerpts: Vec::new(),
                note,
            })
        })
        .collect();
    let details = BriefDetails {
        title: Some("云川<专报>".to_owned()),
        number: Some(12),
        ..BriefDetails::default()
    };
    compile(&rows, details, BriefLayout::Full, date(2026, 11, 5))
}

/// A member of a package.
fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

/// A template with this body.
fn template(body: &str) -> Vec<u8> {
    let seal = ("word/media/seal.png", "not touched".to_owned());
    pack(&[("word/document.xml", body.to_owned()), seal]).unwrap()
}

/// The document made of a template with this body.
fn filled(body: &str) -> Result<String, TemplateError> {
    let issue = sample::issue();
    let bytes = fill(&template(body), &brief(&issue))?;
    assert_eq!(member(&bytes, "word/media/seal.png"), "not touched");
    Ok(member(&bytes, "word/document.xml"))
}

#[test]
fn a_placeholder_split_over_runs_has_the_format_of_its_first_run() {
    let body = r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>《{bri</w:t></w:r><w:proofErr/><w:r><w:t xml:space="preserve">ef.title} </w:t></w:r><w:r><w:t>尾</w:t></w:r></w:p>"#;
    assert_eq!(
        filled(body).unwrap(),
        r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">《云川&lt;专报&gt;</w:t></w:r><w:proofErr/><w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:t>尾</w:t></w:r></w:p>"#
    );
}

#[test]
fn paragraphs_between_the_marks_are_repeated_and_those_of_the_marks_go() {
    let body = "<w:p a='1'/><w:p><w:t>{#articles}</w:t></w:p><w:p w14:paraId=\"7\"><w:t>{number}. {title}</w:t></w:p><w:p><w:t>{note}</w:t></w:p><w:p><w:t>{/articles}</w:t></w:p>";
    assert_eq!(
        filled(body).unwrap(),
        concat!(
            r#"<w:p a='1'/><w:p w14:paraId="7"><w:t xml:space="preserve">1. 云川市试行[互认]清单</w:t></w:p>"#,
            r#"<w:p><w:t xml:space="preserve">2. 只有标题</w:t></w:p>"#,
            r#"<w:p><w:t xml:space="preserve">请阅。</w:t></w:p><w:p><w:t xml:space="preserve">转办。</w:t></w:p>"#
        )
    );
}

#[test]
fn marks_in_different_cells_repeat_the_row() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:t>序号</w:t></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:t>{#articles}{number}</w:t></w:p></w:tc><w:tc><w:p><w:t>{source}{/articles}</w:t></w:p></w:tc></w:tr></w:tbl>";
    let text = filled(body).unwrap();
    assert_eq!(text.matches("<w:tr>").count(), 3);
    assert!(text.contains(">云川日报<") && text.contains("序号"));
    // Each cell keeps a paragraph, even an empty one.
    assert_eq!(text.matches("</w:p></w:tc>").count(), 5);
    let rows = "<w:tr><w:tc><w:p><w:t>{#articles}</w:t></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:t>{title}</w:t></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:t>{/articles}</w:t></w:p></w:tc></w:tr>";
    assert_eq!(filled(rows).unwrap().matches("<w:tr>").count(), 2);
}

#[test]
fn a_section_inside_a_line_is_a_list_in_the_line() {
    let body = "<w:p><w:t>目录：{#articles}{title}；{/articles}完</w:t></w:p>";
    let text = filled(body).unwrap();
    assert!(
        text.contains("目录：云川市试行[互认]清单；只有标题；完"),
        "{text}"
    );
}

#[test]
fn a_document_without_placeholders_stays_as_it_is() {
    let body = "<?xml version='1.0'?>\n<w:document  a = 'b'><w:p><w:r><w:t>a &amp; b</w:t></w:r></w:p ></w:document>";
    assert_eq!(filled(body).unwrap(), body);
}

#[test]
fn a_slip_is_reported_with_the_nearest_name() {
    let failed = |text: &str| filled(&format!("<w:p><w:t>{text}</w:t></w:p>")).unwrap_err();
    assert_eq!(
        failed("{brief.titel}").message(Lang::Zh),
        "“{brief.titel}”中：没有字段 {brief.titel}；是否想写 {brief.title}？"
    );
    assert!(failed("{#article}").to_string().contains("{#articles}"));
    assert!(matches!(failed("{#articles}"), TemplateError::Unpaired));
    assert!(matches!(failed("{/articles}"), TemplateError::Unpaired));
    // A field of an article has no value outside the repeated part.
    assert!(failed("{title}").to_string().contains("{brief.title}"));
    assert!(failed("{titel}").to_string().contains("{brief.title}"));
    let issue = sample::issue();
    let refused = fill(b"PK", &brief(&issue));
    assert!(matches!(refused, Err(TemplateError::NotWord)));
}

#[test]
fn the_example_is_filled_in() {
    let issue = sample::issue();
    let bytes = fill(&example().unwrap(), &brief(&issue)).unwrap();
    let text = member(&bytes, "word/document.xml");
    assert!(!text.contains('{') && !text.contains('}'), "{text}");
    assert!(text.contains("第12期<") && text.contains("2026年11月5日"));
    assert!(text.contains("按语：请阅。"));
}
