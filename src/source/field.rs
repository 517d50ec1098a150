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

impl WordField {
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
    use super::hyperlink;

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
