//! Measures worth trying: widths that many rows share.

use super::cost::Weights;

/// Wider rows than this are counted as this wide: no page is wider.
const WIDEST: usize = 400;
/// How many of a section's own widths are tried.
const TRIED: usize = 3;
/// How many of the report's.
const TRIED_COMMON: usize = 2;

/// Measures for `rows`, the likeliest first, in columns; `common` are those of the whole report.
pub(super) fn of(rows: &[Weights], common: &[f32]) -> Vec<f32> {
    let widest = rows.iter().map(|r| r.width).fold(0.0, f32::max);
    let mut count = [0_u16; WIDEST + 8];
    for row in rows {
        count[slot(row.width)] = count[slot(row.width)].saturating_add(1);
    }
    let top = slot(widest) + 3;
    // First lines are two Han shorter, some lines fall short by a Han or a word, a mark may hang.
    let score = |i: usize| {
        let at = |j: usize| u32::from(count[j.min(WIDEST + 7)]);
        2 * at(i) + at(i - 1) + at(i + 1) + at(i + 2) + at(i - 4) + at(i - 2)
    };
    let mut tried = [(0_u32, 0_usize); TRIED];
    for i in 8..top.min(WIDEST + 4) {
        let this = (score(i), i);
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

/// The widths of `rows`, in order.
pub(super) fn widths(rows: &[Weights]) -> Vec<f32> {
    let mut widths: Vec<f32> = rows.iter().map(|row| row.width).collect();
    widths.sort_unstable_by(f32::total_cmp);
    widths
}

/// Whether at least a fifth of `widths`, and more than two, are about those of a full line or a full first line.
pub(super) fn shares(widths: &[f32], measure: f32) -> bool {
    let narrower = |than: f32| widths.partition_point(|width| width - measure < than);
    let count = narrower(2.6) - narrower(-6.5);
    count > 2 && count * 5 >= widths.len()
}

fn slot(width: f32) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the table"
    )]
    let slot = width.clamp(0.0, 400.0) as usize;
    slot.min(WIDEST)
}

fn columns(slot: usize) -> f32 {
    f32::from(u16::try_from(slot).unwrap_or(u16::MAX))
}
