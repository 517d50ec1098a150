//! Items of lists, and pictures: what a browser sets before an item, and which pictures belong to the text.

use crate::conventions::{items, labels};
use crate::model::transcript::LineKind;
use crate::source::story::StoryParagraph;
use scraper::ElementRef;

/// The smallest edge of a picture of the text, in pixels. Smaller ones are icons, rules and counters.
const SMALLEST_PICTURE: u32 = 80;

/// Makes a paragraph the beginning of a list item, with a bullet if its list has bullets.
///
/// Fields, items that carry a number and items with a bullet of their own get none: reports use lists for their contents.
pub(super) fn mark_item(paragraph: &mut StoryParagraph, bulleted: bool) {
    paragraph.kind = LineKind::ListItem;
    let text = paragraph.text.trim_start();
    let has_own = text.starts_with(['•', '·', '●', '■', '◆', '-', '—', '○', '▪', '★'])
        || labels::opens_field(text)
        || items::opens_numbered(text)
        || items::opens_list(text);
    if bulleted && !has_own {
        paragraph.prefix("• ");
    }
}

/// True for a list without bullets or numbers.
pub(super) fn is_unmarked(list: ElementRef<'_>) -> bool {
    let style = list.attr("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("list-style:none") || style.contains("list-style-type:none")
}

/// True for a picture that is large enough for the text, or has no size.
pub(super) fn is_picture(element: ElementRef<'_>) -> bool {
    let edge = |name| {
        element
            .attr(name)
            .and_then(|edge| edge.trim().parse::<u32>().ok())
    };
    let small = |edge: Option<u32>| edge.is_some_and(|edge| edge < SMALLEST_PICTURE);
    !small(edge("width")) && !small(edge("height")) && element.attr("src").is_some()
}

/// True for a `<figure>` around a picture; some sites set tables and quotations in one.
pub(super) fn is_figure(element: ElementRef<'_>) -> bool {
    let has = |wanted: &str| {
        element
            .descendent_elements()
            .any(|inside| inside.value().name() == wanted)
    };
    has("img") && !has("table")
}

/// The number format and the first number of an `<ol>`.
pub(super) fn numbering(list: ElementRef<'_>) -> (u32, &'static str) {
    let style = list.attr("style").unwrap_or_default().to_ascii_lowercase();
    let has = |word: &str| style.contains(word);
    // The names of formats are those of DOCX, which `numerals` writes.
    let format = match list.attr("type") {
        _ if is_unmarked(list) => "none",
        _ if has("cjk-ideographic") || has("simp-chinese-informal") => "chineseCountingThousand",
        Some("a") => "lowerLetter",
        Some("A") => "upperLetter",
        Some("i") => "lowerRoman",
        Some("I") => "upperRoman",
        _ => "decimal",
    };
    let start = list
        .attr("start")
        .and_then(|start| start.trim().parse().ok());
    (start.unwrap_or(1), format)
}
