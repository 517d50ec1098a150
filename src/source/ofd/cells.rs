//! Text objects of several lines: cells of forms, whose lines stand beside those of the next cell.
//!
//! A form whose ruling lines are a picture shows its cells by its text objects alone. Read by height, the lines of two
//! cells side by side were woven together.

use crate::source::page::Glyph;
use std::ops::Range;

/// The most lines of a cell. Longer objects are running text; and six lines set as one leave each character a sixth of an
/// em, which is more than a character struck twice is moved by.
const MOST_LINES: usize = 6;
/// The most cells that are looked at on a page, since each is compared with all characters.
const MOST_CELLS: usize = 200;

/// Sets each object of several lines as one line at its middle height if something else stands beside it. `objects` are
/// the places of the objects among the glyphs.
pub(super) fn keep_together(glyphs: &mut [Glyph], objects: &[Range<usize>]) {
    let cells = objects.iter().filter_map(|range| {
        let own = glyphs.get(range.clone())?;
        (2..=MOST_LINES).contains(&lines(own)).then_some(range)
    });
    let cells: Vec<Range<usize>> = cells.take(MOST_CELLS).cloned().collect();
    let woven: Vec<Range<usize>> = cells
        .into_iter()
        .filter(|range| has_neighbour(glyphs, range))
        .collect();
    for range in woven {
        if let Some(own) = glyphs.get_mut(range) {
            set_as_one_line(own);
        }
    }
}

/// Counts the lines of an object whose lines run from left to right; 0 for one that is turned.
fn lines(glyphs: &[Glyph]) -> usize {
    if glyphs.iter().any(|glyph| glyph.angle.abs() > 1.0) {
        return 0;
    }
    let downwards = |pair: &[Glyph]| {
        let [a, b] = pair else { return false };
        b.y - a.y > 0.5 * a.size && b.x < a.x
    };
    1 + glyphs.windows(2).filter(|pair| downwards(pair)).count()
}

/// Returns left, top, right and bottom of some glyphs, in points.
fn bounds(glyphs: &[Glyph]) -> [f64; 4] {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    glyphs.iter().fold(start, |[left, top, right, bottom], g| {
        [
            left.min(g.x),
            top.min(g.y),
            right.max(g.x + g.advance),
            bottom.max(g.y),
        ]
    })
}

/// True if a character of another object stands beside an object, at the height of its lines.
fn has_neighbour(glyphs: &[Glyph], range: &Range<usize>) -> bool {
    let Some(own) = glyphs.get(range.clone()) else {
        return false;
    };
    let [left, top, right, bottom] = bounds(own);
    let half = own.first().map_or(0.0, |glyph| 0.5 * glyph.size);
    glyphs.iter().enumerate().any(|(at, glyph)| {
        let beside = glyph.x >= right || glyph.x + glyph.advance <= left;
        let level = glyph.y > top - half && glyph.y < bottom + half;
        !range.contains(&at) && beside && level && !glyph.ch.is_whitespace()
    })
}

/// Moves the glyphs side by side into the width of the object.
fn set_as_one_line(glyphs: &mut [Glyph]) {
    let [left, top, right, bottom] = bounds(glyphs);
    let count: f64 = glyphs.iter().map(|_| 1.0).sum();
    let step = (right - left) / count;
    let mut x = left;
    for glyph in glyphs {
        (glyph.x, glyph.y, glyph.advance) = (x, f64::midpoint(top, bottom), step);
        x += step;
    }
}
