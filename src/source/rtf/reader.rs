//! Groups, properties and destinations: what the tokens of RTF mean for its text.

use super::charset;
use crate::source::error::Error;
use crate::source::field::hyperlink;
use crate::source::story::{self, Story, StoryParagraph};
use crate::source::symbol;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// Deeper groups than any program writes.
const DEEPEST: usize = 10_000;

/// Where text goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Destination {
    #[default]
    Body,
    /// Nowhere.
    Nowhere,
    FontTable,
    Instruction,
    Generator,
    /// The number of a list item, written out.
    Marker,
}

/// What holds inside a group.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own"
)]
#[derive(Debug, Clone, Default)]
pub(super) struct GroupState {
    pub(super) destination: Destination,
    pub(super) font: i32,
    pub(super) size: u32,
    pub(super) bold: bool,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    /// How many characters after `\u` stand for it in old readers.
    pub(super) fallback: usize,
    /// What the group is, for its end.
    pub(super) role: GroupRole,
    /// The group began with `\*`.
    pub(super) starred: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) enum GroupRole {
    #[default]
    Plain,
    Field,
    /// The result of a field: where it begins.
    Result(usize),
    Footnote,
    /// A text box.
    Box,
    Marker,
}

#[derive(Debug, Default)]
pub(super) struct RtfFont {
    pub(super) name: String,
    pub(super) charset: i32,
}

/// The text around a footnote or a text box while that is read.
#[derive(Debug, Default)]
pub(super) struct SuspendedText {
    pub(super) paragraph: StoryParagraph,
    pub(super) look: RtfParagraphFormat,
    pub(super) story: Story,
    pub(super) cells: Vec<Vec<StoryParagraph>>,
    pub(super) cell: Vec<StoryParagraph>,
}

/// What `\pard` resets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RtfParagraphFormat {
    pub(super) centred: bool,
    pub(super) indented: bool,
    pub(super) in_table: bool,
    pub(super) outline: Option<u8>,
}

/// The reader of a file.
#[derive(Debug, Default)]
pub(super) struct RtfReader {
    pub(super) state: GroupState,
    pub(super) stack: Vec<GroupState>,
    pub(super) fonts: HashMap<i32, RtfFont>,
    pub(super) code_page: Option<&'static Encoding>,
    pub(super) story: Story,
    pub(super) paragraph: StoryParagraph,
    pub(super) look: RtfParagraphFormat,
    pub(super) cells: Vec<Vec<StoryParagraph>>,
    pub(super) cell: Vec<StoryParagraph>,
    /// Bytes waiting to be decoded together.
    pub(super) bytes: Vec<u8>,
    /// Characters still to leave out after `\u`.
    pub(super) skip: usize,
    /// The first half of a surrogate pair.
    pub(super) high: Option<u16>,
    pub(super) instructions: Vec<String>,
    pub(super) marker: String,
    /// The number read before its paragraph.
    pub(super) pending: Option<String>,
    pub(super) generator: String,
    pub(super) outer: Vec<SuspendedText>,
    /// Stories that follow the paragraph: its footnotes and text boxes.
    pub(super) below: Vec<Story>,
    pub(super) noted: u32,
}

impl RtfReader {
    /// What was read.
    pub fn finish(mut self) -> Story {
        while !self.stack.is_empty() {
            self.close();
        }
        self.end_paragraph();
        self.end_row();
        self.story
    }

    /// The program that wrote the file.
    pub fn producer(&self) -> Option<String> {
        let name = self.generator.trim().trim_end_matches(';').trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// A group begins.
    pub fn open(&mut self) -> Result<(), Error> {
        self.flush();
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

    /// A group ends.
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

    /// A byte of text.
    pub fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.bytes.push(byte);
    }

    /// Text that waits as bytes becomes characters.
    pub(super) fn flush(&mut self) {
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
                    let is_bullet = marker.chars().all(|c| "•●■◆○□➢▪✓".contains(c));
                    let gap = if is_bullet && !marker.is_empty() {
                        format!("{marker} ")
                    } else {
                        story::parted(marker, text.chars().next())
                    };
                    let start = self.paragraph.text.len();
                    self.paragraph.push_sign(&gap);
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

    /// A sign that a control word stands for.
    pub(super) fn sign(&mut self, sign: &str) {
        self.flush();
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.text(sign);
    }
}
