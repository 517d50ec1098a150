//! Briefs (简报): articles chosen from several issues, written as one report.
//!
//! [`compile`] makes an issue of the chosen articles: masthead, lead with the count and the period, table of contents,
//! articles renumbered from 1. The writers below turn it into bytes; none opens a file.

pub mod csv;
pub mod docx;
pub mod json;
pub mod lines;
pub mod markdown;
pub mod report;

use crate::lang::{Lang, Words};
use crate::model::{Article, BlockKind, Issue, Period, TocEntry};
use crate::quote::Piece;
use crate::quote::blocks::on_one_line;
use crate::quote::one_line::one_line;
use jiff::civil::Date;

/// The file formats of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BriefFormat {
    /// Markdown.
    Markdown,
    /// Plain text in the reports' own layout.
    Text,
    /// A Word document.
    Docx,
    /// The JSON of `newsreader show`.
    Json,
    /// The links as a table.
    Csv,
}

impl BriefFormat {
    /// Every format, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Markdown,
        Self::Text,
        Self::Docx,
        Self::Json,
        Self::Csv,
    ];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Docx => "docx",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// Returns the usual file extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Docx => "docx",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// Returns the format of a file extension, in any case of letters; `None` for one that no brief is written in.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension || format.name() == extension)
    }
}

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
}

/// The title in the masthead of a brief.
pub const TITLE: &str = "监测信息简报";

/// Compiles `pieces` into a brief dated `today`.
///
/// An article that occurs twice word for word (one report in two files) is taken once. The period runs from the first to the
/// last date of the articles; if none has a date, it is the period of their issues.
#[must_use]
pub fn compile<'a>(pieces: &[Piece<'a>], today: Date) -> Brief<'a> {
    let mut kept: Vec<Piece<'a>> = Vec::new();
    for piece in pieces {
        if !kept.iter().any(|known| same(known.article, piece.article)) {
            kept.push(*piece);
        }
    }
    let articles: Vec<Article> = kept
        .iter()
        .zip(1..)
        .map(|(piece, number)| clean(piece.article, number))
        .collect();
    let period = period(&kept);
    let issue = Issue {
        title: Some(TITLE.to_owned()),
        number: None,
        total_number: None,
        publisher: common_publisher(&kept).map(|name| one_line(&name)),
        published: Some(today),
        period,
        declared_count: u32::try_from(articles.len()).ok(),
        lead: vec![lead(&kept, period)],
        toc: articles.iter().map(entry).collect(),
        articles,
    };
    Brief {
        issue,
        pieces: kept,
    }
}

/// Returns the bytes of `brief` in `format`.
///
/// # Errors
/// [`Error`] if the document cannot be put together in memory.
pub fn write(brief: &Brief, format: BriefFormat) -> Result<Vec<u8>, Error> {
    match format {
        BriefFormat::Markdown => Ok(markdown::write(&brief.issue).into_bytes()),
        BriefFormat::Text => Ok(report::write(&brief.issue).into_bytes()),
        BriefFormat::Docx => Ok(docx::write(&brief.issue)?),
        BriefFormat::Json => Ok(json::write(brief)?.into_bytes()),
        BriefFormat::Csv => Ok(csv::write(&brief.pieces)?.into_bytes()),
    }
}

/// Returns `article` with the number `number` and every text on one line and sanitized, since other programs read the brief.
fn clean(article: &Article, number: u32) -> Article {
    let line = |text: &Option<String>| {
        let text = text.as_deref().map(one_line);
        text.filter(|text| !text.is_empty())
    };
    let blocks = article.blocks.iter().map(on_one_line);
    Article {
        number,
        title: one_line(&article.title),
        source: line(&article.source),
        date: article.date,
        link: line(&article.link),
        original_title: line(&article.original_title),
        blocks: blocks
            .filter(|block| !block.text.is_empty() || block.kind == BlockKind::Figure)
            .collect(),
    }
}

/// True if two articles are equal but for their numbers.
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

/// Returns the publisher, if all issues have the same one.
fn common_publisher(pieces: &[Piece]) -> Option<String> {
    let first = pieces.first()?.issue.publisher.as_ref()?;
    let shared = |piece: &Piece| piece.issue.publisher.as_ref() == Some(first);
    pieces.iter().all(shared).then(|| first.clone())
}

/// Returns the days from the first to the last article; from their issues if no article has a date.
fn period(pieces: &[Piece]) -> Option<Period> {
    let dates = || pieces.iter().filter_map(|piece| piece.article.date);
    let periods = || pieces.iter().filter_map(|piece| piece.issue.period);
    let start = dates().min().or_else(|| periods().map(|p| p.start).min())?;
    let end = dates().max().or_else(|| periods().map(|p| p.end).max())?;
    Some(Period { start, end })
}

/// Returns the lead: the number of articles, their period, and the issues they are taken from.
fn lead(pieces: &[Piece], period: Option<Period>) -> String {
    let count = pieces.len();
    let period = period.map(|Period { start, end }| {
        format!("，时间从 {}到 {}", spaced_date(start), spaced_date(end))
    });
    let numbers = || pieces.iter().filter_map(|piece| piece.issue.number);
    let issues = numbers().min().zip(numbers().max()).map(|ends| match ends {
        (first, last) if first == last => format!("，选自监测报告第 {first} 期"),
        (first, last) => format!("，选自监测报告第 {first} 至 {last} 期"),
    });
    let (period, issues) = (period.unwrap_or_default(), issues.unwrap_or_default());
    format!("本期简报共收集 {count} 篇相关信息{period}{issues}。")
}

/// Returns `2025 年 6 月 14 日`, with spaces around the digits as in the reports.
fn spaced_date(date: Date) -> String {
    format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day())
}

#[cfg(test)]
pub(crate) mod sample {
    use crate::brief::{Brief, compile};
    use crate::model::Issue;
    use crate::quote::{Piece, sample};
    use jiff::civil::date;

    /// Two articles of one issue.
    pub fn brief(issue: &Issue) -> Brief<'_> {
        let pieces: Vec<Piece> = issue
            .articles
            .iter()
            .rev()
            .map(|article| Piece {
                path: "012.txt",
                issue,
                article,
            })
            .collect();
        compile(&pieces, date(2026, 11, 21))
    }

    /// The issue they stand in.
    pub fn issue() -> Issue {
        sample::issue()
    }
}

#[cfg(test)]
mod tests {
    use super::{BriefFormat, compile, sample};
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
                "本期简报共收集 2 篇相关信息，时间从 2025 年 6 月 15 日到 2025 年 6 月 15 日，选自监测报告第 12 期。"
            ]
        );
        assert_eq!(brief.publisher.as_deref(), Some("云川研究室"));
    }

    #[test]
    fn the_same_article_out_of_two_files_is_taken_once() {
        let issue = sample::issue();
        let piece = |path| Piece {
            path,
            issue: &issue,
            article: &issue.articles[1],
        };
        let brief = compile(&[piece("a.pdf"), piece("a.txt")], date(2026, 11, 21));
        assert_eq!(brief.issue.articles.len(), 1);
    }

    #[test]
    fn endings_choose_the_format() {
        assert_eq!(BriefFormat::of_extension("MD"), Some(BriefFormat::Markdown));
        assert_eq!(BriefFormat::of_extension("docx"), Some(BriefFormat::Docx));
        assert_eq!(BriefFormat::of_extension("pdf"), None);
    }
}
