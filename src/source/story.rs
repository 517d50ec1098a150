//! Paragraphs with their formatting, and tables of them: the common shape of all formats whose text flows (DOCX, DOC,
//! ODT, RTF, HTML, Markdown), on the way to a transcript.
//!
//! A format pushes [`StoryParagraph`]s into a [`Story`], and opens and closes tables, rows and cells around them;
//! tables nest. At the end the size of the body text is known, and each paragraph becomes a line with its size
//! relative to it.

use crate::model::transcript::{
    FileFormat, FileLoss, FileNote, Flow, LineKind, Origin, Transcript,
};
use crate::source::error::Error;
use crate::source::extent::{most_rows, too_many};
use crate::source::xml::PartEnd;
use crate::text::chars::is_han;
pub(super) use figures::is_caption;
pub(super) use inner::InnerTable;
use lines::lines;
pub(super) use paragraph::StoryParagraph;
use table::StoryTable;

mod breaks;
mod figures;
mod inner;
mod lines;
mod paragraph;
mod table;

/// Paragraphs in reading order, and the tables that are open, the innermost last.
#[derive(Debug)]
pub(super) struct Story {
    /// The paragraphs outside open tables.
    done: Vec<StoryParagraph>,
    /// The tables that are open, the innermost last.
    tables: Vec<StoryTable>,
    /// The table of rows that a format without tables has added so far.
    rows: StoryTable,
    /// Set when a page begins with the next paragraph.
    page_break: bool,
    /// The most paragraphs that are kept, those in cells included.
    most: usize,
    /// The tables beyond [`DEEPEST_TABLE`] that are open.
    ignored: usize,
    /// The number of paragraphs that were to be added.
    count: usize,
}

/// The most cells of a row, and paragraphs of a cell, that formats without tables gather before they end the row: Word allows 63
/// cells.
pub(super) const MOST_IN_ROW: usize = 2_000;

/// The most tables inside each other. Pages laid out by tables nest about ten deep, and each level copies what is inside it.
const DEEPEST_TABLE: usize = 32;

impl Default for Story {
    /// Returns an empty story: a note, a text box or another part of a file.
    fn default() -> Self {
        Self::of_file(0)
    }
}

impl Story {
    /// Returns an empty story of a file that has `bytes` bytes when it is unpacked.
    pub fn of_file(bytes: usize) -> Self {
        Self {
            done: Vec::new(),
            tables: Vec::new(),
            rows: StoryTable::default(),
            page_break: false,
            most: most_rows(bytes),
            ignored: 0,
            count: 0,
        }
    }

    /// Adds a paragraph to the innermost open cell, or to the text. One beyond the limit is dropped.
    pub fn push(&mut self, paragraph: StoryParagraph) {
        if !paragraph.is_empty() {
            self.count += 1;
        }
        if self.count <= self.most {
            self.add(paragraph);
        }
    }

    /// Adds a paragraph that was counted before.
    fn add(&mut self, mut paragraph: StoryParagraph) {
        // An empty paragraph is all that parts two tables in formats without tables.
        self.end_rows();
        self.page_break |= paragraph.page_break;
        if paragraph.is_empty() {
            return;
        }
        paragraph.page_break = std::mem::take(&mut self.page_break);
        match self.tables.last_mut().and_then(StoryTable::cell) {
            Some(cell) => cell.push(paragraph),
            // Text between a table and its cells is invalid, but losing it would be worse.
            None => self.done.push(paragraph),
        }
    }

    /// Begins a page with the next paragraph.
    pub fn turn_page(&mut self) {
        self.page_break = true;
    }

    /// Adds all of another story, such as a text box or a note.
    pub fn append(&mut self, other: Story) {
        let is_cut = other.count > other.most;
        for paragraph in other.into_paragraphs() {
            self.push(paragraph);
        }
        if is_cut {
            self.count = self.count.max(self.most + 1);
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
        self.end_rows();
        self.done
    }

    /// Inserts a marker before the first paragraph.
    pub fn prefix_first(&mut self, marker: &str) {
        if let Some(first) = self.done.first_mut() {
            first.prefix(marker);
        }
    }

    /// Begins a table, also inside a cell of another one. Of tables inside each other those beyond a limit are text of the cell.
    pub fn open_table(&mut self) {
        self.end_rows();
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(StoryTable::default());
        } else {
            self.ignored += 1;
        }
    }

    /// The innermost table, unless it is one beyond the limit.
    fn innermost(&mut self) -> Option<&mut StoryTable> {
        self.tables.last_mut().filter(|_| self.ignored == 0)
    }

    /// Begins a cell in the current row.
    pub fn open_cell(&mut self) {
        self.open_spanning_cell(1, 1);
    }

    /// Begins a cell that covers `columns` columns and `rows` rows.
    pub fn open_spanning_cell(&mut self, columns: usize, rows: usize) {
        if let Some(table) = self.innermost() {
            table.open_cell(columns, rows);
        }
    }

    /// Ends the row.
    pub fn close_row(&mut self) {
        if let Some(table) = self.innermost() {
            table.close_row();
        }
    }

    /// Adds a row of complete cells to the table that the rows before it form. `cell` is one that was still open;
    /// without any cell nothing is added.
    ///
    /// For formats that mark rows and no tables (DOC, RTF): the next paragraph that is no row ends the table.
    /// `edges` are the left edge of the row and the right edges of its cells in twips, as far as they are known.
    pub fn push_row(
        &mut self,
        mut cells: Vec<Vec<StoryParagraph>>,
        cell: Vec<StoryParagraph>,
        edges: Vec<i32>,
    ) {
        cells.extend(Some(cell).filter(|cell| !cell.is_empty()));
        self.count += cells.iter().flatten().count();
        if self.count > self.most {
            return;
        }
        // A row without text leaves the page break to what follows: the readers of DOC and RTF end a row before every
        // paragraph, and most of those rows are empty.
        if let Some(first) = cells.iter_mut().flatten().next() {
            first.page_break |= std::mem::take(&mut self.page_break);
        }
        if !cells.is_empty() {
            self.rows.push_row(cells, edges);
        }
    }

    /// Ends the table.
    pub fn close_table(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if let Some(table) = self.tables.pop() {
            for paragraph in table.into_paragraphs() {
                self.add(paragraph);
            }
        }
    }

    /// Ends the table of rows that [`Story::push_row`] added.
    fn end_rows(&mut self) {
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            for paragraph in rows.into_paragraphs() {
                self.add(paragraph);
            }
        }
    }

    /// Adds a picture with its caption, which may be empty.
    pub fn push_figure(&mut self, mut caption: StoryParagraph) {
        caption.kind = LineKind::Figure;
        self.push(caption);
    }

    /// Returns the transcript of the story.
    pub fn finish(self, format: FileFormat, producer: Option<String>) -> Result<Transcript, Error> {
        let notes = (self.count > self.most).then(|| too_many(self.most));
        let lines = lines(self.into_paragraphs());
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
                notes: notes.into_iter().collect(),
                ..Origin::default()
            },
        })
    }
}

/// Returns the marker of a list item with the space between it and a text that begins with `next`. The tab of a word
/// processor only moves to a stop: in a line of text it becomes a space between Latin letters and digits, and nothing
/// beside Han, which Chinese sets close to `1.` and `一、` alike. A number without a mark needs the space: `1本周` is a word.
pub(super) fn parted(mut marker: String, next: Option<char>) -> String {
    let latin = |c: char| c.is_ascii_alphanumeric();
    let is_open = marker.ends_with(|c: char| c.is_ascii() && c != ' ');
    let is_bare = marker.ends_with(|c: char| c.is_ascii_digit());
    if is_open && next.is_some_and(latin) || is_bare && next.is_some_and(is_han) {
        marker.push(' ');
    }
    marker
}

/// Notes in `origin` that the end of a document is missing, unless all of its main part was read.
pub(super) fn note_end(origin: &mut Origin, end: PartEnd) {
    let note = match end {
        PartEnd::Whole => return,
        PartEnd::Damaged => FileNote::loss(
            FileLoss::End,
            "文件损坏，后面的部分没有读出",
            "the file is damaged; what comes after the damage is missing",
        ),
        PartEnd::TooLong => FileNote::loss(
            FileLoss::End,
            "内容过多，后面的部分没有读出",
            "the file holds too much; its last part was not read",
        ),
    };
    origin.confidence = 0.5;
    origin.notes.push(note);
}

#[cfg(test)]
mod tests;
