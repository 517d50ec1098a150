//! `newsreader search`: the search of the reader's `s` as rows, newest issue first, each printed when it is found.
//!
//! A row is an article and not a place in it: the words of a query may stand anywhere in an article, and filters select
//! articles, so only an article can match. Each row counts the places that match in it.
//!
//! ```text
//! 629/3  2025-06-15  标题（来源）  …上下文…  ×3  https://example.com/1
//! ```
//! The first number is that of the issue, or the path of its file; the second is that of the article. On a terminal the hits
//! are highlighted, unless `NO_COLOR` is set. The exit code is 1 if nothing was found.

use super::error::{CliError, CommandError, Exit, store_unread};
use super::json::JsonArray;
use super::{CommandContext, Subcommand, files, format_arg, format_of, paths_arg};
use crate::config::state_folder;
use crate::lang::{Lang, Words};
use crate::library::index::ReportIndex;
use crate::library::query::{self, MarkSets, Query, QueryContext, SavedSearches};
use crate::library::search::{self, ReportMatch, speculative};
use crate::state::{self, State};
use clap::{Arg, ArgMatches, Command};
use jiff::Zoned;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

pub(super) mod rows;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "search",
    about: Words::new("检索全部报告", "search all reports"),
    define,
    run,
};

/// The help of the query, which has to hold its whole syntax in a line.
const QUERY: Words = Words::new(
    "检索词：以空格分隔的词须全部出现；甲|乙 有一即可；\"短语\"；-排除；来源: 标题: 期:600-629 刊: 路径: 日期:2024-01..2025-06 日期:近30天 is:unread|read|starred|new|sent；@保存的检索；标题和来源也可用拼音",
    "words, all of which must occur; a|b either; \"a phrase\"; -without; source: title: issue:600-629 series: path: date:2024-01..2025-06 date:last30d is:unread|read|starred|new|sent; @saved; pinyin finds titles and sources too",
);
/// The help of the paths.
const PATHS: Words = Words::new("文件夹或文件", "folders or files");
/// The help of `--sort`.
const SORT: Words = Words::new(
    "次序：newest（新的在前，默认）| oldest（旧的在前）",
    "order of the issues: newest (default) | oldest",
);
/// No article matches.
const NONE: Words = Words::new("没有找到", "nothing found");
/// The query has no word.
const EMPTY: Words = Words::new("没有检索词", "the query is empty");
/// The advice for an empty query.
const HINT: Words = Words::new("请给出至少一个词", "give at least one word");

/// Adds the query, the paths, `--sort` and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let query = Arg::new("query")
        .value_name("QUERY")
        .required(true)
        // A query may begin with `-word`.
        .allow_hyphen_values(true)
        .help(QUERY.get(lang))
        .help_heading(super::HEADINGS.0.get(lang));
    command
        .arg(query)
        .arg(paths_arg(PATHS.get(lang), lang))
        .arg(
            Arg::new("sort")
                .long("sort")
                .value_name("ORDER")
                .help(SORT.get(lang))
                .help_heading(super::HEADINGS.1.get(lang))
                .hide_possible_values(true)
                .value_parser(["newest", "oldest"]),
        )
        .arg(format_arg(["text", "json", "csv"], lang))
}

/// Prints the rows as they are found.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let typed = matches
        .get_one::<String>("query")
        .map_or("", String::as_str);
    let (query, marks) = parse_query(typed, context)?;
    let asked = (&query, &marks);
    let (found, read) = if format_of(matches) == "json" {
        let mut array = JsonArray::default();
        let write = |bytes: &[u8]| array.append(out, bytes);
        let outcome = stream(matches, context, asked, rows::write_objects, write)?;
        array.finish(out)?;
        outcome
    } else if format_of(matches) == "csv" {
        out.write_all(rows::CSV_HEADING)?;
        let write = |bytes: &[u8]| out.write_all(bytes);
        stream(matches, context, asked, rows::write_csv, write)?
    } else {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let make =
            |out: &mut Vec<u8>, found: &ReportMatch<'_>| rows::write_lines(out, found, colour);
        let write = |bytes: &[u8]| out.write_all(bytes);
        stream(matches, context, asked, make, write)?
    };
    if found {
        return Ok(read);
    }
    // A word such as `autor:王` is searched as text; if nothing was found the slip is the likely
    // reason.
    if let Some(unknown) = query.unknown_filter {
        query_error(unknown, context.lang).report();
    } else if let Some(advice) = query.pinyin_advice(context.lang) {
        CliError::problem(NONE.get(context.lang))
            .subject(typed)
            .hint(advice)
            .report();
    }
    Ok(Exit::Problem)
}

/// Parses the query. Returns it with the sets of articles that it asks for.
///
/// # Errors
/// The line to print where a filter is wrong, the query is empty, or the reading state that it asks for cannot be read.
fn parse_query(typed: &str, context: &CommandContext) -> Result<(Query, MarkSets), CliError> {
    let mut store = StoreAccess::new(context);
    let unread = |error: state::Error| store_unread(&error, context.lang);
    let names_saved = typed.contains(['@', '＠']);
    let state = names_saved.then(|| store.get()).flatten();
    let kept = state.map(State::saved_searches).transpose();
    let kept = kept.map_err(unread)?;
    let saved = SavedSearches::new(context.config.saved_searches(), kept.unwrap_or_default());
    let refers = QueryContext {
        today: Zoned::now().date(),
        saved: Some(&saved),
    };
    let query = query::parse(typed, refers).map_err(|error| query_error(error, context.lang))?;
    if query.clauses.is_empty() {
        return Err(CliError::usage(EMPTY.get(context.lang)).hint(HINT.get(context.lang)));
    }
    let asks = query.asks_for_marks();
    let state = asks.then(|| store.get()).flatten();
    let Some(state) = state else {
        return Ok((query, MarkSets::default()));
    };
    let sets = MarkSets {
        marks: state.marks().map_err(unread)?,
        new: state.new_articles().map_err(unread)?,
    };
    Ok((query, sets))
}

/// Returns the line for a mistake in a query.
///
/// The subject is the part of the query that is wrong.
fn query_error(error: query::Error, lang: Lang) -> CliError {
    CliError::usage(error.expected(lang)).subject(error.part)
}

/// The store, opened when it is first needed: opening it costs some milliseconds.
struct StoreAccess<'a> {
    context: &'a CommandContext,
    /// The store; `None` before it was needed.
    state: Option<State>,
}

impl<'a> StoreAccess<'a> {
    /// Opens nothing yet.
    fn new(context: &'a CommandContext) -> Self {
        Self {
            context,
            state: None,
        }
    }

    /// Returns the store; `None` with `--no-state`. What is wrong with it is reported once.
    fn get(&mut self) -> Option<&State> {
        if self.state.is_none() && !self.context.stateless {
            let (state, notice) = State::open(&state_folder()?);
            if let Some(notice) = notice {
                let path = notice.path().display();
                CliError::problem(notice.problem(self.context.lang))
                    .subject(path)
                    .report();
            }
            self.state = Some(state);
        }
        self.state.as_ref()
    }
}

/// The rows of some reports.
#[derive(Default)]
struct ReportRows {
    /// The rows as they are printed.
    bytes: Vec<u8>,
    /// The end of each report's rows in `bytes`.
    ends: Vec<usize>,
}

impl ReportRows {
    /// Iterates over the rows of each report, the last one first.
    // The search hands reports on newest first, so the oldest are at the end.
    fn last_first(&self) -> impl Iterator<Item = &[u8]> {
        let start = |at: usize| at.checked_sub(1).and_then(|at| self.ends.get(at).copied());
        let ends = self.ends.iter().enumerate().rev();
        ends.filter_map(move |(at, end)| self.bytes.get(start(at).unwrap_or(0)..*end))
    }
}

/// Searches the paths and writes the rows of each issue as it is found: `make` turns hits into bytes on the searching
/// threads, `write` prints them. Returns true if anything was found, and how reading the paths ended.
///
/// # Errors
/// Those of reading the paths and of `write`.
fn stream(
    matches: &ArgMatches,
    context: &CommandContext,
    (query, marks): (&Query, &MarkSets),
    make: impl Fn(&mut Vec<u8>, &ReportMatch<'_>) + Sync,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(bool, Exit), CommandError> {
    let mut any = false;
    let mut outcome = Ok(());
    let mut kept = Vec::new();
    let oldest_first = matches
        .get_one::<String>("sort")
        .is_some_and(|s| s == "oldest");
    // Rows that were written, whose memory serves again.
    let written: Mutex<Vec<ReportRows>> = Mutex::default();
    let make = |rows: &mut ReportRows, found: &ReportMatch<'_>| {
        if rows.bytes.capacity() == 0
            && let Ok(mut written) = written.lock()
        {
            *rows = written.pop().unwrap_or_default();
        }
        make(&mut rows.bytes, found);
        rows.ends.push(rows.bytes.len());
    };
    // A closed pipe answers false, which ends the search.
    let mut take = |mut rows: ReportRows| {
        any = true;
        if oldest_first {
            // The search goes from the newest report to the oldest, so the last rows come first.
            // Nothing can be printed before the last report was searched.
            kept.push(rows);
        } else {
            outcome = write(&rows.bytes);
            rows.bytes.clear();
            rows.ends.clear();
            if let Ok(mut written) = written.lock() {
                written.push(rows);
            }
        }
        outcome.is_ok()
    };
    let corrections = files::corrections(context);
    // What is cached is not corrected, so that nothing can be printed before the paths are read.
    let read = if corrections.is_empty() {
        files::scan_with(matches, context, |paths, options| {
            // Searches what the cache knows while the folders are still walked, and holds the rows
            // back until they are known to be right.
            speculative::complete(paths, options, query, marks, make, &mut take)
        })?
    } else {
        files::scan(matches, context)?.map(|(shelf, exit)| {
            let reports = shelf.index.newest_first();
            let never = AtomicBool::new(false);
            search::run(&reports, query, marks, &never, make, &mut take);
            exit
        })
    };
    if read.is_none() {
        let samples = ReportIndex::samples();
        samples.set_corrections(corrections);
        let samples = samples.newest_first();
        let never = AtomicBool::new(false);
        search::run(&samples, query, marks, &never, make, take);
    }
    outcome?;
    for report in kept.iter().rev().flat_map(ReportRows::last_first) {
        write(report)?;
    }
    Ok((any, read.unwrap_or(Exit::Done)))
}

/// Scans the paths and parses the query for a search whose hits are all wanted at once. Returns the index, the query, the
/// marks that the query asks for, and how reading the paths ended.
///
/// # Errors
/// The line to print where the query is wrong or nothing can be read.
pub(super) fn prepare(
    typed: &str,
    matches: &ArgMatches,
    context: &CommandContext,
) -> Result<(ReportIndex, Query, MarkSets, Exit), CommandError> {
    let (query, marks) = parse_query(typed, context)?;
    let (index, read) = match files::scan(matches, context)? {
        Some((shelf, exit)) => (shelf.index, exit),
        None => (ReportIndex::samples(), Exit::Done),
    };
    Ok((index, query, marks, read))
}

/// Does the work of [`prepare`] for a query that may be empty, which stands for all articles.
///
/// # Errors
/// As [`prepare`].
pub(super) fn prepare_any(
    typed: &str,
    matches: &ArgMatches,
    context: &CommandContext,
) -> Result<(ReportIndex, Query, MarkSets, Exit), CommandError> {
    if !typed.trim().is_empty() {
        return prepare(typed, matches, context);
    }
    let (index, read) = match files::scan(matches, context)? {
        Some((shelf, exit)) => (shelf.index, exit),
        None => (ReportIndex::samples(), Exit::Done),
    };
    Ok((index, Query::default(), MarkSets::default(), read))
}
