//! The streams of a DOC file, their directory, and the characters ([MS-DOC] 2.4.1, 2.5).
//!
//! A DOC file is an OLE container. Its stream `WordDocument` begins with the FIB, a directory of positions and
//! lengths in a second stream, `0Table` or `1Table`. The text is a sequence of pieces (the CLX), because a quick save
//! appends what was typed and only changes the order of pieces: the characters of one paragraph may lie anywhere in
//! the stream. The text itself is the main text, then the footnotes, headers, comments, endnotes and text boxes, one
//! after another; the FIB has the length of each. Formatting is found by the place of a character in the stream, not
//! by its place in the text, so each character keeps both.

use super::bytes::{at32, pieces, plc, slice, u16_at, u32_at};
use super::properties::FormattingIndex;
use super::styles::StyleSheet;
use super::summary::Summary;
use super::{lists, older};
use crate::source::error::Error;
use crate::source::numbering::Numbering;
use encoding_rs::WINDOWS_1252;
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// The largest stream that is read, in bytes.
const LARGEST_STREAM: u64 = 64 << 20;
/// The most characters of one file.
const MOST_CHARACTERS: usize = 16 << 20;

/// A character of the file, with the place by which its formatting is found.
#[derive(Debug, Clone, Copy)]
pub(super) struct DocChar {
    /// UTF-16 code unit.
    pub unit: u16,
    /// Byte offset in the `WordDocument` stream.
    pub at: u32,
}

/// The parts of the text that lie one after another in a file, as ranges of characters.
#[derive(Debug, Default, Clone)]
pub(super) struct Stories {
    /// The text itself.
    pub main: (usize, usize),
    /// Footnotes and endnotes: where each is referred to in the main text, and where it stands. In the order of the
    /// references.
    pub notes: Vec<(usize, (usize, usize))>,
    /// Text boxes, in the order of their anchors; those whose anchor is not known at the end.
    pub boxes: Vec<(usize, (usize, usize))>,
}

/// A DOC file, taken apart.
pub(super) struct DocFile {
    /// All characters.
    pub chars: Vec<DocChar>,
    /// The ranges of the parts.
    pub stories: Stories,
    /// Formatting of paragraphs.
    pub paragraphs: FormattingIndex,
    /// Formatting of characters.
    pub runs: FormattingIndex,
    /// Styles.
    pub styles: StyleSheet,
    /// Lists.
    pub numbering: Numbering,
    /// The program that wrote it, and its pages.
    pub summary: Summary,
    /// Set when characters that the file announces are missing.
    pub is_cut: bool,
}

/// Indices of pairs of position and length in the FIB ([MS-DOC] 2.5.6).
mod pair {
    /// The style sheet (STSH).
    pub const STYLES: usize = 1;
    /// The places in the main text that refer to footnotes.
    pub const FOOTNOTE_REFERENCES: usize = 2;
    /// The ranges of the footnotes.
    pub const FOOTNOTE_TEXTS: usize = 3;
    /// The pages of formatting of characters.
    pub const RUNS: usize = 12;
    /// The pages of formatting of paragraphs.
    pub const PARAGRAPHS: usize = 13;
    /// The piece table (CLX).
    pub const PIECES: usize = 33;
    /// The anchors of drawings in the main text.
    pub const SHAPES: usize = 40;
    /// The places in the main text that refer to endnotes.
    pub const ENDNOTE_REFERENCES: usize = 46;
    /// The ranges of the endnotes.
    pub const ENDNOTE_TEXTS: usize = 47;
    /// The ranges of the text boxes.
    pub const BOX_TEXTS: usize = 56;
    /// The definitions of lists.
    pub const LISTS: usize = 73;
    /// The instances of lists.
    pub const LIST_INSTANCES: usize = 74;
}

impl DocFile {
    /// Reads all parts of a file.
    ///
    /// # Errors
    /// [`Error::Encrypted`], or [`Error::Damaged`] where a stream is missing.
    pub fn open(bytes: &[u8]) -> Result<Self, Error> {
        let damaged = |what: &str| Error::Damaged(what.to_owned());
        let mut container =
            cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|e| damaged(&e.to_string()))?;
        let mut stream = |name: &str| -> Option<Vec<u8>> {
            let mut bytes = Vec::new();
            let stream = container.open_stream(name).ok()?;
            // The beginning of a damaged stream is worth having.
            let _broken_off = stream.take(LARGEST_STREAM).read_to_end(&mut bytes);
            Some(bytes)
        };
        let document = stream("/WordDocument").ok_or_else(|| damaged("no WordDocument stream"))?;
        // The FIB begins with its identifier and version; flags follow at byte 10.
        let flags = u16_at(&document, 0x0a);
        // The flag for encryption stands at the same place in all versions.
        if flags & 0x0100 != 0 {
            return Err(Error::Encrypted);
        }
        let summary = Summary::new(&stream("/\u{5}SummaryInformation").unwrap_or_default());
        match (u16_at(&document, 0), u16_at(&document, 2)) {
            (older::IDENT, _) => return Self::older(&document, summary),
            // Early Word 97 and old versions of WPS give numbers a little below 0xC1, with the same directory behind them.
            (0xa5ec, 0xb0..) => {}
            _ => return Err(damaged("not of Word 6 or later")),
        }
        // A flag names the table stream in use; if that is missing, the other may still do.
        let table = match flags & 0x0200 {
            0 => stream("/0Table").or_else(|| stream("/1Table")),
            _ => stream("/1Table").or_else(|| stream("/0Table")),
        };
        let table = table.ok_or_else(|| damaged("no table stream"))?;
        let data = stream("/Data").unwrap_or_default();
        Self::assemble(&document, &table, &data, summary)
    }

    /// The parts of a Word 6 or 95 file: its main text alone.
    fn older(document: &[u8], summary: Summary) -> Result<Self, Error> {
        let (text, missing) = older::main_text(document)?;
        let unit = |unit| DocChar { unit, at: 0 };
        let chars: Vec<DocChar> = text.encode_utf16().map(unit).collect();
        Ok(Self {
            stories: Stories {
                main: (0, chars.len()),
                ..Stories::default()
            },
            chars,
            paragraphs: FormattingIndex::default(),
            runs: FormattingIndex::default(),
            styles: StyleSheet::default(),
            numbering: Numbering::default(),
            summary,
            is_cut: missing > 0,
        })
    }

    /// The parts of a file of Word 97 or later, out of its streams.
    fn assemble(
        document: &[u8],
        table: &[u8],
        data: &[u8],
        summary: Summary,
    ) -> Result<Self, Error> {
        let fib = Fib::new(document);
        let part = |pair| fib.part(document, table, pair);
        let chars = characters(document, part(pair::PIECES))?;
        let announced: usize = fib.counts.iter().sum();
        let stories = fib.stories(&part, chars.len());
        let styles = StyleSheet::new(part(pair::STYLES));
        let (list_at, list_len) = fib.pair(document, pair::LISTS);
        let after_lists = table
            .get(list_at.saturating_add(list_len)..)
            .unwrap_or_default();
        let lists = (list_len > 0).then(|| slice(table, list_at, list_len));
        let numbering = lists::read(
            lists.unwrap_or_default(),
            after_lists,
            part(pair::LIST_INSTANCES),
        );
        Ok(Self {
            is_cut: chars.len() < announced,
            chars,
            stories,
            paragraphs: FormattingIndex::paragraphs(document, data, part(pair::PARAGRAPHS)),
            runs: FormattingIndex::runs(document, part(pair::RUNS)),
            styles,
            numbering,
            summary,
        })
    }
}

/// The file information block.
struct Fib {
    /// The position of the pairs, and their number.
    pairs_at: usize,
    /// The number of pairs.
    pair_count: usize,
    /// Characters of: text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers.
    counts: [usize; 8],
}

impl Fib {
    /// Reads the directory. Its fields have counts of their own, because later versions of Word lengthen them.
    fn new(document: &[u8]) -> Self {
        let words = usize::from(u16_at(document, 32));
        let longs_at = 34 + words * 2;
        let longs = usize::from(u16_at(document, longs_at));
        let count = |nth: usize| at32(document, longs_at + 2 + (nth + 3) * 4);
        let pairs_at = longs_at + 2 + longs * 4;
        Self {
            pairs_at: pairs_at + 2,
            pair_count: usize::from(u16_at(document, pairs_at)),
            counts: std::array::from_fn(count),
        }
    }

    /// The position and the length of part `nth` in the table stream.
    fn pair(&self, document: &[u8], nth: usize) -> (usize, usize) {
        // An older version has fewer pairs; what it lacks is empty.
        if nth >= self.pair_count {
            return (0, 0);
        }
        let at = self.pairs_at + nth * 8;
        (at32(document, at), at32(document, at + 4))
    }

    /// The bytes of part `nth`.
    fn part<'a>(&self, document: &[u8], table: &'a [u8], nth: usize) -> &'a [u8] {
        let (at, len) = self.pair(document, nth);
        slice(table, at, len)
    }

    /// The ranges of the parts of the text, within `all` characters.
    fn stories<'a>(&self, part: &impl Fn(usize) -> &'a [u8], all: usize) -> Stories {
        // The first character of part `nth`: after all parts before it.
        let start = |nth: usize| -> usize {
            let before = self.counts.iter().take(nth);
            before.fold(0, |sum, count| sum.saturating_add(*count))
        };
        let within = |from: usize, (a, b): (usize, usize)| {
            let from = from.saturating_add(a).min(all);
            (from, from.saturating_add(b.saturating_sub(a)).min(all))
        };
        let texts = |pair, size| plc(part(pair), size).map(|(a, b, _)| (a, b));
        let references = |pair| plc(part(pair), 2).map(|(at, _, _)| at);
        let footnotes = references(pair::FOOTNOTE_REFERENCES)
            .zip(texts(pair::FOOTNOTE_TEXTS, 0).map(|range| within(start(1), range)));
        let endnotes = references(pair::ENDNOTE_REFERENCES)
            .zip(texts(pair::ENDNOTE_TEXTS, 0).map(|range| within(start(5), range)));
        let mut shapes = HashMap::new();
        for (at, _, shape) in plc(part(pair::SHAPES), 26) {
            shapes.entry(u32_at(shape, 0)).or_insert(at);
        }
        let shape = |id: u32| shapes.get(&id).copied().unwrap_or(usize::MAX);
        let boxes = plc(part(pair::BOX_TEXTS), 22)
            .map(|(a, b, text_box)| (shape(u32_at(text_box, 14)), within(start(6), (a, b))));
        let mut notes = apart(footnotes);
        notes.extend(apart(endnotes));
        let mut boxes = apart(boxes);
        notes.sort_by_key(|(at, _)| *at);
        boxes.sort_by_key(|(at, _)| *at);
        Stories {
            main: (0, self.counts[0].min(all)),
            notes,
            boxes,
        }
    }
}

/// Returns parts of the text with the places of their anchors. Each begins where the one before it ends or later: a damaged file
/// whose notes are all the whole text would take time that grows with the square of its size.
fn apart(parts: impl Iterator<Item = (usize, (usize, usize))>) -> Vec<(usize, (usize, usize))> {
    let mut end = 0;
    let parts = parts.map(|(at, (from, to))| {
        let from = from.max(end);
        end = to.max(end);
        (at, (from, to.max(from)))
    });
    parts.collect()
}

/// The characters of a file, out of the pieces that edits have cut it into ([MS-DOC] 2.8.35).
///
/// A character has one or two bytes, as its piece has it.
///
/// # Errors
/// [`Error::Damaged`] without a piece table, [`Error::TooLarge`] for too many characters.
fn characters(document: &[u8], clx: &[u8]) -> Result<Vec<DocChar>, Error> {
    let mut chars = Vec::new();
    for (from, to, piece) in plc(pieces(clx)?, 8) {
        let place = u32_at(piece, 2);
        let count = to.saturating_sub(from);
        // Pieces may name the same bytes again and again, so that their sum is limited.
        if chars.len() + count.min(document.len()) > MOST_CHARACTERS {
            return Err(Error::TooLarge);
        }
        let at = (place & 0x3fff_ffff) as usize;
        // The bit means compressed: one byte a character, and the position doubled ([MS-DOC] 2.9.73).
        if place & 0x4000_0000 == 0 {
            let bytes = slice(document, at, count.saturating_mul(2));
            chars.extend(
                bytes
                    .chunks_exact(2)
                    .zip(0_u32..)
                    .map(|(pair, nth)| DocChar {
                        unit: u16::from_le_bytes([pair[0], pair[1]]),
                        at: (place & 0x3fff_ffff).saturating_add(nth * 2),
                    }),
            );
        } else {
            let bytes = slice(document, at / 2, count);
            chars.extend(bytes.iter().zip(0_u32..).map(|(byte, nth)| DocChar {
                unit: western(*byte),
                at: ((place & 0x3fff_ffff) / 2).saturating_add(nth),
            }));
        }
    }
    Ok(chars)
}

/// The code unit of a compressed character, which is Windows-1252 ([MS-DOC] 2.9.73).
fn western(byte: u8) -> u16 {
    if !(0x80..0xa0).contains(&byte) {
        return u16::from(byte);
    }
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.encode_utf16().next().unwrap_or(0xfffd)
}
