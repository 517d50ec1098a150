//! The page numbers in the contents of generated briefs, compared with the pages of the headings in the PDF that `LibreOffice`
//! makes of the document. No page may end with a heading or hold nothing but the notes on distribution.
//!
//! The briefs have 1 to 120 articles, names of one to three lines, tables of 1 to 90 rows, figures, sub-headings, bylines,
//! headings above groups of articles, notes, long and short paragraphs. Nothing is compared where `LibreOffice` or `pdftotext`
//! is missing.

use crate::generated::prose::{self, Rng};
use jiff::civil::date;
use newsreader::brief::details::BriefDetails;
use newsreader::brief::official::paragraph::{OfficialParagraph, OfficialStyle};
use newsreader::brief::official::paragraphs;
use newsreader::brief::rows::{BriefArticle, BriefRow};
use newsreader::brief::{self, Brief, BriefFormat, BriefLayout, BriefStyle, compile};
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::quote::Piece;
use std::path::Path;
use std::process::Command;

/// An issue of `count` invented articles.
fn issue(rng: &mut Rng, count: u32) -> Issue {
    let articles = (1..=count).map(|number| Article {
        number,
        title: prose::title(rng),
        source: rng.chance(90).then(|| prose::medium(rng)),
        date: rng.chance(90).then(|| date(2026, 3, 9)),
        link: rng.chance(80).then(|| {
            format!(
                "https://www.example.com/{}/{}.html",
                rng.below(9999),
                number
            )
        }),
        original_title: rng.chance(15).then(|| prose::title(rng)),
        blocks: blocks(rng),
        ..Article::default()
    });
    Issue {
        title: Some("澜州监测周报".to_owned()),
        number: Some(7),
        articles: articles.collect(),
        ..Issue::default()
    }
}

/// The text of an article, now and then with tables, figures and sub-headings.
fn blocks(rng: &mut Rng) -> Vec<Block> {
    let mut out = Vec::new();
    for _ in 0..rng.below(12) {
        let block = match rng.below(12) {
            0 => Block::new(BlockKind::Table, table(rng)),
            1 if rng.chance(50) => Block::new(BlockKind::Figure, ""),
            1 => Block::new(BlockKind::Figure, prose::title(rng)),
            2 => Block::new(BlockKind::Heading, prose::heading(rng)),
            3 => Block::new(BlockKind::Byline, prose::byline(rng)),
            _ => Block::new(BlockKind::Paragraph, prose::paragraph(rng)),
        };
        out.push(block);
    }
    out
}

/// A table of 1 to 90 rows and 2 to 8 columns, now and then with merged cells and with cells of many lines.
fn table(rng: &mut Rng) -> String {
    let rows = [3, 12, 30, 90][rng.below(4)];
    let (rows, columns) = (1 + rng.below(rows), 2 + rng.below(7));
    let (words, merged) = (rng.chance(30), rng.chance(30));
    let row = |rng: &mut Rng| {
        let cell = |rng: &mut Rng| match rng.below(5) {
            0 => rng.below(90_000).to_string(),
            1 if words => prose::sentence(rng),
            2 => prose::medium(rng),
            3 if merged => String::new(),
            4 if words && columns < 4 && rng.chance(5) => prose::paragraph(rng).repeat(2),
            _ => String::from("已办结"),
        };
        let cells: Vec<String> = (0..columns).map(|_| cell(rng)).collect();
        cells.join("\t")
    };
    let rows: Vec<String> = (0..rows).map(|_| row(rng)).collect();
    rows.join("\n")
}

/// Names of a brief that take one, two and three lines.
const NAMES: [&str; 3] = [
    "澜州信息专报",
    "澜州市推进公共数据资源开发利用和数字化转型工作情况信息专报",
    "澜州市人民政府关于加强生态保护和绿色发展工作情况的信息专报（教育、卫生、交通、文旅等领域特刊）",
];
/// Units that stand beside the date and above it.
const UNITS: [&str; 2] = [
    "澜州市信息中心",
    "澜州市推进公共数据资源开发利用工作领导小组办公室",
];

/// A brief of the articles with headings and notes.
fn brief_of<'a>(rng: &mut Rng, issue: &'a Issue) -> Brief<'a> {
    let mut rows = Vec::new();
    for (at, article) in issue.articles.iter().enumerate() {
        if rng.chance(25) {
            let name = prose::medium(rng);
            rows.push(BriefRow::Heading(format!("第{at}组：{name}动态")));
        }
        let note = rng.chance(25).then(|| prose::paragraph(rng));
        rows.push(BriefRow::Article(BriefArticle {
            piece: Piece {
                path: "",
                issue,
                article,
            },
            excerpts: Vec::new(),
            note,
        }));
    }
    let layout = match rng.below(3) {
        // Contents of several pages are enough: the articles need not be long.
        _ if issue.articles.len() > 100 => BriefLayout::Abstract,
        0 => BriefLayout::Abstract,
        _ => BriefLayout::Full,
    };
    let details = BriefDetails {
        title: Some(rng.pick(&NAMES).to_owned()),
        number: Some(3),
        publisher: Some(rng.pick(&UNITS).to_owned()),
        recipients: rng.chance(50).then(|| "各县区、各部门".to_owned()),
        note: rng.chance(30).then(|| prose::paragraph(rng)),
        ..BriefDetails::default()
    };
    compile(&rows, details, layout, date(2026, 11, 5))
}

/// Converts the documents in `folder` to PDF. False where `LibreOffice` is missing.
fn to_pdf(folder: &Path, names: &[String]) -> bool {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let made = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf"])
        .args(names)
        .current_dir(folder)
        .output();
    made.is_ok()
}

/// The pages of a PDF, each a list of lines without spaces; `None` where `pdftotext` is missing.
fn pages(pdf: &Path) -> Option<Vec<Vec<String>>> {
    let mut command = Command::new("pdftotext");
    let made = command.arg("-layout").arg(pdf).arg("-").output().ok()?;
    let text = String::from_utf8(made.stdout).ok()?;
    let page = |page: &str| {
        let lines = page
            .lines()
            .map(|line| line.replace(char::is_whitespace, ""));
        lines.filter(|line| !line.is_empty()).collect()
    };
    (!text.is_empty()).then(|| text.split('\u{c}').map(page).collect())
}

/// The entries of the contents that name another page than that of their heading, as lines to read.
fn wrong_entries(brief: &Brief, pages: &[Vec<String>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for entry in paragraphs(brief).iter().filter(|one| one.style.is_entry()) {
        let text: String = entry.runs.iter().map(|run| run.text.as_str()).collect();
        let begin: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(16)
            .collect();
        // The heading stands behind the contents.
        let has = |page: &Vec<String>| page.iter().any(|line| line.starts_with(&begin));
        let found = pages.iter().rposition(has).map(|at| at + 1);
        if found != entry.page {
            wrong.push(format!("{text}: {:?}, in the PDF {found:?}", entry.page));
        }
    }
    wrong
}

/// The pages that end with a heading or hold nothing but the notes on distribution, as lines to read.
fn stranded(brief: &Brief, pages: &[Vec<String>]) -> Vec<String> {
    let all = paragraphs(brief);
    // The words of a table or a contents may be those of a heading: an article has its number, and is no entry behind them.
    let first = all.iter().rposition(|one| one.style.is_entry());
    let articles = all.iter().skip(first.unwrap_or(0));
    let articles = articles.filter(|one| one.style == OfficialStyle::Article);
    let text = |one: &OfficialParagraph| -> String {
        let runs = one.runs.iter().flat_map(|run| run.text.chars());
        runs.filter(|c| !c.is_whitespace()).collect()
    };
    let mut headings: Vec<String> = articles.map(text).collect();
    headings.push("参考文献".to_owned());
    let count = pages.len().saturating_sub(1);
    let mut out = Vec::new();
    for (page, at) in pages.iter().take(count).zip(1..) {
        let is_text = |line: &&String| {
            let is_notes = line.starts_with("发送：") || line.contains("共印");
            !is_notes && !line.starts_with('—')
        };
        let body: String = page.iter().filter(is_text).map(String::as_str).collect();
        if body.is_empty() {
            out.push(format!("page {at} has no text"));
        }
        if at < count
            && headings
                .iter()
                .any(|heading| body.ends_with(heading.as_str()))
        {
            out.push(format!("page {at} ends with a heading"));
        }
    }
    out
}

#[test]
fn every_entry_of_the_contents_of_generated_briefs_names_the_page_of_its_heading() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut names = Vec::new();
    // One article, more and more, and at last contents of several pages.
    let count = |seed: u64| match seed {
        0 => 1,
        1 => 120,
        seed => 2 + u32::try_from(seed).unwrap(),
    };
    let seeds: Vec<(u64, Issue)> = (0..20)
        .map(|seed| (seed, issue(&mut Rng(seed), count(seed))))
        .collect();
    let briefs: Vec<Brief> = seeds
        .iter()
        .map(|(seed, issue)| brief_of(&mut Rng(seed + 1000), issue))
        .collect();
    for (brief, (seed, _)) in briefs.iter().zip(&seeds) {
        for format in [BriefFormat::Docx, BriefFormat::Odt] {
            let bytes = brief::write(brief, format, BriefStyle::Official).unwrap();
            let name = format!("{}-{seed}.{}", format.name(), format.extension());
            std::fs::write(folder.join(&name), bytes).unwrap();
            names.push(name);
        }
    }
    if !to_pdf(folder, &names) {
        eprintln!("soffice is missing: the pages are not counted");
        return;
    }
    let mut wrong = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let Some(pages) = pages(&folder.join(name).with_extension("pdf")) else {
            eprintln!("soffice or pdftotext is missing: no pages to compare");
            return;
        };
        let brief = &briefs[at / 2];
        let entries = wrong_entries(brief, &pages).into_iter();
        let entries = entries.chain(stranded(brief, &pages));
        wrong.extend(entries.map(|entry| format!("{name}: {entry}")));
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}
