//! The reading itself: what the cache knows first, then the rest on all cores.

use super::archive;
use super::{ScanEvent, ScanOptions};
use crate::library::cache::catalogue::{FileContents, KnownFile, KnownReport};
use crate::library::cache::record::{self, Record};
use crate::library::cache::{Additions, Cache};
use crate::library::index::{IndexedReport, RecordSource, ReportIndex};
use crate::library::note::ScanNote;
use crate::library::walk::Candidate;
use crate::library::{Entry, Error, Opened, Place, Status, open};
use crate::source;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::xxh3_128;

/// After this many files the cache is brought up to date, so that a kill costs little of a long first scan.
const KEEP_EVERY: usize = 2000;

/// One scan's means.
pub struct Work<'a> {
    options: &'a ScanOptions,
    cache: Option<Cache>,
    additions: Mutex<Additions>,
    index: &'a ReportIndex,
    pub(super) stop: &'a AtomicBool,
    sender: &'a Sender<ScanEvent>,
    /// How many rows there will be.
    total: AtomicUsize,
    /// How many threads have no file of their own to read.
    pub(super) idle: AtomicUsize,
}

impl<'a> Work<'a> {
    pub fn new(
        options: &'a ScanOptions,
        cache: Option<Cache>,
        additions: Additions,
        index: &'a ReportIndex,
        stop: &'a AtomicBool,
        sender: &'a Sender<ScanEvent>,
    ) -> Self {
        Self {
            options,
            cache,
            additions: Mutex::new(additions),
            index,
            stop,
            sender,
            total: AtomicUsize::new(0),
            idle: AtomicUsize::new(0),
        }
    }

    /// Sends the rows of all files that are as the cache knows them; returns the others.
    pub fn take_known(&mut self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        self.total = AtomicUsize::new(candidates.len());
        let Some(cache) = &mut self.cache else {
            return candidates;
        };
        let (mut rows, mut reports) = (Vec::new(), Vec::new());
        let (mut unknown, mut files) = (Vec::new(), 0);
        rows.reserve(candidates.len());
        reports.reserve(candidates.len());
        for candidate in candidates {
            let is_small = candidate.size_bytes <= self.options.size_limit_bytes;
            let Some(known) = cache.known(&candidate).filter(|_| is_small) else {
                unknown.push(candidate);
                continue;
            };
            files += 1;
            let mut take = |row: KnownReport| {
                reports.extend(shelved(cache, &row));
                rows.push(row.entry);
            };
            match known.holds {
                FileContents::Report(mut row) => {
                    row.entry.also = also(&candidate);
                    take(row);
                }
                FileContents::Archive(_, members) => members.into_iter().for_each(take),
            }
        }
        if !unknown.is_empty() {
            cache.index_contents();
        }
        rows.sort_by_key(|row| Reverse((row.meta.published, row.meta.number)));
        self.index.put(reports);
        self.count(files, rows.len());
        // What could not be understood is told again: it still cannot be read.
        for note in rows.iter().filter_map(ScanNote::of) {
            let _ = self.sender.send(ScanEvent::Note(note));
        }
        let _ = self.sender.send(ScanEvent::Ready(rows));
        unknown
    }

    /// So many files gave so many rows: archives have any number.
    pub(super) fn count(&self, files: usize, rows: usize) {
        if files != rows {
            let more = rows.wrapping_sub(files);
            let before = self.total.fetch_add(more, Ordering::Relaxed);
            let total = ScanEvent::Total(before.wrapping_add(more));
            let _ = self.sender.send(total);
        }
    }

    /// Reads `unknown` on `threads` threads, in order.
    pub fn read_all(&self, unknown: &[Candidate], threads: usize) {
        let next = AtomicUsize::new(0);
        let idle = threads.saturating_sub(unknown.len());
        self.idle.store(idle, Ordering::Relaxed);
        thread::scope(|scope| {
            for _ in 0..threads.min(unknown.len()) {
                scope.spawn(|| self.read_some(unknown, &next));
            }
        });
    }

    /// Rows are sent in batches: the first at once, then as often as a screen could show them.
    fn read_some(&self, unknown: &[Candidate], next: &AtomicUsize) {
        let mut batch = Batch::default();
        let mut sent: Option<Instant> = None;
        while !self.stop.load(Ordering::Relaxed) {
            let Some(candidate) = unknown.get(next.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            self.read(candidate, &mut batch);
            if sent.is_none_or(|at| at.elapsed() > Duration::from_millis(30)) {
                sent = Some(Instant::now());
                self.send(std::mem::take(&mut batch));
            }
        }
        self.send(batch);
    }

    pub(super) fn send(&self, batch: Batch) {
        self.index.put(batch.reports);
        for note in batch.notes {
            let _ = self.sender.send(ScanEvent::Note(note));
        }
        if !batch.rows.is_empty() {
            let _ = self.sender.send(ScanEvent::Ready(batch.rows));
        }
        let mut additions = self.additions();
        if additions.waiting() >= KEEP_EVERY {
            // Said once, at the end of the scan.
            let _ = additions.keep(&HashSet::new());
        }
    }

    fn read(&self, candidate: &Candidate, batch: &mut Batch) {
        let place = Place::File(candidate.path.clone());
        if candidate.size_bytes > self.options.size_limit_bytes {
            batch.notes.push(ScanNote::TooLarge(
                candidate.path.clone(),
                candidate.size_bytes,
            ));
            batch
                .rows
                .push(Entry::unread(place, Status::TooLarge(candidate.size_bytes)));
            return;
        }
        let bytes = match fs::read(&candidate.path) {
            Ok(bytes) => bytes,
            Err(e) => return batch.notes.push(ScanNote::unreadable(&candidate.path, &e)),
        };
        let content = xxh3_128(&bytes);
        if !self.take_moved(candidate, content, batch) {
            self.understand(candidate, &bytes, content, batch);
        }
    }

    /// A file that the cache knows under another name or another time.
    fn take_moved(&self, candidate: &Candidate, content: u128, batch: &mut Batch) -> bool {
        let Some(cache) = &self.cache else {
            return false;
        };
        let Some(known) = cache.same_content(content) else {
            return false;
        };
        let known = moved(known, candidate);
        let mut reports = Vec::new();
        for row in known.rows().iter().filter(|row| row.record.is_some()) {
            let Some(report) = shelved(cache, row).filter(IndexedReport::is_kept) else {
                return false;
            };
            reports.push(report);
        }
        batch.reports.append(&mut reports);
        let rows = known.rows().iter().map(|row| row.entry.clone());
        batch.rows.extend(rows);
        self.additions().add(candidate, content, known.holds);
        true
    }

    fn understand(&self, candidate: &Candidate, bytes: &[u8], content: u128, batch: &mut Batch) {
        match open::read(&candidate.path, bytes) {
            Ok(opened) => {
                let entry = Entry {
                    also: also(candidate),
                    ..Entry::of(&opened)
                };
                if let Some(row) = self.take_in(&opened, entry, batch) {
                    self.additions()
                        .add(candidate, content, FileContents::Report(row));
                }
            }
            Err(Error::Io { path, source }) => {
                batch.notes.push(ScanNote::unreadable(&path, &source))
            }
            Err(Error::NotAFile { path }) => batch.notes.push(ScanNote::NotAFile(path)),
            Err(Error::Source {
                source: source::Error::Archive,
                ..
            }) => self.unpack(candidate, bytes, content, batch),
            Err(Error::Source { source, .. }) => {
                self.not_understood(candidate, content, source, batch);
            }
        }
    }

    /// A file that was read in vain. That is worth keeping, but not where it was the system that failed.
    pub(super) fn not_understood(
        &self,
        candidate: &Candidate,
        content: u128,
        why: source::Error,
        batch: &mut Batch,
    ) {
        let place = Place::File(candidate.path.clone());
        let row = KnownReport::not_understood(place, &why);
        batch.rows.push(row.entry.clone());
        if !why.is_passing() {
            self.additions()
                .add(candidate, content, FileContents::Report(row));
        }
        batch
            .notes
            .push(ScanNote::NotUnderstood(candidate.path.clone(), why));
    }

    /// Puts a report that was read on the shelf, as the row `entry`; answers what the cache can keep of it.
    pub(super) fn take_in(
        &self,
        opened: &Opened,
        entry: Entry,
        batch: &mut Batch,
    ) -> Option<KnownReport> {
        batch.rows.push(entry.clone());
        let record = record::encode(&opened.issue, &opened.warnings, &opened.origin);
        let record = record.filter(|r| Record::of(r).is_some())?;
        let written = self.additions().write(&record);
        let kept = match &written {
            Ok((segment, stored)) => RecordSource::Segment(segment.clone(), stored.span),
            // It stays in memory: a search that finds nothing must be right.
            Err(_) => RecordSource::Memory(record.into()),
        };
        batch
            .reports
            .push(IndexedReport::new(entry.meta.clone(), kept));
        let record = Some(written.ok()?.1);
        Some(KnownReport { entry, record })
    }

    /// Brings the cache up to date; a note where it cannot be written.
    pub fn keep(&self, gone: &HashSet<PathBuf>) -> Option<ScanNote> {
        let mut additions = self.additions();
        if additions.waiting() == 0 && gone.is_empty() {
            return None;
        }
        let folder = || self.options.cache.clone().unwrap_or_default();
        let kept = additions.keep(gone);
        kept.err().map(|e| ScanNote::NoCache(folder(), (&e).into()))
    }

    pub(super) fn additions(&self) -> MutexGuard<'_, Additions> {
        self.additions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is sent together.
#[derive(Default)]
pub(super) struct Batch {
    pub rows: Vec<Entry>,
    reports: Vec<IndexedReport>,
    pub notes: Vec<ScanNote>,
}

/// A row of the cache, to be searched and opened; nothing where it could not be understood.
fn shelved(cache: &Cache, row: &KnownReport) -> Option<IndexedReport> {
    let stored = row.record?;
    let kept = RecordSource::Segment(cache.segment(stored)?.clone(), stored.span);
    Some(IndexedReport::new(row.entry.meta.clone(), kept))
}

/// What is known of a file, where it is now.
fn moved(mut known: KnownFile, candidate: &Candidate) -> KnownFile {
    match &mut known.holds {
        FileContents::Report(row) => {
            row.entry.meta.place = Place::File(candidate.path.clone());
            row.entry.also = also(candidate);
        }
        FileContents::Archive(path, rows) => {
            path.clone_from(&candidate.path);
            for row in rows {
                archive::move_to(path, &mut row.entry);
            }
        }
    }
    known
}

fn also(candidate: &Candidate) -> Vec<Place> {
    candidate.also.iter().cloned().map(Place::File).collect()
}
