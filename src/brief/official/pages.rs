//! The page numbers of the contents: the whole document is laid out on the grid, since every paragraph moves those behind it.

use super::grid::{self, GridParagraph};
use super::paragraph::{OfficialParagraph, OfficialStyle};

/// The page numbers are counted anew this often at most: one with another count of digits may leave its entry, and all behind it,
/// on another line.
const ROUNDS: usize = 4;

/// Puts the page of each heading into its entry of the contents. Entries and headings stand in the same order, one for one.
///
/// The title of the contents begins a page where it would be the last line of one, and the blank line behind the contents goes
/// where it would begin one.
pub(super) fn number(all: &mut Vec<OfficialParagraph>) {
    let Some(first) = all.iter().position(|one| one.style.is_entry()) else {
        return;
    };
    keep_title(all, first);
    for _ in 0..ROUNDS {
        let is_changed = number_entries(all);
        let behind = first
            + all
                .iter()
                .skip(first)
                .take_while(|one| one.style.is_entry())
                .count();
        let is_blank = all
            .get(behind)
            .is_some_and(|one| one.style == OfficialStyle::Blank);
        let is_full = grid::pages(&rows(all.get(..behind).unwrap_or_default())).1 == grid::LINES;
        if is_blank && is_full {
            all.remove(behind);
        } else if !is_changed {
            break;
        }
    }
}

/// Returns the paragraphs as the grid sees them.
fn rows(some: &[OfficialParagraph]) -> Vec<GridParagraph> {
    some.iter().flat_map(OfficialParagraph::grid).collect()
}

/// Lets the title of the contents, which stands before the entry `first`, begin a page if it would be the last line of one.
///
/// `w:keepNext` is not enough: `LibreOffice` makes a section of the contents, and keeps no paragraph with a section.
fn keep_title(all: &mut [OfficialParagraph], first: usize) {
    let Some(title) = first.checked_sub(1) else {
        return;
    };
    let (_, used) = grid::pages(&rows(all.get(..title).unwrap_or_default()));
    let needed = rows(all.get(title..=first).unwrap_or_default());
    let needed: usize = needed.iter().map(|row| row.lines).sum();
    if let Some(title) = all.get_mut(title) {
        title.begins_page = used + needed > grid::LINES;
    }
}

/// Puts the page of each heading into its entry. True if one changed.
fn number_entries(all: &mut [OfficialParagraph]) -> bool {
    let mut grid: Vec<GridParagraph> = Vec::new();
    let mut heads = Vec::new();
    for paragraph in all.iter() {
        if paragraph.target.is_some() && !paragraph.style.is_entry() {
            heads.push(grid.len());
        }
        // A table has several rows on the grid.
        grid.extend(paragraph.grid());
    }
    let (pages, _) = grid::pages(&grid);
    let heads = heads.into_iter().filter_map(|at| pages.get(at).copied());
    let entries = all.iter_mut().filter(|one| one.style.is_entry());
    let mut is_changed = false;
    for (entry, page) in entries.zip(heads) {
        is_changed |= entry.page.replace(page) != Some(page);
    }
    is_changed
}
