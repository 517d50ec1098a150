//! Which files some paths ask for: they themselves, and what lies below them.

use crate::library::Place;
use crate::model::path_bytes::to_bytes;
use std::collections::HashSet;
use std::path::{PathBuf, is_separator};
use xxhash_rust::xxh3::xxh3_64;

/// Paths that are asked for.
#[derive(Debug)]
pub struct Asked<'a> {
    paths: &'a [PathBuf],
    ids: HashSet<u64>,
}

/// How much of what is directly in a folder is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    All,
    /// Perhaps some: [`Asked::is_one`] knows.
    Some,
    /// Nothing.
    Nothing,
}

impl<'a> Asked<'a> {
    /// These paths.
    pub fn of(paths: &'a [PathBuf]) -> Self {
        let ids = paths.iter().map(|path| Place::file_id(path)).collect();
        Self { paths, ids }
    }

    /// How much of `folder` is asked for, whose name ends with a separator.
    pub fn extent(&self, folder: &[u8]) -> Extent {
        let bytes = || self.paths.iter().map(|path| to_bytes(path));
        let is_beside = |path: &[u8]| {
            let name = path.strip_prefix(folder);
            name.is_some_and(|name| !name.is_empty() && !name.iter().copied().any(is_mark))
        };
        if bytes().any(|path| is_below(folder, path)) {
            Extent::All
        } else if bytes().any(is_beside) {
            Extent::Some
        } else {
            Extent::Nothing
        }
    }

    /// Whether this very path was asked for.
    pub fn is_one(&self, path: &[u8]) -> bool {
        self.ids.contains(&xxh3_64(path))
    }
}

/// Whether `path` is `root` or lies below it. By bytes: by components, as the standard library compares, it takes longer
/// than to read the catalogue.
fn is_below(path: &[u8], root: &[u8]) -> bool {
    let rest = path.strip_prefix(root);
    rest.is_some_and(|rest| {
        rest.first().copied().is_none_or(is_mark) || root.last().copied().is_some_and(is_mark)
    })
}

fn is_mark(byte: u8) -> bool {
    is_separator(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_not_below() {
        let extent =
            |folder: &str, path: &str| Asked::of(&[PathBuf::from(path)]).extent(folder.as_bytes());
        for (folder, path) in [
            ("a/", "a"),
            ("a/", "a/"),
            ("a/b/", "a"),
            ("/a/", "/"),
            ("./", "."),
        ] {
            assert_eq!(extent(folder, path), Extent::All, "{folder} {path}");
        }
        for (folder, path) in [("a/", "a/b.txt"), ("", "b.txt"), ("/", "/b.txt")] {
            assert_eq!(extent(folder, path), Extent::Some, "{folder} {path}");
        }
        for (folder, path) in [
            ("ab/", "a"),
            ("a/", "a/b/c.txt"),
            ("a/", "b.txt"),
            ("", "a/b.txt"),
        ] {
            assert_eq!(extent(folder, path), Extent::Nothing, "{folder} {path}");
        }
        let paths = [PathBuf::from("a/b.txt")];
        let asked = Asked::of(&paths);
        assert!(asked.is_one(b"a/b.txt") && !asked.is_one(b"a/b.t"));
    }
}
