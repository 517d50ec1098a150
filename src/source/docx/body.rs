//! The body of a DOCX file (`document.xml`): its blocks in reading order (ECMA-376 17.2 to 17.4).
//!
//! Paragraphs and tables stand in the body, in cells, in text boxes and in notes, each time perhaps inside a
//! container (a content control, tracked changes, alternative content). The inside of paragraphs is read in `inline`,
//! which comes back here for text boxes.

use super::Relations;
use super::styles::{DocxStyles, ParagraphProperties, RunProperties};
use crate::source::field::WordField;
use crate::source::numbering::Numbering;
use crate::source::story::{self, Story, StoryParagraph};
use crate::source::xml::Element;
use std::collections::{HashMap, VecDeque};

/// A paragraph that is being put together, with the formatting that its runs inherit.
#[derive(Debug, Default)]
pub(super) struct OpenParagraph {
    /// The paragraph.
    pub paragraph: StoryParagraph,
    /// The properties of a run that has none of its own.
    pub run: RunProperties,
    /// Notes to which the paragraph refers.
    pub notes: Vec<NoteReference>,
    /// Text boxes whose anchor stands behind some text of the paragraph; they follow it.
    pub boxes: Vec<Story>,
    /// Set when a page ends behind text of the paragraph.
    pub turns_page: bool,
}

/// A reference to a foot- or endnote.
#[derive(Debug)]
pub(super) enum NoteReference {
    /// 0 for a footnote or 1 for an endnote, and its identifier.
    Named(usize, String),
    /// The note itself, which Word 2003 XML has at its anchor.
    Inside(Story),
}

impl OpenParagraph {
    /// Takes a page break: the paragraph begins the page if nothing stands before the break, else the next one does.
    pub fn turn_page(&mut self) {
        if self.paragraph.text.trim().is_empty() {
            self.paragraph.page_break = true;
        } else {
            self.turns_page = true;
        }
    }

    /// Takes over the paragraph properties.
    fn set_look(&mut self, look: &ParagraphProperties) {
        let paragraph = &mut self.paragraph;
        paragraph.look.centred = look.centred == Some(true);
        paragraph.look.indented = look.is_indented();
        paragraph.page_break |= look.page_break == Some(true);
        paragraph.caption = look.caption == Some(true);
        paragraph.look.part = look.part;
        paragraph.look.heading_level = look.outline.filter(|level| *level < 9).map(|l| l + 1);
    }

    /// Continues the paragraph with the one below it. Notes, text boxes and a page break follow the joined paragraph.
    fn append(&mut self, below: Self) {
        self.paragraph.append(below.paragraph);
        self.notes.extend(below.notes);
        self.boxes.extend(below.boxes);
        self.turns_page |= below.turns_page;
    }
}

/// The walk through the body.
pub(super) struct DocxBody<'a> {
    /// The styles.
    pub(super) styles: &'a DocxStyles,
    /// The relationships.
    pub(super) relations: &'a Relations,
    /// Fields that are open, the innermost last. They may reach over several paragraphs.
    pub(super) fields: Vec<WordField>,
    /// The text read so far.
    pub(super) story: Story,
    /// The lists with their counts.
    numbering: Numbering,
    /// The foot- and endnotes that were not read yet, by identifier. Each is read once, however often a damaged file
    /// refers to it.
    notes: [HashMap<&'a str, &'a Element>; 2],
    /// The number of notes so far.
    noted: u32,
    /// A paragraph whose end mark was deleted, so that the next one continues it.
    unfinished: Option<OpenParagraph>,
    /// For each section that is still to come, in order: set if it begins a page.
    sections: VecDeque<bool>,
}

impl<'a> DocxBody<'a> {
    /// A walk at its start. `notes` are `footnotes.xml` and `endnotes.xml`.
    pub fn new(
        styles: &'a DocxStyles,
        numbering: Numbering,
        relations: &'a Relations,
        notes: [&'a Element; 2],
    ) -> Self {
        let named = notes.map(|root| {
            let named = root
                .elements()
                .filter_map(|note| Some((note.attribute("id")?, note)));
            named.collect()
        });
        Self {
            styles,
            relations,
            fields: Vec::new(),
            story: Story::default(),
            numbering,
            notes: named,
            noted: 0,
            unfinished: None,
            sections: VecDeque::new(),
        }
    }

    /// Reads the whole body.
    pub fn read_all(&mut self, body: &Element) {
        section_starts(body, &mut self.sections);
        // The first section begins the document.
        self.sections.pop_front();
        // Sections are noted in a pass of their own, since the properties of one stand behind its
        // text.
        self.read(body);
    }

    /// Returns the story.
    pub fn finish(mut self) -> Story {
        if let Some(paragraph) = self.unfinished.take() {
            self.end_paragraph(paragraph);
        }
        self.story
    }

    /// Reads the blocks inside `container`.
    pub fn read(&mut self, container: &Element) {
        for block in container.elements() {
            match &*block.name {
                "p" => self.paragraph(block),
                "tbl" => self.table(block),
                "sdt" => {
                    if let Some(content) = block.child("sdtContent") {
                        self.read(content);
                    }
                }
                // Containers around blocks; `del` and `moveFrom` are not among them.
                "customXml" | "ins" | "moveTo" | "smartTag" | "sdtContent" | "sect"
                | "sub-section" => {
                    self.read(block);
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(block) {
                        self.read(chosen);
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads a table.
    fn table(&mut self, table: &Element) {
        self.story.open_table();
        self.rows(table);
        self.story.close_table();
    }

    /// Reads the rows inside a table or a container of rows, without deleted ones.
    fn rows(&mut self, container: &Element) {
        for row in container.elements() {
            match &*row.name {
                "tr" => {
                    let deleted = row.child("trPr").is_some_and(|p| p.child("del").is_some());
                    if !deleted {
                        // Empty columns before the first cell (`gridBefore`), without which the row
                        // would stand too far left.
                        let before = row.child("trPr").and_then(|p| p.child("gridBefore"));
                        if before.is_some() {
                            self.story.open_spanning_cell(span(before), 1);
                        }
                        self.cells(row);
                        self.story.close_row();
                    }
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.rows(row),
                _ => {}
            }
        }
    }

    /// Reads the cells inside a row or a container of cells.
    fn cells(&mut self, container: &Element) {
        for cell in container.elements() {
            match &*cell.name {
                "tc" => {
                    let columns = cell.child("tcPr").and_then(|p| p.child("gridSpan"));
                    self.story.open_spanning_cell(span(columns), 1);
                    self.read(cell);
                }
                "sdt" | "sdtContent" | "customXml" => self.cells(cell),
                _ => {}
            }
        }
    }

    /// Reads a paragraph, with its number in front and its text boxes and notes below.
    fn paragraph(&mut self, element: &Element) {
        let properties = element.child("pPr");
        let style = properties
            .and_then(|p| p.child("pStyle"))
            .and_then(Element::value);
        let (inherited, run) = self.styles.paragraph(style);
        let look = ParagraphProperties::of(properties).over(inherited);
        let mut open = OpenParagraph {
            run,
            ..OpenParagraph::default()
        };
        for field in &mut self.fields {
            // The result of a field that goes on begins anew in each paragraph.
            field.start = field.start.map(|_| 0);
        }
        self.inline(element, &mut open);
        self.give_number(&mut open.paragraph, properties, &look, style);
        open.set_look(&look);
        let ends_section = properties.is_some_and(|p| p.child("sectPr").is_some());
        open.turns_page |= ends_section && self.sections.pop_front().unwrap_or(false);
        if let Some(mut before) = self.unfinished.take() {
            before.append(open);
            open = before;
        }
        // A tracked deletion of the end mark joins this paragraph and the next (17.13.5.15).
        if has_mark(properties, "del") || has_mark(properties, "moveFrom") {
            self.unfinished = Some(open);
        } else {
            self.end_paragraph(open);
        }
    }

    /// Puts the number of its list before a paragraph.
    fn give_number(
        &mut self,
        paragraph: &mut StoryParagraph,
        properties: Option<&Element>,
        look: &ParagraphProperties,
        style: Option<&str>,
    ) {
        // Word 2003 XML has the number as it was counted.
        if let Some(marker) = properties.and_then(written_marker) {
            let next = paragraph.text.trim_start().chars().next();
            if next.is_some() {
                paragraph.number(&story::parted(marker, next));
            }
        }
        // A deleted paragraph does not count in its list, as in Word.
        // A number that is not shown must not be counted either, or all later ones would be wrong.
        let is_hidden = has_mark(properties, "vanish") && paragraph.text.is_empty();
        if !has_mark(properties, "del") && !is_hidden {
            self.number(paragraph, look, style);
        }
    }

    /// Appends a paragraph to the story, and behind it its page break, its text boxes and its notes.
    fn end_paragraph(&mut self, open: OpenParagraph) {
        self.story.push(open.paragraph);
        // Behind the paragraph: the next one begins the page.
        if open.turns_page {
            self.story.turn_page();
        }
        for text_box in open.boxes {
            self.story.append(text_box);
        }
        for note in open.notes {
            self.note(note);
        }
    }

    /// Reads the blocks inside `container` as a story of their own. Fields around its anchor do not reach into it.
    pub(super) fn apart(&mut self, container: &Element) -> Story {
        // Read with the same walk, so that lists and notes count on.
        let outer = std::mem::take(&mut self.story);
        let fields = std::mem::take(&mut self.fields);
        self.read(container);
        self.fields = fields;
        std::mem::replace(&mut self.story, outer)
    }

    /// Inserts the automatic number before the text.
    fn number(
        &mut self,
        paragraph: &mut StoryParagraph,
        look: &ParagraphProperties,
        style: Option<&str>,
    ) {
        let Some(list) = look.list.filter(|list| *list != 0) else {
            return;
        };
        let by_style = || style.and_then(|style| self.numbering.level_of_style(list, style));
        let level = look.level.or_else(by_style).unwrap_or(0);
        let next = paragraph.text.trim_start().chars().next();
        let Some(marker) = self.numbering.step(list, level, next) else {
            return;
        };
        // Word shows the number of an empty paragraph too; in a text it would be a stray line.
        if next.is_some() {
            paragraph.number(&marker);
        }
    }

    /// Adds a foot- or endnote below the paragraph that refers to it.
    fn note(&mut self, reference: NoteReference) {
        let mut inner = match reference {
            NoteReference::Inside(story) => story,
            NoteReference::Named(kind, id) => {
                let Some(note) = self.notes[kind].remove(&*id) else {
                    return;
                };
                self.apart(note)
            }
        };
        self.noted += 1;
        inner.prefix_first(&format!("［注{}］", self.noted));
        self.story.append(inner);
    }
}

/// True if the end mark of a paragraph has the property `name`, such as a tracked deletion.
fn has_mark(properties: Option<&Element>, name: &str) -> bool {
    let mark = properties.and_then(|properties| properties.child("rPr"));
    mark.is_some_and(|mark| mark.child(name).is_some())
}

/// Returns the number of a list item that the file has beside the paragraph (`w:listPr`).
fn written_marker(properties: &Element) -> Option<String> {
    let marker = properties.child("listPr")?.child("t")?.value()?;
    Some(marker.to_owned())
}

/// Returns the alternative that is read: the first choice. Word writes the same content once in a newer and once in
/// an older form, and reading both would double every text box.
pub(super) fn chosen(alternatives: &Element) -> Option<&Element> {
    let choice = alternatives.child("Choice");
    choice.or_else(|| alternatives.child("Fallback"))
}

/// The number of columns that `property` gives.
fn span(property: Option<&Element>) -> usize {
    let value = property.and_then(Element::value);
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// Adds for each section inside `container` whether it begins a page (17.6.22). A section's properties stand at its end.
// Continuous sections and those in the next column begin no page.
fn section_starts(container: &Element, to: &mut VecDeque<bool>) {
    for element in container.elements() {
        match &*element.name {
            "sectPr" => {
                let kind = element.child("type").and_then(Element::value);
                to.push_back(!matches!(kind, Some("continuous" | "nextColumn")));
            }
            "p" | "pPr" | "sdt" | "sdtContent" | "ins" | "customXml" | "sect" => {
                section_starts(element, to);
            }
            _ => {}
        }
    }
}
