//! A snapshot of the cached reports below some paths, taken before the files are checked: a speculative search reads it and
//! compares it with the files afterwards.

use super::Cache;
use super::catalogue::FileEntry;
use crate::library::Entry;
use crate::library::index::{self, IndexedReport, RecordSource};
use crate::library::recognised;
use crate::library::walk::Candidate;
use std::sync::Arc;

/// The reports as they were when they were last read.
#[derive(Debug)]
pub struct Snapshot {
    /// The reports, newest first.
    pub reports: Vec<Arc<IndexedReport>>,
    /// The rows of files and members that were read and could not be understood.
    pub not_understood: Vec<Entry>,
    /// Set when the text of a scan was recognised since, so that its file has to be read.
    is_behind: bool,
    /// The cache that it was taken from.
    cache: Cache,
}

impl Snapshot {
    /// The snapshot of an open cache.
    ///
    /// Only what a search needs is decoded.
    pub fn of(cache: Cache) -> Self {
        let mut reports = Vec::with_capacity(cache.count());
        let mut not_understood: Vec<Entry> = Vec::new();
        let (recognised, mut is_behind) = (recognised::kept(), false);
        for report in cache.files().flat_map(FileEntry::reports) {
            let Some(record) = report.record() else {
                continue;
            };
            let Some(record) = record else {
                if let Some(row) = report.decode() {
                    let scan = row.entry.scan();
                    is_behind |= scan.is_some_and(|scan| recognised.contains(&scan.content));
                    not_understood.push(row.entry);
                }
                continue;
            };
            if let Some(segment) = cache.segment(record) {
                let source = RecordSource::at(segment, record);
                reports.extend(report.indexed(source).map(Arc::new));
            }
        }
        index::arrange(&mut reports);
        Self {
            reports,
            not_understood,
            is_behind,
            cache,
        }
    }

    /// True if `candidates` are exactly the cached files, all unchanged.
    ///
    /// A single file that was added, changed or removed makes it false, and so does a scan that has a text now.
    pub fn agrees<'c>(&self, candidates: impl IntoIterator<Item = &'c Candidate>) -> bool {
        let mut count = 0;
        let all_known = candidates.into_iter().all(|file| {
            count += 1;
            self.cache.is_unchanged(file)
        });
        !self.is_behind && all_known && count == self.cache.count()
    }
}
