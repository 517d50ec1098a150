//! The bytes of a catalogue to what is known.

use super::super::bytes::Reader;
use super::super::segment::Span;
use super::{Catalogue, Known, MAGIC, Stored, reading_version};
use crate::library::{Entry, Imprint, Place, Status};
use crate::model::Period;
use crate::model::identity::ArticleKey;
use crate::model::path_bytes::from_bytes;
use std::hash::BuildHasherDefault;
use xxhash_rust::xxh3::xxh3_64;

/// What [`super::encode`] wrote; `None` where it is damaged or was written by another reading.
pub fn decode(bytes: &[u8]) -> Option<Catalogue> {
    let (body, checksum) = bytes.split_last_chunk::<8>()?;
    if xxh3_64(body) != u64::from_le_bytes(*checksum) {
        return None;
    }
    let mut reader = Reader(body);
    if reader.take(MAGIC.len())? != MAGIC || reader.bytes()? != reading_version().as_bytes() {
        return None;
    }
    let count = reader.count()?;
    let folders = table(&mut reader, |bytes| Some(bytes.to_vec()))?;
    let titles = table(&mut reader, |bytes| {
        Some(std::str::from_utf8(bytes).ok()?.to_owned())
    })?;
    let mut decoder = Decoder {
        rows: reader,
        folders,
        titles,
    };
    let mut catalogue = Catalogue::with_capacity_and_hasher(count, BuildHasherDefault::default());
    for _ in 0..count {
        let known = decoder.known()?;
        catalogue.insert(known.entry.place.id(), known);
    }
    Some(catalogue)
}

fn table<T>(reader: &mut Reader<'_>, of: impl Fn(&[u8]) -> Option<T>) -> Option<Vec<T>> {
    let count = reader.count()?;
    (0..count).map(|_| of(reader.bytes()?)).collect()
}

struct Decoder<'a> {
    rows: Reader<'a>,
    /// Each with the separator behind it.
    folders: Vec<Vec<u8>>,
    titles: Vec<String>,
}

impl Decoder<'_> {
    fn known(&mut self) -> Option<Known> {
        let place = self.place()?;
        let size_bytes = self.rows.num()?;
        let modified_ns = self.rows.num()?.cast_signed();
        let content = u128::from_le_bytes(self.rows.take(16)?.try_into().ok()?);
        let record = if self.rows.num()? == 1 {
            let segment = u64::from_le_bytes(self.rows.take(8)?.try_into().ok()?);
            let (start_byte, len) = (self.rows.num()?, self.rows.small()?);
            Some(Stored {
                segment,
                span: Span { start_byte, len },
            })
        } else {
            None
        };
        Some(Known {
            size_bytes,
            modified_ns,
            content,
            entry: self.entry(place)?,
            record,
        })
    }

    fn place(&mut self) -> Option<Place> {
        let folder = self.folders.get(self.rows.len()?)?;
        let name = self.rows.bytes()?;
        let mut bytes = Vec::with_capacity(folder.len() + name.len());
        bytes.extend_from_slice(folder);
        bytes.extend_from_slice(name);
        let path = from_bytes(bytes);
        Some(match self.rows.opt()? {
            Some(len) => Place::Member(path, self.rows.text(usize::try_from(len).ok()?)?),
            None => Place::File(path),
        })
    }

    fn entry(&mut self, place: Place) -> Option<Entry> {
        let title = self.title()?;
        let number = self.rows.opt_small()?;
        let published = self.rows.date()?;
        let article_count = self.rows.small()?;
        let keys = self.keys()?;
        let why_len = self.rows.len()?;
        let why = self.rows.text(why_len)?;
        let status = if why.is_empty() {
            Status::Read
        } else {
            Status::NotUnderstood(serde_json::from_str(&why).ok()?)
        };
        Some(Entry {
            place,
            title,
            number,
            published,
            article_count,
            keys,
            status,
            also: Vec::new(),
            imprint: self.imprint()?,
        })
    }

    fn keys(&mut self) -> Option<Box<[ArticleKey]>> {
        let count = self.rows.count()?;
        let (keys, _) = self.rows.take(count.checked_mul(8)?)?.as_chunks::<8>();
        let key = |bytes: &[u8; 8]| ArticleKey(u64::from_le_bytes(*bytes));
        Some(keys.iter().map(key).collect())
    }

    fn imprint(&mut self) -> Option<Imprint> {
        let publisher = self.title()?;
        let published = self.rows.date()?;
        let (start, end) = (self.rows.date()?, self.rows.date()?);
        Some(Imprint {
            publisher,
            published,
            period: start.zip(end).map(|(start, end)| Period { start, end }),
            declared_count: self.rows.opt_small()?,
            warning_count: self.rows.small()?,
        })
    }

    #[expect(
        clippy::option_option,
        reason = "a title may be absent, and so may be the bytes that say so"
    )]
    fn title(&mut self) -> Option<Option<String>> {
        match self.rows.opt()? {
            Some(n) => Some(Some(self.titles.get(usize::try_from(n).ok()?)?.clone())),
            None => Some(None),
        }
    }
}
