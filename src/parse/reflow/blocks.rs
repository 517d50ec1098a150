//! The kind of a block: running text, a sub-heading or a byline.

use crate::conventions::bylines::is_byline;
use crate::conventions::datelines::origin_line;
use crate::model::BlockKind;
use crate::model::transcript::LineStyle;

/// Returns the kind of the block with this text and look. `rows` is the number of layout lines it took.
pub(in crate::parse) fn kind(text: &str, rows: usize, look: LineStyle) -> BlockKind {
    if is_byline(text) {
        return BlockKind::Byline;
    }
    let marked = look.heading_level.is_some() || look.scale.is_some_and(|s| s > 1.15);
    let short = text.chars().count() <= 50 && rows <= 2;
    let open = !text.ends_with(['。', '；', '，', '、', '：', '…', '.', ';', ',', ':'])
        && !text.ends_with("。”")
        && !text.ends_with("！”")
        && !text.ends_with("？”")
        && !text.ends_with("。）");
    // A question or exclamation is a heading only if it is short or set as one; longer ones are quotations.
    let asks = text.ends_with(['？', '！', '?', '!']);
    if text.is_empty() || !short || !open || text.starts_with("http") || text.contains('。') {
        return BlockKind::Paragraph;
    }
    // What the author set apart is believed sooner than the shape alone.
    let strong = marked || look.centred || look.bold;
    let credit = text.ends_with(['）', ')']) && text.starts_with(['（', '(']);
    let number = text.chars().all(|c| !c.is_alphabetic());
    if (asks && !strong && text.chars().count() > 18) || ((credit || number) && !strong) {
        return BlockKind::Paragraph;
    }
    // `作者：甲 发布时间：2025-06-10 阅读次数：36` is set like a title on many pages.
    if text.contains(['：', ':']) && origin_line(text, None).is_some_and(|line| line.credits) {
        return BlockKind::Byline;
    }
    BlockKind::Heading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_paragraphs() {
        let kind = |text| kind(text, 1, LineStyle::default());
        assert_eq!(kind("AI+桥梁：听声"), BlockKind::Heading);
        assert_eq!(kind("一、主要做法"), BlockKind::Heading);
        assert_eq!(kind("谁来买单？"), BlockKind::Heading);
        assert_eq!(kind("应用场景。"), BlockKind::Paragraph);
        assert_eq!(kind("“好。”"), BlockKind::Paragraph);
    }
}
