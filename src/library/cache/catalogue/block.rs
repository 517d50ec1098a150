//! Decodes a block of the catalogue: the cached files of one folder.
//!
//! Decoding is lazy. A warm start looks at every file's path and stamp, a search at the search fields as well; titles and
//! the rest are decoded only for rows that are shown.
//!
//! ```text
//! titles   count; each with its length     (titles and publishers, written once)
//! segments count; eight bytes each
//! files    count; each with its length before it:
//!   name, size, time, content hash
//!   0 and a report, or the number of members plus one and each member with its length before it
//! report   record, [name of the member,] title, 1 for a single document, number, date, identity, mark of a scan, status, count, imprint
//! ```
//! An entry is skipped by its length. Damaged bytes give `None` and never a panic: a file whose
//! entry cannot be decoded counts as unknown.

use super::super::varint::ByteReader;
use super::{FileContents, KnownFile, KnownReport, RecordAddress};
use crate::library::identity::{Identity, OtherReading};
use crate::library::index::{IndexedReport, RecordSource};
use crate::library::meta::{Entry, Imprint, Place, ReportMeta, Status};
use crate::model::Period;
use crate::model::identity::ArticleKey;
use crate::model::path_bytes::from_bytes;
use crate::model::recognised::Recognised;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The cached files of one folder, newest first, still encoded.
#[derive(Debug)]
pub struct FolderBlock {
    /// The path of the folder, with a separator at its end.
    folder: Vec<u8>,
    /// The bytes of all blocks that were read together.
    all: Arc<Vec<u8>>,
    /// The bytes of this block in them.
    span: Range<usize>,
    /// The titles, which entries name by number and share.
    titles: Vec<Arc<str>>,
    /// The ids of the segments, which records name by number.
    segments: Vec<u64>,
    /// The byte at which the first entry begins.
    start: usize,
    /// The number of files.
    count: usize,
}

impl FolderBlock {
    /// Opens the block of `folder`, which lies at `span` in `all`; `None` where the checksum is wrong or the bytes make no sense.
    pub(super) fn of(
        folder: Vec<u8>,
        all: Arc<Vec<u8>>,
        span: Range<usize>,
        checksum: u64,
    ) -> Option<Self> {
        let bytes = all.get(span.clone())?;
        if xxh3_64(bytes) != checksum {
            return None;
        }
        let mut reader = ByteReader(bytes);
        let titles =
            (0..reader.count()?).map(|_| Some(Arc::from(str::from_utf8(reader.bytes()?).ok()?)));
        let titles = titles.collect::<Option<_>>()?;
        let segments = (0..reader.count()?).map(|_| fixed(&mut reader).map(u64::from_le_bytes));
        let segments = segments.collect::<Option<_>>()?;
        let count = reader.count()?;
        Some(Self {
            folder,
            start: bytes.len() - reader.0.len(),
            all,
            span,
            titles,
            segments,
            count,
        })
    }

    /// Returns the path of the folder, with a separator at its end.
    pub fn folder(&self) -> &[u8] {
        &self.folder
    }

    /// Returns the number of files.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns the ids of the segments that hold the records of its files.
    pub fn segments(&self) -> &[u64] {
        &self.segments
    }

    /// Iterates over the files.
    pub fn files(&self) -> impl Iterator<Item = FileEntry<'_>> {
        let mut at = self.start;
        (0..self.count).map_while(move |_| {
            let file = self.file(at)?;
            at = file.end;
            Some(file)
        })
    }

    /// Returns the file whose entry begins at byte `at`, as [`FileEntry::at`] gave it.
    pub fn file(&self, at: usize) -> Option<FileEntry<'_>> {
        let bytes = self.all.get(self.span.clone())?;
        let mut after = ByteReader(bytes.get(at..)?);
        let mut rest = ByteReader(after.bytes()?);
        Some(FileEntry {
            block: self,
            at,
            end: bytes.len() - after.0.len(),
            name: rest.bytes()?,
            rest,
        })
    }
}

/// A cached file, of which only the name is decoded.
#[derive(Debug, Clone, Copy)]
pub struct FileEntry<'a> {
    /// The block that holds it.
    block: &'a FolderBlock,
    /// The byte of the block at which it begins.
    at: usize,
    /// The byte of the block behind it.
    end: usize,
    /// The file name, as bytes on disk.
    name: &'a [u8],
    /// The bytes behind the name.
    rest: ByteReader<'a>,
}

/// The size, time and content hash of a file when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp {
    /// Size in bytes.
    pub size_bytes: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub modified_ns: i64,
    /// XXH3 hash of the contents.
    pub content: u128,
}

impl<'a> FileEntry<'a> {
    /// Returns the byte of the block at which the entry begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Replaces the contents of `path` by the bytes of the file's path.
    pub fn path_into(&self, path: &mut Vec<u8>) {
        path.clear();
        path.extend_from_slice(&self.block.folder);
        path.extend_from_slice(self.name);
    }

    /// True if `path` is the file's path, byte for byte.
    pub fn is_file(&self, path: &[u8]) -> bool {
        path.strip_prefix(self.block.folder.as_slice()) == Some(self.name)
    }

    /// Returns the path of the file.
    pub fn path(&self) -> PathBuf {
        let mut path = Vec::with_capacity(self.block.folder.len() + self.name.len());
        self.path_into(&mut path);
        from_bytes(path)
    }

    /// Decodes the file's stamp.
    pub fn stamp(&self) -> Option<FileStamp> {
        let mut rest = self.rest;
        stamp(&mut rest)
    }

    /// Iterates over its reports: one of a plain file, any number of an archive.
    pub fn reports(self) -> impl Iterator<Item = ReportEntry<'a>> {
        let mut rest = self.rest;
        let members = stamp(&mut rest).and_then(|_| rest.opt());
        let count = members.map_or(0, |members| members.unwrap_or(1));
        let is_member = members.flatten().is_some();
        (0..count).map_while(move |_| {
            let rest = if is_member {
                ByteReader(rest.bytes()?)
            } else {
                rest
            };
            Some(ReportEntry {
                file: self,
                is_member,
                rest,
            })
        })
    }

    /// Decodes everything.
    ///
    /// `None` where the bytes make no sense.
    pub fn known(&self) -> Option<KnownFile> {
        let mut rest = self.rest;
        let FileStamp {
            size_bytes,
            modified_ns,
            content,
        } = stamp(&mut rest)?;
        let is_archive = rest.opt()?.is_some();
        let mut rows = self.reports().map(ReportEntry::decode);
        let holds = if is_archive {
            FileContents::Archive(self.path(), rows.collect::<Option<_>>()?)
        } else {
            FileContents::Report(rows.next()??)
        };
        Some(KnownFile {
            size_bytes,
            modified_ns,
            content,
            holds,
        })
    }
}

/// Decodes size, time and content hash.
fn stamp(rest: &mut ByteReader<'_>) -> Option<FileStamp> {
    Some(FileStamp {
        size_bytes: rest.num()?,
        modified_ns: rest.num()?.cast_signed(),
        content: u128::from_le_bytes(fixed(rest)?),
    })
}

/// A cached report, not decoded.
#[derive(Debug, Clone, Copy)]
pub struct ReportEntry<'a> {
    /// The entry of the file that it stands in.
    file: FileEntry<'a>,
    /// Set for a member of an archive, whose entry begins with its name.
    is_member: bool,
    /// The bytes of its own entry.
    rest: ByteReader<'a>,
}

impl ReportEntry<'_> {
    /// Decodes the place of the record; the inner `None` where the file could not be understood.
    #[expect(
        clippy::option_option,
        reason = "a record may be absent, and so may be the bytes that say so"
    )]
    pub fn record(&self) -> Option<Option<RecordAddress>> {
        self.reader().record()
    }

    /// Decodes what a search needs; the record is where `source` says.
    pub fn indexed(self, source: RecordSource) -> Option<IndexedReport> {
        let mut reader = self.reader();
        reader.record()?;
        let place = self.place(&mut reader)?;
        Some(IndexedReport::new(reader.meta(place)?, source))
    }

    /// Decodes everything.
    pub fn decode(self) -> Option<KnownReport> {
        let mut reader = self.reader();
        let record = reader.record()?;
        let place = self.place(&mut reader)?;
        let entry = reader.entry(place)?;
        Some(KnownReport { entry, record })
    }

    /// Decodes the place of the report.
    fn place(&self, reader: &mut EntryReader<'_>) -> Option<Place> {
        let path = self.file.path();
        if !self.is_member {
            return Some(Place::File(path));
        }
        let len = reader.rest.len()?;
        Some(Place::Member(path, reader.rest.text(len)?))
    }

    /// Returns a reader at the beginning of the report's fields.
    fn reader(&self) -> EntryReader<'_> {
        EntryReader {
            block: self.file.block,
            rest: self.rest,
        }
    }
}

/// Decodes the fields of a report's entry in the order in which they were written.
struct EntryReader<'a> {
    /// The block, whose tables the entry refers to.
    block: &'a FolderBlock,
    /// The bytes still to be decoded.
    rest: ByteReader<'a>,
}

impl EntryReader<'_> {
    /// Decodes the number of the segment and the bytes in it.
    #[expect(
        clippy::option_option,
        reason = "a record may be absent, and so may be the bytes that say so"
    )]
    fn record(&mut self) -> Option<Option<RecordAddress>> {
        let Some(number) = self.rest.opt()? else {
            return Some(None);
        };
        let segment = *self.block.segments.get(usize::try_from(number).ok()?)?;
        let (start_byte, len) = (self.rest.num()?, self.rest.small()?);
        // Never more than the record has, so that a search stays inside it.
        let searched_len = self.rest.small()?.min(len);
        Some(Some(RecordAddress {
            segment,
            start_byte,
            len,
            searched_len,
        }))
    }

    /// Decodes what a search needs.
    fn meta(&mut self, place: Place) -> Option<Arc<ReportMeta>> {
        Some(Arc::new(ReportMeta {
            place,
            title: self.title()?,
            standalone: self.rest.num()? != 0,
            number: self.rest.opt_small()?,
            published: self.rest.date()?,
            identity: self.identity()?,
            recognised: self.recognised()?,
        }))
    }

    /// Decodes the mark of a scan: nothing, or JSON as of an error, since scans are few.
    #[expect(
        clippy::option_option,
        reason = "a mark may be absent, and so may be the bytes that say so"
    )]
    fn recognised(&mut self) -> Option<Option<Box<Recognised>>> {
        let mark = self.rest.bytes()?;
        if mark.is_empty() {
            return Some(None);
        }
        serde_json::from_slice(mark).ok().map(Some)
    }

    /// Decodes article keys, eight bytes each.
    fn keys(&mut self) -> Option<Box<[ArticleKey]>> {
        let count = self.rest.count()?;
        let (keys, _) = self.rest.take(count.checked_mul(8)?)?.as_chunks::<8>();
        let key = |bytes: &[u8; 8]| ArticleKey(u64::from_le_bytes(*bytes));
        Some(keys.iter().map(key).collect())
    }

    /// Decodes the identity. The number of blocks before each article stands there only beside keys
    /// of the whole document.
    fn identity(&mut self) -> Option<Identity> {
        let keys = self.keys()?;
        let series = u64::from_le_bytes(fixed(&mut self.rest)?);
        let same = u64::from_le_bytes(fixed(&mut self.rest)?);
        let renumbered = self.keys()?;
        let whole = self.keys()?;
        let starts = keys.iter().filter(|_| !whole.is_empty());
        let starts = starts.map(|_| self.rest.small()).collect::<Option<_>>()?;
        let otherwise = OtherReading {
            renumbered,
            whole,
            starts,
        };
        Some(Identity {
            keys,
            series,
            same,
            otherwise: otherwise.boxed(),
        })
    }

    /// Decodes the row of the list.
    fn entry(&mut self, place: Place) -> Option<Entry> {
        Some(Entry {
            meta: self.meta(place)?,
            status: self.status()?,
            article_count: self.rest.small()?,
            // Which files hold the same report is found anew at each start.
            also: Box::default(),
            imprint: Arc::new(self.imprint()?),
        })
    }

    /// Decodes the outcome of reading. The reason of a failure is JSON, since it is rare and has
    /// many forms.
    fn status(&mut self) -> Option<Status> {
        let why = self.rest.bytes()?;
        if why.is_empty() {
            return Some(Status::Read);
        }
        Some(Status::NotUnderstood(serde_json::from_slice(why).ok()?))
    }

    /// Decodes what `newsreader list` prints beside the row.
    fn imprint(&mut self) -> Option<Imprint> {
        let publisher = self.title()?;
        let published = self.rest.date()?;
        let (start, end) = (self.rest.date()?, self.rest.date()?);
        Some(Imprint {
            publisher,
            published,
            period: start.zip(end).map(|(start, end)| Period { start, end }),
            declared_count: self.rest.opt_small()?,
            warning_count: self.rest.small()?,
        })
    }

    /// Decodes a title or a publisher, which stands in the list of the block.
    #[expect(
        clippy::option_option,
        reason = "a title may be absent, and so may be the bytes that say so"
    )]
    fn title(&mut self) -> Option<Option<Arc<str>>> {
        let Some(number) = self.rest.opt()? else {
            return Some(None);
        };
        let title = self.block.titles.get(usize::try_from(number).ok()?)?;
        Some(Some(Arc::clone(title)))
    }
}

/// Reads `N` bytes.
fn fixed<const N: usize>(reader: &mut ByteReader<'_>) -> Option<[u8; N]> {
    reader.take(N)?.try_into().ok()
}
