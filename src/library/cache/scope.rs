//! The scope of an open cache: the files that are some given paths or lie below them.
//!
//! The catalogue has absolute paths, so that a folder is found from any working directory; the rest of the program has paths
//! as the user wrote them. This is where one becomes the other.

use crate::library::Place;
use crate::model::identity::HashedSet;
use crate::model::path_bytes::to_bytes;
use std::path::{self, Path, PathBuf, is_separator};
use xxhash_rust::xxh3::xxh3_64;

/// The paths in scope, in both forms.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The paths as they were given.
    paths: &'a [PathBuf],
    /// The same, absolute, in the same order.
    absolute: Vec<PathBuf>,
    /// The ids of the paths as they were given.
    ids: HashedSet,
}

/// Returns `path` as the catalogue has it.
pub fn absolute(path: &Path) -> PathBuf {
    // Fails where the working directory was deleted.
    path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl<'a> Scope<'a> {
    /// The scope of `paths`.
    pub fn of(paths: &'a [PathBuf]) -> Self {
        let ids = paths.iter().map(|path| Place::file_id(path)).collect();
        let absolute = paths.iter().map(|path| absolute(path)).collect();
        Self {
            paths,
            absolute,
            ids,
        }
    }

    /// Returns `folder`, an absolute path with a separator at its end, as the user wrote it; `None` where nothing in it is in
    /// scope.
    pub fn named(&self, folder: &[u8]) -> Option<Vec<u8>> {
        let both = || {
            let absolute = self.absolute.iter().map(|path| to_bytes(path));
            absolute.zip(self.paths.iter().map(|path| to_bytes(path)))
        };
        let below = both().find(|(absolute, _)| is_below(folder, absolute));
        if let Some((absolute, path)) = below {
            let rest = folder.strip_prefix(absolute)?;
            return Some([path, rest].concat());
        }
        both().find_map(|(absolute, path)| {
            path.strip_suffix(name_in(folder, absolute)?)
                .map(<[u8]>::to_vec)
        })
    }

    /// True if all files of `folder`, which ends with a separator, are in scope. Otherwise [`Scope::is_one`] decides.
    pub fn is_whole(&self, folder: &[u8]) -> bool {
        let mut paths = self.paths.iter().map(|path| to_bytes(path));
        paths.any(|path| is_below(folder, path))
    }

    /// True if `path` itself was given.
    pub fn is_one(&self, path: &[u8]) -> bool {
        self.ids.contains(&xxh3_64(path))
    }
}

/// True if `path` is `root` or lies below it. Compares bytes: comparing by components takes longer than reading the
/// catalogue.
fn is_below(path: &[u8], root: &[u8]) -> bool {
    let rest = path.strip_prefix(root);
    rest.is_some_and(|rest| {
        rest.first().copied().is_none_or(is_mark) || root.last().copied().is_some_and(is_mark)
    })
}

/// Returns the file name of `path` if it lies directly in `folder`.
fn name_in<'p>(folder: &[u8], path: &'p [u8]) -> Option<&'p [u8]> {
    let name = path.strip_prefix(folder)?;
    (!name.is_empty() && !name.iter().copied().any(is_mark)).then_some(name)
}

/// True for a separator of path components.
fn is_mark(byte: u8) -> bool {
    is_separator(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_found_by_any_name_and_called_by_the_one_that_was_given() {
        let here = std::env::current_dir().unwrap();
        let named = |folder: &str, path: &str| {
            let folder = here.join(folder);
            let paths = [PathBuf::from(path)];
            let bytes = [to_bytes(&folder), b"/"].concat();
            let named = Scope::of(&paths).named(&bytes)?;
            String::from_utf8(named).ok()
        };
        for (folder, path, called) in [
            ("a/b", ".", "./a/b/"),
            ("a/b", "a", "a/b/"),
            ("a", "./a/", "./a/"),
            ("a", "a/1.txt", "a/"),
            ("../a", "../a", "../a/"),
        ] {
            assert_eq!(
                named(folder, path).as_deref(),
                Some(called),
                "{folder} {path}"
            );
        }
        assert_eq!((named("b", "a"), named("a", "a/b/1.txt")), (None, None));
        let whole = here.join("a");
        let called = format!("{}/b/", whole.display());
        assert_eq!(named("a/b", &whole.display().to_string()), Some(called));
    }

    #[test]
    fn a_neighbour_is_not_below() {
        let is_whole = |folder: &str, path: &str| {
            Scope::of(&[PathBuf::from(path)]).is_whole(folder.as_bytes())
        };
        for (folder, path) in [
            ("a/", "a"),
            ("a/", "a/"),
            ("a/b/", "a"),
            ("/a/", "/"),
            ("./", "."),
        ] {
            assert!(is_whole(folder, path), "{folder} {path}");
        }
        for (folder, path) in [
            ("ab/", "a"),
            ("a/", "a/b.txt"),
            ("a/", "a/b/c"),
            ("", "b.txt"),
        ] {
            assert!(!is_whole(folder, path), "{folder} {path}");
        }
        let paths = [PathBuf::from("a/b.txt")];
        let asked = Scope::of(&paths);
        assert!(asked.is_one(b"a/b.txt") && !asked.is_one(b"a/b.t"));
    }
}
