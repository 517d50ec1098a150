//! Fractions in lines of running text: numerator and denominator stand above and below the line, in a gap of it.
//!
//! By their baselines they are lines of their own, which cut the sentence or became the beginning of the next paragraph.

use super::Glyph;
use super::baselines::once;
use super::text::is_space;
use crate::text::chars::is_wide;

/// The distances, in em, of a numerator or a denominator from the baseline of its line.
const DISTANCE: std::ops::Range<f64> = 0.4..1.0;
/// The most characters of one.
const MOST: usize = 10;
/// The fewest wide characters of running text.
const FEWEST_WIDE: usize = 4;
/// The number of lines on each side among which the line of a fraction is looked for: an index may stand between.
const NEAREST: usize = 2;

/// Puts numerators and denominators into the gaps of the lines around them. Lines come from top to bottom.
pub(super) fn join(lines: Vec<Vec<Glyph>>) -> Vec<Vec<Glyph>> {
    let hosts: Vec<Option<usize>> = (0..lines.len()).map(|at| host(&lines, at)).collect();
    // A number in the cell of a table has nothing on the other side of the line.
    let paired = |at: usize| {
        let mut seen = lines[at]
            .iter()
            .map(|glyph| glyph.ch)
            .filter(|c| !is_space(*c));
        // The number of a reference may stand as high as a numerator.
        if seen.next() == Some('[') && seen.next_back() == Some(']') {
            return true;
        }
        let other = |other: usize| {
            let across = hosts[at].is_some_and(|host| (host < at) != (host < other));
            hosts[at] == hosts[other] && across && overlap(&lines[at], &lines[other])
        };
        let near = at.saturating_sub(2 * NEAREST)..(at + 2 * NEAREST + 1).min(lines.len());
        near.into_iter().any(other)
    };
    let paired: Vec<bool> = (0..lines.len()).map(paired).collect();
    let hosts: Vec<Option<usize>> = hosts
        .into_iter()
        .zip(paired)
        .map(|(host, paired)| host.filter(|_| paired))
        .collect();
    if hosts.iter().all(Option::is_none) {
        return lines;
    }
    let mut lines: Vec<Option<Vec<Glyph>>> = lines.into_iter().map(Some).collect();
    let mut parts: Vec<Vec<Glyph>> = vec![Vec::new(); lines.len()];
    for (at, host) in hosts.iter().enumerate() {
        if let Some(host) = *host
            && let Some(mut part) = lines[at].take()
        {
            part.retain(|glyph| !is_space(glyph.ch));
            part.sort_by(|a, b| a.x.total_cmp(&b.x));
            // Before they are set into the gap, where the second of two that were struck twice would stand apart.
            parts[host].extend(once(part));
        }
    }
    for (line, part) in lines.iter_mut().zip(parts) {
        if let Some(line) = line {
            line.extend(in_gaps(line, part));
        }
    }
    lines.into_iter().flatten().collect()
}

/// Returns the index of the line in whose gap a numerator or denominator stands; `None` for any other line.
fn host(lines: &[Vec<Glyph>], at: usize) -> Option<usize> {
    let seen = || lines[at].iter().filter(|glyph| !is_space(glyph.ch));
    let count = seen().count();
    if count == 0 || count > MOST || seen().any(|glyph| is_wide(glyph.ch)) {
        return None;
    }
    let y = |line: &[Glyph]| line.iter().map(|glyph| glyph.y).fold(f64::MIN, f64::max);
    let own = y(&lines[at]);
    let near = at.saturating_sub(NEAREST)..(at + NEAREST + 1).min(lines.len());
    let found = near.filter(|other| *other != at).filter_map(|other| {
        let line = &lines[other];
        let wide = || {
            line.iter()
                .filter(|glyph| is_wide(glyph.ch) && !is_space(glyph.ch))
        };
        let first = wide().next().filter(|_| wide().count() >= FEWEST_WIDE)?;
        let distance = (own - first.y).abs();
        let inside = DISTANCE.contains(&(distance / first.size));
        (inside && seen().all(|glyph| gap(line, glyph).is_some())).then_some((distance, other))
    });
    found
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other)
}

/// True if two lines stand above each other in part.
fn overlap(a: &[Glyph], b: &[Glyph]) -> bool {
    let ends = |line: &[Glyph]| {
        let seen = || line.iter().filter(|glyph| !is_space(glyph.ch));
        let left = seen().map(|glyph| glyph.x).fold(f64::MAX, f64::min);
        (
            left,
            seen()
                .map(|glyph| glyph.x + glyph.advance)
                .fold(f64::MIN, f64::max),
        )
    };
    let ((left, right), (from, to)) = (ends(a), ends(b));
    left < to && from < right
}

/// Returns the ends of the gap of a line in which a glyph stands, in points; `None` where it stands above or below text,
/// or beyond the ends of the line.
fn gap(line: &[Glyph], glyph: &Glyph) -> Option<(f64, f64)> {
    let middle = glyph.x + glyph.advance / 2.0;
    let (mut left, mut right) = (f64::NEG_INFINITY, f64::INFINITY);
    for other in line.iter().filter(|other| !is_space(other.ch)) {
        let end = other.x + other.advance;
        if end <= middle {
            left = left.max(end);
        } else if other.x >= middle {
            right = right.min(other.x);
        } else {
            return None;
        }
    }
    (left.is_finite() && right.is_finite() && right - left > glyph.advance).then_some((left, right))
}

/// Returns the glyphs set one behind the other in their gaps, the numerator first. They come from top to bottom.
fn in_gaps(line: &[Glyph], part: Vec<Glyph>) -> Vec<Glyph> {
    let mut gaps: Vec<((f64, f64), Vec<Glyph>)> = Vec::new();
    for glyph in part {
        let Some(ends) = gap(line, &glyph) else {
            continue;
        };
        match gaps
            .iter_mut()
            .find(|(other, _)| (other.0 - ends.0).abs() < 0.01)
        {
            Some((_, glyphs)) => glyphs.push(glyph),
            None => gaps.push((ends, vec![glyph])),
        }
    }
    let base = line.iter().map(|glyph| glyph.y).fold(f64::MIN, f64::max);
    let set = |((left, right), glyphs): ((f64, f64), Vec<Glyph>)| {
        let width: f64 = glyphs.iter().map(|glyph| glyph.advance).sum();
        // Narrower than they are, where the gap does not hold both side by side.
        let scale = ((right - left) / width.max(0.1)).min(1.0);
        let mut x = left;
        let place = move |glyph: Glyph| {
            let advance = glyph.advance * scale;
            x += advance;
            Glyph {
                x: x - advance,
                y: base,
                advance,
                ..glyph
            }
        };
        glyphs.into_iter().map(place).collect::<Vec<_>>()
    };
    gaps.into_iter().flat_map(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// The texts of lines after fractions are joined, each of pieces at left ends.
    fn read(lines: &[(f64, &[(f64, &str)])]) -> Vec<String> {
        let glyphs = lines.iter().map(|(y, pieces)| {
            pieces
                .iter()
                .flat_map(|(x, text)| line(*x, *y, text))
                .collect()
        });
        let text = |mut line: Vec<Glyph>| {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
            line.iter().map(|glyph| glyph.ch).collect()
        };
        join(glyphs.collect()).into_iter().map(text).collect()
    }

    #[test]
    fn a_fraction_is_read_in_the_gap_of_its_line() {
        let found = read(&[
            (93.0, &[(95.0, "1")]),
            (100.0, &[(50.0, "过公式"), (110.0, "得出当潮位最高")]),
            (107.5, &[(86.0, "1+e")]),
            (122.0, &[(50.0, "令潮位为零")]),
        ]);
        assert_eq!(found, ["过公式11+e得出当潮位最高", "令潮位为零"]);
    }

    #[test]
    fn a_number_in_a_cell_that_stands_lower_is_no_denominator() {
        let cells: &[(f64, &str)] = &[(50.0, "生成游戏"), (160.0, "说明")];
        assert_eq!(
            read(&[(100.0, cells), (107.0, &[(110.0, "20~55")])]).len(),
            2
        );
    }

    #[test]
    fn short_lines_below_text_stay_lines() {
        let lines: [(f64, &[(f64, &str)]); 2] =
            [(100.0, &[(50.0, "渔船归港之后")]), (108.0, &[(60.0, "12")])];
        assert_eq!(read(&lines).len(), 2);
    }
}
