//! A drawer's bytes to its cards, and a card's to what is known of a file.

use super::super::bytes::Reader;
use super::super::segment::Span;
use super::{Known, Stored};
use crate::library::index::{Kept, Shelved, Who};
use crate::library::{Entry, Imprint, Place, Status};
use crate::model::Period;
use crate::model::identity::ArticleKey;
use crate::model::path_bytes::from_bytes;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// The cards of the files in one folder, the newest first.
#[derive(Debug)]
pub struct Drawer {
    /// With the separator behind it.
    folder: Vec<u8>,
    bytes: Vec<u8>,
    /// Where in the bytes the titles stand that cards name by their numbers.
    titles: Vec<Range<usize>>,
    segments: Vec<u64>,
    /// Where the first card begins.
    start: usize,
    count: usize,
}

impl Drawer {
    /// The drawer of `folder`; `None` where its bytes are not those that were written.
    pub(super) fn of(folder: &[u8], bytes: Vec<u8>, checksum: u64) -> Option<Self> {
        if xxh3_64(&bytes) != checksum {
            return None;
        }
        let mut reader = Reader(&bytes);
        let titles = (0..reader.count()?).map(|_| {
            let title = reader.bytes()?;
            let end = bytes.len() - reader.0.len();
            Some(end - title.len()..end)
        });
        let titles = titles.collect::<Option<_>>()?;
        let segments = (0..reader.count()?).map(|_| fixed(&mut reader).map(u64::from_le_bytes));
        let segments = segments.collect::<Option<_>>()?;
        let count = reader.count()?;
        Some(Self {
            folder: folder.to_owned(),
            start: bytes.len() - reader.0.len(),
            bytes,
            titles,
            segments,
            count,
        })
    }

    /// Its folder, with the separator behind it.
    pub fn folder(&self) -> &[u8] {
        &self.folder
    }

    /// How many cards there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The segments that the records of its files lie in.
    pub fn segments(&self) -> &[u64] {
        &self.segments
    }

    /// Its cards.
    pub fn cards(&self) -> impl Iterator<Item = Card<'_>> {
        let mut at = self.start;
        (0..self.count).map_while(move |_| {
            let card = self.card(at)?;
            at = card.end;
            Some(card)
        })
    }

    /// The card at a byte of the drawer, which [`Card::at`] told.
    pub fn card(&self, at: usize) -> Option<Card<'_>> {
        let mut after = Reader(self.bytes.get(at..)?);
        let mut rest = Reader(after.bytes()?);
        let name = rest.bytes()?;
        let member = match rest.opt()? {
            Some(len) => Some(std::str::from_utf8(rest.take(usize::try_from(len).ok()?)?).ok()?),
            None => None,
        };
        Some(Card {
            drawer: self,
            at,
            end: self.bytes.len() - after.0.len(),
            name,
            member,
            rest,
        })
    }
}

/// What is known of one file, not read yet but for its name.
#[derive(Debug, Clone, Copy)]
pub struct Card<'a> {
    drawer: &'a Drawer,
    at: usize,
    end: usize,
    name: &'a [u8],
    member: Option<&'a str>,
    rest: Reader<'a>,
}

/// What tells one state of a file from another, and where the record of this one lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its length.
    pub size_bytes: u64,
    /// When it had last been written, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// The hash of its contents.
    pub content: u128,
    /// Its record; `None` where it could not be understood.
    pub record: Option<Stored>,
}

impl Card<'_> {
    /// Where in its drawer it is.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Writes the bytes of its file's path into `path`, whose former contents go.
    pub fn path_into(&self, path: &mut Vec<u8>) {
        path.clear();
        path.extend_from_slice(&self.drawer.folder);
        path.extend_from_slice(self.name);
    }

    /// [`Place::id`] of its place, whose file's path is `path`.
    pub fn id(&self, path: &[u8]) -> u64 {
        match self.member {
            Some(member) => Place::member_id(path, member),
            None => xxh3_64(path),
        }
    }

    /// Whether `path` is its file's, byte for byte, and the report is no member of it.
    pub fn is_file(&self, path: &[u8]) -> bool {
        let name = path.strip_prefix(self.drawer.folder.as_slice());
        self.member.is_none() && name == Some(self.name)
    }

    /// Where the report is.
    pub fn place(&self) -> Place {
        let mut path = Vec::with_capacity(self.drawer.folder.len() + self.name.len());
        self.path_into(&mut path);
        let path = from_bytes(path);
        match self.member {
            Some(member) => Place::Member(path, member.to_owned()),
            None => Place::File(path),
        }
    }

    /// The state of the file.
    pub fn stamp(&self) -> Option<Stamp> {
        self.ink().stamp()
    }

    /// The report as a search has it, with its record where that is `kept`.
    pub fn shelved(&self, kept: Kept) -> Option<Shelved> {
        let mut ink = self.ink();
        ink.stamp()?;
        Some(Shelved::of(ink.who(self.place())?, kept))
    }

    /// All that is known of it.
    pub fn known(&self) -> Option<Known> {
        let mut ink = self.ink();
        let Stamp {
            size_bytes,
            modified_ns,
            content,
            record,
        } = ink.stamp()?;
        Some(Known {
            size_bytes,
            modified_ns,
            content,
            entry: ink.entry(self.place())?,
            record,
        })
    }

    fn ink(&self) -> Ink<'_> {
        Ink {
            drawer: self.drawer,
            rest: self.rest,
        }
    }
}

/// What is written on a card below the name, read from its beginning.
struct Ink<'a> {
    drawer: &'a Drawer,
    rest: Reader<'a>,
}

impl Ink<'_> {
    fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp {
            size_bytes: self.rest.num()?,
            modified_ns: self.rest.num()?.cast_signed(),
            content: u128::from_le_bytes(fixed(&mut self.rest)?),
            record: self.record()?,
        })
    }

    #[expect(
        clippy::option_option,
        reason = "a record may be absent, and so may be the bytes that say so"
    )]
    fn record(&mut self) -> Option<Option<Stored>> {
        let Some(number) = self.rest.opt()? else {
            return Some(None);
        };
        let segment = *self.drawer.segments.get(usize::try_from(number).ok()?)?;
        let (start_byte, len) = (self.rest.num()?, self.rest.small()?);
        let span = Span { start_byte, len };
        Some(Some(Stored { segment, span }))
    }

    fn who(&mut self, place: Place) -> Option<Who> {
        Some(Who {
            place,
            number: self.rest.opt_small()?,
            published: self.rest.date()?,
            keys: self.keys()?,
        })
    }

    fn keys(&mut self) -> Option<Box<[ArticleKey]>> {
        let count = self.rest.count()?;
        let (keys, _) = self.rest.take(count.checked_mul(8)?)?.as_chunks::<8>();
        let key = |bytes: &[u8; 8]| ArticleKey(u64::from_le_bytes(*bytes));
        Some(keys.iter().map(key).collect())
    }

    fn entry(&mut self, place: Place) -> Option<Entry> {
        let Who {
            place,
            number,
            published,
            keys,
        } = self.who(place)?;
        Some(Entry {
            place,
            number,
            published,
            keys,
            status: self.status()?,
            title: self.title()?,
            article_count: self.rest.small()?,
            also: Vec::new(),
            imprint: self.imprint()?,
        })
    }

    fn status(&mut self) -> Option<Status> {
        let why = self.rest.bytes()?;
        if why.is_empty() {
            return Some(Status::Read);
        }
        Some(Status::NotUnderstood(serde_json::from_slice(why).ok()?))
    }

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

    #[expect(
        clippy::option_option,
        reason = "a title may be absent, and so may be the bytes that say so"
    )]
    fn title(&mut self) -> Option<Option<String>> {
        let Some(number) = self.rest.opt()? else {
            return Some(None);
        };
        let title = self.drawer.titles.get(usize::try_from(number).ok()?)?;
        let title = std::str::from_utf8(self.drawer.bytes.get(title.clone())?).ok()?;
        Some(Some(title.to_owned()))
    }
}

fn fixed<const N: usize>(reader: &mut Reader<'_>) -> Option<[u8; N]> {
    reader.take(N)?.try_into().ok()
}
