//! Scanning a library: folders are walked, unchanged files taken from the cache, the others read on all cores, newest first.
//! Rows are sent as they come.
//!
//! A scan is three steps: the walk lists the files; rows of unchanged ones are sent from the cache
//! at once, in one batch; the others are read by as many threads as there are cores, in chunks that
//! a screen can show as they come. The cache is written now and then and at the end. Every failure
//! is a note; none ends the scan.

use super::cache::{Additions, Cache};
use super::index::ReportIndex;
use super::note::ScanNote;
use super::sandbox;
use super::shares::cores;
use super::walk::{self, Walked};
use super::{Entry, Place};
use crate::model::identity::HashedSet;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use work::Work;

mod archive;
#[cfg(test)]
mod tests;
mod work;

/// Options of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanOptions {
    /// Files over this many bytes are listed but read only when opened.
    pub size_limit_bytes: u64,
    /// The folder of the cache; `None` reads every file anew and leaves nothing behind.
    pub cache: Option<PathBuf>,
    /// Reading threads; 0 = one per core.
    pub threads: usize,
    /// Set to read also the files that are unchanged in the cache, and to cache them again.
    pub is_anew: bool,
    /// Set where rows are all that is wanted, with their imprints: the index of reports stays empty.
    pub rows_only: bool,
}

impl ScanOptions {
    /// Returns the cache folder; `None` also where the user set an encoding for all files or gave a password: the cache was read
    /// without them, and the text of a locked file does not go into it.
    pub fn believed_cache(&self) -> Option<&Path> {
        self.cache.as_deref().filter(|_| !sandbox::is_overridden())
    }
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            size_limit_bytes: 64 << 20,
            cache: None,
            threads: 0,
            is_anew: false,
            rows_only: false,
        }
    }
}

/// An event of a scan. The order is `Found`, any number of `Total`, `Ready` and `ScanEvent::Note`, `Done`, perhaps a last note.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanEvent {
    /// The folders were walked.
    Found {
        /// The number of files that may be reports. An archive counts as one until it is read.
        total: usize,
        /// The folders that were walked, for the watch.
        folders: Vec<PathBuf>,
    },
    /// The corrected number of rows, after an archive was read.
    Total(usize),
    /// Rows that can be shown now, roughly newest first.
    Ready(Vec<Entry>),
    /// Something was passed over.
    Note(ScanNote),
    /// All rows were sent.
    Done,
}

/// A running scan. Dropping it ends the scan after the files that are being read.
#[derive(Debug)]
pub struct Scan {
    /// Its events; the channel closes when the cache is written.
    pub events: Receiver<ScanEvent>,
    stop: Arc<AtomicBool>,
}

impl Drop for Scan {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Starts to scan `paths` (folders, searched recursively, or files) into `index` and returns at once.
pub fn start(index: ReportIndex, paths: Vec<PathBuf>, options: ScanOptions) -> Scan {
    let (sender, events) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    thread::spawn(move || run(&paths, &options, &index, &stopped, &sender));
    Scan { events, stop }
}

/// The result of a complete scan.
#[derive(Debug, Default)]
pub struct ScannedLibrary {
    /// All rows, in no order.
    pub entries: Vec<Entry>,
    /// The files and folders that were passed over.
    pub notes: Vec<ScanNote>,
    /// The folders that were walked.
    pub folders: Vec<PathBuf>,
    /// The reports, to be searched and opened.
    pub index: ReportIndex,
}

/// Scans `paths` and waits for the end.
pub fn complete(paths: &[PathBuf], options: &ScanOptions) -> ScannedLibrary {
    let (sender, events) = mpsc::channel();
    let index = ReportIndex::default();
    run(paths, options, &index, &AtomicBool::new(false), &sender);
    drop(sender);
    let mut shelf = ScannedLibrary {
        index,
        ..ScannedLibrary::default()
    };
    for event in events {
        match event {
            ScanEvent::Ready(batch) => shelf.entries.extend(batch),
            ScanEvent::Note(note) => shelf.notes.push(note),
            ScanEvent::Found { folders, .. } => shelf.folders = folders,
            ScanEvent::Total(_) | ScanEvent::Done => {}
        }
    }
    shelf
}

/// Reads the archive at `path`, however large it is, adds its reports to `index` and returns their rows. They are not cached:
/// at the next start the archive is over the size limit again.
pub fn unpack(path: &Path, index: &ReportIndex) -> Vec<Entry> {
    let options = ScanOptions {
        size_limit_bytes: u64::MAX,
        ..ScanOptions::default()
    };
    let shelf = complete(&[path.to_owned()], &options);
    let is_in_it = |place: &Place| matches!(place, Place::Member(archive, _) if archive == path);
    index.renew(is_in_it, &shelf.index);
    shelf.entries
}

fn run(
    paths: &[PathBuf],
    options: &ScanOptions,
    index: &ReportIndex,
    stop: &AtomicBool,
    sender: &Sender<ScanEvent>,
) {
    let options = &ScanOptions {
        cache: options.believed_cache().map(Path::to_owned),
        ..options.clone()
    };
    // Both wait for the disk, so that they run side by side.
    let (walked, cache) = thread::scope(|scope| {
        let walking = scope.spawn(|| walk::walk(paths));
        let cache = options
            .cache
            .as_deref()
            .map(|folder| Cache::open(folder, paths));
        (walking.join().unwrap_or_default(), cache)
    });
    let Walked {
        candidates,
        notes,
        folders,
    } = walked;
    // A closed channel is no error: the receiver was dropped with the `Scan`, which also sets `stop`.
    let _ = sender.send(ScanEvent::Found {
        total: candidates.len(),
        folders,
    });
    for note in notes {
        let _ = sender.send(ScanEvent::Note(note));
    }
    let gone = gone(paths, cache.as_ref(), &candidates);
    let additions = Additions::new(options.cache.as_deref());
    let mut work = Work::new(options, cache, additions, index, stop, sender);
    let unknown = work.take_known(candidates);
    if !unknown.is_empty() {
        work.read_all(&unknown, threads(options));
    }
    let _ = sender.send(ScanEvent::Done);
    if let Some(note) = work.keep(&gone) {
        let _ = sender.send(ScanEvent::Note(note));
    }
}

/// Returns the cached files below `paths` that the walk did not find.
fn gone(
    paths: &[PathBuf],
    cache: Option<&Cache>,
    candidates: &[walk::Candidate],
) -> HashSet<PathBuf> {
    let Some(cache) = cache else {
        return HashSet::new();
    };
    let found: HashedSet = candidates.iter().map(|c| Place::file_id(&c.path)).collect();
    // A root that is missing may be an unplugged disk: its files stay in the cache.
    let roots: Vec<&PathBuf> = paths.iter().filter(|root| root.exists()).collect();
    let mut gone = cache.paths_beside(&found);
    gone.retain(|path| roots.iter().any(|root| path.starts_with(root)));
    gone.into_iter().collect()
}

/// Returns the number of reading threads.
fn threads(options: &ScanOptions) -> usize {
    match options.threads {
        0 => cores(),
        n => n,
    }
}
