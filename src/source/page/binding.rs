//! The line along which sheets are bound or sealed (装订线, 密封线): a column of dashed strokes at an edge of the page, with
//! its name between them, a character at a time.
//!
//! It stands beside every line of the text, and would otherwise cut each sentence of the page.

use super::Glyph;

/// Characters that are a part of a dashed line from top to bottom.
const DASHES: [char; 9] = ['┊', '┋', '┆', '┇', '╎', '╏', '︙', '⋮', '¦'];
/// The fewest dashes of a line.
const FEWEST: usize = 8;

/// Drops the glyphs of a binding line at the left or the right edge of a page, its name included.
pub(super) fn set_aside(glyphs: &mut Vec<Glyph>) {
    let is_dash = |glyph: &Glyph| DASHES.contains(&glyph.ch);
    // Nearly every page has none.
    let Some(dash) = glyphs.iter().find(|glyph| is_dash(glyph)).cloned() else {
        return;
    };
    let in_line = |glyph: &Glyph| (glyph.x - dash.x).abs() < 0.5 * dash.size;
    let (line, rest): (Vec<&Glyph>, Vec<&Glyph>) = glyphs
        .iter()
        .filter(|glyph| !glyph.ch.is_whitespace())
        .partition(|glyph| in_line(glyph));
    let dashes = line.iter().filter(|glyph| is_dash(glyph)).count();
    let is_at_edge =
        rest.iter().all(|glyph| glyph.x > dash.x) || rest.iter().all(|glyph| glyph.x < dash.x);
    if dashes >= FEWEST && dashes * 3 >= line.len() * 2 && is_at_edge {
        glyphs.retain(|glyph| !in_line(glyph));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// A page of twenty lines with a column of single characters at this place.
    fn page(x: f64, column: &str) -> Vec<Glyph> {
        let height = |at: usize| 100.0 + 15.0 * f64::from(u16::try_from(at).unwrap());
        let text = (0..20).flat_map(|at| line(90.0, height(at), "潮水退去之后海滩上留下许多贝壳"));
        let column = column.chars().enumerate();
        let column = column.flat_map(|(at, ch)| line(x, height(at) + 4.0, &ch.to_string()));
        text.chain(column).collect()
    }

    #[test]
    fn a_binding_line_goes_with_its_name() {
        for x in [48.0, 400.0] {
            let mut glyphs = page(x, "┊┊┊┊装┊┊┊订┊┊┊线┊┊┊┊");
            set_aside(&mut glyphs);
            assert_eq!(glyphs, page(x, ""));
        }
    }

    #[test]
    fn dashes_in_the_text_and_single_ones_stay() {
        for (x, column) in [(150.0, "┊┊┊┊装┊┊┊订┊┊┊线┊┊┊┊"), (48.0, "┊装订线┊")]
        {
            let mut glyphs = page(x, column);
            set_aside(&mut glyphs);
            assert_eq!(glyphs, page(x, column));
        }
    }
}
