//! The cost of a layout under a hypothesis: negative log probabilities, in nats.
//!
//! The figures are rough frequencies of news prose. Only their order of size matters, since a measure met by dozens of
//! lines outweighs any single mark.
//!
//! Costs add up where probabilities multiply, so the cost of a whole article is the sum over its
//! rows, and the cheapest explanation is the likeliest.

use super::shape::{RowEnd, RowStart, Shape};
use super::widths::{COL, CharKind, WidthModel};

/// The supposed layout of a section while its lines are weighed; lengths in columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hypothesis {
    /// The measure.
    pub measure: f32,
    /// The indent of a paragraph's first line.
    pub indent: f32,
    /// The frequency of paragraph ends.
    pub odds: Odds,
}

/// The frequencies with which a paragraph ends with its first line and with a later one: their negative logarithms,
/// and those of the opposites.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Odds {
    /// A first line ends its paragraph.
    ends_first: f32,
    /// A first line does not.
    stays_first: f32,
    /// A later line ends its paragraph.
    ends_more: f32,
    /// A later line does not.
    stays_more: f32,
}

/// The frequencies of news: 12 of 100 first lines, 30 of 100 later ones.
pub(super) const NEWS: Odds = Odds {
    ends_first: 2.12,
    stays_first: 0.13,
    ends_more: 1.2,
    stays_more: 0.36,
};

/// The least cost of an end whatever the odds: two of five lines.
const LEAST_ENDS: f32 = 0.9;

impl Odds {
    /// Returns the odds if `first` of all first lines and `more` of all later ones end a paragraph.
    pub fn of(first: f32, more: f32) -> Self {
        Self {
            // The logarithms are taken once here and not for every row.
            ends_first: -first.ln(),
            stays_first: -(1.0 - first).ln(),
            ends_more: -more.ln(),
            stays_more: -(1.0 - more).ln(),
        }
    }

    /// Returns the costs of ending and of going on for a paragraph's first line, or for a later one.
    pub fn at(self, first: bool) -> (f32, f32) {
        // A first line ends its paragraph less often than a later one: few paragraphs have one
        // line.
        if first {
            (self.ends_first, self.stays_first)
        } else {
            (self.ends_more, self.stays_more)
        }
    }
}

/// The most that a single line costs: one odd line must not overturn an article.
const CAP: f32 = 12.0;
/// Columns that marks may hang, as long as nothing is known.
const HANG: f32 = 2.0;
/// A unit that would have fitted but for this many columns counts as fitting.
const MARGIN: f32 = 0.5;

/// The layout of a report, as a first segmentation shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    /// Columns that a line's last marks may hang.
    pub hang: f32,
    /// Columns that marks hang whenever they can.
    pub sure_hang: f32,
    /// Set when numbers are not parted from the words that they count.
    pub whole_numbers: bool,
    /// The cost of a line against the grid; 0 where there is no grid.
    pub breach: f32,
    /// The log ratio by which lines inside a paragraph end a sentence more rarely than in news.
    pub full_inside: f32,
    /// How often paragraphs end.
    pub odds: Odds,
}

/// The weights of a row that hold for every measure. They are worked out once, since a path is walked for many
/// hypotheses.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weights {
    /// Its width in columns.
    pub width: f32,
    /// Columns of its last marks.
    tail: f32,
    /// Columns that its last marks may hang.
    hang: f32,
    /// The uncertainty, in columns, of the counted width.
    doubt: f32,
    /// The width of the next row's first unit.
    unit: f32,
    /// Columns of the unit's last marks.
    unit_tail: f32,
    /// Columns of the word that is counted behind the unit, where that is a number.
    counted: f32,
    /// Set when the row ends with a number and the word that it counts is on the next.
    parted: bool,
    /// The width that would have had to fit of the next row.
    next_unit: f32,
    /// The cost of a line against the grid; 0 where no grid is kept exactly.
    breach: f32,
    /// The cost of its text if the paragraph goes on with the next row.
    goes_on: f32,
    /// The report's own addition to that.
    habit: f32,
    /// The cost of its text if the paragraph ends with it.
    ends: f32,
    /// The cost of its text if it stands alone.
    alone: f32,
    /// The cost of its text below the row above if something begins with it.
    pub begins: f32,
    /// Log odds, from indents and blank lines, that something begins here.
    pub hint: f32,
}

/// Returns a width in columns.
pub(super) fn cols(width: i32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "line widths are small numbers")]
    let (width, col) = (width as f32, COL as f32);
    width / col
}

/// Weighs a row between the rows above and below it.
pub(super) fn weigh(
    above: Option<&Shape>,
    shape: &Shape,
    next: Option<&Shape>,
    model: WidthModel,
) -> Weights {
    let letters = f32::from(u8::try_from(shape.letters).unwrap_or(u8::MAX));
    // What the next row begins with did not fit on this one, or the paragraph ended.
    let unit = next.map_or(0.0, |next| {
        cols(next.unit.under(model) + seam(shape, next, model)).max(0.5)
    });
    let tail = cols(shape.tail.under(model));
    Weights {
        width: cols(shape.width.under(model)),
        tail,
        hang: tail.min(HANG),
        unit,
        unit_tail: next.map_or(0.0, |next| cols(next.unit_tail.under(model))),
        counted: next.map_or(0.0, |next| cols(next.counted.under(model))),
        parted: shape.ends_in_digit && next.is_some_and(|next| next.first == CharKind::Han),
        // Han are exact; letters of a face that one does not know are less so.
        doubt: 0.3 + 0.15 * letters.min(60.0).sqrt(),
        next_unit: unit,
        goes_on: next.map_or(0.0, |next| mid_text(shape, next) + (unit / 2.0 + 1.0).ln()),
        ends: end_text(shape),
        alone: alone_text(shape),
        begins: above.map_or(0.0, |above| begin_text(above, shape)),
        breach: 0.0,
        habit: 0.0,
        hint: 0.0,
    }
}

/// Returns the width between two rows that were one line: in a grid a space that the line's end took, else the
/// program's gap.
fn seam(above: &Shape, shape: &Shape, model: WidthModel) -> i32 {
    let meets = matches!(
        (above.last, shape.first),
        (CharKind::Han, CharKind::Latin) | (CharKind::Latin, CharKind::Han)
    );
    match (meets, model.grid) {
        // In a grid a space is dropped at a line end, so one may have stood there.
        (true, true) if model.spaced => COL,
        (true, false) => COL / 2,
        _ => 0,
    }
}

/// Returns the price of a true width on the wrong side of a limit by `cols`, where the counted width is `doubt`
/// columns uncertain: nearly the negative logarithm of the normal distribution's tail.
fn tail(cols: f32, doubt: f32) -> f32 {
    // Two pieces, a parabola and a line's square, approximate the tail without a call of `erfc`: this runs for every
    // row and hypothesis.
    let z = cols / doubt;
    if z < -2.2 {
        0.0
    } else if z < 1.0 {
        0.174 * (z + 2.2) * (z + 2.2)
    } else {
        (0.5 * z * z + 1.34).min(CAP)
    }
}

/// Returns the cost of the width of a last line, which is as likely to be of one width as of another.
pub(super) fn spread(room: f32) -> f32 {
    (room / 2.0).max(2.0).ln()
}

impl Weights {
    /// True if it ends a sentence.
    pub fn is_full(&self) -> bool {
        self.ends < 1.0
    }

    /// Returns the columns by which it is wider than `room`.
    pub fn over(&self, room: f32) -> f32 {
        self.width - room
    }

    /// Returns the rest of `room` beside the row and the next one's first unit, in columns: with its last marks, and
    /// with them hanging.
    pub fn spare(&self, room: f32) -> (f32, f32) {
        let spare = room - self.width - self.unit;
        (spare, spare + self.unit_tail.min(HANG))
    }

    /// Returns the columns of the word that is counted by the number with which the next row begins.
    pub fn counted(&self) -> f32 {
        self.counted
    }

    /// True if it ends with a number whose counted word is on the next row.
    pub fn parts_a_number(&self) -> bool {
        self.parted
    }

    /// Returns the columns of its last marks.
    pub fn tail(&self) -> f32 {
        self.tail
    }

    /// Applies the layout that was learnt of the report.
    pub fn adapt(&mut self, layout: &Layout) {
        // Only as far as the row has marks at its end.
        self.hang = self.tail.min(layout.hang);
        let counted = if layout.whole_numbers {
            self.counted
        } else {
            0.0
        };
        // Half a column at least: something did not fit, however narrow it was.
        self.next_unit = (self.unit + counted - self.unit_tail.min(layout.sure_hang)).max(0.5);
        self.breach = layout.breach;
        if self.is_full() {
            self.habit = layout.full_inside;
        }
    }

    /// Returns the cost of being wider than `room`; a part of the cost in each state.
    pub fn overfull(&self, room: f32) -> f32 {
        if self.breach > 0.0 {
            // A grid has no letters of unknown width, so every breach counts.
            return self.breached(self.width - room - self.hang - MARGIN);
        }
        tail(self.width - room - self.hang - MARGIN, self.doubt + MARGIN)
    }

    /// Returns the price of a line beyond a limit of the grid by `cols`.
    fn breached(&self, cols: f32) -> f32 {
        if cols > 0.0 {
            (self.breach + cols).min(CAP)
        } else {
            0.0
        }
    }

    /// Returns the cost if the paragraph goes on after this row: it must be full, but for the part of the next row
    /// that did not fit. `over` is [`Weights::overfull`] of the room.
    pub fn going(&self, room: f32, over: f32, stays: f32) -> f32 {
        let spare = room - self.width - self.next_unit;
        let missed = if self.breach > 0.0 {
            self.breached(spare + MARGIN)
        } else {
            tail(spare + MARGIN, self.doubt)
        };
        stays + self.goes_on + self.habit + missed + over
    }

    /// Returns the cost if the paragraph ends with this row, at whatever width; `ends` is the cost of an end, with the
    /// spread of `room`.
    pub fn ending(&self, over: f32, ends: f32) -> f32 {
        ends + self.ends + over
    }

    /// Returns the least cost of the row, with the beginning of the next row where it ends something: `begins` is the
    /// cost of that row's text, `spread` the least spread.
    pub fn least(&self, spread: f32, begins: f32) -> f32 {
        // Both ways of ending are compared by their least cost, whatever the measure.
        let ends = spread + begins + (LEAST_ENDS + self.ends).min(self.alone);
        ends.min(self.goes_on + self.habit)
    }

    /// Returns the cost if the row stands alone, as a sub-heading or byline does.
    pub fn standing(&self, measure: f32, over: f32, spread: f32) -> f32 {
        // A heading seldom fills its line.
        let long = if self.width > measure * 0.75 {
            1.5
        } else {
            0.0
        };
        spread + self.alone + long + over
    }
}

/// Returns the cost of this text for a row that stands alone.
fn alone_text(shape: &Shape) -> f32 {
    let text = match shape.end {
        RowEnd::Bare => 0.1,
        RowEnd::Closed => 2.0,
        RowEnd::Colon => 3.0,
        RowEnd::Full => 4.5,
        RowEnd::Semicolon => 6.0,
        RowEnd::Never => 7.0,
    };
    // One block in twelve stands alone; with a sentence or several clauses inside, hardly any.
    let prior = 2.5;
    let inside = 4.0 * f32::from(shape.sentences.min(2)) + 1.5 * f32::from(shape.clauses.min(3));
    text + prior + inside + if shape.byline { -3.0 } else { 0.0 }
}

/// Returns the cost of this text at the end of a paragraph.
fn end_text(shape: &Shape) -> f32 {
    match shape.end {
        RowEnd::Full => 0.07,
        RowEnd::Colon | RowEnd::Semicolon => 3.5,
        RowEnd::Closed => 3.9,
        // A sentence breaks off there; a row without one may be an item of a list.
        RowEnd::Bare if shape.sentences > 0 || shape.clauses > 0 => 8.0,
        RowEnd::Bare => 6.0,
        RowEnd::Never => 8.5,
    }
}

/// A credit in brackets stands at the end of a paragraph more often than below it.
const CREDITED: f32 = 2.0;

/// Returns the cost of a break by the measure between these two rows.
fn mid_text(shape: &Shape, next: &Shape) -> f32 {
    let end = match shape.end {
        RowEnd::Full | RowEnd::Closed => 3.3,
        RowEnd::Colon | RowEnd::Semicolon => 3.9,
        RowEnd::Never => 2.1,
        RowEnd::Bare => 0.25,
    };
    if next.start == RowStart::Credit {
        // It follows a sentence's end wherever it stands.
        return CREDITED;
    }
    let start = match next.start {
        RowStart::Never => 1.5,
        RowStart::Hardly => 2.0,
        RowStart::Item => 5.3,
        RowStart::Open => 3.2,
        RowStart::Work => 3.2,
        RowStart::Credit => 0.0,
        RowStart::Plain => 0.2,
    };
    end + start + if next.byline { 3.0 } else { 0.0 }
}

/// Returns the cost of a paragraph that begins with `next` below `shape`.
fn begin_text(shape: &Shape, next: &Shape) -> f32 {
    let start = match next.start {
        RowStart::Never => 12.0,
        RowStart::Hardly => 6.5,
        RowStart::Item => 2.8,
        RowStart::Open => 2.1,
        RowStart::Work => 3.2,
        RowStart::Credit => 3.0,
        RowStart::Plain => 0.2,
    };
    let inside = match (shape.opens, next.closes) {
        (0, _) | (_, 0) => 0.0,
        // The bracket that one row opens and the next closes holds them together.
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
