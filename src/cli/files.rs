//! The paths of a subcommand: checked, scanned and opened, with a line on standard error for what cannot be read.
//!
//! All subcommands read their paths here, so that they agree on four rules:
//!
//! - Paths on the command line replace the configured folders; without either the built-in samples
//!   are read.
//! - A path that does not exist, and a file that cannot be read, costs one line on standard error
//!   and exit code 1, and the others are read.
//! - The cache is used for folders only, and never with `--no-state`.
//! - Corrections made in the reader count in every output.

use super::CommandContext;
use super::error::{CliError, CommandError, Exit, unreadable};
use super::piped::PipedReport;
use crate::config::{Startup, cache_folder, state_folder};
use crate::lang::{Lang, Words};
use crate::library::cache::Cache;
use crate::library::index::{self, IndexedReport};
use crate::library::note::ScanNote;
use crate::library::samples::SAMPLES;
use crate::library::scan::{self, ScanOptions, ScannedLibrary};
use crate::library::search::speculative::SearchSummary;
use crate::library::walk::readable_extensions;
use crate::library::{self, Entry, Error, Opened, Place, Status, corrections, twins};
use crate::state::{Corrections, corrections_in};
use clap::ArgMatches;
use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Returns `startup` with the paths that exist, and the copy of standard input if one of them is `-`. Each of the
/// others is reported on standard error.
///
/// # Errors
/// The line to print where none of the paths exists, or where standard output is not a terminal.
pub fn reader_startup(
    mut startup: Startup,
) -> Result<(Startup, Option<PipedReport>), CommandError> {
    // Checked before anything is opened: a script that forgot the subcommand must not wait for keys.
    if !io::stdout().is_terminal() {
        let what = Words::new("标准输出不是终端", "standard output is not a terminal");
        let hint = Words::new(
            "请用 newsreader list、show、links 等命令",
            "use newsreader list, show or links",
        );
        let lang = startup.lang;
        return Err(CliError::usage(what.get(lang)).hint(hint.get(lang)).into());
    }
    let is_piped = startup.paths.iter().any(|path| PipedReport::is_meant(path));
    let piped = is_piped
        .then(|| PipedReport::read(startup.lang).map(PipedReport::for_reader))
        .transpose()?;
    // The path of the copy stands in for `-`, so that everything behind this knows files alone.
    for path in &mut startup.paths {
        if let Some(piped) = piped.as_ref().filter(|_| PipedReport::is_meant(path)) {
            *path = piped.path();
        }
    }
    startup.piped = piped.as_ref().map(PipedReport::path);
    keep_existing(&mut startup.paths, startup.lang)?;
    Ok((startup, piped))
}

/// Removes the paths that do not exist and reports each of them. Returns true if all existed.
///
/// # Errors
/// The line about the last of the paths where none exists; the lines about the others are printed.
// All but the last are printed here; the last one is returned where it ends the command.
pub(super) fn keep_existing(paths: &mut Vec<PathBuf>, lang: Lang) -> Result<bool, CliError> {
    let mut errors = Vec::new();
    paths.retain(|path| match std::fs::metadata(path) {
        Ok(_) => true,
        Err(error) => {
            let mut line = unreadable(&error, lang).subject(path.display());
            if path.as_os_str() == "-" {
                line = line.hint(STANDARD_INPUT.get(lang));
            }
            errors.push(line);
            false
        }
    });
    let last = errors.pop();
    errors.iter().for_each(CliError::report);
    match last {
        Some(last) if paths.is_empty() => Err(last),
        Some(last) => {
            last.report();
            Ok(false)
        }
        None => Ok(true),
    }
}

/// Returns what was corrected by hand; nothing with `--no-state`.
///
/// A store that cannot be read counts as one without corrections.
pub fn corrections(context: &CommandContext) -> Corrections {
    let folder = (!context.stateless).then(state_folder).flatten();
    folder.map_or_else(Corrections::new, |folder| corrections_in(&folder))
}

/// The advice where `-` is given to a command that takes folders and files alone.
const STANDARD_INPUT: Words = Words::new(
    "标准输入请用 newsreader - 或 newsreader show - 打开",
    "open standard input with newsreader - or newsreader show -",
);

/// Opens one file, with what was corrected in it by hand.
///
/// # Errors
/// The line to print where it cannot be read.
pub fn open(path: &Path, context: &CommandContext) -> Result<Opened, CliError> {
    let opened = library::open(path);
    let mut opened = opened.map_err(|error| open_error(&error, context.lang))?;
    corrections::apply(&mut opened.issue, &corrections(context));
    Ok(opened)
}

/// Returns the paths of other files with the same report, as far as the cache knows the configured folders and the folder of
/// `opened`: reading all of them would take longer than the report itself.
pub fn copies(opened: &Opened, context: &CommandContext) -> Vec<String> {
    let Some(folder) = cache_folder().filter(|_| !context.stateless) else {
        return Vec::new();
    };
    let report = Entry::of(opened).meta;
    let file = report.place.file();
    let whole = file.and_then(|file| file.canonicalize().ok());
    // The cache keeps paths as they were given, which may be relative ones.
    let beside = [file, whole.as_deref()].into_iter().flatten();
    let beside = beside.filter_map(|file| Some(file.parent()?.to_owned()));
    let folders: Vec<PathBuf> = context
        .config
        .folders
        .iter()
        .cloned()
        .chain(beside)
        .collect();
    let copies = Cache::open(&folder, &folders).copies(&report);
    let is_other = |place: &&Place| {
        // The file itself under its other path, or one that is gone since it was read.
        let other = place.file().and_then(|file| file.canonicalize().ok());
        other.is_some_and(|other| Some(other) != whole || matches!(place, Place::Member(..)))
    };
    copies.iter().filter(is_other).map(Place::address).collect()
}

/// Returns the line for a file that could not be opened.
pub(super) fn open_error(error: &Error, lang: Lang) -> CliError {
    match error {
        Error::Io { path, source } => unreadable(source, lang).subject(path.display()),
        // This message begins with its path already.
        Error::NotAFile { .. } => CliError::problem(error.message(lang)),
        Error::Source { path, source } => CliError::problem(source.message(lang))
            .subject(path.display())
            .hint(source.hint().get(lang)),
    }
}

/// Opens the reports of a subcommand's `[PATH]...`, newest first, and hands each to `take`.
///
/// Without a path the configured folders are read, and without those the built-in samples. A file that cannot be read
/// costs a line on standard error and turns the answer into [`Exit::Problem`].
///
/// # Errors
/// Those of [`scan()`] and of `take`.
///
/// Several files with the same report are opened once.
pub fn for_each_report(
    matches: &ArgMatches,
    context: &CommandContext,
    mut take: impl FnMut(Opened) -> Result<(), CommandError>,
) -> Result<Exit, CommandError> {
    let Some((shelf, exit)) = scan(matches, context)? else {
        return samples().try_for_each(take).map(|()| Exit::Done);
    };
    for report in shelf.index.newest_first() {
        open_each(&report, &mut take)?;
    }
    Ok(exit)
}

/// Opens every file of a subcommand's `[PATH]...` as [`for_each_report`] does, also several with the same report.
///
/// # Errors
/// As [`for_each_report`].
pub fn for_each_file(
    matches: &ArgMatches,
    context: &CommandContext,
    mut take: impl FnMut(Opened) -> Result<(), CommandError>,
) -> Result<Exit, CommandError> {
    let Some((shelf, exit)) = scan(matches, context)? else {
        return samples().try_for_each(take).map(|()| Exit::Done);
    };
    let mut files = shelf.index.every().to_vec();
    index::sort_newest_first(&mut files);
    for report in &files {
        open_each(report, &mut take)?;
    }
    Ok(exit)
}

/// Opens one report and hands it to `take`.
fn open_each(
    report: &IndexedReport,
    take: &mut impl FnMut(Opened) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    // A file that vanished since the scan is left out, as if the scan had begun a moment later.
    report.open().map_or(Ok(()), take)
}

/// Returns the rows of the same reports, without opening those that the cache knows.
///
/// # Errors
/// Those of [`scan()`].
///
/// Files with the same report are one row, whose other paths stand in `also`.
///
/// An issue that was listed but could not be read has no row; it has a line on standard error.
pub fn rows(
    matches: &ArgMatches,
    context: &CommandContext,
) -> Result<(Vec<Entry>, Exit), CliError> {
    let mut entries = Vec::new();
    let exit = scan_with(matches, context, |paths, options| {
        let options = ScanOptions {
            rows_only: true,
            ..options.clone()
        };
        let shelf = scan::complete(paths, &options);
        let summary = summary(&shelf);
        entries = shelf.entries;
        summary
    })?;
    let Some(exit) = exit else {
        return Ok((samples().map(|o| Entry::of(&o)).collect(), Exit::Done));
    };
    // A file over the size limit is not read unasked, but it exists and is listed.
    let is_shown = |entry: &Entry| matches!(entry.status, Status::Read | Status::TooLarge(_));
    entries.retain(is_shown);
    twins::join(&mut entries);
    Ok((entries, exit))
}

/// Opens the built-in sample issues.
// Their texts are part of the program and always parse.
fn samples() -> impl Iterator<Item = Opened> {
    let places = (0..SAMPLES.len()).map(Place::Sample);
    places.filter_map(|place| library::open_place(&place).ok())
}

/// Scans a subcommand's `[PATH]...` or the configured folders. Returns `None` where the built-in samples are meant.
///
/// # Errors
/// Those of [`scan_with`].
pub fn scan(
    matches: &ArgMatches,
    context: &CommandContext,
) -> Result<Option<(ScannedLibrary, Exit)>, CliError> {
    let mut shelf = ScannedLibrary::default();
    let exit = scan_with(matches, context, |paths, options| {
        shelf = scan::complete(paths, options);
        shelf.index.set_corrections(corrections(context));
        summary(&shelf)
    })?;
    Ok(exit.map(|exit| (shelf, exit)))
}

/// Returns what is to be reported of a scan.
fn summary(shelf: &ScannedLibrary) -> SearchSummary {
    SearchSummary {
        any: !shelf.entries.is_empty(),
        rows: not_read(&shelf.entries),
        notes: shelf.notes.clone(),
    }
}

/// Returns the rows of files that were listed but not read, or not understood.
fn not_read(rows: &[Entry]) -> Vec<Entry> {
    let not_read = rows.iter().filter(|row| row.status != Status::Read);
    not_read.cloned().collect()
}

/// Does the work of [`scan()`] with another way of reading: `read` is given the paths and how to read them. Reports what
/// could not be read, and returns how that ended.
///
/// # Errors
/// The line to print where none of the paths exists or none holds a report.
pub fn scan_with(
    matches: &ArgMatches,
    context: &CommandContext,
    read: impl FnOnce(&[PathBuf], &ScanOptions) -> SearchSummary,
) -> Result<Option<Exit>, CliError> {
    let given = matches.get_many::<PathBuf>("paths");
    let mut paths: Vec<PathBuf> = given
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    // Paths on the command line replace the configured folders and do not add to them.
    if paths.is_empty() {
        paths.clone_from(&context.config.folders);
    }
    if paths.is_empty() {
        return Ok(None);
    }
    let all_exist = keep_existing(&mut paths, context.lang)?;
    // The cache is for libraries: loading it for a file or two would take longer than reading the files.
    let is_library = !context.stateless && paths.iter().any(|path| path.is_dir());
    let options = ScanOptions {
        size_limit_bytes: context.config.size_limit_bytes,
        cache: cache_folder().filter(|_| is_library),
        ..ScanOptions::default()
    };
    let seen = read(&paths, &options);
    let mut exit = if all_exist { Exit::Done } else { Exit::Problem };
    if !seen.any && seen.notes.is_empty() {
        return Err(no_report(&paths, context.lang));
    }
    for note in notes(seen) {
        // The line of a note begins with its path already.
        CliError::problem(note.message(context.lang)).report();
        // Without a cache the results are complete all the same.
        if !matches!(note, ScanNote::NoCache(..)) {
            exit = Exit::Problem;
        }
    }
    Ok(Some(exit))
}

/// Returns the notes of this scan, then those that the cache keeps of files that an earlier one could not read.
fn notes(seen: SearchSummary) -> Vec<ScanNote> {
    let mut known: HashSet<ScanNote> = seen.notes.iter().cloned().collect();
    let mut notes = seen.notes;
    // A file that could not be read yesterday is not tried again while it is unchanged, but is
    // still worth a line.
    let of_rows = seen.rows.iter().filter_map(ScanNote::of);
    notes.extend(of_rows.filter(|note| known.insert(note.clone())));
    notes
}

/// Returns the error for paths that hold no report of a known format.
///
/// Names all paths, joined by commas.
fn no_report(paths: &[PathBuf], lang: Lang) -> CliError {
    let what = Words::new("里面没有可读的报告", "no report was found in it");
    let comma = Words::new("、", ", ").get(lang);
    let hint = Words::new("支持 {}", "supported: {}");
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    CliError::problem(what.get(lang))
        .subject(names.join(", "))
        .hint(hint.with(lang, &[&readable_extensions(comma)]))
}
