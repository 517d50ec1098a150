//! The day on which a page appeared: in its rows, its scripts and its address.
//!
//! A page often has several days: of publication, of an update, of the events, of the download.
//! They are tried in the order of how surely they are the day of publication: beside the headline,
//! declared in `<meta>`, behind a label, in a script, in the address.

use crate::conventions::dates;
use jiff::civil::Date;
use scraper::Html;

/// A row of more chars than this is a paragraph of the text, where days are those of the events.
pub(super) const LONGEST_ROW: usize = 120;

/// True for a row that is a day, with a time of day perhaps.
pub(super) fn is_day_alone(row: &str) -> bool {
    let row = row.trim();
    let Some(found) = dates::leading(row).filter(|found| found.date.is_some()) else {
        return false;
    };
    let rest = row.get(found.end..).unwrap_or_default();
    rest.chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ':' | '：'))
}

/// Returns the day behind a label: 发布日期：2025-06-12.
pub(super) fn labelled_day(row: &str) -> Option<Date> {
    if row.chars().count() > LONGEST_ROW {
        return None;
    }
    DAY_LABELS.iter().find_map(|label| {
        let (_, rest) = row.split_once(label)?;
        dates::leading(rest.trim_start_matches([':', '：', ' ', '\u{3000}']))?.date
    })
}

/// The labels before the day of publication.
const DAY_LABELS: &[&str] = &[
    "发布日期",
    "发布时间",
    "发表时间",
    "发表日期",
    "时间：",
    "日期：",
];

/// Returns the first day in a row that is not text.
pub(super) fn shown_day(row: &str) -> Option<Date> {
    if row.chars().count() > LONGEST_ROW {
        return None;
    }
    let mut from = 0;
    while let Some(found) = dates::find(row, from) {
        if found.date.is_some() {
            return found.date;
        }
        from = found.end;
    }
    None
}

/// The names that scripts give to the time of publication, as sites that write their pages in the browser leave them.
const SCRIPT_KEYS: &[&str] = &[
    "publish_time",
    "publishTime",
    "publishDate",
    "pubDate",
    "pubtime",
    "datePublished",
    "createTime",
    "create_time",
    "ctime",
    "var ct",
    "time:",
];

/// Returns the day that a script of the page gives: a date, or seconds since 1970, as WeChat has them.
pub(super) fn scripted_day(document: &Html) -> Option<Date> {
    let elements = document.root_element().descendent_elements();
    let scripts: Vec<String> = elements
        .filter(|element| element.value().name() == "script")
        .map(|script| script.text().collect())
        .collect();
    SCRIPT_KEYS.iter().find_map(|key| {
        let values = scripts.iter().flat_map(|script| script.split(key).skip(1));
        // Scripts repeat a key for every comment.
        values.take(20).find_map(|rest| {
            let value = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"':=".contains(c));
            let value: String = value.chars().take(20).collect();
            dates::leading(&value)
                .and_then(|found| found.date)
                .or_else(|| day_of_seconds(&value))
        })
    })
}

/// Returns the day in China of ten digits at the beginning of `text`, taken as seconds since 1970.
fn day_of_seconds(text: &str) -> Option<Date> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let seconds: i64 = text.get(..10).filter(|_| digits >= 10)?.parse().ok()?;
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    // News sites give the time of Beijing, which has no summer time.
    let date = time
        .to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)))
        .date();
    // Ten digits may also be the number of an article.
    (2000..2100).contains(&date.year()).then_some(date)
}

/// Returns the day of a declared date: ISO 8601, or any form that reports use.
pub(super) fn any_day(text: &str) -> Option<Date> {
    let found = dates::find(text, 0).and_then(|found| found.date);
    found.or_else(|| compact_day(text))
}

/// Returns the day of `20250612`, at the beginning of `digits`.
fn compact_day(digits: &str) -> Option<Date> {
    let number = |range| digits.get::<std::ops::Range<usize>>(range)?.parse().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    (1990..2100)
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())?
}

/// Returns the day in an address: `/2025/06/12/`, `/2025-06/12/`, `/2025/0612/`, `/20250612/` or `t20250612_1.html`.
pub(super) fn day_in_address(address: &str) -> Option<Date> {
    let starts = address.match_indices("20").map(|(at, _)| at);
    starts.into_iter().find_map(|at| {
        let before = address.get(..at)?.chars().next_back()?;
        let rest: String = address
            .get(at..)?
            .chars()
            .filter(|c| !matches!(c, '-' | '/' | '_'))
            .take_while(char::is_ascii_digit)
            .take(8)
            .collect();
        // `120250612` is the number of an article.
        (!before.is_ascii_digit()).then(|| compact_day(&rest))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_the_forms_of_addresses_and_scripts() {
        let day = Some(date(2025, 6, 12));
        for address in [
            "https://example.com/2025/06/12/a.html",
            "https://example.com/n/2025-06/12/c_1.html",
            "https://example.com/2025/0612/c1.html",
            "https://example.com/zw/t20250612_81.html",
        ] {
            assert_eq!(day_in_address(address), day, "{address}");
        }
        assert_eq!(day_in_address("https://example.com/a/120250612.html"), None);
        assert_eq!(day_of_seconds("1749690000\";"), day);
        let page =
            Html::parse_document("<script>var a={\"publish_time\":\"2025-06-12 08:00\"}</script>");
        assert_eq!(scripted_day(&page), day);
    }
}
