//! The parts that the fonts of one document share: loaders for font programs and character maps, and the answer about one code.

use hayro_font::{CMapResolverFn, FontCache, FontQuery, FontResolverFn};
use std::sync::Arc;

/// One code of a font: its text and its advance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CodeText {
    /// The characters that the code stands for; empty where neither the file nor the font program gives any.
    pub text: Box<str>,
    /// The distance that the code moves the text position, in thousandths of the font size; downwards in a vertical font.
    pub advance: f64,
}

/// Loaders of font programs and character maps, made once for a document.
#[derive(Clone)]
pub(super) struct FontSources<'a> {
    /// Font programs that are already parsed.
    pub programs: FontCache<'a>,
    /// The metrics of the 14 standard fonts, also for fonts that the file does not embed.
    pub standard: FontResolverFn,
    /// The predefined character maps (`GBK-EUC-H`, `UniGB-UCS2-H`, …).
    pub maps: CMapResolverFn,
}

impl FontSources<'_> {
    /// Loaders with nothing loaded.
    pub fn new() -> Self {
        Self {
            programs: FontCache::new(),
            standard: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
            }),
            maps: Arc::new(hayro_cmap::load_embedded),
        }
    }
}
