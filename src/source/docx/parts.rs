//! The parts of a Word document: members of a zip package, elements of a Flat OPC file, or the one part of Word 2003 XML.
//!
//! Java systems fill XML templates of the last two kinds and save them as `.doc`.

use crate::source::archive::Package;
use crate::source::error::Error;
use crate::source::xml::{self, Document, Element, PartEnd};
use std::collections::HashMap;
use std::io::Cursor;

/// The name that the single part of a Word 2003 XML file gets here.
const ONLY: &str = "word/document.xml";

/// The parts of a document, by name.
pub(super) enum Parts<'a> {
    /// A zip package (ECMA-376 part 2).
    Zip(Package<Cursor<&'a [u8]>>),
    /// An XML file; each part is taken out once.
    Flat {
        /// By name, without a leading slash.
        parts: HashMap<String, Element>,
        /// The end of the reading of the file.
        end: PartEnd,
        /// The number of bytes in the file.
        bytes: usize,
    },
}

impl<'a> Parts<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Encrypted`], [`Error::TooLarge`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        // Flat files begin with an XML declaration or a root element.
        if bytes.starts_with(b"PK") {
            return Ok(Self::Zip(Package::open(bytes)?));
        }
        let Document { root, end, bytes } = xml::parse(bytes)?;
        let parts = if &*root.name == "package" {
            root.elements().filter_map(flat_part).collect()
        } else {
            HashMap::from([(ONLY.to_owned(), root)])
        };
        Ok(Self::Flat { parts, end, bytes })
    }

    /// Returns a part, `None` if there is none of the name.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the member cannot be unpacked, [`Error::TooLarge`].
    pub fn document(&mut self, name: &str) -> Result<Option<Document>, Error> {
        match self {
            Self::Zip(package) => package
                .part(name)?
                .map(|part| xml::parse(&part))
                .transpose(),
            Self::Flat { parts, end, bytes } => {
                Ok(parts
                    .remove(name.trim_start_matches('/'))
                    .map(|root| Document {
                        root,
                        end: *end,
                        bytes: *bytes,
                    }))
            }
        }
    }

    /// Returns a part that may be missing or damaged: a damaged list of styles costs headings, not the text.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::Encrypted`].
    pub fn optional(&mut self, name: &str) -> Result<Option<Element>, Error> {
        match self.document(name) {
            Ok(part) => Ok(part.map(|part| part.root)),
            // Only the main part is worth an error.
            Err(Error::Damaged(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Returns the name and the root of a part of a Flat OPC file. Pictures are parts without XML.
fn flat_part(part: &Element) -> Option<(String, Element)> {
    let name = part.attribute("name")?.trim_start_matches('/');
    let root = part.child("xmlData")?.elements().next()?;
    Some((name.to_owned(), root.clone()))
}

#[cfg(test)]
mod tests {
    use crate::source::docx::read;

    fn shown(xml: &str) -> Vec<String> {
        let lines = read(xml.as_bytes()).unwrap().lines;
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_flat_package_has_styles_and_links() {
        let part = |name: &str, xml: &str| {
            format!(r#"<pkg:part pkg:name="{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>"#)
        };
        let xml = format!(
            "<pkg:package>{}{}{}{}</pkg:package>",
            part(
                "/_rels/.rels",
                r#"<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#
            ),
            part(
                "/word/_rels/document.xml.rels",
                r#"<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="https://example.com/a"/></Relationships>"#
            ),
            part(
                "/word/document.xml",
                r#"<w:document><w:body><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>湖区周报</w:t></w:r></w:p>
                <w:p><w:hyperlink r:id="r1"><w:r><w:t>原文</w:t></w:r></w:hyperlink></w:p></w:body></w:document>"#
            ),
            part(
                "/word/styles.xml",
                r#"<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>"#
            ),
        );
        let lines = read(xml.as_bytes()).unwrap().lines;
        assert_eq!(lines[0].look.heading_level, Some(1));
        assert_eq!(lines[1].links[0].target, "https://example.com/a");
    }

    #[test]
    fn word_2003_has_lists_links_notes_and_changes_of_its_own() {
        let xml = r#"<w:wordDocument><o:DocumentProperties><o:Title>题</o:Title></o:DocumentProperties>
            <w:styles><w:style w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles><w:body><wx:sect>
            <w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>概况</w:t></w:r></w:p>
            <w:p><w:pPr><w:listPr><wx:t wx:val="1."/></w:listPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>
            <w:p><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>增</w:t></w:r></aml:content></aml:annotation>
            <aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText></w:r></aml:content></aml:annotation>
            <aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>批</w:t></w:r></w:p></aml:content></aml:annotation>
            <w:hlink w:dest="https://example.com/b"><w:r><w:t>链</w:t></w:r></w:hlink>
            <w:r><w:footnote><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote></w:r></w:p></wx:sect></w:body></w:wordDocument>"#;
        assert_eq!(shown(xml), ["概况", "1.甲", "增链", "［注1］注文"]);
        let transcript = read(xml.as_bytes()).unwrap();
        assert_eq!(transcript.origin.title.as_deref(), Some("题"));
        assert_eq!(transcript.lines[0].look.heading_level, Some(2));
        assert_eq!(transcript.lines[2].links[0].target, "https://example.com/b");
    }

    #[test]
    fn notes_boxes_and_page_breaks_survive_a_deleted_end_of_paragraph() {
        let xml = r#"<w:document><w:body>
            <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r>
            <w:r><w:footnote><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote></w:r>
            <w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>
            <w:r><w:br w:type="page"/></w:r></w:p>
            <w:p><w:r><w:t>后半。</w:t></w:r></w:p><w:p><w:r><w:t>下页</w:t></w:r></w:p></w:body></w:document>"#;
        let lines = read(xml.as_bytes()).unwrap().lines;
        let shown: Vec<_> = lines.iter().map(|l| (&*l.text, l.page)).collect();
        let expected = [
            ("前半后半。", 1),
            ("框内", 2),
            ("［注1］注文", 2),
            ("下页", 2),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn merged_cells_pictures_and_pages_are_kept() {
        let cell = |columns: u8, text: &str| {
            format!(
                r#"<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"#
            )
        };
        let xml = format!(
            r#"<w:document><w:body><w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>
            <w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr descr="湖区水位图"/><pic:pic/>
            </wp:inline></w:drawing></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p>
            <w:p><w:r><w:t>下页</w:t></w:r></w:p></w:body></w:document>"#,
            cell(2, "站点"),
            cell(1, ""),
            cell(1, "甲"),
            cell(1, "乙"),
            cell(1, "丙"),
        );
        let lines = read(xml.as_bytes()).unwrap().lines;
        let shown: Vec<_> = lines.iter().map(|l| (&*l.text, l.page)).collect();
        let expected = [
            ("站点\t\t", 1),
            ("甲\t乙\t丙", 1),
            ("湖区水位图", 1),
            ("下页", 2),
        ];
        assert_eq!(shown, expected);
    }
}
