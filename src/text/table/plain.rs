//! A table as lines of plain text with ASCII rules. Box-drawing characters are two columns wide in many Chinese fonts, where
//! they would move the columns.

use super::set::{SetTable, TableRowKind};
use super::set_table;
use crate::text::clusters::clusters;
use crate::text::rules::Rules;

/// Returns the lines of the table `text`, set to `measure_cols` columns.
///
/// ```
/// use newsreader::text::rules::Rules;
/// use newsreader::text::table::plain::draw_plain;
/// let lines = draw_plain("地区\t数量\n云屿市\t12", 40, &Rules::default());
/// assert_eq!(lines[1..4], ["地区   | 数量", "-------+-----", "云屿市 |   12"]);
/// ```
#[must_use]
pub fn draw_plain(text: &str, measure_cols: u16, rules: &Rules) -> Vec<String> {
    let table = set_table(text, measure_cols, rules);
    (0..table.row_count())
        .map(|row| line(&table, row, text, rules))
        .collect()
}

/// Returns one row of `table` as text.
///
/// The text of a cell goes through the same clusters as on screen, so gaps between Han and Latin
/// are the same in a file.
fn line(table: &SetTable, row: usize, text: &str, rules: &Rules) -> String {
    let Some(frame) = table.frame(row) else {
        return String::new();
    };
    // Where a vertical rule crosses a horizontal one, ASCII has the plus sign.
    if frame.kind != TableRowKind::Cells {
        let sign = |col| {
            if frame.borders.contains(&col) {
                '+'
            } else {
                '-'
            }
        };
        return (0..frame.width_cols).map(sign).collect();
    }
    // The stretches of the row with their columns: text, rules between, colon.
    let mut parts: Vec<(u16, u16, String)> = Vec::new();
    for segment in table.segments(row) {
        let shown = clusters(text, segment.range.clone(), rules).map(|cluster| {
            " ".repeat(cluster.gap_cols) + if cluster.cols > 0 { cluster.text } else { "" }
        });
        parts.push((segment.indent_cols, segment.width_cols, shown.collect()));
    }
    parts.extend(frame.borders.iter().map(|col| (*col, 1, "|".to_owned())));
    parts.extend(frame.colon.map(|col| (col, 2, "：".to_owned())));
    // Rules and text were gathered apart; in order of their columns they only need the spaces
    // between.
    parts.sort_by_key(|(col, ..)| *col);
    let (mut out, mut at) = (String::new(), 0);
    for (col, cols, part) in parts {
        out.extend(std::iter::repeat_n(
            ' ',
            usize::from(col.saturating_sub(at)),
        ));
        out.push_str(&part);
        at = at.max(col) + cols;
    }
    // Spaces at a line end are noise in a file and in a diff.
    out.truncate(out.trim_end().len());
    out
}
