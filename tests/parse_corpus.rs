//! Small invented reports, one oddity each, against an outline: what was read, and where paragraphs begin and end.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Issue};
use newsreader::parse::{Parsed, parse};
use std::fmt::Write;
use std::path::Path;

fn show<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| v.to_string())
}

fn outline(parsed: &Parsed) -> String {
    let mut out = String::new();
    head(&mut out, &parsed.issue);
    for article in &parsed.issue.articles {
        body(&mut out, article);
    }
    for warning in &parsed.warnings {
        writeln!(
            out,
            "! {} {} {}",
            warning.line, warning.code, warning.message
        )
        .unwrap();
        assert!(
            !warning.english.is_empty(),
            "every warning is in both languages"
        );
    }
    out
}

fn head(out: &mut String, issue: &Issue) {
    let (number, date) = (show(issue.number), show(issue.published));
    let publisher = show(issue.publisher.as_ref());
    writeln!(
        out,
        "{} · {number} · {publisher} · {date}",
        show(issue.title.as_ref())
    )
    .unwrap();
    let period = issue.period.map(|p| format!("{} – {}", p.start, p.end));
    writeln!(out, "{} · {}", show(issue.declared_count), show(period)).unwrap();
    for text in &issue.lead {
        writeln!(out, "  {}", ends(text)).unwrap();
    }
    for entry in &issue.toc {
        writeln!(
            out,
            "{}. {} ({})",
            entry.number,
            entry.title,
            show(entry.source.as_ref())
        )
        .unwrap();
    }
}

fn body(out: &mut String, article: &Article) {
    writeln!(out, "# {} {}", article.number, article.title).unwrap();
    let (source, date) = (show(article.source.as_ref()), show(article.date));
    writeln!(out, "  {source} · {date} · {}", show(article.link.as_ref())).unwrap();
    if let Some(title) = &article.original_title {
        writeln!(out, "  ({title})").unwrap();
    }
    for block in &article.blocks {
        writeln!(out, "  {:?} {}", block.kind, ends(&block.text)).unwrap();
    }
}

/// The first and last characters of a text and how many it has.
fn ends(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 24 {
        return text.to_owned();
    }
    let (first, last) = (&chars[..8], &chars[chars.len() - 6..]);
    format!(
        "{} ⋯ {} [{}]",
        String::from_iter(first),
        String::from_iter(last),
        chars.len()
    )
}

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn outlines_are_as_recorded() {
    for (name, text) in files() {
        let parsed = parse(&Transcript::from_text(&text));
        insta::assert_snapshot!(name, outline(&parsed));
    }
}

/// These files differ in layout alone, so their readings must be the same.
#[test]
fn layout_makes_no_difference() {
    let read = |text: &str| parse(&Transcript::from_text(text)).issue;
    let files = files();
    let text = |name: &str| files.iter().find(|f| f.0 == name).unwrap().1.as_str();
    let plain = read(text("plain"));
    for name in [
        "bare_folios",
        "blank_between_paragraphs",
        "crlf_tabs_bom",
        "date_broken",
        "dates_dot",
        "dates_full_width",
        "dates_han",
        "dates_slash",
        "form_feeds",
        "furniture_in_a_paragraph",
        "half_width_colons",
        "headings_bracketed",
        "headings_short",
        "indents_by_spaces",
        "indents_kept",
        "item_brackets",
        "item_comma",
        "item_dot_space",
        "item_full_width",
        "link_then_text",
        "no_blank_lines",
        "no_heading_of_articles",
        "no_main_content_label",
        "no_title_label",
    ] {
        assert_eq!(read(text(name)), plain, "{name}");
    }
}

#[test]
fn the_samples_are_without_fault() {
    for (name, text) in newsreader::library::samples::SAMPLES {
        let parsed = parse(&Transcript::from_text(text));
        assert_eq!(parsed.warnings, [], "{name}");
        assert!((3..=6).contains(&parsed.issue.articles.len()), "{name}");
        insta::assert_snapshot!(
            format!("sample_{}", name.trim_end_matches(".txt")),
            outline(&parsed)
        );
    }
}
