//! The example of a template, in the styles of the official document.

use crate::brief::docx::{pack, parts};
use crate::brief::official::package;
use crate::brief::official::paragraph::{OfficialParagraph, OfficialStyle};
use crate::brief::official::styles;

/// The paragraphs of the example: style and text.
const PARAGRAPHS: [(OfficialStyle, &str); 14] = [
    (OfficialStyle::Masthead, "{brief.title}"),
    (
        OfficialStyle::Number,
        "{[第{brief.number}期]}{[（总第{brief.total_number}期）]}",
    ),
    (
        OfficialStyle::Imprint,
        "{[{brief.publisher}　　]}{brief.published:zh}",
    ),
    (OfficialStyle::BelowRule, ""),
    (OfficialStyle::Body, "{brief.lead}"),
    (OfficialStyle::Note, "{[编者按：{brief.note}]}"),
    (OfficialStyle::Body, "{#articles}"),
    (OfficialStyle::Group, "{heading}"),
    (OfficialStyle::Article, "{number}. {title}"),
    (
        OfficialStyle::Source,
        "{[来源：{source}　]}{[{date:zh}　]}{link}",
    ),
    (OfficialStyle::Body, "{blocks}"),
    (OfficialStyle::Note, "{[按语：{note}]}"),
    (OfficialStyle::Body, "{/articles}"),
    (
        OfficialStyle::Tail,
        "{[发送：{brief.recipients}　　]}{[共印{brief.copies}份　　]}{[编辑：{brief.editor}]}",
    ),
];

/// Returns the bytes of the example.
///
/// # Errors
/// An error of the zip writer.
pub fn example() -> Result<Vec<u8>, std::io::Error> {
    let paragraph =
        |(style, text): (OfficialStyle, &str)| OfficialParagraph::of(style, text.to_owned());
    let all = PARAGRAPHS.map(paragraph);
    pack(&[
        ("[Content_Types].xml", styles::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELS.to_owned()),
        (
            "docProps/core.xml",
            format!("{}</cp:coreProperties>", parts::CORE_HEAD),
        ),
        ("word/document.xml", package::document(&all)),
        ("word/styles.xml", styles::styles("000000")),
        ("word/settings.xml", styles::SETTINGS.to_owned()),
        ("word/fontTable.xml", styles::FONT_TABLE.to_owned()),
        ("word/footer1.xml", styles::footer("FooterOdd")),
        ("word/footer2.xml", styles::footer("FooterEven")),
        ("word/_rels/document.xml.rels", package::relations(&all)),
    ])
}
