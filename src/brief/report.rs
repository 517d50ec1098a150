//! A brief as plain text in the layout of the reports.
//!
//! Each paragraph of an article's text is one line behind an indent of two Han characters; every other line has no indent,
//! figures included. So the program tells text from labels when it reads the brief, and finds the same paragraphs.

use crate::brief::Brief;
use crate::brief::lines::{ReportPart, report_lines};
use crate::text::rules::Rules;
use crate::text::table::plain::draw_plain;

/// The measure of tables in columns, about that of the reports.
const MEASURE_COLS: u16 = 76;

/// The first-line indent (段首缩进) of two Han characters.
const INDENT: &str = "\u{3000}\u{3000}";

/// Returns `brief` as text with a final line feed.
#[must_use]
pub fn write(brief: &Brief) -> String {
    let mut out = String::new();
    for line in report_lines(brief) {
        if matches!(
            line.part,
            ReportPart::Section | ReportPart::Headline | ReportPart::Group
        ) && !out.is_empty()
        {
            out.push('\n');
        }
        if matches!(
            line.part,
            ReportPart::Lead
                | ReportPart::Paragraph
                | ReportPart::Heading
                | ReportPart::Byline
                | ReportPart::Note
        ) {
            out.push_str(INDENT);
        }
        // Drawn as on screen: plain text has no other form of a table.
        if line.part == ReportPart::Table {
            out.push_str(&draw_plain(&line.text, MEASURE_COLS, &Rules::default()).join("\n"));
        } else {
            out.push_str(&line.text);
        }
        // A blank line parts every line from the next, however wide the window of the reader is.
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
