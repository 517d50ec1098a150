//! The inside of a DOCX paragraph: runs, fields, hyperlinks, tracked changes (ECMA-376 17.3, 17.13, 17.16).
//!
//! A link is written in three ways: as `w:hyperlink` with a relationship, as `w:fldSimple` with an instruction, and
//! as a field out of runs (`w:fldChar` begin, `w:instrText`, separate, the result, end), which may nest and reach
//! over paragraphs. Text boxes are anchored in runs, in a newer and an older form beside each other.

use super::body::{DocxBody, NoteReference, OpenParagraph, chosen};
use super::picture;
use super::styles::RunProperties;
use crate::source::field::{WordField, hyperlink};
use crate::source::story::{Story, StoryParagraph};
use crate::source::symbol;
use crate::source::xml::Element;

impl DocxBody<'_> {
    /// Reads the content of a paragraph, or of a container inside one. Unknown containers are entered: an unread
    /// wrapper would lose text, and what is no text has no runs.
    pub(super) fn inline(&mut self, container: &Element, open: &mut OpenParagraph) {
        for element in container.elements() {
            match &*element.name {
                "r" => self.run(element, open),
                "hyperlink" => {
                    let start = open.paragraph.text.len();
                    self.inline(element, open);
                    let id = element.attribute("id").unwrap_or_default();
                    if let Some(target) = self.relations.link(id) {
                        open.paragraph.link_from(start, target);
                    }
                }
                // Word 2003 XML has the address itself.
                "hlink" => {
                    let start = open.paragraph.text.len();
                    self.inline(element, open);
                    if let Some(target) = element.attribute("dest") {
                        open.paragraph.link_from(start, target);
                    }
                }
                "annotation" if is_comment(element) => {}
                "fldSimple" => {
                    let start = open.paragraph.text.len();
                    self.inline(element, open);
                    let instruction = element.attribute("instr").unwrap_or_default();
                    if let Some(target) = hyperlink(instruction) {
                        open.paragraph.link_from(start, target);
                    }
                }
                "sdt" => {
                    if let Some(content) = element.child("sdtContent") {
                        self.inline(content, open);
                    }
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.inline(chosen, open);
                    }
                }
                // What was deleted or moved away is still in the file.
                "pPr" | "del" | "moveFrom" | "proofErr" | "sdtPr" => {}
                // Insertions, smart tags, bidirectional spans, formulas and what else wraps runs.
                _ => self.inline(element, open),
            }
        }
    }

    /// Reads a run with its formatting.
    fn run(&mut self, run: &Element, open: &mut OpenParagraph) {
        let properties = run.child("rPr");
        let style = properties
            .and_then(|p| p.child("rStyle"))
            .and_then(Element::value);
        // The run wins over its character style, and that over the paragraph.
        let look = RunProperties::of(properties)
            .over(self.styles.character(style))
            .over(open.run);
        if look.hidden == Some(true) {
            self.hidden(run);
            return;
        }
        self.content(run, &look, open);
    }

    /// A hidden run shows nothing, but it may open or close a field.
    fn hidden(&mut self, run: &Element) {
        for element in run.elements().filter(|e| &*e.name == "fldChar") {
            // Into a paragraph that is thrown away: the field counts, its place does not.
            self.field_mark(element, &mut OpenParagraph::default());
        }
    }

    /// Reads the content of a run that is shown. Inside a field instruction nothing is text.
    fn content(&mut self, run: &Element, look: &RunProperties, open: &mut OpenParagraph) {
        for element in run.elements() {
            match &*element.name {
                "fldChar" => self.field_mark(element, open),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                // The instruction of a field is not shown.
                _ if self.fields.iter().any(|field| field.start.is_none()) => {}
                "t" => text(element, look, &mut open.paragraph),
                "tab" | "ptab" => open.paragraph.push_sign("\t"),
                "cr" => open.paragraph.push_sign("\n"),
                "lastRenderedPageBreak" => open.turn_page(),
                "br" => match element.attribute("type") {
                    // Paragraphs go on over pages and columns.
                    Some("page") => open.turn_page(),
                    Some("column") => {}
                    _ => open.paragraph.push_sign("\n"),
                },
                // Word users meet it in addresses, where the hyphen counts.
                "noBreakHyphen" => open.paragraph.push_sign("-"),
                "sym" => symbol_sign(element, &mut open.paragraph),
                "footnote" | "endnote" => {
                    let inner = self.apart(element);
                    open.notes.push(NoteReference::Inside(inner));
                }
                "footnoteReference" => note(open, 0, element),
                "endnoteReference" => note(open, 1, element),
                "ruby" => self.ruby(element, open),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.content(chosen, look, open);
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(element, open),
                _ => {}
            }
        }
    }

    /// Reads the text boxes of a drawing, and its caption as a figure.
    fn drawing(&mut self, element: &Element, open: &mut OpenParagraph) {
        self.boxes(element, open);
        if let Some(caption) = picture::caption(element) {
            let mut figure = Story::default();
            figure.push(StoryParagraph::figure(caption));
            self.place(figure, open);
        }
    }

    /// Reads characters with their pronunciation, which follows in brackets.
    // In brackets behind the base, as Chinese texts print readings.
    fn ruby(&mut self, ruby: &Element, open: &mut OpenParagraph) {
        if let Some(base) = ruby.child("rubyBase") {
            self.inline(base, open);
        }
        let reading = ruby.child("rt").map(Element::text).unwrap_or_default();
        if !reading.trim().is_empty() {
            open.paragraph.push_sign(&format!("（{}）", reading.trim()));
        }
    }

    /// Reads the text boxes anywhere inside a drawing.
    fn boxes(&mut self, drawing: &Element, open: &mut OpenParagraph) {
        for element in drawing.elements() {
            match &*element.name {
                "txbxContent" => {
                    let inner = self.apart(element);
                    self.place(inner, open);
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.boxes(chosen, open);
                    }
                }
                _ => self.boxes(element, open),
            }
        }
    }

    /// Places a text box: before the paragraph if its anchor stands at the start, else below it.
    // Word shows a box anchored at the start of a paragraph above or beside its first line.
    fn place(&mut self, text_box: Story, open: &mut OpenParagraph) {
        if open.paragraph.text.trim().is_empty() {
            self.story.append(text_box);
        } else {
            open.boxes.push(text_box);
        }
    }

    /// Begins, divides or ends a field.
    fn field_mark(&mut self, mark: &Element, open: &mut OpenParagraph) {
        match mark.attribute("fldCharType") {
            Some("begin") => WordField::begin(&mut self.fields),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.start = Some(open.paragraph.text.len());
                }
            }
            Some("end") => {
                if let Some(field) = self.fields.pop() {
                    field.end(&mut open.paragraph);
                }
            }
            _ => {}
        }
    }
}

/// Appends the text of a run.
fn text(element: &Element, look: &RunProperties, paragraph: &mut StoryParagraph) {
    let text = element.text();
    // Without `xml:space="preserve"`, white space at the edges is layout of the file.
    let kept = element.attribute("space") == Some("preserve");
    let text = if kept {
        &text
    } else {
        text.trim_matches([' ', '\n', '\r', '\t'])
    };
    paragraph.push(text, look.size.unwrap_or(20), look.bold == Some(true));
}

/// Appends a character of a symbol font, as Unicode has it.
fn symbol_sign(element: &Element, paragraph: &mut StoryParagraph) {
    let code = element.attribute("char").unwrap_or_default();
    let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    if let Some(code) = code {
        let shown = symbol::character(element.attribute("font"), code);
        paragraph.push_sign(shown.encode_utf8(&mut [0; 4]));
    }
}

/// Notes a reference to a foot- or endnote.
fn note(open: &mut OpenParagraph, kind: usize, reference: &Element) {
    if let Some(id) = reference.attribute("id") {
        let named = NoteReference::Named(kind, id.to_owned());
        open.notes.push(named);
    }
}

/// True for a comment of Word 2003 XML.
fn is_comment(annotation: &Element) -> bool {
    let kind = annotation.attribute("type").unwrap_or_default();
    kind.starts_with("Word.Comment")
}
