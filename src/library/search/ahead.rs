//! Searching while the folders are still being walked.
//!
//! Whether the cache still tells the truth is known only when every file was looked at, which takes as long as the search.
//! So the reports that it knows are searched at once, and what they give is held back until all files are known to be as
//! they were. Where one is not, the library is scanned and searched anew.

use super::{Match, run};
use crate::library::cache::Cache;
use crate::library::cache::glance::Glance;
use crate::library::index::Shelved;
use crate::library::note::Note;
use crate::library::query::Query;
use crate::library::scan::{self, Options};
use crate::library::walk::{self, Candidate, Walked};
use crate::library::{Entry, Place, Status, sandbox};
use crate::state::Marks;
use std::cell::{Cell, OnceCell};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

/// What was seen on the way to an answer.
#[derive(Debug, Default)]
pub struct Seen {
    /// Whether there was any file that can be a report.
    pub any: bool,
    /// Rows whose files could not be read or understood, perhaps some other day. Others may be among them.
    pub rows: Vec<Entry>,
    /// What was passed over.
    pub notes: Vec<Note>,
}

/// Looks through all reports below `paths`, as [`run`] does through those it is given, and tells what else there was.
pub fn complete<T: Default + Send>(
    paths: &[PathBuf],
    options: &Options,
    query: &Query,
    marks: &Marks,
    make: impl Fn(&mut T, &Match<'_>) + Sync,
    mut take: impl FnMut(T) -> bool,
) -> Seen {
    let never = AtomicBool::new(false);
    // With an encoding asked for, what the cache has was read in others.
    if let Some(folder) = options
        .cache
        .as_deref()
        .filter(|_| !sandbox::has_encoding())
    {
        let ahead = ahead(paths, folder, options, |reports, is_true| {
            let mut truth = None;
            run(reports, query, marks, &never, &make, |made| {
                *truth.get_or_insert_with(is_true) && take(made)
            });
        });
        if let Some(seen) = ahead {
            return seen;
        }
    }
    let shelf = scan::complete(paths, options);
    run(
        &shelf.index.newest_first(),
        query,
        marks,
        &never,
        make,
        take,
    );
    // The program ends soon: to free ten thousand reports first would take as long as to search them.
    std::mem::forget(shelf.index);
    Seen {
        any: !shelf.entries.is_empty(),
        rows: shelf.entries,
        notes: shelf.notes,
    }
}

/// Lets `search` have what the cache in `folder` knows, and a question to ask before it believes it; `None` where that is
/// not what the files are.
fn ahead(
    paths: &[PathBuf],
    folder: &Path,
    options: &Options,
    search: impl FnOnce(&[Arc<Shelved>], &dyn Fn() -> bool),
) -> Option<Seen> {
    thread::scope(|scope| {
        let walking = Cell::new(Some(scope.spawn(|| walk::walk(paths))));
        let glance = Glance::of(Cache::open(folder, paths));
        let is_small = |file: &&Candidate| file.size_bytes <= options.size_limit_bytes;
        let walked = OnceCell::new();
        let wait = || {
            walked.get_or_init(|| {
                let walked = walking.take().and_then(|walking| walking.join().ok());
                walked.filter(|w: &Walked| glance.agrees(w.candidates.iter().filter(is_small)))
            })
        };
        search(&glance.reports, &|| wait().is_some());
        wait();
        let walked = walked.into_inner().flatten()?;
        let too_large = walked.candidates.iter().filter(|file| !is_small(file));
        let rows = too_large.map(|file| {
            let place = Place::File(file.path.clone());
            Entry::unread(place, Status::TooLarge(file.size_bytes))
        });
        let mut glance = ManuallyDrop::new(glance);
        let mut rows: Vec<Entry> = rows.collect();
        rows.append(&mut glance.not_understood);
        Some(Seen {
            any: !rows.is_empty() || !glance.reports.is_empty(),
            rows,
            notes: walked.notes,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::cache::shorthand;
    use crate::library::query;
    use std::fs;
    use std::path::Path;

    fn titles(folder: &Path, cache: &Path) -> Vec<String> {
        let options = Options {
            cache: Some(cache.to_owned()),
            ..Options::default()
        };
        let title = |titles: &mut Vec<String>, found: &Match<'_>| {
            titles.push(shorthand::read(found.articles[0].slice.title()));
        };
        let mut titles = Vec::new();
        let query = query::parse("医保").unwrap();
        let paths = [folder.to_owned()];
        complete(&paths, &options, &query, &Marks::new(), title, |some| {
            titles.extend(some);
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
        let make = |(): &mut (), _: &Match<'_>| ();
        let seen = complete(&paths, &options, &query, &Marks::new(), make, |()| {
            taken += 1;
            false
        });
        assert_eq!((taken, seen.any), (1, true));
    }
}
