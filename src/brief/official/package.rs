//! The XML of an official document that depends on the brief: the paragraphs and the relations.
//!
//! Paragraphs name a style and have hardly any formatting of their own. The contents are a field
//! with its entries already filled in: Word shows them as they are, and makes them anew when the
//! reader updates the field.

use super::paragraph::{NotesRule, OfficialParagraph, OfficialStyle, Run, RunKind};
use super::{foot, masthead, styles};
use crate::brief::docx::escape;
use crate::brief::docx::parts;

/// Marks a run as Chinese: quotation marks, dashes and dots are then set in the Han face, as wide as a character. Without it
/// Word takes them from the Western face.
const HINT: &str = r#"<w:rFonts w:hint="eastAsia"/>"#;

/// Returns `word/document.xml`.
#[must_use]
pub fn document(paragraphs: &[OfficialParagraph]) -> String {
    let (text, notes) = paragraphs.split_at(foot::first(paragraphs));
    let mut links = 0;
    let mut out = [parts::DOCUMENT_HEAD, &body(text, &mut links)].concat();
    if !notes.is_empty() {
        out += &foot::text_box(&body(notes, &mut links), notes);
    }
    out + styles::SECTION
}

/// Returns the XML of paragraphs; `links` counts the links of the document.
fn body(paragraphs: &[OfficialParagraph], links: &mut usize) -> String {
    let mut body = String::new();
    let is_entry = |p: &OfficialParagraph| p.style.is_entry();
    let first = paragraphs.iter().position(is_entry);
    let last = paragraphs.iter().rposition(is_entry);
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.style == OfficialStyle::Table {
            body += &paragraph.table().xml();
            body += TABLE_END;
            continue;
        }
        let content = match paragraph.style {
            style if style.is_entry() => {
                let open = if Some(at) == first { TOC_BEGIN } else { "" };
                let close = if Some(at) == last { FIELD_END } else { "" };
                format!("{open}{}{close}", entry(paragraph))
            }
            // Without a target nothing leads here: the headings of a template.
            OfficialStyle::Article | OfficialStyle::Group if paragraph.target.is_some() => {
                bookmarked(paragraph, &runs(&paragraph.runs, links))
            }
            OfficialStyle::Masthead => name_runs(paragraph),
            _ => runs(&paragraph.runs, links),
        };
        let properties = properties(paragraph);
        body.extend(["<w:p>", &properties, &content, "</w:p>"]);
    }
    body
}

/// An empty paragraph of the least height behind a table. The end of a document has to be a paragraph, and `LibreOffice` left the
/// last line of a page free now and then where a text followed a table on the page (4 of 60 generated briefs, 2 with it).
const TABLE_END: &str = r#"<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>"#;

/// Returns `word/_rels/document.xml.rels`: the parts of the package, and the targets of the links, `link1`, `link2` and on.
#[must_use]
pub fn relations(paragraphs: &[OfficialParagraph]) -> String {
    let runs = paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
    let targets = runs.filter_map(|run| match &run.kind {
        RunKind::Link(target) => Some(target),
        _ => None,
    });
    let targets = targets.zip(1..).map(|(target, n)| {
        let (kind, target) = (parts::HYPERLINK, escape(target));
        format!("<Relationship Id=\"link{n}\" Type=\"{kind}\" Target=\"{target}\" TargetMode=\"External\"/>")
    });
    let targets: String = targets.collect();
    [
        parts::RELS_HEAD,
        styles::RELATIONS,
        &targets,
        "</Relationships>",
    ]
    .concat()
}

/// Returns the properties of a paragraph (`w:pPr`), in the order of the schema.
fn properties(paragraph: &OfficialParagraph) -> String {
    let style = paragraph.style.id();
    let keep = match paragraph.keeps_next {
        Some(true) => "<w:keepNext/>",
        Some(false) => "<w:keepNext w:val=\"0\"/>",
        None => "",
    };
    let page = if paragraph.begins_page {
        "<w:pageBreakBefore/>"
    } else {
        ""
    };
    let widow = if paragraph.has_widow_control {
        "<w:widowControl/>"
    } else {
        ""
    };
    let rule = paragraph.rule.map(rule).unwrap_or_default();
    let is_name = paragraph.style == OfficialStyle::Masthead;
    let lines = if is_name && masthead_lines(paragraph).len() > 1 {
        CLOSE_LINES
    } else {
        ""
    };
    format!("<w:pPr><w:pStyle w:val=\"{style}\"/>{keep}{page}{widow}{rule}{lines}</w:pPr>")
}

/// Returns a rule above a paragraph, the last one below it.
fn rule(rule: NotesRule) -> String {
    let side = if rule == NotesRule::Last {
        "bottom"
    } else {
        "top"
    };
    let eighths = rule.eighths();
    format!(
        "<w:pBdr><w:{side} w:val=\"single\" w:sz=\"{eighths}\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>"
    )
}

/// Returns the runs; `links` counts the links of the document.
fn runs(runs: &[Run], links: &mut usize) -> String {
    let mut out = String::new();
    for run in runs {
        match &run.kind {
            RunKind::Text => out += &text(&run.text, ""),
            RunKind::Label => out += &text(&run.text, "<w:rStyle w:val=\"Label\"/>"),
            RunKind::Tab => out += "<w:r><w:tab/></w:r>",
            RunKind::Break => out += BREAK,
            // The ids count up with the document; the relations are written in the same order.
            RunKind::Link(_) => {
                *links += 1;
                let run = text(&run.text, "<w:rStyle w:val=\"Hyperlink\"/>");
                let head = format!("<w:hyperlink r:id=\"link{links}\" w:history=\"1\">");
                out.extend([&head, &run, "</w:hyperlink>"]);
            }
        }
    }
    out
}

/// Returns a run of `text` with a character style.
fn text(text: &str, style: &str) -> String {
    let text = escape(text);
    format!("<w:r><w:rPr>{style}{HINT}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// Returns the lines of the name in the masthead, in a size that fits them.
fn name_runs(paragraph: &OfficialParagraph) -> String {
    let lines = masthead_lines(paragraph);
    let half_points = masthead::half_points(&lines);
    let size = format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>");
    let line = |line: &&str| {
        let line = escape(line);
        format!("<w:r><w:rPr>{HINT}{size}</w:rPr><w:t xml:space=\"preserve\">{line}</w:t></w:r>")
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    lines.join(BREAK)
}

/// Returns the lines of the name in the masthead.
fn masthead_lines(paragraph: &OfficialParagraph) -> Vec<&str> {
    let texts = paragraph
        .runs
        .iter()
        .filter(|run| run.kind == RunKind::Text);
    texts.map(|run| run.text.as_str()).collect()
}

/// A line break.
const BREAK: &str = "<w:r><w:br/></w:r>";

/// The height of the lines of a name in several lines: two rows of the grid each.
const CLOSE_LINES: &str =
    r#"<w:spacing w:before="0" w:after="0" w:line="1158" w:lineRule="exact"/>"#;

/// The beginning of the field of the contents: headings of the first level, as links, without page numbers on screen.
const TOC_BEGIN: &str = concat!(
    r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#,
    r#"<w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \h \z \t "Brief Section,1" </w:instrText></w:r>"#,
    r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r>"#
);
/// The end of a field.
const FIELD_END: &str = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;

/// Returns an entry of the contents: title, leader, page number as a field with its value filled in.
fn entry(paragraph: &OfficialParagraph) -> String {
    // The entries have no links to the web, so the count of the document is not touched.
    let mut none = 0;
    let title = runs(&paragraph.runs, &mut none);
    let anchor = bookmark(paragraph);
    let page = paragraph.page.unwrap_or(1);
    format!(
        concat!(
            r#"<w:hyperlink w:anchor="{anchor}" w:history="1">{title}<w:r><w:tab/></w:r>"#,
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#,
            r#"<w:r><w:instrText xml:space="preserve"> PAGEREF {anchor} \h </w:instrText></w:r>"#,
            r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r>"#,
            r#"<w:r><w:t>{page}</w:t></w:r>{end}</w:hyperlink>"#
        ),
        anchor = anchor,
        title = title,
        page = page,
        end = FIELD_END
    )
}

/// Returns the content of a heading inside its bookmark.
fn bookmarked(paragraph: &OfficialParagraph, content: &str) -> String {
    let (name, id) = (bookmark(paragraph), paragraph.target.unwrap_or(0));
    format!(
        "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{content}<w:bookmarkEnd w:id=\"{id}\"/>"
    )
}

/// Returns the name of the bookmark of an article. Word knows names with this beginning as those of a table of contents.
fn bookmark(paragraph: &OfficialParagraph) -> String {
    format!("_Toc{:09}", paragraph.target.unwrap_or(0))
}
