//! Composite fonts (`/Type0`), in which Chinese is set: codes become CIDs by a map, and CIDs have widths.
//!
//! A code of one to four bytes is cut from the string by the encoding's map and becomes a CID,
//! which has a width. Its text comes from the first of these that knows it: the file's own map to
//! Unicode, the code itself where the encoding is one of Unicode's, the table of the embedded font,
//! the table of the character collection.

use super::charmap::{Collection, GlyphChars};
use super::sources::CodeText;
use super::unicode::{meant, parse, symbolic, to_unicode};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode};
use hayro_font::CMapResolverFn;
use hayro_syntax::object::{Array, Dict, Object};
use std::cell::OnceCell;
use std::collections::HashMap;

/// A font of many glyphs (`/Type0`, ISO 32000 9.7): codes become CIDs by a map, and CIDs have widths.
pub(super) struct CompositeFont<'a> {
    /// The way from bytes to CIDs.
    codes: Codes,
    /// The map of the file from codes to text.
    to_unicode: Option<CMap>,
    /// The widths of CIDs, in thousandths.
    widths: HashMap<u32, f64>,
    /// The width of every other CID.
    default_width: f64,
    /// Sets its text downwards.
    pub vertical: bool,
    /// The character collection (`Adobe-GB1`).
    collection: Option<CidFamily>,
    /// The name of a font whose codes are no characters.
    symbolic: Option<Box<str>>,
    /// The loader of predefined maps.
    maps: CMapResolverFn,
    /// The CID font's dictionary.
    descendant: Dict<'a>,
    /// The collection's table, loaded when a code needs it.
    characters: OnceCell<Option<Collection>>,
    /// The font program's table, loaded when a code needs it.
    glyphs: OnceCell<Option<GlyphChars>>,
}

/// The way from bytes to codes, and from codes to CIDs.
enum Codes {
    /// Two bytes, each pair its own CID (`Identity-H`).
    Identity,
    /// By a map; where the map is one of Unicode's, the code is the character.
    Mapped {
        /// The map from codes to CIDs.
        map: Box<CMap>,
        /// Set when the map is one of Unicode's.
        unicode: bool,
        /// The map has codes of one byte.
        bytewise: bool,
    },
}

impl<'a> CompositeFont<'a> {
    /// Reads a font dictionary; `None` where its encoding is unknown.
    pub fn new(dict: &Dict<'a>, maps: &CMapResolverFn) -> Option<Self> {
        let descendant = dict
            .get::<Array<'a>>("DescendantFonts")?
            .iter::<Dict<'a>>()
            .next()?;
        let (codes, vertical, named) = encoding(&dict.get::<Object<'_>>("Encoding")?, maps)?;
        let collection = named
            .filter(|family| *family != CidFamily::AdobeIdentity)
            .or_else(|| system_info(&descendant))
            .filter(|family| family.ucs2_cmap().is_some());
        Some(Self {
            codes,
            to_unicode: to_unicode(dict, maps),
            widths: descendant
                .get::<Array<'_>>("W")
                .map(|w| widths(&w))
                .unwrap_or_default(),
            default_width: descendant.get::<f64>("DW").unwrap_or(1000.0),
            vertical,
            symbolic: symbolic(dict),
            collection,
            maps: maps.clone(),
            descendant,
            characters: OnceCell::new(),
            glyphs: OnceCell::new(),
        })
    }

    /// Returns the next code of `bytes` and its length in bytes; `None` at the end.
    pub fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let first = *bytes.first()?;
        let Codes::Mapped {
            map,
            unicode,
            bytewise,
        } = &self.codes
        else {
            let second = bytes.get(1).copied().unwrap_or(0);
            return Some((u32::from(u16::from_be_bytes([first, second])), 2));
        };
        let mut code = 0;
        for (byte, len) in bytes.iter().take(4).zip(1_u8..) {
            code = code << 8 | u32::from(*byte);
            // Codes are one to four bytes long, and the shortest that the map knows is meant.
            if map.lookup_cid_code(code, len).is_some() {
                return Some((code, usize::from(len)));
            }
        }
        Some(unmapped(bytes, first, *unicode, *bytewise))
    }

    /// Returns the CID of a code; 0 where the map has none.
    fn cid(&self, code: u32, len: usize) -> u32 {
        match &self.codes {
            Codes::Identity => code,
            Codes::Mapped { map, .. } => u8::try_from(len)
                .ok()
                .and_then(|len| map.lookup_cid_code(code, len))
                .unwrap_or(0),
        }
    }

    /// Returns the text and the advance of `code`, of `len` bytes.
    pub fn coded(&self, code: u32, len: usize) -> CodeText {
        let cid = self.cid(code, len);
        let advance = if self.vertical {
            1000.0
        } else {
            self.widths.get(&cid).copied().unwrap_or(self.default_width)
        };
        CodeText {
            text: self.text(code, len, cid).unwrap_or_default(),
            advance,
        }
    }

    /// Returns the text of a code: by the document's own map first, then by the embedded font's table, then by the
    /// character collection.
    ///
    /// The collection comes last because a TrueType font may call itself Adobe-GB1 and number its glyphs in its own
    /// order all the same.
    fn text(&self, code: u32, len: usize, cid: u32) -> Option<Box<str>> {
        self.to_unicode
            .as_ref()
            .and_then(|map| map.lookup_bf_string(code))
            .and_then(|text| self.meant(text))
            .or_else(|| self.as_encoded(code, len))
            .or_else(|| {
                let table = self
                    .glyphs
                    .get_or_init(|| GlyphChars::new(&self.descendant));
                table
                    .as_ref()?
                    .character(cid)
                    .and_then(|c| self.meant(BfString::Char(c)))
            })
            .or_else(|| {
                let family = self.collection.as_ref()?;
                let table = self
                    .characters
                    .get_or_init(|| Collection::new(family, &self.maps));
                let text = table.as_ref()?.character(cid)?;
                self.meant(text)
            })
    }

    /// Returns the character that the code itself is: any in the Unicode encodings, ASCII in the others that have
    /// one-byte codes.
    fn as_encoded(&self, code: u32, len: usize) -> Option<Box<str>> {
        let Codes::Mapped { unicode, .. } = &self.codes else {
            return None;
        };
        let c = match (unicode, len) {
            (_, 1) if (0x20..0x7f).contains(&code) && self.collection.is_some() => {
                char::from_u32(code)
            }
            (true, 2) => char::from_u32(code),
            (true, 4) => {
                let high = u16::try_from(code >> 16).ok()?;
                let low = u16::try_from(code & 0xffff).ok()?;
                char::decode_utf16([high, low]).next()?.ok()
            }
            _ => None,
        }?;
        self.meant(BfString::Char(c))
    }

    /// Returns a text that a map gives; `None` for one that means nothing.
    fn meant(&self, text: BfString) -> Option<Box<str>> {
        meant(text, self.symbolic.as_deref())
    }
}

/// Returns a code that no range of its map knows, with its length, so that the codes after it are still cut rightly.
fn unmapped(bytes: &[u8], first: u8, unicode: bool, bytewise: bool) -> (u32, usize) {
    let len = match first {
        0xd8..=0xdb if unicode => 4,
        // Chinese maps have one-byte codes below 0x80 only.
        0..=0x7f if bytewise => 1,
        _ => 2,
    };
    let len = len.min(bytes.len());
    let code = bytes
        .iter()
        .take(len)
        .fold(0, |code, byte| code << 8 | u32::from(*byte));
    (code, len)
}

/// Reads the encoding: codes, vertical writing, and the collection that the map names.
fn encoding(
    object: &Object<'_>,
    maps: &CMapResolverFn,
) -> Option<(Codes, bool, Option<CidFamily>)> {
    let (map, unicode) = match object {
        Object::Name(name) => match CMapName::from_bytes(name.as_ref()) {
            CMapName::IdentityH => return Some((Codes::Identity, false, None)),
            CMapName::IdentityV => return Some((Codes::Identity, true, None)),
            known => {
                let unicode = name.as_ref().starts_with(b"Uni");
                (parse(maps(known)?, maps)?, unicode)
            }
        },
        Object::Stream(stream) => (parse(&stream.decoded_data().ok()?, maps)?, false),
        _ => return None,
    };
    let vertical = map.metadata().writing_mode == Some(WritingMode::Vertical);
    let family = map
        .metadata()
        .character_collection
        .as_ref()
        .map(|c| c.family.clone());
    let bytewise = (0..=0xff).any(|code| map.lookup_cid_code(code, 1).is_some());
    let codes = Codes::Mapped {
        map: Box::new(map),
        unicode,
        bytewise,
    };
    Some((codes, vertical, family))
}

/// Returns the character collection of the descendant font.
fn system_info(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<hayro_syntax::object::String<'_>>("Registry")?;
    let ordering = info.get::<hayro_syntax::object::String<'_>>("Ordering")?;
    Some(CidFamily::from_registry_ordering(
        registry.as_bytes(),
        ordering.as_bytes(),
    ))
}

/// Reads the widths of CIDs: `first [w w w]` and `first last w`, as often as there are.
fn widths(array: &Array<'_>) -> HashMap<u32, f64> {
    let mut found = HashMap::new();
    let mut items = array.flex_iter();
    loop {
        if let Some((first, list)) = items.next::<(u32, Array<'_>)>() {
            // CIDs have two bytes, so a list that is longer is damaged.
            found.extend((first..=0xffff).zip(list.iter::<f64>()));
        } else if let Some((first, last, width)) = items.next::<(u32, u32, f64)>() {
            found.extend((first..=last.min(0xffff)).map(|cid| (cid, width)));
        } else {
            return found;
        }
    }
}
