//! The names of the series in the list: one title for all, or a short name for each row.
//!
//! A row has room for three Han beside number and count, and the titles of the series of one publisher usually begin alike
//! (云屿监测周报, 云屿监测月报). So the beginning that all of them share is left out, and in a row without room for the rest also the
//! beginning that a title shares with another one. The names are made when rows are listed, not for a frame.

use crate::library::Entry;
use crate::text::sanitize::sanitize;
use std::collections::{BTreeMap, BTreeSet};

/// The titles of the series in the list.
#[derive(Debug, Clone, Default)]
pub struct SeriesNames {
    /// The title, if all issues bear the same one.
    only: Option<String>,
    /// The names of each title that issues with a number bear, where there are several: without what all share, and without
    /// what it shares with any other.
    short: BTreeMap<String, [String; 2]>,
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

    /// The part of a title by which it differs from the others, harmless to a terminal: the longest that passes `has_room`,
    /// else the shortest.
    pub fn short(&self, title: &str, has_room: impl Fn(&str) -> bool) -> Option<&str> {
        let [short, shortest] = self.short.get(title)?;
        let name = if has_room(short) { short } else { shortest };
        Some(name)
    }
}

/// Returns for each of the titles what follows the beginning that all of them share, and what follows the longest beginning that
/// it shares with another; the whole title where nothing follows.
///
/// 云屿监测周报 and 云屿监测月报 give 周报 and 月报.
fn short_names(titles: &BTreeSet<&str>) -> BTreeMap<String, [String; 2]> {
    // In an ordered set the first and the last share what all share, and a title shares most with its neighbours.
    let ends = titles.first().zip(titles.last());
    let by_all = ends.map_or(0, |(first, last)| shared(first, last));
    let ordered: Vec<&str> = titles.iter().copied().collect();
    let names = |at: usize, title: &str| {
        let after = |shared: usize| {
            let rest = title.get(shared..).map(str::trim).unwrap_or_default();
            let name = if rest.is_empty() { title } else { rest };
            sanitize(name).into_owned()
        };
        let before = at.checked_sub(1).and_then(|before| ordered.get(before));
        let beside = before.into_iter().chain(ordered.get(at + 1));
        let by_one = beside.map(|other| shared(title, other)).max();
        // One Han alone is alike by chance: 云湖日报 and 云南周报 have nothing in common.
        let by_one = by_one.filter(|shared| *shared > '云'.len_utf8() && *shared < title.len());
        [after(by_all), after(by_one.unwrap_or(by_all))]
    };
    let all: Vec<[String; 2]> = ordered
        .iter()
        .enumerate()
        .map(|(at, title)| names(at, title))
        .collect();
    let is_alone = |name: &str| all.iter().filter(|[_, other]| other == name).count() == 1;
    let named = ordered.iter().zip(&all).map(|(title, [short, shortest])| {
        // Two series of one name would be one series to the eye.
        let shortest = if is_alone(shortest) { shortest } else { short };
        ((*title).to_owned(), [short.clone(), shortest.clone()])
    });
    named.collect()
}

/// Returns the bytes of the beginning that two titles share.
fn shared(title: &str, other: &str) -> usize {
    let alike = title.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    alike.map(|(c, _)| c.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Place, Status};

    fn entry(at: usize, title: &str, number: u32) -> Entry {
        let mut entry = Entry::unread(Place::Sample(at), Status::Read);
        entry.meta_mut().title = Some(title.into());
        entry.meta_mut().number = Some(number);
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
        let short = |names: &SeriesNames, title| names.short(title, |_| true).unwrap().to_owned();
        assert_eq!(short(&both, "云屿监测周报"), "周报");
        assert_eq!(short(&both, "云屿监测月报"), "月报");
        // A title that begins the other keeps its whole name.
        let longer = SeriesNames::of(&[weekly, entry(1, "云屿监测周报专刊", 629)]);
        assert_eq!(short(&longer, "云屿监测周报"), "云屿监测周报");
        assert_eq!(short(&longer, "云屿监测周报专刊"), "专刊");
    }

    #[test]
    fn in_a_narrow_row_a_name_lacks_what_it_shares_with_any_other() {
        let titles = [
            "云屿市医疗周报",
            "云屿市教育周报",
            "海湾养老动态",
            "海天气象",
        ];
        let entries = (0u32..).zip(titles);
        let entries: Vec<Entry> = entries.map(|(at, title)| entry(0, title, at)).collect();
        let names = SeriesNames::of(&entries);
        let shown = |room: usize| {
            titles.map(|title| {
                let name = names.short(title, |name| name.chars().count() <= room);
                name.unwrap_or_default()
            })
        };
        assert_eq!(shown(7), titles);
        assert_eq!(
            shown(3),
            ["医疗周报", "教育周报", "海湾养老动态", "海天气象"]
        );
    }

    #[test]
    fn no_two_series_have_one_name_and_no_short_name_is_longer_than_the_other() {
        let shortest = |titles: &[&str]| {
            let entries = (0u32..).zip(titles);
            let entries: Vec<Entry> = entries.map(|(at, title)| entry(0, title, at)).collect();
            let names = SeriesNames::of(&entries);
            let name = |title: &&str| names.short(title, |_| false).unwrap().to_owned();
            titles.iter().map(name).collect::<Vec<_>>()
        };
        let crossed = [
            "云屿市医疗周报",
            "云屿市教育周报",
            "海湾市医疗周报",
            "海湾市教育周报",
        ];
        assert_eq!(shortest(&crossed), crossed);
        assert_eq!(
            shortest(&["云屿月报", "云屿市医疗", "云屿市医疗周报"]),
            ["月报", "市医疗", "周报"]
        );
    }
}
