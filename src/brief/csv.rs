//! The links of a brief as a table for Excel and WPS.

use crate::brief::Brief;
use crate::quote::table::{self, COLUMNS, LinkRow, harmless_cell};

/// The columns for what the editor has added; left out where there is nothing in them, as programs read the others by place.
const ADDED_COLUMNS: [&str; 2] = ["heading", "note"];

/// Returns the links as CSV (RFC 4180) with a byte order mark, without which Excel reads UTF-8 as GBK. No cell is a formula.
///
/// # Errors
/// See [`table::csv`].
pub fn write(brief: &Brief) -> Result<String, std::io::Error> {
    let rows: Vec<LinkRow> = brief.pieces.iter().map(LinkRow::of).collect();
    // Without additions the table has the columns of `newsreader links`.
    let mut additions = brief.additions.iter();
    if additions.all(|added| added.headings.is_empty() && added.note.is_empty()) {
        return Ok(format!("\u{feff}{}", table::csv(&rows, false)?));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().chain(&ADDED_COLUMNS))?;
    for (row, added) in rows.iter().zip(&brief.additions) {
        let added = [added.headings.join("；"), added.note.join(" ")];
        let cells = row.cells().into_iter().chain(added);
        writer.write_record(cells.map(harmless_cell))?;
    }
    let bytes = writer.into_inner();
    let bytes = bytes.map_err(csv::IntoInnerError::into_error)?;
    let text = String::from_utf8(bytes).map_err(std::io::Error::other)?;
    Ok(format!("\u{feff}{text}"))
}

#[cfg(test)]
mod tests {
    use crate::brief::sample;

    #[test]
    fn the_table_opens_with_the_mark_and_its_names() {
        let issue = sample::issue();
        let text = super::write(&sample::brief(&issue)).unwrap();
        assert!(
            text.starts_with("\u{feff}path,issue,number,title,source,date,link\n012.txt,12,2,")
        );
    }
    #[test]
    fn notes_have_a_column_where_there_are_any() {
        let issue = sample::issue();
        let mut brief = sample::brief(&issue);
        brief.additions[0].note = vec!["=请阅".to_owned(), "转办".to_owned()];
        let text = super::write(&brief).unwrap();
        let mut lines = text.lines();
        assert!(lines.next().unwrap().ends_with(",link,heading,note"));
        assert!(lines.next().unwrap().ends_with(",,'=请阅 转办"));
    }
}
