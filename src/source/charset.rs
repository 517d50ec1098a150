//! Encodings of 8-bit text in files of Windows programs, by code page or by the character set of a font.
//!
//! RTF and old DOC files name a code page for the whole file and a character set for each font; the
//! font wins. GB18030 stands for GBK and GB 2312, which are parts of it.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};

/// Returns the encoding of a code page number (`\ansicpg936`).
pub(super) fn of_code_page(number: i32) -> &'static Encoding {
    match number {
        936 | 54936 => GB18030,
        950 => BIG5,
        932 => SHIFT_JIS,
        949 => EUC_KR,
        874 => WINDOWS_874,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        _ => WINDOWS_1252,
    }
}

/// Returns the encoding of the character set of a font (`\fcharset134`); `None` if the code page of the file decides.
pub(super) fn of_font(charset: i32) -> Option<&'static Encoding> {
    Some(match charset {
        134 => GB18030,
        136 => BIG5,
        128 => SHIFT_JIS,
        129 => EUC_KR,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}

/// Decodes bytes in `encoding`. Invalid ones are taken as Windows-1252 one by one: fonts are often declared with the
/// wrong character set.
pub(super) fn decode(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if !broken {
        return text.into_owned();
    }
    let mut decoded = String::new();
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        // GB18030 has sequences of four bytes, the other encodings of two; ASCII is one.
        let lengths = if first.is_ascii() {
            &[1][..]
        } else {
            &[2, 4][..]
        };
        let whole = lengths.iter().find_map(|len| {
            let (head, tail) = rest.split_at_checked(*len)?;
            let (text, broken) = encoding.decode_without_bom_handling(head);
            (!broken).then(|| (text.into_owned(), tail))
        });
        let (text, tail) = whole.unwrap_or_else(|| {
            let (head, tail) = rest.split_at(1);
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(head);
            (text.into_owned(), tail)
        });
        decoded.push_str(&text);
        rest = tail;
    }
    decoded
}
