//! `newsreader show FILE`: one report, or one of its articles, as text, Markdown or JSON.

mod markdown;
mod plain;

use super::failure::{Exit, Failure, Stop};
use super::{Context, HEADINGS, Subcommand, files, format_arg, format_of, json};
use crate::lang::{Lang, Words};
use crate::library::Opened;
use crate::model::{Article, Issue, Warning};
use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "show",
    about: Words::new(
        "输出一期报告或其中一篇",
        "print a report, or one of its articles",
    ),
    define,
    run,
};

fn define(command: Command, lang: Lang) -> Command {
    let file = Words::new("报告文件", "the report");
    let article = Words::new("只要第 N 篇", "article N alone");
    let width = Words::new(
        "按 COLS 列排版（默认：一段一行）",
        "set to COLS columns (default: a paragraph a line)",
    );
    let option = |name: &'static str, value: &'static str, help: Words| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help.get(lang))
            .help_heading(HEADINGS.1.get(lang))
    };
    command
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(file.get(lang))
                .help_heading(HEADINGS.0.get(lang)),
        )
        .arg(option("article", "N", article).value_parser(value_parser!(u32)))
        .arg(option("width", "COLS", width).value_parser(value_parser!(u16).range(2..)))
        .arg(format_arg(["text", "markdown", "json"], lang))
}

fn run(matches: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    let Some(path) = matches.get_one::<PathBuf>("file") else {
        return Ok(Exit::Usage);
    };
    let mut opened = files::open(path, context.lang)?;
    if let Some(&number) = matches.get_one::<u32>("article") {
        opened.issue.articles = chosen(&opened, number, context.lang)
            .map_err(|failure| failure.about(path.display()))?;
    }
    let alone = matches.contains_id("article");
    match format_of(matches) {
        "json" => json::write_object(
            out,
            &Shown::of(&opened, path.to_string_lossy(), context.lang),
        )?,
        "markdown" => markdown::write(out, &opened.issue, alone, context.lang)?,
        _ => {
            let width = matches.get_one::<u16>("width").copied();
            plain::write(out, &opened.issue, alone, width, context)?;
        }
    }
    Ok(Exit::Done)
}

/// The articles numbered `number`; where a report numbers none so, the one that stands in that place.
fn chosen(opened: &Opened, number: u32, lang: Lang) -> Result<Vec<Article>, Failure> {
    let articles = &opened.issue.articles;
    let mut found: Vec<Article> = articles
        .iter()
        .filter(|article| article.number == number)
        .cloned()
        .collect();
    if found.is_empty() {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        found.extend(place.checked_sub(1).and_then(|i| articles.get(i)).cloned());
    }
    if found.is_empty() {
        let what = Words::new("没有第 {} 篇", "it has no article {}");
        let hint = Words::new("共 {} 篇", "it has {}");
        return Err(Failure::problem(what.with(lang, &[&number.to_string()]))
            .hint(hint.with(lang, &[&articles.len().to_string()])));
    }
    Ok(found)
}

/// The contract's JSON object.
#[derive(Serialize)]
struct Shown<'a> {
    path: Cow<'a, str>,
    #[serde(flatten)]
    issue: &'a Issue,
    warnings: Vec<Finding<'a>>,
}

impl<'a> Shown<'a> {
    fn of(opened: &'a Opened, path: Cow<'a, str>, lang: Lang) -> Self {
        Self {
            path,
            issue: &opened.issue,
            warnings: findings(&opened.warnings, lang),
        }
    }
}

/// A warning as scripts are given it: the message in one language.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    /// The line of the file, 0 for the whole.
    pub line: u32,
    /// Its stable name.
    pub code: &'a str,
    /// What is odd.
    pub message: &'a str,
}

/// The warnings with their messages in `lang`.
pub(super) fn findings(warnings: &[Warning], lang: Lang) -> Vec<Finding<'_>> {
    warnings.iter().map(|one| finding(one, lang)).collect()
}

fn finding(warning: &Warning, lang: Lang) -> Finding<'_> {
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

/// The parts of `来源 · 日期` that an article has.
fn byline(article: &Article) -> Vec<String> {
    let date = article.date.map(|date| date.to_string());
    article.source.iter().cloned().chain(date).collect()
}

/// The parts of the masthead's second line that an issue has.
fn masthead(issue: &Issue, lang: Lang) -> Vec<String> {
    let number = Words::new("第 {} 期", "issue {}");
    let number = issue.number.map(|n| number.with(lang, &[&n.to_string()]));
    let date = issue.published.map(|date| date.to_string());
    let parts = number.into_iter().chain(issue.publisher.clone());
    parts.chain(date).collect()
}
