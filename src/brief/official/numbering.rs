//! The numbers of headings, as GB/T 9704—2012 7.3.3 has them: `一、`, `（一）`, `1.`, `（1）`.

use super::paragraph::OfficialStyle;

/// Returns the style of a heading inside an article by its numbering (GB/T 9704—2012 7.3.3): `一、` 黑体, `（一）` 楷体, `1.` and
/// `（1）` 仿宋. One without a number stands a level below the article, as `（一）` does.
pub(super) fn sub_heading(text: &str) -> OfficialStyle {
    let inner = text.strip_prefix(['（', '(']);
    let rest = inner.unwrap_or(text);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < rest.len() && digits.starts_with(['.', '．', '、', '）', ')']) {
        return match inner {
            Some(_) => OfficialStyle::Heading4,
            None => OfficialStyle::Heading3,
        };
    }
    let han = rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    // `（一）` with brackets is the level below.
    if inner.is_none() && han.len() < rest.len() && han.starts_with('、') {
        return OfficialStyle::HeadingOne;
    }
    OfficialStyle::Heading2
}

/// Returns `number` in Chinese numerals, as headings are counted: `十二`, `二十`, `一百零三`. Numbers from 1000 on stay Arabic.
pub(super) fn chinese_number(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut out = String::new();
    match hundreds {
        0 => {}
        1..=9 => out = format!("{}百", digit(hundreds)),
        _ => return number.to_string(),
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => out.push('零'),
        0 => {}
        1 if hundreds == 0 => out.push('十'),
        tens => out = format!("{out}{}十", digit(tens)),
    }
    if ones > 0 || number == 0 {
        out.push_str(digit(ones));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{OfficialStyle, chinese_number, sub_heading};

    #[test]
    fn numbers_of_headings_are_chinese() {
        let numbers = [1, 10, 12, 20, 34, 100, 103, 110, 256, 1000];
        let written = numbers.map(chinese_number).join(" ");
        assert_eq!(
            written,
            "一 十 十二 二十 三十四 一百 一百零三 一百一十 二百五十六 1000"
        );
    }

    #[test]
    fn the_numbering_of_a_heading_is_its_level() {
        assert_eq!(sub_heading("一、总体情况"), OfficialStyle::HeadingOne);
        assert_eq!(sub_heading("（一）总体情况"), OfficialStyle::Heading2);
        assert_eq!(sub_heading("总体情况"), OfficialStyle::Heading2);
        assert_eq!(sub_heading("1. 总体情况"), OfficialStyle::Heading3);
        assert_eq!(sub_heading("（1）总体情况"), OfficialStyle::Heading4);
        assert_eq!(sub_heading("2025 年情况"), OfficialStyle::Heading2);
    }
}
