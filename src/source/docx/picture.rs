//! Pictures of a DOCX file: drawings (20.4) and the older VML (part 4, 19.1), with the description that an author gave.

use crate::source::story;
use crate::source::xml::Element;

/// The least width and height of a picture that counts as a figure, in EMU (360 000 are 1 cm). Smaller ones are icons,
/// rules and formulas inside a line of text.
const LEAST_EXTENT: u64 = 360_000;

/// Returns the caption of a drawing that shows a picture, empty if its author gave none; `None` for a drawing of
/// shapes, for a formula, and for an icon.
pub(super) fn caption(drawing: &Element) -> Option<String> {
    // A box of text is read as text.
    if any(drawing, "txbxContent") || is_formula(drawing) {
        return None;
    }
    let shows = ["pic", "imagedata", "chart", "relIds"];
    if !shows.iter().any(|name| any(drawing, name)) {
        return None;
    }
    let frame = drawing.elements().next()?;
    let extent = |name| {
        frame
            .child("extent")
            .and_then(|extent| extent.attribute(name))
    };
    let small = |name| {
        let emu: Option<u64> = extent(name).and_then(|emu| emu.parse().ok());
        emu.is_some_and(|emu| emu < LEAST_EXTENT)
    };
    if small("cx") || small("cy") {
        return None;
    }
    let named = frame.child("docPr");
    let text = |name| named.and_then(|named| named.attribute(name));
    let described = [text("descr"), text("title")].into_iter().flatten();
    // Word fills in names such as `Picture 1`, which are no captions.
    let mut captions = described.filter(|text| story::is_caption(text));
    Some(captions.next().unwrap_or_default().trim().to_owned())
}

/// True if an element called `name` stands anywhere inside.
fn any(element: &Element, name: &str) -> bool {
    element.elements().any(|e| &*e.name == name || any(e, name))
}

/// True for an embedded formula (`Equation.3`, `Equation.DSMT4`), which is a part of its line.
fn is_formula(object: &Element) -> bool {
    object.elements().any(|element| {
        let program = element.attribute("ProgID").unwrap_or_default();
        program.starts_with("Equation")
    })
}
