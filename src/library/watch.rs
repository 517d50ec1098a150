//! Following what happens to the files while the reader runs.
//!
//! The system says that something happened in a folder, not reliably what: so the folders are looked at once more, what has
//! another size or time is read, and the rows are compared.

use super::index::ReportIndex;
use super::scan::ScanOptions;
use super::walk::{FileId, file_id};
use super::{Entry, Place};
use notify::{EventKind, RecursiveMode, Watcher};
use rescan::WatchedLibrary;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

mod rescan;

/// A file is being copied in pieces: so long nothing must happen before it is looked at.
const QUIET: Duration = Duration::from_millis(200);
/// But where something happens all the time, this often.
const PATIENCE: Duration = Duration::from_secs(3);
/// A disk that is unplugged or plugged in again tells nothing: so often it is looked for. So long, too, a file that makes no
/// sense yet and was written a moment ago may take to be written to its end.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// What changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LibraryChange {
    /// Rows that are new.
    pub new: Vec<Entry>,
    /// Rows that are other than they were.
    pub changed: Vec<Entry>,
    /// What is there no longer.
    pub gone: Vec<Place>,
    /// How many of the new rows are of issues that were among those gone: they stand elsewhere now.
    pub moved: usize,
}

impl LibraryChange {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }
}

/// Follows `paths` from the moment when `known` were their rows and `folders` their folders, and keeps `index` up to date.
/// Returns when `tell` answers `false`.
///
/// # Errors
/// Where the system cannot watch anything.
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
        // Reading, ours above all, is no change.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = sender.send(());
        }
    })?;
    let mut looked = WatchedLibrary::at(paths, known);
    watch(&mut watcher, paths, folders);
    let mut roots = identities(paths);
    // What happened between the scan and the first watch is found by a look at everything. Without a cache that would read
    // all of it twice.
    if options.cache.is_some() {
        let (change, folders) = looked.at_all(paths, options, index);
        watch(&mut watcher, paths, &folders);
        if !change.is_empty() && !tell(change) {
            return Ok(());
        }
    }
    while wait(&happened, paths, &roots, looked.is_waiting()) {
        roots = identities(paths);
        let (change, folders) = looked.again(paths, options, index);
        watch(&mut watcher, paths, &folders);
        if !change.is_empty() && !tell(change) {
            break;
        }
    }
    Ok(())
}

/// Watches `folders`, those too that were watched before: one of the same name may be another one by now. A file that was
/// named itself is seen from the folder that it lies in. A folder that cannot be followed is looked at whenever another
/// one tells of something.
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

/// What the paths lead to now; `None` where nothing is there.
fn identities(paths: &[PathBuf]) -> Vec<Option<FileId>> {
    let identity = |path: &PathBuf| Some(file_id(path, &fs::metadata(path).ok()?));
    paths.iter().map(identity).collect()
}

/// Waits until something happened and then nothing for a moment, or the paths lead elsewhere than to `roots`; where one
/// `is_waiting` for the rest of a file, no longer than [`LOOK_AGAIN`]. `false` where nothing can happen any more.
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
