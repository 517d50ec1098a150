//! DOCX (ECMA-376, WordprocessingML): the text that Word and WPS show on the page, in reading order.
//!
//! Insertions are in; deletions, hidden text, field instructions, headers, footers and comments are out. Automatic
//! numbers are written out; a text box stands once, at its anchor; a foot- or endnote stands below its paragraph. The
//! crates that read DOCX either drop inserted text, repeat text boxes or leave the automatic numbers out, so it is
//! read here.

use crate::model::transcript::{FileFormat, FileNote, Transcript};
use crate::source::error::Error;
use crate::source::story::{self, Story};
use crate::source::xml::{Document, Element, PartEnd};
use body::DocxBody;
use parts::Parts;
use std::collections::HashMap;
use styles::DocxStyles;

mod body;
mod inline;
mod numbering;
mod parts;
mod picture;
mod styles;

/// Reads a DOCX file.
///
/// # Errors
/// [`Error::Damaged`] if the main part is missing or broken, [`Error::Encrypted`], [`Error::Empty`],
/// [`Error::TooLarge`].
pub(super) fn read(bytes: &[u8]) -> Result<Transcript, Error> {
    let mut parts = Parts::open(bytes)?;
    let main = main_part(&mut parts)?;
    let Some(document) = parts.document(&main)? else {
        return Err(Error::Damaged(format!("{main} missing")));
    };
    let story = story(&mut parts, &document, &main)?;
    let (producer, pages) = properties(&mut parts);
    let mut transcript = match story.finish(FileFormat::Docx, producer) {
        // Empty because of the damage, which is what the user must know.
        Err(Error::Empty) if document.end == PartEnd::Damaged => {
            return Err(Error::Damaged(format!("{main} broken")));
        }
        other => other?,
    };
    transcript.origin.pages = pages;
    transcript.origin.title = title(&mut parts, &document.root);
    story::note_end(&mut transcript.origin, document.end);
    if let Some(note) = comments(&document.root) {
        transcript.origin.notes.push(note);
    }
    Ok(transcript)
}

/// Reads the text of the main part with the styles, numbers and notes of the others.
fn story(parts: &mut Parts<'_>, document: &Document, main: &str) -> Result<Story, Error> {
    // Parts are found by relationship: WPS and others choose names of their own for them.
    let relations = Relations::of(parts, main)?;
    // A part that is missing is empty: a document without styles is still a document.
    let mut part = |kind: &str| -> Result<Element, Error> {
        // Word 2003 XML has all in one part.
        if let Some(inside) = document.root.child(kind) {
            return Ok(inside.clone());
        }
        let name = relations.by_kind(main, kind);
        Ok(parts.optional(&name)?.unwrap_or_default())
    };
    let styles = DocxStyles::new(&part("styles")?);
    let numbering = numbering::read(&part("numbering")?, &styles);
    let footnotes = part("footnotes")?;
    let endnotes = part("endnotes")?;
    let mut body = DocxBody::new(&styles, numbering, &relations, [&footnotes, &endnotes]);
    body.story = Story::of_file(document.bytes);
    body.read_all(document.root.child("body").unwrap_or(&document.root));
    Ok(body.finish())
}

/// Returns the name of the main document part, which the relationships of the package name.
///
/// # Errors
/// As [`Parts::optional`].
fn main_part(parts: &mut Parts<'_>) -> Result<String, Error> {
    let named = parts.optional("_rels/.rels")?.and_then(|rels| {
        let main = rels.elements().find(|relation| {
            relation
                .attribute("Type")
                // Strict OOXML has other namespaces, so only the end of the type is compared.
                .is_some_and(|kind| kind.ends_with("/officeDocument"))
        })?;
        Some(main.attribute("Target")?.trim_start_matches('/').to_owned())
    });
    Ok(named.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The relationships of the main part.
#[derive(Debug, Default)]
struct Relations {
    /// Targets of hyperlinks by relationship identifier.
    links: HashMap<String, String>,
    /// Names of other parts by the last word of their relationship type.
    parts: HashMap<String, String>,
}

impl Relations {
    /// Reads the relationships of the part `main`.
    fn of(parts: &mut Parts<'_>, main: &str) -> Result<Self, Error> {
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let name = format!("{folder}/_rels/{file}.rels");
        let mut relations = Self::default();
        let Some(root) = parts.optional(&name)? else {
            return Ok(relations);
        };
        for relation in root.elements() {
            let get = |name| relation.attribute(name).unwrap_or_default();
            let kind = get("Type").rsplit('/').next().unwrap_or_default();
            if kind == "hyperlink" {
                let link = (get("Id").to_owned(), get("Target").to_owned());
                relations.links.extend([link]);
            } else {
                let part = (kind.to_owned(), get("Target").to_owned());
                relations.parts.extend([part]);
            }
        }
        Ok(relations)
    }

    /// Returns the target of the hyperlink with the identifier `id`.
    fn link(&self, id: &str) -> Option<&str> {
        self.links.get(id).map(String::as_str)
    }

    /// Returns the name of the part of this kind, as the package knows it.
    fn by_kind(&self, main: &str, kind: &str) -> String {
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        match self.parts.get(kind) {
            Some(target) if target.starts_with('/') => target.clone(),
            Some(target) => format!("{folder}/{target}"),
            None => format!("{folder}/{kind}.xml"),
        }
    }
}

/// Returns the program that wrote the file and the number of its pages, from its properties.
fn properties(parts: &mut Parts<'_>) -> (Option<String>, Option<u32>) {
    let Ok(Some(app)) = parts.optional("docProps/app.xml") else {
        return (None, None);
    };
    let text = |name| {
        app.child(name)
            .map(|e| e.text().trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let producer = text("Application").map(|name| match text("AppVersion") {
        Some(version) => format!("{name} {version}"),
        None => name,
    });
    (producer, text("Pages").and_then(|n| n.parse().ok()))
}

/// Returns the title in the properties of the file.
fn title(parts: &mut Parts<'_>, root: &Element) -> Option<String> {
    let core = parts.optional("docProps/core.xml").ok().flatten();
    let named = core.as_ref().and_then(|core| core.child("title"));
    // Word 2003 XML keeps its properties beside the body.
    let old = || root.child("DocumentProperties")?.child("Title");
    let title = named.or_else(old)?.text().trim().to_owned();
    (!title.is_empty()).then_some(title)
}

/// Returns the note that the file has comments, which are not part of the text.
fn comments(root: &Element) -> Option<FileNote> {
    let count = count(root, "commentReference");
    (count > 0).then(|| {
        FileNote::new(
            format!("有 {count} 条批注，未列入正文"),
            format!("{count} comments, left out of the text"),
        )
    })
}

/// The number of elements called `name` in `element`.
fn count(element: &Element, name: &str) -> usize {
    let below: usize = element.elements().map(|e| count(e, name)).sum();
    below + usize::from(&*element.name == name)
}
