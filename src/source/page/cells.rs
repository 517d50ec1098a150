//! The cells of a ruled table: the text of their lines, and entries that no line parts.
//!
//! A cell gives no line breaks, only glyphs. A line that has room for the beginning of the next one was ended by its
//! author; all others are wrapped and go on. Invoices and lists rule the columns alone: there a row of cells holds one
//! entry on each line, and the entries become rows.

use super::baselines::{baselines, once};
use super::rules::TOUCH;
use super::text::{head, is_space, text};
use super::{Glyph, TextRow};
use crate::conventions::joining::append_as_set;

/// The widest margin that a cell whose lines are centred is taken to have, in em: beyond it their room is seen.
const CENTRED_MARGIN: f64 = 0.75;
/// The room that a wrapped line may have beside the beginning of the next one, in em.
const SLACK: f64 = 0.5;
/// The fewest columns with a line of their own that show an entry. Two cells of several lines each may stand side by
/// side by chance, at the same heights.
const FEWEST_COLUMNS: usize = 3;

/// A table of one page: its place and the texts of its cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct RuledTable {
    /// Left, top, right, bottom, in points.
    pub bounds: [f64; 4],
    /// The x of its columns' edges, by which a table is known again on the next page.
    pub edges: Vec<f64>,
    /// The rows with their y and size, cells by tabs.
    pub rows: Vec<TextRow>,
}

/// One cell of a ruled table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct RuledCell {
    /// The left edge, in points.
    left: f64,
    /// The right edge, in points.
    right: f64,
    /// Set for a cell over several rows.
    over_rows: bool,
    /// The glyphs of its lines from left to right, without the spaces at both ends.
    lines: Vec<Vec<Glyph>>,
}

impl RuledCell {
    /// Returns the cell between two edges. `over_rows` is set for one that is merged with cells below it.
    pub fn new((left, right): (f64, f64), over_rows: bool, glyphs: Vec<Glyph>) -> Self {
        let lines = baselines(glyphs).into_iter().filter_map(|mut line| {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
            let mut line = once(line);
            let end = line.iter().rposition(|glyph| !is_space(glyph.ch))?;
            line.truncate(end + 1);
            let start = line.iter().position(|glyph| !is_space(glyph.ch))?;
            Some(line.split_off(start))
        });
        Self {
            left,
            right,
            over_rows,
            lines: lines.collect(),
        }
    }

    /// Returns the text: its lines joined, with a space where the author ended one.
    pub fn text(&self) -> String {
        let mut joined = String::new();
        for (at, line) in self.lines.iter().enumerate() {
            let text = text(line).replace('\t', " ");
            if at > 0 && self.is_ended(at - 1) {
                joined.push(' ');
                joined.push_str(text.trim());
            } else {
                append_as_set(&mut joined, text.trim(), false);
            }
        }
        joined
    }

    /// True if the author ended a line: it has room for the beginning of the next one.
    fn is_ended(&self, at: usize) -> bool {
        let next = self.lines.get(at + 1);
        next.is_some_and(|next| self.room(at) > head(next) + SLACK * size_of(next))
    }

    /// True for a line that fills its cell. One that is neither full nor ended has a long word or number below it.
    fn is_full(&self, at: usize) -> bool {
        let line = self.lines.get(at);
        line.is_some_and(|line| self.room(at) < (1.0 + SLACK) * size_of(line))
    }

    /// Returns the room beside a line, in points.
    fn room(&self, at: usize) -> f64 {
        let wide = self
            .lines
            .get(at)
            .map_or(0.0, |line| end_of(line) - start_of(line));
        self.right - self.left - 2.0 * self.margin() - wide
    }

    /// Returns the white space between the edges and the text, in points.
    fn margin(&self) -> f64 {
        let spaces = self
            .lines
            .iter()
            .map(|line| (start_of(line) - self.left, self.right - end_of(line)));
        let size = self.lines.first().map_or(0.0, |line| size_of(line));
        let centred = spaces
            .clone()
            .all(|(left, right)| (left - right).abs() < 0.6 * size);
        let least = spaces.fold(f64::INFINITY, |least, (left, right)| {
            least.min(left).min(right)
        });
        let most = if centred { CENTRED_MARGIN } else { 2.0 };
        least.clamp(0.0, most * size)
    }

    /// Returns the index of the line at a height.
    fn line_at(&self, y: f64) -> Option<usize> {
        let at = |line: &Vec<Glyph>| (height_of(line) - y).abs() < TOUCH;
        self.lines.iter().position(at)
    }

    /// Splits off the lines from a height on.
    fn split_off(&mut self, y: f64) -> Self {
        let above = self.lines.partition_point(|line| height_of(line) < y);
        Self {
            lines: self.lines.split_off(above),
            ..*self
        }
    }
}

/// Splits a row of cells into its entries, if it holds several.
pub(super) fn entries(cells: Vec<RuledCell>) -> Vec<Vec<RuledCell>> {
    let starts = starts_of_entries(&cells);
    let mut rows = Vec::with_capacity(starts.len() + 1);
    let mut rest = cells;
    for start in starts {
        let below = rest.iter_mut().map(|cell| {
            if cell.over_rows {
                RuledCell::default()
            } else {
                cell.split_off(start)
            }
        });
        let below = below.collect();
        rows.push(std::mem::replace(&mut rest, below));
    }
    rows.push(rest);
    rows
}

/// Returns the heights at which a new entry begins: several columns have a line there, and most of the lines above it
/// were ended by the author.
fn starts_of_entries(cells: &[RuledCell]) -> Vec<f64> {
    let cells: Vec<&RuledCell> = cells.iter().filter(|cell| !cell.over_rows).collect();
    let tall = cells.iter().filter(|cell| cell.lines.len() > 1).count();
    if tall < FEWEST_COLUMNS {
        return Vec::new();
    }
    let lines = cells.iter().flat_map(|cell| &cell.lines);
    let mut heights: Vec<f64> = lines.map(|line| height_of(line)).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup_by(|b, a| *b - *a < TOUCH);
    let begins = |y: &f64| {
        let here = cells
            .iter()
            .filter_map(|cell| Some((cell, cell.line_at(*y)?)));
        let columns = here.clone().count();
        let above: Vec<_> = here
            .filter_map(|(cell, line)| Some((cell, line.checked_sub(1)?)))
            .collect();
        let ended = above.iter().filter(|(cell, line)| cell.is_ended(*line));
        let ended = ended.count();
        let full = above
            .iter()
            .filter(|(cell, line)| !cell.is_ended(*line) && cell.is_full(*line));
        columns >= FEWEST_COLUMNS && ended > 1 && ended > full.count()
    };
    let found = heights.into_iter().skip(1).filter(begins);
    found.map(|y| y - TOUCH).collect()
}

/// Returns the left end of a line.
fn start_of(line: &[Glyph]) -> f64 {
    line.first().map_or(0.0, |glyph| glyph.x)
}

/// Returns the right end of a line.
fn end_of(line: &[Glyph]) -> f64 {
    line.last().map_or(0.0, |glyph| glyph.x + glyph.advance)
}

/// Returns the type size of a line.
fn size_of(line: &[Glyph]) -> f64 {
    line.iter().map(|glyph| glyph.size).fold(0.0, f64::max)
}

/// Returns the baseline of a line: the lowest, as exponents stand above it.
fn height_of(line: &[Glyph]) -> f64 {
    line.iter()
        .map(|glyph| glyph.y)
        .fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// A cell of 100 points with lines at its left margin of 5 points.
    fn cell(lines: &[&str]) -> RuledCell {
        let mut y = 0.0;
        let glyphs = lines.iter().flat_map(|text| {
            y += 14.0;
            line(5.0, y, text)
        });
        RuledCell::new((0.0, 100.0), false, glyphs.collect())
    }

    #[test]
    fn a_full_line_goes_on_and_a_short_one_was_ended() {
        let wrapped = cell(&["潮位高于三米时停航", "改由陆路绕行"]);
        assert_eq!(wrapped.text(), "潮位高于三米时停航改由陆路绕行");
        let fields = cell(&["名称：渔网厂", "地址：望潮路", "电话："]);
        assert_eq!(fields.text(), "名称：渔网厂 地址：望潮路 电话：");
        // The word that comes next had no room, long as the white space is.
        let word = cell(&["渡轮班次见", "timetable-2026", "号"]);
        assert_eq!(word.text(), "渡轮班次见timetable-2026 号");
    }

    #[test]
    fn entries_without_lines_between_them_are_rows() {
        let goods = cell(&["品名", "*渔具*渔网及浮标", "（大号）", "*船用品*缆绳"]);
        let right = |texts: [(&str, f64); 3]| {
            let glyphs = texts.into_iter().flat_map(|(text, y)| {
                let wide: f64 = text.chars().map(|_| 5.0).sum();
                line(95.0 - wide, y, text)
            });
            RuledCell::new((0.0, 100.0), false, glyphs.collect())
        };
        let count = right([("12", 14.0), ("3", 28.0), ("40", 56.0)]);
        let price = right([("9.5", 14.0), ("1.25", 28.0), ("100.00", 56.0)]);
        let label = RuledCell::new((0.0, 20.0), true, line(5.0, 30.0, "货"));
        let rows = entries(vec![label, goods, count, price]);
        let texts: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(RuledCell::text).collect())
            .collect();
        assert_eq!(
            texts,
            [
                ["货", "品名", "12", "9.5"],
                ["", "*渔具*渔网及浮标（大号）", "3", "1.25"],
                ["", "*船用品*缆绳", "40", "100.00"],
            ]
        );
    }

    #[test]
    fn cells_of_several_full_lines_stay_one_row() {
        let text = cell(&["潮位高于三米时停航", "潮位低于三米时复航", "另行公告"]);
        let rows = entries(vec![text.clone(), text.clone(), text.clone(), text]);
        assert_eq!(rows.len(), 1);
    }
}
