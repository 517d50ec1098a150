//! Encodes a catalogue.
//!
//! The order of fields is that of [`super::block`], which decodes them. Two catalogues of the same
//! files are equal byte for byte: folders are sorted, and files by age and path.

use super::super::varint::ByteWriter;
use super::{FileContents, KnownFile, KnownReport, MAGIC, reading_version};
use crate::library::identity::{Identity, OtherReading};
use crate::library::meta::{Entry, Imprint, Place, Status};
use crate::model::identity::ArticleKey;
use crate::model::path_bytes::to_bytes;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Returns the bytes of a catalogue of `known`, marked with the version of this program's reading code.
pub fn encode<'a>(known: impl Iterator<Item = &'a KnownFile>) -> Vec<u8> {
    // Sorted, so that the file does not depend on the order of a hash table.
    let mut folders: BTreeMap<&[u8], Vec<&KnownFile>> = BTreeMap::new();
    for one in known {
        let (folder, _) = split(one.path());
        folders.entry(folder).or_default().push(one);
    }
    let (mut header, mut blocks) = (ByteWriter::default(), Vec::new());
    header.bytes(reading_version().as_bytes());
    header.len(folders.len());
    for (folder, mut files) in folders {
        // In the order of search results: sorting what is sorted is fast, and every search sorts.
        files.sort_by_cached_key(|one| (Reverse(age(one)), to_bytes(one.path())));
        let block = block(&files);
        header.bytes(folder);
        header.len(block.len());
        header.0.extend(xxh3_64(&block).to_le_bytes());
        blocks.push(block);
    }
    let mut out = MAGIC.to_vec();
    let header_len = header.0.len() + size_of::<u64>();
    out.extend(u32::try_from(header_len).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(header.0);
    out.extend(xxh3_64(&out).to_le_bytes());
    out.extend(blocks.concat());
    out
}

/// Returns date and number of the file's newest report.
///
/// `None` for an archive without reports.
fn age(known: &KnownFile) -> Option<(Option<Date>, Option<u32>)> {
    let rows = known.rows().iter();
    rows.map(|row| (row.entry.meta.published, row.entry.meta.number))
        .max()
}

/// Splits a path into the folder, with its separator, and the name. Doubled separators stay: a file is found again by the
/// bytes of its path.
fn split(path: &Path) -> (&[u8], &[u8]) {
    let whole = to_bytes(path);
    let name = to_bytes(Path::new(path.file_name().unwrap_or_default()));
    let folder = whole.strip_suffix(name).unwrap_or_default();
    whole.split_at(folder.len())
}

/// Returns a value as JSON; no bytes where there is none.
fn json_or_empty<T: Serialize>(value: Option<&T>) -> Vec<u8> {
    let json = value.map(serde_json::to_vec);
    json.and_then(Result::ok).unwrap_or_default()
}

/// Encodes the files of one folder. The list of titles comes first, although it is complete only
/// when all files are written.
fn block(files: &[&KnownFile]) -> Vec<u8> {
    let mut encoder = BlockEncoder::default();
    for known in files {
        let file = encoder.file(known);
        encoder.files.bytes(&file);
    }
    let mut out = ByteWriter::default();
    out.len(encoder.titles.order.len());
    for title in &encoder.titles.order {
        out.bytes(title.as_bytes());
    }
    out.len(encoder.segments.order.len());
    for segment in &encoder.segments.order {
        out.0.extend(segment.to_le_bytes());
    }
    out.len(files.len());
    out.0.extend(encoder.files.0);
    out.0
}

/// The parts of a block that are written while its files are encoded.
#[derive(Default)]
struct BlockEncoder {
    /// Titles and publishers.
    titles: Interner<Arc<str>>,
    /// Ids of segments.
    segments: Interner<u64>,
    /// The entries of the files.
    files: ByteWriter,
}

/// Numbers distinct values, so that a title that a hundred issues share is written once.
#[derive(Default)]
struct Interner<T> {
    /// The number of each value.
    numbers: HashMap<T, u64>,
    /// The values by their numbers.
    order: Vec<T>,
}

impl<T: Clone + Eq + Hash> Interner<T> {
    /// Returns the number of a value, the next one for a new value.
    fn number(&mut self, one: &T) -> u64 {
        if let Some(&number) = self.numbers.get(one) {
            return number;
        }
        let number = self.order.len() as u64;
        self.numbers.insert(one.clone(), number);
        self.order.push(one.clone());
        number
    }
}

impl BlockEncoder {
    /// Encodes the entry of a file.
    fn file(&mut self, known: &KnownFile) -> Vec<u8> {
        let mut file = ByteWriter::default();
        file.bytes(split(known.path()).1);
        file.num(known.size_bytes);
        file.num(known.modified_ns.cast_unsigned());
        file.0.extend(known.content.to_le_bytes());
        match &known.holds {
            FileContents::Report(row) => {
                file.opt(None);
                self.record(&mut file, row);
                self.entry(&mut file, &row.entry);
            }
            FileContents::Archive(_, rows) => {
                file.opt(Some(rows.len() as u64));
                for row in rows {
                    file.bytes(&self.member(row));
                }
            }
        }
        file.0
    }

    /// The entry of a member. Its length is written before it, so that a reader can skip it.
    fn member(&mut self, row: &KnownReport) -> Vec<u8> {
        let mut member = ByteWriter::default();
        self.record(&mut member, row);
        member.bytes(match &row.entry.meta.place {
            Place::Member(_, name) => name.as_bytes(),
            Place::File(_) | Place::Sample(_) => b"",
        });
        self.entry(&mut member, &row.entry);
        member.0
    }

    /// Writes the address of a record, or that there is none.
    fn record(&mut self, out: &mut ByteWriter, row: &KnownReport) {
        out.opt(row.record.map(|r| self.segments.number(&r.segment)));
        if let Some(stored) = row.record {
            out.num(stored.start_byte);
            out.num(stored.len.into());
            out.num(stored.searched_len.into());
        }
    }

    /// Writes the row of a report behind its record.
    fn entry(&mut self, out: &mut ByteWriter, entry: &Entry) {
        out.opt(entry.meta.title.as_ref().map(|t| self.titles.number(t)));
        out.num(entry.meta.standalone.into());
        out.opt(entry.meta.number.map(u64::from));
        out.date(entry.meta.published);
        Self::identity(out, &entry.meta.identity);
        out.bytes(&json_or_empty(entry.meta.recognised.as_ref()));
        match &entry.status {
            // An error that cannot be serialized is written as none: the file has no record and is read anew.
            Status::NotUnderstood(why) => out.bytes(&json_or_empty(Some(why))),
            Status::Read | Status::TooLarge(_) => out.bytes(b""),
        }
        out.num(entry.article_count.into());
        self.imprint(out, &entry.imprint);
    }

    /// Writes article keys behind their number.
    fn keys(out: &mut ByteWriter, keys: &[ArticleKey]) {
        out.len(keys.len());
        for key in keys {
            out.0.extend(key.0.to_le_bytes());
        }
    }

    /// Writes the identity. The former keys that nearly all reports lack take two bytes then.
    fn identity(out: &mut ByteWriter, identity: &Identity) {
        Self::keys(out, &identity.keys);
        out.0.extend(identity.series.to_le_bytes());
        out.0.extend(identity.same.to_le_bytes());
        let none = OtherReading::default();
        let otherwise = identity.otherwise.as_deref().unwrap_or(&none);
        Self::keys(out, &otherwise.renumbered);
        Self::keys(out, &otherwise.whole);
        for start in &otherwise.starts {
            out.num(u64::from(*start));
        }
    }

    /// Writes what `newsreader list` prints beside the row.
    fn imprint(&mut self, out: &mut ByteWriter, imprint: &Imprint) {
        let publisher = imprint.publisher.as_ref();
        out.opt(publisher.map(|p| self.titles.number(p)));
        out.date(imprint.published);
        out.date(imprint.period.map(|p| p.start));
        out.date(imprint.period.map(|p| p.end));
        out.opt(imprint.declared_count.map(u64::from));
        out.num(imprint.warning_count.into());
    }
}
