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
use super::meta::ReportMeta;
use super::walk::{Candidate, FileState};
use crate::model::identity::{HashedMap, HashedSet, IdentityHasher};
pub use additions::Additions;
use catalogue::{All, Catalogue, FileEntry, FolderBlock, KnownFile, RecordAddress};
use scope::Scope;
use segment::Segment;
use std::collections::{HashMap, hash_map};
use std::hash::BuildHasherDefault;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

mod additions;
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
    by_path: HashedMap<Spot>,
    /// The files of the whole cache by their contents; empty before [`Cache::index_contents`].
    elsewhere: Elsewhere,
    /// The open segments by their ids.
    segments: HashedMap<Segment>,
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

    /// Opens the segments of a block that are not open yet. Returns false if any is missing.
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

    /// Returns the files in scope as they were when they were read, by [`Place::file_id`].
    pub fn states(&self) -> HashedMap<FileState> {
        // A table without hashing that grows while it takes the values of another one in their order would be slow.
        let mut states = HashedMap::default();
        states.reserve(self.by_path.len());
        states.extend(self.by_path.iter().filter_map(|(id, at)| {
            let stamp = spot(&self.blocks, *at)?.stamp()?;
            let state = FileState {
                size_bytes: stamp.size_bytes,
                modified_ns: stamp.modified_ns,
            };
            Some((*id, state))
        }));
        states
    }

    /// Decodes the entry of a file if it has not changed since.
    pub fn known(&self, candidate: &Candidate) -> Option<KnownFile> {
        self.unchanged(candidate)?.known()
    }

    /// False if the record's segment is gone or ends before the record does.
    fn lies(&self, record: Option<RecordAddress>) -> bool {
        record.is_none_or(|r| self.segment(r).is_some_and(|s| s.holds(r.span())))
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

    /// Returns the places of the cached reports in scope that are the same as `report`, the place of that report left out.
    pub fn copies(&self, report: &ReportMeta) -> Vec<Place> {
        let same = report.identity.same;
        // 0 stands for a file in which nothing was read.
        let known = self
            .files()
            .filter(|_| same != 0)
            .filter_map(|file| file.known());
        let rows = known.flat_map(|file| {
            let rows = file.rows().iter().map(|row| row.entry.meta.clone());
            rows.collect::<Vec<_>>()
        });
        let copies = rows.filter(|row| row.identity.same == same && row.place != report.place);
        copies.map(|row| row.place.clone()).collect()
    }

    /// Iterates over the files in scope, folder by folder, the newest of each folder first.
    fn files(&self) -> impl Iterator<Item = FileEntry<'_>> {
        let asked = self.asked.iter();
        asked.filter_map(|at| spot(&self.blocks, *at))
    }

    /// Returns the paths of the cached files in scope that are not in `found`, a set of [`Place::file_id`].
    ///
    /// These are the files that are gone, or were never reached by a scan that was stopped.
    pub fn paths_beside(&self, found: &HashedSet) -> Vec<PathBuf> {
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

#[cfg(test)]
mod tests {
    use super::catalogue::{FileContents, KnownReport};
    use super::*;
    use crate::library::{Entry, Status};
    use std::collections::HashSet;

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
                segment.read(record.span(), &mut bytes).unwrap();
                assert_eq!(bytes, known.path().as_os_str().as_encoded_bytes());
            }
        }
    }
}
