//! The number of an issue of a periodical, in the masthead or in a title.

use super::numerals;
use std::ops::Range;

/// The numbers of an issue as one row gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueNumbers {
    /// The issue number (期号); the running number where there is no other.
    pub number: u32,
    /// The running number over all years (总期号).
    pub total: Option<u32>,
    /// The bytes of the row that both take, with the year in front of them.
    pub range: Range<usize>,
}

/// Returns the issue numbers in `text`: `（第六二九）`, `第六百二十九期`, `第629期`, `第 12 期（总第 240 期）`.
///
/// ```
/// use newsreader::conventions::issue_numbers::issue_numbers;
/// let found = issue_numbers("2025年第12期（总第240期）").unwrap();
/// assert_eq!((found.number, found.total), (12, Some(240)));
/// ```
pub fn issue_numbers(text: &str) -> Option<IssueNumbers> {
    let mut own: Option<u32> = None;
    let mut total: Option<u32> = None;
    let mut range: Option<Range<usize>> = None;
    for (at, _) in text.match_indices('第') {
        let Some((number, end, is_total)) = number_at(text, at) else {
            continue;
        };
        let slot = if is_total { &mut total } else { &mut own };
        // The first of each kind counts; later ones are references to other issues.
        if slot.is_some() {
            continue;
        }
        *slot = Some(number);
        let start = text.get(..at)?.trim_end().trim_end_matches('总').len();
        let start = if is_total { start } else { at };
        range = Some(match range {
            // The brackets between the two go with them.
            Some(range) => range.start.min(start)..range.end.max(end),
            None => start..end,
        });
    }
    let Some(range) = range else {
        return behind_name(text);
    };
    // `2025年第12期`: the year goes with the number.
    let before = text
        .get(..range.start)?
        .trim_end_matches([' ', '\u{3000}', '（', '(']);
    let year = before
        .strip_suffix('年')
        .map(|b| b.trim_end_matches(|c: char| numerals::digit(c).is_some() || c == ' '));
    let start = year
        // Four digits of a year and the word itself; less is another word that ends in 年.
        .filter(|y| before.len() - y.len() > 6)
        .map_or(range.start, str::len);
    Some(IssueNumbers {
        number: own.or(total)?,
        total,
        range: start..range.end,
    })
}

/// The ends of the names of periodicals behind which `#12` or `Vol. 12` is the number of an issue.
const PERIODICALS: [&str; 9] = [
    "报",
    "刊",
    "讯",
    "内参",
    "Weekly",
    "weekly",
    "Newsletter",
    "Digest",
    "Daily",
];
/// The signs in front of such a number.
const NUMBER_SIGNS: [&str; 6] = ["#", "＃", "Vol.", "vol.", "No.", "Issue "];

/// Reads the number that stands behind the name of a periodical without 第 and 期: `渡口周报 #139`, `渡口周刊 Vol.12`.
fn behind_name(text: &str) -> Option<IssueNumbers> {
    NUMBER_SIGNS.iter().find_map(|sign| {
        let (name, behind) = text.split_once(sign)?;
        let name = name.trim_end();
        let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let value = behind.get(..behind.len() - rest.len())?.trim();
        let is_name = PERIODICALS.iter().any(|end| name.ends_with(end));
        // `周报 #1号渡口` counts something else.
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.');
        let number = value.parse().ok().filter(|_| is_name && ends)?;
        let start = name.len();
        let end = text.len() - behind.len() + behind.find(value)? + value.len();
        Some(IssueNumbers {
            number,
            total: None,
            range: start..end,
        })
    })
}

/// Reads the number behind `第` at byte `at`: the number, the byte behind it, and true for a running number.
fn number_at(text: &str, at: usize) -> Option<(u32, usize, bool)> {
    let behind = text.get(at + '第'.len_utf8()..)?;
    let digits = behind.trim_start_matches(|c: char| numerals::is_numeral(c) || c == ' ');
    let number = numerals::number(behind.get(..behind.len() - digits.len())?)?;
    let before = text.get(..at)?.trim_end();
    // `总第 240 期` counts over all years.
    let is_total = before.ends_with('总');
    let bracketed = before
        .trim_end_matches('总')
        .trim_end()
        .ends_with(['（', '(', '【', '[']);
    let end = match digits.chars().next()? {
        c @ ('期' | '号' | '辑') => text.len() - digits.len() + c.len_utf8(),
        // `（第六二九）`: the brackets stand for the word 期.
        '）' | ')' | '】' | ']' if bracketed => text.len() - digits.len(),
        _ => return None,
    };
    Some((number, end, is_total))
}

/// True for a row that is an issue number and nothing else: `（第21期）`, `2025年第3期（总第203期）`.
///
/// ```
/// use newsreader::conventions::issue_numbers::is_issue_number;
/// assert!(is_issue_number("2025年第3期（总第203期）") && !is_issue_number("第3期快讯"));
/// ```
pub fn is_issue_number(text: &str) -> bool {
    issue_numbers(text).is_some_and(|found| {
        let around = [text.get(..found.range.start), text.get(found.range.end..)];
        let mut around = around.into_iter().flatten();
        around.all(|part| !part.chars().any(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_the_name_of_a_periodical_needs_no_words() {
        for text in [
            "渡口周报 #139 | 2025-06-20",
            "渡口周刊 Vol. 139",
            "Lake Weekly #139",
        ] {
            assert_eq!(issue_numbers(text).unwrap().number, 139, "{text}");
        }
        for text in [
            "渡口 #139",
            "渡口周报 #1号渡口",
            "渡口周报 #话题",
            "渡口周报 #1.5",
        ] {
            assert_eq!(issue_numbers(text), None, "{text}");
        }
    }

    #[test]
    fn the_running_number_is_kept_beside_the_number() {
        for text in [
            "第 12 期（总第 240 期）",
            "2025年第12期（总第240期）",
            "总第240期　第12期",
            "（第十二期，总第二四〇期）",
        ] {
            let found = issue_numbers(text).unwrap();
            assert_eq!((found.number, found.total), (12, Some(240)), "{text}");
        }
    }
}
