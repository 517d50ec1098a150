//! A text object of a page: its attributes, the places of its characters, and the glyphs that they become.

use super::content::{MOST_CHARACTERS, POINTS};
use super::deltas::Deltas;
use super::xml::{is_faint, number_of, numbers_of, placement};
use crate::source::page::{Backdrop, FillColour, Glyph, Paint};
use crate::source::xml::Element;
use crate::source::{radicals, symbol};
use crate::text::chars::is_western;
use kurbo::{Affine, Point};
use std::collections::HashSet;

/// The longest column of characters that is a label; longer ones are vertical text.
const LONGEST_LABEL: usize = 12;

/// A text object that is open.
pub(super) struct TextObject {
    /// The transformation from the object to the page, in points.
    place: Affine,
    /// The direction of its baseline in degrees.
    angle: f64,
    /// The size of its font in points.
    size: f64,
    /// The size of its font in the object's units, which a transformation may make larger.
    em: f64,
    /// The width of its boundary in millimetres; 0 where it is transformed.
    width: f64,
    /// The factor from its advances to points.
    stretch: f64,
    /// Set for a bold font.
    bold: bool,
    /// Set when it is filled or stroked.
    painted: bool,
    /// Set when it is nearly transparent.
    pub faint: bool,
    /// Its fill colour; `None` for a pattern.
    pub colour: Option<FillColour>,
    /// Characters at positions inside the object.
    marks: Vec<(char, f64, f64)>,
    /// The text code that is open.
    pub code: Option<TextCode>,
}

/// A text code that is open.
pub(super) struct TextCode {
    /// The origin of its first character, in the object's units.
    pub x: f64,
    /// Its origin downwards.
    pub y: f64,
    /// The steps to the right.
    across: Deltas,
    /// The steps downwards.
    down: Deltas,
    /// The characters so far.
    pub text: String,
}

/// Reads the attributes of a text object; `None` if it is invisible.
pub(super) fn text_object(element: &Element, bold: &HashSet<String>) -> Option<TextObject> {
    if element.attribute("Visible") == Some("false") {
        return None;
    }
    let place = placement(element);
    let [a, b, c, d, ..] = place.as_coeffs();
    let painted =
        element.attribute("Fill") != Some("false") || element.attribute("Stroke") == Some("true");
    // Only without a transformation is the boundary as wide as the text.
    let ctm = numbers_of(element, "CTM").try_into();
    let plain = ctm.map_or(true, |ctm| Affine::new(ctm) == Affine::IDENTITY);
    let width = numbers_of(element, "Boundary")
        .get(2)
        .copied()
        .filter(|_| plain);
    let turned = number_of(element, "ReadDirection").unwrap_or(0.0);
    let em = number_of(element, "Size").unwrap_or(4.2333);
    Some(TextObject {
        place: Affine::scale(POINTS) * place,
        angle: b.atan2(a).to_degrees() + turned,
        size: em * c.hypot(d) * POINTS,
        em,
        width: width.unwrap_or(0.0),
        stretch: number_of(element, "HScale").unwrap_or(1.0) * a.hypot(b) * POINTS,
        bold: number_of(element, "Weight").is_some_and(|weight| weight >= 600.0)
            || element
                .attribute("Font")
                .is_some_and(|font| bold.contains(font)),
        painted,
        faint: is_faint(element),
        colour: Some(FillColour::BLACK),
        marks: Vec::new(),
        code: None,
    })
}

impl TextCode {
    /// Reads a text code. One without a position goes on where the one before it began (GB/T 33190, 11.3).
    pub fn new(element: &Element, last: (f64, f64)) -> Self {
        Self {
            x: number_of(element, "X").unwrap_or(last.0),
            y: number_of(element, "Y").unwrap_or(last.1),
            across: Deltas::new(element.attribute("DeltaX")),
            down: Deltas::new(element.attribute("DeltaY")),
            text: String::new(),
        }
    }
}

impl TextObject {
    /// Places the characters of one code.
    pub fn lay(&mut self, code: &TextCode) {
        let (mut x, mut y) = (code.x, code.y);
        let (em, is_level) = (self.em, code.down.are_zero());
        let (mut across, mut down) = (code.across.iter(), code.down.iter());
        let chars = code
            .text
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r' | '\t'));
        for c in chars.take(MOST_CHARACTERS) {
            self.marks.push((c, x, y));
            y += down.next().unwrap_or(0.0);
            // Some producers give too few steps, and those down as zeros: the rest would stand in one place, where equal
            // characters count as one struck twice.
            x += match (across.next(), is_level) {
                (Some(step), _) => step,
                (None, true) => usual_advance(c) * em,
                (None, false) => 0.0,
            };
        }
    }

    /// Returns the way a character in the middle of `place` is painted.
    fn ink(&self, place: Point, backdrop: &Backdrop) -> Paint {
        if self.painted {
            backdrop.paint_of(place, self.colour, self.faint)
        } else {
            Paint::Hidden
        }
    }

    /// Turns the object's characters into glyphs on what was painted so far, each as wide as the distance to the next one.
    pub fn glyphs(mut self, backdrop: &Backdrop, glyphs: &mut Vec<Glyph>) {
        let em = self.em;
        let marks = std::mem::take(&mut self.marks);
        // One column of characters is a label beside the lines of a form; it is read as a word at its middle height.
        let falls = marks.len() > 1
            && marks
                .windows(2)
                .all(|pair| (pair[0].1 - pair[1].1).abs() < 0.01 && pair[0].2 < pair[1].2);
        if falls && marks.len() <= LONGEST_LABEL && self.angle.abs() < 1.0 {
            return self.label(&marks, backdrop, glyphs);
        }
        for (at, (c, x, y)) in marks.iter().enumerate() {
            let step = match marks.get(at + 1) {
                Some((_, next, _)) if (next - x).abs() > f64::EPSILON => next - x,
                Some(_) => 0.0,
                None => self.width - x,
            };
            // A step wider than the character is white space behind it, and a very narrow step is an overprint.
            let most = if is_western(*c) { 0.96 } else { 1.0 } * em;
            let advance = if (0.15 * em..=most).contains(&step) {
                step
            } else {
                usual_advance(*c) * em
            };
            let place = self.place * Point::new(*x, *y);
            let middle = self.place * Point::new(x + 0.5 * advance, y - 0.35 * em);
            glyphs.push(Glyph {
                ch: known(*c),
                x: place.x,
                y: place.y,
                advance: advance * self.stretch,
                size: self.size,
                angle: self.angle + if falls { 90.0 } else { 0.0 },
                ink: self.ink(middle, backdrop),
                bold: self.bold,
                text_box: 0,
                furniture: false,
            });
        }
    }

    /// Adds a label whose characters stand one below the other: side by side within the width of one character, at its
    /// middle height, so that it is read before what stands to the right of it.
    fn label(&self, marks: &[(char, f64, f64)], backdrop: &Backdrop, glyphs: &mut Vec<Glyph>) {
        let count: f64 = marks.iter().map(|_| 1.0).sum();
        let step = self.size / count;
        let (top, bottom) = (marks[0].2, marks[marks.len() - 1].2);
        let start = self.place * Point::new(marks[0].1, f64::midpoint(top, bottom));
        let ink = self.ink(start, backdrop);
        let mut x = start.x;
        for (c, ..) in marks {
            glyphs.push(Glyph {
                ch: known(*c),
                x,
                y: start.y,
                advance: step,
                size: self.size,
                angle: 0.0,
                ink,
                bold: self.bold,
                text_box: 0,
                furniture: false,
            });
            x += step;
        }
    }
}

/// Returns the width of a character in em where the file does not give it.
fn usual_advance(c: char) -> f64 {
    if is_western(c) || c == ' ' { 0.5 } else { 1.0 }
}

/// Returns the character to show: U+FFFD for the private use area but the codes of symbol fonts, a radical's own character.
fn known(c: char) -> char {
    match c {
        // Of a symbol font, as Word has them.
        '\u{f020}'..='\u{f0ff}' => symbol::character(None, c),
        '\u{e000}'..='\u{f8ff}' => '\u{fffd}',
        c => radicals::character(c),
    }
}
