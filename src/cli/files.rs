//! The paths that a subcommand was given: opened one after the other, or said in one line why not.

use super::failure::{Exit, Failure, Stop, io_words};
use super::{Context, SUBCOMMANDS};
use crate::config::{Session, cache_folder};
use crate::lang::{Lang, Words};
use crate::library::note::ScanNote;
use crate::library::samples::SAMPLES;
use crate::library::scan::{self, ScanOptions, ScannedLibrary};
use crate::library::search::speculative::SearchSummary;
use crate::library::{self, Entry, Error, Opened, Place, Status};
use crate::settings::nearest;
use clap::ArgMatches;
use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// `session` with the paths that are there; the others cost a line each on standard error.
///
/// # Errors
/// The line to print where none of the paths is there, or nobody could see the reader.
pub fn readable(mut session: Session) -> Result<Session, Stop> {
    if !io::stdout().is_terminal() {
        let what = Words::new("标准输出不是终端", "standard output is not a terminal");
        let hint = Words::new(
            "请用 newsreader list、show、links 等命令",
            "use newsreader list, show or links",
        );
        let lang = session.lang;
        return Err(Failure::usage(what.get(lang)).hint(hint.get(lang)).into());
    }
    there(&mut session.paths, session.lang)?;
    Ok(session)
}

/// Keeps the paths that are there and tells of the others; says whether that were all.
///
/// # Errors
/// The last line to print where none is left of some.
fn there(paths: &mut Vec<PathBuf>, lang: Lang) -> Result<bool, Failure> {
    let mut failures = Vec::new();
    paths.retain(|path| match std::fs::metadata(path) {
        Ok(_) => true,
        Err(error) => {
            failures.push(missing(path, &error, lang));
            false
        }
    });
    let last = failures.pop();
    failures.iter().for_each(Failure::report);
    match last {
        Some(last) if paths.is_empty() => Err(last),
        Some(last) => {
            last.report();
            Ok(false)
        }
        None => Ok(true),
    }
}

/// The line for a path that cannot be looked at: perhaps it was meant for a command.
fn missing(path: &Path, error: &io::Error, lang: Lang) -> Failure {
    let (what, hint) = io_words(error, lang);
    let failure = Failure::problem(what).about(path.display());
    let commands = SUBCOMMANDS.iter().map(|one| one.name);
    let meant = path.to_str().and_then(|word| nearest(word, commands));
    match (meant, hint) {
        (Some(name), _) if error.kind() == io::ErrorKind::NotFound => {
            let ask = Words::new("是不是 newsreader {}？", "did you mean newsreader {}?");
            failure.hint(ask.with(lang, &[name]))
        }
        (_, Some(hint)) => failure.hint(hint),
        _ => failure,
    }
}

/// Opens one file.
///
/// # Errors
/// The line to print where it cannot be read.
pub fn open(path: &Path, lang: Lang) -> Result<Opened, Failure> {
    library::open(path).map_err(|error| failure(&error, lang))
}

/// The line for a file that cannot be read.
pub(super) fn failure(error: &Error, lang: Lang) -> Failure {
    match error {
        Error::Io { path, source } => {
            let (what, hint) = io_words(source, lang);
            let failure = Failure::problem(what).about(path.display());
            hint.map_or(failure.clone(), |hint| failure.hint(hint))
        }
        // A line that begins with its path, as ours do.
        Error::NotAFile { .. } => Failure::problem(error.message(lang)),
        Error::Source { path, source } => {
            let failure = Failure::problem(source.message(lang)).about(path.display());
            let hint = source.hint().map(|hint| hint.get(lang));
            hint.map_or(failure.clone(), |hint| failure.hint(hint))
        }
    }
}

/// Opens what a subcommand's `[PATH]...` mean and gives each issue to `take`, newest first. Without a path the configured
/// folders are meant, and without those the built-in samples. What cannot be read costs a line on standard error and
/// makes the answer [`Exit::Problem`].
///
/// # Errors
/// Those of `take`.
pub fn each(
    matches: &ArgMatches,
    context: &Context,
    mut take: impl FnMut(Opened) -> Result<(), Stop>,
) -> Result<Exit, Stop> {
    let Some((shelf, exit)) = shelf(matches, context)? else {
        let samples = (0..SAMPLES.len()).map(Place::Sample);
        let mut opened = samples.filter_map(|place| library::open_place(&place).ok());
        return opened.try_for_each(take).map(|()| Exit::Done);
    };
    for report in shelf.index.newest_first() {
        if let Some(opened) = report.open() {
            take(opened)?;
        }
    }
    Ok(exit)
}

/// The rows of what a subcommand's `[PATH]...` mean, as [`each`] has it, without opening a report that the cache knows.
///
/// # Errors
/// The line to print where there is nothing to read.
pub fn entries(matches: &ArgMatches, context: &Context) -> Result<(Vec<Entry>, Exit), Failure> {
    let Some((shelf, exit)) = shelf(matches, context)? else {
        let samples = (0..SAMPLES.len()).map(Place::Sample);
        let opened = samples.filter_map(|place| library::open_place(&place).ok());
        return Ok((opened.map(|o| Entry::of(&o)).collect(), Exit::Done));
    };
    // What is too large to be read unasked is there all the same.
    let is_shown = |entry: &Entry| matches!(entry.status, Status::Read | Status::TooLarge(_));
    let shown = shelf.entries.into_iter().filter(is_shown);
    Ok((shown.collect(), exit))
}

/// Reads what a subcommand's `[PATH]...` or the configured folders mean, and tells of what cannot be read. `None` where
/// the built-in samples are meant.
///
/// # Errors
/// The line to print where there is nothing to read.
pub fn shelf(
    matches: &ArgMatches,
    context: &Context,
) -> Result<Option<(ScannedLibrary, Exit)>, Failure> {
    let mut shelf = ScannedLibrary::default();
    let exit = seen(matches, context, |paths, options| {
        shelf = scan::complete(paths, options);
        SearchSummary {
            any: !shelf.entries.is_empty(),
            rows: troubled(&shelf.entries),
            notes: shelf.notes.clone(),
        }
    })?;
    Ok(exit.map(|exit| (shelf, exit)))
}

fn troubled(rows: &[Entry]) -> Vec<Entry> {
    let troubled = rows.iter().filter(|row| row.status != Status::Read);
    troubled.cloned().collect()
}

/// [`shelf`] for one who reads by other means: `read` is given the paths and how to read them. Answers how that ended.
///
/// # Errors
/// The line to print where there is nothing to read.
pub fn seen(
    matches: &ArgMatches,
    context: &Context,
    read: impl FnOnce(&[PathBuf], &ScanOptions) -> SearchSummary,
) -> Result<Option<Exit>, Failure> {
    let given = matches.get_many::<PathBuf>("paths");
    let mut paths: Vec<PathBuf> = given
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    if paths.is_empty() {
        paths.clone_from(&context.config.folders);
    }
    if paths.is_empty() {
        return Ok(None);
    }
    let all_there = there(&mut paths, context.lang)?;
    // The cache is for libraries: reading it to open a file or two would take longer than the files.
    let is_library = !context.stateless && paths.iter().any(|path| path.is_dir());
    let options = ScanOptions {
        size_limit_bytes: context.config.size_limit_bytes,
        cache: cache_folder().filter(|_| is_library),
        ..ScanOptions::default()
    };
    let seen = read(&paths, &options);
    let mut exit = if all_there { Exit::Done } else { Exit::Problem };
    if !seen.any && seen.notes.is_empty() {
        return Err(no_report(&paths, context.lang));
    }
    for note in notes(seen) {
        // A note's line begins with its path, as ours does.
        Failure::problem(note.message(context.lang)).report();
        if !matches!(note, ScanNote::NoCache(..)) {
            exit = Exit::Problem;
        }
    }
    Ok(Some(exit))
}

/// The notes of the scan, and those that it gave when it read a file for the cache, some other day.
fn notes(seen: SearchSummary) -> Vec<ScanNote> {
    let mut told: HashSet<ScanNote> = seen.notes.iter().cloned().collect();
    let mut notes = seen.notes;
    let of_rows = seen.rows.iter().filter_map(ScanNote::of);
    notes.extend(of_rows.filter(|note| told.insert(note.clone())));
    notes
}

fn no_report(paths: &[PathBuf], lang: Lang) -> Failure {
    let what = Words::new("里面没有可读的报告", "there is no report in it");
    let hint = Words::new(
        "支持 txt、md、html、docx、odt、doc、rtf、pdf、ofd 和 zip",
        "it reads txt, md, html, docx, odt, doc, rtf, pdf, ofd and zip",
    );
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Failure::problem(what.get(lang))
        .about(names.join(", "))
        .hint(hint.get(lang))
}
