//! Ranges of issue numbers and dates, as typed in a filter.

use crate::text::fold::fold;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use std::ops::RangeInclusive;

/// Parses issue numbers: `629`, `600-629`, `600..629`, `600-`, `..629`, the ends in either order.
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

/// Parses dates: `2025`, `2025-06`, `2025-06-20`, `2025年6月`, or two of them with `..` between, in either order, where one
/// end may be open.
pub(super) fn days(text: &str) -> Option<RangeInclusive<Date>> {
    let text = fold(text)
        .replace(['年', '月', '/'], "-")
        .replace('日', "")
        .replace(['~', '至', '到'], "..");
    let (from, to) = text
        .split_once("..")
        .unwrap_or((text.as_str(), text.as_str()));
    match (from, to) {
        ("", "") => None,
        ("", to) => Some(Date::MIN..=day(to)?.1),
        (from, "") => Some(day(from)?.0..=Date::MAX),
        (from, to) => {
            let (from, to) = (day(from)?, day(to)?);
            Some(from.0.min(to.0)..=from.1.max(to.1))
        }
    }
}

/// Returns the first and the last day of a year, a month or a day.
fn day(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.trim_end_matches('-').split('-');
    let year = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let length: Span = match (month, day) {
        (None, _) => 1.year(),
        (_, None) => 1.month(),
        _ => 1.day(),
    };
    let last = first.checked_add(length).ok()?.yesterday().ok()?;
    parts.next().is_none().then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

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
        assert_eq!(days("2024-13"), None);
        assert_eq!(days("2024年2月"), days("2024-02"));
        assert_eq!(
            days("2024年2月29日至2024/3"),
            Some(date(2024, 2, 29)..=date(2024, 3, 31))
        );
        assert_eq!(days("2025-06..2024-01"), days("2024-01..2025-06"));
    }
}
