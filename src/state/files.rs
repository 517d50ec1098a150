//! The files of a store: their names, copies of them, and the header of the write-ahead log.

use crate::private_files;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The name of the database file in the state folder; SQLite puts `-wal` and `-shm`, or `-journal`, beside it.
pub const FILE_NAME: &str = "reading.sqlite";

/// The most damaged stores that are kept beside the store. Each start with a damaged store adds one.
const MOST_DAMAGED: u32 = 999;

/// Appends `suffix` to the file name of `path`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    // `Path::with_extension` would replace the `.sqlite` that is there.
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Returns the first name `….damaged-N` that is not in use; `None` if all of [`MOST_DAMAGED`] are.
pub(super) fn unused_name(path: &Path) -> Option<PathBuf> {
    (1..=MOST_DAMAGED)
        .map(|n| with_suffix(path, &format!(".damaged-{n}")))
        .find(|candidate| !candidate.exists())
}

/// Copies the file at `path` to an unused name beside it and returns that name; `None` if it cannot be copied.
pub(super) fn keep_copy(path: &Path) -> Option<PathBuf> {
    let kept_as = unused_name(path)?;
    fs::copy(path, &kept_as).ok()?;
    Some(kept_as)
}

/// Copies the database at `path` and its log or journal into a temporary folder, which is deleted when the value is dropped.
pub(super) fn temporary_copy(path: &Path) -> Option<TempDir> {
    let dir = tempfile::tempdir().ok()?;
    // The copy has the same marks, so it is as private as the store.
    private_files::create_folder(dir.path()).ok()?;
    let target = dir.path().join(FILE_NAME);
    fs::copy(path, &target).ok()?;
    // The latest changes stand in the log alone; a journal has the pages that a killed process was changing.
    for suffix in ["-wal", "-journal"] {
        let log = with_suffix(path, suffix);
        if log.exists() {
            fs::copy(log, with_suffix(&target, suffix)).ok()?;
        }
    }
    Some(dir)
}

/// Reads the first `N` bytes of a file; `None` if it is shorter or cannot be read.
pub(super) fn read_header<const N: usize>(path: &Path) -> Option<[u8; N]> {
    let mut header = [0; N];
    File::open(path).ok()?.read_exact(&mut header).ok()?;
    Some(header)
}

/// True if the database at `path` has a write-ahead log whose header SQLite did not write.
pub(super) fn is_log_damaged(path: &Path) -> bool {
    // A log shorter than its header holds nothing; SQLite begins it anew.
    read_header(&with_suffix(path, "-wal")).is_some_and(|header| !is_log_header(&header))
}

/// Checks the header of a write-ahead log by <https://sqlite.org/fileformat2.html#walformat>: its last eight bytes are a
/// checksum of the 24 before, computed in the byte order that the magic number names.
fn is_log_header(header: &[u8; 32]) -> bool {
    let words = |read: fn([u8; 4]) -> u32| {
        let (words, _) = header.as_chunks::<4>();
        words.iter().map(|word| read(*word)).collect::<Vec<u32>>()
    };
    // The fields themselves are big-endian in both cases.
    let fields = words(u32::from_be_bytes);
    // The magic number names the byte order of the machine that wrote the log.
    let summed = match fields.first() {
        Some(0x377f_0682) => words(u32::from_le_bytes),
        Some(0x377f_0683) => fields.clone(),
        _ => return false,
    };
    let (mut a, mut b) = (0_u32, 0_u32);
    let (pairs, _) = summed.as_chunks::<2>();
    for [x, y] in pairs.iter().take(3) {
        a = a.wrapping_add(*x).wrapping_add(b);
        b = b.wrapping_add(*y).wrapping_add(a);
    }
    fields.get(6..8) == Some(&[a, b])
}
