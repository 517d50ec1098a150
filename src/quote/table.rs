//! The rows of `newsreader links`: one row per article, for scripts and spreadsheets.

use crate::quote::one_line::one_line;
use crate::quote::{Piece, forms, gbt7714};
use jiff::civil::Date;
use serde::Serialize;

/// The formats of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// The link alone; an empty line for an article without one.
    Plain,
    /// Fields separated by tabs, below a row of their names.
    Tsv,
    /// Fields separated by commas (RFC 4180), below a row of their names.
    Csv,
    /// An array of objects.
    Json,
    /// A list of Markdown links.
    Markdown,
    /// Numbered references by GB/T 7714—2025.
    Gbt7714,
}

/// The names of the fields of a row, in order.
pub const COLUMNS: [&str; 7] = ["path", "issue", "number", "title", "source", "date", "link"];

/// A row: an article with its file, issue and link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkRow {
    /// The file.
    pub path: String,
    /// The issue's number.
    pub issue: Option<u32>,
    /// The article's number.
    pub number: u32,
    /// The title.
    pub title: String,
    /// The source.
    pub source: Option<String>,
    /// The date.
    pub date: Option<Date>,
    /// The link.
    pub link: Option<String>,
}

impl LinkRow {
    /// Returns the row of an article, every field on one line.
    pub fn of(piece: &Piece) -> Self {
        let article = piece.article;
        Self {
            path: one_line(piece.path),
            issue: piece.issue.number,
            number: article.number,
            title: one_line(&article.title),
            source: article.source.as_deref().map(one_line),
            date: article.date,
            link: forms::link(article),
        }
    }

    /// Returns the fields as text in the order of [`COLUMNS`]; a missing one is empty.
    #[must_use]
    pub fn cells(&self) -> [String; 7] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            self.path.clone(),
            self.issue
                .map(|number| number.to_string())
                .unwrap_or_default(),
            self.number.to_string(),
            self.title.clone(),
            text(&self.source),
            self.date.map(|date| date.to_string()).unwrap_or_default(),
            text(&self.link),
        ]
    }
}

/// Returns the rows of `pieces` as text, each with a line feed at its end.
///
/// `today` is the date of access of a reference.
///
/// # Errors
/// An error of the JSON or CSV writer; none occurs in practice, since both write into memory.
pub fn write(pieces: &[Piece], format: TableFormat, today: Date) -> Result<String, std::io::Error> {
    let lines = |line: &dyn Fn(usize, &Piece) -> String| -> String {
        let numbered = pieces.iter().zip(1..);
        numbered.map(|(piece, n)| line(n, piece) + "\n").collect()
    };
    Ok(match format {
        TableFormat::Plain => lines(&|_, piece| forms::link(piece.article).unwrap_or_default()),
        TableFormat::Markdown => {
            lines(&|_, piece| format!("- {}", forms::markdown_link(piece.article)))
        }
        TableFormat::Gbt7714 => {
            lines(&|n, piece| format!("[{n}] {}", gbt7714::reference(piece.article, today)))
        }
        // `one_line` has turned tabs and line feeds into spaces, so the cells need no quoting.
        TableFormat::Tsv => {
            let rows = lines(&|_, piece| LinkRow::of(piece).cells().join("\t"));
            format!("{}\n{rows}", COLUMNS.join("\t"))
        }
        TableFormat::Csv => csv(pieces)?,
        TableFormat::Json => {
            let rows: Vec<LinkRow> = pieces.iter().map(LinkRow::of).collect();
            serde_json::to_string_pretty(&rows)? + "\n"
        }
    })
}

/// Returns the rows as CSV (RFC 4180, but with LF line ends), with no cell that a spreadsheet takes for a formula.
///
/// # Errors
/// See [`write()`].
pub fn csv(pieces: &[Piece]) -> Result<String, std::io::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for piece in pieces {
        writer.write_record(LinkRow::of(piece).cells().map(harmless_cell))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

/// Returns `cell` with an apostrophe before it if a spreadsheet would calculate it (OWASP, CSV Injection): if it begins with
/// `=`, `+`, `-`, `@` or their full-width forms, which Excel on a Chinese system accepts as well.
///
/// ```
/// use newsreader::quote::table::harmless_cell;
/// assert_eq!(harmless_cell("=1+1".to_owned()), "'=1+1");
/// ```
#[must_use]
pub fn harmless_cell(cell: String) -> String {
    let formula = ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'];
    if cell.starts_with(formula) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::{TableFormat, harmless_cell, write};
    use crate::quote::{Piece, sample};
    use jiff::civil::date;

    fn rows(format: TableFormat) -> String {
        let issue = sample::issue();
        let mut full = sample::article();
        full.title = "甲,\"乙\"\t丙".to_owned();
        let bare = sample::bare();
        let piece = |article| Piece {
            path: "a.txt",
            issue: &issue,
            article,
        };
        write(&[piece(&bare), piece(&full)], format, date(2026, 11, 21)).unwrap()
    }

    #[test]
    fn every_format_has_a_row_per_article() {
        assert_eq!(rows(TableFormat::Plain).lines().count(), 2);
        assert_eq!(rows(TableFormat::Tsv).lines().count(), 3);
        assert_eq!(rows(TableFormat::Csv).lines().count(), 3);
        assert_eq!(rows(TableFormat::Markdown).lines().count(), 2);
        assert!(
            rows(TableFormat::Gbt7714)
                .lines()
                .nth(1)
                .unwrap()
                .starts_with("[2] 云川日报. ")
        );
    }

    #[test]
    fn tabs_and_quotes_stay_in_their_cell() {
        let tsv = rows(TableFormat::Tsv);
        assert_eq!(tsv.lines().nth(2).unwrap().split('\t').count(), 7);
        let text = rows(TableFormat::Csv);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = reader.records().nth(1).unwrap().unwrap();
        assert_eq!(row.get(3), Some("甲,\"乙\" 丙"));
    }

    #[test]
    fn json_has_null_for_what_is_missing() {
        let value: serde_json::Value = serde_json::from_str(&rows(TableFormat::Json)).unwrap();
        assert_eq!(value[0]["source"], serde_json::Value::Null);
        assert_eq!(value[1]["issue"], 12);
        assert_eq!(value[1]["date"], "2025-06-15");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+8", "-2", "@a", "＝1"] {
            assert_eq!(harmless_cell(cell.to_owned()), format!("'{cell}"));
        }
        assert_eq!(harmless_cell("1=1".to_owned()), "1=1");
    }
}
