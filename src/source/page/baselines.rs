//! Glyphs to baselines: the characters that stand on one line, exponents among them, each struck once.
//!
//! Glyphs are sorted by height and those within a part of an em form a row. Exponents and numbers of references that lie
//! higher form rows of their own at first and are then put into the row below. Some producers print a bold character
//! twice, a little apart: the second is dropped and the first is marked as bold.

use super::Glyph;
use super::text::is_space;

/// The part of an em within which glyphs share a baseline: enough for exponents, too little for two lines.
const SAME_BASELINE: f64 = 0.4;
/// The part of an em within which two equal characters are one, struck twice for boldness.
pub(super) const STRUCK_TWICE: f64 = 0.12;

/// The glyphs that a line has room for at first.
const LIKELY_GLYPHS: usize = 32;

/// Groups glyphs that share a baseline, baselines from top to bottom.
pub(super) fn baselines(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    // The baseline of a row is that of its largest glyph, so that an exponent neither moves nor opens a row.
    let mut base = (f64::NEG_INFINITY, 0.0);
    for glyph in glyphs {
        let (small, large) = (glyph.size.min(base.1), glyph.size.max(base.1));
        let rise = (glyph.y - base.0).abs();
        // Fields beside the title of an invoice are lower than its baseline by less than a part of its size.
        let near = |row: &[Glyph]| {
            let beside = |other: &Glyph| (other.x - glyph.x).abs() < 3.0 * large;
            rise <= SAME_BASELINE * small
                || (rise <= SAME_BASELINE * large && row.iter().rev().any(beside))
        };
        match rows.last_mut() {
            Some(row) if near(row) => {
                // Rounding of the same size must not move the baseline.
                if glyph.size > base.1 * 1.05 {
                    base = (glyph.y, glyph.size);
                }
                row.push(glyph);
            }
            _ => {
                base = (glyph.y, glyph.size);
                // Most lines have some dozen glyphs, which a list that grows in small steps would move again and again.
                let mut row = Vec::with_capacity(LIKELY_GLYPHS);
                row.push(glyph);
                rows.push(row);
            }
        }
    }
    with_exponents(rows)
}

/// Puts rows of raised and lowered small glyphs, which are exponents, indices and numbers of references, into the row that
/// they stand beside.
///
/// They lie higher than [`SAME_BASELINE`] in journals of CNKI, where each cut its sentence in two.
fn with_exponents(rows: Vec<Vec<Glyph>>) -> Vec<Vec<Glyph>> {
    let largest = |row: &[Glyph]| row.iter().map(|g| g.size).fold(0.0, f64::max);
    let lowest = |row: &[Glyph]| row.iter().map(|g| g.y).fold(f64::NEG_INFINITY, f64::max);
    let mut found: Vec<Vec<Glyph>> = Vec::with_capacity(rows.len());
    for mut row in rows {
        let size = largest(&row);
        // An exponent stands beside what it belongs to; a short line of small type does not.
        let beside = |few: &[Glyph], many: &[Glyph]| {
            let near = |g: &Glyph| many.iter().any(|other| (other.x - g.x).abs() < 2.0 * size);
            few.iter().all(|g| is_space(g.ch) || near(g))
        };
        let raised = found.last().is_some_and(|small| {
            let rise = lowest(&row) - lowest(small);
            // Beside the large number of a slide stand whole lines, which are no exponents of it.
            let seen = |row: &[Glyph], least: f64| {
                row.iter()
                    .filter(|g| !is_space(g.ch) && g.size > least)
                    .count()
            };
            let few = seen(small, 0.0) <= 2 * seen(&row, 0.7 * size) + 6;
            let above = few && largest(small) < 0.78 * size && rise < 0.8 * size;
            // A label of a picture at nearly the same height is as large as the text, and would be woven into it.
            let level = |a: &[Glyph], b: &[Glyph]| {
                let (few, many) = (largest(a), largest(b));
                rise <= SAME_BASELINE * many && few < 0.95 * many && beside(a, b)
            };
            (above && beside(small, &row)) || level(small, &row) || level(&row, small)
        });
        if raised && let Some(small) = found.pop() {
            row.extend(small);
        }
        found.push(row);
    }
    found
}

/// Drops glyphs that were struck twice. They come in order from left to right.
pub(super) fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let near = STRUCK_TWICE * glyph.size;
        let twin = kept
            .iter_mut()
            .rev()
            // Only the last few can stand so near, so the search ends with the first that is
            // further away.
            .take_while(|other| glyph.x - other.x < near)
            .find(|other| other.ch == glyph.ch && (other.y - glyph.y).abs() < near);
        match twin {
            Some(other) => other.bold = true,
            None => kept.push(glyph),
        }
    }
    kept
}
