//! Pictures and their captions.

use super::StoryParagraph;
use crate::model::transcript::LineKind;
use crate::text::chars::is_han;

/// Makes the caption below a picture that picture's text, so that both are one figure.
pub(super) fn join_captions(paragraphs: &mut Vec<StoryParagraph>) {
    let mut joined: Vec<StoryParagraph> = Vec::with_capacity(paragraphs.len());
    for mut paragraph in paragraphs.drain(..) {
        let below = joined
            .last()
            .is_some_and(|last| last.kind == LineKind::Figure);
        if below && paragraph.kind == LineKind::Text && names_figure(&paragraph) {
            paragraph.kind = LineKind::Figure;
            paragraph.page_break |= joined.pop().is_some_and(|figure| figure.page_break);
        }
        joined.push(paragraph);
    }
    *paragraphs = joined;
}

/// True for `图 1 …` in the style of a caption, or centred below its picture as most authors set it.
fn names_figure(paragraph: &StoryParagraph) -> bool {
    let numbered = paragraph.text.strip_prefix('图').is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with(|c: char| c.is_numeric())
    });
    numbered && (paragraph.caption || paragraph.look.centred && !paragraph.text.contains('。'))
}

/// True if the description of a picture is a caption that its author wrote: Han text that is neither the name that the
/// program gave (`图片 1`) nor the name of a file.
pub(in crate::source) fn is_caption(text: &str) -> bool {
    let text = text.trim();
    let named = ["图片", "图像", "截图", "屏幕", "说明:", "说明："];
    let is_file = text.contains(['\\', '/', '.']) || text.contains("http");
    text.chars().any(is_han) && !is_file && !named.iter().any(|name| text.starts_with(name))
}
