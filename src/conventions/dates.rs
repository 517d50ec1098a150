//! Dates and periods in the forms that reports use, with spaces and full-width digits wherever the layout put them.
//!
//! Here are the forms that are a date wherever they stand: a year, a month and a day with
//! separators between. Forms that are a date only in a dateline are in [`super::day_forms`]. The
//! form is read before the calendar is asked, so that `2025年2月30日` is found as a date that does
//! not exist, of which a warning speaks.

use super::numerals::{arabic, digit, number};
use crate::model::Period;
use jiff::civil::Date;
use std::ops::Range;

/// A date found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundDate {
    /// The byte at which it begins.
    pub start: usize,
    /// The byte behind its end.
    pub end: usize,
    /// The day; `None` where the form is a date's but there is no such day.
    pub date: Option<Date>,
}

/// A place in a text, from which numbers and marks are read one after the other.
#[derive(Clone)]
pub(super) struct DateScanner<'a> {
    /// The text that is read.
    pub text: &'a str,
    /// The byte that is read next.
    pub at: usize,
}

impl DateScanner<'_> {
    /// Returns the next character without taking it.
    pub fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    /// Skips white space.
    pub fn spaces(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    /// Reads a number of `least` to `most` Arabic digits; a year may also be in Chinese digits.
    pub fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        self.spaces();
        let (mut value, mut count) = (0, 0);
        while let Some((c, d)) = self.peek().and_then(|c| Some((c, arabic(c)?))) {
            // A longer run of digits is another number.
            if count == most {
                return None;
            }
            value = value * 10 + d;
            count += 1;
            self.at += c.len_utf8();
        }
        if count == 0 && most == 4 {
            return self.chinese_year();
        }
        (count >= least).then_some(value)
    }

    /// Reads four Chinese digits: 二〇二五.
    fn chinese_year(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            let c = self.peek()?;
            value = value * 10 + digit(c)?;
            self.at += c.len_utf8();
        }
        Some(value)
    }

    /// Reads a month or day, also in Chinese digits.
    pub fn small(&mut self) -> Option<u32> {
        let kept = self.at;
        if let Some(n) = self.number(1, 2) {
            return Some(n);
        }
        self.at = kept;
        self.spaces();
        let start = self.at;
        while let Some(c) = self
            .peek()
            .filter(|&c| digit(c).is_some() || matches!(c, '十' | '廿' | '卅'))
        {
            self.at += c.len_utf8();
        }
        number(self.text.get(start..self.at)?)
    }

    /// Reads one of `marks`, with white space before it.
    pub fn mark(&mut self, marks: &[char]) -> Option<char> {
        self.spaces();
        let c = self.peek().filter(|c| marks.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }
}

/// The marks between year, month and day, as keyboards, extractors and OCR leave them.
const SEPARATORS: &[char] = &[
    '年', '-', '－', '—', '–', '‐', '−', '/', '／', '.', '．', '。',
];

/// Reads a date at byte `at`; `year` stands in where the text gives only month and day.
fn read(text: &str, at: usize, year: Option<i16>) -> Option<FoundDate> {
    let mut scan = DateScanner { text, at };
    // A closure, so that each part that is missing ends the attempt.
    let full = (|| {
        let year = scan.number(4, 4)?;
        let separator = scan.mark(SEPARATORS)?;
        Some((year, separator))
    })();
    let (year, separator) = match (full, year) {
        (Some((y, s)), _) => (i16::try_from(y).ok()?, s),
        // The year is known, so the text begins with the month.
        (None, Some(year)) => {
            scan.at = at;
            (year, '年')
        }
        (None, None) => return None,
    };
    let month = scan.small()?;
    // `2025年6-15` is no date: 年 needs its 月.
    if separator == '年' {
        scan.mark(&['月'])?;
    } else {
        scan.mark(SEPARATORS).filter(|&m| m != '年')?;
    }
    let day = scan.small()?;
    let kept = scan.at;
    // The spaces before a mark that is not there belong to what follows.
    if scan.mark(&['日', '号']).is_none() {
        scan.at = kept;
    }
    let date = || Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    Some(FoundDate {
        start: at,
        end: scan.at,
        date: date(),
    })
}

/// Returns the first date in `text` from byte `from` on.
pub fn find(text: &str, from: usize) -> Option<FoundDate> {
    let mut before_digit = false;
    for (at, c) in text.get(from..)?.char_indices() {
        // Years begin with 1 or 2, and not inside a longer number such as a document's.
        let starts = matches!(c, '1' | '2' | '１' | '２' | '一' | '二') && !before_digit;
        before_digit = arabic(c).is_some();
        if starts && let Some(found) = read(text, from + at, None) {
            return Some(found);
        }
    }
    None
}

/// Returns the date that `text` begins with.
pub fn leading(text: &str) -> Option<FoundDate> {
    read(text, 0, None)
}

/// Returns the period in `text`: `从 2025 年 6 月 14 日到 2025 年 6 月 20 日`, `2025年6月14日至20日`, `2025.6.14—6.20`, and a
/// single day as a brief names it: `，时间为 2025 年 6 月 14 日`.
///
/// ```
/// use newsreader::conventions::dates::period;
/// let period = period("2025年6月14日至20日").unwrap();
/// assert_eq!(period.end.to_string(), "2025-06-20");
/// ```
pub fn period(text: &str) -> Option<Period> {
    period_in(text).map(|(period, _)| period)
}

/// Returns the period in `text` as [`period`] does, with the bytes that its two days take.
pub fn period_in(text: &str) -> Option<(Period, Range<usize>)> {
    let mut from = 0;
    while let Some(first) = find(text, from) {
        from = first.end;
        // A date that does not exist begins no period.
        let Some(start) = first.date else { continue };
        let mut scan = DateScanner {
            text,
            at: first.end,
        };
        let joined = scan.mark(&['到', '至', '-', '—', '–', '－', '~', '～', '―']);
        if joined.is_none() {
            if is_whole_time(text, first.start) {
                return Some((Period { start, end: start }, first.start..first.end));
            }
            continue;
        }
        // The dash of a period is doubled in Chinese.
        while scan.mark(&['-', '—', '–', '－', '~', '～']).is_some() {}
        scan.spaces();
        if let Some((end, behind)) = ending(text, scan.at, start)
            // A second date before the first is another date, not the end.
            && start <= end
        {
            return Some((Period { start, end }, first.start..behind));
        }
    }
    None
}

/// True if the day at byte `at` is named as the whole time of a report. `发布时间为` names another day.
fn is_whole_time(text: &str, at: usize) -> bool {
    let before = text.get(..at).map(str::trim_end);
    let before = before.and_then(|before| before.strip_suffix("时间为"));
    before.is_some_and(|before| before.is_empty() || before.ends_with(['，', ',', '。', '；']))
}

/// Reads the second date of a period, which may leave out what it shares with the first, and the byte behind it.
fn ending(text: &str, at: usize, start: Date) -> Option<(Date, usize)> {
    let dated = |found: FoundDate| Some((found.date?, found.end));
    if let Some(found) = read(text, at, None) {
        return dated(found);
    }
    let short = read(text, at, Some(start.year())).and_then(dated);
    let day_only = || {
        let mut scan = DateScanner { text, at };
        let day = scan.small()?;
        scan.mark(&['日', '号'])?;
        let date = Date::new(start.year(), start.month(), i8::try_from(day).ok()?);
        Some((date.ok()?, scan.at))
    };
    // The forms in the order of how much they name.
    short
        .or_else(day_only)
        .or_else(|| dotted_end(text, at, start))
}

/// Reads `6.20` behind `2025.6.14—`.
fn dotted_end(text: &str, at: usize, start: Date) -> Option<(Date, usize)> {
    let mut scan = DateScanner { text, at };
    let month = scan.small()?;
    scan.mark(&['.', '/', '-', '．', '／'])?;
    let day = scan.small()?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Some((Date::new(start.year(), month, day).ok()?, scan.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_in_all_forms() {
        for text in [
            "2025-06-15",
            "2025年6月15日",
            "2025 年 6 月 15 日",
            "2025/06/15",
            "2025.6.15",
            "２０２５－０６－１５",
            "二〇二五年六月十五日",
            "2025—06—15",
        ] {
            let found = leading(text).unwrap();
            assert_eq!(found.date, Some(date(2025, 6, 15)), "{text}");
            assert_eq!(found.end, text.len(), "{text}");
        }
        assert_eq!(leading("2025-13-45").unwrap().date, None);
        assert_eq!(leading("2024 年 11 月，国家"), None);
        assert_eq!(find("第12025-06-15", 0), None);
        assert_eq!(find("中心 2025 年 6 月 20 日", 0).unwrap().start, 7);
    }

    #[test]
    fn periods_in_all_forms() {
        let want = Period {
            start: date(2025, 6, 14),
            end: date(2025, 6, 20),
        };
        for text in [
            "时间从 2025 年 6 月 14 日到 2025 年 6 月 20 日，",
            "2025年06月14日至2025年06月20日",
            "2025年6月14日至20日",
            "2025年6月14日—6月20日",
            "2025年6月14日——6月20日",
            "2025.6.14-6.20",
            "2025-06-14至2025-06-20",
            "（2025/6/14～2025/6/20）",
        ] {
            assert_eq!(period(text), Some(want), "{text}");
        }
        assert_eq!(period("2025年6月14日发布"), None);
        let day = date(2025, 6, 14);
        let single = Some(Period {
            start: day,
            end: day,
        });
        assert_eq!(
            period("共收集 2 篇，时间为 2025 年 6 月 14 日，选自"),
            single
        );
        assert_eq!(period("共收集 2 篇，时间为2025年6月14日至20日"), Some(want));
        assert_eq!(period("发布时间为2025年6月14日"), None);
    }
}
