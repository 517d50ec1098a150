//! Watching the library while the reader runs.
//!
//! The system reports reliably that something happened in a folder, but not what. So the folders are walked again, files of
//! another size or time are read, and the rows are compared.
//!
//! Between a change and the new rows lie a quiet time (a file is often copied in pieces) and a
//! comparison of size and time; only files that differ are read. Three cases need more than events:
//! a disk that comes or goes, a folder on another machine, and a file that is half written. They
//! are looked at again after some seconds, the folder on another machine once a minute.

use super::index::ReportIndex;
use super::scan::ScanOptions;
use super::walk::FileId;
use super::{Entry, Place};
use notify::{EventKind, RecursiveMode, Watcher};
use rescan::WatchedLibrary;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

mod files;
mod mounts;
mod rescan;

/// The quiet time before files are read again: a file is often copied in pieces.
const QUIET: Duration = Duration::from_millis(200);
/// The longest wait for a quiet time.
const PATIENCE: Duration = Duration::from_secs(3);
/// The interval of checks without an event: a disk that is unplugged or plugged in causes none, and a file that was half
/// written may be whole by then.
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// The interval at which folders are walked that the system cannot watch.
const POLL: Duration = Duration::from_mins(1);

/// The difference between two states of the library.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LibraryChange {
    /// New rows.
    pub new: Vec<Entry>,
    /// Rows of the same place with other contents.
    pub changed: Vec<Entry>,
    /// The places that are gone.
    pub gone: Vec<Place>,
    /// The number of new rows whose issue is among those gone: they were moved.
    pub moved: usize,
}

impl LibraryChange {
    /// True if nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }
}

/// A signal to the watching thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchSignal {
    /// Something happened in a folder.
    Changed,
    /// Every file is to be read anew.
    ReadAnew,
}

/// The two ends of the channel for signals to the watching thread.
#[derive(Debug)]
pub struct WatchSignals {
    /// The sending end. The system's watcher has it, and every part that has a clone.
    pub sender: Sender<WatchSignal>,
    /// The end that the watching thread receives from.
    receiver: Receiver<WatchSignal>,
}

impl Default for WatchSignals {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender, receiver }
    }
}

/// An event of the watching thread.
#[derive(Debug, Clone, PartialEq)]
pub enum WatchEvent {
    /// The library changed.
    Changed(LibraryChange),
    /// Every file was read anew; the number of reports.
    ReadAnew(usize),
    /// The system cannot watch all folders: they are checked once a minute from now on.
    Polled,
}

/// Watches `paths`, whose rows were `known` and whose folders were `folders` at the end of the scan, keeps `index` up to date
/// and passes each event to `tell`. Returns when that returns `false`. Where the system cannot watch, because the folder lies
/// on another machine or the watches are used up, the folders are walked every [`POLL`].
pub fn follow(
    paths: &[PathBuf],
    options: &ScanOptions,
    index: &ReportIndex,
    known: Vec<Entry>,
    folders: &[PathBuf],
    signals: &WatchSignals,
    mut tell: impl FnMut(WatchEvent) -> bool,
) {
    let mut watcher = watcher(signals.sender.clone());
    let mut watch = |folders: &[PathBuf]| match &mut watcher {
        Ok(watcher) => watch(watcher, paths, folders),
        Err(_) => false,
    };
    let mut state = WatchedLibrary::at(paths, options, known);
    let mut is_watched = watch(folders) && !paths.iter().any(|path| mounts::is_remote(path));
    if !is_watched && !tell(WatchEvent::Polled) {
        return;
    }
    let mut roots = identities(paths);
    // Finds the changes between the scan and the first watch. Not without a cache, which alone knows how the files were.
    if options.cache.is_some() {
        let (change, folders) = state.scan_changed(paths, options, index);
        watch(&folders);
        if !change.is_empty() && !tell(WatchEvent::Changed(change)) {
            return;
        }
    }
    let poll = |is_watched: bool| (!is_watched).then_some(POLL);
    while let Some(signal) = wait(
        &signals.receiver,
        paths,
        &roots,
        state.is_waiting(),
        poll(is_watched),
    ) {
        roots = identities(paths);
        // Taken before the scan: a change during it must be noticed again.
        let is_anew = signal == WatchSignal::ReadAnew;
        let options = ScanOptions {
            is_anew,
            ..options.clone()
        };
        let (change, folders) = state.scan_changed(paths, &options, index);
        if !watch(&folders) && is_watched {
            is_watched = false;
            if !tell(WatchEvent::Polled) {
                return;
            }
        }
        if !change.is_empty() && !tell(WatchEvent::Changed(change)) {
            return;
        }
        if is_anew && !tell(WatchEvent::ReadAnew(state.len())) {
            return;
        }
    }
}

/// Returns a watcher that sends [`WatchSignal::Changed`] for every event of the system.
fn watcher(sender: Sender<WatchSignal>) -> notify::Result<notify::RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Read accesses are no change; our own reading would cause another round.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = sender.send(WatchSignal::Changed);
        }
    })
}

/// Watches `folders`, also those that were watched before: a folder of the same name may be a new one. A file that was given
/// itself is watched by its folder. Returns false if one of them cannot be watched though it is there.
fn watch(watcher: &mut impl Watcher, paths: &[PathBuf], folders: &[PathBuf]) -> bool {
    let files = paths.iter().filter(|path| path.is_file());
    let around = files.filter_map(|file| match file.parent()? {
        here if here.as_os_str().is_empty() => Some(Path::new(".")),
        parent => Some(parent),
    });
    let mut is_watched = true;
    for folder in folders.iter().map(PathBuf::as_path).chain(around) {
        let watched = watcher.watch(folder, RecursiveMode::NonRecursive);
        // A folder that went meanwhile needs no watch.
        is_watched &= watched.is_ok() || !folder.exists();
    }
    is_watched
}

/// Returns the identities of what the paths lead to; `None` where there is nothing.
fn identities(paths: &[PathBuf]) -> Vec<Option<FileId>> {
    let identity = |path: &PathBuf| Some(FileId::of(path, &fs::metadata(path).ok()?));
    paths.iter().map(identity).collect()
}

/// Waits for a signal and the [`QUIET`] time after it, or until the paths lead elsewhere than to `roots`; with `is_waiting`,
/// set for half-written files, no longer than [`LOOK_AGAIN`], and no longer than `poll`. Returns `None` when the app is gone.
fn wait(
    signals: &Receiver<WatchSignal>,
    paths: &[PathBuf],
    roots: &[Option<FileId>],
    is_waiting: bool,
    poll: Option<Duration>,
) -> Option<WatchSignal> {
    let begun = Instant::now();
    // Identities are compared every few seconds also where folders are polled once a minute.
    let step = poll.unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN);
    let mut signal = loop {
        match signals.recv_timeout(step) {
            Ok(signal) => break signal,
            Err(RecvTimeoutError::Timeout) => {
                let is_due = poll.is_some_and(|poll| begun.elapsed() >= poll);
                if is_due || is_waiting || identities(paths) != roots {
                    break WatchSignal::Changed;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    };
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        match signals.recv_timeout(QUIET) {
            // A wish for everything wins over a change.
            Ok(WatchSignal::ReadAnew) => signal = WatchSignal::ReadAnew,
            Ok(WatchSignal::Changed) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(signal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::scan::{self, ScannedLibrary};
    use std::thread;

    /// The change of the library in an event.
    fn changes_only(event: WatchEvent) -> Option<LibraryChange> {
        match event {
            WatchEvent::Changed(change) => Some(change),
            WatchEvent::ReadAnew(_) | WatchEvent::Polled => None,
        }
    }

    #[test]
    fn a_folder_that_cannot_be_watched_is_looked_at_after_the_interval() {
        let signals = WatchSignals::default();
        let wait = |poll| wait(&signals.receiver, &[], &[], false, poll);
        let soon = Some(Duration::from_millis(20));
        assert_eq!(wait(soon), Some(WatchSignal::Changed));
        for signal in [WatchSignal::ReadAnew, WatchSignal::Changed] {
            signals.sender.send(signal).unwrap();
        }
        assert_eq!(wait(None), Some(WatchSignal::ReadAnew));
    }

    #[test]
    fn a_file_that_appears_changes_and_goes_is_told_of() {
        let dir = tempfile::tempdir().unwrap();
        let cache = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("1.txt"), "第一篇").unwrap();
        let paths = vec![dir.path().to_owned()];
        let options = ScanOptions {
            cache: Some(cache.path().to_owned()),
            ..ScanOptions::default()
        };
        let ScannedLibrary {
            entries,
            folders,
            index,
            ..
        } = scan::complete(&paths, &options);
        let (sender, changes) = mpsc::channel();
        let following = index.clone();
        thread::spawn(move || {
            let signals = WatchSignals::default();
            follow(
                &paths,
                &options,
                &following,
                entries,
                &folders,
                &signals,
                |event| changes_only(event).is_none_or(|change| sender.send(change).is_ok()),
            );
        });
        let next = || changes.recv_timeout(Duration::from_secs(30)).unwrap();
        let new = dir.path().join("2025");
        fs::create_dir(&new).unwrap();
        let file = new.join("2.txt");
        fs::write(&file, "第二篇").unwrap();
        let change = next();
        assert_eq!(
            (change.new.len(), change.changed.len(), change.gone.len()),
            (1, 0, 0)
        );
        assert_eq!(index.newest_first().len(), 2);
        fs::write(&file, "第二篇，改过。\n\n又一段。").unwrap();
        let change = next();
        assert_eq!(
            (change.new.len(), change.changed.len(), change.gone.len()),
            (0, 1, 0)
        );
        fs::remove_file(&file).unwrap();
        assert_eq!(next().gone, [Place::File(file)]);
        assert_eq!(index.newest_first().len(), 1);
    }

    #[test]
    fn a_folder_that_goes_and_comes_back_is_told_of() {
        let dir = tempfile::tempdir().unwrap();
        let cache = tempfile::tempdir().unwrap();
        let root = dir.path().join("disk");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("1.txt"), "第一篇").unwrap();
        let paths = vec![root.clone()];
        let options = ScanOptions {
            cache: Some(cache.path().to_owned()),
            ..ScanOptions::default()
        };
        let shelf = scan::complete(&paths, &options);
        let (sender, changes) = mpsc::channel();
        thread::spawn(move || {
            let ScannedLibrary {
                entries,
                folders,
                index,
                ..
            } = shelf;
            let tell = |event| changes_only(event).is_none_or(|change| sender.send(change).is_ok());
            let signals = WatchSignals::default();
            follow(&paths, &options, &index, entries, &folders, &signals, tell);
        });
        let next = || changes.recv_timeout(Duration::from_secs(30)).unwrap();
        let away = dir.path().join("away");
        fs::rename(&root, &away).unwrap();
        assert_eq!(next().gone.len(), 1);
        fs::rename(&away, &root).unwrap();
        assert_eq!(next().new.len(), 1);
        fs::write(root.join("2.txt"), "第二篇").unwrap();
        assert_eq!(next().new.len(), 1);
    }
}
