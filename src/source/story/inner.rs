//! A table inside a cell, in formats that mark cells and rows and no tables (DOC, RTF).

use super::{MOST_IN_ROW, StoryParagraph, StoryTable};
use std::mem::take;

/// The table inside the cell that is open. Tables deeper inside are text of its cells: their marks must not reach it.
#[derive(Debug, Default)]
pub(in crate::source) struct InnerTable {
    /// The rows that are complete.
    rows: StoryTable,
    /// The cells of the open row.
    cells: Vec<Vec<StoryParagraph>>,
    /// The paragraphs of the open cell.
    cell: Vec<StoryParagraph>,
}

impl InnerTable {
    /// Adds a paragraph to the open cell.
    pub fn push(&mut self, paragraph: StoryParagraph) {
        if !paragraph.is_empty() {
            self.cell.push(paragraph);
        }
        if self.cell.len() >= MOST_IN_ROW {
            self.end_row(Vec::new());
        }
    }

    /// Ends the cell.
    pub fn end_cell(&mut self) {
        self.cells.push(take(&mut self.cell));
        if self.cells.len() >= MOST_IN_ROW {
            self.end_row(Vec::new());
        }
    }

    /// Ends the row. `edges` are its left edge and the right edges of its cells in twips, as far as they are known.
    pub fn end_row(&mut self, edges: Vec<i32>) {
        let mut cells = take(&mut self.cells);
        cells.extend(Some(take(&mut self.cell)).filter(|cell| !cell.is_empty()));
        if !cells.is_empty() {
            self.rows.push_row(cells, edges);
        }
    }

    /// Ends the table and returns its rows, or its text where it lays out text.
    pub fn take_paragraphs(&mut self) -> Vec<StoryParagraph> {
        self.end_row(Vec::new());
        if self.rows.is_empty() {
            return Vec::new();
        }
        take(&mut self.rows).into_paragraphs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::LineKind;

    #[test]
    fn rows_inside_a_cell_are_rows_of_their_own() {
        let mut inner = InnerTable::default();
        for row in [["潮位", "三米"], ["风力", "六级"]] {
            for cell in row {
                let mut paragraph = StoryParagraph::default();
                paragraph.push(cell, 24, false);
                inner.push(paragraph);
                inner.end_cell();
            }
            inner.end_row(Vec::new());
        }
        let rows = inner.take_paragraphs();
        let shown: Vec<_> = rows.iter().map(|row| (row.kind, &*row.text)).collect();
        let expected = [
            (LineKind::TableStart, "潮位\t三米"),
            (LineKind::TableRow, "风力\t六级"),
        ];
        assert_eq!(shown, expected);
        assert!(inner.take_paragraphs().is_empty());
    }
}
