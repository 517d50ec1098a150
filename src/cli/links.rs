//! `newsreader links`: a row for the link of each article that has one, for scripts, spreadsheets and bibliographies. With
//! `--all` the links in the text follow, with the words that they stand behind.
//!
//! `plain` prints the address alone, `tsv` and `csv` a table with a heading, `markdown` a list, `gbt7714` a numbered list of
//! references (GB/T 7714—2025) and `json` an array of objects. The rows follow the issues, newest first.

use super::error::{CommandError, Exit};
use super::{CommandContext, HEADINGS, Subcommand, chosen, format_arg, format_of, json, paths_arg};
use crate::lang::{Lang, Words};
use crate::quote::table::{self, LinkRow, TableFormat};
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::Zoned;
use std::borrow::Cow;
use std::io::Write;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "links",
    about: Words::new("列出各篇文章的链接", "list the link of every article"),
    define,
    run,
};

/// Adds the paths, `--query`, `--all` and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new("文件夹或文件", "folders or files");
    let query = Words::new(
        "只取检索到的文章",
        "only the articles that this query finds",
    );
    let all = Words::new(
        "正文里的链接也各列一行",
        "a row for each link in the text as well",
    );
    let formats = ["plain", "tsv", "csv", "json", "markdown", "gbt7714"];
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(
            Arg::new("query")
                .long("query")
                // A query may begin with a negation.
                .allow_hyphen_values(true)
                .value_name("Q")
                .help(query.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help(all.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
        .arg(format_arg(formats, lang))
}

/// Prints the rows. Articles without a link have no row of their own.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let with_text = matches.get_flag("all");
    let query = matches.get_one::<String>("query");
    let mut rows: Vec<LinkRow> = Vec::new();
    // Rows instead of articles: the text of a whole library would not fit into memory.
    let exit = chosen::for_each(query, matches, context, |issue| {
        if with_text && let Some(lead) = issue.lead() {
            rows.extend(LinkRow::in_text(&issue.piece(&lead)));
        }
        for piece in issue.pieces() {
            rows.extend(LinkRow::own(&piece));
            if with_text {
                rows.extend(LinkRow::in_text(&piece));
            }
        }
    })?;
    let format = match format_of(matches) {
        "tsv" => TableFormat::Tsv,
        "csv" => TableFormat::Csv,
        "json" => TableFormat::Json,
        "markdown" => TableFormat::Markdown,
        "gbt7714" => TableFormat::Gbt7714,
        _ => TableFormat::Plain,
    };
    let table = table::write(&rows, with_text, format, Zoned::now().date())?;
    // The other formats are sanitized cell by cell where they are made.
    let table = if format == TableFormat::Json {
        json::escape(&table)
    } else {
        Cow::Borrowed(table.as_str())
    };
    out.write_all(table.as_bytes())?;
    Ok(exit)
}
