//! The invariant of reading, for whole files: every piece of a generated document stands in an article, in the lead or in a
//! field, in each format that has paragraphs.
//!
//! A document is a list of parts. It is written as HTML, Markdown, RTF, DOCX and ODT, with the wrappings that programs put
//! around paragraphs (sections, content controls, tracked insertions, spans), and read back. Each part carries a mark of three
//! rare characters.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use super::nothing_lost::{fields, kept, mark};
use newsreader::parse::parse;
use newsreader::source;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A part of a document, with the number of its wrapping.
#[derive(Debug, Clone)]
enum Part {
    Heading(u8, String),
    Paragraph(u8, String),
    Broken(String, String),
    Item(u8, String),
    Link(String),
    Table(Vec<Vec<String>>),
}

/// The texts of parts; `@` stands for the mark.
const TEXTS: &[&str] = &[
    "@的潮水退去，海滩上留下许多贝壳。",
    "@渔船归港",
    "一、@渔船归港",
    "1. @渔船归港",
    "◆@渔船归港",
    "（@晚报，6月15日）",
    "@的船长说：“今年的鱼比往年多。”",
    "山海市@办公室",
];

fn text(nth: usize, number: usize) -> String {
    TEXTS[nth % TEXTS.len()].replace('@', &mark(number))
}

fn document() -> impl Strategy<Value = Vec<Part>> {
    prop::collection::vec((0..6_u8, 0..4_u8, 0..TEXTS.len(), 2..4_usize), 1..14).prop_map(|seeds| {
        let mut number = 0;
        let mut next = |nth: usize| {
            number += 1;
            text(nth, number)
        };
        let parts = seeds
            .into_iter()
            .map(|(kind, wrapping, nth, size)| match kind {
                0 => Part::Heading(wrapping % 3 + 1, next(nth)),
                1 => Part::Broken(next(nth), next(nth + 1)),
                2 => Part::Item(wrapping, next(nth)),
                3 => Part::Link(next(nth)),
                4 => Part::Table(
                    (0..size)
                        .map(|row| (0..size).map(|cell| next(nth + row * cell)).collect())
                        .collect(),
                ),
                _ => Part::Paragraph(wrapping, next(nth)),
            });
        parts.collect()
    })
}

/// The namespace of WordprocessingML (ECMA-376 part 1).
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The beginning of the namespaces of OpenDocument.
const NAMES: &str = "urn:oasis:names:tc:opendocument:xmlns";
const TARGET: &str = "https://example.com/tide?a=1";

fn html(parts: &[Part]) -> String {
    let mut page = String::from("<html><head><meta charset=\"utf-8\"></head><body>");
    for part in parts {
        match part {
            Part::Heading(level, text) => write!(page, "<h{level}>{text}</h{level}>"),
            Part::Paragraph(0, text) => write!(page, "<div><font>{text}</font></div>"),
            Part::Paragraph(1, text) => {
                write!(page, "<blockquote><p><b>{text}</b></p></blockquote>")
            }
            Part::Paragraph(2, text) => write!(page, "<pre><span>{text}</span></pre>"),
            Part::Paragraph(_, text) => write!(page, "<section><center>{text}</center></section>"),
            Part::Broken(first, second) => write!(page, "<p>{first}<br>{second}</p>"),
            Part::Item(0, text) => write!(page, "<dl><dt>{text}</dt></dl>"),
            Part::Item(1, text) => write!(page, "<ol><li><p>{text}</p></li></ol>"),
            Part::Item(_, text) => write!(page, "<ul><li><ul><li>{text}</li></ul></li></ul>"),
            Part::Link(text) => write!(page, "<p>见<a href=\"{TARGET}\">{text}</a></p>"),
            Part::Table(rows) => {
                let rows = rows
                    .iter()
                    .map(|row| format!("<tr><td>{}</td></tr>", row.join("</td><td><p>")));
                write!(
                    page,
                    "<table><tbody>{}</tbody></table>",
                    rows.collect::<String>()
                )
            }
        }
        .unwrap();
    }
    page + "</body></html>"
}

fn markdown(parts: &[Part]) -> String {
    let mut page = String::new();
    for part in parts {
        match part {
            Part::Heading(level, text) => {
                writeln!(page, "{} {text}\n", "#".repeat(usize::from(*level)))
            }
            Part::Paragraph(0, text) => writeln!(page, "> {text}\n"),
            Part::Paragraph(1, text) => writeln!(page, "**{text}**\n"),
            Part::Paragraph(2, text) => writeln!(page, "```\n{text}\n```\n"),
            Part::Paragraph(_, text) => writeln!(page, "{text}\n"),
            Part::Broken(first, second) => writeln!(page, "{first}  \n{second}\n"),
            Part::Item(0, text) => writeln!(page, "- [ ] {text}\n"),
            Part::Item(_, text) => writeln!(page, "* {text}\n"),
            Part::Link(text) => writeln!(page, "见[{text}]({TARGET})\n"),
            Part::Table(rows) => {
                let line = |row: &Vec<String>| format!("|{}|\n", row.join("|"));
                let rule = "|-".repeat(rows[0].len());
                let below: String = rows[1..].iter().map(line).collect();
                writeln!(page, "{}{rule}|\n{below}", line(&rows[0]))
            }
        }
        .unwrap();
    }
    page
}

fn rtf(parts: &[Part]) -> String {
    let escaped = |unit: u16| format!("\\u{}?", unit.cast_signed());
    let coded = |text: &str| -> String {
        let units = text.encode_utf16();
        units.map(escaped).collect()
    };
    let mut page = String::from("{\\rtf1\\ansi\\ansicpg936 ");
    for part in parts {
        match part {
            Part::Heading(level, text) => {
                write!(
                    page,
                    "\\pard\\outlinelevel{} {}\\par ",
                    level - 1,
                    coded(text)
                )
            }
            Part::Paragraph(0, text) => write!(page, "\\pard{{\\b {}}}\\par ", coded(text)),
            Part::Paragraph(_, text) => write!(page, "\\pard\\qc {}\\par ", coded(text)),
            Part::Broken(first, second) => {
                write!(
                    page,
                    "\\pard {}\\line {}\\par ",
                    coded(first),
                    coded(second)
                )
            }
            Part::Item(_, text) => {
                write!(page, "\\pard{{\\listtext\\'b7\\tab}}{}\\par ", coded(text))
            }
            Part::Link(text) => write!(
                page,
                "\\pard {{\\field{{\\*\\fldinst HYPERLINK \"{TARGET}\"}}{{\\fldrslt {}}}}}\\par ",
                coded(text)
            ),
            Part::Table(rows) => {
                let edge = |n: usize| format!("\\cellx{}", n * 2000);
                let cell = |text: &String| format!("{}\\cell ", coded(text));
                for row in rows {
                    let edges: String = (1..=row.len()).map(edge).collect();
                    let cells: String = row.iter().map(cell).collect();
                    write!(page, "\\trowd{edges}\\pard\\intbl {cells}\\row ").unwrap();
                }
                write!(page, "\\pard ")
            }
        }
        .unwrap();
    }
    page + "}"
}

fn docx_part(part: &Part) -> String {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let paragraph = |inner: &str| format!("<w:p>{inner}</w:p>");
    match part {
        Part::Heading(level, text) => paragraph(&format!(
            "<w:pPr><w:outlineLvl w:val=\"{}\"/></w:pPr>{}",
            level - 1,
            run(text)
        )),
        Part::Paragraph(0, text) => {
            format!(
                "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                paragraph(&run(text))
            )
        }
        Part::Paragraph(1, text) => paragraph(&format!(
            "<w:ins w:id=\"1\" w:author=\"a\">{}</w:ins>",
            run(text)
        )),
        Part::Paragraph(2, text) => paragraph(&format!(
            "<w:smartTag w:element=\"x\">{}</w:smartTag>",
            run(text)
        )),
        Part::Paragraph(_, text) => paragraph(&run(text)),
        Part::Broken(first, second) => {
            paragraph(&format!("{}<w:r><w:br/></w:r>{}", run(first), run(second)))
        }
        Part::Item(_, text) => paragraph(&format!(
            "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}",
            run(text)
        )),
        Part::Link(text) => paragraph(&format!(
            "<w:fldSimple w:instr=\"HYPERLINK &quot;{TARGET}&quot;\">{}</w:fldSimple>",
            run(text)
        )),
        Part::Table(rows) => {
            let cell = |text: &String| format!("<w:tc>{}</w:tc>", paragraph(&run(text)));
            let row = |row: &Vec<String>| {
                format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>())
            };
            format!(
                "<w:tbl>{}</w:tbl>",
                rows.iter().map(row).collect::<String>()
            )
        }
    }
}

fn docx(parts: &[Part]) -> Vec<u8> {
    let body: String = parts.iter().map(docx_part).collect();
    let document = format!("<w:document xmlns:w=\"{MAIN}\"><w:body>{body}</w:body></w:document>");
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
    ])
}

fn odt_part(part: &Part) -> String {
    match part {
        Part::Heading(level, text) => {
            format!("<text:h text:outline-level=\"{level}\">{text}</text:h>")
        }
        Part::Paragraph(0, text) => {
            format!("<text:section><text:p>{text}</text:p></text:section>")
        }
        Part::Paragraph(1, text) => format!("<text:p><text:span>{text}</text:span></text:p>"),
        Part::Paragraph(2, text) => {
            format!("<text:numbered-paragraph><text:p>{text}</text:p></text:numbered-paragraph>")
        }
        Part::Paragraph(_, text) => format!("<text:p>{text}</text:p>"),
        Part::Broken(first, second) => {
            format!("<text:p>{first}<text:line-break/>{second}</text:p>")
        }
        Part::Item(_, text) => {
            format!(
                "<text:list><text:list-item><text:p>{text}</text:p></text:list-item></text:list>"
            )
        }
        Part::Link(text) => {
            format!("<text:p><text:a xlink:href=\"{TARGET}\">{text}</text:a></text:p>")
        }
        Part::Table(rows) => {
            let cell = |text: &String| {
                format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")
            };
            let row = |row: &Vec<String>| {
                format!(
                    "<table:table-row>{}</table:table-row>",
                    row.iter().map(cell).collect::<String>()
                )
            };
            format!(
                "<table:table>{}</table:table>",
                rows.iter().map(row).collect::<String>()
            )
        }
    }
}

fn odt(parts: &[Part]) -> Vec<u8> {
    let body: String = parts.iter().map(odt_part).collect();
    let content = format!(
        "<office:document-content xmlns:office=\"{NAMES}:office:1.0\" xmlns:text=\"{NAMES}:text:1.0\" \
         xmlns:table=\"{NAMES}:table:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><office:body><office:text>{body}\
         </office:text></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.text";
    zip(&[("mimetype", kind), ("content.xml", &content)])
}

/// A zip file of these members, uncompressed.
fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in members {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The texts of a document, one for each mark.
fn texts(parts: &[Part]) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    for part in parts {
        match part {
            Part::Heading(_, text)
            | Part::Paragraph(_, text)
            | Part::Item(_, text)
            | Part::Link(text) => {
                texts.push(text);
            }
            Part::Broken(first, second) => texts.extend([first.as_str(), second]),
            Part::Table(rows) => texts.extend(rows.iter().flatten().map(String::as_str)),
        }
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn no_format_loses_a_part(parts in document()) {
        let files = [
            ("HTML", html(&parts).into_bytes()),
            ("Markdown", markdown(&parts).into_bytes()),
            ("RTF", rtf(&parts).into_bytes()),
            ("DOCX", docx(&parts)),
            ("ODT", odt(&parts)),
        ];
        for (name, bytes) in files {
            let transcript = source::extract(&bytes).unwrap();
            let issue = parse(&transcript).issue;
            let (kept, fields) = (kept(&issue), fields(&issue));
            for (text, number) in texts(&parts).into_iter().zip(1..) {
                let mark = mark(number);
                let found = kept.contains(&mark) || !text.contains('。') && fields.contains(&mark);
                prop_assert!(found, "{name}: {text} is lost of {parts:?}");
            }
        }
    }
}
