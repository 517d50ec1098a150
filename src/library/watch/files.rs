//! The files of the library at one look, and in what they differ from those of another.

use crate::library::Place;
use crate::library::cache::Cache;
use crate::library::scan::ScanOptions;
use crate::library::walk::{self, Candidate, FileState, Walked};
use crate::model::identity::HashedMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Size and time of each file, by [`Place::file_id`].
#[derive(Debug, Default)]
pub(super) struct WatchedFiles(HashedMap<FileState>);

impl WatchedFiles {
    /// The files at the end of a scan, as the cache has them: one that is not so changed after it was read. Without a cache
    /// all count as unchanged.
    pub(super) fn at(paths: &[PathBuf], options: &ScanOptions) -> Self {
        match options.believed_cache() {
            Some(folder) => Self(Cache::open(folder, paths).states()),
            None => Self::of(&walk::walk(paths).candidates),
        }
    }

    /// The files that a walk found.
    fn of(candidates: &[Candidate]) -> Self {
        let files = candidates.iter();
        Self(
            files
                .map(|file| (Place::file_id(&file.path), file.state()))
                .collect(),
        )
    }

    /// Returns what `walk` finds and its files; walks again where a file is not in `self` or gone. A file that is renamed
    /// during a walk stands under both names in it or under none, and would count as new or gone instead of moved.
    pub(super) fn settled(&self, walk: impl Fn() -> Walked) -> (Walked, Self) {
        let look = || {
            let walked = walk();
            let files = Self::of(&walked.candidates);
            (walked, files)
        };
        let (walked, files) = look();
        let is_known = |id: &u64| self.0.contains_key(id);
        if files.0.len() == self.0.len() && files.0.keys().all(is_known) {
            return (walked, files);
        }
        look()
    }

    /// True if the file with this id is there.
    pub(super) fn holds(&self, id: u64) -> bool {
        self.0.contains_key(&id)
    }

    /// True if a file is not as it is in `before`.
    pub(super) fn differs(&self, before: &Self, id: u64) -> bool {
        self.0.get(&id) != before.0.get(&id)
    }

    /// Gives a file the state that it has in `before`, so that the next look finds it changed.
    pub(super) fn put_back(&mut self, before: &Self, id: u64) {
        match before.0.get(&id) {
            Some(state) => self.0.insert(id, *state),
            None => self.0.remove(&id),
        };
    }

    /// Forgets a file, so that the next look finds it new.
    pub(super) fn forget(&mut self, id: u64) {
        self.0.remove(&id);
    }

    /// Returns the time from the last change of a file to `now`; `None` for a time in the future.
    pub(super) fn age(&self, path: &Path, now: SystemTime) -> Option<Duration> {
        let modified_ns = self.0.get(&Place::file_id(path))?.modified_ns;
        let since_1970 = Duration::from_nanos(u64::try_from(modified_ns).ok()?);
        now.duration_since(UNIX_EPOCH + since_1970).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_file_that_is_renamed_during_a_walk_is_found_by_the_next_one() {
        let at = |name: &str| Candidate {
            path: PathBuf::from(name),
            size_bytes: 1,
            modified_ns: 1,
        };
        let before = WatchedFiles::of(&[at("1.txt")]);
        for first in [vec![], vec![at("1.txt"), at("2.txt")]] {
            let walks = Cell::new(0);
            let walk = || {
                walks.set(walks.get() + 1);
                let is_first = walks.get() == 1;
                Walked {
                    candidates: if is_first {
                        first.clone()
                    } else {
                        vec![at("2.txt")]
                    },
                    ..Walked::default()
                }
            };
            let (walked, files) = before.settled(walk);
            assert_eq!((walked.candidates, files.0.len()), (vec![at("2.txt")], 1));
        }
    }

    #[test]
    fn where_no_file_is_new_or_gone_one_walk_is_enough() {
        let at = |size_bytes| Candidate {
            path: PathBuf::from("1.txt"),
            size_bytes,
            modified_ns: 1,
        };
        let before = WatchedFiles::of(&[at(1)]);
        let walks = Cell::new(0);
        let (_, files) = before.settled(|| {
            walks.set(walks.get() + 1);
            Walked {
                candidates: vec![at(2)],
                ..Walked::default()
            }
        });
        let id = Place::file_id(Path::new("1.txt"));
        assert_eq!((walks.get(), files.differs(&before, id)), (1, true));
    }
}
