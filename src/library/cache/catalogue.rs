//! The catalogue of the cache: size, time, content hash, list rows and record addresses of each file.
//!
//! It is one file, replaced whole by a rename, so that a reader sees either the old one or the new one. It has a block for
//! each folder, in that an entry for each file, and in that one for each report: one, or any number in an archive. Only the
//! blocks of the folders in question are read, and an entry is decoded when it is needed: a library of ten reports does not
//! wait for ten thousand others in the same cache.
//!
//! ```text
//! magic, length of the header
//! header   version of the reading code; for each folder: path, length and checksum of its block
//! checksum of all the above
//! blocks   in the order of the header
//! ```
//!
//! Why not a table in SQLite, which the reading state uses: the first search and a warm list wait for the catalogue. Opening
//! it and reading 10 000 files for a search takes 2.0 to 2.7 ms here, 6.3 to 14 ms from a table with the same columns (the
//! fastest of 15 by turns, six rounds), with titles and the rest 15 to 33 ms; on disk 1.0 MB against 2.4 MB. Writing it whole,
//! which a table would save, is done once a scan. (A prototype of the reading was measured, not a whole cache.)

use super::varint::ByteReader;
use crate::library::meta::Place;
use crate::model::identity::HashedMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

pub use block::{FileEntry, FolderBlock};
pub use encode::encode;
pub use known::{FileContents, KnownFile, KnownReport, RecordAddress};

mod block;
mod encode;
pub mod known;

/// The first bytes of the file; the digit counts the formats so far.
const MAGIC: &[u8; 8] = b"nrcatal8";

/// The contents of a catalogue, by the [`Place::file_id`] of each file.
pub type All = HashedMap<KnownFile>;

/// The version of the code that reads files. A cache of another version is not used.
///
/// It changes with the program and with the code that turns a file into a report, so that a cache
/// never outlives the parser that filled it.
fn reading_version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " ", env!("NEWSREADER_READING"))
}

/// An open catalogue. It stays as it was opened, also when another process replaces the file.
#[derive(Debug)]
pub struct Catalogue {
    /// The open file, or what it holds.
    bytes: CatalogueBytes,
    /// The parts of its header that describe the blocks.
    headers: Vec<BlockHeader>,
}

/// The open file: it stays readable when another one gets its name.
#[cfg(not(windows))]
type CatalogueBytes = std::fs::File;
/// The contents of the file: Windows gives the name of an open file to no other, and the scan that holds the catalogue is the
/// one that replaces it.
#[cfg(windows)]
type CatalogueBytes = Vec<u8>;

/// Opens the file of a catalogue.
#[cfg(not(windows))]
fn open_bytes(path: &Path) -> io::Result<CatalogueBytes> {
    std::fs::File::open(path)
}

/// Reads the file of a catalogue.
#[cfg(windows)]
fn open_bytes(path: &Path) -> io::Result<CatalogueBytes> {
    std::fs::read(path)
}

/// Returns a reader of the catalogue, which begins anywhere.
#[cfg(not(windows))]
const fn reader(file: &CatalogueBytes) -> impl Read + Seek {
    file
}

/// Returns a reader of the catalogue.
#[cfg(windows)]
const fn reader(bytes: &CatalogueBytes) -> impl Read + Seek {
    io::Cursor::new(bytes.as_slice())
}

/// The part of the header that describes one block.
#[derive(Debug)]
struct BlockHeader {
    /// The path of the folder, with a separator at its end.
    folder: Vec<u8>,
    /// The offset of the block in the file.
    start_byte: u64,
    /// Its length in bytes.
    len: usize,
    /// The hash of its bytes (XXH3, 64 bits).
    checksum: u64,
}

impl Catalogue {
    /// Opens the catalogue at `path`; `None` where there is none, its header is damaged, or another version wrote it.
    pub fn open(path: &Path) -> Option<Self> {
        let bytes = open_bytes(path).ok()?;
        let mut file = reader(&bytes);
        let len = file.seek(SeekFrom::End(0)).ok()?;
        file.rewind().ok()?;
        let mut header = vec![0; MAGIC.len() + 4];
        file.read_exact(&mut header).ok()?;
        let header_len = u32::from_le_bytes(*header.last_chunk()?);
        // A damaged length must not allocate all memory.
        if !header.starts_with(MAGIC) || u64::from(header_len) > len {
            return None;
        }
        let before = header.len();
        header.resize(before + header_len as usize, 0);
        file.read_exact(header.get_mut(before..)?).ok()?;
        let body = checked(&header)?;
        let mut headers = block_headers(ByteReader(body.get(before..)?), header.len() as u64)?;
        // A file that was cut has no memory taken for what is gone.
        headers.retain(|header| header.start_byte + header.len as u64 <= len);
        drop(file);
        Some(Self { bytes, headers })
    }

    /// Opens the blocks of the folders for which `name` returns a path, and gives them that path. `name` gets the absolute
    /// path; both have a separator at their ends. A damaged block is left out.
    pub fn blocks(&self, name: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Vec<FolderBlock> {
        let headers = self.headers.iter();
        let named = headers.filter_map(|header| Some((header, name(&header.folder)?)));
        let named: Vec<(&BlockHeader, Vec<u8>)> = named.collect();
        // One piece of memory for all, which goes back to the system as a whole: reports that live longer lie behind it.
        let mut bytes = vec![0; named.iter().map(|(header, _)| header.len).sum()];
        let mut start = 0;
        let spans = named.iter().map(|(header, _)| {
            let span = start..start + header.len;
            start = span.end;
            let is_read = self.read(header, bytes.get_mut(span.clone())?).is_ok();
            is_read.then_some(span)
        });
        let spans: Vec<_> = spans.collect();
        let bytes = Arc::new(bytes);
        let blocks = named.into_iter().zip(spans);
        let blocks = blocks.filter_map(|((header, folder), span)| {
            FolderBlock::of(folder, Arc::clone(&bytes), span?, header.checksum)
        });
        blocks.collect()
    }

    /// Opens all blocks, with the absolute paths of their folders.
    pub fn all_blocks(&self) -> Vec<FolderBlock> {
        self.blocks(|folder| Some(folder.to_vec()))
    }

    /// Reads the bytes of a block into `bytes`.
    ///
    /// # Errors
    /// The error of the system, also where the file ends early.
    fn read(&self, header: &BlockHeader, bytes: &mut [u8]) -> io::Result<()> {
        let mut file = reader(&self.bytes);
        file.seek(SeekFrom::Start(header.start_byte))?;
        file.read_exact(bytes)
    }

    /// Decodes everything.
    ///
    /// A damaged block loses its files; they are read anew by the next scan.
    pub fn all(&self) -> All {
        let mut all = All::default();
        for block in self.all_blocks() {
            all.reserve(block.count());
            for known in block.files().filter_map(|file| file.known()) {
                all.insert(Place::file_id(known.path()), known);
            }
        }
        all
    }
}

/// Returns `bytes` without the checksum at their end; `None` where that is wrong.
fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (body, checksum) = bytes.split_last_chunk::<8>()?;
    (xxh3_64(body) == u64::from_le_bytes(*checksum)).then_some(body)
}

/// Decodes the header; `start_byte` is the offset of the first block. `None` for another version or
/// bytes that make no sense.
fn block_headers(mut header: ByteReader<'_>, mut start_byte: u64) -> Option<Vec<BlockHeader>> {
    if header.bytes()? != reading_version().as_bytes() {
        return None;
    }
    let count = header.count()?;
    let mut block_header = || {
        let folder = header.bytes()?.to_vec();
        let len = header.len()?;
        let checksum = u64::from_le_bytes(header.take(8)?.try_into().ok()?);
        let block_header = BlockHeader {
            folder,
            start_byte,
            len,
            checksum,
        };
        start_byte = start_byte.checked_add(len as u64)?;
        Some(block_header)
    };
    (0..count).map(|_| block_header()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::identity::{Identity, OtherReading};
    use crate::library::meta::{Entry, Imprint, ReportMeta, Status};
    use crate::model::Period;
    use crate::model::identity::ArticleKey;
    use crate::model::recognised::Recognised;
    use crate::source;
    use jiff::civil::date;
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;

    fn known(path: &str) -> KnownFile {
        let entry = Entry {
            meta: Arc::new(ReportMeta {
                place: Place::File(PathBuf::from(path)),
                title: Some("云州卫生信息周报".into()),
                standalone: false,
                number: Some(629),
                published: Some(date(2025, 6, 20)),
                identity: Identity {
                    keys: Box::new([ArticleKey(1), ArticleKey(u64::MAX)]),
                    series: 5,
                    same: 6,
                    otherwise: Some(Box::new(OtherReading {
                        renumbered: Box::new([ArticleKey(5)]),
                        whole: Box::new([ArticleKey(2)]),
                        starts: Box::new([0, 9]),
                    })),
                },
                recognised: Some(Box::new(Recognised {
                    tool: "读页".to_owned(),
                    percent: Some(93),
                })),
            }),
            article_count: 2,
            imprint: Arc::new(Imprint {
                publisher: Some("云州卫生中心".into()),
                published: Some(date(2025, 6, 20)),
                period: Some(Period {
                    start: date(2025, 6, 14),
                    end: date(2025, 6, 20),
                }),
                declared_count: Some(3),
                warning_count: 1,
            }),
            ..Entry::unread(Place::Sample(0), Status::Read)
        };
        let stored = RecordAddress {
            segment: 7,
            start_byte: 1 << 40,
            len: 17_000,
            searched_len: 12_000,
        };
        KnownFile {
            size_bytes: 5,
            modified_ns: -1,
            content: u128::MAX,
            holds: FileContents::Report(KnownReport {
                entry,
                record: Some(stored),
            }),
        }
    }

    /// An archive of one report in two formats and one that could not be understood.
    fn archive(path: &str) -> KnownFile {
        let place = |name: &str| Place::Member(path.into(), name.to_owned());
        let mut whole = known("").rows().to_owned().remove(0);
        whole.entry.meta_mut().place = place("周报/629.docx");
        let locked = KnownReport::not_understood(place("周报/630.pdf"), &source::Error::Encrypted);
        KnownFile {
            holds: FileContents::Archive(path.into(), vec![locked, whole]),
            ..known("")
        }
    }

    fn opened(bytes: &[u8]) -> Option<Catalogue> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("catalogue");
        fs::write(&path, bytes).unwrap();
        Catalogue::open(&path)
    }

    #[test]
    fn what_is_known_is_known_again() {
        let mut failed = known("a/b/2.pdf");
        let row = &mut failed.rows_mut()[0];
        row.record = None;
        row.entry.status =
            Status::NotUnderstood(Box::new(source::Error::NoText(source::ScannedFile {
                pages: 3,
                format: crate::model::transcript::FileFormat::Ofd,
                content: u128::MAX,
            })));
        let empty = KnownFile {
            holds: FileContents::Archive("a/empty.zip".into(), Vec::new()),
            ..known("")
        };
        let (plain, odd) = (known("a/b/1.txt"), known("a/../b//3.txt"));
        let (one, other) = (known("/"), known("4.txt"));
        let written = [plain, failed, archive("a/1.zip"), empty, odd, one, other];
        let all = opened(&encode(written.iter())).unwrap().all();
        assert_eq!(all.len(), written.len());
        for one in &written {
            assert_eq!(all.get(&Place::file_id(one.path())), Some(one));
        }
    }

    #[test]
    fn only_the_blocks_in_question_are_opened_and_their_newest_file_is_first() {
        let mut older = known("a/1.txt");
        older.rows_mut()[0].entry.meta_mut().number = Some(628);
        let written = [older, archive("a/2.zip"), known("b/3.txt")];
        let catalogue = opened(&encode(written.iter())).unwrap();
        let blocks = catalogue.blocks(|folder| (folder == b"a/").then(|| folder.to_vec()));
        let files = blocks.iter().flat_map(FolderBlock::files);
        let paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
        assert_eq!(paths, ["a/2.zip", "a/1.txt"].map(PathBuf::from));
    }

    proptest::proptest! {
        #[test]
        fn damage_is_noticed_and_costs_no_more_than_its_block(at: usize, to: u8) {
            let (one, other) = (known("a/1.txt"), archive("b/2.zip"));
            let whole = encode([&one, &other].into_iter());
            let at = at % whole.len();
            proptest::prop_assume!(whole[at] != to);
            let mut bytes = whole;
            bytes[at] = to;
            let left = opened(&bytes).map(|catalogue| catalogue.all()).unwrap_or_default();
            proptest::prop_assert!(left.len() < 2);
            for known in left.values() {
                proptest::prop_assert!(*known == one || *known == other);
            }
        }
    }
}
