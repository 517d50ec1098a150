//! The files that hold the records: written once from front to back, read at any place by several threads.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of records that can be read.
#[derive(Debug, Clone)]
pub struct Segment {
    file: Arc<File>,
    /// How long the file was when it was opened.
    len: u64,
}

/// Where a record lies in its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start_byte: u64,
    /// How many bytes.
    pub len: u32,
}

impl Segment {
    /// Opens the segment `id` of the cache folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(folder: &Path, id: u64) -> io::Result<Self> {
        let file = File::open(path(folder, id))?;
        Ok(Self {
            len: file.metadata()?.len(),
            file: Arc::new(file),
        })
    }

    /// Whether the file is long enough to hold `span`.
    pub fn holds(&self, span: Span) -> bool {
        span.start_byte
            .checked_add(span.len.into())
            .is_some_and(|end| end <= self.len)
    }

    /// Reads the record at `span` into `buffer`, whose former contents go.
    ///
    /// # Errors
    /// Where the file ends before the record does, or cannot be read.
    pub fn read(&self, span: Span, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(span.len as usize, 0);
        read_exact_at(&self.file, buffer, span.start_byte)
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

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

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

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
    /// The segment's name.
    pub id: u64,
    /// The same file, for reading.
    pub segment: Segment,
    len: u64,
    /// Where the room ends that was made for records.
    room_end: u64,
    /// What it is made of: [`ROOM`] bytes, or none before any is made.
    zeros: Vec<u8>,
}

/// How much room is made at a time, in bytes. A power of two, and no more than a large page of the common processors.
const ROOM: usize = 1 << 20;

impl SegmentWriter {
    /// Creates a new segment in the cache folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let id = new_id();
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(path(folder, id))?;
        // Tells others that it is being written, until this process ends, however it ends. Where a file system knows no
        // locks they may remove it, which costs time alone.
        let _ = file.try_lock();
        Ok(Self::over(id, file))
    }

    /// A segment in a file without a name, which ends with the program: for searching without a cache.
    ///
    /// # Errors
    /// What the system says.
    pub fn nameless() -> io::Result<Self> {
        Ok(Self::over(0, tempfile::tempfile()?))
    }

    fn over(id: u64, file: File) -> Self {
        Self {
            id,
            segment: Segment {
                file: Arc::new(file),
                len: 0,
            },
            len: 0,
            room_end: 0,
            zeros: Vec::new(),
        }
    }

    /// Removes the segment and frees its room at once, though it is open.
    ///
    /// # Errors
    /// What the system says.
    pub fn give_back(&self, folder: &Path) -> io::Result<()> {
        self.segment.file.set_len(0)?;
        std::fs::remove_file(path(folder, self.id))
    }

    /// Writes a record behind the others.
    ///
    /// # Errors
    /// What the system says; a disk without room above all.
    pub fn append(&mut self, record: &[u8]) -> io::Result<Span> {
        let len = u32::try_from(record.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.make_room(self.len + u64::from(len));
        // At a place of its own: after a disk was full, the next record overwrites the half that was written.
        write_all_at(&self.segment.file, record, self.len)?;
        let span = Span {
            start_byte: self.len,
            len,
        };
        self.len += u64::from(len);
        Ok(span)
    }

    /// Writes zeros up to `end` and on to the end of that block, in one piece for each block.
    ///
    /// A system keeps what was written in pieces as large as they were written. Every search reads all records there are,
    /// and from pieces of a megabyte it does so in half the time that it takes from the few pages of each record.
    fn make_room(&mut self, end: u64) {
        self.zeros.resize(ROOM, 0);
        while self.room_end < end {
            // The first block that follows what was trimmed is shorter.
            let used = usize::try_from(self.room_end).unwrap_or(0) % ROOM;
            let block = self.zeros.get(used..).unwrap_or_default();
            // Where there is no room for zeros there may be for the record.
            if write_all_at(&self.segment.file, block, self.room_end).is_err() {
                return;
            }
            self.room_end += block.len() as u64;
        }
    }

    /// Gives the room behind the last record back, until the next is written.
    ///
    /// # Errors
    /// What the system says.
    pub fn trim(&mut self) -> io::Result<()> {
        self.room_end = self.len;
        self.segment.file.set_len(self.len)
    }
}

/// The file of a segment.
pub fn path(folder: &Path, id: u64) -> PathBuf {
    folder.join(format!("{id:016x}.reports"))
}

/// The segment that a file is, by its name.
pub fn id_of(path: &Path) -> Option<u64> {
    if path.extension()? != "reports" {
        return None;
    }
    u64::from_str_radix(path.file_stem()?.to_str()?, 16).ok()
}

/// A name that no other process picks.
fn new_id() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    // RandomState is seeded by the system; there is no need for a crate of random numbers.
    let mut hasher = std::hash::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

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
