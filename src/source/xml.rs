//! XML of every format that is made of it (DOCX, ODT, OFD), on `quick-xml`: as events in order ([`walk`]) or as a tree
//! ([`parse`]). Names are compared without their prefix, because producers choose prefixes and namespaces freely.
//!
//! Damaged XML is read up to the damage. Only the five entities of XML and character references are resolved; a document
//! type is skipped, so that no entity can grow or lead outside. Nesting and the number of elements are limited.

use crate::source::encoding;
use crate::source::error::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The deepest nesting that is read, in elements. Trees are walked by recursion, and word processors stay below 60.
const DEEPEST: usize = 256;
/// The most elements of one part: more than a report of thousands of pages has. Each costs about 100 bytes.
const MOST_ELEMENTS: usize = 1_500_000;

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
    /// The name without its prefix.
    pub name: Box<str>,
    /// Attributes by local name, in order. Elements have few, so that a list is faster to search than a map.
    attributes: Vec<(Box<str>, Box<str>)>,
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
    fn new(start: &BytesStart<'_>) -> Self {
        let mut attributes = start.attributes();
        // Duplicate attributes and the like are no reason to lose the others.
        let attributes = attributes.with_checks(false).flatten();
        Self {
            name: start.local_name().as_ref().into(),
            attributes: attributes
                .map(|attribute| {
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .unwrap_or_else(|_| attribute.value.clone());
                    (attribute.key.local_name().as_ref().into(), (*value).into())
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

/// A part as a tree.
#[derive(Debug)]
pub(super) struct Document {
    /// The root element; nameless if there was none.
    pub root: Element,
    /// Set when the part is damaged, so that everything after the damage is missing.
    pub broken: bool,
}

/// Reads a part, in any encoding that its first bytes show, into a tree.
///
/// # Errors
/// [`Error::TooLarge`] if it is nested too deep or has too many elements.
pub(super) fn parse(bytes: &[u8]) -> Result<Document, Error> {
    let mut open = vec![Element::default()];
    let complete = walk(bytes, &mut |event| match event {
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
        broken: !complete,
    })
}

/// Hands the events of a part, in any encoding that its first bytes show, to `handle`. False if the part is damaged: the
/// events before the damage have been handed over then, and open elements are not closed.
///
/// # Errors
/// [`Error::TooLarge`] if it is nested too deep or has too many elements; the events before that have been handed over.
pub(super) fn walk(bytes: &[u8], handle: &mut dyn FnMut(XmlEvent)) -> Result<bool, Error> {
    let text = encoding::decode(bytes, None)?.text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    // Some producers write a bare `&` or wrong end tags; their text is worth having.
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let (mut depth, mut count) = (0_usize, 0_usize);
    loop {
        // What was handed over stands; the caller notes that the rest is missing.
        let Ok(event) = reader.read_event() else {
            return Ok(false);
        };
        match event {
            Event::Start(start) => {
                (depth, count) = (depth + 1, count + 1);
                if depth >= DEEPEST || count > MOST_ELEMENTS {
                    return Err(Error::TooLarge);
                }
                handle(XmlEvent::Open(Element::new(&start)));
            }
            Event::Empty(start) => {
                count += 1;
                if count > MOST_ELEMENTS {
                    return Err(Error::TooLarge);
                }
                handle(XmlEvent::Open(Element::new(&start)));
                handle(XmlEvent::Close);
            }
            Event::End(_) if depth > 0 => {
                depth -= 1;
                handle(XmlEvent::Close);
            }
            Event::Text(text) => handle(XmlEvent::Text(text.xml10_content().into_owned())),
            Event::CData(data) => handle(XmlEvent::Text(data.xml10_content().into_owned())),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => handle(XmlEvent::Text(c.to_string())),
                Ok(None) => handle(XmlEvent::Text(resolved(&entity))),
                Err(_) => {}
            },
            Event::Eof => return Ok(depth == 0),
            _ => {}
        }
    }
}

/// The character of one of XML's five entities. Another entity stays as it was written: only a document type could
/// define it, and those are not read.
fn resolved(name: &str) -> String {
    quick_xml::escape::resolve_xml_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Ends the innermost element: it becomes a child of the one around it. The first is the document and never ends.
fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
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
        assert!(document.broken);
        assert_eq!(document.root.text(), "一二");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "<a>".repeat(300);
        assert_eq!(parse(deep.as_bytes()).unwrap_err(), Error::TooLarge);
    }
}
