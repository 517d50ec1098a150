//! How unlikely a layout is under a hypothesis, in nats. The figures are rough frequencies of news prose; only their
//! order of size matters, since a measure met by dozens of lines outweighs any single mark.

use super::shape::{End, Shape, Start};

/// How often a paragraph of news ends with its first line: seldom.
const ENDS_FIRST: f32 = 0.12;
/// How often it ends with a later line.
const ENDS_MORE: f32 = 0.3;

/// What is supposed of a section while its lines are weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hypothesis {
    /// The measure, in twentieths of a column.
    pub measure: i32,
    /// How much shorter a paragraph's first line is, in twentieths of a column.
    pub indent: i32,
    /// How exactly the counted widths are those of the page.
    pub precision: Precision,
}

/// How exactly the counted widths are those of the page: a report whose lines all fit an exact count is read by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    /// To a fraction of a column: the face is known.
    Exact,
    /// To about half a column.
    Rough,
}

impl Precision {
    /// How far, in columns, the true width of a row may be from the counted one. Han are exact; letters are less so.
    fn doubt(self, shape: &Shape) -> f32 {
        let letters = f32::from(u8::try_from(shape.letters).unwrap_or(u8::MAX))
            .min(60.0)
            .sqrt();
        match self {
            Self::Exact => 0.1 + 0.06 * letters,
            Self::Rough => 0.3 + 0.15 * letters,
        }
    }

    /// What would just have fitted counts as fitting, by this many columns.
    fn margin(self) -> f32 {
        match self {
            Self::Exact => 0.15,
            Self::Rough => 0.5,
        }
    }
}

/// No single line weighs more than this: one odd line must not overturn an article.
const CAP: f32 = 12.0;

fn cols(width: i32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "line widths are small numbers")]
    let width = width as f32;
    width / 20.0
}

/// The price of a true width on the wrong side of a limit by `cols`, where the counted width is `doubt` columns uncertain:
/// nearly the negative logarithm of the normal distribution's tail.
fn tail(cols: f32, doubt: f32) -> f32 {
    let z = cols / doubt;
    if z < -2.5 {
        0.0
    } else if z < 1.0 {
        (1.0 + (1.6 * z).exp()).ln()
    } else {
        (0.5 * z * z + 1.34).min(CAP)
    }
}

fn overfull(shape: &Shape, slack: i32, precision: Precision) -> f32 {
    let hang = if shape.hangs { 2.0 } else { 0.0 };
    let doubt = precision.doubt(shape) + precision.margin();
    tail(-cols(slack) - hang - precision.margin(), doubt)
}

/// The paragraph goes on after this row: it must be full, but for what did not fit of the next row (its first unit is
/// that wide).
pub(super) fn goes_on(
    shape: &Shape,
    width: i32,
    room: i32,
    next: (&Shape, i32),
    first: bool,
    precision: Precision,
) -> f32 {
    let (next, unit) = next;
    let prior: f32 = if first { ENDS_FIRST } else { ENDS_MORE };
    let slack = room - width;
    let unit = cols(unit).max(0.5);
    let missed = tail(
        cols(slack) - unit + precision.margin(),
        precision.doubt(shape),
    );
    -(1.0 - prior).ln()
        + (unit / 2.0 + 1.0).ln()
        + missed
        + overfull(shape, slack, precision)
        + mid_text(shape, next)
}

/// The paragraph ends with this row, at whatever width.
pub(super) fn ends(shape: &Shape, width: i32, room: i32, first: bool, precision: Precision) -> f32 {
    let prior: f32 = if first { ENDS_FIRST } else { ENDS_MORE };
    -prior.ln() + spread(room) + overfull(shape, room - width, precision) + end_text(shape.end)
}

/// The row stands alone, as a sub-heading or byline does.
pub(super) fn stands_alone(shape: &Shape, width: i32, measure: i32, precision: Precision) -> f32 {
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
    2.5 + spread(measure) + overfull(shape, measure - width, precision) + text + long + byline
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
        End::Full => 3.3,
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
        Start::Credit => 0.5,
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
        Start::Credit => 3.0,
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
