//! The cheapest path through the rows of a section: every row begins a paragraph, goes on with one, or stands alone.
//!
//! The states constrain each other: a row that begins a paragraph leaves room for the indent, a row that goes on does
//! not, and a row followed by more of its paragraph is full. This is a Viterbi search over three states.

use super::cost::{self, Hypothesis, Weights};
use super::shape::Shape;
use super::widths::WidthModel;

/// Returns the rows of a section, weighed under `model`.
pub(super) fn weighed(shapes: &[Shape], model: WidthModel) -> Vec<Weights> {
    shapes
        .iter()
        .enumerate()
        .map(|(i, shape)| {
            let above = i.checked_sub(1).and_then(|i| shapes.get(i));
            cost::weigh(above, shape, shapes.get(i + 1), model)
        })
        .collect()
}

/// The row begins a paragraph.
const FIRST: usize = 0;
/// The row goes on with a paragraph.
const MORE: usize = 1;
/// The row is a paragraph of its own that is no prose: a heading or byline.
const ALONE: usize = 2;

/// Returns the price of the best path under `guess`; infinite where it exceeds `limit`. `floors` are those of
/// [`floors`].
pub(super) fn price(rows: &[Weights], floors: &[f32], guess: Hypothesis, limit: f32) -> f32 {
    walk(rows, guess, |price, i| price + floors[i] > limit, |_, _| {})
}

/// Returns the least cost of the rows behind each row, whatever the measure, if no line has less room than
/// `least_room` columns: a hypothesis that is bad for the first rows is given up there and not at the end.
pub(super) fn floors(rows: &[Weights], least_room: f32) -> Vec<f32> {
    let spread = cost::spread(least_room);
    let mut floors = vec![0.0; rows.len()];
    let mut behind = 0.0;
    let mut begins = 0.0;
    for (row, floor) in rows.iter().zip(&mut floors).rev() {
        // From the end to the front, so that each row has the sum of those behind it.
        *floor = behind - SLACK;
        behind += row.least(spread, begins);
        begins = row.begins;
    }
    floors
}

/// Tolerance for sums of floating point that differ by the order of their terms.
const SLACK: f32 = 0.005;

/// Returns the best path under `guess`: for every row, true if something begins there.
pub(super) fn best(rows: &[Weights], guess: Hypothesis) -> Vec<bool> {
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(rows.len());
    let mut last = [0.0; 3];
    let record = |from, ended| {
        back.push(from);
        last = ended;
    };
    walk(rows, guess, |_, _| false, record);
    let mut begins = vec![false; rows.len()];
    // The path is read backwards: each row recorded where it came from.
    let mut state = usize::from(cheapest(last).0);
    for i in (0..rows.len()).rev() {
        begins[i] = state != MORE;
        state = usize::from(back[i][state]);
    }
    begins
}

/// Returns the state of the lowest price, and that price.
fn cheapest(prices: [f32; 3]) -> (u8, f32) {
    let mut best = (0, prices[FIRST]);
    if prices[MORE] < best.1 {
        best = (1, prices[MORE]);
    }
    if prices[ALONE] < best.1 {
        best = (2, prices[ALONE]);
    }
    best
}

/// Walks the rows; `step` gets, for every row, the state before each of its states and the price of each if all ended.
/// Returns infinity as soon as `hopeless` is true of the price before row `i` is left.
fn walk(
    rows: &[Weights],
    guess: Hypothesis,
    hopeless: impl Fn(f32, usize) -> bool,
    mut step: impl FnMut([u8; 3], [f32; 3]),
) -> f32 {
    let (first, more) = (guess.measure - guess.indent, guess.measure);
    let more_spread = cost::spread(more);
    let (ends_first, stays_first) = guess.odds.at(true);
    let (ends_more, stays_more) = guess.odds.at(false);
    let ends_first = ends_first + cost::spread(first);
    let ends_more = ends_more + more_spread;
    // The first row goes on with nothing, so it begins a paragraph or stands alone.
    let mut prices = [0.0, f32::INFINITY, 0.0];
    let mut from = [0_u8; 3];
    let mut total = 0.0;
    for (i, row) in rows.iter().enumerate() {
        let (over_first, over_more) = (row.overfull(first), row.overfull(more));
        let ended = [
            prices[FIRST] + row.ending(over_first, ends_first),
            prices[MORE] + row.ending(over_more, ends_more),
            prices[ALONE] + row.standing(more, over_more, more_spread),
        ];
        step(from, ended);
        let (end_from, end) = cheapest(ended);
        total = end;
        let Some(next) = rows.get(i + 1) else {
            break;
        };
        let going = [
            prices[FIRST] + row.going(first, over_first, stays_first),
            prices[MORE] + row.going(more, over_more, stays_more),
            f32::INFINITY,
        ];
        let (go_from, go) = cheapest(going);
        // A hint is paid by the side that contradicts it, so that no cost is ever negative and the
        // floors hold.
        let start = end + next.begins + (-next.hint).max(0.0);
        prices = [start, go + next.hint.max(0.0), start];
        // The cheapest way so far is already too dear with what is still to come.
        if hopeless(start.min(prices[MORE]), i) {
            return f32::INFINITY;
        }
        from = [end_from, go_from, end_from];
    }
    total
}
