//! Workbooks: XLSX, XLS, XLSB and ODS, and ET of WPS, which is an XLS. A sheet is a heading with a table.
//!
//! Read by `calamine`. Formulas are not calculated; their last values stand in the file.

use crate::model::transcript::{FileFormat, LineKind, LineStyle, Origin, SourceLine, Transcript};
use crate::model::transcript::{FileLoss, FileNote, Flow};
use crate::source::error::Error;
use crate::source::sniff;
use calamine::{Data, DataType, Ods, Range, Reader, Sheets, Xls, Xlsx};
use std::io::Cursor;

/// The most cells that are read of a workbook. A sheet of 60 columns and 8 000 rows has as many.
const MOST_CELLS: usize = 500_000;
/// The most columns of a sheet. Single cells far to the right would make every row as wide.
const MOST_COLUMNS: usize = 200;
/// The most blank rows in a row that are kept inside a table.
const MOST_BLANK: usize = 20;
/// The digits behind the point at which a number is rounded: 0.1 + 0.2 is stored as 0.30000000000000004.
const DECIMALS: usize = 10;

/// Reads a workbook.
///
/// # Errors
/// [`Error::Encrypted`], [`Error::Damaged`], [`Error::Empty`] if no cell has a value.
pub(super) fn read(bytes: &[u8]) -> Result<Transcript, Error> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| damaged(&refusal(bytes).unwrap_or(error)))?;
    let mut lines = Vec::new();
    let mut left = MOST_CELLS;
    for name in shown_sheets(&book) {
        // A sheet that cannot be read, such as a chart, does not cost the others.
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let before = lines.len();
        lines.push(heading(&name));
        sheet(&range, &mut left, &mut lines);
        if lines.len() == before + 1 {
            // An empty workbook has three sheets without a cell.
            lines.pop();
        }
    }
    if lines.is_empty() {
        return Err(Error::Empty);
    }
    // Numbered at the end, since empty sheets leave no line.
    for (line, number) in lines.iter_mut().zip(1..) {
        line.number = number;
    }
    let mut origin = Origin {
        format: FileFormat::Sheet,
        confidence: 1.0,
        ..Origin::default()
    };
    if left == 0 {
        origin.notes.push(FileNote::loss(
            FileLoss::End,
            format!("表格太大，只读出前 {MOST_CELLS} 个单元格"),
            format!("too large: the first {MOST_CELLS} cells were read"),
        ));
    }
    Ok(Transcript {
        flow: Flow::Paragraphs,
        lines,
        origin,
    })
}

/// Returns the reason for which the reader of the likeliest format refuses a workbook. The search through all formats gives
/// none.
fn refusal(bytes: &[u8]) -> Option<calamine::Error> {
    let file = Cursor::new(bytes);
    if sniff::is_compound(bytes) {
        return Xls::new(file).err().map(calamine::Error::from);
    }
    if sniff::is_opendocument(bytes, "spreadsheet") {
        return Ods::new(file).err().map(calamine::Error::from);
    }
    Xlsx::new(file).err().map(calamine::Error::from)
}

/// Translates an error of the reader. Its English is for developers.
fn damaged(error: &calamine::Error) -> Error {
    let text = error.to_string();
    if text.to_ascii_lowercase().contains("password") {
        Error::Encrypted
    } else {
        Error::Damaged(text)
    }
}

/// The names of the sheets that are not hidden, in their order.
fn shown_sheets(book: &Sheets<Cursor<&[u8]>>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    sheets
        .filter(|sheet| sheet.visible == calamine::SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

/// The line above a sheet.
fn heading(name: &str) -> SourceLine {
    SourceLine {
        text: name.trim().to_owned(),
        look: LineStyle {
            heading_level: Some(1),
            ..LineStyle::default()
        },
        ..SourceLine::default()
    }
}

/// Adds the rows of a sheet. Rows with one value alone above the table are its title, and behind it its notes.
fn sheet(range: &Range<Data>, left: &mut usize, lines: &mut Vec<SourceLine>) {
    let used = |row: &[Data]| row.iter().filter(|cell| !cell.is_empty()).count();
    let width = range
        .rows()
        .filter_map(|row| row.iter().rposition(|cell| !cell.is_empty()))
        .max()
        .map_or(0, |last| (last + 1).min(MOST_COLUMNS));
    let is_of_table = |row: &[Data]| used(row) > 1;
    let first = range.rows().position(is_of_table);
    let last = range.rows().rposition(is_of_table);
    let is_inside = |nth: usize| {
        first.is_some_and(|first| nth >= first) && last.is_some_and(|last| nth <= last)
    };
    let mut kind = LineKind::TableStart;
    let mut blank = 0;
    for (nth, row) in range.rows().enumerate() {
        // Blank rows part groups of rows inside a table; thousands of them part nothing.
        blank = if used(row) > 0 { 0 } else { blank + 1 };
        if blank > 0 && (!is_inside(nth) || blank > MOST_BLANK) {
            continue;
        }
        if *left < width {
            // The rest of the row would be cut inside, so reading ends before it.
            *left = 0;
            return;
        }
        *left -= width;
        let cells = row.iter().take(width).map(text);
        let (text, kind) = if is_inside(nth) {
            let cells: Vec<String> = cells.collect();
            (
                cells.join("\t"),
                std::mem::replace(&mut kind, LineKind::TableRow),
            )
        } else {
            (cells.collect(), LineKind::Text)
        };
        lines.push(SourceLine {
            text,
            kind,
            ..SourceLine::default()
        });
    }
}

/// The text of a cell, on one line.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().replace(['\t', '\n', '\r'], " "),
        Data::Float(number) => number_text(*number),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => if *value { "是" } else { "否" }.to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => date_text(moment.to_ymd_hms_milli()),
        Data::DateTime(moment) => number_text(moment.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

/// A number as a cell shows it that has no format.
fn number_text(number: f64) -> String {
    let text = format!("{number:.DECIMALS$}");
    // Zeros at the end are only there by the rounding.
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// A day, with its time unless that is midnight: year, month, day, hour, minute, second, millisecond.
fn date_text(moment: (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let (year, month, day, hour, minute, ..) = moment;
    let date = format!("{year}-{month:02}-{day:02}");
    match (hour, minute) {
        (0, 0) => date,
        _ => format!("{date} {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A workbook of the form that offices write, with the sheets `(name, rows in XML)`.
    fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let numbered = || sheets.iter().zip(1..);
        let entry = |((name, _), n): (&(&str, &str), i32)| {
            format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>")
        };
        let relation = |(_, n): (&(&str, &str), i32)| {
            format!(
                "<Relationship Id=\"r{n}\" Type=\"{REL}/worksheet\" Target=\"worksheets/s{n}.xml\"/>"
            )
        };
        let entries: String = numbered().map(entry).collect();
        let relations: String = numbered().map(relation).collect();
        let mut parts = vec![
            (
                "[Content_Types].xml".to_owned(),
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                    .to_owned(),
            ),
            (
                "_rels/.rels".to_owned(),
                format!(
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets>{entries}</sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!(
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
                ),
            ),
        ];
        for ((_, rows), n) in numbered() {
            let sheet =
                format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
            parts.push((format!("xl/worksheets/s{n}.xml"), sheet));
        }
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn cell(place: &str, text: &str) -> String {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    #[test]
    fn a_sheet_is_a_heading_with_a_table() {
        let rows = format!(
            "<row r=\"1\">{}</row><row r=\"2\">{}{}{}</row><row r=\"3\">{}<c r=\"C3\"><v>0.30000000000000004</v></c></row><row r=\"5\">{}<c r=\"C5\"><v>2</v></c></row>",
            cell("A1", "水位统计"),
            cell("A2", "站"),
            cell("B2", "日期"),
            cell("C2", "水位"),
            cell("A3", "东堤"),
            cell("A5", "西堤"),
        );
        let book = workbook(&[
            ("六月", &rows),
            ("空表", ""),
            (
                "七月",
                &format!("<row r=\"1\">{}</row>", cell("A1", "无数据")),
            ),
        ]);
        let transcript = super::super::extract(&book).unwrap();
        let lines: Vec<_> = transcript
            .lines
            .iter()
            .map(|line| (line.kind, line.text.as_str()))
            .collect();
        let expected = [
            (LineKind::Text, "六月"),
            (LineKind::Text, "水位统计"),
            (LineKind::TableStart, "站\t日期\t水位"),
            (LineKind::TableRow, "东堤\t\t0.3"),
            (LineKind::TableRow, "\t\t"),
            (LineKind::TableRow, "西堤\t\t2"),
            (LineKind::Text, "七月"),
            (LineKind::Text, "无数据"),
        ];
        assert_eq!(lines, expected);
        assert_eq!(transcript.origin.format, FileFormat::Sheet);
    }

    #[test]
    fn a_sheet_of_opendocument_is_one_too() {
        let content = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
            xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
            <office:body><office:spreadsheet><table:table table:name=\"六月\"><table:table-row>\
            <table:table-cell office:value-type=\"string\"><text:p>东堤</text:p></table:table-cell>\
            <table:table-cell office:value-type=\"float\" office:value=\"3.25\"><text:p>3.25</text:p></table:table-cell>\
            </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
        let parts = [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            (
                "META-INF/manifest.xml",
                "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
            ),
            ("content.xml", content),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            let stored =
                SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            writer.start_file(name, stored).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        let book = writer.finish().unwrap().into_inner();
        let lines = super::super::extract(&book).unwrap().lines;
        assert_eq!(lines[1].text, "东堤\t3.25");
    }

    #[test]
    fn numbers_and_days_are_written_as_a_cell_shows_them() {
        for (number, shown) in [(3.0, "3"), (-0.5, "-0.5"), (0.1 + 0.2, "0.3"), (-0.0, "0")] {
            assert_eq!(number_text(number), shown);
        }
        assert_eq!(date_text((2025, 6, 12, 0, 0, 0, 0)), "2025-06-12");
        assert_eq!(date_text((2025, 6, 12, 9, 5, 0, 0)), "2025-06-12 09:05");
    }
}
