//! `newsreader stories`: the events that several articles report, each with its articles, oldest first.
//!
//! ```text
//! 2024-11-03 – 2025-06-15  3  标题
//!   2024-11-03  598/2  标题（来源）  https://example.com/1
//! ```
//! The title of a story is that of its first article. An article belongs to one story at most.

use super::error::{CliError, CommandError, Exit};
use super::json::JsonArray;
use super::related::{self, Rows};
use super::{CommandContext, Subcommand, files, format_arg, format_of, paths_arg};
use crate::lang::{Lang, Words};
use crate::library::index::ReportIndex;
use crate::library::stories::{MOST_ARTICLES, Related, StoryIndex};
use crate::quote::table::LinkRow;
use clap::{ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;
use std::sync::atomic::AtomicBool;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "stories",
    about: Words::new(
        "列出由多篇文章报道的事件",
        "list the events that several articles report",
    ),
    define,
    run,
};

/// The library has more articles than are compared.
const TOO_MANY: Words = Words::new(
    "文章太多，只比较了最近 {} 篇",
    "too many articles; only the newest {} were compared",
);
/// The advice for such a library.
const NARROW: Words = Words::new(
    "要比较更早的文章，请指定较小的文件夹",
    "name a smaller folder to compare older ones",
);

/// Adds the paths and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new("文件夹或文件", "folders or files");
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(format_arg(["text", "json"], lang))
}

/// A story in the JSON.
#[derive(Serialize)]
struct StoryRow {
    /// The title of its first article.
    title: String,
    /// The day of its first article; null if none has a day.
    first: Option<Date>,
    /// The day of its last article.
    last: Option<Date>,
    /// Its articles, oldest first.
    articles: Vec<LinkRow>,
}

impl StoryRow {
    /// Describes a story, whose articles are oldest first.
    fn of(story: &[Related], rows: &mut Rows) -> Self {
        let articles: Vec<LinkRow> = story.iter().filter_map(|one| rows.row(one)).collect();
        let mut days = story.iter().filter_map(|one| one.day);
        let first = days.next();
        Self {
            title: articles
                .first()
                .map(|row| row.title.clone())
                .unwrap_or_default(),
            first,
            last: days.next_back().or(first),
            articles,
        }
    }
}

/// Prints the stories of the library; none at all is no error.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let (library, exit) = match files::scan(matches, context)? {
        Some((shelf, exit)) => (shelf.index, exit),
        None => (ReportIndex::samples(), Exit::Done),
    };
    let reports = library.newest_first();
    let stories = StoryIndex::of(&reports, &AtomicBool::new(false)).unwrap_or_default();
    if stories.is_partial() {
        let most = MOST_ARTICLES.to_string();
        CliError::problem(TOO_MANY.with(context.lang, &[&most]))
            .hint(NARROW.get(context.lang))
            .report();
    }
    let mut rows = Rows::default();
    let mut array = JsonArray::default();
    let is_json = format_of(matches) == "json";
    for story in stories.all() {
        let story = StoryRow::of(&story, &mut rows);
        // A report that vanished meanwhile may leave a story of one article, which is none.
        if story.articles.len() < 2 {
            continue;
        }
        if is_json {
            array.push(out, &story)?;
        } else {
            let days = [story.first, story.last].map(|day| day.map(|day| day.to_string()));
            let days: Vec<String> = days.into_iter().flatten().collect();
            let count = story.articles.len();
            writeln!(out, "{}  {count}  {}", days.join(" – "), story.title)?;
            for row in &story.articles {
                writeln!(out, "  {}", related::line(row, context.lang))?;
            }
        }
    }
    if is_json {
        array.finish(out)?;
    }
    Ok(exit)
}
