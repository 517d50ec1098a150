//! Tables: rows of cells set into columns, or as records `列名：值` where the columns do not fit the measure.
//!
//! A table is a text with a line for each row and a tab between two cells (TSV), so that a position in it is a byte like in any
//! paragraph, and copied text is TSV without further work. Only the offsets of the cells are kept here.

mod cells;
pub mod columns;
mod grid;
pub mod plain;
mod records;
pub mod set;
mod setter;

use self::set::SetTable;
use self::setter::Setter;
use crate::text::rules::Rules;

/// Sets the table `text`, rows parted by line feeds and cells by tabs, to `measure_cols` columns.
///
/// Columns of numbers are set to the right. Cells are wrapped like paragraphs, without indent and hanging marks. Each cell is
/// measured once, so the work is linear in the text.
#[must_use]
pub fn set_table(text: &str, measure_cols: u16, rules: &Rules) -> SetTable {
    // A hanging mark would stand on the rule beside the column.
    let rules = Rules {
        indent_han: 0,
        hang: false,
        ..*rules
    };
    let rows = cells::cells(text, &rules);
    // The width of one Han; less cannot be set.
    let measure = usize::from(measure_cols.max(2));
    let setter = Setter {
        text,
        rules: &rules,
        measure,
        rows: &rows,
        set: SetTable::default(),
    };
    match columns::widths(&rows, measure) {
        Some(widths) => setter.grid(&widths),
        None => setter.records(),
    }
}

#[cfg(test)]
mod tests;
