//! How unlikely a layout is under a hypothesis, in nats. The figures are rough frequencies of news prose; only their
//! order of size matters, since a measure met by dozens of lines outweighs any single mark.

use super::shape::{COL, End, Shape, Start};

/// What is supposed of a section while its lines are weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hypothesis {
    /// The measure in half columns.
    pub measure: i32,
    /// How much shorter a paragraph's first line is, in half columns.
    pub indent: i32,
}

/// No single line weighs more than this: one odd line must not overturn an article.
const CAP: f32 = 12.0;

fn cols(half: i32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "line widths are small numbers")]
    let half = half as f32;
    half / 2.0
}

/// The price of missing the measure by `cols` columns.
fn miss(cols: f32) -> f32 {
    if cols <= 0.0 {
        0.0
    } else {
        (1.5 * cols + 0.8 * cols * cols).min(CAP)
    }
}

/// Letters are set in a proportional face: the more of them, the less is known of the width.
fn tolerance(shape: &Shape) -> f32 {
    0.5 + 0.08 * cols(COL * shape.latin.min(20))
}

fn overfull(shape: &Shape, slack: i32) -> f32 {
    let hang = if shape.hangs { 2.0 } else { 0.0 };
    miss(-cols(slack) - hang - tolerance(shape))
}

/// The paragraph goes on after this row: it must be full, but for what did not fit of the next row.
pub(super) fn goes_on(shape: &Shape, width: i32, room: i32, next: &Shape, unit: i32) -> f32 {
    let slack = room - width;
    let unit = cols(unit).max(0.5);
    let missed = miss(cols(slack) - unit - tolerance(shape));
    0.33 + (unit / 2.0 + 1.0).ln() + missed + overfull(shape, slack) + mid_text(shape, next)
}

/// The paragraph ends with this row, at whatever width.
pub(super) fn ends(shape: &Shape, width: i32, room: i32) -> f32 {
    1.27 + spread(room) + overfull(shape, room - width) + end_text(shape.end)
}

/// The row stands alone, as a sub-heading or byline does.
pub(super) fn stands_alone(shape: &Shape, width: i32, measure: i32) -> f32 {
    let text = match shape.end {
        End::Bare => 0.1,
        End::Closed => 2.0,
        End::Colon => 3.0,
        End::Full => 4.5,
        End::Semicolon => 6.0,
        End::Never => 7.0,
    };
    let long = if width * 4 > measure * 3 { 1.5 } else { 0.0 };
    let byline = if shape.byline { -3.0 } else { 0.0 };
    2.5 + spread(measure) + overfull(shape, measure - width) + text + long + byline
}

/// A last line is as likely to be of one width as of another.
fn spread(room: i32) -> f32 {
    (cols(room) / 2.0).max(2.0).ln()
}

fn end_text(end: End) -> f32 {
    match end {
        End::Full => 0.07,
        End::Colon | End::Semicolon => 3.5,
        End::Closed | End::Bare => 3.9,
        End::Never => 7.6,
    }
}

/// How likely prose is broken by the measure between these two rows.
fn mid_text(shape: &Shape, next: &Shape) -> f32 {
    let end = match shape.end {
        End::Full => 3.0,
        End::Colon | End::Semicolon => 3.9,
        End::Closed => 3.3,
        End::Never => 2.1,
        End::Bare => 0.25,
    };
    let start = match next.start {
        Start::Never => 1.5,
        Start::Hardly => 2.0,
        Start::Item => 5.3,
        Start::Open => 3.2,
        Start::Plain => 0.2,
    };
    end + start + if next.byline { 3.0 } else { 0.0 }
}

/// How likely a paragraph begins with `next` below `shape`.
pub(super) fn begins(shape: &Shape, next: &Shape) -> f32 {
    let start = match next.start {
        Start::Never => 12.0,
        Start::Hardly => 6.5,
        Start::Item => 2.8,
        Start::Open => 2.1,
        Start::Plain => 0.2,
    };
    let inside = match (shape.opens, next.closes) {
        (0, _) | (_, 0) => 0.0,
        (2, 2) => 7.0,
        _ => 4.0,
    };
    let open = match shape.opens {
        2 => 3.0,
        1 => 0.8,
        _ => 0.0,
    };
    start + inside + open
}
