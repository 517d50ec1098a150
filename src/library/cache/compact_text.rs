//! Chinese text in about half the bytes of UTF-8, to be searched as it lies.
//!
//! A search reads all text there is, so that it takes as long as the text has bytes. The commonest characters take one byte,
//! four thousand more take two, every other three or four. What a byte is can be seen from it alone:
//!
//! ```text
//! 00..7f            a character of its own
//! 80..bf            six bits, and more follow
//! c0..ff            six bits, the last
//! ```
//! So a word's bytes found anywhere are that word, unless its first byte goes on from the one before: [`is_start`].

use encoding_rs::GB18030;
use std::sync::LazyLock;

/// The line feed comes first, then what numbers and names in Latin letters are made of, the marks, and the commonest Han of
/// news and of the trade. The quotation mark and the backslash are left out: they are not written to JSON as they are.
const SINGLES: &str = "\n 0123456789abcdefghijklmnopqrstuvwxyz.,-/%:'()，。、“”：；（）《》\
的一国在中年和了有人大为不会日上发业是市行对以到个工地时成这经出生公要理部后全方新家来多前用\
医院疗健康数据信息服务化保构系统平台管技术智能民";

/// Marks, after Latin letters and before Han, that take two bytes.
const MARKS: &str = "·—…‘’–×℃％①②③④⑤⑥⑦⑧⑨⑩■●▲★→";

struct CodeTable {
    /// What each byte below 0x80 stands for, then what each pair of bytes does.
    letters: Vec<Utf8Char>,
    /// The byte or the two bytes of each character of the basic plane, the first one low; the second one is 0 where there is
    /// none.
    codes: Vec<u16>,
}

/// A character in UTF-8: its bytes, three at most, and in the last place how many they are.
type Utf8Char = [u8; 4];

/// The line feed.
pub const LINE_FEED: u8 = 0;
/// The space.
const SPACE: u8 = 1;

const SINGLE_COUNT: usize = 0x80;
const PAIR_COUNT: usize = 0x1000;
const NONE: u16 = u16::MAX;

static TABLE: LazyLock<CodeTable> = LazyLock::new(CodeTable::new);

impl CodeTable {
    fn new() -> Self {
        let mut codes = vec![NONE; 0x1_0000];
        let mut letters = Vec::with_capacity(SINGLE_COUNT + PAIR_COUNT);
        let capitals = ('!'..='~').filter(|c| !matches!(c, '"' | '\\'));
        let forms = ('\u{3001}'..='\u{3017}').chain('\u{ff01}'..='\u{ff5e}');
        let han = han_by_frequency();
        let all = SINGLES.chars().chain(capitals).chain(MARKS.chars());
        for c in all.chain(forms).chain(han.chars()) {
            let Some(slot) = codes.get_mut(c as usize).filter(|slot| **slot == NONE) else {
                continue;
            };
            if letters.len() == SINGLE_COUNT + PAIR_COUNT {
                break;
            }
            *slot = code(letters.len());
            letters.push(letter(c));
        }
        Self { letters, codes }
    }
}

/// What the letter number `number` is written as.
fn code(number: usize) -> u16 {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let bytes = match number.checked_sub(0x80) {
        None => [number.to_le_bytes()[0], 0],
        Some(pair) => [six(pair >> 6), six(pair) | 0x40],
    };
    u16::from_le_bytes(bytes)
}

fn letter(c: char) -> Utf8Char {
    let mut bytes = [0; 4];
    let len = c.encode_utf8(&mut bytes).len();
    // The tables are of the basic plane, whose characters leave the last place free.
    [bytes[0], bytes[1], bytes[2], u8::try_from(len).unwrap_or(0)]
}

/// The Han of GB 2312, the first level of which are the 3755 commonest.
fn han_by_frequency() -> String {
    let rows = (0xb0..=0xd7).chain(0xd8..=0xf7_u8);
    let bytes: Vec<u8> = rows
        .flat_map(|row| (0xa1..=0xfe_u8).flat_map(move |cell| [row, cell]))
        .collect();
    let text = GB18030.decode_without_bom_handling(&bytes).0;
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    text.chars().filter(is_han).collect()
}

/// Writes `text` in compact_text to the end of `out`.
pub fn write(out: &mut Vec<u8>, text: &str) {
    let codes = TABLE.codes.as_slice();
    // All text of a cold scan goes through here: it is put together in one place, and of a character of one byte two are
    // written, the second of which the next character overwrites.
    let mut buffer = [0_u8; BUFFER];
    let mut at = 0;
    for c in text.chars() {
        if at + LONGEST > BUFFER {
            out.extend_from_slice(buffer.get(..at).unwrap_or_default());
            at = 0;
        }
        let room = buffer.get_mut(at..).unwrap_or_default();
        let code = codes.get(c as usize).copied().unwrap_or(NONE);
        if code == NONE {
            let (bytes, len) = long_form(u32::from(c));
            if let Some(room) = room.first_chunk_mut() {
                *room = bytes;
            }
            at += len;
            continue;
        }
        if let Some(room) = room.first_chunk_mut() {
            *room = code.to_le_bytes();
        }
        // The first byte of two has the highest bit.
        at += 1 + usize::from(code >> 7 & 1);
    }
    out.extend_from_slice(buffer.get(..at).unwrap_or_default());
}

/// How much is put together before it is written.
const BUFFER: usize = 1024;
/// The most bytes that a character takes.
const LONGEST: usize = 4;

/// A character that is in neither table: its code in three bytes, or in four.
fn long_form(code: u32) -> ([u8; LONGEST], usize) {
    let (a, b, c) = (six(code >> 12), six(code >> 6), six(code) | 0x40);
    if code >> 18 > 0 {
        ([six(code >> 18), a, b, c], 4)
    } else {
        ([a, b, c, 0], 3)
    }
}

fn six(bits: u32) -> u8 {
    0x80 | (bits & 0x3f).to_le_bytes()[0]
}

/// Whether a character begins at `at`, where a character's first byte stands.
pub fn is_start(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !before.is_some_and(|byte| goes_on(*byte))
}

/// Whether more bytes of the same character follow `byte`.
pub fn goes_on(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}

/// `text` without line feeds and spaces at its end.
pub fn trim_end(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [before @ .., LINE_FEED | SPACE] = rest {
        rest = before;
    }
    rest
}

/// How many characters `text` has.
pub fn count(text: &[u8]) -> usize {
    text.iter().filter(|byte| !goes_on(**byte)).count()
}

/// Where the first `count` characters of `text` end; all of it where it has no more.
pub fn skip(text: &[u8], count: usize) -> usize {
    if count == 0 {
        return 0;
    }
    let mut left = count;
    for (at, &byte) in text.iter().enumerate() {
        // A branch only at the end: where characters end cannot be foreseen.
        left -= usize::from(!goes_on(byte));
        if left == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// Writes `text` in UTF-8 to the end of `out`. Characters that are neither Han, Chinese punctuation nor printable ASCII, and
/// the line feed, the quotation mark and the backslash, are left to `odd`; all others are harmless everywhere.
pub fn read_onto(out: &mut Vec<u8>, text: &[u8], mut odd: impl FnMut(&mut Vec<u8>, char)) {
    let mut rest = text;
    while !rest.is_empty() {
        rest = read_common(out, rest);
        match rest {
            [] => {}
            [LINE_FEED, after @ ..] => {
                odd(out, '\n');
                rest = after;
            }
            _ => {
                let Some((c, after)) = long(rest) else { return };
                odd(out, c);
                rest = after;
            }
        }
    }
}

/// Writes the characters of one and two bytes that `text` begins with, and answers what follows them.
///
/// Whoever prints fifty thousand results does little else, so that room is made once, and every character is written with
/// its last place, which the next overwrites.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "one branch that is hardly ever taken instead of three"
)]
fn read_common<'a>(out: &mut Vec<u8>, text: &'a [u8]) -> &'a [u8] {
    let table = &*TABLE;
    let mut end = out.len();
    out.resize(end + text.len() * 3 + 4, 0);
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        let last = text.get(at + 1).copied().unwrap_or(0);
        // Whether one byte or two cannot be foreseen, so that nothing branches on it.
        let is_pair = first >= 0x80;
        let is_other = (first == LINE_FEED) | (is_pair & (last < 0xc0)) | (first >= 0xc0);
        if is_other {
            break;
        }
        let pair = usize::from(first & 0x3f) << 6 | usize::from(last & 0x3f);
        let number = if is_pair {
            SINGLE_COUNT + pair
        } else {
            usize::from(first)
        };
        let (Some(letter), Some(place)) = (table.letters.get(number), out.get_mut(end..end + 4))
        else {
            break;
        };
        place.copy_from_slice(letter);
        end += usize::from(letter[3]);
        at += 1 + usize::from(is_pair);
    }
    out.truncate(end);
    text.get(at..).unwrap_or_default()
}

/// The first character of `text`, and what follows it.
pub fn first(text: &[u8]) -> Option<(char, &[u8])> {
    let end = text.iter().position(|byte| !goes_on(*byte))? + 1;
    let (letter, after) = text.split_at_checked(end)?;
    read(letter).chars().next().map(|c| (c, after))
}

/// The character of three or four bytes that `text` begins with, and what follows it.
fn long(text: &[u8]) -> Option<(char, &[u8])> {
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

/// `text` in UTF-8.
pub fn read(text: &[u8]) -> String {
    let mut out = Vec::with_capacity(text.len() * 2);
    read_onto(&mut out, text, push);
    // Only whole characters were written.
    String::from_utf8(out).unwrap_or_default()
}

/// Writes a character as it is.
pub fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sanitize::is_harmless;

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
    fn tables_are_full_and_all_but_the_line_feed_is_harmless() {
        assert_eq!(TABLE.letters.len(), SINGLE_COUNT + PAIR_COUNT);
        assert_eq!(SINGLES.chars().count(), SINGLE_COUNT);
        for letter in TABLE.letters.iter().skip(1) {
            let text = std::str::from_utf8(&letter[..usize::from(letter[3])]).unwrap();
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
