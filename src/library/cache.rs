//! What was read once: the catalogue of files and the segments of records, in the cache folder.
//!
//! Nothing in it is needed: whatever is missing, damaged, of another version or cannot be written costs time alone.
//! Several readers may use the folder at once. Each writes segments of its own; the catalogue is replaced under a lock,
//! after taking over what others added meanwhile.

use super::walk::Candidate;
use super::{Entry, Place};
use catalogue::{Catalogue, Known, Stored};
use segment::{Segment, SegmentWriter};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

mod bytes;
pub mod catalogue;
pub mod glance;
pub mod record;
pub mod segment;
pub mod shorthand;
mod tidy;

const CATALOGUE: &str = "catalogue";
/// What a catalogue's name begins with until it is in its place.
const UNFINISHED: &str = "catalogue-";
const LOCK: &str = "lock";

/// The cache as it stood when it was opened, and what this process adds to it.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    catalogue: Catalogue,
    by_content: HashMap<u128, u64>,
    segments: HashMap<u64, Segment>,
}

impl Cache {
    /// Opens the cache in `folder`; an empty one where there is none or it makes no sense.
    pub fn open(folder: &Path) -> Self {
        let catalogue = read_catalogue(folder).unwrap_or_default();
        let mut cache = Self {
            folder: folder.to_owned(),
            catalogue,
            by_content: HashMap::new(),
            segments: HashMap::new(),
        };
        cache.open_segments();
        cache
    }

    /// What lies in a segment that is gone, or behind its end, is not known any more.
    fn open_segments(&mut self) {
        let named: HashSet<u64> = self
            .catalogue
            .values()
            .filter_map(|k| Some(k.record?.segment))
            .collect();
        for &id in &named {
            if let Ok(segment) = Segment::open(&self.folder, id) {
                self.segments.insert(id, segment);
            }
        }
        let segments = &self.segments;
        let lies = |r: Stored| segments.get(&r.segment).is_some_and(|s| s.holds(r.span));
        self.catalogue.retain(|_, k| k.record.is_none_or(lies));
    }

    /// What is known of a file, if it has not changed since.
    pub fn unchanged(&self, candidate: &Candidate) -> Option<&Known> {
        let known = self.catalogue.get(&Place::file_id(&candidate.path))?;
        // The standard library compares paths by their components, which takes longer than all the rest.
        let same = match &known.entry.place {
            Place::File(path) => path.as_os_str() == candidate.path.as_os_str(),
            Place::Member(..) | Place::Sample(_) => false,
        };
        let unchanged =
            known.size_bytes == candidate.size_bytes && known.modified_ns == candidate.modified_ns;
        (same && unchanged).then_some(known)
    }

    /// What is known of a file, handed out for good.
    pub fn take(&mut self, candidate: &Candidate) -> Option<Known> {
        self.catalogue.remove(&Place::file_id(&candidate.path))
    }

    /// Makes [`Cache::same_content`] ready. Only a scan that found new files needs it.
    pub fn index_contents(&mut self) {
        let pairs = self
            .catalogue
            .iter()
            .map(|(id, known)| (known.content, *id));
        self.by_content = pairs.collect();
    }

    /// What is known of a file with the same contents, wherever it was.
    pub fn same_content(&self, content: u128) -> Option<&Known> {
        self.catalogue.get(self.by_content.get(&content)?)
    }

    /// Every place that is known.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.catalogue.values().map(|known| &known.entry.place)
    }

    /// The segment that holds a record.
    pub fn segment(&self, stored: Stored) -> Option<&Segment> {
        self.segments.get(&stored.segment)
    }
}

fn read_catalogue(folder: &Path) -> Option<Catalogue> {
    catalogue::decode(&fs::read(folder.join(CATALOGUE)).ok()?)
}

/// What one scan adds to the cache, or, where there is none, to a file without a name that ends with the program.
#[derive(Debug)]
pub struct Additions {
    folder: Option<PathBuf>,
    writer: Option<SegmentWriter>,
    known: Vec<Known>,
    kept: usize,
}

impl Additions {
    /// To the cache in `folder`. Nothing is written before there is something to write.
    pub fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map(Path::to_owned),
            writer: None,
            known: Vec::new(),
            kept: 0,
        }
    }

    /// Writes a record, which can be read from now on.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, record: &[u8]) -> io::Result<(Segment, Stored)> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.begin()?,
        };
        let span = writer.append(record);
        let written = (writer.segment.clone(), writer.id);
        self.writer = Some(writer);
        Ok((
            written.0,
            Stored {
                segment: written.1,
                span: span?,
            },
        ))
    }

    fn begin(&self) -> io::Result<SegmentWriter> {
        match &self.folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                SegmentWriter::create(folder)
            }
            None => SegmentWriter::nameless(),
        }
    }

    /// Adds a file's row; its record, where it has one, was written or lay there before.
    pub fn add(
        &mut self,
        candidate: &Candidate,
        content: u128,
        entry: Entry,
        record: Option<Stored>,
    ) {
        if self.folder.is_some() {
            self.known.push(Known {
                size_bytes: candidate.size_bytes,
                modified_ns: candidate.modified_ns,
                content,
                entry,
                record,
            });
        }
    }

    /// How many files were added since the last [`Additions::keep`].
    pub fn waiting(&self) -> usize {
        self.known.len() - self.kept
    }

    /// Makes what was added durable, and forgets the places that are `gone`: from here on a kill costs nothing of it.
    ///
    /// # Errors
    /// What the system says; the cache is as it was then, and what this scan wrote is given back: a cache that does not fit
    /// shall not take the last room from what is worth keeping.
    pub fn keep(&mut self, gone: &dyn Fn(&Place) -> bool) -> io::Result<()> {
        let kept = self.update(gone);
        if kept.is_err() && self.kept == 0 {
            if let (Some(folder), Some(writer)) = (&self.folder, &self.writer) {
                // Records that are gone are made anew from their files when they are asked for.
                let _ = writer.give_back(folder);
            }
            self.folder = None;
            self.known.clear();
        }
        kept
    }

    fn update(&mut self, gone: &dyn Fn(&Place) -> bool) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        fs::create_dir_all(folder)?;
        let _lock = lock(folder)?;
        let mut all = read_catalogue(folder).unwrap_or_default();
        all.retain(|_, known| !gone(&known.entry.place));
        for known in &self.known {
            all.insert(known.entry.place.id(), known.clone());
        }
        if let Some(writer) = &mut self.writer {
            writer.trim()?;
        }
        let own = self.writer.as_ref().map(|w| w.id);
        let dropped = tidy::tidy(folder, &mut all, own)?;
        replace_catalogue(folder, &all)?;
        tidy::sweep(folder, &all, own, &dropped);
        self.kept = self.known.len();
        Ok(())
    }
}

/// The lock is the system's and ends with the process, however it ends.
fn lock(folder: &Path) -> io::Result<File> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))?;
    file.lock()?;
    Ok(file)
}

fn replace_catalogue(folder: &Path, all: &Catalogue) -> io::Result<()> {
    let unfinished = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(folder);
    let mut file = unfinished?;
    file.write_all(&catalogue::encode(all.values()))?;
    file.persist(folder.join(CATALOGUE))?;
    Ok(())
}
