//! What a font says about its codes: how far each moves, and which character it stands for.
//!
//! Composite fonts, in which Chinese is set, are read here without touching their outlines, since loading font programs
//! takes longer than reading the text. Simple fonts and Type 3 fonts go through `hayro_font`, which knows the glyph names.

use super::charmap::{Collection, GlyphChars};
use super::simple::Simple;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode};
use hayro_font::{CMapResolverFn, FontCache, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// The bit of a font descriptor's flags that asks for boldness.
const FORCE_BOLD: u32 = 1 << 18;

/// Family names and parts of names that say a face is bold.
const BOLD_NAMES: [&str; 6] = [
    "Bold",
    "Heavy",
    "Black",
    "SimHei",
    "STHeiti",
    "\u{9ed1}\u{4f53}",
];

/// One code of a font.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coded {
    /// What it stands for, empty where nothing says.
    pub text: Box<str>,
    /// How far it moves, in thousandths of the font size; downwards in a vertical font.
    pub advance: f64,
}

/// A font, with what was already asked of it.
pub(super) struct Font<'a> {
    face: Face<'a>,
    /// The face is bold.
    pub bold: bool,
    /// Sets its text downwards.
    pub vertical: bool,
    seen: RefCell<HashMap<u32, Rc<Coded>>>,
}

enum Face<'a> {
    Composite(Box<Composite<'a>>),
    Simple(Box<Simple<'a>>),
}

/// The fonts of one resource dictionary by name.
type Named<'a> = HashMap<Box<[u8]>, Option<Rc<Font<'a>>>>;

/// The fonts of one document; each is looked at once.
pub(super) struct Fonts<'a> {
    named: RefCell<HashMap<usize, Named<'a>>>,
    known: RefCell<HashMap<usize, Option<Rc<Font<'a>>>>>,
    pub(super) programs: FontCache<'a>,
    pub(super) standard: FontResolverFn,
    pub(super) maps: CMapResolverFn,
}

impl<'a> Fonts<'a> {
    /// No fonts yet.
    pub fn new() -> Self {
        Self {
            named: RefCell::default(),
            known: RefCell::default(),
            programs: FontCache::new(),
            standard: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
            }),
            maps: Arc::new(hayro_cmap::load_embedded),
        }
    }

    /// The font that the dictionary `fonts` calls `name`. LibreOffice changes the font every few characters, and looking
    /// into its dictionary each time took two thirds of the time of reading.
    pub fn named(&self, fonts: &Dict<'a>, name: &[u8]) -> Option<Rc<Font<'a>>> {
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
        let mut named = self.named.borrow_mut();
        named
            .entry(key)
            .or_default()
            .insert(name.into(), font.clone());
        font
    }

    /// The font that `dict` describes, or `None` where it describes none that can be read.
    pub fn get(&self, dict: &Dict<'a>) -> Option<Rc<Font<'a>>> {
        // A dictionary borrows the bytes of its document, so where it stands there names it.
        let key = dict.data().as_ptr().addr();
        if let Some(font) = self.known.borrow().get(&key) {
            return font.clone();
        }
        let font = self.load(dict).map(Rc::new);
        self.known.borrow_mut().insert(key, font.clone());
        font
    }

    fn load(&self, dict: &Dict<'a>) -> Option<Font<'a>> {
        let composite = dict.get::<Name<'_>>("Subtype")?.as_ref() == b"Type0";
        let (face, vertical) = if composite {
            let face = Composite::new(dict, &self.maps)?;
            let vertical = face.vertical;
            (Face::Composite(Box::new(face)), vertical)
        } else {
            (Face::Simple(Box::new(Simple::new(dict, self)?)), false)
        };
        Some(Font {
            face,
            bold: is_bold(dict),
            vertical,
            seen: RefCell::default(),
        })
    }
}

impl Font<'_> {
    /// The next code of `bytes` and how many bytes it takes (at least one); `None` at the end.
    pub fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        match &self.face {
            Face::Composite(face) => face.code(bytes),
            Face::Simple(_) => bytes.first().map(|byte| (u32::from(*byte), 1)),
        }
    }

    /// What `code`, of `len` bytes, stands for.
    pub fn coded(&self, code: u32, len: usize) -> Rc<Coded> {
        if let Some(known) = self.seen.borrow().get(&code) {
            return known.clone();
        }
        let coded = Rc::new(match &self.face {
            Face::Composite(face) => face.coded(code, len),
            Face::Simple(face) => face.coded(code),
        });
        self.seen.borrow_mut().insert(code, coded.clone());
        coded
    }
}

/// A font of many glyphs (`/Type0`): codes become CIDs by a map, and CIDs have widths.
struct Composite<'a> {
    codes: Codes,
    to_unicode: Option<CMap>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    vertical: bool,
    collection: Option<CidFamily>,
    maps: CMapResolverFn,
    descendant: Dict<'a>,
    characters: OnceCell<Option<Collection>>,
    glyphs: OnceCell<Option<GlyphChars>>,
}

/// How bytes become codes, and codes CIDs.
enum Codes {
    /// Two bytes, each pair its own CID (`Identity-H`).
    Identity,
    /// By a map; where the map is one of Unicode's, the code is the character.
    Mapped {
        map: Box<CMap>,
        unicode: bool,
        /// The map has codes of one byte.
        bytewise: bool,
    },
}

impl<'a> Composite<'a> {
    fn new(dict: &Dict<'a>, maps: &CMapResolverFn) -> Option<Self> {
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
            collection,
            maps: maps.clone(),
            descendant,
            characters: OnceCell::new(),
            glyphs: OnceCell::new(),
        })
    }

    fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
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
            if map.lookup_cid_code(code, len).is_some() {
                return Some((code, usize::from(len)));
            }
        }
        Some(unmapped(bytes, first, *unicode, *bytewise))
    }

    fn cid(&self, code: u32, len: usize) -> u32 {
        match &self.codes {
            Codes::Identity => code,
            Codes::Mapped { map, .. } => u8::try_from(len)
                .ok()
                .and_then(|len| map.lookup_cid_code(code, len))
                .unwrap_or(0),
        }
    }

    fn coded(&self, code: u32, len: usize) -> Coded {
        let cid = self.cid(code, len);
        let advance = if self.vertical {
            1000.0
        } else {
            self.widths.get(&cid).copied().unwrap_or(self.default_width)
        };
        Coded {
            text: self.text(code, len, cid).unwrap_or_default(),
            advance,
        }
    }

    /// The document's word first, then the embedded font's own table, then the character collection's: a TrueType font may
    /// call itself Adobe-GB1 and number its glyphs in its own order all the same.
    fn text(&self, code: u32, len: usize, cid: u32) -> Option<Box<str>> {
        self.to_unicode
            .as_ref()
            .and_then(|map| map.lookup_bf_string(code))
            .and_then(meant)
            .or_else(|| self.as_encoded(code, len))
            .or_else(|| {
                let table = self
                    .glyphs
                    .get_or_init(|| GlyphChars::new(&self.descendant));
                table
                    .as_ref()?
                    .character(cid)
                    .and_then(|c| meant(BfString::Char(c)))
            })
            .or_else(|| {
                let family = self.collection.as_ref()?;
                let table = self
                    .characters
                    .get_or_init(|| Collection::new(family, &self.maps));
                table.as_ref()?.character(cid).and_then(meant)
            })
    }

    /// The character that the code itself is: any in the Unicode encodings, ASCII in the others that have one-byte codes.
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
        meant(BfString::Char(c))
    }
}

/// How far a code reaches that no range of its map knows, so that the codes after it are still cut rightly.
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

/// A mapped text, unless it is one of those by which producers say that they do not know.
pub(super) fn meant(text: BfString) -> Option<Box<str>> {
    let unknown = |c: char| matches!(c, '\0' | '\u{fffd}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}');
    let text = match text {
        BfString::Char(c) => String::from(symbol(c)),
        BfString::String(text) => unswapped(text),
    };
    (!text.is_empty() && !text.chars().all(unknown)).then(|| text.into_boxed_str())
}

/// The bullets of Word's lists, which its symbol fonts keep in the private use area.
fn symbol(c: char) -> char {
    match c {
        '\u{f0b7}' => '\u{2022}',
        '\u{f06c}' => '\u{25cf}',
        '\u{f06e}' | '\u{f0a7}' => '\u{25aa}',
        '\u{f075}' => '\u{25c6}',
        '\u{f0d8}' => '\u{27a2}',
        '\u{f0fc}' => '\u{2713}',
        '\u{f0fe}' => '\u{2611}',
        c => c,
    }
}

/// Ghostscript writes ligatures with bytes exchanged or taken twice: `ff` arrives as U+6600 twice, `——` as U+2014 U+1414.
/// No glyph stands for several ideographs, so what looks so is the ligature.
fn unswapped(text: String) -> String {
    let letter = |c: char| {
        let swapped = char::from_u32(u32::from(u16::try_from(c).ok()?.swap_bytes()))?;
        swapped.is_ascii_alphabetic().then_some(swapped)
    };
    if let [first @ '\u{2010}'..='\u{2027}', second] = text.chars().collect::<Vec<_>>()[..]
        && u32::from(second) == (u32::from(first) & 0xff) * 0x101
    {
        return [first, first].iter().collect();
    }
    text.chars()
        .map(letter)
        .collect::<Option<String>>()
        .unwrap_or(text)
}

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

pub(super) fn parse(data: &[u8], maps: &CMapResolverFn) -> Option<CMap> {
    let maps = maps.clone();
    CMap::parse(data, move |name| maps(name))
}

pub(super) fn to_unicode(dict: &Dict<'_>, maps: &CMapResolverFn) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>("ToUnicode")?;
    parse(&stream.decoded_data().ok()?, maps)
}

fn system_info(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<hayro_syntax::object::String<'_>>("Registry")?;
    let ordering = info.get::<hayro_syntax::object::String<'_>>("Ordering")?;
    Some(CidFamily::from_registry_ordering(
        registry.as_bytes(),
        ordering.as_bytes(),
    ))
}

/// The widths of CIDs: `first [w w w]` and `first last w`, as often as there are.
fn widths(array: &Array<'_>) -> HashMap<u32, f64> {
    let mut found = HashMap::new();
    let mut items = array.flex_iter();
    loop {
        if let Some((first, list)) = items.next::<(u32, Array<'_>)>() {
            found.extend((first..=0xffff).zip(list.iter::<f64>()));
        } else if let Some((first, last, width)) = items.next::<(u32, u32, f64)>() {
            found.extend((first..=last.min(0xffff)).map(|cid| (cid, width)));
        } else {
            return found;
        }
    }
}

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
