//! What the cache knows below some paths, for one who has not looked at the files yet: good for searching ahead, and to
//! be compared with the files afterwards.

use super::Cache;
use super::catalogue::Card;
use crate::library::Entry;
use crate::library::index::{self, Kept, Shelved};
use crate::library::walk::Candidate;
use std::sync::Arc;

/// The files and reports as they were when they were read last.
#[derive(Debug)]
pub struct Glance {
    /// The reports, newest first.
    pub reports: Vec<Arc<Shelved>>,
    /// The rows of files and members that were read and could not be understood.
    pub not_understood: Vec<Entry>,
    cache: Cache,
}

impl Glance {
    /// What `cache` knows.
    pub fn of(cache: Cache) -> Self {
        let mut reports = Vec::with_capacity(cache.count());
        let mut not_understood = Vec::new();
        for line in cache.cards().flat_map(Card::lines) {
            let Some(record) = line.record() else {
                continue;
            };
            let Some(record) = record else {
                not_understood.extend(line.row().map(|row| row.entry));
                continue;
            };
            if let Some(segment) = cache.segment(record) {
                let kept = Kept::Segment(segment.clone(), record.span);
                reports.extend(line.shelved(kept).map(Arc::new));
            }
        }
        index::sort(&mut reports);
        Self {
            reports,
            not_understood,
            cache,
        }
    }

    /// Whether `candidates` are the files that are known, all of them and unchanged.
    pub fn agrees<'c>(&self, candidates: impl IntoIterator<Item = &'c Candidate>) -> bool {
        let mut count = 0;
        let all_known = candidates.into_iter().all(|file| {
            count += 1;
            self.cache.is_unchanged(file)
        });
        all_known && count == self.cache.count()
    }
}
