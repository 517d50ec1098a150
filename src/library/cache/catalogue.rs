//! What the cache knows: for each file its size, its time, its contents' hash, its row, and where its record lies.
//!
//! One file, read whole at the start and replaced whole by a rename, so that it is either the old one or the new one.

use super::bytes::Writer;
use super::segment::Span;
use crate::library::{Entry, Imprint, Place, Status};
use crate::model::path_bytes::to_bytes;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

pub use decode::decode;

mod decode;

const MAGIC: &[u8; 8] = b"nrcatal3";

/// One file that was read once.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its length when it was read.
    pub size_bytes: u64,
    /// When it had last been written, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// The hash of its contents.
    pub content: u128,
    /// Its row.
    pub entry: Entry,
    /// Its record; `None` where it could not be understood.
    pub record: Option<Stored>,
}

/// Where a record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Which segment.
    pub segment: u64,
    /// Where in it.
    pub span: Span,
}

/// All that is known, by [`Place::id`].
pub type Catalogue = HashMap<u64, Known, BuildHasherDefault<Given>>;

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
}

/// The bytes of `catalogue`, as this program's readers of files made it.
pub fn encode<'a>(known: impl Iterator<Item = &'a Known>) -> Vec<u8> {
    let mut pen = Pen::default();
    let mut count = 0;
    for one in known {
        pen.known(one);
        count += 1;
    }
    let mut out = Writer(MAGIC.to_vec());
    out.bytes(reading_version().as_bytes());
    out.len(count);
    out.len(pen.folders.order.len());
    for folder in &pen.folders.order {
        out.bytes(folder);
    }
    out.len(pen.titles.order.len());
    for title in &pen.titles.order {
        out.bytes(title);
    }
    out.0.extend(pen.rows.0);
    let checksum = xxh3_64(&out.0);
    out.0.extend(checksum.to_le_bytes());
    out.0
}

/// What stands for the code that reads files: another reading, another cache.
fn reading_version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " ", env!("NEWSREADER_READING"))
}

#[derive(Default)]
struct Pen {
    folders: Table,
    titles: Table,
    rows: Writer,
}

/// Byte strings that occur again and again, each kept once.
#[derive(Default)]
struct Table {
    numbers: HashMap<Vec<u8>, usize>,
    order: Vec<Vec<u8>>,
}

impl Table {
    fn number(&mut self, bytes: &[u8]) -> usize {
        if let Some(&number) = self.numbers.get(bytes) {
            return number;
        }
        let number = self.order.len();
        self.numbers.insert(bytes.to_vec(), number);
        self.order.push(bytes.to_vec());
        number
    }
}

impl Pen {
    fn known(&mut self, known: &Known) {
        self.place(&known.entry.place);
        self.rows.num(known.size_bytes);
        self.rows.num(known.modified_ns.cast_unsigned());
        self.rows.0.extend(known.content.to_le_bytes());
        match known.record {
            Some(stored) => {
                self.rows.num(1);
                self.rows.0.extend(stored.segment.to_le_bytes());
                self.rows.num(stored.span.start_byte);
                self.rows.num(stored.span.len.into());
            }
            None => self.rows.num(0),
        }
        self.entry(&known.entry);
    }

    fn place(&mut self, place: &Place) {
        let (path, member) = match place {
            Place::File(path) => (path.as_path(), None),
            Place::Member(path, member) => (path.as_path(), Some(member)),
            Place::Sample(_) => (Path::new(""), None),
        };
        // Byte for byte as it was found, doubled separators and all: it is found again by its bytes.
        let whole = to_bytes(path);
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let folder = whole.strip_suffix(name).unwrap_or_default();
        let number = self.folders.number(folder);
        self.rows.len(number);
        self.rows
            .bytes(whole.get(folder.len()..).unwrap_or_default());
        self.rows.opt(member.map(|m| m.len() as u64));
        self.rows
            .0
            .extend(member.map(String::as_bytes).unwrap_or_default());
    }

    fn entry(&mut self, entry: &Entry) {
        let title = entry
            .title
            .as_ref()
            .map(|t| self.titles.number(t.as_bytes()) as u64);
        self.rows.opt(title);
        self.rows.opt(entry.number.map(u64::from));
        self.rows.date(entry.published);
        self.rows.num(entry.article_count.into());
        self.rows.len(entry.keys.len());
        for key in &entry.keys {
            self.rows.0.extend(key.0.to_le_bytes());
        }
        match &entry.status {
            Status::NotUnderstood(why) => {
                // The catalogue has bytes alone; an error that cannot be written is found anew.
                self.rows
                    .bytes(&serde_json::to_vec(why).unwrap_or_default());
            }
            Status::Read | Status::TooLarge(_) => self.rows.bytes(b""),
        }
        self.imprint(&entry.imprint);
    }

    fn imprint(&mut self, imprint: &Imprint) {
        let publisher = imprint
            .publisher
            .as_ref()
            .map(|p| self.titles.number(p.as_bytes()) as u64);
        self.rows.opt(publisher);
        self.rows.date(imprint.published);
        self.rows.date(imprint.period.map(|p| p.start));
        self.rows.date(imprint.period.map(|p| p.end));
        self.rows.opt(imprint.declared_count.map(u64::from));
        self.rows.num(imprint.warning_count.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Period;
    use crate::model::identity::ArticleKey;
    use jiff::civil::date;

    use std::path::PathBuf;

    fn known(name: &str) -> Known {
        let entry = Entry {
            title: Some("云州卫生信息周报".to_owned()),
            number: Some(629),
            keys: Box::new([ArticleKey(1), ArticleKey(u64::MAX)]),
            article_count: 2,
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
            ..Entry::unread(Place::File(PathBuf::from("a/b").join(name)), Status::Read)
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
            entry,
            record: Some(stored),
        }
    }

    #[test]
    fn what_is_known_is_known_again() {
        let mut failed = known("2.pdf");
        failed.record = None;
        failed.entry.status = Status::NotUnderstood(crate::source::Error::NoText(3));
        let member = Place::Member("a/reports.zip".into(), "629.txt".to_owned());
        let all = [
            known("1.txt"),
            failed,
            Known {
                entry: Entry {
                    place: member,
                    ..known("").entry
                },
                ..known("")
            },
            known("../b//3.txt"),
        ];
        let catalogue = decode(&encode(all.iter())).unwrap();
        assert_eq!(catalogue.len(), 4);
        for one in &all {
            assert_eq!(catalogue.get(&one.entry.place.id()), Some(one));
        }
    }

    proptest::proptest! {
        #[test]
        fn damage_is_noticed(at: usize, to: u8) {
            let mut bytes = encode([known("1.txt")].iter());
            let at = at % bytes.len();
            proptest::prop_assume!(bytes[at] != to);
            bytes[at] = to;
            proptest::prop_assert!(decode(&bytes).is_none());
        }
    }
}
