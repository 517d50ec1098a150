//! `newsreader search`: what the reader's `s` finds, without the screen. A row per article, newest issue first, as found.
//!
//! The row is the article and not the place in it: a query's words may stand anywhere in an article, and its filters ask
//! for articles, so that only an article can be said to match. How many places match in it, each row counts.

use super::failure::{Exit, Failure, Stop};
use super::json::Rows;
use super::{Context, Subcommand, files, format_arg, format_of, paths_arg};
use crate::config::state_folder;
use crate::lang::{Lang, Words};
use crate::library::index::ReportIndex;
use crate::library::query::{self, Query};
use crate::library::search::{self, ReportMatch, speculative};
use crate::state::{Marks, State};
use clap::{Arg, ArgMatches, Command};
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::AtomicBool;

mod rows;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "search",
    about: Words::new("在所有报告中检索", "search all reports"),
    define,
    run,
};

const QUERY: Words = Words::new(
    "检索词：空格分隔的词都要出现；\"短语\"；-排除；来源: 标题: 期:600-629 日期:2024-01..2025-06 is:unread is:starred；标题和来源也可用拼音",
    "words, all of which must occur; \"a phrase\"; -without; source: title: issue:600-629 date:2024-01..2025-06 is:unread is:starred; titles and sources also by pinyin",
);
const PATHS: Words = Words::new("文件夹或文件", "folders or files");
const EMPTY: Words = Words::new("没有检索词", "there is nothing to search for");
const HINT: Words = Words::new("请给出一个词", "give a word");

fn define(command: Command, lang: Lang) -> Command {
    let query = Arg::new("query")
        .value_name("QUERY")
        .required(true)
        .allow_hyphen_values(true)
        .help(QUERY.get(lang))
        .help_heading(super::HEADINGS.0.get(lang));
    command
        .arg(query)
        .arg(paths_arg(PATHS.get(lang), lang))
        .arg(format_arg(["text", "json"], lang))
}

fn run(matches: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    let typed = matches
        .get_one::<String>("query")
        .map_or("", String::as_str);
    let query = understood(typed, context)?;
    let marks = marks(&query, context);
    let (found, read) = if format_of(matches) == "json" {
        let mut rows = Rows::default();
        let write = |bytes: &[u8]| rows.append(out, bytes);
        let told = stream(matches, context, &query, &marks, rows::objects, write)?;
        rows.finish(out)?;
        told
    } else {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let make = |out: &mut Vec<u8>, found: &ReportMatch<'_>| rows::text(out, found, colour);
        let write = |bytes: &[u8]| out.write_all(bytes);
        stream(matches, context, &query, &marks, make, write)?
    };
    Ok(if found { read } else { Exit::Problem })
}

fn understood(typed: &str, context: &Context) -> Result<Query, Failure> {
    let query =
        query::parse(typed).map_err(|e| Failure::usage(e.expected(context.lang)).about(e.part))?;
    if query.clauses.is_empty() {
        return Err(Failure::usage(EMPTY.get(context.lang)).hint(HINT.get(context.lang)));
    }
    Ok(query)
}

/// Writes what `make` makes of each issue with hits as they are found. Answers whether there were any, and how reading the
/// paths ended.
fn stream(
    matches: &ArgMatches,
    context: &Context,
    query: &Query,
    marks: &Marks,
    make: impl Fn(&mut Vec<u8>, &ReportMatch<'_>) + Sync,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(bool, Exit), Stop> {
    let mut any = false;
    let mut outcome = Ok(());
    let mut take = |rows: Vec<u8>| {
        any = true;
        outcome = write(&rows);
        outcome.is_ok()
    };
    let read = files::seen(matches, context, |paths, options| {
        speculative::complete(paths, options, query, marks, &make, &mut take)
    })?;
    if read.is_none() {
        let samples = ReportIndex::samples().newest_first();
        let never = AtomicBool::new(false);
        search::run(&samples, query, marks, &never, make, take);
    }
    outcome?;
    Ok((any, read.unwrap_or(Exit::Done)))
}

/// What a search of the paths of `matches` needs: what is searched, for what, the marks, and how reading the paths ended.
pub(super) fn prepare(
    typed: &str,
    matches: &ArgMatches,
    context: &Context,
) -> Result<(ReportIndex, Query, Marks, Exit), Stop> {
    let query = understood(typed, context)?;
    let (index, read) = match files::shelf(matches, context)? {
        Some((shelf, exit)) => (shelf.index, exit),
        None => (ReportIndex::samples(), Exit::Done),
    };
    let marks = marks(&query, context);
    Ok((index, query, marks, read))
}

/// Only a query that asks for marks needs the store.
fn marks(query: &Query, context: &Context) -> Marks {
    if !query.asks_for_marks() || context.stateless {
        return Marks::new();
    }
    let Some(folder) = state_folder() else {
        return Marks::new();
    };
    let (state, notice) = State::open(&folder);
    if let Some(notice) = notice {
        let path = notice.path().display();
        Failure::problem(notice.what(context.lang))
            .about(path)
            .report();
    }
    state.marks().unwrap_or_default()
}
