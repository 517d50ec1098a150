//! Numbers as reports write them: 629, ６２９, 六二九, 六百二十九.
//!
//! [`number`] reads them; [`write()`] writes the numbers that word processors give to lists.

mod write;

pub use write::write;

/// Returns the value of one digit in any of the three scripts: ASCII, full-width, Chinese.
///
/// Extractors put ○ and Ｏ in the place of 〇, so these are 0 as well.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => u32::from(c).checked_sub(u32::from('０')),
        '〇' | '○' | '零' | 'Ｏ' => Some(0),
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// Returns the value of an Arabic digit, half-width or full-width.
pub fn arabic(c: char) -> Option<u32> {
    matches!(c, '0'..='9' | '０'..='９')
        .then(|| digit(c))
        .flatten()
}

/// Returns the power of ten that `c` stands for.
fn power(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// True if `c` can stand in a number.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || power(c).is_some() || matches!(c, '廿' | '卅')
}

/// Reads a whole number in any of the scripts; spaces in it do not count. `None` if `text` has another character or
/// the number exceeds 32 bits.
///
/// ```
/// use newsreader::conventions::numerals::number;
/// assert!(["629", "６２９", "六二九", "六百二十九"].into_iter().all(|text| number(text) == Some(629)));
/// ```
pub fn number(text: &str) -> Option<u32> {
    let (mut total, mut last, mut seen, mut powers) = (0_u32, 0_u32, false, false);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        // An empty text is no number, though its sum would be 0.
        seen = true;
        if let Some(d) = digit(c) {
            // Behind a unit a digit stands alone (六百零九); without units digits follow each other (二〇二五).
            last = if powers && last == 0 {
                d
            } else {
                last.checked_mul(10)?.checked_add(d)?
            };
        } else if let Some(p) = power(c) {
            // 十 alone is ten: a unit without a digit counts once.
            total = total.checked_add(last.max(1).checked_mul(p)?)?;
            (last, powers) = (0, true);
        } else {
            let tens = match c {
                '廿' => 20,
                '卅' => 30,
                _ => return None,
            };
            total = total.checked_add(tens)?;
            (last, powers) = (0, true);
        }
    }
    seen.then(|| total.checked_add(last)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_scripts() {
        for (text, want) in [
            ("629", 629),
            ("６２９", 629),
            ("六二九", 629),
            ("六百二十九", 629),
            ("六百零九", 609),
            ("一百二十七", 127),
            ("二〇二五", 2025),
            ("十", 10),
            ("二十六", 26),
            ("三十", 30),
            ("一千零一", 1001),
            ("6 2 9", 629),
        ] {
            assert_eq!(number(text), Some(want), "{text}");
        }
        assert_eq!(number("第"), None);
        assert_eq!(number(""), None);
        assert_eq!(number("99999999999999"), None);
    }
}
