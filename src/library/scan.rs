//! The whole shelf, read in the background: folders walked, files read on all cores, newest first, rows as they come.

use super::note::Note;
use super::walk::{self, Candidate};
use super::{Entry, Error, Place, Status};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// How to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Files over this many bytes are listed but read only when opened.
    pub size_limit_bytes: u64,
    /// The folder of the cache; `None` reads every file anew and writes nothing.
    pub cache: Option<PathBuf>,
    /// Reading threads; 0 = one per core.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size_limit_bytes: 64 << 20,
            cache: None,
            threads: 0,
        }
    }
}

/// What a scan tells, in this order: `Found`, any number of `Ready` and `Note`, `Done`.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanEvent {
    /// The folders were walked: how many rows there will be.
    Found {
        /// Files that may be reports.
        total: usize,
        /// The folders they lie in, for the watch.
        folders: Vec<PathBuf>,
    },
    /// Rows that can be shown now, roughly newest first.
    Ready(Vec<Entry>),
    /// Something was passed over.
    Note(Note),
    /// All rows were sent.
    Done,
}

/// A scan under way. Dropping it ends the scan after the files that are being read.
#[derive(Debug)]
pub struct Scan {
    /// Its events; the channel closes after [`ScanEvent::Done`].
    pub events: Receiver<ScanEvent>,
    stop: Arc<AtomicBool>,
}

impl Drop for Scan {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Starts to scan `paths` (folders, searched recursively, or files) and returns at once.
#[must_use]
pub fn start(paths: Vec<PathBuf>, options: Options) -> Scan {
    let (sender, events) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    thread::spawn(move || {
        run(&paths, &options, &stopped, &sender);
    });
    Scan { events, stop }
}

fn run(paths: &[PathBuf], options: &Options, stop: &AtomicBool, sender: &Sender<ScanEvent>) {
    let walked = walk::walk(paths);
    let total = walked.candidates.len();
    // A closed channel means that nobody looks any more: every worker finds that out by itself.
    let _ = sender.send(ScanEvent::Found {
        total,
        folders: walked.folders,
    });
    for note in walked.notes {
        let _ = sender.send(ScanEvent::Note(note));
    }
    let next = AtomicUsize::new(0);
    let candidates = walked.candidates.as_slice();
    thread::scope(|scope| {
        for _ in 0..threads(options).min(total) {
            let sender = sender.clone();
            let next = &next;
            scope.spawn(move || work(candidates, next, options, stop, &sender));
        }
    });
    let _ = sender.send(ScanEvent::Done);
}

fn threads(options: &Options) -> usize {
    match options.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        n => n,
    }
}

/// Rows are sent in batches: the first at once, then as often as a screen could show them.
fn work(
    candidates: &[Candidate],
    next: &AtomicUsize,
    options: &Options,
    stop: &AtomicBool,
    sender: &Sender<ScanEvent>,
) {
    let mut batch = Vec::new();
    let mut sent: Option<Instant> = None;
    while !stop.load(Ordering::Relaxed) {
        let Some(candidate) = candidates.get(next.fetch_add(1, Ordering::Relaxed)) else {
            break;
        };
        let (entry, note) = read(candidate, options);
        batch.extend(entry);
        if let Some(note) = note {
            let _ = sender.send(ScanEvent::Note(note));
        }
        if sent.is_none_or(|at| at.elapsed() > Duration::from_millis(30)) {
            sent = Some(Instant::now());
            if sender
                .send(ScanEvent::Ready(std::mem::take(&mut batch)))
                .is_err()
            {
                return;
            }
        }
    }
    let _ = sender.send(ScanEvent::Ready(batch));
}

/// A row for one file, and what is to be said about it.
fn read(candidate: &Candidate, options: &Options) -> (Option<Entry>, Option<Note>) {
    let place = Place::File(candidate.path.clone());
    if candidate.size_bytes > options.size_limit_bytes {
        let note = Note::TooLarge(candidate.path.clone(), candidate.size_bytes);
        return (
            Some(Entry::unread(place, Status::TooLarge(candidate.size_bytes))),
            Some(note),
        );
    }
    match super::open(&candidate.path) {
        Ok(opened) => {
            let also = candidate.also.iter().cloned().map(Place::File).collect();
            (
                Some(Entry {
                    also,
                    ..Entry::of(&opened)
                }),
                None,
            )
        }
        Err(Error::Io { path, source }) => (None, Some(Note::unreadable(&path, &source))),
        Err(Error::Source { path, source }) => {
            let why = source.to_string();
            let entry = Entry::unread(place, Status::NotUnderstood(why.clone()));
            (Some(entry), Some(Note::NotUnderstood(path, why)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn all(scan: &Scan) -> (Vec<Entry>, Vec<Note>, usize) {
        let (mut entries, mut notes, mut found) = (Vec::new(), Vec::new(), 0);
        for event in &scan.events {
            match event {
                ScanEvent::Found { total, .. } => found = total,
                ScanEvent::Ready(batch) => entries.extend(batch),
                ScanEvent::Note(note) => notes.push(note),
                ScanEvent::Done => {}
            }
        }
        (entries, notes, found)
    }

    #[test]
    fn every_file_gets_a_row_or_a_note() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..50 {
            fs::write(dir.path().join(format!("{number}.txt")), "一篇短文").unwrap();
        }
        let scan = start(
            vec![dir.path().to_owned(), dir.path().join("gone")],
            Options::default(),
        );
        let (entries, notes, found) = all(&scan);
        assert_eq!((entries.len(), found), (50, 50));
        assert!(matches!(notes.as_slice(), [Note::Unreadable(..)]));
    }

    #[test]
    fn a_file_over_the_limit_is_listed_unread() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("big.txt"), "一篇长文").unwrap();
        let options = Options {
            size_limit_bytes: 4,
            ..Options::default()
        };
        let (entries, notes, _) = all(&start(vec![dir.path().to_owned()], options));
        assert!(matches!(entries[0].status, Status::TooLarge(12)));
        assert!(matches!(notes.as_slice(), [Note::TooLarge(..)]));
    }
}
