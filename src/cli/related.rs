//! `newsreader related FILE --article N`: the articles of a library that are nearest to one: all that report the same
//! event, best first, then the five that come nearest.
//!
//! ```text
//! =  0.82  2025-06-15  629/3  标题（来源）  https://example.com/1
//! ```
//! `=` marks the same event. The number behind it is the likeness, from 0 to 1.

use super::error::{CliError, CommandError, Exit};
use super::json::JsonArray;
use super::{
    CommandContext, HEADINGS, Subcommand, file_arg, files, format_arg, format_of, paths_arg,
};
use crate::lang::{Lang, Words};
use crate::library::index::{IndexedReport, ReportIndex};
use crate::library::stories::{Related, StoryIndex};
use crate::library::{Entry, Opened};
use crate::model::{Article, BlockKind};
use crate::quote::Piece;
use crate::quote::one_line::one_line;
use crate::quote::table::LinkRow;
use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "related",
    about: Words::new(
        "找出与一篇文章相近的报道",
        "find the articles nearest to one",
    ),
    define,
    run,
};

/// Adds FILE, the paths, `--article` and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let file = Words::new("文章所在的报告", "the report of the article");
    let article = Words::new("第 N 篇文章", "article N");
    let paths = Words::new("在哪些文件夹或文件里找", "folders or files to look in");
    command
        .arg(file_arg(file.get(lang), lang))
        .arg(paths_arg(paths.get(lang), lang))
        .arg(
            Arg::new("article")
                .long("article")
                .value_name("N")
                .required(true)
                .value_parser(value_parser!(u32))
                .help(article.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
        .arg(format_arg(["text", "json"], lang))
}

/// Prints the articles. None at all is no error: the exit code is that of reading the paths.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let (Some(path), Some(&number)) = (
        matches.get_one::<PathBuf>("file"),
        matches.get_one::<u32>("article"),
    ) else {
        // clap requires both, so that this is never reached.
        return Ok(Exit::Usage);
    };
    let opened = files::open(path, context)?;
    let index = article_index(&opened.issue.articles, number)
        .ok_or_else(|| no_article(&opened, number, context.lang).subject(path.display()))?;
    // Without a library there is no more to compare with than the file itself; the samples would be of no use.
    let (library, exit) = match files::scan(matches, context)? {
        Some((shelf, exit)) => (shelf.index, exit),
        None => (ReportIndex::default(), Exit::Done),
    };
    let Some(report) = report_of(&library, path, &opened) else {
        return Ok(exit);
    };
    let reports = library.newest_first();
    let at = reports.iter().position(|one| Arc::ptr_eq(one, &report));
    let stories = StoryIndex::around(at.unwrap_or(0), &reports, &AtomicBool::new(false));
    let found = stories.map(|stories| stories.nearest(&report.meta.place, index));
    let mut rows = Rows::default();
    let related = found.unwrap_or_default();
    let rows: Vec<RelatedRow> = related.iter().filter_map(|one| rows.related(one)).collect();
    if format_of(matches) == "json" {
        let mut array = JsonArray::default();
        for row in &rows {
            array.push(out, row)?;
        }
        array.finish(out)?;
    } else {
        for row in &rows {
            write_line(out, row, context.lang)?;
        }
    }
    Ok(exit)
}

/// Writes a row for people: `=` for the same event, the score, the article.
fn write_line(out: &mut dyn Write, row: &RelatedRow, lang: Lang) -> io::Result<()> {
    let mark = if row.same { '=' } else { ' ' };
    writeln!(out, "{mark}  {:.2}  {}", row.score, line(&row.row, lang))
}

/// Returns the index of the article with this printed number, or in this position where no number or several are it.
fn article_index(articles: &[Article], number: u32) -> Option<usize> {
    let mut printed = articles
        .iter()
        .enumerate()
        .filter(|(_, a)| a.number == number);
    match (printed.next(), printed.next()) {
        (Some((index, _)), None) => Some(index),
        _ => usize::try_from(number)
            .ok()?
            .checked_sub(1)
            .filter(|index| *index < articles.len()),
    }
}

/// Returns the error for a number that no article has.
fn no_article(opened: &Opened, number: u32, lang: Lang) -> CliError {
    let what = Words::new("没有第 {} 篇", "there is no article {}");
    let hint = Words::new("共 {} 篇", "the report has {} article{s}");
    let count = opened.issue.articles.len().to_string();
    CliError::problem(what.with(lang, &[&number.to_string()])).hint(hint.with(lang, &[&count]))
}

/// Returns the report of the file in the library, or adds it where the library does not hold it.
///
/// The report is found by its content where it stands in the library under another name.
fn report_of(library: &ReportIndex, path: &Path, opened: &Opened) -> Option<Arc<IndexedReport>> {
    let same = Entry::of(opened).meta.identity.same;
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    let own = whole(path);
    let is_it = |report: &&Arc<IndexedReport>| {
        let is_file = || {
            let file = report.meta.place.file();
            own.is_some() && file.and_then(whole) == own
        };
        // Without articles a report has no identity, and only its path is left to compare.
        if same == 0 {
            is_file()
        } else {
            report.meta.identity.same == same
        }
    };
    let find = || library.newest_first().iter().find(is_it).cloned();
    find().or_else(|| {
        library.put(vec![IndexedReport::in_memory(opened)?]);
        find()
    })
}

/// An article in the JSON of `newsreader related`.
#[derive(Serialize)]
struct RelatedRow {
    /// The fields of `newsreader links`.
    #[serde(flatten)]
    row: LinkRow,
    /// The beginning of its text.
    snippet: String,
    /// The likeness to the article asked about, 0 to 1.
    score: f64,
    /// True if it reports the same event.
    same: bool,
}

/// Makes rows of articles. A report that several of them stand in is opened once.
#[derive(Default)]
pub(super) struct Rows {
    /// The report that was opened last.
    last: Option<Opened>,
}

impl Rows {
    /// Returns the row of an article; `None` where its report is gone.
    pub(super) fn row(&mut self, one: &Related) -> Option<LinkRow> {
        self.with(one, LinkRow::of)
    }

    /// Returns the row with likeness and snippet; `None` where its report is gone.
    fn related(&mut self, one: &Related) -> Option<RelatedRow> {
        self.with(one, |piece| RelatedRow {
            row: LinkRow::of(piece),
            snippet: snippet(piece.article),
            score: (one.score * 10_000.0).round() / 10_000.0,
            same: one.is_same,
        })
    }

    /// Opens the report of an article, unless it is the last one, and makes something of the
    /// article.
    fn with<T>(&mut self, one: &Related, make: impl FnOnce(&Piece<'_>) -> T) -> Option<T> {
        let place = &one.report.meta.place;
        if self.last.as_ref().is_none_or(|last| last.place != *place) {
            self.last = one.report.open();
        }
        let opened = self.last.as_ref()?;
        Some(make(&Piece {
            path: &place.address(),
            issue: &opened.issue,
            article: opened.issue.articles.get(one.index)?,
        }))
    }
}

/// The most characters of a snippet.
const SNIPPET_CHARS: usize = 80;

/// Returns the beginning of the text.
///
/// Cut at 80 characters with `…`; empty for an article without a paragraph.
fn snippet(article: &Article) -> String {
    let mut blocks = article.blocks.iter();
    let text = blocks.find(|block| block.kind == BlockKind::Paragraph);
    let text = one_line(text.map_or("", |block| block.text.as_str()));
    match text.char_indices().nth(SNIPPET_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Returns an article as a line: day, issue and number, title, source, link.
pub(super) fn line(row: &LinkRow, lang: Lang) -> String {
    let day = row.date.map(|day| day.to_string());
    let issue = match row.issue {
        Some(issue) => format!("{issue}/{}", row.number),
        None => format!("{}:{}", one_line(&row.path), row.number),
    };
    let brackets = Words::new("（{}）", " ({})");
    let source = row
        .source
        .as_ref()
        .map(|source| brackets.with(lang, &[source]));
    let title = format!("{}{}", row.title, source.unwrap_or_default());
    let parts = [day, Some(issue), Some(title), row.link.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("  ")
}
