//! Measures worth trying: widths that many rows share.
//!
//! The measure (版心宽度) of a text that was broken into rows is not known. Each row votes for its width in a table of
//! whole columns, the widths with the most votes are tried, and the costs of the paragraphs decide between them
//! (`cost.rs`). Two measures of the whole report are tried as well, and the width of the widest row comes last.
//! Rows wider than the table share its last slot.

use super::cost::Weights;

/// Wider rows are counted as this wide, in columns: no page is wider.
const WIDEST: usize = 400;
/// The number of a section's own widths that are tried.
const TRIED: usize = 3;
/// The number of the report's widths that are tried.
const TRIED_COMMON: usize = 2;

/// Returns measures for `rows`, the likeliest first, in columns; `common` are those of the whole report.
pub(super) fn of(rows: &[Weights], common: &[f32]) -> Vec<f32> {
    let widest = rows.iter().map(|r| r.width).fold(0.0, f32::max);
    let mut count = [0_u16; WIDEST + 8];
    for row in rows {
        count[slot(row.width)] = count[slot(row.width)].saturating_add(1);
    }
    let top = slot(widest) + 3;
    // First lines are two Han shorter, some lines fall short by a Han or a word, a mark may hang: these widths vote
    // for the measure as well.
    let score = |i: usize| {
        let at = |j: usize| u32::from(count[j.min(WIDEST + 7)]);
        2 * at(i) + at(i - 1) + at(i + 1) + at(i + 2) + at(i - 4) + at(i - 2)
    };
    let mut tried = [(0_u32, 0_usize); TRIED];
    // The score looks four columns back, and no page is narrower than eight.
    for i in 8..top.min(WIDEST + 4) {
        let this = (score(i), i);
        // Of widths with as many votes the wider one: a measure holds all its lines.
        if this.0 > 0 && this > tried[TRIED - 1] {
            tried[TRIED - 1] = this;
            tried.sort_unstable_by(|a, b| b.cmp(a));
        }
    }
    let mut found: Vec<f32> = Vec::with_capacity(16);
    let mut add = |measure: f32| {
        if measure > 0.0 && found.iter().all(|&m| (m - measure).abs() > 0.01) {
            found.push(measure);
        }
    };
    for &(score, i) in tried.iter().filter(|t| t.0 > 0) {
        debug_assert!(score > 0, "unused slots are left out");
        // A page's measure is nearly always a whole number of Han, so even columns are tried first.
        add(columns(i + i % 2));
        add(columns(i));
        add(columns(i - i % 2));
    }
    common.iter().take(TRIED_COMMON).copied().for_each(&mut add);
    add(widest);
    found
}

/// True if a row `width` columns wide is about as wide as a full line or a full first line.
///
/// A full line is up to 2.6 columns wider than the measure (a mark that hangs) and up to 6.5 narrower (the indent of a
/// first line, and a Han that did not fit).
fn is_near(width: f32, measure: f32) -> bool {
    (-6.5..2.6).contains(&(width - measure))
}

/// True if at least a fifth of `all`, and more than two, are about as wide as a full line or a full first line.
fn is_shared(near: usize, all: usize) -> bool {
    near > 2 && near * 5 >= all
}

/// True if `rows` share the measure by [`is_shared`].
pub(super) fn shares(rows: &[Weights], measure: f32) -> bool {
    let near = rows.iter().filter(|row| is_near(row.width, measure));
    is_shared(near.count(), rows.len())
}

/// The widths of a report's rows in order. Many measures are looked up in them, and two binary searches replace a pass
/// over all rows.
pub(super) struct SortedWidths(Vec<f32>);

impl SortedWidths {
    /// Sorts the widths of `rows`.
    pub fn of(rows: &[Weights]) -> Self {
        let mut widths: Vec<f32> = rows.iter().map(|row| row.width).collect();
        widths.sort_unstable_by(f32::total_cmp);
        Self(widths)
    }

    /// Makes an empty list, of which [`SortedWidths::shares`] is false for every measure.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Returns the same as [`shares`] for the rows of this list. The limits are those of [`is_near`].
    pub fn shares(&self, measure: f32) -> bool {
        let narrower = |than: f32| self.0.partition_point(|width| width - measure < than);
        is_shared(narrower(2.6) - narrower(-6.5), self.0.len())
    }
}

/// Returns the index of a width in whole columns, rounded down; wider rows share the last index.
fn slot(width: f32) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the table"
    )]
    let slot = width.clamp(0.0, 400.0) as usize;
    slot.min(WIDEST)
}

/// Returns the width in columns of an index.
fn columns(slot: usize) -> f32 {
    f32::from(u16::try_from(slot).unwrap_or(u16::MAX))
}
