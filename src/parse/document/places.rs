//! The headings in the text that the entries of its contents name.
//!
//! An entry may stand at several places; the longest chain of places in the order of the contents is taken, and what it
//! lacks is sought between its neighbours by likeness.

use super::entry::{ContentsEntry, LONGEST, without_label};
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::parse::likeness::{fold_title, likeness_over};
use crate::parse::rows::LayoutRow;
use crate::parse::toc;
use std::collections::HashMap;

/// The most places in the text that are considered for one entry.
const MOST_PLACES: usize = 4;
/// The most rows between two headings that are compared with an entry that stands nowhere as it is printed.
const NEAR: usize = 600;

/// The place in the text that an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedRow {
    /// The index of the entry.
    pub entry: usize,
    /// The first row of the heading.
    pub row: usize,
    /// The number of its rows.
    pub rows: usize,
}

/// Finds the headings in the text that the highest entries name.
pub(super) fn named(
    rows: &[LayoutRow<'_>],
    from: usize,
    entries: &[ContentsEntry<'_>],
) -> Vec<NamedRow> {
    let places = Places::of(rows, from);
    let mut candidates: Vec<NamedRow> = Vec::new();
    for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.top) {
        // A long title takes two rows of the contents, of which the second has no ordinal.
        let wrapped = entries
            .get(n + 1)
            .filter(|next| next.ordinal.is_none())
            .map(|next| format!("{}{}", entry.key, next.key));
        // The text has the title without its medium.
        let bare = fold_title(&toc::split_source(entry.title).0);
        // Layouts leave a narrow gap behind the number, or none.
        let number = entry.ordinal.filter(|own| own.kind == OrdinalKind::Arabic);
        let glued = number.map(|own| format!("{}{}", own.number, entry.key));
        let keys = [Some(entry.key.clone()), wrapped, Some(bare), glued];
        let mut found: Vec<NamedRow> = Vec::new();
        for key in keys.into_iter().flatten() {
            found.extend(places.find(&key).map(|(row, rows)| NamedRow {
                entry: n,
                row,
                rows,
            }));
        }
        found.sort_by_key(|place| place.row);
        // Two forms of the title may find the same row.
        found.dedup_by_key(|place| place.row);
        candidates.extend(found.into_iter().take(MOST_PLACES));
    }
    let chain = longest_chain(&candidates);
    with_similar(rows, from, entries, chain)
}

/// The rows of the text that may be headings, by their folded titles.
struct Places<'r, 'a> {
    /// All rows of the file.
    rows: &'r [LayoutRow<'a>],
    /// The first row of the text.
    from: usize,
    /// The folded title of each row without its ordinal; empty for a row that is no heading.
    keys: Vec<String>,
    /// The rows by the first nine bytes, three Han, of their keys.
    by_start: HashMap<String, Vec<usize>>,
}

/// The number of bytes of a key by which headings are looked up.
const START: usize = 9;

impl<'r, 'a> Places<'r, 'a> {
    /// Folds the short rows from `from` on.
    fn of(rows: &'r [LayoutRow<'a>], from: usize) -> Self {
        let mut by_start: HashMap<String, Vec<usize>> = HashMap::new();
        let text = rows.get(from..).unwrap_or_default();
        let keys: Vec<String> = text.iter().map(heading_key).collect();
        for (i, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            by_start
                .entry(start_of(key).to_owned())
                .or_default()
                .push(i);
        }
        Self {
            rows,
            from,
            keys,
            by_start,
        }
    }

    /// Returns the places of `key`, one row or up to three joined, and their numbers of rows.
    fn find(&self, key: &str) -> impl Iterator<Item = (usize, usize)> {
        let exact = self.by_start.get(start_of(key)).into_iter().flatten();
        // The beginning is only a hint; the whole title has to be there.
        let exact = exact.filter_map(|&i| Some((i, self.rows_of(i, key)?)));
        let exact: Vec<_> = exact
            .take(MOST_PLACES * 4)
            .map(|(i, n)| (i + self.from, n))
            .collect();
        exact.into_iter()
    }

    /// Returns the number of rows from `i` on that make `key`.
    fn rows_of(&self, i: usize, key: &str) -> Option<usize> {
        let mut rest = key.strip_prefix(self.keys.get(i)?.as_str())?;
        let mut count = 1;
        // Each further row has to go on exactly where the one before ended.
        while !rest.is_empty() {
            let row = self.rows.get(self.from + i + count).filter(|_| count < 3)?;
            // A second row has no ordinal of its own that could be taken off.
            let more = fold_title(row.text);
            rest = rest
                .strip_prefix(more.as_str())
                .filter(|_| !more.is_empty())?;
            count += 1;
        }
        Some(count)
    }
}

/// Returns the first bytes of a key, on a character boundary.
fn start_of(key: &str) -> &str {
    let mut end = START.min(key.len());
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    key.get(..end).unwrap_or_default()
}

/// Returns the folded title of a row that may be a heading, else an empty string.
fn heading_key(row: &LayoutRow<'_>) -> String {
    let short = row.text.len() <= LONGEST * 3 && !row.stands_alone();
    let open = !row.text.ends_with(['。', '，', '；']) || row.look.heading_level.is_some();
    if short && open {
        fold_title(without_label(ordinals::without(row.text)))
    } else {
        String::new()
    }
}

/// Returns the longest chain of places that is in order both in the contents and in the text.
///
/// A title may stand in the text before its heading, in a summary or a cross-reference; in a chain with the others it
/// cannot.
fn longest_chain(candidates: &[NamedRow]) -> Vec<NamedRow> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (i, place) in candidates.iter().enumerate() {
        let mut longest = (1, None);
        // Contents have at most `MOST_ROWS` entries with a few places each, so this stays under some million steps.
        for (j, before) in candidates.iter().enumerate().take(i) {
            let in_order = before.entry < place.entry && before.row + before.rows <= place.row;
            if in_order && best[j].0 + 1 > longest.0 {
                longest = (best[j].0 + 1, Some(j));
            }
        }
        best.push(longest);
    }
    // Of chains of one length the one that ends first: what stands behind is an appendix that lists the titles again.
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, usize::MAX - candidates[i].row));
    let mut chain = Vec::new();
    while let Some(i) = at {
        chain.push(candidates[i]);
        at = best[i].1;
    }
    chain.reverse();
    chain
}

/// Adds headings that differ from their entries by a word, between those of their neighbours.
fn with_similar(
    rows: &[LayoutRow<'_>],
    from: usize,
    entries: &[ContentsEntry<'_>],
    chain: Vec<NamedRow>,
) -> Vec<NamedRow> {
    let mut all: Vec<NamedRow> = Vec::with_capacity(chain.len());
    let mut known = chain.into_iter().peekable();
    for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.top) {
        if let Some(place) = known.next_if(|place| place.entry == n) {
            all.push(place);
            continue;
        }
        let begin = all.last().map_or(from, |place| place.row + place.rows);
        let end = known.peek().map_or(rows.len(), |place| place.row);
        // Between the headings of its neighbours, where it has to stand if the text has it.
        let near = rows.get(begin..end.min(begin + NEAR)).unwrap_or_default();
        // What differs more than this is another title.
        let mut best = (0.8, None);
        for (i, row) in near.iter().enumerate() {
            let key = heading_key(row);
            // With the best so far as the limit, most rows are given up early.
            let alike = likeness_over(&key, &entry.key, best.0);
            if alike > best.0 {
                best = (alike, Some(begin + i));
            }
        }
        all.extend(best.1.map(|row| NamedRow {
            entry: n,
            row,
            rows: 1,
        }));
    }
    all
}
