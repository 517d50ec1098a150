//! Groups, properties and destinations: the meaning of RTF tokens for the text.
//!
//! The state of a group ends with the group, so it is kept on a stack. Text goes to the destination
//! of the innermost group: the body, a table of fonts, or nowhere. Bytes are collected and decoded
//! together, because a character of GBK is two of them, and because the font that is in force
//! decides the code page.

use crate::source::charset;
use crate::source::error::Error;
use crate::source::field::hyperlink;
use crate::source::story::{self, InnerTable, Story, StoryParagraph};
use crate::source::symbol;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// The deepest nesting of groups.
const DEEPEST: usize = 10_000;

/// The destination of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// The text of the document.
    #[default]
    Body,
    /// Text that is not shown.
    Nowhere,
    /// The names of fonts.
    FontTable,
    /// The instruction of a field.
    Instruction,
    /// The name of the writing program.
    Generator,
    /// The number of a list item, written out.
    Marker,
}

/// The properties inside a group, which end with it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own"
)]
#[derive(Debug, Clone, Default)]
pub(super) struct GroupState {
    /// The destination of its text.
    pub(super) destination: Destination,
    /// The number of the font.
    pub(super) font: i32,
    /// Font size in half-points; 0 if left open.
    pub(super) size: u32,
    /// Set in bold.
    pub(super) bold: bool,
    /// Set for hidden text.
    pub(super) hidden: bool,
    /// Set for text whose deletion is not yet accepted.
    pub(super) deleted: bool,
    /// The number of characters after `\u` that stand for it in readers without Unicode.
    pub(super) fallback: usize,
    /// The role of the group, which decides what happens at its end.
    pub(super) role: GroupRole,
    /// Set when the group began with `\*`: readers that do not know its destination leave it out.
    pub(super) starred: bool,
}

/// The role of a group.
#[derive(Debug, Clone, Default)]
pub(super) enum GroupRole {
    /// A group that only bounds properties.
    #[default]
    Plain,
    /// A field with its instruction and result.
    Field,
    /// The result of a field: where it begins.
    Result(usize),
    /// A footnote.
    Footnote,
    /// A text box.
    Box,
    /// The number of a list item.
    Marker,
}

/// An entry of the font table.
#[derive(Debug, Default)]
pub(super) struct RtfFont {
    /// The name.
    pub(super) name: String,
    /// The character set (`\fcharset`).
    pub(super) charset: i32,
}

/// The text around a footnote or a text box while that is read.
#[derive(Debug, Default)]
pub(super) struct SuspendedText {
    /// The paragraph that is open.
    pub(super) paragraph: StoryParagraph,
    /// Its formatting.
    pub(super) look: RtfParagraphFormat,
    /// The text before it.
    pub(super) story: Story,
    /// The cells of the open row.
    pub(super) cells: Vec<Vec<StoryParagraph>>,
    /// The paragraphs of the open cell.
    pub(super) cell: Vec<StoryParagraph>,
    /// The table inside the open cell.
    pub(super) inner: InnerTable,
}

/// Formatting of a paragraph, which `\pard` resets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RtfParagraphFormat {
    /// Set when centred.
    pub(super) centred: bool,
    /// Set when the first line is indented.
    pub(super) indented: bool,
    /// Set in a table.
    pub(super) in_table: bool,
    /// The number of tables that the paragraph is in, as far as `\itap` or the marks give it.
    pub(super) depth: i32,
    /// Outline level, 0 the highest.
    pub(super) outline: Option<u8>,
    /// Set when the paragraph begins a page.
    pub(super) page_break: bool,
}

/// The reader of a file.
#[derive(Debug, Default)]
pub(super) struct RtfReader {
    /// The properties of the innermost group.
    pub(super) state: GroupState,
    /// Those of the groups around it.
    pub(super) stack: Vec<GroupState>,
    /// The font table.
    pub(super) fonts: HashMap<i32, RtfFont>,
    /// The code page of the file.
    pub(super) code_page: Option<&'static Encoding>,
    /// The text read so far.
    pub(super) story: Story,
    /// The paragraph that is open.
    pub(super) paragraph: StoryParagraph,
    /// Its formatting.
    pub(super) look: RtfParagraphFormat,
    /// Set when the open paragraph has a picture.
    pub(super) has_picture: bool,
    /// The cells of the open row.
    pub(super) cells: Vec<Vec<StoryParagraph>>,
    /// The left edge of the row and the right edges of its cells, in twips.
    pub(super) edges: Vec<i32>,
    /// The edges of the row around, while those of a row inside a cell are defined.
    pub(super) outer_edges: Option<Vec<i32>>,
    /// The paragraphs of the open cell.
    pub(super) cell: Vec<StoryParagraph>,
    /// The table inside the open cell.
    pub(super) inner: InnerTable,
    /// Bytes that are still to be decoded, all in one font: a character of GBK is two of them.
    pub(super) bytes: Vec<u8>,
    /// Characters still to leave out after `\u`.
    pub(super) skip: usize,
    /// The first half of a surrogate pair.
    pub(super) high: Option<u16>,
    /// The instructions of open fields, the innermost last.
    pub(super) instructions: Vec<String>,
    /// The number of a list item as far as it has been read.
    pub(super) marker: String,
    /// The complete number of a list item, which waits for the text.
    pub(super) pending: Option<String>,
    /// The name of the program that wrote the file.
    pub(super) generator: String,
    /// The texts around the separate one that is open, the innermost last.
    pub(super) outer: Vec<SuspendedText>,
    /// Stories that follow the paragraph: its footnotes and text boxes.
    pub(super) below: Vec<Story>,
    /// The number of notes so far.
    pub(super) noted: u32,
}

impl RtfReader {
    /// Returns the story. Groups that a truncated file leaves open end here.
    pub fn finish(mut self) -> Story {
        while !self.stack.is_empty() {
            self.close();
        }
        self.end_paragraph();
        self.end_row();
        self.story
    }

    /// Returns the program that wrote the file.
    pub fn producer(&self) -> Option<String> {
        // The name ends with the semicolon of the group.
        let name = self.generator.trim().trim_end_matches(';').trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// Begins a group.
    ///
    /// # Errors
    /// [`Error::TooLarge`] if groups nest too deep.
    pub fn open(&mut self) -> Result<(), Error> {
        self.flush();
        // A fallback never reaches over the edge of a group.
        self.skip = 0;
        if self.stack.len() >= DEEPEST {
            return Err(Error::TooLarge);
        }
        let inner = GroupState {
            role: GroupRole::Plain,
            starred: false,
            ..self.state.clone()
        };
        self.stack.push(std::mem::replace(&mut self.state, inner));
        Ok(())
    }

    /// Ends a group.
    pub fn close(&mut self) {
        self.flush();
        self.skip = 0;
        let Some(outer) = self.stack.pop() else {
            return;
        };
        let inner = std::mem::replace(&mut self.state, outer);
        match inner.role {
            GroupRole::Plain => {}
            GroupRole::Field => {
                self.instructions.pop();
            }
            GroupRole::Result(start) => {
                let instruction = self.instructions.last().map(String::as_str);
                if let Some(target) = instruction.and_then(hyperlink) {
                    self.paragraph.link_from(start, target);
                }
            }
            // The note follows the paragraph that refers to it.
            GroupRole::Footnote => {
                self.noted += 1;
                let label = format!("［注{}］", self.noted);
                let mut note = self.back();
                note.prefix_first(&label);
                self.below.push(note);
            }
            GroupRole::Box => {
                let text_box = self.back();
                if self.paragraph.text.trim().is_empty() {
                    self.add_story(text_box);
                } else {
                    self.below.push(text_box);
                }
            }
            GroupRole::Marker => {
                let marker = std::mem::take(&mut self.marker);
                self.pending = Some(marker.trim_end().to_owned());
            }
        }
    }

    /// Takes a byte of text.
    pub fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        // Kept until the run ends: the second byte of a Han may come with another token.
        self.bytes.push(byte);
    }

    /// Decodes the waiting bytes.
    pub(super) fn flush(&mut self) {
        // Called before every control word, so mostly there is nothing to decode.
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let code_page = self.code_page.unwrap_or(WINDOWS_1252);
        let font = self.fonts.get(&self.state.font);
        let text = match font {
            Some(font) if font.charset == 2 && self.state.destination != Destination::FontTable => {
                let sign = |b: &u8| symbol::character(Some(&font.name), char::from(*b));
                bytes.iter().map(sign).collect()
            }
            _ => {
                let encoding = font.and_then(|font| charset::of_font(font.charset));
                charset::decode(&bytes, encoding.unwrap_or(code_page))
            }
        };
        self.text(&text);
    }

    /// Sends text to its destination.
    pub(super) fn text(&mut self, text: &str) {
        match self.state.destination {
            Destination::Nowhere => {}
            _ if self.state.hidden || self.state.deleted => {}
            Destination::FontTable => {
                if let Some(font) = self.fonts.get_mut(&self.state.font) {
                    font.name.push_str(text);
                }
            }
            Destination::Instruction => {
                if let Some(instruction) = self.instructions.last_mut() {
                    instruction.push_str(text);
                }
            }
            Destination::Generator => self.generator.push_str(text),
            Destination::Marker => self.marker.push_str(text),
            Destination::Body => {
                if let Some(marker) = self.pending.take() {
                    // A bullet is parted from the text by a space; a number stands close to Han.
                    let is_bullet = marker.chars().all(|c| "•●■◆○□➢▪✓".contains(c));
                    let gap = if is_bullet && !marker.is_empty() {
                        format!("{marker} ")
                    } else {
                        story::parted(marker, text.chars().next())
                    };
                    let start = self.paragraph.text.len();
                    self.paragraph.push_number(&gap);
                    self.move_links(start);
                }
                let size = if self.state.size == 0 {
                    24
                } else {
                    self.state.size
                };
                self.paragraph.push(text, size, self.state.bold);
            }
        }
    }

    /// Takes a sign that a control word stands for.
    pub(super) fn sign(&mut self, sign: &str) {
        self.flush();
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.text(sign);
    }
}
