//! XML as OFD uses it: elements by their local names, whatever prefix or namespace the producer chose.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// How deep elements may nest; OFD needs about ten levels.
const DEEPEST: usize = 256;

/// What a walk through a file meets.
pub(super) enum Node {
    /// An element begins.
    Open(Element),
    /// Characters, entities resolved.
    Text(String),
    /// The element of this local name ends.
    Close(String),
}

/// An element's local name and its attributes by theirs.
pub(super) struct Element {
    /// The name without its prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The numbers of an attribute such as `Boundary="0 0 210 297"`.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        numbers(self.get(name).unwrap_or_default())
    }

    /// The one number of an attribute.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.numbers(name).first().copied()
    }
}

/// The finite numbers of a list that spaces or commas part.
pub(super) fn numbers(list: &str) -> Vec<f64> {
    list.split([' ', ',', '\t', '\n', '\r'])
        .filter_map(|word| word.parse().ok())
        .filter(|number: &f64| number.is_finite())
        .take(64)
        .collect()
}

/// Walks through a file from beginning to end, or to where it is no longer XML; `false` if it is not XML at all.
pub(super) fn walk(bytes: &[u8], each: &mut dyn FnMut(Node)) -> bool {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0_usize;
    let mut met = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    break;
                }
                met = true;
                each(Node::Open(element(&start)));
            }
            Event::Empty(start) => {
                met = true;
                let element = element(&start);
                let name = element.name.clone();
                each(Node::Open(element));
                each(Node::Close(name));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                each(Node::Close(end.local_name().as_ref().to_owned()));
            }
            Event::Text(text) => each(Node::Text(text.into_inner().into_owned())),
            Event::CData(text) => each(Node::Text(text.into_inner().into_owned())),
            Event::GeneralRef(entity) => each(Node::Text(resolved(&entity))),
            _ => {}
        }
    }
    met
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
    }
}

/// The character of an entity. Those of a document type of its own are not resolved, so none can grow.
fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    let name = entity.borrow().into_inner();
    let known = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return format!("&{other};"),
    };
    known.to_owned()
}

/// UTF-8 by the standard; UTF-16 by its mark; GB18030 where the bytes are nothing else.
fn decode(bytes: &[u8]) -> String {
    let (text, _, broken) = encoding_rs::UTF_8.decode(bytes);
    if broken {
        return encoding_rs::GB18030.decode(bytes).0.into_owned();
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Vec<String> {
        let mut found = Vec::new();
        walk(xml.as_bytes(), &mut |node| match node {
            Node::Text(text) => found.push(text),
            Node::Open(element) => found.push(element.name),
            Node::Close(_) => {}
        });
        found
    }

    #[test]
    fn prefixes_do_not_matter_and_entities_are_characters() {
        assert_eq!(
            texts("<o:a xmlns:o='x'><b>1&amp;2&#x4e00;</b></o:a>").concat(),
            "ab1&2一"
        );
    }

    #[test]
    fn what_follows_an_error_is_lost_alone() {
        assert_eq!(texts("<a>一</b><c").concat(), "a一");
    }
}
