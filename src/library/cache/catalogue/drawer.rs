//! A drawer's bytes to its cards, and a card's to what is known of a file.

use super::super::bytes::Reader;
use super::super::segment::Span;
use super::{Holds, Known, Row, Stored};
use crate::library::index::{Kept, Shelved, Who};
use crate::library::{Entry, Imprint, Place, Status};
use crate::model::Period;
use crate::model::identity::ArticleKey;
use crate::model::path_bytes::from_bytes;
use std::ops::Range;
use std::path::PathBuf;
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
    pub(super) fn of(folder: Vec<u8>, bytes: Vec<u8>, checksum: u64) -> Option<Self> {
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
            folder,
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
        Some(Card {
            drawer: self,
            at,
            end: self.bytes.len() - after.0.len(),
            name: rest.bytes()?,
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
    rest: Reader<'a>,
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its length.
    pub size_bytes: u64,
    /// When it had last been written, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// The hash of its contents.
    pub content: u128,
}

impl<'a> Card<'a> {
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

    /// Whether `path` is its file's, byte for byte.
    pub fn is_file(&self, path: &[u8]) -> bool {
        path.strip_prefix(self.drawer.folder.as_slice()) == Some(self.name)
    }

    /// Where its file is.
    pub fn path(&self) -> PathBuf {
        let mut path = Vec::with_capacity(self.drawer.folder.len() + self.name.len());
        self.path_into(&mut path);
        from_bytes(path)
    }

    /// The state of the file.
    pub fn stamp(&self) -> Option<Stamp> {
        let mut rest = self.rest;
        stamp(&mut rest)
    }

    /// Its lines: one of a report, any number of an archive.
    pub fn lines(self) -> impl Iterator<Item = Line<'a>> {
        let mut rest = self.rest;
        let members = stamp(&mut rest).and_then(|_| rest.opt());
        let count = members.map_or(0, |members| members.unwrap_or(1));
        let is_member = members.flatten().is_some();
        (0..count).map_while(move |_| {
            let line = if is_member {
                Reader(rest.bytes()?)
            } else {
                rest
            };
            Some(Line {
                card: self,
                is_member,
                rest: line,
            })
        })
    }

    /// All that is known of it.
    pub fn known(&self) -> Option<Known> {
        let mut rest = self.rest;
        let Stamp {
            size_bytes,
            modified_ns,
            content,
        } = stamp(&mut rest)?;
        let is_archive = rest.opt()?.is_some();
        let mut rows = self.lines().map(Line::row);
        let holds = if is_archive {
            Holds::Archive(self.path(), rows.collect::<Option<_>>()?)
        } else {
            Holds::Report(rows.next()??)
        };
        Some(Known {
            size_bytes,
            modified_ns,
            content,
            holds,
        })
    }
}

fn stamp(rest: &mut Reader<'_>) -> Option<Stamp> {
    Some(Stamp {
        size_bytes: rest.num()?,
        modified_ns: rest.num()?.cast_signed(),
        content: u128::from_le_bytes(fixed(rest)?),
    })
}

/// What is known of one report, not read yet.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    card: Card<'a>,
    is_member: bool,
    rest: Reader<'a>,
}

impl Line<'_> {
    /// Where its record lies; the inner `None` where it could not be understood.
    #[expect(
        clippy::option_option,
        reason = "a record may be absent, and so may be the bytes that say so"
    )]
    pub fn record(&self) -> Option<Option<Stored>> {
        self.ink().record()
    }

    /// The report as a search has it, with its record where that is `kept`.
    pub fn shelved(self, kept: Kept) -> Option<Shelved> {
        let mut ink = self.ink();
        ink.record()?;
        let (place, _) = self.places(&mut ink)?;
        Some(Shelved::of(ink.who(place)?, kept))
    }

    /// All of it.
    pub fn row(self) -> Option<Row> {
        let mut ink = self.ink();
        let record = ink.record()?;
        let (place, also) = self.places(&mut ink)?;
        let entry = Entry {
            also,
            ..ink.entry(place)?
        };
        Some(Row { entry, record })
    }

    /// Where the report is, and where it is in other formats, as far as that is known of a member.
    fn places(&self, ink: &mut Ink<'_>) -> Option<(Place, Vec<Place>)> {
        let path = self.card.path();
        if !self.is_member {
            return Some((Place::File(path), Vec::new()));
        }
        let others = ink.rest.count()?;
        let mut member = || {
            let len = ink.rest.len()?;
            Some(Place::Member(path.clone(), ink.rest.text(len)?))
        };
        let place = member()?;
        let also = (0..others).map(|_| member()).collect::<Option<_>>()?;
        Some((place, also))
    }

    fn ink(&self) -> Ink<'_> {
        Ink {
            drawer: self.card.drawer,
            rest: self.rest,
        }
    }
}

/// What is written on a line, read from its beginning.
struct Ink<'a> {
    drawer: &'a Drawer,
    rest: Reader<'a>,
}

impl Ink<'_> {
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
