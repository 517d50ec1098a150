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
pub(super) use figures::is_caption;
use lines::lines;
pub(super) use paragraph::StoryParagraph;
use table::StoryTable;

mod breaks;
mod figures;
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
    /// The number of paragraphs that were to be added.
    count: usize,
}

/// The most cells of a row, and paragraphs of a cell, that formats without tables gather before they end the row: Word allows 63
/// cells.
pub(super) const MOST_IN_ROW: usize = 2_000;

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

    /// Begins a table, also inside a cell of another one.
    pub fn open_table(&mut self) {
        self.end_rows();
        self.tables.push(StoryTable::default());
    }

    /// Begins a cell in the current row.
    pub fn open_cell(&mut self) {
        self.open_spanning_cell(1, 1);
    }

    /// Begins a cell that covers `columns` columns and `rows` rows.
    pub fn open_spanning_cell(&mut self, columns: usize, rows: usize) {
        if let Some(table) = self.tables.last_mut() {
            table.open_cell(columns, rows);
        }
    }

    /// Ends the row.
    pub fn close_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
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
        if let Some(table) = self.tables.pop() {
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
/// beside Han, which Chinese sets close to `1.` and `一、` alike.
pub(super) fn parted(mut marker: String, next: Option<char>) -> String {
    let latin = |c: char| c.is_ascii_alphanumeric();
    if marker.ends_with(|c: char| c.is_ascii() && c != ' ') && next.is_some_and(latin) {
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
    fn very_many_paragraphs_are_read_up_to_a_limit_and_it_is_noted() {
        let mut story = Story::default();
        story.open_table();
        let most = most_rows(0);
        for _ in 0..most {
            story.open_cell();
            story.push(paragraph("1", 24));
            story.close_row();
        }
        story.close_table();
        story.push(paragraph("后", 24));
        let transcript = story.finish(FileFormat::Docx, None).unwrap();
        assert_eq!(transcript.lines.len(), most);
        assert_eq!(transcript.origin.notes, [too_many(most)]);
    }

    #[test]
    fn a_row_of_values_is_one_line() {
        let story = table(&[&[&["甲"], &["乙"]], &[&["1"], &[], &["2", "3"]]]);
        assert_eq!(texts(story), ["甲\t乙\t", "1\t\t2 3"]);
    }

    #[test]
    fn a_table_that_lays_out_text_is_read_as_text() {
        let long = "湖区水位回落，各闸已经开启。".repeat(2);
        let letter = [long.as_str(); 4];
        let story = table(&[&[&["标题"], &letter], &[&["一", "二"]]]);
        let first = format!("标题\t{long}");
        assert_eq!(texts(story), [&first, &long, &long, &long, "一", "二"]);
    }

    #[test]
    fn rows_say_where_their_table_begins() {
        let mut story = table(&[&[&["甲"], &["乙"]], &[&["1"], &["2"]]]);
        story.push(paragraph("文", 24));
        story.push_row(
            vec![vec![paragraph("丙", 24)], vec![paragraph("丁", 24)]],
            Vec::new(),
            Vec::new(),
        );
        story.push_row(
            vec![Vec::new(), vec![paragraph("3", 24)]],
            Vec::new(),
            Vec::new(),
        );
        story.push_row(
            vec![vec![paragraph("4", 24)], vec![paragraph("5", 24)]],
            Vec::new(),
            Vec::new(),
        );
        let lines = story.finish(FileFormat::Docx, None).unwrap().lines;
        let kinds: Vec<_> = lines
            .iter()
            .map(|line| (line.kind, line.text.as_str()))
            .collect();
        let expected = [
            (LineKind::TableStart, "甲\t乙"),
            (LineKind::TableRow, "1\t2"),
            (LineKind::Text, "文"),
            (LineKind::TableStart, "丙\t丁"),
            (LineKind::TableRow, "\t3"),
            (LineKind::TableRow, "4\t5"),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn an_empty_row_is_kept_and_a_table_in_a_cell_follows_its_table() {
        let mut story = Story::default();
        story.open_table();
        for (left, right) in [("站", "水位"), ("", ""), ("东堤", "见表"), ("西堤", "3.1")]
        {
            story.open_cell();
            story.push(paragraph(left, 24));
            story.open_cell();
            story.push(paragraph(right, 24));
            if right == "见表" {
                story.append(table(&[&[&["高"], &["低"]], &[&["3.2"], &["1.1"]]]));
            }
            story.close_row();
        }
        story.close_table();
        let expected = "站\t水位|\t|东堤\t见表|西堤\t3.1|高\t低|3.2\t1.1";
        assert_eq!(texts(story).join("|"), expected);
    }

    #[test]
    fn a_merged_cell_has_its_text_in_its_first_place() {
        let mut story = Story::default();
        story.open_table();
        let rows: [&[(&str, usize, usize)]; 3] = [
            &[("年度", 1, 2), ("水位", 2, 1)],
            &[("最高", 1, 1), ("最低", 1, 1)],
            &[("2024", 1, 1), ("3.2", 1, 1), ("1.1", 1, 1)],
        ];
        for row in rows {
            for (text, columns, rows) in row {
                story.open_spanning_cell(*columns, *rows);
                story.push(paragraph(text, 24));
            }
            story.close_row();
        }
        story.close_table();
        assert_eq!(
            texts(story),
            ["年度\t水位\t", "\t最高\t最低", "2024\t3.2\t1.1"]
        );
    }

    #[test]
    fn fields_of_a_report_in_two_columns_are_no_table() {
        let story = table(&[
            &[&["来源：湖区日报"], &["日期"]],
            &[&["链接："], &["https://example.com/1"]],
        ]);
        assert_eq!(
            texts(story),
            ["来源：湖区日报\t日期", "链接：\thttps://example.com/1"]
        );
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
    fn rows_without_a_table_form_one_until_a_paragraph_comes() {
        let mut story = Story::default();
        let row = |text: &str| vec![vec![paragraph(text, 24)]];
        for _ in 0..2 {
            story.push_row(row("丙"), row("丁").remove(0), vec![0, 5000, 9000]);
            story.push_row(row("戊"), row("己").remove(0), vec![0, 2000, 9010]);
            story.push(paragraph("", 24));
        }
        let lines = story.finish(FileFormat::Doc, None).unwrap().lines;
        let shown: Vec<_> = lines.iter().map(|l| (&*l.text, l.kind)).collect();
        let (start, next) = (LineKind::TableStart, LineKind::TableRow);
        let expected = [("丙\t\t丁", start), ("戊\t己\t", next)];
        assert_eq!(shown, [expected, expected].concat());
    }

    #[test]
    fn a_row_of_running_text_parts_a_table() {
        let long = "湖区水位回落，各闸已经开启。".repeat(2);
        let rows: [&[&[&str]]; 5] = [
            &[&["甲"], &["乙"]],
            &[&["一"], &["二"]],
            &[&["说明"], &[long.as_str(); 4]],
            &[&["丙"], &["a", "b", "c", "d"]],
            &[&["丁"], &[]],
        ];
        let lines = table(&rows).finish(FileFormat::Docx, None).unwrap().lines;
        let kinds: Vec<_> = lines.iter().map(|line| line.kind).collect();
        let (start, next, text) = (LineKind::TableStart, LineKind::TableRow, LineKind::Text);
        assert_eq!(kinds, [start, next, text, text, text, text, start, next]);
        assert_eq!(lines[6].text, "丙\ta b c d");
        assert_eq!(lines[7].text, "丁\t");
    }

    #[test]
    fn a_caption_belongs_to_the_picture_above_and_pages_count() {
        let mut story = Story::default();
        story.push(StoryParagraph::figure(String::new()));
        let mut caption = paragraph("图 1 湖区水位", 21);
        caption.caption = true;
        story.push(caption);
        story.turn_page();
        story.push_row(Vec::new(), Vec::new(), Vec::new());
        story.push(paragraph("下页", 21));
        let lines = story.finish(FileFormat::Docx, None).unwrap().lines;
        let first = (lines[0].kind, &*lines[0].text);
        assert_eq!(first, (LineKind::Figure, "图 1 湖区水位"));
        assert_eq!((lines[0].page, lines[1].page), (1, 2));
    }

    #[test]
    fn a_link_is_kept_where_the_text_hides_it() {
        let target = "https://example.com/a?b=1&c=2";
        for (text, kept) in [
            ("链接：点击查看", true),
            ("链接：https://example.com/a?b=1&c=2", false),
            // A host without `www.` is no link in a text, whatever stands behind it.
            ("链接：example.com/a?b=1&c=2", true),
            ("链接：https://example.com/a…", true),
        ] {
            let mut paragraph = paragraph(text, 0);
            paragraph.link_from("链接：".len(), target);
            assert_eq!(!paragraph.links.is_empty(), kept, "{text}");
        }
    }
}
