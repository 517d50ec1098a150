//! The text that a character map gives for a code, with the mistakes of producers undone.

use crate::source::symbol::{character, is_symbolic};
use hayro_cmap::{BfString, CMap};
use hayro_font::CMapResolverFn;
use hayro_syntax::object::{Dict, Name, Stream};

/// Parses a character map; `maps` loads the predefined ones that it builds on.
pub(super) fn parse(data: &[u8], maps: &CMapResolverFn) -> Option<CMap> {
    let maps = maps.clone();
    CMap::parse(data, move |name| maps(name))
}

/// Reads the font's `/ToUnicode` map.
pub(super) fn to_unicode(dict: &Dict<'_>, maps: &CMapResolverFn) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>("ToUnicode")?;
    parse(&stream.decoded_data().ok()?, maps)
}

/// Returns the name of a font, without the tag of a subset, if its codes are no characters.
pub(super) fn symbolic(dict: &Dict<'_>) -> Option<Box<str>> {
    let name = dict.get::<Name<'_>>("BaseFont")?;
    let name = name.as_str();
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    is_symbolic(name).then(|| name.into())
}

/// Returns a text that a map gives, in a font that is symbolic if `font` names it; `None` for those that producers write where
/// they do not know the character.
pub(super) fn meant(text: BfString, font: Option<&str>) -> Option<Box<str>> {
    let unknown = |c: char| matches!(c, '\0' | '\u{fffd}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}');
    let text = match text {
        BfString::Char(c) => String::from(symbol(c, font)),
        BfString::String(text) => unswapped(text),
    };
    (!text.is_empty() && !text.chars().all(unknown)).then(|| text.into_boxed_str())
}

/// Returns the sign for a character of the private use area, in which Word's symbol fonts keep theirs. In other fonts it may be
/// anything, and only the common bullets are known.
fn symbol(c: char, font: Option<&str>) -> char {
    match c {
        '\u{f000}'..='\u{f0ff}' if font.is_some() => character(font, c),
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

/// Undoes Ghostscript's ligatures, which it writes with bytes exchanged or taken twice: `ff` arrives as U+6600 twice,
/// `——` as U+2014 U+1414.
///
/// No glyph stands for several ideographs, so a text that looks so is the ligature.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Box<str>> {
        meant(BfString::String(text.to_owned()), None)
    }

    #[test]
    fn ghostscripts_ligatures_are_undone() {
        assert_eq!(read("\u{6600}\u{6900}").as_deref(), Some("fi"));
        assert_eq!(read("\u{2014}\u{1414}").as_deref(), Some("——"));
        assert_eq!(read("ffi").as_deref(), Some("ffi"));
    }

    #[test]
    fn private_and_replacement_characters_mean_nothing() {
        assert_eq!(read("\u{e001}"), None);
        assert_eq!(meant(BfString::Char('\u{fffd}'), None), None);
        let sign = |c, font| meant(BfString::Char(c), font);
        assert_eq!(sign('\u{f0b7}', None).as_deref(), Some("•"));
        assert_eq!(sign('\u{f06d}', None), None);
        assert_eq!(sign('\u{f06d}', Some("Symbol")).as_deref(), Some("μ"));
        assert_eq!(sign('\u{f06d}', Some("Wingdings")).as_deref(), Some("○"));
        assert_eq!(sign('×', Some("Symbol")).as_deref(), Some("×"));
    }
}
