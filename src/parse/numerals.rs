//! Numbers as reports write them: 629, ６２９, 六二九, 六百二十九; and the number in front of an item.

use super::rows::trim;

/// The value of one digit in any of the three scripts.
pub(super) fn digit(c: char) -> Option<u32> {
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

/// The value of an Arabic digit, full-width or not.
pub(super) fn arabic(c: char) -> Option<u32> {
    matches!(c, '0'..='9' | '０'..='９')
        .then(|| digit(c))
        .flatten()
}

fn power(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// Whether `c` can stand in a number.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || power(c).is_some() || matches!(c, '廿' | '卅')
}

/// A whole number in any of the scripts; spaces in it do not count.
pub(super) fn number(text: &str) -> Option<u32> {
    let (mut total, mut last, mut seen, mut powers) = (0_u32, 0_u32, false, false);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        seen = true;
        if let Some(d) = digit(c) {
            last = if powers && last == 0 {
                d
            } else {
                last.checked_mul(10)?.checked_add(d)?
            };
        } else if let Some(p) = power(c) {
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

/// An item's number and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The number.
    pub number: u32,
    /// The text behind the number and its mark.
    pub rest: &'a str,
}

/// Reads `1.`, `1. `, `1、`, `１．`, `（1）`, `1)`, `①` in front of a text.
///
/// `3.300 余艘` is item 3: at most three digits count, then one mark. A bare number before a space is no item number.
pub(super) fn item(text: &str) -> Option<Item<'_>> {
    let first = text.chars().next()?;
    if let '①'..='⑳' = first {
        let number = u32::from(first) - u32::from('①') + 1;
        let rest = trim(text.get(first.len_utf8()..)?).trim_start_matches(['.', '．', '、']);
        return Some(Item {
            number,
            rest: trim(rest),
        });
    }
    let bracketed = matches!(first, '（' | '(' | '【' | '[' | '〔');
    let body = if bracketed {
        text.get(first.len_utf8()..)?.trim_start()
    } else {
        text
    };
    let len: usize = body
        .chars()
        .take_while(|&c| arabic(c).is_some())
        .take(4)
        .map(char::len_utf8)
        .sum();
    let digits = body.get(..len)?;
    let count = digits.chars().count();
    if count == 0 || count > 3 {
        return None;
    }
    let after = body.get(len..)?.trim_start();
    let mark = after.chars().next()?;
    let fits = if bracketed {
        matches!(mark, '）' | ')' | '】' | ']' | '〕')
    } else {
        matches!(
            mark,
            '.' | '．' | '、' | ')' | '）' | '。' | '︒' | '·' | '﹒' | ',' | '，' | ':' | '：'
        )
    };
    let rest = trim(after.get(mark.len_utf8()..)?);
    let rest = if bracketed {
        trim(rest.trim_start_matches(['.', '．', '、']))
    } else {
        rest
    };
    (fits && !matches!(rest.chars().next(), Some('/' | '／'))).then_some(Item {
        number: number(digits)?,
        rest,
    })
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

    #[test]
    fn item_numbers_in_all_forms() {
        for text in [
            "3.标题",
            "3. 标题",
            "3、标题",
            "３．标题",
            "（3）标题",
            "(3) 标题",
            "3)标题",
            "③标题",
            "3 .标题",
        ] {
            let item = item(text).unwrap();
            assert_eq!((item.number, item.rest), (3, "标题"), "{text}");
        }
        let hundreds = item("3.300 余艘").unwrap();
        assert_eq!((hundreds.number, hundreds.rest), (3, "300 余艘"));
        assert_eq!(item("2025.6.15"), None);
        assert_eq!(item("300 余艘"), None);
        assert_eq!(item("标题"), None);
    }
}
