//! The body of an ODT file (`office:text`): blocks, and the text inside paragraphs, in reading order.
//!
//! Lists are nested elements around their paragraphs, unlike in DOCX, where a paragraph names its list. The first
//! paragraph of an item gets the number, further ones do not. Frames are anchored in paragraphs or stand among the
//! blocks.

use super::lists::{ListKey, OdtLists};
use super::styles::{OdtFormat, OdtStyles};
use crate::source::story::{self, Story, StoryParagraph};
use crate::source::xml::{Element, Node};

/// The most spaces for one `text:s`. Its count is a number in the file, which damage can make billions.
const MOST_SPACES: usize = 200;

/// The most cells for one element, for the same reason.
const MOST_REPEATS: usize = 50;

/// The list item that begins with the next paragraph.
struct Item {
    /// The list by which it counts.
    key: ListKey,
    /// The name of its list style.
    style: String,
    /// Its level, 0 the highest.
    level: usize,
    /// The number that it sets itself.
    value: Option<u32>,
}

/// The walk through the body.
pub(super) struct OdtBody<'a> {
    /// The styles.
    styles: &'a OdtStyles,
    /// The lists with their counts.
    lists: OdtLists,
    /// The text read so far.
    story: Story,
    /// The item whose first paragraph is still to come. Only the first one gets the number.
    item: Option<Item>,
    /// The number of notes so far.
    noted: u32,
}

/// A paragraph that is being put together, with the notes and frames to place around it.
#[derive(Default)]
struct OpenParagraph<'a> {
    /// The paragraph.
    paragraph: StoryParagraph,
    /// Notes to which it refers; they follow it.
    notes: Vec<&'a Element>,
    /// Frames whose anchor stands behind some text; they follow it.
    boxes: Vec<Story>,
}

impl<'a> OdtBody<'a> {
    /// A walk at the start of a part of `bytes` bytes.
    pub fn new(styles: &'a OdtStyles, lists: OdtLists, bytes: usize) -> Self {
        Self {
            styles,
            lists,
            story: Story::of_file(bytes),
            item: None,
            noted: 0,
        }
    }

    /// Returns the story.
    pub fn finish(self) -> Story {
        self.story
    }

    /// Reads the blocks inside `container`.
    pub fn read(&mut self, container: &Element) {
        for block in container.elements() {
            self.block(block);
        }
    }

    /// Reads one block: a paragraph, a heading, a list, a table, or a container of blocks.
    fn block(&mut self, block: &Element) {
        match &*block.name {
            "p" | "h" => self.paragraph(block),
            "list" => {
                let style = block.attribute("style-name").unwrap_or_default();
                let key = self.lists.begin(block, style);
                self.list(block, &key, style, 0);
            }
            "table" => {
                self.story.open_table();
                self.rows(block);
                self.story.close_table();
            }
            "soft-page-break" => self.story.turn_page(),
            // A hidden section is not on the page.
            "section" if block.attribute("display") == Some("none") => {}
            // Declarations, deletions and forms hold no text of the page; indexes, sections, frames and shapes do.
            "tracked-changes"
            | "annotation"
            | "forms"
            | "title"
            | "desc"
            | "index-title-template" => {}
            name if name.ends_with("-decls") || name.ends_with("-source") => {}
            _ => self.read(block),
        }
    }

    /// Reads the items of a list at `level`, 0 the highest.
    fn list(&mut self, list: &Element, key: &ListKey, style: &str, level: usize) {
        for item in list.elements() {
            let value = item.attribute("start-value").and_then(|v| v.parse().ok());
            self.item = (&*item.name == "list-item").then(|| Item {
                key: key.clone(),
                style: style.to_owned(),
                level,
                value,
            });
            for block in item.elements() {
                match &*block.name {
                    "list" => {
                        // A list inside may have a style of its own; it counts with the list around it all the same.
                        let inner = block.attribute("style-name").unwrap_or(style);
                        self.list(block, key, inner, level + 1);
                    }
                    // The number as the writing program counted it. It is counted here again, since most programs
                    // leave it out.
                    "number" => {}
                    _ => self.block(block),
                }
            }
            // An item without a paragraph gives its number to none of those behind the list.
            self.item = None;
        }
    }

    /// Reads the rows of a table or of a group of rows.
    fn rows(&mut self, container: &Element) {
        for row in container.elements() {
            match &*row.name {
                "table-row" => {
                    for cell in row.elements() {
                        self.cell(cell);
                    }
                    self.story.close_row();
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(row),
                _ => {}
            }
        }
    }

    /// Reads a cell. The places that a merged cell covers are cells of their own, and equal neighbours one element.
    fn cell(&mut self, cell: &Element) {
        if !matches!(&*cell.name, "table-cell" | "covered-table-cell") {
            return;
        }
        let repeated = cell.attribute("number-columns-repeated");
        let times: usize = repeated.and_then(|n| n.parse().ok()).unwrap_or(1);
        // An empty cell may stand for all columns up to the last that exists.
        for _ in 0..times.clamp(1, MOST_REPEATS) {
            self.story.open_cell();
            self.read(cell);
        }
    }

    /// Reads a paragraph or heading, with its number in front and its frames and notes below.
    fn paragraph(&mut self, element: &Element) {
        let style = element.attribute("style-name");
        let look = self.styles.look("paragraph", style);
        if look.hidden == Some(true) {
            return;
        }
        // Taken, so that the item's further paragraphs have no number.
        let item = self.item.take();
        let mut open = OpenParagraph::default();
        self.inline(element, look, &mut open);
        let heading = &*element.name == "h";
        let level = element
            .attribute("outline-level")
            .and_then(|level| level.parse().ok())
            .or(look.outline);
        let counts = heading && element.attribute("is-list-header") != Some("true");
        let outline = counts.then(|| level.unwrap_or(1));
        self.give_number(&mut open.paragraph, item, outline);
        let mut paragraph = open.paragraph;
        paragraph.look.centred = look.centred == Some(true);
        paragraph.page_break = look.page_break == Some(true);
        paragraph.look.indented = look.indented == Some(true);
        paragraph.look.part = look.part;
        paragraph.look.heading_level = level.filter(|level| heading && *level > 0);
        self.story.push(paragraph);
        for text_box in open.boxes {
            self.story.append(text_box);
        }
        for note in open.notes {
            self.note(note);
        }
    }

    /// Puts the number of its list, or of a heading at level `outline` (from 1), before a paragraph.
    fn give_number(
        &mut self,
        paragraph: &mut StoryParagraph,
        item: Option<Item>,
        outline: Option<u8>,
    ) {
        let next = paragraph.text.trim_start().chars().next();
        let marker = match item {
            Some(item) => {
                let Item {
                    key,
                    style,
                    level,
                    value,
                } = item;
                self.lists.step(&key, &style, level, value, next)
            }
            None => outline.map_or_else(String::new, |level| {
                let level = usize::from(level.saturating_sub(1));
                self.lists.step(&ListKey::Outline, "", level, None, next)
            }),
        };
        // A blank paragraph counts in a list, but shows no number.
        if next.is_some() {
            paragraph.number(&marker);
        }
    }

    /// Adds a foot- or endnote as a paragraph of its own with its mark in front.
    fn note(&mut self, note: &Element) {
        // The mark that the author chose, or the number that the writing program counted.
        let citation = note.child("note-citation").map(Element::text);
        self.noted += 1;
        let label = citation.unwrap_or_else(|| self.noted.to_string());
        let mut inner = self.apart(|body| {
            if let Some(text) = note.child("note-body") {
                body.read(text);
            }
        });
        inner.prefix_first(&format!("［注{}］", label.trim()));
        self.story.append(inner);
    }

    /// Runs `read` and returns what it adds to the story, as a story of its own.
    fn apart(&mut self, read: impl FnOnce(&mut Self)) -> Story {
        // The text of a note or a frame must not end up inside the paragraph around it.
        let outer = std::mem::take(&mut self.story);
        let item = self.item.take();
        read(self);
        self.item = item;
        std::mem::replace(&mut self.story, outer)
    }

    /// Reads the text inside a paragraph or span.
    fn inline<'e>(
        &mut self,
        container: &'e Element,
        look: OdtFormat,
        open: &mut OpenParagraph<'e>,
    ) {
        for node in &container.children {
            let element = match node {
                Node::Text(text) => {
                    add_text(text, look, &mut open.paragraph);
                    continue;
                }
                Node::Element(element) => element,
            };
            match &*element.name {
                "span" => {
                    let style = element.attribute("style-name");
                    let look = self.styles.look("text", style).over(look);
                    if look.hidden != Some(true) {
                        self.inline(element, look, open);
                    }
                }
                "s" => {
                    let count = element.attribute("c").and_then(|c| c.parse().ok());
                    let count: usize = count.unwrap_or(1);
                    open.paragraph
                        .push_sign(&" ".repeat(count.min(MOST_SPACES)));
                }
                "tab" => open.paragraph.push_sign("\t"),
                "line-break" => open.paragraph.push_sign("\n"),
                "a" => self.link(element, look, open),
                "note" => open.notes.push(element),
                "ruby" => ruby(element, look, self, open),
                // Text that is drawn: frames, shapes and groups of them.
                "frame" | "custom-shape" | "rect" | "g" | "text-box" | "ellipse" => {
                    self.drawing(element, open);
                }
                "annotation" | "annotation-end" | "hidden-text" | "hidden-paragraph" | "script"
                | "number" | "change" | "change-start" | "change-end" => {}
                // Fields, marks and meta-data wrap what they show.
                _ => self.inline(element, look, open),
            }
        }
    }

    /// Reads a link with the text that it stands behind.
    fn link<'e>(&mut self, element: &'e Element, look: OdtFormat, open: &mut OpenParagraph<'e>) {
        let start = open.paragraph.text.len();
        self.inline(element, look, open);
        if let Some(target) = element.attribute("href") {
            open.paragraph.link_from(start, target);
        }
    }

    /// Reads the text inside a frame or a shape, and its caption as a figure.
    fn drawing(&mut self, element: &Element, open: &mut OpenParagraph) {
        let mut inner = self.apart(|body| body.read(element));
        if let Some(caption) = picture(element) {
            inner.push(StoryParagraph::figure(caption));
        }
        // A frame at the beginning of a paragraph stands above it, any other below.
        if open.paragraph.text.trim().is_empty() {
            self.story.append(inner);
        } else {
            open.boxes.push(inner);
        }
    }
}

/// Returns the caption of a frame with a picture, empty if its author gave none.
fn picture(frame: &Element) -> Option<String> {
    frame.child("image")?;
    let texts = ["desc", "title"].map(|name| frame.child(name).map(Element::text));
    let mut captions = texts.into_iter().flatten();
    let caption = captions.find(|text| story::is_caption(text));
    Some(caption.unwrap_or_default().trim().to_owned())
}

/// Reads characters with their pronunciation, which follows in brackets.
fn ruby<'e>(
    ruby: &'e Element,
    look: OdtFormat,
    body: &mut OdtBody<'_>,
    open: &mut OpenParagraph<'e>,
) {
    if let Some(base) = ruby.child("ruby-base") {
        body.inline(base, look, open);
    }
    let reading = ruby.child("ruby-text").map(Element::text);
    if let Some(reading) = reading.filter(|reading| !reading.trim().is_empty()) {
        open.paragraph.push_sign(&format!("（{}）", reading.trim()));
    }
}

/// Adds text with its white space collapsed (part 3, 6.1.2): a run of it becomes one space, and none begins a
/// paragraph.
fn add_text(text: &str, look: OdtFormat, paragraph: &mut StoryParagraph) {
    // 12 points is the default of LibreOffice.
    let size = look.size.unwrap_or(24);
    let bold = look.bold == Some(true);
    let white = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(white).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !word.is_empty() {
            paragraph.push(word, size, bold);
        }
        let kept = after.trim_start_matches(white);
        // The space before may stand in another span, so the text so far decides.
        let inside = !paragraph.text.is_empty() && !paragraph.text.ends_with([' ', '\n', '\t']);
        if kept.len() < after.len() && inside {
            paragraph.push_sign(" ");
        }
        rest = kept;
    }
}
