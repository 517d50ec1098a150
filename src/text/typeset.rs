//! Line filling: units and a measure to lines, first fit (each line takes as many units as fit).
//!
//! First fit needs no look ahead, so a paragraph is set in one pass and a change of the measure
//! costs no more than the text is long. In Han text nearly every gap is a break, so the lines are
//! about equally full anyway.

use crate::text::breaks::cut::Room;
use crate::text::breaks::unit::Unit;
use crate::text::breaks::{HAN_BYTES, Units};
use crate::text::clusters::clusters;
pub use crate::text::rules::{Rules, Spacing};
use std::ops::Range;

/// A line of a set paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the paragraph on this line, without the spaces dropped at its end.
    pub range: Range<usize>,
    /// Columns of the first-line indent, left free before the text.
    pub indent_cols: u16,
    /// Columns of the text itself, without the indent.
    pub width_cols: u16,
}

/// Breaks one paragraph into lines of at most `measure_cols` columns.
///
/// The ranges are byte offsets into `text`, ascending, on grapheme boundaries; together they cover `text` except for spaces
/// dropped at line ends (and line ends, where a paragraph holds one after all). Breaks follow UAX #14, then CLREQ
/// `#prohibition_rules_for_line_start_end`, basic and GB style. With `rules.hang` one pause mark may stand past the measure.
/// A line is wider than the measure only if a single cluster is. The indent shrinks if the first unit would not fit beside it.
/// A measure under 2 counts as 2, the width of one Han character. An empty text gives one empty line.
///
/// ```
/// use newsreader::text::typeset::{Rules, typeset};
/// let text = "春江潮水连海平，海上明月共潮生。";
/// let lines = typeset(text, 16, &Rules { hang: true, ..Rules::default() });
/// let shown = lines.into_iter().map(|line| &text[line.range]);
/// assert_eq!(shown.collect::<Vec<_>>(), ["春江潮水连海平，", "海上明月共潮生。"]);
/// ```
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

/// The gap between two units of a line, in bytes: the end of the text before it and the start of the text behind it. They
/// differ by the spaces.
#[derive(Debug, Clone, Copy, Default)]
struct Joint {
    /// The end of the text before the gap.
    end: usize,
    /// The start of the text behind it.
    start: usize,
}

/// The lines set so far and the state of the current line.
struct Filler<'a> {
    /// The rules: hanging marks, indent of the first line, treatment of orphans.
    rules: &'a Rules,
    /// The columns of a line.
    measure: usize,
    /// The lines that are ended.
    lines: Vec<Line>,
    /// The columns before the first line; 0 from the second on.
    indent: usize,
    /// The first byte of the current line.
    start: usize,
    /// The byte behind the last character of the current line.
    end: usize,
    /// Columns of the current line without the spaces at its end.
    cols: usize,
    /// Columns of the spaces at the end of the current line.
    spaces: usize,
    /// Set when the current line has a unit.
    is_open: bool,
    /// The gap before the last unit of the current line.
    last: Joint,
    /// The same of the two lines before, for [`Filler::mend_orphan`].
    last_above: [Joint; 2],
}

impl<'a> Filler<'a> {
    /// Returns a filler at the beginning of a paragraph.
    fn new(measure: usize, rules: &'a Rules) -> Self {
        // On a line of fewer than four Han an indent of two would leave room for one or two characters.
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

    /// Places as many plain Han as fit on a line that is begun.
    #[inline]
    fn place_han(&mut self, units: &mut Units<'_>) {
        // The first unit of a line goes the long way: the indent may have to give way to it.
        let taken = self.indent + self.cols + self.spaces;
        let room = self.measure.saturating_sub(taken) / 2;
        if !self.is_open || room == 0 {
            return;
        }
        // Han between Han needs no unit of its own: each takes two columns, and the line may end behind it.
        let count = units.pass_han(room);
        if count > 0 {
            let end = units.at();
            self.cols += self.spaces + count * 2;
            let start = end - HAN_BYTES;
            // The orphan's mending may later move the last Han alone, so its own gap is kept, not
            // that of the run.
            let before = if count > 1 { start } else { self.end };
            self.last = Joint { end: before, start };
            (self.end, self.spaces) = (end, 0);
        }
    }

    /// Places a unit on the current line or on a new one, cut where it is wider than a line.
    fn place(&mut self, mut unit: Unit, units: &mut Units<'_>) {
        // Spaces alone: they count only if something follows on the same line.
        if unit.solid_end == unit.start {
            self.spaces += unit.space_cols;
        } else if !self.try_push(&unit) {
            if self.is_open {
                self.end_line(unit.start);
            }
            // The spaces before a unit that does not fit stand at a line end, where spaces are dropped.
            (self.start, self.spaces) = (unit.start, 0);
            self.give_way(&unit);
            // Only a unit that is wider than a whole line has to be cut.
            while !self.try_push(&unit) {
                let room = Room {
                    cols: self.measure - self.indent,
                    measure_cols: self.measure,
                };
                let (head, rest) = units.cut(&unit, room);
                self.push(&head);
                // Nothing is left, or only spaces.
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

    /// Appends `unit` to the current line and returns true if it fits.
    #[inline]
    fn try_push(&mut self, unit: &Unit) -> bool {
        // Spaces in the text already separate; a gap beside them would be wider than elsewhere.
        let gap = if self.is_open && self.spaces == 0 {
            unit.gap_cols
        } else {
            0
        };
        let cols = self.cols + self.spaces + gap + unit.cols;
        // A mark that hangs takes no room on the line.
        let hang = if self.rules.hang { unit.hang_cols } else { 0 };
        if self.indent + cols > self.measure + hang {
            return false;
        }
        // The columns of the unit itself are added by the push.
        self.cols = cols - unit.cols;
        self.push(unit);
        true
    }

    /// Appends `unit` to the current line without a check.
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

    /// Narrows the indent if the first unit of a paragraph fits the measure but not beside the indent.
    fn give_way(&mut self, unit: &Unit) {
        if let Some(room) = self.measure.checked_sub(unit.cols) {
            self.indent = self.indent.min(room);
        }
    }

    /// Ends the current line; the next one starts at byte `next`.
    fn end_line(&mut self, next: usize) {
        let end = if self.is_open { self.end } else { self.start };
        self.lines.push(Line {
            range: self.start..end,
            indent_cols: short(self.indent),
            width_cols: short(self.cols),
        });
        // The end of the paragraph needs the last gaps of two lines, no more.
        (self.start, self.last_above) = (next, [self.last_above[1], self.last]);
        (self.cols, self.spaces, self.indent, self.is_open) = (0, 0, 0, false);
    }

    /// Ends the last line and returns all lines.
    fn finish(mut self, text: &str) -> Vec<Line> {
        if self.is_open || self.lines.is_empty() {
            self.end_line(text.len());
            if self.rules.no_orphans {
                self.mend_orphan(text);
            }
        }
        self.lines
    }

    /// Moves the last unit of the line above to a last line of a single Han character, if the line above keeps another unit.
    fn mend_orphan(&mut self, text: &str) {
        let Some([above, last]) = self.lines.last_chunk_mut::<2>() else {
            return;
        };
        // The last line is already ended, so the line above it is the second to last.
        let joint = self.last_above[0];
        if !text.get(last.range.clone()).is_some_and(is_orphan)
            // The line above must keep a unit, or the mending would only move the problem up.
            || joint.start <= above.range.start
            || joint.end <= above.range.start
        {
            return;
        }
        // A long unit moved down may not fit beside the character; then the orphan stays.
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

/// True if `line` is one Han character at most, with marks (孤字).
fn is_orphan(line: &str) -> bool {
    // Two digits or letters are a word, which may stand alone; one Han is what readers object to.
    let words = line.chars().filter(|c| c.is_alphanumeric());
    words.clone().count() <= 1 && !words.clone().any(|c| c.is_ascii())
}

/// Returns the columns that the bytes `range` of `text`, a line or a part of one, take on screen under `rules`.
#[must_use]
pub fn columns(text: &str, range: Range<usize>, rules: &Rules) -> usize {
    clusters(text, range, rules)
        .map(|cluster| cluster.gap_cols + cluster.cols)
        .sum()
}

/// Returns `cols` as a number of columns on a screen.
fn short(cols: usize) -> u16 {
    u16::try_from(cols).unwrap_or(u16::MAX)
}
