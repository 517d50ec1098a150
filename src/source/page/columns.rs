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
use std::ops::Range;

/// The narrowest gutter between two columns, in em. CNKI's journals have 1.5 to 2, Word's default is 2.
const GUTTER: f64 = 0.9;
/// The fewest lines of a column.
const FEWEST: usize = 4;
/// The narrowest column, in em.
const NARROWEST: f64 = 7.0;
/// The deepest nesting of columns in columns.
const DEEPEST: u32 = 4;

/// A part of a page that is read as one column.
#[derive(Debug, Default)]
pub(super) struct Band {
    /// Its glyphs.
    pub glyphs: Vec<Glyph>,
    /// Its tables.
    pub tables: Vec<RuledTable>,
    /// Its left and right end where it is a column among others.
    pub column: Option<(f64, f64)>,
}

/// The glyphs of one baseline, or a table, with the space that they take up; lengths in points.
struct Strip {
    /// The upper end: a type size above the baseline.
    top: f64,
    /// The baseline, or the lower edge of a table.
    bottom: f64,
    /// The largest type size.
    size: f64,
    /// The stretches with text, left to right, in points.
    spans: Vec<(f64, f64)>,
    /// The glyphs; none for a table.
    glyphs: Vec<Glyph>,
    /// The table, if it is one.
    table: Option<RuledTable>,
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
    /// Text stands on both sides, ends here on the left and begins there on the right.
    Both(f64, f64),
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
    strips.extend(tables.into_iter().map(|table| {
        let [left, top, right, bottom] = table.bounds;
        Strip {
            top,
            bottom,
            // A table has no type size of its own; that of body text serves for the distances.
            size: 10.0,
            spans: vec![(left, right)],
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
        let mut places: Vec<(f64, f64)> = seen()
            .map(|glyph| (glyph.x, glyph.x + glyph.advance.max(0.3 * glyph.size)))
            .collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut spans: Vec<(f64, f64)> = Vec::new();
        for (from, to) in places {
            match spans.last_mut() {
                Some(last) if from - last.1 < GUTTER * size => last.1 = last.1.max(to),
                _ => spans.push((from, to)),
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
        for (from, to) in &self.spans {
            if *to <= x {
                left = Some(*to);
            } else if *from >= x {
                right = right.or(Some(*from));
            } else {
                return Side::Crosses;
            }
        }
        match (left, right) {
            (Some(left), Some(right)) => Side::Both(left, right),
            (Some(left), None) => Side::Left(left),
            (None, Some(right)) => Side::Right(right),
            // A strip of spaces alone hinders no column.
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
            band.glyphs.extend(strip.glyphs);
            band.tables.extend(strip.table);
        }
        if !band.glyphs.is_empty() || !band.tables.is_empty() {
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
    let left = spans().map(|span| span.0).fold(f64::INFINITY, f64::min);
    let right = spans().map(|span| span.1).fold(f64::NEG_INFINITY, f64::max);
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
    let (mut lefts, mut rights, mut both): (Parts, Parts, usize) = (Vec::new(), Vec::new(), 0);
    for at in range.clone() {
        let strip = &strips[at];
        let (first, last) = (strip.spans.first()?.0, strip.spans.last()?.1);
        match sides[at] {
            Side::Left(to) => lefts.push((first, to, strip.size)),
            Side::Right(from) => rights.push((from, last, strip.size)),
            Side::Both(to, from) => {
                lefts.push((first, to, strip.size));
                rights.push((from, last, strip.size));
                both += 1;
            }
            Side::Crosses => return None,
        }
    }
    gutter(&lefts, &rights, both).map(|at| (range, at))
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

/// Returns the middle of the gutter between the parts of two columns; `None` if they are none. `both` is the number of
/// lines that have text on both sides.
fn gutter(lefts: &Parts, rights: &Parts, both: usize) -> Option<f64> {
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
    let filled = full * 2 >= lefts.len() && aligned * 5 >= rights.len() * 3;
    // Two texts whose lines do not stand at the same heights are no rows of a table.
    let apart = both * 2 < lefts.len().min(rights.len());
    (filled || apart).then(|| f64::midpoint(start, end))
}

/// Returns the median, of an even number of values the upper one; 0 for none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
