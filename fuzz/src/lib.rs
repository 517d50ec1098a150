//! The properties that fuzzing checks, one function for each target. A violated property is a panic.

use jiff::civil::date;
use newsreader::brief::{self, BriefFormat, BriefStyle};
use newsreader::config;
use newsreader::library::cache::catalogue::Catalogue;
use newsreader::library::cache::record::{self, Record};
use newsreader::library::query::{self, QueryContext};
use newsreader::library::watch_words::WatchWords;
use newsreader::model::Issue;
use newsreader::model::transcript::Transcript;
use newsreader::parse;
use newsreader::quote::Piece;
use newsreader::quote::template::Template;
use newsreader::runtime::decode;
use newsreader::source::{self, container, radicals};
use newsreader::text::sanitize::{is_harmless, sanitize};
use newsreader::text::typeset::{Rules, typeset};
use newsreader::text::width::{Ambiguous, width_cols};
use newsreader::ui::theme::{Depth, Theme};
use quick_xml::events::Event;
use std::io::{Cursor, Write};
use unicode_segmentation::UnicodeSegmentation;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "../../tests/linear/compound.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "some of it is for the tests alone"
)]
mod compound;
#[path = "../../tests/hostile/made.rs"]
#[allow(dead_code, reason = "some of it is for the tests alone")]
mod made;
#[path = "../../tests/common/paper.rs"]
#[allow(dead_code, reason = "some of it is for the tests alone")]
mod paper;
#[path = "../../tests/any_text/written.rs"]
#[allow(dead_code, reason = "some of it is for the tests alone")]
mod written;

/// Reads a mail of Outlook and parses it.
pub fn outlook(bytes: &[u8]) {
    read(bytes);
}

/// The formats that any text can be written in. Bytes that do not begin as the file does are taken for lines of text, of which
/// no letter may be lost on the way through the format.
macro_rules! wrappings {
    ($($name:ident $begin:literal $lines:ident $write:expr;)*) => {$(
        /// Reads a file of this format, or writes lines in it and reads them back.
        pub fn $name(bytes: &[u8]) {
            read(bytes);
            if !bytes.starts_with($begin) {
                assert_kept(&$lines(bytes), $write);
            }
        }
    )*};
}

wrappings! {
    rtf b"{" bare_lines |lines| {
        let escaped = |c: char| match c {
            '\n' => "\\par ".to_owned(),
            c => format!("\\u{}?", c as u32),
        };
        let text: String = lines.join("\n").chars().map(escaped).collect();
        format!("{{\\rtf1 {text}}}").into_bytes()
    };
    mail b"Subject" bare_lines |lines| {
        let head = "Subject: a\nFrom: a@example.com\nTo: b@example.com\nContent-Type: text/plain; charset=utf-8";
        format!("{head}\n\n{}", lines.join("\n")).into_bytes()
    };
    markdown b"#" bare_lines |lines| format!("# a\n\n{}", lines.join("\n\n")).into_bytes();
    doc b"\xd0\xcf" bare_lines written::doc;
    html b"<" bare_lines written::html;
    pdf b"%PDF" lines_of_a_page written::pdf;
}

/// The letters of each line. No line of letters alone is a mark of the format, and there are few enough for the limits of
/// paragraphs and lines.
fn bare_lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let bare = text.lines().map(|line| letters(std::iter::once(line)));
    bare.filter(|line| !line.is_empty()).take(1000).collect()
}

/// The lines that fit on a page, of characters that every Chinese font has. Short lines and figures alone may be folios.
fn lines_of_a_page(bytes: &[u8]) -> Vec<String> {
    let in_font = |c: char| match c {
        '\u{4e00}'..='\u{9fff}' => char::from_u32(0x4e00 + c as u32 % 2).unwrap_or(c),
        c => c,
    };
    let lines = bare_lines(bytes).into_iter();
    let lines = lines.map(|line| line.chars().map(in_font).take(30).collect());
    let is_text = |line: &String| line.len() > 12 && line.contains(|c: char| !c.is_ascii_digit());
    lines.filter(is_text).take(30).collect()
}

/// Checks that all letters of `lines` are in what is read from the file that `write` makes of them, in their order.
fn assert_kept(lines: &[String], write: impl Fn(&[String]) -> Vec<u8>) {
    // A file without text is an error of its own.
    if lines.is_empty() {
        return;
    }
    let Ok(transcript) = source::extract(&write(lines)) else {
        panic!("a whole file is not read");
    };
    let read = transcript.lines.iter().map(|line| line.text.as_str());
    assert!(letters(read).contains(&lines.concat()), "letters are lost");
}

/// The formats that are packages of XML, with the parts of each that are fuzzed. Bytes that are no file of the format are taken
/// for these parts, divided by a zero byte: a change of a packed file mostly ends at its checksum, and never reaches the reader
/// of a part.
macro_rules! packages {
    ($($name:ident $parts:ident: [$($fixed:expr),*], [$($part:literal),*], $path:expr, $lines:ident $write:expr;)*) => {$(
        /// The names of the parts.
        pub const $parts: &[&str] = &[$($part),*];

        /// Reads a file of this format or its bare parts and parses it, or writes lines in it and reads them back.
        pub fn $name(bytes: &[u8]) {
            // The beginnings of a zip file, and of a workbook from before 2007.
            if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
                return read(bytes);
            }
            if !bytes.contains(&b'<') {
                return assert_kept(&$lines(bytes), $write);
            }
            let parts = bytes.split(|byte| *byte == 0);
            let fixed: &[(&str, &[u8])] = &[$($fixed),*];
            let parts = $parts.iter().copied().zip(parts);
            let package = package(fixed.iter().copied().chain(parts));
            let main = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
            if let Some(plain) = plain_letters(main, $path)
                && let Ok(transcript) = source::extract(&package)
            {
                let lines = transcript.lines.iter().map(|line| line.text.as_str());
                assert_eq!(letters(lines), plain, "letters are lost or added");
            }
            read(&package);
        }
    )*};
}

packages! {
    docx DOCX_PARTS: [("[Content_Types].xml", b"<Types/>")], [
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
        "docProps/core.xml"
    ], &["w:document", "w:body", "w:p", "w:r", "w:t"], bare_lines written::docx;
    odt ODT_PARTS: [("mimetype", b"application/vnd.oasis.opendocument.text")], [
        "content.xml",
        "styles.xml",
        "meta.xml",
        "META-INF/manifest.xml"
    ], &["office:document-content", "office:body", "office:text", "text:p"], bare_lines written::odt;
    ofd OFD_PARTS: [], [
        "OFD.xml",
        "Doc_0/Document.xml",
        "Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Res.xml",
        "Doc_0/Annotations.xml",
        "Doc_0/Annots/Page_0/Annotation.xml"
    ], &[], lines_of_a_page written::ofd;
    sheet SHEET_PARTS: [("[Content_Types].xml", b"<Types/>")], [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/s1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "_rels/.rels"
    ], &[], bare_lines written::xlsx;
}

/// Returns the letters of all texts at the end of `path` in an XML part, `None` if it has anything beside these elements: what
/// styles, marks of changes and the like do to a text is the business of the readers.
fn plain_letters(part: &[u8], path: &[&str]) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(std::str::from_utf8(part).ok()?);
    let mut depth = 0;
    let mut texts = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.name().as_ref() == *path.get(depth)? => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) if depth == path.len() => texts.push(text.to_string()),
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Eof if depth == 0 => return Some(letters(texts.iter().map(String::as_str))),
            _ => return None,
        }
    }
}

/// The Latin letters, digits and Han of texts. Other characters, such as the radicals of old fonts, may become others.
fn letters<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let is_letter = |c: &char| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(c);
    texts.flat_map(str::chars).filter(is_letter).collect()
}

fn read(bytes: &[u8]) {
    if let Ok(transcript) = source::extract(bytes) {
        is_sound(&transcript);
    }
}

/// Packs these members as they are, since unpacking them would take the longer part of each execution.
fn package<'a>(members: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name, options).expect("a new name");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// Checks what holds for every report: links lie inside their blocks, and a record keeps all of it.
fn is_sound(transcript: &Transcript) -> Issue {
    for line in &transcript.lines {
        for link in &line.links {
            assert!(
                line.text.get(link.range.clone()).is_some(),
                "a link outside its line"
            );
        }
    }
    let parsed = parse::parse(transcript);
    for article in &parsed.issue.articles {
        for block in &article.blocks {
            for link in &block.links {
                assert!(
                    block.text.get(link.range.clone()).is_some(),
                    "a link outside its block"
                );
                assert!(is_harmless(&link.url), "an address with control characters");
            }
        }
    }
    if let Some(bytes) = record::encode(&parsed.issue, &parsed.warnings, &transcript.origin) {
        let back = Record::of(&bytes)
            .expect("a whole record")
            .decode()
            .expect("a record");
        assert_eq!(back.issue, parsed.issue);
        assert_eq!(back.warnings, parsed.warnings);
    }
    parsed.issue
}

/// Lists and reads the files in an archive.
pub fn archive(bytes: &[u8]) {
    let Ok(names) = container::members(Cursor::new(bytes)) else {
        return;
    };
    let some: Vec<String> = names.into_iter().take(4).collect();
    let _damaged = container::each(Cursor::new(bytes), &some, |file| {
        if let Ok(file) = file {
            let _not_read = source::extract(&file);
        }
    });
}

/// Reads plain text: no character but white space and marks of the layout is lost between bytes and lines.
pub fn text(bytes: &[u8]) {
    let Ok(transcript) = source::extract(bytes) else {
        return;
    };
    is_sound(&transcript);
    if let Ok(text) = std::str::from_utf8(bytes)
        && text.chars().all(|c| c.is_alphanumeric() || c == '\n')
    {
        let whole: String = text.split_whitespace().collect();
        let lines = transcript.lines.iter().map(|line| line.text.as_str());
        let kept: String = lines.flat_map(str::split_whitespace).collect();
        assert_eq!(kept.len(), whole.len(), "characters are lost");
    }
}

/// Parses any lines.
pub fn parser(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    is_sound(&Transcript::from_text(&text));
}

/// Sets any text to any measure: the ranges cover the text in order, and no line is wider than the measure.
pub fn typesetting(bytes: &[u8]) {
    let Some((measure, rest)) = bytes.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest).replace(['\n', '\r'], " ");
    let text = sanitize(&text);
    let measure = u16::from(*measure).clamp(2, 120);
    let rules = Rules::default();
    let mut end = 0;
    for line in typeset(&text, measure, &rules) {
        assert!(line.range.start >= end, "lines overlap");
        let between = text.get(end..line.range.start).expect("a boundary");
        assert!(between.trim().is_empty(), "text between lines");
        let shown = text.get(line.range.clone()).expect("a boundary");
        assert!(
            line.width_cols + line.indent_cols <= measure || shown.graphemes(true).count() == 1,
            "{shown:?} is wider than {measure}"
        );
        end = line.range.end;
    }
    let left = text.get(end..).expect("a boundary");
    assert!(left.trim().is_empty(), "text after the last line");
    let _cols = width_cols(&text, Ambiguous::Wide);
}

/// Parses a query and looks for it in a text: the places lie in the text, in order.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (asked, text) = text.split_once('\n').unwrap_or((&text, &text));
    let context = QueryContext {
        today: date(2025, 6, 20),
        saved: None,
    };
    if let Ok(query) = query::parse(asked, context) {
        let mut end = 0;
        for place in query.places(text, true) {
            assert!(place.start >= end && text.get(place.clone()).is_some());
            end = place.end;
        }
    }
}

/// Reads a configuration.
pub fn config(bytes: &[u8]) {
    let _slips = config::parse(&String::from_utf8_lossy(bytes));
}

/// Reads a theme.
pub fn theme(bytes: &[u8]) {
    let _slips = Theme::parse("any", &String::from_utf8_lossy(bytes), Depth::True);
}

/// Reads a template and fills it.
pub fn template(bytes: &[u8]) {
    let issue = sample();
    if let Ok(template) = Template::parse(&String::from_utf8_lossy(bytes)) {
        for article in &issue.articles {
            let piece = Piece {
                path: "",
                issue: &issue,
                article,
            };
            let _text = template.fill(&piece, date(2025, 6, 20));
        }
    }
}

/// Decodes a record of the cache whose checksum was right.
pub fn record(bytes: &[u8]) {
    if let Some(record) = Record::unchecked(bytes) {
        let _slices = record.articles();
        let _report = record.decode();
    }
}

/// Reads a catalogue of the cache.
pub fn catalogue(bytes: &[u8]) {
    let Ok(file) = tempfile::NamedTempFile::new() else {
        return;
    };
    if std::fs::write(file.path(), bytes).is_ok()
        && let Some(catalogue) = Catalogue::open(file.path())
    {
        let _blocks = catalogue.all_blocks();
    }
}

/// Writes a report in the layout of the reports: what was written can be read, and text and documents of word processors
/// read back with the same articles.
pub fn brief(bytes: &[u8]) {
    // Bytes that are no text are refused by the reader of text: only real characters are written.
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{fffd}') {
        return;
    }
    // Radicals of old fonts are Han in every text that is read from a file.
    let issue = is_sound(&Transcript::from_text(&radicals::characters(text)));
    let articles = issue.articles.iter();
    let rows: Vec<brief::rows::BriefRow<'_>> = articles
        .map(|article| {
            let piece = Piece {
                path: "",
                issue: &issue,
                article,
            };
            piece.into()
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let compiled = brief::compile(
        &rows,
        Default::default(),
        Default::default(),
        date(2025, 6, 20),
    );
    let wanted = titles_and_texts(&compiled.issue);
    for format in [
        BriefFormat::Markdown,
        BriefFormat::Text,
        BriefFormat::Docx,
        BriefFormat::Odt,
    ] {
        let written = brief::write(&compiled, format, BriefStyle::Report).expect("it is written");
        let read = is_sound(&source::extract(&written).expect("it is read"));
        if format != BriefFormat::Markdown {
            assert_eq!(titles_and_texts(&read), wanted, "{}", format.name());
        }
    }
}

/// Returns title and text of each article, without white space.
fn titles_and_texts(issue: &Issue) -> Vec<[String; 2]> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let articles = issue.articles.iter();
    articles
        .map(|article| {
            let blocks = article.blocks.iter().map(|block| bare(&block.text));
            [bare(&article.title), blocks.collect()]
        })
        .collect()
}

/// Decodes bytes that a terminal sent.
pub fn keys(bytes: &[u8]) {
    let mut decoder = decode::InputDecoder::default();
    decoder.feed(bytes);
    decoder.give_up();
    assert_eq!(decoder.feed(b"q").len(), 1, "the keyboard is stuck");
}

/// Reads a file of watch words and looks for them.
pub fn watch(bytes: &[u8]) {
    let _slips = WatchWords::parse(&String::from_utf8_lossy(bytes));
}

/// A report to fill templates with.
fn sample() -> Issue {
    let text = include_str!("../../tests/corpus/plain.txt");
    parse::parse(&Transcript::from_text(text)).issue
}
