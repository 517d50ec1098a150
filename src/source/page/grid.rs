//! Tables drawn with ruling lines: the cells between the lines, and the text in each.
//!
//! A page has lines but no tables, so a table is found by its lines:
//!
//! 1. Lines that touch form a group ([`super::rules::groups`]).
//! 2. The places of a group's lines are the edges of columns and rows: a grid of elementary cells.
//! 3. Two neighbouring cells without a line between them are one merged cell.
//! 4. Each glyph goes to the cell around its middle; a row of cells becomes a row of text with tabs.
//!
//! Not every group is a table. Frames around running text, application forms, charts and drawings of boxes keep their
//! glyphs, which are then read as text. A merged cell has its text in its first cell, and the others stay empty.

use super::cells::{RuledCell, RuledTable, entries};
use super::open_tables;
use super::rules::{Rule, TOUCH, groups, joined};
use super::{Glyph, TextRow};

/// The height above which a row without text is a row, in points: the smallest type with its leading.
const BLANK: f64 = 9.0;
/// The most columns of a table; a chart on millimetre paper has more.
const MOST_COLUMNS: usize = 60;
/// The most rows of a table on one page.
const MOST_ROWS: usize = 250;
/// From this many characters on, a cell over the whole width is running text in a frame, as in application forms.
const PROSE: usize = 90;

/// The lines of one table as the edges of columns and rows.
struct Grid {
    /// The places of the vertical edges, from left to right.
    xs: Vec<f64>,
    /// The places of the horizontal edges, from top to bottom.
    ys: Vec<f64>,
    /// The lines themselves, by which merged cells are known.
    rules: Vec<Rule>,
}

/// Takes the tables out of a page: their glyphs leave `glyphs`.
pub(super) fn take(glyphs: &mut Vec<Glyph>, rules: Vec<Rule>) -> Vec<RuledTable> {
    let rules = joined(rules);
    let mut tables = Vec::new();
    let mut level: Vec<Rule> = Vec::new();
    for group in groups(&rules) {
        if group.iter().all(|rule| !rule.vertical) {
            level.extend(group);
            continue;
        }
        let parted = open_tables::take_parted(glyphs, &group);
        if !parted.is_empty() {
            tables.extend(parted);
        } else if let Some(grid) = Grid::new(group) {
            tables.extend(grid.tables(glyphs));
        }
    }
    tables.extend(open_tables::take(glyphs, &level));
    tables
}

/// Returns the positions in ascending order, those within a touch of each other as one.
fn clustered(mut positions: Vec<f64>) -> Vec<f64> {
    positions.sort_by(f64::total_cmp);
    positions.dedup_by(|b, a| *b - *a < TOUCH);
    positions
}

impl Grid {
    /// Reads connected lines as a grid; `None` for a frame, an underline or a drawing.
    fn new(rules: Vec<Rule>) -> Option<Self> {
        let ends = |vertical: bool| {
            let across = rules.iter().filter(move |rule| rule.vertical == vertical);
            let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
            for rule in across {
                (least, most) = (least.min(rule.from), most.max(rule.to));
            }
            [least, most]
        };
        let at = |vertical: bool| {
            let lines = rules.iter().filter(move |rule| rule.vertical == vertical);
            lines.map(|rule| rule.at).collect::<Vec<f64>>()
        };
        // Tables open at the sides have no outer lines; the ends of the others are their edges.
        let (mut xs, mut ys) = (at(true), at(false));
        if xs.is_empty() || ys.len() < 2 {
            return None;
        }
        xs.extend(ends(false));
        ys.extend(ends(true));
        let (xs, ys) = (clustered(xs), clustered(ys));
        let sizes = (3..=MOST_COLUMNS).contains(&xs.len()) && (3..=MOST_ROWS).contains(&ys.len());
        sizes.then_some(Self { xs, ys, rules })
    }

    /// True if a line parts the cells on its two sides: vertical at `at` for `from..to` of y, or horizontal.
    fn parts(&self, vertical: bool, at: f64, from: f64, to: f64) -> bool {
        let covered: f64 = self
            .rules
            .iter()
            .filter(|rule| rule.vertical == vertical && (rule.at - at).abs() < 1.5 * TOUCH)
            .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
            .fold(0.0, f64::max);
        // Lines may fall short of the corners, and dashed lines have gaps.
        covered > 0.6 * (to - from)
    }

    /// Returns for each elementary cell, row by row, the index of the merged cell's first one.
    ///
    /// A cell that is not merged has its own index. A merged cell need not be a rectangle.
    fn merged(&self) -> Vec<usize> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut first: Vec<usize> = (0..columns * rows).collect();
        let unite = |first: &mut Vec<usize>, a: usize, b: usize| {
            // The smaller index wins, so that a merged cell is named by its first cell.
            let (low, high) = (first[a].min(first[b]), first[a].max(first[b]));
            for cell in first.iter_mut().filter(|cell| **cell == high) {
                *cell = low;
            }
        };
        for row in 0..rows {
            for column in 0..columns {
                let cell = row * columns + column;
                let (x, y) = (self.xs[column + 1], self.ys[row + 1]);
                if column + 1 < columns && !self.parts(true, x, self.ys[row], y) {
                    unite(&mut first, cell, cell + 1);
                }
                if row + 1 < rows && !self.parts(false, y, self.xs[column], x) {
                    unite(&mut first, cell, cell + columns);
                }
            }
        }
        first
    }

    /// Returns the elementary cell at a place, in points; `None` outside the table.
    fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let before = |edges: &[f64], at: f64| {
            let next = edges.partition_point(|edge| *edge <= at);
            (next > 0 && next < edges.len()).then(|| next - 1)
        };
        let (column, row) = (before(&self.xs, x)?, before(&self.ys, y)?);
        Some(row * (self.xs.len() - 1) + column)
    }

    /// Takes the glyphs of the cells and returns the tables; glyphs of running text in a frame stay.
    fn tables(&self, glyphs: &mut Vec<Glyph>) -> Vec<RuledTable> {
        let columns = self.xs.len() - 1;
        let merged = self.merged();
        let mut cells: Vec<Vec<Glyph>> = vec![Vec::new(); merged.len()];
        let mut others = Vec::new();
        for glyph in glyphs.drain(..) {
            // The middle of the character: its baseline may lie on the line below the cell.
            let middle = (glyph.x + glyph.advance / 2.0, glyph.y - 0.35 * glyph.size);
            match self.cell_at(middle.0, middle.1) {
                Some(cell) => cells[merged[cell]].push(glyph),
                None => others.push(glyph),
            }
        }
        *glyphs = others;
        let mut roots: Vec<usize> = merged.clone();
        roots.sort_unstable();
        roots.dedup();
        let filled = |cell: &Vec<Glyph>| cell.iter().any(|glyph| !glyph.ch.is_whitespace());
        let written = cells.iter().filter(|cell| filled(cell)).count();
        // In a drawing of boxes and arrows most of the areas between the lines are empty.
        if written < 3 || written * 5 < roots.len() {
            glyphs.extend(cells.into_iter().flatten());
            return Vec::new();
        }
        // Edges of merged cells make columns in which nothing stands.
        let used: Vec<usize> = (0..columns)
            .filter(|column| {
                (0..merged.len() / columns).any(|row| filled(&cells[row * columns + column]))
            })
            .collect();
        let mut tables: Vec<RuledTable> = Vec::new();
        let mut open = false;
        for (row, cells) in cells.chunks_mut(columns).enumerate() {
            let texts = cells.iter().filter(|cell| filled(cell)).count();
            // A row without text is one to be filled in, unless it is the gap of a double line or part of the row above.
            let own = |column: usize| merged[row * columns + column] == row * columns + column;
            let blank = open && self.ys[row + 1] - self.ys[row] > BLANK && (0..columns).any(own);
            if texts == 0 && !blank {
                continue;
            }
            let alone = texts == 1 && cells.iter().any(|cell| cell.len() > PROSE);
            if alone || used.len() < 2 {
                glyphs.extend(cells.iter_mut().flat_map(std::mem::take));
                // Below running text a new table begins, with its own first row.
                open = false;
                continue;
            }
            if !open {
                tables.push(RuledTable::default());
            }
            open = true;
            if let Some(table) = tables.last_mut() {
                for entry in entries(self.row_of(row, cells, &merged)) {
                    self.add_row(table, row, &entry, &used);
                }
            }
        }
        tables
    }

    /// Returns the cells of a row with their edges.
    fn row_of(&self, row: usize, cells: &mut [Vec<Glyph>], merged: &[usize]) -> Vec<RuledCell> {
        let columns = cells.len();
        let cell = |(column, glyphs): (usize, &mut Vec<Glyph>)| {
            let own = row * columns + column;
            let of_it = |cell: &usize| merged.get(*cell) == Some(&own);
            let wide = (own..(row + 1) * columns).filter(of_it).count();
            let below = (own + columns..merged.len()).step_by(columns);
            let over_rows = below.into_iter().any(|cell| of_it(&cell));
            let right = (column + wide.max(1)).min(columns);
            let ends = (self.xs[column], self.xs[right]);
            RuledCell::new(ends, over_rows, std::mem::take(glyphs))
        };
        cells.iter_mut().enumerate().map(cell).collect()
    }

    /// Adds a row of cells to a table.
    fn add_row(&self, table: &mut RuledTable, row: usize, cells: &[RuledCell], used: &[usize]) {
        let (left, right) = (self.xs[0], self.xs[self.xs.len() - 1]);
        let texts: Vec<String> = used.iter().map(|column| cells[*column].text()).collect();
        if table.rows.is_empty() {
            table.bounds = [left, self.ys[row], right, self.ys[row + 1]];
            table.edges.clone_from(&self.xs);
        }
        table.bounds[3] = self.ys[row + 1];
        table.rows.push(TextRow {
            text: texts.join("\t"),
            left,
            right,
            middle: f64::midpoint(left, right),
            y: self.ys[row + 1] - 2.0,
            // No size, so that a table takes no part in the measures of the text.
            size: 0.0,
            ..TextRow::default()
        });
    }
}
