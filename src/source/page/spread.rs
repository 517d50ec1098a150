//! Sheets with two pages side by side, as books are scanned and official letters are printed on A3.
//!
//! Their halves are read like pages of their own, so that each has its own margins, columns, running head and folio.
//! Without this, rows at the foot of both pages became one row, and a title was looked for in the middle of the sheet.

use super::text::is_space;
use super::{Glyph, GlyphPage, Rule};
use crate::conventions::folios::is_folio_at_edge;
use crate::text::chars::half_width;

/// The narrowest sheet of two pages, in points: two of A5 side by side are 840 wide.
const NARROWEST: f64 = 835.0;
/// The width, in points, from which on one page in landscape format is seldom as wide: A4 has 842 and slides have up to 960, as
/// wide as two pages of A5. Certificates with two pages of 16mo (366 mm by 260 mm), the smallest seen with text that runs on
/// one side alone, have 1037.
const WIDE: f64 = 1000.0;
/// The part of the height from which on a folio stands at the foot of a page.
const FOOT: f64 = 0.86;
/// The width of such a sheet as a part of its height. Slides of 16 to 9 are wider.
const SHAPE: std::ops::Range<f64> = 1.2..1.62;
/// The part of the width, in the middle, where neither page has text.
const FOLD: f64 = 0.02;
/// The fewest full lines of running text on one of the pages.
const FEWEST_LINES: usize = 4;
/// The narrowest full line, in em.
const FULL_LINE: f64 = 14.0;
/// The fewest characters of a page.
const FEWEST_CHARACTERS: usize = 12;

/// Splits a sheet into its two pages, the left one first; a sheet of one page comes back as it is. The text is upright.
pub(super) fn pages(sheet: GlyphPage) -> Vec<GlyphPage> {
    if !is_spread(&sheet) {
        return vec![sheet];
    }
    let middle = sheet.width / 2.0;
    let glyphs = sheet.glyphs.into_iter().partition(|g| g.x < middle);
    let rules = sheet.rules.into_iter().partition(|r| place(r) < middle);
    let links = sheet.links.into_iter();
    let links = links.partition(|link| link.bounds[0] < middle);
    let page = |glyphs, rules, links| GlyphPage {
        number: sheet.number,
        width: middle,
        height: sheet.height,
        glyphs,
        rules,
        links,
    };
    let mut right = page(glyphs.1, rules.1, links.1);
    for glyph in &mut right.glyphs {
        glyph.x -= middle;
    }
    for rule in &mut right.rules {
        *rule = moved(*rule, middle);
    }
    for link in &mut right.links {
        link.bounds[0] -= middle;
        link.bounds[2] -= middle;
    }
    vec![page(glyphs.0, rules.0, links.0), right]
}

/// Returns the left end of a line.
fn place(rule: &Rule) -> f64 {
    if rule.vertical { rule.at } else { rule.from }
}

/// Returns a line moved to the left.
fn moved(rule: Rule, by: f64) -> Rule {
    if rule.vertical {
        Rule {
            at: rule.at - by,
            ..rule
        }
    } else {
        Rule {
            from: rule.from - by,
            to: rule.to - by,
            ..rule
        }
    }
}

/// True if a sheet has two pages: its fold is free of text and lines, both sides have text, and at least one of them runs on.
/// A sheet as narrow as a page of A4 in landscape format also needs text that runs on, or folios that count, on both sides.
///
/// Tables that need so wide a sheet have a title or a line across its middle.
fn is_spread(sheet: &GlyphPage) -> bool {
    let (width, middle) = (sheet.width, sheet.width / 2.0);
    if width < NARROWEST || !SHAPE.contains(&(width / sheet.height.max(1.0))) {
        return false;
    }
    let fold = middle - FOLD * width / 2.0..middle + FOLD * width / 2.0;
    let crosses = |rule: &Rule| {
        let (from, to) = if rule.vertical {
            (rule.at, rule.at)
        } else {
            (rule.from, rule.to)
        };
        from < fold.end && to > fold.start
    };
    // The line of the fold itself may be drawn.
    if sheet
        .rules
        .iter()
        .any(|rule| !rule.vertical && crosses(rule))
    {
        return false;
    }
    let seen = || sheet.glyphs.iter().filter(|glyph| !is_space(glyph.ch));
    if seen().any(|glyph| glyph.x < fold.end && glyph.x + glyph.advance > fold.start) {
        return false;
    }
    let sides = [false, true].map(|right| {
        let side = seen().filter(|glyph| (glyph.x >= middle) == right);
        side.collect::<Vec<_>>()
    });
    if sides.iter().any(|side| side.len() < FEWEST_CHARACTERS) {
        return false;
    }
    let sides = sides.map(lines);
    let runs_on = |side: &Vec<Vec<&Glyph>>| full_lines(side) >= FEWEST_LINES;
    let both = || sides.iter().all(runs_on) || have_folios(&sides, FOOT * sheet.height);
    sides.iter().any(runs_on) && (width >= WIDE || both())
}

/// Splits glyphs into lines without wide gaps, from top to bottom.
fn lines(mut glyphs: Vec<&Glyph>) -> Vec<Vec<&Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let lines = glyphs.chunk_by(|a, b| {
        let end = a.x + a.advance;
        (b.y - a.y).abs() < 0.1 * a.size && (-0.5..1.5).contains(&((b.x - end) / a.size))
    });
    lines.map(<[_]>::to_vec).collect()
}

/// Returns the number of lines of running text: long and without wide gaps.
fn full_lines(lines: &[Vec<&Glyph>]) -> usize {
    let long = |line: &&Vec<&Glyph>| {
        let ends = line.first().zip(line.last());
        ends.is_some_and(|(first, last)| last.x + last.advance - first.x > FULL_LINE * first.size)
    };
    lines.iter().filter(long).count()
}

/// True if the last lines of both sides are folios below `foot`, the second one counting on from the first. Two numbers in the
/// last row of a table are not in sequence.
fn have_folios([left, right]: &[Vec<Vec<&Glyph>>; 2], foot: f64) -> bool {
    let folio = |side: &[Vec<&Glyph>]| {
        let line = side.last().filter(|line| line[0].y > foot)?;
        let text: String = line.iter().map(|glyph| half_width(glyph.ch)).collect();
        let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
        let number: u32 = digits.parse().ok()?;
        is_folio_at_edge(&text).then_some(number)
    };
    folio(left).is_some_and(|number| folio(right) == number.checked_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    const TEXT: &str = "潮水退去之后海滩上留下许多贝壳孩子们提桶";

    /// A sheet of A3 with lines at given places.
    fn sheet(lines: &[(f64, f64, &str)]) -> GlyphPage {
        GlyphPage {
            number: 1,
            width: 1190.0,
            height: 842.0,
            glyphs: lines
                .iter()
                .flat_map(|(x, y, text)| line(*x, *y, text))
                .collect(),
            ..GlyphPage::default()
        }
    }

    /// Two pages: six lines on the left one, two on the right one, and a folio below each.
    fn two_pages() -> Vec<(f64, f64, &'static str)> {
        let mut lines: Vec<(f64, f64, &str)> = (0..6u8)
            .map(|at| (72.0, 100.0 + 16.0 * f64::from(at), TEXT))
            .collect();
        lines.extend([(667.0, 100.0, TEXT), (667.0, 116.0, TEXT)]);
        lines.extend([(280.0, 800.0, "— 2 —"), (875.0, 800.0, "— 3 —")]);
        lines
    }

    #[test]
    fn a_sheet_of_two_pages_is_read_page_by_page() {
        let halves = pages(sheet(&two_pages()));
        let ends: Vec<String> = halves
            .iter()
            .map(|half| {
                half.glyphs
                    .iter()
                    .rev()
                    .take(5)
                    .map(|glyph| glyph.ch)
                    .collect()
            })
            .collect();
        assert_eq!(ends, ["— 2 —", "— 3 —"]);
        assert!(
            halves[1]
                .glyphs
                .iter()
                .all(|glyph| glyph.x < halves[1].width)
        );
        assert!((halves[1].glyphs[0].x - 72.0).abs() < 0.001);
    }

    #[test]
    fn a_title_or_a_line_across_the_middle_makes_one_page() {
        let mut titled = two_pages();
        titled.push((500.0, 60.0, TEXT));
        assert_eq!(pages(sheet(&titled)).len(), 1);
        let mut ruled = sheet(&two_pages());
        ruled.rules.push(Rule {
            vertical: false,
            at: 90.0,
            from: 72.0,
            to: 1100.0,
        });
        assert_eq!(pages(ruled).len(), 1);
        // Cells alone are no running text.
        let cells: Vec<_> = (0..9u8)
            .flat_map(|at| {
                let y = 100.0 + 16.0 * f64::from(at);
                [(72.0, y, "渔船"), (300.0, y, "码头"), (700.0, y, "渔网")]
            })
            .collect();
        assert_eq!(pages(sheet(&cells)).len(), 1);
    }

    #[test]
    fn a_certificate_of_two_pages_has_text_that_runs_on_one() {
        let mut lines: Vec<_> = six_lines(60.0).collect();
        lines.extend([
            (560.0, 100.0, "潮水许可证"),
            (560.0, 140.0, "码头名称：三号码头"),
        ]);
        let certificate = GlyphPage {
            width: 1037.0,
            height: 737.0,
            ..sheet(&lines)
        };
        assert_eq!(pages(certificate).len(), 2);
    }

    /// A sheet of A4 in landscape format.
    fn small(lines: &[(f64, f64, &str)]) -> GlyphPage {
        GlyphPage {
            width: 842.0,
            height: 595.0,
            ..sheet(lines)
        }
    }

    /// Six lines with their left ends at `x`.
    fn six_lines(x: f64) -> impl Iterator<Item = (f64, f64, &'static str)> {
        (0..6u8).map(move |at| (x, 100.0 + 16.0 * f64::from(at), TEXT))
    }

    #[test]
    fn a_table_in_landscape_format_is_one_page() {
        let cells = (0..6u8).map(|at| (560.0, 100.0 + 16.0 * f64::from(at), "三号码头西"));
        let mut table: Vec<_> = six_lines(60.0).chain(cells).collect();
        assert_eq!(pages(small(&table)).len(), 1);
        // Its last row may have numbers.
        table.extend([(60.0, 560.0, "12"), (560.0, 560.0, "40")]);
        assert_eq!(pages(small(&table)).len(), 1);
        // So do slides with text on one side.
        let slide = GlyphPage {
            width: 960.0,
            height: 720.0,
            ..small(&table)
        };
        assert_eq!(pages(slide).len(), 1);
    }

    #[test]
    fn two_pages_of_a5_have_prose_or_folios_on_both() {
        let both: Vec<_> = six_lines(60.0).chain(six_lines(480.0)).collect();
        assert_eq!(pages(small(&both)).len(), 2);
        // The last page of a chapter is short.
        let mut short: Vec<_> = six_lines(60.0).collect();
        short.push((480.0, 100.0, TEXT));
        assert_eq!(pages(small(&short)).len(), 1);
        short.extend([(200.0, 560.0, "— 8 —"), (620.0, 560.0, "— 9 —")]);
        assert_eq!(pages(small(&short)).len(), 2);
    }
}
