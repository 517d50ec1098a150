//! Dates and periods in the forms that reports use, with spaces and full-width digits wherever the layout put them.

use super::numerals::{arabic, digit, number};
use crate::model::Period;
use jiff::civil::Date;

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
struct DateScanner<'a> {
    text: &'a str,
    at: usize,
}

impl DateScanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn spaces(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    /// Reads a number of `least` to `most` Arabic digits; a year may also be in Chinese digits.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        self.spaces();
        let (mut value, mut count) = (0, 0);
        while let Some((c, d)) = self.peek().and_then(|c| Some((c, arabic(c)?))) {
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
    fn small(&mut self) -> Option<u32> {
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
    fn mark(&mut self, marks: &[char]) -> Option<char> {
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
    let full = (|| {
        let year = scan.number(4, 4)?;
        let separator = scan.mark(SEPARATORS)?;
        Some((year, separator))
    })();
    let (year, separator) = match (full, year) {
        (Some((y, s)), _) => (i16::try_from(y).ok()?, s),
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

/// Returns the date that `text` begins with in one of the forms that only a dateline has, besides those of [`leading`]:
/// `20250615`, `25-06-15`, `6月15日`, `06-15`, `June 15, 2025`, `昨天`.
///
/// A missing year is that of `issued`, or the year before where the day would lie more than a week after it. A relative
/// day has no date.
///
/// ```
/// use jiff::civil::date;
/// use newsreader::conventions::dates::leading_in_dateline;
/// let issued = Some(date(2026, 1, 5));
/// let found = leading_in_dateline("12月30日 来源", issued).unwrap();
/// assert_eq!(found.date, Some(date(2025, 12, 30)));
/// ```
pub fn leading_in_dateline(text: &str, issued: Option<Date>) -> Option<FoundDate> {
    leading(text)
        .or_else(|| compact(text))
        .or_else(|| english(text))
        .or_else(|| without_century(text))
        .or_else(|| without_year(text, issued))
        .or_else(|| relative(text))
}

/// Reads `20250615`.
fn compact(text: &str) -> Option<FoundDate> {
    let rest = text.trim_start_matches(|c| arabic(c).is_some());
    let end = text.len() - rest.len();
    let value = number(text.get(..end)?).filter(|_| text.chars().count() >= 8)?;
    if text.get(..end)?.chars().count() != 8 || !(1900..2100).contains(&(value / 10_000)) {
        return None;
    }
    found(end, value / 10_000, value / 100 % 100, value % 100)
}

/// Reads `25-06-15`.
fn without_century(text: &str) -> Option<FoundDate> {
    let mut scan = DateScanner { text, at: 0 };
    let year = scan.number(2, 2)?;
    scan.mark(&['-', '/', '.', '－'])?;
    let month = scan.number(2, 2)?;
    scan.mark(&['-', '/', '.', '－'])?;
    let day = scan.number(2, 2)?;
    found(scan.at, 2000 + year, month, day)
}

/// Reads `6月15日` and `06-15`, with the year of `issued`.
fn without_year(text: &str, issued: Option<Date>) -> Option<FoundDate> {
    let mut scan = DateScanner { text, at: 0 };
    let han = (|| {
        let month = scan.small()?;
        scan.mark(&['月'])?;
        let day = scan.small()?;
        scan.mark(&['日', '号'])?;
        Some((month, day, scan.at))
    })();
    let (month, day, end) = han.or_else(|| {
        let mut scan = DateScanner { text, at: 0 };
        let month = scan.number(2, 2)?;
        scan.mark(&['-', '/', '－'])?;
        let day = scan.number(2, 2)?;
        let ends = scan
            .peek()
            .is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '/'));
        ends.then_some((month, day, scan.at))
    })?;
    let date = issued.and_then(|issued| nearest_before(issued, month, day));
    // A month over 12 is no date at all where nothing else shows one.
    (month <= 12 && day <= 31).then_some(FoundDate {
        start: 0,
        end,
        date,
    })
}

/// Returns the day in the year of `issued`, or in the year before where it would lie more than a week later.
fn nearest_before(issued: Date, month: u32, day: u32) -> Option<Date> {
    let in_year = |year| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let same = in_year(issued.year())?;
    let days = issued.until(same).ok()?.get_days();
    if days > 7 {
        in_year(issued.year() - 1)
    } else {
        Some(same)
    }
}

/// Reads `June 15, 2025`, `Jun. 15 2025` and `15 June 2025`.
fn english(text: &str) -> Option<FoundDate> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut scan = DateScanner { text, at: 0 };
    let before = scan.number(1, 2);
    scan.at = before.map_or(0, |_| scan.at);
    scan.spaces();
    let word = text.get(scan.at..)?;
    let len = word.len()
        - word
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    let name = word.get(..len)?.to_ascii_lowercase();
    let month = MONTHS
        .iter()
        .zip(1..)
        .find(|(short, _)| name.starts_with(*short))?
        .1;
    scan.at += len;
    scan.mark(&['.']);
    let day = before.or_else(|| scan.number(1, 2))?;
    scan.mark(&[',', '，']);
    let year = scan.number(4, 4)?;
    found(scan.at, year, month, day)
}

/// Reads a day that only the reader of the day knew: `昨天`, `今日`.
fn relative(text: &str) -> Option<FoundDate> {
    const DAYS: [&str; 8] = [
        "昨天", "昨日", "今天", "今日", "前天", "前日", "日前", "近日",
    ];
    let day = DAYS.iter().find(|day| text.starts_with(**day))?;
    Some(FoundDate {
        start: 0,
        end: day.len(),
        date: None,
    })
}

/// Makes a date of its numbers; there may be no such day.
fn found(end: usize, year: u32, month: u32, day: u32) -> Option<FoundDate> {
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    Some(FoundDate {
        start: 0,
        end,
        date: date.ok(),
    })
}

/// Returns what follows the weekday and the time of day that `text` begins with: `（星期日） 08:30:12`, `T08:30:00+08:00`,
/// `上午9时30分`.
///
/// ```
/// use newsreader::conventions::dates::behind_time;
/// assert_eq!(behind_time(" 星期日 08:30 来源"), "来源");
/// assert_eq!(behind_time("来源"), "来源");
/// ```
pub fn behind_time(text: &str) -> &str {
    let edge = |c: char| {
        c.is_whitespace() || matches!(c, '）' | ')' | ']' | '|' | '｜' | '（' | '(' | 'T')
    };
    let mut rest = text;
    loop {
        let open = rest.trim_start_matches(edge);
        // A bracket that encloses no weekday or time opens the source.
        let next = weekday(open).or_else(|| time_of_day(open));
        match next {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    let close = |c: char| c.is_whitespace() || matches!(c, '）' | ')' | ']' | '|' | '｜');
    rest.trim_start_matches(close)
}

/// Returns what follows the weekday that `text` begins with.
fn weekday(text: &str) -> Option<&str> {
    let names = ["星期", "周", "礼拜"];
    let rest = names.iter().find_map(|name| text.strip_prefix(name))?;
    rest.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天'])
}

/// Returns what follows the time of day that `text` begins with.
fn time_of_day(text: &str) -> Option<&str> {
    let halves = ["上午", "下午", "凌晨", "晚上", "晚", "早上", "中午"];
    let rest = halves
        .iter()
        .find_map(|half| text.strip_prefix(half))
        .unwrap_or(text);
    let part = |c: char| {
        arabic(c).is_some() || matches!(c, ':' | '：' | '时' | '点' | '分' | '秒' | '.' | '+' | 'Z')
    };
    let behind = rest.trim_start().trim_start_matches(part);
    let time = rest.trim_start();
    let time = time.get(..time.len() - behind.len())?;
    let marked = time.contains([':', '：', '时', '点']);
    (marked && time.starts_with(|c| arabic(c).is_some())).then_some(behind)
}

/// Returns the period in `text`: `从 2025 年 6 月 14 日到 2025 年 6 月 20 日`, `2025年6月14日至20日`, `2025.6.14—6.20`.
///
/// ```
/// use newsreader::conventions::dates::period;
/// let period = period("2025年6月14日至20日").unwrap();
/// assert_eq!(period.end.to_string(), "2025-06-20");
/// ```
pub fn period(text: &str) -> Option<Period> {
    let mut from = 0;
    while let Some(first) = find(text, from) {
        from = first.end;
        let Some(start) = first.date else { continue };
        let mut scan = DateScanner {
            text,
            at: first.end,
        };
        let joined = scan.mark(&['到', '至', '-', '—', '–', '－', '~', '～', '―']);
        if joined.is_none() {
            continue;
        }
        // The dash of a period is doubled in Chinese.
        while scan.mark(&['-', '—', '–', '－', '~', '～']).is_some() {}
        scan.spaces();
        if let Some(end) = ending(text, scan.at, start)
            && start <= end
        {
            return Some(Period { start, end });
        }
    }
    None
}

/// Reads the second date of a period, which may leave out what it shares with the first.
fn ending(text: &str, at: usize, start: Date) -> Option<Date> {
    if let Some(found) = read(text, at, None) {
        return found.date;
    }
    let short = read(text, at, Some(start.year())).and_then(|f| f.date);
    let day_only = || {
        let mut scan = DateScanner { text, at };
        let day = scan.small()?;
        scan.mark(&['日', '号'])?;
        Date::new(start.year(), start.month(), i8::try_from(day).ok()?).ok()
    };
    short
        .or_else(day_only)
        .or_else(|| dotted_end(text, at, start))
}

/// Reads `6.20` behind `2025.6.14—`.
fn dotted_end(text: &str, at: usize, start: Date) -> Option<Date> {
    let mut scan = DateScanner { text, at };
    let month = scan.small()?;
    scan.mark(&['.', '/', '-', '．', '／'])?;
    let day = scan.small()?;
    Date::new(
        start.year(),
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
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
    fn dates_that_only_a_dateline_has() {
        let issued = Some(date(2025, 6, 27));
        for text in [
            "20250615",
            "25-06-15",
            "6月15日",
            "06-15",
            "六月十五日",
            "June 15, 2025",
            "Jun. 15 2025",
            "15 June 2025",
        ] {
            let found = leading_in_dateline(text, issued).unwrap();
            assert_eq!(found.date, Some(date(2025, 6, 15)), "{text}");
            assert_eq!(found.end, text.len(), "{text}");
        }
        assert_eq!(leading_in_dateline("昨天 来源", issued).unwrap().date, None);
        assert_eq!(leading_in_dateline("2月30日", issued).unwrap().date, None);
        for text in ["202506151", "15 艘渔船", "6月的海", "12345678", "May I"] {
            assert_eq!(leading_in_dateline(text, issued), None, "{text}");
        }
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
    }
}
