//! The steps of a scan: rows of unchanged files from the cache first, then the other files on all cores.
//!
//! A file goes through these steps, and leaves at the first that knows it:
//!
//! 1. unchanged by name, time and size: its rows come from the cache without opening it
//!    ([`Work::take_known`]);
//! 2. known by its content under another name or time: moved in the cache ([`Work::take_moved`]);
//! 3. anything else: extracted and parsed, an archive member by member.
//!
//! Each thread takes the next file in order and collects rows into batches. The additions to the
//! cache are kept apart from the cache that is read, and are written now and then
//! ([`Additions::is_due`]), so that a kill loses little.

use super::archive;
use super::{ScanEvent, ScanOptions};
use crate::library::cache::catalogue::{FileContents, KnownFile, KnownReport};
use crate::library::cache::record::{self, Record, StoredReport};
use crate::library::cache::{Additions, Cache};
use crate::library::index::{IndexedReport, RecordSource, ReportIndex};
use crate::library::note::ScanNote;
use crate::library::recognised;
use crate::library::shares::in_shares;
use crate::library::walk::Candidate;
use crate::library::{Entry, Error, Opened, Place, Status, open};

use crate::source;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::xxh3_128;

/// The members of a large archive are shown this many at a time.
const MEMBERS_AT_ONCE: usize = 16;
/// Files that are looked up in the cache at a time. What is known of one takes half a kilobyte until it is handed on.
const TOGETHER: usize = 8192;

/// The state of one scan, shared by its threads.
pub struct Work<'a> {
    /// The options of the scan.
    options: &'a ScanOptions,
    /// The cache as it was at the beginning; `None` where none is used.
    cache: Option<Cache>,
    /// What this scan adds to the cache.
    additions: Mutex<Additions>,
    /// The reports of the program, which grow with each batch.
    index: &'a ReportIndex,
    /// Set to end the scan.
    stop: &'a AtomicBool,
    /// The channel to the caller.
    sender: &'a Sender<ScanEvent>,
    /// The scans whose text was recognised since they were cached, perhaps.
    recognised: HashSet<u128>,
    /// The number of rows to be expected.
    total: AtomicUsize,
    /// The number of threads without a file of their own, which help with archives.
    idle: AtomicUsize,
}

impl<'a> Work<'a> {
    /// A scan that has not begun.
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
            recognised: recognised::kept(),
            total: AtomicUsize::new(0),
            idle: AtomicUsize::new(0),
        }
    }

    /// Sends the rows of all files that are unchanged in the cache; returns the other files.
    pub fn take_known(&mut self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        self.total = AtomicUsize::new(candidates.len());
        if self.cache.is_none() {
            return candidates;
        }
        // Nearly every file is known at a warm start.
        let mut rows = Vec::with_capacity(candidates.len());
        let mut reports = Vec::new();
        if !self.options.rows_only {
            reports.reserve(candidates.len());
        }
        let (mut unknown, mut files) = (Vec::new(), 0);
        for part in candidates.chunks(TOGETHER) {
            for (candidate, known) in part.iter().zip(in_shares(part, |file| self.known(file))) {
                let Some(known) = known else {
                    unknown.push(candidate.clone());
                    continue;
                };
                files += 1;
                for row in known.into_rows() {
                    if !self.options.rows_only {
                        reports.extend(self.cache.as_ref().and_then(|c| indexed(c, &row)));
                    }
                    rows.push(row.entry);
                }
            }
        }
        // Only then, since it reads the blocks of all folders.
        if let Some(cache) = self.cache.as_mut().filter(|_| !unknown.is_empty()) {
            cache.index_contents();
        }
        self.index.put(reports);
        self.count(files, rows.len());
        self.send_known(rows);
        unknown
    }

    /// Returns what the cache has of a file that is unchanged.
    fn known(&self, file: &Candidate) -> Option<KnownFile> {
        let is_small = file.size_bytes <= self.options.size_limit_bytes;
        if !is_small || self.options.is_anew {
            return None;
        }
        let known = self.cache.as_ref()?.known(file)?;
        (!is_recognised_since(&known, &self.recognised)).then_some(known)
    }

    /// Sends the rows of unchanged files, the newest first, and the notes on them.
    fn send_known(&self, mut rows: Vec<Entry>) {
        // A command that wants the rows alone has an order of its own.
        if !self.options.rows_only {
            rows.sort_by_key(|row| Reverse((row.meta.published, row.meta.number)));
        }
        self.leave_out_imprints(&mut rows);
        // Files that could not be understood are reported at every start: they still cannot be read.
        for note in rows.iter().filter_map(ScanNote::of) {
            let _ = self.sender.send(ScanEvent::Note(note));
        }
        let _ = self.sender.send(ScanEvent::Ready(rows));
    }

    /// Takes the imprints out of rows that are kept as long as the reader runs: only `newsreader list` prints them.
    fn leave_out_imprints(&self, rows: &mut [Entry]) {
        if !self.options.rows_only {
            let none = Arc::default();
            for row in rows {
                row.imprint = Arc::clone(&none);
            }
        }
    }

    /// Corrects the total after `files` files gave `rows` rows: archives have any number.
    fn count(&self, files: usize, rows: usize) {
        if files != rows {
            let more = rows.wrapping_sub(files);
            let before = self.total.fetch_add(more, Ordering::Relaxed);
            let total = ScanEvent::Total(before.wrapping_add(more));
            let _ = self.sender.send(total);
        }
    }

    /// Reads `unknown` on `threads` threads, each taking the next file in order.
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

    /// Reads files until none is left. Rows are sent in batches: the first at once, then every 30 ms, as often as a screen shows
    /// them, and less often as they become many: each batch has the whole list sorted anew.
    fn read_some(&self, unknown: &[Candidate], next: &AtomicUsize) {
        let mut batch = Batch::default();
        let mut sent: Option<Instant> = None;
        while !self.stop.load(Ordering::Relaxed) {
            let Some(candidate) = unknown.get(next.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            self.read(candidate, &mut batch);
            let files = next.load(Ordering::Relaxed) as u64;
            let pause = Duration::from_millis(30) + Duration::from_micros(10 * files);
            if sent.is_none_or(|at| at.elapsed() > pause) {
                sent = Some(Instant::now());
                self.send(std::mem::take(&mut batch));
            }
        }
        self.send(batch);
    }

    /// Hands a batch on, and writes the cache where enough has collected.
    fn send(&self, mut batch: Batch) {
        self.leave_out_imprints(&mut batch.rows);
        self.index.put(batch.reports);
        // Reports are searchable before their rows are seen: a search must not miss a listed issue.
        for note in batch.notes {
            let _ = self.sender.send(ScanEvent::Note(note));
        }
        if !batch.rows.is_empty() {
            let _ = self.sender.send(ScanEvent::Ready(batch.rows));
        }
        let mut additions = self.additions();
        if additions.is_due() {
            // An error is reported once, by the last `keep` of the scan.
            let _ = additions.keep(&HashSet::new());
        }
    }

    /// Reads one file into a row, a note or both.
    ///
    /// A file over the size limit is listed with its size and not opened.
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
        let bytes = match open::read_file(&candidate.path) {
            Ok(bytes) => bytes,
            Err(e) => return batch.notes.push(ScanNote::unreadable(&candidate.path, &e)),
        };
        // 128 bits: two files with one hash would share a report.
        let content = xxh3_128(&bytes);
        if !self.take_moved(candidate, content, batch) {
            self.understand(candidate, &bytes, content, batch);
        }
    }

    /// Takes a file from the cache that has another name or another time there; false where there is none.
    ///
    /// The reports of an archive are taken all or not at all.
    fn take_moved(&self, candidate: &Candidate, content: u128, batch: &mut Batch) -> bool {
        let Some(cache) = &self.cache else {
            return false;
        };
        let Some(known) = cache.same_content(content) else {
            return false;
        };
        if is_recognised_since(&known, &self.recognised) {
            return false;
        }
        let known = moved(known, candidate);
        let mut reports = Vec::new();
        for row in known.rows().iter().filter(|row| row.record.is_some()) {
            let Some(report) = indexed(cache, row).filter(IndexedReport::is_kept) else {
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

    /// Extracts and parses a file; an archive is unpacked.
    fn understand(&self, candidate: &Candidate, bytes: &[u8], content: u128, batch: &mut Batch) {
        match open::read(&candidate.path, bytes, true) {
            Ok(opened) => {
                let entry = Entry::of(&opened);
                if let Some(row) = self.take_in(&opened, entry, batch) {
                    self.additions()
                        .add(candidate, content, FileContents::Report(row));
                }
            }
            Err(Error::Io { path, source }) => {
                batch.notes.push(ScanNote::unreadable(&path, &source));
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

    /// Reads the reports in an archive.
    fn unpack(&self, candidate: &Candidate, bytes: &[u8], content: u128, batch: &mut Batch) {
        let path = &candidate.path;
        let members = match archive::members(path, bytes) {
            Ok(members) => members,
            Err(why) => return self.not_understood(candidate, content, why, batch),
        };
        self.count(1, members.len());
        let helpers = self.idle.load(Ordering::Relaxed);
        let take = |member: &Place, read, batch: &mut Batch| {
            let row = self.take_member(member, read, batch);
            if batch.rows.len() >= MEMBERS_AT_ONCE {
                self.send(std::mem::take(batch));
            }
            row
        };
        let finish = |batch| self.send(batch);
        let rows = archive::read_members(path, &members, helpers, self.stop, take, finish);
        match rows.map(|rows| rows.into_iter().collect::<Option<Vec<KnownReport>>>()) {
            // An archive is cached whole or not at all: the next scan reads again what failed.
            Ok(Some(rows)) if rows.len() == members.len() => {
                let contents = FileContents::Archive(path.clone(), rows);
                self.additions().add(candidate, content, contents);
            }
            Ok(_) => {}
            Err(e) => batch.notes.push(ScanNote::unreadable(path, &e)),
        }
    }

    /// Adds a row and a report for one member; returns what the cache keeps of it.
    fn take_member(
        &self,
        member: &Place,
        read: Result<StoredReport, source::Error>,
        batch: &mut Batch,
    ) -> Option<KnownReport> {
        match read.or_else(recognised::instead_of) {
            Ok(report) => {
                let opened = open::opened(member.clone(), report);
                let entry = Entry::of(&opened);
                self.take_in(&opened, entry, batch)
            }
            Err(why) => {
                let row = KnownReport::not_understood(member.clone(), &why);
                batch.rows.push(row.entry.clone());
                batch.notes.extend(ScanNote::of(&row.entry));
                (!why.is_passing()).then_some(row)
            }
        }
    }

    /// Adds the row of a file that could not be understood. The cache keeps that, but not where it was the system that failed.
    fn not_understood(
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

    /// Adds a report that was read, with the row `entry`; returns what the cache keeps of it, `None` where it was not written.
    fn take_in(&self, opened: &Opened, entry: Entry, batch: &mut Batch) -> Option<KnownReport> {
        // The row first: it is listed also where its record cannot be written.
        batch.rows.push(entry.clone());
        let record = record::encode(&opened.issue, &opened.warnings, &opened.origin);
        // Checked before it is stored: a record that cannot be read back would hide its report.
        let record = record.filter(|r| Record::of(r).is_some())?;
        let written = self.additions().write(&record);
        let kept = match &written {
            Ok((segment, stored)) => RecordSource::at(segment, *stored),
            // The record stays in memory: a report that is listed must also be found.
            Err(_) => RecordSource::Memory(record.into()),
        };
        if !self.options.rows_only {
            let report = IndexedReport::new(entry.meta.clone(), kept);
            batch.reports.push(report);
        }
        let record = Some(written.ok()?.1);
        Some(KnownReport { entry, record })
    }

    /// Writes the cache; returns a note where it cannot be written.
    pub fn keep(&self, gone: &HashSet<PathBuf>) -> Option<ScanNote> {
        let mut additions = self.additions();
        if additions.waiting() == 0 && gone.is_empty() {
            return None;
        }
        let folder = || self.options.cache.clone().unwrap_or_default();
        let kept = additions.keep(gone);
        kept.err().map(|e| ScanNote::NoCache(folder(), (&e).into()))
    }

    /// Locks the additions. A panic of another thread leaves them usable.
    fn additions(&self) -> MutexGuard<'_, Additions> {
        self.additions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows, reports and notes to be sent together.
#[derive(Default)]
struct Batch {
    /// The rows of the list.
    rows: Vec<Entry>,
    /// The reports for the index.
    reports: Vec<IndexedReport>,
    /// What went wrong.
    notes: Vec<ScanNote>,
}

/// Returns the report of a cached row; `None` where it could not be understood or its segment is gone.
fn indexed(cache: &Cache, row: &KnownReport) -> Option<IndexedReport> {
    let stored = row.record?;
    let kept = RecordSource::at(cache.segment(stored)?, stored);
    Some(IndexedReport::new(row.entry.meta.clone(), kept))
}

/// True for a cached file that is a scan, or holds one, whose text may have been recognised since.
fn is_recognised_since(known: &KnownFile, recognised: &HashSet<u128>) -> bool {
    let scans = known.rows().iter().filter_map(|row| row.entry.scan());
    // Nearly every user has none, and rows are many.
    !recognised.is_empty()
        && scans
            .into_iter()
            .any(|scan| recognised.contains(&scan.content))
}

/// Moves a cached file to where it is now.
fn moved(mut known: KnownFile, candidate: &Candidate) -> KnownFile {
    match &mut known.holds {
        FileContents::Report(row) => {
            row.entry.meta_mut().place = Place::File(candidate.path.clone());
        }
        FileContents::Archive(path, rows) => {
            path.clone_from(&candidate.path);
            for row in rows {
                archive::move_to(path, &mut row.entry.meta_mut().place);
            }
        }
    }
    known
}
