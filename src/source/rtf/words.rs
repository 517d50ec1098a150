//! The effect of RTF control words: properties, marks, characters, destinations.
//!
//! A word changes the state of its group (`\b`), stands for a character (`\emdash`), ends a paragraph, cell or row,
//! or sends the rest of its group to a destination. Words that are not listed have no effect, which the specification
//! asks for.

use super::reader::{Destination, GroupRole, RtfParagraphFormat, RtfReader};
use crate::source::charset;
use crate::source::symbol;

impl RtfReader {
    /// Takes a character given as `\u`.
    pub(super) fn unicode(&mut self, value: i32) {
        self.flush();
        // The number is signed 16 bits; some writers give the character itself.
        let unit = u16::try_from(value & 0xffff).unwrap_or(0xfffd);
        // The characters behind it are for readers without Unicode.
        self.skip = self.state.fallback;
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let high = self.high.take();
        let c = match high {
            Some(high) => char::decode_utf16([high, unit]).next(),
            None if value > 0xffff => return self.text_of(u32::try_from(value).ok()),
            None => char::decode_utf16([unit]).next(),
        };
        self.text_of(c.and_then(Result::ok).map(u32::from));
    }

    /// Takes the character `code`, in Unicode or of a symbol font.
    pub(super) fn text_of(&mut self, code: Option<u32>) {
        let c = code.and_then(char::from_u32).unwrap_or('\u{fffd}');
        let font = self.fonts.get(&self.state.font);
        let c = symbol::character(
            font.map(|font| font.name.as_str())
                .filter(|_| c > '\u{e000}'),
            c,
        );
        self.text(c.encode_utf8(&mut [0; 4]));
    }

    /// Takes a control word or symbol with its number.
    pub fn word(&mut self, name: &str, number: Option<i32>) {
        match name {
            "u" => return self.unicode(number.unwrap_or(0)),
            "*" => {
                self.state.starred = true;
                return;
            }
            _ => {}
        }
        self.flush();
        if self.destination(name) || self.state.destination == Destination::Nowhere {
            return;
        }
        if !self.character_word(name, number) && !self.paragraph_word(name, number) {
            self.mark(name);
        }
    }

    /// Takes a word about fonts, encodings or the format of characters; false for any other.
    fn character_word(&mut self, name: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        match name {
            "ansicpg" => self.code_page = Some(charset::of_code_page(number.unwrap_or(1252))),
            "uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            // One character is the default of the specification.
            "rtf" => self.state.fallback = 1,
            "f" => {
                self.state.font = number.unwrap_or(0);
                if self.state.destination == Destination::FontTable {
                    self.fonts.entry(self.state.font).or_default();
                }
            }
            "fcharset" => {
                if let Some(font) = self.fonts.get_mut(&self.state.font) {
                    font.charset = number.unwrap_or(0);
                }
            }
            "plain" => {
                self.state.bold = false;
                self.state.hidden = false;
                self.state.deleted = false;
                self.state.size = 24;
            }
            "fs" => self.state.size = u32::try_from(number.unwrap_or(24)).unwrap_or(24),
            "b" => self.state.bold = on,
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            _ => return false,
        }
        true
    }

    /// Takes a word about the format of a paragraph or the cells of a row; false for any other.
    fn paragraph_word(&mut self, name: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        match name {
            // `\pard` and `\plain` reset the formatting of paragraphs and of characters.
            "pard" => self.look = RtfParagraphFormat::default(),
            "qc" => self.look.centred = true,
            "ql" | "qr" | "qj" | "qd" => self.look.centred = false,
            "fi" | "cufi" => self.look.indented = number.is_some_and(|n| n > 0),
            // `\trowd` begins the definition of a row.
            "trowd" => self.edges.clear(),
            "trleft" => self.edges.insert(0, number.unwrap_or(0)),
            "cellx" => {
                if self.edges.is_empty() {
                    self.edges.push(0);
                }
                self.edges.push(number.unwrap_or(0));
            }
            "pagebb" => self.look.page_break = on,
            "intbl" => self.look.in_table = true,
            "itap" => self.look.depth = number.unwrap_or(1),
            "outlinelevel" => {
                let level = number.and_then(|n| u8::try_from(n).ok());
                self.look.outline = level.filter(|level| *level < 9);
            }
            _ => return false,
        }
        true
    }

    /// Takes a mark in the text: the end of a paragraph or cell, or a character that has a name.
    pub(super) fn mark(&mut self, name: &str) {
        if self.state.destination == Destination::Body {
            match name {
                "par" => return self.end_paragraph(),
                // A page may end in the middle of a paragraph, which then goes on over it.
                "page" if self.paragraph.text.trim().is_empty() => {
                    self.paragraph.page_break = true;
                    return;
                }
                "sect" => {
                    self.end_paragraph();
                    return self.story.turn_page();
                }
                "cell" => return self.end_cell(),
                "row" => return self.end_row(),
                "nestcell" => return self.end_inner_cell(),
                "nestrow" => return self.end_inner_row(),
                _ => {}
            }
        }
        let sign = match name {
            "tab" => "\t",
            "line" | "lbr" => "\n",
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "emspace" => "\u{3000}",
            "enspace" | "qmspace" | "~" => " ",
            "_" => "-",
            _ => return,
        };
        self.sign(sign);
    }

    /// Sets the destination of the group if the word names one. False if it names none.
    pub(super) fn destination(&mut self, name: &str) -> bool {
        // `\*` concerns the next word alone.
        let starred = std::mem::take(&mut self.state.starred);
        if self.state.destination == Destination::Nowhere {
            return true;
        }
        // The picture itself is not read; inside a drawing it is one all the same.
        self.has_picture |= name == "pict" && self.state.destination == Destination::Body;
        match name {
            "fonttbl" => self.state.destination = Destination::FontTable,
            "generator" => self.state.destination = Destination::Generator,
            "listtext" | "pntext" => {
                self.state.destination = Destination::Marker;
                self.state.role = GroupRole::Marker;
            }
            "field" => {
                self.instructions.push(String::new());
                self.state.role = GroupRole::Field;
            }
            "fldinst" => self.state.destination = Destination::Instruction,
            "fldrslt" => self.state.role = GroupRole::Result(self.paragraph.text.len()),
            "footnote" => self.apart(GroupRole::Footnote),
            "shptxt" | "dptxbxtext" => {
                self.state.destination = Destination::Body;
                self.apart(GroupRole::Box);
            }
            // These hold others that are read.
            "shppict" | "shp" | "shpinst" | "shpgrp" | "do" | "ud" | "shptop"
            | "nesttableprops" => {
                if name == "nesttableprops" {
                    self.outer_edges = Some(std::mem::take(&mut self.edges));
                }
                if name == "ud" {
                    self.state.destination = Destination::Body;
                }
            }
            // A first version for readers without Unicode comes before `\ud`.
            "colortbl" | "stylesheet" | "info" | "pict" | "header" | "headerl" | "headerr"
            | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "xe" | "tc" | "sp"
            | "shprslt" | "nonshppict" | "objdata" | "nonesttables" | "listtable" | "revtbl"
            | "filetbl" | "private" | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "rxe" => {
                self.state.destination = Destination::Nowhere;
            }
            _ if starred => self.state.destination = Destination::Nowhere,
            _ => return false,
        }
        true
    }
}
