//! Fonts of 256 codes at most: Type 1, TrueType and Type 3.
//!
//! Where the file itself gives character and width of each code, the font program is not loaded. Chromium draws a
//! Chinese font as hundreds of Type 3 fonts, and LibreOffice makes a TrueType font of every 256 characters, so most of
//! the time and memory would go here.

use super::sources::{CodeText, FontSources};
use super::unicode::{meant, symbolic, to_unicode};
use hayro_cmap::CMap;
use hayro_font::FontGlyph;
use hayro_syntax::object::{Array, Dict, Name};
use std::cell::OnceCell;

/// A simple font: the tables of the file, and the font program for codes that they leave open.
pub(super) struct SimpleFont<'a> {
    /// The map of the file from codes to text.
    to_unicode: Option<CMap>,
    /// The name of a font whose codes are no characters.
    symbolic: Option<Box<str>>,
    /// The widths of the file.
    widths: Option<CodeWidths>,
    /// The font's dictionary.
    dict: Dict<'a>,
    /// Loaders of programs and maps.
    sources: FontSources<'a>,
    /// The font program, loaded when a code needs it.
    program: OnceCell<Option<hayro_font::Font<'a>>>,
}

impl<'a> SimpleFont<'a> {
    /// Reads the dictionary; `None` where neither it nor a font program gives characters.
    pub fn new(dict: &Dict<'a>, sources: &FontSources<'a>) -> Option<Self> {
        let font = Self {
            to_unicode: to_unicode(dict, &sources.maps),
            symbolic: symbolic(dict),
            widths: CodeWidths::new(dict),
            dict: dict.clone(),
            sources: sources.clone(),
            program: OnceCell::new(),
        };
        // With both the program has nothing to add, and loading it is what costs time.
        let told = font.to_unicode.is_some() && font.widths.is_some();
        (told || font.program().is_some()).then_some(font)
    }

    /// Returns the text and the advance of `code`.
    pub fn coded(&self, code: u32) -> CodeText {
        // The map of the file comes first: a program may number its glyphs as it likes.
        let told = self
            .to_unicode
            .as_ref()
            .and_then(|map| map.lookup_bf_string(code))
            .and_then(|text| meant(text, self.symbolic.as_deref()));
        let text = told.or_else(|| {
            let font = self.program()?;
            match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            }
            .and_then(|text| meant(text, self.symbolic.as_deref()))
        });
        let advance = match &self.widths {
            Some(widths) => widths.of(code),
            None => self
                .program()
                .map_or(500.0, |font| font.code_advance(code).x),
        };
        CodeText {
            text: text.unwrap_or_default(),
            advance,
        }
    }

    /// Loads the font program the first time it is needed.
    fn program(&self) -> Option<&hayro_font::Font<'a>> {
        let load = || {
            let FontSources {
                programs,
                standard,
                maps,
            } = &self.sources;
            programs.font(&self.dict, standard, maps)
        };
        self.program.get_or_init(load).as_ref()
    }
}

/// The widths of a font's codes in thousandths of its size.
struct CodeWidths {
    /// The code of the first width.
    first: u32,
    /// The widths from there on.
    each: Vec<f64>,
    /// The width of every other code.
    missing: f64,
}

impl CodeWidths {
    /// Reads the widths; `None` where the file gives none.
    fn new(dict: &Dict<'_>) -> Option<Self> {
        let type3 = dict.get::<Name<'_>>("Subtype")?.as_ref() == b"Type3";
        // Glyphs of Type 3 fonts have a space of their own; the others count in thousandths.
        let scale = match dict.get::<[f64; 6]>("FontMatrix") {
            Some([across, ..]) if type3 => across * 1000.0,
            _ => 1.0,
        };
        let widths: Vec<f64> = dict
            .get::<Array<'_>>("Widths")?
            .iter::<f64>()
            .take(256)
            .collect();
        let missing = dict
            .get::<Dict<'_>>("FontDescriptor")
            .and_then(|descriptor| descriptor.get::<f64>("MissingWidth"));
        (!widths.is_empty()).then(|| Self {
            first: dict.get::<u32>("FirstChar").unwrap_or(0),
            each: widths.into_iter().map(|width| width * scale).collect(),
            missing: missing.unwrap_or(0.0),
        })
    }

    /// Returns the width of `code`.
    fn of(&self, code: u32) -> f64 {
        code.checked_sub(self.first)
            .and_then(|at| self.each.get(usize::try_from(at).ok()?))
            .copied()
            .unwrap_or(self.missing)
    }
}
