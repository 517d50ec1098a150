//! The habits of a report's layout, learnt from its first segmentation: hanging marks, a grid of columns, the length
//! of paragraphs. They decide where the widths leave a choice.
//!
//! Every count is mixed with what is usual in news, weighted as so many paragraphs: a short report
//! keeps the usual values, a long report has its own.

use super::cost::{Hypothesis, Layout, Odds, Weights};

/// The weight, in paragraphs, of the frequencies of news against the counts of this report.
const NEWS_FIRST: f32 = 12.0;
/// See [`NEWS_FIRST`], for the later lines of a paragraph.
const NEWS_MORE: f32 = 24.0;
/// See [`NEWS_FIRST`], for lines inside a paragraph.
const NEWS_INSIDE: f32 = 60.0;
/// Frequencies in news: first lines and later ones that end a paragraph, and lines inside one that end a sentence.
const ENDS_FIRST: f32 = 0.06;
/// See [`ENDS_FIRST`], for later lines.
const ENDS_MORE: f32 = 0.3;
/// See [`ENDS_FIRST`], for lines inside a paragraph that end a sentence.
const FULL_INSIDE: f32 = 0.035;

/// Counts of the lines of one segmentation.
#[derive(Debug, Default)]
struct LayoutCounts {
    /// First lines of paragraphs.
    first: f32,
    /// First lines that end their paragraph.
    first_ends: f32,
    /// Later lines.
    more: f32,
    /// Later lines that end their paragraph.
    more_ends: f32,
    /// Lines that do not end their paragraph.
    inside: f32,
    /// Those of them that end a sentence.
    inside_full: f32,
    /// Rows wider than the measure by one mark, and by two.
    hang: [f32; 2],
    /// Rows that a hanging mark would have let take in one unit more.
    refused: f32,
    /// Rows that would have had room for a number, but not for the word that it counts, and rows that part the two.
    kept_number: f32,
    /// Rows that end with a number whose counted word is on the next.
    parted_number: f32,
    /// All rows that were compared with the measure.
    rows: f32,
    /// Rows that break the rule of the grid.
    breaches: f32,
}

impl LayoutCounts {
    /// Counts the rows of one section.
    fn section(&mut self, rows: &[Weights], begins: &[bool], guess: Hypothesis) {
        for (i, row) in rows.iter().enumerate() {
            let first = begins[i];
            // The last row of a section ends its paragraph as well.
            let ends = begins.get(i + 1).is_none_or(|&begin| begin);
            // Headings and bylines have no width of their own to learn from.
            let alone = first && ends && !row.is_full();
            if !alone {
                self.row(row, first, ends);
                let room = guess.measure - if first { guess.indent } else { 0.0 };
                self.fit(row, room, ends);
            }
        }
    }

    /// Counts one row for the length of paragraphs.
    fn row(&mut self, row: &Weights, first: bool, ends: bool) {
        let ended = f32::from(u8::from(ends));
        if first {
            self.first += 1.0;
            self.first_ends += ended;
        } else {
            self.more += 1.0;
            self.more_ends += ended;
        }
        if !ends {
            self.inside += 1.0;
            self.inside_full += f32::from(u8::from(row.is_full()));
        }
    }

    /// Counts one row for the measure: `room` is its width there, in columns.
    fn fit(&mut self, row: &Weights, room: f32, ends: bool) {
        self.rows += 1.0;
        let over = row.over(room);
        if over > 0.6 {
            match over {
                _ if over > row.tail() + 0.6 => self.breaches += 1.0,
                ..=2.6 => self.hang[0] += 1.0,
                _ => self.hang[1] += 1.0,
            }
        }
        let (whole, hanging) = row.spare(room);
        if !ends && row.parts_a_number() {
            self.parted_number += 1.0;
        }
        if !ends && whole > -0.4 {
            if whole - row.counted() > -0.4 {
                self.breaches += 1.0;
            } else {
                self.kept_number += 1.0;
            }
        } else if !ends && hanging > -0.4 {
            self.refused += 1.0;
        }
    }

    /// Draws the layout from the counts.
    fn layout(&self, grid: bool) -> Layout {
        let hung = self.hang[0] + self.hang[1];
        let whole_numbers = self.kept_number > 1.5 && self.parted_number * 3.0 < self.kept_number;
        let breaches = self.breaches + if whole_numbers { 0.0 } else { self.kept_number };
        let kept = grid && breaches * 12.0 <= self.rows;
        // Two cases at least: one may be a mistake of the segmentation.
        let never = kept && self.refused > 1.5 && hung * 10.0 < self.refused;
        let always = kept && hung > 1.5 && self.refused * 10.0 < hung;
        // Marks that hang by two are seen now and then by mistake; only where they are common, two
        // may hang.
        let twice = self.hang[1] * 8.0 > self.hang[0];
        let rate =
            |seen: f32, of: f32, news: f32, weight: f32| (seen + news * weight) / (of + weight);
        let first = rate(self.first_ends, self.first, ENDS_FIRST, NEWS_FIRST);
        let more = rate(self.more_ends, self.more, ENDS_MORE, NEWS_MORE);
        let inside = rate(self.inside_full, self.inside, FULL_INSIDE, NEWS_INSIDE);
        Layout {
            hang: match (never, twice) {
                (true, _) => 0.0,
                (false, true) => 4.0,
                (false, false) => 2.0,
            },
            whole_numbers,
            sure_hang: if always { 2.0 } else { 0.0 },
            breach: if kept {
                ((self.rows + 2.0) / (breaches + 0.5)).ln().clamp(2.2, 7.0)
            } else {
                0.0
            },
            // The difference to news only, whose own frequency is in the cost of the text.
            full_inside: -(inside / FULL_INSIDE).ln(),
            odds: Odds::of(first.clamp(0.02, 0.4), more.clamp(0.1, 0.6)),
        }
    }
}

/// Learns the layout of the report from the segmentation `begins` under `guesses`; `grid` if widths are whole columns.
/// The second value marks the sections whose lines do not keep to it.
pub(super) fn learn(
    weights: &[Vec<Weights>],
    begins: &[Vec<bool>],
    guesses: &[Hypothesis],
    grid: bool,
) -> (Layout, Vec<bool>) {
    let mut seen = LayoutCounts::default();
    let mut odd = Vec::with_capacity(weights.len());
    for ((rows, begins), &guess) in weights.iter().zip(begins).zip(guesses) {
        // A section that adds breaches does not keep to the grid.
        let before = seen.breaches;
        seen.section(rows, begins, guess);
        odd.push(seen.breaches > before);
    }
    (seen.layout(grid), odd)
}

#[cfg(test)]
mod tests {
    use super::super::cost::NEWS;
    use super::super::{MODELS, path, shape};
    use super::*;

    /// Lines of 20 columns, the first of 16; a mark hangs by `hang` columns or takes the Han before it to the next line.
    fn set(text: &str, hang: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut room = 16;
        let chars: Vec<char> = text.chars().collect();
        let mark = |c: Option<&char>| c.is_some_and(|c| matches!(c, '，' | '。'));
        for (i, &c) in chars.iter().enumerate() {
            let line = lines.last().unwrap();
            let width = 2 * line.chars().count();
            let whole = if mark(chars.get(i + 1)) { 4 - hang } else { 2 };
            let limit = if mark(Some(&c)) { room + hang } else { room };
            if width + whole.max(2) > limit {
                lines.push(String::new());
                room = 20;
            }
            lines.last_mut().unwrap().push(c);
        }
        lines
    }

    fn learnt(hang: usize) -> Layout {
        let text = "潮水退去之后滩上有贝，孩子们提着桶去捡贝壳，风从海上来吹动了旗子，老人坐在船头补着网不说话，".repeat(6);
        let lines = set(&text, hang);
        let shapes: Vec<_> = lines.iter().map(|line| shape::shape(line)).collect();
        let rows = path::weighed(&shapes, MODELS[2]);
        let mut begins = vec![false; rows.len()];
        begins[0] = true;
        let guess = Hypothesis {
            measure: 20.0,
            indent: 4.0,
            odds: NEWS,
        };
        learn(&[rows], &[begins], &[guess], true).0
    }

    #[test]
    fn hanging_marks_show() {
        let layout = learnt(2);
        assert_eq!((layout.hang, layout.sure_hang), (2.0, 2.0), "{layout:?}");
        assert!(layout.breach >= 3.0, "{layout:?}");
    }

    #[test]
    fn marks_that_never_hang_show() {
        let layout = learnt(0);
        assert_eq!((layout.hang, layout.sure_hang), (0.0, 0.0), "{layout:?}");
        assert!(layout.breach >= 3.0, "{layout:?}");
    }
}
