//! The reading itself: what the cache knows first, then the rest on all cores.

use super::archive::{self, Member};
use super::{Options, ScanEvent};
use crate::library::cache::record::{self, Record};
use crate::library::cache::{Additions, Cache};
use crate::library::index::{Index, Kept, Shelved};
use crate::library::note::Note;
use crate::library::walk::Candidate;
use crate::library::{self, Entry, Error, Place, Status};
use crate::source;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::xxh3_128;

/// After this many files the cache is brought up to date, so that a kill costs little of a long first scan.
const KEEP_EVERY: usize = 2000;

/// Members of a large archive are shown this many at a time.
const ROWS_AT_ONCE: usize = 16;

/// One scan's means.
pub struct Work<'a> {
    options: &'a Options,
    cache: Option<Cache>,
    additions: Mutex<Additions>,
    index: &'a Index,
    stop: &'a AtomicBool,
    sender: &'a Sender<ScanEvent>,
}

impl<'a> Work<'a> {
    pub fn new(
        options: &'a Options,
        cache: Option<Cache>,
        additions: Additions,
        index: &'a Index,
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
        }
    }

    /// Sends the rows of all files that are as the cache knows them; returns the others.
    pub fn take_known(&mut self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        let Some(cache) = &mut self.cache else {
            return candidates;
        };
        let (mut rows, mut reports) = (Vec::new(), Vec::new());
        let mut unknown = Vec::new();
        rows.reserve(candidates.len());
        reports.reserve(candidates.len());
        for candidate in candidates {
            let Some(known) = cache.known(&candidate) else {
                unknown.push(candidate);
                continue;
            };
            let entry = Entry {
                also: also(&candidate),
                ..known.entry
            };
            if let Some(stored) = known.record
                && let Some(segment) = cache.segment(stored)
            {
                reports.push(Shelved::new(
                    &entry,
                    Kept::Segment(segment.clone(), stored.span),
                ));
            }
            rows.push(entry);
        }
        if !unknown.is_empty() {
            cache.index_contents();
        }
        rows.sort_by_key(|row| Reverse((row.published, row.number)));
        self.index.put(reports);
        let _ = self.sender.send(ScanEvent::Ready(rows));
        unknown
    }

    /// Reads `unknown` on `threads` threads, in order.
    pub fn read_all(&self, unknown: &[Candidate], threads: usize) {
        let next = AtomicUsize::new(0);
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

    fn send(&self, batch: Batch) {
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
            let _ = additions.keep(&|_| false);
        }
    }

    fn read(&self, candidate: &Candidate, batch: &mut Batch) {
        let place = Place::File(candidate.path.clone());
        if candidate.size_bytes > self.options.size_limit_bytes {
            batch
                .notes
                .push(Note::TooLarge(candidate.path.clone(), candidate.size_bytes));
            batch
                .rows
                .push(Entry::unread(place, Status::TooLarge(candidate.size_bytes)));
            return;
        }
        let bytes = match fs::read(&candidate.path) {
            Ok(bytes) => bytes,
            Err(e) => return batch.notes.push(Note::unreadable(&candidate.path, &e)),
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
        let place = Place::File(candidate.path.clone());
        let entry = Entry {
            place,
            also: also(candidate),
            ..known.entry
        };
        if let Some(stored) = known.record {
            let Some(segment) = cache.segment(stored) else {
                return false;
            };
            let report = Shelved::new(&entry, Kept::Segment(segment.clone(), stored.span));
            if !report.is_kept() {
                return false;
            }
            batch.reports.push(report);
        }
        self.additions()
            .add(candidate, content, entry.clone(), known.record);
        batch.rows.push(entry);
        true
    }

    fn understand(&self, candidate: &Candidate, bytes: &[u8], content: u128, batch: &mut Batch) {
        match library::read(&candidate.path, bytes) {
            Ok(opened) => {
                let entry = Entry {
                    also: also(candidate),
                    ..Entry::of(&opened)
                };
                let record = record::encode(&opened.issue, &opened.warnings, &opened.origin);
                if let Some(record) = record.filter(|r| Record::of(r).is_some()) {
                    batch
                        .reports
                        .push(self.keep_record(candidate, content, &entry, &record));
                }
                batch.rows.push(entry);
            }
            Err(Error::Io { path, source }) => batch.notes.push(Note::unreadable(&path, &source)),
            Err(Error::NotAFile { path }) => batch.notes.push(Note::NotAFile(path)),
            Err(Error::Source {
                source: source::Error::Archive,
                ..
            }) => self.unpack(candidate, bytes, batch),
            Err(Error::Source { path, source }) => {
                let place = Place::File(candidate.path.clone());
                let entry = Entry::unread(place, Status::NotUnderstood(source.clone()));
                self.additions()
                    .add(candidate, content, entry.clone(), None);
                batch.rows.push(entry);
                batch.notes.push(Note::NotUnderstood(path, source));
            }
        }
    }

    /// The reports in an archive. They are not in the cache, which knows files: an archive is read anew each time.
    fn unpack(&self, candidate: &Candidate, bytes: &[u8], batch: &mut Batch) {
        let members = match archive::members(&candidate.path, bytes) {
            Ok(members) => members,
            Err(why) => {
                let place = Place::File(candidate.path.clone());
                let status = Status::NotUnderstood(why.clone());
                batch.rows.push(Entry::unread(place, status));
                let path = candidate.path.clone();
                return batch.notes.push(Note::NotUnderstood(path, why));
            }
        };
        for member in members {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            unpack_one(&member, batch);
            if batch.rows.len() >= ROWS_AT_ONCE {
                self.send(std::mem::take(batch));
            }
        }
    }

    /// Where nothing can be written the record stays in memory: a search that finds nothing must be right.
    fn keep_record(
        &self,
        candidate: &Candidate,
        content: u128,
        entry: &Entry,
        record: &[u8],
    ) -> Shelved {
        let mut additions = self.additions();
        match additions.write(record) {
            Ok((segment, stored)) => {
                additions.add(candidate, content, entry.clone(), Some(stored));
                Shelved::new(entry, Kept::Segment(segment, stored.span))
            }
            Err(_) => Shelved::new(entry, Kept::Memory(record.into())),
        }
    }

    /// Brings the cache up to date; a note where it cannot be written.
    pub fn keep(&self, gone: &HashSet<Place>) -> Option<Note> {
        let mut additions = self.additions();
        if additions.waiting() == 0 && gone.is_empty() {
            return None;
        }
        let folder = || self.options.cache.clone().unwrap_or_default();
        let kept = additions.keep(&|place| gone.contains(place));
        kept.err().map(|e| Note::NoCache(folder(), e.to_string()))
    }

    fn additions(&self) -> MutexGuard<'_, Additions> {
        self.additions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is sent together.
#[derive(Default)]
struct Batch {
    rows: Vec<Entry>,
    reports: Vec<Shelved>,
    notes: Vec<Note>,
}

/// A row and a report for one member of an archive.
fn unpack_one(member: &Member, batch: &mut Batch) {
    let also = member.also.clone();
    let opened = match member.open() {
        Ok(opened) => opened,
        Err(Error::Io { path, source }) => {
            return batch.notes.push(Note::unreadable(&path, &source));
        }
        Err(Error::NotAFile { path }) => return batch.notes.push(Note::NotAFile(path)),
        Err(Error::Source { source, .. }) => {
            let status = Status::NotUnderstood(source.clone());
            let entry = Entry::unread(member.place.clone(), status);
            batch.rows.push(Entry { also, ..entry });
            return batch.notes.push(Note::NotUnderstood(member.path(), source));
        }
    };
    let entry = Entry {
        also,
        ..Entry::of(&opened)
    };
    let record = record::encode(&opened.issue, &opened.warnings, &opened.origin);
    if let Some(record) = record.filter(|r| Record::of(r).is_some()) {
        let kept = Kept::Memory(record.as_slice().into());
        batch.reports.push(Shelved::new(&entry, kept));
    }
    batch.rows.push(entry);
}

fn also(candidate: &Candidate) -> Vec<Place> {
    candidate.also.iter().cloned().map(Place::File).collect()
}
