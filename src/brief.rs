//! Briefs (简报): articles chosen from several issues, written as one report.
//!
//! [`compile`] makes an issue of the chosen articles: masthead, lead with the count and the period, table of contents,
//! articles renumbered from 1. The writers below turn it into bytes; none opens a file.

pub mod csv;
pub mod details;
pub mod docx;
mod format;
pub mod json;
mod lead;
pub mod lines;
pub mod loaded;
pub mod markdown;
pub mod odt;
pub mod official;
pub mod report;
pub mod rows;
pub mod template;

pub use format::{BriefFormat, BriefLayout, BriefStyle};

use crate::lang::{Lang, Words};
use crate::model::{Article, BlockKind, Issue, Period, TocEntry};
use crate::quote::Piece;
use crate::quote::blocks::on_one_line;
use crate::quote::gbt7714;
use crate::quote::one_line::one_line;
use details::BriefDetails;
use jiff::civil::Date;
use rows::{BriefArticle, BriefRow, EditorAdditions, excerpt_blocks};

/// Characters of an abstract at most.
const ABSTRACT_CHARS: usize = 200;

/// The errors of writing a brief.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document could not be put together.
    #[error("the document could not be put together: {0}")]
    Write(#[from] std::io::Error),
    /// JSON could not be made.
    #[error("the JSON could not be made: {0}")]
    Json(#[from] serde_json::Error),
}

impl Error {
    /// Returns the reason in `lang`, as part of a line that names the file.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let words = match self {
            Self::Write(_) => Words::new("无法生成文档", "the document could not be made"),
            Self::Json(_) => Words::new("无法生成 JSON", "the JSON could not be made"),
        };
        words.get(lang).to_owned()
    }
}

/// A brief: an issue made of chosen articles, with the origin of each.
#[derive(Debug, Clone)]
pub struct Brief<'a> {
    /// The brief as an issue: articles numbered from 1, contents and lead to match.
    pub issue: Issue,
    /// The articles in their own issues, in the same order.
    pub pieces: Vec<Piece<'a>>,
    /// The additions of the editor to each article, in the same order.
    pub additions: Vec<EditorAdditions>,
    /// The statements of the brief about itself.
    pub details: BriefDetails,
    /// What it has of each article. A list of links is its own table of contents.
    pub layout: BriefLayout,
}

/// The title in the masthead of a brief.
pub const TITLE: &str = "监测信息简报";

/// Compiles `rows` into a brief dated `today`, with the masthead of `details`.
///
/// An article that occurs twice word for word (one report in two files) is taken once. Excerpts stand in place of the text. A
/// heading without an article below it is left out. The period runs from the first to the last date of the articles; if none
/// has a date, it is the period of their issues.
#[must_use]
pub fn compile<'a>(
    rows: &[BriefRow<'a>],
    details: BriefDetails,
    layout: BriefLayout,
    today: Date,
) -> Brief<'a> {
    let mut kept: Vec<Piece<'a>> = Vec::new();
    let mut articles: Vec<Article> = Vec::new();
    let mut additions: Vec<EditorAdditions> = Vec::new();
    let mut headings = Vec::new();
    for row in rows {
        let row = match row {
            BriefRow::Heading(text) => {
                headings.push(one_line(text));
                continue;
            }
            BriefRow::Article(row) => row,
        };
        // Compared by content: the same report in two files has two keys.
        if kept
            .iter()
            .any(|known| same(known.article, row.piece.article))
        {
            continue;
        }
        kept.push(row.piece);
        let number = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let article = clean(row.piece.article, number);
        articles.push(chosen_text(article, &row.excerpts, layout));
        additions.push(EditorAdditions {
            // Headings wait for the next article that is kept, so that none is lost with an article
            // that is left out.
            headings: std::mem::take(&mut headings),
            note: note_lines(row),
        });
    }
    let issue = issue(articles, &kept, &details, today);
    Brief {
        issue,
        pieces: kept,
        additions,
        details,
        layout,
    }
}

/// Returns the bytes of `brief` in `format`. The style only matters for a document of Word.
///
/// # Errors
/// [`Error`] if the document cannot be put together in memory.
pub fn write(brief: &Brief, format: BriefFormat, style: BriefStyle) -> Result<Vec<u8>, Error> {
    match (format, style) {
        (BriefFormat::Markdown, _) => Ok(markdown::write(brief).into_bytes()),
        (BriefFormat::Text, _) => Ok(report::write(brief).into_bytes()),
        (BriefFormat::Docx, BriefStyle::Report) => Ok(docx::write(brief)?),
        (BriefFormat::Docx, BriefStyle::Official) => Ok(official::write(brief)?),
        (BriefFormat::Odt, style) => Ok(odt::write(brief, style)?),
        (BriefFormat::Json, _) => Ok(json::write(brief)?.into_bytes()),
        (BriefFormat::Csv, _) => Ok(csv::write(brief)?.into_bytes()),
        (BriefFormat::Gbt7714, _) => Ok(references(&brief.issue).into_bytes()),
    }
}

/// The most characters of a line of the preview.
const LONGEST_LINE: usize = 200;

/// Returns the first `most` lines of `brief` as they would be written in `format`; a document as the text of its paragraphs.
/// Without a format the lines are those of plain text. Blank lines are left out.
pub fn preview(
    brief: &Brief,
    format: Option<BriefFormat>,
    style: BriefStyle,
    most: usize,
) -> Vec<String> {
    let is_document = matches!(format, Some(BriefFormat::Docx | BriefFormat::Odt));
    let lines: Vec<String> = match format {
        Some(_) if is_document && style == BriefStyle::Official => official::first_lines(brief),
        Some(format) if !is_document => {
            let bytes = write(brief, format, style).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            text.lines().take(2 * most).map(str::to_owned).collect()
        }
        _ => {
            let lines = lines::report_lines(brief).into_iter();
            lines.map(|line| line.text).collect()
        }
    };
    let is_shown = |line: &String| !line.trim().is_empty();
    // JSON may be a single line of the whole brief.
    let short = |line: String| line.chars().take(LONGEST_LINE).collect();
    lines
        .into_iter()
        .filter(is_shown)
        .take(most)
        .map(short)
        .collect()
}

/// Returns the references of the articles by GB/T 7714, numbered, a line each.
fn references(issue: &Issue) -> String {
    let today = issue.published.unwrap_or_default();
    let line = |article: &Article| {
        format!(
            "[{}] {}\n",
            article.number,
            gbt7714::reference(article, today)
        )
    };
    issue.articles.iter().map(line).collect()
}

/// Returns the brief as an issue of its own, with lead and contents.
fn issue(articles: Vec<Article>, kept: &[Piece], details: &BriefDetails, today: Date) -> Issue {
    let period = period(kept);
    let title = details.title.as_deref().map(one_line);
    Issue {
        title: Some(title.unwrap_or_else(|| TITLE.to_owned())),
        number: details.number,
        total_number: details.total_number,
        publisher: details.publisher.as_deref().map(one_line),
        published: Some(today),
        period,
        declared_count: u32::try_from(articles.len()).ok(),
        lead: std::iter::once(lead::lead(kept, period))
            .chain(lead::note(details.note.as_deref()))
            .collect(),
        toc: articles.iter().map(entry).collect(),
        articles,
        ..Issue::default()
    }
}

/// Returns the lines of the note on an article: a mark if its text was recognised, and the editor's own note.
fn note_lines(row: &BriefArticle<'_>) -> Vec<String> {
    // The readers of the brief have no other sign that a text is not its author's to the letter.
    let recognised = row.piece.issue.recognised.as_ref();
    let mark =
        recognised.map(|recognised| format!("{}，链接请与原件核对。", recognised.mark(Lang::Zh)));
    let note = row.note.iter().flat_map(|note| note.lines()).map(one_line);
    let lines = mark.into_iter().chain(note);
    lines.filter(|line| !line.is_empty()).collect()
}

/// Returns `article` with its excerpts in place of its text, or as much of the text as `layout` has room for.
///
/// The layout `Links` has no text, with excerpts or without.
fn chosen_text(mut article: Article, excerpts: &[String], layout: BriefLayout) -> Article {
    // In a list of links there is no room for excerpts either.
    if excerpts.is_empty() || layout == BriefLayout::Links {
        return shortened(article, layout);
    }
    let blocks = excerpt_blocks(excerpts);
    article.blocks = blocks.iter().map(on_one_line).collect();
    article
}

/// Returns `article` with as much of its text as `layout` has room for.
///
/// An abstract has whole paragraphs only: as many as stay within [`ABSTRACT_CHARS`], and one at
/// least.
fn shortened(mut article: Article, layout: BriefLayout) -> Article {
    match layout {
        BriefLayout::Full => {}
        BriefLayout::Abstract => {
            // Headings and the author's name say nothing about the content, and would end an abstract at its beginning.
            article
                .blocks
                .retain(|block| block.kind == BlockKind::Paragraph);
            let mut chars = 0;
            let fits = article.blocks.iter().take_while(|block| {
                chars += block.text.chars().count();
                chars <= ABSTRACT_CHARS
            });
            // An abstract has at least one paragraph, however long it is.
            let count = fits.count().max(1);
            article.blocks.truncate(count);
        }
        BriefLayout::Links => article.blocks.clear(),
    }
    article
}

/// Returns `article` with the number `number` and every text on one line and sanitized, since other programs read the brief.
fn clean(article: &Article, number: u32) -> Article {
    let line = |text: &Option<String>| {
        let text = text.as_deref().map(one_line);
        text.filter(|text| !text.is_empty())
    };
    let blocks = article.blocks.iter().map(on_one_line);
    Article {
        as_read: None,
        number,
        title: one_line(&article.title),
        source: line(&article.source),
        date: article.date,
        link: line(&article.link),
        original_title: line(&article.original_title),
        blocks: blocks
            // A figure without a caption is still shown as one.
            .filter(|block| !block.text.is_empty() || block.kind == BlockKind::Figure)
            .collect(),
    }
}

/// True if two articles are equal but for their numbers.
///
/// Numbers, original titles and the fields as read do not count.
fn same(a: &Article, b: &Article) -> bool {
    a.title == b.title
        && a.link == b.link
        && a.source == b.source
        && a.date == b.date
        && a.blocks == b.blocks
}

/// Returns the entry of `article` in the table of contents.
fn entry(article: &Article) -> TocEntry {
    TocEntry {
        number: article.number,
        title: article.title.clone(),
        source: article.source.clone(),
    }
}

/// Returns the days from the first to the last article; from their issues if no article has a date.
///
/// `None` if neither articles nor issues name a day.
fn period(pieces: &[Piece]) -> Option<Period> {
    let dates = || pieces.iter().filter_map(|piece| piece.article.date);
    let periods = || pieces.iter().filter_map(|piece| piece.issue.period);
    // The articles themselves are more exact than their issues.
    let start = dates().min().or_else(|| periods().map(|p| p.start).min())?;
    let end = dates().max().or_else(|| periods().map(|p| p.end).max())?;
    Some(Period { start, end })
}

#[cfg(test)]
pub(crate) mod sample {
    use crate::brief::details::BriefDetails;
    use crate::brief::rows::BriefRow;
    use crate::brief::{Brief, BriefLayout, compile};
    use crate::model::Issue;
    use crate::quote::{Piece, sample};
    use jiff::civil::date;

    /// Two articles of one issue.
    pub fn brief(issue: &Issue) -> Brief<'_> {
        let piece = |article| Piece {
            path: "012.txt",
            issue,
            article,
        };
        let rows: Vec<BriefRow> = issue
            .articles
            .iter()
            .rev()
            .map(|article| piece(article).into())
            .collect();
        compile(
            &rows,
            BriefDetails::default(),
            BriefLayout::Full,
            date(2026, 11, 21),
        )
    }

    /// The issue they stand in.
    pub fn issue() -> Issue {
        sample::issue()
    }
}

#[cfg(test)]
mod tests {
    use super::{BriefArticle, BriefDetails, BriefLayout, BriefRow, compile, sample};
    use crate::quote::Piece;
    use jiff::civil::date;

    #[test]
    fn articles_are_renumbered_and_counted() {
        let issue = sample::issue();
        let brief = sample::brief(&issue).issue;
        let numbers: Vec<u32> = brief.articles.iter().map(|a| a.number).collect();
        assert_eq!(numbers, [1, 2]);
        assert_eq!(brief.articles[0].title, "云川市试行[互认]清单");
        assert_eq!(brief.declared_count, Some(2));
        assert_eq!(brief.toc.len(), 2);
        assert_eq!(
            brief.lead,
            [
                "本期简报共收集 2 篇相关信息，时间为 2025 年 6 月 15 日，选自《云川监测周报》第 12 期。"
            ]
        );
        // The publisher of the reports is not that of the brief.
        assert_eq!(brief.publisher, None);
    }

    #[test]
    fn the_same_article_out_of_two_files_is_taken_once() {
        let issue = sample::issue();
        let piece = |path| Piece {
            path,
            issue: &issue,
            article: &issue.articles[1],
        };
        let brief = compile(
            &[piece("a.pdf").into(), piece("a.txt").into()],
            BriefDetails::default(),
            BriefLayout::Full,
            date(2026, 11, 21),
        );
        assert_eq!(brief.issue.articles.len(), 1);
    }

    #[test]
    fn excerpts_stand_in_place_of_the_text_and_a_heading_needs_an_article() {
        let issue = sample::issue();
        let piece = Piece {
            path: "",
            issue: &issue,
            article: &issue.articles[1],
        };
        let rows = [
            BriefRow::Heading("一组".to_owned()),
            BriefRow::Article(BriefArticle {
                piece,
                excerpts: vec!["第一段。".to_owned(), "甲。\n乙。".to_owned()],
                note: Some("请阅。\n\n抄送。".to_owned()),
            }),
            BriefRow::Heading("空的".to_owned()),
        ];
        let of = |layout| compile(&rows, BriefDetails::default(), layout, date(2026, 11, 21));
        let brief = of(BriefLayout::Full);
        let texts = brief.issue.articles[0].blocks.iter();
        let texts: Vec<&str> = texts.map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["第一段。", "……", "甲。", "乙。"]);
        assert_eq!(brief.additions[0].headings, ["一组"]);
        assert_eq!(brief.additions[0].note, ["请阅。", "抄送。"]);
        let blocks = |layout| of(layout).issue.articles[0].blocks.len();
        assert_eq!(
            (blocks(BriefLayout::Abstract), blocks(BriefLayout::Links)),
            (4, 0)
        );
    }
}
