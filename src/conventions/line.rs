//! The edges of a line, and the run of Han that most lines begin with.

/// Returns `text` without white space and invisible marks at both ends.
///
/// Variation selectors stay: behind an emoji they choose its form, so they belong to the text.
///
/// ```
/// use newsreader::conventions::line::trim;
/// assert_eq!(trim("\u{feff}\u{3000}甲 乙\u{200b}\r"), "甲 乙");
/// ```
pub fn trim(text: &str) -> &str {
    // Most texts begin and end with Han or a full stop, which one byte shows: U+3000 to U+9FFF, of which only the first is
    // blank.
    if let [0xe3..=0xe9, .., 0xe3..=0xe9, _, _] = text.as_bytes()
        && !text.starts_with('\u{3000}')
        && !text.ends_with('\u{3000}')
    {
        return text;
    }
    text.trim_matches(is_blank)
}

/// True for white space, the byte order mark, zero-width spaces and joiners, direction marks, and NUL.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\0')
}

/// Counts the Han characters that `text` begins with, U+4E00 to U+9FFF alone, which have three bytes each.
///
/// Nearly all of a report lies in this block. Recognising it by its first two bytes lets a caller step over a run of Han
/// without decoding it.
///
/// ```
/// use newsreader::conventions::line::leading_han;
/// assert_eq!(leading_han("山海日报A"), 4);
/// ```
pub fn leading_han(text: &str) -> usize {
    // Two bytes show the block; the third is any.
    let is_han = |bytes: &&[u8]| matches!(bytes, [0xe5..=0xe9, ..] | [0xe4, 0xb8..=0xbf, ..]);
    text.as_bytes().chunks_exact(3).take_while(is_han).count()
}

/// Returns the width of `text` in columns, roughly: one for each ASCII character and two for any other.
///
/// Good enough to compare the rows of one file with each other. [`crate::text::width`] measures for the terminal.
pub fn rough_columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
