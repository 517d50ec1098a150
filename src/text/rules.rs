//! The house rules of typesetting, as config.toml sets them.

use crate::text::width::Ambiguous;

/// The house rules that a paragraph is set by.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in config.toml"
)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Rules {
    /// The width of East Asian Ambiguous characters.
    ///
    /// No file and no locale gives it reliably, so it is a setting.
    pub ambiguous: Ambiguous,
    /// First-line indent in Han characters of two columns, 0 to 2.
    ///
    /// Two is the custom of Chinese print (CLREQ); 0 suits readers who part paragraphs by blank
    /// rows.
    pub indent_han: u8,
    /// Set when one pause mark may hang past the measure (CLREQ `#hanging_punctuation`).
    pub hang: bool,
    /// Set when no line begins with —— (CLREQ, strict level).
    pub strict_dashes: bool,
    /// Set when a number stays on one line with the unit behind its space: 5 km.
    pub glue_units: bool,
    /// Set when a last line of a single Han character is avoided (孤字不成行).
    pub no_orphans: bool,
    /// The space between Han and Latin.
    pub spacing: Spacing,
}

/// The space between Han and Latin letters or digits. Copied text always has the spaces of the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Spacing {
    /// The spaces of the source.
    #[default]
    Source,
    /// One column, with or without a space in the source.
    Always,
    /// No space, even if the source has one.
    Never,
}
