//! Titles and names as they are shown and compared.

use crate::conventions::line;

/// Returns a title on one line, with single spaces and without the bullet of a list that it stands in.
pub(super) fn tidy(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "•")
        .collect();
    line::trim(&words.join(" ")).to_owned()
}

/// Returns the letters and digits of a title, which different parts of a page set with different marks.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The number of Han in a text.
pub(super) fn count_han(text: &str) -> usize {
    text.chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .count()
}
