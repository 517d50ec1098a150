//! Units: the pieces of a paragraph between two possible line ends.

use crate::text::class::{Class, class_at};
use crate::text::clusters::Cluster;

/// Text that must stay on one line, with the spaces behind it. All positions are bytes of the paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unit {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last character that is no space.
    pub solid_end: usize,
    /// The byte behind the spaces, with which the next unit starts.
    pub end: usize,
    /// Columns left free before the unit if it is not the first on its line.
    pub gap_cols: usize,
    /// Columns without the spaces.
    pub cols: usize,
    /// Columns of the spaces.
    pub space_cols: usize,
    /// Columns of a pause mark at the end that may hang past the measure; 0 without one, and 0 behind another pause mark,
    /// since CLREQ hangs a single mark.
    pub hang_cols: usize,
    /// Set when the line ends after the unit in any case: a line or paragraph separator.
    pub ends_hard: bool,
    /// Set when the last character is a pause mark.
    pub(super) after_pause: bool,
}

impl Unit {
    /// Returns an empty unit at byte `start`.
    pub(super) fn starting_at(start: usize) -> Self {
        Self {
            start,
            solid_end: start,
            end: start,
            ..Self::default()
        }
    }

    /// Appends a grapheme cluster.
    pub(super) fn push(&mut self, cluster: &Cluster<'_>) {
        let first = self.end == self.start;
        if cluster.is_space() || is_line_end(cluster.text) {
            // A line end shows nothing, so it takes no columns.
            self.ends_hard = is_line_end(cluster.text);
            self.space_cols += if self.ends_hard { 0 } else { cluster.cols };
        } else {
            self.take_spaces();
            if first {
                self.gap_cols = cluster.gap_cols;
            } else {
                self.cols += cluster.gap_cols;
            }
            let (class, _) = class_at(cluster.text.as_bytes(), 0);
            self.solid(class, cluster.text.len(), cluster.cols);
            // The end is advanced below for both cases; here it is taken back once.
            self.end -= cluster.text.len();
        }
        self.end += cluster.text.len();
    }

    /// Counts the spaces as part of the unit, because more text follows them in it.
    pub(super) fn take_spaces(&mut self) {
        self.cols += std::mem::take(&mut self.space_cols);
    }

    /// Appends a character of `class` that is no space, `len` bytes long and `cols` columns wide.
    #[inline]
    pub(super) fn solid(&mut self, class: Class, len: usize, cols: usize) {
        // The mark behind another mark is not hung: CLREQ lets one stand outside, not two.
        let pause = class == Class::Pause;
        // A mark with another character in its cluster, such as a half-width voicing mark, is wider.
        self.hang_cols = if pause && !self.after_pause {
            cols.min(MARK_COLS)
        } else {
            0
        };
        self.after_pause = pause;
        self.cols += cols;
        self.end += len;
        self.solid_end = self.end;
    }
}

/// The most columns of a pause mark.
const MARK_COLS: usize = 2;

/// True for a line or paragraph end (UAX #14, classes BK, CR, LF, NL). Paragraphs should have none; the line ends at one.
fn is_line_end(cluster: &str) -> bool {
    matches!(
        cluster,
        "\n" | "\r" | "\r\n" | "\u{b}" | "\u{c}" | "\u{85}" | "\u{2028}" | "\u{2029}"
    )
}
