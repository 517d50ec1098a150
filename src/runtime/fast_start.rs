//! Opening a small library before the first frame, so that the frame shows it whole.
//!
//! Only files that are in the cache or plain text qualify: they are opened in this process, without waiting for a thread.
//! All else is left to the scan, which reads every file anyway.
//!
//! Three limits keep the first frame within its time: at most six files, 128 KiB of text to be
//! parsed, and records of at most 128 KiB from the cache. A library with a folder inside, or with
//! one file that is over a limit, is left to the scan as a whole, since half a list would change
//! under the eyes of the reader.

use crate::library::cache::Cache;
use crate::library::scan::ScanOptions;
use crate::library::{self, Opened, Place};
use std::fs;
use std::path::{Path, PathBuf};

/// The most files that are read before the first frame.
const MOST_FILES: usize = 6;
/// The most bytes, of all files together, that are parsed before the first frame: some milliseconds.
const MOST_BYTES: u64 = 128 << 10;
/// The longest record of the cache, in bytes, that is opened before the first frame: a millisecond.
const MOST_KNOWN_BYTES: u64 = 128 << 10;

/// Opens the issues in `paths`, if they are few, and each is in the cache or a small text; returns none otherwise.
///
/// The issues are in the order of the names given, or of the folder.
pub(super) fn open(paths: &[PathBuf], options: &ScanOptions) -> Vec<Opened> {
    few(paths)
        .and_then(|files| open_all(&files, options))
        .unwrap_or_default()
}

/// Opens all of `files`; `None` if one of them would take long.
///
/// A file that cannot be opened is left out here and reported by the scan.
fn open_all(files: &[PathBuf], options: &ScanOptions) -> Option<Vec<Opened>> {
    // The size and time of each file are compared with the cache as the scan does it, so that an
    // edited file is read anew.
    let cache = options
        .believed_cache()
        .map(|folder| Cache::open(folder, files));
    let mut bytes = 0;
    let mut all = Vec::new();
    for path in files {
        let place = Place::File(path.clone());
        let len = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
        if len > options.size_limit_bytes {
            return None;
        }
        let known = cache
            .as_ref()
            .and_then(|c| c.reopen(&place, MOST_KNOWN_BYTES));
        if known.is_none() {
            // Only files that must be parsed count: a record of the cache is opened in less than a
            // millisecond.
            bytes += len;
            if bytes > MOST_BYTES || !is_plain_text(path) {
                return None;
            }
        }
        all.extend(known.or_else(|| library::open(path).ok()));
    }
    Some(all)
}

/// Lists the files in `paths`; `None` if there are folders inside, or too many files.
///
/// Named files and those of named folders count together.
fn few(paths: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut add = |path: &Path| {
        files.push(path.to_owned());
        (files.len() <= MOST_FILES && path.is_file()).then_some(())
    };
    for path in paths {
        if path.is_dir() {
            for entry in fs::read_dir(path).ok()? {
                add(&entry.ok()?.path())?;
            }
        } else {
            add(path)?;
        }
    }
    Some(files)
}

/// The most names in a library that the first frame waits for.
const MANY: usize = 600;

/// True if `paths` hold more than [`MANY`] names: then the list of issues takes longer than the first frame may wait.
/// Counting stops there.
pub(super) fn is_large(paths: &[PathBuf]) -> bool {
    // A stack and no recursion: folders may be nested as deep as a path is long. Links to folders
    // are not followed, since `file_type` reports the link itself.
    let mut folders: Vec<PathBuf> = paths.to_vec();
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).into_iter().flatten().flatten() {
            count += 1;
            if count > MANY {
                return true;
            }
            if item.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(item.path());
            }
        }
    }
    false
}

/// True if the file's name ends in `.txt`.
///
/// Upper and lower case are alike.
fn is_plain_text(path: &Path) -> bool {
    // The content is not looked at: another format under this name costs a child process and time, nothing more.
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::scan;

    #[test]
    fn many_names_in_any_depth_are_a_large_library() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("2025");
        fs::create_dir(&inner).unwrap();
        let paths = [folder.path().to_owned()];
        for number in 1..MANY {
            fs::write(inner.join(format!("{number}.txt")), "").unwrap();
        }
        assert!(!is_large(&paths));
        fs::write(folder.path().join("0.txt"), "").unwrap();
        assert!(is_large(&paths));
    }

    #[test]
    fn a_small_folder_of_text_is_read_and_anything_else_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let paths = [folder.path().to_owned()];
        fs::write(path("a.txt"), "一篇短文").unwrap();
        fs::write(path("b.TXT"), "又一篇").unwrap();
        let cache = tempfile::tempdir().unwrap();
        let options = ScanOptions {
            cache: Some(cache.path().to_owned()),
            ..ScanOptions::default()
        };
        let open = |paths: &[PathBuf]| super::open(paths, &options);
        assert_eq!(open(&paths).len(), 2);
        assert_eq!(open(&[path("a.txt")]).len(), 1);
        fs::create_dir(path("deeper")).unwrap();
        assert_eq!(open(&paths).len(), 0);
        fs::remove_dir(path("deeper")).unwrap();
        fs::write(path("c.pdf"), "%PDF-").unwrap();
        assert_eq!(open(&paths).len(), 0);
        fs::remove_file(path("c.pdf")).unwrap();
        fs::write(path("d.md"), "第三篇").unwrap();
        assert_eq!(open(&paths).len(), 0);
        // Once it was read it need not be understood again, whatever its format.
        scan::complete(&paths, &options);
        assert_eq!(open(&paths).len(), 3);
        fs::write(path("large.txt"), vec![b'a'; 200 << 10]).unwrap();
        assert_eq!(open(&paths).len(), 0);
    }
}
