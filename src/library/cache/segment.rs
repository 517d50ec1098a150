//! Segments, the files of records: each is written once from front to back and read at any position by several threads.
//!
//! A segment belongs to the process that made it, which holds the file while it writes; all others
//! only read. Records are appended at explicit offsets and never changed. Readers share one open
//! file and give each read its own offset, so that threads need no lock.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A segment that can be read. Clones share the open file.
#[derive(Debug, Clone)]
pub struct Segment(Arc<OpenSegment>);

/// The open file of a segment.
#[derive(Debug)]
struct OpenSegment {
    /// The file, which stays readable when another process removes its name.
    file: File,
    /// The length of the file in bytes when it was opened.
    len: u64,
}

/// The bytes of a record in its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Offset of the first byte.
    pub start_byte: u64,
    /// Number of bytes.
    pub len: u32,
}

impl Segment {
    /// Opens the segment `id` of the cache folder.
    ///
    /// # Errors
    /// The error of the system.
    pub fn open(folder: &Path, id: u64) -> io::Result<Self> {
        let file = File::open(path(folder, id))?;
        let len = file.metadata()?.len();
        Ok(Self::of(file, len))
    }

    /// A segment of `len` bytes.
    fn of(file: File, len: u64) -> Self {
        Self(Arc::new(OpenSegment { file, len }))
    }

    /// True if the file is long enough to hold `span`.
    pub fn holds(&self, span: Span) -> bool {
        span.start_byte
            .checked_add(span.len.into())
            .is_some_and(|end| end <= self.0.len)
    }

    /// Replaces the contents of `buffer` by the record at `span`.
    ///
    /// # Errors
    /// The error of the system, also where the file ends before the record does.
    pub fn read(&self, span: Span, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(span.len as usize, 0);
        read_exact_at(&self.0.file, buffer, span.start_byte)
    }
}

/// Reads `buffer.len()` bytes at offset `at` without moving a file position.
#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

/// Reads `buffer.len()` bytes at offset `at`.
#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        buffer = buffer.get_mut(read..).unwrap_or_default();
        at += read as u64;
    }
    Ok(())
}

/// Writes all of `bytes` at offset `at`.
#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

/// Writes all of `bytes` at offset `at`.
#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(written..).unwrap_or_default();
        at += written as u64;
    }
    Ok(())
}

/// A segment that is being written.
#[derive(Debug)]
pub struct SegmentWriter {
    /// The id, which is the file's name.
    pub id: u64,
    /// The same file, for reading.
    pub segment: Segment,
    /// The offset behind the last record.
    len: u64,
    /// The offset at which the preallocated room ends.
    room_end: u64,
    /// [`ROOM`] zero bytes to preallocate with; empty before the first use.
    zeros: Vec<u8>,
}

/// Bytes preallocated at a time. A power of two, and no more than a large page of common processors.
const ROOM: usize = 1 << 20;

impl SegmentWriter {
    /// Creates a new segment in the cache folder.
    ///
    /// # Errors
    /// The error of the system.
    pub fn create(folder: &Path) -> io::Result<Self> {
        loop {
            let id = new_id();
            let path = path(folder, id);
            let file = create_held(&path)?;
            // Another process may have swept the folder between the two lines above; records would go into a file that
            // has no name.
            if path.exists() {
                return Ok(Self::over(id, file));
            }
        }
    }

    /// Creates a segment in an unnamed temporary file: for searching without a cache.
    ///
    /// # Errors
    /// The error of the system.
    pub fn nameless() -> io::Result<Self> {
        Ok(Self::over(0, tempfile::tempfile()?))
    }

    /// Wraps a new, empty file.
    fn over(id: u64, file: File) -> Self {
        Self {
            id,
            segment: Segment::of(file, 0),
            len: 0,
            room_end: 0,
            zeros: Vec::new(),
        }
    }

    /// Removes the segment. Its room on disk is freed at once although the file is open. Windows keeps the name, and the next
    /// process that writes the catalogue removes it.
    ///
    /// # Errors
    /// The error of the system.
    pub fn give_back(&self, folder: &Path) -> io::Result<()> {
        self.segment.0.file.set_len(0)?;
        std::fs::remove_file(path(folder, self.id))
    }

    /// Appends a record and returns its span.
    ///
    /// # Errors
    /// The error of the system, above all on a full disk.
    pub fn append(&mut self, record: &[u8]) -> io::Result<Span> {
        let len = u32::try_from(record.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.make_room(self.len + u64::from(len));
        // At an explicit offset: after a write that failed halfway, the next record overwrites the half that was written.
        write_all_at(&self.segment.0.file, record, self.len)?;
        let span = Span {
            start_byte: self.len,
            len,
        };
        self.len += u64::from(len);
        Ok(span)
    }

    /// Preallocates room up to `end`, rounded up to a multiple of [`ROOM`], by writing zeros in pieces of [`ROOM`] bytes.
    ///
    /// The page cache keeps data in pieces as large as they were written. A search reads all records, which takes half
    /// the time from pieces of a megabyte that it takes from the few pages of each record.
    fn make_room(&mut self, end: u64) {
        // Made at the first record: a scan that finds everything in the cache needs none.
        self.zeros.resize(ROOM, 0);
        while self.room_end < end {
            // After a trim the next piece is shorter, up to the next multiple.
            let used = usize::try_from(self.room_end).unwrap_or(0) % ROOM;
            let block = self.zeros.get(used..).unwrap_or_default();
            // Not an error: a disk without room for the zeros may still have room for the record.
            if write_all_at(&self.segment.0.file, block, self.room_end).is_err() {
                return;
            }
            self.room_end += block.len() as u64;
        }
    }

    /// Truncates the file after the last record.
    ///
    /// # Errors
    /// The error of the system.
    pub fn trim(&mut self) -> io::Result<()> {
        self.room_end = self.len;
        self.segment.0.file.set_len(self.len)
    }
}

/// Returns the path of a segment.
///
/// The id is written in sixteen hexadecimal digits, with the ending `.reports`.
pub fn path(folder: &Path, id: u64) -> PathBuf {
    folder.join(format!("{id:016x}.reports"))
}

/// Returns the id of the segment at `path`; `None` for a file of another kind.
pub fn id_of(path: &Path) -> Option<u64> {
    if path.extension()? != "reports" {
        return None;
    }
    u64::from_str_radix(path.file_stem()?.to_str()?, 16).ok()
}

/// Creates the file of a segment and holds it, so that other processes do not remove it as left over. Where a file system has
/// no locks they may remove it, which costs time only.
#[cfg(not(windows))]
fn create_held(path: &Path) -> io::Result<File> {
    let file = crate::private_files::create_new(path)?;
    let _ = file.try_lock();
    Ok(file)
}

/// True if no process holds the segment at `path`: its writer has ended.
#[cfg(not(windows))]
pub fn is_left_over(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Creates the file of a segment and holds it, so that other processes do not remove it as left over. A lock of this system
/// would keep them from reading as well (`LockFileEx`), so the file is shared for everything but removal.
#[cfg(windows)]
fn create_held(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;
    /// `FILE_SHARE_READ` and `FILE_SHARE_WRITE`.
    const ALL_BUT_REMOVAL: u32 = 1 | 2;
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    options.share_mode(ALL_BUT_REMOVAL).open(path)
}

/// True if no process holds the segment at `path`, so that it could be removed.
#[cfg(windows)]
pub fn is_left_over(path: &Path) -> bool {
    use std::os::windows::fs::OpenOptionsExt;
    /// The right to remove a file (`DELETE`).
    const REMOVAL: u32 = 1 << 16;
    File::options().access_mode(REMOVAL).open(path).is_ok()
}

/// Returns a random id.
fn new_id() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    // `RandomState` is seeded by the system, which saves a crate of random numbers.
    let mut hasher = std::hash::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_held_until_its_writer_ends_and_read_by_others_all_the_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = SegmentWriter::create(folder.path()).unwrap();
        let span = writer.append(b"record").unwrap();
        let file = path(folder.path(), writer.id);
        let mut buffer = Vec::new();
        let other = Segment::open(folder.path(), writer.id).unwrap();
        other.read(span, &mut buffer).unwrap();
        assert_eq!(buffer, b"record");
        assert!(!is_left_over(&file));
        drop(writer);
        assert!(is_left_over(&file));
        other.read(span, &mut buffer).unwrap();
    }

    #[test]
    fn records_are_read_where_they_were_written_and_the_room_behind_them_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = SegmentWriter::create(folder.path()).unwrap();
        let records = [
            vec![1; 10],
            vec![2; ROOM - 5],
            vec![3; 3 * ROOM],
            vec![4; 1],
        ];
        let mut written = Vec::new();
        for record in &records {
            written.push(writer.append(record).unwrap());
            writer.trim().unwrap();
            let size = std::fs::metadata(path(folder.path(), writer.id))
                .unwrap()
                .len();
            let lengths = written.iter().map(|span: &Span| u64::from(span.len));
            assert_eq!(size, lengths.sum::<u64>());
        }
        let mut buffer = Vec::new();
        for (span, record) in written.into_iter().zip(&records) {
            writer.segment.read(span, &mut buffer).unwrap();
            assert!(buffer == *record);
        }
    }
}
