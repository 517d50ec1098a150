//! The names of the series in the list: one title for all, or a short name for each row.
//!
//! A row has room for three Han beside number and count, and the titles of the series of one publisher usually begin alike
//! (云屿监测周报, 云屿监测月报). So the beginning that all of them share is left out. The names are made when rows are listed, not for a
//! frame.

use crate::library::Entry;
use crate::text::sanitize::sanitize;
use std::collections::{BTreeMap, BTreeSet};

/// The titles of the series in the list.
#[derive(Debug, Clone, Default)]
pub struct SeriesNames {
    /// The title, if all issues bear the same one.
    only: Option<String>,
    /// The short name of each title that issues with a number bear, where there are several.
    short: BTreeMap<String, String>,
}

impl SeriesNames {
    /// Collects the titles of `entries`.
    pub fn of(entries: &[Entry]) -> Self {
        let mut titles = entries.iter().filter_map(|e| e.meta.series());
        let first = titles.next();
        let only = first.filter(|first| titles.all(|title| title == *first));
        // Only a row with a number needs a short name: the others show their title.
        let numbered = entries.iter().filter(|e| e.meta.number.is_some());
        let numbered: BTreeSet<&str> = numbered.filter_map(|entry| entry.meta.series()).collect();
        Self {
            only: only.map(|title| sanitize(title).into_owned()),
            short: if numbered.len() > 1 {
                short_names(&numbered)
            } else {
                BTreeMap::new()
            },
        }
    }

    /// The title that all issues bear, harmless to a terminal.
    pub fn only(&self) -> Option<&str> {
        self.only.as_deref()
    }

    /// True if issues with a number bear several titles, so that a number alone does not name one.
    pub fn are_several(&self) -> bool {
        !self.short.is_empty()
    }

    /// The part of a title by which it differs from the others, harmless to a terminal.
    pub fn short(&self, title: &str) -> Option<&str> {
        self.short.get(title).map(String::as_str)
    }
}

/// Returns for each of the titles what follows the beginning that all of them share; the whole title where nothing follows.
///
/// 云屿监测周报 and 云屿监测月报 give 周报 and 月报.
fn short_names(titles: &BTreeSet<&str>) -> BTreeMap<String, String> {
    // In an ordered set the first and the last share what all share.
    let ends = titles.first().zip(titles.last());
    let shared = ends.map_or(0, |(first, last)| {
        let alike = first.chars().zip(last.chars()).take_while(|(a, b)| a == b);
        alike.map(|(c, _)| c.len_utf8()).sum()
    });
    let short = |title: &str| {
        let rest = title.get(shared..).map(str::trim).unwrap_or_default();
        let name = if rest.is_empty() { title } else { rest };
        sanitize(name).into_owned()
    };
    let named = titles.iter();
    named
        .map(|title| ((*title).to_owned(), short(title)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Place, Status};

    fn entry(at: usize, title: &str, number: u32) -> Entry {
        let mut entry = Entry::unread(Place::Sample(at), Status::Read);
        entry.meta.title = Some(title.to_owned());
        entry.meta.number = Some(number);
        entry
    }

    #[test]
    fn one_title_is_for_all_and_of_several_each_has_what_it_does_not_share() {
        let weekly = entry(0, "云屿监测周报", 629);
        let alone = SeriesNames::of(&[weekly.clone(), entry(1, "云屿监测周报", 628)]);
        assert_eq!(
            (alone.only(), alone.are_several()),
            (Some("云屿监测周报"), false)
        );
        let both = SeriesNames::of(&[weekly.clone(), entry(1, "云屿监测月报", 629)]);
        assert_eq!(both.only(), None);
        assert_eq!(both.short("云屿监测周报"), Some("周报"));
        assert_eq!(both.short("云屿监测月报"), Some("月报"));
        // A title that begins the other keeps its whole name.
        let longer = SeriesNames::of(&[weekly, entry(1, "云屿监测周报专刊", 629)]);
        assert_eq!(longer.short("云屿监测周报"), Some("云屿监测周报"));
        assert_eq!(longer.short("云屿监测周报专刊"), Some("专刊"));
    }
}
