//! XML of every format that is made of it (DOCX, ODT, OFD), on `quick-xml`: as events in order ([`walk`]) or as a tree
//! ([`parse`]). Names are compared without their prefix, because producers choose prefixes and namespaces freely.
//!
//! Damaged XML is read up to the damage. Only the five entities of XML and character references are resolved; a document
//! type is skipped, so that no entity can grow or lead outside. Nesting and the number of elements are limited: beyond
//! [`most_nodes`], a tree ends as if the part were cut off there.

use crate::source::encoding;
use crate::source::error::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::HashSet;
use std::rc::Rc;

/// The deepest nesting that is read, in elements. Trees are walked by recursion, and word processors stay below 60.
const DEEPEST: usize = 256;
/// The most elements and texts of one part: more than a report of thousands of pages has.
const MOST_NODES: usize = 1_500_000;
/// The elements and texts that a part may have, however small it is.
const NODES_FREE: usize = 250_000;
/// The bytes of a part for which it may have one node more. Word processors write 30 bytes and more for each, and a node costs
/// up to 200 bytes of memory until its text is part of a paragraph.
const BYTES_FOR_A_NODE: usize = 25;

/// A step through a part, in the order of the file.
#[derive(Debug)]
pub(super) enum XmlEvent {
    /// An element begins; its `children` are empty.
    Open(Element),
    /// Characters between tags, entities resolved. One text may come in several pieces.
    Text(String),
    /// The innermost open element ends. Never sent more often than [`XmlEvent::Open`].
    Close,
}

/// An element: its local name, its attributes by local name, and its content.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// The name without its prefix, which all elements of a part share.
    pub name: Rc<str>,
    /// Attributes by local name, in order. Elements have few, so that a list is faster to search than a map.
    attributes: Vec<(Rc<str>, Box<str>)>,
    /// Elements and text in order.
    pub children: Vec<Node>,
}

/// A child of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text, entities resolved.
    Text(String),
}

impl Element {
    /// Reads the name and the attributes of a tag.
    fn new(start: &BytesStart<'_>, names: &mut Names) -> Self {
        let mut attributes = start.attributes();
        // Duplicate attributes and the like are no reason to lose the others.
        let attributes = attributes.with_checks(false).flatten();
        Self {
            name: names.shared(start.local_name().as_ref()),
            attributes: attributes
                .map(|attribute| {
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .unwrap_or_else(|_| attribute.value.clone());
                    let name = names.shared(attribute.key.local_name().as_ref());
                    (name, (*value).into())
                })
                .collect(),
            children: Vec::new(),
        }
    }

    /// The value of the attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| &**key == name);
        found.map(|(_, value)| &**value)
    }

    /// The value of the attribute `val`, which holds most properties of `WordprocessingML`.
    pub fn value(&self) -> Option<&str> {
        self.attribute("val")
    }

    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element called `name` directly inside.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// All text inside, in order.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    /// Adds all text inside to `to`.
    fn add_text(&self, to: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(to),
                Node::Text(text) => to.push_str(text),
            }
        }
    }
}

/// The names of elements and attributes in a part, each kept once: a document has a few dozen of them, and a million elements.
#[derive(Default)]
struct Names(HashSet<Rc<str>>);

impl Names {
    /// Returns `name` in its shared form.
    fn shared(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.0.get(name) {
            return Rc::clone(known);
        }
        let new: Rc<str> = name.into();
        self.0.insert(Rc::clone(&new));
        new
    }
}

/// The three ways in which the reading of a part ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartEnd {
    /// All of it was read.
    Whole,
    /// The part is damaged; everything after the damage is missing.
    Damaged,
    /// The part has too many elements; those beyond the limit are missing.
    TooLong,
}

/// A part as a tree.
#[derive(Debug)]
pub(super) struct Document {
    /// The root element; nameless if there was none.
    pub root: Element,
    /// The end of the reading.
    pub end: PartEnd,
    /// The number of bytes in the part.
    pub bytes: usize,
}

/// Reads a part, in any encoding that its first bytes show, into a tree.
///
/// # Errors
/// [`Error::TooLarge`] if it is nested too deep.
pub(super) fn parse(bytes: &[u8]) -> Result<Document, Error> {
    let mut open = vec![Element::default()];
    let end = walk(bytes, &mut |event| match event {
        XmlEvent::Open(element) => open.push(element),
        XmlEvent::Text(text) => push_text(&mut open, text),
        XmlEvent::Close => close(&mut open),
    })?;
    // Damage leaves elements open, whose content is kept.
    while open.len() > 1 {
        close(&mut open);
    }
    let top = open.pop().unwrap_or_default();
    let root = top.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    Ok(Document {
        root: root.unwrap_or_default(),
        end,
        bytes: bytes.len(),
    })
}

/// Returns the most elements and texts that are read of a part of `bytes` bytes.
fn most_nodes(bytes: usize) -> usize {
    (NODES_FREE + bytes / BYTES_FOR_A_NODE).min(MOST_NODES)
}

/// Hands the events of a part, in any encoding that its first bytes show, to `handle`. Where the part is damaged or too long,
/// the events before that have been handed over, and open elements are not closed.
///
/// # Errors
/// [`Error::TooLarge`] if it is nested too deep; the events before that have been handed over.
pub(super) fn walk(bytes: &[u8], handle: &mut dyn FnMut(XmlEvent)) -> Result<PartEnd, Error> {
    let text = encoding::decode(bytes, None)?.text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    // Some producers write a bare `&` or wrong end tags; their text is worth having.
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut names = Names::default();
    let mut depth = 0_usize;
    for _ in 0..most_nodes(text.len()) {
        // An end costs no memory: it is not counted.
        let event = loop {
            match reader.read_event() {
                Ok(Event::End(_)) if depth > 0 => {
                    depth -= 1;
                    handle(XmlEvent::Close);
                }
                Ok(Event::End(_)) => {}
                other => break other,
            }
        };
        match event {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth >= DEEPEST {
                    return Err(Error::TooLarge);
                }
                handle(XmlEvent::Open(Element::new(&start, &mut names)));
            }
            Ok(Event::Empty(start)) => {
                handle(XmlEvent::Open(Element::new(&start, &mut names)));
                handle(XmlEvent::Close);
            }
            Ok(Event::Eof) if depth == 0 => return Ok(PartEnd::Whole),
            Ok(Event::Eof) | Err(_) => return Ok(PartEnd::Damaged),
            Ok(other) => handle_text(&other, handle),
        }
    }
    Ok(PartEnd::TooLong)
}

/// Hands the characters of an event to `handle`; nothing for comments and instructions.
fn handle_text(event: &Event<'_>, handle: &mut dyn FnMut(XmlEvent)) {
    let text = match event {
        Event::Text(text) => text.xml10_content().into_owned(),
        Event::CData(data) => data.xml10_content().into_owned(),
        Event::GeneralRef(entity) => match entity.resolve_char_ref() {
            Ok(Some(c)) => c.to_string(),
            Ok(None) => resolved(entity),
            Err(_) => return,
        },
        _ => return,
    };
    handle(XmlEvent::Text(text));
}

/// The character of one of XML's five entities. Another entity stays as it was written: only a document type could
/// define it, and those are not read.
fn resolved(name: &str) -> String {
    quick_xml::escape::resolve_xml_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Ends the innermost element: it becomes a child of the one around it. The first is the document and never ends.
fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(mut done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        // A vector begins with room for four, and most elements have one child: a tree took three times the memory.
        done.children.shrink_to_fit();
        parent.children.push(Node::Element(done));
    }
}

/// Adds text to the innermost element, joined with text just before it.
fn push_text(open: &mut [Element], text: String) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    if let Some(Node::Text(before)) = parent.children.last_mut() {
        before.push_str(&text);
    } else {
        parent.children.push(Node::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_in_text_and_attributes_are_resolved() {
        let xml = r#"<w:p w:val="a&amp;b&#x4e00;">x&amp;y&lt;&#19968;<w:t xml:space="preserve"> </w:t>&bomb;</w:p>"#;
        let root = parse(xml.as_bytes()).unwrap().root;
        assert_eq!(root.value(), Some("a&b一"));
        assert_eq!(root.text(), "x&y<一 &bomb;");
    }

    #[test]
    fn what_breaks_off_is_kept() {
        let document = parse("<a><b>一</b><c>二</".as_bytes()).unwrap();
        assert_eq!(document.end, PartEnd::Damaged);
        assert_eq!(document.root.text(), "一二");
    }

    #[test]
    fn a_part_of_very_many_elements_is_read_up_to_a_limit() {
        let many = format!("<a>{}</a>", "<b/>".repeat(2 * NODES_FREE));
        let document = parse(many.as_bytes()).unwrap();
        assert_eq!(document.end, PartEnd::TooLong);
        assert_eq!(document.root.children.len() + 1, most_nodes(many.len()));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "<a>".repeat(300);
        assert_eq!(parse(deep.as_bytes()).unwrap_err(), Error::TooLarge);
    }
}
