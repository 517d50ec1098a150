//! Path objects (GB/T 33190, 9.1) as far as they draw ruling lines and fill areas.

use super::content::POINTS;
use super::xml::{is_faint, placement};
use crate::source::page::{FillColour, Rule};
use crate::source::xml::Element;
use kurbo::{Affine, Point, Rect};

/// The longest path data that is read, in bytes: a border has less than a hundred, an outline of a seal may have
/// megabytes.
const LONGEST_DATA: usize = 4096;

/// A path object that is open.
pub(super) struct OfdPath {
    /// The transformation from the object to the page, in points.
    place: Affine,
    /// The path data so far.
    data: String,
    /// Set inside the path data.
    reading: bool,
    /// Set when lines are stroked, which they are unless the object denies it.
    stroked: bool,
    /// Set when the area is filled, which it is only if the object says so.
    filled: bool,
    /// The fill colour; `None` for a pattern.
    colour: Option<FillColour>,
}

impl OfdPath {
    /// Reads the attributes of a path object; `None` if it is invisible.
    pub fn open(element: &Element) -> Option<Self> {
        if element.attribute("Visible") == Some("false") {
            return None;
        }
        Some(Self {
            place: Affine::scale(POINTS) * placement(element),
            data: String::new(),
            reading: false,
            stroked: element.attribute("Stroke") != Some("false"),
            filled: element.attribute("Fill") == Some("true") && !is_faint(element),
            colour: Some(FillColour::BLACK),
        })
    }

    /// Sets the fill colour; one that is nearly transparent fills nothing.
    pub fn fill(&mut self, colour: Option<FillColour>, faint: bool) {
        self.colour = colour;
        self.filled &= !faint;
    }

    /// Begins the path data.
    pub fn begin(&mut self) {
        self.reading = true;
    }

    /// Adds a piece of the path data.
    pub fn add(&mut self, text: &str) {
        if self.reading && self.data.len() + text.len() <= LONGEST_DATA {
            self.data.push_str(text);
        }
    }

    /// Returns the bounds of the area that the path fills, and its colour; `None` where it fills none.
    pub fn area(&self) -> Option<(Rect, Option<FillColour>)> {
        if !self.filled {
            return None;
        }
        let segments = self.segments();
        let mut points = segments.iter().flat_map(|(a, b)| [*a, *b]);
        let first = points.next()?;
        let bounds = points.fold(Rect::from_points(first, first), |bounds, point| {
            bounds.union_pt(point)
        });
        Some((bounds, self.colour))
    }

    /// Returns the ruling lines of the path.
    pub fn rules(self) -> Vec<Rule> {
        let segments = self.segments();
        if self.stroked {
            return segments
                .into_iter()
                .filter_map(|(a, b)| Rule::between(a, b))
                .collect();
        }
        // A filled path is a line where it is a thin rectangle.
        let corners = segments.first().zip(segments.get(2));
        corners
            .and_then(|((a, _), (b, _))| Rule::bar(*a, *b))
            .into_iter()
            .collect()
    }

    /// Returns the straight lines of the path from end to end. Of a curve only the end counts: no ruling line is curved.
    fn segments(&self) -> Vec<((f64, f64), (f64, f64))> {
        let mut words = self.data.split_ascii_whitespace().peekable();
        let (mut start, mut current) = ((0.0, 0.0), (0.0, 0.0));
        let mut segments = Vec::new();
        while let Some(word) = words.next() {
            let mut numbers = Vec::new();
            while let Some(number) = words.peek().and_then(|word| word.parse::<f64>().ok()) {
                numbers.push(number);
                words.next();
            }
            match (word, &numbers[..]) {
                ("M" | "S", [.., x, y]) => {
                    current = self.at(*x, *y);
                    start = current;
                }
                ("L", [.., x, y]) => {
                    let to = self.at(*x, *y);
                    segments.push((current, to));
                    current = to;
                }
                ("C" | "Z", _) => {
                    segments.push((current, start));
                    current = start;
                }
                (_, [.., x, y]) => current = self.at(*x, *y),
                _ => {}
            }
        }
        segments
    }

    /// Returns a place of the object on the page.
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let at = self.place * Point::new(x, y);
        (at.x, at.y)
    }
}
