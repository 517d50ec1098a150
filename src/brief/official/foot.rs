//! The frame at the foot of the last page, in which the notes on distribution (版记) stand.
//!
//! The last rule falls on the lower edge of the type area (GB/T 9704—2012 7.4.1). Tried before: blank lines that fill the page,
//! where `LibreOffice` broke the addresses of the references elsewhere than foreseen, so that the notes fell on a page of their
//! own; a frame of paragraphs (`w:framePr`), which lost its rules; a floating table, which `LibreOffice` 7.4 set in the text.

use super::measure::{LineRoom, SMALL_TWIPS, TYPE_AREA_TWIPS, count_lines};
use super::paragraph::{NotesRule, OfficialParagraph, OfficialStyle, Run, RunKind};
use crate::brief::details::BriefDetails;
use crate::quote::one_line::one_line;

/// The height of a line of the notes and of a rule, in twentieths of a point.
const LINE_TWIPS: usize = 579;
/// The height of the paragraph of a rule and the gap between the two, in twentieths of a point.
const RULE_TWIPS: usize = 60;
/// One character of 四号, which is free at both ends of a line, in twentieths of a point.
const SIDE_TWIPS: u32 = 280;
/// The label `发送：`, behind which the further lines begin (GB/T 9704—2012 7.4.2), in twentieths of a point.
const LABEL_TWIPS: u32 = 825;
/// English metric units (ECMA-376) in a twentieth of a point.
const EMU: usize = 635;

/// Returns the notes on distribution at the end (报尾), laid out as the 版记 of GB/T 9704—2012 7.4; empty if none is known.
///
/// Recipients, then editor and number of copies on one line; each between rules.
pub fn notes(details: &BriefDetails) -> Vec<OfficialParagraph> {
    let mut out = Vec::new();
    if let Some(recipients) = details.recipients.as_deref().map(one_line) {
        let text = format!("发送：{recipients}");
        // The list of recipients ends with a full stop (7.4.2), which the user may have typed.
        let end = if text.ends_with('。') { "" } else { "。" };
        out.push(OfficialParagraph::of(OfficialStyle::Tail, text + end));
    }
    let editor = details.editor.as_deref().map(one_line);
    let editor = editor.map(|editor| format!("编辑：{editor}"));
    let copies = details.copies.map(|copies| format!("共印{copies}份"));
    if editor.is_some() || copies.is_some() {
        let mut line = OfficialParagraph::of(OfficialStyle::Tail, editor.unwrap_or_default());
        if let Some(copies) = copies {
            line.runs.push(Run::new(RunKind::Tab, String::new()));
            line.runs.push(Run::new(RunKind::Text, copies));
        }
        out.push(line);
    }
    if out.is_empty() { out } else { ruled(out) }
}

/// Returns the lines of the notes on distribution with a rule above, between and below them.
fn ruled(lines: Vec<OfficialParagraph>) -> Vec<OfficialParagraph> {
    // Each is a paragraph of its own, as a border has the indent of its paragraph, and the rules are as wide as the type area.
    let rule = |rule| {
        let mut out = OfficialParagraph::of(OfficialStyle::Rule, String::new());
        out.rule = Some(rule);
        out
    };
    let lines = lines.into_iter().enumerate();
    let mut ruled: Vec<OfficialParagraph> = lines
        .flat_map(|(at, line)| {
            let above = if at == 0 {
                NotesRule::First
            } else {
                NotesRule::Inner
            };
            [rule(above), line]
        })
        .collect();
    ruled.push(rule(NotesRule::Last));
    ruled
}

/// Returns the index of the first paragraph of the notes on distribution; the number of all without notes.
pub fn first(paragraphs: &[OfficialParagraph]) -> usize {
    let is_rule = |paragraph: &OfficialParagraph| paragraph.style == OfficialStyle::Rule;
    let first = paragraphs.iter().position(is_rule);
    first.unwrap_or(paragraphs.len())
}

/// Returns the height of the notes in twentieths of a point.
///
/// A character of each line is left free: the text stands at the foot of its box, so that a line that is not needed does no harm,
/// and one that is missing would be cut off.
fn height_twips(notes: &[OfficialParagraph]) -> usize {
    let room = TYPE_AREA_TWIPS - 3 * SIDE_TWIPS;
    let room = LineRoom {
        first: room,
        other: room - LABEL_TWIPS,
        size: SMALL_TWIPS,
    };
    let heights = notes.iter().map(|note| {
        if let Some(rule) = note.rule {
            return RULE_TWIPS + rule.eighths() * 20 / 8;
        }
        let text: String = note.runs.iter().map(|run| run.text.as_str()).collect();
        count_lines(&text, room) * LINE_TWIPS
    });
    heights.sum()
}

/// Returns the last paragraph of a document of Word, with the XML `inside` in a text box at the foot of its page.
///
/// Text above stays clear of the box, and both move to a new page where there is no room for it. Without `a:spAutoFit`, with which
/// `LibreOffice` left 2 mm free below the last rule.
pub fn text_box(inside: &str, notes: &[OfficialParagraph]) -> String {
    let size = format!(
        "cx=\"{}\" cy=\"{}\"",
        TYPE_AREA_TWIPS as usize * EMU,
        height_twips(notes) * EMU
    );
    format!(
        concat!(
            r#"<w:p><w:pPr><w:pStyle w:val="Rule"/><w:keepNext w:val="0"/></w:pPr><w:r>"#,
            r#"<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps">"#,
            r#"<w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">"#,
            r#"<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>"#,
            r#"<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>"#,
            r#"<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>"#,
            r#"<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">"#,
            r#"<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"#,
            r#"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"#,
            r#"<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>"#,
            r#"</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"#
        ),
        size = size,
        inside = inside
    )
}

/// Returns the last paragraph of an ODF document, with the XML `inside` in a frame at the foot of its page, which is as high as it
/// needs to be.
pub fn frame(inside: &str) -> String {
    format!(
        concat!(
            r#"<text:p text:style-name="RuleEnd"><draw:frame draw:style-name="Foot" draw:name="版记" text:anchor-type="paragraph" svg:width="{}pt">"#,
            r#"<draw:text-box fo:min-height="1pt">{}</draw:text-box></draw:frame></text:p>"#
        ),
        f64::from(TYPE_AREA_TWIPS) / 20.0,
        inside
    )
}
