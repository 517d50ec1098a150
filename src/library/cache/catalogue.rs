//! What the cache knows: for each file its size, its time, its contents' hash, its row, and where its record lies.
//!
//! One file, replaced whole by a rename, so that it is either the old one or the new one. It has a drawer for each folder and
//! in that a card for each file, with a line for each report in it: one, or any number in an archive. Whoever asks about some folders opens their drawers alone, and no card is made into a row
//! before it is needed: a library of ten reports does not wait for ten thousand others beside it.
//!
//! The file begins with a magic number, the length of its front, the front and a checksum of all these. The front names the
//! code that reads reports, and each folder with the length and the checksum of its drawer; the drawers follow in that order.

use super::bytes::Reader;
use crate::library::Place;
use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

pub use drawer::{Card, Drawer};
pub use encode::encode;
pub use known::{Holds, Known, Row, Stored};

mod drawer;
mod encode;
mod known;

const MAGIC: &[u8; 8] = b"nrcatal5";

/// All that is known, by the [`Place::file_id`] of each file.
pub type All = HashMap<u64, Known, BuildHasherDefault<Given>>;

/// A hasher of numbers that are hashes already.
#[derive(Debug, Default)]
pub struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn write_u128(&mut self, number: u128) {
        let low = number.to_le_bytes();
        self.0 = low.first_chunk().map_or(0, |low| u64::from_le_bytes(*low));
    }
}

/// What stands for the code that reads files: another reading, another cache.
fn reading_version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " ", env!("NEWSREADER_READING"))
}

/// A catalogue whose drawers can be opened. It stays as it was opened, whatever is put in its place meanwhile.
#[derive(Debug)]
pub struct Catalogue {
    file: File,
    labels: Vec<Label>,
}

/// What the front says of a drawer.
#[derive(Debug)]
struct Label {
    /// With the separator behind it.
    folder: Vec<u8>,
    start_byte: u64,
    len: usize,
    checksum: u64,
}

impl Catalogue {
    /// Opens the catalogue at `path`; `None` where there is none, it is damaged, or another reading wrote it.
    pub fn open(path: &Path) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let len = file.metadata().ok()?.len();
        let mut front = vec![0; MAGIC.len() + 4];
        file.read_exact(&mut front).ok()?;
        let front_len = u32::from_le_bytes(*front.last_chunk()?);
        // Damaged bytes cannot ask for all memory.
        if !front.starts_with(MAGIC) || u64::from(front_len) > len {
            return None;
        }
        let before = front.len();
        front.resize(before + front_len as usize, 0);
        file.read_exact(front.get_mut(before..)?).ok()?;
        let body = checked(&front)?;
        let labels = labels(Reader(body.get(before..)?), front.len() as u64)?;
        Some(Self { file, labels })
    }

    /// The drawers of the folders that `call` has a name for, and by that name. It is given the absolute path, and both have
    /// a separator at their ends. A drawer that is damaged is left out.
    pub fn drawers(&self, call: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Vec<Drawer> {
        let drawer = |label: &Label| {
            let called = call(&label.folder)?;
            Drawer::of(called, self.read(label).ok()?, label.checksum)
        };
        self.labels.iter().filter_map(drawer).collect()
    }

    /// All drawers, by the absolute paths of their folders.
    pub fn all_drawers(&self) -> Vec<Drawer> {
        self.drawers(|folder| Some(folder.to_vec()))
    }

    fn read(&self, label: &Label) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; label.len];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(label.start_byte))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Everything that is known.
    pub fn all(&self) -> All {
        let mut all = All::default();
        for drawer in self.all_drawers() {
            all.reserve(drawer.count());
            for known in drawer.cards().filter_map(|card| card.known()) {
                all.insert(Place::file_id(known.path()), known);
            }
        }
        all
    }
}

/// `bytes` without the checksum at their end, where that is right.
fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (body, checksum) = bytes.split_last_chunk::<8>()?;
    (xxh3_64(body) == u64::from_le_bytes(*checksum)).then_some(body)
}

fn labels(mut front: Reader<'_>, mut start_byte: u64) -> Option<Vec<Label>> {
    if front.bytes()? != reading_version().as_bytes() {
        return None;
    }
    let count = front.count()?;
    let mut label = || {
        let folder = front.bytes()?.to_vec();
        let len = front.len()?;
        let checksum = u64::from_le_bytes(front.take(8)?.try_into().ok()?);
        let label = Label {
            folder,
            start_byte,
            len,
            checksum,
        };
        start_byte = start_byte.checked_add(len as u64)?;
        Some(label)
    };
    (0..count).map(|_| label()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::segment::Span;
    use super::*;
    use crate::library::{Entry, Imprint, Status};
    use crate::model::Period;
    use crate::model::identity::ArticleKey;
    use crate::source;
    use jiff::civil::date;
    use std::fs;
    use std::path::PathBuf;

    fn known(path: &str) -> Known {
        let entry = Entry {
            title: Some("云州卫生信息周报".to_owned()),
            number: Some(629),
            keys: Box::new([ArticleKey(1), ArticleKey(u64::MAX)]),
            article_count: 2,
            published: Some(date(2025, 6, 20)),
            imprint: Imprint {
                publisher: Some("云州卫生中心".to_owned()),
                published: Some(date(2025, 6, 20)),
                period: Some(Period {
                    start: date(2025, 6, 14),
                    end: date(2025, 6, 20),
                }),
                declared_count: Some(3),
                warning_count: 1,
            },
            ..Entry::unread(Place::File(PathBuf::from(path)), Status::Read)
        };
        let stored = Stored {
            segment: 7,
            span: Span {
                start_byte: 1 << 40,
                len: 17_000,
            },
        };
        Known {
            size_bytes: 5,
            modified_ns: -1,
            content: u128::MAX,
            holds: Holds::Report(Row {
                entry,
                record: Some(stored),
            }),
        }
    }

    /// An archive of one report in two formats and one that could not be understood.
    fn archive(path: &str) -> Known {
        let place = |name: &str| Place::Member(path.into(), name.to_owned());
        let mut whole = known("").rows().to_owned().remove(0);
        whole.entry.place = place("周报/629.docx");
        whole.entry.also = vec![place("周报/629.txt")];
        let locked = Row::not_understood(place("周报/630.pdf"), &source::Error::Encrypted);
        Known {
            holds: Holds::Archive(path.into(), vec![locked, whole]),
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
        row.entry.status = Status::NotUnderstood(source::Error::NoText(3));
        let empty = Known {
            holds: Holds::Archive("a/empty.zip".into(), Vec::new()),
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
    fn only_the_drawers_that_are_asked_for_are_opened_and_their_newest_card_is_first() {
        let mut older = known("a/1.txt");
        older.rows_mut()[0].entry.number = Some(628);
        let written = [older, archive("a/2.zip"), known("b/3.txt")];
        let catalogue = opened(&encode(written.iter())).unwrap();
        let drawers = catalogue.drawers(|folder| (folder == b"a/").then(|| folder.to_vec()));
        let cards = drawers.iter().flat_map(Drawer::cards);
        let paths: Vec<PathBuf> = cards.map(|card| card.path()).collect();
        assert_eq!(paths, ["a/2.zip", "a/1.txt"].map(PathBuf::from));
    }

    proptest::proptest! {
        #[test]
        fn damage_is_noticed_and_costs_no_more_than_its_drawer(at: usize, to: u8) {
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
