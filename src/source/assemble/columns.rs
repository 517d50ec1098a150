//! Pages as columns: each column of a page is measured and read like a page of its own.
//!
//! The rows of a page carry the band and column that reading order gave them. Columns of about the
//! same width share their measures, since one column may have too few rows to show a margin. Rows
//! of cells that follow each other become a table here, for pages whose tables have no ruling
//! lines.

use super::listings;
use super::sentences::is_prose_with_blanks;
use crate::source::page::{TableRole, TextPage, TextRow};

/// The rows of one column of a page, or of one stretch of a page over its whole width.
pub(super) struct Column {
    /// The index of its measures: 0 for the whole width, the same one for columns of about the same width.
    pub class: usize,
    /// The left margin where it is known: that of a text frame, in points.
    pub left: Option<f64>,
    /// The rows as a page.
    pub page: TextPage,
}

/// Splits pages into columns in reading order.
pub(super) fn split(pages: Vec<TextPage>) -> Vec<Column> {
    let mut widths: Vec<f64> = Vec::new();
    let mut columns = Vec::new();
    for page in pages {
        let mut rows = page.rows;
        // A stable sort: within a band the order from the top stays.
        rows.sort_by_key(|row| row.band);
        let shape = TextPage {
            rows: Vec::new(),
            ..page
        };
        for rows in rows.chunk_by_mut(|a, b| a.band == b.band) {
            listings::mark(rows);
            mark_tables(rows);
            let ends = rows.first().and_then(|row| row.column);
            let class = ends.map_or(0, |(left, right)| class_of(&mut widths, right - left));
            columns.push(Column {
                class,
                left: None,
                page: TextPage {
                    rows: rows.iter_mut().map(std::mem::take).collect(),
                    ..shape.clone()
                },
            });
        }
    }
    columns
}

/// Returns the class of columns of a width, counted from 1. A tenth is more than two halves of a page differ by.
fn class_of(widths: &mut Vec<f64>, width: f64) -> usize {
    let known = widths
        .iter()
        .position(|other| (other - width).abs() < 0.1 * width);
    1 + known.unwrap_or_else(|| {
        widths.push(width);
        widths.len() - 1
    })
}

/// Marks rows of cells that follow each other as a table, where nothing but gaps shows the columns.
fn mark_tables(rows: &mut [TextRow]) {
    let cells = |row: &TextRow| match row.role {
        TableRole::None => row.text.matches('\t').count(),
        _ => 0,
    };
    for run in rows.chunk_by_mut(|a, b| cells(a) == cells(b) && cells(a) > 0) {
        let count = run.first().map_or(0, cells);
        let enough = run.len() >= 3 || (run.len() == 2 && count >= 2);
        if count == 0 || !enough {
            continue;
        }
        // Entries of a table of contents without leaders have two cells, too.
        // A table of contents is text: its lines are entries, and the parser wants them so.
        let entries = || run.iter().filter(|row| ends_in_number(&row.text)).count();
        if count == 1 && entries() * 4 >= run.len() * 3 {
            continue;
        }
        // Running text has its blanks anywhere, a table has its cells below each other.
        let prose = run
            .iter()
            .filter(|row| is_prose_with_blanks(&row.text))
            .count();
        let prose = prose * 2 > run.len()
            && !run
                .windows(2)
                .any(|pair| have_same_stops(&pair[0], &pair[1]));
        if prose {
            continue;
        }
        for (at, row) in run.iter_mut().enumerate() {
            row.role = if at == 0 {
                TableRole::First(Vec::new())
            } else {
                TableRole::Further
            };
            // A row of cells has no size of its own, so that it takes no part in the measures of the text.
            row.size = 0.0;
        }
    }
}

/// True if two rows have a cell that begins at the same place, within a character.
pub(super) fn have_same_stops(a: &TextRow, b: &TextRow) -> bool {
    let (mut left, mut right) = (a.stops.as_slice(), b.stops.as_slice());
    // Both are in order, so the stop farther left has nothing level with it behind the other one.
    while let ([one, further_left @ ..], [other, further_right @ ..]) = (left, right) {
        if (other - one).abs() < a.size {
            return true;
        }
        if one < other {
            left = further_left;
        } else {
            right = further_right;
        }
    }
    false
}

/// True if the last cell of a row is a page number.
fn ends_in_number(text: &str) -> bool {
    let last = text.rsplit('\t').next().unwrap_or_default().trim();
    !last.is_empty() && last.len() <= 4 && last.bytes().all(|b| b.is_ascii_digit())
}
