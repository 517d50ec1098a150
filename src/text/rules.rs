//! The house rules that a galley is set by.

use crate::text::width::Ambiguous;

/// The house rules of a galley.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in config.toml"
)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// First-line indent in Han (two columns each), 0 to 2.
    pub indent_han: u8,
    /// One pause mark may hang past the measure (CLREQ `#hanging_punctuation`).
    pub hang: bool,
    /// No —— at a line start (CLREQ's strict level).
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
