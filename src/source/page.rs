//! A page as glyphs at positions, which is all that PDF and OFD contain, and as the rows of text set from them.
//!
//! Neither format marks words, lines or paragraphs. Glyphs are gathered to rows by their baselines,
//! rows to columns by their gaps, and rows are joined to paragraphs in `assemble`.

mod backdrop;
mod baselines;
mod beside;
mod binding;
mod blocks;
mod cells;
mod columns;
mod fill_colour;
mod fractions;
mod grid;
mod gutter_tables;
mod legible;
#[cfg(test)]
mod made;
mod open_tables;
mod rows;
mod rules;
mod spread;
mod text;
mod text_boxes;
mod watermarks;
mod zones;

use std::ops::Range;

pub(super) use backdrop::Backdrop;
pub(super) use fill_colour::FillColour;
pub(super) use legible::check;
pub(super) use rows::set;
pub(super) use rules::{MOST_RULES, Rule};

/// One character and its place. Lengths are points (1/72 inch) from the page's top left corner, y downwards, after the
/// page's own rotation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// The character; U+FFFD where the font does not give one.
    pub ch: char,
    /// The left end of its baseline.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// The distance to the next origin along its baseline.
    pub advance: f64,
    /// The size of its font.
    pub size: f64,
    /// The direction of its baseline in degrees, 0 = left to right, clockwise.
    pub angle: f64,
    /// The way it is painted.
    pub ink: Paint,
    /// Set for a bold face, or where the glyph is filled and stroked.
    pub bold: bool,
    /// The number of the text box that the file writes it in, counted from 0; see [`text_boxes`].
    pub text_box: u32,
    /// Set when the file marks it as a running head, a folio or a watermark.
    pub furniture: bool,
}

/// The way a glyph is painted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Paint {
    /// Painted to be read.
    #[default]
    Dark,
    /// Light or half transparent, as watermarks are, and some dates.
    Light,
    /// Not painted: a layer for searching, or a clip.
    Hidden,
}

/// A rectangle of a page that opens an address.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LinkArea {
    /// Left, top, right, bottom, in points.
    pub bounds: [f64; 4],
    /// The address.
    pub uri: String,
}

/// The glyphs of one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct GlyphPage {
    /// Counted from 1.
    pub number: u32,
    /// Width after rotation.
    pub width: f64,
    /// Height after rotation.
    pub height: f64,
    /// The glyphs in the order of the file.
    pub glyphs: Vec<Glyph>,
    /// The links of the page.
    pub links: Vec<LinkArea>,
    /// The ruling lines of the page, in the order of the file.
    pub rules: Vec<Rule>,
}

/// The rows of one page, top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TextPage {
    /// Counted from 1.
    pub number: u32,
    /// Width as the text stands, so exchanged with the height where all of it is turned.
    pub width: f64,
    /// Height as the text stands.
    pub height: f64,
    /// The rows, without watermarks.
    pub rows: Vec<TextRow>,
    /// The number of characters on the page.
    pub characters: usize,
    /// The number of characters that no font gives a meaning.
    pub unknown: usize,
}

/// The characters on one baseline.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TextRow {
    /// The text, without the space before it; a trailing space means that the next word is another one. Wide gaps, as
    /// between the cells of a table, are tabs.
    pub text: String,
    /// The left ends of what stands behind each tab, in points.
    pub stops: Vec<f64>,
    /// Left edge of the first character.
    pub left: f64,
    /// Right edge of the last one.
    pub right: f64,
    /// The middle of the page.
    pub middle: f64,
    /// The baseline.
    pub y: f64,
    /// The size of most of its characters.
    pub size: f64,
    /// The sizes of its first and its last Han or Latin character; 0 without one.
    pub sizes: (f64, f64),
    /// The width of its beginning that no line end may cut: a character with the marks that cling to it, or a word.
    pub head: f64,
    /// The numbers of the text boxes of its first and its last character; see [`text_boxes`].
    pub text_boxes: (u32, u32),
    /// Most of it is bold.
    pub bold: bool,
    /// Set when all its Latin letters have one width, as in fonts for code; `None` where it has too few.
    pub fixed: Option<bool>,
    /// Marked by the file as a running head or a folio.
    pub furniture: bool,
    /// Set for an entry of contents: a leader and a page number stood behind the text and were dropped.
    pub listed: bool,
    /// Set when most of it is light or half transparent.
    pub light: bool,
    /// The address of the link at its first character.
    pub opens: Option<String>,
    /// The address of the link at its last character.
    pub closes: Option<String>,
    /// The links over parts of the text: their bytes and their addresses.
    pub links: Vec<(Range<usize>, String)>,
    /// The part of the page that the row belongs to, counted from 0 in reading order.
    pub band: usize,
    /// Set for the first row of a block beside another one, and of what follows such blocks: it goes on with nothing.
    pub apart: bool,
    /// The ends of the column that the row stands in; `None` in text over the whole width.
    pub column: Option<(f64, f64)>,
    /// The part that the row plays in a table with ruling lines.
    pub role: TableRole,
    /// The place of the row among the rows of its size around it.
    pub block: RowBlock,
}

impl TextRow {
    /// Returns a further row of a table with these cells between its left and right end, at the height `y`, in points.
    ///
    /// It has no size, so that a table takes no part in the measures of the text.
    fn of_cells(cells: &[String], (left, right): (f64, f64), y: f64) -> Self {
        Self {
            text: cells.join("\t"),
            left,
            right,
            middle: f64::midpoint(left, right),
            y,
            role: TableRole::Further,
            ..Self::default()
        }
    }
}

/// The place of a row in a stretch of rows of one size that follow each other.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct RowBlock {
    /// The distance from the row's end to the farthest end of a row of the stretch, in points; `None` before it is measured.
    pub room: Option<f64>,
    /// Set when two rows or more end at about the farthest end.
    pub shared: bool,
    /// Set when the row stands closer to the one above than other rows of the stretch do.
    pub close: bool,
}

/// The part that a row plays in a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum TableRole {
    /// The row is text.
    #[default]
    None,
    /// The row begins a table whose columns have these edges, in points.
    First(Vec<f64>),
    /// The row goes on with a table.
    Further,
    /// The row is a line of a program.
    Listing,
}
