//! Ruling lines of a page, which show tables: straight lines and thin bars, joined where a producer drew them in pieces.
//!
//! Producers draw one line of a table as a stroke, as a thin filled rectangle, or as a piece for each cell. All three
//! become a [`Rule`], pieces are joined, and lines that touch are grouped for `grid.rs`. Slanted lines and curves are
//! dropped. Lengths are in points, with y growing down the page.

/// The most lines of a page that are looked at. A map or a chart has more, and shows no table.
pub(in crate::source) const MOST_RULES: usize = 3000;
/// The distance in points within which two lines count as one or as touching. Word draws borders cell by cell, with
/// gaps of up to half a point, and Chinese office suites leave up to 2 points at corners.
pub(super) const TOUCH: f64 = 3.0;
/// The thickest bar that is a line, in points.
const THICKEST: f64 = 3.2;
/// The shortest line that is kept, in points; dashes are joined before.
const SHORTEST: f64 = 6.0;

/// A horizontal or vertical line, in points from the top left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::source) struct Rule {
    /// Set for a vertical line.
    pub vertical: bool,
    /// Its y where it is horizontal, its x where it is vertical.
    pub at: f64,
    /// The left or upper end.
    pub from: f64,
    /// The right or lower end.
    pub to: f64,
}

impl Rule {
    /// Returns the line between two points; `None` if it is neither horizontal nor vertical.
    pub fn between(a: (f64, f64), b: (f64, f64)) -> Option<Self> {
        let (wide, high) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        if high <= 1.0 && wide > high {
            Some(Self {
                vertical: false,
                at: f64::midpoint(a.1, b.1),
                from: a.0.min(b.0),
                to: a.0.max(b.0),
            })
        } else if wide <= 1.0 && high > wide {
            Some(Self {
                vertical: true,
                at: f64::midpoint(a.0, b.0),
                from: a.1.min(b.1),
                to: a.1.max(b.1),
            })
        } else {
            None
        }
    }

    /// Returns the line that a filled rectangle draws; `None` if it is an area.
    pub fn bar(a: (f64, f64), b: (f64, f64)) -> Option<Self> {
        let (wide, high) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let (x, y) = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
        if high <= THICKEST && wide > high {
            Self::between((a.0, y), (b.0, y))
        } else if wide <= THICKEST && high > wide {
            Self::between((x, a.1), (x, b.1))
        } else {
            None
        }
    }

    /// Returns the two ends, left or upper first.
    pub fn ends(&self) -> [(f64, f64); 2] {
        if self.vertical {
            [(self.at, self.from), (self.at, self.to)]
        } else {
            [(self.from, self.at), (self.to, self.at)]
        }
    }

    /// True if the two lines cross or touch.
    pub fn meets(&self, other: &Self) -> bool {
        if self.vertical == other.vertical {
            return false;
        }
        // With some tolerance: corners do not always meet.
        let within = |line: &Self, at: f64| at > line.from - TOUCH && at < line.to + TOUCH;
        within(self, other.at) && within(other, self.at)
    }
}

/// Joins collinear lines that touch and drops those too short to be a table's.
///
/// Returns nothing for more than [`MOST_RULES`] lines, because [`groups`] compares each line with all others.
pub(super) fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    if rules.len() > MOST_RULES {
        return Vec::new();
    }
    // Pieces of one line differ by fractions of a point; rounding brings them side by side, in order of their ends.
    rules.sort_by(|a, b| {
        let key = |rule: &Rule| (rule.vertical, (rule.at / 1.5).round());
        let ((va, ka), (vb, kb)) = (key(a), key(b));
        (va.cmp(&vb))
            .then(ka.total_cmp(&kb))
            .then(a.from.total_cmp(&b.from))
    });
    let mut found: Vec<Rule> = Vec::new();
    for rule in rules {
        match found.last_mut() {
            Some(last)
                if last.vertical == rule.vertical
                    && (last.at - rule.at).abs() < 1.6
                    && rule.from < last.to + TOUCH =>
            {
                last.to = last.to.max(rule.to);
            }
            _ => found.push(rule),
        }
    }
    found.retain(|rule| rule.to - rule.from > SHORTEST);
    found
}

/// Groups lines that are connected, each group in the order of the page.
pub(super) fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut open: Vec<Rule> = rules.to_vec();
    let mut groups = Vec::new();
    while let Some(first) = open.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while let Some(line) = group.get(at).copied() {
            let (near, far): (Vec<Rule>, Vec<Rule>) =
                open.into_iter().partition(|other| line.meets(other));
            group.extend(near);
            open = far;
            at += 1;
        }
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_drawn_in_pieces_are_one() {
        let piece = |from: f64, to: f64| Rule::bar((from, 100.0), (to, 100.5));
        let rules: Vec<Rule> = [piece(10.0, 50.0), piece(51.0, 90.0)]
            .into_iter()
            .flatten()
            .collect();
        let found = joined(rules);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].from, found[0].to), (10.0, 90.0));
    }

    #[test]
    fn an_area_is_no_line() {
        assert_eq!(Rule::bar((0.0, 0.0), (50.0, 20.0)), None);
    }
}
