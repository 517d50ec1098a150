//! The parts of the package that are the same in every official document: styles, fonts, settings, footers, page.

/// `[Content_Types].xml`.
pub const CONTENT_TYPES: &str = include_str!("content_types.xml");

/// `word/settings.xml`: margins and footers that differ on odd and even pages, and marks that keep their full width.
pub const SETTINGS: &str = include_str!("settings.xml");

/// `word/fontTable.xml`. Each face has an alternative; none is embedded, as their licences forbid it.
pub const FONT_TABLE: &str = include_str!("font_table.xml");

/// The relations of the document to its parts, beside the styles.
pub const RELATIONS: &str = concat!(
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>"#,
    r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>"#,
    r#"<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>"#,
    r#"<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>"#
);

/// The end of `word/document.xml`: the page by GB/T 9704—2012 5.2.1, in twentieths of a point.
///
/// A4 is 210 × 297 mm; 天头 37 mm and 订口 28 mm are given, and the type area of 156 × 225 mm leaves 26 mm and 35 mm. The footer
/// stands so that the dash of the page number is 7 mm below the type area (7.5). There is no `docGrid`: with a grid beside the
/// exact line pitch, `LibreOffice` set 21 lines.
pub const SECTION: &str = concat!(
    r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>"#,
    r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
    r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1427" w:gutter="0"/>"#,
    r"</w:sectPr></w:body></w:document>"
);

/// Returns `word/styles.xml`; the name in the masthead and its rule have the colour of six hexadecimal digits `colour`.
#[must_use]
pub fn styles(colour: &str) -> String {
    include_str!("styles.xml").replace("MASTHEAD_COLOUR", colour)
}

/// Returns a footer: the page number in 四号 half-width digits of 宋体 between dashes (7.5).
#[must_use]
pub fn footer(style: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
            r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>"#,
            r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r>"#,
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#,
            r#"<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>"#,
            r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>"#,
            r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
            r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#
        ),
        style
    )
}
