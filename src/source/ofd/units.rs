//! Composite objects (GB/T 33190, 13): content that a document keeps among its resources and places on its pages.
//!
//! Programs that convert from PDF write every paragraph as such a unit: a magazine of three pages had 299 of them and no
//! other text.

use super::text::{ContentReader, OfdResources, PageContent, placement};
use super::xml::{OfdEvent, walk};
use crate::source::page::{Glyph, MOST_RULES, Rule};
use crate::source::xml::Element;
use kurbo::{Affine, Point};
use memchr::memmem;

/// Points per millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// The most units of a document.
const MOST_UNITS: usize = 50_000;

/// Reads the units of a resource file. A unit may place those before it.
pub(super) fn read(file: &[u8], resources: &mut OfdResources) {
    // Most files have none, and reading one takes as long as reading a page.
    if memmem::find(file, b"CompositeGraphicUnit").is_none() {
        return;
    }
    let mut open: Option<(String, ContentReader)> = None;
    walk(file, &mut |event| match event {
        OfdEvent::Open(element) if &*element.name == "CompositeGraphicUnit" => {
            let id = element.attribute("ID").unwrap_or_default().to_owned();
            open = (resources.units.len() < MOST_UNITS).then(|| (id, ContentReader::default()));
        }
        OfdEvent::Close(name) if &*name == "CompositeGraphicUnit" => {
            if let Some((id, reader)) = open.take() {
                resources.units.insert(id, reader.finish());
            }
        }
        event => {
            if let Some((_, reader)) = &mut open {
                reader.handle(event, resources);
            }
        }
    });
}

/// Adds a unit to a page as its `CompositeObject` places it; at most `room` characters.
pub(super) fn place(object: &Element, unit: &PageContent, page: &mut PageContent, room: usize) {
    // The content of a unit is in points already, the object in millimetres.
    let at = Affine::scale(POINTS) * placement(object) * Affine::scale(1.0 / POINTS);
    let [a, b, c, d, ..] = at.as_coeffs();
    let (along, across, turn) = (a.hypot(b), c.hypot(d), b.atan2(a).to_degrees());
    let glyphs = unit.glyphs.iter().take(room).map(|glyph| {
        let place = at * Point::new(glyph.x, glyph.y);
        Glyph {
            x: place.x,
            y: place.y,
            advance: glyph.advance * along,
            size: glyph.size * across,
            angle: glyph.angle + turn,
            ..glyph.clone()
        }
    });
    page.glyphs.extend(glyphs);
    let rules = unit.rules.iter().filter_map(|rule| {
        let [from, to] = rule.ends().map(|(x, y)| at * Point::new(x, y));
        Rule::between((from.x, from.y), (to.x, to.y))
    });
    let room = (MOST_RULES + 1).saturating_sub(page.rules.len());
    page.rules.extend(rules.take(room));
}
