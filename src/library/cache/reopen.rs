//! Opening a report by its record in the cache, without reading its file.
//!
//! This is the shortest way to an article on screen: no walk, no scan, one record. It is used for
//! the last place of the previous run and for a small library before the first frame.

use super::Cache;
use crate::library::index::RecordSource;
use crate::library::walk::{self, Candidate};
use crate::library::{Opened, Place};
use std::fs;
use std::path::Path;

impl Cache {
    /// Returns the cached report at `place` if its file has not changed since and its record has at most `most` bytes.
    pub fn reopen(&self, place: &Place, most: u64) -> Option<Opened> {
        let path = place.file()?;
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let candidate = Candidate {
            path: path.to_owned(),
            size_bytes: metadata.len(),
            modified_ns: walk::modified_ns(&metadata),
        };
        // An archive has many reports at one path: the one with this name is wanted.
        let mut reports = self.unchanged(&candidate)?.reports();
        let report = reports.find_map(|report| {
            let record = report.record()??;
            let source = RecordSource::at(self.segment(record)?, record);
            let is_small = u64::from(record.len) <= most;
            report
                .indexed(source)
                .filter(|report| is_small && report.meta.place == *place)
        });
        report?.open()
    }
}

/// Opens the cache in `folder` for a single [`Cache::reopen`].
///
/// Only the block of the file's own folder is read.
pub fn reopen(folder: &Path, place: &Place) -> Option<Opened> {
    let paths = [place.file()?.to_owned()];
    Cache::open(folder, &paths).reopen(place, u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::scan::{self, ScanOptions};

    #[test]
    fn what_was_read_is_opened_without_its_file_until_that_changes() {
        let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = dir.path().join("1.txt");
        fs::write(&path, "一篇短文").unwrap();
        let place = Place::File(path.clone());
        assert_eq!(reopen(cache.path(), &place), None);
        let options = ScanOptions {
            cache: Some(cache.path().to_owned()),
            ..ScanOptions::default()
        };
        scan::complete(&[dir.path().to_owned()], &options);
        let whole = crate::library::open(&path).unwrap();
        assert_eq!(reopen(cache.path(), &place), Some(whole));
        let known = Cache::open(cache.path(), std::slice::from_ref(&path));
        assert_eq!(known.reopen(&place, 3), None);
        fs::write(&path, "另一篇短文").unwrap();
        assert_eq!(reopen(cache.path(), &place), None);
        fs::remove_file(&path).unwrap();
        assert_eq!(reopen(cache.path(), &place), None);
    }
}
