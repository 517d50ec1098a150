//! The rows of `newsreader links`: a link and its article each, for scripts and spreadsheets.
//!
//! Two kinds of rows have the same fields: an article with its own link, and a link in the text of
//! an article, which adds the words that it stands behind. Fields are on one line each, so a table
//! of tabs needs no quoting, and no cell begins with a sign that a spreadsheet would calculate.

use crate::model::Article;
use crate::model::recognised::Recognised;
use crate::quote::address::ascii;
use crate::quote::blocks::{ArticleLink, links_of};
use crate::quote::one_line::one_line;
use crate::quote::{Piece, forms, gbt7714};
use jiff::civil::Date;
use serde::Serialize;

/// The formats of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// The link alone, in ASCII.
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

/// The name of the field that a list of all links has as well: the words that a link stands behind.
const TEXT_COLUMN: &str = "text";

/// A row: an article with its file and issue, and a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LinkRow {
    /// The file, as it is named: a script opens it. It may hold control characters, which are for JSON alone.
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
    /// The link, as the file writes it.
    pub link: Option<String>,
    /// The program that recognised the text of a scan, whose links may be wrong.
    pub recognised: Option<Recognised>,
    /// The words of a link in the text; `None` for the article's own link.
    #[serde(skip)]
    pub text: Option<String>,
}

impl LinkRow {
    /// Returns the row of an article and its own link, every field but the path on one line.
    pub fn of(piece: &Piece) -> Self {
        let article = piece.article;
        let link = article.link.as_deref().map(one_line);
        Self {
            path: piece.path.to_owned(),
            issue: piece.issue.number,
            number: article.number,
            title: one_line(&article.title),
            source: article.source.as_deref().map(one_line),
            date: article.date,
            link: link.filter(|link| !link.is_empty()),
            recognised: piece.issue.recognised.clone(),
            text: None,
        }
    }

    /// Returns the row of an article that has a link.
    pub fn own(piece: &Piece) -> Option<Self> {
        Some(Self::of(piece)).filter(|row| row.link.is_some())
    }

    /// Returns a row for each link in the text of an article, in reading order.
    pub fn in_text(piece: &Piece) -> Vec<Self> {
        let links = links_of(piece.article).into_iter();
        let row = |link: ArticleLink| Self {
            link: Some(one_line(&link.url)),
            text: Some(one_line(&link.text)),
            ..Self::of(piece)
        };
        links.map(row).collect()
    }

    /// Returns the fields as text on one line each, in the order of [`COLUMNS`]; a missing one is empty.
    #[must_use]
    pub fn cells(&self) -> [String; 7] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            one_line(&self.path),
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

    /// Returns what a citation of the link names: the article, or for a link in its text the page behind these words, whose
    /// source and date are not known.
    fn cited(&self) -> Article {
        let link = self.link.clone();
        match &self.text {
            // An address that stands in the text itself has no words, so the article's title stands
            // for it.
            Some(text) if Some(text) != link.as_ref() => Article {
                title: text.clone(),
                link,
                ..Article::default()
            },
            Some(_) => Article {
                title: self.title.clone(),
                link,
                ..Article::default()
            },
            None => Article {
                title: self.title.clone(),
                source: self.source.clone(),
                date: self.date,
                link,
                ..Article::default()
            },
        }
    }
}

/// Returns `rows` as text, each with a line feed at its end. `with_text` adds the field `text`.
///
/// `today` is the date of access of a reference. Addresses to be opened (plain, Markdown, references) are in ASCII; a table
/// has them as the file writes them.
///
/// # Errors
/// An error of the JSON or CSV writer; none occurs in practice, since both write into memory.
pub fn write(
    rows: &[LinkRow],
    with_text: bool,
    format: TableFormat,
    today: Date,
) -> Result<String, std::io::Error> {
    let lines = |line: &dyn Fn(usize, &LinkRow) -> String| -> String {
        let numbered = rows.iter().zip(1..);
        numbered.map(|(row, n)| line(n, row) + "\n").collect()
    };
    Ok(match format {
        TableFormat::Plain => lines(&|_, row| row.link.as_deref().map(ascii).unwrap_or_default()),
        TableFormat::Markdown => {
            lines(&|_, row| format!("- {}", forms::markdown_link(&row.cited())))
        }
        TableFormat::Gbt7714 => {
            lines(&|n, row| format!("[{n}] {}", gbt7714::reference(&row.cited(), today)))
        }
        // `one_line` has turned tabs and line feeds into spaces, so the cells need no quoting. A spreadsheet that a table is
        // pasted into calculates formulas as one that opens a file does.
        TableFormat::Tsv => {
            let rows = lines(&|_, row| {
                let cells = fields(row, with_text).into_iter().map(harmless_cell);
                cells.collect::<Vec<_>>().join("\t")
            });
            format!("{}\n{rows}", names(with_text).join("\t"))
        }
        TableFormat::Csv => csv(rows, with_text)?,
        TableFormat::Json => json(rows, with_text)?,
    })
}

/// Returns the rows as an array of objects; `text` is null for an article's own link.
fn json(rows: &[LinkRow], with_text: bool) -> Result<String, std::io::Error> {
    /// A row with its words.
    #[derive(Serialize)]
    struct WithText<'a> {
        /// The fields that every row has.
        #[serde(flatten)]
        row: &'a LinkRow,
        /// The words that the link stands behind.
        text: Option<&'a str>,
    }
    let text = if with_text {
        let rows = rows.iter().map(|row| WithText {
            row,
            text: row.text.as_deref(),
        });
        serde_json::to_string_pretty(&rows.collect::<Vec<_>>())?
    } else {
        serde_json::to_string_pretty(rows)?
    };
    Ok(text + "\n")
}

/// Returns the names of the fields.
fn names(with_text: bool) -> Vec<&'static str> {
    let text = with_text.then_some(TEXT_COLUMN);
    COLUMNS.into_iter().chain(text).collect()
}

/// Returns the fields of `row` in the order of [`names`].
fn fields(row: &LinkRow, with_text: bool) -> Vec<String> {
    // An article's own link has no words, but the column must be there.
    let text = with_text.then(|| row.text.clone().unwrap_or_default());
    row.cells().into_iter().chain(text).collect()
}

/// Returns the rows as CSV (RFC 4180, but with LF line ends), with no cell that a spreadsheet takes for a formula.
///
/// # Errors
/// See [`write()`].
pub fn csv(rows: &[LinkRow], with_text: bool) -> Result<String, std::io::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names(with_text))?;
    for row in rows {
        writer.write_record(fields(row, with_text).into_iter().map(harmless_cell))?;
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
    use super::{LinkRow, TableFormat, harmless_cell, write};
    use crate::model::{Block, BlockKind, TextLink};
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
        let rows = [piece(&bare), piece(&full)].map(|piece| LinkRow::of(&piece));
        write(&rows, false, format, date(2026, 11, 21)).unwrap()
    }

    #[test]
    fn no_cell_of_a_table_is_a_formula() {
        let issue = sample::issue();
        let mut article = sample::article();
        article.title = "=HYPERLINK(1)".to_owned();
        let piece = Piece {
            path: "a.txt",
            issue: &issue,
            article: &article,
        };
        for format in [TableFormat::Tsv, TableFormat::Csv] {
            let table = write(&[LinkRow::of(&piece)], false, format, date(2026, 11, 21)).unwrap();
            assert!(table.contains("'=HYPERLINK"), "{table}");
        }
    }

    #[test]
    fn json_alone_has_the_path_as_the_file_is_named() {
        let issue = sample::issue();
        let piece = Piece {
            path: "甲\t\u{202e}乙.txt",
            issue: &issue,
            article: &sample::article(),
        };
        let table = |format| write(&[LinkRow::of(&piece)], false, format, date(2026, 11, 21));
        let json = table(TableFormat::Json).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json[0]["path"], piece.path);
        for format in [TableFormat::Tsv, TableFormat::Csv] {
            let table = table(format).unwrap();
            let cell = table.lines().nth(1).unwrap().split([',', '\t']).next();
            assert_eq!(cell, Some("甲 乙.txt"), "{table}");
        }
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
    fn all_links_have_their_words_and_the_own_one_none() {
        let issue = sample::issue();
        let mut article = sample::article();
        article.blocks = vec![Block {
            links: vec![TextLink {
                range: 3..9,
                url: "https://例子.中国/表".to_owned(),
            }],
            ..Block::new(BlockKind::Paragraph, "见附表")
        }];
        let piece = Piece {
            path: "a.txt",
            issue: &issue,
            article: &article,
        };
        assert!(
            LinkRow::own(&Piece {
                article: &sample::bare(),
                ..piece
            })
            .is_none()
        );
        let mut rows: Vec<LinkRow> = LinkRow::own(&piece).into_iter().collect();
        rows.extend(LinkRow::in_text(&piece));
        let today = date(2026, 11, 21);
        let json: serde_json::Value =
            serde_json::from_str(&write(&rows, true, TableFormat::Json, today).unwrap()).unwrap();
        assert_eq!(json[0]["text"], serde_json::Value::Null);
        assert_eq!(
            (&json[1]["text"], &json[1]["link"]),
            (&"附表".into(), &"https://例子.中国/表".into())
        );
        let plain = write(&rows, true, TableFormat::Plain, today).unwrap();
        assert!(
            plain.ends_with("\nhttps://xn--fsqu00a.xn--fiqs8s/%E8%A1%A8\n"),
            "{plain}"
        );
        let csv = write(&rows, true, TableFormat::Csv, today).unwrap();
        assert!(csv.starts_with("path,issue,number,title,source,date,link,text\n"));
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
