//! Days and times of day as only datelines write them: without a year, without separators, in English, with a weekday.
//!
//! Inside a text such forms are too often something else, so [`super::dates`] does not know them.

use super::dates::{DateScanner, FoundDate, leading};
use super::numerals::{arabic, number};
use jiff::civil::Date;

/// Returns the date that `text` begins with in one of the forms that only a dateline has, besides those of [`leading`]:
/// `20250615`, `25-06-15`, `6月15日`, `06-15`, `June 15, 2025`, `昨天`.
///
/// A missing year is that of `issued`, or the year before where the day would lie more than a week after it. A relative
/// day has no date.
///
/// ```
/// use jiff::civil::date;
/// use newsreader::conventions::day_forms::leading_in_dateline;
/// let issued = Some(date(2026, 1, 5));
/// let found = leading_in_dateline("12月30日 来源", issued).unwrap();
/// assert_eq!(found.date, Some(date(2025, 12, 30)));
/// ```
pub fn leading_in_dateline(text: &str, issued: Option<Date>) -> Option<FoundDate> {
    leading(text)
        // From the surest form to the vaguest.
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
    // Full-width digits count as well, so characters are counted and not bytes.
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

/// Reads `June 15, 2025`, `Jun. 15 2025`, `15 June 2025` and the form of feeds and mails, `Sun, 15 Jun 2025` (RFC 5322).
///
/// ```
/// use jiff::civil::date;
/// use newsreader::conventions::day_forms::english;
/// let found = english("Sun, 15 Jun 2025 23:45:00 GMT").unwrap();
/// assert_eq!(found.date, Some(date(2025, 6, 15)));
/// ```
pub fn english(text: &str) -> Option<FoundDate> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    const WEEKDAYS: [&str; 7] = ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"];
    let weekday = WEEKDAYS.iter().find(|day| text.starts_with(**day));
    let start = weekday.map_or(0, |day| day.len());
    let mut scan = DateScanner { text, at: start };
    // The day may stand before the month or behind it.
    let before = scan.number(1, 2);
    scan.at = before.map_or(start, |_| scan.at);
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
    // The month may be shortened, with a full stop.
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
/// use newsreader::conventions::day_forms::behind_time;
/// assert_eq!(behind_time(" 星期日 08:30 来源"), "来源");
/// assert_eq!(behind_time(" 23:45:00 GMT"), "");
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
        let next = weekday(open)
            .or_else(|| time_of_day(open))
            .or_else(|| time_zone(open));
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

/// Returns what follows the time zone that `text` begins with, as feeds write it behind the time: `GMT`, `+0800`.
fn time_zone(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("GMT")
        .or_else(|| text.strip_prefix("UTC"));
    let offset = || {
        let digits = text.strip_prefix(['+', '-'])?;
        let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        (digits.len() - rest.len() == 4).then_some(rest)
    };
    rest.or_else(offset)
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
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
    // A number alone behind a day is anything but a time.
    let marked = time.contains([':', '：', '时', '点']);
    (marked && time.starts_with(|c| arabic(c).is_some())).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

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
            "Sun, 15 Jun 2025",
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
}
