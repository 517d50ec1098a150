//! Bookmarks (ISO 32000 12.3.3): the headings that the file itself names, with their levels.

use super::marks;
use crate::model::transcript::{LineKind, SourceLine};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, String as Bytes};
use std::collections::HashMap;

/// The most bookmarks that are read; a book of 300 pages has a few hundred.
const MOST_BOOKMARKS: usize = 5_000;
/// The deepest level that is read; Word writes nine at most.
const DEEPEST: u8 = 9;

/// Gives the lines that bear the title of a bookmark the bookmark's level.
///
/// Titles are compared without white space, because a bookmark has none where a heading was set with a wide gap.
pub(super) fn mark_headings(pdf: &Pdf, lines: &mut [SourceLine]) {
    let levels = bookmarks(pdf);
    if levels.is_empty() {
        return;
    }
    // The entries of printed contents have the titles of the bookmarks too, and are no headings.
    let headings = lines
        .iter_mut()
        .filter(|line| line.kind == LineKind::Text && !line.look.listed);
    for line in headings {
        if line.text.len() < 400
            && let Some(level) = levels.get(&bare(&line.text))
        {
            line.look.heading_level = Some(*level);
        }
    }
}

/// Returns a text without white space.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns the titles of all bookmarks, without white space, with their levels counted from 1.
fn bookmarks(pdf: &Pdf) -> HashMap<String, u8> {
    let mut found = HashMap::new();
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let first = catalog
        .and_then(|catalog| catalog.get::<Dict<'_>>("Outlines"))
        .and_then(|outlines| outlines.get::<Dict<'_>>("First"));
    let mut open: Vec<(Dict<'_>, u8)> = first.map(|first| (first, 1)).into_iter().collect();
    let mut seen = 0;
    // The number is bounded because a damaged chain of bookmarks may lead back to its beginning.
    while let Some((entry, level)) = open.pop()
        && seen < MOST_BOOKMARKS
    {
        seen += 1;
        if let Some(title) = entry.get::<Bytes<'_>>("Title") {
            let title = bare(&marks::decode(title.as_bytes()));
            if !title.is_empty() {
                // Of two headings of one title the first gives the level.
                found.entry(title).or_insert(level);
            }
        }
        open.extend(entry.get::<Dict<'_>>("Next").map(|next| (next, level)));
        if level < DEEPEST {
            let below = entry.get::<Dict<'_>>("First");
            open.extend(below.map(|first| (first, level + 1)));
        }
    }
    found
}
