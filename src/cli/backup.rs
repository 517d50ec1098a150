//! `newsreader backup FILE` and `newsreader restore FILE`: everything that is remembered in one file, and back.
//!
//! The file holds JSON lines, see [`crate::state::backup`], one more line with the list of watch words, and
//! one for each scan whose text was recognised. `-` stands for
//! standard input and output. Restoring merges and replaces nothing.
//!
//! The exit code is 1 if a line of the backup cannot be understood; all other lines are restored
//! all the same. A file that is not a backup is refused by its first line, before the store is
//! opened.

use super::error::{CliError, CommandError, Exit, store_unread, unreadable, unsaved};
use super::{CommandContext, HEADINGS, Subcommand};
use crate::config::{read_watch_words, recognised_folder, state_folder, watch_path};
use crate::lang::{Lang, Words};
use crate::library::recognised::{self, RecognisedText};
use crate::library::watch_words::merge::add_missing_groups;
use crate::runtime::{save, watch_list};
use crate::state::State;
use crate::state::backup::{FORMAT, Restored};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The definition of `newsreader backup`.
pub(super) const BACKUP: Subcommand = Subcommand {
    name: "backup",
    about: Words::new(
        "把标记、简报篮、更正、检索、关注词和识别的文字存成一个文件",
        "write marks, baskets, corrections, queries, watch words and recognised text to one file",
    ),
    define: define_backup,
    run: backup,
};

/// The definition of `newsreader restore`.
pub(super) const RESTORE: Subcommand = Subcommand {
    name: "restore",
    about: Words::new(
        "并入备份：只添加，不替换",
        "merge a backup: adds what is missing, replaces nothing",
    ),
    define: define_restore,
    run: restore,
};

/// Neither subcommand has anything to do without the state.
const STATELESS: Words = Words::new(
    "--no-state 时没有可备份的记录",
    "with --no-state there is nothing to back up or to restore",
);
/// The system has no folder for the state.
const NO_FOLDER: Words = Words::new("系统没有提供个人文件夹", "the system names no home folder");
/// The first line is not that of a backup.
const NOT_A_BACKUP: Words = Words::new("不是备份文件", "not a backup");
/// The advice for a file that is no backup.
const NOT_A_BACKUP_HINT: Words = Words::new(
    "请给出 newsreader backup 写出的文件",
    "give a file that newsreader backup has written",
);
/// A line that is not one of the records that this version knows: its number.
const BAD_LINE: Words = Words::new(
    "第 {} 行无法理解，已跳过",
    "line {} cannot be understood, skipped",
);

/// Returns the argument FILE with its help.
fn file_arg(lang: Lang, help: Words) -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(clap::value_parser!(PathBuf))
        .help(help.get(lang))
        .help_heading(HEADINGS.0.get(lang))
}

/// Adds FILE and `--force`.
fn define_backup(command: Command, lang: Lang) -> Command {
    let force = Words::new("替换已有文件", "replace an existing file");
    command
        .arg(file_arg(
            lang,
            Words::new("备份文件，- 为标准输出", "the file; - is standard output"),
        ))
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help(force.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
}

/// Adds FILE.
fn define_restore(command: Command, lang: Lang) -> Command {
    command.arg(file_arg(
        lang,
        Words::new("备份文件，- 为标准输入", "the file; - is standard input"),
    ))
}

/// Returns the file of the command line.
fn path_of(matches: &ArgMatches) -> &Path {
    matches
        .get_one::<PathBuf>("file")
        .map_or(Path::new("-"), PathBuf::as_path)
}

/// Opens the store; an error where it may not be used or cannot be.
///
/// # Errors
/// The line to print: with `--no-state`, without a home folder, or where the store has a problem. A
/// store with a problem is not backed up, since the backup may lack records.
fn open(context: &CommandContext) -> Result<State, CliError> {
    let lang = context.lang;
    if context.stateless {
        return Err(CliError::usage(STATELESS.get(lang)));
    }
    let folder = state_folder().ok_or_else(|| CliError::problem(NO_FOLDER.get(lang)))?;
    let (state, notice) = State::open(&folder);
    match notice {
        Some(notice) => {
            Err(CliError::problem(notice.problem(lang)).subject(notice.path().display()))
        }
        None => Ok(state),
    }
}

/// Writes the backup and prints the number of its records; to standard output nothing but the
/// records.
fn backup(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let lang = context.lang;
    let text = records(context)?;
    let path = path_of(matches);
    if path == Path::new("-") {
        out.write_all(text.as_bytes())?;
        return Ok(Exit::Done);
    }
    // The texts of notes and queries are as private as the store.
    save::save_private(path, text.as_bytes(), matches.get_flag("force"))
        .map_err(|error| unsaved(&error, lang).subject(path.display()))?;
    let done = Words::new("已备份 {} 条记录", "{} record{s} written");
    writeln!(
        out,
        "{}",
        // The first line is the heading of the file.
        done.with(lang, &[&(text.lines().count() - 1).to_string()])
    )?;
    Ok(Exit::Done)
}

/// Returns the records of a backup, a line of JSON each: the store, the watch words and the recognised text.
fn records(context: &CommandContext) -> Result<String, CliError> {
    let unread = |error: crate::state::Error| store_unread(&error, context.lang);
    let mut text = open(context)?.backup().map_err(unread)?;
    if let Some(words) = watch_words(context.lang)? {
        text += &json!({"file": "watch.txt", "text": words}).to_string();
        text.push('\n');
    }
    let folder = recognised_folder();
    for recognised in folder.iter().flat_map(|folder| recognised::all(folder)) {
        text += &json!({"recognised": recognised}).to_string();
        text.push('\n');
    }
    Ok(text)
}

/// Reads the list of watch words; `None` where there is none.
///
/// # Errors
/// The line to print where the file cannot be read.
fn watch_words(lang: Lang) -> Result<Option<String>, CliError> {
    let path = watch_path().unwrap_or_default();
    read_watch_words().map_err(|error| unreadable(&error, lang).subject(path.display()))
}

/// Merges the file into the store and prints how many records of each kind are new.
fn restore(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let lang = context.lang;
    let path = path_of(matches);
    let text = read(path).map_err(|error| unreadable(&error, lang).subject(path.display()))?;
    // Checked before the store is opened, so that a wrong file name cannot make an empty store.
    if !is_backup(&text) {
        let error = CliError::problem(NOT_A_BACKUP.get(lang)).subject(path.display());
        return Err(error.hint(NOT_A_BACKUP_HINT.get(lang)).into());
    }
    // One transaction for all lines: a restore that fails changes nothing.
    let mut state = open(context)?;
    let store = |error: crate::state::Error| CliError::problem(error.message(lang));
    let restored = state.restore(&text).map_err(store)?;
    let words = restore_watch_words(&text, lang)?;
    let scans = restore_recognised(&text, lang)?;
    report(out, &restored, [words, scans], lang)?;
    for line in &restored.bad_lines {
        CliError::problem(BAD_LINE.with(lang, &[&line.to_string()]))
            .subject(path.display())
            .report();
    }
    Ok(if restored.bad_lines.is_empty() {
        Exit::Done
    } else {
        Exit::Problem
    })
}

/// True if the first line of a file is that of a backup.
fn is_backup(text: &str) -> bool {
    let head = text.lines().next().unwrap_or_default();
    let head: Value = serde_json::from_str(head).unwrap_or_default();
    head.get("format").and_then(Value::as_str) == Some(FORMAT)
}

/// Reads the file, or standard input for `-`.
fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(path)?;
    }
    // A damaged byte costs the line that it stands in and not the whole file.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Adds the groups of watch words that are missing to the list; returns how many.
///
/// # Errors
/// The line to print where the list cannot be read or written: a list that cannot be read is not replaced.
fn restore_watch_words(backup: &str, lang: Lang) -> Result<usize, CliError> {
    let of_line = |line: &str| {
        let fields: Value = serde_json::from_str(line).ok()?;
        (fields.get("file")?.as_str()? == "watch.txt").then_some(())?;
        Some(fields.get("text")?.as_str()?.to_owned())
    };
    let (Some(words), Some(path)) = (backup.lines().find_map(of_line), watch_path()) else {
        return Ok(0);
    };
    let mut list = watch_words(lang)?.unwrap_or_default();
    let added = add_missing_groups(&mut list, &words, "");
    if added > 0 {
        watch_list::write(&list).map_err(|error| unsaved(&error, lang).subject(path.display()))?;
    }
    Ok(added)
}

/// Adds the recognised texts that are missing or were less far; returns how many.
///
/// # Errors
/// The line to print where one of them cannot be written.
fn restore_recognised(backup: &str, lang: Lang) -> Result<usize, CliError> {
    let Some(folder) = recognised_folder() else {
        return Ok(0);
    };
    let of_line = |line: &str| {
        let mut fields: Value = serde_json::from_str(line).ok()?;
        RecognisedText::deserialize(fields.get_mut("recognised")?.take()).ok()
    };
    let mut count = 0;
    for text in backup.lines().filter_map(of_line) {
        match text.merge(&folder) {
            Ok(is_new) => count += usize::from(is_new),
            // Its name is no hash: the line is damaged.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {}
            Err(error) => {
                return Err(unsaved(&error.into(), lang).subject(folder.display()));
            }
        }
    }
    Ok(count)
}

/// The kinds of records that a user knows: their tables and their name.
const KINDS: [(&[&str], Words); 6] = [
    (&["mark"], Words::new("标记", "marks")),
    (&["position"], Words::new("阅读位置", "positions")),
    (
        &["basket_item", "basket", "basket_list"],
        Words::new("简报篮", "basket"),
    ),
    (&["correction"], Words::new("更正", "corrections")),
    (&["sent"], Words::new("已编发", "sent")),
    (
        &["typed_query", "saved_search"],
        Words::new("检索", "queries"),
    ),
];

/// Prints what was taken, a line for each kind that a user knows.
///
/// Kinds without a new record are left out. The last line has the sums.
fn report(
    out: &mut dyn Write,
    restored: &Restored,
    [words, scans]: [usize; 2],
    lang: Lang,
) -> io::Result<()> {
    let count = |tables: &[&str]| -> usize {
        let counts = tables.iter().filter_map(|table| restored.taken.get(*table));
        counts.sum()
    };
    for (tables, name) in KINDS {
        let count = count(tables);
        if count > 0 {
            writeln!(out, "{} {count}", name.get(lang))?;
        }
    }
    let files = [
        (words, Words::new("关注词组", "groups of watch words")),
        (scans, Words::new("识别的文字", "recognised texts")),
    ];
    for (count, name) in files.iter().filter(|(count, _)| *count > 0) {
        writeln!(out, "{} {count}", name.get(lang))?;
    }
    let taken: usize = restored.taken.values().sum();
    let done = Words::new(
        "新增 {} 条，{} 条原已有",
        "{} records added, {} known before",
    );
    let known = restored.known.to_string();
    writeln!(out, "{}", done.with(lang, &[&taken.to_string(), &known]))
}
