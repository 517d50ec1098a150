//! Cuts a record into its articles without decoding them: all that a search needs.

use super::super::varint::ByteReader;
use super::encode;
use jiff::civil::Date;
use std::ops::Range;

/// The articles of a record, and its lead in the shape of one: numbered 0, with title and date of the issue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slices<'a> {
    /// The lead; `None` where the issue has none.
    pub lead: Option<Slice<'a>>,
    /// The articles, in reading order.
    pub articles: Vec<Slice<'a>>,
}

/// An article inside a record, as far as a search needs it. Its text is compact, its link UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<'a> {
    /// Item number.
    pub number: u32,
    /// Date.
    pub date: Option<Date>,
    /// Link.
    pub link: Option<&'a [u8]>,
    /// Set when it has a source.
    pub has_source: bool,
    /// Title, source, original title if there is another, and paragraphs, a line each.
    pub whole: &'a [u8],
    /// The end of the title in `whole`.
    pub title_end_byte: usize,
    /// The end of the source in `whole`.
    pub source_end_byte: usize,
    /// The start of the paragraphs in `whole`.
    pub body_byte: usize,
}

impl<'a> Slice<'a> {
    /// Returns the title.
    pub fn title(&self) -> &'a [u8] {
        self.whole.get(..self.title_end_byte).unwrap_or_default()
    }

    /// Returns the bytes of the source in `whole`.
    pub fn source_bytes(&self) -> Range<usize> {
        self.title_end_byte + 1..self.source_end_byte
    }

    /// Returns the bytes of the original title in `whole`; empty where there is none or it is the title.
    pub fn original_bytes(&self) -> Range<usize> {
        let start = self.source_end_byte + 1;
        start..self.body_byte.saturating_sub(1).max(start)
    }

    /// Returns the source.
    pub fn source(&self) -> Option<&'a [u8]> {
        self.whole
            .get(self.source_bytes())
            .filter(|_| self.has_source)
    }
}

/// Cuts a record, given by three of its parts, into its lead and its articles; `None` where it is damaged.
pub(super) fn cut<'a>(meta: &'a [u8], rest: &'a [u8], searched: &'a [u8]) -> Option<Slices<'a>> {
    let mut cutter = SliceCutter {
        numbers: ByteReader(meta),
        rest: ByteReader(rest),
        searched: ByteReader(searched),
    };
    let lead = match cutter.numbers.num()? {
        0 => None,
        _ => Some(cutter.slice()?),
    };
    let count = cutter.numbers.count()?;
    let mut articles = Vec::with_capacity(count);
    for _ in 0..count {
        articles.push(cutter.slice()?);
    }
    Some(Slices { lead, articles })
}

/// Cuts a record into its articles, without decoding them.
struct SliceCutter<'a> {
    /// Their numbers: dates, lengths, the kinds of blocks.
    numbers: ByteReader<'a>,
    /// The bytes that no search looks at, such as the links.
    rest: ByteReader<'a>,
    /// The text in which a search looks.
    searched: ByteReader<'a>,
}

impl<'a> SliceCutter<'a> {
    /// Returns the next article; `None` where the record is damaged.
    fn slice(&mut self) -> Option<Slice<'a>> {
        let number = self.numbers.small()?;
        let date = self.numbers.date()?;
        let title_end_byte = self.numbers.len()?;
        let source_len = self.numbers.opt()?;
        let link = match self.numbers.opt()? {
            Some(n) => Some(self.rest.take(usize::try_from(n).ok()?)?),
            None => None,
        };
        let original_len = encode::original_len(self.numbers.opt()?);
        let mut len = 0_usize;
        for _ in 0..self.numbers.count()? {
            let packed = self.numbers.num()?;
            len = len
                .checked_add(usize::try_from(packed >> 4).ok()?)?
                .checked_add(1)?;
            // Bit 3 is set where the block has links.
            if packed & 8 != 0 {
                self.skip_links()?;
            }
        }
        let source_bytes = usize::try_from(source_len.unwrap_or(0)).ok()?;
        let source_end_byte = title_end_byte.checked_add(source_bytes)?.checked_add(1)?;
        let original_bytes = match original_len {
            Some(len) => usize::try_from(len).ok()?.checked_add(1)?,
            None => 0,
        };
        let body_byte = source_end_byte
            .checked_add(original_bytes)?
            .checked_add(1)?;
        Some(Slice {
            number,
            date,
            link,
            has_source: source_len.is_some(),
            whole: self.searched.take(body_byte.checked_add(len)?)?,
            title_end_byte,
            source_end_byte,
            body_byte,
        })
    }

    /// Passes over the links of a block, which a search does not look at.
    fn skip_links(&mut self) -> Option<()> {
        for _ in 0..self.numbers.count()? {
            self.numbers.num()?;
            self.numbers.num()?;
            self.rest.take(self.numbers.len()?)?;
        }
        Some(())
    }
}
