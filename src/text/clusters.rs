//! The grapheme clusters of a line as they are shown: with their columns, and with the space between Han and Latin that the
//! rules want instead of the source's.

use crate::text::chars::{is_han, is_latin};
use crate::text::class::{Class, class_at};
use crate::text::rules::{Rules, Spacing};
use crate::text::width::cluster_cols;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A grapheme cluster as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Its first byte in the text that it was taken from.
    pub start_byte: usize,
    /// The cluster.
    pub text: &'a str,
    /// Columns of its own: 0 also for a space that the rules hide.
    pub cols: usize,
    /// Columns left free before it, which the source has no space for: 0 or 1.
    pub gap_cols: usize,
}

impl Cluster<'_> {
    /// The byte behind it.
    #[must_use]
    pub fn end_byte(&self) -> usize {
        self.start_byte + self.text.len()
    }

    /// Whether it is a space that may vanish at a line end.
    #[must_use]
    pub fn is_space(&self) -> bool {
        matches!(self.text, " " | "\u{3000}" | "\t")
    }
}

/// The clusters of the bytes `range` of `text`, a line or a part of one. Nothing is added before its first cluster.
pub fn clusters<'a>(
    text: &'a str,
    range: Range<usize>,
    rules: &Rules,
) -> impl Iterator<Item = Cluster<'a>> {
    let base = range.start;
    let part = text.get(range).unwrap_or("");
    Clusters {
        part,
        base,
        rules: *rules,
        at: 0,
        before: None,
    }
}

struct Clusters<'a> {
    part: &'a str,
    base: usize,
    rules: Rules,
    at: usize,
    before: Option<&'a str>,
}

/// The cluster at byte `at`, where a cluster begins. The characters that text is mostly made of are told from their bytes,
/// which takes a tenth of the time.
fn cluster_at(part: &str, at: usize) -> Option<&str> {
    let bytes = part.as_bytes();
    let is_plain = |at: usize| match bytes.get(at) {
        None => true,
        Some(byte) if byte.is_ascii() => *byte != b'\r',
        Some(_) => class_at(bytes, at).0 != Class::Other,
    };
    if is_plain(at) {
        let (_, len) = class_at(bytes, at);
        let is_alone = bytes.get(at + len).is_some_and(u8::is_ascii) || is_plain(at + len);
        if is_alone {
            return part.get(at..at + len);
        }
    }
    part.get(at..)?.graphemes(true).next()
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Cluster<'a>;

    fn next(&mut self) -> Option<Cluster<'a>> {
        let at = self.at;
        let text = cluster_at(self.part, at)?;
        self.at += text.len();
        let mut cols = cluster_cols(text, self.rules.ambiguous);
        let mut gap_cols = 0;
        match self.rules.spacing {
            Spacing::Always => gap_cols = usize::from(self.before.is_some_and(|b| meet(b, text))),
            Spacing::Never if text == " " && self.is_between(at) => cols = 0,
            Spacing::Source | Spacing::Never => {}
        }
        self.before = Some(text);
        Some(Cluster {
            start_byte: self.base + at,
            text,
            cols,
            gap_cols,
        })
    }
}

impl Clusters<'_> {
    /// Whether the space at byte `at` stands alone between a Han character and a letter or digit.
    fn is_between(&self, at: usize) -> bool {
        let after = self
            .part
            .get(at + 1..)
            .and_then(|tail| tail.graphemes(true).next());
        matches!((self.before, after), (Some(before), Some(after)) if meet(before, after))
    }
}

/// True if one of the two clusters is Han and the other a Latin letter or a digit.
fn meet(before: &str, after: &str) -> bool {
    let (is_han, is_latin) = (
        |cluster: &str| cluster.chars().any(is_han),
        |cluster: &str| cluster.chars().any(is_latin),
    );
    is_han(before) && is_latin(after) || is_latin(before) && is_han(after)
}
