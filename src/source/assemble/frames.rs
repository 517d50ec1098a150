//! Text frames: stretches of rows whose own margins differ from those of the pages around them, as on slides, in boxes and
//! in abstracts set narrower than the text.
//!
//! A row of a frame ends far from the margin of the document, so that each one looked like the end of a paragraph. A
//! frame is measured by itself instead.

use super::columns::Column;
use super::margins::{body_size, left_margin, right_margin};
use super::sentences::is_row_of_words;
use crate::source::page::{RowBlock, TableRole, TextPage, TextRow};
use std::ops::Range;

/// The fewest rows of a frame.
const FEWEST: usize = 3;
/// The part of an em within which rows beside a picture end at one place. One row may be longer, above the picture.
const SAME_END: f64 = 0.1;
/// The narrowest row, in em, whose end is taken for a margin. Shorter items of a list often have the same length.
const WIDE: f64 = 15.0;

/// The margins of a stretch of rows, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Margins {
    /// The left margin.
    left: f64,
    /// The right margin.
    right: f64,
}

/// Splits columns where a frame begins or ends. Frames of one width are a class of their own.
pub(super) fn split(columns: Vec<Column>) -> Vec<Column> {
    let classes = columns.iter().map(|column| column.class).max().unwrap_or(0);
    let usual: Vec<Margins> = (0..=classes).map(|class| usual(&columns, class)).collect();
    let mut widths: Vec<f64> = Vec::new();
    let mut found = Vec::with_capacity(columns.len());
    for mut column in columns {
        let mut rows = std::mem::take(&mut column.page.rows);
        let frames = frames(&mut rows, usual[column.class], column.class == 0);
        let mut rows = rows.into_iter();
        let mut at = 0;
        for (range, margins) in frames {
            found.extend(part(
                &column,
                rows.by_ref().take(range.start - at).collect(),
            ));
            // Boxes of one width are likely of one style, and share measures.
            let width = margins.right - margins.left;
            // Word rounds the widths of boxes to a half character.
            let known = widths.iter().position(|other| (other - width).abs() < 6.0);
            let class = known.unwrap_or_else(|| {
                widths.push(width);
                widths.len() - 1
            });
            let frame = part(&column, rows.by_ref().take(range.len()).collect());
            found.extend(frame.map(|frame| Column {
                class: classes + 1 + class,
                left: Some(margins.left),
                ..frame
            }));
            at = range.end;
        }
        found.extend(part(&column, rows.collect()));
    }
    found
}

/// Returns a column with some of the rows of another one; `None` without rows.
fn part(column: &Column, rows: Vec<TextRow>) -> Option<Column> {
    (!rows.is_empty()).then(|| Column {
        class: column.class,
        left: column.left,
        page: TextPage {
            rows,
            ..column.page.clone()
        },
    })
}

/// Returns the margins that most rows of a class have.
fn usual(columns: &[Column], class: usize) -> Margins {
    let own = || columns.iter().filter(move |column| column.class == class);
    let size = body_size(own().map(|column| &column.page));
    let rows: Vec<&TextRow> = own()
        .flat_map(|column| &column.page.rows)
        .filter(|row| row.role == TableRole::None)
        .collect();
    Margins {
        left: left_margin(rows.iter().copied(), size, 0.04),
        right: right_margin(&rows, size),
    }
}

/// Finds the frames among the rows of a column. `whole` is set for text over the whole width, where a stretch to the
/// right of the margin is a frame, too; two columns differ in it.
fn frames(rows: &mut [TextRow], usual: Margins, whole: bool) -> Vec<(Range<usize>, Margins)> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let mut end = start + 1;
        // Single steps: a frame may drift, as a ragged text does, but never jump.
        while end < rows.len() && is_near(&rows[end - 1], &rows[end]) {
            end += 1;
        }
        let run = &mut rows[start..end];
        note_ends(run);
        let size = run[0].size;
        if let Some(margins) = margins(run) {
            // Two em are more than the ends of lines in a ragged text mostly differ by.
            let narrower = usual.right - margins.right > 2.0 * size;
            let wider = margins.right - usual.right > 2.0 * size;
            let farther = margins.left - usual.left > 5.0 * size;
            let outside = usual.left - margins.left > 1.5 * size;
            if whole && (narrower || wider || farther || outside) {
                found.push((start..end, margins));
            }
        }
        start = end;
    }
    found
}

/// Notes on the rows of a stretch how far each is from its farthest end, and where lines stand closest.
fn note_ends(run: &mut [TextRow]) {
    let right = run.iter().map(|row| row.right).fold(f64::MIN, f64::max);
    let steps = || run.windows(2).map(|pair| pair[1].y - pair[0].y);
    let (least, most) = (
        steps().fold(f64::MAX, f64::min),
        steps().fold(0.0, f64::max),
    );
    let close: Vec<bool> = std::iter::once(false)
        .chain(steps().map(|step| step < 1.1 * least && most > 1.2 * least))
        .collect();
    let near = |row: &TextRow| right - row.right < 1.3 * row.size;
    let shared = run.iter().filter(|row| near(row)).count() > 1;
    let ends: Vec<f64> = run.iter().map(|row| row.right).collect();
    for (row, close) in run.iter_mut().zip(close) {
        let same = |end: &&f64| (*end - row.right).abs() < SAME_END * row.size;
        let flush =
            ends.iter().filter(same).count() >= FEWEST && row.right - row.left > WIDE * row.size;
        row.block = RowBlock {
            room: Some(if flush { 0.0 } else { right - row.right }),
            shared: shared || flush,
            close,
        };
    }
}

/// True if two rows may belong to one frame: of one size, one below the other, and beside each other's margin.
fn is_near(a: &TextRow, b: &TextRow) -> bool {
    let text = a.role == TableRole::None && b.role == TableRole::None;
    // Rows of words end anywhere, so that they would look like a frame of ragged text.
    let cells = [a, b]
        .iter()
        .any(|row| row.text.contains('\t') || is_row_of_words(&row.text));
    let size = a.size.max(1.0);
    let step = (b.y - a.y) / size;
    let over = b.left < a.right && a.left < b.right;
    text && !cells
        && (a.size - b.size).abs() < 0.08 * size
        && (0.8..2.7).contains(&step)
        && (a.left - b.left).abs() < 5.0 * size
        && over
}

/// Returns the margins of a stretch of rows of which most are full; `None` if its right edges show no margin.
fn margins(rows: &[TextRow]) -> Option<Margins> {
    let size = rows.first()?.size.max(1.0);
    let right = rows.iter().map(|row| row.right).fold(f64::MIN, f64::max);
    let left = rows.iter().map(|row| row.left).fold(f64::MAX, f64::min);
    let full = rows.iter().filter(|row| right - row.right < 1.3 * size);
    let full = full.count();
    let wide = right - left > 8.0 * size;
    (rows.len() >= FEWEST && full >= 2 && full * 5 >= rows.len() * 3 && wide)
        .then_some(Margins { left, right })
}
