//! Compaction: segments are rewritten as one when they are many or hold many records that no file has any more.
//!
//! Records are only ever appended, so a file that changes or goes leaves its old record behind as
//! waste. A scan that writes the catalogue looks whether an eighth of the bytes is waste, or
//! whether the cache has more than a dozen segments, and then copies what is live into one new
//! segment. Order of the steps: copy, replace the catalogue, remove the old segments; a kill
//! between any two leaves a cache that works.

use super::catalogue::{All, KnownFile, RecordAddress};
use super::segment::{self, Segment, SegmentWriter, is_left_over};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::{fs, io};

/// More segments than this are rewritten as one: each is an open file.
const MOST_SEGMENTS: usize = 12;
/// Fewer wasted bytes than this are not worth a rewrite.
const LITTLE_BYTES: u64 = 1 << 20;

/// The segment and first byte of a record.
type From = (u64, u64);

/// Rewrites the records of `all` into one new segment where an eighth of the bytes are waste or there are more than
/// [`MOST_SEGMENTS`]. Files whose records are missing or cut short are taken out of `all`, so that the next scan reads them
/// anew. Returns the ids of the segments that are unneeded once the catalogue is replaced.
///
/// Segments that a process still writes stay as they are, its own and those of others: their reports are indexed with their
/// addresses in them, and the process will name these addresses again when it writes the catalogue next.
pub fn compact(folder: &Path, all: &mut All, own: Option<u64>) -> Vec<u64> {
    remove_lost(folder, all);
    let live = live_bytes(all);
    let size = |id: &u64| fs::metadata(segment::path(folder, *id)).map_or(0, |m| m.len());
    // A segment that its writer still holds may grow while it is copied.
    let is_free = |id: &u64| Some(*id) != own && is_left_over(&segment::path(folder, *id));
    let free: HashSet<u64> = live.keys().copied().filter(is_free).collect();
    let stored: u64 = free.iter().map(size).sum();
    let live: u64 = free.iter().filter_map(|id| live.get(id)).sum();
    let waste = stored.saturating_sub(live);
    if free.len() <= MOST_SEGMENTS && waste <= (live / 8).max(LITTLE_BYTES) {
        return Vec::new();
    }
    let Ok(mut writer) = SegmentWriter::create(folder) else {
        return Vec::new();
    };
    let Ok((moved, lost)) = copy_records(folder, all, &free, &mut writer) else {
        // The disk is full. The cache goes on uncompacted; a half-written copy would only add to what fills the disk.
        let _ = writer.give_back(folder);
        return Vec::new();
    };
    all.retain(|_, known| !known.records().any(|r| lost.contains(&from(r))));
    for row in all.values_mut().flat_map(KnownFile::rows_mut) {
        if let Some(to) = row.record.and_then(|r| moved.get(&from(r))) {
            row.record = Some(*to);
        }
    }
    free.into_iter().collect()
}

/// Returns the segment and first byte of a record, by which it is known.
const fn from(record: RecordAddress) -> From {
    (record.segment, record.start_byte)
}

/// Takes out the files with a record whose segment is gone or ends before the record does. Another process cannot have
/// taken it: only a damaged disk or a user who deletes files can.
fn remove_lost(folder: &Path, all: &mut All) {
    let mut ends: HashMap<u64, u64> = HashMap::new();
    let mut end = |id: u64| {
        *ends
            .entry(id)
            .or_insert_with(|| fs::metadata(segment::path(folder, id)).map_or(0, |m| m.len()))
    };
    all.retain(|_, known| {
        let mut records = known.records();
        records.all(|r| r.start_byte.saturating_add(r.len.into()) <= end(r.segment))
    });
}

/// Returns how many bytes of each segment the records take. A record that several files share counts once.
fn live_bytes(all: &All) -> HashMap<u64, u64> {
    let records = all.values().flat_map(KnownFile::records);
    let spans: HashSet<(From, u32)> = records.map(|r| (from(r), r.len)).collect();
    let mut live = HashMap::new();
    for ((segment, _), len) in spans {
        *live.entry(segment).or_default() += u64::from(len);
    }
    live
}

/// Copies the records in the `free` segments. Returns their new addresses, and those that could not be read.
///
/// # Errors
/// The error of writing.
fn copy_records(
    folder: &Path,
    all: &All,
    free: &HashSet<u64>,
    writer: &mut SegmentWriter,
) -> io::Result<(HashMap<From, RecordAddress>, HashSet<From>)> {
    let mut old: HashMap<u64, Option<Segment>> = HashMap::new();
    let mut moved: HashMap<From, RecordAddress> = HashMap::new();
    let mut lost: HashSet<From> = HashSet::new();
    // Newest first, as a search reads: neighbours in the file are then read one after another.
    let mut newest_first: Vec<_> = all.values().flat_map(KnownFile::rows).collect();
    newest_first
        .sort_by_key(|row| std::cmp::Reverse((row.entry.meta.published, row.entry.meta.number)));
    let mut buffer = Vec::new();
    for stored in newest_first.into_iter().filter_map(|row| row.record) {
        let from = from(stored);
        // Files with equal contents share a record, which is copied once.
        if !free.contains(&stored.segment) || moved.contains_key(&from) || lost.contains(&from) {
            continue;
        }
        let segment = old
            .entry(stored.segment)
            .or_insert_with(|| Segment::open(folder, stored.segment).ok());
        let is_read = segment
            .as_ref()
            .is_some_and(|segment| segment.read(stored.span(), &mut buffer).is_ok());
        if !is_read {
            // One unreadable record costs the reports that need it, not the compaction.
            lost.insert(from);
            continue;
        }
        let span = writer.append(&buffer)?;
        let segment = writer.id;
        let address = RecordAddress {
            segment,
            start_byte: span.start_byte,
            len: span.len,
            ..stored
        };
        moved.insert(from, address);
    }
    writer.trim()?;
    Ok((moved, lost))
}

/// Removes the segments in `dropped`, those left over by a process that was killed before it wrote the catalogue, and
/// unfinished catalogues. Another reader keeps its segments open; an unfinished catalogue cannot be in use, since this process
/// holds the lock.
pub fn remove_unused(folder: &Path, all: &All, own: Option<u64>, dropped: &[u64]) {
    let named: HashSet<u64> = all
        .values()
        .flat_map(KnownFile::records)
        .map(|stored| stored.segment)
        .collect();
    let Ok(listing) = fs::read_dir(folder) else {
        return;
    };
    for path in listing.flatten().map(|item| item.path()) {
        let Some(id) = segment::id_of(&path) else {
            let name = path.file_name().and_then(|name| name.to_str());
            if name.is_some_and(|name| name.starts_with(super::UNFINISHED)) {
                let _ = fs::remove_file(path);
            }
            continue;
        };
        let unneeded = Some(id) != own && !named.contains(&id);
        if unneeded && (dropped.contains(&id) || is_left_over(&path)) {
            // A failure is ignored: the next scan tries again.
            let _ = fs::remove_file(path);
        }
    }
}
