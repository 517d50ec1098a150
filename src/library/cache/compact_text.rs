//! A text encoding for records: Chinese in about half the bytes of UTF-8, searchable without decoding.
//!
//! The 128 commonest characters take one byte, 4096 more take two, all others three or four. The kind of a byte can be
//! seen from the byte alone:
//!
//! ```text
//! 00..7f            a character of its own
//! 80..bf            six bits, and more follow
//! c0..ff            six bits, the last
//! ```
//! So a byte search for an encoded word finds that word, unless the match begins inside a character: see [`is_start`].
//!
//! Why not UTF-8, which would save this module and the compact versions of [`Term`](crate::library::term::Term) and
//! [`Spelling`](crate::library::pinyin::Spelling): a search reads all text, and the encoding is a third less of it. Both were
//! measured by turns on 10 000 invented reports (157 MB on disk), two cores under load, medians of 15 runs or of three
//! paired rounds:
//!
//! | | this encoding | UTF-8 |
//! | --- | --- | --- |
//! | cache, of the text | 0.61 | 0.96 |
//! | `search 医保`, processor time, of `rg -c` | 0.84 (asked for: 0.9) | 0.91 |
//! | `search yibao`, likewise | 0.83 | 1.43 |
//! | counting 医保, 数据 in the reader | 1 | 1.26, 1.48 |
//! | counting the pinyin yibao | 1 | 3.2 |
//!
//! The last line could be narrowed by smaller tables of initials, which UTF-8 has no short codes to index.

use std::sync::LazyLock;

/// The characters with a short code behind the line feed, in the order of their codes. The order is the format: another order
/// would be another encoding.
///
/// Those of one byte are digits, Latin letters, punctuation, and the commonest Han of news and of public health. Then come the
/// capitals, punctuation that stands between Latin letters and Han, full-width forms, and the Han of GB 2312 in its order, of
/// which the first 3755 are the commonest. Quotation mark and backslash are left out, which JSON escapes: so a decoded run can
/// be printed as JSON.
const SHORT_CHARS: &[u8] = include_bytes!("compact_text/chars.txt");

/// A character in UTF-8: at most three bytes, and their number in the last place.
type Utf8Char = [u8; 4];

/// The code of the line feed, which separates paragraphs.
pub const LINE_FEED: u8 = 0;
/// The code of the space.
const SPACE: u8 = 1;

/// The number of characters of one byte.
const SINGLE_COUNT: usize = 0x80;
/// The number of characters with a short code, of one byte or two.
const SHORT_COUNT: usize = SINGLE_COUNT + 0x1000;
/// Marks a character without a short code.
const NONE: u16 = u16::MAX;

/// The character of each byte below 0x80, then the character of each pair of bytes. Decoding needs this table alone, and a
/// start with a cache decodes; so it is built by the compiler.
static CHARS: [Utf8Char; SHORT_COUNT] = chars();

/// The code of each character of the basic plane, little-endian; the second byte is 0 where the code has one byte.
static CODES: LazyLock<Vec<u16>> = LazyLock::new(codes);

/// Builds the table of characters from [`SHORT_CHARS`].
// Each character takes one to three bytes in UTF-8, so that the fourth is free for their number.
#[expect(
    clippy::indexing_slicing,
    clippy::large_stack_arrays,
    reason = "evaluated by the compiler, which reports an index out of range"
)]
const fn chars() -> [Utf8Char; SHORT_COUNT] {
    let mut chars = [[0; 4]; SHORT_COUNT];
    chars[0] = [b'\n', 0, 0, 1];
    let (mut number, mut at) = (1, 0);
    while at < SHORT_CHARS.len() {
        let len = match SHORT_CHARS[at] {
            ..0x80 => 1,
            0x80..0xe0 => 2,
            0xe0.. => 3,
        };
        let mut byte = 0;
        while byte < len {
            chars[number][byte as usize] = SHORT_CHARS[at];
            at += 1;
            byte += 1;
        }
        chars[number][3] = len;
        number += 1;
    }
    assert!(number == SHORT_COUNT, "the table is full");
    chars
}

/// Builds the table of codes from that of characters.
fn codes() -> Vec<u16> {
    let mut codes = vec![NONE; 0x1_0000];
    for (number, utf8) in CHARS.iter().enumerate() {
        if let Some(slot) = codes.get_mut(u32::from(char_of(*utf8)) as usize) {
            *slot = code(number);
        }
    }
    codes
}

/// Returns the code of character number `number`.
fn code(number: usize) -> u16 {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let bytes = match number.checked_sub(0x80) {
        None => [number.to_le_bytes()[0], 0],
        Some(pair) => [six(pair >> 6), six(pair) | 0x40],
    };
    u16::from_le_bytes(bytes)
}

/// Returns the character of an entry of the table.
fn char_of(utf8: Utf8Char) -> char {
    let bytes = utf8.get(..usize::from(utf8[3])).unwrap_or_default();
    let text = str::from_utf8(bytes).ok();
    text.and_then(|text| text.chars().next())
        .unwrap_or_default()
}

/// The number of slots for characters with a short code, see [`short`].
pub const SHORT_SLOTS: usize = 0x4000;

/// Returns the characters with a short code, each behind its slot.
pub fn short_chars() -> impl Iterator<Item = (usize, char)> {
    CHARS.iter().enumerate().map(|(number, utf8)| {
        let [first, last] = code(number).to_le_bytes();
        let slot = short(&[first, last], 0).map_or(0, |(slot, _)| slot);
        (slot, char_of(*utf8))
    })
}

/// Returns the slot of the character at `at`, below [`SHORT_SLOTS`], and the bytes of its code; `None` for a character of
/// three or four bytes, and where the text is damaged.
///
/// The slot is the code itself without the two bits that all second bytes have.
#[inline]
pub fn short(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = text.get(at).copied()?;
    let code = usize::from(first) | usize::from(text.get(at + 1).copied().unwrap_or(0)) << 8;
    let is_pair = code & 0xc0c0 == 0xc080;
    if (first >= 0x80) != is_pair {
        return None;
    }
    let bits = if is_pair { SHORT_SLOTS - 1 } else { 0x7f };
    Some((code & bits, 1 + usize::from(is_pair)))
}

/// Encodes `text` to the end of `out`. Returns true if all its characters have a short code.
pub fn write(out: &mut Vec<u8>, text: &str) -> bool {
    let codes = CODES.as_slice();
    // All text of a cold scan goes through here, so that there is no branch between codes of one and two bytes: two bytes are
    // written, and the next character overwrites the second where it is unused.
    let mut buffer = [0_u8; BUFFER];
    let mut at = 0;
    let mut is_short = true;
    for c in text.chars() {
        if at + LONGEST > BUFFER {
            out.extend_from_slice(buffer.get(..at).unwrap_or_default());
            at = 0;
        }
        let code = codes.get(c as usize).copied().unwrap_or(NONE);
        if code == NONE {
            is_short = false;
            let (bytes, len) = long_form(u32::from(c));
            for (n, byte) in bytes.into_iter().enumerate() {
                buffer[(at + n) % BUFFER] = byte;
            }
            at += len;
            continue;
        }
        // The remainder is the place itself, and spares a check of the bounds.
        [buffer[at % BUFFER], buffer[(at + 1) % BUFFER]] = code.to_le_bytes();
        // The first byte of two has the highest bit.
        at += 1 + usize::from(code >> 7 & 1);
    }
    out.extend_from_slice(buffer.get(..at).unwrap_or_default());
    is_short
}

/// Bytes collected on the stack before they are appended, a power of two.
const BUFFER: usize = 1024;
/// The most bytes of a code.
const LONGEST: usize = 4;

/// Encodes a character that is in neither table: three bytes, or four beyond U+3FFFF.
fn long_form(code: u32) -> ([u8; LONGEST], usize) {
    let (a, b, c) = (six(code >> 12), six(code >> 6), six(code) | 0x40);
    if code >> 18 > 0 {
        ([six(code >> 18), a, b, c], 4)
    } else {
        ([a, b, c, 0], 3)
    }
}

/// Returns a byte of six bits that more bytes follow.
fn six(bits: u32) -> u8 {
    0x80 | (bits & 0x3f).to_le_bytes()[0]
}

/// True if a character begins at `at`. A match of a word whose first byte is in the middle of another code is none.
pub fn is_start(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !before.is_some_and(|byte| goes_on(*byte))
}

/// True if more bytes of the same character follow `byte`.
pub fn goes_on(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}

/// Returns `text` without line feeds and spaces at its end.
///
/// Both have codes of one byte, and no other character ends in such a byte.
pub fn trim_end(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [before @ .., LINE_FEED | SPACE] = rest {
        rest = before;
    }
    rest
}

/// Returns the number of characters in `text`.
pub fn count(text: &[u8]) -> usize {
    text.iter().filter(|byte| !goes_on(**byte)).count()
}

/// Returns the byte at which the first `count` characters of `text` end, or its length where it has fewer.
///
/// The result is a byte offset; 0 for no characters.
pub fn skip(text: &[u8], count: usize) -> usize {
    if count == 0 {
        return 0;
    }
    let mut left = count;
    for (at, &byte) in text.iter().enumerate() {
        // The only branch is at the end: character boundaries are unpredictable for the processor.
        left -= usize::from(!goes_on(byte));
        if left == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// Decodes `text` to the end of `out`. Characters outside the tables, the line feed, the quotation mark and the backslash are
/// passed to `odd` instead, which may escape them; all others are harmless in a terminal and in JSON.
pub fn read_onto(out: &mut Vec<u8>, text: &[u8], mut odd: impl FnMut(&mut Vec<u8>, char)) {
    let mut rest = text;
    while let Some(&first) = rest.first() {
        if !is_other(first, rest.get(1).copied().unwrap_or(0)) {
            rest = read_common(out, rest);
        } else if let [LINE_FEED, after @ ..] = rest {
            odd(out, '\n');
            rest = after;
        } else {
            let Some((c, after)) = long(rest) else { return };
            odd(out, c);
            rest = after;
        }
    }
}

/// True if a line feed or a character of three or four bytes begins with `first` and `second`.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "one branch that is hardly ever taken instead of three"
)]
fn is_other(first: u8, second: u8) -> bool {
    (first == LINE_FEED) | ((first >= 0x80) & (second < 0xc0)) | (first >= 0xc0)
}

/// The most bytes of text that [`read_common`] makes room for at a time. With room for all that is left, a text of nothing
/// but characters outside the tables took quadratic time: 12.9 s for 640 KB of combining marks.
const STRETCH: usize = 1024;

/// Decodes the characters of one and two bytes at the start of `text` and returns the rest.
///
/// Printing fifty thousand results spends most of its time here. So room is made for a whole stretch, and four bytes are
/// written for each character, of which the next overwrites the unused ones. One byte or two is unpredictable, so that there
/// is no branch on it, and eight bytes are loaded at once: a shift is sooner done than the load of the next character.
fn read_common<'a>(out: &mut Vec<u8>, text: &'a [u8]) -> &'a [u8] {
    let chars = CHARS.as_slice();
    let mut end = out.len();
    let stretch = text.len().min(STRETCH);
    out.resize(end + stretch * 3 + 4, 0);
    let mut at = 0;
    'stretch: while at < stretch {
        let mut window = window_at(text, at);
        // The last byte may begin a pair of which the window does not have the second.
        let behind = (at + WINDOW - 1).min(stretch);
        while at < behind {
            let [first, last, ..] = window.to_le_bytes();
            if is_other(first, last) {
                break 'stretch;
            }
            let is_pair = first >= 0x80;
            let pair = usize::from(first & 0x3f) << 6 | usize::from(last & 0x3f);
            let number = if is_pair {
                SINGLE_COUNT + pair
            } else {
                usize::from(first)
            };
            let (Some(utf8), Some(place)) = (chars.get(number), out.get_mut(end..end + 4)) else {
                break 'stretch;
            };
            place.copy_from_slice(utf8);
            end += usize::from(utf8[3]);
            window >>= 8 << u32::from(is_pair);
            at += 1 + usize::from(is_pair);
        }
    }
    out.truncate(end);
    text.get(at..).unwrap_or_default()
}

/// The bytes that [`window_at`] returns.
const WINDOW: usize = 8;

/// Returns the [`WINDOW`] bytes from `at` on, the first one lowest; zeros stand for those behind the end of `text`.
fn window_at(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; WINDOW];
        for (byte, found) in bytes.iter_mut().zip(rest) {
            *byte = *found;
        }
        bytes
    });
    u64::from_le_bytes(bytes)
}

/// Splits `text` after its first character.
///
/// `None` for an empty text and for bytes that end inside a character.
pub fn first(text: &[u8]) -> Option<(char, &[u8])> {
    let end = text.iter().position(|byte| !goes_on(*byte))? + 1;
    let (code, after) = text.split_at_checked(end)?;
    read(code).chars().next().map(|c| (c, after))
}

/// Splits `text` after its first character, which is one of three or four bytes. `None` for bytes that end inside it.
pub fn long(text: &[u8]) -> Option<(char, &[u8])> {
    let last = text.iter().take(4).position(|byte| !goes_on(*byte))?;
    let (bytes, after) = text.split_at(last + 1);
    let code = bytes
        .iter()
        .fold(0, |code, byte| code << 6 | u32::from(byte & 0x3f));
    Some((
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
        after,
    ))
}

/// Decodes `text`.
///
/// Bytes that are no compact text end it early, without a panic.
pub fn read(text: &[u8]) -> String {
    let mut out = Vec::with_capacity(text.len() * 2);
    read_onto(&mut out, text, push);
    // Cannot fail: only whole characters were written.
    String::from_utf8(out).unwrap_or_default()
}

/// Appends a character in UTF-8; the `odd` of [`read_onto`] where nothing is escaped.
pub fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sanitize::is_harmless;
    use std::collections::HashSet;

    fn short(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, text);
        out
    }

    #[test]
    fn common_text_takes_half() {
        let text =
            "云州市今年起在全市二百多家定点机构逐步推开，参保人就诊后可以直接用医保账户支付。";
        assert!(
            short(text).len() * 2 < text.len() + 8,
            "{}",
            short(text).len()
        );
        assert_eq!(short("医保ab，\n").len(), 6);
        assert_eq!((short("醫").len(), short("😀").len()), (3, 3));
    }

    #[test]
    fn all_short_characters_differ_and_all_but_the_line_feed_are_harmless() {
        let different: HashSet<&Utf8Char> = CHARS.iter().collect();
        assert_eq!(different.len(), SHORT_COUNT);
        assert_eq!(char_of(CHARS[SINGLE_COUNT]), '!');
        for utf8 in CHARS.iter().skip(1) {
            let text = std::str::from_utf8(&utf8[..usize::from(utf8[3])]).unwrap();
            assert!(
                is_harmless(text) && !text.contains(['"', '\\', '\n']),
                "{text:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "[a-zA-Z0-9 \"\\\\\n，。的医保醫𠀀😀\u{10ffff}]{0,20}", any: String) {
            for text in [text, any] {
                proptest::prop_assert_eq!(read(&short(&text)), text);
            }
        }

        #[test]
        fn a_word_is_found_where_it_stands(word in "[a的醫鱻𠀀蠹]{1,2}", text in "[a的醫鱻𠀀蠹]{0,30}") {
            let (coded_word, coded) = (short(&word), short(&text));
            let found = (0..coded.len()).filter(|at| {
                let stands = coded.get(*at..).is_some_and(|rest| rest.starts_with(&coded_word));
                stands && is_start(&coded, *at)
            });
            let expected = (0..text.len()).filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(&word)));
            proptest::prop_assert_eq!(found.count(), expected.count());
        }

        #[test]
        fn characters_are_skipped_one_by_one(text in "[a的医鱻𠀀蠹]{0,30}", count in 0..40_usize) {
            let expected: String = text.chars().take(count).collect();
            let coded = short(&text);
            proptest::prop_assert_eq!(skip(&coded, count), short(&expected).len());
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = (read(&bytes), skip(&bytes, bytes.len() / 2));
        }
    }
}
