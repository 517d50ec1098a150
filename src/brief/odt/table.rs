//! The tables of an `OpenDocument`, with the columns and the heights of the tables of the document of Word.

use super::text::text;
use crate::brief::official::paragraph::{OfficialParagraph, OfficialStyle};
use crate::brief::official::table::OfficialTable;
use std::collections::BTreeSet;

/// The beginning of a cell.
const CELL_BEGIN: &str =
    r#"<table:table-cell table:style-name="BriefCell" office:value-type="string">"#;

/// Returns the XML of a table, whose first row is repeated on each page, with the columns and heights of the document of Word.
pub(super) fn table(table: &OfficialTable<'_>) -> String {
    let columns = table.widths.iter().map(|width| {
        let name = column_name(*width);
        format!(r#"<table:table-column table:style-name="{name}"/>"#)
    });
    let columns: String = columns.collect();
    let rows = table.rows.iter().enumerate();
    let rows: String = rows.map(|(at, row)| self::row(table, at, row)).collect();
    format!(
        r#"<table:table table:style-name="BriefTable">{columns}{rows}</table:table><text:p text:style-name="TableEnd"/>"#
    )
}

/// Returns the XML of the row `at`.
fn row(table: &OfficialTable<'_>, at: usize, row: &[&str]) -> String {
    let cells = row.iter().enumerate().map(|(column, cell)| {
        let style = match table.numbers.get(column) {
            _ if table.height_twips(at).is_none() => "TableLong",
            _ if at == 0 => "TableHead",
            Some(true) => "TableNumber",
            _ => "TableText",
        };
        let cell = text(cell);
        format!(
            r#"{CELL_BEGIN}<text:p text:style-name="{style}">{cell}</text:p></table:table-cell>"#
        )
    });
    let cells: String = cells.collect();
    let name = row_name(table.height_twips(at));
    let row = format!(r#"<table:table-row table:style-name="{name}">{cells}</table:table-row>"#);
    if at == 0 && table.head_lines() > 0 {
        return format!("<table:table-header-rows>{row}</table:table-header-rows>");
    }
    row
}

/// Returns the name of the style of a column of a width in twentieths of a point.
pub(super) fn column_name(twips: u32) -> String {
    format!("BriefColumn{twips}")
}

/// Returns the automatic style of a column of a width in twentieths of a point.
pub(super) fn column_style(twips: u32) -> String {
    let (name, width) = (column_name(twips), f64::from(twips) / 20.0);
    format!(
        r#"<style:style style:name="{name}" style:family="table-column"><style:table-column-properties style:column-width="{width}pt"/></style:style>"#
    )
}

/// Returns the name of the style of a row of a height in twentieths of a point; `None` for one that may be divided.
fn row_name(twips: Option<usize>) -> String {
    twips.map_or_else(|| "BriefRow".to_owned(), |twips| format!("BriefRow{twips}"))
}

/// Returns the automatic styles of the columns and rows of the tables among `all`: ODF has no widths and heights elsewhere.
pub(super) fn table_styles(all: &[OfficialParagraph]) -> String {
    let is_table = |one: &&OfficialParagraph| one.style == OfficialStyle::Table;
    let (mut columns, mut rows) = (BTreeSet::new(), BTreeSet::new());
    for one in all.iter().filter(is_table) {
        let table = one.table();
        columns.extend(table.widths.iter().copied());
        rows.extend((0..table.rows.len()).map(|at| table.height_twips(at)));
    }
    let points = |twips: u32| f64::from(twips) / 20.0;
    let columns = columns.into_iter().map(column_style);
    let rows = rows.into_iter().map(|height| {
        let name = row_name(height);
        let points = height.and_then(|twips| u32::try_from(twips).ok()).map(points);
        let properties = points.map(|points| {
            format!(r#" style:min-row-height="{points}pt" fo:keep-together="always""#)
        });
        let properties = properties.unwrap_or_default();
        format!(
            r#"<style:style style:name="{name}" style:family="table-row"><style:table-row-properties{properties}/></style:style>"#
        )
    });
    columns.chain(rows).collect()
}
