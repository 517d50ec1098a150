//! What a scan adds to the cache: records in a segment of its own, and at the end the rows of the catalogue, merged under a lock
//! with what other processes added meanwhile.

use super::catalogue::{self, All, FileContents, KnownFile, RecordAddress};
use super::compaction;
use super::record::searched_len;
use super::scope::absolute;
use super::segment::{Segment, SegmentWriter};
use super::{CATALOGUE, UNFINISHED, read_all};
use crate::library::Place;
use crate::library::walk::Candidate;
use crate::private_files;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The name of the file whose lock a writer of the catalogue holds.
const LOCK: &str = "lock";

/// The catalogue is not written for fewer rows than these before the scan ends.
const KEEP_AT_LEAST: usize = 2000;

/// The additions of one scan to the cache or, where there is none, to an unnamed temporary file.
#[derive(Debug)]
pub struct Additions {
    /// The folder of the cache; `None` where there is no cache.
    folder: Option<PathBuf>,
    /// The segment that records are written to; `None` before the first one.
    writer: Option<SegmentWriter>,
    /// The files that were added and are not in the catalogue yet.
    known: Vec<KnownFile>,
    /// The number of rows that are not in the catalogue yet.
    waiting: usize,
    /// The number of rows of this scan that are in the catalogue.
    kept: usize,
}

impl Additions {
    /// Additions to the cache in `folder`. No file is created before the first record.
    pub fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map(Path::to_owned),
            writer: None,
            known: Vec::new(),
            waiting: 0,
            kept: 0,
        }
    }

    /// Writes a record and returns its segment and address. It can be read from now on.
    ///
    /// # Errors
    /// The error of the system.
    pub fn write(&mut self, record: &[u8]) -> io::Result<(Segment, RecordAddress)> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.begin()?,
        };
        let span = writer.append(record);
        let (segment, id) = (writer.segment.clone(), writer.id);
        self.writer = Some(writer);
        let span = span?;
        let address = RecordAddress {
            segment: id,
            start_byte: span.start_byte,
            len: span.len,
            // A record has at most 4 GB.
            searched_len: u32::try_from(searched_len(record)).unwrap_or(0),
        };
        Ok((segment, address))
    }

    /// Begins the segment of this scan: in the folder, or without a name where there is none.
    fn begin(&self) -> io::Result<SegmentWriter> {
        match &self.folder {
            Some(folder) => {
                private_files::create_folder(folder)?;
                SegmentWriter::create(folder)
            }
            None => SegmentWriter::nameless(),
        }
    }

    /// Adds a file whose records were written before, in this scan or another.
    pub fn add(&mut self, candidate: &Candidate, content: u128, holds: FileContents) {
        if self.folder.is_some() {
            let known = KnownFile {
                size_bytes: candidate.size_bytes,
                modified_ns: candidate.modified_ns,
                content,
                holds,
            };
            // An archive without reports counts as well: it is not to be read again.
            self.waiting += known.rows().len().max(1);
            self.known.push(known);
        }
    }

    /// Returns the number of rows added since the last [`Additions::keep`].
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// True if so many rows are waiting that they should be written before the scan ends, so that a kill loses little.
    ///
    /// The catalogue is written whole, so that the number grows with it: in equal steps, writing took a fifth of the time in
    /// which a hundred thousand reports are read.
    pub fn is_due(&self) -> bool {
        self.waiting >= KEEP_AT_LEAST.max(self.kept / 3)
    }

    /// Writes the catalogue with what was added and without the files that are `gone`. A kill after this loses nothing of it.
    ///
    /// # Errors
    /// The error of the system. The cache is then as it was, and this scan's segment is removed: on a full disk the cache must
    /// not take the last room from files that matter.
    pub fn keep(&mut self, gone: &HashSet<PathBuf>) -> io::Result<()> {
        let kept = self.update(gone);
        if kept.is_err() && self.kept == 0 {
            if let (Some(folder), Some(writer)) = (&self.folder, &self.writer) {
                // Reports that were indexed with these records are read from their files again when they are needed.
                let _ = writer.give_back(folder);
            }
            self.folder = None;
            self.known.clear();
            self.waiting = 0;
        }
        kept
    }

    /// Merges the additions into the catalogue under the lock of the folder.
    fn update(&mut self, gone: &HashSet<PathBuf>) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        private_files::create_folder(folder)?;
        let _lock = lock(folder)?;
        // Read again under the lock: another process may have added files since this scan began.
        let mut all = read_all(folder);
        // First the removals: a file that was replaced is in both.
        for path in gone {
            all.remove(&Place::file_id(&absolute(path)));
        }
        // Where the catalogue cannot be written, the next scan reads these files again.
        for known in self.known.drain(..) {
            let path = absolute(known.path());
            all.insert(Place::file_id(&path), known.at(path));
        }
        if let Some(writer) = &mut self.writer {
            // The room that was made ahead goes back before anything is named.
            writer.trim()?;
        }
        let own = self.writer.as_ref().map(|w| w.id);
        // The catalogue is replaced before the old segments are removed, so that a reader finds
        // every segment that its catalogue names.
        let dropped = compaction::compact(folder, &mut all, own);
        replace_catalogue(folder, &all)?;
        compaction::remove_unused(folder, &all, own, &dropped);
        self.kept += std::mem::take(&mut self.waiting);
        Ok(())
    }
}

/// Waits for the lock of the folder. It is a lock of the system and ends with the process, however that ends.
fn lock(folder: &Path) -> io::Result<File> {
    let file = private_files::open_lock(&folder.join(LOCK))?;
    file.lock()?;
    Ok(file)
}

/// A reader sees either the old catalogue or the new one.
fn replace_catalogue(folder: &Path, all: &All) -> io::Result<()> {
    let unfinished = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(folder);
    let mut file = unfinished?;
    file.write_all(&catalogue::encode(all.values()))?;
    let path = folder.join(CATALOGUE);
    file.persist(&path)?;
    // A rename keeps the permissions of the temporary file.
    private_files::restrict(&path);
    Ok(())
}
