//! Annotations (GB/T 33190, 15): text that was put on a page after it was made, in files of their own.
//!
//! `Annotations.xml` names a file for each page that has some; each annotation there has an appearance, which is content
//! like that of a page. Watermarks are left out. A stamp is a picture as a rule, but free text is of that type as well.

use super::content::{MOST_CHARACTERS, PageContent};
use super::location::{folder, resolve};
use super::text::{ContentReader, OfdResources};
use super::xml::{OfdEvent, walk};
use crate::source::page::Paint;
use crate::source::xml::Element;
use std::collections::HashMap;

/// Returns the annotation files of the pages by the identifiers of the pages. `path` is that of the file.
pub(super) fn files(file: &[u8], path: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let (mut page, mut in_location) = (None, false);
    walk(file, &mut |event| match event {
        OfdEvent::Open(element) if &*element.name == "Page" => {
            page = element.attribute("PageID").map(str::to_owned);
        }
        OfdEvent::Open(element) => in_location = &*element.name == "FileLoc",
        OfdEvent::Text(text) if in_location => {
            if let Some(page) = page.take() {
                found.insert(page, resolve(folder(path), &text));
            }
        }
        OfdEvent::Text(_) => {}
        OfdEvent::Close(_) => in_location = false,
    });
    found
}

/// Reads the annotations of one page, watermarks aside.
pub(super) fn content(file: &[u8], resources: &OfdResources) -> PageContent {
    let mut all = PageContent::default();
    let mut shown = false;
    let mut open: Option<(Element, ContentReader)> = None;
    walk(file, &mut |event| match event {
        OfdEvent::Open(element) if &*element.name == "Annot" => {
            let is = |name, value| element.attribute(name) == Some(value);
            shown = !is("Type", "Watermark") && !is("Visible", "false");
        }
        OfdEvent::Open(element) if &*element.name == "Appearance" => {
            open = shown.then(|| (element, ContentReader::default()));
        }
        OfdEvent::Close(name) if &*name == "Appearance" => {
            if let Some((appearance, reader)) = open.take() {
                let room = MOST_CHARACTERS.saturating_sub(all.glyphs.len());
                let mut content = reader.finish();
                // Programs write watermarks as stamps, too: turned or faint words all over the page.
                content
                    .glyphs
                    .retain(|glyph| glyph.angle.abs() < 1.0 && glyph.ink == Paint::Dark);
                all.place(&appearance, &content, room);
            }
        }
        event => {
            if let Some((_, reader)) = &mut open {
                reader.handle(event, resources);
            }
        }
    });
    all
}
