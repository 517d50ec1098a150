//! Glyphs to baselines: the characters that stand on one line, exponents among them, each struck once.
//!
//! Glyphs are sorted by height and those within a part of an em form a row. Exponents and numbers of references that lie
//! higher form rows of their own at first and are then put into the row below. Some producers print a bold character
//! twice, a little apart: the second is dropped and the first is marked as bold.

use super::Glyph;
use super::text::is_space;
use crate::text::chars::is_wide;

/// The part of an em within which glyphs share a baseline: enough for exponents, too little for two lines.
const SAME_BASELINE: f64 = 0.4;
/// The part of an em within which two equal characters are one, struck twice for boldness.
pub(super) const STRUCK_TWICE: f64 = 0.12;

/// The glyphs that a line has room for at first.
const LIKELY_GLYPHS: usize = 32;

/// Groups glyphs that share a baseline, baselines from top to bottom.
pub(super) fn baselines(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    // The baseline of a row is that of its largest glyph, so that an exponent neither moves nor opens a row.
    let mut base = (f64::NEG_INFINITY, 0.0);
    for glyph in glyphs {
        let (small, large) = (glyph.size.min(base.1), glyph.size.max(base.1));
        let rise = (glyph.y - base.0).abs();
        // Fields beside the title of an invoice are lower than its baseline by less than a part of its size.
        let near = |row: &[Glyph]| {
            let beside = |other: &Glyph| (other.x - glyph.x).abs() < 3.0 * large;
            rise <= SAME_BASELINE * small
                || (rise <= SAME_BASELINE * large && row.iter().rev().any(beside))
        };
        match rows.last_mut() {
            Some(row) if near(row) => {
                // Rounding of the same size must not move the baseline.
                if glyph.size > base.1 * 1.05 {
                    base = (glyph.y, glyph.size);
                }
                row.push(glyph);
            }
            _ => {
                base = (glyph.y, glyph.size);
                // Most lines have some dozen glyphs, which a list that grows in small steps would move again and again.
                let mut row = Vec::with_capacity(LIKELY_GLYPHS);
                row.push(glyph);
                rows.push(row);
            }
        }
    }
    with_values(with_exponents(rows))
}

/// Puts rows of raised and lowered small glyphs, which are exponents, indices and numbers of references, into the row that
/// they stand beside.
///
/// They lie higher than [`SAME_BASELINE`] in journals of CNKI, where each cut its sentence in two.
fn with_exponents(rows: Vec<Vec<Glyph>>) -> Vec<Vec<Glyph>> {
    let largest = |row: &[Glyph]| row.iter().map(|g| g.size).fold(0.0, f64::max);
    let lowest = |row: &[Glyph]| row.iter().map(|g| g.y).fold(f64::NEG_INFINITY, f64::max);
    let mut found: Vec<Vec<Glyph>> = Vec::with_capacity(rows.len());
    for mut row in rows {
        let size = largest(&row);
        // An exponent stands beside what it belongs to; a short line of small type does not.
        let beside = |few: &[Glyph], many: &[Glyph]| {
            let near = |g: &Glyph| many.iter().any(|other| (other.x - g.x).abs() < 2.0 * size);
            few.iter().all(|g| is_space(g.ch) || near(g))
        };
        let raised = found.last().is_some_and(|small| {
            let rise = lowest(&row) - lowest(small);
            // Beside the large number of a slide stand whole lines, which are no exponents of it.
            let seen = |row: &[Glyph], least: f64| {
                row.iter()
                    .filter(|g| !is_space(g.ch) && g.size > least)
                    .count()
            };
            let few = seen(small, 0.0) <= 2 * seen(&row, 0.7 * size) + 6;
            let above = few
                && largest(small) < 0.78 * size
                && rise < 0.8 * size
                && !is_over_words(small, &row);
            // A label of a picture at nearly the same height is as large as the text, and would be woven into it.
            let level = |a: &[Glyph], b: &[Glyph]| {
                let (few, many) = (largest(a), largest(b));
                rise <= SAME_BASELINE * many && few < 0.95 * many && beside(a, b)
            };
            (above && beside(small, &row)) || level(small, &row) || level(&row, small)
        });
        if raised && let Some(small) = found.pop() {
            row.extend(small);
        }
        found.push(row);
    }
    found
}

/// The characters of a row that show whether it stands above the words of another one.
const MOST_WORDS: usize = 8;
/// The most characters of the label of a field.
const LONGEST_LABEL: usize = 10;
/// The part of an em by which the value of a field may stand above or below its label.
const FIELD_RISE: f64 = 0.65;

/// The visible ends of a row and what shows whether it is the label of a field.
struct Extent {
    /// The left end, in points.
    from: f64,
    /// The right end.
    to: f64,
    /// The baseline of its last glyph.
    y: f64,
    /// The size of its last glyph.
    size: f64,
    /// Set for a few characters with a colon behind them.
    is_label: bool,
}

/// Returns the extent of a row; `None` where nothing of it is visible.
fn extent(row: &[Glyph]) -> Option<Extent> {
    let seen = || row.iter().filter(|glyph| !is_space(glyph.ch));
    let last = seen().max_by(|a, b| a.x.total_cmp(&b.x))?;
    Some(Extent {
        from: seen().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min),
        to: last.x + last.advance,
        y: last.y,
        size: last.size,
        is_label: matches!(last.ch, '：' | ':')
            && (2..=LONGEST_LABEL).contains(&seen().take(LONGEST_LABEL + 1).count()),
    })
}

/// Puts the label of a field and its value into one row where one of them stands half a line higher.
///
/// Covers whose fields are cells with rules below them have such values, which were read before their labels.
fn with_values(rows: Vec<Vec<Glyph>>) -> Vec<Vec<Glyph>> {
    let colon = |glyph: &Glyph| matches!(glyph.ch, '：' | ':');
    // Most pages have no label, and the ends of their rows need not be looked for.
    let may_be_label = |row: &Vec<Glyph>| row.len() < 4 * LONGEST_LABEL && row.iter().any(colon);
    if !rows.iter().any(may_be_label) {
        return rows;
    }
    let extents: Vec<Option<Extent>> = rows.iter().map(|row| extent(row)).collect();
    let seen: Vec<usize> = (0..rows.len())
        .filter(|at| extents[*at].is_some())
        .collect();
    let rise = |one: usize, other: usize| {
        let (one, other) = (extents[one].as_ref()?, extents[other].as_ref()?);
        let (label, value) = if one.is_label {
            (one, other)
        } else {
            (other, one)
        };
        let alike = (label.size - value.size).abs() < 0.1 * label.size;
        let beside = label.is_label && label.to <= value.from + 0.1 * label.size && alike;
        let rise = (label.y - value.y).abs();
        (beside && rise < FIELD_RISE * label.size).then_some(rise)
    };
    let mut joins = vec![false; rows.len()];
    for at in 1..seen.len() {
        let Some(own) = rise(seen[at - 1], seen[at]) else {
            continue;
        };
        // A label between two lines of its text belongs to both of them.
        let nearer = |one: Option<&usize>, other: Option<&usize>| {
            let rise = one.zip(other).and_then(|(one, other)| rise(*one, *other));
            rise.is_none_or(|rise| own < 0.6 * rise)
        };
        let before = at.checked_sub(2).and_then(|before| seen.get(before));
        if nearer(before, seen.get(at - 1)) && nearer(seen.get(at), seen.get(at + 1)) {
            joins[seen[at]] = true;
        }
    }
    let mut found: Vec<Vec<Glyph>> = Vec::with_capacity(rows.len());
    for (row, joins) in rows.into_iter().zip(joins) {
        match found.last_mut() {
            Some(last) if joins => last.extend(row),
            _ => found.push(row),
        }
    }
    found
}

/// True for words that stand above other words of a row, and not above the white space beside its characters.
///
/// Beside the large letter of a slide stand two lines, which were woven into one.
fn is_over_words(small: &[Glyph], row: &[Glyph]) -> bool {
    let words = |part| <[Glyph]>::iter(part).filter(|glyph: &&Glyph| is_wide(glyph.ch));
    let over = |glyph: &&Glyph| {
        words(row).any(|other| (other.x - glyph.x).abs() < 0.6 * glyph.size.min(other.size))
    };
    words(small).take(MOST_WORDS).filter(over).count() > 1
}

/// Drops glyphs that were struck twice. They come in order from left to right.
pub(super) fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let near = STRUCK_TWICE * glyph.size;
        let twin = kept
            .iter_mut()
            .rev()
            // Only the last few can stand so near, so the search ends with the first that is
            // further away.
            .take_while(|other| glyph.x - other.x < near)
            .find(|other| other.ch == glyph.ch && (other.y - glyph.y).abs() < near);
        match twin {
            Some(other) => other.bold = true,
            None => kept.push(glyph),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// The texts of the rows of pieces, each a left end, a baseline and a text, in order from left to right.
    fn read(pieces: &[(f64, f64, &str)]) -> Vec<String> {
        let glyphs = pieces.iter().flat_map(|(x, y, text)| line(*x, *y, text));
        let text = |mut row: Vec<Glyph>| {
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            row.iter().map(|glyph| glyph.ch).collect()
        };
        baselines(glyphs.collect()).into_iter().map(text).collect()
    }

    #[test]
    fn a_value_half_a_line_above_or_below_its_label_is_read_behind_it() {
        let found = read(&[
            (120.0, 95.0, "林晚舟"),
            (50.0, 100.0, "姓名："),
            (50.0, 130.0, "学院："),
            (120.0, 135.0, "海洋学院"),
        ]);
        assert_eq!(found, ["姓名：林晚舟", "学院：海洋学院"]);
    }

    #[test]
    fn two_lines_beside_a_large_letter_are_two_rows() {
        let large = line(50.0, 118.0, "A").into_iter().map(|glyph| Glyph {
            size: 24.0,
            advance: 14.0,
            ..glyph
        });
        let mut glyphs: Vec<Glyph> = large.collect();
        glyphs.extend(line(80.0, 100.0, "潮汐和渔汛"));
        glyphs.extend(line(80.0, 117.0, "涨潮时渔船离港"));
        let texts = baselines(glyphs).into_iter().map(|mut row| {
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            row.iter().map(|glyph| glyph.ch).collect::<String>()
        });
        assert_eq!(texts.collect::<Vec<_>>(), ["潮汐和渔汛", "A涨潮时渔船离港"]);
    }

    #[test]
    fn a_label_between_two_lines_of_its_text_joins_neither() {
        let found = read(&[
            (120.0, 94.5, "潮水退去之后海滩上"),
            (50.0, 100.0, "说明："),
            (120.0, 105.5, "留下许多贝壳"),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
    }
}
