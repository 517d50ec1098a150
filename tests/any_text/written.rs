//! Lines of text as files of the formats of other programs, for the tests and for fuzzing.

use super::paper::Paper;
use super::{compound, made};
use std::fmt::Write as _;

/// A format and the function that writes lines in it.
pub type Format = (&'static str, fn(&[String]) -> Vec<u8>);

/// All of them.
pub const FORMATS: [Format; 7] = [
    ("DOC", doc),
    ("DOCX", docx),
    ("ODT", odt),
    ("HTML", html),
    ("XLSX", xlsx),
    ("PDF", pdf),
    ("OFD", ofd),
];

/// The lines of a page of PDF or OFD.
const PAGE: usize = 30;
/// The characters of a line there.
const MEASURE: usize = 30;

/// The lines as XML, each between `before` and `after`.
fn each(lines: &[String], before: &str, after: &str) -> String {
    let escaped = |line: &String| line.replace('&', "&amp;").replace('<', "&lt;");
    let parts = lines
        .iter()
        .map(|line| [before, &escaped(line), after].concat());
    parts.collect()
}

/// A paragraph for each line, in pieces as long as a line of a page, set in pages.
fn pages(lines: &[String]) -> Vec<Vec<String>> {
    let rows = lines.iter().flat_map(|line| {
        let chars: Vec<char> = line.chars().collect();
        let rows = chars.chunks(MEASURE).map(String::from_iter);
        rows.collect::<Vec<_>>()
    });
    let rows: Vec<String> = rows.collect();
    rows.chunks(PAGE).map(<[String]>::to_vec).collect()
}

pub fn doc(lines: &[String]) -> Vec<u8> {
    compound::doc(&(lines.join("\r") + "\r"))
}

pub fn html(lines: &[String]) -> Vec<u8> {
    let body = each(lines, "<p>", "</p>");
    format!("<html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>").into_bytes()
}

pub fn docx(lines: &[String]) -> Vec<u8> {
    let body = each(
        lines,
        "<w:p><w:r><w:t xml:space=\"preserve\">",
        "</w:t></w:r></w:p>",
    );
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{main}\"><w:body>{body}</w:body></w:document>");
    made::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

pub fn odt(lines: &[String]) -> Vec<u8> {
    let body = each(lines, "<text:p>", "</text:p>");
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    made::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A workbook with a row for each line, which is divided at its commas.
pub fn xlsx(lines: &[String]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{REL}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
    );
    let row = |line: &String| {
        let cells: Vec<String> = line.split('，').map(str::to_owned).collect();
        let before = "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">";
        ["<row>", &each(&cells, before, "</t></is></c>"), "</row>"].concat()
    };
    let rows: String = lines.iter().map(row).collect();
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    made::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            relation("officeDocument", "xl/workbook.xml").as_bytes(),
        ),
        ("xl/workbook.xml", book.as_bytes()),
        (
            "xl/_rels/workbook.xml.rels",
            relation("worksheet", "worksheets/s1.xml").as_bytes(),
        ),
        ("xl/worksheets/s1.xml", sheet.as_bytes()),
    ])
}

pub fn pdf(lines: &[String]) -> Vec<u8> {
    let mut paper = Paper::default();
    for rows in pages(lines) {
        let page = paper.page();
        let mut y = 760.0;
        for row in rows {
            page.text(90.0, y, 12.0, &row);
            y -= 20.0;
        }
    }
    paper.bytes()
}

pub fn ofd(lines: &[String]) -> Vec<u8> {
    let pages = pages(lines);
    let entry = |at: usize| format!("<Page ID='{}' BaseLoc='Page_{at}.xml'/>", at + 1);
    let entries: String = (0..pages.len()).map(entry).collect();
    let document = format!(
        "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData><Pages>{entries}</Pages></Document>"
    );
    let mut members = vec![
        (
            "OFD.xml".to_owned(),
            "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>".to_owned(),
        ),
        ("Doc_0/Document.xml".to_owned(), document),
    ];
    for (at, rows) in pages.iter().enumerate() {
        let mut objects = String::new();
        for (nth, row) in rows.iter().enumerate() {
            let steps = row.chars().count().saturating_sub(1);
            let _infallible = write!(
                objects,
                "<TextObject Boundary='30 {} 160 6' Size='5'><TextCode X='0' Y='5' DeltaX='g {steps} 5'>{}</TextCode></TextObject>",
                30 + nth * 8,
                each(std::slice::from_ref(row), "", "")
            );
        }
        let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
        members.push((format!("Doc_0/Page_{at}.xml"), page));
    }
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    made::zip(&members)
}
