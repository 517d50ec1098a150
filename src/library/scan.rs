//! The whole shelf, read in the background: folders walked, files read on all cores, newest first, rows as they come.
//! What the cache knows is not read again.

use super::cache::{Additions, Cache};
use super::index::ReportIndex;
use super::note::ScanNote;
use super::sandbox;
use super::walk::{self, Walked};
use super::{Entry, Place};
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

/// How to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanOptions {
    /// Files over this many bytes are listed but read only when opened.
    pub size_limit_bytes: u64,
    /// The folder of the cache; `None` reads every file anew and leaves nothing behind.
    pub cache: Option<PathBuf>,
    /// Reading threads; 0 = one per core.
    pub threads: usize,
}

impl ScanOptions {
    /// The cache, if what is in it can be believed: with an encoding asked for, it was read in others.
    pub fn believed_cache(&self) -> Option<&Path> {
        self.cache.as_deref().filter(|_| !sandbox::has_encoding())
    }
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            size_limit_bytes: 64 << 20,
            cache: None,
            threads: 0,
        }
    }
}

/// What a scan tells, in this order: `Found`, any number of `Total`, `Ready` and `ScanNote`, `Done`, perhaps a last `ScanNote`.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanEvent {
    /// The folders were walked: how many rows there will be.
    Found {
        /// Files that may be reports. An archive is one until it is looked into.
        total: usize,
        /// The folders they lie in, for the watch.
        folders: Vec<PathBuf>,
    },
    /// How many rows there will be after all: an archive was looked into.
    Total(usize),
    /// Rows that can be shown now, roughly newest first.
    Ready(Vec<Entry>),
    /// Something was passed over.
    Note(ScanNote),
    /// All rows were sent.
    Done,
}

/// A scan under way. Dropping it ends the scan after the files that are being read.
#[derive(Debug)]
pub struct Scan {
    /// Its events; the channel closes when what was read is in the cache.
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

/// A shelf that was read to its end.
#[derive(Debug, Default)]
pub struct ScannedLibrary {
    /// All rows, in no order.
    pub entries: Vec<Entry>,
    /// What was passed over.
    pub notes: Vec<ScanNote>,
    /// The folders that were looked into.
    pub folders: Vec<PathBuf>,
    /// The reports, to be searched and opened.
    pub index: ReportIndex,
}

/// Scans `paths` to the end.
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

/// Reads the archive at `path`, however large it is, and puts its reports into `index`; answers their rows. The cache has no
/// part in it: at the next start the archive is over the limit again.
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
    // What is in the cache was read in other encodings.
    let uncached = ScanOptions {
        cache: None,
        ..options.clone()
    };
    let options = if sandbox::has_encoding() {
        &uncached
    } else {
        options
    };
    // The cache is read while the folders are walked.
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
    // A closed channel means that nobody looks any more; `stop` says the same.
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

/// What the cache knows below `paths` and the walk did not find.
fn gone(
    paths: &[PathBuf],
    cache: Option<&Cache>,
    candidates: &[walk::Candidate],
) -> HashSet<PathBuf> {
    let Some(cache) = cache else {
        return HashSet::new();
    };
    let found: HashSet<u64> = candidates.iter().map(|c| Place::file_id(&c.path)).collect();
    // A disk that is not there today is there again tomorrow.
    let roots: Vec<&PathBuf> = paths.iter().filter(|root| root.exists()).collect();
    let mut gone = cache.paths_beside(&found);
    gone.retain(|path| roots.iter().any(|root| path.starts_with(root)));
    gone.into_iter().collect()
}

fn threads(options: &ScanOptions) -> usize {
    match options.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        n => n,
    }
}
