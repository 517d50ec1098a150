//! `newsreader list`: a row per issue, newest first.
//!
//! ```text
//! 期号        日期  篇数  标题          文件
//!  629  2025-06-20     2  山海监测周报  reports/629.txt
//! ```
//! The rows come from the cache where it knows a file, so that a library of thousands of issues is listed without opening
//! any. `--format csv` and `--format json` have more columns than the table.

use super::error::{CommandError, Exit};
use super::json::JsonArray;
use super::{CommandContext, Subcommand, files, format_arg, format_of, paths_arg};
use crate::lang::{Lang, Words};
use crate::library::shares::in_shares;
use crate::library::{Entry, Place, Status};
use crate::model::Period;
use crate::model::recognised::Recognised;
use crate::quote::one_line::one_line;
use crate::quote::table::harmless_cell;
use crate::text::width::width_cols;
use clap::{ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};
use std::iter;
use std::mem::ManuallyDrop;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "list",
    about: Words::new("列出各期报告", "list the issues"),
    define,
    run,
};

/// Adds the paths and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new("文件夹或文件", "folders or files");
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(format_arg(["table", "json", "csv"], lang))
}

/// Prints a row for each report; several files with the same report are one row.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let (entries, exit) = files::rows(matches, context)?;
    // The program ends behind this, and freeing the rows of a hundred thousand reports one by one takes a tenth of its time.
    let entries = ManuallyDrop::new(entries);
    // Within a day the higher number comes first; the path decides the rest, so that the order is the same on every run.
    let all: Vec<Row<'_>> = entries.iter().map(Row::of).collect();
    // Pointers are sorted, since a row is many times as large.
    let mut rows: Vec<&Row<'_>> = all.iter().collect();
    rows.sort_unstable_by(|a, b| {
        let newest = (b.newest(), b.number).cmp(&(a.newest(), a.number));
        newest.then_with(|| a.path.cmp(&b.path))
    });
    match format_of(matches) {
        "json" => {
            let mut array = JsonArray::default();
            rows.iter().try_for_each(|row| array.push(out, row))?;
            array.finish(out)?;
        }
        "csv" => csv(out, &rows)?,
        _ => table(out, &rows, context)?,
    }
    // The program ends behind this, and freeing the rows of a hundred thousand reports one by one takes a tenth of its time.
    std::mem::forget(all);
    Ok(exit)
}

/// One issue. The names of its fields are those of `show --format json`.
#[derive(Serialize)]
struct Row<'a> {
    /// The path of the file.
    path: String,
    /// The path for people.
    #[serde(skip)]
    name: String,
    /// The paths of further files that hold the same report.
    also: Vec<String>,
    /// The title in the masthead; of a single document its own, or the name of its file.
    title: Option<Cow<'a, str>>,
    /// The number of the issue.
    number: Option<u32>,
    /// The publisher in the masthead.
    publisher: Option<&'a str>,
    /// The day in the masthead.
    published: Option<Date>,
    /// The days that the issue covers, first and last included.
    period: Option<Period>,
    /// The number of articles that the lead declares.
    declared_count: Option<u32>,
    /// `None` for a file over the size limit, which is not read unasked.
    article_count: Option<u32>,
    /// The number of findings of `newsreader check`.
    warning_count: Option<u32>,
    /// The program that recognised the text of a scan.
    recognised: Option<&'a Recognised>,
}

impl<'a> Row<'a> {
    /// Makes a row of an entry of the library.
    fn of(entry: &'a Entry) -> Self {
        let is_read = entry.status == Status::Read;
        Self {
            path: entry.meta.place.address(),
            name: entry.meta.place.name(),
            also: entry.also.iter().map(Place::address).collect(),
            title: entry.meta.printed_title(),
            number: entry.meta.number,
            publisher: entry.imprint.publisher.as_deref(),
            published: entry.imprint.published,
            period: entry.imprint.period,
            declared_count: entry.imprint.declared_count,
            recognised: entry.meta.recognised.as_deref(),
            article_count: is_read.then_some(entry.article_count),
            warning_count: is_read.then_some(entry.imprint.warning_count),
        }
    }

    /// Returns the day by which the rows are sorted: that of publication, else the last of the period.
    fn newest(&self) -> Option<Date> {
        self.published.or(self.period.map(|period| period.end))
    }
}

/// The heading of the CSV: the names of the JSON output.
const CSV_HEAD: [&str; 10] = [
    "path",
    "title",
    "number",
    "publisher",
    "published",
    "period_start",
    "period_end",
    "declared_count",
    "article_count",
    "warning_count",
];

/// Writes the rows as CSV (RFC 4180). Cells that a spreadsheet would calculate are made harmless.
///
/// Values that are absent are empty cells. Days are written as `2025-06-20`.
fn csv(out: &mut dyn Write, rows: &[&Row<'_>]) -> Result<(), CommandError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| CommandError::from(io::Error::from(error));
    writer.write_record(CSV_HEAD).map_err(failed)?;
    for row in rows {
        let words = |text: &str| harmless_cell(one_line(text));
        let cells = [
            words(&row.path),
            words(row.title.as_deref().unwrap_or_default()),
            text(row.number),
            words(row.publisher.unwrap_or_default()),
            text(row.published),
            text(row.period.map(|period| period.start)),
            text(row.period.map(|period| period.end)),
            text(row.declared_count),
            text(row.article_count),
            text(row.warning_count),
        ];
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    out.write_all(&bytes)?;
    Ok(())
}

/// Returns the value as text, empty where there is none.
fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Writes an aligned table: number, day and count right-aligned, the title and the path in full.
///
/// Columns are as wide as their widest cell, the heading included; nothing is cut.
fn table(out: &mut dyn Write, rows: &[&Row<'_>], context: &CommandContext) -> io::Result<()> {
    let heads = [
        Words::new("期号", "Issue"),
        Words::new("日期", "Date"),
        Words::new("篇数", "Articles"),
        Words::new("标题", "Title"),
        Words::new("文件", "File"),
    ];
    // All cells are measured before the first is written, each once. The path comes last and needs no width.
    let measured = |cells: [String; 5]| {
        let cols = std::array::from_fn(|column| width_cols(&cells[column], context.ambiguous));
        (cells, cols)
    };
    let head = measured(heads.map(|head| head.get(context.lang).to_owned()));
    let lines = in_shares(rows, |row| measured(cells(row)));
    let all = || iter::once(&head).chain(&lines);
    let widest = |column: usize| all().map(|(_, cols)| cols[column]).max();
    let widths: [usize; 4] = std::array::from_fn(|column| widest(column).unwrap_or(0));
    let mut printed = String::new();
    for (cells, cols) in all() {
        printed.clear();
        align(&mut printed, cells, *cols, widths);
        writeln!(out, "{}", printed.trim_end())?;
    }
    std::mem::forget(lines);
    Ok(())
}

/// Returns the cells of a row of the table.
fn cells(row: &Row<'_>) -> [String; 5] {
    [
        text(row.number),
        text(row.newest()),
        // An unknown count must not look like an empty issue.
        row.article_count
            .map_or_else(|| "?".to_owned(), |n| n.to_string()),
        row.title.as_deref().map(one_line).unwrap_or_default(),
        one_line(&row.name),
    ]
}

/// Appends the cells to `line`, each filled with spaces from the `cols` columns that it takes to its width in columns.
fn align(line: &mut String, cells: &[String; 5], cols: [usize; 4], widths: [usize; 4]) {
    let spaces = |count| iter::repeat_n(' ', count);
    for (column, (cell, (cols, width))) in
        cells.iter().zip(cols.into_iter().zip(widths)).enumerate()
    {
        let blank = width.saturating_sub(cols);
        // Numbers and days end in one column.
        let (before, behind) = if column < 3 {
            (blank, 2)
        } else {
            (0, blank + 2)
        };
        line.extend(spaces(before));
        line.push_str(cell);
        line.extend(spaces(behind));
    }
    line.push_str(&cells[4]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_filled_by_columns_not_by_characters() {
        let row = |title: &str, cols| {
            let cells = ["629", "2025-06-20", "3", title, "a.txt"].map(str::to_owned);
            let mut line = String::new();
            align(&mut line, &cells, [3, 10, 1, cols], [6, 10, 1, 6]);
            line
        };
        assert_eq!(row("周报", 4), "   629  2025-06-20  3  周报    a.txt");
        assert_eq!(row("周报周报", 8), "   629  2025-06-20  3  周报周报  a.txt");
    }
}
