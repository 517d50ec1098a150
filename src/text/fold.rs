//! Folding for search: full-width and half-width forms and letter case become alike.

/// `c` as searching sees it: half-width, lower case.
pub fn fold_char(c: char) -> char {
    let half = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    half.to_lowercase().next().unwrap_or(half)
}
