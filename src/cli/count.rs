//! `newsreader count`: the articles that a query finds, counted by year, month, source, series or issue.
//!
//! `text` draws a bar for each, or with two keys a table; `svg` is the same as an image. Years and months have no gaps, and what
//! has no day, source, series or number comes last. The sums are those of `newsreader search`.
//!
//! ```text
//! 医保，按年，共 12 篇
//! 2024  5 ███████▌
//! 2025  7 ███████████
//! ```
//! With two keys the first gives the columns of the table and the second its rows; a table that is
//! wider than the terminal becomes one list of bars for each first key.

use super::error::{CommandError, Exit};
use super::json::JsonArray;
use super::{CommandContext, HEADINGS, Subcommand, format_arg, format_of, paths_arg, search};
use crate::lang::{Lang, Words};
use crate::library::count::{self, CountBy, CountKey, Counts};
use crate::quote::chart::{Chart, svg};
use crate::quote::one_line::one_line;
use crate::quote::table::harmless_cell;
use crate::runtime::capabilities;
use crate::runtime::chart_colours::chart_colours;
use crate::text::bars::{bar, fit};
use crate::text::width::{Ambiguous, width_cols};
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::atomic::AtomicBool;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "count",
    about: Words::new(
        "统计检索到的文章篇数",
        "count the articles that a query finds",
    ),
    define,
    run,
};

/// Adds the query, the paths, `--by` and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let query = Words::new(
        "检索词，写法同 search；\"\" 统计全部文章",
        "a query as for search; \"\" counts all articles",
    );
    let paths = Words::new("文件夹或文件", "folders or files");
    let by = Words::new(
        "按什么统计，一项或用逗号隔开的两项：year 年 | month 月 | source 来源 | series 刊名 | issue 期号",
        "what to count by, one key or two with a comma: year | month | source | series | issue",
    );
    let query = Arg::new("query")
        .value_name("QUERY")
        .required(true)
        .allow_hyphen_values(true)
        .help(query.get(lang))
        .help_heading(HEADINGS.0.get(lang));
    command
        .arg(query)
        .arg(paths_arg(paths.get(lang), lang))
        .arg(
            Arg::new("by")
                .long("by")
                .value_name("KEY[,KEY]")
                .required(true)
                .value_delimiter(',')
                .num_args(1)
                .hide_possible_values(true)
                .value_parser(CountBy::ALL.map(CountBy::name))
                .help(by.get(lang))
                .help_heading(HEADINGS.1.get(lang)),
        )
        .arg(format_arg(["text", "csv", "json", "svg"], lang))
}

/// Prints the counts. A query that finds nothing is no error: its counts are all 0.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let lang = context.lang;
    let by = keys(matches, lang)?;
    let typed = matches
        .get_one::<String>("query")
        .map_or("", String::as_str);
    let (index, query, marks, exit) = search::prepare_any(typed, matches, context)?;
    let never = AtomicBool::new(false);
    let counts = count::count(&index.newest_first(), &query, &marks, by, 0, &never);
    match format_of(matches) {
        "json" => write_json(out, &counts)?,
        "csv" => write_csv(out, &counts, by.1.is_some())?,
        "svg" => {
            let colours = chart_colours(&context.config.theme, context.stateless);
            out.write_all(svg(&chart(&counts, typed, by, lang), &colours).as_bytes())?;
        }
        _ => {
            let title = title(&counts, typed, by, lang);
            writeln!(out, "{}", one_line(&title))?;
            let page = Page {
                cols: capabilities::cols(),
                ambiguous: context.ambiguous,
                lang,
            };
            page.write(out, &counts)?;
        }
    }
    Ok(exit)
}

/// Returns the keys of `--by`.
///
/// # Errors
/// The line to print where there are more than two, or twice the same.
fn keys(matches: &ArgMatches, lang: Lang) -> Result<(CountBy, Option<CountBy>), CommandError> {
    let names = matches.get_many::<String>("by").into_iter().flatten();
    let by_name = |name: &String| CountBy::ALL.into_iter().find(|by| by.name() == name);
    let keys: Vec<CountBy> = names.filter_map(by_name).collect();
    match keys.as_slice() {
        [first] => Ok((*first, None)),
        [first, second] if first != second => Ok((*first, Some(*second))),
        _ => {
            let words = Words::new(
                "--by 要一项或不同的两项",
                "--by takes one key or two different ones",
            );
            Err(super::error::CliError::usage(words.get(lang)).into())
        }
    }
}

/// A row of the JSON. A key is text, the number of an issue, or null.
#[derive(Serialize)]
struct Row {
    /// The value that the articles share.
    key: Value,
    /// The value of the second key; left out where a single key was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    second: Option<Value>,
    /// The number of articles.
    articles: usize,
}

/// Writes an array of objects, in the order of the keys.
fn write_json(out: &mut dyn Write, counts: &Counts) -> io::Result<()> {
    let value = |key: &CountKey| match key {
        CountKey::Missing => Value::Null,
        CountKey::Issue(number) => Value::from(*number),
        key => Value::from(key.text()),
    };
    let mut array = JsonArray::default();
    for ((key, second), bucket) in counts {
        let row = Row {
            key: value(key),
            second: second.as_ref().map(value),
            articles: bucket.articles,
        };
        array.push(out, &row)?;
    }
    array.finish(out)
}

/// Writes a heading and a row for each key. What is missing has an empty cell.
fn write_csv(out: &mut dyn Write, counts: &Counts, has_second: bool) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head: &[&str] = if has_second {
        &["key", "second", "articles"]
    } else {
        &["key", "articles"]
    };
    writer.write_record(head)?;
    let cell = |key: &CountKey| harmless_cell(one_line(&key.text()));
    for ((key, second), bucket) in counts {
        let cells = std::iter::once(key).chain(second).map(cell);
        writer.write_record(cells.chain([bucket.articles.to_string()]))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    out.write_all(&bytes)
}

/// Returns the line above the bars: the query, what was counted, the sum.
///
/// Returns for example `医保，按年、来源，共 12 篇`.
fn title(counts: &Counts, typed: &str, by: (CountBy, Option<CountBy>), lang: Lang) -> String {
    let sum: usize = counts.values().map(|bucket| bucket.articles).sum();
    let name = |by: CountBy| by_words(by).get(lang);
    let keys = match by.1 {
        Some(second) => Words::new("{}、{}", "{} and {}").with(lang, &[name(by.0), name(second)]),
        None => name(by.0).to_owned(),
    };
    let sum = sum.to_string();
    match typed.trim() {
        "" => Words::new("全部文章，按{}，共 {} 篇", "all articles by {}: {}")
            .with(lang, &[&keys, &sum]),
        typed => Words::new("{}，按{}，共 {} 篇", "{} by {}: {}").with(lang, &[typed, &keys, &sum]),
    }
}

/// Returns the name of a key for people.
fn by_words(by: CountBy) -> Words {
    match by {
        CountBy::Year => Words::new("年", "year"),
        CountBy::Month => Words::new("月", "month"),
        CountBy::Source => Words::new("来源", "source"),
        CountBy::Series => Words::new("刊名", "series"),
        CountBy::Issue => Words::new("期号", "issue"),
    }
}

/// Returns the key as a label.
///
/// Control characters and line ends become spaces.
fn label(key: &CountKey, lang: Lang) -> String {
    match key {
        CountKey::Missing => Words::new("未注明", "none").get(lang).to_owned(),
        key => one_line(&key.text()),
    }
}

/// Returns the same counts as a chart; with two keys a bar for each pair that has articles.
fn chart(counts: &Counts, typed: &str, by: (CountBy, Option<CountBy>), lang: Lang) -> Chart {
    // With two keys the empty pairs would outnumber the others.
    let shown = counts
        .iter()
        .filter(|((_, second), bucket)| second.is_none() || bucket.articles > 0);
    let bar = |((key, second), bucket): (&(CountKey, Option<CountKey>), &count::CountBucket)| {
        let name = match second {
            Some(second) => format!("{} {}", label(key, lang), label(second, lang)),
            None => label(key, lang),
        };
        (name, bucket.articles)
    };
    Chart {
        title: title(counts, typed, by, lang),
        axis: Words::new("篇数", "articles").get(lang).to_owned(),
        bars: shown.map(bar).collect(),
    }
}

/// The page that bars and tables are set to.
// Taken from the terminal once, so that tables and bars agree on one width.
struct Page {
    /// The columns of the page; 80 where standard output is no terminal.
    cols: usize,
    /// The width of ambiguous characters, of which the bars are made.
    ambiguous: Ambiguous,
    /// The language of labels.
    lang: Lang,
}

impl Page {
    /// Writes bars for one key, a table for two.
    fn write(&self, out: &mut dyn Write, counts: &Counts) -> io::Result<()> {
        let mut groups: BTreeMap<&CountKey, Vec<(&CountKey, usize)>> = BTreeMap::new();
        for ((key, second), bucket) in counts {
            let Some(second) = second else {
                let bars = counts
                    .iter()
                    .map(|((key, _), bucket)| (key, bucket.articles));
                return self.bars(out, &bars.collect::<Vec<_>>());
            };
            groups
                .entry(key)
                .or_default()
                .push((second, bucket.articles));
        }
        if self.table(out, &groups)? {
            return Ok(());
        }
        // Too many columns for a table: the bars of each key below its name.
        for (key, bars) in groups {
            let shown: Vec<_> = bars.into_iter().filter(|(_, n)| *n > 0).collect();
            let sum: usize = shown.iter().map(|(_, n)| n).sum();
            writeln!(out, "\n{}  {sum}", label(key, self.lang))?;
            self.bars(out, &shown)?;
        }
        Ok(())
    }

    /// Writes a line with label, bar and number for each value.
    ///
    /// Labels take a third of the page at most and are cut with `…`; a bar has at least eight
    /// columns, and the longest fills its room.
    fn bars(&self, out: &mut dyn Write, bars: &[(&CountKey, usize)]) -> io::Result<()> {
        let most = bars.iter().map(|(_, n)| *n).max().unwrap_or(0);
        let number_cols = most.to_string().len();
        let labels: Vec<String> = bars.iter().map(|(key, _)| label(key, self.lang)).collect();
        let cols = labels
            .iter()
            .map(|label| self.width(label))
            .max()
            .unwrap_or(0);
        // One long source must not take the room of all bars.
        let cols = cols.min(self.cols / 3);
        let room = self.cols.saturating_sub(cols + number_cols + 4).max(8);
        for ((_, value), label) in bars.iter().zip(labels) {
            let label = fit(&label, cols, false, self.ambiguous);
            let number = fit(&value.to_string(), number_cols, true, self.ambiguous);
            let line = format!(
                "{label}  {number} {}",
                bar(*value, most, room, self.ambiguous)
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Writes a table with a column for each key and a line for each second key, with sums. Returns false, and writes nothing,
    /// if it would be wider than the page.
    fn table(
        &self,
        out: &mut dyn Write,
        groups: &BTreeMap<&CountKey, Vec<(&CountKey, usize)>>,
    ) -> io::Result<bool> {
        let lines = self.table_cells(groups);
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| self.width(cell)).max()
        };
        let widths: Vec<usize> = (0..groups.len() + 2).filter_map(width).collect();
        // Two columns between cells; the last cell needs none behind it.
        if widths.iter().map(|cols| cols + 2).sum::<usize>() > self.cols + 2 {
            return Ok(false);
        }
        for line in &lines {
            let cells = line.iter().zip(&widths).enumerate();
            let cells = cells.map(|(at, (cell, cols))| fit(cell, *cols, at > 0, self.ambiguous));
            writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(true)
    }

    /// Returns the cells of the table: a line of keys, a line for each second key, and the sums.
    fn table_cells(
        &self,
        groups: &BTreeMap<&CountKey, Vec<(&CountKey, usize)>>,
    ) -> Vec<Vec<String>> {
        let seconds: BTreeSet<&CountKey> = groups.values().flatten().map(|(key, _)| *key).collect();
        let sum = Words::new("合计", "sum").get(self.lang).to_owned();
        let mut lines = vec![vec![String::new()]];
        lines[0].extend(groups.keys().map(|key| label(key, self.lang)));
        lines[0].push(sum.clone());
        let mut sums = vec![0; groups.len() + 1];
        for second in seconds {
            let value = |row: &Vec<(&CountKey, usize)>| {
                row.iter()
                    .find(|(key, _)| *key == second)
                    .map_or(0, |(_, n)| *n)
            };
            let mut values: Vec<usize> = groups.values().map(value).collect();
            values.push(values.iter().sum());
            sums.iter_mut().zip(&values).for_each(|(sum, n)| *sum += n);
            let cells = values.iter().map(ToString::to_string);
            lines.push(
                std::iter::once(label(second, self.lang))
                    .chain(cells)
                    .collect(),
            );
        }
        let sums = sums.iter().map(ToString::to_string);
        lines.push(std::iter::once(sum).chain(sums).collect());
        lines
    }

    /// Returns the columns that `text` takes.
    fn width(&self, text: &str) -> usize {
        width_cols(text, self.ambiguous)
    }
}
