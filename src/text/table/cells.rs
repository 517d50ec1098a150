//! The cells of a table: where each stands in the text and how wide it is.

use crate::text::rules::Rules;
use crate::text::typeset::columns;
use std::ops::Range;

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Its bytes in the text of the table.
    pub(super) range: Range<usize>,
    /// Its width on one line, in columns.
    pub(super) cols: usize,
}

/// Returns the rows of `text` with the offsets and widths of their cells.
pub(super) fn cells(text: &str, rules: &Rules) -> Vec<Vec<Cell>> {
    let mut at = 0;
    let row = |row: &str| {
        let cells = row.split('\t').map(|cell| {
            let range = at..at + cell.len();
            // Tab and line feed both take one byte, so one step passes over either.
            at = range.end + 1;
            let cols = columns(text, range.clone(), rules);
            Cell { range, cols }
        });
        cells.collect()
    };
    text.split('\n').map(row).collect()
}
