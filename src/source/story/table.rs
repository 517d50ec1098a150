//! Tables of flowing formats: rows of values become rows of a table, tables that lay out a page become its text.

use super::paragraph::StoryParagraph;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::ordinals;
use crate::model::transcript::LineKind;

/// The most paragraphs of a table cell that counts as a value. Offices lay out whole letters in tables; a cell with
/// more paragraphs is running text.
const CELL_PARAGRAPHS: usize = 3;
/// The fewest bytes of a cell of more paragraphs that counts as running text: 50 Han. A cell with a list of short items
/// is below it.
const RUNNING_BYTES: usize = 150;
/// The same for paragraphs with numbers: 200 Han. The points of a meeting are a list though each is a sentence.
const RUNNING_ITEMS: usize = 600;
/// The same in a row with a cell for each column: 500 Han.
const RUNNING_RECORD: usize = 1500;
/// Edges of cells that lie closer together than this are one edge of the grid, in twips (1 mm is 57). Rows whose borders
/// were drawn by hand differ by that much.
const SAME_EDGE: i32 = 60;
/// The most columns of a table. Spans are numbers that a file may choose freely.
const MOST_COLUMNS: usize = 100;
/// The most cells that the spans of one table may add, for the same reason.
const MOST_CELLS: usize = 100_000;

/// A table that is being put together, row by row.
#[derive(Debug, Default)]
pub(super) struct StoryTable {
    /// The rows that are complete.
    rows: Vec<Vec<TableCell>>,
    /// The cells of the row that is open.
    cells: Vec<TableCell>,
    /// For each row its left edge and the right edges of its cells in twips, empty where they are not known.
    edges: Vec<Vec<i32>>,
}

/// A cell with what it covers.
#[derive(Debug)]
struct TableCell {
    /// Its text.
    paragraphs: Vec<StoryParagraph>,
    /// The columns that it covers, at least 1.
    columns: usize,
    /// The rows that it covers, at least 1.
    rows: usize,
}

impl StoryTable {
    /// Begins a cell that covers `columns` columns and `rows` rows.
    pub fn open_cell(&mut self, columns: usize, rows: usize) {
        self.cells.push(TableCell {
            paragraphs: Vec::new(),
            columns: columns.clamp(1, MOST_COLUMNS),
            rows: rows.max(1),
        });
    }

    /// The paragraphs of the cell that is open.
    pub fn cell(&mut self) -> Option<&mut Vec<StoryParagraph>> {
        self.cells.last_mut().map(|cell| &mut cell.paragraphs)
    }

    /// Ends the row.
    pub fn close_row(&mut self) {
        if !self.cells.is_empty() {
            self.rows.push(std::mem::take(&mut self.cells));
        }
    }

    /// Adds a row of complete cells with its edges in twips, which may be empty.
    pub fn push_row(&mut self, cells: Vec<Vec<StoryParagraph>>, edges: Vec<i32>) {
        self.edges.resize_with(self.rows.len(), Vec::new);
        self.edges.push(edges);
        let cells = cells.into_iter().map(|paragraphs| TableCell {
            paragraphs,
            columns: 1,
            rows: 1,
        });
        self.rows.push(cells.collect());
    }

    /// True if no row was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.cells.is_empty()
    }

    /// Returns the rows of a table of values, a paragraph each; of any other table its text.
    pub fn into_paragraphs(mut self) -> Vec<StoryParagraph> {
        self.close_row();
        self.align();
        if self.has_values() {
            return self.into_rows();
        }
        let rows = self.rows.into_iter();
        let texts = |row: Vec<TableCell>| row.into_iter().map(|cell| cell.paragraphs).collect();
        rows.flat_map(|row| row_of_text(texts(row))).collect()
    }

    /// Gives each cell whose edges are known the columns that it covers on the grid of all edges.
    fn align(&mut self) {
        let mut grid: Vec<i32> = self.edges.iter().flatten().copied().collect();
        grid.sort_unstable();
        grid.dedup_by(|next, kept| next.saturating_sub(*kept) < SAME_EDGE);
        let column = |edge: i32| grid.partition_point(|at| *at <= edge);
        for (row, edges) in self.rows.iter_mut().zip(&self.edges) {
            if edges.len() != row.len() + 1 {
                continue;
            }
            for (cell, edges) in row.iter_mut().zip(edges.windows(2)) {
                let columns = column(edges[1]).saturating_sub(column(edges[0]));
                cell.columns = columns.clamp(1, MOST_COLUMNS);
            }
        }
    }

    /// True for a table of values: two rows and two columns or more, short cells, and no fields of a report, which some
    /// offices lay out in two columns.
    fn has_values(&self) -> bool {
        let filled = |row: &&Vec<TableCell>| {
            row.iter()
                .filter(|cell| !cell.paragraphs.is_empty())
                .count()
                > 1
        };
        let wide = self.rows.iter().filter(filled).count();
        // Most cells of a form may still be empty.
        let is_headed = self.named_columns() > 0;
        let is_value = |cell: &TableCell| {
            let mut paragraphs = cell.paragraphs.iter();
            paragraphs.all(|paragraph| paragraph.is_row() || !opens_field(&paragraph.text))
        };
        // A table inside most rows lays out their parts.
        let named = self.named_columns();
        let is_text = |row: &&Vec<TableCell>| is_running(row, named) || has_table(row);
        let running = self.rows.iter().filter(is_text).count();
        self.rows.len() > 1
            && (is_headed || wide * 2 >= self.rows.len())
            && running * 2 < self.rows.len()
            && self.rows.iter().flatten().all(is_value)
    }

    /// Returns the number of columns that the first row names, each in a cell of its own; 0 where it names fewer than three.
    fn named_columns(&self) -> usize {
        let is_name = |cell: &TableCell| !cell.paragraphs.is_empty();
        let first = self.rows.first();
        let head = first.filter(|row| row.len() > 2 && row.iter().all(is_name));
        head.map_or(0, Vec::len)
    }

    /// Returns a paragraph for each row, with a tab between two columns. A merged cell has its text in its first place,
    /// and all rows have as many columns. A row of running text is no part of the table: what follows is another one.
    /// Tables inside cells follow behind.
    fn into_rows(mut self) -> Vec<StoryParagraph> {
        let height = self.rows.len();
        // The rows that the cell above still covers, by column.
        let mut covered: Vec<usize> = Vec::new();
        let mut budget = MOST_CELLS;
        let mut rows = Vec::with_capacity(height);
        let inner = self.take_inner();
        let named = self.named_columns();
        for row in self.rows {
            let running = is_running(&row, named);
            let row = if running {
                row.into_iter().map(|cell| cell.paragraphs).collect()
            } else {
                let columns = columns_of(row, &mut covered, height, &mut budget);
                columns.into_iter().map(|cell| vec![cell]).collect()
            };
            rows.push((running, row));
        }
        let mut lines = lines_of(rows);
        lines.extend(inner);
        lines
    }

    /// Takes the rows of the tables inside cells out of those.
    fn take_inner(&mut self) -> Vec<StoryParagraph> {
        let mut inner = Vec::new();
        for cell in self.rows.iter_mut().flatten() {
            inner.extend(
                cell.paragraphs
                    .extract_if(.., |paragraph| paragraph.is_row()),
            );
        }
        inner
    }
}

/// True if a cell of the row holds a table.
fn has_table(row: &[TableCell]) -> bool {
    let mut paragraphs = row.iter().flat_map(|cell| &cell.paragraphs);
    paragraphs.any(StoryParagraph::is_row)
}

/// Returns the lines of rows, each with a mark whether it is running text.
fn lines_of(rows: Vec<(bool, Vec<Vec<StoryParagraph>>)>) -> Vec<StoryParagraph> {
    let of_values = rows.iter().filter(|(running, _)| !running);
    let width = of_values.map(|(_, row)| row.len()).max().unwrap_or(0);
    let mut lines = Vec::new();
    let mut kind = LineKind::TableStart;
    for (running, mut row) in rows {
        if running {
            lines.extend(row_of_text(row));
            kind = LineKind::TableStart;
        } else {
            row.resize_with(width, Vec::new);
            let mut line = joined(row);
            line.kind = std::mem::replace(&mut kind, LineKind::TableRow);
            lines.push(line);
        }
    }
    lines
}

/// True if a row has a cell of many paragraphs that are no list of short items. A row with a cell for each of the `named`
/// columns is a record, and may have more in one of them.
fn is_running(row: &[TableCell], named: usize) -> bool {
    let is_record = named > 0 && row.len() == named && row.iter().all(|cell| cell.columns == 1);
    row.iter().any(|cell| {
        let texts = || {
            cell.paragraphs
                .iter()
                .filter(|paragraph| !paragraph.is_row())
        };
        let bytes: usize = texts().map(|paragraph| paragraph.text.len()).sum();
        // Only the first paragraph may be without a number: the words that lead to the list.
        let is_item = |text: &str| text.is_empty() || ordinals::ordinal(text).is_some();
        let is_list = || {
            texts()
                .skip(1)
                .all(|paragraph| is_item(paragraph.text.trim()))
        };
        texts().count() > CELL_PARAGRAPHS
            && bytes
                > if is_record {
                    RUNNING_RECORD
                } else {
                    RUNNING_BYTES
                }
            && (bytes > RUNNING_ITEMS || !is_list())
    })
}

/// Returns a paragraph for each column of a row: the text of a cell in its first column, nothing in those that it or a cell
/// above it covers.
fn columns_of(
    row: Vec<TableCell>,
    covered: &mut Vec<usize>,
    height: usize,
    budget: &mut usize,
) -> Vec<StoryParagraph> {
    let mut columns = Vec::new();
    for cell in row {
        skip_covered(&mut columns, covered);
        let span = cell
            .columns
            .min(MOST_COLUMNS.saturating_sub(columns.len()).max(1));
        let span = if *budget > span { span } else { 1 };
        *budget = budget.saturating_sub(span);
        let rows = cell.rows.min(height);
        let start = columns.len();
        columns.push(one_line(cell.paragraphs));
        columns.resize_with(start + span, StoryParagraph::default);
        if covered.len() < columns.len() {
            covered.resize(columns.len(), 0);
        }
        for below in covered.iter_mut().skip(start).take(span) {
            *below = rows - 1;
        }
    }
    // Columns that cells above cover may follow behind a column that has no cell at all.
    while covered.iter().skip(columns.len()).any(|rows| *rows > 0) {
        let here = columns.len();
        skip_covered(&mut columns, covered);
        if columns.len() == here {
            columns.push(StoryParagraph::default());
        }
    }
    columns
}

/// Adds an empty column for each that a cell of an earlier row covers.
fn skip_covered(columns: &mut Vec<StoryParagraph>, covered: &mut [usize]) {
    while let Some(rows) = covered.get_mut(columns.len()).filter(|rows| **rows > 0) {
        *rows -= 1;
        columns.push(StoryParagraph::default());
    }
}

/// Joins the paragraphs of a cell with spaces; its tabs and line breaks become spaces, since a tab ends a cell.
fn one_line(paragraphs: Vec<StoryParagraph>) -> StoryParagraph {
    let mut line = StoryParagraph::default();
    // The description of a picture is not on the page.
    let shown = paragraphs
        .into_iter()
        .filter(|paragraph| paragraph.kind != LineKind::Figure);
    for mut paragraph in shown {
        line.page_break |= paragraph.page_break;
        if !line.text.is_empty() {
            line.push_sign(" ");
        }
        paragraph.trim();
        line.append(paragraph);
    }
    // Each is one byte, so that links keep their places.
    line.text = line.text.replace(['\t', '\n', '\r'], " ");
    line
}

/// True if a cell holds a field of an article.
fn opens_field(text: &str) -> bool {
    let label = labels::label(text.trim());
    label.is_some_and(|(label, value)| {
        let has_colon = text.contains(['：', ':']);
        label == FieldLabel::Content && value.is_empty() || has_colon && label != FieldLabel::Date
    })
}

/// Turns the cells of a row into paragraphs: one for a row of values; those of the cells if they hold running text;
/// and if only the last cell does (a label beside a text), one for the label with the first paragraph, then the
/// others.
fn row_of_text(mut cells: Vec<Vec<StoryParagraph>>) -> Vec<StoryParagraph> {
    // Empty cells at the end would only leave tabs.
    while cells.last().is_some_and(Vec::is_empty) {
        cells.pop();
    }
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let has_rows = cells.iter().flatten().any(StoryParagraph::is_row);
    let running = has_rows || cells.iter().any(|cell| cell.len() > CELL_PARAGRAPHS);
    // A form often has a label in the first cell and the whole text in the last.
    let last_only = cells.split_last().is_some_and(|(last, before)| {
        !has_rows && last.len() > CELL_PARAGRAPHS && before.iter().all(|cell| cell.len() <= 1)
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
            all.page_break |= paragraph.page_break;
            all.append(paragraph);
        }
    }
    all
}
