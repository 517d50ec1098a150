//! The symbol of a cell that is a hyperlink: the link and the glyph in one string.
//!
//! A cell of ratatui has no place for a link. The backend of the terminal splits the symbol again and makes the sequences.

/// Stands in front of the link and behind it. A control character is in no text on the screen.
const MARK: char = '\u{1f}';

/// Returns the symbol of `glyph` as a part of the link to `url`; `id` joins the parts of one link.
///
/// ```
/// use newsreader::ui::linked_cell::{link, split};
/// assert_eq!(split(&link("报", 1, "https://example.com/")), (Some(("1", "https://example.com/")), "报"));
/// assert_eq!(split("报"), (None, "报"));
/// ```
pub fn link(glyph: &str, id: u32, url: &str) -> String {
    format!("{MARK}{id} {url}{MARK}{glyph}")
}

/// Splits the symbol of a cell into its link, by id and address, and its glyph.
pub fn split(symbol: &str) -> (Option<(&str, &str)>, &str) {
    let whole = || {
        let (link, glyph) = symbol.strip_prefix(MARK)?.split_once(MARK)?;
        Some((Some(link.split_once(' ')?), glyph))
    };
    whole().unwrap_or((None, symbol))
}
