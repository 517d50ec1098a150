//! RTF (specification 1.9.1), as Word, WPS and LibreOffice write it, also under the name `.doc`.
//!
//! Unicode (`\u` with its fallback), bytes in the code page of the font, tables, fields and text boxes are read;
//! hidden and deleted text, headers, footers, pictures and unknown destinations are left out. Automatic numbers stand
//! in the file as `\listtext`.
//!
//! `token` splits the bytes, `words` applies control words to the state of the group, `reader` opens and closes
//! groups and decodes text, `flow` makes paragraphs, cells and rows.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::story::Story;
use reader::RtfReader;
use token::{RtfToken, RtfTokens};

mod flow;
mod reader;
mod token;
mod words;

/// Reads an RTF file.
///
/// # Errors
/// [`Error::Empty`] if it has no text, [`Error::TooLarge`] if groups nest too deep.
pub(super) fn read(bytes: &[u8]) -> Result<Transcript, Error> {
    let mut reader = RtfReader {
        story: Story::of_file(bytes.len()),
        ..RtfReader::default()
    };
    let mut tokens = RtfTokens::new(bytes);
    while let Some(token) = tokens.next() {
        match token {
            RtfToken::Open => reader.open()?,
            RtfToken::Close => reader.close(),
            // Raw bytes follow, in which braces and backslashes mean nothing.
            RtfToken::Word("bin", count) => {
                tokens.leave_out(usize::try_from(count.unwrap_or(0)).unwrap_or(0));
            }
            RtfToken::Word(name, number) => reader.word(name, number),
            RtfToken::Byte(byte) => reader.byte(byte),
        }
    }
    let producer = reader.producer();
    reader.finish().finish(FileFormat::Rtf, producer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::LineKind;

    fn paragraphs(rtf: &str) -> Vec<String> {
        let lines = read(rtf.as_bytes()).unwrap().lines;
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn characters_in_both_spellings() {
        let rtf = r"{\rtf1\ansi\ansicpg936\uc2{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fcharset0 Arial;}}
\f0\'ba\'fe\'c7\'f8\u35266\'b9\'db\uc1\u23519 ?\f1 caf\'e9\ldblquote x\rdblquote\par}";
        assert_eq!(paragraphs(rtf), ["湖区观察café“x”"]);
    }

    #[test]
    fn a_pair_beyond_the_first_plane_is_one_character() {
        assert_eq!(paragraphs(r"{\rtf1 \u-10179?\u-8457?!}"), ["\u{1f6f7}!"]);
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        let rtf = r"{\rtf1{\stylesheet{\s0 Normal;}}{\header \'b1}{\*\unknown x}{\pict 0102}
{\v hidden}{\deleted gone}a\v0 b{\*\bkmkstart z}\par}";
        assert_eq!(paragraphs(rtf), ["ab"]);
    }

    #[test]
    fn tables_fields_and_numbers() {
        let rtf = r#"{\rtf1\trowd\pard\intbl A\cell B\par C\cell\row\pard
{\listtext\pard 1.\tab}{\field{\*\fldinst{HYPERLINK "https://example.com/?a=1&b=2"}}{\fldrslt see}}\line x\par}"#;
        let lines = read(rtf.as_bytes()).unwrap().lines;
        assert_eq!(lines[0].text, "A\tB\nC");
        assert_eq!(lines[1].text, "1. see\nx");
        assert_eq!(lines[1].links[0].target, "https://example.com/?a=1&b=2");
        assert_eq!(
            lines[1].text.get(lines[1].links[0].range.clone()),
            Some("see")
        );
    }

    #[test]
    fn rows_pages_and_pictures_are_known() {
        let rtf = r"{\rtf1\trowd\cellx1000\cellx2000\intbl A\cell B\cell\row\trowd\cellx2000\intbl C\cell\row\pard
{\*\shppict{\pict 01}}{\nonshppict{\pict 01}}\par {\listtext 1.\tab}D\par\page E\par}";
        let lines = read(rtf.as_bytes()).unwrap().lines;
        let shown: Vec<_> = lines
            .iter()
            .map(|line| (&*line.text, line.kind, line.page))
            .collect();
        let expected = [
            ("A\tB", LineKind::TableStart, 1),
            ("C\t", LineKind::TableRow, 1),
            ("", LineKind::Figure, 1),
            ("1. D", LineKind::ListItem, 1),
            ("E", LineKind::Text, 2),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_table_in_a_cell_leaves_the_columns_as_they_are() {
        let rtf = r"{\rtf1\trowd\cellx1000\cellx2000\intbl A\cell B\cell\row\trowd\cellx1000\cellx2000\intbl C\par
\itap2 1\nestcell 2\nestcell{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}\itap1\cell D\cell\cell\row\pard E\par}";
        let lines = read(rtf.as_bytes()).unwrap().lines;
        let texts: Vec<_> = lines.iter().map(|line| &*line.text).collect();
        assert_eq!(texts, ["A\tB", "C 1 2\tD", "E"]);
    }

    #[test]
    fn a_table_of_values_in_a_cell_keeps_its_rows() {
        let nested = |cells: [&str; 2]| {
            let [a, b] = cells;
            format!(
                r"\itap2 {a}\nestcell {b}\nestcell{{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}}"
            )
        };
        let rtf = format!(
            r"{{\rtf1\trowd\cellx1000\cellx2000\intbl A\cell B\cell\row\intbl A\cell B\cell\row\intbl C\par
{}{}\pard\intbl\itap1\cell D\cell\row\pard E\par}}",
            nested(["1", "2"]),
            nested(["3", "4"])
        );
        let lines = read(rtf.as_bytes()).unwrap().lines;
        let shown: Vec<_> = lines.iter().map(|line| (&*line.text, line.kind)).collect();
        let expected = [
            ("A\tB", LineKind::TableStart),
            ("A\tB", LineKind::TableRow),
            ("C\tD", LineKind::TableRow),
            ("1\t2", LineKind::TableStart),
            ("3\t4", LineKind::TableRow),
            ("E", LineKind::Text),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_table_two_deep_in_a_cell_is_text_of_the_table_around_it() {
        let row =
            |cells: &str| format!(r"{cells}{{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}}");
        let deep = [
            r"\itap3 x\nestcell y\nestcell",
            r"\itap3 v\nestcell w\nestcell",
        ]
        .map(row);
        let rtf = format!(
            r"{{\rtf1\trowd\cellx1000\cellx2000\intbl A\cell B\cell\row\intbl A\cell B\cell\row\intbl C\par
\itap2 1\par {}\itap2 z\nestcell {}{}\pard\intbl\itap1\cell D\cell\row\pard E\par}}",
            deep.concat(),
            row(r"2\nestcell"),
            row(r"\itap2 3\nestcell 4\nestcell"),
        );
        let lines = read(rtf.as_bytes()).unwrap().lines;
        let texts: Vec<_> = lines.iter().map(|line| &*line.text).collect();
        let expected = ["A\tB", "A\tB", "C\tD", "1 x y v w z\t2", "3\t4", "E"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn looks_are_known() {
        let lines = read(br"{\rtf1\pard\qc\fs44\b T\b0\par\pard\fi480\fs28 body text\par}")
            .unwrap()
            .lines;
        assert!(lines[0].look.centred && lines[0].look.bold);
        assert_eq!(lines[1].look.scale, Some(1.0));
        assert!(lines[1].look.indented && !lines[1].look.centred);
    }
}
