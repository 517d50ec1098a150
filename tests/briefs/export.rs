//! `newsreader export`: the files that it writes, and its messages.

use super::{brief_of, sample_issues};
use newsreader::brief::{self, BriefFormat, BriefStyle};
use newsreader::model::{Article, Issue};
use newsreader::{parse, source};

/// `newsreader export` with these arguments, run in a folder and a home of its own.
fn export(home: &std::path::Path, arguments: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_newsreader"))
        .current_dir(home)
        .env("HOME", home)
        .env("LANG", "en_GB.UTF-8")
        .arg("export")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn export_replaces_no_file_unless_told_and_leaves_nothing_half_done() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("out/brief.md");
    std::fs::create_dir(home.path().join("out")).unwrap();
    std::fs::write(&file, "mine").unwrap();
    let refused = export(home.path(), &["--output", "out/brief.md"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(
        said,
        "newsreader: out/brief.md: it already exists; add --force to replace it\n"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let forced = export(home.path(), &["--output", "out/brief.md", "--force"]);
    assert_eq!(forced.status.code(), Some(0));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# 监测信息简报\n"));
    let entries = std::fs::read_dir(home.path().join("out")).unwrap();
    assert_eq!(entries.count(), 1);
}

#[test]
fn export_takes_what_the_query_finds_and_says_when_that_is_nothing() {
    let home = tempfile::tempdir().unwrap();
    let all = sample_issues();
    let title = &all[1].articles[0].title;
    let found = export(home.path(), &["--query", title, "--format", "json"]);
    assert_eq!(found.status.code(), Some(0));
    let issue: Issue = serde_json::from_slice(&found.stdout).unwrap();
    assert!(issue.articles.iter().any(|article| article.title == *title));
    assert!(issue.articles.len() < all.iter().map(|i| i.articles.len()).sum());
    // A negation at the beginning is no option.
    let others = ["--query", &format!("-标题:\"{title}\""), "--format", "json"];
    let others: Issue = serde_json::from_slice(&export(home.path(), &others).stdout).unwrap();
    let is_left = |article: &Article| article.title != *title;
    assert!(!others.articles.is_empty() && others.articles.iter().all(is_left));
    let nothing = export(
        home.path(),
        &["--query", "no-such-word", "--format", "text"],
    );
    assert_eq!(nothing.status.code(), Some(1));
    assert!(nothing.stdout.is_empty());
    let unnamed = export(home.path(), &[]);
    assert_eq!(unnamed.status.code(), Some(2));
}

#[test]
fn every_format_is_written_and_the_table_begins_with_its_mark_in_a_file_alone() {
    let home = tempfile::tempdir().unwrap();
    for ending in ["md", "txt", "docx", "odt", "json", "csv"] {
        let name = format!("brief.{ending}");
        assert!(export(home.path(), &["--output", &name]).status.success());
        assert!(std::fs::metadata(home.path().join(name)).unwrap().len() > 500);
    }
    let mark = "\u{feff}".as_bytes();
    let file = std::fs::read(home.path().join("brief.csv")).unwrap();
    assert!(file.starts_with(mark));
    let piped = export(home.path(), &["--format", "csv"]).stdout;
    assert_eq!(file.strip_prefix(mark), Some(piped.as_slice()));
    let count: usize = sample_issues().iter().map(|i| i.articles.len()).sum();
    let rows = csv::Reader::from_reader(piped.as_slice()).into_records();
    assert_eq!(rows.count(), count);
}

#[test]
fn a_template_is_filled_in_and_a_mistake_in_it_is_one_line() {
    let home = tempfile::tempdir().unwrap();
    let example = export(home.path(), &["--write-template", "template.docx"]);
    assert_eq!(example.status.code(), Some(0));
    let again = export(home.path(), &["--write-template", "template.docx"]);
    assert_eq!(again.status.code(), Some(1));
    let arguments = ["--template", "template.docx", "--output", "brief.docx"];
    assert_eq!(export(home.path(), &arguments).status.code(), Some(0));
    let bytes = std::fs::read(home.path().join("brief.docx")).unwrap();
    let transcript = source::extract(&bytes).unwrap();
    // The brief has no number, so its line stays away.
    assert!(
        transcript
            .lines
            .iter()
            .all(|line| !line.text.contains("第期"))
    );
    let read = parse::parse(&transcript).issue;
    let titles = |issue: &Issue| -> Vec<String> {
        issue
            .articles
            .iter()
            .map(|article| article.title.clone())
            .collect()
    };
    let issues = sample_issues();
    let mut wanted = titles(&brief_of(&issues).issue);
    let mut found = titles(&read);
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    let missing = export(
        home.path(),
        &["--template", "none.docx", "--output", "b.docx"],
    );
    assert_eq!(missing.status.code(), Some(1));
    let error = String::from_utf8(missing.stderr).unwrap();
    assert!(
        error.starts_with("newsreader: none.docx: ") && error.lines().count() == 1,
        "{error}"
    );
    std::fs::write(home.path().join("not.docx"), "text").unwrap();
    let refused = export(home.path(), &["--template", "not.docx", "--format", "docx"]);
    let error = String::from_utf8(refused.stderr).unwrap();
    let hint = "--write-template FILE writes an example";
    assert_eq!(
        error,
        format!("newsreader: not.docx: not a Word document; {hint}\n")
    );
    let wrong = export(
        home.path(),
        &["--template", "template.docx", "--format", "json"],
    );
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_preview_shows_what_is_written() {
    let issues = sample_issues();
    let brief = brief_of(&issues);
    let preview = |format, style| brief::preview(&brief, Some(format), style, 6);
    for format in [BriefFormat::Markdown, BriefFormat::Text, BriefFormat::Json] {
        let bytes = brief::write(&brief, format, BriefStyle::Report).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines = preview(format, BriefStyle::Official);
        assert!(!lines.is_empty() && lines.iter().all(|line| text.contains(line)));
    }
    let official = preview(BriefFormat::Docx, BriefStyle::Official);
    let report = preview(BriefFormat::Docx, BriefStyle::Report);
    assert_ne!(official, report);
    assert!(
        official.iter().any(|line| line.starts_with("一、")),
        "{official:?}"
    );
}
