//! From rows to blocks: paragraphs, tables and figures of the sections of a text.
//!
//! A format with paragraphs (Word, HTML) is believed, apart from soft line breaks, which may be
//! inside a paragraph or between two, and from documents whose paragraphs are lines ([`super::going_on`]). Layout lines are reflowed by their widths
//! ([`super::reflow`]). In both cases tables and figures are parted off, and a short paragraph
//! becomes a heading by the [`HeadingRule`] of the text.

use super::going_on::{BrokenLines, goes_on};
use super::reflow::{self, blocks};
use super::rows::{self, LayoutRow, push_link};
use crate::conventions::joining::SpacingHabit;
use crate::conventions::line::{rough_columns, trim};
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::model::transcript::{Flow, LineKind};
use crate::model::{Block, BlockKind, TextLink};
use std::ops::Range;

/// The rule by which short rows become headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingRule {
    /// By their shape: reports seldom mark the headings inside an article.
    Shape,
    /// By the format: what it does not call a heading, set larger or number is none.
    Style,
    /// By shape, and a short row with a number of a heading's kind stands for itself.
    Number,
}

impl HeadingRule {
    /// Returns the rule for a document: by the format where it knows paragraphs, since such a format marks headings too.
    pub const fn of(flow: Flow) -> Self {
        match flow {
            Flow::Paragraphs => Self::Style,
            Flow::Lines => Self::Number,
        }
    }
}

/// True for letters a good deal larger than those of the text.
pub(super) fn is_large(scale: f32) -> bool {
    scale > 1.15
}

/// True if the format, or a number, makes a heading of a row that looks like one.
fn is_marked(text: &str, row: &LayoutRow<'_>) -> bool {
    let look = row.look;
    let numbered =
        ordinals::ordinal(text).is_some_and(|found| found.kind <= OrdinalKind::HanBracketed);
    look.heading_level.is_some()
        || look.scale.is_some_and(is_large)
        || look.bold
        || look.centred
        || numbered && row.kind != LineKind::ListItem
}

/// The most characters of a heading that the format calls so; a whole paragraph in a heading's style is text.
const LONGEST_HEADING: usize = 80;

/// Returns the blocks of each section. Sections are reflowed together because the layout is learnt from all of them.
pub(super) fn blocks_of(
    sections: &[&[LayoutRow<'_>]],
    flow: Flow,
    habit: SpacingHabit,
    rule: HeadingRule,
) -> Vec<Vec<Block>> {
    let full = match flow {
        Flow::Paragraphs => BrokenLines::find(sections),
        Flow::Lines => None,
    };
    let Some(full) = full else {
        return blocks_by(sections, flow, habit, rule, None);
    };
    let bare: Vec<Vec<LayoutRow<'_>>> = sections
        .iter()
        .map(|rows| full.without_folios(rows))
        .collect();
    let bare: Vec<&[LayoutRow<'_>]> = bare.iter().map(Vec::as_slice).collect();
    blocks_by(&bare, flow, habit, rule, Some(&full))
}

/// Returns the blocks of each section; `full` are the full rows of a document whose paragraphs are lines.
fn blocks_by(
    sections: &[&[LayoutRow<'_>]],
    flow: Flow,
    habit: SpacingHabit,
    rule: HeadingRule,
    full: Option<&BrokenLines>,
) -> Vec<Vec<Block>> {
    // Formats that know their paragraphs are believed; only layout lines are reflowed.
    let ranges = match flow {
        Flow::Lines => {
            let ranges = reflow::segment(sections);
            if rule == HeadingRule::Shape {
                ranges
            } else {
                sections
                    .iter()
                    .zip(ranges)
                    .map(|(rows, ranges)| headed(rows, ranges))
                    .collect()
            }
        }
        Flow::Paragraphs => sections.iter().map(|rows| whole(rows, full)).collect(),
    };
    sections
        .iter()
        .zip(ranges)
        .map(|(rows, ranges)| {
            ranges
                .into_iter()
                // Whatever the paragraphs are, a table or a figure stands alone.
                .flat_map(|range| parted(rows, range))
                .filter_map(|range| rows.get(range))
                .map(|rows| block(rows, habit, rule))
                .collect()
        })
        .map(|blocks| without_runs(blocks, rule))
        .collect()
}

/// The fewest short rows in a row that are a list, an index or verse and no headings.
const RUN: usize = 3;

/// Makes paragraphs of headings without a number that follow each other in layout lines: in a list of words each row has the
/// shape of a heading.
fn without_runs(mut blocks: Vec<Block>, rule: HeadingRule) -> Vec<Block> {
    if rule != HeadingRule::Number {
        return blocks;
    }
    let by_shape = |block: &Block| {
        block.kind == BlockKind::Heading
            && ordinals::ordinal(&block.text)
                .is_none_or(|found| found.kind > OrdinalKind::HanBracketed)
    };
    for run in blocks.chunk_by_mut(|above, below| by_shape(above) == by_shape(below)) {
        if run.len() >= RUN && by_shape(&run[0]) {
            for block in run {
                block.kind = BlockKind::Paragraph;
            }
        }
    }
    blocks
}

/// True for a row that goes on with a table. A row of fields is read as text, and below it a table begins anew.
fn is_in_table(rows: &[LayoutRow<'_>], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|above| rows.get(above));
    let table = |kind| matches!(kind, LineKind::TableStart | LineKind::TableRow);
    rows[at].kind == LineKind::TableRow && above.is_some_and(|row| table(row.kind))
}

/// Parts a range of rows where a table, a figure or text ends, so that none is joined with another.
fn parted(rows: &[LayoutRow<'_>], range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for i in range {
        let goes_on = i > 0 && !rows[i].stands_alone() && !rows[i - 1].stands_alone();
        match parts.last_mut() {
            Some(last) if goes_on || is_in_table(rows, i) => last.end = i + 1,
            _ => parts.push(i..i + 1),
        }
    }
    parts
}

/// A page is at least this wide, in columns.
const NARROWEST_PAGE: usize = 40;

/// Parts numbered headings from the paragraphs below them. The widths cannot do so where a brief has only short rows.
fn headed(rows: &[LayoutRow<'_>], ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let widest = rows
        .iter()
        .map(|row| rough_columns(row.text))
        .max()
        .unwrap_or(0);
    // Short rows alone do not show how wide the page is.
    let room = widest.max(NARROWEST_PAGE);
    let is_heading = |row: &LayoutRow<'_>| {
        ordinals::ordinal(row.text).is_some_and(|found| found.kind <= OrdinalKind::HanBracketed)
            // A row that fills the page goes on in the next.
            && rough_columns(row.text) + 6 <= room
            && !row.text.contains(['，', '。', '；', '：'])
    };
    let mut parted = Vec::with_capacity(ranges.len());
    for range in ranges {
        let first = range.start;
        if range.len() > 1 && is_heading(&rows[first]) {
            parted.push(first..first + 1);
            parted.push(first + 1..range.end);
        } else {
            parted.push(range);
        }
    }
    parted
}

/// Joins the rows of one block and decides its kind.
fn block(rows: &[LayoutRow<'_>], habit: SpacingHabit, rule: HeadingRule) -> Block {
    let first = rows.first().map(|row| row.kind).unwrap_or_default();
    if matches!(first, LineKind::TableStart | LineKind::TableRow) {
        return table(rows);
    }
    let (text, links) = rows::joined_with_links(rows, habit);
    if first == LineKind::Figure {
        return Block {
            links,
            ..Block::new(BlockKind::Figure, text)
        };
    }
    let look = rows.first().map(|r| r.look).unwrap_or_default();
    let kind = match blocks::kind(&text, rows.len(), look) {
        // An item of a list is short and open as a heading is, but the format knows better.
        BlockKind::Heading if first == LineKind::ListItem && look.heading_level.is_none() => {
            BlockKind::Paragraph
        }
        BlockKind::Heading
            if rule == HeadingRule::Style
                && !rows.first().is_some_and(|row| is_marked(&text, row)) =>
        {
            BlockKind::Paragraph
        }
        // The format calls it a heading, whatever it ends with.
        BlockKind::Paragraph
            if look.heading_level.is_some()
                && text.chars().count() <= LONGEST_HEADING
                && !text.is_empty() =>
        {
            BlockKind::Heading
        }
        kind => kind,
    };
    Block {
        links,
        ..Block::new(kind, text)
    }
}

/// Returns the paragraphs as the format has them: a row behind a soft line break goes on with the one above, and so does
/// one behind a row of `full`.
fn whole(rows: &[LayoutRow<'_>], full: Option<&BrokenLines>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let may_go_on = |above| row.soft || full.is_some_and(|full| full.may_join(above, row));
        match ranges.last_mut() {
            Some(last)
                if may_go_on(&rows[i - 1]) && goes_on(&rows[i - 1], row)
                    || is_in_table(rows, i) =>
            {
                last.end = i + 1;
            }
            _ => ranges.push(i..i + 1),
        }
    }
    ranges
}

/// Makes one block of the rows of a table: a line a row, a tab between cells, all rows of the same length.
fn table(rows: &[LayoutRow<'_>]) -> Block {
    let cells = |row: &LayoutRow<'_>| row.line.text.split('\t').count();
    // The longest row has all columns.
    let most = rows.iter().map(cells).max().unwrap_or(0);
    let (mut text, mut links) = (String::new(), Vec::new());
    for (n, row) in rows.iter().enumerate() {
        if n > 0 {
            text.push('\n');
        }
        for (column, cell) in row.line.text.split('\t').enumerate() {
            if column > 0 {
                text.push('\t');
            }
            // In a table of one column the space before a cell is the indentation of a line of code.
            let cell = if most == 1 {
                cell.trim_end()
            } else {
                trim(cell)
            };
            push_cell(&mut text, &mut links, row, cell);
        }
        // Rows with merged cells are shorter in some formats; `Block::rows` promises rows of equal length.
        text.extend(std::iter::repeat_n('\t', most - cells(row)));
    }
    Block {
        links,
        ..Block::new(BlockKind::Table, text)
    }
}

/// Appends a trimmed cell to the text of a table, its line breaks as spaces, and its links to `links`.
fn push_cell(text: &mut String, links: &mut Vec<TextLink>, row: &LayoutRow<'_>, cell: &str) {
    let start = text.len();
    text.extend(cell.chars().map(|c| match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' => ' ',
        // A wide space has as many bytes as these separators, so that the links keep their places.
        '\u{2028}' | '\u{2029}' => '\u{3000}',
        c => c,
    }));
    for (range, url) in row.links_in(cell) {
        push_link(links, range.start + start..range.end + start, url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::{Hyperlink, SourceLine, Transcript};
    use crate::parse::parse;

    fn line(kind: LineKind, text: &str, links: &[(Range<usize>, &str)]) -> SourceLine {
        let links = links.iter().map(|(range, target)| Hyperlink {
            range: range.clone(),
            target: (*target).to_owned(),
        });
        SourceLine {
            text: text.to_owned(),
            kind,
            links: links.collect(),
            ..SourceLine::default()
        }
    }

    fn blocks(lines: Vec<SourceLine>) -> Vec<Block> {
        let transcript = Transcript {
            flow: Flow::Paragraphs,
            lines,
            ..Transcript::default()
        };
        let mut issue = parse(&transcript).issue;
        issue.articles.remove(0).blocks
    }

    #[test]
    fn rows_of_a_table_are_one_block_of_equal_rows() {
        let blocks = blocks(vec![
            line(LineKind::Text, "各地进展", &[]),
            line(LineKind::TableStart, "地区\t数量", &[]),
            line(
                LineKind::TableRow,
                "\t十二\n家\t甲",
                &[(1..7, "https://example.com/a")],
            ),
            line(LineKind::TableStart, "另一张表", &[]),
            line(LineKind::Text, "说明如下。", &[]),
        ]);
        assert_eq!(blocks[0].kind, BlockKind::Table);
        assert_eq!(blocks[0].text, "地区\t数量\t\n\t十二 家\t甲");
        assert_eq!(
            blocks[0].text.get(blocks[0].links[0].range.clone()),
            Some("十二")
        );
        assert_eq!(blocks[1].text, "另一张表");
        assert_eq!(blocks[2].kind, BlockKind::Paragraph);
    }

    #[test]
    fn fields_of_a_report_in_a_table_are_fields() {
        let transcript = Transcript {
            flow: Flow::Paragraphs,
            lines: vec![
                line(LineKind::TableStart, "标题：\t渔船归港", &[]),
                line(LineKind::TableRow, "来源：\t山海晚报", &[]),
                line(LineKind::TableRow, "链接：\thttps://example.com/a", &[]),
                line(LineKind::TableRow, "主要内容：\t潮水退去，渔船归港。", &[]),
            ],
            ..Transcript::default()
        };
        let article = parse(&transcript).issue.articles.remove(0);
        assert_eq!(article.title, "渔船归港");
        assert_eq!(article.source.as_deref(), Some("山海晚报"));
        assert_eq!(article.blocks[0].text, "潮水退去，渔船归港。");
    }

    #[test]
    fn a_table_with_a_field_in_the_middle_stays_a_table() {
        let blocks = blocks(vec![
            line(LineKind::Text, "渔获评审", &[]),
            line(LineKind::TableStart, "序号\t项目\t要求", &[]),
            line(LineKind::TableRow, "1\t内容\t渔网是否补好。", &[]),
            line(LineKind::TableRow, "出处：《渔港志》\t来源：渔港站", &[]),
            line(LineKind::TableRow, "2\t格式\t渔船是否上漆。", &[]),
            line(LineKind::TableRow, "3\t船号\t十二", &[]),
        ]);
        let kinds: Vec<BlockKind> = blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds[0], BlockKind::Table, "{blocks:?}");
        assert_eq!(blocks[0].text.lines().count(), 2, "{blocks:?}");
        let last = blocks.last().map(|block| (block.kind, block.text.as_str()));
        let below = "2\t格式\t渔船是否上漆。\n3\t船号\t十二";
        assert_eq!(last, Some((BlockKind::Table, below)));
    }

    #[test]
    fn rows_of_a_list_of_words_are_no_headings() {
        let words = "渔船\n渔网\n渔港\n渔汛\n";
        let text =
            format!("渔业词表\n{words}渔船归港之后，渔网要在当天晾干。\n一、补网\n渔网破了要补。");
        let issue = parse(&Transcript::from_text(&text)).issue;
        let headings = issue.articles[0].blocks.iter();
        let headings: Vec<&str> = headings
            .filter(|block| block.kind == BlockKind::Heading)
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(headings, ["一、补网"]);
    }

    #[test]
    fn a_figure_stays_without_a_caption() {
        let blocks = blocks(vec![
            line(LineKind::Text, "各地进展", &[]),
            line(LineKind::Figure, "", &[]),
            line(LineKind::Text, "说明如下。", &[]),
        ]);
        assert_eq!(blocks[0], Block::new(BlockKind::Figure, ""));
    }

    #[test]
    fn links_behind_words_keep_their_words() {
        let blocks = blocks(vec![
            line(LineKind::Text, "各地进展", &[]),
            line(
                LineKind::Text,
                "参见\n山海公报全文和附件。",
                &[
                    (7..19, "https://example.com/a"),
                    (28..34, "https://example.com/b"),
                ],
            ),
        ]);
        let shown = |link: &TextLink| blocks[0].text.get(link.range.clone()).map(str::to_owned);
        let shown: Vec<_> = blocks[0].links.iter().filter_map(shown).collect();
        assert_eq!(shown, ["山海公报", "附件"]);
    }

    #[test]
    fn fields_behind_soft_breaks_are_paragraphs() {
        let blocks = blocks(vec![
            line(LineKind::Text, "渡口会议纪要", &[]),
            line(
                LineKind::Text,
                "王小渡：修候船室\u{2028}李大江：排班次\u{2028}并报\u{2028}办公室",
                &[],
            ),
        ]);
        let texts: Vec<_> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["王小渡：修候船室", "李大江：排班次并报办公室"]);
    }
}
