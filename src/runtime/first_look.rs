//! The first look at a small library that was read before or is plain text: opened on the spot, so that the first frame shows
//! it whole without waiting for threads to hand it round. Whatever is larger or takes longer is left to the scan, which reads
//! everything anyway.

use crate::library::cache::Cache;
use crate::library::scan::ScanOptions;
use crate::library::{self, Opened, Place};
use std::fs;
use std::path::{Path, PathBuf};

/// More files than this are not read before the first frame.
const MOST_FILES: usize = 6;
/// More bytes than this, all files together, are not read before the first frame: some milliseconds of parsing.
const MOST_BYTES: u64 = 128 << 10;
/// A longer record is not opened before the first frame: a millisecond.
const MOST_KNOWN_BYTES: u64 = 128 << 10;

/// The issues in `paths`, where these are few, and known or small and such as can be read in this process; none otherwise.
pub(super) fn take(paths: &[PathBuf], options: &ScanOptions) -> Vec<Opened> {
    few(paths)
        .and_then(|files| opened(&files, options))
        .unwrap_or_default()
}

/// All of `files`, if nothing takes long.
fn opened(files: &[PathBuf], options: &ScanOptions) -> Option<Vec<Opened>> {
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
            bytes += len;
            if bytes > MOST_BYTES || !is_plain_text(path) {
                return None;
            }
        }
        all.extend(known.or_else(|| library::open(path).ok()));
    }
    Some(all)
}

/// The files, if that is all there is and there are few.
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

/// A folder with more than this in it is not read to its end while the first frame waits.
const MANY: usize = 600;

/// Whether so much lies in `paths` that waiting for its list would be in vain. Only names are counted, and no more than
/// need be.
pub(super) fn is_large(paths: &[PathBuf]) -> bool {
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

/// By the name alone: what turns out to be something else costs a child process here, and time, but nothing more.
fn is_plain_text(path: &Path) -> bool {
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
        let take = |paths: &[PathBuf]| super::take(paths, &options);
        assert_eq!(take(&paths).len(), 2);
        assert_eq!(take(&[path("a.txt")]).len(), 1);
        fs::create_dir(path("deeper")).unwrap();
        assert_eq!(take(&paths).len(), 0);
        fs::remove_dir(path("deeper")).unwrap();
        fs::write(path("c.pdf"), "%PDF-").unwrap();
        assert_eq!(take(&paths).len(), 0);
        fs::remove_file(path("c.pdf")).unwrap();
        fs::write(path("d.md"), "第三篇").unwrap();
        assert_eq!(take(&paths).len(), 0);
        // Once it was read it need not be understood again, whatever its format.
        scan::complete(&paths, &options);
        assert_eq!(take(&paths).len(), 3);
        fs::write(path("large.txt"), vec![b'a'; 200 << 10]).unwrap();
        assert_eq!(take(&paths).len(), 0);
    }
}
