//! Walking folders: finds the files that may be reports and the order in which to read them.
//!
//! Only names and `stat` are used, no file is opened, so that a FIFO, a device or a file of a gigabyte costs nothing. Folders
//! are compared by device and inode, so that a circle of symbolic links ends.

use super::Place;
use super::note::ScanNote;
use super::shares::in_shares;
use crate::model::identity::HashedSet;
use std::cmp::Reverse;
#[cfg(target_os = "linux")]
use std::collections::HashMap;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A file that may be a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The path.
    pub path: PathBuf,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub modified_ns: i64,
}

impl Candidate {
    /// Returns its size and time.
    pub fn state(&self) -> FileState {
        FileState {
            size_bytes: self.size_bytes,
            modified_ns: self.modified_ns,
        }
    }
}

/// Size and time of a file; a change of either means that it is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// The size in bytes.
    pub size_bytes: u64,
    /// The time of the last change in nanoseconds since 1970.
    pub modified_ns: i64,
}

/// The result of a walk.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walked {
    /// Newest first, as far as names and times tell.
    pub candidates: Vec<Candidate>,
    /// The files and folders that were passed over.
    pub notes: Vec<ScanNote>,
    /// Every folder that was walked, for the watch.
    pub folders: Vec<PathBuf>,
}

/// Extensions of files that can be reports, the best reading of a report first.
const EXTENSIONS: [&str; 24] = [
    "docx", "odt", "doc", "wps", "rtf", "html", "htm", "mht", "mhtml", "ofd", "pdf", "md",
    "markdown", "txt", "text", "xlsx", "xls", "ods", "et", "eml", "msg", "zip", "7z", "rar",
];

/// Returns the extensions of files that can be read, divided by `comma`. A RAR archive is only listed, with what to do.
#[must_use]
pub fn readable_extensions(comma: &str) -> String {
    let readable = EXTENSIONS.into_iter().filter(|name| *name != "rar");
    readable.collect::<Vec<_>>().join(comma)
}

/// True if `path` has the name of a file that can be a report and is not hidden.
#[must_use]
pub fn may_be_report(path: &Path) -> bool {
    !path.file_name().is_some_and(is_hidden) && rank(path).is_some()
}

/// True if `path` has the extension of a document or of an archive, hidden or not.
#[must_use]
pub fn has_report_name(path: &Path) -> bool {
    rank(path).is_some()
}

/// Walks `paths` on all cores: folders recursively; files whatever their extension.
#[must_use]
pub fn walk(paths: &[PathBuf]) -> Walked {
    let mut walker = Walker::default();
    walker.walk(paths);
    walker.finish()
}

/// Walks `paths` as [`walk`] does, but on the calling thread alone and in no order: for a check beside a search, which has the
/// other cores.
#[must_use]
pub fn walk_alone(paths: &[PathBuf]) -> Walked {
    let mut walker = Walker {
        is_alone: true,
        ..Walker::default()
    };
    walker.walk(paths);
    walker.walked
}

/// The state of a walk.
#[derive(Default)]
struct Walker {
    /// What was found so far.
    walked: Walked,
    /// Set where the calling thread does all the work.
    is_alone: bool,
    /// The folders that were listed, by identity.
    seen_folders: HashSet<FileId>,
    /// The files that were listed, by the hash of their paths; none where a single path was given, below which no folder is
    /// listed twice.
    seen_files: Option<HashedSet>,
    /// The files that were given themselves, by identity: two spellings of one path are one report.
    named: HashSet<FileId>,
    /// True for each device that the kernel makes up.
    #[cfg(target_os = "linux")]
    made_up: HashMap<u64, bool>,
    /// The folders that are still to be listed.
    pending: Vec<PathBuf>,
}

impl Walker {
    /// Walks all paths that were given.
    fn walk(&mut self, paths: &[PathBuf]) {
        self.seen_files = (paths.len() > 1).then(HashedSet::default);
        // Files first, so that a file is not listed twice which is given itself and lies in a folder that is given too.
        let (folders, files): (Vec<_>, Vec<_>) = paths.iter().partition(|path| path.is_dir());
        for path in files.into_iter().chain(folders) {
            self.root(path);
        }
    }

    /// Walks one of the paths that were given.
    fn root(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.pending.push(path.to_owned()),
            Ok(meta) if meta.is_file() => {
                self.file(path.to_owned(), &meta);
                self.named.insert(FileId::of(path, &meta));
            }
            Ok(_) => self.walked.notes.push(ScanNote::NotAFile(path.to_owned())),
            Err(e) => self.walked.notes.push(ScanNote::unreadable(path, &e)),
        }
        while let Some(folder) = self.pending.pop() {
            self.folder(&folder);
        }
    }

    /// Lists a folder: its reports are added, its folders wait.
    fn folder(&mut self, folder: &Path) {
        let listing = match fs::metadata(folder).and_then(|m| Ok((m, fs::read_dir(folder)?))) {
            Ok((meta, _)) if self.is_made_up(folder, &meta) => {
                self.walked
                    .notes
                    .push(ScanNote::NotAFile(folder.to_owned()));
                return;
            }
            Ok((meta, listing)) if self.seen_folders.insert(FileId::of(folder, &meta)) => listing,
            Ok(_) => return,
            Err(e) => return self.walked.notes.push(ScanNote::unreadable(folder, &e)),
        };
        self.walked.folders.push(folder.to_owned());
        let mut reports: Vec<DirEntry> = Vec::new();
        for item in listing.flatten() {
            let name = item.file_name();
            if is_hidden(&name) {
                continue;
            }
            let kind = item.file_type();
            if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
                self.pending.push(item.path());
            } else if rank(Path::new(&name)).is_some() {
                reports.push(item);
            } else if kind.is_ok_and(|k| k.is_symlink()) && item.path().is_dir() {
                self.pending.push(item.path());
            }
        }
        // `stat` is most of the time of a warm start.
        let with_metadata = |item: &DirEntry| (item.path(), metadata(item));
        let files = if self.is_alone {
            reports.iter().map(with_metadata).collect()
        } else {
            in_shares(&reports, with_metadata)
        };
        for (path, meta) in files {
            self.found(path, meta);
        }
    }

    /// True if the kernel makes up what lies in `folder`, as in `/proc`: it changes while it is walked, and its links lead
    /// through the whole system.
    #[cfg(target_os = "linux")]
    fn is_made_up(&mut self, folder: &Path, meta: &Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        /// `SYSFS_MAGIC` of `linux/magic.h`, which `rustix` does not name.
        const SYSFS: i64 = 0x6265_6572;
        *self.made_up.entry(meta.dev()).or_insert_with(|| {
            rustix::fs::statfs(folder).is_ok_and(|system| {
                let kind = system.f_type;
                kind == SYSFS || kind == rustix::fs::PROC_SUPER_MAGIC
            })
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn is_made_up(&mut self, _: &Path, _: &Metadata) -> bool {
        false
    }

    /// Adds a file with the name of a report, if it is one.
    fn found(&mut self, path: PathBuf, meta: io::Result<Metadata>) {
        match meta {
            Ok(meta) if meta.is_file() => self.file(path, &meta),
            Ok(meta) if meta.is_dir() => self.pending.push(path),
            Ok(_) => self.walked.notes.push(ScanNote::NotAFile(path)),
            Err(e) => self.walked.notes.push(ScanNote::unreadable(&path, &e)),
        }
    }

    /// Adds a regular file, unless it was listed before.
    fn file(&mut self, path: PathBuf, meta: &Metadata) {
        // Asked only where files were given: the identity costs a second table.
        let is_named = !self.named.is_empty() && self.named.contains(&FileId::of(&path, meta));
        let mut is_first = |seen: &mut HashedSet| seen.insert(Place::file_id(&path));
        if !is_named && self.seen_files.as_mut().is_none_or(&mut is_first) {
            self.walked.candidates.push(Candidate {
                size_bytes: meta.len(),
                modified_ns: modified_ns(meta),
                path,
            });
        }
    }

    /// Sorts the files by the digits of their names and by time, newest first: the reader sees the
    /// newest rows first.
    fn finish(mut self) -> Walked {
        let aged = |c: Candidate| (Reverse((digits_in_name(&c.path), c.modified_ns)), c);
        let mut aged: Vec<_> = self.walked.candidates.into_iter().map(aged).collect();
        aged.sort_unstable_by(|(a, one), (b, other)| {
            // Paths come last: they are long and share their beginnings, so that comparing them is slow.
            a.cmp(b)
                .then_with(|| one.path.as_os_str().cmp(other.path.as_os_str()))
        });
        self.walked.candidates = aged.into_iter().map(|(_, candidate)| candidate).collect();
        self.walked
    }
}

/// Returns the metadata of a file, of its target where it is a symbolic link. Uses the open folder and the name, so that the
/// system does not resolve the whole path for each file.
fn metadata(item: &DirEntry) -> io::Result<Metadata> {
    if item.file_type()?.is_symlink() {
        return fs::metadata(item.path());
    }
    item.metadata()
}

/// Returns the time of the last change in nanoseconds since 1970; 0 where the system has none.
///
/// Nanoseconds, so that two changes within a second are two times.
#[must_use]
pub fn modified_ns(meta: &Metadata) -> i64 {
    meta.modified()
        .ok()
        .and_then(|t| t.duration_since(UNIX_EPOCH).ok())
        .and_then(|d| i64::try_from(d.as_nanos()).ok())
        .unwrap_or(0)
}

/// True for names that no user means: hidden files and lock files.
fn is_hidden(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    // `~$` is the lock file that Word and WPS put beside an open document.
    bytes.starts_with(b".") || bytes.starts_with(b"~$")
}

/// Returns the rank of the format of `path`, 0 for the best; `None` where it is not a report.
pub(super) fn rank(path: &Path) -> Option<usize> {
    let extension = path.extension().and_then(OsStr::to_str)?;
    EXTENSIONS
        .iter()
        .position(|e| e.eq_ignore_ascii_case(extension))
}

/// Returns the digits of a name as one number, so that `2025-06-20.txt` sorts by date and `第629期.pdf` by issue.
fn digits_in_name(path: &Path) -> u64 {
    let name = path
        .file_stem()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default();
    name.bytes()
        .filter(u8::is_ascii_digit)
        // More digits would overflow; no date or number has as many.
        .take(18)
        .fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// The identity of a file or folder: two paths with the same identity lead to the same one. On Unix device and inode, elsewhere
/// the canonical path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct FileId(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl FileId {
    /// The identity of `path`, whose metadata is `meta`.
    #[cfg(unix)]
    pub(super) fn of(_: &Path, meta: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self((meta.dev(), meta.ino()))
    }

    /// The identity of `path`.
    #[cfg(not(unix))]
    pub(super) fn of(path: &Path, _: &Metadata) -> Self {
        Self(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walked: &Walked) -> Vec<String> {
        let name = |c: &Candidate| c.path.file_name().unwrap().to_string_lossy().into_owned();
        walked.candidates.iter().map(name).collect()
    }

    #[test]
    fn newest_first_by_the_digits_of_the_name() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "周报 99.txt",
            "周报 629.txt",
            "周报 628.pdf",
            "notes.log",
            ".hidden.txt",
        ] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let walked = walk(&[dir.path().to_owned()]);
        assert_eq!(
            names(&walked),
            ["周报 629.txt", "周报 628.pdf", "周报 99.txt"]
        );
    }

    #[test]
    fn every_file_is_a_candidate_whatever_its_name() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["629.pdf", "629.txt", "629.docx"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let walked = walk(&[dir.path().to_owned()]);
        assert_eq!(walked.candidates.len(), 3);
    }

    #[test]
    fn an_archive_is_no_format_of_a_report() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["629.txt", "629.zip", "630.ZIP", "630.zip"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let mut all = names(&walk(&[dir.path().to_owned()]));
        all.sort();
        assert_eq!(all, ["629.txt", "629.zip", "630.ZIP", "630.zip"]);
    }

    #[test]
    fn a_file_that_is_named_twice_or_lies_in_a_folder_that_is_named_is_one_report() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("2025");
        fs::create_dir(&inner).unwrap();
        let file = inner.join("1.txt");
        fs::write(&file, "x").unwrap();
        let otherwise = dir.path().join("2025/../2025/./1.txt");
        let walked = walk(&[dir.path().to_owned(), otherwise.clone(), file]);
        assert_eq!(walked.candidates.len(), 1);
        assert_eq!(walked.candidates[0].path, otherwise);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_the_kernel_makes_up_is_not_walked() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("1.txt"), "x").unwrap();
        std::os::unix::fs::symlink("/proc", dir.path().join("proc")).unwrap();
        let walked = walk(&[dir.path().to_owned()]);
        assert_eq!(names(&walked), ["1.txt"]);
        let note = ScanNote::NotAFile(dir.path().join("proc"));
        assert_eq!(walked.notes, [note]);
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends_and_what_is_no_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("2025");
        fs::create_dir(&inner).unwrap();
        std::os::unix::fs::symlink(dir.path(), inner.join("again")).unwrap();
        std::os::unix::fs::symlink(dir.path(), inner.join("again.txt")).unwrap();
        std::os::unix::fs::symlink("nowhere", inner.join("dangling.txt")).unwrap();
        fs::write(inner.join("1.txt"), "x").unwrap();
        let socket = inner.join("socket.txt");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let walked = walk(&[dir.path().to_owned()]);
        assert_eq!(names(&walked), ["1.txt"]);
        assert!(walked.notes.contains(&ScanNote::NotAFile(socket)));
        assert_eq!(walked.notes.len(), 2);
    }
}
