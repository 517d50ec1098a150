//! `newsreader export`: a brief (简报) of all articles of the paths, of those that a query finds, or of the basket.
//!
//! The articles stand in the order of their issues, newest first, unless `--sort` gives another; a basket keeps its own order.
//! The format is that of `--format`, else that of the output file's extension. An existing file is replaced only with
//! `--force`, and a file is written completely or not at all. A document of Word is never written to a terminal.
//!
//! The steps: options are checked against each other before anything is read, rows are collected
//! and sorted, the brief is compiled and turned into bytes of its format, and these are written to
//! the file or to standard output. With `--basket` and `--output` the articles are then marked as
//! sent.

use super::chosen::{self, IssueSource};
use super::error::{CliError, CommandError, Exit, unreadable, unsaved};
use super::{CommandContext, Subcommand, format_of, json};
use crate::brief::details::BriefDetails;
use crate::brief::loaded::LoadedRow;
use crate::brief::rows::BriefRow;
use crate::brief::template;
use crate::brief::{self, Brief, BriefFormat, BriefLayout, BriefStyle};
use crate::config;
use crate::lang::{Lang, Words};
use crate::model::Issue;
use crate::runtime::briefs::{self, FillError};
use crate::runtime::save;
use clap::ArgMatches;
use jiff::Zoned;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

mod arguments;
mod basket;

use basket::ExportedBasket;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "export",
    about: Words::new(
        "把全部文章、检索到的文章或简报篮汇编成简报",
        "compile articles, those that a query finds or the basket into a brief",
    ),
    define: arguments::define,
    run,
};

/// Compiles and writes the brief; the exit code is 1 if a file or an article could not be read.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    if let Some(path) = matches.get_one::<PathBuf>("write-template") {
        // The example needs no articles, so nothing is scanned for it.
        let example = template::example()?;
        write_file(path, &example, matches.get_flag("force"), context.lang)?;
        return Ok(Exit::Done);
    }
    let output = matches.get_one::<PathBuf>("output");
    let format = format(matches, output, context.lang)?;
    let style = style(matches, format, context.lang)?;
    let order = order(matches, context.lang)?;
    // Checked first: reading a library takes time, and the answer would be the same.
    if format.is_binary() && output.is_none() && io::stdout().is_terminal() {
        return Err(binary_on_terminal(context.lang).into());
    }
    if format != BriefFormat::Docx && matches.contains_id("template") {
        return Err(template_without_docx(context.lang).into());
    }
    let basket = matches.get_flag("basket");
    let basket = basket.then(|| ExportedBasket::open(context)).transpose()?;
    let articles = ChosenArticles::collect(matches, context, basket.as_ref())?;
    let rows = articles.rows(order, matches, context.lang)?;
    let details = all_details(matches, context, basket.as_ref());
    let today = Zoned::now().date();
    let brief = brief::compile(&rows, details, layout(matches), today);
    let bytes = encode(&brief, matches, (format, style), context.lang)?;
    if let Some(path) = output {
        write_file(path, &bytes, matches.get_flag("force"), context.lang)?;
        if let Some(basket) = basket {
            basket.mark_sent(context, &articles.basket, &brief)?;
        }
    } else {
        // `--output -` is no special case: it is a file called `-`.
        // The byte order mark is for Excel, which opens files. A program at the end of a pipe would read it as text.
        let text = bytes.strip_prefix("\u{feff}".as_bytes());
        out.write_all(text.unwrap_or(&bytes))?;
    }
    Ok(articles.exit)
}

/// Returns the order of the articles by `--sort`: else that of the basket, or the newest first.
///
/// # Errors
/// If the order of the basket is wanted without the basket.
fn order(matches: &ArgMatches, lang: Lang) -> Result<&str, CliError> {
    let from_basket = matches.get_flag("basket");
    let order = matches.get_one::<String>("sort").map(String::as_str);
    let order = order.unwrap_or(if from_basket { "basket" } else { "newest" });
    if order == "basket" && !from_basket {
        return Err(no_basket_order(lang));
    }
    Ok(order)
}

/// The articles of a brief, as they were read.
struct ChosenArticles {
    /// The issues of the paths with the articles that match.
    issues: Vec<IssueSource>,
    /// The rows of the basket.
    basket: Vec<LoadedRow>,
    /// [`Exit::Problem`] if a file or an article could not be read.
    exit: Exit,
}

impl ChosenArticles {
    /// Reads the basket, or the articles of the paths that match the query.
    fn collect(
        matches: &ArgMatches,
        context: &CommandContext,
        exported: Option<&ExportedBasket>,
    ) -> Result<Self, CommandError> {
        let mut issues: Vec<IssueSource> = Vec::new();
        let mut basket = Vec::new();
        let exit = if let Some(exported) = exported {
            let (loaded, exit) = exported.rows(matches, context)?;
            basket = loaded;
            exit
        } else {
            let query = matches.get_one::<String>("query");
            chosen::for_each(query, matches, context, |issue| issues.push(issue))?
        };
        // The path decides between issues of one day, so that the brief is the same on every run.
        issues
            .sort_by_cached_key(|source| (Reverse(day(&source.opened.issue)), source.path.clone()));
        Ok(Self {
            issues,
            basket,
            exit,
        })
    }

    /// Returns the rows of the brief in `order`.
    ///
    /// # Errors
    /// If there is no article. Headings alone are no brief.
    fn rows(
        &self,
        order: &str,
        matches: &ArgMatches,
        lang: Lang,
    ) -> Result<Vec<BriefRow<'_>>, CliError> {
        let pieces = self.issues.iter().flat_map(IssueSource::pieces);
        let mut rows: Vec<BriefRow> = pieces.map(BriefRow::from).collect();
        rows.extend(self.basket.iter().filter_map(LoadedRow::brief_row));
        sort(&mut rows, order, matches.get_flag("basket"));
        if !rows.iter().any(|row| matches!(row, BriefRow::Article(_))) {
            return Err(no_articles(lang, matches.get_one::<String>("query")));
        }
        Ok(rows)
    }
}

/// Returns the error for a Word template with another format.
fn template_without_docx(lang: Lang) -> CliError {
    let what = Words::new("模板只用于 docx", "a template works only with docx");
    let hint = Words::new("请加 --format docx", "add --format docx");
    CliError::usage(what.get(lang)).hint(hint.get(lang))
}

/// Returns the bytes of the brief: filled into the template where there is one, else written in `format` and `style`.
fn encode(
    brief: &Brief,
    matches: &ArgMatches,
    (format, style): (BriefFormat, BriefStyle),
    lang: Lang,
) -> Result<Vec<u8>, CliError> {
    // A style on the command line comes before the template of the configuration.
    let styled = matches.contains_id("style") && !matches.contains_id("template");
    let bytes = match brief.details.template.as_deref() {
        Some(path) if format == BriefFormat::Docx && !styled => briefs::from_template(brief, path)
            .map_err(|error| unfilled(&error, lang).subject(path.display()))?,
        _ => brief::write(brief, format, style)
            .map_err(|error| CliError::problem(error.message(lang)))?,
    };
    if format == BriefFormat::Json {
        // A file's name may hold characters that a terminal would act on.
        let text = String::from_utf8_lossy(&bytes);
        return Ok(json::escape(&text).into_owned().into_bytes());
    }
    Ok(bytes)
}

/// Returns the error for a template that could not be filled in. The caller adds its path as the subject.
fn unfilled(error: &FillError, lang: Lang) -> CliError {
    let hint = Words::new(
        "--write-template FILE 可写出范例",
        "--write-template FILE writes an example",
    );
    match error {
        FillError::Unread(error) => unreadable(error, lang),
        FillError::Unfilled(error) => CliError::problem(error.message(lang)).hint(hint.get(lang)),
    }
}

/// Returns the day by which an issue is sorted, and its number for issues of one day.
fn day(issue: &Issue) -> (Option<Date>, Option<u32>) {
    let day = issue.published.or(issue.period.map(|period| period.end));
    (day, issue.number)
}

/// Sorts the articles by day, oldest or newest first, or by source. Articles that are equal keep their order. The headings of
/// a basket go with its own order only.
fn sort(rows: &mut Vec<BriefRow>, order: &str, from_basket: bool) {
    if order == "basket" {
        return;
    }
    // A heading belongs to the rows below it, which another order takes apart.
    rows.retain(|row| matches!(row, BriefRow::Article(_)));
    let day_of = |row: &BriefRow| {
        let piece = row.piece()?;
        piece.article.date.or(day(piece.issue).0)
    };
    match order {
        "oldest" => rows.sort_by_key(day_of),
        // Without a basket the issues are in this order already, and an issue keeps the order of its articles.
        "newest" if from_basket => rows.sort_by_key(|row| Reverse(day_of(row))),
        // Articles without a source come last.
        "source" => rows.sort_by_cached_key(|row| {
            let source = row.piece().and_then(|piece| piece.article.source.clone());
            (source.is_none(), source)
        }),
        _ => {}
    }
}

/// Returns the layout of `--layout`.
///
/// Returns the full layout where none was given.
fn layout(matches: &ArgMatches) -> BriefLayout {
    let name = matches.get_one::<String>("layout");
    let all = BriefLayout::ALL.into_iter();
    name.and_then(|name| all.clone().find(|layout| layout.name() == name))
        .unwrap_or_default()
}

/// Returns the details of the brief: those of the command line, else those of `[brief]` in the configuration, else those of the
/// last brief of the basket.
fn all_details(
    matches: &ArgMatches,
    context: &CommandContext,
    basket: Option<&ExportedBasket>,
) -> BriefDetails {
    let last = basket.map(ExportedBasket::facts).unwrap_or_default();
    let configured = context.config.brief.clone();
    last.overridden_by(configured)
        .overridden_by(details(matches))
}

/// Returns what the command line gives of the details of the brief.
///
/// What is absent comes from the configuration.
fn details(matches: &ArgMatches) -> BriefDetails {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    BriefDetails {
        title: text("title"),
        number: matches.get_one::<u32>("number").copied(),
        publisher: text("publisher"),
        template: matches.get_one::<PathBuf>("template").map(|path| {
            // A shell leaves the `~` of `--template=~/a.docx`. A name that is not UTF-8 has none to replace.
            path.to_str().map_or_else(|| path.clone(), config::expand)
        }),
        ..BriefDetails::default()
    }
}

/// Returns the style of `--style`, else the usual one of the format.
///
/// # Errors
/// The line to print where the format cannot have that style.
///
/// An unknown name was refused by the parser already.
fn style(matches: &ArgMatches, format: BriefFormat, lang: Lang) -> Result<BriefStyle, CliError> {
    let name = matches.get_one::<String>("style");
    let chosen = name.and_then(|name| BriefStyle::ALL.into_iter().find(|s| s.name() == name));
    if chosen == Some(BriefStyle::Official) && !format.is_binary() {
        let what = Words::new(
            "公文格式只用于 docx 和 odt",
            "the official style is only for docx and odt",
        );
        let hint = Words::new("请加 --format docx", "add --format docx");
        return Err(CliError::usage(what.get(lang)).hint(hint.get(lang)));
    }
    Ok(chosen.unwrap_or(BriefStyle::of(format)))
}

/// Returns the error for a document of Word that would go to a terminal.
fn binary_on_terminal(lang: Lang) -> CliError {
    let what = Words::new(
        "docx 和 odt 不能写到终端",
        "docx and odt are not written to a terminal",
    );
    let hint = Words::new("请加 --output FILE", "add --output FILE");
    CliError::usage(what.get(lang)).hint(hint.get(lang))
}

/// Returns the error for the order of the basket without the basket.
fn no_basket_order(lang: Lang) -> CliError {
    let what = Words::new(
        "--sort basket 只用于简报篮",
        "--sort basket is only for the basket",
    );
    let hint = Words::new("请加 --basket", "add --basket");
    CliError::usage(what.get(lang)).hint(hint.get(lang))
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
        // A template is a Word document, so the format needs no option.
        "" if matches.contains_id("template") => Some(BriefFormat::Docx),
        "" => None,
        name => BriefFormat::of_extension(name),
    };
    let ending = output.and_then(|path| path.extension()?.to_str());
    named
        .or_else(|| ending.and_then(BriefFormat::of_extension))
        .ok_or_else(|| {
            let what = Words::new("没有指定输出格式", "no output format was given");
            let hint = Words::new(
                "请加 --format markdown|text|docx|odt|json|csv|gbt7714",
                "add --format markdown|text|docx|odt|json|csv|gbt7714",
            );
            CliError::usage(what.get(lang)).hint(hint.get(lang))
        })
}

/// Writes the brief to a file.
///
/// # Errors
/// The line to print where the file exists and `force` is not set, or where it cannot be written.
///
/// The file is written whole or not at all; its permissions stay if it is replaced.
fn write_file(path: &Path, bytes: &[u8], force: bool, lang: Lang) -> Result<(), CliError> {
    save::save(path, bytes, force).map_err(|error| unsaved(&error, lang).subject(path.display()))
}
