//! Splits lines between running text and what stands beside it: a label, a branch of a mind map, or another text.
//!
//! Both are on one baseline, or nearly so, which is no more than chance where one of them goes on below with a text of
//! several lines. Rows of cells with one line each stay whole. The order of what was split is that of [`super::beside`].

use super::Glyph;
use super::beside::{FEWEST_IN_TEXT, GAP, LEADING, MOST_ROWS, NARROWEST, SAME_LEFT};
use super::text::{head, is_space};
use crate::text::chars::is_wide;
use std::ops::Range;

/// The widest label beside a text of two lines, in em.
const LABEL: f64 = 10.0;
/// The most texts beside each other among which the one that goes on is looked for.
const NEAREST: usize = 8;

/// A stretch of a line without a wide gap inside.
struct Stretch {
    /// The index of its line.
    line: usize,
    /// Its glyphs in the line, spaces behind them included.
    glyphs: Range<usize>,
    /// The left end, in points.
    from: f64,
    /// The right end.
    to: f64,
    /// The ends of the stretches to its left and to its right on the line.
    room: (f64, f64),
    /// The baseline.
    y: f64,
    /// The size of its first glyph.
    size: f64,
}

/// Splits lines, which come from top to bottom with their glyphs from left to right.
pub(super) fn split(lines: Vec<Vec<Glyph>>) -> Vec<Vec<Glyph>> {
    let stretches: Vec<Stretch> = lines
        .iter()
        .zip(0..)
        .flat_map(|(line, at)| stretches(line, at))
        .collect();
    if lines.len() > MOST_ROWS || stretches.len() == lines.len() {
        return lines;
    }
    let blocks = blocks(&stretches);
    // The number of lines of the running text that each stretch belongs to.
    let mut prose = vec![0; stretches.len()];
    for block in blocks
        .iter()
        .filter(|block| is_prose(block, &stretches, &lines))
    {
        for at in block {
            prose[*at] = block.len();
        }
    }
    let parts = |at: usize| {
        let (left, right) = (&stretches[at - 1], &stretches[at]);
        let words = |part: &Stretch| {
            let glyphs = lines[part.line]
                .get(part.glyphs.clone())
                .unwrap_or_default();
            glyphs
                .iter()
                .filter(|glyph| glyph.ch.is_alphabetic() && is_wide(glyph.ch))
                .count()
        };
        let short = |part: &Stretch| part.to - part.from < LABEL * part.size;
        let text = match (prose[at - 1], prose[at]) {
            (0, 0) => false,
            // Blanks in a sentence, or formulas that are pictures, may stand below each other by chance.
            (0, lines) => short(left) || lines > 2,
            (lines, 0) => short(right) && lines > 2,
            _ => true,
        };
        left.line == right.line && text && words(left) > 1 && words(right) > 1
    };
    let starts: Vec<(usize, usize)> = (1..stretches.len())
        .filter(|at| parts(*at))
        .map(|at| (stretches[at].line, stretches[at].glyphs.start))
        .collect();
    let mut found = Vec::with_capacity(lines.len() + starts.len());
    for (mut line, at) in lines.into_iter().zip(0..) {
        let mut rest = Vec::new();
        for (_, start) in starts.iter().rev().filter(|(own, _)| *own == at) {
            rest.push(line.split_off(*start));
        }
        found.push(line);
        found.extend(rest.into_iter().rev());
    }
    found
}

/// Returns the stretches of a line.
fn stretches(line: &[Glyph], at: usize) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (glyph, place) in line.iter().zip(0..) {
        let space = is_space(glyph.ch);
        let end = glyph.x + glyph.advance;
        match found.last_mut() {
            Some(last) if space || glyph.x - last.to < GAP * glyph.size.max(last.size) => {
                last.glyphs.end = place + 1;
                if !space {
                    last.to = last.to.max(end);
                }
            }
            _ if space => {}
            _ => found.push(Stretch {
                line: at,
                glyphs: place..place + 1,
                from: glyph.x,
                to: end,
                room: (f64::NEG_INFINITY, f64::INFINITY),
                y: glyph.y,
                size: glyph.size,
            }),
        }
    }
    for at in 1..found.len() {
        found[at].room.0 = found[at - 1].to;
        found[at - 1].room.1 = found[at].from;
    }
    found
}

/// Puts stretches below each other together, by their indices.
fn blocks(stretches: &[Stretch]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (at, own) in stretches.iter().enumerate() {
        let goes_on = |block: &&mut Vec<usize>| {
            let Some(last) = block.last().map(|last| &stretches[*last]) else {
                return false;
            };
            let indent = (last.from - own.from) / own.size;
            let first = block.len() == 1 && (1.5..2.6).contains(&indent);
            let alike = (last.size - own.size).abs() < 0.1 * own.size;
            let step = (own.y - last.y) / own.size;
            // A line below both is running text with a wide gap in it.
            let within = |inner: &Stretch, outer: &Stretch| {
                inner.from > outer.room.0 && inner.to < outer.room.1
            };
            let alike = alike && within(own, last) && within(last, own);
            last.line < own.line
                && alike
                && (0.7..LEADING).contains(&step)
                && (indent.abs() < SAME_LEFT || first)
        };
        match found.iter_mut().rev().take(NEAREST).find(goes_on) {
            Some(block) => block.push(at),
            None => found.push(vec![at]),
        }
    }
    found
}

/// True for running text of two lines or more: each line but the last has no room for the beginning of the next one.
fn is_prose(block: &[usize], stretches: &[Stretch], lines: &[Vec<Glyph>]) -> bool {
    let parts = || block.iter().filter_map(|at| stretches.get(*at));
    let glyphs = |part: &Stretch| {
        lines[part.line]
            .get(part.glyphs.clone())
            .unwrap_or_default()
    };
    let right = parts().map(|part| part.to).fold(f64::MIN, f64::max);
    let left = parts().map(|part| part.from).fold(f64::MAX, f64::min);
    let Some(size) = parts().next().map(|part| part.size) else {
        return false;
    };
    let chars = || parts().flat_map(|part| glyphs(part).iter().map(|glyph| glyph.ch));
    let words = chars().filter(|c| c.is_alphanumeric()).count();
    let wide = chars().filter(|c| is_wide(*c)).count();
    let signs = chars()
        .filter(|c| !c.is_alphanumeric() && !is_space(*c))
        .count();
    // Cells of a table may fill their column by chance, but seldom have marks inside.
    let marks = chars().any(|c| matches!(c, '，' | '。' | '；' | '、'));
    let wraps = block.windows(2).filter(|pair| {
        let (above, below) = (&stretches[pair[0]], &stretches[pair[1]]);
        right - above.to < head(glyphs(below)) + 0.75 * size
    });
    let (wraps, steps) = (wraps.count(), block.len() - 1);
    steps > 0
        && wraps * 3 >= steps * 2
        && right - left > NARROWEST * size
        && words >= FEWEST_IN_TEXT
        && signs * 4 < words
        && wide * 2 > words
        && marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// The texts of lines after the split, each of pieces at left ends.
    fn read(lines: &[&[(f64, &str)]]) -> Vec<String> {
        let glyphs = lines.iter().zip(1..).map(|(pieces, at)| {
            let y = 100.0 + 15.0 * f64::from(at);
            pieces
                .iter()
                .flat_map(|(x, text)| line(*x, y, text))
                .collect()
        });
        let text = |line: Vec<Glyph>| line.iter().map(|glyph| glyph.ch).collect();
        split(glyphs.collect()).into_iter().map(text).collect()
    }

    #[test]
    fn a_label_on_the_baseline_of_a_text_of_several_lines_is_split_off() {
        let found = read(&[
            &[(120.0, "潮水退去之后海滩上留下许多")],
            &[(50.0, "第一"), (120.0, "贝壳，孩子们提着桶来捡贝壳")],
            &[(120.0, "直到天黑。")],
        ]);
        assert_eq!(found[1..3], ["第一", "贝壳，孩子们提着桶来捡贝壳"]);
    }

    #[test]
    fn two_texts_of_two_lines_beside_each_other_are_parted() {
        let found = read(&[
            &[
                (50.0, "潮水退去之后海滩上留下许"),
                (220.0, "渔船归港之后码头上人声不"),
            ],
            &[
                (50.0, "多贝壳，孩子们来了。"),
                (220.0, "断，直到天黑才静。"),
            ],
        ]);
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn running_text_with_a_wide_gap_and_cells_stay_whole() {
        let found = read(&[
            &[
                (70.0, "第一百三十三条"),
                (160.0, "渔船归港，码头上人声不断，直到天"),
            ],
            &[(50.0, "黑，灯塔亮了。")],
            &[
                (70.0, "第一百三十四条"),
                (160.0, "渔网破损的，由修网工在当日修理完"),
            ],
            &[(50.0, "毕，报东堤。")],
        ]);
        assert_eq!(found.len(), 4, "{found:?}");
        let cells = read(&[
            &[(50.0, "船名"), (120.0, "母港")],
            &[(50.0, "望潮"), (120.0, "东湾")],
        ]);
        assert_eq!(cells.len(), 2);
    }
}
