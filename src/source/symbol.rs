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
    // `Wingdings 2` is written without the space in PDF, or with a hyphen.
    let name: String = font
        .unwrap_or("Wingdings")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    match name.to_ascii_lowercase().as_str() {
        _ if low == 0x20 => ' ',
        name if name.starts_with("wingdings2") => second_wingding(low),
        name if name.starts_with("wingdings3") => '▶',
        name if name.starts_with("wingdings") => wingding(low),
        _ => greek_and_signs(low),
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
        _ => '●',
    }
}

/// The character of a code of Wingdings 2, whose boxes and ticks forms have.
fn second_wingding(code: u32) -> char {
    match code {
        0x4f => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0x6a..=0x73 => char::from_u32(0x2460 + code - 0x6a).unwrap_or('●'),
        0x76..=0x7f => char::from_u32(0x2776 + code - 0x76).unwrap_or('●'),
        0x81 | 0x99..=0x9b => '○',
        0xa0 => '▪',
        0xa1 | 0xa2 => '■',
        0xa3 | 0xa4 => '□',
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
    /// Signs and the pieces of tall brackets, from 0xa2 on.
    const SIGNS: &str = "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪•⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";
    let at = |table: &str, first: u32| table.chars().nth((code - first) as usize);
    match code {
        0x41..=0x5a => at(GREEK, 0x41).unwrap_or('•'),
        0x61..=0x7a => at(SMALL, 0x61).unwrap_or('•'),
        0x22 => '∀',
        0x24 => '∃',
        0x27 => '∋',
        0x2a => '∗',
        0x2d => '−',
        0x40 => '≅',
        0x5c => '∴',
        0x5e => '⊥',
        0x7e => '∼',
        0x20..=0x3f | 0x5b | 0x5d | 0x5f | 0x7b..=0x7d => char::from_u32(code).unwrap_or('•'),
        0xa2..=0xfe => at(SIGNS, 0xa2).unwrap_or('•'),
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
        assert_eq!(character(Some("Wingdings 2"), '\u{f052}'), '☑');
        assert_eq!(character(Some("Wingdings2"), '\u{f0a3}'), '□');
        assert_eq!(character(Some("Wingdings 3"), '\u{f07d}'), '▶');
        let sum = ['\u{f0e5}', '\u{f02b}', '\u{f0d6}', '\u{f0b9}', '\u{f0fe}'];
        let sum = sum.map(|code| character(Some("SymbolMT"), code));
        assert_eq!(sum, ['∑', '+', '√', '≠', '⎭']);
        assert_eq!(character(Some("宋体"), '、'), '、');
        assert_eq!(character(None, '—'), '—');
    }
}
