//! What a search looks through: every report of the shelf, with the place of its record. Filled while the scan runs.

use super::Entry;
use super::cache::letters::Letters;
use super::cache::record::{self, Reading, Record};
use super::cache::segment::{Segment, Span};
use super::{Opened, Place};
use crate::model::identity::ArticleKey;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::sync::atomic::{self, AtomicBool};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// One report of the shelf.
#[derive(Debug)]
pub struct Shelved {
    /// Where its file is.
    pub place: Place,
    /// Its number.
    pub number: Option<u32>,
    /// Its date.
    pub published: Option<Date>,
    /// Who its articles are.
    pub keys: Box<[ArticleKey]>,
    record: Kept,
    /// The record was found whole. It is looked at in full once: nobody but this program writes segments, and each once.
    is_whole: AtomicBool,
    /// The characters that stand in it, once that was looked at.
    letters: OnceLock<Letters>,
}

/// What a search knows of a report before it reads the record.
#[derive(Debug)]
pub struct Who {
    /// Where its file is.
    pub place: Place,
    /// Its number.
    pub number: Option<u32>,
    /// Its date.
    pub published: Option<Date>,
    /// Who its articles are.
    pub keys: Box<[ArticleKey]>,
}

/// Where a record is.
#[derive(Debug, Clone)]
pub enum Kept {
    /// In a segment.
    Segment(Segment, Span),
    /// In memory, because it could not be written.
    Memory(Arc<[u8]>),
}

impl Shelved {
    /// A report and its record.
    pub fn new(entry: &Entry, record: Kept) -> Self {
        Self {
            place: entry.place.clone(),
            number: entry.number,
            published: entry.published,
            keys: entry.keys.clone(),
            record,
            is_whole: AtomicBool::new(false),
            letters: OnceLock::new(),
        }
    }

    /// A report of which no more is known than a search needs, and its record.
    pub fn of(who: Who, record: Kept) -> Self {
        let Who {
            place,
            number,
            published,
            keys,
        } = who;
        Self {
            place,
            number,
            published,
            keys,
            record,
            is_whole: AtomicBool::new(false),
            letters: OnceLock::new(),
        }
    }

    /// A report whose record is kept in memory.
    pub fn in_memory(opened: &Opened) -> Option<Self> {
        let record = record::encode(&opened.issue, &opened.warnings, &opened.origin)?;
        Some(Self::new(&Entry::of(opened), Kept::Memory(record.into())))
    }

    /// Its record, read into `buffer` where it has to be read. A record that is damaged or gone is made anew from the
    /// file; `None` where that is gone too.
    pub fn record<'b>(&'b self, buffer: &'b mut Vec<u8>) -> Option<Record<'b>> {
        if !self.fetch(buffer) {
            let Opened {
                issue,
                warnings,
                origin,
                ..
            } = super::open_place(&self.place).ok()?;
            *buffer = record::encode(&issue, &warnings, &origin)?;
        }
        self.fetched(buffer)
    }

    fn fetched<'b>(&'b self, buffer: &'b [u8]) -> Option<Record<'b>> {
        match &self.record {
            Kept::Memory(bytes) => Record::whole(bytes),
            Kept::Segment(..) => Record::whole(buffer),
        }
    }

    /// Looks at the record in full where that was not done yet, so that no search has to, and notes its characters. It is
    /// read into `buffer`.
    pub fn check(&self, buffer: &mut Vec<u8>) {
        // A damaged one is made anew by the search that needs it.
        if self.letters.get().is_none()
            && self.fetch(buffer)
            && let Some(record) = self.fetched(buffer)
        {
            // Somebody else may have noted the same meanwhile.
            let _ = self.letters.set(Letters::of(record.searched));
        }
    }

    /// The characters of what a search looks through; `None` where they were not noted.
    pub fn letters(&self) -> Option<&Letters> {
        self.letters.get()
    }

    /// Whether the record is where it was put.
    pub fn is_kept(&self) -> bool {
        self.fetch(&mut Vec::new())
    }

    fn fetch(&self, buffer: &mut Vec<u8>) -> bool {
        let Kept::Segment(segment, span) = &self.record else {
            return true;
        };
        if segment.read(*span, buffer).is_err() {
            return false;
        }
        let is_whole =
            self.is_whole.load(atomic::Ordering::Relaxed) || Record::of(buffer).is_some();
        self.is_whole.store(is_whole, atomic::Ordering::Relaxed);
        is_whole
    }

    /// The report, without opening its file.
    pub fn open(&self) -> Option<Opened> {
        let mut buffer = Vec::new();
        let Reading {
            issue,
            warnings,
            origin,
        } = self.record(&mut buffer)?.reading()?;
        Some(Opened {
            place: self.place.clone(),
            issue,
            warnings,
            origin,
        })
    }

    /// Newest first.
    fn order(&self, other: &Self) -> Ordering {
        let age = (other.published, other.number).cmp(&(self.published, self.number));
        age.then_with(|| self.place.bytes().cmp(&other.place.bytes()))
    }
}

/// Puts reports in order, newest first.
pub fn sort(reports: &mut [Arc<Shelved>]) {
    reports.sort_by(|a, b| a.order(b));
}

/// The reports of a shelf, shared between the scan that fills it and the searches that read it.
#[derive(Debug, Clone, Default)]
pub struct Index(Arc<RwLock<Reports>>);

#[derive(Debug, Default)]
struct Reports {
    all: Arc<Vec<Arc<Shelved>>>,
    /// Whether they lie newest first.
    in_order: bool,
    /// Counts the changes.
    state: u64,
}

impl Index {
    /// The built-in samples, kept in memory.
    pub fn samples() -> Self {
        let index = Self::default();
        index.put_samples();
        index
    }

    /// Puts the built-in samples in.
    pub fn put_samples(&self) {
        let places = (0..super::samples::SAMPLES.len()).map(Place::Sample);
        let opened = places.filter_map(|place| super::open_place(&place).ok());
        self.put(opened.filter_map(|o| Shelved::in_memory(&o)).collect());
    }

    /// Puts reports in.
    pub fn put(&self, reports: Vec<Shelved>) {
        self.change(|all| all.extend(reports.into_iter().map(Arc::new)));
    }

    /// Leaves out the reports whose places are stale, and takes in those of another index.
    pub fn renew(&self, is_stale: impl Fn(&Place) -> bool, other: &Self) {
        let fresh = other.newest_first();
        self.change(|all| {
            all.retain(|report| !is_stale(&report.place));
            all.extend(fresh);
        });
    }

    /// Holds what another index holds.
    pub fn replace(&self, other: &Self) {
        let reports = other.newest_first();
        self.change(|all| *all = reports);
    }

    fn change(&self, make: impl FnOnce(&mut Vec<Arc<Shelved>>)) {
        let mut reports = self.0.write().unwrap_or_else(PoisonError::into_inner);
        make(Arc::make_mut(&mut reports.all));
        reports.in_order = false;
        reports.state += 1;
    }

    /// All reports as they stand now, newest first.
    pub fn newest_first(&self) -> Vec<Arc<Shelved>> {
        self.snapshot().0.to_vec()
    }

    /// All reports as they stand now, newest first, and a number that tells this state from every other.
    pub fn snapshot(&self) -> (Arc<Vec<Arc<Shelved>>>, u64) {
        let reports = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if reports.in_order {
            return (Arc::clone(&reports.all), reports.state);
        }
        drop(reports);
        // Sorted once for all searches that follow.
        let mut reports = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let all: &mut Vec<_> = Arc::make_mut(&mut reports.all);
        sort(all);
        reports.in_order = true;
        (Arc::clone(&reports.all), reports.state)
    }

    /// The report at `place`.
    pub fn find(&self, place: &Place) -> Option<Arc<Shelved>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.all.iter().find(|r| r.place == *place).cloned()
    }
}
