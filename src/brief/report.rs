//! A brief as plain text in the reports' own layout.
//!
//! Whatever belongs to an article's text stands on one line behind an indent of two Han, all else at the margin. So
//! nothing has to be guessed when the program reads the brief back.

use crate::brief::lines::{ReportPart, report_lines};
use crate::model::Issue;

/// The first-line indent (段首缩进) of two Han.
const INDENT: &str = "\u{3000}\u{3000}";

/// The text of `issue`, ending in one line feed.
#[must_use]
pub fn write(issue: &Issue) -> String {
    let mut out = String::new();
    for line in report_lines(issue) {
        if matches!(line.part, ReportPart::Section | ReportPart::Headline) && !out.is_empty() {
            out.push('\n');
        }
        if matches!(
            line.part,
            ReportPart::Lead | ReportPart::Paragraph | ReportPart::Heading | ReportPart::Byline
        ) {
            out.push_str(INDENT);
        }
        out.push_str(&line.text);
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
