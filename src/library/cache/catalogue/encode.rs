//! What is known, written down as the bytes of a catalogue.

use super::super::bytes::Writer;
use super::{Known, MAGIC, reading_version};
use crate::library::{Entry, Imprint, Place, Status};
use crate::model::path_bytes::to_bytes;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// The bytes of a catalogue of all that is `known`, as this program's readers of files made it.
pub fn encode<'a>(known: impl Iterator<Item = &'a Known>) -> Vec<u8> {
    let mut folders: BTreeMap<&[u8], Vec<&Known>> = BTreeMap::new();
    for one in known {
        let (folder, _) = split(path(&one.entry.place));
        folders.entry(folder).or_default().push(one);
    }
    let (mut front, mut drawers) = (Writer::default(), Vec::new());
    front.bytes(reading_version().as_bytes());
    front.len(folders.len());
    for (folder, mut files) in folders {
        // As a search wants them, which then need not sort them.
        files.sort_by_cached_key(|one| {
            let Entry {
                published, number, ..
            } = one.entry;
            (
                Reverse((published, number)),
                to_bytes(path(&one.entry.place)),
            )
        });
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

fn path(place: &Place) -> &Path {
    match place {
        Place::File(path) | Place::Member(path, _) => path,
        Place::Sample(_) => Path::new(""),
    }
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
        let place = &known.entry.place;
        card.bytes(split(path(place)).1);
        let member = match place {
            Place::Member(_, member) => Some(member),
            Place::File(_) | Place::Sample(_) => None,
        };
        card.opt(member.map(|m| m.len() as u64));
        card.0
            .extend(member.map(String::as_bytes).unwrap_or_default());
        card.num(known.size_bytes);
        card.num(known.modified_ns.cast_unsigned());
        card.0.extend(known.content.to_le_bytes());
        card.opt(known.record.map(|r| self.segments.number(&r.segment)));
        if let Some(stored) = known.record {
            card.num(stored.span.start_byte);
            card.num(stored.span.len.into());
        }
        self.entry(&mut card, &known.entry);
        card.0
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
