//! Watching the library while the reader runs.
//!
//! The system reports reliably that something happened in a folder, but not what. So the folders are walked again, files of
//! another size or time are read, and the rows are compared.

use super::index::ReportIndex;
use super::scan::ScanOptions;
use super::walk::FileId;
use super::{Entry, Place};
use notify::{EventKind, RecursiveMode, Watcher};
use rescan::WatchedLibrary;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

mod rescan;

/// The quiet time before files are read again: a file is often copied in pieces.
const QUIET: Duration = Duration::from_millis(200);
/// The longest wait for a quiet time.
const PATIENCE: Duration = Duration::from_secs(3);
/// The interval of checks without an event: a disk that is unplugged or plugged in causes none, and a file that was half
/// written may be whole by then.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

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

/// Watches `paths`, whose rows were `known` and whose folders were `folders` at the end of the scan, keeps `index` up to date
/// and passes each change to `tell`. Returns when that returns `false`.
///
/// # Errors
/// The error of the system where nothing can be watched.
pub fn follow(
    paths: &[PathBuf],
    options: &ScanOptions,
    index: &ReportIndex,
    known: Vec<Entry>,
    folders: &[PathBuf],
    mut tell: impl FnMut(LibraryChange) -> bool,
) -> notify::Result<()> {
    let (sender, happened) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Read accesses are no change; our own reading would cause another round.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = sender.send(());
        }
    })?;
    let mut state = WatchedLibrary::at(paths, known);
    watch(&mut watcher, paths, folders);
    let mut roots = identities(paths);
    // Changes between the scan and the first watch are found by another scan. Not without a cache, where that would read
    // every file twice.
    if options.cache.is_some() {
        let (change, folders) = state.scan_all(paths, options, index);
        watch(&mut watcher, paths, &folders);
        if !change.is_empty() && !tell(change) {
            return Ok(());
        }
    }
    while wait(&happened, paths, &roots, state.is_waiting()) {
        roots = identities(paths);
        let (change, folders) = state.scan_changed(paths, options, index);
        watch(&mut watcher, paths, &folders);
        if !change.is_empty() && !tell(change) {
            break;
        }
    }
    Ok(())
}

/// Watches `folders`, also those that were watched before: a folder of the same name may be a new one. A file that was given
/// itself is watched by its folder. A folder that cannot be watched is checked whenever another one has an event.
fn watch(watcher: &mut impl Watcher, paths: &[PathBuf], folders: &[PathBuf]) {
    let files = paths.iter().filter(|path| path.is_file());
    let around = files.filter_map(|file| match file.parent()? {
        here if here.as_os_str().is_empty() => Some(Path::new(".")),
        parent => Some(parent),
    });
    for folder in folders.iter().map(PathBuf::as_path).chain(around) {
        let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
    }
}

/// Returns the identities of what the paths lead to; `None` where there is nothing.
fn identities(paths: &[PathBuf]) -> Vec<Option<FileId>> {
    let identity = |path: &PathBuf| Some(FileId::of(path, &fs::metadata(path).ok()?));
    paths.iter().map(identity).collect()
}

/// Waits for an event and the [`QUIET`] time after it, or until the paths lead elsewhere than to `roots`; with `is_waiting`, set
/// for half-written files, no longer than [`LOOK_AGAIN`]. Returns false when the watcher is gone.
fn wait(
    happened: &Receiver<()>,
    paths: &[PathBuf],
    roots: &[Option<FileId>],
    is_waiting: bool,
) -> bool {
    loop {
        match happened.recv_timeout(LOOK_AGAIN) {
            Ok(()) => break,
            Err(RecvTimeoutError::Timeout) if is_waiting || identities(paths) != roots => break,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        match happened.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::scan::{self, ScannedLibrary};
    use std::thread;

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
            follow(&paths, &options, &following, entries, &folders, |c| {
                sender.send(c).is_ok()
            })
            .unwrap();
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
            let tell = |change| sender.send(change).is_ok();
            follow(&paths, &options, &index, entries, &folders, tell).unwrap();
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
