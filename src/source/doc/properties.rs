//! Formatting of paragraphs and characters: the property modifiers (sprm) of a place in the file ([MS-DOC] 2.6,
//! 2.9.114 to 2.9.178).
//!
//! Formatting is kept in pages of 512 bytes (FKP): the places at which it changes, then for each stretch the
//! position of its modifiers in the page, in units of two bytes. A modifier is a code of two bytes and an operand whose
//! length the code gives; unknown ones can therefore be skipped.

use super::bytes::{slice, u8_at, u16_at, u32_at};

/// The size of a page of formatting, in bytes.
const PAGE: usize = 512;
/// The most pages of formatting, which fill a file of 64 MB.
const MOST_PAGES: usize = 131_072;

/// A stretch of bytes of equal formatting.
#[derive(Debug, Clone)]
struct Stretch {
    /// The first byte.
    from: u32,
    /// The byte after the last.
    to: u32,
    /// The style of the paragraph; 0 for characters.
    style: u16,
    /// The modifiers, still coded.
    modifiers: Vec<u8>,
}

/// Formatting by place in the file, sorted by place.
#[derive(Debug, Clone, Default)]
pub(super) struct FormattingIndex {
    /// By place.
    stretches: Vec<Stretch>,
}

impl FormattingIndex {
    /// Reads the formatting of paragraphs. `data` is the stream of what is too long for a page of formatting.
    pub fn paragraphs(document: &[u8], data: &[u8], table: &[u8]) -> Self {
        let mut index = Self::new(document, table, |page, nth, count| {
            let offset = usize::from(u8_at(page, (count + 1) * 4 + nth * 13)) * 2;
            if offset == 0 {
                return (0, Vec::new());
            }
            // PapxInFkp: n stands for 2n - 1 bytes; 0 and then n, for 2n bytes.
            let words = usize::from(u8_at(page, offset));
            let (at, len) = match words {
                0 => (offset + 2, usize::from(u8_at(page, offset + 1)) * 2),
                _ => (offset + 1, words * 2 - 1),
            };
            let modifiers = slice(page, at + 2, len.saturating_sub(2));
            (u16_at(page, at), modifiers.to_vec())
        });
        index.add_long(data);
        index
    }

    /// Adds the modifiers that a list only refers to: those of a paragraph (sprmPHugePapx) and those of a row
    /// (sprmPTableProps). A row of six columns with borders already has more than fit into a page.
    fn add_long(&mut self, data: &[u8]) {
        // Hostile stretches may all refer to the same bytes.
        let mut left = data.len();
        for stretch in &mut self.stretches {
            // The first may refer to the second.
            for codes in [[0x6645, 0x6646], [0x646b, 0x646b]] {
                let place = modifiers(&stretch.modifiers)
                    .find(|(code, _)| codes.contains(code))
                    .map(|(_, operand)| u32_at(operand, 0) as usize);
                let Some(at) = place else {
                    continue;
                };
                let long = slice(data, at.saturating_add(2), usize::from(u16_at(data, at)));
                if long.len() <= left {
                    left -= long.len();
                    stretch.modifiers.extend_from_slice(long);
                }
            }
        }
    }

    /// Reads the formatting of characters.
    pub fn runs(document: &[u8], table: &[u8]) -> Self {
        Self::new(document, table, |page, nth, count| {
            let offset = usize::from(u8_at(page, (count + 1) * 4 + nth)) * 2;
            let len = usize::from(u8_at(page, offset));
            match offset {
                0 => (0, Vec::new()),
                _ => (0, slice(page, offset + 1, len).to_vec()),
            }
        })
    }

    /// Reads all pages that `table` lists; `read` finds the style and the modifiers of the stretch `nth` of `count`
    /// in a page.
    fn new(
        document: &[u8],
        table: &[u8],
        read: impl Fn(&[u8], usize, usize) -> (u16, Vec<u8>),
    ) -> Self {
        let pages = (table.len().saturating_sub(4) / 8).min(MOST_PAGES);
        let mut stretches = Vec::new();
        for nth in 0..pages {
            let number = u32_at(table, (pages + 1) * 4 + nth * 4) & 0x003f_ffff;
            let page = slice(document, number as usize * PAGE, PAGE);
            // The last byte of a page is the number of its stretches.
            let count = usize::from(u8_at(page, PAGE - 1));
            for nth in 0..count {
                let (style, modifiers) = read(page, nth, count);
                stretches.push(Stretch {
                    from: u32_at(page, nth * 4),
                    to: u32_at(page, nth * 4 + 4),
                    style,
                    modifiers,
                });
            }
        }
        // Pages may lie in any order, and stretches of damaged files may overlap.
        stretches.sort_by_key(|stretch| stretch.from);
        Self { stretches }
    }

    /// Returns the index of the stretch that holds byte `at` of the file.
    ///
    /// `None` between two stretches and outside all of them.
    pub fn find(&self, at: u32) -> Option<usize> {
        let after = self.stretches.partition_point(|stretch| stretch.from <= at);
        let nth = after.checked_sub(1)?;
        (at < self.stretches.get(nth)?.to).then_some(nth)
    }

    /// Returns the style and the modifiers of a stretch.
    pub fn get(&self, nth: Option<usize>) -> (u16, &[u8]) {
        let stretch = nth.and_then(|nth| self.stretches.get(nth));
        stretch.map_or((0, &[]), |stretch| (stretch.style, &stretch.modifiers))
    }
}

/// Splits a list of modifiers into codes and operands. The three highest bits of a code give the length of its
/// operand ([MS-DOC] 2.6).
pub(super) fn modifiers(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        if bytes.len() < 3 {
            return None;
        }
        let code = u16_at(bytes, 0);
        let operand = bytes.get(2..)?;
        let len = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // The definition of a table counts its length in two bytes, one too many.
            _ if code == 0xd608 => usize::from(u16_at(operand, 0)) + 1,
            _ => usize::from(u8_at(operand, 0)) + 1,
        };
        bytes = operand.get(len..).unwrap_or_default();
        Some((code, slice(operand, 0, len)))
    })
}

/// Properties of a paragraph, the sum of its modifiers.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own"
)]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DocParagraphProperties {
    /// Set in a table.
    pub in_table: bool,
    /// Set for the mark that ends a row.
    pub ends_row: bool,
    /// The number of tables that the paragraph is in, where the file gives it.
    pub depth: u8,
    /// Set for a mark that ends a cell of a table inside a table.
    pub ends_inner_cell: bool,
    /// Set for a mark that ends a row of a table inside a table.
    pub ends_inner_row: bool,
    /// Centred.
    pub centred: bool,
    /// First line indented.
    pub indented: bool,
    /// Outline level, 0 the highest.
    pub outline: Option<u8>,
    /// List instance, counted from 1.
    pub list: u16,
    /// Level in it.
    pub level: u8,
    /// Set when the paragraph begins a page.
    pub page_break: bool,
    /// Set for the caption of a figure or a table, which only styles are.
    pub caption: bool,
}

/// Returns the left edge of a row and the right edges of its cells in twips, out of the definition of its table
/// (sprmTDefTable, [MS-DOC] 2.9.333); nothing if there is none.
pub(super) fn edges(list: &[u8]) -> Vec<i32> {
    let defined = modifiers(list).filter(|(code, _)| *code == 0xd608).last();
    let Some((_, operand)) = defined else {
        return Vec::new();
    };
    let cells = usize::from(u8_at(operand, 2));
    let bytes = slice(operand, 3, (cells + 1) * 2);
    bytes
        .chunks_exact(2)
        .map(|pair| i32::from(i16::from_le_bytes([pair[0], pair[1]])))
        .collect()
}

impl DocParagraphProperties {
    /// True in a table inside a table.
    pub fn is_inner(&self) -> bool {
        self.depth > 1 || self.ends_inner_cell || self.ends_inner_row
    }

    /// True in a table inside the table inside a table, or deeper.
    pub fn is_deep(&self) -> bool {
        self.depth > 2
    }

    /// Applies a list of modifiers.
    pub fn apply(&mut self, list: &[u8]) {
        for (code, operand) in modifiers(list) {
            let value = u8_at(operand, 0);
            match code {
                0x2416 => self.in_table = value != 0,
                0x2417 => self.ends_row = value != 0,
                0x6649 => self.depth = value,
                0x244b => self.ends_inner_cell = value != 0,
                0x244c => self.ends_inner_row = value != 0,
                0x2403 | 0x2461 => self.centred = value == 1,
                // Indents of the first line in twips, of two versions of Word, and in characters.
                0x8460 | 0x8411 | 0x4457 => {
                    self.indented = u16_at(operand, 0).cast_signed() > 0;
                }
                0x2407 => self.page_break = value != 0,
                0x2640 => self.outline = Some(value).filter(|level| *level < 9),
                0x260a => self.level = value,
                0x460b => self.list = u16_at(operand, 0),
                _ => {}
            }
        }
    }
}

/// Properties of characters, the sum of their modifiers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DocRunProperties {
    /// Bold.
    pub bold: bool,
    /// Hidden.
    pub hidden: bool,
    /// Deleted, and the deletion not yet accepted.
    pub deleted: bool,
    /// Font size in half-points; 0 if left open.
    pub size: u32,
    /// A character of a symbol font, which stands in the text as a bracket.
    pub symbol: Option<char>,
}

impl DocRunProperties {
    /// Applies a list of modifiers. `style` are the properties by the style alone, which toggles refer to.
    pub fn apply(&mut self, list: &[u8], style: DocRunProperties) {
        for (code, operand) in modifiers(list) {
            let value = u8_at(operand, 0);
            let toggle = |style: bool| match value {
                // ToggleOperand: 0x80 and 0x81 refer to the style.
                // Bold inside a bold heading is plain: Word toggles instead of setting.
                0x80 => style,
                0x81 => !style,
                other => other != 0,
            };
            match code {
                0x0835 => self.bold = toggle(style.bold),
                0x083c => self.hidden = toggle(style.hidden),
                0x0800 => self.deleted = value != 0,
                0x4a43 => self.size = u32::from(u16_at(operand, 0)),
                0x6a09 => self.symbol = char::from_u32(u32_at(operand, 0) >> 16),
                _ => {}
            }
        }
    }

    /// Returns the number of the character style that a list names.
    pub fn style(list: &[u8]) -> Option<u16> {
        let mut named = modifiers(list).filter(|(code, _)| *code == 0x4a30);
        named.next().map(|(_, operand)| u16_at(operand, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_of_every_length_are_told_apart() {
        // Centred; a table definition that counts its length one too high; size 28; what breaks off.
        let list = [
            0x03, 0x24, 1, 0x08, 0xd6, 3, 0, 9, 9, 0x43, 0x4a, 28, 0, 0x16, 0x24,
        ];
        let codes: Vec<u16> = modifiers(&list).map(|(code, _)| code).collect();
        assert_eq!(codes, [0x2403, 0xd608, 0x4a43]);
        let mut look = DocParagraphProperties::default();
        look.apply(&list);
        assert!(look.centred && !look.in_table);
    }

    #[test]
    fn modifiers_in_the_data_stream_are_part_of_their_paragraph() {
        let mut index = FormattingIndex {
            stretches: vec![Stretch {
                from: 0,
                to: 9,
                style: 0,
                modifiers: vec![0x46, 0x66, 4, 0, 0, 0],
            }],
        };
        // Behind four other bytes: the length, that a row ends, and a reference to what stands in front of it.
        let data = [
            1, 0, 9, 9, 9, 0, 0x17, 0x24, 1, 0x6b, 0x64, 15, 0, 0, 0, 3, 0, 0x16, 0x24, 1,
        ];
        index.add_long(&data);
        let mut look = DocParagraphProperties::default();
        look.apply(index.get(index.find(3)).1);
        assert!(look.ends_row && look.in_table);
    }

    #[test]
    fn the_edges_of_a_row_stand_in_its_definition() {
        // Two cells, 1000 and 2000 twips wide, from -108 on.
        let list = [0x08, 0xd6, 9, 0, 2, 0x94, 0xff, 0x7c, 0x03, 0x4c, 0x0b, 0];
        assert_eq!(edges(&list), [-108, 892, 2892]);
        assert!(edges(&[0x08, 0xd6, 3, 0, 200, 9]).is_empty());
    }

    #[test]
    fn a_toggle_may_turn_the_style_round() {
        let style = DocRunProperties {
            bold: true,
            ..DocRunProperties::default()
        };
        let mut look = style;
        look.apply(&[0x35, 0x08, 0x81], style);
        assert!(!look.bold);
        look.apply(&[0x35, 0x08, 0x80], style);
        assert!(look.bold);
    }
}
