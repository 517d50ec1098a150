//! Scanning again after an event: only files of another size or time are read, so that a change costs little also without a
//! cache.
//!
//! A scan of the changed files gives fresh rows; those of half-written files are put back to what
//! they were, the others replace the old ones, and the difference is what the reader is sent. A
//! file that moved is noticed by its articles, so that the list can call it moved and not gone.

use super::LibraryChange;
use super::files::WatchedFiles;
use crate::library::index::ReportIndex;
use crate::library::recognised;
use crate::library::scan::{self, ScanOptions, ScannedLibrary};
use crate::library::walk;
use crate::library::{Entry, Place, Status};
use crate::model::identity::{ArticleKey, HashedMap, HashedSet};
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A file that was not written for this long counts as complete.
const SETTLED: Duration = Duration::from_secs(2);

/// The state of the library at the last scan.
pub(super) struct WatchedLibrary {
    /// The rows, by [`Place::id`].
    rows: HashedMap<Entry>,
    /// The files.
    files: WatchedFiles,
    /// Set when a file is still being written.
    is_waiting: bool,
}

impl WatchedLibrary {
    /// The state of a library whose rows are known from a scan.
    pub(super) fn at(paths: &[PathBuf], options: &ScanOptions, rows: Vec<Entry>) -> Self {
        Self {
            rows: by_place(rows),
            files: WatchedFiles::at(paths, options),
            is_waiting: false,
        }
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if a file could not be understood at the last scan and was written only a moment before. Its old row stays until
    /// then.
    pub(super) fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Reads the files that changed since the last scan, all of them with [`ScanOptions::is_anew`], updates `index` and returns
    /// the change and all folders.
    pub(super) fn scan_changed(
        &mut self,
        paths: &[PathBuf],
        options: &ScanOptions,
        index: &ReportIndex,
    ) -> (LibraryChange, Vec<PathBuf>) {
        let (walked, mut files) = self.files.settled(|| walk::walk(paths));
        if !recognised::kept().is_empty() {
            self.forget_scans();
        }
        let other = walked.candidates.into_iter().map(|file| file.path);
        let is_other = |id: u64| options.is_anew || files.differs(&self.files, id);
        // A file whose size and time are the same is believed to be the same.
        let other: Vec<PathBuf> = other
            .filter(|path| is_other(Place::file_id(path)))
            .collect();
        let mut fresh = if other.is_empty() {
            ScannedLibrary::default()
        } else {
            scan::complete(&other, options)
        };
        self.set_aside_half_written(&mut fresh.entries, &mut files);
        let is_other = |id: u64| options.is_anew || files.differs(&self.files, id);
        // Also a file that was removed before its state was known.
        let is_stale = |place: &Place| {
            let id = place.file().map(Place::file_id);
            id.is_some_and(|id| !files.holds(id) || is_other(id))
        };
        // A correction inside the text changes no fact of the row.
        let altered = altered(&fresh, index);
        let stale = self.rows.extract_if(|_, row| is_stale(&row.meta.place));
        let before: HashedMap<Entry> = stale.collect();
        if !before.is_empty() || !fresh.entries.is_empty() {
            // One change of the index for all files, so that no search sees half of it.
            index.renew(is_stale, &fresh.index);
        }
        self.files = files;
        let change = self.replace(before, fresh.entries, &altered);
        self.forget_unlisted(&other);
        (change, walked.folders)
    }

    /// Forgets those of the files at `paths` that have no row, half written or unreadable, so that the next scan tries them again.
    fn forget_unlisted(&mut self, paths: &[PathBuf]) {
        let mut unlisted: HashedSet = paths.iter().map(|path| Place::file_id(path)).collect();
        if !unlisted.is_empty() {
            for file in self.rows.values().filter_map(|row| row.meta.place.file()) {
                unlisted.remove(&Place::file_id(file));
            }
        }
        for id in unlisted {
            self.files.forget(id);
        }
    }

    /// Forgets the state of the scans, so that they are read again: recognised text comes without a change of the file.
    fn forget_scans(&mut self) {
        let scans = self.rows.values().filter(|row| row.is_scan());
        for path in scans.filter_map(|row| row.meta.place.file()) {
            self.files.forget(Place::file_id(path));
        }
    }

    /// Takes the rows of half-written files out of `fresh` and gives these files in `files` the state that they had before, so
    /// that the next look finds them changed.
    fn set_aside_half_written(&mut self, fresh: &mut Vec<Entry>, files: &mut WatchedFiles) {
        self.is_waiting = false;
        let now = SystemTime::now();
        fresh.retain(|row| {
            let is_half = is_half_written(row, files, now);
            if is_half && let Some(path) = row.meta.place.file() {
                self.is_waiting = true;
                files.put_back(&self.files, Place::file_id(path));
            }
            !is_half
        });
    }

    /// Adds the rows `fresh` in the place of those `before`, which were removed, and returns the difference; the rows with the
    /// ids `altered` have another text.
    fn replace(
        &mut self,
        mut before: HashedMap<Entry>,
        fresh: Vec<Entry>,
        altered: &HashedSet,
    ) -> LibraryChange {
        let mut change = LibraryChange::default();
        for row in fresh {
            let id = row.meta.place.id();
            match before.remove(&id) {
                None => change.new.push(row.clone()),
                Some(was) if was != row || altered.contains(&id) => {
                    change.changed.push(row.clone());
                }
                Some(_) => {}
            }
            self.rows.insert(id, row);
        }
        change.moved = moved(&change.new, before.values());
        let gone = before.into_values();
        change.gone = gone.map(|row| row.meta.place.clone()).collect();
        change
    }
}

/// Returns the ids of the rows in `fresh` whose text is not the one in `index`.
///
/// The records are compared, since two texts may have the same row.
fn altered(fresh: &ScannedLibrary, index: &ReportIndex) -> HashedSet {
    let rows = fresh.entries.iter().map(|row| &row.meta.place);
    let is_altered = |place: &&Place| {
        let (now, before) = (fresh.index.find(place), index.find(place));
        now.zip(before)
            .is_some_and(|(now, before)| !now.has_same_record(&before))
    };
    rows.filter(is_altered).map(Place::id).collect()
}

/// Returns the number of `new` rows that have the articles of a row that is `gone`.
///
/// Two rows with the same articles count once each.
fn moved<'a>(new: &[Entry], gone: impl Iterator<Item = &'a Entry>) -> usize {
    let mut left: HashMap<&[ArticleKey], usize> = HashMap::new();
    for row in gone.filter(|row| !row.meta.identity.keys.is_empty()) {
        *left.entry(&row.meta.identity.keys).or_default() += 1;
    }
    let is_moved = |row: &&Entry| match left.get_mut(&*row.meta.identity.keys) {
        Some(count @ 1..) => {
            *count -= 1;
            true
        }
        _ => false,
    };
    new.iter().filter(is_moved).count()
}

/// True if a file could not be understood and was changed less than [`SETTLED`] ago: it is probably still being written (a zip
/// archive has its directory at its end). A file with a time in the future counts as complete.
fn is_half_written(row: &Entry, files: &WatchedFiles, now: SystemTime) -> bool {
    let is_whole = !matches!(row.status, Status::NotUnderstood(_));
    let Place::File(path) = &row.meta.place else {
        return false;
    };
    let age = files.age(path, now);
    !is_whole && age.is_some_and(|age| age < SETTLED)
}

/// Returns the rows by the ids of their places.
fn by_place(rows: Vec<Entry>) -> HashedMap<Entry> {
    rows.into_iter()
        .map(|row| (row.meta.place.id(), row))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn titles(index: &ReportIndex) -> Vec<String> {
        let all = index.newest_first();
        let opened = all.iter().filter_map(|report| report.open());
        let mut titles: Vec<String> = opened
            .map(|opened| opened.issue.articles[0].title.clone())
            .collect();
        titles.sort();
        titles
    }

    #[test]
    fn only_what_changed_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        let write = |name: &str, text: &str| fs::write(path(name), text).unwrap();
        write("1.txt", "第一篇");
        write("2.txt", "第二篇");
        let (paths, options) = ([dir.path().to_owned()], ScanOptions::default());
        let shelf = scan::complete(&paths, &options);
        let index = shelf.index;
        let mut state = WatchedLibrary::at(&paths, &options, shelf.entries);
        assert!(state.scan_changed(&paths, &options, &index).0.is_empty());
        // Changed behind its stamp: reading it again would show the change.
        let before = fs::metadata(path("1.txt")).unwrap().modified().unwrap();
        write("1.txt", "另一篇");
        let file = fs::File::options().write(true).open(path("1.txt")).unwrap();
        file.set_modified(before).unwrap();
        write("2.txt", "第二篇，改过");
        write("3.txt", "第三篇");
        let (change, folders) = state.scan_changed(&paths, &options, &index);
        let counts = (change.new.len(), change.changed.len(), change.gone.len());
        assert_eq!((counts, folders.len()), ((1, 1, 0), 1));
        fs::remove_file(path("3.txt")).unwrap();
        fs::rename(path("2.txt"), path("4.txt")).unwrap();
        let (change, _) = state.scan_changed(&paths, &options, &index);
        assert_eq!((change.new.len(), change.gone.len()), (1, 2));
        assert_eq!(titles(&index), ["第一篇", "第二篇，改过"]);
    }

    #[test]
    fn what_changed_after_the_scan_and_before_the_first_look_is_found() {
        let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = |name: &str| dir.path().join(name);
        let write = |name: &str, text: &str| fs::write(path(name), text).unwrap();
        for name in ["1.txt", "2.txt", "3.txt"] {
            write(name, name);
        }
        let paths = [dir.path().to_owned()];
        let options = ScanOptions {
            cache: Some(cache.path().to_owned()),
            ..ScanOptions::default()
        };
        let shelf = scan::complete(&paths, &options);
        write("1.txt", "第一篇，改过");
        fs::remove_file(path("2.txt")).unwrap();
        write("4.txt", "第四篇");
        let mut state = WatchedLibrary::at(&paths, &options, shelf.entries);
        let mut counts = || {
            let (change, _) = state.scan_changed(&paths, &options, &shelf.index);
            (change.new.len(), change.changed.len(), change.gone.len())
        };
        assert_eq!(counts(), (1, 1, 1));
        assert_eq!(counts(), (0, 0, 0));
    }

    #[test]
    fn a_correction_inside_the_text_is_a_change_and_a_mere_touch_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let (paths, options) = ([dir.path().to_owned()], ScanOptions::default());
        let path = dir.path().join("1.txt");
        let text = |word: &str| {
            format!(
                "云屿监测周报\n（第七期）\n一、信息目录\n1.海堤\n（云屿日报）\n二、具体内容\n1.标题：海堤\n来源：云屿日报\n主要内容：\n海堤上的传感器{word}。\n"
            )
        };
        fs::write(&path, text("听潮")).unwrap();
        let shelf = scan::complete(&paths, &options);
        let mut state = WatchedLibrary::at(&paths, &options, shelf.entries);
        let mut changed = |text: String| {
            let before = fs::metadata(&path).unwrap().modified().unwrap();
            fs::write(&path, text).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(before + Duration::from_secs(5)).unwrap();
            state
                .scan_changed(&paths, &options, &shelf.index)
                .0
                .changed
                .len()
        };
        assert_eq!(changed(text("观潮")), 1);
        assert_eq!(changed(text("观潮")), 0);
        // With the same size and time only reading all anew finds it.
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, text("望潮")).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(modified).unwrap();
        assert!(
            state
                .scan_changed(&paths, &options, &shelf.index)
                .0
                .is_empty()
        );
        let anew = ScanOptions {
            is_anew: true,
            ..options
        };
        let (change, _) = state.scan_changed(&paths, &anew, &shelf.index);
        assert_eq!(change.changed.len(), 1);
    }

    #[test]
    fn what_is_being_written_is_waited_for_and_what_was_there_stays_meanwhile() {
        let dir = tempfile::tempdir().unwrap();
        let (paths, options) = ([dir.path().to_owned()], ScanOptions::default());
        let path = |name: &str| dir.path().join(name);
        fs::write(path("1.txt"), "第一篇").unwrap();
        let shelf = scan::complete(&paths, &options);
        let index = shelf.index;
        let mut state = WatchedLibrary::at(&paths, &options, shelf.entries);
        fs::write(path("1.txt"), "").unwrap();
        fs::write(path("2.txt"), "").unwrap();
        assert!(state.scan_changed(&paths, &options, &index).0.is_empty());
        assert!(state.is_waiting() && titles(&index) == ["第一篇"]);
        fs::write(path("2.txt"), "第二篇").unwrap();
        let (change, _) = state.scan_changed(&paths, &options, &index);
        assert_eq!((change.new.len(), change.changed.len()), (1, 0));
        // The writing has ended.
        let file = fs::File::options().write(true).open(path("1.txt")).unwrap();
        file.set_modified(SystemTime::now() - SETTLED).unwrap();
        let (change, _) = state.scan_changed(&paths, &options, &index);
        assert_eq!(change.changed.len(), 1);
        assert!(!state.is_waiting() && titles(&index) == ["第二篇"]);
    }

    #[test]
    fn what_stands_elsewhere_now_was_moved() {
        let dir = tempfile::tempdir().unwrap();
        let (paths, options) = ([dir.path().to_owned()], ScanOptions::default());
        let path = |name: &str| dir.path().join(name);
        fs::write(path("1.txt"), "第一篇").unwrap();
        fs::write(path("2.txt"), "第二篇").unwrap();
        let shelf = scan::complete(&paths, &options);
        let mut state = WatchedLibrary::at(&paths, &options, shelf.entries);
        fs::rename(path("1.txt"), path("3.txt")).unwrap();
        fs::remove_file(path("2.txt")).unwrap();
        fs::write(path("4.txt"), "第四篇").unwrap();
        let (change, _) = state.scan_changed(&paths, &options, &shelf.index);
        let counts = (change.new.len(), change.gone.len(), change.moved);
        assert_eq!(counts, (2, 2, 1));
    }

    #[test]
    fn a_row_goes_with_its_file_also_where_the_state_of_the_file_was_never_known() {
        let dir = tempfile::tempdir().unwrap();
        let (paths, options) = ([dir.path().to_owned()], ScanOptions::default());
        let place = Place::File(dir.path().join("1.txt"));
        let row = Entry::unread(place.clone(), Status::Read);
        let mut state = WatchedLibrary::at(&paths, &options, vec![row]);
        let (change, _) = state.scan_changed(&paths, &options, &ReportIndex::default());
        assert_eq!(change.gone, [place]);
    }

    #[test]
    fn a_file_that_could_not_be_read_is_tried_again() {
        let dir = tempfile::tempdir().unwrap();
        let (paths, options) = ([dir.path().to_owned()], ScanOptions::default());
        let index = ReportIndex::default();
        let mut state = WatchedLibrary::at(&paths, &options, Vec::new());
        let away = dir.path().join("away");
        fs::write(&away, "第一篇").unwrap();
        let link = dir.path().join("1.txt");
        fs::hard_link(&away, &link).unwrap();
        assert_eq!(state.scan_changed(&paths, &options, &index).0.new.len(), 1);
        fs::remove_file(&link).unwrap();
        assert_eq!(state.scan_changed(&paths, &options, &index).0.gone.len(), 1);
        // The same file with the same size and time.
        fs::hard_link(&away, &link).unwrap();
        assert_eq!(state.scan_changed(&paths, &options, &index).0.new.len(), 1);
    }
}
