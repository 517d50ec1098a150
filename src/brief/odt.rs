//! A brief as an `OpenDocument` text (ODF 1.2): the official document for `LibreOffice` and the office suites that use its format.
//!
//! It has the paragraphs, styles and page numbers of the official document of Word; [`report`] has the layout of the reports.

use crate::brief::docx::{escape, pack};
use crate::brief::official::paragraph::{
    NotesRule, OfficialParagraph, OfficialStyle, Run, RunKind,
};
use crate::brief::official::{colour, foot, masthead, paragraphs};
use crate::brief::{Brief, BriefStyle};
use std::collections::BTreeSet;
use std::ops::Range;
use table::{table, table_styles};
use text::text;

mod report;
mod table;
mod text;

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
    let name = brief.issue.title.as_deref().unwrap_or_default();
    let (content, styles) = match style {
        BriefStyle::Official => {
            let colour = colour(&brief.details);
            let styles = STYLES.replace("MASTHEAD_COLOUR", colour);
            (content(&paragraphs(brief), name), styles)
        }
        BriefStyle::Report => (report::content(brief), report::STYLES.to_owned()),
    };
    pack(&[
        // The type stands first, so that the file is known by its first bytes (ODF 1.2 part 3, 3.3).
        (
            "mimetype",
            "application/vnd.oasis.opendocument.text".to_owned(),
        ),
        ("META-INF/manifest.xml", MANIFEST.to_owned()),
        ("content.xml", content),
        ("styles.xml", styles),
        ("meta.xml", meta(name)),
    ])
}

/// Returns `meta.xml` with the title of the brief.
fn meta(name: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2">"#,
            r"<office:meta><dc:title>{}</dc:title></office:meta></office:document-meta>"
        ),
        escape(name)
    )
}

/// Returns `content.xml`: the styles that differ from those of the document, and the paragraphs `all`.
fn content(all: &[OfficialParagraph], name: &str) -> String {
    // The same size and height as in the document of Word.
    let lines = masthead::lines(name);
    let points = format!("{}pt", masthead::half_points(&lines) / 2);
    let height = format!("{}pt", 28.95 * if lines.len() > 1 { 2.0 } else { 3.0 });
    let blocks = |range: Range<usize>| -> String {
        let paragraphs = all.iter().enumerate().take(range.end).skip(range.start);
        paragraphs.map(|(at, one)| block(all, at, one)).collect()
    };
    let notes = foot::first(all);
    let mut body = blocks(0..notes);
    if notes < all.len() {
        let inside = blocks(notes..all.len());
        body += &foot::frame(&inside);
    }
    let head = CONTENT_HEAD.replace(
        "<!--STYLES-->",
        &(deviating_styles(all) + &table_styles(all)),
    );
    let head = head
        .replace("MASTHEAD_SIZE", &points)
        .replace("MASTHEAD_LINE", &height);
    format!("{head}{body}</office:text></office:body></office:document-content>")
}

/// Returns the XML of the paragraph `one`, which stands at `at`.
fn block(all: &[OfficialParagraph], at: usize, one: &OfficialParagraph) -> String {
    let style = style_name(one);
    let inside = match one.style {
        OfficialStyle::Table => return table(&one.table()),
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
fn style_name(one: &OfficialParagraph) -> String {
    let name = match (one.style, one.rule) {
        // ODF has no formatting on a paragraph itself, so each deviation is a style of its own.
        (OfficialStyle::Masthead, _) => "MastheadSized",
        (_, Some(NotesRule::First)) => "RuleFirst",
        (_, Some(NotesRule::Inner)) => "RuleInner",
        (_, Some(NotesRule::Last)) => "RuleLast",
        (style, _) => style.id(),
    };
    let deviations = deviations(one).map(|(suffix, _)| suffix);
    name.to_owned() + &deviations.concat()
}

/// Returns the deviations of a paragraph from its style, each as a suffix of the name of its own style and an attribute; both
/// are empty without one.
const fn deviations(one: &OfficialParagraph) -> [(&'static str, &'static str); 3] {
    [
        match one.keeps_next {
            Some(true) => ("-Kept", r#" fo:keep-with-next="always""#),
            Some(false) => ("-Last", r#" fo:keep-with-next="auto""#),
            None => ("", ""),
        },
        if one.has_widow_control {
            ("-Beginning", r#" fo:orphans="2" fo:widows="2""#)
        } else {
            ("", "")
        },
        if one.begins_page {
            ("-OnNewPage", r#" fo:break-before="page""#)
        } else {
            ("", "")
        },
    ]
}

/// Returns the automatic styles of the paragraphs that deviate from the style of their part.
fn deviating_styles(all: &[OfficialParagraph]) -> String {
    let styles = all.iter().map(|one| {
        let attributes = deviations(one).map(|(_, attribute)| attribute).concat();
        (style_name(one), one.style.id(), attributes)
    });
    let styles: BTreeSet<_> = styles
        .filter(|(.., attributes)| !attributes.is_empty())
        .collect();
    let style = |(name, parent, attributes): &(String, &str, String)| {
        format!(
            r#"<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"><style:paragraph-properties{attributes}/></style:style>"#
        )
    };
    styles.iter().map(style).collect()
}

/// Returns the XML of the runs.
fn runs(runs: &[Run]) -> String {
    let run = |run: &Run| {
        let inside = text(&run.text);
        match &run.kind {
            RunKind::Text => inside,
            RunKind::Label => format!(r#"<text:span text:style-name="Label">{inside}</text:span>"#),
            RunKind::Tab => "<text:tab/>".to_owned(),
            RunKind::Break => "<text:line-break/>".to_owned(),
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
