//! The placeholders in a paragraph of a template. Word often splits one over several runs, so they are sought in the text of
//! the whole paragraph; what stands in the place of one has the formatting of its first character.

use super::markup::MarkupParagraph;
use crate::brief::docx::escape;
use crate::quote::template::Error;
use std::ops::Range;

/// A character of a paragraph's text.
#[derive(Debug, Clone)]
struct TextChar {
    /// The character.
    c: char,
    /// Its bytes in the XML, an entity whole.
    bytes: Range<usize>,
}

/// The text of a paragraph with the place of each character.
#[derive(Debug)]
pub struct ParagraphText {
    /// The characters of all its runs in order, as if they were one.
    chars: Vec<TextChar>,
}

/// A placeholder and the text in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The characters of the placeholder.
    pub chars: Range<usize>,
    /// The text in its place, a line feed between lines.
    pub text: String,
}

impl ParagraphText {
    /// Returns the text of `paragraph` of `xml`.
    pub fn of(xml: &str, paragraph: &MarkupParagraph) -> Self {
        let mut chars = Vec::new();
        for range in &paragraph.texts {
            let text = xml.get(range.clone()).unwrap_or_default();
            let mut at = 0;
            while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
                let rest = text.get(at..).unwrap_or_default();
                // An entity is one character of the text and several bytes of the XML.
                let (c, length) = entity(rest).unwrap_or((c, c.len_utf8()));
                let start = range.start + at;
                let bytes = start..start + length;
                chars.push(TextChar { c, bytes });
                at += length;
            }
        }
        Self { chars }
    }

    /// Returns the text.
    pub fn text(&self) -> String {
        self.chars.iter().map(|one| one.c).collect()
    }

    /// Returns the characters of `range` as text.
    pub fn slice(&self, range: &Range<usize>) -> String {
        let chars = self.chars.get(range.clone()).unwrap_or_default();
        chars.iter().map(|one| one.c).collect()
    }

    /// Returns the placeholders in order: `{…}`, `{[…]}` with all in it, `{{` and `}}`.
    ///
    /// # Errors
    /// [`Error::Open`] or [`Error::Close`] for a brace without its counterpart.
    pub fn placeholders(&self) -> Result<Vec<Range<usize>>, Error> {
        let at = |at: usize| self.chars.get(at).map(|one| one.c);
        let mut found = Vec::new();
        let mut here = 0;
        while let Some(c) = at(here) {
            let end = match (c, at(here + 1)) {
                // A doubled brace stands for itself; the filling in makes one of it.
                ('{', Some('{')) | ('}', Some('}')) => here + 2,
                ('{', Some('[')) => self.group_end(here).ok_or(Error::Open { at: here + 1 })?,
                ('{', _) => {
                    let mut rest = (here + 1)..self.chars.len();
                    let close = rest.find(|n| at(*n) == Some('}'));
                    close.ok_or(Error::Open { at: here + 1 })? + 1
                }
                ('}', _) => return Err(Error::Close { at: here + 1 }),
                _ => {
                    here += 1;
                    continue;
                }
            };
            found.push(here..end);
            here = end;
        }
        Ok(found)
    }

    /// Returns the character behind the group that begins at `start`.
    fn group_end(&self, start: usize) -> Option<usize> {
        let at = |at: usize| self.chars.get(at).map(|one| one.c);
        let (mut depth, mut here) = (0_usize, start);
        while let Some(c) = at(here) {
            match (c, at(here + 1)) {
                ('{', Some('[')) => {
                    depth += 1;
                    here += 2;
                }
                (']', Some('}')) => {
                    depth = depth.saturating_sub(1);
                    here += 2;
                    if depth == 0 {
                        return Some(here);
                    }
                }
                _ => here += 1,
            }
        }
        None
    }

    /// Returns the paragraph with the texts in the places of their placeholders. Its bytes are otherwise those of `xml`.
    pub fn replaced(
        &self,
        xml: &str,
        paragraph: &MarkupParagraph,
        replacements: &[Replacement],
    ) -> String {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for replacement in replacements {
            let chars = self
                .chars
                .get(replacement.chars.clone())
                .unwrap_or_default();
            for (n, one) in chars.iter().enumerate() {
                // All of the text goes where the placeholder begins, so it has the formatting of
                // its first character.
                let text = if n == 0 {
                    lines(&replacement.text)
                } else {
                    String::new()
                };
                edits.push((one.bytes.clone(), text));
            }
        }
        // White space at the ends of a text counts only where the element says so.
        for range in &paragraph.texts {
            let is_changed = edits.iter().any(|(bytes, _)| range.contains(&bytes.start));
            let tag = xml.get(..range.start).and_then(|head| head.rfind('<'));
            let tag = tag.map(|start| start..range.start);
            let open = tag.clone().and_then(|tag| xml.get(tag));
            if let Some(tag) = tag.filter(|_| is_changed && open == Some("<w:t>")) {
                edits.push((tag, "<w:t xml:space=\"preserve\">".to_owned()));
            }
        }
        // Edits are collected first and applied in one pass, because each moves the bytes behind it.
        edits.sort_by_key(|(bytes, _)| bytes.start);
        let mut out = String::new();
        let mut at = paragraph.range.start;
        for (bytes, text) in edits {
            out += xml.get(at..bytes.start).unwrap_or_default();
            out += &text;
            at = bytes.end;
        }
        out + xml.get(at..paragraph.range.end).unwrap_or_default()
    }
}

/// Returns `text` as the content of a `w:t`, its line feeds and tabs as elements of their own.
fn lines(text: &str) -> String {
    let inner =
        |piece: &str, mark: &str| format!("</w:t>{mark}<w:t xml:space=\"preserve\">{piece}");
    let mut out = String::new();
    for (n, line) in text.split('\n').enumerate() {
        for (m, cell) in line.split('\t').enumerate() {
            let cell = escape(cell);
            out += &match (n, m) {
                (0, 0) => cell,
                (_, 0) => inner(&cell, "<w:br/>"),
                _ => inner(&cell, "<w:tab/>"),
            };
        }
    }
    out
}

/// Returns the character of the entity at the beginning of `text`, and its bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    let (name, _) = name.split_once(';')?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, name.len() + 2))
}
