//! XML as OFD uses it, on the helper of all formats: events whose ends carry a name, and attributes that are lists of
//! numbers.

use crate::source::xml::{self, Element, XmlEvent};
use kurbo::Affine;
use std::rc::Rc;

/// A step through a file, in order.
pub(super) enum OfdEvent {
    /// An element begins.
    Open(Element),
    /// Characters, entities resolved. One text may come in several pieces.
    Text(String),
    /// The innermost open element, of this local name, ends.
    Close(Rc<str>),
}

/// Hands the events of a file to `handle`, up to the end or to the first damage.
///
/// Damage is no error here: a page of which the last part is missing is shown as far as it goes, and the pages of a
/// package are files of their own.
pub(super) fn walk(bytes: &[u8], handle: &mut dyn FnMut(OfdEvent)) {
    let mut open: Vec<Rc<str>> = Vec::new();
    let walked = xml::walk(bytes, &mut |event| match event {
        XmlEvent::Open(element) => {
            open.push(element.name.clone());
            handle(OfdEvent::Open(element));
        }
        XmlEvent::Text(text) => handle(OfdEvent::Text(text)),
        XmlEvent::Close => handle(OfdEvent::Close(open.pop().unwrap_or_default())),
    });
    drop(walked);
}

/// Returns the numbers of an attribute such as `Boundary="0 0 210 297"`.
pub(super) fn numbers_of(element: &Element, attribute: &str) -> Vec<f64> {
    numbers(element.attribute(attribute).unwrap_or_default())
}

/// Returns the first number of an attribute.
pub(super) fn number_of(element: &Element, attribute: &str) -> Option<f64> {
    numbers_of(element, attribute).first().copied()
}

/// The most numbers of a list. The longest that OFD defines is a matrix of six.
const MOST_NUMBERS: usize = 64;

/// Returns the finite numbers of a list that spaces or commas part.
pub(super) fn numbers(list: &str) -> Vec<f64> {
    list.split([' ', ',', '\t', '\n', '\r'])
        .filter_map(|word| word.parse().ok())
        .filter(|number: &f64| number.is_finite())
        .take(MOST_NUMBERS)
        .collect()
}

/// Returns the transformation from an object's own units to what is around it, in millimetres.
pub(super) fn placement(element: &Element) -> Affine {
    let boundary = numbers_of(element, "Boundary");
    let [left, top, ..] = boundary.try_into().unwrap_or([0.0; 4]);
    let ctm = numbers_of(element, "CTM").try_into();
    Affine::translate((left, top)) * ctm.map_or(Affine::IDENTITY, Affine::new)
}

/// True for an object or a colour that is nearly transparent.
pub(super) fn is_faint(element: &Element) -> bool {
    number_of(element, "Alpha").is_some_and(|alpha| alpha < 160.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Vec<String> {
        let mut found = Vec::new();
        walk(xml.as_bytes(), &mut |event| match event {
            OfdEvent::Text(text) => found.push(text),
            OfdEvent::Open(element) => found.push(element.name.to_string()),
            OfdEvent::Close(_) => {}
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
