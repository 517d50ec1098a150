//! The text of one row: its spaces, its cells, and the units that no line end may cut.
//!
//! A page has gaps, not spaces. A space of the file is believed where the layout shows it; a gap
//! without one counts between two Latin words, and from [`CELL_GAP`] on as the border of a cell. In
//! justified text all gaps are stretched, so the gap that a whole row has in common is taken off
//! first.

use super::Glyph;
use crate::text::chars::{
    is_quote, is_url_char, is_western, is_wide, never_ends_line, never_starts_line,
};

/// The gap, in em, that parts two Latin words where the file has no space between them.
const WORD_GAP: f64 = 0.16;
/// The gap, in em, from which on two texts on one baseline are two cells.
const CELL_GAP: f64 = 2.2;

/// The gap, in em, that parts the number of a heading from its words. Between a digit and a Han, typesetters leave a quarter.
const NUMBER_GAP: f64 = 0.45;

/// True for white space in a PDF, the unbreakable kind among it.
pub(super) fn is_space(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{200b}' | '\u{feff}' | '\u{0}'..='\u{1f}')
}

/// Returns the text of a row: the file's own spaces, and one between Latin words where only a gap parts them.
pub(super) fn text(glyphs: &[Glyph]) -> String {
    text_with_stops(glyphs).0
}

/// Returns the text of a row and the left ends, in points, of what stands behind each of its tabs.
pub(super) fn text_with_stops(glyphs: &[Glyph]) -> (String, Vec<f64>) {
    let mut text = String::new();
    let mut stops = Vec::new();
    let (mut spaces, mut blanks) = (String::new(), 0);
    let mut before: Option<&Glyph> = None;
    let mut in_address = false;
    let even = even_gap(glyphs);
    let sparse = is_sparse(glyphs);
    for glyph in glyphs {
        if is_space(glyph.ch) {
            blanks += 1;
            match glyph.ch {
                '\u{3000}' => spaces.push('\u{3000}'),
                _ if spaces.is_empty() => spaces.push(' '),
                _ => {}
            }
            continue;
        }
        if let Some(before) = before {
            let gap = (glyph.x - before.x - before.advance) / glyph.size.max(before.size);
            let words = is_western(before.ch) && is_western(glyph.ch);
            // Addresses in justified text are pulled apart, and have no spaces.
            let limit = if in_address { 0.5 } else { WORD_GAP };
            // A justified line may stretch its only space as wide as a table cell. In a line that is mostly white a space
            // is the end of a cell, as Word sets one behind each; as many as fill the gap are a blank to be filled in.
            if gap - even > CELL_GAP
                && (spaces.is_empty() || (sparse && (blanks == 1 || 2.0 * f64::from(blanks) < gap)))
                && !never_starts_line(glyph.ch)
                && !is_item_mark(&text)
            {
                text.push('\t');
                stops.push(glyph.x);
            // A space for which the layout left no room is not shown.
            } else if !spaces.is_empty() && gap > 0.02 {
                text.push_str(&spaces);
            } else if (words && gap > limit)
                || (is_wide(glyph.ch) && gap - even > NUMBER_GAP && is_number(&text))
            {
                text.push(' ');
            }
        }
        spaces.clear();
        blanks = 0;
        text.push(glyph.ch);
        in_address = is_url_char(glyph.ch)
            && (in_address || text.ends_with("://") || text.ends_with("www."));
        before = Some(glyph);
    }
    drop_leader(&mut text);
    if is_labelled_address(&text) {
        text.retain(|c| c != '\t');
    }
    if is_numbered_heading(&text) {
        text = text.replace('\t', " ");
    }
    // Kept at the end: joining rows has to know that a space was there.
    if !text.is_empty() && !spaces.is_empty() {
        text.push(' ');
    }
    stops.truncate(text.matches('\t').count());
    (text, stops)
}

/// True if a line has more white space between its characters than characters.
fn is_sparse(glyphs: &[Glyph]) -> bool {
    let seen = || glyphs.iter().filter(|glyph| !is_space(glyph.ch));
    let ink: f64 = seen().map(|glyph| glyph.advance).sum();
    let (first, last) = (seen().next(), seen().next_back());
    let width = first.zip(last);
    width.is_some_and(|(first, last)| ink * 2.0 < last.x + last.advance - first.x)
}

/// True for an item number or a bullet, behind which a list has a tab stop.
fn is_item_mark(text: &str) -> bool {
    text.chars().count() <= 4
        && text.ends_with([
            '.', '．', '、', '）', ')', '•', '●', '▪', '◆', '➢', '-', '–',
        ])
}

/// True for the number of a heading without a mark behind it: `1`, `1.2`.
fn is_number(text: &str) -> bool {
    text.len() <= 8
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Drops the leader and the page number behind an entry of a table of contents. Prefaces have Roman page numbers.
fn drop_leader(text: &mut String) {
    let is_page = |c: char| c.is_ascii_digit() || c.is_whitespace();
    let is_roman = |c: char| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X') || c.is_whitespace();
    let whole = text.trim_end();
    let arabic = whole.trim_end_matches(is_page);
    let entry = if arabic.len() < whole.len() {
        arabic
    } else {
        whole.trim_end_matches(is_roman)
    };
    let is_leader = |c: char| {
        matches!(c, '.' | '…' | '·' | '．' | '‥' | '⋯' | '・' | '—' | '─') || c.is_whitespace()
    };
    let title = entry.trim_end_matches(is_leader);
    let dots = entry.get(title.len()..).unwrap_or_default();
    let width: usize = dots
        .chars()
        .map(|c| match c {
            '…' | '⋯' => 3,
            c => usize::from(!c.is_whitespace()),
        })
        .sum();
    // Fewer dots may be an ellipsis before a number.
    if entry.len() < whole.len() && width > 7 && !title.is_empty() {
        text.truncate(title.len());
    }
}

/// True for the number of a section, a wide gap and words: `3.1　　船只`. Only one gap counts: a row of a table has more cells.
fn is_numbered_heading(text: &str) -> bool {
    let Some((number, words)) = text.split_once('\t') else {
        return false;
    };
    let number = number.trim().trim_end_matches('.');
    let levels = number.split('.');
    // A number of one level may be the first cell of a row.
    (2..=5).contains(&levels.clone().count())
        && levels.into_iter().all(|level| {
            (1..=2).contains(&level.len()) && level.bytes().all(|b| b.is_ascii_digit())
        })
        && words.starts_with(is_wide)
        && !words.contains('\t')
}

/// True for a short label, a colon and a web address. Before an address that runs on in the next row, justified text
/// pulls the few characters of the label apart as wide as cells.
fn is_labelled_address(text: &str) -> bool {
    let address = ["http", "www."]
        .iter()
        .filter_map(|begin| text.find(begin))
        .min();
    let label = address.and_then(|at| text.get(..at)).unwrap_or_default();
    let name = label.trim_end().trim_end_matches(['：', ':']);
    text.contains('\t') && name.len() < label.trim_end().len() && name.chars().count() <= 8
}

/// Returns the gap, in em, between any two characters of a row that is stretched evenly: a line that its author ended
/// by hand in justified text is pulled out to the full measure. 0 where gaps differ.
fn even_gap(glyphs: &[Glyph]) -> f64 {
    let seen: Vec<&Glyph> = glyphs.iter().filter(|g| !is_space(g.ch)).collect();
    // Layout engines stretch between ideographs alone, not inside numbers and words.
    let stretched = |pair: &&[&Glyph]| {
        !never_starts_line(pair[1].ch) && !is_western(pair[0].ch) && !is_western(pair[1].ch)
    };
    let mut gaps: Vec<f64> = seen
        .windows(2)
        .filter(stretched)
        .map(|pair| (pair[1].x - pair[0].x - pair[0].advance) / pair[1].size)
        .collect();
    gaps.sort_by(f64::total_cmp);
    // Two characters alone show no rhythm, but cells hardly end with a full stop.
    let sentence = seen.last().is_some_and(|last| never_starts_line(last.ch));
    match gaps.get(gaps.len() / 4) {
        // The lower quarter: a gap at a mark is wider than the rest.
        Some(low) if gaps.len() > 1 || sentence => low.max(0.0),
        _ => 0.0,
    }
}

/// Returns the width of the beginning of a row that no line end may cut: a character with the marks that cling to it,
/// or a word. A Latin word, number or address takes the character before it along, as LibreOffice does.
pub(super) fn head(glyphs: &[Glyph]) -> f64 {
    let seen: Vec<&Glyph> = glyphs.iter().skip_while(|g| is_space(g.ch)).collect();
    let sticks = |pair: &[&Glyph]| {
        let [a, b] = pair else { return false };
        let clings =
            never_starts_line(b.ch) || never_ends_line(a.ch) || is_quote(a.ch) || is_quote(b.ch);
        let word = is_western(a.ch) && is_western(b.ch);
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
    if end < 3 && seen.get(end + 1).is_some_and(|glyph| is_western(glyph.ch)) {
        end = extent(end + 1);
    }
    match (seen.first(), seen.get(end)) {
        (Some(first), Some(last)) => last.x + last.advance - first.x,
        _ => 0.0,
    }
}

/// Counts the accented Latin letters that stand between ideographs. A file whose own map of characters is wrong, as
/// Ghostscript may make it, shows them for Chinese marks: 第ÿ期Ā.
pub(super) fn astray(text: &str) -> usize {
    let han = |c: char| c >= '\u{2e80}';
    let accented = |c: char| ('\u{c0}'..'\u{250}').contains(&c);
    let chars: Vec<char> = text.chars().collect();
    let alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        before.or(after).is_some_and(|c| han(*c))
            && !after.is_some_and(|c| is_western(*c))
            && !before.is_some_and(|c| is_western(*c))
    };
    (0..chars.len())
        .filter(|at| accented(chars[*at]) && alone(*at))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::page::made::line;

    #[test]
    fn leaders_go_with_their_page_numbers() {
        let without = |text: &str| {
            let mut text = text.to_owned();
            drop_leader(&mut text);
            text
        };
        assert_eq!(without("1.某某办法............ 3"), "1.某某办法");
        assert_eq!(without("一、目录………………12"), "一、目录");
        assert_eq!(without("声明............ II"), "声明");
        assert_eq!(without("1. 渡口 ————————— 2"), "1. 渡口");
        for text in ["他说……", "共有……12", "版本 1.2", "2026", "他说…… I"] {
            assert_eq!(without(text), text);
        }
    }

    #[test]
    fn a_gap_behind_the_number_of_a_heading_is_a_space() {
        let read = |number: &str, gap: f64| {
            let mut glyphs = line(50.0, 100.0, number);
            let end = glyphs.last().map_or(0.0, |glyph| glyph.x + glyph.advance);
            glyphs.extend(line(end + gap, 100.0, "渔港"));
            text(&glyphs)
        };
        assert_eq!(read("1", 10.0), "1 渔港");
        assert_eq!(read("1.2", 5.0), "1.2 渔港");
        // The quarter that typesetters leave between a digit and a Han.
        assert_eq!(read("1", 2.5), "1渔港");
        assert_eq!(read("潮1", 10.0), "潮1渔港");
    }

    #[test]
    fn a_label_pulled_apart_before_its_address_is_no_row_of_cells() {
        assert!(is_labelled_address("链\t接：\thttps://news.example.cn/a/"));
        assert!(!is_labelled_address("链接：https://news.example.cn/a/"));
        assert!(!is_labelled_address("某报\thttps://news.example.cn/a/"));
    }

    #[test]
    fn a_wide_gap_behind_the_number_of_a_section_is_no_cell() {
        for row in ["3.1\t船只", "3.1.2.\t船只", "10.2 \t船只"] {
            assert!(is_numbered_heading(row), "{row}");
        }
        for row in [
            "3\t船只",
            "3.1\t5.2",
            "3.1\t船只\t5",
            "2025.6\t船只",
            "船只\t3.1",
        ] {
            assert!(!is_numbered_heading(row), "{row}");
        }
    }

    #[test]
    fn accented_letters_alone_among_han_are_astray() {
        assert_eq!(astray("第ÿ期Ā"), 2);
        assert_eq!(astray("苏黎世（ETH Zürich）与 Æsir"), 0);
    }
}
