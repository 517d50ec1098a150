//! Plain text in whatever encoding, and what text extractors leave of a PDF.
//!
//! The bytes become characters in this order: the encoding the user names, a byte order mark, UTF-8 where it is valid,
//! UTF-16 without a mark, then `chardetng`'s guess among the legacy encodings. Which lines form a paragraph is for
//! `parse` to find out.

use crate::model::transcript::{FileFormat, Flow, Origin, SourceLine, Transcript};
use crate::source::encoding::{Decoded, decode};
use crate::source::error::Error;
use crate::source::extent::{most_rows, too_many};
use crate::source::{ReadContext, markdown, radicals};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Reads a text file, or a Markdown file if it has the marks of one.
///
/// # Errors
/// [`Error::Unknown`] if the bytes are no text, [`Error::Empty`] if there is nothing but space,
/// [`Error::NoEncoding`].
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>) -> Result<Transcript, Error> {
    let decoded = decode(bytes, context.encoding)?;
    // A program or a picture is refused before its bytes are taken for lines.
    if decoded.is_junk() {
        return Err(Error::Unknown);
    }
    let text = plain(&decoded.text);
    if text.trim().is_empty() {
        return Err(Error::Empty);
    }
    let rows = most_rows(text.len());
    // Bounded before the rows are made, since the rows are what takes the memory.
    let (text, is_whole) = first_rows(&text, rows);
    let origin = |decoded: &Decoded<'_>| {
        let mut origin = origin(decoded);
        if !is_whole {
            origin.notes.push(too_many(rows));
        }
        origin
    };
    if markdown::sniff::is_markdown(text) {
        let mut transcript = markdown::read(text)?;
        transcript.origin = Origin {
            format: FileFormat::Markdown,
            ..origin(&decoded)
        };
        return Ok(transcript);
    }
    let mut lines = lines(text);
    let flow = if are_paragraphs(&lines) {
        lines.iter_mut().for_each(set_in);
        Flow::Paragraphs
    } else {
        Flow::Lines
    };
    Ok(Transcript {
        flow,
        lines,
        origin: origin(&decoded),
    })
}

/// Returns the first rows of `text` up to `most`, and true if these are all. A blank row, which extractors leave after every
/// other, counts for a half.
fn first_rows(text: &str, most: usize) -> (&str, bool) {
    let (mut halves, mut start) = (0, 0);
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()) {
        halves += if end - start > 1 { 2 } else { 1 };
        start = end + 1;
        if halves >= 2 * most {
            return match text.get(..end) {
                Some(first) if end + 1 < text.len() => (first, false),
                _ => break,
            };
        }
    }
    (text, true)
}

/// The widest line, in columns, that a layout can have; wider ones were never filled to a measure.
const NO_MEASURE_COLS: usize = 120;
/// The most by which the widths of filled lines differ, in columns, hanging marks and long words included.
const RAGGED_COLS: usize = 24;

/// True if every line is a whole paragraph, as editors write it: at least three lines are wider than any page, and
/// their widths differ. Otherwise nothing is proved, and `parse` weighs the widths.
fn are_paragraphs(lines: &[SourceLine]) -> bool {
    let long = lines
        .iter()
        // A byte is a column at most, so that short lines need not be measured.
        .filter(|line| line.text.len() > NO_MEASURE_COLS && !line.text.contains("://"))
        .map(|line| line.text.trim().width())
        .filter(|width| *width > NO_MEASURE_COLS);
    let (mut count, mut least, mut most) = (0, usize::MAX, 0);
    for width in long {
        count += 1;
        least = least.min(width);
        most = most.max(width);
        // Equal widths would be those of a very wide layout. Further lines cannot change what is proved.
        if count >= 3 && most - least > RAGGED_COLS {
            return true;
        }
    }
    false
}

/// Moves the indent of a paragraph from its text to its formatting.
fn set_in(line: &mut SourceLine) {
    let kept = line.text.trim();
    let lead = line.text.len() - line.text.trim_start().len();
    // One space is an accident; two, or a wide one of three bytes, are an indent.
    line.look.indented = lead >= 2;
    if kept.len() < line.text.len() {
        line.text = kept.to_owned();
    }
}

/// `text` without the radicals that PDF extractors leave in the place of characters. Most texts have none, and looking
/// for their first byte costs next to nothing.
fn plain(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_radical = |at: usize| matches!(bytes.get(at + 1), Some(0xba..=0xbf));
    if memchr::memchr_iter(0xe2, bytes).any(is_radical) {
        return Cow::Owned(radicals::characters(text));
    }
    Cow::Borrowed(text)
}

/// The facts about a text file.
fn origin(decoded: &Decoded<'_>) -> Origin {
    let mut notes = Vec::new();
    if decoded.odd > 0 {
        notes.push(decoded.odd_bytes());
    }
    Origin {
        format: FileFormat::Text,
        encoding: Some(decoded.name.to_owned()),
        confidence: decoded.confidence,
        notes,
        ..Origin::default()
    }
}

/// Cuts `text` at its line ends: LF, CR LF, CR alone (old Mac files), and the form feed that extractors set after a
/// page. Pages are counted where there are form feeds at all.
fn lines(text: &str) -> Vec<SourceLine> {
    let paged = memchr::memchr(b'\x0c', text.as_bytes()).is_some();
    let lone_cr = memchr::memchr(b'\n', text.as_bytes()).is_none();
    let end = if lone_cr { b'\r' } else { b'\n' };
    let mut page = u32::from(paged);
    let mut found = Vec::with_capacity(text.len() / 48);
    // A line end at the end of the file ends the last line and begins no other.
    let body = text.strip_suffix(char::from(end)).unwrap_or(text);
    for (line, number) in split(body, end).zip(1..) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !paged {
            found.push(layout_line(line, number, page));
            continue;
        }
        // A form feed stands at the end of a line or at the start of the next, by extractor; it is no part of either.
        for (nth, piece) in line.split('\x0c').enumerate() {
            page += u32::from(nth > 0);
            if !piece.is_empty() || nth == 0 && line.is_empty() {
                found.push(layout_line(piece, number, page));
            }
        }
    }
    found
}

/// `text` cut at every `end`, which is ASCII.
fn split(text: &str, end: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(end, text.as_bytes()).chain([text.len()]);
    ends.map(move |at| {
        let line = text.get(start..at).unwrap_or_default();
        start = at + 1;
        line
    })
}

/// Line `number` of the file, without formatting.
fn layout_line(text: &str, number: u32, page: u32) -> SourceLine {
    SourceLine {
        text: text.to_owned(),
        number,
        page,
        ..SourceLine::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[SourceLine]) -> Vec<(&str, u32)> {
        lines.iter().map(|l| (l.text.as_str(), l.page)).collect()
    }

    #[test]
    fn form_feeds_count_pages_and_leave_the_text() {
        let found = lines("一\n\x0c二\n三\n\x0c");
        assert_eq!(texts(&found), [("一", 1), ("二", 2), ("三", 2)]);
        let glued = lines("一\x0c二");
        assert_eq!(texts(&glued), [("一", 1), ("二", 2)]);
    }

    #[test]
    fn every_line_end_is_known() {
        let expected = [("甲", 0), ("", 0), ("乙", 0)];
        for text in ["甲\n\n乙\n", "甲\r\n\r\n乙", "甲\r\r乙\r"] {
            assert_eq!(texts(&lines(text)), expected, "{text:?}");
        }
    }

    #[test]
    fn radicals_of_an_extractor_become_characters() {
        let transcript = read("⼀⼈⻓“⻋”".as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.lines[0].text, "一人长“车”");
    }

    #[test]
    fn lines_wider_than_a_page_are_paragraphs() {
        let long = |times: usize| "湖区水网建成，供水能力提高。".repeat(times);
        let saved = format!("周报\n　　{}\n{}\n{}\n", long(5), long(7), long(12));
        let transcript = read(saved.as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.flow, Flow::Paragraphs);
        assert!(transcript.lines[1].look.indented);
        assert_eq!(transcript.lines[1].text, long(5));
        let filled = format!("{}\n{}\n{}\n{}\n", long(2), long(3), long(3), long(1));
        let transcript = read(filled.as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.flow, Flow::Lines);
    }

    #[test]
    fn a_text_of_very_many_rows_is_read_up_to_a_limit_and_says_so() {
        let many = "行\n".repeat(400_000);
        let transcript = read(many.as_bytes(), &ReadContext::default()).unwrap();
        let rows = most_rows(many.len());
        assert_eq!(transcript.lines.len(), rows);
        assert_eq!(transcript.origin.notes, [too_many(rows)]);
        let usual = "湖区水网建成，供水能力提高，沿线三个乡镇的水价不变。\n\n".repeat(150_000);
        let transcript = read(usual.as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.lines.len(), 300_000);
        assert_eq!(transcript.origin.notes, []);
    }

    #[test]
    fn indents_stay() {
        let found = lines("　　一段\n  two");
        assert_eq!(texts(&found), [("　　一段", 0), ("  two", 0)]);
    }

    #[test]
    fn a_report_in_gb18030_says_so() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("前沿周报\n第六期\n来源：云岭日报");
        let transcript = read(&bytes, &ReadContext::default()).unwrap();
        assert_eq!(transcript.lines[1].text, "第六期");
        assert_eq!(transcript.origin.encoding.as_deref(), Some("gb18030"));
    }

    #[test]
    fn junk_is_refused_and_an_odd_byte_is_not() {
        let junk: Vec<u8> = (0..4000_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3])
            .collect();
        assert_eq!(
            read(&junk, &ReadContext::default()).unwrap_err(),
            Error::Unknown
        );
        let mut odd = "某报今日刊登了一篇关于湖泊治理的长文。"
            .repeat(20)
            .into_bytes();
        odd.extend_from_slice(b"\xff\xfe\n");
        let transcript = read(&odd, &ReadContext::default()).unwrap();
        assert_eq!(transcript.origin.encoding.as_deref(), Some("UTF-8"));
        assert_eq!(transcript.origin.notes.len(), 1);
    }
}
