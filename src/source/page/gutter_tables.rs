//! Tables without ruling lines whose cells have several lines or are empty: their columns show by white space alone.
//!
//! Lines below each other that leave the same white stretches free are looked at as one table. Tables with one line in
//! each of their cells stay text here, as rows with tabs show them as well. Labels beside paragraphs are such tables, too.
//!
//! 1. A line of two pieces or more begins a table; lines that bridge no white stretch go on with it.
//! 2. Pieces in each column share a left end, a right end or a middle, and one column is no running text.
//! 3. Cells are set at the top of their row, or at its middle. At the top a line that does not go on with the line above
//!    begins a row; otherwise cells beside each other are a row.

mod cell_rows;
mod kinds;
mod span_head;

use super::Glyph;
use super::TextRow;
use super::baselines::{STRUCK_TWICE, baselines};
use super::cells::{RuledCell, RuledTable};
use super::open_tables::{LinePiece, PIECE_GAP, pieces};
use super::text::is_space;
use std::ops::Range;

/// The narrowest white stretch between two columns, in em.
const GUTTER: f64 = 0.8;
/// The largest distance of baselines, in em.
const FARTHEST: f64 = 3.0;
/// The most columns.
const MOST_COLUMNS: usize = 12;
/// The most lines of a page that are looked at.
const MOST_LINES: usize = 400;
/// The fewest rows with two cells or more.
const FEWEST_ROWS: usize = 3;
/// The part of an em by which the places of a column's pieces may differ.
const ALIGNED: f64 = 0.6;
/// The narrowest line, in em, that may be wrapped.
const WRAPPED: f64 = 4.0;

/// The pieces of one baseline.
struct Line {
    /// The baseline, in points.
    y: f64,
    /// The largest type size.
    size: f64,
    /// The pieces, from left to right.
    pieces: Vec<LinePiece>,
}

/// A candidate: its lines and the ends of its columns.
struct Candidate<'l> {
    /// The lines from top to bottom.
    lines: &'l [Line],
    /// The left and right ends of the columns, in points.
    columns: Vec<(f64, f64)>,
    /// The cells of each line: the first and last piece of each column.
    cells: Vec<Vec<Option<Range<usize>>>>,
    /// The smallest distance of two lines in a column, in points.
    leading: f64,
}

/// Takes the tables out of a page.
pub(super) fn take(glyphs: &mut Vec<Glyph>) -> Vec<RuledTable> {
    if !may_have_gaps(glyphs) {
        return Vec::new();
    }
    let lines = lines(glyphs);
    if lines.len() > MOST_LINES || lines.len() < FEWEST_ROWS {
        return Vec::new();
    }
    let (mut tables, mut at) = (Vec::new(), 0);
    // The lines of all tables.
    let mut taken: Vec<&Line> = Vec::new();
    while at < lines.len() {
        let Some(range) = run(&lines, at) else {
            at += 1;
            continue;
        };
        let next = range.end;
        let found = Candidate::new(&lines[range.clone()]);
        if let Some((found, mut table)) =
            found.and_then(|found| found.table().map(|table| (found, table)))
        {
            let free = |head: &&Line| taken.last().is_none_or(|last| last.y < head.y);
            let head = range.start.checked_sub(1).and_then(|at| lines.get(at));
            if let Some(head) = head.filter(free)
                && let Some(row) = found.head(head)
            {
                taken.push(head);
                table.bounds[1] = head.y - head.size;
                table.rows.insert(0, row);
            }
            taken.extend(&lines[range]);
            tables.push(table);
            at = next;
        } else {
            at += 1;
        }
    }
    // By the heights of their own glyphs: an exponent stands higher than its line, and another line may be near.
    let heights = |line: &Line| {
        let ys = || line.pieces.iter().flat_map(|piece| &piece.glyphs);
        let ys = || ys().map(|glyph| glyph.y);
        (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max))
    };
    let taken: Vec<(f64, f64)> = taken.into_iter().map(heights).collect();
    let inside = |glyph: &Glyph| {
        // A character that was struck twice is in its line once.
        let twin = STRUCK_TWICE * glyph.size;
        let mut lines = taken.iter();
        lines.any(|(top, bottom)| (top - twin..=bottom + twin).contains(&glyph.y))
    };
    glyphs.retain(|glyph| !inside(glyph));
    tables
}

/// False if the glyphs come line by line from top to bottom and no line has a wide gap, as on most pages of running text, which
/// need not be divided into lines here once more.
fn may_have_gaps(glyphs: &[Glyph]) -> bool {
    let mut seen = glyphs.iter().filter(|glyph| !is_space(glyph.ch));
    let Some(first) = seen.next() else {
        return false;
    };
    let (mut before, mut end) = (first, first.x + first.advance);
    seen.any(|glyph| {
        let size = glyph.size.max(before.size);
        let down = glyph.y - before.y;
        // The far side of what belongs to one line, see `baselines`.
        let is_below = down > size;
        let goes_on = down.abs() < 0.1 * size
            && glyph.x >= before.x
            && glyph.x - end < PIECE_GAP * glyph.size;
        end = if is_below { 0.0 } else { end };
        end = end.max(glyph.x + glyph.advance);
        before = glyph;
        !is_below && !goes_on
    })
}

/// Returns the lines of a page that have text.
fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let line = |glyphs: Vec<Glyph>| {
        let y = glyphs.iter().map(|glyph| glyph.y).fold(f64::MIN, f64::max);
        let pieces = pieces(glyphs);
        let size = pieces.iter().map(|piece| piece.size).fold(0.0, f64::max);
        (!pieces.is_empty()).then_some(Line { y, size, pieces })
    };
    baselines(glyphs.to_vec())
        .into_iter()
        .filter_map(line)
        .collect()
}

/// Joins stretches with less than a gutter between them; they come back from left to right.
fn covered(stretches: impl Iterator<Item = (f64, f64)>, gutter: f64) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> = stretches.collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found: Vec<(f64, f64)> = Vec::new();
    for (from, to) in all {
        match found.last_mut() {
            Some(last) if from - last.1 < gutter => last.1 = last.1.max(to),
            _ => found.push((from, to)),
        }
    }
    found
}

/// Returns the longest stretch of lines from one on that share the white space between columns.
fn run(lines: &[Line], start: usize) -> Option<Range<usize>> {
    let first = lines.get(start).filter(|line| line.pieces.len() > 1)?;
    let ends = |line: &Line| {
        line.pieces
            .iter()
            .map(|piece| (piece.from, piece.to))
            .collect::<Vec<_>>()
    };
    let gutter = GUTTER * first.size;
    let mut columns = covered(ends(first).into_iter(), gutter);
    let mut end = start + 1;
    for pair in lines.get(start..)?.windows(2) {
        let (above, line) = (&pair[0], &pair[1]);
        let alike = (line.size - first.size).abs() < 0.2 * first.size;
        let with = covered(columns.iter().copied().chain(ends(line)), gutter);
        if !alike || line.y - above.y > FARTHEST * first.size || with.len() < columns.len() {
            break;
        }
        columns = with;
        end += 1;
    }
    // A single piece below the last row is a line of text, unless a cell goes on with it.
    let joins = |at: usize| {
        let (above, line) = (&lines[at - 1], &lines[at]);
        let piece = &line.pieces[0];
        let level = |other: &&LinePiece| (other.from - piece.from).abs() < ALIGNED * piece.size;
        let step = line.y - above.y;
        above.pieces.iter().find(level).is_some_and(|other| {
            step < 2.0 * line.size && other.to - other.from > WRAPPED * other.size
        }) && piece.from > columns[0].1
    };
    while end > start + 1 && lines[end - 1].pieces.len() < 2 && !joins(end - 1) {
        end -= 1;
    }
    (end - start >= FEWEST_ROWS).then_some(start..end)
}

impl<'l> Candidate<'l> {
    /// Returns the lines with their columns; `None` where their pieces stand in no columns.
    fn new(lines: &'l [Line]) -> Option<Self> {
        let size = lines.first()?.size;
        let pieces = || lines.iter().flat_map(|line| &line.pieces);
        let columns = covered(pieces().map(|piece| (piece.from, piece.to)), GUTTER * size);
        if !(2..=MOST_COLUMNS).contains(&columns.len()) {
            return None;
        }
        let cell = |line: &Line, (from, to): (f64, f64)| {
            let first = line
                .pieces
                .iter()
                .position(|piece| piece.from >= from - 0.01)?;
            let count = line.pieces[first..]
                .iter()
                .take_while(|piece| piece.to <= to + 0.01)
                .count();
            (count > 0).then_some(first..first + count)
        };
        let cells: Vec<Vec<_>> = lines
            .iter()
            .map(|line| columns.iter().map(|ends| cell(line, *ends)).collect())
            .collect();
        let mut leading = f64::INFINITY;
        for column in 0..columns.len() {
            let ys = lines
                .iter()
                .zip(&cells)
                .filter(|(_, cells)| cells[column].is_some());
            let ys: Vec<f64> = ys.map(|(line, _)| line.y).collect();
            let steps = ys.windows(2).map(|pair| pair[1] - pair[0]);
            leading = steps
                .filter(|step| *step > 0.7 * size)
                .fold(leading, f64::min);
        }
        let found = Self {
            lines,
            columns,
            cells,
            leading,
        };
        (found.is_aligned() && !found.is_text()).then_some(found)
    }

    /// Returns the ends of a cell's line, in points.
    fn ends(&self, line: usize, column: usize) -> Option<(f64, f64)> {
        let pieces = self
            .lines
            .get(line)?
            .pieces
            .get(self.cells[line][column].clone()?)?;
        Some((pieces.first()?.from, pieces.last()?.to))
    }

    /// True if the pieces of each column share a left end, a right end or a middle.
    fn is_aligned(&self) -> bool {
        let near = ALIGNED * self.lines[0].size;
        let share = |column: usize| {
            let ends = (0..self.lines.len()).filter_map(|line| self.ends(line, column));
            let ends: Vec<(f64, f64)> = ends.collect();
            let (left, right) = self.columns[column];
            let mut middles: Vec<f64> = ends.iter().map(|(a, b)| f64::midpoint(*a, *b)).collect();
            middles.sort_by(f64::total_cmp);
            let middle = middles.get(middles.len() / 2).copied().unwrap_or(left);
            let count =
                |is: &dyn Fn(&(f64, f64)) -> bool| ends.iter().filter(|end| is(end)).count();
            let best = count(&|end| (end.0 - left).abs() < near)
                .max(count(&|end| (right - end.1).abs() < near))
                .max(count(&|end| {
                    (f64::midpoint(end.0, end.1) - middle).abs() < near
                }));
            best * 5 >= ends.len() * 4
        };
        (0..self.columns.len()).all(share)
    }

    /// Returns the texts of a column, from top to bottom.
    fn texts(&self, column: usize) -> Vec<String> {
        let pieces = |line: usize| {
            let range = self.cells[line][column].clone()?;
            self.lines[line].pieces.get(range)
        };
        let text = |pieces: &[LinePiece]| {
            let glyphs = pieces.iter().flat_map(|piece| &piece.glyphs);
            glyphs
                .map(|glyph| glyph.ch)
                .filter(|c| !is_space(*c))
                .collect()
        };
        (0..self.lines.len()).filter_map(pieces).map(text).collect()
    }

    /// Returns the rows, each by the lines and columns of its pieces; `None` where they are not sure, or where each cell has
    /// one line.
    fn rows(&self) -> Option<Vec<Vec<(usize, usize)>>> {
        let rows = if self.is_centred() {
            self.rows_from_middle()
        } else {
            self.rows_from_top()
        };
        let columns = self.columns.len();
        let has =
            |row: &Vec<(usize, usize)>, column: usize| row.iter().any(|(_, own)| *own == column);
        let filled =
            |row: &Vec<(usize, usize)>| (0..columns).filter(|column| has(row, *column)).count();
        let whole = rows.iter().filter(|row| filled(row) > 1).count();
        let all: usize = rows.iter().map(filled).sum();
        let plain = rows.iter().all(|row| row.len() == columns);
        // A caption beside a table is no column of it, and labels to the left are seldom missing.
        let used = |column: usize| {
            let most = if column == 0 { 2 } else { 3 };
            rows.iter().filter(|row| has(row, column)).count() * most >= rows.len()
        };
        let sure = (0..columns).all(used)
            && whole >= FEWEST_ROWS
            && whole * 5 >= rows.len() * 4
            && all * 5 >= rows.len() * columns * 3;
        (sure && !plain).then_some(rows)
    }

    /// Makes the table; `None` where its rows are not sure, or where each cell has one line.
    fn table(&self) -> Option<RuledTable> {
        let (left, right) = self.extent();
        let (first, last) = (self.lines.first()?, self.lines.last()?);
        let text = |row: &Vec<(usize, usize)>, column: usize| {
            let own = row.iter().filter(|(_, own)| *own == column);
            let pieces = own.filter_map(|(line, _)| {
                let range = self.cells[*line][column].clone()?;
                self.lines[*line].pieces.get(range)
            });
            let glyphs = pieces
                .flatten()
                .flat_map(|piece| piece.glyphs.iter().cloned());
            RuledCell::new(self.columns[column], false, glyphs.collect()).text()
        };
        let rows = self.rows()?.into_iter().map(|row| {
            let texts = (0..self.columns.len()).map(|column| text(&row, column));
            let ys = row.iter().map(|(line, _)| self.lines[*line].y);
            self.row(ys.fold(f64::MIN, f64::max), &texts.collect::<Vec<_>>())
        });
        Some(RuledTable {
            bounds: [left, first.y - first.size, right, last.y],
            // The edges are not drawn and differ from page to page: their number alone counts.
            edges: std::iter::once(left)
                .chain((1..self.columns.len()).map(|_| right))
                .collect(),
            rows: rows.collect(),
        })
    }

    /// Returns the row of a line above whose words stand over several columns; `None` if it is none.
    fn head(&self, line: &Line) -> Option<TextRow> {
        let cells = span_head::cells(line, self.lines.first()?, &self.columns)?;
        let text = |cell: Option<usize>| {
            let piece = cell.and_then(|at| line.pieces.get(at));
            let glyphs = piece.map_or_else(Vec::new, |piece| piece.glyphs.clone());
            RuledCell::new(self.extent(), false, glyphs).text()
        };
        Some(self.row(line.y, &cells.into_iter().map(text).collect::<Vec<_>>()))
    }

    /// Returns the left and the right end, in points.
    fn extent(&self) -> (f64, f64) {
        let ends = self.columns.first().zip(self.columns.last());
        ends.map_or((0.0, 0.0), |(first, last)| (first.0, last.1))
    }

    /// Returns a row with the texts of its cells.
    fn row(&self, y: f64, texts: &[String]) -> TextRow {
        TextRow::of_cells(texts, self.extent(), y)
    }
}

#[cfg(test)]
mod tests;
