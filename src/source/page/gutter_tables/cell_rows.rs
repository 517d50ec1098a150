//! The rows of cells in columns that no line parts: by wrapped lines, and by what stands beside what.

use super::{Candidate, WRAPPED};
use crate::source::page::text::head;

/// The share of a distance by which lines of one cell may differ.
const CLOSE: f64 = 1.25;

impl Candidate<'_> {
    /// True if a cell's line is wrapped: the beginning of the next one in the column had no room behind it.
    fn wraps(&self, column: usize, line: usize, next: usize) -> bool {
        let below = self.cells[next][column]
            .clone()
            .and_then(|range| self.lines[next].pieces.get(range.start));
        let (Some((from, to)), Some(below)) = (self.ends(line, column), below) else {
            return false;
        };
        let room = self.columns[column].1 - to;
        let close = self.lines[next].y - self.lines[line].y < CLOSE * self.leading;
        close && to - from > WRAPPED * below.size && room < head(&below.glyphs) + 0.5 * below.size
    }

    /// True if two lines or more end at the right end of a column: the longest of several entries does so by itself.
    fn is_shared(&self, column: usize) -> bool {
        let near = self.columns[column].1 - 0.6 * self.lines[0].size;
        let ends = (0..self.lines.len()).filter_map(|line| self.ends(line, column));
        ends.filter(|(_, to)| *to > near).count() > 1
    }

    /// Returns the column with the most lines.
    fn longest(&self) -> usize {
        let count = |column: &usize| {
            self.cells
                .iter()
                .filter(|cells| cells[*column].is_some())
                .count()
        };
        // Of several the last one: labels stand to the left.
        (0..self.columns.len()).max_by_key(count).unwrap_or(0)
    }

    /// Returns the line above in a column.
    fn above(&self, column: usize, line: usize) -> Option<usize> {
        (0..line).rev().find(|at| self.cells[*at][column].is_some())
    }

    /// True if most cells of the first column stand beside the middle of their row.
    pub(super) fn is_centred(&self) -> bool {
        let tall = self.longest();
        let (mut centred, mut all) = (0, 0);
        for line in 1..self.lines.len() {
            if self.cells[line][0].is_none() || tall == 0 {
                continue;
            }
            all += 1;
            let inside = self.cells[line][tall].is_none()
                || self
                    .above(tall, line)
                    .is_some_and(|above| self.wraps(tall, above, line));
            centred += usize::from(inside);
        }
        centred * 2 > all
    }

    /// Returns the rows of cells set at the top of their rows, each by its lines.
    pub(super) fn rows_from_top(&self) -> Vec<Vec<(usize, usize)>> {
        let mut rows: Vec<Vec<(usize, usize)>> = Vec::new();
        for line in 0..self.lines.len() {
            let filled: Vec<usize> = (0..self.columns.len())
                .filter(|column| self.cells[line][*column].is_some())
                .collect();
            let first = filled.first() == Some(&0);
            let goes_on = line > 0
                && filled.iter().all(|column| {
                    self.wraps(*column, line - 1, line) && (!first || self.is_shared(*column))
                });
            let cells = filled.into_iter().map(|column| (line, column));
            match rows.last_mut() {
                Some(row) if goes_on => row.extend(cells),
                _ => rows.push(cells.collect()),
            }
        }
        rows
    }

    /// Returns the rows of cells set at the middle of their rows: those that stand beside each other.
    pub(super) fn rows_from_middle(&self) -> Vec<Vec<(usize, usize)>> {
        let mut cells: Vec<Vec<(usize, usize)>> = Vec::new();
        for column in 0..self.columns.len() {
            let mut before: Option<usize> = None;
            for line in (0..self.lines.len()).filter(|line| self.cells[*line][column].is_some()) {
                match cells.last_mut() {
                    Some(cell) if before.is_some_and(|before| self.wraps(column, before, line)) => {
                        cell.push((line, column));
                    }
                    _ => cells.push(vec![(line, column)]),
                }
                before = Some(line);
            }
        }
        cells.sort_by_key(|cell| cell[0]);
        let extent = |row: &[(usize, usize)]| {
            let ys = || row.iter().map(|(line, _)| self.lines[*line].y);
            (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max))
        };
        let near = 0.3 * self.lines[0].size;
        let mut rows: Vec<Vec<(usize, usize)>> = Vec::new();
        for cell in cells {
            let (mut top, mut bottom) = extent(&cell);
            let mut row = cell;
            // Each row that the cell reaches joins it.
            while let Some(at) = rows.iter().position(|other| {
                let (first, last) = extent(other);
                first < bottom + near && top < last + near
            }) {
                row.extend(rows.remove(at));
                (top, bottom) = extent(&row);
            }
            rows.push(row);
        }
        rows.sort_by(|a, b| extent(a).0.total_cmp(&extent(b).0));
        rows
    }
}
