//! Page numbers on the baseline of a title or a running head, as in `3 概述 12`: the heads of LaTeX and slides with a number
//! beside their title.
//!
//! Such a head differs on every page, so it is not found as a row that repeats. It is known by its number instead, which
//! counts with the pages and ends at one place of the page.

use super::furniture::EDGE_ROWS;
use crate::source::page::{TableRole, TextPage, TextRow};
use crate::text::chars::is_wide;
use std::collections::HashMap;

/// A number at an end of a row, counted from the place of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Folio {
    /// Set when the number is in front of the row.
    first: bool,
    /// The printed number less the index of the page: both halves of a spread have one [`TextPage::number`].
    ahead: i64,
    /// The outer end of the number, in points.
    x: f64,
    /// The baseline.
    y: f64,
    /// The length of the number, in bytes.
    len: usize,
}

/// Removes page numbers from the rows at the ends of pages, and the rows that are running heads besides.
pub(super) fn remove(pages: &mut [TextPage]) {
    let found: Vec<Vec<(usize, Folio)>> = pages.iter().enumerate().map(candidates).collect();
    let same = |a: &Folio, b: &Folio| {
        a.first == b.first
            && a.ahead == b.ahead
            && (a.x - b.x).abs() < 9.0
            && (a.y - b.y).abs() < 3.0
    };
    // Some slides have no number, and odd and even pages have theirs at different places.
    let needed = (pages.len() * 3 / 10).max(3);
    let counts = |folio: &Folio| {
        let on_page = |page: &&Vec<(usize, Folio)>| page.iter().any(|(_, f)| same(f, folio));
        found.iter().filter(on_page).take(needed).count() >= needed
    };
    let hits: Vec<(usize, usize, Folio)> = found
        .iter()
        .enumerate()
        .flat_map(|(page, rows)| rows.iter().map(move |(row, folio)| (page, *row, *folio)))
        .filter(|(.., folio)| counts(folio))
        .collect();
    if hits.is_empty() {
        return;
    }
    for (page, row, folio) in &hits {
        strip(&mut pages[*page].rows[*row], folio);
    }
    remove_heads(pages, &hits);
}

/// Removes the rows of `hits` whose words stand elsewhere, too: as the heading that they repeat, or on another page.
fn remove_heads(pages: &mut [TextPage], hits: &[(usize, usize, Folio)]) {
    let letters = |row: &TextRow| -> String {
        let letters = row.text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in pages.iter().flat_map(|page| &page.rows) {
        if row.text.chars().count() <= 80 {
            *seen.entry(letters(row)).or_default() += 1;
        }
    }
    // The rows of a page go from the last to the first, so that the places of the others hold.
    for (page, row, _) in hits.iter().rev() {
        let rows = &mut pages[*page].rows;
        let larger = rows
            .get(row + 1)
            .is_some_and(|next| rows[*row].size > 1.1 * next.size);
        let again = seen
            .get(&letters(&rows[*row]))
            .is_some_and(|count| *count > 1);
        if again && !larger {
            rows.remove(*row);
        }
    }
}

/// Takes the number off a row.
fn strip(row: &mut TextRow, folio: &Folio) {
    if !row.links.is_empty() {
        return;
    }
    if folio.first {
        row.text = row
            .text
            .get(folio.len..)
            .unwrap_or_default()
            .trim_start()
            .to_owned();
    } else {
        let end = row.text.trim_end().len().saturating_sub(folio.len);
        row.text.truncate(end);
        row.text.truncate(row.text.trim_end().len());
    }
    // The glyphs are gone, so that the new end is reckoned: it must not count as a full line.
    let ems = |c: char| if is_wide(c) { 1.0 } else { 0.5 };
    let width: f64 = row.text.chars().map(ems).sum::<f64>() * row.size;
    if folio.first {
        row.left = row.left.max(row.right - width);
    } else {
        row.right = row.right.min(row.left + width);
    }
}

/// Returns the rows at the ends of a page that begin or end with a number, in the order of the page. The page comes with its index.
fn candidates((at_page, page): (usize, &TextPage)) -> Vec<(usize, Folio)> {
    let count = page.rows.len();
    // Rows of a list begin with numbers that count, too, and a page may have one row of it.
    let outer = |at: &usize| {
        let text = page.rows[*at].role == TableRole::None;
        text && (*at < EDGE_ROWS || at + EDGE_ROWS >= count)
    };
    let ends = |at: usize| {
        let row = &page.rows[at];
        // The number of a section is in front of its title, on slides also at the top of each.
        let outermost = at == 0 || at + 1 == count;
        let head = outermost && page.rows.iter().all(|other| row.size <= other.size + 0.5);
        [false, true]
            .into_iter()
            .filter(move |first| head || !first)
            .filter_map(move |first| Some((at, folio(row, at_page, first)?)))
    };
    (0..count).filter(outer).flat_map(ends).collect()
}

/// Returns the number at one end of a row that has words besides. `page` is the index of its page.
fn folio(row: &TextRow, page: usize, first: bool) -> Option<Folio> {
    let text = row.text.trim_end();
    let digits = |c: &char| c.is_ascii_digit();
    let len = if first {
        text.chars().take_while(digits).count()
    } else {
        text.chars().rev().take_while(digits).count()
    };
    let (number, rest) = if first {
        text.split_at_checked(len)?
    } else {
        let (rest, number) = text.split_at_checked(text.len() - len)?;
        (number, rest)
    };
    let apart = !first || rest.starts_with(char::is_whitespace);
    let words = rest.contains(char::is_alphabetic) && !rest.ends_with(['.', '-', '/', '=']);
    if !(1..=3).contains(&len) || !apart || !words {
        return None;
    }
    Some(Folio {
        first,
        ahead: number.parse::<i64>().ok()? - i64::try_from(page).ok()?,
        x: if first { row.left } else { row.right },
        y: row.y,
        len,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with a row at the top, one of a heading and one of text.
    fn page(number: u32, top: &str, size: f64) -> TextPage {
        let row = |text: &str, y: f64, size: f64| TextRow {
            text: text.to_owned(),
            right: 500.0,
            y,
            size,
            ..TextRow::default()
        };
        let rows = vec![
            row(top, 40.0, size),
            row(&format!("{number} 渔港"), 80.0, 14.0),
            row("潮水退去之后海滩上留下许多贝壳。", 100.0, 10.0),
        ];
        TextPage {
            number,
            rows,
            ..TextPage::default()
        }
    }

    fn tops(mut pages: Vec<TextPage>) -> Vec<String> {
        remove(&mut pages);
        pages
            .into_iter()
            .map(|page| page.rows[0].text.clone())
            .collect()
    }

    #[test]
    fn heads_with_a_number_that_counts_are_removed() {
        let pages = (1..=4).map(|n| page(n, &format!("{n} 渔港 {}", n + 2), 9.0));
        assert_eq!(
            tops(pages.collect()),
            ["1 渔港", "2 渔港", "3 渔港", "4 渔港"]
        );
    }

    #[test]
    fn heads_of_the_two_pages_of_a_sheet_are_removed() {
        let half = |n: u32| TextPage {
            number: n.div_ceil(2),
            ..page(n, &format!("{n} 渔港 {}", n + 10), 9.0)
        };
        let expected: Vec<String> = (1..=8).map(|n| format!("{n} 渔港")).collect();
        assert_eq!(tops((1..=8).map(half).collect()), expected);
    }

    #[test]
    fn a_title_keeps_its_words_and_other_numbers_stay() {
        let titles = ["灯塔", "码头", "市场", "天气"];
        let numbered = |(n, title): (u32, &str)| page(n, &format!("{title} {n}"), 28.0);
        let pages: Vec<TextPage> = (1..).zip(titles).map(numbered).collect();
        assert_eq!(tops(pages), titles);
        let years = (1..=4).map(|n| page(n, "年报 12", 9.0));
        assert_eq!(tops(years.collect()), ["年报 12"; 4]);
    }
}
