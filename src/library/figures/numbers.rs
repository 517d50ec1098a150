//! Numbers with their units.

use super::moments::moment_at;
use super::{Figure, TIME, UNIT, hash, low_bits, may_be_in};
use crate::conventions::numerals;
use crate::text::chars::is_han;
use crate::text::fold::fold_char;
use std::ops::Range;

/// The units that a number in Han needs no 第 for. Others would make figures of 一次 and 一个.
const COUNTED_IN_HAN: &str = "批期届轮季级号";
/// The units of 首, the first.
const COUNTED_FROM_FIRST: &str = "批期届轮季次场";
/// The characters behind a number that are no unit: of times and of ranges.
const NO_UNIT: &str = "日时分点至到和与或及";
/// The full-width digits and the Han that numbers are written with, and 首. A test compares them with [`numerals::is_numeral`].
const NUMERALS: u128 = low_bits(&[
    '〇', '零', '○', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万',
    '亿', '两', '廿', '卅', 'Ｏ', '萬', '億', '兩', '首', '０', '１', '２', '３', '４', '５', '６',
    '７', '８', '９',
]);

/// Iterates over the numbers of `chars` with their units, and over days and times of day. Years count in a title only:
/// there they name the edition.
pub(super) fn numbers(chars: &[char], is_title: bool) -> impl Iterator<Item = Figure> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = chars.get(at..)?;
            let start = at + rest.iter().position(|c| begins_number(*c))?;
            at = start + number_len(chars.get(start..)?).max(1);
            let figure = number_at(chars, start..at, is_title);
            if figure.is_some() {
                return figure;
            }
        }
    })
}

/// True for the first character of a number, in Arabic or in Han.
#[inline]
fn begins_number(c: char) -> bool {
    // Most characters are of no number. This loop took a third of the reading with a call for each of them.
    c.is_ascii_digit()
        || c >= '〇' && may_be_in(NUMERALS, c) && (numerals::is_numeral(c) || c == '首')
}

/// Returns the number of characters of the number that `chars` begin with.
fn number_len(chars: &[char]) -> usize {
    let len = |is: fn(char) -> bool| chars.iter().take_while(|c| is(**c)).count();
    match chars.first() {
        Some('0'..='9' | '０'..='９') => {
            len(|c| matches!(c, '0'..='9' | '０'..='９' | '.' | '．'))
        }
        Some('首') => 1,
        _ => len(|c| numerals::is_numeral(c) && numerals::arabic(c).is_none()),
    }
}

/// Returns the figure of the number in `range`; `None` without a number or a unit.
fn number_at(chars: &[char], range: Range<usize>, is_title: bool) -> Option<Figure> {
    if let Some(moment) = moment_at(chars, &range) {
        return Some(moment);
    }
    let unit = fold_char(*chars.get(range.end)?);
    let before_at = |back| range.start.checked_sub(back).and_then(|at| chars.get(at));
    let before = before_at(1);
    // An index stands at 3215.8点.
    let is_level = unit == '点' && range.len() > 2;
    let is_unit = unit == '%' || is_level || is_han(unit) && !NO_UNIT.contains(unit);
    let after = chars.get(range.end + 1);
    let is_minute = matches!(before, Some(':' | '：'))
        && before_at(2).is_some_and(|c| numerals::arabic(*c).is_some());
    // Numbers in names, as H5N1 and D3937, count nothing.
    let is_in_name = before.is_some_and(|c| fold_char(*c).is_ascii_alphanumeric());
    if !is_unit || is_minute || is_in_name {
        return None;
    }
    let digits = chars.get(range.clone())?.iter();
    let digits: String = digits.map(|c| fold_char(*c)).collect();
    let is_arabic = digits.starts_with(|c: char| c.is_ascii_digit());
    let value = if is_arabic {
        let is_day = unit == '月' && after.is_some_and(|c| numerals::arabic(*c).is_some());
        let is_year = unit == '年' && !(is_title && digits.len() == 4);
        // An anniversary is the background of many events.
        let is_age = unit == '周' && after == Some(&'年') && !is_title;
        let is_date = unit == '号' && digits.len() < 3 && before != Some(&'第') && !is_title;
        (!is_day && !is_year && !is_age && !is_date).then_some(digits)?
    } else if digits == "首" {
        COUNTED_FROM_FIRST.contains(unit).then(|| "1".to_owned())?
    } else {
        // 三 of 十四届三次会议 needs no 第.
        let is_ordinal = matches!(before, Some('第' | '届' | '屆'));
        let counts = is_ordinal || COUNTED_IN_HAN.contains(unit);
        counts.then(|| numerals::number(&digits))??.to_string()
    };
    let is_telling = value.len() > 1 && !matches!(unit, '月' | '年' | '届');
    let telling = if is_telling { Figure::TELLING } else { 0 };
    let figure = Figure(Figure::new(unit_hash(unit), &value).0 | telling);
    // The number of a congress or a fair names it, wherever it stands.
    Some(if unit == '届' {
        figure.decisive()
    } else {
        figure
    })
}

/// Returns the hash of a unit, which is that of nothing else.
fn unit_hash(unit: char) -> u32 {
    (hash(unit.encode_utf8(&mut [0; 4])) & UNIT).max(TIME + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{figures, title};
    use super::*;

    #[test]
    fn the_set_of_low_bits_holds_all_numerals() {
        let all = ('〇'..='\u{ffff}').filter(|c| numerals::is_numeral(*c));
        for c in all.chain(['首']) {
            assert!(may_be_in(NUMERALS, c), "{c}");
        }
    }

    #[test]
    fn numbers_have_a_unit_and_are_alike_in_each_script() {
        let one = title("首批试点医院名单公布");
        assert_eq!(one, title("第1批试点医院名单公布"));
        assert_eq!(one, title("第一批試點醫院名單公布"));
        assert_eq!(title("第三十批"), title("第30批"));
        assert_ne!(title("和平十四号起航"), title("和平十五号起航"));
        assert_eq!(title("结算２.３１亿人次"), title("2.31亿元"));
        assert_eq!(title("平均降价56%"), title("降价５６％"));
    }

    #[test]
    fn days_times_ranges_and_names_are_no_figures() {
        for text in [
            "3月29日",
            "18时30分",
            "1至7",
            "H5亚型",
            "D3937次",
            "一个医院",
            "又一次",
            "2025",
            "2024年起",
        ] {
            let figures = figures("", [text]);
            assert!(!figures.iter().any(|f| f.is_number()), "{text}");
        }
        assert_eq!(figures("", ["1—7月"]), figures("", ["1至7月"]));
        assert_ne!(title("2024年飞检"), title("2025年飞检"));
    }

    #[test]
    fn sessions_are_counted_and_anniversaries_are_not() {
        assert_ne!(title("十四届三次会议"), title("十四届一次会议"));
        assert_ne!(title("二十届三中全会"), title("二十届四中全会"));
        assert!(figures("", ["建院60周年"]).is_empty());
        assert_eq!(title("建院60周年").len(), 1);
        assert_eq!(figures("", ["第18周流感周报"]).len(), 1);
        assert!(figures("", ["8号召开"]).is_empty());
        assert!(figures("", ["第79届大会开幕"])[0].is_decisive());
        let telling = |text| figures("", [text])[0].is_telling();
        assert!(telling("12家") && telling("6.8级") && !telling("3家") && !telling("1—12月"));
    }
}
