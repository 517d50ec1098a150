//! The text objects of one OFD page (GB/T 33190, 11.2 and 11.3): the place of each character.

use super::cells;
use super::content::{MOST_CHARACTERS, POINTS, PageContent};
use super::paths::OfdPath;
use super::text_object::{TextCode, TextObject, text_object};
use super::xml::{OfdEvent, is_faint, numbers, numbers_of, walk};
use crate::source::page::{Backdrop, FillColour, MOST_RULES};
use crate::source::xml::Element;
use kurbo::Rect;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

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
    /// What was painted so far.
    backdrop: Backdrop,
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
                object.colour = colour(element);
                object.faint |= is_faint(element);
            }
            ("FillColor", None) => {
                if let Some(path) = &mut self.path {
                    path.fill(colour(element), is_faint(element));
                }
            }
            ("ImageObject", None) if element.attribute("Visible") != Some("false") => {
                if let [x, y, width, height] = numbers_of(element, "Boundary")[..] {
                    let area = Rect::new(x, y, x + width, y + height);
                    self.backdrop.paint(area.scale_from_origin(POINTS), None);
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
                    object.glyphs(&self.backdrop, &mut self.content.glyphs);
                    self.objects.push(start..self.content.glyphs.len());
                }
            }
            ("PathObject", None) => {
                let room = (MOST_RULES + 1).saturating_sub(self.content.rules.len());
                let Some(path) = self.path.take() else {
                    return;
                };
                if let Some((area, colour)) = path.area() {
                    self.backdrop.paint(area, colour);
                }
                self.content
                    .rules
                    .extend(path.rules().into_iter().take(room));
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

/// Returns a fill colour, whose components are of 255; `None` for a pattern.
fn colour(element: &Element) -> Option<FillColour> {
    let components: Vec<f64> = numbers_of(element, "Value")
        .iter()
        .map(|component| component / 255.0)
        .collect();
    FillColour::of(&components)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::ofd::content::POINTS;
    use crate::source::ofd::deltas::Deltas;
    use crate::source::page::Paint;

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
    fn white_words_are_read_where_something_dark_lies_below_them() {
        let ink = |below: &str, colour: &str| {
            let words = "<TextCode X='0' Y='9' DeltaX='10'>周报</TextCode></TextObject>";
            let page = read(&format!(
                "{below}<TextObject Boundary='20 20 50 12' Size='10'><FillColor Value='{colour}'/>{words}"
            ));
            page.glyphs[0].ink
        };
        let shape = "Boundary='10 15 190 20'";
        let data =
            "<AbbreviatedData>M 0 0 L 190 0 L 190 20 L 0 20 C</AbbreviatedData></PathObject>";
        let filled = |colour: &str| {
            format!("<PathObject {shape} Fill='true' Stroke='false'><FillColor {colour}/>{data}")
        };
        let red = filled("Value='180 20 20'");
        for below in [&red, &format!("<ImageObject {shape} ResourceID='9'/>")] {
            assert_eq!(ink(below, "255 255 255"), Paint::Dark, "{below}");
        }
        let (pale, faint) = (
            filled("Value='240 240 240'"),
            filled("Value='0 0 0' Alpha='40'"),
        );
        let unfilled = format!("<PathObject {shape}>{data}");
        for below in ["", &pale, &faint, &unfilled, &format!("{red}{pale}")] {
            assert_eq!(ink(below, "255 255 255"), Paint::Light, "{below}");
        }
        assert_eq!(ink("", "255 192 0"), Paint::Dark, "a golden heading");
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
