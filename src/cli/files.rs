//! The paths that a subcommand was given: opened one after the other, or said in one line why not.

use super::failure::{Exit, Failure, Stop, io_words};
use super::{Context, SUBCOMMANDS};
use crate::config::Session;
use crate::lang::{Lang, Words};
use crate::library::note::Note;
use crate::library::samples::SAMPLES;
use crate::library::walk::walk;
use crate::library::{self, Error, Opened, Place};
use crate::model::transcript::Transcript;
use crate::parse;
use crate::settings::nearest;
use clap::ArgMatches;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

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
fn failure(error: &Error, lang: Lang) -> Failure {
    match error {
        Error::Io { path, source } => {
            let (what, hint) = io_words(source, lang);
            let failure = Failure::problem(what).about(path.display());
            hint.map_or(failure.clone(), |hint| failure.hint(hint))
        }
        Error::Source { path, source } => {
            Failure::problem(source.to_string()).about(path.display())
        }
    }
}

/// How a place is called in results: a file by its path, a member of an archive behind that, a sample by its name.
pub fn name(place: &Place) -> String {
    match place {
        Place::File(path) => path.to_string_lossy().into_owned(),
        Place::Member(archive, member) => format!("{}/{member}", archive.to_string_lossy()),
        Place::Sample(index) => {
            let name = SAMPLES.get(*index).map_or("", |(name, _)| name);
            format!("sample:{name}")
        }
    }
}

/// Opens what a subcommand's `[PATH]...` mean and gives each issue to `take`, in the order of the walk. Without a path
/// the configured folders are meant, and without those the built-in samples. What cannot be read costs a line on
/// standard error and makes the answer [`Exit::Problem`].
///
/// # Errors
/// Those of `take`.
pub fn each(
    matches: &ArgMatches,
    context: &Context,
    mut take: impl FnMut(Opened) -> Result<(), Stop>,
) -> Result<Exit, Stop> {
    let given = matches.get_many::<PathBuf>("paths");
    let mut paths: Vec<PathBuf> = given
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    if paths.is_empty() {
        paths.clone_from(&context.config.folders);
    }
    if paths.is_empty() {
        (0..SAMPLES.len()).filter_map(sample).try_for_each(take)?;
        return Ok(Exit::Done);
    }
    let complete = there(&mut paths, context.lang)?;
    let walked = walk(&paths);
    let mut exit = if complete { Exit::Done } else { Exit::Problem };
    for note in &walked.notes {
        tell(note, context.lang);
        exit = Exit::Problem;
    }
    if walked.candidates.is_empty() && walked.notes.is_empty() {
        return Err(no_report(&paths, context.lang).into());
    }
    let files: Vec<PathBuf> = walked.candidates.into_iter().map(|one| one.path).collect();
    in_order(
        &files,
        |path| library::open(path),
        |opened| match opened {
            Ok(opened) => take(opened),
            Err(error) => {
                failure(&error, context.lang).report();
                exit = Exit::Problem;
                Ok(())
            }
        },
    )?;
    Ok(exit)
}

fn sample(index: usize) -> Option<Opened> {
    let (_, text) = SAMPLES.get(index)?;
    let transcript = Transcript::from_text(text);
    let parsed = parse::parse(&transcript);
    Some(Opened {
        place: Place::Sample(index),
        issue: parsed.issue,
        warnings: parsed.warnings,
        origin: transcript.origin,
    })
}

fn tell(note: &Note, lang: Lang) {
    // The note's own line begins with its path, as ours does.
    Failure::problem(note.message(lang)).report();
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

/// Works on `items` on all cores, and gives the results to `take` in the order of the items as soon as they are there.
fn in_order<I: Sync, O: Send>(
    items: &[I],
    work: impl Fn(&I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(items.len());
    let next = AtomicUsize::new(0);
    // As many results as may wait: a slow reader of our output must not make us hold the whole library.
    let (sender, results) = mpsc::sync_channel(threads * 4);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { return };
                    if sender.send((at, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        // Dropping `results` on an error ends the workers.
        for (at, result) in results {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&due) {
                take(result)?;
                due += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..200).collect();
        let mut seen = Vec::new();
        let slow_first = |item: &u64| {
            thread::sleep(std::time::Duration::from_micros(200 - item));
            *item
        };
        in_order(&items, slow_first, |item| {
            seen.push(item);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, items);
    }

    #[test]
    fn a_closed_output_ends_the_work() {
        let items: Vec<u64> = (0..10_000).collect();
        let mut taken = 0;
        let ended = in_order(
            &items,
            |item| *item,
            |_| {
                taken += 1;
                if taken == 3 {
                    Err(Stop::Closed)
                } else {
                    Ok(())
                }
            },
        );
        assert!(matches!(ended, Err(Stop::Closed)));
        assert_eq!(taken, 3);
    }
}
