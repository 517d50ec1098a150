//! The text of Word 6 and Word 95 files: 8-bit characters of the language's code page, in one stream.
//!
//! Their formatting is coded otherwise than in Word 97 and is not read; paragraphs, fields and cells are marked in the text
//! itself. In nine public files of Word 6 and 95 (Apache POI), as many words are found as `undoc` 0.27 found.

use super::bytes::{at32, pieces, plc, slice, u8_at, u16_at};
use crate::source::charset;
use crate::source::encoding;
use crate::source::error::Error;
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

/// The first number of a Word 6 or Word 95 file.
pub(super) const IDENT: u16 = 0xa5dc;

/// The main text of such a file, and how many bytes of it are missing.
///
/// # Errors
/// [`Error::Damaged`] if a file that was saved in pieces has no table of them.
pub(super) fn main_text(document: &[u8]) -> Result<(String, usize), Error> {
    let announced = at32(document, 0x34);
    let is_in_pieces = u16_at(document, 0x0a) & 0x0004 != 0;
    let mut bytes = Vec::new();
    if is_in_pieces {
        let clx = slice(document, at32(document, 0x160), at32(document, 0x164));
        for (from, to, piece) in plc(pieces(clx)?, 8) {
            let part = slice(document, at32(piece, 2), to.saturating_sub(from));
            // Damaged tables may name the same megabytes again and again.
            if bytes.len() + part.len() > document.len() {
                break;
            }
            bytes.extend_from_slice(part);
        }
        bytes.truncate(announced);
    } else {
        bytes.extend_from_slice(slice(document, at32(document, 0x18), announced));
    }
    // At most `announced` bytes were taken above.
    let missing = announced - bytes.len();
    let (text, _) = encoding(document, &bytes).decode_without_bom_handling(&bytes);
    Ok((text.into_owned(), missing))
}

/// Returns the encoding of `text`: that of the document's language ([MS-LCID]) if it has one of its own, else a guess, if a
/// font in the document has that character set, else Windows-1252.
///
/// Two of the three Russian files of Apache POI give English as their language; their fonts have the right character set.
fn encoding(document: &[u8], text: &[u8]) -> &'static Encoding {
    match u16_at(document, 0x06) {
        0x0804 | 0x1004 => return GB18030,
        0x0404 | 0x0c04 | 0x1404 => return BIG5,
        0x0411 => return SHIFT_JIS,
        0x0412 => return EUC_KR,
        0x0419 => return WINDOWS_1251,
        _ => {}
    }
    let (guessed, _) = encoding::guess(text);
    if font_encodings(document).any(|of_font| of_font == guessed) {
        guessed
    } else {
        WINDOWS_1252
    }
}

/// Returns the encodings in the font table: entries of a length, and at byte 4 the character set.
// An entry counts its own length without the byte that holds it.
fn font_encodings(document: &[u8]) -> impl Iterator<Item = &'static Encoding> {
    let table = slice(document, at32(document, 0xd0), at32(document, 0xd4));
    let mut rest = table.get(2..).unwrap_or_default();
    let charsets = std::iter::from_fn(move || {
        let len = usize::from(*rest.first()?) + 1;
        let charset = u8_at(rest, 4);
        rest = rest.get(len..).unwrap_or_default();
        Some(charset)
    });
    charsets.filter_map(|charset| charset::of_font(i32::from(charset)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::doc;
    use std::io::{Cursor, Write};

    const TEXT: &str = "湖区观察\r链接：\u{13}HYPERLINK \"https://example.com/a\"\u{14}原文\u{15}\r甲\u{7}乙\u{7}\u{7}1\u{7}2\u{7}\u{7}终\r";

    fn header(bytes: usize, flags: u16) -> Vec<u8> {
        let mut document = vec![0; 0x200];
        let mut set = |at: usize, value: usize| {
            let value = u32::try_from(value).unwrap().to_le_bytes();
            document[at..at + 4].copy_from_slice(&value);
        };
        set(0, 0x0068_a5dc);
        set(0x06, 0x0804);
        set(0x0a, usize::from(flags));
        set(0x18, 0x200);
        set(0x34, bytes);
        document
    }

    fn file(document: &[u8]) -> Vec<u8> {
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = container.create_stream("/WordDocument").unwrap();
        stream.write_all(document).unwrap();
        drop(stream);
        container.into_inner().into_inner()
    }

    fn lines(document: &[u8]) -> Vec<String> {
        let lines = doc::read(&file(document)).unwrap().lines;
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn paragraphs_fields_and_tables_are_read() {
        let (bytes, _, _) = GB18030.encode(TEXT);
        let document = [&header(bytes.len(), 0)[..], &bytes].concat();
        assert_eq!(
            lines(&document),
            ["湖区观察", "链接：原文", "甲\t乙", "1\t2", "终"]
        );
        let line = doc::read(&file(&document)).unwrap().lines.remove(1);
        assert_eq!(line.links[0].target, "https://example.com/a");
    }

    #[test]
    fn a_text_saved_in_pieces_is_put_in_order() {
        let (bytes, _, _) = GB18030.encode("二\r一\r");
        let mut document = header(bytes.len(), 4);
        document.extend_from_slice(&bytes);
        let clx_at = document.len();
        let number = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        let mut clx = vec![2];
        clx.extend(number(28));
        clx.extend([0, 3, 6].map(number).concat());
        for at in [0x203, 0x200] {
            clx.extend([&[0; 2][..], &number(at), &[0; 2]].concat());
        }
        document[0x160..0x164].copy_from_slice(&number(clx_at));
        document[0x164..0x168].copy_from_slice(&number(clx.len()));
        document.extend(clx);
        assert_eq!(lines(&document), ["一", "二"]);
    }

    #[test]
    fn the_fonts_give_the_encoding_where_the_language_does_not() {
        let text = "湖区智能水网一期工程日前建成，覆盖十二个乡镇。";
        let (bytes, _, _) = GB18030.encode(text);
        let mut document = [&header(bytes.len(), 0)[..], &bytes].concat();
        document[0x06..0x08].copy_from_slice(&0x0409_u16.to_le_bytes());
        let fonts_at = u32::try_from(document.len()).unwrap();
        document[0xd0..0xd4].copy_from_slice(&fonts_at.to_le_bytes());
        document[0xd4..0xd8].copy_from_slice(&18_u32.to_le_bytes());
        document.extend([
            18, 0, 7, 0, 0, 0, 0, 0, b'A', 0, 7, 0, 0, 0, 134, 0, b'S', 0,
        ]);
        assert_eq!(lines(&document), [text]);
    }

    #[test]
    fn what_is_missing_is_noted() {
        let (bytes, _, _) = GB18030.encode("一\r");
        let document = [&header(90, 0)[..], &bytes].concat();
        let transcript = doc::read(&file(&document)).unwrap();
        assert_eq!(transcript.origin.notes.len(), 1);
    }
}
