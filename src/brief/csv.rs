//! The links of a brief as a table for Excel and WPS.

use crate::quote::Piece;
use crate::quote::table::{self, LinkRow};

/// Returns the links as CSV (RFC 4180) with a byte order mark, without which Excel reads UTF-8 as GBK. No cell is a formula.
///
/// # Errors
/// See [`table::csv`].
pub fn write(pieces: &[Piece]) -> Result<String, std::io::Error> {
    let rows: Vec<LinkRow> = pieces.iter().map(LinkRow::of).collect();
    Ok(format!("\u{feff}{}", table::csv(&rows, false)?))
}

#[cfg(test)]
mod tests {
    use crate::brief::sample;

    #[test]
    fn the_table_opens_with_the_mark_and_its_names() {
        let issue = sample::issue();
        let text = super::write(&sample::brief(&issue).pieces).unwrap();
        assert!(
            text.starts_with("\u{feff}path,issue,number,title,source,date,link\n012.txt,12,2,")
        );
    }
}
