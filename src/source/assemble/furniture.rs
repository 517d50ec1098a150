//! Page furniture: running heads, folios and printed notes at the edges of pages, set aside before anything is joined.

use crate::source::page::{Page, Row};
use std::collections::HashMap;

/// How many rows at each end of a page may be furniture.
const EDGE_ROWS: usize = 3;
/// The part of a page's height, from either end, in which furniture stands.
const EDGE: f64 = 0.14;

/// The end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Top,
    Bottom,
}

/// Removes the furniture of all pages.
pub(super) fn set_aside(pages: &mut [Page]) {
    // What a later page marks as its head is one on the first page too, marked or not.
    let heads = Heads::find(pages);
    marked(pages);
    light(pages);
    for page in pages.iter_mut() {
        for end in [End::Top, End::Bottom] {
            for _ in 0..EDGE_ROWS {
                let Some((at, row)) = outermost(&page.rows, end) else {
                    break;
                };
                if page.rows.len() < 2 && !is_folio(&row.text) {
                    break;
                }
                if !heads.holds(row, page, end) && !is_lone_folio(row, at, page, end) {
                    break;
                }
                page.rows.remove(at);
            }
        }
    }
}

/// Rows that the file itself marks, unless that would leave next to nothing.
fn marked(pages: &mut [Page]) {
    let rows = || pages.iter().flat_map(|page| &page.rows);
    let marked = rows().filter(|row| row.furniture).count();
    if marked * 2 < rows().count() {
        for page in pages {
            page.rows.retain(|row| !row.furniture);
        }
    }
}

/// Light rows that say the same on several pages, or several times on one.
fn light(pages: &mut [Page]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in pages
        .iter()
        .flat_map(|page| &page.rows)
        .filter(|row| row.light)
    {
        *seen.entry(pattern(&row.text)).or_default() += 1;
    }
    let all = pages.iter().map(|page| page.rows.len()).sum::<usize>();
    if seen.values().sum::<usize>() * 2 > all {
        return;
    }
    let most = pages.len().max(2);
    for page in pages {
        page.rows.retain(|row| {
            !row.light
                || seen
                    .get(&pattern(&row.text))
                    .is_none_or(|count| *count < most)
        });
    }
}

fn outermost(rows: &[Row], end: End) -> Option<(usize, &Row)> {
    let at = match end {
        End::Top => 0,
        End::Bottom => rows.len().checked_sub(1)?,
    };
    rows.get(at).map(|row| (at, row))
}

/// How far a row is from its end of the page.
fn distance(row: &Row, page: &Page, end: End) -> f64 {
    match end {
        End::Top => row.y,
        End::Bottom => page.height - row.y,
    }
}

/// What several pages say at the same place.
struct Heads {
    /// Text pattern and distance from the end, with the number of pages.
    found: Vec<(End, String, f64, usize)>,
    needed: usize,
}

impl Heads {
    fn find(pages: &[Page]) -> Self {
        let mut found: Vec<(End, String, f64, usize)> = Vec::new();
        for page in pages {
            for end in [End::Top, End::Bottom] {
                let rows: Vec<&Row> = match end {
                    End::Top => page.rows.iter().take(EDGE_ROWS).collect(),
                    End::Bottom => page.rows.iter().rev().take(EDGE_ROWS).collect(),
                };
                for row in rows {
                    note(
                        &mut found,
                        end,
                        pattern(&row.text),
                        distance(row, page, end),
                    );
                }
            }
        }
        // Left and right pages may have different heads, and the first page often has none.
        Self {
            found,
            needed: (pages.len() * 3 / 10).max(2),
        }
    }

    fn holds(&self, row: &Row, page: &Page, end: End) -> bool {
        let from_end = distance(row, page, end);
        let pattern = pattern(&row.text);
        from_end < EDGE * page.height
            && self.found.iter().any(|(at, text, distance, count)| {
                *at == end
                    && *count >= self.needed
                    && (distance - from_end).abs() < 3.0
                    && *text == pattern
            })
    }
}

fn note(found: &mut Vec<(End, String, f64, usize)>, end: End, text: String, from_end: f64) {
    let known = found.iter_mut().find(|(at, other, distance, _)| {
        *at == end && (distance - from_end).abs() < 3.0 && *other == text
    });
    match known {
        Some((.., count)) => *count += 1,
        None => found.push((end, text, from_end, 1)),
    }
}

/// A page number that stands apart from the text, or far out.
fn is_lone_folio(row: &Row, at: usize, page: &Page, end: End) -> bool {
    if !is_folio(&row.text) {
        return false;
    }
    let neighbour = match end {
        End::Top => page.rows.get(at + 1),
        End::Bottom => at.checked_sub(1).and_then(|at| page.rows.get(at)),
    };
    let apart =
        neighbour.is_none_or(|other| (other.y - row.y).abs() > 1.9 * other.size.max(row.size));
    let from_end = distance(row, page, end) / page.height;
    from_end < 0.07 || (from_end < EDGE && apart)
}

/// A text with its spaces dropped and its numbers made alike.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !pattern.ends_with('#') {
            pattern.push(c);
        }
    }
    pattern
}

/// `3`, `— 3 —`, `第 3 页 共 9 页`, `3/9`, `Page 3 of 9`, `iv`.
fn is_folio(text: &str) -> bool {
    let pattern = pattern(text).to_lowercase();
    let bare = pattern.trim_matches(|c: char| "-—–－−─·•.|~～_/()（）[]【】".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = [
        "#",
        "第#页",
        "第#页共#页",
        "第#页/共#页",
        "第#页，共#页",
        "第#页,共#页",
        "第#页(共#页)",
        "第#页（共#页",
        "第#页（共#页）",
        "#/#",
        "#of#",
        "page#",
        "page#of#",
        "p#",
        "p.#",
        "#页",
        "共#页第#页",
        "共#页，第#页",
        "#/#页",
        "第#/#页",
    ];
    let roman =
        !bare.is_empty() && bare.len() <= 5 && bare.chars().all(|c| "ivxlⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ".contains(c));
    (digits <= 8 && known.contains(&bare) && (bare != "#" || digits <= 4)) || roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_are_told_from_numbers_in_the_text() {
        for text in [
            "3",
            "— 12 —",
            "- 3 -",
            "第 3 页 共 9 页",
            "3 / 9",
            "Page 3 of 9",
            "iv",
            "·5·",
        ] {
            assert!(is_folio(text), "{text}");
        }
        for text in ["12345", "3.2%", "第三页", "2026 年", "一、", "", "x1"] {
            assert!(!is_folio(text), "{text}");
        }
    }
}
