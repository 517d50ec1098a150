//! Reflow: finds which rows make one paragraph.
//!
//! A text extraction keeps the lines of a page and loses the paragraphs: blank lines stand everywhere or nowhere, and
//! the first-line indent is gone. The widths of the lines are left, and they decide nearly everything once an
//! article's measure is known.
//!
//! 1. The segmentation that explains all lines of the article at the lowest cost is found ([`path`]), for the measure
//!    and the letter widths that make this cheapest.
//!
//! 2. This first segmentation shows the habits of the layout ([`habits`]): hanging marks, a grid, the length of
//!    paragraphs. A second one uses them.
//!
//! 3. Where a file has kept indents, or blank lines between paragraphs alone, that shows as a correlation ([`hints`]),
//!    and another segmentation uses it.

use super::rows::LayoutRow;
use cost::{Hypothesis, NEWS, Odds, Weights};
use measures::SortedWidths;
use shape::Shape;
use std::ops::Range;
use widths::WidthModel;

pub(super) mod blocks;
mod cost;
mod habits;
mod hints;
mod measures;
mod path;
mod shape;
mod units;
mod widths;

/// Shortens the table below.
const fn model(wide_marks: bool, grid: bool, book_face: bool) -> WidthModel {
    WidthModel {
        wide_marks,
        grid,
        book_face,
        spaced: false,
    }
}

/// The models of letter widths that are tried, likelier ones first: Word with a book face, Word with letters of one
/// width, a grid of cells.
const MODELS: [WidthModel; 5] = [
    model(true, false, true),
    model(true, false, false),
    model(true, true, false),
    model(false, true, false),
    model(false, false, true),
];

/// The first-line indent of two Han, in columns.
const INDENT: f32 = 4.0;

/// The cost, in nats, of a measure that hardly any row shares.
const UNSHARED: f32 = 4.0;

/// The number of rows by which the model is chosen. All five models are tried on them, so this bounds the time.
const SAMPLE_ROWS: usize = 100;

/// Returns the paragraphs of each section, as ranges of its rows.
pub(super) fn segment(sections: &[&[LayoutRow<'_>]]) -> Vec<Vec<Range<usize>>> {
    // What a row looks like does not depend on the model, so it is worked out once.
    let shapes: Vec<Vec<Shape>> = sections
        .iter()
        .map(|rows| rows.iter().map(|row| shape::shape(row.text)).collect())
        .collect();
    let model = likeliest_model(&shapes);
    let mut weights: Vec<Vec<Weights>> = shapes.iter().map(|s| path::weighed(s, model)).collect();
    // A row that the file indents begins a paragraph more likely than its width alone shows.
    hints::expect_indents(sections, &mut weights);
    let mut guesses = guess(&weights, NEWS);
    let mut begins = paths(&weights, &guesses);
    let odds = settle(&mut weights, &mut guesses, &mut begins, model.grid);
    for _ in 0..2 {
        if !hints::learn(sections, &mut weights, &begins) {
            break;
        }
        let again = paths(&weights, &guesses);
        // Nothing moved, so nothing new can be learnt.
        if again == begins {
            break;
        }
        guesses = guess(&weights, odds);
        begins = paths(&weights, &guesses);
    }
    weights.iter().zip(&mut begins).for_each(part_sentences);
    begins.iter().map(|b| ranges(b)).collect()
}

/// The number of rows that go on behind a sentence's end, one below the other, from which on none of them is believed to.
const SENTENCE_ENDS: usize = 3;

/// Parts rows that all end a sentence: each is a paragraph of its own.
///
/// Paragraphs of nearly the same length, as a form filled in again and again gives them, look like the full lines of a measure.
/// But of the lines inside a paragraph one in twenty-five ends a sentence, so that three of them hardly do.
fn part_sentences((rows, begins): (&Vec<Weights>, &mut Vec<bool>)) {
    let mut start = 0;
    for run in rows.chunk_by(|above, below| above.is_full() && below.is_full()) {
        let range = start..start + run.len();
        start = range.end;
        let below_first = begins.get_mut(range).unwrap_or_default();
        let below_first = below_first.get_mut(1..).unwrap_or_default();
        if below_first.iter().filter(|begins| !**begins).count() >= SENTENCE_ENDS {
            below_first.fill(true);
        }
    }
}

/// Learns the report's layout and segments once more by it. Where the grid is kept but for one section, the measure of
/// that section was mistaken and is sought again.
fn settle(
    weights: &mut [Vec<Weights>],
    guesses: &mut [Hypothesis],
    begins: &mut Vec<Vec<bool>>,
    grid: bool,
) -> Odds {
    let mut odds = NEWS;
    for _ in 0..2 {
        let (layout, odd) = habits::learn(weights, begins, guesses, grid);
        odds = layout.odds;
        for row in weights.iter_mut().flatten() {
            row.adapt(&layout);
        }
        for guess in guesses.iter_mut() {
            guess.odds = odds;
        }
        // Only beside sections that keep to a grid a section that does not is known as misjudged.
        let moved = layout.breach > 0.0 && measure_again(weights, guesses, &odd);
        *begins = paths(weights, guesses);
        if !moved {
            break;
        }
    }
    odds
}

/// Seeks the measures of the sections that are `odd` once more; true if any changes.
fn measure_again(weights: &[Vec<Weights>], guesses: &mut [Hypothesis], odd: &[bool]) -> bool {
    let known = guesses.to_vec();
    let mut moved = false;
    let sections = weights.iter().zip(guesses).zip(odd);
    for ((rows, guess), _) in sections.filter(|(_, odd)| **odd) {
        let indent = (guess.indent, guess.odds);
        let found = cheapest(rows, &near(*guess, &known), indent, f32::INFINITY).1;
        moved |= (found.measure - guess.measure).abs() > 0.01;
        *guess = found;
    }
    moved
}

/// Returns measures near that of `guess`, and those of other sections.
fn near(guess: Hypothesis, known: &[Hypothesis]) -> Vec<(f32, f32)> {
    let own = [0.0, 1.0, -1.0, 2.0, -2.0, 4.0, -4.0].map(|more| guess.measure + more);
    let mut measures: Vec<(f32, f32)> = Vec::with_capacity(own.len() + known.len());
    for measure in own
        .into_iter()
        .chain(known.iter().map(|guess| guess.measure))
    {
        // The same measure again would cost its time for nothing.
        if measures.iter().all(|m| (m.0 - measure).abs() > 0.01) {
            measures.push((measure, 0.0));
        }
    }
    measures
}

/// Returns ranges from the places where something begins.
fn ranges(begins: &[bool]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (i, &begin) in begins.iter().enumerate() {
        match ranges.last_mut() {
            Some(last) if !begin => last.end = i + 1,
            _ => ranges.push(i..i + 1),
        }
    }
    ranges
}

/// Finds the best path through each section.
fn paths(weights: &[Vec<Weights>], guesses: &[Hypothesis]) -> Vec<Vec<bool>> {
    weights
        .iter()
        .zip(guesses)
        .map(|(rows, &guess)| path::best(rows, guess))
        .collect()
}

/// Returns the model under which a sample of the report is cheapest to explain.
fn likeliest_model(shapes: &[Vec<Shape>]) -> WidthModel {
    // Long sections go first: each section has a measure of its own, which costs a short one most
    // of its evidence.
    let mut longest: Vec<&Vec<Shape>> = shapes.iter().filter(|s| !s.is_empty()).collect();
    longest.sort_by_key(|shapes| std::cmp::Reverse(shapes.len()));
    let mut sample: Vec<&[Shape]> = Vec::new();
    let mut count = 0;
    for shapes in longest {
        let take = shapes.len().min(SAMPLE_ROWS - count);
        sample.extend(shapes.get(..take));
        count += take;
        if count >= SAMPLE_ROWS {
            break;
        }
    }
    let (spaces, seams) = shapes
        .iter()
        .flatten()
        .map(|shape| shape.width.spaces_and_seams())
        .fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    // Where spaces commonly stand between Han and Latin, one may have been lost at a line end.
    let spaced = spaces > seams;
    let mut best = (f32::INFINITY, MODELS[0]);
    for model in MODELS.map(|model| WidthModel { spaced, ..model }) {
        let mut price = 0.0;
        for shapes in &sample {
            let rows = path::weighed(shapes, model);
            // A model that is already dearer than the best is given up at once.
            let limit = best.0 - price + BEYOND;
            let tried = tried(&rows, &SortedWidths::none(), &[]);
            price += cheapest(&rows, &tried, (INDENT, NEWS), limit).0;
            if price > best.0 {
                break;
            }
        }
        // Half a nat better at least: of models about as good the likelier one, which stands first,
        // is kept.
        if price < best.0 - 0.5 {
            best = (price, model);
        }
    }
    best.1
}

/// Returns measure and indent for each section; the indent is the same for the whole report.
fn guess(weights: &[Vec<Weights>], odds: Odds) -> Vec<Hypothesis> {
    // Short sections borrow the measure that the others share.
    let whole: Vec<Weights> = weights.iter().flatten().copied().collect();
    let common = measures::of(&whole, &[]);
    let widths = SortedWidths::of(&whole);
    let tried: Vec<_> = weights
        .iter()
        .map(|rows| tried(rows, &widths, &common))
        .collect();
    let mut best = (f32::INFINITY, Vec::new());
    // Nearly every report indents its first lines; only clear evidence is believed to the contrary.
    for (indent, prior) in [(INDENT, 0.0), (0.0, 4.0)] {
        let mut price = prior;
        let mut found = Vec::with_capacity(weights.len());
        for (rows, tried) in weights.iter().zip(&tried) {
            let limit = best.0 - price + BEYOND;
            let (cost, guess) = cheapest(rows, tried, (indent, odds), limit);
            price += cost;
            found.push(guess);
            if price > best.0 {
                break;
            }
        }
        if price < best.0 {
            best = (price, found);
        }
    }
    best.1
}

/// Returns measures to try for `rows`, each with its cost beforehand: a measure that few rows share is unlikely, and a
/// text may have none, each line being a whole paragraph.
///
/// `widths` are those of the whole report.
fn tried(rows: &[Weights], widths: &SortedWidths, common: &[f32]) -> Vec<(f32, f32)> {
    let mut tried: Vec<(f32, f32)> = measures::of(rows, common)
        .into_iter()
        .map(|measure| {
            let shared = measures::shares(rows, measure) || widths.shares(measure);
            // The widest of all measures spreads every last line over twice the room: the same is asked of the others.
            let count = f32::from(u16::try_from(rows.len()).unwrap_or(u16::MAX));
            let beforehand = UNSHARED + std::f32::consts::LN_2 * count;
            (measure, if shared { 0.0 } else { beforehand })
        })
        .collect();
    let widest = rows.iter().map(|row| row.width).fold(0.0, f32::max);
    tried.push((widest * 2.0 + 8.0, 0.0));
    tried
}

/// A price is worked out up to this much above the best one so far.
const BEYOND: f32 = 1.0;

/// Returns the measure that explains `rows` best, and its price; where none costs less than `limit`, that and the
/// first measure.
fn cheapest(
    rows: &[Weights],
    measures: &[(f32, f32)],
    (indent, odds): (f32, Odds),
    limit: f32,
) -> (f32, Hypothesis) {
    let first = measures.first().map_or(76.0, |m| m.0);
    let mut best = (
        limit,
        Hypothesis {
            measure: first,
            indent,
            odds,
        },
    );
    // The lowest possible price of the rows, worked out once, cuts most trials short.
    let least = measures.iter().map(|m| m.0).fold(f32::INFINITY, f32::min);
    let floors = path::floors(rows, least - indent);
    for &(measure, beforehand) in measures {
        let guess = Hypothesis {
            measure,
            indent,
            odds,
        };
        let price = path::price(rows, &floors, guess, best.0) + beforehand;
        // Rounding must not decide between two measures.
        if price < best.0 - 0.01 {
            best = (price, guess);
        }
    }
    // No measure was tried; a price is needed for the sum all the same.
    if best.0.is_infinite() {
        best.0 = 0.0;
    }
    best
}

#[cfg(test)]
mod tests;
