//! The table being set: the lines of a cell, and the rows appended so far. The two ways to set a table use it.

use super::cells::Cell;
use super::set::{SetTable, TableRow, TableRowKind};
use crate::text::rules::Rules;
use crate::text::typeset::{Line, typeset};

/// The state of setting one table.
pub(super) struct Setter<'a> {
    /// The text of the table, with tabs between cells and line feeds between rows.
    pub(super) text: &'a str,
    /// The rules of line breaking and spacing.
    pub(super) rules: &'a Rules,
    /// The columns that the table may take.
    pub(super) measure: usize,
    /// The cells of the table, row by row.
    pub(super) rows: &'a [Vec<Cell>],
    /// The rows on screen so far.
    pub(super) set: SetTable,
}

impl Setter<'_> {
    /// Returns the lines of `cell` in `width` columns; none for an empty cell.
    pub(super) fn cell(&self, cell: &Cell, width: usize) -> Vec<Line> {
        if cell.range.is_empty() {
            return Vec::new();
        }
        // Most cells fit, and need no line breaking.
        if cell.cols <= width {
            return vec![Line {
                range: cell.range.clone(),
                indent_cols: 0,
                width_cols: short(cell.cols),
            }];
        }
        let text = self.text.get(cell.range.clone()).unwrap_or_default();
        let mut lines = typeset(text, short(width), self.rules);
        for line in &mut lines {
            // The lines of a cell count from its start; those of a table count from the start of
            // the table.
            line.range.start += cell.range.start;
            line.range.end += cell.range.start;
        }
        lines
    }

    /// Appends a rule.
    pub(super) fn rule(&mut self, kind: TableRowKind, group: usize) {
        // A rule has no text: an empty range where the next row will begin.
        let end = self.set.segments.len();
        self.set.rows.push(TableRow {
            segments: end..end,
            kind,
            group,
            colon: None,
        });
    }

    /// Appends a row of the segments from `first` on.
    pub(super) fn row(&mut self, first: usize, group: usize, colon: Option<u16>) {
        self.set.rows.push(TableRow {
            segments: first..self.set.segments.len(),
            kind: TableRowKind::Cells,
            group,
            colon,
        });
    }
}

/// Returns `cols` as a number of columns on a screen.
pub(super) fn short(cols: usize) -> u16 {
    u16::try_from(cols).unwrap_or(u16::MAX)
}
