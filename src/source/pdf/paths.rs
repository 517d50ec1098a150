//! Paths (ISO 32000 8.5) as far as they draw ruling lines: straight segments that are stroked, thin rectangles that are
//! filled. Curves and areas are followed only so that the current point stays right.

use crate::source::page::{MOST_RULES, Rule};
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::Number;
use kurbo::{Affine, Point};

/// The most segments of one path that are kept: a border has four, a map may have a million.
const MOST_SEGMENTS: usize = 4096;

/// The path under construction and the lines found so far.
#[derive(Default)]
pub(super) struct Paths {
    /// The first point of the subpath.
    start: (f64, f64),
    /// The current point.
    current: (f64, f64),
    /// Straight segments on the page.
    segments: Vec<((f64, f64), (f64, f64))>,
    /// Rectangles on the page, by two opposite corners.
    boxes: Vec<((f64, f64), (f64, f64))>,
    /// The lines found so far.
    rules: Vec<Rule>,
}

/// Returns the place of two operands on the page.
fn place(ctm: Affine, x: Number, y: Number) -> (f64, f64) {
    let at = ctm * Point::new(x.as_f64(), y.as_f64());
    (at.x, at.y)
}

impl Paths {
    /// Returns the lines found, in the order of the file.
    pub fn into_rules(self) -> Vec<Rule> {
        self.rules
    }

    /// Runs an operator that builds or paints a path; false if `op` is another one.
    pub fn perform(&mut self, op: &Op<'_, '_>, ctm: Affine) -> bool {
        match op {
            Op::MoveTo(to) => {
                self.current = place(ctm, to.0, to.1);
                self.start = self.current;
            }
            Op::LineTo(to) => self.line_to(place(ctm, to.0, to.1)),
            Op::ClosePath(_) => self.line_to(self.start),
            // Of a curve only the end counts: no ruling line is curved.
            Op::CubicTo(to) => self.current = place(ctm, to.4, to.5),
            Op::CubicStartTo(to) => self.current = place(ctm, to.2, to.3),
            Op::CubicEndTo(to) => self.current = place(ctm, to.2, to.3),
            Op::RectPath(rect) => {
                let [x, y, width, height] = [rect.0, rect.1, rect.2, rect.3].map(|n| n.as_f64());
                let (a, b) = (
                    ctm * Point::new(x, y),
                    ctm * Point::new(x + width, y + height),
                );
                if self.boxes.len() < MOST_SEGMENTS {
                    self.boxes.push(((a.x, a.y), (b.x, b.y)));
                }
            }
            Op::StrokePath(_) => self.paint(false, true),
            Op::CloseAndStrokePath(_) => {
                self.line_to(self.start);
                self.paint(false, true);
            }
            Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_) => {
                self.paint(true, false);
            }
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.paint(true, true),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.line_to(self.start);
                self.paint(true, true);
            }
            Op::EndPath(_) => self.paint(false, false),
            _ => return false,
        }
        true
    }

    /// Adds a straight segment.
    fn line_to(&mut self, to: (f64, f64)) {
        if self.segments.len() < MOST_SEGMENTS {
            self.segments.push((self.current, to));
        }
        self.current = to;
    }

    /// Ends the path; what is painted becomes lines.
    fn paint(&mut self, filled: bool, stroked: bool) {
        let mut found: Vec<Option<Rule>> = Vec::new();
        if stroked {
            found.extend(self.segments.iter().map(|(a, b)| Rule::between(*a, *b)));
            for (a, b) in &self.boxes {
                let corners = [*a, (b.0, a.1), *b, (a.0, b.1)];
                let next = corners.iter().cycle().skip(1);
                found.extend(corners.iter().zip(next).map(|(a, b)| Rule::between(*a, *b)));
            }
        } else if filled {
            found.extend(self.boxes.iter().map(|(a, b)| Rule::bar(*a, *b)));
            // Some producers fill a bar as a polygon of four segments.
            if (3..=5).contains(&self.segments.len())
                && let Some(((a, _), (b, _))) = self.segments.first().zip(self.segments.get(2))
            {
                found.push(Rule::bar(*a, *b));
            }
        }
        // One more than the limit is kept, so that a page with too many is known as one.
        let room = (MOST_RULES + 1).saturating_sub(self.rules.len());
        self.rules.extend(found.into_iter().flatten().take(room));
        self.segments.clear();
        self.boxes.clear();
    }
}
