//! `newsreader watch`: the articles that the watch words found, group by group, for cron.
//!
//! The groups stand in `watch.txt` in the configuration folder, see [`crate::library::watch_words`]. With `--new` only issues
//! count that were not there at the last `--new`. The exit code is 1 if nothing was found.

use super::error::{CliError, CommandError, Exit, store_unread};
use super::json::{self, JsonArray};
use super::search::rows;
use super::{CommandContext, HEADINGS, Subcommand, files, format_arg, format_of, paths_arg};
use crate::config::{state_folder, watch_path};
use crate::lang::{Lang, Words};
use crate::library::index::{IndexedReport, ReportIndex};
use crate::library::search::ReportMatch;
use crate::library::watch_words::{WatchWords, matcher};
use crate::quote::one_line::one_line;
use crate::runtime::watch_list;
use crate::state::{self, State};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "watch",
    about: Words::new(
        "列出关注词命中的文章",
        "list the articles that contain watch words",
    ),
    define,
    run,
};

/// The list has no group.
const NO_WORDS: Words = Words::new("没有关注词", "there are no watch words");
/// The advice for an empty list, whose path is the subject.
const HINT: Words = Words::new(
    "请在这个文件里写上词，一行一个，空行分组",
    "write words into this file, one per line, with blank lines between groups",
);

/// Adds the paths, `--new` and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new("文件夹或文件", "folders or files");
    let new = Words::new(
        "只看自上次 --new 以来新到的各期",
        "only issues that have arrived since the last --new",
    );
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(
            Arg::new("new")
                .long("new")
                .action(ArgAction::SetTrue)
                .help(new.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
        .arg(format_arg(["text", "json"], lang))
}

/// Prints the articles of each group, and with `--new` notes the issues as seen.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let words = load(context)?;
    let (index, exit) = match files::scan(matches, context)? {
        Some((library, exit)) => (library.index, exit),
        None => (ReportIndex::samples(), Exit::Done),
    };
    let mut reports = index.newest_first();
    let mut state = None;
    if matches.get_flag("new") {
        state = open_state(context);
        leave_new(&mut reports, state.as_ref())
            .map_err(|error| store_unread(&error, context.lang))?;
    }
    let any = if format_of(matches) == "json" {
        write_json(out, &words, &reports)?
    } else {
        write_text(out, &words, &reports, context.lang)?
    };
    // All issues that were looked at count, also those in which nothing was found.
    // Only what was printed counts as seen: after a closed pipe the next run prints it again.
    out.flush()?;
    if let Some(mut state) = state {
        let keys = reports
            .iter()
            .flat_map(|report| report.meta.identity.keys.iter().copied());
        if let Err(error) = state.watch(keys) {
            return Err(CliError::problem(error.message(context.lang)).into());
        }
    }
    Ok(if any { exit } else { Exit::Problem })
}

/// Loads the watch words. The lines that are wrong are reported before any subcommand runs.
///
/// # Errors
/// The line to print where there are none.
fn load(context: &CommandContext) -> Result<WatchWords, CliError> {
    let list = watch_list::load(context.lang);
    if list.words.groups.is_empty() {
        let path = watch_path().unwrap_or_default();
        return Err(CliError::problem(NO_WORDS.get(context.lang))
            .subject(path.display())
            .hint(HINT.get(context.lang)));
    }
    Ok(list.words)
}

/// Opens the store; `None` with `--no-state`.
///
/// What is wrong with it is reported on standard error.
fn open_state(context: &CommandContext) -> Option<State> {
    let folder = state_folder().filter(|_| !context.stateless)?;
    let (state, notice) = State::open(&folder);
    if let Some(notice) = notice {
        let path = notice.path().display();
        CliError::problem(notice.problem(context.lang))
            .subject(path)
            .report();
    }
    Some(state)
}

/// Leaves the issues of which no article was seen by an earlier `--new`: an issue that was corrected or converted is not new.
///
/// # Errors
/// [`state::Error`] if it cannot be read what was seen.
fn leave_new(
    reports: &mut Vec<Arc<IndexedReport>>,
    state: Option<&State>,
) -> Result<(), state::Error> {
    let seen = state.map(State::watched).transpose()?.unwrap_or_default();
    reports.retain(|report| {
        let keys = &report.meta.identity.keys;
        !keys.iter().any(|key| seen.contains(key))
    });
    Ok(())
}

/// The rows of each group that has some, and their number.
type Rows = BTreeMap<usize, (Vec<u8>, usize)>;

/// Searches the reports and returns the rows that `write` makes of each group's articles.
///
/// All cores search; the rows of a group stay in the order of the reports.
fn search(
    words: &WatchWords,
    reports: &[Arc<IndexedReport>],
    write: impl Fn(&mut Vec<u8>, &ReportMatch<'_>) + Sync,
) -> Rows {
    let mut all = Rows::new();
    let make = |rows: &mut Rows, group: usize, found: &ReportMatch<'_>| {
        let (bytes, count) = rows.entry(group).or_default();
        write(bytes, found);
        *count += found.articles.len();
    };
    matcher::run(
        words,
        reports,
        &AtomicBool::new(false),
        make,
        |some: Rows| {
            for (group, (bytes, count)) in some {
                let (all_bytes, all_count) = all.entry(group).or_default();
                all_bytes.extend_from_slice(&bytes);
                *all_count += count;
            }
            true
        },
    );
    all
}

/// Writes an object for each group, also one without articles. Returns true if anything was found.
///
/// The objects of articles are those of `newsreader search`.
fn write_json(
    out: &mut dyn Write,
    words: &WatchWords,
    reports: &[Arc<IndexedReport>],
) -> io::Result<bool> {
    let found = search(words, reports, rows::write_objects);
    let mut array = JsonArray::default();
    for (number, group) in words.groups.iter().enumerate() {
        let mut object = JsonArray::BETWEEN.to_vec();
        object.extend_from_slice(br#"{"word":"#);
        json::string(&mut object, group.name.as_bytes());
        object.extend_from_slice(br#","articles":"#);
        let mut articles = JsonArray::default();
        if let Some((bytes, _)) = found.get(&number) {
            articles.append(&mut object, bytes)?;
        }
        articles.finish(&mut object)?;
        // The object ends on the line of its array.
        object.pop();
        object.push(b'}');
        array.append(out, &object)?;
    }
    array.finish(out)?;
    Ok(!found.is_empty())
}

/// Writes a heading with the count for each group that has articles, and a line for each article. Returns true if there are any.
fn write_text(
    out: &mut dyn Write,
    words: &WatchWords,
    reports: &[Arc<IndexedReport>],
    lang: Lang,
) -> io::Result<bool> {
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let found = search(words, reports, |out, found| {
        rows::write_lines(out, found, colour);
    });
    let heading = Words::new("{}（{} 篇）", "{} ({})");
    for (at, (group, (lines, count))) in found.iter().enumerate() {
        let name = words.groups.get(*group).map_or("", |group| &group.name);
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(
            out,
            "{}",
            heading.with(lang, &[&one_line(name), &count.to_string()])
        )?;
        out.write_all(lines)?;
    }
    Ok(!found.is_empty())
}
