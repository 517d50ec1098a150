//! Removes the characters of a file that would act on a terminal instead of being displayed.
//!
//! All text on its way to a terminal or the clipboard passes here. Removed are control characters (they move the cursor, ring
//! the bell, start escape sequences), direction marks and overrides (they make a link look like another one, "Trojan
//! Source"), invisible characters that only hide something between two letters, and tags. Joiners and variation selectors
//! stay, because emoji and Indic and Persian words need them; so does the soft hyphen. The zero-width space and the word
//! joiner hide inside words and addresses and are removed, except by the command `fold`: there a script may have put them in
//! to control the line breaks.

use crate::text::chars::is_break_hint;
use std::borrow::Cow;

/// Returns `text` without the characters that could act on a terminal. A tab, line end or line separator becomes a space.
///
/// ```
/// use newsreader::text::sanitize::sanitize;
/// assert_eq!(sanitize("报\u{1b}[31m告\t\u{202e}一"), "报[31m告 一");
/// ```
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    // Nearly all text is harmless, and is not copied then.
    if is_harmless(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

/// Does the same as [`sanitize`] but keeps the zero-width space and the word joiner, which allow and forbid a line break.
#[must_use]
pub fn sanitize_keeping_breaks(text: &str) -> Cow<'_, str> {
    let keep = |c: char| {
        if is_break_hint(c) {
            Some(c)
        } else {
            replacement(c)
        }
    };
    if text.chars().all(|c| keep(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(keep).collect())
}

/// Appends `text`, sanitized like by [`sanitize`], to `out`. Bytes that are not UTF-8 are dropped.
///
/// It validates and copies in one pass, for callers that write megabytes of unchecked bytes.
pub fn sanitize_onto(out: &mut Vec<u8>, mut text: &[u8]) {
    loop {
        let (plain, rest) = split_plain(text);
        out.extend_from_slice(plain);
        // The plain part reached the end.
        let Some((c, len)) = first_char(rest) else {
            return;
        };
        // Bytes that are no character, and characters that are removed, are passed over.
        if let Some(c) = c.and_then(replacement) {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        text = rest.get(len..).unwrap_or_default();
    }
}

/// Splits `text` behind its longest beginning of characters that [`sanitize`] keeps and that nearly all text consists of:
/// printable ASCII, Han, kana, Chinese punctuation, full-width forms. The rest begins with another character or with bytes
/// that are not UTF-8, or is empty.
pub fn split_plain(text: &[u8]) -> (&[u8], &[u8]) {
    // Ranges of lead and second bytes instead of characters: nearly all text passes without being decoded.
    let mut rest = text;
    loop {
        rest = match rest {
            [b' '..=b'~', after @ ..] => after,
            [0xe4..=0xe9, 0x80..=0xbf, 0x80..=0xbf, after @ ..] => after,
            [0xe3, 0x80..=0x84, 0x80..=0xbf, after @ ..] => after,
            [0xe2, 0x80, 0x90..=0xa7, after @ ..] => after,
            [0xef, 0xbc, 0x80..=0xbf, after @ ..] | [0xef, 0xbd, 0x80..=0x9f, after @ ..] => after,
            _ => return text.split_at(text.len() - rest.len()),
        };
    }
}

/// Returns the first character of `text` and its length in bytes; for bytes that are not UTF-8, no character and the number
/// of bytes to skip. `None` if `text` is empty.
pub fn first_char(text: &[u8]) -> Option<(Option<char>, usize)> {
    // A character takes four bytes at most; the rest of a text of megabytes need not be validated.
    let near = text
        .get(..text.len().min(4))
        .filter(|near| !near.is_empty())?;
    let chunk = near.utf8_chunks().next()?;
    Some(match chunk.valid().chars().next() {
        Some(c) => (Some(c), c.len_utf8()),
        // One byte at least, so that the caller goes on.
        None => (None, chunk.invalid().len().max(1)),
    })
}

/// True if [`sanitize`] would return `text` unchanged.
#[must_use]
pub fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| replacement(c) == Some(c))
}

/// Returns the character that [`sanitize`] puts in place of `c`: `c` itself, a space, or `None` if it is removed.
pub fn replacement(c: char) -> Option<char> {
    match c {
        // The most common characters first, for speed: ASCII to Cyrillic, and Han with its punctuation.
        ' '..='~' | '\u{a0}'..='\u{61b}' | '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{9fff}' => {
            Some(c)
        }
        '\t' | '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        c if c.is_control() => None,
        c if is_direction(c) || is_invisible(c) || is_format(c) || is_break_hint(c) => None,
        // The last two of each plane are noncharacters.
        c if u32::from(c) & 0xfffe == 0xfffe => None,
        c => Some(c),
    }
}

/// True for a mark, embedding, override or isolate of text direction (UAX #9).
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True for an invisible operator, the byte order mark, or a filler.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{2061}'..='\u{2065}' | '\u{feff}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}'
    )
}

/// True for a deprecated format character, an annotation, shorthand and musical formats, a tag, a noncharacter.
fn is_format(c: char) -> bool {
    matches!(c, '\u{206a}'..='\u{206f}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}' | '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_lose_what_starts_them() {
        assert_eq!(sanitize("报\u{1b}[2J告\u{9b}31m\u{7}\r\u{8}"), "报[2J告31m");
        assert_eq!(
            sanitize("\u{1b}]8;;http://example.com\u{1b}\\x"),
            "]8;;http://example.com\\x"
        );
    }

    #[test]
    fn direction_and_invisible_characters_go() {
        let tricks = "a\u{202e}b\u{2066}c\u{200f}d\u{feff}e\u{2061}f\u{e0041}g\u{fff9}h\u{61c}i\u{3164}j\u{ffff}k";
        assert_eq!(sanitize(tricks), "abcdefghijk");
    }

    proptest::proptest! {
        #[test]
        fn writing_bytes_says_the_same(text in "[ -~报一㐀、“”…：ａ\u{0}-\u{ff}\u{200b}-\u{2070}\u{3160}-\u{3170}\u{ff00}-\u{ffff}]{0,30}", any: String) {
            for text in [text, any] {
                let mut out = Vec::new();
                sanitize_onto(&mut out, text.as_bytes());
                proptest::prop_assert_eq!(String::from_utf8(out).unwrap(), sanitize(&text));
            }
        }

        #[test]
        fn bytes_that_are_no_text_become_text(bytes: Vec<u8>) {
            let mut out = Vec::new();
            sanitize_onto(&mut out, &bytes);
            proptest::prop_assert!(is_harmless(std::str::from_utf8(&out).unwrap()));
        }
    }

    #[test]
    fn lines_and_tabs_become_spaces() {
        assert_eq!(sanitize("一\t二\n三\u{2028}四\u{85}五"), "一 二 三 四 五");
    }

    #[test]
    fn what_writing_needs_stays_and_is_not_copied() {
        let text = "👨\u{200d}👩 ❤\u{fe0f} می\u{200c}خواهم क्\u{200d}ष a\u{ad}b\u{2060}c ไทย\u{200b}ไทย e\u{301} \u{e0100}";
        assert!(matches!(sanitize_keeping_breaks(text), Cow::Borrowed(same) if same == text));
        assert_eq!(sanitize("b\u{2060}c ไทย\u{200b}ไทย"), "bc ไทยไทย");
    }
}
