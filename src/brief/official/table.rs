//! A table of an official document: thin rules, the columns as wide as their texts need, 四号 in the cells.
//!
//! GB/T 9704—2012 has no rules for tables in the text. A row with its rule is as high as lines of the grid, so that the lines
//! below it stand where the contents expect them.

use super::grid::{GridParagraph, LINES};
use super::measure::{LineRoom, SMALL_TWIPS, TYPE_AREA_TWIPS, count_lines};
use crate::brief::docx::escape;
use crate::text::table::columns::number_columns;
use crate::text::width::{Ambiguous, width_cols};

/// The margin on either side of the text of a cell, in twentieths of a point.
const MARGIN_TWIPS: u32 = 80;
/// The width of a Han character in 四号, its spacing taken off, in twentieths of a point.
const HAN_TWIPS: u32 = 275;
/// The width of a column besides its characters, in twentieths of a point: the margins, and the spacing that the last character
/// of a line does not lose.
const EDGES_TWIPS: u32 = 2 * MARGIN_TWIPS + 5;
/// A column that needs more characters than these counts as one that needs these, so that it leaves room for the others.
const LONG_CHARS: u32 = 20;
/// The part of the width of a column that is left free when the lines of a row with a height of its own are counted, which
/// is less than the part of a character that each column has to spare.
const SLACK: u32 = 100;
/// The height of a line of the grid, in twentieths of a point.
const LINE_TWIPS: usize = 579;
/// The thickness of a rule, in twentieths of a point.
const RULE_TWIPS: usize = 10;
/// The spacing of lines in a row that may be divided between pages: less than a line of the grid, so that 22 lines and the rules
/// of several such rows have room on a page.
const GRID_LINES: &str = r#"<w:spacing w:before="0" w:after="0" w:line="572" w:lineRule="exact"/>"#;
/// The lines of a head that is repeated on each page, at most.
const HEAD_LINES: usize = 4;
/// The lines of a row that is not divided between pages, at most.
const WHOLE_LINES: usize = 18;

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
    pub widths: Vec<u32>,
    /// Set for columns of numbers, which are set flush right.
    pub numbers: Vec<bool>,
}

impl<'a> OfficialTable<'a> {
    /// Returns the table of a text with a line for each row and tabs between the cells.
    pub(in crate::brief) fn of(text: &'a str) -> Self {
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
        let head = self.head_lines();
        let row = |(at, row): (usize, &Vec<&str>)| {
            let lines = self.lines(row);
            GridParagraph {
                lines,
                // The head does not stand alone at the end of a page.
                keeps_next: at == 0 && head > 0 && self.rows.len() > 1,
                keeps_lines: lines <= WHOLE_LINES,
                has_widow_control: false,
                begins_page: false,
                repeated: if at == 0 { 0 } else { head },
                begins_table: at == 0,
            }
        };
        self.rows.iter().enumerate().map(row).collect()
    }

    /// Returns the lines of the first row where it is repeated on each page, else 0: a high head would take the room of the rows.
    pub(in crate::brief) fn head_lines(&self) -> usize {
        let mut rows = self.rows.iter().map(|row| self.lines(row));
        let head = rows.next().unwrap_or(0);
        if head > HEAD_LINES || rows.any(|lines| head + lines > LINES) {
            return 0;
        }
        head
    }

    /// Returns the height of the row `at`, its upper rule included, in twentieths of a point; `None` for a row that may be
    /// divided between pages.
    ///
    /// The lines of a row are counted with less room than there is. So the row has the height that the grid expects even where
    /// another program finds room for a line less.
    pub(in crate::brief) fn height_twips(&self, at: usize) -> Option<usize> {
        let lines = self.rows.get(at).map_or(1, |row| self.lines(row));
        // The rule below the last row is taken from the first.
        let rule = if at == 0 { RULE_TWIPS } else { 0 };
        (lines <= WHOLE_LINES).then(|| lines * LINE_TWIPS - rule)
    }

    /// Returns the lines of a row: at most for one that has a height of its own, else as they are broken.
    fn lines(&self, row: &[&str]) -> usize {
        let most = cell_lines(row, &self.widths, |width| width / SLACK);
        if most <= WHOLE_LINES {
            return most;
        }
        // Nothing but its text gives the height of a row that may be divided.
        cell_lines(row, &self.widths, |_| 0).max(WHOLE_LINES)
    }

    /// Returns the XML (`w:tbl`). The first row is repeated on each page.
    pub(super) fn xml(&self) -> String {
        let mut out = format!("<w:tbl>{PROPERTIES}<w:tblGrid>");
        for width in &self.widths {
            out.extend(["<w:gridCol w:w=\"", &width.to_string(), "\"/>"]);
        }
        out += "</w:tblGrid>";
        let has_head = self.head_lines() > 0;
        for (at, row) in self.rows.iter().enumerate() {
            let head = if at == 0 && has_head {
                "<w:tblHeader/>"
            } else {
                ""
            };
            // A row divided between two pages is hard to read, and its page could not be foreseen.
            let height = self.height_twips(at).map(|twips| {
                format!("<w:cantSplit/><w:trHeight w:val=\"{twips}\" w:hRule=\"atLeast\"/>")
            });
            let height = height.unwrap_or_default();
            out.extend(["<w:tr><w:trPr>", &height, head, "</w:trPr>"]);
            for (column, cell) in row.iter().enumerate() {
                out += &self.cell(column, cell, (at == 0, height.is_empty()));
            }
            out += "</w:tr>";
        }
        out + "</w:tbl>"
    }

    /// Returns the XML of a cell (`w:tc`). A row without a height of its own has lines of the grid.
    fn cell(&self, column: usize, text: &str, (is_head, is_free): (bool, bool)) -> String {
        let width = self.widths.get(column).copied().unwrap_or(0);
        let side = match self.numbers.get(column) {
            _ if is_head => "center",
            Some(true) => "right",
            _ => "left",
        };
        let lines = if is_free { GRID_LINES } else { "" };
        let text = escape(text);
        let face = if is_head {
            r#"<w:rFonts w:hint="eastAsia" w:eastAsia="黑体"/>"#
        } else {
            r#"<w:rFonts w:hint="eastAsia"/>"#
        };
        format!(
            concat!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#,
                r#"<w:p><w:pPr><w:pStyle w:val="TableText"/>{}<w:jc w:val="{}"/></w:pPr>"#,
                r#"<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p></w:tc>"#
            ),
            width, lines, side, face, text
        )
    }
}

/// Returns the lines of the longest cell of a row whose columns have `widths`, of which `free` is left free.
fn cell_lines(row: &[&str], widths: &[u32], free: impl Fn(u32) -> u32) -> usize {
    let cells = row.iter().zip(widths).map(|(cell, width)| {
        let room = width.saturating_sub(2 * MARGIN_TWIPS + free(*width));
        let room = LineRoom {
            first: room,
            other: room,
            size: SMALL_TWIPS,
        };
        count_lines(cell, room)
    });
    cells.max().unwrap_or(1)
}

/// Returns the widths of columns whose longest cells take `longest` terminal columns, which together fill the type area.
///
/// Each has room for a whole number of characters and for a third of one at least. So a few twentieths of a point, by which programs
/// differ in the width of a cell, do not decide how many characters stand on its lines: with widths by proportion a column in
/// thirty was that near to another count.
fn widths(longest: &[usize]) -> Vec<u32> {
    let count = u32::try_from(longest.len()).unwrap_or(1).max(1);
    let text = TYPE_AREA_TWIPS.saturating_sub(count * EDGES_TWIPS);
    let room = text.saturating_sub(count * HAN_TWIPS / 3) / HAN_TWIPS;
    if room < count {
        return vec![TYPE_AREA_TWIPS / count; longest.len()];
    }
    let needed = longest.iter().map(|columns| columns.div_ceil(2).max(1));
    let needed: Vec<u32> = needed
        .map(|chars| u32::try_from(chars).unwrap_or(u32::MAX))
        .collect();
    let chars = shared_chars(&needed, room);
    let free = text.saturating_sub(chars.iter().sum::<u32>() * HAN_TWIPS);
    let width = |chars: &u32| EDGES_TWIPS + chars * HAN_TWIPS + free / count;
    chars.iter().map(width).collect()
}

/// Divides `room` characters among columns that need `needed` of them.
///
/// Columns that need no more than an even share have what they need. The others share the rest, half of it evenly and half by
/// what they need, or all of it by need where there is enough for all.
fn shared_chars(needed: &[u32], room: u32) -> Vec<u32> {
    let mut chars = vec![0; needed.len()];
    let mut open: Vec<usize> = (0..needed.len()).collect();
    let need = |at: &usize| needed.get(*at).copied().unwrap_or(0);
    let mut free = room;
    loop {
        let share = free / u32::try_from(open.len()).unwrap_or(1).max(1);
        let (fit, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|at| need(at) <= share);
        if fit.is_empty() {
            break;
        }
        for at in fit {
            if let Some(one) = chars.get_mut(at) {
                *one = need(&at);
                free -= *one;
            }
        }
        open = rest;
    }
    let is_enough = open.is_empty();
    if is_enough {
        open = (0..needed.len()).collect();
    }
    let count = u32::try_from(open.len()).unwrap_or(1).max(1);
    let weight = |at: &usize| need(at).min(LONG_CHARS);
    let sum = open.iter().map(weight).sum::<u32>().max(1);
    let evenly = if is_enough { 0 } else { free / 2 };
    let mut left = free;
    for at in &open {
        let one = evenly / count + (free - evenly) * weight(at) / sum;
        left -= one;
        if let Some(all) = chars.get_mut(*at) {
            *all += one;
        }
    }
    // The divisions are rounded down.
    for at in open.iter().cycle().take(left as usize) {
        if let Some(one) = chars.get_mut(*at) {
            *one += 1;
        }
    }
    chars
}

#[cfg(test)]
mod tests {
    use super::{EDGES_TWIPS, HAN_TWIPS, OfficialTable};
    use crate::brief::official::measure::TYPE_AREA_TWIPS;

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
        // Each column has room for a whole number of characters and for a third of one at least.
        for columns in 1..12 {
            let row = vec!["地区情况"; columns].join("\t");
            let long = format!("{row}\n{}{long}", "\t".repeat(columns - 1));
            for width in OfficialTable::of(&long).widths {
                let rest = (width - EDGES_TWIPS) % HAN_TWIPS;
                assert!((80..240).contains(&rest), "{columns} columns: {width}");
            }
        }
        // 30 columns are more than the type area has room for in their least width.
        assert_eq!(OfficialTable::of(&"甲\t".repeat(29)).widths.len(), 30);
    }
}
