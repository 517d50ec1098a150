//! Searching while the folders are still being walked.
//!
//! Whether the cache still tells the truth is known only when every file was looked at, which takes as long as the search.
//! So the reports that it knows are searched at once, and what they give is held back until the scan says which of them
//! are as they were. Where it read a file anew, the search is made again over all: the cache was no help there anyway.

use super::{Match, run};
use crate::library::cache::catalogue::Given;
use crate::library::index::Shelved;
use crate::library::query::Query;
use crate::library::scan::{self, Options, Shelf};
use crate::state::Marks;
use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, mpsc};
use std::thread;

/// Scans `paths` to the end, hands what `make` makes of each issue with hits to `take`, newest first, as soon as it is
/// known, and answers the shelf. Ends early when `take` answers `false`.
pub fn complete<T: Send>(
    paths: &[PathBuf],
    options: &Options,
    query: &Query,
    marks: &Marks,
    make: impl Fn(&Match<'_>) -> T + Sync,
    mut take: impl FnMut(T) -> bool,
) -> Shelf {
    let never = AtomicBool::new(false);
    thread::scope(|scope| {
        let (sender, known) = mpsc::channel();
        let tell = move |known| drop(sender.send(known));
        let scanning = scope.spawn(|| scan::complete_telling(paths, options, tell));
        let scanning = Cell::new(Some(scanning));
        // Without a cache the channel closes, and nothing is searched ahead.
        let known: Vec<Arc<Shelved>> = known.recv().unwrap_or_default();
        let scanned = OnceCell::new();
        let wait = || {
            scanned.get_or_init(|| {
                let joined = scanning.take().and_then(|scan| scan.join().ok());
                let shelf: Shelf = joined.unwrap_or_default();
                let truth = truth(&shelf, &known);
                (shelf, truth)
            })
        };
        let mut go_on = true;
        let make_one = |found: &Match<'_>| (found.report.place.id(), make(found));
        run(&known, query, marks, &never, make_one, |(id, made)| {
            let (_, Some(truth)) = wait() else {
                return false;
            };
            go_on = !truth.contains(&id) || take(made);
            go_on
        });
        if let (shelf, None) = wait()
            && go_on
        {
            run(
                &shelf.index.newest_first(),
                query,
                marks,
                &never,
                make,
                take,
            );
        }
        scanned
            .into_inner()
            .map(|(shelf, _)| shelf)
            .unwrap_or_default()
    })
}

/// Which reports of `shelf` there are, by [`crate::library::Place::id`], if all are among those that were searched ahead.
fn truth(shelf: &Shelf, known: &[Arc<Shelved>]) -> Option<Ids> {
    let known: HashMap<u64, &Arc<Shelved>, BuildHasherDefault<Given>> = known
        .iter()
        .map(|report| (report.place.id(), report))
        .collect();
    let report_id = |report: &Arc<Shelved>| {
        let id = report.place.id();
        known
            .get(&id)
            .is_some_and(|k| k.has_record_of(report))
            .then_some(id)
    };
    shelf.index.all().iter().map(report_id).collect()
}

/// Place ids, which are hashes already.
type Ids = HashSet<u64, BuildHasherDefault<Given>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::query;
    use std::fs;
    use std::path::Path;

    fn titles(folder: &Path, cache: &Path) -> Vec<String> {
        let options = Options {
            cache: Some(cache.to_owned()),
            ..Options::default()
        };
        let title = |found: &Match<'_>| {
            let title = found.articles[0].slice.title();
            String::from_utf8(title.to_vec()).unwrap()
        };
        let mut titles = Vec::new();
        let query = query::parse("医保").unwrap();
        let paths = [folder.to_owned()];
        complete(&paths, &options, &query, &Marks::new(), title, |title| {
            titles.push(title);
            true
        });
        titles.sort();
        titles
    }

    #[test]
    fn what_the_cache_says_counts_only_where_it_is_still_true() {
        let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = |name: &str| dir.path().join(name);
        for name in ["1.txt", "2.txt", "3.txt"] {
            fs::write(file(name), format!("医保{name}")).unwrap();
        }
        let all = ["医保1.txt", "医保2.txt", "医保3.txt"];
        for _cold_or_warm in 0..2 {
            assert_eq!(titles(dir.path(), cache.path()), all);
        }
        fs::remove_file(file("3.txt")).unwrap();
        assert_eq!(titles(dir.path(), cache.path()), ["医保1.txt", "医保2.txt"]);
        fs::write(file("2.txt"), "医保改了").unwrap();
        fs::write(file("4.txt"), "没有那个词").unwrap();
        assert_eq!(titles(dir.path(), cache.path()), ["医保1.txt", "医保改了"]);
    }

    #[test]
    fn it_ends_when_nobody_takes_more() {
        let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for number in 0..100 {
            fs::write(dir.path().join(format!("{number}.txt")), "医保").unwrap();
        }
        titles(dir.path(), cache.path());
        let options = Options {
            cache: Some(cache.path().to_owned()),
            ..Options::default()
        };
        let query = query::parse("医保").unwrap();
        let mut taken = 0;
        let paths = [dir.path().to_owned()];
        let shelf = complete(
            &paths,
            &options,
            &query,
            &Marks::new(),
            |_| (),
            |()| {
                taken += 1;
                false
            },
        );
        assert_eq!((taken, shelf.entries.len()), (1, 100));
    }
}
