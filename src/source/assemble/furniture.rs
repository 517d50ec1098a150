//! Page furniture: running heads, folios and printed notes at the edges of pages, removed before rows are joined.
//!
//! A running head is known by standing at the same place on several pages with the same text, its
//! digits aside, and by standing apart from the text or being smaller. Reports repeat whole
//! sentences, so the text alone would take body text away. Marks of the file itself come first,
//! light rows (watermarks) second, repetition last.

use super::margins::body_size;
use super::measure::leading;
use crate::conventions::datelines::origin_line;
use crate::conventions::folios::{is_folio_at_edge, pattern};
use crate::conventions::labels::opens_field;
use crate::source::page::{TableRole, TextPage, TextRow};
use crate::text::chars::is_han;
use std::collections::HashMap;

/// The number of rows at each end of a page that may be furniture.
pub(super) const EDGE_ROWS: usize = 3;
/// The part of a page's height, from either end, in which furniture stands.
const EDGE: f64 = 0.14;
/// The type size, in that of the text, from which on a row over every page is a heading.
const LARGER: f64 = 1.25;
/// The type size, in that of the text, below which a row at the edge of a page is no text.
const SMALLER: f64 = 0.93;

/// The top or the bottom of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum PageEdge {
    /// The top, where running heads stand.
    Top,
    /// The bottom, where folios stand.
    Bottom,
}

/// Removes the furniture of all pages.
pub(super) fn set_aside(pages: &mut [TextPage]) {
    // Collected before any row goes: a head that a later page marks is one on the first page too, marked or not.
    let heads = RepeatedRows::find(pages);
    let body = BodyText::of(pages);
    marked(pages);
    light(pages);
    for (at_page, page) in pages.iter_mut().enumerate() {
        for end in [PageEdge::Top, PageEdge::Bottom] {
            let count = heads.count(page, at_page, end, &body);
            match end {
                PageEdge::Top => drop(page.rows.drain(..count)),
                PageEdge::Bottom => page.rows.truncate(page.rows.len() - count),
            }
        }
    }
}

/// The measures of the body text, from which running heads differ.
struct BodyText {
    /// The type size, in points.
    size: f64,
    /// The distance of baselines, in points.
    leading: f64,
}

impl BodyText {
    /// Measures the body text of all pages.
    fn of(pages: &[TextPage]) -> Self {
        let size = body_size(pages.iter());
        Self {
            size,
            leading: leading(pages.iter(), size),
        }
    }
}

/// Removes rows that the file itself marks as furniture, unless that would leave less than half: some producers mark
/// everything.
fn marked(pages: &mut [TextPage]) {
    let rows = || pages.iter().flat_map(|page| &page.rows);
    let marked = rows().filter(|row| row.furniture).count();
    if marked * 2 < rows().count() {
        for page in pages {
            page.rows.retain(|row| !row.furniture);
        }
    }
}

/// Removes light rows that repeat on several pages, or several times on one: stamps and watermarks. A light row alone
/// may be a grey date.
fn light(pages: &mut [TextPage]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in pages
        .iter()
        .flat_map(|page| &page.rows)
        .filter(|row| row.light)
    {
        *seen.entry(pattern(&row.text)).or_default() += 1;
    }
    let all = pages.iter().map(|page| page.rows.len()).sum::<usize>();
    // A document that is grey throughout has no watermark.
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

/// Returns the distance of a row from its end of the page, in points.
fn distance(row: &TextRow, page: &TextPage, end: PageEdge) -> f64 {
    match end {
        PageEdge::Top => row.y,
        PageEdge::Bottom => page.height - row.y,
    }
}

/// Returns the words at the left and the right end of a row that has others in between or beside, if they are long enough
/// to be a title: books have theirs on one line with that of the chapter.
fn outer_parts(row: &TextRow) -> [Option<&str>; 2] {
    let mut parts = row.text.split(['\t', ' ']).filter(|part| !part.is_empty());
    let (first, last) = (parts.next(), parts.next_back());
    // Words of Latin labels are too short to be known again by.
    let long = |part: &&str| part.chars().filter(|c| is_han(*c)).count() >= 4;
    // A row of one part is known by all of its text.
    let first = first.filter(|part| last.is_some() && long(part));
    let parts = [first, last.filter(long)];
    // Articles of one medium have its name in this row, with a day that differs.
    let is_field = || opens_field(&row.text) || origin_line(&row.text, None).is_some();
    if parts == [None; 2] || is_field() {
        return [None; 2];
    }
    parts
}

/// Returns the text by which a row is known again on other pages, its numbers made alike. A table's row needs the same
/// numbers too: the rows of a list differ by nothing else.
fn key(row: &TextRow) -> String {
    if row.role == TableRole::None {
        pattern(&row.text)
    } else {
        row.text.clone()
    }
}

/// A row near the end of a page, and the pages that have it there.
struct RepeatedRow {
    /// The end of the page.
    end: PageEdge,
    /// The row's [`key`].
    key: String,
    /// The distance from the end, in points.
    from_end: f64,
    /// The number of pages.
    count: usize,
    /// The index of the first of them.
    first: usize,
}

/// Rows that repeat at the same place on several pages.
struct RepeatedRows {
    /// The rows in the order of their first pages.
    found: Vec<RepeatedRow>,
    /// The ends of such rows, each by its own words.
    parts: Vec<RepeatedRow>,
    /// The number of pages from which on a row is a running head.
    needed: usize,
}

impl RepeatedRows {
    /// Collects the outer rows of all pages.
    fn find(pages: &[TextPage]) -> Self {
        let (mut found, mut parts) = (Vec::new(), Vec::new());
        for (at_page, page) in pages.iter().enumerate() {
            for end in [PageEdge::Top, PageEdge::Bottom] {
                let rows: Vec<&TextRow> = match end {
                    PageEdge::Top => page.rows.iter().take(EDGE_ROWS).collect(),
                    PageEdge::Bottom => page.rows.iter().rev().take(EDGE_ROWS).collect(),
                };
                for row in rows {
                    let from_end = distance(row, page, end);
                    note(&mut found, end, key(row), from_end, at_page);
                    for part in outer_parts(row).into_iter().flatten() {
                        note(&mut parts, end, part.to_owned(), from_end, at_page);
                    }
                }
            }
        }
        // Left and right pages may have different heads, and the first page often has none, so three pages of ten are
        // enough.
        Self {
            found,
            parts,
            needed: (pages.len() * 3 / 10).max(2),
        }
    }

    /// Returns the number of rows at one end of the page of index `at_page` that are furniture: the longest run of heads and
    /// folios that stands apart from the text or is set smaller.
    ///
    /// The distance is needed because reports repeat whole sentences, so that a page may begin as another one does.
    fn count(&self, page: &TextPage, at_page: usize, end: PageEdge, body: &BodyText) -> usize {
        let row = |at: usize| match end {
            PageEdge::Top => page.rows.get(at),
            PageEdge::Bottom => page
                .rows
                .len()
                .checked_sub(at + 1)
                .and_then(|at| page.rows.get(at)),
        };
        let candidates = (0..EDGE_ROWS.min(page.rows.len()))
            .filter_map(row)
            .take_while(|row| distance(row, page, end) < EDGE * page.height)
            // Furniture is an unbroken run from the edge: the first row of text ends it.
            .take_while(|row| is_folio_at_edge(&row.text) || self.holds(row, page, end, body))
            // The first of the headings over the pages of a list, as over an invoice's goods, is no running head: it is
            // larger than the text, which has it nowhere else.
            .take_while(|row| {
                let large = end == PageEdge::Top && row.size > LARGER * body.size;
                !(large && self.is_first(row, distance(row, page, end), at_page))
            })
            .count();
        let cuts_table = |count: &usize| {
            let inner = match end {
                PageEdge::Top => row(*count),
                PageEdge::Bottom => count.checked_sub(1).and_then(row),
            };
            inner.is_some_and(|row| row.role == TableRole::Further)
        };
        let is_furniture = |count: &usize| {
            let Some(last) = count.checked_sub(1).and_then(row) else {
                return false;
            };
            let gap = row(*count).map_or(f64::INFINITY, |next| (next.y - last.y).abs());
            let small = (0..*count)
                .filter_map(row)
                .all(|row| row.size < SMALLER * body.size);
            let folios = (0..*count)
                .filter_map(row)
                .all(|row| is_folio_at_edge(&row.text));
            gap > 1.3 * body.leading.max(1.4 * body.size)
                || small
                || (folios && is_far_out(last, page, end))
        };
        (1..=candidates)
            .rev()
            .filter(|count| !cuts_table(count))
            .find(is_furniture)
            .unwrap_or(0)
    }

    /// True if several pages have this row at this place, and few have anything else there. A sub-heading may begin
    /// several pages too, but other pages then begin with text at the same height.
    fn holds(&self, row: &TextRow, page: &TextPage, end: PageEdge, body: &BodyText) -> bool {
        let from_end = distance(row, page, end);
        // The title of the book beside that of a chapter, which may be a short one.
        let shared = |part: &str| {
            let same = |found: &&RepeatedRow| {
                found.end == end && found.is_near(from_end) && found.key == part
            };
            self.parts
                .iter()
                .filter(same)
                .any(|found| found.count >= self.needed.max(3))
        };
        // A column has its name in the titles of its articles, which are larger than the text.
        let is_title = row.size > 1.1 * body.size;
        if !is_title && outer_parts(row).into_iter().flatten().any(shared) {
            return true;
        }
        let key = key(row);
        let here = || {
            let near = |found: &&RepeatedRow| found.end == end && found.is_near(from_end);
            self.found.iter().filter(near)
        };
        let all: usize = here().map(|found| found.count).sum();
        // The heads of left pages name the book and those of right pages the chapter, so that each of them is on few
        // pages. They are smaller than the text, and most pages have one of them.
        let small = row.size < SMALLER * body.size && all >= self.needed;
        let needed = if small { 2 } else { self.needed };
        let often = |count: usize| count >= needed;
        let repeated: usize = here()
            .map(|found| found.count)
            .filter(|count| often(*count))
            .sum();
        repeated * 4 >= all * 3 && here().any(|found| often(found.count) && found.key == key)
    }

    /// True for a row at the top of a page that is the first of its kind there.
    fn is_first(&self, row: &TextRow, from_top: f64, at_page: usize) -> bool {
        let first = |found: &RepeatedRow| {
            let here = found.end == PageEdge::Top && found.is_near(from_top);
            here && found.first == at_page && found.key == key(row)
        };
        self.found.iter().any(first)
    }
}

impl RepeatedRow {
    /// True at this distance from the end of the page, in points. Headers move by a little where a page is scaled for
    /// printing.
    fn is_near(&self, from_end: f64) -> bool {
        (self.from_end - from_end).abs() < 3.0
    }
}

/// Counts a row of the page of index `at_page`, which is known by `key`, at its distance from the end of the page in points.
// A linear search: a document has few different heads.
fn note(found: &mut Vec<RepeatedRow>, end: PageEdge, key: String, from_end: f64, at_page: usize) {
    let known = found
        .iter_mut()
        .find(|found| found.end == end && found.is_near(from_end) && found.key == key);
    match known {
        Some(known) => known.count += 1,
        None => found.push(RepeatedRow {
            end,
            key,
            from_end,
            count: 1,
            first: at_page,
        }),
    }
}

/// True if the row is nearer to the end of the page than text is set.
fn is_far_out(row: &TextRow, page: &TextPage, end: PageEdge) -> bool {
    distance(row, page, end) < 0.07 * page.height
}
