//! Drawing of a set line, cluster by cluster, with the space between Han and Latin that the rules ask for.
//!
//! The line breaks and gaps are computed by [`crate::text`]; this file only places them. The gap is
//! drawn as blanks of its own and is no part of the text, so that a copied selection has none.

use crate::text::clusters::clusters;
use crate::text::rules::Rules;
use crate::text::typeset::Line;
use crate::ui::canvas::Canvas;
use ratatui::style::Style;

/// Writes a line of `text` behind its indent; `style_at` gives the style of each byte. Returns the column that the text begins
/// at and the column behind it.
///
/// `x` and `y` are the cell of the paragraph's left edge; `line` holds the byte range of the line
/// in `text` and its indent in columns. A gap takes the style of the cluster behind it, so that a
/// mark over several words has no holes.
pub(super) fn put(
    (x, y): (u16, u16),
    text: &str,
    line: &Line,
    rules: Rules,
    style_at: impl Fn(usize) -> Style,
    canvas: &mut Canvas<'_>,
) -> (u16, u16) {
    let start = x + line.indent_cols;
    let mut at = start;
    for cluster in clusters(text, line.range.clone(), &rules) {
        let style = style_at(cluster.start_byte);
        let cols = |cols: usize| u16::try_from(cols).unwrap_or(u16::MAX);
        at = canvas.cells.put(at, y, " ", cols(cluster.gap_cols), style);
        at = canvas
            .cells
            .put(at, y, cluster.text, cols(cluster.cols), style);
    }
    (start, at)
}
