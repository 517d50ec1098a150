//! Indents and blank lines as signs of paragraphs, learnt from the report itself: in one file a blank line stands
//! between any two lines, in the next between paragraphs alone.
//!
//! An indent or a blank line is first taken for nothing. After a segmentation by widths it is known
//! how often each stands where something begins; if that is often, it weighs accordingly in the
//! next segmentation.

use super::cost::Weights;
use crate::parse::rows::LayoutRow;

/// The indents that a first line may have, in columns: one Han to six.
const INDENTS: std::ops::RangeInclusive<u16> = 2..=12;

/// The indent of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// At the margin.
    Nothing,
    /// Set in as a first line is.
    Indent,
    /// Set in further, like a centred line.
    Deep,
}

/// Returns the sign before a row, measured from the `margin` in columns.
fn sign(row: &LayoutRow<'_>, margin: u16) -> Sign {
    let indent = row.indent.saturating_sub(margin);
    if INDENTS.contains(&indent) {
        Sign::Indent
    } else if indent > *INDENTS.end() {
        Sign::Deep
    } else {
        Sign::Nothing
    }
}

/// Returns the smallest indent of the rows, in columns.
fn margin(rows: &[LayoutRow<'_>]) -> u16 {
    rows.iter().map(|r| r.indent).min().unwrap_or(0)
}

/// Sets the odds before anything is learnt: where a section has indents at all, an indented row begins something.
pub(super) fn expect_indents(sections: &[&[LayoutRow<'_>]], weights: &mut [Vec<Weights>]) {
    for (rows, weights) in sections.iter().zip(weights) {
        let margin = margin(rows);
        let indented = rows
            .iter()
            .filter(|r| sign(r, margin) == Sign::Indent)
            .count();
        // Where nearly all rows are indented, the indent is the margin of the text.
        let informative = indented > 0 && rows.len() > 1 && indented * 10 <= rows.len() * 9;
        for (row, weights) in rows.iter().zip(weights) {
            let odds = match sign(row, margin) {
                // A deep indent is a centred line or a signature, whatever the others do.
                _ if !informative && sign(row, margin) != Sign::Deep => 0.0,
                Sign::Indent | Sign::Deep => 5.0,
                // The lack of an indent proves less than an indent: a file may keep some and lose
                // others.
                Sign::Nothing => -1.0,
            };
            weights.hint = certainly(row, odds);
        }
    }
}

/// Log odds that no width can outweigh: the indent that an author wrote.
const CERTAIN: f32 = 40.0;

/// Returns `odds`, or certainty for a row that its author set in.
fn certainly(row: &LayoutRow<'_>, odds: f32) -> f32 {
    if row.set_in { CERTAIN } else { odds }
}

/// The counts of a sign where something begins, and elsewhere.
#[derive(Clone, Copy, Default)]
struct SignCounts {
    /// Beginnings with the sign.
    begin_with: f32,
    /// Beginnings without it.
    begin_without: f32,
    /// Other rows with the sign.
    more_with: f32,
    /// Other rows without it.
    more_without: f32,
}

impl SignCounts {
    /// Counts one row.
    fn count(&mut self, begins: bool, with: bool) {
        *match (begins, with) {
            (true, true) => &mut self.begin_with,
            (true, false) => &mut self.begin_without,
            (false, true) => &mut self.more_with,
            (false, false) => &mut self.more_without,
        } += 1.0;
    }

    /// Returns the log odds of a beginning where the sign is and where it is not, with one added to each count so that
    /// few rows prove little.
    fn odds(&self) -> (f32, f32) {
        let begin = (self.begin_with + 1.0) / (self.begin_with + self.begin_without + 2.0);
        let more = (self.more_with + 1.0) / (self.more_with + self.more_without + 2.0);
        // Bounded, so that even a perfect correlation yields to a width that is impossible.
        let clamp = |x: f32| x.clamp(-7.0, 7.0);
        (
            clamp((begin / more).ln()),
            clamp(((1.0 - begin) / (1.0 - more)).ln()),
        )
    }

    /// True if rows both with and without the sign were counted.
    fn seen(&self) -> bool {
        self.begin_with + self.more_with > 0.0 && self.begin_without + self.more_without > 0.0
    }
}

/// Returns the number of blank lines that commonly stand between two rows.
fn usual_gap(sections: &[&[LayoutRow<'_>]]) -> u16 {
    let mut count = [0_u32; 8];
    for rows in sections {
        for row in rows.iter().skip(1) {
            count[usize::from(row.gap.min(7))] += 1;
        }
    }
    // Of gaps that are equally common the smaller is the usual one.
    let most = (0..8_u16).max_by_key(|&i| (count[usize::from(i)], 8 - i));
    most.unwrap_or(0)
}

/// Sets every row's odds by the correlation of the segmentation `begins` with indents and gaps; false where there are
/// none.
pub(super) fn learn(
    sections: &[&[LayoutRow<'_>]],
    weights: &mut [Vec<Weights>],
    begins: &[Vec<bool>],
) -> bool {
    let usual = usual_gap(sections);
    let wide = |row: &LayoutRow<'_>| row.gap > usual && !row.page_turn;
    let (mut gaps, mut indents) = (SignCounts::default(), SignCounts::default());
    if usual == 0 {
        // Lines without blank lines between them: a blank line is then most often the author's.
        gaps.begin_with += 1.0;
    }
    for (rows, begins) in sections.iter().zip(begins) {
        let margin = margin(rows);
        for (row, &begin) in rows.iter().zip(begins).skip(1) {
            // A gap at a page turn is the margin of the page.
            if !row.page_turn {
                gaps.count(begin, wide(row));
            }
            indents.count(begin, sign(row, margin) == Sign::Indent);
        }
    }
    // All rows are alike, so there is nothing to correlate.
    if !gaps.seen() && !indents.seen() {
        return false;
    }
    let (gap, no_gap) = if gaps.seen() { gaps.odds() } else { (0.0, 0.0) };
    let (indent, no_indent) = if indents.seen() {
        indents.odds()
    } else {
        (0.0, 0.0)
    };
    for (rows, weights) in sections.iter().zip(weights) {
        let margin = margin(rows);
        for (row, weights) in rows.iter().zip(weights) {
            let by_gap = match (row.page_turn, wide(row)) {
                (true, _) => 0.0,
                (false, true) => gap,
                (false, false) => no_gap,
            };
            let by_indent = match sign(row, margin) {
                Sign::Deep => 5.0,
                Sign::Indent => indent,
                Sign::Nothing => no_indent,
            };
            weights.hint = certainly(row, by_gap + by_indent);
        }
    }
    true
}
