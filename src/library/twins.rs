//! Files that hold the same report: the best is listed and searched, the others are named with it.
//!
//! What *the same* means is in [`identity`](super::identity). The best is the file whose format keeps most (a Word document
//! before a page format before plain text), then the first by its path.
//!
//! Both functions here group by the hash of [`Identity`](super::identity::Identity): one for the
//! reports of the index and one for the rows of a list. Nothing is lost: the others keep their
//! marks, since their articles have the same keys.

use super::meta::{Entry, Place, ReportMeta};
use super::walk;
use crate::model::identity::HashedMap;
use std::path::Path;

/// Removes from `reports` each that another one is better than, and returns what is left with more than one file: the report
/// and the places of the others, the better first. The order of what is left may change.
pub fn take_copies<T: Clone>(
    reports: &mut Vec<T>,
    meta: impl Fn(&T) -> &ReportMeta,
) -> Vec<(T, Box<[Place]>)> {
    let groups = groups(reports.iter().map(&meta));
    if groups.is_empty() {
        return Vec::new();
    }
    let mut is_copy = vec![false; reports.len()];
    let mut found = Vec::with_capacity(groups.len());
    for group in &groups {
        let Some((best, others)) = group.split_first() else {
            continue;
        };
        for at in others {
            if let Some(flag) = is_copy.get_mut(*at) {
                *flag = true;
            }
        }
        let places = others.iter().filter_map(|at| reports.get(*at));
        let places = places.map(|report| meta(report).place.clone()).collect();
        found.extend(reports.get(*best).map(|report| (report.clone(), places)));
    }
    let mut at = 0;
    reports.retain(|_| {
        at += 1;
        !is_copy.get(at - 1).copied().unwrap_or(false)
    });
    found
}

/// Joins the rows of equal reports: the best of them is left and names the others in [`Entry::also`]; these are returned.
pub fn join(rows: &mut Vec<Entry>) -> Vec<Entry> {
    // By the hash of the place: rows move while the list is filtered.
    let mut group_of = HashedMap::default();
    let groups = groups(rows.iter().map(|row| &*row.meta));
    for row in &mut *rows {
        // Found anew each time: a file that was named may be gone.
        row.also = Box::default();
    }
    if groups.is_empty() {
        return Vec::new();
    }
    for group in &groups {
        let Some((best, others)) = group.split_first() else {
            continue;
        };
        let places = others.iter().filter_map(|at| rows.get(*at));
        let places: Vec<Place> = places.map(|row| row.meta.place.clone()).collect();
        for place in &places {
            group_of.insert(place.id(), *best);
        }
        if let Some(best) = rows.get_mut(*best) {
            best.also = places.into();
        }
    }
    let (copies, kept): (Vec<Entry>, Vec<Entry>) = std::mem::take(rows)
        .into_iter()
        .partition(|row| group_of.contains_key(&row.meta.place.id()));
    *rows = kept;
    copies
}

/// Returns the indices of reports that are the same, groups of two or more, each with its best first.
fn groups<'m>(metas: impl Iterator<Item = &'m ReportMeta>) -> Vec<Vec<usize>> {
    let mut first: HashedMap<usize> = HashedMap::default();
    let mut groups: HashedMap<Vec<usize>> = HashedMap::default();
    let mut all = Vec::new();
    for (at, meta) in metas.enumerate() {
        let same = meta.identity.same;
        all.push(meta);
        if same == 0 {
            continue;
        }
        match first.get(&same) {
            // A group is made for the second one only: nearly every report is alone.
            Some(before) => groups.entry(same).or_insert_with(|| vec![*before]).push(at),
            None => {
                first.insert(same, at);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_cached_key(|at| {
            all.get(*at)
                .map(|meta| (rank(&meta.place), meta.place.name()))
        });
    }
    groups
}

/// Returns the rank of the format of a place, 0 for the best.
///
/// Samples are in their own order. A file without a known ending comes last.
fn rank(place: &Place) -> usize {
    let rank = match place {
        Place::File(path) => walk::rank(path),
        Place::Member(_, name) => walk::rank(Path::new(name)),
        Place::Sample(index) => Some(*index),
    };
    rank.unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Status;
    use crate::library::identity::Identity;

    fn row(path: &str, same: u64) -> Entry {
        let mut row = Entry::unread(Place::File(path.into()), Status::Read);
        row.meta_mut().identity = Identity {
            same,
            ..Identity::default()
        };
        row
    }

    #[test]
    fn the_best_of_equal_reports_is_left_and_names_the_others() {
        let mut rows = vec![
            row("127.pdf", 1),
            row("other.txt", 2),
            row("127终稿.doc", 1),
            row("blank.pdf", 0),
            row("127.txt", 1),
            row("blank too.pdf", 0),
        ];
        let copies = join(&mut rows);
        let names = |rows: &[Entry]| -> Vec<String> {
            rows.iter().map(|row| row.meta.place.name()).collect()
        };
        assert_eq!(
            names(&rows),
            ["other.txt", "127终稿.doc", "blank.pdf", "blank too.pdf"]
        );
        assert_eq!(names(&copies), ["127.pdf", "127.txt"]);
        let also: Vec<String> = rows[1].also.iter().map(Place::name).collect();
        assert_eq!(also, ["127.pdf", "127.txt"]);
        // The best is gone: the next one takes its place.
        let mut left = copies;
        assert_eq!(names(&join(&mut left)), ["127.txt"]);
        assert_eq!(names(&left), ["127.pdf"]);
    }
}
