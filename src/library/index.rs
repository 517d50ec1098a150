//! The reports of the running program, each with the place of its record: what a search looks through. Filled while the scan
//! runs.
//!
//! A row of the index has the facts of a report in memory and its text in the cache: a search reads
//! each record from its segment. Readers take a snapshot and are not disturbed by reports that come
//! later. Of several files with the same report one is shown, the best by its format, and the
//! others are named beside it.

use super::cache::catalogue::known::RecordAddress;
use super::cache::char_set::CharSet;
use super::cache::record::{self, Record, StoredReport};
use super::cache::segment::{Segment, Span};
use super::corrections;
use super::meta::{Entry, Place, ReportMeta};
use super::open::{self, Opened};
use super::samples;
use super::twins;
use crate::state::Corrections;
use std::sync::atomic::{self, AtomicBool};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

/// A report that can be searched and opened.
#[derive(Debug)]
pub struct IndexedReport {
    /// What is known of it without its record.
    pub meta: Arc<ReportMeta>,
    /// The place of its record.
    record: RecordSource,
    /// The other files that hold the same report, set by [`arrange`].
    also: Mutex<Box<[Place]>>,
    /// Set once the record's checksum was found right. It is checked once only: segments are written by this program alone,
    /// and each byte of them once.
    is_checked: AtomicBool,
    /// The characters of the record, set by [`IndexedReport::check`].
    char_set: OnceLock<CharSet>,
    /// The report as it was read, where an article was corrected by hand. In a box, since nearly all are as they were read.
    read: Option<Box<AsRead>>,
}

/// A report as it was read, and what was corrected in it.
#[derive(Debug)]
struct AsRead {
    /// The report before the corrections.
    report: Arc<IndexedReport>,
    /// The corrections.
    corrections: Arc<Corrections>,
}

/// The place of a record.
#[derive(Debug, Clone)]
pub enum RecordSource {
    /// A segment and the bytes in it. Without the id of the segment, which a hundred thousand reports would repeat.
    Segment {
        /// The segment.
        segment: Segment,
        /// Offset of the first byte.
        start_byte: u64,
        /// Number of bytes.
        len: u32,
        /// The number of bytes that a search reads: all before the features.
        searched_len: u32,
    },
    /// Memory, because it could not be written.
    Memory(Arc<[u8]>),
}

impl RecordSource {
    /// The record at `address`, which lies in `segment`.
    pub fn at(segment: &Segment, address: RecordAddress) -> Self {
        Self::Segment {
            segment: segment.clone(),
            start_byte: address.start_byte,
            len: address.len,
            searched_len: address.searched_len,
        }
    }
}

impl IndexedReport {
    /// A report and its record.
    pub fn new(meta: Arc<ReportMeta>, record: RecordSource) -> Self {
        Self {
            meta,
            record,
            also: Mutex::default(),
            is_checked: AtomicBool::new(false),
            char_set: OnceLock::new(),
            read: None,
        }
    }

    /// Returns the report with these corrections in place of those that it has: itself as it was read where none concerns it.
    fn corrected(self: Arc<Self>, corrections: &Arc<Corrections>) -> Arc<Self> {
        let read = match &self.read {
            Some(read) => Arc::clone(&read.report),
            None => self,
        };
        // A report of which no article is corrected stays as it is and shares its record.
        let mut keys = read.meta.identity.keys.iter();
        if corrections.is_empty() || !keys.any(|key| corrections.contains_key(key)) {
            return read;
        }
        // A record of its own, so that search, lists and counts see nothing but what is right.
        let record = read.open().and_then(|mut opened| {
            corrections::apply(&mut opened.issue, corrections);
            record::encode(&opened.issue, &opened.warnings, &opened.origin)
        });
        let Some(record) = record else {
            return read;
        };
        let source = RecordSource::Memory(record.into());
        let mut report = Self::new(read.meta.clone(), source);
        let corrections = Arc::clone(corrections);
        report.read = Some(Box::new(AsRead {
            report: read,
            corrections,
        }));
        Arc::new(report)
    }

    /// Returns the other files that hold the same report.
    pub fn also(&self) -> Box<[Place]> {
        self.also
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A report whose record is kept in memory; `None` where it is too large for a record (4 GB).
    pub fn in_memory(opened: &Opened) -> Option<Self> {
        let record = record::encode(&opened.issue, &opened.warnings, &opened.origin)?;
        let source = RecordSource::Memory(record.into());
        Some(Self::new(Entry::of(opened).meta, source))
    }

    /// Returns the record without its features, read into `buffer` unless it is in memory. A record that is damaged or gone is
    /// made anew from the file; `None` where that is gone too.
    pub fn record<'b>(&'b self, buffer: &'b mut Vec<u8>) -> Option<Record<'b>> {
        let is_read = self.fetch(buffer);
        self.read_or_made(is_read, buffer)
    }

    /// Returns the whole record, as [`IndexedReport::record`] does the part that a search reads.
    pub fn record_with_features<'b>(&'b self, buffer: &'b mut Vec<u8>) -> Option<Record<'b>> {
        let is_read = match &self.record {
            RecordSource::Memory(_) => true,
            RecordSource::Segment {
                segment,
                start_byte,
                len,
                ..
            } => {
                let whole = Span {
                    start_byte: *start_byte,
                    len: *len,
                };
                segment.read(whole, buffer).is_ok() && Record::of(buffer).is_some()
            }
        };
        self.read_or_made(is_read, buffer)
    }

    /// Returns the record that was read into `buffer` or is in memory if `is_read`, else one made anew from the file.
    fn read_or_made<'b>(&'b self, is_read: bool, buffer: &'b mut Vec<u8>) -> Option<Record<'b>> {
        if !is_read {
            let Opened {
                issue,
                warnings,
                origin,
                ..
            } = open::open_place(&self.meta.place).ok()?;
            *buffer = record::encode(&issue, &warnings, &origin)?;
        }
        self.fetched(buffer)
    }

    /// Returns the record that [`IndexedReport::fetch`] has read, or that is in memory. The
    /// checksum was verified before.
    fn fetched<'b>(&'b self, buffer: &'b [u8]) -> Option<Record<'b>> {
        match &self.record {
            RecordSource::Memory(bytes) => Record::unchecked(bytes),
            RecordSource::Segment { .. } => Record::unchecked(buffer),
        }
    }

    /// Verifies the record's checksum, so that no search has to, and notes which characters it has. Reads it into `buffer`.
    /// Does nothing where that was done before.
    pub fn check(&self, buffer: &mut Vec<u8>) {
        // A damaged record is left to the search that needs it, which makes it anew.
        if self.char_set.get().is_none()
            && self.fetch(buffer)
            && let Some(record) = self.fetched(buffer)
        {
            // Another thread may have set the same value meanwhile.
            let _ = self.char_set.set(CharSet::of(record.searched));
        }
    }

    /// The characters of the searched text; `None` before [`IndexedReport::check`].
    pub fn char_set(&self) -> Option<&CharSet> {
        self.char_set.get()
    }

    /// True if both records are whole, in their place and equal.
    pub fn has_same_record(&self, other: &Self) -> bool {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        // Not `record`, which makes a lost record anew from the file as it is now.
        let is_kept = self.fetch(&mut own) && other.fetch(&mut others);
        is_kept && self.fetched(&own) == other.fetched(&others)
    }

    /// True if the record is whole and in its place.
    pub fn is_kept(&self) -> bool {
        self.fetch(&mut Vec::new())
    }

    /// Reads what a search needs of a record that lies in a segment into `buffer`; false where it is damaged or gone.
    fn fetch(&self, buffer: &mut Vec<u8>) -> bool {
        let RecordSource::Segment {
            segment,
            start_byte,
            searched_len,
            ..
        } = &self.record
        else {
            return true;
        };
        let searched = Span {
            start_byte: *start_byte,
            len: *searched_len,
        };
        if segment.read(searched, buffer).is_err() {
            return false;
        }
        let is_whole =
            // Hashing takes as long as searching, so it is done once for each record and run.
            self.is_checked.load(atomic::Ordering::Relaxed) || Record::of(buffer).is_some();
        self.is_checked.store(is_whole, atomic::Ordering::Relaxed);
        is_whole
    }

    /// Returns the whole report from its record, without opening its file.
    ///
    /// `None` where neither the record nor the file can be read.
    pub fn open(&self) -> Option<Opened> {
        if let Some(read) = &self.read {
            let mut opened = read.report.open()?;
            corrections::apply(&mut opened.issue, &read.corrections);
            return Some(opened);
        }
        let mut buffer = Vec::new();
        let StoredReport {
            issue,
            warnings,
            origin,
        } = self.record(&mut buffer)?.decode()?;
        Some(Opened {
            place: self.meta.place.clone(),
            issue,
            warnings,
            origin,
        })
    }
}

/// Sorts reports newest first, and of several files with the same report leaves the best, which names the others.
pub fn arrange(reports: &mut Vec<Arc<IndexedReport>>) {
    let copies = twins::take_copies(reports, |report| &report.meta);
    for (report, also) in copies {
        *report.also.lock().unwrap_or_else(PoisonError::into_inner) = also;
    }
    sort_newest_first(reports);
}

/// Sorts reports newest first by date and number, then by place.
pub fn sort_newest_first(reports: &mut Vec<Arc<IndexedReport>>) {
    // The ages beside the reports: a hundred thousand reports lie all over the memory.
    let aged = std::mem::take(reports).into_iter();
    let mut aged: Vec<_> = aged.map(|report| (report.meta.age(), report)).collect();
    aged.sort_by(|(age, report), (other_age, other)| {
        let by_place = || report.meta.place.cmp_natural(&other.meta.place);
        age.cmp(other_age).then_with(by_place)
    });
    reports.extend(aged.into_iter().map(|(_, report)| report));
}

/// The reports of a library, shared between the scan that fills it and the searches that read it.
#[derive(Debug, Clone, Default)]
pub struct ReportIndex(Arc<RwLock<Reports>>);

/// The state behind the lock.
#[derive(Debug, Default)]
struct Reports {
    /// The reports of all files.
    all: Arc<Vec<Arc<IndexedReport>>>,
    /// Those that are shown and searched, newest first: of several files with the same report the best.
    shown: Arc<Vec<Arc<IndexedReport>>>,
    /// What was corrected by hand.
    corrections: Arc<Corrections>,
    /// Set when `shown` is up to date.
    in_order: bool,
    /// The number of changes so far.
    state: u64,
}

impl ReportIndex {
    /// An index of the built-in samples, kept in memory.
    pub fn samples() -> Self {
        let index = Self::default();
        index.put_samples();
        index
    }

    /// Adds the built-in samples.
    pub fn put_samples(&self) {
        let places = (0..samples::SAMPLES.len()).map(Place::Sample);
        let opened = places.filter_map(|place| open::open_place(&place).ok());
        self.put(
            opened
                .filter_map(|o| IndexedReport::in_memory(&o))
                .collect(),
        );
    }

    /// Adds reports.
    pub fn put(&self, reports: Vec<IndexedReport>) {
        self.change(|all, corrections| {
            let reports = reports.into_iter().map(Arc::new);
            all.extend(reports.map(|report| report.corrected(corrections)));
        });
    }

    /// Removes the reports whose places are stale and adds those of `other`.
    pub fn renew(&self, is_stale: impl Fn(&Place) -> bool, other: &Self) {
        let fresh = other.every().to_vec();
        self.change(|all, corrections| {
            all.retain(|report| !is_stale(&report.meta.place));
            let fresh = fresh.into_iter();
            all.extend(fresh.map(|report| report.corrected(corrections)));
        });
    }

    /// Corrects all reports, those of later as well, in place of earlier corrections.
    pub fn set_corrections(&self, corrections: Corrections) {
        let corrections = Arc::new(corrections);
        let mut reports = self.0.write().unwrap_or_else(PoisonError::into_inner);
        reports.corrections = corrections;
        drop(reports);
        self.change(|all, corrections| {
            for report in all {
                *report = Arc::clone(report).corrected(corrections);
            }
        });
    }

    /// Returns what was corrected by hand.
    pub fn corrections(&self) -> Arc<Corrections> {
        Arc::clone(
            &self
                .0
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .corrections,
        )
    }

    /// Changes the reports and marks their order as out of date.
    fn change(&self, make: impl FnOnce(&mut Vec<Arc<IndexedReport>>, &Arc<Corrections>)) {
        let mut reports = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let corrections = Arc::clone(&reports.corrections);
        // Copies the list only while a search still holds the earlier one.
        make(Arc::make_mut(&mut reports.all), &corrections);
        reports.in_order = false;
        reports.state += 1;
    }

    /// Returns the reports of all files of this moment, in no order; several files may hold the same report.
    pub fn every(&self) -> Arc<Vec<Arc<IndexedReport>>> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).all)
    }

    /// Returns all reports of this moment, newest first.
    pub fn newest_first(&self) -> Vec<Arc<IndexedReport>> {
        self.snapshot().0.to_vec()
    }

    /// Returns all reports of this moment, newest first, and the number of this state: two equal numbers mean equal reports.
    pub fn snapshot(&self) -> (Arc<Vec<Arc<IndexedReport>>>, u64) {
        let reports = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if reports.in_order {
            return (Arc::clone(&reports.shown), reports.state);
        }
        drop(reports);
        // Sorting here, and not in `change`, sorts once for many changes: a cold scan adds thousands of batches.
        let mut reports = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut shown = reports.all.to_vec();
        arrange(&mut shown);
        reports.shown = Arc::new(shown);
        reports.in_order = true;
        (Arc::clone(&reports.shown), reports.state)
    }

    /// Returns the report at `place`.
    ///
    /// Looks through all files, also those whose report is shown by another one.
    pub fn find(&self, place: &Place) -> Option<Arc<IndexedReport>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.all.iter().find(|r| r.meta.place == *place).cloned()
    }
}
