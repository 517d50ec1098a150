//! Filling: break chances and a measure to lines, first fit.

use crate::text::breaks::cut::Room;
use crate::text::breaks::{HAN_BYTES, Unit, Units};
use crate::text::clusters::clusters;
pub use crate::text::rules::{Rules, Spacing};
use std::ops::Range;

/// One line of a set paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the paragraph on this line, without spaces dropped at its end.
    pub range: Range<usize>,
    /// Columns left free before the text: the first-line indent.
    pub indent_cols: u16,
    /// Columns of the text itself, without the indent.
    pub width_cols: u16,
}

/// Breaks one paragraph into lines of at most `measure_cols` columns.
///
/// The ranges are byte offsets into `text`, ascending, on grapheme boundaries; together they cover `text` except for spaces
/// dropped at line ends (and line ends, where a paragraph holds one after all). Breaks follow UAX #14, then CLREQ
/// `#prohibition_rules_for_line_start_end`, basic and GB style. With `rules.hang` one pause mark may stand past the measure.
/// A line is only wider where a single cluster is. The indent gives way where the first unit would not fit beside it.
/// A measure under 2 counts as 2, the width of one Han character. No text is one empty line.
#[must_use]
pub fn typeset(text: &str, measure_cols: u16, rules: &Rules) -> Vec<Line> {
    let mut units = Units::new(text, rules);
    let mut filler = Filler::new(usize::from(measure_cols.max(2)), rules);
    loop {
        filler.place_han(&mut units);
        let Some(unit) = units.next() else { break };
        filler.place(unit, &mut units);
    }
    filler.finish(text)
}

/// Between two units of a line: where the text before ends, and where the text behind begins.
#[derive(Debug, Clone, Copy, Default)]
struct Joint {
    end: usize,
    start: usize,
}

/// Lines under way.
struct Filler<'a> {
    rules: &'a Rules,
    measure: usize,
    lines: Vec<Line>,
    indent: usize,
    /// The line under way: its first byte, the byte behind its last character, its columns, those of the spaces behind.
    start: usize,
    end: usize,
    cols: usize,
    spaces: usize,
    is_open: bool,
    /// Where the last unit begins and the text before it ends: of the line under way, and of the two set before.
    last: Joint,
    last_above: [Joint; 2],
}

impl<'a> Filler<'a> {
    fn new(measure: usize, rules: &'a Rules) -> Self {
        let indent = if measure < 8 {
            0
        } else {
            usize::from(rules.indent_han.min(2)) * 2
        };
        Self {
            rules,
            measure,
            lines: Vec::new(),
            indent,
            start: 0,
            end: 0,
            cols: 0,
            spaces: 0,
            is_open: false,
            last: Joint::default(),
            last_above: [Joint::default(); 2],
        }
    }

    /// Places as many plain Han as have room on a line that is begun.
    #[inline]
    fn place_han(&mut self, units: &mut Units<'_>) {
        let taken = self.indent + self.cols + self.spaces;
        let room = self.measure.saturating_sub(taken) / 2;
        if !self.is_open || room == 0 {
            return;
        }
        let count = units.pass_han(room);
        if count > 0 {
            let end = units.at();
            self.cols += self.spaces + count * 2;
            let start = end - HAN_BYTES;
            let before = if count > 1 { start } else { self.end };
            self.last = Joint { end: before, start };
            (self.end, self.spaces) = (end, 0);
        }
    }

    fn place(&mut self, mut unit: Unit, units: &mut Units<'_>) {
        if unit.solid_end == unit.start {
            self.spaces += unit.space_cols;
        } else if !self.take(&unit) {
            if self.is_open {
                self.end_line(unit.start);
            }
            // Spaces before a unit that has no room beside them vanish, as at a line end.
            (self.start, self.spaces) = (unit.start, 0);
            self.give_way(&unit);
            while !self.take(&unit) {
                let room = Room {
                    cols: self.measure - self.indent,
                    measure_cols: self.measure,
                };
                let (head, rest) = units.cut(&unit, room);
                self.push(&head);
                if rest.start >= rest.solid_end {
                    break;
                }
                self.end_line(rest.start);
                unit = rest;
            }
        }
        if unit.ends_hard {
            self.end_line(unit.end);
        }
    }

    /// Adds `unit` if it fits.
    #[inline]
    fn take(&mut self, unit: &Unit) -> bool {
        let gap = if self.is_open && self.spaces == 0 {
            unit.gap_cols
        } else {
            0
        };
        let cols = self.cols + self.spaces + gap + unit.cols;
        let hang = if self.rules.hang { unit.hang_cols } else { 0 };
        if self.indent + cols > self.measure + hang {
            return false;
        }
        self.cols = cols - unit.cols;
        self.push(unit);
        true
    }

    #[inline]
    fn push(&mut self, unit: &Unit) {
        self.cols += unit.cols;
        self.last = Joint {
            end: self.end,
            start: unit.start,
        };
        self.end = unit.solid_end;
        self.spaces = unit.space_cols;
        self.is_open = true;
    }

    /// Narrows the indent where the first unit of a paragraph fits the measure but not beside the indent.
    fn give_way(&mut self, unit: &Unit) {
        if let Some(room) = self.measure.checked_sub(unit.cols) {
            self.indent = self.indent.min(room);
        }
    }

    fn end_line(&mut self, next: usize) {
        let end = if self.is_open { self.end } else { self.start };
        self.lines.push(Line {
            range: self.start..end,
            indent_cols: short(self.indent),
            width_cols: short(self.cols),
        });
        (self.start, self.last_above) = (next, [self.last_above[1], self.last]);
        (self.cols, self.spaces, self.indent, self.is_open) = (0, 0, 0, false);
    }

    fn finish(mut self, text: &str) -> Vec<Line> {
        if self.is_open || self.lines.is_empty() {
            self.end_line(text.len());
            if self.rules.no_orphans {
                self.mend_orphan(text);
            }
        }
        self.lines
    }

    /// Gives a last line of a single Han character the last unit of the line above, if that line keeps another.
    fn mend_orphan(&mut self, text: &str) {
        let Some([above, last]) = self.lines.last_chunk_mut::<2>() else {
            return;
        };
        let joint = self.last_above[0];
        if !text.get(last.range.clone()).is_some_and(is_orphan)
            || joint.start <= above.range.start
            || joint.end <= above.range.start
        {
            return;
        }
        let cols = columns(text, joint.start..last.range.end, self.rules);
        if cols > self.measure {
            return;
        }
        above.range.end = joint.end;
        above.width_cols = short(columns(text, above.range.clone(), self.rules));
        last.range.start = joint.start;
        last.width_cols = short(cols);
    }
}

/// Whether `line` holds one Han character at most, and marks: 孤字.
fn is_orphan(line: &str) -> bool {
    let words = line.chars().filter(|c| c.is_alphanumeric());
    words.clone().count() <= 1 && !words.clone().any(|c| c.is_ascii())
}

/// The columns that the bytes `range` of `text`, a line or a part of one, take on screen under `rules`.
#[must_use]
pub fn columns(text: &str, range: Range<usize>, rules: &Rules) -> usize {
    clusters(text, range, rules)
        .map(|cluster| cluster.gap_cols + cluster.cols)
        .sum()
}

fn short(cols: usize) -> u16 {
    u16::try_from(cols).unwrap_or(u16::MAX)
}
