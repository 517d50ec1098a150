//! Composite objects (GB/T 33190, 13): content that a document keeps among its resources and places on its pages.
//!
//! Programs that convert from PDF write every paragraph as such a unit: a magazine of three pages had 299 of them and no
//! other text.

use super::text::{ContentReader, OfdResources};
use super::xml::{OfdEvent, walk};
use memchr::memmem;

/// The most units of a document.
const MOST_UNITS: usize = 50_000;

/// Reads the units of a resource file. A unit may place those before it.
pub(super) fn read(file: &[u8], resources: &mut OfdResources) {
    // Most files have none, and reading one takes as long as reading a page.
    if memmem::find(file, b"CompositeGraphicUnit").is_none() {
        return;
    }
    let mut open: Option<(String, ContentReader)> = None;
    walk(file, &mut |event| match event {
        OfdEvent::Open(element) if &*element.name == "CompositeGraphicUnit" => {
            let id = element.attribute("ID").unwrap_or_default().to_owned();
            open = (resources.units.len() < MOST_UNITS).then(|| (id, ContentReader::default()));
        }
        OfdEvent::Close(name) if &*name == "CompositeGraphicUnit" => {
            if let Some((id, reader)) = open.take() {
                resources.units.insert(id, reader.finish());
            }
        }
        event => {
            if let Some((_, reader)) = &mut open {
                reader.handle(event, resources);
            }
        }
    });
}
