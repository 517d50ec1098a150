//! Characters of a font without `/ToUnicode`: by its character collection, or by the font program's own table.

use super::unicode::parse;
use hayro_cmap::{BfString, CMap, CidFamily};
use hayro_font::CMapResolverFn;
use hayro_syntax::object::{Dict, Name, Stream};
use skrifa::{FontRef, MetadataProvider};
use std::borrow::Cow;
use std::collections::HashMap;

/// Adobe's table from the CIDs of a character collection to characters.
pub(super) struct Collection(CMap);

impl Collection {
    /// The table of `family`, where it is a known one.
    pub fn new(family: &CidFamily, maps: &CMapResolverFn) -> Option<Self> {
        parse(maps(family.ucs2_cmap()?)?, maps).map(Self)
    }

    /// Returns the text that `cid` stands for.
    pub fn character(&self, cid: u32) -> Option<BfString> {
        self.0.lookup_bf_string(cid)
    }
}

/// The characters of an embedded font program, by CID.
pub(super) struct GlyphChars {
    /// The character of each glyph.
    by_glyph: HashMap<u32, char>,
    /// Two bytes for each CID: its glyph.
    glyph_of_cid: Option<Vec<u8>>,
}

impl GlyphChars {
    /// Inverts the font program's own character map; `None` where there is no program or it has no map.
    pub fn new(descendant: &Dict<'_>) -> Option<Self> {
        let descriptor = descendant.get::<Dict<'_>>("FontDescriptor")?;
        let program = descriptor
            .get::<Stream<'_>>("FontFile2")
            .or_else(|| descriptor.get::<Stream<'_>>("FontFile3"))?;
        let program = program.decoded_data().ok()?;
        let font = FontRef::from_index(&program, 0).ok()?;
        let mut by_glyph = HashMap::new();
        for (code, glyph) in font.charmap().mappings() {
            if let Some(c) = char::from_u32(code) {
                // Several characters may share a glyph; the ideograph is meant, not the radical or the compatible one.
                let best = by_glyph.entry(glyph.to_u32()).or_insert(c);
                if rank(c) < rank(*best) {
                    *best = c;
                }
            }
        }
        (!by_glyph.is_empty()).then(|| Self {
            by_glyph,
            glyph_of_cid: cid_map(descendant).map(Cow::into_owned),
        })
    }

    /// Returns the character that `cid` stands for.
    pub fn character(&self, cid: u32) -> Option<char> {
        // Without a table of its own a CID is the glyph.
        let glyph = match &self.glyph_of_cid {
            None => cid,
            Some(map) => {
                let at = usize::try_from(cid).ok()? * 2;
                let pair = map.get(at..at + 2)?;
                u32::from(pair[0]) << 8 | u32::from(pair[1])
            }
        };
        self.by_glyph.get(&glyph).copied()
    }
}

/// Returns the preference among characters that share a glyph; lower is better.
fn rank(c: char) -> u8 {
    match c {
        '\u{e000}'..='\u{f8ff}' => 4,
        '\u{2e80}'..='\u{2fdf}' => 3,
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => 2,
        '\u{a0}' | '\u{ad}' | '\u{2010}'..='\u{2011}' => 1,
        _ => 0,
    }
}

/// Returns the table from CIDs to glyphs, where the font has one.
fn cid_map<'a>(descendant: &Dict<'a>) -> Option<Cow<'a, [u8]>> {
    if descendant.get::<Name<'_>>("CIDToGIDMap").is_some() {
        return None;
    }
    descendant
        .get::<Stream<'a>>("CIDToGIDMap")?
        .decoded_data()
        .ok()
}
