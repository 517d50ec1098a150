//! `newsreader export [PATH]...`: a brief of all articles, or of those that a query finds.

use super::failure::{Exit, Failure, Stop};
use super::{Context, HEADINGS, Subcommand, files, format_of, json, paths_arg, search};
use crate::brief::{self, BriefFormat};
use crate::lang::{Lang, Words};
use crate::library::{self, Opened};
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
        "把报告中的文章（或检索所得）汇成一份简报",
        "gather articles, or what a query finds, into a brief",
    ),
    define,
    run,
};

fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new(
        "文件夹（逐层查找）或文件",
        "folders (searched recursively) or files",
    );
    let query = Words::new(
        "只要检索到的文章",
        "only the articles that this query finds",
    );
    let format = Words::new(
        "输出格式：markdown | text | docx | json | csv；不给时看文件名",
        "output format: markdown | text | docx | json | csv; by the file's name where it is not given",
    );
    let output = Words::new(
        "写入 FILE，而不是标准输出",
        "write to FILE, not to standard output",
    );
    let force = Words::new("文件已存在时覆盖", "replace the file where it exists");
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

fn run(matches: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    let output = matches.get_one::<PathBuf>("output");
    let format = format(matches, output, context.lang)?;
    let query = matches.get_one::<String>("query");
    let (mut issues, exit) = match query {
        Some(query) => found(query, matches, context)?,
        None => whole(matches, context)?,
    };
    issues.sort_by_cached_key(|source| {
        let issue = &source.opened.issue;
        let day = issue.published.or(issue.period.map(|period| period.end));
        (Reverse((day, issue.number)), source.path.clone())
    });
    let pieces: Vec<Piece> = issues.iter().flat_map(Source::pieces).collect();
    if pieces.is_empty() {
        return Err(nothing(context.lang, query).into());
    }
    let brief = brief::compile(&pieces, Zoned::now().date());
    let mut bytes =
        brief::write(&brief, format).map_err(|error| Failure::problem(error.to_string()))?;
    if format == BriefFormat::Json {
        // The name of a file may hold anything.
        bytes = json::escape(&String::from_utf8_lossy(&bytes))
            .into_owned()
            .into_bytes();
    }
    if let Some(path) = output {
        write_file(path, &bytes, matches.get_flag("force"), context.lang)?;
    } else {
        // The mark is for Excel, which opens files; a program at the end of a pipe would read it as text.
        let text = bytes.strip_prefix("\u{feff}".as_bytes());
        out.write_all(text.unwrap_or(&bytes))?;
    }
    Ok(exit)
}

/// An issue that gives articles to the brief.
struct Source {
    path: String,
    opened: Opened,
    /// Which of its articles; all where none is named.
    chosen: Option<Vec<usize>>,
}

impl Source {
    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let issue = &self.opened.issue;
        let is_chosen = |at: usize| self.chosen.as_ref().is_none_or(|some| some.contains(&at));
        let articles = issue.articles.iter().enumerate();
        articles
            .filter(move |(at, _)| is_chosen(*at))
            .map(|(_, article)| Piece {
                path: &self.path,
                issue,
                article,
            })
    }
}

/// All issues of the paths, whole.
fn whole(matches: &ArgMatches, context: &Context) -> Result<(Vec<Source>, Exit), Stop> {
    let mut issues = Vec::new();
    let exit = files::each(matches, context, |opened| {
        issues.push(Source {
            path: opened.place.name(),
            opened,
            chosen: None,
        });
        Ok(())
    })?;
    Ok((issues, exit))
}

/// The articles that `newsreader search` would find.
fn found(
    query: &str,
    matches: &ArgMatches,
    context: &Context,
) -> Result<(Vec<Source>, Exit), Stop> {
    let (index, query, marks, exit) = search::prepare(query, matches, context)?;
    let mut issues = Vec::new();
    for found in library::search::all(&index.newest_first(), &query, &marks) {
        let kept = index
            .find(&found.meta.place)
            .and_then(|shelved| shelved.open());
        let opened = match kept {
            Some(opened) => opened,
            None => library::open_place(&found.meta.place)
                .map_err(|error| files::failure(&error, context.lang))?,
        };
        issues.push(Source {
            path: found.meta.place.name(),
            opened,
            chosen: Some(found.hits.iter().map(|hit| hit.index).collect()),
        });
    }
    Ok((issues, exit))
}

fn nothing(lang: Lang, query: Option<&String>) -> Failure {
    match query {
        Some(query) => {
            let what = Words::new("没有检索到文章", "no article was found");
            Failure::problem(what.get(lang)).about(query)
        }
        None => Failure::problem(Words::new("没有文章", "there are no articles").get(lang)),
    }
}

/// The format asked for: by name, or by the ending of the file to be written.
fn format(
    matches: &ArgMatches,
    output: Option<&PathBuf>,
    lang: Lang,
) -> Result<BriefFormat, Failure> {
    let named = match format_of(matches) {
        "" => None,
        name => BriefFormat::of_extension(name),
    };
    let ending = output.and_then(|path| path.extension()?.to_str());
    named
        .or_else(|| ending.and_then(BriefFormat::of_extension))
        .ok_or_else(|| {
            let what = Words::new("没有给出输出格式", "no output format was given");
            let hint = Words::new(
                "请加 --format markdown|text|docx|json|csv",
                "add --format markdown|text|docx|json|csv",
            );
            Failure::usage(what.get(lang)).hint(hint.get(lang))
        })
}

fn write_file(path: &Path, bytes: &[u8], force: bool, lang: Lang) -> Result<(), Failure> {
    save::save(path, bytes, force).map_err(|error| {
        let failure = Failure::problem(error.message(lang)).about(path.display());
        match error {
            save::Error::Exists => {
                let hint = Words::new("要覆盖请加 --force", "add --force to replace it");
                failure.hint(hint.get(lang))
            }
            save::Error::Io(_) => failure,
        }
    })
}
