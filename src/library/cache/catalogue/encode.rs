//! What is known, written down as the bytes of a catalogue.

use super::super::bytes::Writer;
use super::{Holds, Known, MAGIC, Row, reading_version};
use crate::library::{Entry, Imprint, Place, Status};
use crate::model::path_bytes::to_bytes;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::iter;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// The bytes of a catalogue of all that is `known`, as this program's readers of files made it.
pub fn encode<'a>(known: impl Iterator<Item = &'a Known>) -> Vec<u8> {
    let mut folders: BTreeMap<&[u8], Vec<&Known>> = BTreeMap::new();
    for one in known {
        let (folder, _) = split(one.path());
        folders.entry(folder).or_default().push(one);
    }
    let (mut front, mut drawers) = (Writer::default(), Vec::new());
    front.bytes(reading_version().as_bytes());
    front.len(folders.len());
    for (folder, mut files) in folders {
        // As a search wants them, which then need not sort them.
        files.sort_by_cached_key(|one| (Reverse(age(one)), to_bytes(one.path())));
        let drawer = drawer(&files);
        front.bytes(folder);
        front.len(drawer.len());
        front.0.extend(xxh3_64(&drawer).to_le_bytes());
        drawers.push(drawer);
    }
    let mut out = MAGIC.to_vec();
    let front_len = front.0.len() + size_of::<u64>();
    out.extend(u32::try_from(front_len).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(front.0);
    out.extend(xxh3_64(&out).to_le_bytes());
    out.extend(drawers.concat());
    out
}

/// Date and number of its newest report.
fn age(known: &Known) -> Option<(Option<Date>, Option<u32>)> {
    let rows = known.rows().iter();
    rows.map(|row| (row.entry.published, row.entry.number))
        .max()
}

/// The folder with its separator, and the name. Byte for byte as the path was found, doubled separators and all: it is
/// found again by its bytes.
fn split(path: &Path) -> (&[u8], &[u8]) {
    let whole = to_bytes(path);
    let name = to_bytes(Path::new(path.file_name().unwrap_or_default()));
    let folder = whole.strip_suffix(name).unwrap_or_default();
    whole.split_at(folder.len())
}

fn drawer(files: &[&Known]) -> Vec<u8> {
    let mut pen = Pen::default();
    for known in files {
        let card = pen.card(known);
        pen.cards.bytes(&card);
    }
    let mut out = Writer::default();
    out.len(pen.titles.order.len());
    for title in &pen.titles.order {
        out.bytes(title.as_bytes());
    }
    out.len(pen.segments.order.len());
    for segment in &pen.segments.order {
        out.0.extend(segment.to_le_bytes());
    }
    out.len(files.len());
    out.0.extend(pen.cards.0);
    out.0
}

#[derive(Default)]
struct Pen {
    titles: Table<String>,
    segments: Table<u64>,
    cards: Writer,
}

/// What occurs again and again, each kept once.
#[derive(Default)]
struct Table<T> {
    numbers: HashMap<T, u64>,
    order: Vec<T>,
}

impl<T: Clone + Eq + Hash> Table<T> {
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

impl Pen {
    fn card(&mut self, known: &Known) -> Vec<u8> {
        let mut card = Writer::default();
        card.bytes(split(known.path()).1);
        card.num(known.size_bytes);
        card.num(known.modified_ns.cast_unsigned());
        card.0.extend(known.content.to_le_bytes());
        match &known.holds {
            Holds::Report(row) => {
                card.opt(None);
                self.record(&mut card, row);
                self.entry(&mut card, &row.entry);
            }
            Holds::Archive(_, rows) => {
                card.opt(Some(rows.len() as u64));
                for row in rows {
                    card.bytes(&self.member(row));
                }
            }
        }
        card.0
    }

    /// A line that is passed over as a whole by whoever asks for another.
    fn member(&mut self, row: &Row) -> Vec<u8> {
        let mut line = Writer::default();
        self.record(&mut line, row);
        line.len(row.entry.also.len());
        for place in iter::once(&row.entry.place).chain(&row.entry.also) {
            line.bytes(match place {
                Place::Member(_, name) => name.as_bytes(),
                Place::File(_) | Place::Sample(_) => b"",
            });
        }
        self.entry(&mut line, &row.entry);
        line.0
    }

    fn record(&mut self, line: &mut Writer, row: &Row) {
        line.opt(row.record.map(|r| self.segments.number(&r.segment)));
        if let Some(stored) = row.record {
            line.num(stored.span.start_byte);
            line.num(stored.span.len.into());
        }
    }

    fn entry(&mut self, card: &mut Writer, entry: &Entry) {
        card.opt(entry.number.map(u64::from));
        card.date(entry.published);
        card.len(entry.keys.len());
        for key in &entry.keys {
            card.0.extend(key.0.to_le_bytes());
        }
        match &entry.status {
            // A catalogue has bytes alone; an error that cannot be written is found anew.
            Status::NotUnderstood(why) => card.bytes(&serde_json::to_vec(why).unwrap_or_default()),
            Status::Read | Status::TooLarge(_) => card.bytes(b""),
        }
        card.opt(entry.title.as_ref().map(|t| self.titles.number(t)));
        card.num(entry.article_count.into());
        self.imprint(card, &entry.imprint);
    }

    fn imprint(&mut self, card: &mut Writer, imprint: &Imprint) {
        let publisher = imprint.publisher.as_ref();
        card.opt(publisher.map(|p| self.titles.number(p)));
        card.date(imprint.published);
        card.date(imprint.period.map(|p| p.start));
        card.date(imprint.period.map(|p| p.end));
        card.opt(imprint.declared_count.map(u64::from));
        card.num(imprint.warning_count.into());
    }
}
