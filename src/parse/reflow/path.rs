//! The best path through the rows of a section: for every row, whether it begins a paragraph, goes on with one, or stands
//! alone. The layout decides as a whole: a row that begins a paragraph leaves room for the indent, a row that goes on does
//! not, and a row followed by more of its paragraph is full.

use super::cost::{self, Hypothesis};
use super::shape::{COL, Model, Shape};

/// A row with its widths under one model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sized {
    /// What no hypothesis changes.
    pub shape: Shape,
    /// Its width, in twentieths of a column.
    pub width: i32,
    /// The width of the first unit, the space before it included.
    pub unit: i32,
    /// Log odds, from indents and blank lines, that something begins here.
    pub begins: f32,
}

/// The rows of a section under `model`.
pub(super) fn sized(shapes: &[Shape], model: Model) -> Vec<Sized> {
    let mut latin = false;
    shapes
        .iter()
        .map(|shape| {
            let seam = if shape.latin_first != latin && !model.grid {
                COL / 2
            } else {
                0
            };
            latin = shape.latin_last;
            Sized {
                shape: *shape,
                width: shape.width.under(model),
                unit: shape.unit.under(model) + seam,
                begins: 0.0,
            }
        })
        .collect()
}

/// What a row is on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    First = 0,
    More = 1,
    Alone = 2,
}

const STATES: [State; 3] = [State::First, State::More, State::Alone];

/// The price of leaving row `i` in `state`, ended or not.
struct Leave {
    ended: [f32; 3],
    going: [f32; 2],
}

fn leave(rows: &[Sized], i: usize, guess: Hypothesis) -> Leave {
    let row = &rows[i];
    let precision = guess.precision;
    let (first, more) = (guess.measure - guess.indent, guess.measure);
    let going = match rows.get(i + 1) {
        Some(next) => {
            let next_row = (&next.shape, next.unit);
            let go = |room, is_first| {
                cost::goes_on(&row.shape, row.width, room, next_row, is_first, precision)
            };
            let hint = next.begins.max(0.0);
            [go(first, true) + hint, go(more, false) + hint]
        }
        None => [f32::INFINITY; 2],
    };
    Leave {
        ended: [
            cost::ends(&row.shape, row.width, first, true, precision),
            cost::ends(&row.shape, row.width, more, false, precision),
            cost::stands_alone(&row.shape, row.width, guess.measure, precision),
        ],
        going,
    }
}

/// The price of the best path under `guess`.
pub(super) fn price(rows: &[Sized], guess: Hypothesis) -> f32 {
    walk(rows, guess, |_, _| {})
}

/// The best path under `guess`: for every row, whether something begins there.
pub(super) fn best(rows: &[Sized], guess: Hypothesis) -> Vec<bool> {
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(rows.len());
    let mut last = [0.0; 3];
    walk(rows, guess, |from, ended| {
        back.push(from);
        last = ended;
    });
    let mut begins = vec![false; rows.len()];
    let mut state = cheapest(&last).0;
    for i in (0..rows.len()).rev() {
        begins[i] = state != State::More as usize;
        state = usize::from(back[i][state]);
    }
    begins
}

fn cheapest(prices: &[f32]) -> (usize, f32) {
    let mut best = (0, f32::INFINITY);
    for (i, &price) in prices.iter().enumerate() {
        if price < best.1 {
            best = (i, price);
        }
    }
    best
}

/// Walks the rows; `step` gets, for every row, where each of its states came from and what each would cost if all ended.
fn walk(rows: &[Sized], guess: Hypothesis, mut step: impl FnMut([u8; 3], [f32; 3])) -> f32 {
    let mut prices = [0.0, f32::INFINITY, 0.0];
    let mut total = 0.0;
    let mut from = [0_u8; 3];
    for i in 0..rows.len() {
        let leave = leave(rows, i, guess);
        let ended: [f32; 3] = STATES.map(|s| prices[s as usize] + leave.ended[s as usize]);
        step(from, ended);
        let (end_from, end) = cheapest(&ended);
        total = end;
        let going: [f32; 2] = [prices[0] + leave.going[0], prices[1] + leave.going[1]];
        let (go_from, go) = cheapest(&going);
        let start = rows.get(i + 1).map_or(0.0, |next| {
            cost::begins(&rows[i].shape, &next.shape) + (-next.begins).max(0.0)
        });
        prices = [end + start, go, end + start];
        let source = |n: usize| u8::try_from(n).unwrap_or_default();
        from = [source(end_from), source(go_from), source(end_from)];
    }
    total
}
