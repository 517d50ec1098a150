//! Bars in terminal cells, and labels set to a width, for charts in the terminal.

use super::width::{Ambiguous, truncate, width_cols};

/// The blocks of one to seven eighths of a cell.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// Returns a bar for `value` on a scale that gives `most` the whole width of `cols` columns. Every value above 0 is visible.
///
/// On a terminal that draws ambiguous characters wide, a block takes two columns, so that the bar is as long but less fine.
///
/// ```
/// use newsreader::text::bars::bar;
/// use newsreader::text::width::Ambiguous;
/// assert_eq!(bar(3, 4, 10, Ambiguous::Narrow), "███████▌");
/// assert_eq!(bar(3, 4, 10, Ambiguous::Wide), "████");
/// assert_eq!(bar(1, 1000, 10, Ambiguous::Narrow), "▏");
/// ```
pub fn bar(value: usize, most: usize, cols: usize, ambiguous: Ambiguous) -> String {
    if value == 0 || most == 0 {
        return String::new();
    }
    // The partial blocks are as wide as the full one, so eighths make sense only in cells of one
    // column.
    let block_cols = width_cols("█", ambiguous).max(1);
    if block_cols > 1 {
        // Rounded up, so that a small value is not the same as none.
        let blocks = (value * cols)
            .div_ceil(most * block_cols)
            .min(cols / block_cols);
        return "█".repeat(blocks.max(1));
    }
    let eighths = (value * cols * 8).div_ceil(most).min(cols * 8);
    let mut out = "█".repeat(eighths / 8);
    // The table begins with one eighth; a remainder of none needs no character.
    if let Some(part) = (eighths % 8).checked_sub(1) {
        out.extend(EIGHTHS.get(part));
    }
    out
}

/// Returns `label` in exactly `cols` columns: cut with an ellipsis, or filled with spaces behind it, or before it if
/// `is_number` is set.
///
/// ```
/// use newsreader::text::bars::fit;
/// use newsreader::text::width::Ambiguous;
/// assert_eq!(fit("云州日报", 10, false, Ambiguous::Narrow), "云州日报  ");
/// assert_eq!(fit("12", 4, true, Ambiguous::Narrow), "  12");
/// ```
pub fn fit(label: &str, cols: usize, is_number: bool, ambiguous: Ambiguous) -> String {
    let cut = truncate(label, cols, ambiguous);
    // A cut may end a column early, before a character of two: the blanks make up for it.
    let blank = " ".repeat(cols.saturating_sub(width_cols(&cut, ambiguous)));
    if is_number {
        blank + &cut
    } else {
        cut + &blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_bar_fits_and_grows_with_its_value(value in 0_usize..500, most in 1_usize..500, cols in 2_usize..80, wide: bool) {
            let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let value = value.min(most);
            let cols_of = |value| width_cols(&bar(value, most, cols, ambiguous), ambiguous);
            proptest::prop_assert!(cols_of(value) <= cols);
            proptest::prop_assert_eq!(cols_of(value) == 0, value == 0);
            proptest::prop_assert!(value == 0 || cols_of(value - 1) <= cols_of(value));
        }

        #[test]
        fn a_label_has_its_width(label in "[云a…“]{0,8}", cols in 0_usize..12, is_number: bool) {
            let fitted = fit(&label, cols, is_number, Ambiguous::Narrow);
            proptest::prop_assert_eq!(width_cols(&fitted, Ambiguous::Narrow), cols);
        }
    }
}
