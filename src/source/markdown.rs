//! Markdown (CommonMark with GitHub's tables), as far as a report needs it: headings, paragraphs, lists, quotes, tables,
//! fenced text, links.
//!
//! A block whose lines were filled to a measure is one paragraph; lines of different length, as fields have them, stay
//! paragraphs of their own, which is what their author saw in the editor.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::story::{self, Paragraph, Story};
use unicode_width::UnicodeWidthStr;

mod inline;

/// How much shorter than the longest a filled line may be: a word or a pair of marks that did not fit.
const RAGGED_COLS: usize = 8;
/// Narrower lines are not filled, they are short.
const LEAST_MEASURE_COLS: usize = 40;

/// Whether a text is Markdown: it has a heading marked by `#`, which plain Chinese reports never have.
pub(super) fn is_markdown(text: &str) -> bool {
    text.starts_with('#') && heading(text.lines().next().unwrap_or_default()).is_some()
        || memchr::memmem::find_iter(text.as_bytes(), b"\n#").any(|at| {
            let line = text.get(at + 1..).and_then(|rest| rest.lines().next());
            line.and_then(heading).is_some()
        })
}

/// Reads a Markdown text.
pub(super) fn read(text: &str) -> Result<Transcript, Error> {
    let mut reader = Reader::default();
    let body = without_front_matter(text);
    let skipped = text.len() - body.len();
    let before = text.get(..skipped).unwrap_or_default().lines().count();
    for (line, number) in body.lines().zip(1..) {
        reader.line(line, number + u32::try_from(before).unwrap_or(0));
    }
    reader.end_block();
    reader.story.finish(FileFormat::Markdown, None)
}

/// The level and the text of a heading line.
fn heading(line: &str) -> Option<(u8, &str)> {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    let level = u8::try_from(marks).ok().filter(|n| (1..=6).contains(n))?;
    let rest = line.get(marks..)?;
    let title = rest.strip_prefix([' ', '\t', '\u{3000}'])?;
    let title = title.trim().trim_end_matches('#').trim_end();
    (!title.is_empty()).then_some((level, title))
}

/// A text without the YAML that site generators put on top.
fn without_front_matter(text: &str) -> &str {
    let Some(rest) = text
        .strip_prefix("---\n")
        .or_else(|| text.strip_prefix("---\r\n"))
    else {
        return text;
    };
    match rest.find("\n---") {
        Some(end) => rest.get(end + 4..).map_or(text, |rest| {
            rest.trim_start_matches(['-', '\r'])
                .trim_start_matches('\n')
        }),
        None => text,
    }
}

#[derive(Default)]
struct Reader<'a> {
    story: Story,
    /// Lines of the block that is open.
    block: Vec<(&'a str, u32)>,
    fenced: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str, number: u32) {
        let bare = line.trim();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            self.end_block();
            self.fenced = !self.fenced;
            return;
        }
        if self.fenced {
            let mut paragraph = Paragraph::at(number);
            paragraph.push(line, 0, false);
            self.story.push(paragraph);
            return;
        }
        if let Some((level, title)) = heading(bare) {
            self.end_block();
            let mut paragraph = Paragraph::at(number);
            inline::add(title, &mut paragraph);
            paragraph.look.heading_level = Some(level);
            self.story.push(paragraph);
            return;
        }
        if bare.is_empty() || is_rule(bare) {
            self.end_block();
            return;
        }
        if bare.starts_with('|') {
            self.end_block();
            self.row(bare, number);
            return;
        }
        if self.starts_item(bare) {
            self.end_block();
        }
        self.block.push((line, number));
    }

    /// Whether a line begins a list item or a quotation, which ends a paragraph before it.
    fn starts_item(&self, bare: &str) -> bool {
        bullet(bare).is_some() || ordered(bare).is_some() || {
            let quoted = |line: &str| line.trim_start().starts_with('>');
            let before = self.block.last().map(|(line, _)| quoted(line));
            before.is_some_and(|before| before != quoted(bare))
        }
    }

    fn row(&mut self, bare: &str, number: u32) {
        let cells: Vec<&str> = bare
            .trim_start_matches('|')
            .trim_end_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let ruled = |cell: &&str| !cell.is_empty() && cell.chars().all(|c| ":- ".contains(c));
        if cells.iter().all(ruled) {
            return;
        }
        self.story.open_table();
        for cell in cells {
            self.story.open_cell();
            let mut paragraph = Paragraph::at(number);
            inline::add(cell, &mut paragraph);
            self.story.push(paragraph);
        }
        self.story.close_table();
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let filled = is_filled(&block);
        let mut open: Option<Paragraph> = None;
        for (line, number) in block {
            let (marker, text) = content(line);
            if let Some(paragraph) = open.as_mut().filter(|_| filled) {
                let han = paragraph.text.chars().next_back().is_some_and(is_wide)
                    || text.chars().next().is_some_and(is_wide);
                paragraph.push_sign(if han { "" } else { " " });
                inline::add(text, paragraph);
                continue;
            }
            if let Some(done) = open.take() {
                self.story.push(done);
            }
            let mut paragraph = Paragraph::at(number);
            paragraph.push_sign(&story::parted(marker, text.chars().next()));
            inline::add(text, &mut paragraph);
            open = Some(paragraph);
        }
        if let Some(done) = open {
            self.story.push(done);
        }
    }
}

/// Whether the lines of a block were filled to a measure.
fn is_filled(block: &[(&str, u32)]) -> bool {
    let Some((_, filled)) = block.split_last() else {
        return false;
    };
    let hard = |line: &str| line.ends_with("  ") || line.ends_with('\\');
    let widths = || filled.iter().map(|(line, _)| line.trim_end().width());
    let widest = widths().max().unwrap_or(0);
    widest >= LEAST_MEASURE_COLS
        && widths().all(|width| width + RAGGED_COLS >= widest)
        && !filled.iter().any(|(line, _)| hard(line))
}

/// The number of an ordered item and the text of a line, without the marks of lists and quotations.
fn content(line: &str) -> (String, &str) {
    let mut text = line.trim().trim_end_matches('\\');
    while let Some(quoted) = text.strip_prefix('>') {
        text = quoted.trim_start();
    }
    if let Some(item) = bullet(text) {
        return (String::new(), item);
    }
    match ordered(text) {
        Some((number, item)) => (number.to_owned(), item),
        None => (String::new(), text),
    }
}

fn bullet(text: &str) -> Option<&str> {
    let item = text.strip_prefix(['-', '*', '+'])?;
    item.strip_prefix([' ', '\t']).map(str::trim_start)
}

/// `1.` or `1)` and what follows a space after it.
fn ordered(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text.get(digits..)?.chars().next()?;
    if !(1..=9).contains(&digits) || !matches!(mark, '.' | ')') {
        return None;
    }
    let (number, rest) = text.split_at_checked(digits + 1)?;
    let item = rest.strip_prefix([' ', '\t'])?;
    Some((number, item.trim_start()))
}

fn is_rule(bare: &str) -> bool {
    let mark = bare.chars().next().unwrap_or(' ');
    "-*_=".contains(mark)
        && bare.chars().filter(|c| *c == mark).count() >= 3
        && bare.chars().all(|c| c == mark || c == ' ')
}

fn is_wide(c: char) -> bool {
    !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        let lines = read(text).unwrap().lines;
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn headings_make_it_markdown() {
        assert!(is_markdown("# 周报\n"));
        assert!(is_markdown("导语\n\n## 一、目录"));
        assert!(!is_markdown("一、目录\n#话题# 热议\n#1"));
    }

    #[test]
    fn levels_and_line_numbers_are_kept() {
        let lines = read("# 周报\n\n正文\n\n### 1.标题：甲 ###\n")
            .unwrap()
            .lines;
        assert_eq!(lines[0].look.heading_level, Some(1));
        assert_eq!((lines[2].text.as_str(), lines[2].number), ("1.标题：甲", 5));
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
    fn tables_are_rows_with_tabs() {
        let text = "# 题\n| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n---\n";
        assert_eq!(paragraphs(text), ["题", "甲\t乙", "1\t2"]);
    }
}
