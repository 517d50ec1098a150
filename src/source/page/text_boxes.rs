//! Text boxes: what a file writes in one go, from line to line, as slides, leaflets and posters do.
//!
//! The order of a file is no order of reading, but the lines of a box follow each other in it. Where rows from top to
//! bottom weave such a text with what stands beside it, the stretch of the page around it is read box by box.
//!
//! 1. [`TextBoxes::number`] gives each glyph the number of its box: a box ends where the next glyph stands higher, far
//!    below, beside or in another size.
//! 2. A box of running text with nothing else inside is looked at further.
//! 3. [`TextBoxes::woven`] looks for it among the rows in reading order. Only where its rows do not follow each other is
//!    the page read anew, as [`super::zones`] has it.

use super::text::{head, is_space};
use super::{Glyph, TableRole, TextRow};
use crate::text::chars::is_wide;

/// The most boxes of a page. Pages on which each word is written for itself have more, and no boxes.
const MOST_BOXES: usize = 300;
/// The most glyphs of the beginning of a line that no line end may cut.
const LONGEST_HEAD: usize = 64;
/// The widest gap in a line of a box, in em.
const GAP: f64 = 3.0;
/// The distances of baselines in a box, in em.
const LEADING: std::ops::Range<f64> = 0.7..2.4;
/// The fewest letters of a running text.
const FEWEST_LETTERS: usize = 16;
/// The narrowest running text, in em.
const NARROWEST: f64 = 5.0;
/// The fewest characters of a box that is woven into another one. Bullets and numbers of notes have fewer.
const FEWEST_BESIDE: usize = 4;
/// A text box; lengths in points.
#[derive(Debug, Clone)]
pub(super) struct TextBox {
    /// Its number.
    pub number: u32,
    /// The left end.
    pub left: f64,
    /// The upper end: the height of the characters above the first baseline.
    pub top: f64,
    /// The right end.
    pub right: f64,
    /// The lower end.
    pub bottom: f64,
    /// The type size of its first line.
    pub size: f64,
    /// The number of its visible glyphs.
    count: usize,
    /// The number of its lines.
    lines: usize,
    /// Set for running text of several lines with no glyph of another box inside.
    pub is_text: bool,
}

/// The text boxes of a page, by their numbers.
pub(super) struct TextBoxes(pub Vec<TextBox>);

/// The place in a box behind the glyph that was written last.
struct Pen {
    /// The right end of the glyph.
    end: f64,
    /// The baseline of the line.
    y: f64,
    /// The type size of the line.
    size: f64,
}

impl TextBoxes {
    /// Gives each glyph, in the order of the file, the number of its box.
    pub fn number(glyphs: &mut [Glyph]) -> Self {
        let mut boxes: Vec<TextBox> = Vec::new();
        let mut pen = Pen {
            end: 0.0,
            y: 0.0,
            size: 1.0,
        };
        for glyph in glyphs.iter_mut() {
            if is_space(glyph.ch) {
                glyph.text_box = boxes.last().map_or(0, |last| last.number);
                continue;
            }
            let number = u32::try_from(boxes.len()).unwrap_or(u32::MAX);
            let goes_on = boxes
                .last_mut()
                .is_some_and(|last| last.takes(glyph, &mut pen));
            if !goes_on {
                pen = Pen {
                    end: glyph.x + glyph.advance,
                    y: glyph.y,
                    size: glyph.size,
                };
                boxes.push(TextBox::of(glyph, number));
            }
            glyph.text_box = boxes.last().map_or(0, |last| last.number);
        }
        // Nothing can be woven where no box of several lines has another one beside it, as on most pages.
        let beside = |own: &TextBox| {
            let other = |other: &TextBox| other.count >= FEWEST_BESIDE && own.is_beside(other);
            own.lines > 1 && boxes.iter().any(other)
        };
        if boxes.len() > MOST_BOXES || !boxes.iter().any(beside) {
            boxes.clear();
        }
        let mut found = Self(boxes);
        found.find_texts(glyphs);
        found
    }

    /// Sets `is_text` for the boxes of running text, whose glyphs follow each other.
    fn find_texts(&mut self, glyphs: &[Glyph]) {
        if self.0.is_empty() {
            return;
        }
        for part in glyphs.chunk_by(|a, b| a.text_box == b.text_box) {
            let at = part.first().map_or(0, |glyph| glyph.text_box) as usize;
            if let Some(own) = self.0.get_mut(at) {
                own.is_text = own.lines > 1 && is_running_text(part, own);
            }
        }
        // A box with the words of others inside was not written in one go.
        let texts: Vec<usize> = (0..self.0.len()).filter(|at| self.0[*at].is_text).collect();
        for glyph in glyphs.iter().filter(|glyph| !is_space(glyph.ch)) {
            let (x, y) = (glyph.x + glyph.advance / 2.0, glyph.y - 0.35 * glyph.size);
            for at in &texts {
                let own = &mut self.0[*at];
                let within =
                    (own.left..own.right).contains(&x) && (own.top..own.bottom).contains(&y);
                own.is_text &= !within || glyph.text_box == own.number;
            }
        }
    }

    /// True if a running text has another box beside it, so that the two may be woven together.
    pub fn may_weave(&self) -> bool {
        let texts = || self.0.iter().filter(|own| own.is_text);
        texts().any(|own| {
            let beside = |other: &&TextBox| other.count >= FEWEST_BESIDE && own.is_beside(other);
            self.0.iter().any(|other| beside(&other))
        })
    }

    /// Returns for each box the number of its rows, the first one and the one behind its last, and whether it shares a row.
    fn places(&self, rows: &[TextRow]) -> Vec<(usize, usize, usize, bool)> {
        let mut places = vec![(0, 0, 0, false); self.0.len()];
        for (row, at) in rows.iter().zip(0..) {
            let (first, last) = row.text_boxes;
            let small = |number: u32| {
                let own = self.0.get(number as usize);
                own.is_none_or(|own| own.count < FEWEST_BESIDE)
            };
            if row.role != TableRole::None {
                continue;
            }
            let own = match (first, last) {
                (first, last) if first == last || small(last) => first,
                (first, last) if small(first) => last,
                _ => {
                    for number in [first, last] {
                        if let Some(place) = places.get_mut(number as usize) {
                            place.3 = true;
                        }
                    }
                    continue;
                }
            };
            if let Some((count, from, to, _)) = places.get_mut(own as usize) {
                *from = if *count == 0 { at } else { *from };
                (*count, *to) = (*count + 1, at + 1);
            }
        }
        places
    }

    /// Returns the running texts whose rows, in reading order, do not follow each other or are shared with other boxes.
    pub fn woven(&self, rows: &[TextRow]) -> Vec<&TextBox> {
        let places = self.places(rows);
        let woven = |own: &&TextBox| {
            let (count, from, to, shares) = places[own.number as usize];
            // None of the rows is left where the text is a cell of a table.
            let apart = count > 0 && (count < own.lines || to - from > count);
            own.is_text && (shares || apart)
        };
        self.0.iter().filter(woven).collect()
    }
}

impl TextBox {
    /// Returns the box of a first glyph.
    fn of(glyph: &Glyph, number: u32) -> Self {
        Self {
            number,
            left: glyph.x,
            top: glyph.y - 0.85 * glyph.size,
            right: glyph.x + glyph.advance,
            bottom: glyph.y + 0.15 * glyph.size,
            size: glyph.size,
            count: 1,
            lines: 1,
            is_text: false,
        }
    }

    /// Adds the next glyph of the file if it goes on with the box.
    fn takes(&mut self, glyph: &Glyph, pen: &mut Pen) -> bool {
        let size = pen.size.max(glyph.size);
        let step = glyph.y - pen.y;
        let gap = (glyph.x - pen.end) / size;
        let same_line = step.abs() < 0.6 * size && (-0.5..GAP).contains(&gap);
        let alike = (glyph.size - pen.size).abs() < 0.15 * size;
        let over = glyph.x < self.right && glyph.x > self.left - 4.0 * size;
        let next_line = alike && over && LEADING.contains(&(step / size));
        if !same_line && !next_line {
            return false;
        }
        if next_line && !same_line {
            self.lines += 1;
            (pen.y, pen.size) = (glyph.y, glyph.size);
        }
        pen.end = glyph.x + glyph.advance;
        self.count += 1;
        self.left = self.left.min(glyph.x);
        self.right = self.right.max(pen.end);
        self.top = self.top.min(glyph.y - 0.85 * glyph.size);
        self.bottom = self.bottom.max(glyph.y + 0.15 * glyph.size);
        true
    }

    /// True if another box stands beside this one, at a common height.
    fn is_beside(&self, other: &Self) -> bool {
        let apart = self.right < other.left || other.right < self.left;
        apart && self.top < other.bottom && other.top < self.bottom
    }
}

/// True for the glyphs of a text of which most lines have no room for the beginning of the next one.
fn is_running_text(glyphs: &[Glyph], own: &TextBox) -> bool {
    let seen = || glyphs.iter().filter(|glyph| !is_space(glyph.ch));
    let letters = seen().filter(|glyph| glyph.ch.is_alphanumeric()).count();
    let wide = seen().filter(|glyph| is_wide(glyph.ch)).count();
    let marks = seen().any(|glyph| matches!(glyph.ch, '，' | '。' | '；' | '、'));
    if letters < FEWEST_LETTERS || wide * 2 < letters || !marks {
        return false;
    }
    let (mut steps, mut wraps) = (0, 0);
    let mut before: Option<(f64, f64)> = None;
    for (glyph, at) in glyphs.iter().zip(0..) {
        if is_space(glyph.ch) {
            continue;
        }
        if let Some((end, y)) = before
            && glyph.y - y > 0.6 * glyph.size
        {
            steps += 1;
            let room = own.right - end;
            let next = head(
                glyphs
                    .get(at..glyphs.len().min(at + LONGEST_HEAD))
                    .unwrap_or_default(),
            );
            wraps += usize::from(room < next + 1.2 * glyph.size);
        }
        before = Some((glyph.x + glyph.advance, glyph.y));
    }
    own.right - own.left > NARROWEST * own.size && steps > 0 && wraps * 3 >= steps * 2
}

#[cfg(test)]
mod tests {
    use crate::source::page::made::line;
    use crate::source::page::{Glyph, GlyphPage, set};

    /// The glyphs of a box of lines 14 points apart.
    fn text_box(x: f64, y: f64, lines: &[&str]) -> Vec<Glyph> {
        let place = |at: u32| y + 14.0 * f64::from(at);
        let lines = lines.iter().zip(0..);
        lines
            .flat_map(|(text, at)| line(x, place(at), text))
            .collect()
    }

    /// The texts of the parts of a page, in reading order, of boxes in the order of the file.
    fn read(boxes: &[Vec<Glyph>]) -> Vec<String> {
        let page = GlyphPage {
            number: 1,
            width: 700.0,
            height: 500.0,
            glyphs: boxes.concat(),
            ..GlyphPage::default()
        };
        let mut rows = set(page).remove(0).rows;
        rows.sort_by_key(|row| row.band);
        let parts = rows.chunk_by(|a, b| a.band == b.band);
        let text = |part: &[_]| {
            part.iter()
                .map(|row: &super::TextRow| row.text.as_str())
                .collect()
        };
        parts.map(text).collect()
    }

    #[test]
    fn boxes_whose_lines_stand_at_chance_heights_are_read_one_after_the_other() {
        let tide = ["潮水退去之后海滩", "上留下许多贝壳，", "孩子们提桶来了。"];
        let port = ["渔船归港之后码头", "上人声不断，直到", "天黑才静。"];
        let found = read(&[
            text_box(60.0, 40.0, &["渔港值班"]),
            text_box(60.0, 100.0, &tide),
            text_box(160.0, 104.0, &port),
            // Columns that all but touch.
            text_box(243.0, 108.0, &tide),
        ]);
        let expected = ["渔港值班", &tide.concat(), &port.concat(), &tide.concat()];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_names_of_rows_are_read_before_their_texts() {
        let text = ["潮水退去之后海滩上留下", "许多贝壳，孩子们来了。"];
        let found = read(&[
            text_box(140.0, 100.0, &text),
            text_box(260.0, 106.0, &["涨潮之后"]),
            text_box(140.0, 160.0, &text),
            text_box(60.0, 106.0, &["退潮之后"]),
        ]);
        let places = ["退潮之后", "潮水退去之后海滩上留下许多贝壳"];
        let places = places.map(|text| found.concat().find(text));
        assert!(places[0] < places[1] && places[0].is_some(), "{found:?}");
    }

    #[test]
    fn a_row_of_cells_written_one_after_the_other_stays_a_row() {
        let row = |y: f64| {
            let cells = [(60.0, "望潮"), (160.0, "东湾"), (260.0, "一百二十吨")];
            cells
                .into_iter()
                .flat_map(move |(x, text)| line(x, y, text))
                .collect()
        };
        let rows = [100.0, 116.0, 132.0, 148.0, 164.0].map(row);
        let found = read(&rows);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
