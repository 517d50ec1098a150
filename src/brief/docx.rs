//! A brief as a Word document (ECMA-376, transitional): the smallest package that Word, WPS and `LibreOffice` open.
//!
//! Headings have heading styles, so the navigation pane lists the articles; links are hyperlinks.

pub mod parts;

use crate::brief::Brief;
use crate::brief::lines::{ReportLine, ReportPart, report_lines};
use crate::model::{Issue, TextLink};
use crate::quote::address::browsable;
use crate::text::table::columns::number_columns;
use std::io::{Cursor, Write};
use std::ops::Range;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Returns the bytes of the document. The same brief always gives the same bytes; no clock is read.
///
/// # Errors
/// An error of the zip writer.
pub fn write(brief: &Brief) -> Result<Vec<u8>, std::io::Error> {
    let lines = report_lines(brief);
    let members = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELS.to_owned()),
        ("docProps/core.xml", core(&brief.issue)),
        ("word/document.xml", document(&lines)),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/_rels/document.xml.rels", relations(&lines)),
    ];
    pack(&members)
}

/// Returns the bytes of a zip package of `members`, each a name and a text, in their order.
///
/// # Errors
/// An error of the zip writer.
pub fn pack(members: &[(&str, String)]) -> Result<Vec<u8>, std::io::Error> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // A fixed time keeps the bytes of two runs equal.
        .last_modified_time(DateTime::default());
    for (name, text) in members {
        // The type of an OpenDocument is read from the first bytes of the file.
        let options = if *name == "mimetype" {
            options.compression_method(CompressionMethod::Stored)
        } else {
            options
        };
        package.start_file(*name, options)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}

/// Returns the id in `styles.xml` of the style of a line.
pub(super) const fn style(part: ReportPart) -> &'static str {
    match part {
        ReportPart::Masthead => "Title",
        ReportPart::Imprint => "Subtitle",
        ReportPart::Section => "Heading1",
        ReportPart::Lead | ReportPart::Paragraph => "BodyText",
        ReportPart::Contents => "Contents",
        ReportPart::Headline => "Heading2",
        ReportPart::Field | ReportPart::LinkLabel | ReportPart::Link => "Field",
        ReportPart::Title => "ArticleTitle",
        ReportPart::Dateline => "Dateline",
        ReportPart::Heading => "Heading3",
        ReportPart::Byline => "Byline",
        ReportPart::Table => "Field",
        ReportPart::Figure => "BriefFigure",
        ReportPart::Group => "BriefSection",
        ReportPart::Note => "BriefNote",
    }
}

/// Returns `word/document.xml`, a paragraph for each line.
fn document(lines: &[ReportLine]) -> String {
    let mut count = 0;
    let paragraphs = lines.iter().map(|line| {
        if line.part == ReportPart::Table {
            return table(&line.text);
        }
        let content = linked(line, &mut count);
        let style = style(line.part);
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{content}</w:p>")
    });
    let body: String = paragraphs.collect();
    [parts::DOCUMENT_HEAD, &body, parts::DOCUMENT_TAIL].concat()
}

/// Returns the targets of the links of a line with the bytes that they cover, in order. An address that is not of the web is
/// left out: a click on it might start any program.
pub(super) fn targets(line: &ReportLine) -> Vec<(Range<usize>, String)> {
    // The whole line is the address.
    if line.part == ReportPart::Link {
        let target = browsable(&line.text);
        return target
            .map(|target| (0..line.text.len(), target))
            .into_iter()
            .collect();
    }
    let target = |link: &TextLink| Some((link.range.clone(), browsable(&link.url)?));
    line.links.iter().filter_map(target).collect()
}

/// Returns the runs of a line, its links as hyperlinks; `count` counts those of the document.
fn linked(line: &ReportLine, count: &mut usize) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (range, _) in targets(line) {
        *count += 1;
        let words = line.text.get(range.clone()).unwrap_or_default();
        let link = run(words, "<w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr>");
        out += &run(line.text.get(at..range.start).unwrap_or_default(), "");
        let open = format!("<w:hyperlink r:id=\"link{count}\" w:history=\"1\">");
        out.extend([&*open, &link, "</w:hyperlink>"]);
        at = range.end;
    }
    out + &run(line.text.get(at..).unwrap_or_default(), "")
}

/// Returns a table (`w:tbl`) with thin rules, as wide as the text. The first row is repeated on each page.
fn table(text: &str) -> String {
    // Numbers stand flush right, so that their digits can be compared.
    let numbers = number_columns(text);
    let count = text
        .split('\n')
        .map(|row| row.split('\t').count())
        .max()
        .unwrap_or(1);
    let cell = |(column, cell): (usize, &str)| {
        let side = if numbers.get(column) == Some(&true) {
            "right"
        } else {
            "left"
        };
        let run = run(cell, "");
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Field\"/><w:jc w:val=\"{side}\"/></w:pPr>{run}</w:p></w:tc>"
        )
    };
    let row = |(at, row): (usize, &str)| {
        // A row with fewer cells than the grid is a table that Word offers to repair.
        let cells = row.split('\t').chain(std::iter::repeat("")).take(count);
        let cells: String = cells.enumerate().map(cell).collect();
        let head = if at == 0 {
            "<w:trPr><w:tblHeader/></w:trPr>"
        } else {
            ""
        };
        format!("<w:tr>{head}{cells}</w:tr>")
    };
    let rows: String = text.split('\n').enumerate().map(row).collect();
    let grid = format!("<w:tblGrid>{}</w:tblGrid>", "<w:gridCol/>".repeat(count));
    // Two tables without a paragraph between them would be joined, and a cell at the end of the body is not allowed.
    format!("<w:tbl>{}{grid}{rows}</w:tbl><w:p/>", parts::TABLE)
}

/// Returns a run (`w:r`) of `text` with the run properties `properties`; nothing for an empty text.
fn run(text: &str, properties: &str) -> String {
    // Word keeps empty runs, and each save would carry them on.
    if text.is_empty() {
        return String::new();
    }
    let text = escape(text);
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// Returns `word/_rels/document.xml.rels`: the targets of the links, `link1`, `link2` and on, in the order of the document.
fn relations(lines: &[ReportLine]) -> String {
    let targets = lines.iter().flat_map(targets);
    let targets = targets.zip(1..).map(|((_, target), n)| {
        let (kind, target) = (parts::HYPERLINK, escape(&target));
        format!("<Relationship Id=\"link{n}\" Type=\"{kind}\" Target=\"{target}\" TargetMode=\"External\"/>")
    });
    let targets: String = targets.collect();
    [parts::RELS_HEAD, &targets, "</Relationships>"].concat()
}

/// Returns `docProps/core.xml`: title, author and date.
pub(super) fn core(issue: &Issue) -> String {
    let title = escape(issue.title.as_deref().unwrap_or_default());
    let author = escape(issue.publisher.as_deref().unwrap_or_default());
    let created = issue.published.map(|date| {
        format!("<dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>")
    });
    format!(
        "{}<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>{}</cp:coreProperties>",
        parts::CORE_HEAD,
        created.unwrap_or_default()
    )
}

/// Returns `text` escaped for XML 1.0, as content or attribute; characters that XML does not allow are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A line break inside a run would need an element of its own (w:br); every text here is one line.
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape, write};
    use crate::brief::sample;
    use std::io::{Cursor, Read};

    fn members() -> Vec<(String, String)> {
        let issue = sample::issue();
        let bytes = write(&sample::brief(&issue)).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|n| {
                let mut file = archive.by_index(n).unwrap();
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                (file.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn every_part_is_well_formed_and_every_link_has_its_target() {
        for (name, text) in members() {
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {error}"),
                }
            }
            if name.ends_with("document.xml.rels") {
                assert!(text.contains(r#"Id="link1""#), "{text}");
                assert!(text.contains("a_(1)?x=1&amp;y=2"), "{text}");
            }
        }
    }

    #[test]
    fn every_style_in_use_is_defined() {
        let parts = members();
        let text = |wanted: &str| &parts.iter().find(|(name, _)| name == wanted).unwrap().1;
        let used = text("word/document.xml").split("w:pStyle w:val=\"").skip(1);
        for style in used.map(|rest| rest.split('"').next().unwrap()) {
            let definition = format!("w:styleId=\"{style}\"");
            assert!(text("word/styles.xml").contains(&definition), "{style}");
        }
    }

    #[test]
    fn markup_in_a_title_is_text() {
        assert_eq!(escape("a<b>&\"c\u{1}"), "a&lt;b&gt;&amp;&quot;c");
    }
}
