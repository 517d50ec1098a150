//! A table set to a measure: its rows on screen and where the text of a position stands.
//!
//! On a row of a grid stand the texts of several cells, so the text of a table does not ascend from
//! row to row as the lines of a paragraph do. What ascends is the row of cells, the group: every
//! search begins with it.

use crate::text::typeset::Line;
use std::ops::Range;

/// A table set to a measure.
#[derive(Debug, Clone, Default)]
pub struct SetTable {
    /// The stretches of text of all rows, each with the column it begins at as its indent.
    pub(super) segments: Vec<Line>,
    /// The rows on screen, rules among them.
    pub(super) rows: Vec<TableRow>,
    /// The columns of the vertical rules.
    ///
    /// One list for all rows: a grid has the same columns throughout, and records have none.
    pub(super) borders: Vec<u16>,
    /// The width of the horizontal rules in columns.
    pub(super) width_cols: u16,
}

/// A row on screen of a table.
#[derive(Debug, Clone)]
pub(super) struct TableRow {
    /// Its stretches of text among the segments, from left to right.
    pub(super) segments: Range<usize>,
    /// The kind of row.
    pub(super) kind: TableRowKind,
    /// The first byte of the row of cells that it belongs to. It never decreases from row to row, so it can be searched.
    pub(super) group: usize,
    /// The column of the `：` behind a label of a record.
    pub(super) colon: Option<u16>,
}

/// The kinds of row of a table on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableRowKind {
    /// Text of cells.
    Cells,
    /// The rule above the table.
    Top,
    /// The rule between two rows of cells.
    Between,
    /// The rule below the table.
    Bottom,
}

/// The rules on one row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableFrame<'a> {
    /// The kind of row.
    pub kind: TableRowKind,
    /// The columns of the vertical rules, from the left edge of the measure.
    pub borders: &'a [u16],
    /// The width of a horizontal rule in columns.
    pub width_cols: u16,
    /// The column of the `：` behind the label of a record.
    pub colon: Option<u16>,
}

impl SetTable {
    /// Returns the number of rows on screen.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Returns the stretches of text on row `row`, from left to right; none on a rule.
    #[must_use]
    pub fn segments(&self, row: usize) -> &[Line] {
        let range = self.rows.get(row).map(|row| row.segments.clone());
        range
            .and_then(|range| self.segments.get(range))
            .unwrap_or_default()
    }

    /// Returns the rules on row `row`.
    #[must_use]
    pub fn frame(&self, row: usize) -> Option<TableFrame<'_>> {
        let row = self.rows.get(row)?;
        Some(TableFrame {
            kind: row.kind,
            borders: &self.borders,
            width_cols: self.width_cols,
            colon: row.colon,
        })
    }

    /// Returns the first byte of the text on row `row`; of a rule, that of the row of cells below it.
    #[must_use]
    pub fn start_byte(&self, row: usize) -> usize {
        let group = self.rows.get(row).map_or(0, |row| row.group);
        self.segments(row)
            .first()
            .map_or(group, |line| line.range.start)
    }

    /// Returns the row that shows `byte`. Lines of neighbouring cells share a row, so the rows are not in the order of their
    /// bytes: the group is found by bisection, the row in it by the segment that begins nearest before `byte`.
    #[must_use]
    pub fn row_of(&self, byte: usize) -> usize {
        let end = self.rows.partition_point(|row| row.group <= byte).max(1);
        let group = self.rows.get(end - 1).map_or(0, |row| row.group);
        // All rows on screen of the one row of cells.
        let begin = self.rows.partition_point(|row| row.group < group);
        let nearest = |row: &usize| {
            let starts = self.segments(*row).iter().map(|line| line.range.start);
            starts.filter(|start| *start <= byte).max()
        };
        let rows = (begin..end).filter(|row| nearest(row).is_some());
        // Of equal rows the first: a label stands once in each record.
        rows.rev().max_by_key(nearest).unwrap_or(begin)
    }
}
