//! Speculative search: the cached reports are searched while the folders are still being walked.
//!
//! Checking that the cache is up to date needs a `stat` of every file, which takes as long as the search itself. So both run
//! side by side, and the results are held back until the walk has confirmed the cache. Where a file has changed, the
//! results are dropped, the library is scanned and searched again.

use super::{ReportMatch, run};
use crate::library::cache::Cache;
use crate::library::cache::snapshot::Snapshot;
use crate::library::index::IndexedReport;
use crate::library::note::ScanNote;
use crate::library::query::{MarkSets, Query};
use crate::library::scan::{self, ScanOptions};
use crate::library::walk::{self, Candidate, Walked};
use crate::library::{Entry, Place, Status};
use std::cell::{Cell, OnceCell};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

/// What a search of the command line came across besides its results.
#[derive(Debug, Default)]
pub struct SearchSummary {
    /// Set when there was a file that can be a report.
    pub any: bool,
    /// The rows of files that could not be read or understood, now or when they were cached. Other rows may be among them.
    pub rows: Vec<Entry>,
    /// The files and folders that were passed over.
    pub notes: Vec<ScanNote>,
}

/// Searches all reports below `paths` as [`run`] searches those that it is given.
///
/// Results are handed on in order, newest first.
pub fn complete<T: Default + Send>(
    paths: &[PathBuf],
    options: &ScanOptions,
    query: &Query,
    marks: &MarkSets,
    make: impl Fn(&mut T, &ReportMatch<'_>) + Sync,
    mut take: impl FnMut(T) -> bool,
) -> SearchSummary {
    // A command cannot be interrupted but by ending it.
    let never = AtomicBool::new(false);
    if let Some(folder) = options.believed_cache() {
        let summary = search_cached(paths, folder, options, |reports, is_current| {
            let mut current = None;
            run(reports, query, marks, &never, &make, |made| {
                // The walk is waited for with the first result, and then its answer holds for all.
                *current.get_or_insert_with(is_current) && take(made)
            });
        });
        if let Some(summary) = summary {
            return summary;
        }
    }
    let scanned = scan::complete(paths, options);
    run(
        &scanned.index.newest_first(),
        query,
        marks,
        &never,
        make,
        take,
    );
    // Leaked on purpose: the program ends soon, and freeing ten thousand reports takes as long as searching them.
    std::mem::forget(scanned.index);
    SearchSummary {
        any: !scanned.entries.is_empty(),
        rows: scanned.entries,
        notes: scanned.notes,
    }
}

/// Calls `search` with the cached reports and a function that waits for the walk and returns true if the cache is current;
/// `None` where it is not.
fn search_cached(
    paths: &[PathBuf],
    folder: &Path,
    options: &ScanOptions,
    search: impl FnOnce(&[Arc<IndexedReport>], &dyn Fn() -> bool),
) -> Option<SearchSummary> {
    thread::scope(|scope| {
        let walking = Cell::new(Some(scope.spawn(|| walk::walk_alone(paths))));
        let snapshot = Snapshot::of(Cache::open(folder, paths));
        let is_small = |file: &&Candidate| file.size_bytes <= options.size_limit_bytes;
        let walked = OnceCell::new();
        let wait = || {
            walked.get_or_init(|| {
                let walked = walking.take().and_then(|walking| walking.join().ok());
                walked.filter(|w: &Walked| snapshot.agrees(w.candidates.iter().filter(is_small)))
            })
        };
        search(&snapshot.reports, &|| wait().is_some());
        wait();
        let walked = walked.into_inner().flatten()?;
        let too_large = walked.candidates.iter().filter(|file| !is_small(file));
        let rows = too_large.map(|file| {
            let place = Place::File(file.path.clone());
            Entry::unread(place, Status::TooLarge(file.size_bytes))
        });
        // As above: the program ends, so that nothing is freed.
        let mut snapshot = ManuallyDrop::new(snapshot);
        let mut rows: Vec<Entry> = rows.collect();
        rows.append(&mut snapshot.not_understood);
        Some(SearchSummary {
            any: !rows.is_empty() || !snapshot.reports.is_empty(),
            rows,
            notes: walked.notes,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::cache::compact_text;
    use crate::library::query::{self, QueryContext};
    use std::fs;
    use std::path::Path;

    fn titles(folder: &Path, cache: &Path) -> Vec<String> {
        let options = ScanOptions {
            cache: Some(cache.to_owned()),
            ..ScanOptions::default()
        };
        let title = |titles: &mut Vec<String>, found: &ReportMatch<'_>| {
            titles.push(compact_text::read(found.articles[0].slice.title()));
        };
        let mut titles = Vec::new();
        let query = query::parse("医保", QueryContext::default()).unwrap();
        let paths = [folder.to_owned()];
        complete(
            &paths,
            &options,
            &query,
            &MarkSets::default(),
            title,
            |some| {
                titles.extend(some);
                true
            },
        );
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
        let options = ScanOptions {
            cache: Some(cache.path().to_owned()),
            ..ScanOptions::default()
        };
        let query = query::parse("医保", QueryContext::default()).unwrap();
        let mut taken = 0;
        let paths = [dir.path().to_owned()];
        let make = |(): &mut (), _: &ReportMatch<'_>| ();
        let seen = complete(&paths, &options, &query, &MarkSets::default(), make, |()| {
            taken += 1;
            false
        });
        assert_eq!((taken, seen.any), (1, true));
    }
}
