//! The cache of what was read: a [`catalogue`] of files and [`segment`]s with the [`record`]s of their reports, in one folder.
//!
//! The cache can be deleted at any time: what is missing, damaged, of another version or not writable costs time only.
//! Several processes may use the folder at once. Each writes segments of its own; the catalogue is replaced under a lock,
//! after merging what others added meanwhile.
//!
//! A start with a cache reads the blocks of the catalogue for its folders, compares each file on
//! disk with its entry by size, time and path, and opens neither the file nor its record. A new
//! file is looked for by the hash of its contents as well, so that one which was moved or copied is
//! not read again. A scan collects what it has read in [`Additions`] and writes the catalogue now
//! and then; only what is in the catalogue counts, so a kill loses at most what was read since.

use super::Place;
use super::walk::Candidate;
use crate::private_files;
use catalogue::{
    All, Catalogue, FileContents, FileEntry, FolderBlock, IdentityHasher, KnownFile, RecordAddress,
};
use scope::{Scope, absolute};
use segment::{Segment, SegmentWriter};
use std::collections::{HashMap, HashSet, hash_map};
use std::fs::File;
use std::hash::BuildHasherDefault;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

pub mod catalogue;
pub mod char_set;
pub mod compact_text;
mod compaction;
pub mod folded_text;
pub mod record;
pub mod reopen;
mod scope;
pub mod segment;
pub mod snapshot;
mod varint;

/// The name of the catalogue in the cache folder.
const CATALOGUE: &str = "catalogue";
/// The prefix of the temporary file that becomes the catalogue.
const UNFINISHED: &str = "catalogue-";
/// The name of the file whose lock a writer of the catalogue holds.
const LOCK: &str = "lock";

/// The cache at the moment when it was opened, restricted to some paths.
#[derive(Debug)]
pub struct Cache {
    /// The cache folder.
    folder: PathBuf,
    /// The open catalogue; `None` where there is none that can be used.
    catalogue: Option<Catalogue>,
    /// The blocks of the folders in scope.
    blocks: Vec<FolderBlock>,
    /// The files in scope, in the order of their blocks.
    asked: Vec<Spot>,
    /// By [`Place::file_id`].
    by_path: HashMap<u64, Spot, BuildHasherDefault<IdentityHasher>>,
    /// The files of the whole cache by their contents; empty before [`Cache::index_contents`].
    elsewhere: Elsewhere,
    /// The open segments by their ids.
    segments: HashMap<u64, Segment, BuildHasherDefault<IdentityHasher>>,
}

/// The position of a file's entry: the index of its block and the byte in it.
type Spot = (usize, usize);

/// Entries by the contents of their files, wherever these are.
#[derive(Debug, Default)]
struct Elsewhere {
    /// The blocks that the positions refer to.
    blocks: Vec<FolderBlock>,
    /// The position of a file's entry by the hash of its bytes.
    by_content: HashMap<u128, Spot, BuildHasherDefault<IdentityHasher>>,
}

impl Cache {
    /// Opens the cache in `folder` for the files that are `paths` or lie below them; an empty cache where there is none or it
    /// is damaged.
    pub fn open(folder: &Path, paths: &[PathBuf]) -> Self {
        let (cache, is_whole) = Self::open_once(folder, paths);
        if is_whole {
            return cache;
        }
        // Another process compacted the cache between the reading of the catalogue and the opening of a segment; it replaced
        // the catalogue before it removed the segment. Where a segment is really lost, the second look costs a millisecond.
        Self::open_once(folder, paths).0
    }

    /// Opens the cache as [`Cache::open`] does, and returns false beside it if a segment is missing.
    fn open_once(folder: &Path, paths: &[PathBuf]) -> (Self, bool) {
        let scope = Scope::of(paths);
        let catalogue = Catalogue::open(&folder.join(CATALOGUE));
        let blocks = catalogue
            .as_ref()
            .map(|catalogue| catalogue.blocks(|folder| scope.named(folder)));
        let mut cache = Self {
            folder: folder.to_owned(),
            catalogue,
            blocks: blocks.unwrap_or_default(),
            asked: Vec::new(),
            by_path: HashMap::default(),
            elsewhere: Elsewhere::default(),
            segments: HashMap::default(),
        };
        let blocks = std::mem::take(&mut cache.blocks);
        // Two tables that grow by doubling would be copied several times for ten thousand files.
        let count = blocks.iter().map(FolderBlock::count).sum();
        cache.asked.reserve(count);
        cache.by_path.reserve(count);
        let mut is_whole = true;
        for (at, block) in blocks.iter().enumerate() {
            is_whole &= cache.open_segments(block);
            cache.index_paths(&scope, at, block);
        }
        cache.blocks = blocks;
        (cache, is_whole)
    }

    /// Notes the files of a block that are in scope, by the hash of their paths.
    fn index_paths(&mut self, scope: &Scope<'_>, at: usize, block: &FolderBlock) {
        // Most folders are in scope as a whole, so their files need no look into a set.
        let is_whole = scope.is_whole(block.folder());
        let mut path = Vec::new();
        for file in block.files() {
            file.path_into(&mut path);
            if is_whole || scope.is_one(&path) {
                self.asked.push((at, file.at()));
                self.by_path.insert(xxh3_64(&path), (at, file.at()));
            }
        }
    }

    /// Opens the segments of a block that are not open yet. Returns false if one is missing.
    fn open_segments(&mut self, block: &FolderBlock) -> bool {
        let mut is_whole = true;
        for &id in block.segments() {
            if let hash_map::Entry::Vacant(free) = self.segments.entry(id) {
                match Segment::open(&self.folder, id) {
                    Ok(segment) => _ = free.insert(segment),
                    Err(_) => is_whole = false,
                }
            }
        }
        is_whole
    }

    /// Returns the number of cached files in scope.
    pub fn count(&self) -> usize {
        self.asked.len()
    }

    /// Returns the entry of a file if size, time and path are those of the cached one and its records are there.
    ///
    /// Size and time are compared, not the contents: hashing a library would take longer than
    /// listing it.
    fn unchanged(&self, candidate: &Candidate) -> Option<FileEntry<'_>> {
        let path = candidate.path.as_os_str().as_encoded_bytes();
        let file = spot(
            &self.blocks,
            *self.by_path.get(&Place::file_id(&candidate.path))?,
        )?;
        let stamp = file.stamp()?;
        let is_same = stamp.size_bytes == candidate.size_bytes
            && stamp.modified_ns == candidate.modified_ns
            // The table holds hashes of paths: two paths may share one, so the path itself is
            // compared too.
            && file.is_file(path)
            && file
                .reports()
                .all(|report| report.record().is_some_and(|r| self.lies(r)));
        is_same.then_some(file)
    }

    /// True if a file is cached and has not changed since.
    pub fn is_unchanged(&self, candidate: &Candidate) -> bool {
        self.unchanged(candidate).is_some()
    }

    /// Decodes the entry of a file if it has not changed since.
    pub fn known(&self, candidate: &Candidate) -> Option<KnownFile> {
        self.unchanged(candidate)?.known()
    }

    /// False if the record's segment is gone or ends before the record does.
    fn lies(&self, record: Option<RecordAddress>) -> bool {
        record.is_none_or(|r| self.segment(r).is_some_and(|s| s.holds(r.span)))
    }

    /// Builds the table behind [`Cache::same_content`]. Only a scan that found new files needs it: it reads all blocks.
    ///
    /// Segments of other folders are opened as well, since the records of a file that was moved lie
    /// there.
    pub fn index_contents(&mut self) {
        let Some(catalogue) = &self.catalogue else {
            return;
        };
        let blocks = catalogue.all_blocks();
        let by_content = &mut self.elsewhere.by_content;
        by_content.reserve(blocks.iter().map(FolderBlock::count).sum());
        for (at, block) in blocks.iter().enumerate() {
            for file in block.files() {
                by_content.extend(file.stamp().map(|stamp| (stamp.content, (at, file.at()))));
            }
        }
        for block in &blocks {
            self.open_segments(block);
        }
        self.elsewhere.blocks = blocks;
    }

    /// Returns a cached file with the same contents, wherever it was: a report that was moved or copied is not read again.
    ///
    /// The hash has 128 bits, so that equal hashes count as equal contents.
    pub fn same_content(&self, content: u128) -> Option<KnownFile> {
        let Elsewhere { blocks, by_content } = &self.elsewhere;
        let known = spot(blocks, *by_content.get(&content)?)?.known()?;
        let is_whole = known.records().all(|record| self.lies(Some(record)));
        is_whole.then_some(known)
    }

    /// Iterates over the files in scope, folder by folder, the newest of each folder first.
    fn files(&self) -> impl Iterator<Item = FileEntry<'_>> {
        let asked = self.asked.iter();
        asked.filter_map(|at| spot(&self.blocks, *at))
    }

    /// Returns the paths of the cached files in scope that are not in `found`, a set of [`Place::file_id`].
    ///
    /// These are the files that are gone, or were never reached by a scan that was stopped.
    pub fn paths_beside(&self, found: &HashSet<u64>) -> Vec<PathBuf> {
        let mut path = Vec::new();
        let mut is_found = |file: &FileEntry<'_>| {
            file.path_into(&mut path);
            found.contains(&xxh3_64(&path))
        };
        let beside = self.files().filter(|file| !is_found(file));
        beside.map(|file| file.path()).collect()
    }

    /// Returns the segment that holds a record.
    pub fn segment(&self, stored: RecordAddress) -> Option<&Segment> {
        self.segments.get(&stored.segment)
    }
}

/// Returns the entry at a position; `None` where it is damaged.
fn spot(blocks: &[FolderBlock], (block, at): Spot) -> Option<FileEntry<'_>> {
    blocks.get(block)?.file(at)
}

/// Returns the whole catalogue as it is on disk now; empty where there is none that can be used.
fn read_all(folder: &Path) -> All {
    let catalogue = Catalogue::open(&folder.join(CATALOGUE));
    catalogue
        .map(|catalogue| catalogue.all())
        .unwrap_or_default()
}

/// The additions of one scan to the cache or, where there is none, to an unnamed temporary file.
#[derive(Debug)]
pub struct Additions {
    /// The folder of the cache; `None` where there is no cache.
    folder: Option<PathBuf>,
    /// The segment that records are written to; `None` before the first one.
    writer: Option<SegmentWriter>,
    /// The files that were added.
    known: Vec<KnownFile>,
    /// The number of rows that are not in the catalogue yet.
    waiting: usize,
    /// Set when some of it is in the catalogue.
    is_kept: bool,
}

impl Additions {
    /// Additions to the cache in `folder`. No file is created before the first record.
    pub fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map(Path::to_owned),
            writer: None,
            known: Vec::new(),
            waiting: 0,
            is_kept: false,
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
        let written = (writer.segment.clone(), writer.id);
        self.writer = Some(writer);
        Ok((
            written.0,
            RecordAddress {
                segment: written.1,
                span: span?,
            },
        ))
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

    /// Writes the catalogue with what was added and without the files that are `gone`. A kill after this loses nothing of it.
    ///
    /// # Errors
    /// The error of the system. The cache is then as it was, and this scan's segment is removed: on a full disk the cache must
    /// not take the last room from files that matter.
    pub fn keep(&mut self, gone: &HashSet<PathBuf>) -> io::Result<()> {
        let kept = self.update(gone);
        if kept.is_err() && !self.is_kept {
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
        for known in &self.known {
            let path = absolute(known.path());
            all.insert(Place::file_id(&path), known.clone().at(path));
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
        (self.waiting, self.is_kept) = (0, true);
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

#[cfg(test)]
mod tests {
    use super::catalogue::KnownReport;
    use super::*;
    use crate::library::{Entry, Status};

    /// Adds a file with a record of its own.
    fn add(additions: &mut Additions, name: &str) {
        let (_, address) = additions.write(name.as_bytes()).unwrap();
        let candidate = Candidate {
            path: name.into(),
            size_bytes: 1,
            modified_ns: 0,
        };
        let report = KnownReport {
            entry: Entry::unread(Place::File(name.into()), Status::TooLarge(1)),
            record: Some(address),
        };
        additions.add(
            &candidate,
            xxh3_64(name.as_bytes()).into(),
            FileContents::Report(report),
        );
    }

    #[test]
    fn a_compaction_leaves_a_segment_that_another_process_still_names() {
        let folder = tempfile::tempdir().unwrap();
        let mut reader = Additions::new(Some(folder.path()));
        add(&mut reader, "/reader/1.txt");
        reader.keep(&HashSet::new()).unwrap();
        // Another process adds so many segments that the cache is compacted.
        for number in 0..20 {
            let mut other = Additions::new(Some(folder.path()));
            add(&mut other, &format!("/other/{number}.txt"));
            other.keep(&HashSet::new()).unwrap();
        }
        // The reader names its first record once more.
        add(&mut reader, "/reader/2.txt");
        reader.keep(&HashSet::new()).unwrap();
        let all = read_all(folder.path());
        assert_eq!(all.len(), 22);
        for known in all.values() {
            for record in known.records() {
                let mut bytes = Vec::new();
                let segment = Segment::open(folder.path(), record.segment).unwrap();
                segment.read(record.span, &mut bytes).unwrap();
                assert_eq!(bytes, known.path().as_os_str().as_encoded_bytes());
            }
        }
    }
}
