//! What the cache knows below some paths, for one who has not looked at the files yet: good for searching ahead, and to
//! be compared with the files afterwards.

use super::Cache;
use super::catalogue::{Given, Known};
use crate::library::index::{self, Kept, Shelved};
use crate::library::walk::Candidate;
use crate::library::{Entry, Place};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The files and reports as they were when they were read last.
#[derive(Debug, Default)]
pub struct Glance {
    /// The reports, newest first.
    pub reports: Vec<Arc<Shelved>>,
    /// The rows of files that were read and could not be understood.
    pub not_understood: Vec<Entry>,
    /// Length and time of every file, by [`Place::id`].
    files: HashMap<u64, (u64, i64), BuildHasherDefault<Given>>,
}

impl Glance {
    /// What `cache` knows below `paths`.
    pub fn of(cache: Cache, paths: &[PathBuf]) -> Self {
        let Cache {
            catalogue,
            segments,
            ..
        } = cache;
        let mut glance = Self::default();
        for (id, known) in catalogue {
            let Known {
                size_bytes,
                modified_ns,
                entry,
                record,
                ..
            } = known;
            if !matches!(&entry.place, Place::File(path) if is_below(path, paths)) {
                continue;
            }
            glance.files.insert(id, (size_bytes, modified_ns));
            match record.and_then(|r| Some((segments.get(&r.segment)?, r.span))) {
                Some((segment, span)) => {
                    let kept = Kept::Segment(segment.clone(), span);
                    glance.reports.push(Arc::new(Shelved::of(entry, kept)));
                }
                None => glance.not_understood.push(entry),
            }
        }
        index::sort(&mut glance.reports);
        glance
    }

    /// Whether `candidates` are the files that are known, all of them and unchanged.
    pub fn agrees<'c>(&self, candidates: impl IntoIterator<Item = &'c Candidate>) -> bool {
        let mut count = 0;
        let all_known = candidates.into_iter().all(|file| {
            count += 1;
            let id = xxh3_64(file.path.as_os_str().as_encoded_bytes());
            self.files.get(&id) == Some(&(file.size_bytes, file.modified_ns))
        });
        all_known && count == self.files.len()
    }
}

/// Whether `path` is one of `roots` or lies below one. By bytes: by components, as the standard library compares, it takes
/// longer than to read the catalogue.
fn is_below(path: &Path, roots: &[PathBuf]) -> bool {
    let path = path.as_os_str().as_encoded_bytes();
    let is_separator = |byte: &u8| std::path::is_separator(char::from(*byte));
    roots.iter().any(|root| {
        let rest = path.strip_prefix(root.as_os_str().as_encoded_bytes());
        rest.is_some_and(|rest| {
            rest.first().is_none_or(is_separator)
                || root
                    .as_os_str()
                    .as_encoded_bytes()
                    .last()
                    .is_some_and(is_separator)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_not_below() {
        let below = |path: &str, root: &str| is_below(Path::new(path), &[PathBuf::from(root)]);
        assert!(below("a/b.txt", "a") && below("a/b.txt", "a/") && below("a/b.txt", "a/b.txt"));
        assert!(below("/a/b/c.txt", "/"));
        assert!(!below("ab/c.txt", "a") && !below("a/b.txt", "a/b.t") && !below("a", "a/b"));
    }
}
