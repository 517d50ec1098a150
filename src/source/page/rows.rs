//! Glyphs to rows: which way the page is up, what lies on one baseline, where one word ends.

use super::watermarks;
use super::{Glyph, Ink, Link, Page, Row, Sheet};
use crate::source::letters::{clings_left, clings_right, is_address_char, is_latin, is_quote};

/// Glyphs of one baseline lie within this part of an em of each other: enough for exponents, too little for two lines.
const SAME_BASELINE: f64 = 0.4;
/// The same character within this part of an em is one struck twice for boldness.
const STRUCK_TWICE: f64 = 0.12;
/// A gap of this part of an em parts two Latin words where the file has no space between them.
const WORD_GAP: f64 = 0.16;
/// From this gap on, in em, two texts on one baseline are two cells.
const CELL_GAP: f64 = 2.2;
/// Degrees by which a line may lean and still belong to the page's text.
const LEAN: f64 = 4.0;

/// Sets the marks of a page as rows, top to bottom.
pub(in crate::source) fn set(sheet: Sheet) -> Page {
    let Sheet {
        number,
        width,
        height,
        mut glyphs,
        links,
    } = sheet;
    let on_page = |g: &Glyph| {
        g.size > 0.1 && g.x > -g.size && g.x < width && g.y > 0.0 && g.y < height + 0.2 * g.size
    };
    glyphs.retain(on_page);
    let (width, height) = upright(&mut glyphs, width, height);
    watermarks::set_aside(&mut glyphs);
    let characters = glyphs.iter().filter(|g| !g.ch.is_whitespace()).count();
    let unknown = glyphs.iter().filter(|g| g.ch == '\u{fffd}').count();
    let rows: Vec<Row> = baselines(glyphs)
        .into_iter()
        .filter_map(|glyphs| row(glyphs, width, &links))
        .collect();
    let astray: usize = rows.iter().map(|row| astray(&row.text)).sum();
    let unknown = unknown + if astray * 50 > characters { astray } else { 0 };
    Page {
        number,
        width,
        height,
        rows,
        characters,
        unknown,
    }
}

/// How many accented Latin letters stand between ideographs. A file whose own map of characters is wrong, as Ghostscript
/// may make it, shows them for Chinese marks: 第ÿ期Ā.
fn astray(text: &str) -> usize {
    let han = |c: char| c >= '\u{2e80}';
    let accented = |c: char| ('\u{c0}'..'\u{250}').contains(&c);
    let chars: Vec<char> = text.chars().collect();
    let alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        before.or(after).is_some_and(|c| han(*c))
            && !after.is_some_and(|c| is_latin(*c))
            && !before.is_some_and(|c| is_latin(*c))
    };
    (0..chars.len())
        .filter(|at| accented(chars[*at]) && alone(*at))
        .count()
}

/// Turns the page so that most of its text runs from left to right, and drops what runs otherwise.
///
/// A watermark runs across the page whatever the page's own rotation is, so the text itself says which way is up.
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

/// The angle between two directions, in degrees.
fn apart(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

/// Glyphs that share a baseline, baselines from top to bottom.
fn baselines(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    // The baseline of a row is that of its largest glyph, so that an exponent neither moves nor opens a row.
    let mut base = (f64::NEG_INFINITY, 0.0);
    for glyph in glyphs {
        let near = (glyph.y - base.0).abs() <= SAME_BASELINE * glyph.size.max(base.1);
        match rows.last_mut() {
            Some(row) if near => {
                if glyph.size > base.1 * 1.05 {
                    base = (glyph.y, glyph.size);
                }
                row.push(glyph);
            }
            _ => {
                base = (glyph.y, glyph.size);
                rows.push(vec![glyph]);
            }
        }
    }
    rows
}

/// One row from its glyphs; `None` where there is nothing to see.
fn row(mut glyphs: Vec<Glyph>, width: f64, links: &[Link]) -> Option<Row> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let glyphs = once(glyphs);
    let seen: Vec<&Glyph> = glyphs.iter().filter(|g| !is_space(g.ch)).collect();
    let (first, last) = (*seen.first()?, *seen.last()?);
    let size = usual(&seen, |g| g.size);
    let share = |is: &dyn Fn(&Glyph) -> bool| seen.iter().filter(|g| is(g)).count() * 10;
    Some(Row {
        text: text(&glyphs),
        left: first.x,
        right: last.x + last.advance,
        middle: width / 2.0,
        y: usual(&seen, |g| g.y),
        size,
        head: head(&glyphs),
        bold: share(&|g| g.bold) >= seen.len() * 8,
        furniture: share(&|g| g.furniture) >= seen.len() * 8,
        light: share(&|g| g.ink == Ink::Light) >= seen.len() * 8,
        opens: leads(first, links),
        closes: leads(last, links),
    })
}

/// Drops what was struck twice. The glyphs are in order from left to right.
fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let near = STRUCK_TWICE * glyph.size;
        let twin = kept
            .iter_mut()
            .rev()
            .take_while(|other| glyph.x - other.x < near)
            .find(|other| other.ch == glyph.ch && (other.y - glyph.y).abs() < near);
        match twin {
            Some(other) => other.bold = true,
            None => kept.push(glyph),
        }
    }
    kept
}

/// The value that most glyphs have, to a tenth of a point.
fn usual(glyphs: &[&Glyph], value: impl Fn(&Glyph) -> f64) -> f64 {
    let mut values: Vec<f64> = glyphs.iter().map(|g| value(g)).collect();
    values.sort_by(f64::total_cmp);
    let runs = values.chunk_by(|a, b| b - a < 0.1);
    let longest = runs.max_by_key(|run| run.len());
    longest
        .and_then(|run| run.get(run.len() / 2))
        .copied()
        .unwrap_or(0.0)
}

/// White space in a PDF, the unbreakable kind among it.
fn is_space(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{200b}' | '\u{feff}' | '\u{0}'..='\u{1f}')
}

/// The text of a row: the file's own spaces, and one between Latin words where only a gap parts them.
fn text(glyphs: &[Glyph]) -> String {
    let mut text = String::new();
    let mut spaces = String::new();
    let mut before: Option<&Glyph> = None;
    let mut in_address = false;
    let even = even_gap(glyphs);
    for glyph in glyphs {
        if is_space(glyph.ch) {
            match glyph.ch {
                '\u{3000}' => spaces.push('\u{3000}'),
                _ if spaces.is_empty() => spaces.push(' '),
                _ => {}
            }
            continue;
        }
        if let Some(before) = before {
            let gap = (glyph.x - before.x - before.advance) / glyph.size.max(before.size);
            let words = is_latin(before.ch) && is_latin(glyph.ch);
            let limit = if in_address { 0.5 } else { WORD_GAP };
            // A justified line may stretch its only space as wide as a table cell, so a real space is never a tab.
            if gap - even > CELL_GAP
                && spaces.is_empty()
                && !clings_left(glyph.ch)
                && !is_item_mark(&text)
            {
                text.push('\t');
            } else if !spaces.is_empty() && gap > 0.02 {
                text.push_str(&spaces);
            } else if words && gap > limit {
                text.push(' ');
            }
        }
        spaces.clear();
        text.push(glyph.ch);
        in_address = is_address_char(glyph.ch)
            && (in_address || text.ends_with("://") || text.ends_with("www."));
        before = Some(glyph);
    }
    drop_leader(&mut text);
    if !text.is_empty() && !spaces.is_empty() {
        text.push(' ');
    }
    text
}

/// An item number or a bullet, behind which a list has a tab stop.
fn is_item_mark(text: &str) -> bool {
    text.chars().count() <= 4
        && text.ends_with([
            '.', '．', '、', '）', ')', '•', '●', '▪', '◆', '➢', '-', '–',
        ])
}

/// Drops the leader and the page number behind an entry of a table of contents.
fn drop_leader(text: &mut String) {
    let entry = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let is_leader = |c: char| matches!(c, '.' | '…' | '·' | '．' | '‥') || c.is_whitespace();
    let title = entry.trim_end_matches(is_leader);
    let dots = entry.get(title.len()..).unwrap_or_default();
    let width: usize = dots
        .chars()
        .map(|c| {
            if c == '…' {
                3
            } else {
                usize::from(!c.is_whitespace())
            }
        })
        .sum();
    if entry.len() < text.trim_end().len() && width > 7 && !title.is_empty() {
        text.truncate(title.len());
    }
}

/// The gap between any two characters of a row that is stretched evenly, in em: a line that its author ended by hand in
/// justified text is pulled out to the full measure. 0 where gaps differ.
fn even_gap(glyphs: &[Glyph]) -> f64 {
    let seen: Vec<&Glyph> = glyphs.iter().filter(|g| !is_space(g.ch)).collect();
    // Layout engines stretch between ideographs alone, not inside numbers and words.
    let stretched = |pair: &&[&Glyph]| {
        !clings_left(pair[1].ch) && !is_latin(pair[0].ch) && !is_latin(pair[1].ch)
    };
    let mut gaps: Vec<f64> = seen
        .windows(2)
        .filter(stretched)
        .map(|pair| (pair[1].x - pair[0].x - pair[0].advance) / pair[1].size)
        .collect();
    gaps.sort_by(f64::total_cmp);
    // Of two characters one cannot tell, but cells hardly end with a full stop.
    let sentence = seen.last().is_some_and(|last| clings_left(last.ch));
    match gaps.get(gaps.len() / 4) {
        Some(low) if gaps.len() > 1 || sentence => low.max(0.0),
        _ => 0.0,
    }
}

/// How wide the beginning of a row is that no line end may cut: a character with the marks that cling to it, or a word.
/// A Latin word, number or address takes the character before it along, as LibreOffice does.
fn head(glyphs: &[Glyph]) -> f64 {
    let seen: Vec<&Glyph> = glyphs.iter().skip_while(|g| is_space(g.ch)).collect();
    let sticks = |pair: &[&Glyph]| {
        let [a, b] = pair else { return false };
        let clings = clings_left(b.ch) || clings_right(a.ch) || is_quote(a.ch) || is_quote(b.ch);
        let word = is_latin(a.ch) && is_latin(b.ch);
        (clings || word) && !is_space(b.ch) && b.x - a.x - a.advance <= WORD_GAP * a.size
    };
    let extent = |from: usize| {
        let joined = seen
            .get(from..)
            .unwrap_or_default()
            .windows(2)
            .take_while(|pair| sticks(pair));
        from + joined.count()
    };
    let mut end = extent(0);
    if end < 3 && seen.get(end + 1).is_some_and(|glyph| is_latin(glyph.ch)) {
        end = extent(end + 1);
    }
    match (seen.first(), seen.get(end)) {
        (Some(first), Some(last)) => last.x + last.advance - first.x,
        _ => 0.0,
    }
}

/// Where a glyph leads.
fn leads(glyph: &Glyph, links: &[Link]) -> Option<String> {
    let (x, y) = (glyph.x + glyph.advance / 2.0, glyph.y - glyph.size * 0.3);
    let over = |link: &&Link| {
        let [left, top, right, bottom] = link.bounds;
        x >= left && x <= right && y >= top && y <= bottom
    };
    links.iter().find(over).map(|link| link.uri.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_go_with_their_page_numbers() {
        let without = |text: &str| {
            let mut text = text.to_owned();
            drop_leader(&mut text);
            text
        };
        assert_eq!(without("1.某某办法............ 3"), "1.某某办法");
        assert_eq!(without("一、目录………………12"), "一、目录");
        for text in ["他说……", "共有……12", "版本 1.2", "2026"] {
            assert_eq!(without(text), text);
        }
    }

    #[test]
    fn accented_letters_alone_among_han_are_astray() {
        assert_eq!(astray("第ÿ期Ā"), 2);
        assert_eq!(astray("苏黎世（ETH Zürich）与 Æsir"), 0);
    }
}
