//! Compaction: segments are rewritten as one when they are many or hold many records that no file has any more.

use super::catalogue::{All, KnownFile, RecordAddress};
use super::segment::{self, Segment, SegmentWriter};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::{fs, io};

/// More segments than this are rewritten as one: each is an open file.
const MOST_SEGMENTS: usize = 12;
/// Fewer wasted bytes than this are not worth a rewrite.
const LITTLE_BYTES: u64 = 1 << 20;

/// Rewrites all records of `all` into one new segment where an eighth of the bytes are waste or there are more than
/// [`MOST_SEGMENTS`]. Returns the ids of the segments that are unneeded once the catalogue is replaced.
///
/// # Errors
/// The error of the system, also where a segment is missing or cut short.
pub fn compact(folder: &Path, all: &mut All, own: Option<u64>) -> io::Result<Vec<u64>> {
    let spans: HashSet<(u64, u64, u32)> = all
        .values()
        .flat_map(KnownFile::records)
        .map(|r| (r.segment, r.span.start_byte, r.span.len))
        .collect();
    let segments: HashSet<u64> = spans.iter().map(|s| s.0).collect();
    let live: u64 = spans.iter().map(|s| u64::from(s.2)).sum();
    let size = |id: &u64| fs::metadata(segment::path(folder, *id)).map_or(0, |m| m.len());
    let stored: u64 = segments.iter().map(size).sum();
    let waste = stored.saturating_sub(live);
    if segments.len() <= MOST_SEGMENTS && waste <= (live / 8).max(LITTLE_BYTES) {
        return Ok(Vec::new());
    }
    // The segment that this process still writes stays as it is: its reports are indexed with their addresses in it.
    rewrite(folder, all, own)?;
    Ok(segments.into_iter().filter(|id| Some(*id) != own).collect())
}

fn rewrite(folder: &Path, all: &mut All, own: Option<u64>) -> io::Result<()> {
    let mut writer = SegmentWriter::create(folder)?;
    let mut old: HashMap<u64, Segment> = HashMap::new();
    let mut moved: HashMap<(u64, u64), RecordAddress> = HashMap::new();
    let mut newest_first: Vec<_> = all.values_mut().flat_map(KnownFile::rows_mut).collect();
    newest_first
        .sort_by_key(|row| std::cmp::Reverse((row.entry.meta.published, row.entry.meta.number)));
    let mut buffer = Vec::new();
    for row in newest_first {
        let Some(stored) = row.record.filter(|r| Some(r.segment) != own) else {
            continue;
        };
        let from = (stored.segment, stored.span.start_byte);
        if let Some(&to) = moved.get(&from) {
            row.record = Some(to);
            continue;
        }
        let segment = match old.entry(stored.segment) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(free) => free.insert(Segment::open(folder, stored.segment)?),
        };
        segment.read(stored.span, &mut buffer)?;
        let span = writer.append(&buffer)?;
        let to = RecordAddress {
            segment: writer.id,
            span,
        };
        moved.insert(from, to);
        row.record = Some(to);
    }
    writer.trim()
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

/// True if no process is writing the segment: a writer holds its lock.
fn is_left_over(path: &Path) -> bool {
    fs::File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}
