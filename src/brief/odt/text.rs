//! Text of an `OpenDocument`, in which white space collapses.

use crate::brief::docx::escape;

/// Returns `text` escaped, with the spaces that ODF would collapse as elements (ODF 1.2 part 1, 6.1.3).
///
/// `a  b` has two spaces, of which the second becomes `<text:s/>`.
pub(super) fn text(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in escape(text).split(' ').enumerate() {
        // The first space of several, in the middle of a text, is one of its own.
        if at > 0 && (out.ends_with(' ') || out.is_empty() || out.ends_with("/>")) {
            out += "<text:s/>";
        } else if at > 0 {
            out.push(' ');
        }
        out += piece;
    }
    if out.ends_with(' ') {
        out.pop();
        out += "<text:s/>";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn spaces_that_would_collapse_are_elements() {
        assert_eq!(text("甲 乙"), "甲 乙");
        assert_eq!(text(" 甲  乙 "), "<text:s/>甲 <text:s/>乙<text:s/>");
    }
}
