//! Markdown, read by `pulldown-cmark` (CommonMark 0.31 with GitHub's tables and footnotes): headings, paragraphs, lists,
//! quotations, tables, code, links.
//!
//! One rule differs from CommonMark. There the lines of a block are one paragraph; in reports that were pasted into a
//! Markdown file, `来源：…` and `链接：…` stand on lines of their own without a blank line between. So the lines of a block
//! are joined only if they were filled to a measure.

use crate::conventions::labels;
use crate::model::transcript::{FileFormat, LineKind, Transcript};
use crate::source::error::Error;
use crate::source::html;
use crate::source::story::{self, Story, StoryParagraph};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

mod front_matter;
mod heading;
mod inline;
mod prepare;
pub(super) mod sniff;

use inline::InlineText;

/// The most by which a filled line is shorter than the longest, in columns: a word or a pair of marks that did not
/// fit.
const RAGGED_COLS: usize = 8;
/// The narrowest measure, in columns, that counts as filled.
const LEAST_MEASURE_COLS: usize = 40;

/// The most bytes of a block whose lines are measured.
const MOST_MEASURED: usize = 8 << 10;

/// The ideographic space, which Chinese input methods write.
const WIDE_SPACE: char = '\u{3000}';

/// The bullet of list items without a number.
const BULLET: &str = "• ";

/// Reads a Markdown text.
///
/// # Errors
/// [`Error::Empty`] if nothing of it is shown.
pub(super) fn read(text: &str) -> Result<Transcript, Error> {
    let front = front_matter::split(text);
    let skipped = text.len() - front.body.len();
    // The lines that are skipped still count for the line numbers of warnings.
    let before = text.get(..skipped).unwrap_or_default().lines().count();
    let body = prepare::with_plain_headings(front.body);
    let body = prepare::with_plain_brackets(&body);
    let mut reader = MarkdownReader::new(&body, before);
    // The title is above all headings of the text, also where those have its level.
    reader.deeper = u8::from(front.new_title().is_some() && front.has_highest_heading());
    let mut above = front.rows();
    if !front.begins_with_heading() {
        above.drain(..).for_each(|row| reader.story.push(row));
    }
    for (event, range) in Parser::new_ext(&body, options()).into_offset_iter() {
        let is_headed = matches!(event, Event::End(TagEnd::Heading(_)));
        reader.event(event, range);
        // The heading of the text is its first row, as the title of the fields would be.
        if is_headed {
            above.drain(..).for_each(|row| reader.story.push(row));
        }
    }
    reader.end_paragraph();
    reader.story.finish(FileFormat::Markdown, None)
}

/// Strikethrough is off: a single `~` marks it too, and Chinese writes ranges as `5~7月`.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

/// The walk through the events of a text.
struct MarkdownReader<'a> {
    /// The text.
    source: &'a str,
    /// The blocks read so far.
    story: Story,
    /// The paragraph that is open.
    open: Option<InlineText<'a>>,
    /// The level of the heading that is open, 1 the highest.
    heading: Option<u8>,
    /// The levels that are added to the headings of the text, because a title stands above them.
    deeper: u8,
    /// List items that are open, the innermost last.
    items: usize,
    /// The number of an item or the label of a footnote, for the paragraph to come.
    marker: String,
    /// True if soft breaks join, because the lines of the block were filled.
    filled: bool,
    /// Set inside a table cell, where a break is no end of a paragraph.
    in_cell: bool,
    /// Set inside a code block.
    in_code: bool,
    /// The HTML block that is open, and the line of the file in which it begins.
    html: String,
    /// The line of the file in which the HTML block begins.
    html_line: u32,
    /// The lines before `counted` in the file.
    line: usize,
    /// The byte up to which the lines are counted.
    counted: usize,
}

impl<'a> MarkdownReader<'a> {
    /// A reader at the start of `source`, before which the file has `lines_before` lines.
    fn new(source: &'a str, lines_before: usize) -> Self {
        Self {
            source,
            story: Story::of_file(source.len()),
            open: None,
            heading: None,
            deeper: 0,
            items: 0,
            marker: String::new(),
            filled: false,
            in_cell: false,
            in_code: false,
            html: String::new(),
            html_line: 0,
            line: lines_before,
            counted: 0,
        }
    }

    /// Takes one event; `range` is its place in the source.
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.code(&text, range.start),
            Event::Html(html) => self.html.push_str(&html),
            Event::SoftBreak => self.soft_break(range.end),
            Event::HardBreak if self.in_cell => self.text(range.start).sign("\n"),
            Event::HardBreak => self.end_paragraph(),
            Event::Rule => self.end_paragraph(),
            other => self.text(range.start).event(other, range),
        }
    }

    /// Begins a block, or a span inside a paragraph.
    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.end_paragraph();
                self.filled = is_filled(self.slice(&range));
            }
            Tag::Heading { level, .. } => {
                self.end_paragraph();
                // `---` below several lines of fields is the rule that it looks like, and no second kind of heading.
                let is_rule = self.slice(&range).trim_end().lines().count() > 2;
                self.heading = (!is_rule).then_some(level as u8 + self.deeper);
            }
            Tag::Item => {
                self.end_paragraph();
                self.items += 1;
                let item = self.slice(&range);
                self.filled = is_filled(item);
                // The number as its author wrote it: CommonMark would count from the first.
                self.marker = ordered(item).unwrap_or(BULLET).to_owned();
            }
            Tag::FootnoteDefinition(label) => {
                self.end_paragraph();
                self.marker = format!("［注{label}］");
            }
            Tag::CodeBlock(_) => {
                self.end_paragraph();
                self.in_code = true;
            }
            Tag::HtmlBlock => {
                self.end_paragraph();
                self.html_line = self.line_at(range.start);
            }
            Tag::BlockQuote(_) | Tag::List(_) => self.end_paragraph(),
            Tag::Table(_) => {
                self.end_paragraph();
                self.story.open_table();
            }
            // Rows have no start in a story; they end.
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => {
                self.story.open_cell();
                self.in_cell = true;
            }
            inline => self.text(range.start).start(inline, range),
        }
    }

    /// Ends a block or a span.
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition => self.end_paragraph(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Heading(_) => {
                self.end_paragraph();
                self.heading = None;
            }
            TagEnd::Item => {
                self.end_paragraph();
                self.items -= 1;
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Table => self.story.close_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.story.close_row(),
            TagEnd::TableCell => {
                self.end_paragraph();
                self.in_cell = false;
            }
            _ => {
                if let Some(open) = &mut self.open {
                    open.end();
                }
            }
        }
    }

    /// The open paragraph, or a new one that begins at byte `at`.
    fn text(&mut self, at: usize) -> &mut InlineText<'a> {
        let number = self.line_at(at);
        self.open
            .get_or_insert_with(|| InlineText::new(self.source, number))
    }

    /// A line end inside a block; the next line begins at byte `next`.
    fn soft_break(&mut self, next: usize) {
        let rest = self.source.get(next..).unwrap_or_default();
        // A second line that is indented below its list item belongs to it, whatever its length.
        let line = self.source.get(..next).unwrap_or_default();
        let line = line.rsplit('\n').next().unwrap_or_default();
        let set_in = self.items > 0 && (rest.starts_with([' ', '\t']) || !line.is_empty());
        match &mut self.open {
            Some(open) if self.filled || set_in => open.join(rest),
            _ => self.end_paragraph(),
        }
    }

    /// Each line of a code block is a paragraph.
    fn code(&mut self, text: &str, at: usize) {
        for (line, number) in text.lines().zip(self.line_at(at)..) {
            let mut paragraph = StoryParagraph::at(number);
            paragraph.push(line, 0, false);
            self.story.push(paragraph);
        }
    }

    /// HTML between blank lines is read as HTML.
    fn end_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        // Markup without text is left out, like a comment.
        if let Ok(story) = html::story(&html) {
            self.story.append_at(story, self.html_line);
        }
    }

    /// Ends the open paragraph, if there is one, with its number in front.
    fn end_paragraph(&mut self) {
        let Some(open) = self.open.take() else { return };
        let open_picture = open.is_picture();
        let mut paragraph = open.finish();
        if open_picture {
            paragraph.kind = LineKind::Figure;
            if !story::is_caption(&paragraph.text) {
                paragraph.text.clear();
                paragraph.links.clear();
            }
            self.story.push(paragraph);
            return;
        }
        let bare = paragraph.text.trim();
        // A row of `=` is a line that its author drew.
        if bare.is_empty() || bare.len() > 2 && bare.bytes().all(|byte| byte == b'=') {
            return;
        }
        let next = bare.chars().next();
        let marker = story::parted(std::mem::take(&mut self.marker), next);
        // `- **来源**：某报` is a field; its dash only keeps the lines apart.
        if marker != BULLET || !labels::opens_field(bare) {
            paragraph.number(&marker);
        }
        paragraph.look.heading_level = self.heading;
        self.story.push(paragraph);
    }

    /// The source in `range`.
    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// The number in the file, counted from 1, of the line that holds byte `at`.
    fn line_at(&mut self, at: usize) -> u32 {
        if let Some(passed) = self.source.as_bytes().get(self.counted..at) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            // Counted on from the last place, so that a long text is not counted from its start for
            // each paragraph.
            self.counted = at;
        }
        u32::try_from(self.line + 1).unwrap_or(u32::MAX)
    }
}

/// True if the lines of a block were filled to a measure.
fn is_filled(block: &str) -> bool {
    // Items nest, and each holds those inside it.
    let beginning = block.get(..block.floor_char_boundary(MOST_MEASURED));
    let block = beginning.unwrap_or_default();
    let lines: Vec<&str> = block.trim_end().lines().collect();
    // The last line of a paragraph may have any length.
    let Some((_, filled)) = lines.split_last() else {
        return false;
    };
    // Two spaces or a backslash at the end of a line keep the line as it is.
    let hard = |line: &&str| line.ends_with("  ") || line.ends_with('\\');
    let widths = || filled.iter().map(|line| line.trim_end().width());
    let widest = widths().max().unwrap_or(0);
    widest >= LEAST_MEASURE_COLS
        && widths().all(|width| width + RAGGED_COLS >= widest)
        && !filled.iter().any(hard)
}

/// The number that an ordered item begins with, as it was written: `1.` or `1)`.
fn ordered(item: &str) -> Option<&str> {
    let rest = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let end = item.len() - rest.len();
    rest.starts_with(['.', ')']).then(|| item.get(..=end))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        let lines = read(text).unwrap().lines;
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn levels_and_line_numbers_are_kept() {
        let text = "---\ntags: x\n---\n#　周报\n\n正文\n\n### 1.标题：甲 ###\n";
        let lines = read(text).unwrap().lines;
        assert_eq!(lines[0].look.heading_level, Some(1));
        assert_eq!(lines[0].text, "周报");
        assert_eq!(lines[1].text, "tags: x");
        assert_eq!((lines[3].text.as_str(), lines[3].number), ("1.标题：甲", 8));
    }

    #[test]
    fn fields_stay_apart_and_filled_lines_are_joined() {
        let long = "湖区智能水网一期工程日前建成，覆盖十二个乡镇，供";
        let text = format!(
            "# 题\n来源：某报\n链接：<https://example.com/a_b_c>\n\n{long}\n水能力提高。\n\n- **来源**：乙\n1. 甲\n"
        );
        assert_eq!(
            paragraphs(&text),
            [
                "题",
                "来源：某报",
                "链接：https://example.com/a_b_c",
                &format!("{long}水能力提高。"),
                "来源：乙",
                "1.甲"
            ]
        );
    }

    #[test]
    fn fields_below_a_numbered_title_stay_apart() {
        let text = "# 题\n\n1. 标题：甲\n来源：某报\n2) 乙\n\n某报\n链接：x\n---\n";
        assert_eq!(
            paragraphs(text),
            ["题", "1.标题：甲", "来源：某报", "2)乙", "某报", "链接：x"]
        );
    }

    #[test]
    fn tables_are_rows_with_tabs() {
        let text = "# 题\n| 甲\\|乙 | 丙<br>丁 |\n|:--|--:|\n| 1 | 2 |\n---\n";
        assert_eq!(paragraphs(text), ["题", "甲|乙\t丙 丁", "1\t2"]);
    }

    #[test]
    fn items_code_and_quotations_are_blocks() {
        let text = "- 外\n  - 内\n    续行\n\n段落。\n\n    代码 *不是强调*\n\n```\n甲\n乙\n```\n> 引\n> 文\n";
        assert_eq!(
            paragraphs(text),
            [
                "• 外",
                "• 内续行",
                "段落。",
                "代码 *不是强调*",
                "甲",
                "乙",
                "引",
                "文"
            ]
        );
    }

    #[test]
    fn a_picture_alone_is_a_figure() {
        let lines = read(
            "# 题\n\n![](https://example.com/a.png)\n\n![水位图](b.png)\n\n见![图标](c.png)\n",
        )
        .unwrap()
        .lines;
        let shown: Vec<_> = lines.iter().map(|l| (&*l.text, l.kind)).collect();
        let figure = LineKind::Figure;
        let expected = [("", figure), ("水位图", figure), ("见图标", LineKind::Text)];
        assert_eq!(shown[1..], expected);
    }

    #[test]
    fn html_is_read_as_html() {
        let text = "# 题\n\n<div align=\"center\">\n<h2>副题</h2>\n<img src=\"x.png\">甲\n乙</div>\n\n<!-- 无 -->\n";
        let lines = read(text).unwrap().lines;
        let shown: Vec<_> = lines
            .iter()
            .map(|line| (&*line.text, line.number))
            .collect();
        assert_eq!(shown, [("题", 1), ("副题", 3), ("甲乙", 3)]);
        assert_eq!(lines[1].look.heading_level, Some(2));
    }
}
