//! Briefs (简报): articles chosen from several issues, written as one report.
//!
//! [`compile`] makes an issue of the chosen articles: masthead, lead with the count and the period, table of contents,
//! articles renumbered from 1. The writers below turn it into bytes; none opens a file.

pub mod csv;
pub mod details;
pub mod docx;
pub mod json;
mod lead;
pub mod lines;
pub mod markdown;
pub mod official;
pub mod report;

use crate::lang::{Lang, Words};
use crate::model::{Article, BlockKind, Issue, Period, TocEntry};
use crate::quote::Piece;
use crate::quote::blocks::on_one_line;
use crate::quote::gbt7714;
use crate::quote::one_line::one_line;
use details::BriefDetails;
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
    /// A numbered list of references by GB/T 7714, as text.
    Gbt7714,
}

/// The styles of a brief as a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BriefStyle {
    /// The layout of the reports.
    Report,
    /// An official document by GB/T 9704—2012.
    Official,
}

impl BriefStyle {
    /// Every style.
    pub const ALL: [Self; 2] = [Self::Report, Self::Official];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Official => "official",
        }
    }

    /// Returns the usual style of a format: official for a document of Word, which is what goes out on paper.
    #[must_use]
    pub const fn of(format: BriefFormat) -> Self {
        match format {
            BriefFormat::Docx => Self::Official,
            _ => Self::Report,
        }
    }
}

/// How much of each article is in a brief.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum BriefLayout {
    /// The whole text.
    #[default]
    Full,
    /// The first paragraphs, 200 characters at most, but always the first one.
    Abstract,
    /// Title, source, date and link alone.
    Links,
}

impl BriefLayout {
    /// Every layout.
    pub const ALL: [Self; 3] = [Self::Full, Self::Abstract, Self::Links];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Abstract => "abstract",
            Self::Links => "links",
        }
    }
}

/// Characters of an abstract at most.
const ABSTRACT_CHARS: usize = 200;

impl BriefFormat {
    /// Every format.
    pub const ALL: [Self; 6] = [
        Self::Markdown,
        Self::Text,
        Self::Docx,
        Self::Json,
        Self::Csv,
        Self::Gbt7714,
    ];

    /// The formats of the dialog, in its order: each has a file extension of its own.
    pub const IN_DIALOG: [Self; 5] = [
        Self::Docx,
        Self::Markdown,
        Self::Text,
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
            Self::Gbt7714 => "gbt7714",
        }
    }

    /// Returns the usual file extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text | Self::Gbt7714 => "txt",
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
    /// The statements of the brief about itself.
    pub details: BriefDetails,
}

/// The title in the masthead of a brief.
pub const TITLE: &str = "监测信息简报";

/// Compiles `pieces` into a brief dated `today`, with the masthead of `details`.
///
/// An article that occurs twice word for word (one report in two files) is taken once. The period runs from the first to the
/// last date of the articles; if none has a date, it is the period of their issues.
#[must_use]
pub fn compile<'a>(
    pieces: &[Piece<'a>],
    details: BriefDetails,
    layout: BriefLayout,
    today: Date,
) -> Brief<'a> {
    let mut kept: Vec<Piece<'a>> = Vec::new();
    for piece in pieces {
        if !kept.iter().any(|known| same(known.article, piece.article)) {
            kept.push(*piece);
        }
    }
    let articles: Vec<Article> = kept
        .iter()
        .zip(1..)
        .map(|(piece, number)| shortened(clean(piece.article, number), layout))
        .collect();
    let period = period(&kept);
    let title = details.title.as_deref().map(one_line);
    let issue = Issue {
        title: Some(title.unwrap_or_else(|| TITLE.to_owned())),
        number: details.number,
        total_number: details.total_number,
        publisher: details.publisher.as_deref().map(one_line),
        published: Some(today),
        period,
        declared_count: u32::try_from(articles.len()).ok(),
        lead: vec![lead::lead(&kept, period)],
        toc: articles.iter().map(entry).collect(),
        articles,
    };
    Brief {
        issue,
        pieces: kept,
        details,
    }
}

/// Returns the bytes of `brief` in `format`. The style only matters for a document of Word.
///
/// # Errors
/// [`Error`] if the document cannot be put together in memory.
pub fn write(brief: &Brief, format: BriefFormat, style: BriefStyle) -> Result<Vec<u8>, Error> {
    match (format, style) {
        (BriefFormat::Markdown, _) => Ok(markdown::write(&brief.issue).into_bytes()),
        (BriefFormat::Text, _) => Ok(report::write(&brief.issue).into_bytes()),
        (BriefFormat::Docx, BriefStyle::Report) => Ok(docx::write(&brief.issue)?),
        (BriefFormat::Docx, BriefStyle::Official) => Ok(official::write(brief)?),
        (BriefFormat::Json, _) => Ok(json::write(brief)?.into_bytes()),
        (BriefFormat::Csv, _) => Ok(csv::write(&brief.pieces)?.into_bytes()),
        (BriefFormat::Gbt7714, _) => Ok(references(&brief.issue).into_bytes()),
    }
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

/// Returns `article` with as much of its text as `layout` has room for.
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

/// Returns the days from the first to the last article; from their issues if no article has a date.
fn period(pieces: &[Piece]) -> Option<Period> {
    let dates = || pieces.iter().filter_map(|piece| piece.article.date);
    let periods = || pieces.iter().filter_map(|piece| piece.issue.period);
    let start = dates().min().or_else(|| periods().map(|p| p.start).min())?;
    let end = dates().max().or_else(|| periods().map(|p| p.end).max())?;
    Some(Period { start, end })
}

#[cfg(test)]
pub(crate) mod sample {
    use crate::brief::details::BriefDetails;
    use crate::brief::{Brief, BriefLayout, compile};
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
        compile(
            &pieces,
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
    use super::{BriefDetails, BriefFormat, BriefLayout, compile, sample};
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
                "本期简报共收集 2 篇相关信息，时间从 2025 年 6 月 15 日到 2025 年 6 月 15 日，选自《云川监测周报》第 12 期。"
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
            &[piece("a.pdf"), piece("a.txt")],
            BriefDetails::default(),
            BriefLayout::Full,
            date(2026, 11, 21),
        );
        assert_eq!(brief.issue.articles.len(), 1);
    }

    #[test]
    fn endings_choose_the_format() {
        assert_eq!(BriefFormat::of_extension("MD"), Some(BriefFormat::Markdown));
        assert_eq!(BriefFormat::of_extension("docx"), Some(BriefFormat::Docx));
        assert_eq!(BriefFormat::of_extension("pdf"), None);
    }
}
