//! The body of a DOC file: its characters become paragraphs ([MS-DOC] 2.4.2 to 2.4.5).
//!
//! Control characters mark the structure: 0x0d ends a paragraph, 0x07 a cell or a row, 0x0c a page or section; 0x13,
//! 0x14 and 0x15 begin, divide and end a field; 0x02 refers to a note, 0x08 anchors a drawing. The formatting of a
//! paragraph is that of its mark. Notes and text boxes are ranges elsewhere in the text and are read as stories of
//! their own at the place that refers to them.

use super::file::{DocChar, DocFile};
use super::properties::{self, DocParagraphProperties, DocRunProperties};
use crate::model::transcript::LineKind;
use crate::source::field::WordField;
use crate::source::numbering::Numbering;
use crate::source::story::{InnerTable, MOST_IN_ROW, Story, StoryParagraph};
use crate::source::symbol;
use std::mem::take;

/// The walk through the characters of a file.
pub(super) struct DocBody<'a> {
    /// The file.
    file: &'a DocFile,
    /// The lists with their counts.
    numbering: Numbering,
    /// The text read so far.
    story: Story,
    /// The paragraph that is open.
    paragraph: StoryParagraph,
    /// Code units of equal formatting that are still to become text. They are decoded together, because a surrogate
    /// pair is two of them.
    units: Vec<u16>,
    /// The properties of the current characters.
    look: DocRunProperties,
    /// The stretch of formatting behind `look`: `None` before the first character of a paragraph, `Some(None)` where
    /// the file has no formatting.
    #[expect(
        clippy::option_option,
        reason = "not looked up yet is not the same as not there"
    )]
    stretch: Option<Option<usize>>,
    /// The properties of characters that the paragraph's style gives.
    base: DocRunProperties,
    /// Fields that are open, the innermost last.
    fields: Vec<WordField>,
    /// The cells of the open row.
    cells: Vec<Vec<StoryParagraph>>,
    /// The paragraphs of the open cell.
    cell: Vec<StoryParagraph>,
    /// The table inside the open cell.
    inner: InnerTable,
    /// Notes and text boxes that follow the paragraph.
    below: Vec<Story>,
    /// The number of notes so far.
    noted: usize,
    /// Set inside a note or a text box. These hold no others, so a damaged file cannot lead in circles.
    is_inner: bool,
    /// Set when the open paragraph has a picture.
    has_picture: bool,
    /// Set for each text box that has been read, by index.
    placed: Vec<bool>,
}

impl<'a> DocBody<'a> {
    /// A walk at its start.
    pub fn new(file: &'a DocFile) -> Self {
        Self {
            file,
            numbering: file.numbering.clone(),
            // A character takes a byte or two in the file.
            story: Story::of_file(file.chars.len()),
            paragraph: StoryParagraph::default(),
            units: Vec::new(),
            look: DocRunProperties::default(),
            stretch: None,
            base: DocRunProperties::default(),
            fields: Vec::new(),
            cells: Vec::new(),
            cell: Vec::new(),
            inner: InnerTable::default(),
            below: Vec::new(),
            noted: 0,
            is_inner: false,
            has_picture: false,
            placed: vec![false; file.stories.boxes.len()],
        }
    }

    /// Reads the main text with its notes and text boxes. Text boxes without a known anchor follow at the end.
    pub fn read(mut self) -> Story {
        self.range(self.file.stories.main);
        // Damage, and drawings of old versions, leave text boxes without an anchor.
        for nth in 0..self.placed.len() {
            if !self.placed[nth] {
                let text_box = self.apart(self.file.stories.boxes[nth].1);
                self.story.append(text_box);
            }
        }
        self.story
    }

    /// Reads the characters of a range, paragraph by paragraph.
    fn range(&mut self, (from, to): (usize, usize)) {
        let file = self.file;
        let mut start = from;
        while start < to {
            let rest = file.chars.get(start..to).unwrap_or_default();
            // A paragraph, a cell or row, and a page or section end a paragraph.
            let ends = |c: &DocChar| matches!(c.unit, 0x0d | 0x07 | 0x0c);
            let len = rest.iter().position(ends).map_or(rest.len(), |at| at + 1);
            let chars = rest.get(..len).unwrap_or_default();
            self.read_paragraph(chars, start);
            start += len.max(1);
        }
        self.flush();
        let look = DocParagraphProperties::default();
        self.end_paragraph(&look);
        self.end_row(Vec::new());
    }

    /// Reads one paragraph; `start` is the index of its first character; its last character is the mark.
    fn read_paragraph(&mut self, chars: &[DocChar], start: usize) {
        let Some(mark) = chars.last() else { return };
        let stretch = self.file.paragraphs.find(mark.at);
        let (style, modifiers) = self.file.paragraphs.get(stretch);
        // The style first, then what the paragraph itself sets.
        let (mut look, base) = self.file.styles.look(style);
        look.apply(modifiers);
        self.base = base;
        self.stretch = None;
        // The result of a field that reaches over paragraphs begins anew in each.
        for field in &mut self.fields {
            field.start = field.start.map(|_| self.paragraph.text.len());
        }
        for (c, nth) in chars.iter().zip(start..) {
            self.character(*c, nth);
        }
        self.flush();
        // A paragraph mark whose deletion is not yet accepted joins two paragraphs.
        if mark.unit == 0x0d && self.look.deleted && !look.in_table {
            return;
        }
        self.number(&look);
        let is_row_end =
            look.ends_row || stretch.is_none() && chars.len() == 1 && self.after_cell(start);
        self.end_by_mark(mark.unit, look, is_row_end, modifiers);
        // A page or a section ends.
        if mark.unit == 0x0c && !look.in_table {
            self.story.turn_page();
        }
    }

    /// Ends the paragraph, the cell or the row whose mark is `unit`. The edges of a row are among its `modifiers`.
    fn end_by_mark(
        &mut self,
        unit: u16,
        mut look: DocParagraphProperties,
        is_row_end: bool,
        modifiers: &[u8],
    ) {
        match unit {
            0x07 if is_row_end => {
                self.paragraph = StoryParagraph::default();
                self.end_row(properties::edges(modifiers));
            }
            0x0d if look.ends_inner_row => {
                self.paragraph = StoryParagraph::default();
                if !look.is_deep() {
                    self.inner.end_row(properties::edges(modifiers));
                }
            }
            0x07 => {
                // The mark of a cell belongs to the outer table.
                (look.depth, look.ends_inner_cell, look.ends_inner_row) = (1, false, false);
                look.in_table = true;
                self.end_paragraph(&look);
                // The mark of a cell ends its last paragraph as well.
                self.cells.push(take(&mut self.cell));
            }
            _ => self.end_paragraph(&look),
        }
    }

    /// True if the mark of a cell stands before character `nth`. Word 6 files end a row by a second mark, and their
    /// formatting, which distinguishes it from an empty cell, is not read.
    fn after_cell(&self, nth: usize) -> bool {
        let before = nth.checked_sub(1).and_then(|nth| self.file.chars.get(nth));
        before.is_some_and(|before| before.unit == 0x07) && !self.cells.is_empty()
    }

    /// Inserts the automatic number before the text.
    fn number(&mut self, look: &DocParagraphProperties) {
        let next = self.paragraph.text.trim_start().chars().next();
        // Lists 0 and from 0x7ff on are none ([MS-DOC] 2.6.2, sprmPIlfo).
        if look.list == 0 || look.list >= 0x07ff || look.ends_row || next.is_none() {
            return;
        }
        let list = u32::from(look.list);
        if let Some(marker) = self.numbering.step(list, look.level, next) {
            self.paragraph.number(&marker);
        }
    }

    /// Takes character `nth` of the file.
    fn character(&mut self, c: DocChar, nth: usize) {
        let stretch = self.file.runs.find(c.at);
        // Formatting is looked up once for a stretch and not for each character.
        if self.stretch != Some(stretch) {
            self.begin_stretch(stretch);
        }
        match c.unit {
            // Begin, separator and end of a field.
            0x13 => WordField::begin(&mut self.fields),
            0x14 => {
                self.flush();
                if let Some(field) = self.fields.last_mut() {
                    field.start = Some(self.paragraph.text.len());
                }
            }
            0x15 => self.end_field(),
            _ if self.fields.iter().any(|field| field.start.is_none()) => {
                if let Some(field) = self.fields.last_mut() {
                    let unit = char::from_u32(u32::from(c.unit));
                    field.instruction.push(unit.unwrap_or('\u{fffd}'));
                }
            }
            _ if self.look.hidden || self.look.deleted => {}
            // A reference to a note, an anchor of a drawing.
            0x02 if !self.is_inner => self.note(nth),
            0x08 if !self.is_inner => self.text_box(nth),
            // A soft line break, a tab, and the hyphen that does not break.
            0x0b => self.sign("\n"),
            0x09 => self.sign("\t"),
            0x1e => self.sign("-"),
            // A character of a symbol font stands in the text as `(`.
            0x28 if self.look.symbol.is_some() => {
                let code = self.look.symbol.unwrap_or('(');
                let shown = symbol::character(None, code);
                self.sign(shown.encode_utf8(&mut [0; 4]));
            }
            0x01 if !self.in_formula() => self.has_picture = true,
            // Anchors of drawings and comments, and hyphens that are not shown.
            0x00..=0x1f => {}
            unit => self.units.push(unit),
        }
    }

    /// Takes over the format of the characters of `stretch`: that of the paragraph style, the character style and the run
    /// itself, in this order.
    fn begin_stretch(&mut self, stretch: Option<usize>) {
        self.flush();
        self.stretch = Some(stretch);
        let (_, modifiers) = self.file.runs.get(stretch);
        let mut look = self.base;
        if let Some(style) = DocRunProperties::style(modifiers) {
            self.file.styles.apply(style, &mut look);
        }
        let below = look;
        look.apply(modifiers, below);
        self.look = look;
    }

    /// True inside the result of an embedded formula, which shows as a picture.
    fn in_formula(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.instruction.trim_start().starts_with("EMBED Equation"))
    }

    /// Turns the waiting code units into text.
    fn flush(&mut self) {
        if self.units.is_empty() {
            return;
        }
        let text = String::from_utf16_lossy(&take(&mut self.units));
        // [MS-DOC] 2.6.1: without a size, text has 10 points.
        let size = if self.look.size == 0 {
            20
        } else {
            self.look.size
        };
        self.paragraph.push(&text, size, self.look.bold);
    }

    /// Adds a sign that has no formatting of its own.
    fn sign(&mut self, sign: &str) {
        self.flush();
        self.paragraph.push_sign(sign);
    }

    /// Ends the innermost field.
    fn end_field(&mut self) {
        self.flush();
        let Some(field) = self.fields.pop() else {
            return;
        };
        field.end(&mut self.paragraph);
    }

    /// Reads the note that is referred to at character `nth`, to stand below the paragraph.
    fn note(&mut self, nth: usize) {
        let notes = &self.file.stories.notes;
        let first = notes.partition_point(|(at, _)| *at < nth);
        let Some((_, range)) = notes.get(first).filter(|(at, _)| *at == nth) else {
            return;
        };
        self.noted += 1;
        let label = format!("［注{}］", self.noted);
        let mut note = self.apart(*range);
        note.prefix_first(&label);
        self.below.push(note);
    }

    /// Reads the text box that is anchored at character `nth`.
    fn text_box(&mut self, nth: usize) {
        let boxes = &self.file.stories.boxes;
        let number = boxes.partition_point(|(at, _)| *at < nth);
        if boxes.get(number).is_none_or(|(at, _)| *at != nth) {
            return;
        }
        // A box may be anchored twice in a damaged file.
        if std::mem::replace(&mut self.placed[number], true) {
            return;
        }
        let text_box = self.apart(boxes[number].1);
        if self.paragraph.text.trim().is_empty() && self.units.is_empty() {
            self.add_story(text_box, !self.cells.is_empty() || !self.cell.is_empty());
        } else {
            self.below.push(text_box);
        }
    }

    /// Reads another range as a story of its own, in the middle of this one.
    fn apart(&mut self, range: (usize, usize)) -> Story {
        self.flush();
        let mut inner = DocBody::new(self.file);
        // Without this a note that refers to itself would be read for ever.
        inner.is_inner = true;
        // Lists count on through notes and text boxes.
        std::mem::swap(&mut inner.numbering, &mut self.numbering);
        inner.range(range);
        std::mem::swap(&mut inner.numbering, &mut self.numbering);
        inner.story
    }

    /// Adds a story to the open cell or to the text.
    fn add_story(&mut self, story: Story, in_table: bool) {
        if in_table {
            self.cell.extend(story.into_paragraphs());
        } else {
            self.story.append(story);
        }
    }

    /// Ends a paragraph with the formatting of its mark.
    fn end_paragraph(&mut self, look: &DocParagraphProperties) {
        let mut paragraph = take(&mut self.paragraph);
        paragraph.look.centred = look.centred;
        paragraph.look.indented = look.indented;
        paragraph.look.heading_level = look.outline.map(|level| level + 1);
        paragraph.page_break |= look.page_break;
        paragraph.caption = look.caption;
        // A picture between words is an icon or a sign; a figure has its paragraph for itself.
        if take(&mut self.has_picture) && paragraph.text.trim().is_empty() {
            paragraph.kind = LineKind::Figure;
            paragraph.text.clear();
        }
        if look.is_inner() {
            self.inner.push(paragraph);
            for story in take(&mut self.below) {
                let paragraphs = story.into_paragraphs().into_iter();
                paragraphs.for_each(|paragraph| self.inner.push(paragraph));
            }
            if look.ends_inner_cell && !look.is_deep() {
                self.inner.end_cell();
            }
            return;
        }
        self.cell.extend(self.inner.take_paragraphs());
        if look.in_table {
            if !paragraph.is_empty() {
                self.cell.push(paragraph);
            }
            if self.cell.len().max(self.cells.len()) >= MOST_IN_ROW {
                self.end_row(Vec::new());
            }
        } else {
            self.end_row(Vec::new());
            self.story.push(paragraph);
        }
        for story in take(&mut self.below) {
            self.add_story(story, look.in_table);
        }
    }

    /// Ends the row of a table, if there is one, with its edges in twips.
    fn end_row(&mut self, edges: Vec<i32>) {
        // A file that breaks off inside a table of a cell.
        self.cell.extend(self.inner.take_paragraphs());
        let (cells, cell) = (take(&mut self.cells), take(&mut self.cell));
        self.story.push_row(cells, cell, edges);
    }
}
