//! Glyphs for tests.

use super::{Glyph, Paint};

/// Glyphs of 10 points from a place on, one em each, half an em for those of ASCII.
pub(super) fn line(mut x: f64, y: f64, text: &str) -> Vec<Glyph> {
    let glyph = |ch: char| {
        let advance = if ch.is_ascii() { 5.0 } else { 10.0 };
        x += advance;
        Glyph {
            ch,
            x: x - advance,
            y,
            advance,
            size: 10.0,
            angle: 0.0,
            ink: Paint::Dark,
            bold: false,
            text_box: 0,
            furniture: false,
        }
    };
    text.chars().map(glyph).collect()
}
