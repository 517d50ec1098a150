//! Reflow: which rows make one paragraph.
//!
//! A text extraction keeps the lines of a page and loses the paragraphs: blank lines stand everywhere or nowhere, and the
//! first-line indent is gone. What is left is the width of each line, and it tells nearly everything once an article's
//! measure is known. So the segmentation is found that explains all lines of the article at once ([`path`]), for the
//! measure and the letter widths that make this easiest. Where a file has kept indents, or blank lines between paragraphs
//! alone, that shows as a correlation with the first segmentation, and a second one uses it.

use super::rows::Row;
use cost::{Hypothesis, Precision};
use path::Sized;
use shape::{COL, Model, Shape};
use std::ops::Range;

pub(super) mod blocks;
mod cost;
mod hints;
mod path;
mod shape;

const fn model(wide_marks: bool, grid: bool, book_face: bool) -> Model {
    Model {
        wide_marks,
        grid,
        book_face,
    }
}

/// Likelier ones first: Word with a book face, Word with letters of one width, a grid of cells.
const MODELS: [Model; 5] = [
    model(true, false, true),
    model(true, false, false),
    model(true, true, false),
    model(false, true, false),
    model(false, false, true),
];

/// Rows enough to tell the width model by.
const SAMPLE_ROWS: usize = 240;

/// The paragraphs of each section, as ranges of its rows.
pub(super) fn segment(sections: &[&[Row<'_>]]) -> Vec<Vec<Range<usize>>> {
    let shapes: Vec<Vec<Shape>> = sections
        .iter()
        .map(|rows| rows.iter().map(|row| shape::shape(row.text)).collect())
        .collect();
    let model = likeliest_model(&shapes);
    let mut sized: Vec<Vec<Sized>> = shapes.iter().map(|s| path::sized(s, model)).collect();
    hints::expect_indents(sections, &mut sized);
    let mut guesses = guess(&sized);
    let mut begins = paths(&sized, &guesses);
    if hints::learn(sections, &mut sized, &begins) {
        guesses = guess(&sized);
        begins = paths(&sized, &guesses);
        if hints::learn(sections, &mut sized, &begins) {
            begins = paths(&sized, &guesses);
        }
    }

    begins.iter().map(|b| ranges(b)).collect()
}

/// Ranges from the places where something begins.
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

fn paths(sized: &[Vec<Sized>], guesses: &[Hypothesis]) -> Vec<Vec<bool>> {
    sized
        .iter()
        .zip(guesses)
        .map(|(rows, &guess)| path::best(rows, guess))
        .collect()
}

fn likeliest_model(shapes: &[Vec<Shape>]) -> Model {
    let mut sample: Vec<&[Shape]> = Vec::new();
    let mut count = 0;
    for shapes in shapes.iter().filter(|s| !s.is_empty()) {
        let take = shapes.len().min(SAMPLE_ROWS - count);
        sample.extend(shapes.get(..take));
        count += take;
        if count >= SAMPLE_ROWS {
            break;
        }
    }
    let mut best = (f32::INFINITY, MODELS[0]);
    for model in MODELS {
        let price: f32 = sample
            .iter()
            .map(|s| {
                let sized = path::sized(s, model);
                cheapest(&sized, &measures(&sized, &[]), 4 * COL, Precision::Rough).0
            })
            .sum();
        if price < best.0 - 0.5 {
            best = (price, model);
        }
    }
    best.1
}

/// Measure and indent for each section; the indent is one for the whole report.
fn guess(sized: &[Vec<Sized>]) -> Vec<Hypothesis> {
    let whole: Vec<Sized> = sized.iter().flatten().copied().collect();
    let common = measures(&whole, &[]);
    let kinds = [(4 * COL, Precision::Rough), (0, Precision::Rough)];
    kinds
        .into_iter()
        .map(|(indent, precision)| {
            let found: Vec<(f32, Hypothesis)> = sized
                .iter()
                .map(|rows| cheapest(rows, &measures(rows, &common), indent, precision))
                .collect();
            // Nearly every report indents its first lines; only clear evidence is believed to the contrary.
            let price: f32 =
                found.iter().map(|f| f.0).sum::<f32>() + if indent == 0 { 4.0 } else { 0.0 };
            (price, found.into_iter().map(|f| f.1).collect::<Vec<_>>())
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|best| best.1)
        .unwrap_or_default()
}

fn cheapest(
    rows: &[Sized],
    measures: &[i32],
    indent: i32,
    precision: Precision,
) -> (f32, Hypothesis) {
    let mut best = (
        f32::INFINITY,
        Hypothesis {
            measure: measures.first().copied().unwrap_or(76 * COL),
            indent,
            precision,
        },
    );
    for &measure in measures {
        let guess = Hypothesis {
            measure,
            indent,
            precision,
        };
        let price = path::price(rows, guess);
        if price < best.0 - 0.01 {
            best = (price, guess);
        }
    }
    if best.0.is_infinite() {
        best.0 = 0.0;
    }
    best
}

/// Measures worth trying: widths that many rows share, the widest row, and what the rest of the report uses.
fn measures(rows: &[Sized], common: &[i32]) -> Vec<i32> {
    let widest = rows.iter().map(|r| r.width).max().unwrap_or(0);
    let slots = usize::try_from(widest / COL).unwrap_or(0).min(400) + 8;
    let mut count = vec![0_u32; slots];
    for row in rows {
        if let Some(slot) = usize::try_from(row.width / COL)
            .ok()
            .and_then(|i| count.get_mut(i))
        {
            *slot += 1;
        }
    }
    let score = |i: usize| {
        let at = |j: usize| count.get(j).copied().unwrap_or(0);
        2 * at(i) + at(i - 1) + at(i + 1) + at(i + 2) + at(i - 4) + at(i - 2)
    };
    let mut ranked: Vec<(u32, usize)> = (8..slots)
        .map(|i| (score(i), i))
        .filter(|s| s.0 > 0)
        .collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let half = |i: usize| i32::try_from(i).unwrap_or(i32::MAX / 4) * COL;
    // A page's measure is nearly always a whole number of Han, so even columns are tried first.
    let mut found: Vec<i32> = Vec::new();
    for &(_, i) in ranked.iter().take(4) {
        found.extend([half(i + i % 2), half(i), half(i - i % 2)]);
    }
    found.extend_from_slice(common.get(..common.len().min(3)).unwrap_or(common));
    found.push(widest);
    let mut seen = Vec::with_capacity(found.len());
    for measure in found {
        if measure > 0 && !seen.contains(&measure) {
            seen.push(measure);
        }
    }
    seen
}

#[cfg(test)]
mod tests;
