//! The type size of a document and the margins of it and of each of its columns, in points, taken from what many rows share.

use super::columns::Column;
use crate::source::page::{TableRole, TextPage, TextRow};
use crate::text::chars::is_western;

/// The indents in em that a first line may have: two characters as a rule, four at most.
pub(super) const INDENT: std::ops::Range<f64> = 1.2..4.6;

/// Returns the number of characters of a row.
fn weight(row: &TextRow) -> usize {
    row.text.chars().count()
}

/// Returns the size that most characters have, in points.
pub(super) fn body_size<'p>(pages: impl Iterator<Item = &'p TextPage>) -> f64 {
    let mut sizes: Vec<(f64, usize)> = Vec::new();
    let rows = pages.flat_map(|page| &page.rows);
    for row in rows.filter(|row| row.role == TableRole::None) {
        match sizes
            .iter_mut()
            .find(|(size, _)| (size - row.size).abs() < 0.3)
        {
            Some((_, count)) => *count += weight(row),
            None => sizes.push((row.size, weight(row))),
        }
    }
    sizes
        .into_iter()
        .max_by_key(|(_, count)| *count)
        // Of a page without text: any size does.
        .map_or(12.0, |(size, _)| size)
}

/// Returns the smallest left edge that rows of the body size often have.
pub(super) fn left_margin<'r>(
    rows: impl Iterator<Item = &'r TextRow>,
    size: f64,
    share: f64,
) -> f64 {
    let mut edges: Vec<f64> = rows
        .filter(|row| (row.size - size).abs() < 0.15 * size)
        .map(|row| row.left)
        .collect();
    edges.sort_by(f64::total_cmp);
    let all: f64 = edges.iter().map(|_| 1.0).sum();
    let often = |run: &&[f64]| {
        let count: f64 = run.iter().map(|_| 1.0).sum();
        count >= 2.0 && count >= share * all
    };
    edges
        .chunk_by(|a, b| b - a < 0.35 * size)
        .find(often)
        .and_then(|run| run.first())
        .or(edges.first())
        .copied()
        .unwrap_or(0.0)
}

/// Returns the left margins of columns of one width.
///
/// A column of a few rows has no margin of its own. Where it stands far from the document's, as the end of a right
/// column does, it has that of the column of another page that stands nearest to its left.
pub(super) fn own_margins(columns: &[&mut Column], margin: f64, size: f64) -> Vec<f64> {
    let usual: Vec<&TextRow> = columns
        .iter()
        .filter(|column| touches(&column.page, margin, size))
        .flat_map(|column| &column.page.rows)
        .collect();
    let right = right_margin(&usual, size);
    let own = |column: &&mut Column| {
        // A column of references may have no row of the document's size, and has a margin all the same.
        let alike = |row: &&TextRow| (row.size - size).abs() < 0.15 * size;
        let few = column.class > 0 && column.page.rows.iter().filter(alike).count() < 4;
        let size = if few {
            body_size(std::iter::once(&column.page))
        } else {
            size
        };
        let own = own_margin(&column.page, (margin, right), size);
        column.left.unwrap_or(own)
    };
    let known: Vec<f64> = columns.iter().map(own).collect();
    let lowest = |page: &TextPage| {
        page.rows
            .iter()
            .map(|row| row.left)
            .fold(f64::MAX, f64::min)
    };
    let of_few = |(column, own): (&&mut Column, &f64)| {
        let first = lowest(&column.page);
        let few = column.left.is_none() && column.page.rows.len() < 4;
        if !few || first - own < 6.0 * size {
            return *own;
        }
        let beside = |other: &f64| (-0.5 * size..5.0 * size).contains(&(first - other));
        let nearest = known.iter().copied().filter(beside);
        let nearest = nearest.max_by(f64::total_cmp);
        nearest.unwrap_or(if column.class == 0 { *own } else { first })
    };
    columns.iter().zip(&known).map(of_few).collect()
}

/// True if a row of the page begins at the margin.
fn touches(page: &TextPage, margin: f64, size: f64) -> bool {
    let at_margin = |row: &TextRow| (row.left - margin).abs() < 0.5 * size;
    page.rows.iter().any(at_margin)
}

/// Returns the left margin of one page. It differs from the document's where left and right pages have mirrored
/// margins: then its lines end elsewhere, too. A page of nothing but first lines, or of a list that is set in, keeps the
/// document's margin.
fn own_margin(page: &TextPage, (margin, right): (f64, f64), size: f64) -> f64 {
    if page.rows.len() < 4 || touches(page, margin, size) {
        return margin;
    }
    let own = left_margin(page.rows.iter(), size, 0.15);
    let shift = (own - margin) / size;
    let rows: Vec<&TextRow> = page.rows.iter().collect();
    let ends = right_margin(&rows, size) - right;
    let same_end = ends.abs() < 0.8 * size;
    // Where the ends of its lines are moved as far as their beginnings, the whole page is.
    if !same_end && (ends - (own - margin)).abs() < 0.4 * size {
        return own;
    }
    let first_lines = INDENT.contains(&shift) && (shift - 2.0).abs() < 0.4;
    if first_lines || (shift > 1.0 && same_end) {
        margin
    } else {
        own
    }
}

/// Leaves out the rows that stand out past the place where most full rows end, if they are few. `edges` are right ends,
/// the largest first.
///
/// A long document has a dozen of them: lines of programs, formulas, and contents that are wider than the text.
fn without_outliers(edges: &[f64], size: f64) -> &[f64] {
    let ends_at = |edge: f64| edges.partition_point(|other| *other > edge);
    let full = |edge: f64| ends_at(edge - 0.3 * size) - ends_at(edge);
    let frequent = edges.iter().map(|edge| (full(*edge), *edge));
    let Some((count, edge)) = frequent.max_by(|a, b| a.0.cmp(&b.0)) else {
        return edges;
    };
    let outliers = ends_at(edge + 0.9 * size);
    let few = count * 4 >= edges.len() && outliers * 8 <= count;
    if few { &edges[outliers..] } else { edges }
}

/// Returns the right margin of pages of short lines alone, such as a timetable or verse: as far from the edge as the left one.
/// `None` where a row reaches far enough to be full, or where many end together at `right`.
///
/// Rows count from the left margin.
pub(super) fn open_right(rows: &[&TextRow], right: f64, size: f64) -> Option<f64> {
    let mirrored = |row: &&TextRow| 2.0 * row.middle;
    let is_short = |row: &&TextRow| row.right < 0.65 * mirrored(row);
    let together = rows
        .iter()
        .filter(|row| (right - row.right).abs() < 0.9 * size);
    let is_open = rows.len() >= 4 && rows.iter().all(is_short) && together.count() * 2 < rows.len();
    rows.first().filter(|_| is_open).map(mirrored)
}

/// Returns the largest right edge that rows often have. Rows that end in Latin count only where there are few others,
/// since an address may stand out past the margin.
pub(super) fn right_margin(rows: &[&TextRow], size: f64) -> f64 {
    let latin = |row: &TextRow| row.text.trim_end().ends_with(is_western);
    let edges_of = |any: bool| {
        let mut edges: Vec<f64> = rows
            .iter()
            .filter(|row| any || !latin(row))
            .map(|row| row.right)
            .collect();
        edges.sort_by(|a, b| b.total_cmp(a));
        edges
    };
    let mut edges = edges_of(false);
    // In a text in Latin letters the few other rows are its exceptions.
    if edges.len() < 4 || edges.len() * 4 < rows.len() {
        edges = edges_of(true);
    }
    let edges = without_outliers(&edges, size);
    // Hanging marks and addresses stand out past the margin, so that several rows have to agree.
    let needed = (edges.len() / 12).clamp(2, 12);
    let often = |at: usize, edge: f64| {
        edges
            .get(at + needed - 1)
            .is_some_and(|other| edge - other < 0.9 * size)
    };
    let found = edges
        .iter()
        .enumerate()
        .find(|(at, edge)| often(*at, **edge));
    found
        .map(|(_, edge)| *edge)
        .or(edges.first().copied())
        .unwrap_or(0.0)
}
