//! Filling: break chances and a measure to lines.

use crate::text::width::{Ambiguous, width_cols};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The house rules of a galley.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in config.toml"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// First-line indent in Han (two columns each), 0 to 2.
    pub indent_han: u8,
    /// One pause mark may hang past the measure.
    pub hang: bool,
    /// No —— or …… at a line start (CLREQ's strict level).
    pub strict_dashes: bool,
    /// A number is kept with the unit behind its space.
    pub glue_units: bool,
    /// No last line of a single Han character (孤字不成行).
    pub no_orphans: bool,
    /// The space between Han and Latin.
    pub spacing: Spacing,
}

/// The space between Han and Latin letters or digits, on screen alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Spacing {
    /// As the source has it.
    #[default]
    Source,
    /// One column always.
    Always,
    /// None.
    Never,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            ambiguous: Ambiguous::Narrow,
            indent_han: 0,
            hang: false,
            strict_dashes: false,
            glue_units: false,
            no_orphans: false,
            spacing: Spacing::Source,
        }
    }
}

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
#[must_use]
pub fn typeset(text: &str, measure_cols: u16, rules: &Rules) -> Vec<Line> {
    let measure = usize::from(measure_cols.max(2));
    let mut lines = Vec::new();
    let (mut start, mut cols) = (0, 0);
    let mut indent = usize::from(rules.indent_han) * 2;
    for (at, cluster) in text.grapheme_indices(true) {
        let wide = width_cols(cluster, rules.ambiguous);
        if indent + cols + wide > measure && at > start {
            lines.push(line(start..at, indent, cols));
            (start, cols, indent) = (at, 0, 0);
        }
        cols += wide;
    }
    lines.push(line(start..text.len(), indent, cols));
    lines
}

fn line(range: Range<usize>, indent: usize, cols: usize) -> Line {
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    Line {
        range,
        indent_cols: short(indent),
        width_cols: short(cols),
    }
}
