//! `newsreader show FILE`: one report, or one of its articles, as text, Markdown or JSON.
//!
//! FILE may lead into an archive (`reports.zip/629.pdf`). `--article N` takes the printed number, else the position. The JSON is
//! the object that all other JSON outputs take their field names from.

mod markdown;
mod plain;

use super::error::{CliError, CommandError, Exit};
use super::piped::PipedReport;
use super::{CommandContext, HEADINGS, Subcommand, file_arg, files, format_arg, format_of, json};
use crate::lang::{Lang, Words};
use crate::library::Opened;
use crate::library::address::address;
use crate::model::recognised::Recognised;
use crate::model::{Article, Issue, Period, TocEntry, Warning};
use crate::quote::blocks::{ArticleLink, links_of};
use clap::{Arg, ArgMatches, Command, value_parser};
use jiff::civil::Date;
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "show",
    about: Words::new(
        "输出一期报告，或其中一篇",
        "print a report, or one of its articles",
    ),
    define,
    run,
};

/// Adds FILE, `--article`, `--width` and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let file = Words::new("报告文件；- 为标准输入", "the report; - is standard input");
    let article = Words::new("只输出第 N 篇", "only article N");
    let width = Words::new(
        "按 COLS 列排版（默认一段一行）",
        "wrap to COLS columns (default: one paragraph per line)",
    );
    let option = |name: &'static str, value: &'static str, help: Words| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help.get(lang))
            .help_heading(HEADINGS.1.get(lang))
    };
    command
        .arg(file_arg(file.get(lang), lang))
        .arg(option("article", "N", article).value_parser(value_parser!(u32)))
        .arg(option("width", "COLS", width).value_parser(value_parser!(u16).range(2..)))
        .arg(format_arg(["text", "markdown", "json"], lang))
}

/// Prints the report. With `--article` masthead and lead are left out of text and Markdown; the
/// JSON keeps them.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let Some(path) = matches.get_one::<PathBuf>("file") else {
        return Ok(Exit::Usage);
    };
    let piped = PipedReport::is_meant(path).then(|| PipedReport::read(context.lang));
    let piped = piped.transpose()?;
    let file = piped.as_ref().map(PipedReport::path);
    // An error names the path as it was given, and not the copy of standard input.
    let mut opened = files::open(file.as_deref().unwrap_or(path), context).map_err(|error| {
        if piped.is_some() {
            error.subject("-")
        } else {
            error
        }
    })?;
    let format = format_of(matches);
    // Before the other articles are left out, by which equal reports are known.
    let also = (format == "json").then(|| files::copies(&opened, context));
    if let Some(&number) = matches.get_one::<u32>("article") {
        opened.issue.articles = article_by_number(&opened, number, context.lang)
            .map_err(|error| error.subject(path.display()))?;
    }
    let alone = matches.contains_id("article");
    match format {
        "json" => {
            let also = also.unwrap_or_default();
            let shown = ShownIssue::of(&opened, address(path), also, context.lang);
            json::write_object(out, &shown)?;
        }
        "markdown" => markdown::write(out, &opened.issue, alone, context.lang)?,
        _ => {
            let width = matches.get_one::<u16>("width").copied();
            plain::write(out, &opened.issue, alone, width, context)?;
        }
    }
    Ok(Exit::Done)
}

/// Returns the articles with the printed number `number`, or the one in that position where no number matches.
///
/// # Errors
/// The line to print where there are fewer articles.
// All with this number are printed where several articles have it.
fn article_by_number(opened: &Opened, number: u32, lang: Lang) -> Result<Vec<Article>, CliError> {
    let articles = &opened.issue.articles;
    let mut found: Vec<Article> = articles
        .iter()
        .filter(|article| article.number == number)
        .cloned()
        .collect();
    // Some reports print no numbers, or number the articles of each section anew.
    if found.is_empty() {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        found.extend(place.checked_sub(1).and_then(|i| articles.get(i)).cloned());
    }
    if found.is_empty() {
        let what = Words::new("没有第 {} 篇", "there is no article {}");
        let hint = Words::new("共 {} 篇", "the report has {} article{s}");
        return Err(CliError::problem(what.with(lang, &[&number.to_string()]))
            .hint(hint.with(lang, &[&articles.len().to_string()])));
    }
    Ok(found)
}

/// The object that `--format json` prints: the issue with its path and its warnings.
#[derive(Serialize)]
struct ShownIssue<'a> {
    /// The path as it was given.
    path: Cow<'a, str>,
    /// The paths of other files that hold the same report, as far as they were read before.
    also: Vec<String>,
    /// The issue, whose fields stand in the same object.
    #[serde(flatten)]
    issue: IssueObject<'a>,
    /// Gaps and contradictions, in the order of their lines.
    warnings: Vec<Finding<'a>>,
}

impl<'a> ShownIssue<'a> {
    /// Joins an opened report with the path that it was asked for by.
    fn of(opened: &'a Opened, path: Cow<'a, str>, also: Vec<String>, lang: Lang) -> Self {
        Self {
            path,
            also,
            issue: IssueObject::of(opened),
            warnings: findings(&opened.warnings, lang),
        }
    }
}

/// An issue as JSON: each article with the links in its text. Its own fields are those of `model::Issue`, under the same
/// names.
#[derive(Serialize)]
struct IssueObject<'a> {
    title: Option<Cow<'a, str>>,
    number: Option<u32>,
    total_number: Option<u32>,
    publisher: Option<&'a str>,
    published: Option<Date>,
    period: Option<Period>,
    declared_count: Option<u32>,
    lead: &'a [String],
    /// The links in the lead, in reading order, as an article has its own; left out where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lead_links: Vec<ArticleLink>,
    toc: &'a [TocEntry],
    articles: Vec<ArticleObject<'a>>,
    recognised: Option<&'a Recognised>,
}

impl<'a> IssueObject<'a> {
    /// Returns the object of the issue. A new field of the issue has to be named here to compile.
    fn of(opened: &'a Opened) -> Self {
        let Issue {
            // The name of the file may stand for it.
            title: _,
            standalone: _,
            number,
            total_number,
            publisher,
            published,
            period,
            declared_count,
            lead,
            // Taken over by the lead as an article.
            lead_links: _,
            toc,
            articles,
            recognised,
        } = &opened.issue;
        let lead_article = opened.issue.lead_article();
        Self {
            title: opened.printed_title(),
            number: *number,
            total_number: *total_number,
            publisher: publisher.as_deref(),
            published: *published,
            period: *period,
            declared_count: *declared_count,
            lead,
            lead_links: lead_article.as_ref().map(links_of).unwrap_or_default(),
            toc,
            articles: articles.iter().map(ArticleObject::of).collect(),
            recognised: recognised.as_ref(),
        }
    }
}

/// An article as JSON.
#[derive(Serialize)]
struct ArticleObject<'a> {
    /// The article, whose fields stand in the same object.
    #[serde(flatten)]
    article: &'a Article,
    /// The links in its text, in reading order.
    links: Vec<ArticleLink>,
    /// The names of the fields that were corrected by hand; left out where none was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrected: Vec<&'static str>,
}

impl<'a> ArticleObject<'a> {
    /// Returns the object of `article`.
    fn of(article: &'a Article) -> Self {
        Self {
            article,
            links: links_of(article),
            corrected: article.corrected_fields(),
        }
    }
}

/// A warning as JSON: the message is in the language of the interface.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    /// The line of the file, counted from 1; 0 for the whole file.
    pub line: u32,
    /// The stable name of this kind of warning, for scripts.
    pub code: &'a str,
    /// The sentence for people.
    pub message: &'a str,
}

/// Returns the warnings with their messages in `lang`.
pub(super) fn findings(warnings: &[Warning], lang: Lang) -> Vec<Finding<'_>> {
    warnings.iter().map(|one| finding(one, lang)).collect()
}

/// Returns the warning with its message in `lang`.
fn finding(warning: &Warning, lang: Lang) -> Finding<'_> {
    // A warning from an older cache may lack its English message.
    let is_english = lang == Lang::En && !warning.english.is_empty();
    Finding {
        line: warning.line,
        code: &warning.code,
        message: if is_english {
            &warning.english
        } else {
            &warning.message
        },
    }
}

/// Returns the parts of the byline `来源 · 日期` that an article has.
fn byline(article: &Article) -> Vec<String> {
    let date = article.date.map(|date| date.to_string());
    article.source.iter().cloned().chain(date).collect()
}

/// Returns the parts of the second line of the masthead that an issue has: number, publisher, date, and the mark of a text
/// that was recognised.
fn masthead(issue: &Issue, lang: Lang) -> Vec<String> {
    let number = Words::new("第 {} 期", "issue {}");
    let number = issue.number.map(|n| number.with(lang, &[&n.to_string()]));
    let date = issue.published.map(|date| date.to_string());
    let total = Words::new("总第 {} 期", "running No. {}");
    let total = issue
        .total_number
        .map(|n| total.with(lang, &[&n.to_string()]));
    let parts = number
        .into_iter()
        .chain(total)
        .chain(issue.publisher.clone());
    let recognised = issue.recognised.as_ref().map(|mark| mark.mark(lang));
    parts.chain(date).chain(recognised).collect()
}
