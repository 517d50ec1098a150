//! The content of a page as it is read, in points.

use super::xml::placement;
use crate::source::page::{Glyph, MOST_RULES, Rule};
use crate::source::xml::Element;
use kurbo::{Affine, Point};

/// Points per millimetre.
pub(super) const POINTS: f64 = 72.0 / 25.4;
/// The most characters of one page.
pub(super) const MOST_CHARACTERS: usize = 400_000;

/// The content of a page file.
#[derive(Default)]
pub(super) struct PageContent {
    /// The characters of the page.
    pub glyphs: Vec<Glyph>,
    /// The ruling lines of the page.
    pub rules: Vec<Rule>,
    /// The page's own size in millimetres, where it gives one.
    pub area: Option<[f64; 4]>,
    /// The identifiers of the template pages that lie under it.
    pub templates: Vec<String>,
}

impl PageContent {
    /// Adds a composite unit as its `CompositeObject` places it; at most `room` characters.
    pub fn place(&mut self, object: &Element, unit: &Self, room: usize) {
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
        self.glyphs.extend(glyphs);
        let rules = unit.rules.iter().filter_map(|rule| {
            let [from, to] = rule.ends().map(|(x, y)| at * Point::new(x, y));
            Rule::between((from.x, from.y), (to.x, to.y))
        });
        let room = (MOST_RULES + 1).saturating_sub(self.rules.len());
        self.rules.extend(rules.take(room));
    }
}
