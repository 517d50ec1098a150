//! The fonts of a document: the advance of each code, and the character that it stands for.
//!
//! Composite fonts, in which Chinese is set, are read without touching their outlines, since loading font programs
//! takes longer than reading the text. Simple fonts and Type 3 fonts go through `hayro_font`, which knows the glyph
//! names.

use super::composite::CompositeFont;
use super::simple::SimpleFont;
use super::sources::{CodeText, FontSources};
use hayro_syntax::object::{Array, Dict, Name};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The bit of a font descriptor's flags that asks for boldness.
const FORCE_BOLD: u32 = 1 << 18;

/// Family names and parts of names that mean a bold face.
const BOLD_NAMES: [&str; 6] = [
    "Bold",
    "Heavy",
    "Black",
    "SimHei",
    "STHeiti",
    "\u{9ed1}\u{4f53}",
];

/// A font with a cache of the codes that were looked up.
pub(super) struct PdfFont<'a> {
    /// The tables of the font.
    face: FontFace<'a>,
    /// Set when the face is bold.
    pub bold: bool,
    /// Set when it sets its text downwards.
    pub vertical: bool,
    /// The codes that were looked up.
    seen: RefCell<HashMap<u32, Rc<CodeText>>>,
}

/// The two kinds of font.
enum FontFace<'a> {
    /// A font of many glyphs.
    Composite(Box<CompositeFont<'a>>),
    /// A font of 256 codes, or one whose glyphs are drawings.
    Simple(Box<SimpleFont<'a>>),
}

/// The fonts of one resource dictionary by name.
type Named<'a> = HashMap<Box<[u8]>, Option<Rc<PdfFont<'a>>>>;

/// The fonts of one document; each is loaded once.
pub(super) struct Fonts<'a> {
    /// The fonts by resource dictionary and name.
    named: RefCell<HashMap<usize, Named<'a>>>,
    /// The fonts by the address of their dictionary.
    known: RefCell<HashMap<usize, Option<Rc<PdfFont<'a>>>>>,
    /// Loaders of programs and maps.
    sources: FontSources<'a>,
}

impl<'a> Fonts<'a> {
    /// Makes an empty collection.
    pub fn new() -> Self {
        Self {
            named: RefCell::default(),
            known: RefCell::default(),
            sources: FontSources::new(),
        }
    }

    /// Returns the font that the dictionary `fonts` calls `name`.
    ///
    /// LibreOffice changes the font every few characters. Looking into its dictionary each time took two thirds of the
    /// time of reading, so the answer is cached by dictionary and name.
    pub fn named(&self, fonts: &Dict<'a>, name: &[u8]) -> Option<Rc<PdfFont<'a>>> {
        let key = fonts.data().as_ptr().addr();
        if let Some(font) = self
            .named
            .borrow()
            .get(&key)
            .and_then(|named| named.get(name))
        {
            return font.clone();
        }
        let font = fonts.get::<Dict<'a>>(name).and_then(|dict| self.get(&dict));
        // A font that cannot be read is cached as well, or it would be tried again for each string.
        let mut named = self.named.borrow_mut();
        named
            .entry(key)
            .or_default()
            .insert(name.into(), font.clone());
        font
    }

    /// Returns the font that `dict` describes, `None` where it describes none that can be read.
    pub fn get(&self, dict: &Dict<'a>) -> Option<Rc<PdfFont<'a>>> {
        // A dictionary borrows the bytes of its document, so where it stands there names it.
        let key = dict.data().as_ptr().addr();
        if let Some(font) = self.known.borrow().get(&key) {
            return font.clone();
        }
        let font = self.load(dict).map(Rc::new);
        self.known.borrow_mut().insert(key, font.clone());
        font
    }

    /// Loads a font.
    fn load(&self, dict: &Dict<'a>) -> Option<PdfFont<'a>> {
        let composite = dict.get::<Name<'_>>("Subtype")?.as_ref() == b"Type0";
        let (face, vertical) = if composite {
            let face = CompositeFont::new(dict, &self.sources.maps)?;
            let vertical = face.vertical;
            (FontFace::Composite(Box::new(face)), vertical)
        } else {
            (
                FontFace::Simple(Box::new(SimpleFont::new(dict, &self.sources)?)),
                false,
            )
        };
        Some(PdfFont {
            face,
            bold: is_bold(dict),
            vertical,
            seen: RefCell::default(),
        })
    }
}

impl PdfFont<'_> {
    /// Returns the next code of `bytes` and its length in bytes (at least one); `None` at the end.
    pub fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        match &self.face {
            FontFace::Composite(face) => face.code(bytes),
            FontFace::Simple(_) => bytes.first().map(|byte| (u32::from(*byte), 1)),
        }
    }

    /// Returns the text and the advance of `code`, of `len` bytes.
    pub fn coded(&self, code: u32, len: usize) -> Rc<CodeText> {
        if let Some(known) = self.seen.borrow().get(&code) {
            return known.clone();
        }
        let coded = Rc::new(match &self.face {
            FontFace::Composite(face) => face.coded(code, len),
            FontFace::Simple(face) => face.coded(code),
        });
        self.seen.borrow_mut().insert(code, coded.clone());
        coded
    }
}

/// True for a bold face, by its name, flags or weight.
fn is_bold(dict: &Dict<'_>) -> bool {
    let named = |dict: &Dict<'_>| {
        dict.get::<Name<'_>>("BaseFont")
            .is_some_and(|name| BOLD_NAMES.iter().any(|bold| name.as_str().contains(bold)))
    };
    let described = |dict: &Dict<'_>| {
        dict.get::<Dict<'_>>("FontDescriptor")
            .is_some_and(|descriptor| {
                descriptor
                    .get::<u32>("Flags")
                    .is_some_and(|flags| flags & FORCE_BOLD != 0)
                    || descriptor
                        .get::<f64>("FontWeight")
                        .is_some_and(|weight| weight >= 600.0)
            })
    };
    let descendant = dict
        .get::<Array<'_>>("DescendantFonts")
        .and_then(|array| array.iter::<Dict<'_>>().next());
    named(dict) || described(dict) || descendant.is_some_and(|dict| described(&dict))
}
