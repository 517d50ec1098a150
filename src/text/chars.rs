//! Classes of characters: Han, Latin, brackets, stops, marks without width. Every other module asks here.
//!
//! Each function names the Unicode blocks or the rule that it follows. Where Unicode has a property under the same name
//! that differs, the comment gives the difference and its reason. The line breaker reads the commonest characters from
//! their bytes ([`crate::text::class`]); a test below holds the two to the same answers.

use unicode_width::UnicodeWidthChar;

/// True for a Han character: the unified ideographs (U+4E00–U+9FFF, extension A, planes 2 and 3), the compatibility
/// ideographs (U+F900–U+FAFF), and 々 〆 〇.
///
/// The radicals (U+2E80–U+2FDF) have the Unicode script Han as well; they are symbols of dictionaries and are left out.
///
/// ```
/// use newsreader::text::chars::is_han;
/// assert!("报㐀〇々𠀀".chars().all(is_han));
/// assert!(!"，あA１䷀".chars().any(is_han));
/// ```
#[inline]
pub const fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{4e00}'..='\u{9fff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{2fffd}'
            | '\u{30000}'..='\u{3fffd}'
    )
}

/// True for a character of two columns in a terminal: East Asian Width `W` or `F` (UAX #11), emoji among them.
///
/// Ambiguous characters (“ ” … —) are not wide here; see [`crate::text::width`] for their columns.
///
/// ```
/// use newsreader::text::chars::is_wide;
/// assert!("报，あ한Ａ😀".chars().all(is_wide));
/// assert!(!"A“…—·ｱ".chars().any(is_wide));
/// ```
pub fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// True for a letter or digit that Western words and numbers are made of: ASCII letters and digits, and the letters of
/// Latin, Greek and Cyrillic with their combining marks (U+00C0–U+052F, U+1E00–U+1FFF) but not × and ÷.
///
/// ```
/// use newsreader::text::chars::is_latin;
/// assert!("aZ9éαЯ".chars().all(is_latin));
/// assert!(!"-,×报１".chars().any(is_latin));
/// ```
#[inline]
pub const fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}')
            && !matches!(c, '×' | '÷')
}

/// True for a visible character of Western text: visible ASCII, marks included, or a letter or digit below U+1100.
///
/// Two of these are parted by a space where one line of a layout meets the next.
///
/// ```
/// use newsreader::text::chars::is_western;
/// assert!("a9,(éЯ".chars().all(is_western));
/// assert!(!" 报，“".chars().any(is_western));
/// ```
pub fn is_western(c: char) -> bool {
    c.is_ascii_graphic() || (c < '\u{1100}' && c.is_alphanumeric())
}

/// True for an ASCII or full-width digit.
///
/// ```
/// # use newsreader::text::chars::is_digit;
/// assert!(is_digit('7') && is_digit('７') && !is_digit('七'));
/// ```
pub const fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// True for a full-width ASCII letter or digit (U+FF10 and on).
///
/// ```
/// # use newsreader::text::chars::is_full_width_alphanumeric;
/// assert!(is_full_width_alphanumeric('Ａ') && !is_full_width_alphanumeric('，'));
/// ```
pub const fn is_full_width_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Returns the half-width form of a full-width ASCII character or space (U+FF01–U+FF5E, U+3000), else `c`.
///
/// ```
/// use newsreader::text::chars::half_width;
/// assert_eq!("（ＡＩ１）　。".chars().map(half_width).collect::<String>(), "(AI1) 。");
/// ```
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// True for an opening bracket or quotation mark, full-width or half-width.
///
/// ```
/// # use newsreader::text::chars::is_opening;
/// assert!("“‘（《【〔([".chars().all(is_opening));
/// ```
pub const fn is_opening(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '「'
            | '『'
            | '（'
            | '《'
            | '〈'
            | '【'
            | '〖'
            | '〔'
            | '［'
            | '｛'
            | '〘'
            | '〚'
            | '〝'
            | '('
            | '['
            | '{'
    )
}

/// True for a closing bracket or quotation mark, full-width or half-width, with the vertical forms ︾ and ﹀ that some PDF
/// files hold.
///
/// ```
/// # use newsreader::text::chars::is_closing;
/// assert!("”’）》】〕)]".chars().all(is_closing));
/// ```
pub const fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’'
            | '」'
            | '』'
            | '）'
            | '》'
            | '〉'
            | '】'
            | '〗'
            | '〕'
            | '］'
            | '｝'
            | '〙'
            | '〛'
            | '〞'
            | '︾'
            | '﹀'
            | ')'
            | ']'
            | '}'
    )
}

/// True for a quotation mark, curly or straight: “ ” ‘ ’ " '.
///
/// ```
/// # use newsreader::text::chars::is_quote;
/// assert!(is_quote('“') && is_quote('"') && !is_quote('「'));
/// ```
pub const fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'')
}

/// True for a full-width stop or comma (点号, GB/T 15834-2011 4.1 to 4.7): 、 。 ， ． ： ； ！ ？ and the doubled ‼ ⁇ ⁈ ⁉.
///
/// ```
/// # use newsreader::text::chars::is_pause;
/// assert!("，。；：？！、".chars().all(is_pause) && !is_pause(','));
/// ```
pub const fn is_pause(c: char) -> bool {
    matches!(
        c,
        '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？' | '‼' | '⁇' | '⁈' | '⁉'
    )
}

/// True for a half-width stop or comma: , . ; : ! ?
///
/// ```
/// # use newsreader::text::chars::is_ascii_pause;
/// assert!(",.;:!?".chars().all(is_ascii_pause));
/// ```
pub const fn is_ascii_pause(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?')
}

/// True for an interpunct (间隔号): · ・ ‧
///
/// ```
/// # use newsreader::text::chars::is_interpunct;
/// assert!(is_interpunct('·') && !is_interpunct('.'));
/// ```
pub const fn is_interpunct(c: char) -> bool {
    matches!(c, '·' | '・' | '‧')
}

/// True for a mark that no line begins with (CLREQ `#prohibition_rules_for_line_start_end`, GB style): closing marks,
/// stops, interpuncts, ellipses, dashes, and the signs behind a number.
///
/// ```
/// # use newsreader::text::chars::never_starts_line;
/// assert!("，”）…—％.".chars().all(never_starts_line) && !never_starts_line('“'));
/// ```
pub const fn never_starts_line(c: char) -> bool {
    is_closing(c)
        || is_pause(c)
        || is_ascii_pause(c)
        || is_interpunct(c)
        || matches!(c, '…' | '⋯' | '—' | '％' | '%' | '‰' | '℃')
}

/// True for a mark that no line ends with (CLREQ `#prohibition_rules_for_line_start_end`): opening marks, and the currency
/// signs before a number.
///
/// ```
/// # use newsreader::text::chars::never_ends_line;
/// assert!("“（《￥$".chars().all(never_ends_line) && !never_ends_line('”'));
/// ```
pub const fn never_ends_line(c: char) -> bool {
    is_opening(c) || matches!(c, '$' | '＄' | '¥' | '￥' | '£' | '￡' | '€')
}

/// True for a hint on line breaks that shows nothing: the zero-width space and the word joiner.
///
/// ```
/// # use newsreader::text::chars::is_break_hint;
/// assert!(is_break_hint('\u{200b}') && is_break_hint('\u{2060}'));
/// ```
pub const fn is_break_hint(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}')
}

/// True for a character of a web address: those of RFC 3986 and the braces, which some sites send unescaped.
///
/// ```
/// use newsreader::text::chars::is_url_char;
/// assert!("https://example.com/a?b=%20&c={d}".chars().all(is_url_char));
/// assert!(!" \"<>\\^`|报，".chars().any(is_url_char));
/// ```
pub const fn is_url_char(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '|')
}

/// True for a character that Chinese sets in a full square: a wide one, or one of the marks whose width depends on the
/// font. A line of HTML may end between two of them without a space.
pub fn is_full_square(c: char) -> bool {
    is_wide(c) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::class::{Class, class_at};

    fn all() -> impl Iterator<Item = char> {
        '\0'..='\u{3ffff}'
    }

    #[test]
    fn the_line_breaker_reads_the_same_classes_from_bytes() {
        for c in all() {
            let mut bytes = [0; 4];
            let (class, _) = class_at(c.encode_utf8(&mut bytes).as_bytes(), 0);
            let agrees = match class {
                Class::Han => is_han(c),
                Class::Pause => is_pause(c),
                Class::Open => is_opening(c) && never_ends_line(c),
                Class::Close => is_closing(c) && never_starts_line(c),
                Class::Interpunct => is_interpunct(c),
                Class::Word => is_latin(c) && is_western(c),
                _ => true,
            };
            assert!(agrees, "{c} {class:?}");
        }
    }

    #[test]
    fn han_is_wide_and_no_class_of_letters_meets_another() {
        for c in all() {
            assert!(!(is_han(c) && is_latin(c)), "{c}");
            assert!(!is_han(c) || is_wide(c), "{c}");
            assert!(!(is_opening(c) && is_closing(c)), "{c}");
            assert!(!(never_starts_line(c) && never_ends_line(c)), "{c}");
        }
    }

    #[test]
    fn every_full_width_form_has_a_half_width_one() {
        for c in '\u{ff01}'..='\u{ff5e}' {
            assert!(half_width(c).is_ascii_graphic());
        }
        assert_eq!(half_width('ｱ'), 'ｱ');
    }
}
