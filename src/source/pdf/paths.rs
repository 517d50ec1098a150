//! Paths (ISO 32000 8.5) as far as they draw ruling lines, and the areas that they fill or clip: straight segments that are
//! stroked, thin rectangles that are filled. Of a curve and of an area with curves only the bounds are known.

use crate::source::page::{MOST_RULES, Rule};
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::Number;
use kurbo::{Affine, Point, Rect};

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
    /// The bounds of the path on the page; `None` before its first point.
    bounds: Option<Rect>,
    /// Set when the path becomes a clip where it ends.
    clips: bool,
    /// The lines found so far.
    rules: Vec<Rule>,
}

/// What an operator of a path leaves besides ruling lines: nothing, unless the path ends.
#[derive(Default)]
pub(super) struct PathEnd {
    /// The areas that are filled, on the page.
    pub filled: Vec<Rect>,
    /// The bounds of a new clip.
    pub clip: Option<Rect>,
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

    /// Runs an operator that builds or paints a path; `None` if `op` is another one.
    pub fn perform(&mut self, op: &Op<'_, '_>, ctm: Affine) -> Option<PathEnd> {
        match op {
            Op::MoveTo(to) => {
                self.current = place(ctm, to.0, to.1);
                self.start = self.current;
            }
            Op::LineTo(to) => self.line_to(place(ctm, to.0, to.1)),
            Op::ClosePath(_) => self.line_to(self.start),
            Op::CubicTo(to) => self.curve_to(place(ctm, to.4, to.5)),
            Op::CubicStartTo(to) => self.curve_to(place(ctm, to.2, to.3)),
            Op::CubicEndTo(to) => self.curve_to(place(ctm, to.2, to.3)),
            Op::RectPath(rect) => {
                let [x, y, width, height] = [rect.0, rect.1, rect.2, rect.3].map(|n| n.as_f64());
                let (a, b) = (
                    ctm * Point::new(x, y),
                    ctm * Point::new(x + width, y + height),
                );
                if self.boxes.len() < MOST_SEGMENTS {
                    self.boxes.push(((a.x, a.y), (b.x, b.y)));
                }
                self.reach((a.x, a.y));
                self.reach((b.x, b.y));
            }
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clips = true,
            Op::StrokePath(_) => return Some(self.paint(false, true)),
            Op::CloseAndStrokePath(_) => {
                self.line_to(self.start);
                return Some(self.paint(false, true));
            }
            Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_) => return Some(self.paint(true, false)),
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => {
                return Some(self.paint(true, true));
            }
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.line_to(self.start);
                return Some(self.paint(true, true));
            }
            Op::EndPath(_) => return Some(self.paint(false, false)),
            _ => return None,
        }
        Some(PathEnd::default())
    }

    /// Adds a straight segment.
    fn line_to(&mut self, to: (f64, f64)) {
        if self.segments.len() < MOST_SEGMENTS {
            self.segments.push((self.current, to));
        }
        self.reach(self.current);
        self.reach(to);
        self.current = to;
    }

    /// Follows a curve, of which only the end counts: no ruling line is curved.
    fn curve_to(&mut self, to: (f64, f64)) {
        self.reach(self.current);
        self.reach(to);
        self.current = to;
    }

    /// Widens the bounds of the path to a point of it.
    fn reach(&mut self, to: (f64, f64)) {
        let bounds = self.bounds.map(|bounds| bounds.union_pt(to));
        self.bounds = bounds.or_else(|| Some(Rect::from_points(to, to)));
    }

    /// Ends the path; what is painted becomes lines and areas.
    fn paint(&mut self, filled: bool, stroked: bool) -> PathEnd {
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
        let (bounds, clips) = (self.bounds.take(), std::mem::take(&mut self.clips));
        let is_boxes = self.segments.is_empty() && !self.boxes.is_empty();
        let filled = match (filled, is_boxes) {
            (false, _) => Vec::new(),
            // The cells of a table are filled together, and what lies between them is not.
            (true, true) => self
                .boxes
                .iter()
                .map(|(a, b)| Rect::from_points(*a, *b))
                .collect(),
            (true, false) => bounds.into_iter().collect(),
        };
        self.segments.clear();
        self.boxes.clear();
        PathEnd {
            filled,
            clip: bounds.filter(|_| clips),
        }
    }
}
