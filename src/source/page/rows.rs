//! Glyphs to rows: the direction of the page, the glyphs on one baseline, the ends of words.
//!
//! A page is set in these steps: glyphs beside the page are dropped, the page is turned so that
//! most of its text is level, watermarks are set aside, two pages on one sheet are parted
//! ([`spread`]), tables are taken out by their lines ([`grid`]) and by white space
//! ([`gutter_tables`]), what is left is cut into columns ([`bands`]), and each column into rows.
//! The rows come back sorted by height, each with the number of its column.

use super::baselines::once;
use super::columns::{Band, bands};
use super::text::{astray, head, is_space, text_with_stops};
use super::text_boxes::TextBoxes;
use super::zones::bands_by_boxes;
use super::{Glyph, GlyphPage, LinkArea, Paint, TableRole, TextPage, TextRow};
use super::{beside, binding, blocks, fractions, grid, gutter_tables, spread, watermarks};
use crate::text::chars::is_wide;
use std::ops::Range;

/// The degrees by which a line may lean and still belong to the page's text.
const LEAN: f64 = 4.0;

/// The factor between two type sizes of a line from which on they are two texts.
const OTHER_SIZE: f64 = 1.35;

/// Sets the glyphs of a sheet as rows, top to bottom: one page, or two where two stand side by side.
pub(in crate::source) fn set(mut sheet: GlyphPage) -> Vec<TextPage> {
    let (width, height) = (sheet.width, sheet.height);
    let on_page = |g: &Glyph| {
        g.size > 0.1 && g.x > -g.size && g.x < width && g.y > 0.0 && g.y < height + 0.2 * g.size
    };
    // Producers leave text beside the page, which no reader of the page sees.
    sheet.glyphs.retain(on_page);
    (sheet.width, sheet.height) = upright(&mut sheet.glyphs, width, height);
    watermarks::set_aside(&mut sheet.glyphs);
    binding::set_aside(&mut sheet.glyphs);
    // The lines of a page that was turned stand where its text no longer does.
    if (sheet.width, sheet.height) != (width, height) {
        sheet.rules.clear();
    }
    spread::pages(sheet).into_iter().map(set_page).collect()
}

/// Sets the glyphs of one page, whose text is upright.
fn set_page(page: GlyphPage) -> TextPage {
    let GlyphPage {
        number,
        width,
        height,
        mut glyphs,
        links,
        rules,
    } = page;
    let characters = glyphs.iter().filter(|g| !g.ch.is_whitespace()).count();
    let unknown = glyphs.iter().filter(|g| g.ch == '\u{fffd}').count();
    let boxes = TextBoxes::number(&mut glyphs);
    let again = boxes.may_weave().then(|| (glyphs.clone(), rules.clone()));
    let mut tables = grid::take(&mut glyphs, rules);
    tables.extend(gutter_tables::take(&mut glyphs));
    let mut rows = numbered(bands(glyphs, tables), width, &links);
    if let Some((glyphs, rules)) = again {
        let woven = boxes.woven(&rows);
        if !woven.is_empty() {
            let bands = bands_by_boxes(glyphs, rules, &boxes, &woven);
            rows = numbered(bands, width, &links);
        }
    }
    // Furniture is looked for from the outer rows inwards, whatever column they are in.
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    let astray: usize = rows.iter().map(|row| astray(&row.text)).sum();
    // A few accented letters may be meant; one in fifty is a wrong map of characters.
    let unknown = unknown + if astray * 50 > characters { astray } else { 0 };
    TextPage {
        number,
        width,
        height,
        rows,
        characters,
        unknown,
    }
}

/// Returns the rows of the parts of a page, each with the number of its part.
fn numbered(bands: Vec<Band>, width: f64, links: &[LinkArea]) -> Vec<TextRow> {
    let parts = bands.into_iter().flat_map(|band| {
        let apart = band.apart;
        let mut groups = beside::groups(band_rows(band, width, links));
        if let Some(first) = groups.first_mut().and_then(|group| group.first_mut()) {
            first.apart |= apart;
        }
        groups
    });
    let part = |(part, number): (Vec<TextRow>, usize)| {
        part.into_iter().map(move |row| TextRow {
            band: number,
            ..row
        })
    };
    parts.zip(0..).flat_map(part).collect()
}

/// Turns the page so that most of its text runs from left to right, and drops the rest. Returns its new width and
/// height.
///
/// A watermark runs across the page whatever the page's own rotation is, so the text itself decides which way is up.
fn upright(glyphs: &mut Vec<Glyph>, width: f64, height: f64) -> (f64, f64) {
    let mut votes: Vec<(f64, usize)> = Vec::new();
    for glyph in glyphs.iter() {
        match votes
            .iter()
            .position(|(angle, _)| apart(*angle, glyph.angle) < LEAN / 2.0)
        {
            Some(at) => votes[at].1 += 1,
            None => votes.push((glyph.angle, 1)),
        }
    }
    let Some((angle, _)) = votes.into_iter().max_by_key(|(_, count)| *count) else {
        return (width, height);
    };
    glyphs.retain(|glyph| apart(angle, glyph.angle) < LEAN);
    // Upright already, as nearly every page.
    if apart(angle, 0.0) < 0.2 {
        return (width, height);
    }
    let (sin, cos) = (-angle).to_radians().sin_cos();
    let turned = |x: f64, y: f64| (x * cos - y * sin, x * sin + y * cos);
    let corners =
        [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)].map(|(x, y)| turned(x, y));
    let left = corners.iter().map(|c| c.0).fold(f64::INFINITY, f64::min);
    let top = corners.iter().map(|c| c.1).fold(f64::INFINITY, f64::min);
    for glyph in glyphs {
        let (x, y) = turned(glyph.x, glyph.y);
        (glyph.x, glyph.y) = (x - left, y - top);
    }
    let right = corners
        .iter()
        .map(|c| c.0)
        .fold(f64::NEG_INFINITY, f64::max);
    let bottom = corners
        .iter()
        .map(|c| c.1)
        .fold(f64::NEG_INFINITY, f64::max);
    (right - left, bottom - top)
}

/// Returns the angle between two directions, in degrees.
fn apart(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

/// Returns the rows of a part of the page, from top to bottom, its tables among them.
fn band_rows(band: Band, width: f64, links: &[LinkArea]) -> Vec<TextRow> {
    let column = band.column;
    let lines = fractions::join(band.lines);
    let lines = lines.into_iter().flat_map(parts_of_line);
    let mut rows: Vec<TextRow> = blocks::split(lines.collect())
        .into_iter()
        .flat_map(label_and_text)
        .filter_map(|glyphs| row(&glyphs, width, links))
        .collect();
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    for table in band.tables {
        // A table is read where its upper edge lies among the rows.
        let at = rows.partition_point(|row| row.y < table.bounds[1] + 0.5 * row.size);
        let edges = table.edges;
        let cells = table.rows.into_iter().enumerate().map(|(at, row)| TextRow {
            role: if at == 0 {
                TableRole::First(edges.clone())
            } else {
                TableRole::Further
            },
            ..row
        });
        rows.splice(at..at, cells.collect::<Vec<_>>());
    }
    for row in &mut rows {
        row.column = column;
    }
    rows
}

/// The fewest characters of a text beside another one. Bullets, numbers of equations and of references have fewer.
const SHORTEST_PART: usize = 4;

/// Splits the glyphs of a line where its size changes behind a wide gap: a title with fields beside it, as on invoices.
fn parts_of_line(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    // Glyphs come in the order of the file, in which a line may be written in pieces from anywhere.
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let visible = |part: &[Glyph]| part.iter().filter(|glyph| !is_space(glyph.ch)).count();
    let mut glyphs = once(glyphs);
    let (mut cuts, mut start) = (Vec::new(), 0);
    let mut before: Option<&Glyph> = None;
    for (at, glyph) in glyphs.iter().enumerate() {
        if is_space(glyph.ch) {
            continue;
        }
        let changes = before.is_some_and(|before| {
            let (small, large) = (glyph.size.min(before.size), glyph.size.max(before.size));
            let gap = glyph.x - before.x - before.advance;
            large > OTHER_SIZE * small && gap > large && {
                let (last, next) = glyphs.split_at(at);
                let (a, b) = (word_size(last.iter().rev()), word_size(next));
                let (a, b) = (a.unwrap_or(before.size), b.unwrap_or(glyph.size));
                a.max(b) > OTHER_SIZE * a.min(b)
            }
        });
        if changes && visible(&glyphs[start..at]) >= SHORTEST_PART {
            cuts.push(at);
            start = at;
        }
        before = Some(glyph);
    }
    let behind = cuts.into_iter().rev().map(|at| glyphs.split_off(at));
    let mut parts: Vec<Vec<Glyph>> = behind.collect();
    parts.push(glyphs);
    parts.reverse();
    if parts.len() > 1
        && parts
            .last()
            .is_some_and(|part| visible(part) < SHORTEST_PART)
        && let (Some(last), Some(before)) = (parts.pop(), parts.last_mut())
    {
        before.extend(last);
    }
    parts
}

/// Returns the size of the first letter or ideograph. Marks of a text that was recognised in a picture have sizes of their
/// own.
fn word_size<'g>(glyphs: impl IntoIterator<Item = &'g Glyph>) -> Option<f64> {
    let word = glyphs.into_iter().find(|glyph| glyph.ch.is_alphanumeric());
    word.map(|glyph| glyph.size)
}

/// Splits a label off a line of running text of another baseline beside it.
///
/// Formulas and figures have parts of several baselines as well, so that the text must be long and of words.
fn label_and_text(mut line: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    let seen = |glyph: &&Glyph| !is_space(glyph.ch);
    let Some(first) = line.iter().find(seen) else {
        return vec![line];
    };
    let (size, mut end) = (first.size, f64::INFINITY);
    let starts = line.iter().position(|glyph| {
        let gap = glyph.x - end > beside::GAP * size.max(glyph.size);
        if !is_space(glyph.ch) {
            end = glyph.x + glyph.advance;
        }
        gap && !is_space(glyph.ch)
    });
    let Some((label, text)) = starts.map(|at| line.split_at(at)) else {
        return vec![line];
    };
    let words = |part: &[Glyph]| {
        part.iter()
            .filter(seen)
            .filter(|g| g.ch.is_alphanumeric())
            .count()
    };
    let marks = |part: &[Glyph]| part.iter().filter(seen).count() - words(part);
    // The numbers of a listing's lines are in a type of their own, too.
    let wide = text.iter().filter(|glyph| is_wide(glyph.ch)).count();
    let numbered = label.iter().filter(seen).all(|g| g.ch.is_ascii_digit());
    let is_listing = numbered && wide * 2 < words(text);
    let parted = text.first().is_some_and(|begin| {
        let other = (first.y - begin.y).abs() > beside::OTHER_BASELINE * size.max(begin.size);
        // A smaller character on another baseline is an exponent or the number of a reference.
        other && size > 0.75 * begin.size
    });
    let long = words(text) >= beside::FEWEST_IN_TEXT && marks(text) * 4 < words(text);
    let named = words(label) > 0 && marks(label) == 0;
    if parted && long && named && !is_listing {
        let text = line.split_off(label.len());
        return vec![line, text];
    }
    vec![line]
}

/// Makes one row of its glyphs, which come from left to right; `None` where nothing is visible.
fn row(glyphs: &[Glyph], width: f64, links: &[LinkArea]) -> Option<TextRow> {
    let seen: Vec<&Glyph> = glyphs.iter().filter(|g| !is_space(g.ch)).collect();
    let (first, last) = (*seen.first()?, *seen.last()?);
    let size = usual(&seen, |g| g.size);
    // In tenths, so that no division is needed.
    let share = |is: &dyn Fn(&Glyph) -> bool| seen.iter().filter(|g| is(g)).count() * 10;
    let letters = || seen.iter().filter(|glyph| glyph.ch.is_alphabetic());
    let (text, stops) = text_with_stops(glyphs);
    // The leader and the page number behind an entry of a table of contents are no text, so they fill no row either.
    let kept = text.chars().filter(|c| !is_space(*c)).count();
    let last = kept
        .checked_sub(1)
        .and_then(|at| seen.get(at))
        .copied()
        .unwrap_or(last);
    Some(TextRow {
        links: links_behind(&seen, &text, links),
        text,
        stops,
        left: first.x,
        right: last.x + last.advance,
        middle: width / 2.0,
        y: usual(&seen, |g| g.y),
        size,
        sizes: (
            letters().next().map_or(0.0, |glyph| glyph.size),
            letters().next_back().map_or(0.0, |glyph| glyph.size),
        ),
        head: head(glyphs),
        text_boxes: (first.text_box, last.text_box),
        bold: share(&|g| g.bold) >= seen.len() * 8,
        fixed: fixed_pitch(&seen),
        furniture: share(&|g| g.furniture) >= seen.len() * 8,
        listed: kept < seen.len(),
        light: share(&|g| g.ink == Paint::Light) >= seen.len() * 8,
        opens: leads(first, links),
        closes: leads(last, links),
        ..TextRow::default()
    })
}

/// True if all Latin letters and marks have one width; `None` if there are too few to show it.
///
/// Digits have one width in most fonts.
fn fixed_pitch(seen: &[&Glyph]) -> Option<bool> {
    let (mut count, mut least, mut most) = (0, f64::INFINITY, 0.0_f64);
    let letters = seen
        .iter()
        .filter(|g| g.ch.is_ascii_graphic() && !g.ch.is_ascii_digit());
    for glyph in letters {
        let width = glyph.advance / glyph.size;
        (count, least, most) = (count + 1, least.min(width), most.max(width));
    }
    (count >= 4).then_some(most - least < 0.03)
}

/// Returns the value of the glyphs that take up the most room, to a tenth of a point.
///
/// Counting them would give the end of a sentence the size of the number of a reference behind it: `定。[1]`.
fn usual(glyphs: &[&Glyph], value: impl Fn(&Glyph) -> f64) -> f64 {
    let mut values: Vec<(f64, f64)> = glyphs.iter().map(|g| (value(g), g.advance)).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let room = |run: &[(f64, f64)]| run.iter().map(|(_, advance)| advance).sum::<f64>();
    let runs = values.chunk_by(|a, b| b.0 - a.0 < 0.1);
    let widest = runs.max_by(|a, b| room(a).total_cmp(&room(b)));
    widest
        .and_then(|run| run.get(run.len() / 2))
        .map_or(0.0, |(value, _)| *value)
}

/// Returns the links over parts of a row's text whose address is not that part itself. `seen` are the glyphs of the text
/// in their order, without spaces.
fn links_behind(seen: &[&Glyph], text: &str, links: &[LinkArea]) -> Vec<(Range<usize>, String)> {
    if links.is_empty() {
        return Vec::new();
    }
    let places = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (glyph, (at, c)) in seen.iter().zip(places) {
        // Links to a page of the same file lead nowhere here.
        let Some(uri) = leads(glyph, links).filter(|uri| uri.starts_with("http")) else {
            continue;
        };
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some((range, other))
                if *other == uri
                    && text
                        .get(range.end..at)
                        .is_some_and(|gap| gap.trim().is_empty()) =>
            {
                range.end = end;
            }
            _ => found.push((at..end, uri)),
        }
    }
    // An address over several rows is a link by itself: a part of it stands in this row.
    found.retain(|(range, uri)| !uri.contains(text.get(range.clone()).unwrap_or_default()));
    found
}

/// Returns the address of the link over a glyph.
fn leads(glyph: &Glyph, links: &[LinkArea]) -> Option<String> {
    // The middle of the glyph, since areas of neighbouring lines touch.
    let (x, y) = (glyph.x + glyph.advance / 2.0, glyph.y - glyph.size * 0.3);
    let over = |link: &&LinkArea| {
        let [left, top, right, bottom] = link.bounds;
        x >= left && x <= right && y >= top && y <= bottom
    };
    links.iter().find(over).map(|link| link.uri.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    /// The texts of the parts of a line of pieces: left end, size, text.
    fn parts(pieces: &[(f64, f64, &str)]) -> Vec<String> {
        let glyphs = pieces.iter().flat_map(|(x, size, text)| {
            let sized = move |glyph| Glyph {
                size: *size,
                ..glyph
            };
            line(*x, 100.0, text).into_iter().map(sized)
        });
        let text = |line: Vec<Glyph>| line.iter().map(|glyph| glyph.ch).collect();
        parts_of_line(glyphs.collect())
            .into_iter()
            .map(text)
            .collect()
    }

    #[test]
    fn fields_beside_a_title_are_parted_from_it() {
        for field in ["编号：七", "（第七号）"] {
            let found = parts(&[(50.0, 20.0, "渔船登记证"), (300.0, 9.0, field)]);
            assert_eq!(found, ["渔船登记证", field]);
        }
    }

    #[test]
    fn a_small_mark_before_a_gap_parts_no_line() {
        let found = parts(&[
            (50.0, 10.0, "渔船轻声靠岸"),
            (112.0, 3.0, ","),
            (140.0, 10.0, "码头上没有人"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn the_sides_of_an_equation_with_indices_stay_together() {
        let found = parts(&[
            (50.0, 10.0, "水位"),
            (70.0, 6.0, "东堤"),
            (90.0, 10.0, "="),
            (110.0, 10.0, "海拔与潮高"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
