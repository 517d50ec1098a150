//! `newsreader links`: a row per article, in the forms that scripts, spreadsheets and bibliographies take.

use super::failure::{Exit, Stop};
use super::{Context, Subcommand, files, format_arg, format_of, paths_arg};
use crate::lang::{Lang, Words};
use crate::library::Opened;
use crate::quote::Piece;
use crate::quote::table::{self, TableFormat};
use clap::{ArgMatches, Command};
use jiff::Zoned;
use std::io::Write;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "links",
    about: Words::new("列出每篇文章的链接", "list the link of every article"),
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

fn run(matches: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut issues: Vec<(String, Opened)> = Vec::new();
    let exit = files::each(matches, context, |mut opened| {
        // The rows name nothing of the text, and a library's text would not fit into memory.
        for article in &mut opened.issue.articles {
            article.blocks = Vec::new();
        }
        issues.push((opened.place.name(), opened));
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

fn pieces<'a>(path: &'a str, opened: &'a Opened) -> impl Iterator<Item = Piece<'a>> {
    let issue = &opened.issue;
    issue.articles.iter().map(move |article| Piece {
        path,
        issue,
        article,
    })
}
