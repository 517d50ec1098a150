//! `newsreader links`: a row per article's link, for scripts, spreadsheets and bibliographies.
//!
//! `plain` prints the address alone, `tsv` and `csv` a table with a heading, `markdown` a list, `gbt7714` a numbered list of
//! references (GB/T 7714—2025) and `json` an array of objects. The rows follow the issues, newest first.

use super::error::{CommandError, Exit};
use super::{CommandContext, Subcommand, files, format_arg, format_of, paths_arg};
use crate::lang::{Lang, Words};
use crate::library::Opened;
use crate::quote::Piece;
use crate::quote::table::{self, TableFormat};
use clap::{ArgMatches, Command};
use jiff::Zoned;
use std::io::Write;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "links",
    about: Words::new("列出各篇文章的链接", "list the link of every article"),
    define,
    run,
};

fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new("文件夹或文件", "folders or files");
    let formats = ["plain", "tsv", "csv", "json", "markdown", "gbt7714"];
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(format_arg(formats, lang))
}

fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let mut issues: Vec<(String, Opened)> = Vec::new();
    let exit = files::for_each_report(matches, context, |mut opened| {
        // No row holds any of the text, and the text of a whole library would not fit into memory.
        for article in &mut opened.issue.articles {
            article.blocks = Vec::new();
        }
        issues.push((opened.place.address(), opened));
        Ok(())
    })?;
    let pieces: Vec<Piece> = issues
        .iter()
        .flat_map(|(path, one)| pieces(path, one))
        .collect();
    let format = match format_of(matches) {
        "tsv" => TableFormat::Tsv,
        "csv" => TableFormat::Csv,
        "json" => TableFormat::Json,
        "markdown" => TableFormat::Markdown,
        "gbt7714" => TableFormat::Gbt7714,
        _ => TableFormat::Plain,
    };
    let rows = table::write(&pieces, format, Zoned::now().date())?;
    out.write_all(rows.as_bytes())?;
    Ok(exit)
}

/// Returns the articles of one report, each with its issue and the name of its file.
fn pieces<'a>(path: &'a str, opened: &'a Opened) -> impl Iterator<Item = Piece<'a>> {
    let issue = &opened.issue;
    issue.articles.iter().map(move |article| Piece {
        path,
        issue,
        article,
    })
}
