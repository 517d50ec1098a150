//! PDF: text by position, whatever program made the file and however it maps its glyphs to characters.
//!
//! `hayro_syntax` reads the file's objects (cross references mended, encryption with the empty password undone); the
//! content streams are run here for their text. No picture is decoded unless a page's image is asked for, and no outline is
//! loaded unless a font keeps its characters nowhere else. The glyphs become rows in `page` and paragraphs in `assemble`.

mod charmap;
mod composite;
mod content;
mod font;
mod glyphs;
mod images;
mod layers;
mod marks;
mod outline;
mod paths;
mod simple;
mod sources;
mod state;
mod unicode;

use crate::model::transcript::{FileFormat, Flow, Origin, Transcript};
use crate::source::assemble::paragraphs;
use crate::source::page::{GlyphPage, LinkArea, check, set};
use crate::source::password::password;
use crate::source::picture::{PageImage, compose};
use crate::source::{Error, ReadContext};
use content::{Interpreter, MOST_OPERATORS, Shared};
use font::Fonts;
use glyphs::shown_only;
use hayro_syntax::object::{Array, Dict, Rect, Stream, String as Bytes};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Affine;
use layers::Layers;

/// The most pages that are read of one file.
const MOST_PAGES: usize = 20_000;

/// Reads a PDF file.
///
/// # Errors
///
/// [`Error`]: encrypted, damaged, without text, or with text whose characters have no known meaning.
pub(super) fn read(bytes: &[u8], context: &mut ReadContext<'_>) -> Result<Transcript, Error> {
    let pdf = open(bytes)?;
    let count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    let mut pages = Vec::new();
    let mut shared = Shared {
        fonts: Fonts::new(),
        layers: Layers::new(&pdf),
        budget: MOST_OPERATORS,
    };
    for (page, number) in pdf.pages().iter().take(MOST_PAGES).zip(1..) {
        // The pages that were read so far are shown.
        if !context.begins_page(number) || shared.budget == 0 {
            break;
        }
        pages.extend(set(sheet(page, number, &mut shared)));
    }
    let mut origin = origin(&pdf, count);
    check(&mut pages, count, bytes, &mut origin)?;
    let mut lines = paragraphs(pages);
    outline::mark_headings(&pdf, &mut lines);
    Ok(Transcript {
        flow: Flow::Paragraphs,
        lines,
        origin,
    })
}

/// Returns the images of page `number`, counted from 1, as one; `None` where it has none that can be decoded.
///
/// # Errors
///
/// [`Error`] where the file cannot be opened.
pub(super) fn page_image(bytes: &[u8], number: usize) -> Result<Option<PageImage>, Error> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    let Some(page) = number.checked_sub(1).and_then(|at| pages.get(at)) else {
        return Ok(None);
    };
    let mut shared = Shared {
        fonts: Fonts::new(),
        layers: Layers::new(&pdf),
        budget: MOST_OPERATORS,
    };
    let (width, height) = page.render_dimensions();
    let ctm = Affine::new(page.initial_transform(true).as_coeffs());
    let mut interpreter = Interpreter::new(&mut shared, ctm).with_pictures();
    interpreter.run(&content(page), page.resources());
    let pictures = interpreter.into_pictures();
    Ok(compose(width.into(), height.into(), &pictures))
}

/// Opens the file with the empty password, else with the one that the user gave.
fn open(bytes: &[u8]) -> Result<Pdf, Error> {
    let locked = LoadPdfError::Decryption(DecryptionError::PasswordProtected);
    let opened = match (Pdf::new(bytes.to_vec()), password()) {
        (Err(error), Some(password)) if error == locked => {
            Pdf::new_with_password(bytes.to_vec(), &password)
        }
        (opened, _) => opened,
    };
    let pdf = opened.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::Encrypted,
        LoadPdfError::Decryption(_) => Error::Damaged("/Encrypt".to_owned()),
        LoadPdfError::Invalid => Error::Damaged("xref, /Pages".to_owned()),
    })?;
    if pdf.pages().is_empty() {
        return Err(Error::Damaged("/Pages".to_owned()));
    }
    Ok(pdf)
}

/// Returns the facts about the file.
fn origin(pdf: &Pdf, pages: u32) -> Origin {
    let metadata = pdf.metadata();
    let producer = metadata.producer.as_ref().or(metadata.creator.as_ref());
    let text = |bytes: &[u8]| Some(marks::decode(bytes).trim().to_owned());
    Origin {
        format: FileFormat::Pdf,
        producer: producer
            .and_then(|bytes| text(bytes))
            .filter(|name| !name.is_empty()),
        title: metadata
            .title
            .as_deref()
            .and_then(text)
            .filter(|title| !title.is_empty()),
        pages: Some(pages),
        confidence: 0.95,
        ..Origin::default()
    }
}

/// Runs one page and returns its glyphs.
fn sheet<'a>(page: &PdfPage<'a>, number: u32, shared: &mut Shared<'a>) -> GlyphPage {
    let (width, height) = page.render_dimensions();
    let ctm = Affine::new(page.initial_transform(true).as_coeffs());
    let mut interpreter = Interpreter::new(shared, ctm);
    interpreter.run(&content(page), page.resources());
    let (mut glyphs, rules) = interpreter.finish();
    shown_only(&mut glyphs);
    GlyphPage {
        number,
        width: f64::from(width),
        height: f64::from(height),
        glyphs,
        links: links(page, ctm),
        rules,
    }
}

/// Returns a page's content, its parts joined. The page object would cache it for as long as the document lives.
fn content(page: &PdfPage<'_>) -> Vec<u8> {
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        return stream
            .decoded_data()
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default();
    }
    let mut joined = Vec::new();
    for stream in page
        .raw()
        .get::<Array<'_>>("Contents")
        .iter()
        .flat_map(Array::iter::<Stream<'_>>)
    {
        if let Ok(data) = stream.decoded_data() {
            joined.extend_from_slice(&data);
            // A token does not go on from one part to the next.
            joined.push(b' ');
        }
    }
    joined
}

/// Returns the links of a page.
fn links(page: &PdfPage<'_>, ctm: Affine) -> Vec<LinkArea> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else {
        return Vec::new();
    };
    annotations
        .iter::<Dict<'_>>()
        .filter_map(|annotation| link(&annotation, ctm))
        .collect()
}

/// Reads a link annotation; `None` if it opens no address.
fn link(annotation: &Dict<'_>, ctm: Affine) -> Option<LinkArea> {
    let action = annotation.get::<Dict<'_>>("A")?;
    let uri = marks::decode(action.get::<Bytes<'_>>("URI")?.as_bytes());
    let bounds = annotation.get::<Rect>("Rect")?;
    let (a, b) = (
        ctm * kurbo::Point::new(bounds.x0, bounds.y0),
        ctm * kurbo::Point::new(bounds.x1, bounds.y1),
    );
    Some(LinkArea {
        // The corners may be given in any order, and the page may be turned.
        bounds: [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)],
        uri,
    })
}
