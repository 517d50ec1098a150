//! What was painted on a page below its text: white words on a red banner are there to be read, pale words on paper are a
//! watermark.

use super::{FillColour, Paint};
use kurbo::{Point, Rect};

/// The most areas of a page that are remembered; a page with more is a drawing.
const MOST_AREAS: usize = 1024;
/// The least side of an area in points: no text has room in a smaller one.
const LEAST_SIDE: f64 = 6.0;
/// The least difference in luminance, from 0 black to 1 white, that sets words off from a colour. A pale watermark has less to
/// the fill of a table's cells.
const CONTRAST: f64 = 0.4;
/// The luminance from which on words on a picture are white, or nearly so. A watermark in grey has at most 0.85.
const WHITE: f64 = 0.86;

/// The areas that were painted so far, the topmost one last.
#[derive(Debug, Default)]
pub(in crate::source) struct Backdrop {
    /// Their bounds in points from the top left of the page, and their colours; `None` for a picture or pattern.
    areas: Vec<(Rect, Option<FillColour>)>,
}

impl Backdrop {
    /// Paints an area with a colour, or with a picture or pattern.
    pub fn paint(&mut self, area: Rect, colour: Option<FillColour>) {
        let has_room = area.width() >= LEAST_SIDE && area.height() >= LEAST_SIDE;
        if has_room && self.areas.len() < MOST_AREAS {
            self.areas.push((area, colour));
        }
    }

    /// Returns the way words at `place` are seen: light if they are `faint`, which means half transparent, or pale without
    /// being set off.
    pub fn paint_of(&self, place: Point, words: Option<FillColour>, faint: bool) -> Paint {
        let is_lost = |words: FillColour| words.is_pale() && !self.sets_off(place, words);
        if faint || words.is_some_and(is_lost) {
            Paint::Light
        } else {
            Paint::Dark
        }
    }

    /// True if light words at `place` stand out against what lies below them, so that they are meant to be read.
    fn sets_off(&self, place: Point, words: FillColour) -> bool {
        let below = self
            .areas
            .iter()
            .rev()
            .find(|(area, _)| area.contains(place));
        below.is_some_and(|(_, colour)| match colour {
            Some(colour) => words.luminance - colour.luminance >= CONTRAST,
            None => words.luminance >= WHITE,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topmost_area_decides() {
        let grey = |luminance| FillColour::of(&[luminance]);
        let (white, silver) = (grey(1.0).unwrap(), grey(0.75).unwrap());
        let (place, banner) = (Point::new(100.0, 60.0), Rect::new(50.0, 50.0, 500.0, 120.0));
        let mut backdrop = Backdrop::default();
        assert!(!backdrop.sets_off(place, white));
        backdrop.paint(banner, None);
        assert!(backdrop.sets_off(place, white));
        assert!(
            !backdrop.sets_off(place, silver),
            "a watermark on a picture"
        );
        assert_eq!(backdrop.paint_of(place, grey(0.75), false), Paint::Light);
        assert_eq!(backdrop.paint_of(place, grey(0.0), false), Paint::Dark);
        assert_eq!(backdrop.paint_of(place, grey(0.0), true), Paint::Light);
        backdrop.paint(banner, grey(0.3));
        assert!(backdrop.sets_off(place, silver));
        backdrop.paint(banner, grey(1.0));
        assert!(!backdrop.sets_off(place, white));
        backdrop.paint(Rect::new(50.0, 58.0, 500.0, 61.0), grey(0.0));
        assert!(!backdrop.sets_off(place, white), "a line");
    }
}
