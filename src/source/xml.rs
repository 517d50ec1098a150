//! XML parts of packages as small trees, compared by local names.
//!
//! What is damaged is read as far as it goes. No entity but the five of XML and character references means anything, no
//! DTD is looked at, nothing outside is resolved; nesting is capped, since trees are walked by recursion.

use crate::source::error::Error;
use crate::source::text;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deeper nesting than any word processor writes.
const DEEPEST: usize = 256;
/// More elements than a report of thousands of pages has; each costs about 100 bytes.
const MOST_ELEMENTS: usize = 1_500_000;

/// An element: its local name, its attributes by local name, and what is in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// Local name.
    pub name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    /// Elements and text in order.
    pub children: Vec<Node>,
}

/// What stands inside an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text, entities resolved.
    Text(String),
}

impl Element {
    /// The attribute called `name`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| &**key == name);
        found.map(|(_, value)| &**value)
    }

    /// The attribute called `val`, which is where `WordprocessingML` keeps most of what it says.
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

    fn add_text(&self, to: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(to),
                Node::Text(text) => to.push_str(text),
            }
        }
    }
}

/// A part as a tree, and whether it broke off before its end.
#[derive(Debug)]
pub(super) struct Document {
    /// The root element; nameless where there was none.
    pub root: Element,
    /// Whether the part is damaged, so that something after the break is missing.
    pub broken: bool,
}

/// Reads a part in any encoding that its first bytes tell.
///
/// # Errors
/// [`Error::TooLarge`] where it is nested too deep or has too many elements.
pub(super) fn parse(bytes: &[u8]) -> Result<Document, Error> {
    let text = text::decode(bytes, None)?.text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut open = vec![Element::default()];
    let mut count = 0;
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open.push(element(&start));
                count += 1;
                if open.len() > DEEPEST || count > MOST_ELEMENTS {
                    return Err(Error::TooLarge);
                }
            }
            Ok(Event::Empty(start)) => {
                count += 1;
                if count > MOST_ELEMENTS {
                    return Err(Error::TooLarge);
                }
                push(&mut open, Node::Element(element(&start)));
            }
            Ok(Event::End(_)) => {
                close(&mut open);
            }
            Ok(Event::Text(text)) => push_text(&mut open, &text.xml10_content()),
            Ok(Event::CData(data)) => push_text(&mut open, &data.xml10_content()),
            Ok(Event::GeneralRef(entity)) => match entity.resolve_char_ref() {
                Ok(Some(c)) => push_text(&mut open, c.encode_utf8(&mut [0; 4])),
                Ok(None) => push_entity(&mut open, &entity),
                Err(_) => {}
            },
            Ok(Event::Eof) => break open.len() > 1,
            Ok(_) => {}
            Err(_) => break true,
        }
    };
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
        broken,
    })
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten();
    Element {
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

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        push(open, Node::Element(done));
    }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    if let Some(Node::Text(before)) = parent.children.last_mut() {
        before.push_str(text);
    } else {
        parent.children.push(Node::Text(text.to_owned()));
    }
}

/// One of XML's five entities; another one stands as it was written, since nothing defines it that may be believed.
fn push_entity(open: &mut [Element], name: &str) {
    match quick_xml::escape::resolve_xml_entity(name) {
        Some(text) => push_text(open, text),
        None => push_text(open, &format!("&{name};")),
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
