//! The last step of a story: paragraphs become the lines of a transcript, each with its size relative to the body text.

use super::breaks;
use super::figures;
use super::paragraph::{SizeCounts, StoryParagraph};
use crate::model::transcript::{LineKind, SourceLine};

/// Returns the paragraphs as lines, cut at the soft breaks that end one.
///
/// The body text is the size in which most bytes are set, so that a heading is known by being larger in a document of any
/// size.
pub(super) fn lines(mut paragraphs: Vec<StoryParagraph>) -> Vec<SourceLine> {
    let mut sizes = SizeCounts::default();
    for paragraph in &mut paragraphs {
        paragraph.trim();
        sizes.add_all(&paragraph.sizes);
    }
    figures::join_captions(&mut paragraphs);
    let body = sizes.most();
    // A file without any break is not known to have pages.
    let mut page = u32::from(paragraphs.iter().any(|paragraph| paragraph.page_break));
    paragraphs
        .into_iter()
        .flat_map(breaks::split)
        .filter(|paragraph| !paragraph.is_empty())
        .zip(1..)
        .map(|(paragraph, number)| {
            page += u32::from(paragraph.page_break && number > 1);
            line(paragraph, number, body, page)
        })
        .collect()
}

/// The line of a paragraph that is the `number`th of a document whose body text has the size `body`, on page `page`.
fn line(paragraph: StoryParagraph, number: u32, body: Option<u32>, page: u32) -> SourceLine {
    let size = paragraph.main_size();
    let mut look = paragraph.look;
    look.bold |= paragraph.light == 0 && !paragraph.sizes.is_empty();
    // Authors number headings by lists too; those are set apart by their look.
    let heads = look.heading_level.is_some() || look.bold || look.centred;
    let kind = match paragraph.kind {
        LineKind::ListItem if heads => LineKind::Text,
        kind => kind,
    };
    // Half-points fit an f32 exactly up to 16 million.
    #[expect(clippy::cast_precision_loss, reason = "sizes are small")]
    let scale = |size: u32, body: u32| size as f32 / body as f32;
    look.scale = match (size, body) {
        (Some(size), Some(body)) if size > 0 && body > 0 => Some(scale(size, body)),
        _ => None,
    };
    SourceLine {
        kind,
        text: paragraph.text,
        number: match paragraph.number {
            0 => number,
            known => known,
        },
        page,
        look,
        links: paragraph.links,
    }
}
