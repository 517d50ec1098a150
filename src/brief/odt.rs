//! A brief as an `OpenDocument` text (ODF 1.2): the official document for `LibreOffice` and the office suites that use its format.
//!
//! It has the paragraphs, styles and page numbers of the official document of Word. The style of the reports has the same
//! styles, a paragraph for each of its lines.

use crate::brief::docx::{escape, pack};
use crate::brief::lines::{ReportPart, report_lines};
use crate::brief::official::paragraph::{OfficialParagraph, OfficialStyle, Run, RunKind};
use crate::brief::official::{colour, foot, paragraphs};
use crate::brief::{Brief, BriefStyle};
use std::ops::Range;

/// The styles and the page. `MASTHEAD_COLOUR` is the colour of the name.
const STYLES: &str = include_str!("odt/styles.xml");
/// `META-INF/manifest.xml`.
const MANIFEST: &str = include_str!("odt/manifest.xml");
/// The beginning of `content.xml`, with the styles of single paragraphs.
const CONTENT_HEAD: &str = include_str!("odt/content_head.xml");

/// Returns the bytes of the document. The same brief always gives the same bytes; no clock is read.
///
/// # Errors
/// An error of the zip writer.
pub fn write(brief: &Brief, style: BriefStyle) -> Result<Vec<u8>, std::io::Error> {
    let all = match style {
        BriefStyle::Official => paragraphs(brief),
        BriefStyle::Report => as_report(brief),
    };
    let name = brief.issue.title.as_deref().unwrap_or_default();
    let size = crate::brief::official::package::masthead_half_points(name);
    // The same size as in the document of Word.
    let points = format!("{}pt", size / 2);
    let blocks = |range: Range<usize>| -> String {
        let paragraphs = all.iter().enumerate().take(range.end).skip(range.start);
        paragraphs.map(|(at, one)| block(&all, at, one)).collect()
    };
    let notes = foot::first(&all);
    let mut body = blocks(0..notes);
    if notes < all.len() {
        let inside = blocks(notes..all.len());
        body += &foot::frame(&inside, all.get(notes..).unwrap_or_default());
    }
    let content = format!(
        "{}{body}</office:text></office:body></office:document-content>",
        CONTENT_HEAD.replace("MASTHEAD_SIZE", &points)
    );
    let meta = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2">"#,
            r"<office:meta><dc:title>{}</dc:title></office:meta></office:document-meta>"
        ),
        escape(name)
    );
    pack(&[
        // The type stands first, so that the file is known by its first bytes (ODF 1.2 part 3, 3.3).
        (
            "mimetype",
            "application/vnd.oasis.opendocument.text".to_owned(),
        ),
        ("META-INF/manifest.xml", MANIFEST.to_owned()),
        ("content.xml", content),
        (
            "styles.xml",
            STYLES.replace("MASTHEAD_COLOUR", colour(&brief.details)),
        ),
        ("meta.xml", meta),
    ])
}

/// Returns the lines of the reports' layout as paragraphs.
fn as_report(brief: &Brief) -> Vec<OfficialParagraph> {
    let lines = report_lines(brief).into_iter();
    let paragraph = |line: crate::brief::lines::ReportLine| {
        let style = match line.part {
            ReportPart::Masthead => OfficialStyle::Masthead,
            ReportPart::Imprint => OfficialStyle::Number,
            ReportPart::Section | ReportPart::Title => OfficialStyle::Title,
            ReportPart::Headline => OfficialStyle::Article,
            ReportPart::Contents => OfficialStyle::Contents,
            ReportPart::Field | ReportPart::LinkLabel | ReportPart::Link | ReportPart::Dateline => {
                OfficialStyle::Source
            }
            ReportPart::Heading => OfficialStyle::Heading2,
            ReportPart::Byline => OfficialStyle::Byline,
            ReportPart::Table => OfficialStyle::Table,
            ReportPart::Figure => OfficialStyle::Figure,
            ReportPart::Group => OfficialStyle::Group,
            ReportPart::Note => OfficialStyle::Note,
            ReportPart::Lead | ReportPart::Paragraph => OfficialStyle::Body,
        };
        let mut out = OfficialParagraph::of(style, String::new());
        let kind = match line.part {
            // The address is its own text.
            ReportPart::Link => RunKind::Link(line.text.clone()),
            _ => RunKind::Text,
        };
        out.push(kind, &line.text);
        out
    };
    lines.map(paragraph).collect()
}

/// Returns the XML of the paragraph `one`, which stands at `at`.
fn block(all: &[OfficialParagraph], at: usize, one: &OfficialParagraph) -> String {
    let style = style_name(one);
    let inside = match one.style {
        OfficialStyle::Table => return table(&one.table().rows),
        style if style.is_entry() => {
            let target = one.target.unwrap_or(0);
            let page = one.page.map(|page| format!("<text:tab/>{page}"));
            let text = runs(&one.runs);
            match page {
                Some(page) => format!(
                    r##"<text:a xlink:type="simple" text:style-name="Hyperlink" text:visited-style-name="Hyperlink" xlink:href="#_Toc{target:09}">{text}{page}</text:a>"##
                ),
                None => text,
            }
        }
        // A bookmark without an end marks a place, which is all that an entry of the contents needs.
        OfficialStyle::Article | OfficialStyle::Group if one.target.is_some() => {
            let target = one.target.unwrap_or(0);
            format!(
                r#"<text:bookmark text:name="_Toc{target:09}"/>{}"#,
                runs(&one.runs)
            )
        }
        _ => runs(&one.runs),
    };
    // Headings are elements of their own in ODF; the outline is made of them.
    let level = match one.style {
        OfficialStyle::Article | OfficialStyle::Group => Some(1),
        OfficialStyle::HeadingOne | OfficialStyle::Heading2 => Some(2),
        OfficialStyle::Heading3 => Some(3),
        OfficialStyle::Heading4 => Some(4),
        _ => None,
    };
    let paragraph = match level {
        Some(level) => format!(
            r#"<text:h text:style-name="{style}" text:outline-level="{level}">{inside}</text:h>"#
        ),
        None => format!(r#"<text:p text:style-name="{style}">{inside}</text:p>"#),
    };
    in_contents(all, at, one, paragraph)
}

/// Returns the paragraph, with the beginning or the end of the contents around their first and last entry.
///
/// ODF wraps all entries in one element, so the first and the last of a run of entries open and
/// close it.
fn in_contents(
    all: &[OfficialParagraph],
    at: usize,
    one: &OfficialParagraph,
    paragraph: String,
) -> String {
    let is_entry = |at: Option<usize>| {
        at.and_then(|at| all.get(at))
            .is_some_and(|p| p.style.is_entry() && p.page.is_some())
    };
    if !is_entry(Some(at)) || !one.style.is_entry() {
        return paragraph;
    }
    // The template of the entries is what LibreOffice makes them from when the reader updates the contents.
    let open = concat!(
        r#"<text:table-of-content text:name="目录" text:protected="false"><text:table-of-content-source text:outline-level="1">"#,
        r#"<text:table-of-content-entry-template text:outline-level="1" text:style-name="TOC1"><text:index-entry-link-start/>"#,
        r#"<text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>"#,
        r"<text:index-entry-link-end/></text:table-of-content-entry-template></text:table-of-content-source><text:index-body>"
    );
    let open = if is_entry(at.checked_sub(1)) {
        ""
    } else {
        open
    };
    let close = if is_entry(Some(at + 1)) {
        ""
    } else {
        "</text:index-body></text:table-of-content>"
    };
    format!("{open}{paragraph}{close}")
}

/// Returns the name of the style of a paragraph: an automatic one where it differs from that of its part.
const fn style_name(one: &OfficialParagraph) -> &'static str {
    match (one.style, one.rule) {
        // ODF has no formatting on a paragraph itself, so each deviation is a style of its own.
        (OfficialStyle::Masthead, _) => "MastheadSized",
        (OfficialStyle::Rule, Some(8)) => "RuleThick",
        (OfficialStyle::Rule, _) => "RuleThin",
        (OfficialStyle::Body, _) if one.has_widow_control => "BodyFirst",
        (style, _) => style.id(),
    }
}

/// Returns the XML of the runs.
fn runs(runs: &[Run]) -> String {
    let run = |run: &Run| {
        let inside = text(&run.text);
        match &run.kind {
            RunKind::Text => inside,
            RunKind::Label => format!(r#"<text:span text:style-name="Label">{inside}</text:span>"#),
            RunKind::Tab => "<text:tab/>".to_owned(),
            RunKind::Link(target) => {
                let target = escape(target);
                format!(
                    r#"<text:a xlink:type="simple" text:style-name="Hyperlink" text:visited-style-name="Hyperlink" xlink:href="{target}">{inside}</text:a>"#
                )
            }
        }
    };
    runs.iter().map(run).collect()
}

/// Returns `text` escaped, with the spaces that ODF would collapse as elements (ODF 1.2 part 1, 6.1.3).
///
/// `a  b` has two spaces, of which the second becomes `<text:s/>`.
fn text(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in escape(text).split(' ').enumerate() {
        // The first space of several, in the middle of a text, is one of its own.
        if at > 0 && (out.ends_with(' ') || out.is_empty() || out.ends_with("/>")) {
            out += "<text:s/>";
        } else if at > 0 {
            out.push(' ');
        }
        out += piece;
    }
    if out.ends_with(' ') {
        out.pop();
        out += "<text:s/>";
    }
    out
}

/// The beginning of a cell and of its paragraph.
const CELL_BEGIN: &str = concat!(
    r#"<table:table-cell table:style-name="BriefCell" office:value-type="string">"#,
    r#"<text:p text:style-name="TableText">"#
);

/// Returns the XML of a table.
fn table(rows: &[Vec<&str>]) -> String {
    let columns = rows.first().map_or(1, Vec::len);
    let mut out = format!(
        r#"<table:table table:style-name="BriefTable"><table:table-column table:number-columns-repeated="{columns}"/>"#
    );
    for row in rows {
        out += "<table:table-row>";
        for cell in row {
            let cell = text(cell);
            out.extend([CELL_BEGIN, &cell, "</text:p></table:table-cell>"]);
        }
        out += "</table:table-row>";
    }
    out + "</table:table>"
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn spaces_that_would_collapse_are_elements() {
        assert_eq!(text("甲 乙"), "甲 乙");
        assert_eq!(text(" 甲  乙 "), "<text:s/>甲 <text:s/>乙<text:s/>");
    }
}
