//! A brief as plain text in the reports' own layout.
//!
//! Whatever belongs to an article's text stands on one line behind an indent of two Han, all else at the margin. So
//! nothing has to be guessed when the program reads the brief back.

use crate::brief::script::{Part, script};
use crate::model::Issue;

/// The first-line indent (段首缩进) of two Han.
const INDENT: &str = "\u{3000}\u{3000}";

/// The text of `issue`, ending in one line feed.
#[must_use]
pub fn write(issue: &Issue) -> String {
    let mut out = String::new();
    for line in script(issue) {
        if matches!(line.part, Part::Section | Part::Headline) && !out.is_empty() {
            out.push('\n');
        }
        if matches!(
            line.part,
            Part::Lead | Part::Paragraph | Part::Heading | Part::Byline
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
