//! A table of an official document: thin rules, the columns as wide as their texts need, 四号 in the cells.
//!
//! GB/T 9704—2012 has no rules for tables in the text. A row with its rule is as high as lines of the grid, so that the lines
//! below it stand where the contents expect them.

use super::grid::{GridParagraph, LineRoom, TYPE_AREA_TWIPS, count_lines};
use crate::brief::docx::escape;
use crate::text::table::columns::number_columns;
use crate::text::width::{Ambiguous, width_cols};

/// The margin on either side of the text of a cell, in twentieths of a point.
const MARGIN_TWIPS: u32 = 80;
/// The least width of a column: two characters of 四号 and the margins, in twentieths of a point.
const NARROWEST_TWIPS: u32 = 560 + 2 * MARGIN_TWIPS;

/// The properties of a table before its width: rules, margins, fixed columns.
const PROPERTIES: &str = concat!(
    r#"<w:tblPr><w:tblW w:w="8845" w:type="dxa"/><w:tblBorders>"#,
    r#"<w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#,
    r#"<w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#,
    r#"<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#,
    r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>"#
);

/// A table with the widths of its columns.
#[derive(Debug)]
pub struct OfficialTable<'a> {
    /// The rows, all with the same number of cells.
    pub rows: Vec<Vec<&'a str>>,
    /// The width of each column in twentieths of a point.
    widths: Vec<u32>,
    /// Set for columns of numbers, which are set flush right.
    numbers: Vec<bool>,
}

impl<'a> OfficialTable<'a> {
    /// Returns the table of a text with a line for each row and tabs between the cells.
    pub(super) fn of(text: &'a str) -> Self {
        let mut rows: Vec<Vec<&str>> = text
            .split('\n')
            .map(|row| row.split('\t').collect())
            .collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
        // A row with fewer cells than the grid is a table that Word offers to repair.
        for row in &mut rows {
            row.resize(columns, "");
        }
        // The columns of a terminal are a good measure here: a Han character is two of them and about twice a Latin one.
        let longest = (0..columns).map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| width_cols(cell, Ambiguous::Wide))
                .max()
                .unwrap_or(0)
        });
        let longest: Vec<usize> = longest.collect();
        Self {
            widths: widths(&longest),
            numbers: number_columns(text),
            rows,
        }
    }

    /// Returns the rows as the grid sees them: none is divided between two pages, and the first is repeated on each.
    pub(super) fn grid(&self) -> Vec<GridParagraph> {
        let head = self.rows.first().map_or(0, |row| self.lines(row));
        let row = |(at, row): (usize, &Vec<&str>)| GridParagraph {
            lines: self.lines(row),
            // The head does not stand alone at the end of a page.
            keeps_next: at == 0 && self.rows.len() > 1,
            keeps_lines: true,
            has_widow_control: false,
            repeated: if at == 0 { 0 } else { head },
        };
        self.rows.iter().enumerate().map(row).collect()
    }

    /// Returns the lines of a row.
    fn lines(&self, row: &[&str]) -> usize {
        let cells = row.iter().zip(&self.widths).map(|(cell, width)| {
            // The widths of the grid are those of 三号; 四号 has room for as many characters as 三号 in 8/7 of the width.
            let room = width.saturating_sub(2 * MARGIN_TWIPS) * 8 / 7;
            let room = LineRoom {
                first: room,
                other: room,
            };
            count_lines(cell, room)
        });
        cells.max().unwrap_or(1)
    }

    /// Returns the XML (`w:tbl`). The first row is repeated on each page.
    pub(super) fn xml(&self) -> String {
        let mut out = format!("<w:tbl>{PROPERTIES}<w:tblGrid>");
        for width in &self.widths {
            out.extend(["<w:gridCol w:w=\"", &width.to_string(), "\"/>"]);
        }
        out += "</w:tblGrid>";
        for (at, row) in self.rows.iter().enumerate() {
            let head = if at == 0 { "<w:tblHeader/>" } else { "" };
            // A row divided between two pages is hard to read, and its page could not be foreseen.
            out.extend(["<w:tr><w:trPr><w:cantSplit/>", head, "</w:trPr>"]);
            for (column, cell) in row.iter().enumerate() {
                out += &self.cell(column, cell, at == 0);
            }
            out += "</w:tr>";
        }
        out + "</w:tbl>"
    }

    /// Returns the XML of a cell (`w:tc`).
    fn cell(&self, column: usize, text: &str, is_head: bool) -> String {
        let width = self.widths.get(column).copied().unwrap_or(NARROWEST_TWIPS);
        let side = match self.numbers.get(column) {
            _ if is_head => "center",
            Some(true) => "right",
            _ => "left",
        };
        let text = escape(text);
        let face = if is_head {
            r#"<w:rFonts w:hint="eastAsia" w:eastAsia="黑体"/>"#
        } else {
            r#"<w:rFonts w:hint="eastAsia"/>"#
        };
        format!(
            concat!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#,
                r#"<w:p><w:pPr><w:pStyle w:val="TableText"/><w:jc w:val="{}"/></w:pPr>"#,
                r#"<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p></w:tc>"#
            ),
            width, side, face, text
        )
    }
}

/// Returns the widths of columns whose longest cells take `longest` terminal columns: each has the least width, and the rest
/// of the type area is shared by length. A very long cell counts as 40 columns, so that it leaves room for the others.
fn widths(longest: &[usize]) -> Vec<u32> {
    let count = u32::try_from(longest.len()).unwrap_or(1).max(1);
    // Many columns share the type area alike, narrower than is good for any.
    let least = NARROWEST_TWIPS.min(TYPE_AREA_TWIPS / count);
    let shares: Vec<u32> = longest
        .iter()
        .map(|columns| u32::try_from((*columns).clamp(2, 40)).unwrap_or(40))
        .collect();
    let (free, sum) = (TYPE_AREA_TWIPS - least * count, shares.iter().sum::<u32>());
    shares
        .iter()
        .map(|share| least + free * share / sum.max(1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::OfficialTable;
    use crate::brief::official::grid::TYPE_AREA_TWIPS;

    #[test]
    fn columns_fill_the_type_area_and_a_row_is_as_high_as_its_longest_cell() {
        let long = "文".repeat(60);
        let text = format!("地区\t情况\n云屿\t{long}");
        let table = OfficialTable::of(&text);
        let sum: u32 = table.widths.iter().sum();
        assert!(sum <= TYPE_AREA_TWIPS && sum > TYPE_AREA_TWIPS - 4);
        assert_eq!(table.grid()[1].lines, 3);
        assert_eq!(
            OfficialTable::of("甲\n乙\t丙")
                .xml()
                .matches("<w:tc>")
                .count(),
            4
        );
        // 30 columns are more than the type area has room for in their least width.
        assert_eq!(OfficialTable::of(&"甲\t".repeat(29)).widths.len(), 30);
    }
}
