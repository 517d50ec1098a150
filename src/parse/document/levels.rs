//! The levels of a table of contents, by the kinds of their ordinals.

use super::entry::ContentsEntry;
use crate::conventions::ordinals::OrdinalKind;

/// Marks the entries of the highest level.
///
/// The first entry is of that level, and so is every entry with an ordinal of its kind. Entries without an ordinal are
/// titles of parts where numbered ones follow several of them, and stand beside the numbered ones (前言, 参考文献)
/// otherwise.
pub(super) fn mark_top(entries: &mut [ContentsEntry<'_>]) {
    let kinds: Vec<Option<OrdinalKind>> = entries
        .iter()
        .map(|entry| entry.ordinal.map(|found| found.kind))
        .collect();
    // The first ordinal of the contents is of the highest level: chapters come before their
    // sections.
    let highest = kinds.iter().copied().flatten().next();
    let parts = kinds
        .windows(2)
        .filter(|pair| pair[0].is_none() && pair[1].is_some())
        .count();
    let bare = kinds.iter().filter(|kind| kind.is_none()).count();
    // Two titles of parts are enough: a preface alone stands before the first chapter.
    let bare_only = highest.is_none() || parts >= 2 && kinds.first() == Some(&None) && bare >= 2;
    // Bare rows amid numbered ones are second rows of titles, unless they have page numbers as the others do.
    let numbered_paged = entries
        .iter()
        .any(|entry| entry.ordinal.is_some() && entry.paged);
    for (entry, kind) in entries.iter_mut().zip(&kinds) {
        entry.top = match kind {
            // Items below the numbered entries have a bullet, and pages of the contents may leave their folios among them.
            None if highest.is_some() && is_item_or_folio(entry.title) => false,
            None => bare_only || !numbered_paged || entry.paged,
            Some(_) if bare_only => false,
            kind => *kind == highest,
        };
    }
}

/// True for an entry behind a bullet, and for nothing but a number: a folio.
fn is_item_or_folio(title: &str) -> bool {
    let bullet = title.starts_with(['-', '–', '•', '●', '○', '▪', '·']);
    let digit = |c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X');
    bullet || title.chars().all(digit)
}

/// Marks the entries below the parts of a book instead, those with the ordinals of the first numbered entry that is no part.
/// False if the highest entries are no parts, or if nothing is below them.
pub(super) fn mark_next(entries: &mut [ContentsEntry<'_>]) -> bool {
    let kind = |entry: &ContentsEntry<'_>| entry.ordinal.map(|found| found.kind);
    let below = entries.iter().filter(|entry| !entry.top).find_map(kind);
    let tops = || entries.iter().filter(|entry| entry.top);
    if below.is_none() || tops().any(|entry| kind(entry) != Some(OrdinalKind::Part)) {
        return false;
    }
    for entry in entries {
        entry.top = kind(entry) == below;
    }
    true
}
