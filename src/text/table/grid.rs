//! A table in columns side by side.

use super::cells::Cell;
use super::columns::{GUTTER, number_columns};
use super::set::{SetTable, TableRowKind};
use super::setter::{Setter, short};
use crate::text::typeset::Line;

/// The table as a grid: every row of cells takes as many rows on screen as its highest cell.
impl Setter<'_> {
    /// Sets the rows side by side in columns of `widths`.
    pub(super) fn grid(mut self, widths: &[usize]) -> SetTable {
        let columns = GridColumn::all(widths, &number_columns(self.text));
        let inner = columns.iter().skip(1);
        // The vertical rule stands in the middle of the gutter, with a blank on either side.
        self.set.borders = inner
            .map(|column| short(column.start.saturating_sub(2)))
            .collect();
        self.set.width_cols = short(columns.last().map_or(0, |last| last.start + last.width));
        let is_tall = |row: &Vec<Cell>| {
            row.iter()
                .zip(widths)
                .any(|(cell, width)| cell.cols > *width)
        };
        // Rules between all rows are needed only where a row takes several lines and its end is not seen. One column is a
        // listing of a program or a box of text: it has no head, and its rows are lines.
        let has_head = widths.len() > 1;
        let is_ruled = has_head && self.rows.iter().any(is_tall);
        self.rule(TableRowKind::Top, 0);
        for (index, row) in self.rows.iter().enumerate() {
            let group = row.first().map_or(0, |cell| cell.range.start);
            if index == 1 && has_head || index > 1 && is_ruled {
                self.rule(TableRowKind::Between, group);
            }
            let set = row.iter().zip(widths);
            let set: Vec<Vec<Line>> = set.map(|(cell, width)| self.cell(cell, *width)).collect();
            // A row is as high as its highest cell; of empty cells alone it still takes one line.
            let height = set.iter().map(Vec::len).max().unwrap_or(1).max(1);
            for line in 0..height {
                let first = self.set.segments.len();
                let cells = set.iter().map(|lines| lines.get(line));
                let placed = cells
                    .zip(&columns)
                    .filter_map(|(cell, column)| Some(column.place(cell?)));
                self.set.segments.extend(placed);
                self.row(first, group, None);
            }
        }
        let last = self.rows.last().and_then(|row| row.first());
        let group = last.map_or(0, |cell| cell.range.start);
        self.rule(TableRowKind::Bottom, group);
        self.set
    }
}

/// A column of the grid.
struct GridColumn {
    /// The first terminal column.
    start: usize,
    /// The width in terminal columns.
    width: usize,
    /// Set when the cells are numbers.
    has_numbers: bool,
}

impl GridColumn {
    /// Returns the columns from left to right; `numbers` is set for those whose cells are numbers.
    fn all(widths: &[usize], numbers: &[bool]) -> Vec<Self> {
        let mut start = 0;
        let column = |(index, width): (usize, &usize)| {
            let column = Self {
                start,
                width: *width,
                has_numbers: numbers.get(index) == Some(&true),
            };
            start += width + GUTTER;
            column
        };
        widths.iter().enumerate().map(column).collect()
    }

    /// Returns a line of a cell at its place in the row.
    fn place(&self, line: &Line) -> Line {
        let free = self.width.saturating_sub(usize::from(line.width_cols));
        // Numbers end at the right edge of their column, so that their digits stand below each
        // other.
        let before = if self.has_numbers { free } else { 0 };
        Line {
            indent_cols: short(self.start + before),
            ..line.clone()
        }
    }
}
