//! What word processors and pages have in common: paragraphs with a look, and tables of them, on their way to a
//! transcript.

use crate::model::transcript::{
    FileFormat, FileNote, Flow, Hyperlink, LineKind, LineStyle, Origin, SourceLine, Transcript,
};
use crate::source::error::Error;
use std::collections::HashMap;
use std::ops::Range;

/// A cell with more paragraphs than this holds running text, not a value.
const CELL_PARAGRAPHS: usize = 3;

/// One paragraph while it is being put together.
#[derive(Debug, Clone, Default)]
pub(super) struct StoryParagraph {
    /// Its text so far; a soft line break is `\n`.
    pub text: String,
    /// Links that its text does not show.
    pub links: Vec<Hyperlink>,
    /// Its look; `scale` and the measured part of `bold` are settled by the story.
    pub look: LineStyle,
    /// Its line in the file, counted from 1; 0 where a format has no lines.
    number: u32,
    /// Bytes set in each size, sizes in half-points.
    sizes: HashMap<u32, usize>,
    /// Bytes that are not bold.
    light: usize,
}

impl StoryParagraph {
    /// An empty paragraph that begins in line `number` of the file.
    pub fn at(number: u32) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Adds text set in `size` half-points (0 = unknown).
    pub fn push(&mut self, text: &str, size: u32, bold: bool) {
        let ink = if text.trim().is_empty() {
            0
        } else {
            text.len()
        };
        self.text.push_str(text);
        if ink > 0 {
            *self.sizes.entry(size).or_default() += ink;
            self.light += if bold { 0 } else { ink };
        }
    }

    /// Adds a sign of the layout (tab, line break) or of a list, which has no look of its own.
    pub fn push_sign(&mut self, sign: &str) {
        self.text.push_str(sign);
    }

    /// Notes that the text from byte `start` on leads to `target`, unless the text shows that itself.
    pub fn link_from(&mut self, start: usize, target: &str) {
        let shown = self.text.get(start..).unwrap_or_default();
        let lead = shown.len() - shown.trim_start().len();
        let shown = shown.trim();
        let target = target.trim();
        if shown.is_empty() || !is_address(target) || shows(shown, target) {
            return;
        }
        let start = start + lead;
        self.links.push(Hyperlink {
            range: start..start + shown.len(),
            target: target.to_owned(),
        });
    }

    /// Appends another paragraph, as where the mark between the two was deleted.
    pub fn append(&mut self, next: StoryParagraph) {
        let offset = self.text.len();
        self.text.push_str(&next.text);
        self.links.extend(next.links.into_iter().map(|mut link| {
            link.range = link.range.start + offset..link.range.end + offset;
            link
        }));
        for (size, bytes) in next.sizes {
            *self.sizes.entry(size).or_default() += bytes;
        }
        self.light += next.light;
    }

    /// Removes the bytes in `range`, which lie on character boundaries.
    pub fn remove(&mut self, range: Range<usize>) {
        let moved = |at: usize| match at {
            at if at <= range.start => at,
            at => at.saturating_sub(range.len()).max(range.start),
        };
        for link in &mut self.links {
            link.range = moved(link.range.start)..moved(link.range.end);
        }
        self.text.drain(range);
    }

    /// Puts a marker (a number, a bullet) in front of the text, behind its leading space.
    pub fn prefix(&mut self, marker: &str) {
        let lead = self.text.len() - self.text.trim_start().len();
        self.text.insert_str(lead, marker);
        for link in &mut self.links {
            link.range = link.range.start + marker.len()..link.range.end + marker.len();
        }
    }

    fn main_size(&self) -> Option<u32> {
        most(&self.sizes)
    }

    /// Without leading and trailing space; leading space of a word processor's user is an indent.
    fn trim(&mut self) {
        let start = self.text.len() - self.text.trim_start().len();
        let lead = self.text.get(..start).unwrap_or_default();
        let columns: usize = lead.chars().map(|c| if c == ' ' { 1 } else { 2 }).sum();
        self.look.indented |= columns >= 2 && !lead.contains('\n');
        let kept = self.text.trim().len();
        self.text.drain(..start);
        self.text.truncate(kept);
        self.links.retain_mut(|link| {
            link.range = link.range.start.saturating_sub(start)
                ..link.range.end.saturating_sub(start).min(kept);
            !link.range.is_empty()
        });
    }
}

/// Whether `target` is an address that a browser opens.
fn is_address(target: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        target
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Whether the text shows where it leads: it is the address, perhaps without its scheme or its last slash, or another
/// address, which is then what the author wants to be read.
fn shows(shown: &str, target: &str) -> bool {
    let shortened = shown.ends_with('…') || shown.ends_with("...");
    if is_address(shown) {
        return !shortened;
    }
    let bare = |s: &str| {
        let s = s.split_once("://").map_or(s, |(_, rest)| rest);
        s.trim_end_matches('/').to_owned()
    };
    target.contains(shown) && bare(target) == bare(shown)
}

/// A table that is being put together.
#[derive(Debug, Default)]
struct Table {
    cells: Vec<Vec<StoryParagraph>>,
}

/// Paragraphs in reading order, with the tables that are open.
#[derive(Debug, Default)]
pub(super) struct Story {
    done: Vec<StoryParagraph>,
    tables: Vec<Table>,
}

impl Story {
    /// Adds a paragraph to the innermost open cell, or to the text.
    pub fn push(&mut self, paragraph: StoryParagraph) {
        if paragraph.text.trim().is_empty() {
            return;
        }
        let cell = self.tables.last_mut().map(|table| &mut table.cells);
        match cell.and_then(|cells| cells.last_mut()) {
            Some(cell) => cell.push(paragraph),
            // What stands between table and cell stands nowhere on the page; it is kept all the same.
            None => self.done.push(paragraph),
        }
    }

    /// Adds all of another story, as where a text box or a note stands.
    pub fn append(&mut self, other: Story) {
        for paragraph in other.into_paragraphs() {
            self.push(paragraph);
        }
    }

    /// Adds all of another story, which has no lines of its own, as standing in line `number` of the file.
    pub fn append_at(&mut self, other: Story, number: u32) {
        for mut paragraph in other.into_paragraphs() {
            paragraph.number = number;
            self.push(paragraph);
        }
    }

    /// Its paragraphs, rows of tables among them.
    pub fn into_paragraphs(mut self) -> Vec<StoryParagraph> {
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.done
    }

    /// Puts a marker in front of the first paragraph.
    pub fn prefix_first(&mut self, marker: &str) {
        if let Some(first) = self.done.first_mut() {
            first.prefix(marker);
        }
    }

    /// A table begins here.
    pub fn open_table(&mut self) {
        self.tables.push(Table::default());
    }

    /// A cell begins in the current row.
    pub fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.cells.push(Vec::new());
        }
    }

    /// The row is complete: it becomes one paragraph, its cells parted by tabs, or several where it lays out running
    /// text rather than values.
    pub fn close_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let cells = std::mem::take(&mut table.cells);
        let table = self.tables.pop();
        for paragraph in row(cells) {
            self.push(paragraph);
        }
        self.tables.extend(table);
    }

    /// A row whose cells have come to an end, as a table of its own; `cell` is one that was still open. Without cells
    /// there is no row.
    pub fn push_row(&mut self, mut cells: Vec<Vec<StoryParagraph>>, cell: Vec<StoryParagraph>) {
        cells.extend(Some(cell).filter(|cell| !cell.is_empty()));
        if cells.is_empty() {
            return;
        }
        self.open_table();
        for cell in cells {
            self.open_cell();
            for paragraph in cell {
                self.push(paragraph);
            }
        }
        self.close_table();
    }

    /// The table ends.
    pub fn close_table(&mut self) {
        self.close_row();
        self.tables.pop();
    }

    /// The transcript of a story in `format`.
    ///
    /// # Errors
    /// [`Error::Empty`] where it has no text.
    pub fn finish(
        mut self,
        format: FileFormat,
        producer: Option<String>,
    ) -> Result<Transcript, Error> {
        while !self.tables.is_empty() {
            self.close_table();
        }
        let mut sizes: HashMap<u32, usize> = HashMap::new();
        for paragraph in &mut self.done {
            paragraph.trim();
            for (size, bytes) in &paragraph.sizes {
                *sizes.entry(*size).or_default() += bytes;
            }
        }
        let body = most(&sizes);
        let lines: Vec<SourceLine> = self
            .done
            .into_iter()
            .filter(|paragraph| !paragraph.text.is_empty())
            .zip(1..)
            .map(|(paragraph, number)| line(paragraph, number, body))
            .collect();
        if lines.is_empty() {
            return Err(Error::Empty);
        }
        Ok(Transcript {
            flow: Flow::Paragraphs,
            lines,
            origin: Origin {
                format,
                producer,
                confidence: 1.0,
                ..Origin::default()
            },
        })
    }
}

/// The number of a list item with what parts it from a text that begins with `next`. The tab of a word processor only
/// moves to a stop: in a line of text that is a space between Latin letters and digits, and nothing beside Han, which
/// Chinese sets close to `1.` and `一、` alike.
pub(super) fn parted(mut marker: String, next: Option<char>) -> String {
    let latin = |c: char| c.is_ascii_alphanumeric();
    if marker.ends_with(|c: char| c.is_ascii() && c != ' ') && next.is_some_and(latin) {
        marker.push(' ');
    }
    marker
}

/// The note on a document whose end could not be read.
pub(super) fn broken_off() -> FileNote {
    FileNote::new(
        "文件损坏，后面的部分没有读出",
        "the file is damaged; what comes after the damage is missing",
    )
}

fn line(paragraph: StoryParagraph, number: u32, body: Option<u32>) -> SourceLine {
    let size = paragraph.main_size();
    let mut look = paragraph.look;
    look.bold |= paragraph.light == 0 && !paragraph.sizes.is_empty();
    // Half-points fit an f32 exactly up to 16 million.
    #[expect(clippy::cast_precision_loss, reason = "sizes are small")]
    let scale = |size: u32, body: u32| size as f32 / body as f32;
    look.scale = match (size, body) {
        (Some(size), Some(body)) if size > 0 && body > 0 => Some(scale(size, body)),
        _ => None,
    };
    SourceLine {
        kind: LineKind::Text,
        text: paragraph.text,
        number: match paragraph.number {
            0 => number,
            known => known,
        },
        page: 0,
        look,
        links: paragraph.links,
    }
}

fn most(sizes: &HashMap<u32, usize>) -> Option<u32> {
    let (size, _) = sizes.iter().max_by_key(|(size, bytes)| (**bytes, **size))?;
    Some(*size)
}

/// The paragraphs of a row.
fn row(mut cells: Vec<Vec<StoryParagraph>>) -> Vec<StoryParagraph> {
    while cells.last().is_some_and(Vec::is_empty) {
        cells.pop();
    }
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let running = cells.iter().any(|cell| cell.len() > CELL_PARAGRAPHS);
    let last_only = cells.split_last().is_some_and(|(last, before)| {
        last.len() > CELL_PARAGRAPHS && before.iter().all(|cell| cell.len() <= 1)
    });
    match (filled, running, last_only) {
        (0, ..) => Vec::new(),
        (1, ..) | (_, true, false) => cells.into_iter().flatten().collect(),
        (_, true, true) => {
            let rest = cells.last_mut().map(|last| last.split_off(1));
            let mut all = vec![joined(cells)];
            all.extend(rest.into_iter().flatten());
            all
        }
        (_, false, _) => vec![joined(cells)],
    }
}

/// Cells as one paragraph: parted by tabs, the paragraphs of a cell by soft breaks.
fn joined(cells: Vec<Vec<StoryParagraph>>) -> StoryParagraph {
    let mut all = StoryParagraph::default();
    for (nth, cell) in cells.into_iter().enumerate() {
        if nth > 0 {
            all.push_sign("\t");
        }
        for (nth, mut paragraph) in cell.into_iter().enumerate() {
            if nth > 0 {
                all.push_sign("\n");
            }
            paragraph.trim();
            all.append(paragraph);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str, size: u32) -> StoryParagraph {
        let mut paragraph = StoryParagraph::default();
        paragraph.push(text, size, false);
        paragraph
    }

    fn texts(story: Story) -> Vec<String> {
        let transcript = story.finish(FileFormat::Docx, None).unwrap();
        transcript.lines.into_iter().map(|line| line.text).collect()
    }

    fn table(rows: &[&[&[&str]]]) -> Story {
        let mut story = Story::default();
        story.open_table();
        for row in rows {
            for cell in *row {
                story.open_cell();
                for text in *cell {
                    story.push(paragraph(text, 24));
                }
            }
            story.close_row();
        }
        story.close_table();
        story
    }

    #[test]
    fn a_row_of_values_is_one_line() {
        let story = table(&[&[&["甲"], &["乙"]], &[&["1"], &[], &["2", "3"]]]);
        assert_eq!(texts(story), ["甲\t乙", "1\t\t2\n3"]);
    }

    #[test]
    fn a_table_that_lays_out_text_is_read_as_text() {
        let story = table(&[&[&["标题"], &["a", "b", "c", "d"]], &[&["一", "二"]]]);
        assert_eq!(texts(story), ["标题\ta", "b", "c", "d", "一", "二"]);
    }

    #[test]
    fn sizes_are_told_relative_to_the_body() {
        let mut story = Story::default();
        story.push(paragraph("周报", 44));
        story.push(paragraph("　　正文正文正文", 22));
        let lines = story.finish(FileFormat::Docx, None).unwrap().lines;
        assert_eq!(lines[0].look.scale, Some(2.0));
        assert_eq!(lines[1].text, "正文正文正文");
        assert!(lines[1].look.indented);
    }

    #[test]
    fn a_link_is_kept_where_the_text_hides_it() {
        let target = "https://example.com/a?b=1&c=2";
        for (text, kept) in [
            ("链接：点击查看", true),
            ("链接：https://example.com/a?b=1&c=2", false),
            ("链接：example.com/a?b=1&c=2", false),
            ("链接：https://example.com/a…", true),
        ] {
            let mut paragraph = paragraph(text, 0);
            paragraph.link_from("链接：".len(), target);
            assert_eq!(!paragraph.links.is_empty(), kept, "{text}");
        }
    }
}
