//! Packages of XML, and the shapes that their parts can have.

use super::Shaped;
use crate::hostile::made;

/// A package with `members`.
pub fn package(members: &[(&str, &[u8])]) -> Shaped {
    Shaped {
        bytes: made::zip(members),
        unpacked: members.iter().map(|(_, bytes)| bytes.len()).sum(),
    }
}

/// A DOCX whose body is `body`.
pub fn docx(body: &str) -> Shaped {
    docx_with("styles", "", body)
}

/// A DOCX whose body is `body`, with the part `kind` of these elements.
pub fn docx_with(kind: &str, elements: &str, body: &str) -> Shaped {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document =
        format!("<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>");
    let part = format!("<w:{kind} xmlns:w=\"{namespace}\">{elements}</w:{kind}>");
    package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        (&format!("word/{kind}.xml"), part.as_bytes()),
    ])
}

/// An ODT whose text is `body`.
pub fn odt(body: &str) -> Shaped {
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

/// An XLSX of one sheet with these rows.
pub fn xlsx(rows: &str) -> Shaped {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{REL}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let root = relations("officeDocument", "xl/workbook.xml");
    let sheets = relations("worksheet", "worksheets/s1.xml");
    package(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/worksheets/s1.xml", sheet.as_bytes()),
    ])
}

/// An ODS of one sheet with these rows.
pub fn ods(rows: &str) -> Shaped {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"a\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\"/></manifest:manifest>";
    package(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// An OFD with this document, whose pages are all the page of these objects, and whose resources are `resources`.
pub fn ofd(pages: usize, objects: &str, resources: &str) -> Shaped {
    let pages = "<Page ID='1' BaseLoc='Page.xml'/>".repeat(pages);
    let document = format!(
        "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea><DocumentRes>Res.xml</DocumentRes></CommonData><Pages>{pages}</Pages></Document>"
    );
    let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
    let resources = format!("<Res BaseLoc='Res'>{resources}</Res>");
    package(&[
        (
            "OFD.xml",
            b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        ),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/Page.xml", page.as_bytes()),
        ("Doc_0/Res.xml", resources.as_bytes()),
    ])
}
