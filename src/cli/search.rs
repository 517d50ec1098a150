//! `newsreader search`: what the reader's `s` finds, without the screen. A row per article, newest issue first, as found.

use super::failure::{Exit, Failure, Stop};
use super::json::Rows;
use super::{Context, Subcommand, files, format_arg, format_of, paths_arg};
use crate::config::state_folder;
use crate::lang::{Lang, Words};
use crate::library::index::Index;
use crate::library::query::{self, Query};
use crate::library::search::{self, Found, Hit};
use crate::state::{Marks, State};
use crate::text::sanitize::sanitize;
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::AtomicBool;

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
    let (index, query, marks, read) = prepare(typed, matches, context)?;
    let found = if format_of(matches) == "json" {
        json(out, &index, &query, &marks)?
    } else {
        text(out, &index, &query, &marks)?
    };
    Ok(if found { read } else { Exit::Problem })
}

/// What a search of the paths of `matches` needs: what is searched, for what, the marks, and how reading the paths ended.
pub(super) fn prepare(
    typed: &str,
    matches: &ArgMatches,
    context: &Context,
) -> Result<(Index, Query, Marks, Exit), Stop> {
    let query =
        query::parse(typed).map_err(|e| Failure::usage(e.expected(context.lang)).about(e.part))?;
    if query.clauses.is_empty() {
        return Err(Failure::usage(EMPTY.get(context.lang))
            .hint(HINT.get(context.lang))
            .into());
    }
    // The program ends with this command: to free ten thousand rows first would take as long as to search them.
    let shelf = ManuallyDrop::new(files::shelf(matches, context)?);
    let (index, read) = match &*shelf {
        Some((shelf, exit)) => (shelf.index.clone(), *exit),
        None => (Index::samples(), Exit::Done),
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
        Failure::problem(notice.message(context.lang)).report();
    }
    state.marks().unwrap_or_default()
}

/// Rows are made on the searching threads and written as they come. Answers whether there were any.
fn stream(
    index: &Index,
    query: &Query,
    marks: &Marks,
    make: impl Fn(Found) -> io::Result<Vec<u8>> + Sync,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<bool> {
    let reports = index.newest_first();
    let mut any = false;
    let mut outcome = Ok(());
    search::run(
        &reports,
        query,
        marks,
        &AtomicBool::new(false),
        make,
        |rows| {
            any = true;
            outcome = rows.and_then(|rows| write(&rows));
            outcome.is_ok()
        },
    );
    outcome.map(|()| any)
}

/// A row by the names of the contract, and how many places match.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    issue: Option<u32>,
    number: u32,
    title: &'a str,
    source: Option<&'a str>,
    date: Option<Date>,
    link: Option<&'a str>,
    snippet: &'a str,
    count: usize,
}

fn json(out: &mut dyn Write, index: &Index, query: &Query, marks: &Marks) -> io::Result<bool> {
    let make = |found: Found| {
        let path = files::name(&found.place);
        let mut bytes = Vec::new();
        for hit in &found.hits {
            let row = Row {
                path: &path,
                issue: found.number,
                number: hit.number,
                title: &hit.title,
                source: hit.source.as_deref(),
                date: hit.date,
                link: hit.link.as_deref(),
                snippet: &hit.snippet,
                count: hit.count,
            };
            Rows::follow(&mut bytes, &row)?;
        }
        Ok(bytes)
    };
    let mut rows = Rows::default();
    let found = stream(index, query, marks, make, |bytes| rows.append(out, bytes))?;
    rows.finish(out)?;
    Ok(found)
}

fn text(out: &mut dyn Write, index: &Index, query: &Query, marks: &Marks) -> io::Result<bool> {
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let make = |found: Found| {
        let mut lines = Vec::new();
        for hit in &found.hits {
            line(&mut lines, &found, hit, colour)?;
        }
        Ok(lines)
    };
    stream(index, query, marks, make, |lines| out.write_all(lines))
}

/// `629/1  2025-06-15  标题（来源）  …上下文…  https://…`
fn line(out: &mut Vec<u8>, found: &Found, hit: &Hit, colour: bool) -> io::Result<()> {
    match found.number {
        Some(issue) => write!(out, "{issue}/{}", hit.number)?,
        None => write!(
            out,
            "{}:{}",
            harmless(&files::name(&found.place)),
            hit.number
        )?,
    }
    if let Some(date) = hit.date.or(found.published) {
        write!(out, "  {date}")?;
    }
    write!(out, "  {}", harmless(&hit.title))?;
    if let Some(source) = &hit.source {
        write!(out, "（{}）", harmless(source))?;
    }
    write!(out, "  ")?;
    marked(out, hit, colour)?;
    if let Some(link) = &hit.link {
        write!(out, "  {}", harmless(link))?;
    }
    writeln!(out)
}

fn marked(out: &mut Vec<u8>, hit: &Hit, colour: bool) -> io::Result<()> {
    let mut done = 0;
    for place in hit.marked.iter().filter(|_| colour) {
        let before = hit.snippet.get(done..place.start).unwrap_or_default();
        let inside = hit.snippet.get(place.clone()).unwrap_or_default();
        write!(
            out,
            "{}\u{1b}[1;4m{}\u{1b}[0m",
            harmless(before),
            harmless(inside)
        )?;
        done = place.end;
    }
    write!(
        out,
        "{}",
        harmless(hit.snippet.get(done..).unwrap_or_default())
    )
}

fn harmless(text: &str) -> Cow<'_, str> {
    sanitize(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Place;

    fn found(title: &str) -> Found {
        let hit = Hit {
            index: 0,
            number: 2,
            key: None,
            title: title.to_owned(),
            source: Some("云州日报".to_owned()),
            date: None,
            link: Some("https://news.example.cn/1.html".to_owned()),
            snippet: "试点医保结算".to_owned(),
            marked: std::iter::once(6..12).collect(),
            count: 1,
        };
        Found {
            place: Place::Sample(0),
            number: Some(629),
            published: None,
            hits: vec![hit],
        }
    }

    #[test]
    fn a_hit_is_one_harmless_line() {
        let found = found("云州\n\u{1b}[2J试点");
        let mut out = Vec::new();
        line(&mut out, &found, &found.hits[0], false).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert!(line.starts_with("629/2  云州"), "{line}");
        assert!(
            line.ends_with("试点（云州日报）  试点医保结算  https://news.example.cn/1.html\n"),
            "{line}"
        );
        assert!(!line.trim_end().chars().any(char::is_control));
    }

    #[test]
    fn on_a_terminal_the_hit_stands_out() {
        let mut out = Vec::new();
        marked(&mut out, &found("题").hits[0], true).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "试点\u{1b}[1;4m医保\u{1b}[0m结算"
        );
    }
}
