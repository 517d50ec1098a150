//! Ranges of issue numbers and dates, as typed in a filter.
//!
//! Both kinds are closed ranges; an open end is the least or greatest value. Full-width digits,
//! `至`, `到` and `~` are understood, and ends in the wrong order are exchanged: a range that finds
//! nothing is never what was meant.

use crate::text::fold::fold;
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// Parses issue numbers: `629`, `600-629`, `600..629`, `600-`, `..629`, the ends in either order.
///
/// `None` where neither end is a number.
pub(super) fn numbers(text: &str) -> Option<RangeInclusive<u32>> {
    let text = fold(text).replace(['~', '—', '–', '至', '到'], "-");
    let (from, to) = text
        .split_once("..")
        .or_else(|| text.split_once('-'))
        .unwrap_or((text.as_str(), text.as_str()));
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let number = |part: &str, open: u32| match part.trim_matches(['第', '期']) {
        "" => Some(open),
        part => part.parse().ok(),
    };
    let (from, to) = (number(from, 0)?, number(to, u32::MAX)?);
    Some(from.min(to)..=from.max(to))
}

/// Parses dates: `2025`, `2025-06`, `2025-06-20`, `2025年6月`, a name such as `本周` or `last30d`, or two of them with `..`
/// between, in either order, where one end may be open.
///
/// A year or a month as an end stands for its first or last day. `None` for anything else.
pub(super) fn days(text: &str, today: Date) -> Option<RangeInclusive<Date>> {
    // A single `-` joins the parts of a date and so cannot be the sign of a range here.
    let text = fold(text).replace(['~', '至', '到'], "..");
    let (from, to) = text
        .split_once("..")
        .unwrap_or((text.as_str(), text.as_str()));
    let span = |part: &str| relative(part, today).or_else(|| calendar(part));
    match (from, to) {
        ("", "") => None,
        ("", to) => Some(Date::MIN..=span(to)?.1),
        (from, "") => Some(span(from)?.0..=Date::MAX),
        (from, to) => {
            let (from, to) = (span(from)?, span(to)?);
            Some(from.0.min(to.0)..=from.1.max(to.1))
        }
    }
}

/// Returns the first and the last day of a span named by its distance from `today`. Weeks begin on Monday, and `近N天` counts
/// the present day.
///
/// `None` for a text that is no such name.
fn relative(text: &str, today: Date) -> Option<(Date, Date)> {
    let monday = |weeks: i32| {
        let since = i32::from(today.weekday().to_monday_zero_offset());
        today.checked_add((weeks * 7 - since).days()).ok()
    };
    let week = |weeks| Some((monday(weeks)?, monday(weeks + 1)?.yesterday().ok()?));
    let month = |before: i32| {
        let some_day = today.checked_sub(before.months()).ok()?;
        Some((some_day.first_of_month(), some_day.last_of_month()))
    };
    let year = |before: i32| {
        let some_day = today.checked_sub(before.years()).ok()?;
        Some((some_day.first_of_year(), some_day.last_of_year()))
    };
    match text {
        "今天" | "今日" | "today" => Some((today, today)),
        "本周" | "this-week" => week(0),
        "上周" | "last-week" => week(-1),
        "本月" | "this-month" => month(0),
        "上月" | "last-month" => month(1),
        "今年" | "this-year" => year(0),
        "去年" | "last-year" => year(1),
        text => {
            let chinese = text.strip_prefix('近').and_then(|n| n.strip_suffix('天'));
            let english = || text.strip_prefix("last")?.strip_suffix('d');
            let count: i32 = chinese.or_else(english)?.parse().ok()?;
            // More days than the calendar has are a slip, and too many for a span.
            let before = count
                .checked_sub(1)
                .filter(|n| (0..1_000_000).contains(n))?;
            Some((today.checked_sub(before.days()).ok()?, today))
        }
    }
}

/// Returns the first and the last day of a year, a month or a day.
///
/// `2025年6月20日` and `2025/6/20` are read as `2025-6-20`. `None` for a day that does not exist.
fn calendar(text: &str) -> Option<(Date, Date)> {
    let text = text.replace(['年', '月', '/'], "-").replace('日', "");
    let mut parts = text.trim_end_matches('-').split('-');
    let year = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (None, _) => first.last_of_year(),
        (_, None) => first.last_of_month(),
        _ => first,
    };
    parts.next().is_none().then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(text: &str) -> Option<RangeInclusive<Date>> {
        super::days(text, date(2025, 6, 19))
    }

    #[test]
    fn dates_reach_to_the_end_of_their_month() {
        assert_eq!(
            days("2024-01..2025-06"),
            Some(date(2024, 1, 1)..=date(2025, 6, 30))
        );
        assert_eq!(days("2024"), Some(date(2024, 1, 1)..=date(2024, 12, 31)));
        assert_eq!(
            days("2024-02-29"),
            Some(date(2024, 2, 29)..=date(2024, 2, 29))
        );
        assert_eq!(days("..2024-02"), Some(Date::MIN..=date(2024, 2, 29)));
        // The last year of the calendar has no day behind it.
        assert_eq!(days("9999"), Some(date(9999, 1, 1)..=Date::MAX));
        assert_eq!(days("2024-13"), None);
        assert_eq!(days("2024年2月"), days("2024-02"));
        assert_eq!(
            days("2024年2月29日至2024/3"),
            Some(date(2024, 2, 29)..=date(2024, 3, 31))
        );
        assert_eq!(days("2025-06..2024-01"), days("2024-01..2025-06"));
    }
}
