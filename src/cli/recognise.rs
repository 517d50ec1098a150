//! `newsreader recognise [PATH]...`: text for the scans among the reports, by a program on the machine.
//!
//! Progress goes to standard error, a line for each scan to standard output. A scan that was recognised before costs nothing,
//! so that the command can be repeated, also from cron, and goes on where it was stopped.

use super::error::{CliError, CommandError, Exit};
use super::{CommandContext, Subcommand, files, paths_arg};
use crate::lang::{Lang, Words};
use crate::library::note::ScanNote;
use crate::library::recognise::tool::Tool;
use crate::library::recognise::{Error, Outcome, recognise};
use crate::library::scan::{self, ScanOptions};
use crate::library::{Entry, Place, recognised};
use crate::quote::one_line::one_line;
use clap::{ArgMatches, Command};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "recognise",
    about: Words::new("识别扫描件的文字", "recognise the text of scanned reports"),
    define,
    run,
};

const PATHS: Words = Words::new(
    "文件夹或文件；省略时为配置中的资料夹",
    "folders or files; without any, the configured library",
);
const NO_PATH: Words = Words::new("没有给出路径", "no path was given");
const NO_PATH_HINT: Words = Words::new("请给出文件夹或文件", "give a folder or a file");
const NOTHING: Words = Words::new("没有要识别的扫描件", "there is no scan to recognise");
const PAGE: Words = Words::new("第 {}/{} 页", "page {}/{}");
const DONE: Words = Words::new("共 {} 页，{}", "{} page{s}, {}");
const MISSING: Words = Words::new(
    "，{} 页的图像无法读出",
    ", {} of them without a readable image",
);

fn define(command: Command, lang: Lang) -> Command {
    command.arg(paths_arg(PATHS.get(lang), lang))
}

fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let lang = context.lang;
    let mut paths = given_paths(matches, context)?;
    if recognised::folder().is_none() {
        return Err(CliError::usage(Error::NoStore.message(lang)).into());
    }
    let all_exist = files::keep_existing(&mut paths, lang)?;
    let (scans, mut exit) = scans(&paths, context);
    if !all_exist {
        exit = Exit::Problem;
    }
    if scans.is_empty() {
        writeln!(out, "{}", NOTHING.get(lang))?;
        return Ok(exit);
    }
    let tool = Tool::find(&context.config.ocr_command)
        .ok_or_else(|| CliError::problem(Error::NoTool.message(lang)))?;
    let stop = stop_flag();
    for place in scans {
        match recognise_one(&place, &tool, &stop, lang) {
            Ok(outcome) => {
                writeln!(out, "{}", line(&place, &outcome, lang))?;
                out.flush()?;
            }
            Err(error) => {
                exit = Exit::Problem;
                report(&place, &error, lang);
                if matches!(error, Error::Stopped) {
                    break;
                }
            }
        }
    }
    Ok(exit)
}

/// Returns the paths of the command line, else those of the configuration.
///
/// # Errors
/// If there are none.
fn given_paths(matches: &ArgMatches, context: &CommandContext) -> Result<Vec<PathBuf>, CliError> {
    let given = matches.get_many::<PathBuf>("paths").into_iter().flatten();
    let mut paths: Vec<PathBuf> = given.cloned().collect();
    if paths.is_empty() {
        paths.clone_from(&context.config.folders);
    }
    if paths.is_empty() {
        let error = CliError::usage(NO_PATH.get(context.lang));
        return Err(error.hint(NO_PATH_HINT.get(context.lang)));
    }
    Ok(paths)
}

/// Returns the scans below `paths` without text. Other files that cannot be read are reported.
fn scans(paths: &[PathBuf], context: &CommandContext) -> (Vec<Place>, Exit) {
    let options = ScanOptions {
        // A file over the limit of the library is read where the user asks for its text.
        size_limit_bytes: u64::MAX,
        ..ScanOptions::default()
    };
    let library = scan::complete(paths, &options);
    let mut exit = Exit::Done;
    for note in &library.notes {
        let is_scan = matches!(
            note,
            ScanNote::NotUnderstood(_, crate::source::Error::NoText(_))
        );
        if !is_scan {
            CliError::problem(note.message(context.lang)).report();
            exit = Exit::Problem;
        }
    }
    let scans = library.entries.into_iter().filter(Entry::is_scan);
    let mut places: Vec<Place> = scans.map(|entry| entry.meta.place.clone()).collect();
    places.sort_by(Place::cmp_natural);
    (places, exit)
}

/// Returns the flag that an interrupt sets, so that the program and its temporary folder are cleared away before the end.
fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let _not_on_this_system = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    stop
}

/// Recognises a scan, with a line on standard error for each page.
fn recognise_one(
    place: &Place,
    tool: &Tool,
    stop: &AtomicBool,
    lang: Lang,
) -> Result<Outcome, Error> {
    let name = one_line(&place.name());
    recognise(place, tool, stop, |page, pages| {
        let counts = [&*page.to_string(), &*pages.to_string()];
        let _closed = writeln!(io::stderr(), "{name}: {}", PAGE.with(lang, &counts));
    })
}

/// Returns the line about a scan that was recognised.
fn line(place: &Place, outcome: &Outcome, lang: Lang) -> String {
    let pages = outcome.pages.to_string();
    let mut line = DONE.with(lang, &[&pages, &outcome.mark.mark(lang)]);
    if !outcome.unreadable.is_empty() {
        line += &MISSING.with(lang, &[&outcome.unreadable.len().to_string()]);
    }
    format!("{}: {line}", one_line(&place.name()))
}

/// Prints the reason why a scan was not recognised, with its path unless the reason begins with it.
fn report(place: &Place, error: &Error, lang: Lang) {
    let problem = CliError::problem(error.message(lang));
    match error {
        Error::Open(_) => problem.report(),
        _ => problem.subject(place.name()).report(),
    }
}
