//! `newsreader export`: a brief (简报) of all articles of the paths, or of those that a query finds.
//!
//! The articles stand in the order of their issues, newest first. The format is that of `--format`, else that of the output
//! file's extension. An existing file is replaced only with `--force`, and a file is written completely or not at all.

use super::chosen::{self, IssueSource};
use super::error::{CliError, CommandError, Exit};
use super::{CommandContext, HEADINGS, Subcommand, format_of, json, paths_arg};
use crate::brief::{self, BriefFormat};
use crate::lang::{Lang, Words};
use crate::quote::Piece;
use crate::runtime::save;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::Zoned;
use std::cmp::Reverse;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "export",
    about: Words::new(
        "把全部文章或检索到的文章汇编成简报",
        "compile articles, or those that a query finds, into a brief",
    ),
    define,
    run,
};

fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new(
        "文件夹（包括各级子文件夹）或文件",
        "folders (searched recursively) or files",
    );
    let query = Words::new(
        "只取检索到的文章",
        "only the articles that this query finds",
    );
    let format = Words::new(
        "输出格式：markdown | text | docx | json | csv；省略时按文件扩展名判断",
        "output format: markdown | text | docx | json | csv (default: by the file's extension)",
    );
    let output = Words::new(
        "写入 FILE，不写标准输出",
        "write to FILE instead of standard output",
    );
    let force = Words::new("文件已存在时覆盖", "overwrite an existing file");
    let option = |name: &'static str, value: &'static str, help: Words| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help.get(lang))
            .help_heading(HEADINGS.1.get(lang))
    };
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(option("query", "Q", query))
        .arg(
            option("format", "FORMAT", format)
                .value_parser(BriefFormat::ALL.map(BriefFormat::name))
                .hide_possible_values(true),
        )
        .arg(option("output", "FILE", output).value_parser(value_parser!(PathBuf)))
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help(force.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
}

fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let output = matches.get_one::<PathBuf>("output");
    let format = format(matches, output, context.lang)?;
    let query = matches.get_one::<String>("query");
    let mut issues: Vec<IssueSource> = Vec::new();
    let exit = chosen::for_each(query, matches, context, |issue| issues.push(issue))?;
    // The path decides between issues of one day, so that the brief is the same on every run.
    issues.sort_by_cached_key(|source| {
        let issue = &source.opened.issue;
        let day = issue.published.or(issue.period.map(|period| period.end));
        (Reverse((day, issue.number)), source.path.clone())
    });
    let pieces: Vec<Piece> = issues.iter().flat_map(IssueSource::pieces).collect();
    if pieces.is_empty() {
        return Err(no_articles(context.lang, query).into());
    }
    let brief = brief::compile(&pieces, Zoned::now().date());
    let mut bytes = brief::write(&brief, format)
        .map_err(|error| CliError::problem(error.message(context.lang)))?;
    if format == BriefFormat::Json {
        // A file's name may hold characters that a terminal would act on.
        bytes = json::escape(&String::from_utf8_lossy(&bytes))
            .into_owned()
            .into_bytes();
    }
    if let Some(path) = output {
        write_file(path, &bytes, matches.get_flag("force"), context.lang)?;
    } else {
        // The byte order mark is for Excel, which opens files. A program at the end of a pipe would read it as text.
        let text = bytes.strip_prefix("\u{feff}".as_bytes());
        out.write_all(text.unwrap_or(&bytes))?;
    }
    Ok(exit)
}

/// Returns the error for a brief without a single article.
fn no_articles(lang: Lang, query: Option<&String>) -> CliError {
    match query {
        Some(query) => {
            let what = Words::new("没有检索到文章", "no article was found");
            CliError::problem(what.get(lang)).subject(query)
        }
        None => CliError::problem(Words::new("没有文章", "there are no articles").get(lang)),
    }
}

/// Returns the format of `--format`, else the one that the extension of the output file stands for.
///
/// # Errors
/// The line to print where neither names a format.
fn format(
    matches: &ArgMatches,
    output: Option<&PathBuf>,
    lang: Lang,
) -> Result<BriefFormat, CliError> {
    let named = match format_of(matches) {
        "" => None,
        name => BriefFormat::of_extension(name),
    };
    let ending = output.and_then(|path| path.extension()?.to_str());
    named
        .or_else(|| ending.and_then(BriefFormat::of_extension))
        .ok_or_else(|| {
            let what = Words::new("没有指定输出格式", "no output format was given");
            let hint = Words::new(
                "请加 --format markdown|text|docx|json|csv",
                "add --format markdown|text|docx|json|csv",
            );
            CliError::usage(what.get(lang)).hint(hint.get(lang))
        })
}

/// Writes the brief to a file.
///
/// # Errors
/// The line to print where the file exists and `force` is not set, or where it cannot be written.
fn write_file(path: &Path, bytes: &[u8], force: bool, lang: Lang) -> Result<(), CliError> {
    save::save(path, bytes, force).map_err(|error| {
        let unsaved = CliError::problem(error.message(lang)).subject(path.display());
        match error {
            save::Error::Exists => {
                let hint = Words::new("要覆盖请加 --force", "add --force to replace it");
                unsaved.hint(hint.get(lang))
            }
            save::Error::NotRegular | save::Error::Io(_) => unsaved,
        }
    })
}
