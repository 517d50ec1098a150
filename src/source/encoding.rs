//! Decoding of bytes: byte order marks, UTF-8, UTF-16, GB18030, Big5 and the rest of the WHATWG list.
//!
//! Files of Chinese offices are UTF-8 or GB18030; Big5 and UTF-16 occur. The user's word settles the encoding, then a
//! byte order mark; valid UTF-8 is UTF-8, and only the rest is guessed from a sample. [`Decoded`] has the confidence
//! in the result, and the number of bytes that did not fit.

use crate::model::transcript::FileNote;
use crate::source::error::Error;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The bytes that decide about an encoding, from the start of the file. Larger samples made no guess better, only
/// slower.
const SAMPLE: usize = 64 << 10;

/// Text, with the encoding that its bytes were in.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The characters, without a byte order mark. Borrowed where the bytes were UTF-8 already.
    pub text: Cow<'a, str>,
    /// The encoding's WHATWG name.
    pub name: &'static str,
    /// The number of byte sequences that stand for no character.
    pub odd: usize,
    /// 1.0 where the bytes prove their encoding, less where it was guessed.
    pub confidence: f32,
}

impl Decoded<'_> {
    /// The note on bytes that stand for no character.
    pub fn odd_bytes(&self) -> FileNote {
        let (odd, name) = (self.odd, self.name);
        FileNote::new(
            format!("有 {odd} 处字节不合 {name} 编码，显示为 �"),
            format!("{odd} byte sequences are not {name}, shown as �"),
        )
    }

    /// True if this is no text but other data that happened to be decoded: more than a tenth of its first characters
    /// are control characters or stand for bytes without a meaning.
    ///
    /// Only the first 65 536 characters count; a text without suspects costs one pass over its
    /// bytes.
    pub fn is_junk(&self) -> bool {
        if !has_suspects(self.text.as_bytes()) {
            return false;
        }
        let sample = self.text.chars().take(SAMPLE);
        let (mut all, mut bad) = (0_usize, 0_usize);
        for c in sample {
            all += 1;
            let layout = matches!(c, '\n' | '\r' | '\t' | '\x0c' | '\x0b' | '\x1b' | '\u{85}');
            bad += usize::from(c == '\u{fffd}' || c.is_control() && !layout);
        }
        bad * 10 > all
    }
}

/// Decodes `bytes` by the encoding `label` if the user gave one, else by a byte order mark, as UTF-8 if they are
/// valid, else by a guess.
///
/// # Errors
/// [`Error::NoEncoding`] if there is no encoding of that name.
pub(super) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>, Error> {
    if let Some(label) = label {
        let encoding = Encoding::for_label(label.trim().as_bytes())
            .ok_or_else(|| Error::NoEncoding(label.to_owned()))?;
        return Ok(decode_as(bytes, encoding, 1.0));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return Ok(decode_as(body, encoding, 1.0));
    }
    // Nearly all files are UTF-8. This way costs one pass over the bytes and no copy.
    if let Ok(text) = simdutf8::basic::from_utf8(bytes)
        // UTF-16 of ASCII characters alone is valid UTF-8 with a NUL at every other byte.
        && !has_nul(bytes)
    {
        return Ok(Decoded {
            text: Cow::Borrowed(text),
            name: UTF_8.name(),
            odd: 0,
            confidence: 1.0,
        });
    }
    let (encoding, confidence) = guess(bytes);
    Ok(decode_as(bytes, encoding, confidence))
}

/// Guesses the encoding of bytes that are not valid UTF-8; with the confidence in the guess, 0.0 to 1.0.
pub(super) fn guess(bytes: &[u8]) -> (&'static Encoding, f32) {
    if let Some(encoding) = unmarked_utf16(bytes.get(..SAMPLE).unwrap_or(bytes)) {
        return (encoding, 0.95);
    }
    // Saved pages begin with style sheets and scripts: 64 KB of ASCII before the first Han is common.
    let plain = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let bytes = bytes.get(plain..).unwrap_or_default();
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if is_mostly_utf8(sample) {
        return (UTF_8, 0.9);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() == bytes.len());
    // The domain breaks ties between legacy encodings in favour of Chinese.
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let guessed = if guessed == GBK || guessed == BIG5 {
        chinese(sample)
    } else {
        guessed
    };
    // The two Chinese encodings are checked again above; others are a guess from byte statistics.
    let sure = if guessed == GB18030 || guessed == BIG5 {
        0.95
    } else {
        0.7
    };
    (guessed, sure)
}

/// Decides between GB18030 and Big5, which `chardetng` confuses in short texts. Both put the frequent characters
/// first, GB in the lead bytes B0 to D7 (level 1) with high trail bytes, Big5 in A4 to C6; the encoding by which more
/// characters are frequent wins. GB18030 also stands for GBK and GB2312, which are parts of it.
fn chinese(sample: &[u8]) -> &'static Encoding {
    let (mut gb, mut big5) = (0_usize, 0_usize);
    let mut bytes = sample.iter().copied();
    while let Some(lead) = bytes.next() {
        if lead < 0x81 {
            continue;
        }
        let Some(trail) = bytes.next() else { break };
        gb += usize::from(matches!(lead, 0xa1 | 0xa3 | 0xb0..=0xd7) && trail >= 0xa1);
        big5 += usize::from(matches!(lead, 0xa1 | 0xa4..=0xc6) && !(0x7f..0xa1).contains(&trail));
    }
    if big5 > gb { BIG5 } else { GB18030 }
}

/// Decodes by `encoding`. A byte order mark of this encoding is dropped; one of another encoding is not looked for.
pub(super) fn decode_as<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    confidence: f32,
) -> Decoded<'a> {
    // encoding_rs decodes both in the same way; the name shown to the user is the larger set.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    let odd = if broken {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    // Odd bytes make any encoding a little less likely, also one that the user gave.
    let confidence = if odd > 0 {
        confidence * 0.9
    } else {
        confidence
    };
    Decoded {
        text,
        name: encoding.name(),
        odd,
        confidence,
    }
}

/// True if UTF-8 bytes may hold a control character or a replacement character. Bytes are searched in bulk, which is
/// much faster than looking at characters, and reports have neither.
fn has_suspects(bytes: &[u8]) -> bool {
    let control = |byte: u8| {
        let layout = matches!(byte, b'\n' | b'\r' | b'\t' | 0x0b | 0x0c | 0x1b);
        (byte < 0x20 && !layout) || byte == 0x7f
    };
    let high_control = |at: usize| bytes.get(at + 1).is_some_and(|byte| *byte < 0xa0);
    bytes.iter().fold(false, |any, byte| any | control(*byte))
        || memchr::memchr_iter(0xc2, bytes).any(high_control)
        || memchr::memmem::find(bytes, b"\xef\xbf\xbd").is_some()
}

/// True if the bytes hold a NUL, which valid UTF-8 may, but text does not: UTF-16 without a mark has many.
fn has_nul(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_some()
}

/// True for UTF-8 with damage: nearly all that is not ASCII is valid. A file that was cut at a byte count, or one
/// line pasted in another encoding, does not turn the rest into another alphabet.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // Chinese in GBK does form a two-byte UTF-8 sequence now and then, so a few whole ones prove nothing.
    broken * 8 < whole
}

/// Recognises UTF-16 without a byte order mark: in the right byte order, at least 90 of 100 code units are Han, ASCII
/// or CJK punctuation, and in the wrong one far fewer.
fn unmarked_utf16(sample: &[u8]) -> Option<&'static Encoding> {
    if sample.len() < 4 {
        return None;
    }
    let share = |unit: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let likely = units.clone().filter(|unit| is_common(*unit)).count();
        likely * 100 / units.count().max(1)
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    match (little, big) {
        (90.., _) if little > big + 20 => Some(UTF_16LE),
        (_, 90..) if big > little + 20 => Some(UTF_16BE),
        _ => None,
    }
}

/// True if a UTF-16 code unit is of the characters that Chinese reports consist of.
fn is_common(unit: u16) -> bool {
    matches!(
        unit,
        0x09 | 0x0a | 0x0c | 0x0d | 0x20..=0x7e | 0xb7 | 0x2010..=0x203b | 0x2460..=0x2473
            | 0x3000..=0x3017 | 0x4e00..=0x9fff | 0xff01..=0xff5e
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "湖区观察（第六期）\r\n来源：云岭日报\r\n2031年5月2日，“智能水网”建成。";

    fn wide(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    fn told(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.text.into_owned(), decoded.name)
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let little = wide(REPORT, u16::to_le_bytes);
        let big = wide(REPORT, u16::to_be_bytes);
        assert_eq!(told(&little), (REPORT.to_owned(), "UTF-16LE"));
        assert_eq!(told(&big), (REPORT.to_owned(), "UTF-16BE"));
        let marked = wide(&format!("\u{feff}{REPORT}"), u16::to_be_bytes);
        assert_eq!(told(&marked), (REPORT.to_owned(), "UTF-16BE"));
    }

    #[test]
    fn legacy_encodings_are_guessed_from_a_title() {
        for (text, encoding, name) in [
            ("湖区观察周报", GB18030, "gb18030"),
            ("𠮷野家，㐂", GB18030, "gb18030"),
            (
                "湖區觀察週報：雲嶺日報今日刊登長文，談論水網建設與湖泊治理。",
                BIG5,
                "Big5",
            ),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(told(&bytes), (text.to_owned(), name));
        }
    }

    #[test]
    fn a_long_head_of_ascii_decides_nothing() {
        let head = "a { color: red }\n".repeat(SAMPLE / 8);
        for encoding in [GB18030, BIG5] {
            let text = "湖區觀察週報：雲嶺日報今日刊登長文，談論水網建設與湖泊治理。";
            let (bytes, _, _) = encoding.encode(text);
            let bytes = [head.as_bytes(), &bytes].concat();
            assert_eq!(told(&bytes).1, encoding.name());
        }
    }

    #[test]
    fn the_user_knows_better() {
        let (bytes, _, _) = BIG5.encode("週報");
        assert_eq!(decode(&bytes, Some("big5")).unwrap().text, "週報");
        assert!(matches!(
            decode(&bytes, Some("klingon")),
            Err(Error::NoEncoding(_))
        ));
    }

    #[test]
    fn valid_utf_8_is_not_copied() {
        let decoded = decode(REPORT.as_bytes(), None).unwrap();
        assert!(matches!(decoded.text, Cow::Borrowed(_)));
        let marked = [b"\xef\xbb\xbf", REPORT.as_bytes()].concat();
        assert!(matches!(
            decode(&marked, None).unwrap().text,
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn a_file_cut_inside_a_character_stays_utf_8() {
        let cut = &REPORT.as_bytes()[..REPORT.len() - 4];
        let decoded = decode(cut, None).unwrap();
        assert_eq!((decoded.name, decoded.odd), ("UTF-8", 1));
    }
}
