//! A table as records: for each row of cells the lines `列名：值`.

use super::cells::Cell;
use super::set::{SetTable, TableRowKind};
use super::setter::{Setter, short};
use crate::text::typeset::Line;

/// The columns of the full-width colon between a name and its value.
const COLON: usize = 2;

/// A value that has fewer columns than this beside its name stands below it.
const NARROWEST_VALUE: usize = 12;

impl Setter<'_> {
    /// Sets each row of cells below the column names as a record, the rows above them as they are.
    pub(super) fn records(mut self) -> SetTable {
        // Records are as wide as the measure, whatever their values: the rules between them show
        // where one ends.
        self.set.width_cols = short(self.measure);
        let names = names(self.rows);
        let rows = self.rows;
        self.rule(TableRowKind::Top, 0);
        let mut is_first = true;
        for (index, row) in rows.iter().enumerate() {
            // The names stand in the first record; its rows begin at their bytes, so that positions in them are found.
            if Some(index) == names {
                continue;
            }
            // A row above the names belongs to the title and has no labels.
            let labels = names
                .filter(|names| *names < index)
                .and_then(|names| rows.get(names));
            let first_record = labels.is_some() && names.is_some_and(|names| index == names + 1);
            // A row to be filled in would be two rules with nothing between them.
            if !first_record && row.iter().all(|value| value.range.is_empty()) {
                continue;
            }
            let owner = if first_record { labels } else { Some(row) };
            let group = owner
                .and_then(|row| row.first())
                .map_or(0, |cell| cell.range.start);
            if !is_first {
                self.rule(TableRowKind::Between, group);
            }
            is_first = false;
            // A row may have fewer cells than the table has columns, or more.
            let count = row.len().max(labels.map_or(0, Vec::len));
            for column in 0..count {
                let (empty, label) = (
                    Cell::default(),
                    labels.and_then(|labels| labels.get(column)),
                );
                let label = label.filter(|label| !label.range.is_empty());
                let value = row.get(column).unwrap_or(&empty);
                // Empty fields are left out, but in the first record their names appear, so that
                // each column is seen once.
                if !value.range.is_empty() || first_record && label.is_some() {
                    self.field(label, value, group);
                }
            }
        }
        // Of the first record the rows begin at the names, before those of its values.
        let last = self.set.rows.last().map_or(0, |row| row.group);
        self.rule(TableRowKind::Bottom, last);
        self.set
    }

    /// Sets one field of a record.
    fn field(&mut self, label: Option<&Cell>, value: &Cell, group: usize) {
        // A value without a name, of a title or of a column whose name is empty, takes the whole
        // measure.
        let Some(label) = label else {
            self.lines(self.cell(value, self.measure), 0, group, None);
            return;
        };
        let hang = label.cols + COLON;
        if hang + NARROWEST_VALUE.min(value.cols) <= self.measure {
            let first = self.set.segments.len();
            self.set
                .segments
                .extend(self.cell(label, label.cols.max(1)));
            // Only the first line stands beside the name; the others are indented below it.
            let mut lines = self.cell(value, self.measure - hang);
            let rest = lines.split_off(lines.len().min(1));
            let indented = |line: Line| Line {
                indent_cols: short(hang),
                ..line
            };
            self.set.segments.extend(lines.into_iter().map(indented));
            self.row(first, group, Some(short(label.cols)));
            self.lines(rest, hang, group, None);
            return;
        }
        // Name and value do not fit side by side: the value goes below, indented.
        let lines = self.cell(label, self.measure.saturating_sub(COLON).max(2));
        let colon = lines.last().map(|line| line.width_cols);
        self.lines(lines, 0, group, colon);
        let indent = if self.measure < 8 { 0 } else { 2 };
        self.lines(self.cell(value, self.measure - indent), indent, group, None);
    }

    /// Appends a row for each of `lines`, behind `indent` columns. The last one has the colon.
    fn lines(&mut self, lines: Vec<Line>, indent: usize, group: usize, colon: Option<u16>) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let first = self.set.segments.len();
            self.set.segments.push(Line {
                indent_cols: short(indent),
                ..line
            });
            self.row(first, group, colon.filter(|_| at + 1 == count));
        }
    }
}

/// Returns the index of the row with the names of the columns: the first with text in two cells and in half of all, if a row
/// follows it. Rows above it are a title over the whole table.
fn names(rows: &[Vec<Cell>]) -> Option<usize> {
    let filled = |row: &Vec<Cell>| row.iter().filter(|cell| !cell.range.is_empty()).count();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let at = rows
        .iter()
        .position(|row| filled(row) >= 2 && filled(row) * 2 >= count)?;
    (at + 1 < rows.len()).then_some(at)
}
