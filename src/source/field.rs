//! Fields of Word's formats (DOCX, DOC, RTF): an instruction such as `HYPERLINK "https://…"`, and the result that is shown.
//!
//! Fields nest and may reach over paragraphs, so the readers keep a stack of open ones. Nothing
//! inside an instruction is text. Only hyperlinks matter here: of all other fields the result,
//! which is shown, is kept as plain text.

use crate::source::story::StoryParagraph;

/// A field between its begin mark and its end mark.
#[derive(Debug, Default)]
pub(super) struct WordField {
    /// The instruction as far as it has been read.
    pub instruction: String,
    /// The byte of the current paragraph at which the result begins; `None` as long as the instruction lasts.
    pub start: Option<usize>,
}

/// The most fields that are open at once. Real files nest three deep, and each character and paragraph looks at all of them.
const MOST_OPEN: usize = 64;

impl WordField {
    /// Begins a field inside those that are `open`, the innermost last. Of too many the outermost is given up: its text stays.
    pub fn begin(open: &mut Vec<Self>) {
        if open.len() >= MOST_OPEN {
            open.remove(0);
        }
        open.push(Self::default());
    }

    /// Ends the field: the text of `paragraph` since the start of the result becomes a link if the instruction is one.
    pub fn end(&self, paragraph: &mut StoryParagraph) {
        if let (Some(start), Some(target)) = (self.start, hyperlink(&self.instruction)) {
            paragraph.link_from(start, target);
        }
    }
}

/// Returns the target of a field instruction `HYPERLINK "…" \l "…"`; `None` for other fields and for places inside the
/// document.
pub(super) fn hyperlink(instruction: &str) -> Option<&str> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    // `HYPERLINK \l "_Toc1"` leads to a place in the document.
    if rest.starts_with('\\') {
        return None;
    }
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_OPEN, WordField, hyperlink};

    #[test]
    fn of_too_many_open_fields_the_inner_ones_are_kept() {
        let mut open = Vec::new();
        for nth in 0..2 * MOST_OPEN {
            WordField::begin(&mut open);
            open[nth.min(MOST_OPEN - 1)].start = Some(nth);
        }
        assert_eq!(open.len(), MOST_OPEN);
        assert_eq!(open[0].start, Some(MOST_OPEN));
    }

    #[test]
    fn an_instruction_has_a_target() {
        let target = "https://example.com/?a=1&b=2";
        for instruction in [
            r#" HYPERLINK "https://example.com/?a=1&b=2" \o "提示" "#,
            "HYPERLINK https://example.com/?a=1&b=2",
        ] {
            assert_eq!(hyperlink(instruction), Some(target));
        }
        assert_eq!(hyperlink(r#"HYPERLINK \l "_Toc1""#), None);
        assert_eq!(hyperlink("PAGE"), None);
    }
}
