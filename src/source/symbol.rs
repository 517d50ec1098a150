//! Characters of the fonts Symbol and Wingdings, whose codes documents store instead of Unicode.

/// Returns the character that `code` shows in `font`. A code of the private use area that is in no table becomes a
/// round bullet, since most of them are bullets of lists.
pub(in crate::source) fn character(font: Option<&str>, code: char) -> char {
    let value = u32::from(code);
    // Word adds 0xf000 to these codes, other programs store them as they are; those only count in a symbol font.
    let symbolic = font.is_some_and(is_symbolic);
    let low = match value {
        0xf000..=0xf0ff => value - 0xf000,
        0x20..=0xff if symbolic => value,
        // Any other code is a character as it stands.
        _ => return code,
    };
    let wingdings = font.is_none_or(|font| font.to_ascii_lowercase().starts_with("wingdings"));
    if wingdings {
        wingding(low)
    } else {
        greek_and_signs(low)
    }
}

/// True for the name of a font whose codes are no characters.
pub(in crate::source) fn is_symbolic(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    ["symbol", "wingdings", "webdings"]
        .iter()
        .any(|name| font.starts_with(name))
}

/// The character of a Wingdings code, 0x20 to 0xff.
fn wingding(code: u32) -> char {
    match code {
        0x4a => '☺',
        0x52 | 0xfe => '☑',
        0x6d | 0xa1 => '○',
        0x6e => '■',
        0x6f | 0xa8 => '□',
        0x71 | 0x72 => '❑',
        0x74 | 0x75 | 0x77 => '◆',
        0x76 => '❖',
        0x80 => '⓪',
        0x81..=0x8a => char::from_u32(0x2460 + code - 0x81).unwrap_or('●'),
        0x8c..=0x95 => char::from_u32(0x2776 + code - 0x8c).unwrap_or('●'),
        0xa7 => '▪',
        0xab => '★',
        0xd8 => '➢',
        0xdf | 0xe7 => '←',
        0xe0 | 0xe8 => '→',
        0xfb => '✗',
        0xfc => '✓',
        0x20 => ' ',
        _ => '●',
    }
}

/// Returns the character of a code in Adobe's Symbol encoding, which differs from ASCII in the letters and above
/// 0x7f.
fn greek_and_signs(code: u32) -> char {
    /// The capitals from 0x41 on.
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    /// The small letters from 0x61 on.
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let at = |table: &str, first: u32| table.chars().nth((code - first) as usize);
    match code {
        0x41..=0x5a => at(GREEK, 0x41).unwrap_or('•'),
        0x61..=0x7a => at(SMALL, 0x61).unwrap_or('•'),
        0x2d => '−',
        0x20..=0x3f | 0x5b | 0x5d | 0x7b..=0x7d => char::from_u32(code).unwrap_or('•'),
        0xa3 => '≤',
        0xa5 => '∞',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb3 => '≥',
        0xb4 => '×',
        0xb8 => '÷',
        0xb9 => '≠',
        0xbb => '≈',
        0xbc => '…',
        0xd2 => '®',
        0xd3 => '©',
        0xd4 => '™',
        0xe5 => '∑',
        _ => '•',
    }
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn codes_of_symbol_fonts_become_characters() {
        assert_eq!(character(Some("Symbol"), '\u{f0b7}'), '•');
        assert_eq!(character(Some("Symbol"), 'm'), 'μ');
        assert_eq!(character(Some("Wingdings"), '\u{f0fc}'), '✓');
        assert_eq!(character(Some("Wingdings"), 'l'), '●');
        assert_eq!(character(Some("宋体"), '、'), '、');
        assert_eq!(character(None, '—'), '—');
    }
}
