//! Paragraphs with their formatting, and tables of them: the common shape of all formats whose text flows (DOCX, DOC,
//! ODT, RTF, HTML, Markdown), on the way to a transcript.
//!
//! A format pushes [`StoryParagraph`]s into a [`Story`], and opens and closes tables, rows and cells around them;
//! tables nest. At the end the size of the body text is known, and each paragraph becomes a line with its size
//! relative to it.

use crate::model::transcript::{
    FileFormat, FileNote, Flow, Hyperlink, LineKind, LineStyle, Origin, SourceLine, Transcript,
};
use crate::source::error::Error;
use std::collections::HashMap;
use std::ops::Range;

/// The most paragraphs of a table cell that counts as a value. Offices lay out whole letters in tables; a cell with
/// more paragraphs is running text.
const CELL_PARAGRAPHS: usize = 3;

/// A paragraph that is being put together.
#[derive(Debug, Clone, Default)]
pub(super) struct StoryParagraph {
    /// Its text so far; a soft line break is `\n`.
    pub text: String,
    /// Links that its text does not show.
    pub links: Vec<Hyperlink>,
    /// Its formatting. `scale` and whether all of it is bold are filled in by [`Story::finish`].
    pub look: LineStyle,
    /// Its line in the file, counted from 1; 0 where a format has no lines.
    number: u32,
    /// The number of bytes in each font size, in half-points. The body size of a document is the one most of its
    /// bytes have.
    sizes: HashMap<u32, usize>,
    /// The number of bytes that are not bold.
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

    /// Adds text in a font size of `size` half-points (0: unknown). Spaces do not count for the formatting.
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

    /// Adds a tab, a line break or the marker of a list, which have no formatting of their own.
    pub fn push_sign(&mut self, sign: &str) {
        self.text.push_str(sign);
    }

    /// Adds a link to `target` on the text from byte `start` on, unless the text is the address itself.
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

    /// Appends another paragraph, as if the mark between the two were deleted.
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

    /// Inserts a marker (a number, a bullet) before the text, behind its leading space.
    pub fn prefix(&mut self, marker: &str) {
        let lead = self.text.len() - self.text.trim_start().len();
        self.text.insert_str(lead, marker);
        for link in &mut self.links {
            link.range = link.range.start + marker.len()..link.range.end + marker.len();
        }
    }

    /// The font size of most of its bytes, in half-points.
    fn main_size(&self) -> Option<u32> {
        most(&self.sizes)
    }

    /// Removes leading and trailing space. Authors indent by hand with spaces, so two columns of it or more count as
    /// an indent.
    fn trim(&mut self) {
        let start = self.text.len() - self.text.trim_start().len();
        let lead = self.text.get(..start).unwrap_or_default();
        // An ideographic space is two columns wide, like a Han character.
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

/// True if `target` is an address that a browser opens.
fn is_address(target: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        target
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// True if the text itself shows the target: it is that address, perhaps without its scheme or last slash, or another
/// address, which then is the one that the author wants to be read. `https://example.com/a…` is cut off and shows
/// nothing.
fn shows(shown: &str, target: &str) -> bool {
    // Some sites show a long address cut off, with the whole one behind it.
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

/// A table that is being put together, row by row.
#[derive(Debug, Default)]
struct Table {
    /// The cells of the row that is open.
    cells: Vec<Vec<StoryParagraph>>,
}

/// Paragraphs in reading order, and the tables that are open, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The paragraphs outside open tables.
    done: Vec<StoryParagraph>,
    /// The tables that are open, the innermost last.
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
            // Text between a table and its cells is invalid, but losing it would be worse.
            None => self.done.push(paragraph),
        }
    }

    /// Adds all of another story, such as a text box or a note.
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

    /// Returns the paragraphs, rows of tables among them.
    pub fn into_paragraphs(mut self) -> Vec<StoryParagraph> {
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.done
    }

    /// Inserts a marker before the first paragraph.
    pub fn prefix_first(&mut self, marker: &str) {
        if let Some(first) = self.done.first_mut() {
            first.prefix(marker);
        }
    }

    /// Begins a table, also inside a cell of another one.
    pub fn open_table(&mut self) {
        self.tables.push(Table::default());
    }

    /// Begins a cell in the current row.
    pub fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.cells.push(Vec::new());
        }
    }

    /// Ends the row: it becomes one paragraph with a tab between two cells, or several paragraphs if it lays out
    /// running text.
    pub fn close_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let cells = std::mem::take(&mut table.cells);
        // The row goes to the table around this one, or to the text.
        let table = self.tables.pop();
        for paragraph in row(cells) {
            self.push(paragraph);
        }
        self.tables.extend(table);
    }

    /// Adds a row of complete cells as a table of its own. `cell` is one that was still open; without any cell
    /// nothing is added.
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

    /// Ends the table.
    pub fn close_table(&mut self) {
        self.close_row();
        self.tables.pop();
    }

    /// Returns the transcript of the story.
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

/// Returns the marker of a list item with the space between it and a text that begins with `next`. The tab of a word
/// processor only moves to a stop: in a line of text it becomes a space between Latin letters and digits, and nothing
/// beside Han, which Chinese sets close to `1.` and `一、` alike.
pub(super) fn parted(mut marker: String, next: Option<char>) -> String {
    let latin = |c: char| c.is_ascii_alphanumeric();
    if marker.ends_with(|c: char| c.is_ascii() && c != ' ') && next.is_some_and(latin) {
        marker.push(' ');
    }
    marker
}

/// Returns the note on a document whose end is missing.
pub(super) fn broken_off() -> FileNote {
    FileNote::new(
        "文件损坏，后面的部分没有读出",
        "the file is damaged; what comes after the damage is missing",
    )
}

/// The line of a paragraph that is the `number`th of a document whose body text has the size `body`.
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

/// The size that most bytes have, the larger one if two are equal.
fn most(sizes: &HashMap<u32, usize>) -> Option<u32> {
    let (size, _) = sizes.iter().max_by_key(|(size, bytes)| (**bytes, **size))?;
    Some(*size)
}

/// Turns the cells of a row into paragraphs: one for a row of values; those of the cells if they hold running text;
/// and if only the last cell does (a label beside a text), one for the label with the first paragraph, then the
/// others.
fn row(mut cells: Vec<Vec<StoryParagraph>>) -> Vec<StoryParagraph> {
    // Empty cells at the end would only leave tabs.
    while cells.last().is_some_and(Vec::is_empty) {
        cells.pop();
    }
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let running = cells.iter().any(|cell| cell.len() > CELL_PARAGRAPHS);
    // A form often has a label in the first cell and the whole text in the last.
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

/// Joins cells to one paragraph, with tabs between cells and soft breaks between the paragraphs of a cell.
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
