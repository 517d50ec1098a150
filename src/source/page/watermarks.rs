//! Watermarks that lie level with the text: light glyphs that are far larger than the text, or printed across it.

use super::{Glyph, Paint};

/// Light text this many times the size of the body is a watermark.
const OVERSIZE: f64 = 1.6;

/// Drops the light glyphs of a page that are a watermark. Light text beside the body, such as a grey date, stays.
pub(super) fn set_aside(glyphs: &mut Vec<Glyph>) {
    let light = glyphs.iter().filter(|g| g.ink == Paint::Light).count();
    // Where most of the page is light, light is the colour of its text.
    if light == 0 || light * 2 > glyphs.len() {
        return;
    }
    let Some(body) = body_size(glyphs) else {
        return;
    };
    let dark: Vec<&Glyph> = glyphs
        .iter()
        .filter(|g| g.ink == Paint::Dark && !g.ch.is_whitespace())
        .collect();
    let mut sizes: Vec<(f64, usize, usize)> = Vec::new();
    for glyph in glyphs
        .iter()
        .filter(|g| g.ink == Paint::Light && !g.ch.is_whitespace())
    {
        let covers = usize::from(crosses(glyph, &dark));
        match sizes
            .iter_mut()
            .find(|(size, ..)| (size - glyph.size).abs() < 0.3)
        {
            Some((_, count, over)) => (*count, *over) = (*count + 1, *over + covers),
            None => sizes.push((glyph.size, 1, covers)),
        }
    }
    let is_mark = |glyph: &Glyph| {
        glyph.ink == Paint::Light
            && (glyph.size > OVERSIZE * body
                || sizes.iter().any(|(size, count, over)| {
                    // One glyph in six across the text is enough: most of a watermark lies between
                    // lines.
                    (size - glyph.size).abs() < 0.3 && over * 6 > *count
                }))
    };
    glyphs.retain(|glyph| !is_mark(glyph));
}

/// Returns the median size of the dark glyphs.
fn body_size(glyphs: &[Glyph]) -> Option<f64> {
    let mut sizes: Vec<f64> = glyphs
        .iter()
        .filter(|g| g.ink == Paint::Dark)
        .map(|g| g.size)
        .collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied()
}

/// True if a glyph lies over another one.
fn crosses(glyph: &Glyph, dark: &[&Glyph]) -> bool {
    dark.iter().any(|other| {
        let reach = 0.5 * (glyph.size + other.size);
        let (dx, dy) = (
            glyph.x - other.x,
            (glyph.y - glyph.size * 0.4) - (other.y - other.size * 0.4),
        );
        dx.abs() < reach * 0.8 && dy.abs() < reach * 0.7
    })
}
