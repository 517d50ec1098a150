//! Item numbers: what stands in front of an entry, a heading or a list's line.
//!
//! Four questions are asked of them. [`item`] reads the number of an entry or article; [`opens_entry`], [`opens_numbered`]
//! and [`opens_list`] only look whether there is one, each as strict as its use needs; [`without_ordinal`] takes it off.

use super::line::trim;
use super::numerals::{arabic, is_numeral, number};

/// The marks of list items. Private use characters are bullets of symbol fonts, and `Ø` stands for an arrow where the
/// font that shows it so is not named.
pub const BULLETS: &[char] = &[
    '•', '●', '○', '◆', '◇', '▪', '■', '□', '★', '☆', '–', '➢', '➤', '✓', '✔', '√', '☑', '☐', '§',
    '»', 'Ø', '※', '◦', '⚫', '⬤', '⚪', '◼', '❖', '❑', '►', '▶', '▲', '◎', '♦', '\u{f06c}',
    '\u{f06e}', '\u{f06f}', '\u{f071}', '\u{f075}', '\u{f076}', '\u{f077}', '\u{f09f}', '\u{f0a7}',
    '\u{f0b2}', '\u{f0b7}', '\u{f0d8}', '\u{f0fc}',
];

/// The number of an item and the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemNumber<'a> {
    /// The number as printed.
    pub number: u32,
    /// The text behind the number and its mark, trimmed.
    pub rest: &'a str,
}

/// Reads `1.`, `1. `, `1、`, `１．`, `（1）`, `1)`, `①` in front of a text.
///
/// At most three digits count, then one mark: `3.300 余艘` is item 3. A bare number before a space is no item number.
///
/// ```
/// use newsreader::conventions::items::item;
/// let item = item("３．300 余艘渔船归港").unwrap();
/// assert_eq!((item.number, item.rest), (3, "300 余艘渔船归港"));
/// ```
pub fn item(text: &str) -> Option<ItemNumber<'_>> {
    let first = text.chars().next()?;
    if let '①'..='⑳' = first {
        // A second mark may stand behind the number in a circle.
        let rest = trim(text.get(first.len_utf8()..)?).trim_start_matches(['.', '．', '、']);
        return Some(ItemNumber {
            number: u32::from(first) - u32::from('①') + 1,
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
    // Four digits are a year: `2025.6.15` begins a date and no item.
    if count == 0 || count > 3 {
        return None;
    }
    let after = body.get(len..)?.trim_start();
    let mark = after.chars().next()?;
    let marks = if bracketed {
        "）)】]〕"
    } else {
        ".．、)）。︒·﹒,，:："
    };
    let fits = marks.contains(mark);
    let rest = trim(after.get(mark.len_utf8()..)?);
    let rest = if bracketed {
        trim(rest.trim_start_matches(['.', '．', '、']))
    } else {
        rest
    };
    // `1.//host` is the tail of an address that the layout cut.
    (fits && !matches!(rest.chars().next(), Some('/' | '／'))).then_some(ItemNumber {
        number: number(digits)?,
        rest,
    })
}

/// The Chinese digits of ordinals. 千 and 两 are left out: 千年 and 两年 begin sentences.
const ORDINAL_DIGITS: &str = "一二三四五六七八九十";

/// True if `text` begins with an item number that cannot be part of a sentence: `2.标题`, `１２、`, `一、`, `（二）`, but not
/// `2.5 亿` or `二是`.
///
/// ```
/// use newsreader::conventions::items::opens_entry;
/// assert!(opens_entry("２．标题") && !opens_entry("2.5 亿"));
/// ```
pub fn opens_entry(text: &str) -> bool {
    let is_digit = |c: char| arabic(c).is_some();
    let after = text.trim_start_matches(is_digit);
    let digits = text.chars().take_while(|&c| is_digit(c)).take(4).count();
    let rest = after.trim_start_matches(['.', '．', '、']);
    let arabic =
        (1..=3).contains(&digits) && rest.len() < after.len() && !rest.starts_with(is_digit);
    let numeral = text.trim_start_matches(['（', '(']);
    let after = numeral.trim_start_matches(|c: char| ORDINAL_DIGITS.contains(c));
    let opened = numeral.len() < text.len();
    let han = after.len() < numeral.len()
        && (after.starts_with('、') && !opened || after.starts_with(['）', ')']) && opened);
    arabic || han
}

/// True if `text` begins with any number that heads a line: `1.`, `一、`, `（二）`, `第三章`, also the year of a date.
pub fn opens_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(', '第']);
    let digits = rest.trim_start_matches(|c: char| {
        arabic(c).is_some() || ORDINAL_DIGITS.contains(c) || "百〇○".contains(c)
    });
    digits.len() < rest.len()
        && digits.starts_with([
            '.', '．', '、', '）', ')', '-', '－', '期', '章', '节', '条', '年', '/', '／',
        ])
}

/// True if `text` begins as a line of a list in running prose does: `一、`, `（三）`, `2.`, `第四，`, `一是`.
///
/// The paragraph algorithm weighs this against the width of the row above, so words that only usually head a line (一是,
/// 二要) count as well.
pub fn opens_list(text: &str) -> bool {
    let bare = text.trim_start_matches(['（', '(', '第']);
    let marked = bare.len() < text.len();
    let digits = bare.chars().take_while(|&c| is_numeral(c)).take(3).count();
    if digits == 0 || digits > 2 {
        return false;
    }
    let after = bare.trim_start_matches(is_numeral);
    let han = bare.chars().next().is_some_and(|c| !c.is_ascii_digit());
    let mut rest = after.chars();
    match rest.next() {
        Some('、') => true,
        // `一）` without its opening bracket is a part of a sentence; `1)` is usual.
        Some('）' | ')') => marked || !han,
        Some('，' | '条' | '章' | '节' | '步') => marked,
        // `一是`, `二要` number the points of running prose.
        Some('是' | '要') => han && digits == 1,
        Some('.' | '．') => !han && rest.next().is_some_and(|c| !c.is_ascii_digit()),
        _ => false,
    }
}

/// Returns `text` without `一、`, `（二）`, `1.`, `第一部分` in front of it.
///
/// ```
/// use newsreader::conventions::items::without_ordinal;
/// assert_eq!(without_ordinal("第一部分 信息目录"), "信息目录");
/// ```
pub fn without_ordinal(text: &str) -> &str {
    let open = text.trim_start_matches(['（', '(', '第']);
    let rest = open.trim_start().trim_start_matches(is_numeral);
    if rest.len() == open.len() {
        return text;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("部分").unwrap_or(rest);
    rest.trim_start_matches(['、', '.', '．', '）', ')', '，', ' ', '\u{3000}', '：', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn an_item_number_is_no_decimal() {
        for text in ["2.标题", "２．标题", "12、某某", "一、目录", "（二）某某"] {
            assert!(opens_entry(text), "{text}");
        }
        for text in ["2.5 亿", "２．５ 亿", "2026.03", "二是", "（某某）"] {
            assert!(!opens_entry(text), "{text}");
        }
    }

    #[test]
    fn numbers_head_lines_and_quantities_do_not() {
        for text in [
            "1.标题",
            "１．标题",
            "12、某某",
            "一、目录",
            "（二）某某",
            "2026-03-01 来源",
            "第三章",
        ] {
            assert!(opens_numbered(text), "{text}");
        }
        for text in ["三家企业", "2026 个", "（某某报）", "第三方"] {
            assert!(!opens_numbered(text), "{text}");
        }
    }
}
