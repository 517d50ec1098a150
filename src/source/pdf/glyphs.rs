//! Glyphs of text whose length differs from the number of codes that show it.

use crate::source::page::{Glyph, Paint};
use crate::source::radicals;

/// Adds a glyph for each character that one code stands for; they share its width.
pub(super) fn push(glyphs: &mut Vec<Glyph>, glyph: Glyph, text: &str) {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => {
            // A code of no width that stands for nothing is a filler, not a lost character.
            if glyph.advance.abs() > f64::EPSILON {
                glyphs.push(glyph);
            }
        }
        (Some(ch), None) => glyphs.push(Glyph {
            ch: radicals::character(ch),
            ..glyph
        }),
        // macOS gives a radical and its character for one code: ⽬目.
        (Some(radical), Some(ch))
            if chars.next().is_none() && radical != ch && radicals::character(radical) == ch =>
        {
            glyphs.push(Glyph { ch, ..glyph });
        }
        (Some(_), Some(_)) => spread(glyphs, &glyph, text),
    }
}

/// Lays `text` out over the width of `glyph`.
pub(super) fn spread(glyphs: &mut Vec<Glyph>, glyph: &Glyph, text: &str) {
    let count: f64 = text.chars().map(|_| 1.0).sum();
    let advance = glyph.advance / count;
    let (sin, cos) = glyph.angle.to_radians().sin_cos();
    let mut along = 0.0;
    for ch in text.chars() {
        glyphs.push(Glyph {
            ch: radicals::character(ch),
            x: glyph.x + along * cos,
            y: glyph.y + along * sin,
            advance,
            ..glyph.clone()
        });
        along += advance;
    }
}

/// Drops hidden glyphs where a page shows text as well.
pub(super) fn shown_only(glyphs: &mut Vec<Glyph>) {
    let shown = glyphs
        .iter()
        .filter(|g| g.ink != Paint::Hidden && !g.ch.is_whitespace())
        .count();
    let hidden = glyphs
        .iter()
        .filter(|g| g.ink == Paint::Hidden && !g.ch.is_whitespace())
        .count();
    // A scan with a text layer may bear a stamp or a folio that is shown.
    if shown * 4 >= hidden {
        glyphs.retain(|glyph| glyph.ink != Paint::Hidden);
    }
}
