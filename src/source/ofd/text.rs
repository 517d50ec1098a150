//! The text objects of one OFD page (GB/T 33190, 11.2 and 11.3): the place of each character.

use super::cells;
use super::content::{POINTS, PageContent};
use super::deltas::Deltas;
use super::paths::OfdPath;
use super::xml::{OfdEvent, number_of, numbers, numbers_of, placement, walk};
use crate::source::page::{Glyph, MOST_RULES, Paint};
use crate::source::radicals;
use crate::source::xml::Element;
use crate::text::chars::is_western;
use kurbo::{Affine, Point};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The longest column of characters that is a label; longer ones are vertical text.
const LONGEST_LABEL: usize = 12;
/// The most characters of one page.
pub(super) const MOST_CHARACTERS: usize = 400_000;

/// A text object that is open.
struct TextObject {
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
    /// The way it is painted.
    ink: Paint,
    /// Characters at positions inside the object.
    marks: Vec<(char, f64, f64)>,
    /// The text code that is open.
    code: Option<TextCode>,
    /// Set once a fill colour was read.
    in_fill: bool,
}

/// A text code that is open.
struct TextCode {
    /// The origin of its first character, in the object's units.
    x: f64,
    /// Its origin downwards.
    y: f64,
    /// The steps to the right.
    across: Deltas,
    /// The steps downwards.
    down: Deltas,
    /// The characters so far.
    text: String,
}

/// The resources of a document that its pages refer to.
#[derive(Default)]
pub(super) struct OfdResources {
    /// The identifiers of bold fonts.
    pub bold: HashSet<String>,
    /// The contents of composite units by their identifiers.
    pub units: HashMap<String, PageContent>,
}

/// Reads the characters of a page or template page.
pub(super) fn content(bytes: &[u8], resources: &OfdResources) -> PageContent {
    let mut reader = ContentReader::default();
    walk(bytes, &mut |event| reader.handle(event, resources));
    reader.finish()
}

/// Reads a page, a template page or a composite unit, event by event.
#[derive(Default)]
pub(super) struct ContentReader {
    /// What was read so far.
    content: PageContent,
    /// The text object that is open.
    open: Option<TextObject>,
    /// The path object that is open.
    path: Option<OfdPath>,
    /// The origin of the last text code.
    last: (f64, f64),
    /// The text of the page's size.
    area: String,
    /// The glyphs of each text object.
    objects: Vec<Range<usize>>,
}

impl ContentReader {
    /// Takes the next step through the file.
    pub fn handle(&mut self, event: OfdEvent, resources: &OfdResources) {
        match event {
            OfdEvent::Open(element) => self.begin(&element, resources),
            OfdEvent::Text(text) => {
                if let Some(code) = self.open.as_mut().and_then(|object| object.code.as_mut()) {
                    code.text.push_str(&text);
                } else if let Some(path) = &mut self.path {
                    path.add(&text);
                } else if self.open.is_none() && !self.area.is_empty() {
                    self.area.push_str(&text);
                }
            }
            OfdEvent::Close(name) => self.end(&name),
        }
    }

    /// Begins an element.
    fn begin(&mut self, element: &Element, resources: &OfdResources) {
        match (&*element.name, &mut self.open) {
            ("Template", _) => {
                let id = element.attribute("TemplateID");
                self.content.templates.extend(id.map(str::to_owned));
            }
            ("TextObject", _) => self.open = text_object(element, &resources.bold),
            ("TextCode", Some(object)) => object.code = Some(TextCode::new(element, self.last)),
            ("FillColor", Some(object)) => {
                object.in_fill = true;
                if is_light(element) && object.ink == Paint::Dark {
                    object.ink = Paint::Light;
                }
            }
            ("PathObject", None) => self.path = OfdPath::open(element),
            ("AbbreviatedData", None) => self.path.iter_mut().for_each(OfdPath::begin),
            ("PhysicalBox", None) => self.area.push(' '),
            ("CompositeObject", None) if element.attribute("Visible") != Some("false") => {
                let unit = element.attribute("ResourceID");
                if let Some(unit) = unit.and_then(|id| resources.units.get(id)) {
                    let room = MOST_CHARACTERS.saturating_sub(self.content.glyphs.len());
                    self.content.place(element, unit, room);
                }
            }
            _ => {}
        }
    }

    /// Ends the innermost element, of this name.
    fn end(&mut self, name: &str) {
        match (name, &mut self.open) {
            ("TextCode", Some(object)) => {
                if let Some(code) = object.code.take() {
                    self.last = (code.x, code.y);
                    object.lay(&code);
                }
            }
            ("TextObject", Some(_)) => {
                if let Some(object) = self.open.take()
                    && self.content.glyphs.len() < MOST_CHARACTERS
                {
                    let start = self.content.glyphs.len();
                    object.glyphs(&mut self.content.glyphs);
                    self.objects.push(start..self.content.glyphs.len());
                }
            }
            ("PathObject", None) => {
                let room = (MOST_RULES + 1).saturating_sub(self.content.rules.len());
                let lines = self.path.take().map(OfdPath::rules).unwrap_or_default();
                self.content.rules.extend(lines.into_iter().take(room));
            }
            ("PhysicalBox", None) => {
                self.content.area = numbers(&self.area).try_into().ok();
                self.area.clear();
            }
            _ => {}
        }
    }

    /// Returns the content.
    pub fn finish(mut self) -> PageContent {
        cells::keep_together(&mut self.content.glyphs, &self.objects);
        self.content
    }
}

/// Reads the attributes of a text object; `None` if it is invisible.
fn text_object(element: &Element, bold: &HashSet<String>) -> Option<TextObject> {
    if element.attribute("Visible") == Some("false") {
        return None;
    }
    let place = placement(element);
    let [a, b, c, d, ..] = place.as_coeffs();
    let painted =
        element.attribute("Fill") != Some("false") || element.attribute("Stroke") == Some("true");
    let faint = number_of(element, "Alpha").is_some_and(|alpha| alpha < 160.0);
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
        ink: match (painted, faint) {
            (false, _) => Paint::Hidden,
            (true, true) => Paint::Light,
            (true, false) => Paint::Dark,
        },
        marks: Vec::new(),
        code: None,
        in_fill: false,
    })
}

/// True for a fill colour whose components, of 255, are nearly white, or that is nearly transparent.
fn is_light(colour: &Element) -> bool {
    let faint = number_of(colour, "Alpha").is_some_and(|alpha| alpha < 160.0);
    let light = match numbers_of(colour, "Value")[..] {
        [gray] => gray > 158.0,
        [red, green, blue] => 0.3 * red + 0.59 * green + 0.11 * blue > 158.0,
        _ => false,
    };
    faint || light
}

impl TextCode {
    /// Reads a text code. One without a position goes on where the one before it began (GB/T 33190, 11.3).
    fn new(element: &Element, last: (f64, f64)) -> Self {
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
    fn lay(&mut self, code: &TextCode) {
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

    /// Turns the object's characters into glyphs, each as wide as the distance to the next one.
    fn glyphs(mut self, glyphs: &mut Vec<Glyph>) {
        let em = self.em;
        let marks = std::mem::take(&mut self.marks);
        // One column of characters is a label beside the lines of a form; it is read as a word at its middle height.
        let falls = marks.len() > 1
            && marks
                .windows(2)
                .all(|pair| (pair[0].1 - pair[1].1).abs() < 0.01 && pair[0].2 < pair[1].2);
        if falls && marks.len() <= LONGEST_LABEL && self.angle.abs() < 1.0 {
            return self.label(&marks, glyphs);
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
            glyphs.push(Glyph {
                ch: known(*c),
                x: place.x,
                y: place.y,
                advance: advance * self.stretch,
                size: self.size,
                angle: self.angle + if falls { 90.0 } else { 0.0 },
                ink: self.ink,
                bold: self.bold,
                text_box: 0,
                furniture: false,
            });
        }
    }
}

impl TextObject {
    /// Adds a label whose characters stand one below the other: side by side within the width of one character, at its
    /// middle height, so that it is read before what stands to the right of it.
    fn label(&self, marks: &[(char, f64, f64)], glyphs: &mut Vec<Glyph>) {
        let count: f64 = marks.iter().map(|_| 1.0).sum();
        let step = self.size / count;
        let (top, bottom) = (marks[0].2, marks[marks.len() - 1].2);
        let start = self.place * Point::new(marks[0].1, f64::midpoint(top, bottom));
        let mut x = start.x;
        for (c, ..) in marks {
            glyphs.push(Glyph {
                ch: known(*c),
                x,
                y: start.y,
                advance: step,
                size: self.size,
                angle: 0.0,
                ink: self.ink,
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

/// Returns the character to show: U+FFFD for the private use area, a radical's own character.
fn known(c: char) -> char {
    match c {
        '\u{e000}'..='\u{f8ff}' => '\u{fffd}',
        c => radicals::character(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(objects: &str) -> PageContent {
        let page = format!(
            "<Page><Area><PhysicalBox>0 0 210 297</PhysicalBox></Area><PageContent><Layer>{objects}</Layer></PageContent></Page>"
        );
        content(page.as_bytes(), &OfdResources::default())
    }

    #[test]
    fn steps_repeat_and_a_hostile_count_costs_nothing() {
        let steps = Deltas::new(Some("g 2 4 3 g 4000000000 1"));
        assert_eq!(
            steps.iter().take(5).collect::<Vec<_>>(),
            [4.0, 4.0, 3.0, 1.0, 1.0]
        );
        let page = read(
            "<TextObject Boundary='0 0 50 5' Size='4'><TextCode X='0' Y='4' DeltaX='g 4000000000 4'>一二</TextCode></TextObject>",
        );
        assert_eq!(page.glyphs.len(), 2);
    }

    #[test]
    fn characters_behind_the_last_step_stand_beside_each_other() {
        let page = read(
            "<TextObject Boundary='0 0 80 5' Size='4'><TextCode X='0' Y='4' DeltaX='g 2 4 2' DeltaY='0'>云屿5553322</TextCode></TextObject>",
        );
        let places: Vec<f64> = page.glyphs.iter().map(|glyph| glyph.x).collect();
        assert_eq!(places.len(), 9);
        assert!(
            places.windows(2).all(|pair| pair[1] - pair[0] > 1.0),
            "{places:?}"
        );
    }

    #[test]
    fn missing_positions_go_on_from_the_code_before() {
        let page = read(
            "<TextObject Boundary='10 0 50 5' Size='4'><TextCode X='1' Y='4'>一</TextCode><TextCode X='5'>二</TextCode></TextObject>",
        );
        let places: Vec<_> = page
            .glyphs
            .iter()
            .map(|g| ((g.x / POINTS).round(), (g.y / POINTS).round()))
            .collect();
        assert_eq!(places, [(11.0, 4.0), (15.0, 4.0)]);
        assert_eq!(page.area, Some([0.0, 0.0, 210.0, 297.0]));
    }

    #[test]
    fn lines_of_a_cell_are_not_woven_with_those_beside_it() {
        let cell = |left: u32, text: &str| {
            format!(
                "<TextObject Boundary='{left} 20 30 12' Size='4'><TextCode X='0' Y='4' DeltaX='4 -4 4' DeltaY='0 5 0'>{text}</TextCode></TextObject>"
            )
        };
        let rows = |objects: &str| {
            let page = read(objects);
            let sheet = crate::source::page::GlyphPage {
                number: 1,
                width: 595.0,
                height: 842.0,
                glyphs: page.glyphs,
                ..Default::default()
            };
            let pages = crate::source::page::set(sheet).into_iter();
            let rows = pages.flat_map(|page| page.rows);
            rows.map(|row| row.text).collect::<Vec<_>>()
        };
        let both = format!("{}{}", cell(20, "渔船归港"), cell(80, "码头人多"));
        assert_eq!(rows(&both), ["渔船归港\t码头人多"]);
        assert_eq!(rows(&cell(20, "渔船归港")), ["渔船", "归港"]);
    }

    #[test]
    fn characters_are_as_wide_as_their_transformation_makes_them() {
        let object = |size: &str, ctm: &str| {
            read(&format!(
                "<TextObject Boundary='10 0 50 5' Size='{size}' {ctm}><TextCode X='0' Y='0.9' DeltaX='1'>一二</TextCode></TextObject>"
            ))
        };
        let widths = |page: PageContent| -> Vec<f64> {
            page.glyphs
                .iter()
                .map(|glyph| (glyph.advance / POINTS).round())
                .collect()
        };
        assert_eq!(widths(object("1", "CTM='9 0 0 9 0 0'")), [9.0, 9.0]);
        assert_eq!(widths(object("1", "")), [1.0, 1.0]);
    }

    #[test]
    fn what_is_invisible_or_private_is_not_text() {
        let page = read(
            "<TextObject Visible='false' Size='4'><TextCode>一</TextCode></TextObject><TextObject Size='4'><TextCode>\u{e001}</TextCode></TextObject>",
        );
        assert_eq!(
            page.glyphs.iter().map(|g| g.ch).collect::<String>(),
            "\u{fffd}"
        );
    }
}
