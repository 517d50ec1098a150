//! A page as marks at positions, which is all that PDF and OFD say, and as the rows of text set from them.

mod legible;
mod rows;
mod text;
mod watermarks;

pub(super) use legible::check;
pub(super) use rows::set;

/// One character where it stands. Points (1/72 inch) from the page's top left corner, y downwards, after the page's own
/// rotation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// The character; U+FFFD where the font does not say which.
    pub ch: char,
    /// Where its origin stands: the left end of its baseline.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// How far it moves along its baseline.
    pub advance: f64,
    /// The size of its font.
    pub size: f64,
    /// The direction of its baseline in degrees, 0 = left to right, clockwise.
    pub angle: f64,
    /// How it is painted.
    pub ink: Paint,
    /// In a bold face, or filled and stroked.
    pub bold: bool,
    /// Marked by the file as a running head, a folio or a watermark.
    pub furniture: bool,
}

/// How a glyph is painted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Paint {
    /// To be read.
    #[default]
    Dark,
    /// Light or half transparent, as watermarks are, and some dates.
    Light,
    /// Not at all: a layer for searching, or a clip.
    Hidden,
}

/// A rectangle of a page that leads somewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LinkArea {
    /// Left, top, right, bottom.
    pub bounds: [f64; 4],
    /// Where to.
    pub uri: String,
}

/// The marks of one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct GlyphPage {
    /// Counted from 1.
    pub number: u32,
    /// Width after rotation.
    pub width: f64,
    /// Height after rotation.
    pub height: f64,
    /// In the order of the file.
    pub glyphs: Vec<Glyph>,
    /// Its links.
    pub links: Vec<LinkArea>,
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
    /// Its rows, watermarks already set aside.
    pub rows: Vec<TextRow>,
    /// How many characters stand on it.
    pub characters: usize,
    /// How many of them could not be told.
    pub unknown: usize,
}

/// Characters on one baseline.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TextRow {
    /// The text, without the space before it; a trailing space says that the next word is another one. Wide gaps, as
    /// between the cells of a table, are tabs.
    pub text: String,
    /// Left edge of the first character.
    pub left: f64,
    /// Right edge of the last one.
    pub right: f64,
    /// Where the middle of the page is.
    pub middle: f64,
    /// The baseline.
    pub y: f64,
    /// The size of most of its characters.
    pub size: f64,
    /// How wide its beginning is that no line end may cut: a character with the marks that cling to it, or a word.
    pub head: f64,
    /// Most of it is bold.
    pub bold: bool,
    /// Marked by the file as a running head or a folio.
    pub furniture: bool,
    /// Light or half transparent.
    pub light: bool,
    /// Where its first character leads.
    pub opens: Option<String>,
    /// Where its last character leads.
    pub closes: Option<String>,
}
