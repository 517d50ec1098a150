//! The order in which the parts of a page are read: columns down, then across, between titles over the whole width.
//!
//! A PDF or OFD has glyphs at places and no order of reading. The page is cut by its white space, as in an XY cut:
//!
//! 1. Glyphs of one baseline and each table become a strip, a list of stretches with text between gaps.
//! 2. A vertical that many strips in a row do not cross is a gutter. Of all places tried, 3 points apart, the one that
//!    parts the most strips is taken.
//! 3. The strips above the gutter, its left column, its right column and the strips below are ordered in the same way.
//!
//! Rows of a table without lines and numbered lists have gaps too. They are kept whole by [`gutter`] by the width of
//! their parts, by full lines and by the heights of the lines on both sides.

use super::Glyph;
use super::baselines::baselines;
use super::cells::RuledTable;
use crate::text::chars::never_starts_line;
use std::ops::Range;

/// The narrowest gutter between two columns, in em. CNKI's journals have 1.5 to 2, Word's default is 2.
const GUTTER: f64 = 0.9;
/// The part of an em by which baselines on both sides of a gutter may differ where they are one row of a table.
const LEVEL: f64 = 0.12;
/// The fewest lines of a column.
const FEWEST: usize = 4;
/// The narrowest column, in em.
const NARROWEST: f64 = 7.0;
/// The narrowest column, in em, where each of its lines stands at the height of one in the other column.
const NARROWEST_LEVEL: f64 = 10.0;
/// The deepest nesting of columns in columns.
const DEEPEST: u32 = 4;

/// A part of a page that is read as one column.
#[derive(Debug, Default)]
pub(super) struct Band {
    /// The glyphs of each of its lines, from top to bottom.
    pub lines: Vec<Vec<Glyph>>,
    /// Its tables.
    pub tables: Vec<RuledTable>,
    /// Its left and right end where it is a column among others.
    pub column: Option<(f64, f64)>,
    /// Set where it goes on with nothing that is read before it.
    pub apart: bool,
}

/// The glyphs of one baseline, or a table, with the space that they take up; lengths in points.
struct Strip {
    /// The upper end: a type size above the baseline.
    top: f64,
    /// The baseline, or the lower edge of a table.
    bottom: f64,
    /// The largest type size.
    size: f64,
    /// The stretches with text, left to right.
    spans: Vec<Span>,
    /// The glyphs; none for a table.
    glyphs: Vec<Glyph>,
    /// The table, if it is one.
    table: Option<RuledTable>,
}

/// A stretch of text without a wide gap; lengths in points.
#[derive(Debug, Clone, Copy)]
struct Span {
    /// The left end.
    from: f64,
    /// The right end.
    to: f64,
    /// The baseline of its first glyph.
    y: f64,
}

/// The side of a vertical line on which a strip has text, with the ends of the text that are next to the line, in points.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// Text lies across the line.
    Crosses,
    /// Text stands to the left alone, and ends here.
    Left(f64),
    /// Text stands to the right alone, and begins here.
    Right(f64),
    /// Text stands on both sides, ends here on the left and begins there on the right. The last value is set when both
    /// have one baseline.
    Both(f64, f64, bool),
}

/// Two columns: the strips that they take up and the middle of the gutter.
#[derive(Debug, Clone, PartialEq)]
struct Gutter {
    /// The strips that it parts, by their indices.
    strips: Range<usize>,
    /// The middle of it, in points.
    at: f64,
    /// The left end of the left column.
    left: f64,
    /// The right end of the right column.
    right: f64,
}

/// Returns the parts of a page in reading order.
pub(super) fn bands(glyphs: Vec<Glyph>, tables: Vec<RuledTable>) -> Vec<Band> {
    let mut bands = Vec::new();
    order(strips_of(glyphs, tables), None, 0, &mut bands);
    bands
}

/// Groups glyphs and tables by height.
fn strips_of(glyphs: Vec<Glyph>, tables: Vec<RuledTable>) -> Vec<Strip> {
    let mut strips: Vec<Strip> = baselines(glyphs).into_iter().map(Strip::of).collect();
    // Word writes empty paragraphs as spaces, which stand on no side of a gutter.
    strips.retain(|strip| !strip.spans.is_empty());
    strips.extend(tables.into_iter().map(|table| {
        let [left, top, right, bottom] = table.bounds;
        Strip {
            top,
            bottom,
            // A table has no type size of its own; that of body text serves for the distances.
            size: 10.0,
            spans: vec![Span {
                from: left,
                to: right,
                y: bottom,
            }],
            glyphs: Vec::new(),
            table: Some(table),
        }
    }));
    strips.sort_by(|a, b| a.bottom.total_cmp(&b.bottom));
    strips
}

impl Strip {
    /// Returns the strip of the glyphs on one baseline.
    fn of(glyphs: Vec<Glyph>) -> Self {
        let seen = || {
            glyphs
                .iter()
                .filter(|glyph| !super::text::is_space(glyph.ch))
        };
        let size = seen().map(|glyph| glyph.size).fold(0.0, f64::max);
        let bottom = seen()
            .map(|glyph| glyph.y)
            .fold(f64::NEG_INFINITY, f64::max);
        let place = |glyph: &Glyph| {
            let end = glyph.x + glyph.advance.max(0.3 * glyph.size);
            // A closing mark of full width is empty in its right half, with which it may hang over the margin.
            let hangs = never_starts_line(glyph.ch) && glyph.advance > 0.8 * glyph.size;
            Span {
                from: glyph.x,
                to: if hangs { end - 0.5 * glyph.size } else { end },
                y: glyph.y,
            }
        };
        let mut places: Vec<Span> = seen().map(place).collect();
        places.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut spans: Vec<Span> = Vec::new();
        for span in places {
            match spans.last_mut() {
                Some(last) if span.from - last.to < GUTTER * size => last.to = last.to.max(span.to),
                _ => spans.push(span),
            }
        }
        Self {
            top: bottom - size,
            bottom,
            size,
            spans,
            glyphs,
            table: None,
        }
    }

    /// Returns how the strip stands to the vertical at `x`.
    fn side(&self, x: f64) -> Side {
        let (mut left, mut right) = (None, None);
        for span in &self.spans {
            if span.to <= x {
                left = Some(span);
            } else if span.from >= x {
                right = right.or(Some(span));
            } else {
                return Side::Crosses;
            }
        }
        match (left, right) {
            (Some(left), Some(right)) => {
                let level = (left.y - right.y).abs() < LEVEL * self.size;
                Side::Both(left.to, right.from, level)
            }
            (Some(left), None) => Side::Left(left.to),
            (None, Some(right)) => Side::Right(right.from),
            (None, None) => Side::Left(f64::NEG_INFINITY),
        }
    }
}

/// Adds the bands of `strips` in reading order.
fn order(mut strips: Vec<Strip>, column: Option<(f64, f64)>, depth: u32, bands: &mut Vec<Band>) {
    let gutter = (depth < DEEPEST).then(|| find(&strips)).flatten();
    // No gutter: the strips are one column and are read downwards.
    let Some(gutter) = gutter else {
        let mut band = Band {
            column,
            ..Band::default()
        };
        for strip in strips {
            match strip.table {
                Some(table) => band.tables.push(table),
                None => band.lines.push(strip.glyphs),
            }
        }
        if !band.lines.is_empty() || !band.tables.is_empty() {
            bands.push(band);
        }
        return;
    };
    let after = strips.split_off(gutter.strips.end);
    let inside = strips.split_off(gutter.strips.start);
    order(strips, column, depth, bands);
    let (mut halves, mut tables) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for strip in inside {
        for glyph in strip.glyphs {
            // The halves are grouped anew, since lines of the two columns stand at different
            // heights.
            halves[usize::from(glyph.x > gutter.at)].push(glyph);
        }
        if let Some(table) = strip.table {
            tables[usize::from(table.bounds[0] > gutter.at)].push(table);
        }
    }
    let ends = [(gutter.left, gutter.at), (gutter.at, gutter.right)];
    for ((glyphs, tables), ends) in halves.into_iter().zip(tables).zip(ends) {
        order(strips_of(glyphs, tables), Some(ends), depth + 1, bands);
    }
    order(after, column, depth, bands);
}

/// Finds the gutter that parts the most strips. `None` if there is none, or if the text is narrower than 100 points.
///
/// The outer 15 % of the width on both sides are not tried.
fn find(strips: &[Strip]) -> Option<Gutter> {
    let spans = || strips.iter().flat_map(|strip| &strip.spans);
    let left = spans().map(|span| span.from).fold(f64::INFINITY, f64::min);
    let right = spans()
        .map(|span| span.to)
        .fold(f64::NEG_INFINITY, f64::max);
    if strips.len() < FEWEST || right - left < 100.0 {
        return None;
    }
    let mut best: Option<(usize, Gutter)> = None;
    // A gutter near the edge would part a margin, not two columns.
    let mut x = left + 0.15 * (right - left);
    let mut sides: Vec<Side> = Vec::with_capacity(strips.len());
    while x < right - 0.15 * (right - left) {
        sides.clear();
        sides.extend(strips.iter().map(|strip| strip.side(x)));
        let mut from = 0;
        while from < sides.len() {
            let length = sides[from..]
                .iter()
                .take_while(|side| **side != Side::Crosses)
                .count();
            // Only a gutter that parts more replaces one that was found before.
            let longer = |len: usize| best.as_ref().is_none_or(|(count, _)| len > *count);
            if length >= FEWEST
                && longer(length)
                && let Some((range, at)) = columns(strips, &sides, from..from + length)
                && longer(range.len())
            {
                let gutter = Gutter {
                    strips: range.clone(),
                    at,
                    left,
                    right,
                };
                best = Some((range.len(), gutter));
            }
            from += length + 1;
        }
        x += 3.0;
    }
    best.map(|(_, gutter)| gutter)
}

/// The parts of strips on one side of a gutter: left end, right end and type size, in points.
type Parts = Vec<(f64, f64, f64)>;

/// Checks whether the strips of a range are two columns, and returns the part of it that is, with the gutter's middle.
fn columns(strips: &[Strip], sides: &[Side], range: Range<usize>) -> Option<(Range<usize>, f64)> {
    let range = trimmed(strips, sides, range);
    let (mut lefts, mut rights, mut level): (Parts, Parts, usize) = (Vec::new(), Vec::new(), 0);
    for at in range.clone() {
        let strip = &strips[at];
        let (first, last) = (strip.spans.first()?.from, strip.spans.last()?.to);
        match sides[at] {
            Side::Left(to) => lefts.push((first, to, strip.size)),
            Side::Right(from) => rights.push((from, last, strip.size)),
            Side::Both(to, from, is_level) => {
                lefts.push((first, to, strip.size));
                rights.push((from, last, strip.size));
                level += usize::from(is_level);
            }
            Side::Crosses => return None,
        }
    }
    gutter(&lefts, &rights, level).map(|at| (range, at))
}

/// Drops short headings from the ends of a range: one above the columns or below them crosses no gutter either.
fn trimmed(strips: &[Strip], sides: &[Side], mut range: Range<usize>) -> Range<usize> {
    let is_left_only = |at: usize| matches!(sides[at], Side::Left(_));
    let lead = range.clone().take_while(|at| is_left_only(*at)).count();
    // More than two lines are the beginning of a column that starts higher than the other.
    if lead <= 2 {
        range.start += lead;
    }
    while range.len() > FEWEST {
        let (last, before) = (range.end - 1, range.end - 2);
        let step = strips[last].top - strips[before].bottom;
        if !is_left_only(last) || step < 0.9 * strips[last].size {
            break;
        }
        range.end -= 1;
    }
    range
}

/// Returns the middle of the gutter between the parts of two columns; `None` if they are none. `level` is the number of
/// lines that have text on both sides on one baseline.
fn gutter(lefts: &Parts, rights: &Parts, level: usize) -> Option<f64> {
    if lefts.len() < FEWEST || rights.len() < FEWEST {
        return None;
    }
    let ends = lefts.iter().map(|part| part.1);
    let end = ends.fold(f64::NEG_INFINITY, f64::max);
    let start = rights
        .iter()
        .map(|part| part.0)
        .fold(f64::INFINITY, f64::min);
    let size = median(lefts.iter().map(|part| part.2).collect());
    let width = |parts: &Parts| median(parts.iter().map(|part| part.1 - part.0).collect());
    // Narrow parts are the cells of a table or the numbers of a list.
    let narrow = width(lefts).min(width(rights)) < NARROWEST * size;
    if start - end < GUTTER * size || narrow {
        return None;
    }
    let full = lefts
        .iter()
        .filter(|part| end - part.1 < 2.0 * size)
        .count();
    let aligned = rights
        .iter()
        .filter(|part| part.0 - start < 2.6 * size)
        .count();
    // Cells of about one length fill their column by chance, but are shorter than lines of text. So are the numbers of
    // articles of law with a gap behind them, of which one may go on below its number.
    let most = lefts.len().max(rights.len());
    let cells = level * 5 >= most * 4 && width(lefts) < NARROWEST_LEVEL * size;
    let filled = !cells && full * 2 >= lefts.len() && aligned * 5 >= rights.len() * 3;
    // Two texts whose lines do not stand at the same heights are no rows of a table.
    let apart = level * 2 < lefts.len().min(rights.len());
    (filled || apart).then(|| f64::midpoint(start, end))
}

/// Returns the median, of an even number of values the upper one; 0 for none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// The texts of the bands of lines at places, each a left end, a baseline and a text.
    fn read(lines: &[(f64, f64, &str)]) -> Vec<String> {
        let glyphs = lines.iter().flat_map(|(x, y, text)| line(*x, *y, text));
        let text = |band: Band| band.lines.iter().flatten().map(|glyph| glyph.ch).collect();
        bands(glyphs.collect(), Vec::new())
            .into_iter()
            .map(text)
            .collect()
    }

    #[test]
    fn a_table_without_rules_beside_a_column_of_text_is_not_woven_with_it() {
        let (text, cells) = (
            "潮水退去之后海滩上留下许多贝壳",
            "望潮　　　　　　　　一百二十吨",
        );
        // The rows of the table are closer than the lines of the text, and some stand at their heights by chance.
        let mut lines = vec![(60.0, 80.0, "1")];
        lines.extend((0..12).map(|at| (60.0, 100.0 + 16.0 * f64::from(at), text)));
        lines.extend((0..12).map(|at| (250.0, 103.0 + 13.0 * f64::from(at), cells)));
        // An empty paragraph is a space on a line of its own.
        lines.push((200.0, 175.0, " "));
        let found = read(&lines);
        let without = |text: &str| text.replace(['　', ' '], "");
        let columns: Vec<String> = found.iter().map(|text| without(text)).collect();
        assert_eq!(
            columns,
            ["1".to_owned(), text.repeat(12), without(cells).repeat(12)]
        );
    }

    #[test]
    fn a_table_whose_cells_share_baselines_is_read_in_rows() {
        let names = [
            "望潮号渔船的船长",
            "归帆号渔船船长",
            "听涛号渔船的船长和水手们在港",
        ];
        let row = |at: u32| {
            let y = 100.0 + 16.0 * f64::from(at);
            let name = names[usize::from(at % 2 == 1) + usize::from(at == 4)];
            [(60.0, y, name), (250.0, y, "一百二十吨的渔获")]
        };
        let lines: Vec<(f64, f64, &str)> = (0..6).flat_map(row).collect();
        assert_eq!(read(&lines).len(), 1);
    }

    #[test]
    fn a_mark_that_hangs_into_the_gutter_does_not_weave_two_columns() {
        let (left, right) = (
            "潮水退去之后海滩上留下许多贝",
            "壳孩子们提着桶来捡拾贝壳归家",
        );
        let rows = (0..10).flat_map(|at| {
            let y = 100.0 + 16.0 * f64::from(at);
            [(60.0, y, left), (215.0, y + 1.0, right)]
        });
        let mut lines: Vec<(f64, f64, &str)> = rows.collect();
        // The gutter of 15 points is narrower here by a mark.
        lines[10].2 = "潮水退去之后海滩上留下许多贝；";
        let found = read(&lines);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn numbers_of_articles_with_a_gap_behind_them_are_no_column() {
        let text = "渔船归港之后码头上人声不断孩子们来了";
        let number = |at: u32| (74.0, 100.0 + 16.0 * f64::from(at), "第一百七十条");
        let words = |at: u32| (154.0, 100.0 + 16.0 * f64::from(at), text);
        let mut lines = vec![number(0), words(0), (50.0, 116.0, "直到天黑。")];
        lines.extend((2..6).flat_map(|at| [number(at), words(at)]));
        assert_eq!(read(&lines).len(), 1);
    }
}
