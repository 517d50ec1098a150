//! Marked content (ISO 32000 14.6): the file's own remarks about a stretch of its text (`/ActualText`, `/Artifact`,
//! hidden layers).
//!
//! `/ActualText` counts for more than the glyphs, because a producer writes it where glyphs and
//! text differ: ligatures, and hyphens at line ends. The text is shared out over the glyphs it
//! stands for, so that it keeps its place on the page.

use super::glyphs::spread;
use crate::source::page::Glyph;
use crate::source::radicals;
use hayro_syntax::object::{Dict, Name, String as Bytes};

/// The deepest nesting of marked content that is followed.
const DEEPEST: usize = 256;

/// The stretches that are open.
#[derive(Default)]
pub(super) struct MarkedContent {
    /// The open stretches, innermost last.
    open: Vec<MarkedSpan>,
    /// The number of stretches that were opened beyond [`DEEPEST`].
    beyond: usize,
}

/// A stretch of glyphs.
struct MarkedSpan {
    /// The text that the glyphs from `start` on stand for.
    actual: Option<String>,
    /// The index of the first glyph.
    start: usize,
    /// Set for page furniture, also of an outer stretch.
    furniture: bool,
    /// Set in a hidden layer, also of an outer stretch.
    hidden: bool,
}

impl MarkedContent {
    /// Opens a stretch at the glyph `start`.
    pub fn begin(&mut self, tag: &Name<'_>, dict: Option<&Dict<'_>>, hidden: bool, start: usize) {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        let actual = dict
            .and_then(|dict| dict.get::<Bytes<'_>>("ActualText"))
            .map(|bytes| decode(bytes.as_bytes()));
        self.open.push(MarkedSpan {
            actual,
            start,
            furniture: self.furniture() || is_furniture(tag, dict),
            hidden: hidden || self.hidden(),
        });
    }

    /// Closes the innermost stretch; its `/ActualText` takes the place of its glyphs.
    pub fn end(&mut self, glyphs: &mut Vec<Glyph>) {
        // Closes one of those that were not followed.
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(MarkedSpan {
            actual: Some(text),
            start,
            ..
        }) = self.open.pop()
        {
            replace(glyphs, start, &text);
        }
    }

    /// True if the text is in a hidden layer.
    pub fn hidden(&self) -> bool {
        self.open.last().is_some_and(|mark| mark.hidden)
    }

    /// True if the file marks the text as a running head, a folio or a watermark.
    pub fn furniture(&self) -> bool {
        self.open.last().is_some_and(|mark| mark.furniture)
    }
}

/// True for page furniture. Word and LibreOffice mark running heads and folios as pagination artefacts; a bare
/// `/Artifact` may be anything.
fn is_furniture(tag: &Name<'_>, dict: Option<&Dict<'_>>) -> bool {
    let says = |key: &str, words: &[&[u8]]| {
        dict.and_then(|dict| dict.get::<Name<'_>>(key))
            .is_some_and(|name| words.contains(&name.as_ref()))
    };
    tag.as_ref() == b"Artifact"
        && (says("Type", &[b"Pagination", b"Background"])
            || says("Subtype", &[b"Header", b"Footer", b"Watermark"]))
}

/// Puts `text` in the place of the glyphs from `start` on.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\0'))
        .collect();
    let Some(old) = glyphs.get(start..) else {
        return;
    };
    if old.is_empty() {
        return;
    }
    let old = old.to_vec();
    let count = text.chars().count();
    // One character for each glyph: the places stay.
    if count == old.len() {
        for (glyph, ch) in glyphs.iter_mut().skip(start).zip(text.chars()) {
            glyph.ch = radicals::character(ch);
        }
    } else if old.len() == 1 {
        glyphs.truncate(start);
        if count > 0
            && let Some(glyph) = old.first()
        {
            spread(glyphs, glyph, &text);
        }
    } else {
        glyphs.truncate(start);
        share_out(glyphs, &old, &text);
    }
}

/// Gives each old glyph its share of `text`, so that a stretch over two lines stays on two lines.
fn share_out(glyphs: &mut Vec<Glyph>, old: &[Glyph], text: &str) {
    let chars: Vec<char> = text.chars().collect();
    for (at, glyph) in old.iter().enumerate() {
        let from = at * chars.len() / old.len();
        let to = (at + 1) * chars.len() / old.len();
        let part: String = chars.get(from..to).unwrap_or_default().iter().collect();
        if !part.is_empty() {
            spread(glyphs, glyph, &part);
        }
    }
}

/// Decodes a text string of PDF: UTF-16 or UTF-8 with a mark, otherwise near enough Latin-1.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(rest).into_owned();
    }
    encoding_rs::mem::decode_latin1(bytes).into_owned()
}
