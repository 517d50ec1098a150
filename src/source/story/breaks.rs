//! Soft line breaks (Shift+Enter): which of them end a paragraph.
//!
//! Text that was copied out of a web page has a soft break where a paragraph ends; a title that did not fit has one in
//! the middle of a word. The text on both sides shows which it is. A break that remains is joined by the parser, without
//! a space between Han.

use super::StoryParagraph;
use crate::conventions::items;
use crate::conventions::labels;
use crate::model::transcript::LineKind;

/// The longest line, in characters, that counts as a heading over the line below a soft break.
const HEADING_CHARS: usize = 20;

/// The most pieces of one paragraph. The last keeps its soft breaks: each piece costs a hundred times the break.
const MOST_PIECES: usize = 5_000;

/// Splits a paragraph at the soft breaks that end one. The first part keeps the place and the kind of the whole.
pub(super) fn split(paragraph: StoryParagraph) -> Vec<StoryParagraph> {
    let joins = !matches!(paragraph.kind, LineKind::Text | LineKind::ListItem);
    if joins || !paragraph.text.contains('\n') {
        return vec![paragraph];
    }
    let titled = paragraph.look.heading_level.is_some() || paragraph.look.centred;
    let mut ends = Vec::new();
    let mut from = 0;
    for (at, _) in paragraph.text.match_indices('\n') {
        let before = paragraph.text.get(from..at).unwrap_or_default().trim();
        let after = paragraph.text.get(at + 1..).unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default().trim();
        let blank = after.is_empty();
        let may_part = !titled || is_finished(before);
        if blank || may_part && parts(before, after) {
            ends.push(at);
        }
        from = at + 1;
    }
    ends.truncate(MOST_PIECES - 1);
    pieces(paragraph, &ends)
}

/// True if a paragraph ends between the lines `before` and `after`.
fn parts(before: &str, after: &str) -> bool {
    // `链接：` with its address in the next line is one field.
    let is_field = labels::opens_field(before) && before.ends_with(['：', ':']);
    !before.is_empty()
        && !is_field
        && (is_finished(before)
            || labels::opens_field(after)
            || items::opens_entry(after)
            || items::opens_list(after)
            || after.starts_with(['●', '■', '◆', '•', '□', '★', '▲', '※', '➢'])
            || heads(before, after))
}

/// True if `line` ends with a sentence, perhaps inside quotation marks or brackets.
fn is_finished(line: &str) -> bool {
    line.trim_end_matches(['”', '’', '」', '』', '）', ')', '"', '】'])
        .ends_with(['。', '！', '？', '；', '…', '!', '?', ';'])
}

/// True for a short line with a number and without any mark of a sentence (`一、总体情况`) above a longer one. An item that
/// is broken in mid-sentence is as long as the lines around it.
fn heads(line: &str, below: &str) -> bool {
    let chars = line.chars().count();
    items::opens_entry(line)
        && chars <= HEADING_CHARS
        && below.chars().count() > chars * 3 / 2
        && !line.contains(['，', '；', '：', '。', ','])
}

/// Cuts the paragraph at the breaks at bytes `ends`, each of which is one byte long. Links go to the piece they begin in.
fn pieces(paragraph: StoryParagraph, ends: &[usize]) -> Vec<StoryParagraph> {
    let mut links = paragraph.links.into_iter().peekable();
    let frame = StoryParagraph {
        text: String::new(),
        links: Vec::new(),
        page_break: false,
        // Only the first line of an item has its number.
        kind: LineKind::Text,
        ..paragraph
    };
    let whole = [paragraph.text.len()];
    let mut from = 0;
    let pieces = ends.iter().chain(&whole).enumerate().map(|(nth, end)| {
        let mut piece = StoryParagraph {
            text: paragraph
                .text
                .get(from..*end)
                .unwrap_or_default()
                .to_owned(),
            ..frame.clone()
        };
        if nth == 0 {
            piece.page_break = paragraph.page_break;
            piece.kind = paragraph.kind;
        }
        while let Some(mut link) = links.next_if(|link| link.range.start < *end) {
            link.range = link.range.start.saturating_sub(from)..link.range.end.min(*end) - from;
            piece.links.push(link);
        }
        piece.trim();
        from = end + 1;
        piece
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let mut paragraph = StoryParagraph::default();
        paragraph.push(text, 24, false);
        split(paragraph).into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn a_soft_break_ends_a_sentence_or_stands_before_a_number() {
        for (text, expected) in [
            (
                "湖区水位回落。\n各闸已经开启",
                vec!["湖区水位回落。", "各闸已经开启"],
            ),
            ("他说：“好！”\n众人离去", vec!["他说：“好！”", "众人离去"]),
            (
                "要做好以下工作\n1.加固堤防\n（二）清理河道",
                vec!["要做好以下工作", "1.加固堤防", "（二）清理河道"],
            ),
            (
                "二、重点信息\n湖区管理处公布了本月的水质结果",
                vec!["二、重点信息", "湖区管理处公布了本月的水质结果"],
            ),
            ("上段\n\n下段", vec!["上段", "下段"]),
            (
                "来源：\n湖区日报\n链接：x",
                vec!["来源：\n湖区日报", "链接：x"],
            ),
        ] {
            assert_eq!(lines(text), expected);
        }
    }

    #[test]
    fn a_soft_break_in_mid_sentence_stays() {
        for text in [
            "关于开展湖区\n环境整治的通知",
            "水位，\n流量",
            "1.加强领导，健全\n机制",
        ] {
            assert_eq!(lines(text), [text]);
        }
    }

    #[test]
    fn links_move_with_their_piece() {
        let mut paragraph = StoryParagraph::default();
        paragraph.push("甲。\n", 0, false);
        let start = paragraph.text.len();
        paragraph.push("原文", 0, false);
        paragraph.link_from(start, "https://example.com/a");
        let parts = split(paragraph);
        let range = parts[1].links[0].range.clone();
        assert_eq!(parts[1].text.get(range), Some("原文"));
        assert!(parts[0].links.is_empty());
    }
}
