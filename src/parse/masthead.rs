//! The masthead (报头) and the lead (导语): title, issue number, publisher and dates; the declared count.

use super::rows::LayoutRow;
use crate::conventions::line::trim;
use crate::conventions::{dates, numerals};
use jiff::civil::Date;

/// The facts above the lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Masthead {
    /// The title of the report.
    pub title: Option<String>,
    /// The issue number.
    pub number: Option<u32>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The date of publication.
    pub published: Option<Date>,
    /// The number of rows, from the top, that are the masthead's.
    pub rows: usize,
    /// The line of a date that is not in the calendar.
    pub bad_date: Option<u32>,
}

/// Reads the rows above the lead or, without a lead, above the contents.
pub(super) fn read(rows: &[LayoutRow<'_>]) -> Masthead {
    let mut head = Masthead::default();
    let mut skip = 0;
    for (i, row) in rows.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            head.rows = i + 1;
            continue;
        }
        // The first paragraph ends the masthead even where no lead or contents are labelled.
        if is_prose(row.text) {
            break;
        }
        let (text, two) = dated_text(row, rows.get(i + 1), head.published.is_some());
        skip = usize::from(two);
        row_of(&mut head, &text, row.number);
        head.rows = i + 1;
    }
    head
}

/// True for running text, which no masthead has.
fn is_prose(text: &str) -> bool {
    let prose = text.contains(['。', '；']) || text.matches(['，', '、']).count() > 1;
    prose || text.starts_with("本期") && text.chars().count() > 12
}

/// Returns the row's text, with the next row's behind it where only both together make a date; true in the latter
/// case.
fn dated_text(row: &LayoutRow<'_>, next: Option<&LayoutRow<'_>>, dated: bool) -> (String, bool) {
    if !dated
        && dates::find(row.text, 0).is_none()
        && let Some(next) = next
        && row.text.ends_with(|c: char| {
            numerals::is_numeral(c) || matches!(c, '年' | '月' | '-' | '/' | '.')
        })
    {
        let both = format!("{}{}", row.text, next.text);
        if dates::find(&both, 0).is_some() {
            return (both, true);
        }
    }
    (row.text.to_owned(), false)
}

/// Reads one row of the masthead: takes number and date out of it; the rest is the title, its second half, or the
/// publisher.
fn row_of(head: &mut Masthead, text: &str, line: u32) {
    let mut rest = text.to_owned();
    if let Some((number, range)) = issue_number(&rest) {
        head.number = head.number.or(Some(number));
        rest.replace_range(range, " ");
    }
    if let Some(found) = dates::find(&rest, 0) {
        if head.published.is_none() {
            head.published = found.date;
            if found.date.is_none() {
                head.bad_date = Some(line);
            }
        }
        rest.replace_range(found.start..found.end, " ");
    }
    let rest = without_labels(&rest);
    if rest.chars().all(|c| !c.is_alphanumeric()) || is_notice(rest) {
        return;
    }
    match &mut head.title {
        None => head.title = Some(rest.to_owned()),
        Some(title)
            if head.number.is_none() && head.publisher.is_none() && completes(title, rest) =>
        {
            title.push_str(rest);
        }
        Some(_) if head.publisher.is_none() => head.publisher = Some(rest.to_owned()),
        Some(_) => {}
    }
}

/// Returns the rest of a masthead row without brackets and without labels such as `主办：`.
fn without_labels(text: &str) -> &str {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '（' | '）' | '(' | ')' | '|' | '｜' | '，' | ',' | '：' | ':' | '【' | '】'
            )
    };
    let mut rest = text.trim_matches(edge);
    for label in [
        "主办单位",
        "编印单位",
        "编制单位",
        "发布单位",
        "编辑单位",
        "主办",
        "编印",
        "编制",
        "编发",
        "出版日期",
        "发布日期",
        "印发日期",
    ] {
        if let Some(behind) = rest.strip_prefix(label) {
            let colon = behind.trim_start();
            if colon.is_empty() || colon.starts_with(['：', ':']) {
                rest = colon.trim_matches(edge);
            }
        }
    }
    rest
}

/// True for `内部资料 注意保存` and other notices to the reader.
fn is_notice(text: &str) -> bool {
    [
        "内部资料",
        "内部参考",
        "注意保存",
        "仅供参考",
        "免费交流",
        "请勿外传",
    ]
    .iter()
    .any(|n| text.contains(n))
        && text.chars().count() < 24
}

/// True if `rest` is the second row of the report's title: the first lacks the ending of a periodical's name, and it
/// has one.
fn completes(title: &str, rest: &str) -> bool {
    let name = |t: &str| {
        t.ends_with(['报', '刊', '讯', '览', '编'])
            || ["参考", "动态", "观察", "简讯", "要闻", "摘要"]
                .iter()
                .any(|n| t.ends_with(n))
    };
    !name(title) && name(rest)
}

/// Returns the issue number in `text` and its byte range: `（第六二九）`, `第六百二十九期`, `第629期`. Where a 总期号 is given
/// (`总第629期`), it counts before the number within the year.
pub(super) fn issue_number(text: &str) -> Option<(u32, std::ops::Range<usize>)> {
    let mut best: Option<(u32, std::ops::Range<usize>, bool)> = None;
    for (at, _) in text.match_indices('第') {
        let behind = text.get(at + '第'.len_utf8()..)?;
        let digits = behind.trim_start_matches(|c: char| numerals::is_numeral(c) || c == ' ');
        let number = numerals::number(behind.get(..behind.len() - digits.len())?);
        let before = text.get(..at)?.trim_end();
        let total = before.ends_with('总');
        let bracketed = before
            .trim_end_matches('总')
            .trim_end()
            .ends_with(['（', '(', '【', '[']);
        let end = match digits.chars().next() {
            Some(c @ ('期' | '号' | '辑')) => text.len() - digits.len() + c.len_utf8(),
            Some('）' | ')' | '】' | ']') if bracketed => text.len() - digits.len(),
            _ => continue,
        };
        if let Some(number) = number
            && (best.is_none() || total)
        {
            let start = if total {
                before.len() - '总'.len_utf8()
            } else {
                at
            };
            let start = best.as_ref().map_or(start, |b| b.1.start.min(start));
            best = Some((number, start..end, total));
        }
    }
    let (number, range, _) = best?;
    // `2025年第12期`: the year goes with the number.
    let before = text.get(..range.start)?.trim_end();
    let year = before
        .strip_suffix('年')
        .map(|b| b.trim_end_matches(|c: char| numerals::digit(c).is_some() || c == ' '));
    let start = year
        .filter(|y| before.len() - y.len() > 6)
        .map_or(range.start, str::len);
    Some((number, start..range.end))
}

/// Returns the number of articles that a lead declares: `共收集 3 篇`, `收录三条`. A verb of collecting must stand within the
/// 16 characters before it.
pub(super) fn declared_count(lead: &str) -> Option<u32> {
    for (at, _) in lead.match_indices(['篇', '条', '则']) {
        let before = lead.get(..at)?.trim_end();
        let head = before.trim_end_matches(|c: char| numerals::is_numeral(c) || c == ' ');
        let Some(number) = before
            .get(head.len()..)
            .and_then(|n| numerals::number(trim(n)))
        else {
            continue;
        };
        // `第 3 条规定` in a lead is no count, `共收集 3 篇` is.
        let near: String = head.chars().rev().take(16).collect();
        if near.contains(['共', '收', '编', '选', '载', '录', '计']) && number > 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;
    use jiff::civil::date;

    fn masthead(text: &str) -> (Option<String>, Option<u32>, Option<String>, Option<Date>) {
        let transcript = Transcript::from_text(text);
        let m = read(&rows::rows(&transcript));
        (m.title, m.number, m.publisher, m.published)
    }

    #[test]
    fn mastheads_in_all_forms() {
        let want = (
            Some("山海监测周报".to_owned()),
            Some(629),
            Some("山海研究中心".to_owned()),
            Some(date(2025, 6, 20)),
        );
        for text in [
            "山海监测周报\n（第六二九）\n山海研究中心 2025 年 6 月 20 日",
            "山海监测周报\n（第六百二十九期）\n山海研究中心\n2025年6月20日",
            "山海监测周报（第629期）\n主办：山海研究中心\u{3000}\u{3000}2025-06-20",
            "山海监测\n周报\n第 629 期\n山海研究中心 2025 年 6\n月 20 日",
            "山海监测周报\n2025年第25期（总第629期）\n山海研究中心 2025.6.20",
            "内部资料 注意保存\n山海监测周报\n第６２９期 2025/06/20\n山海研究中心",
        ] {
            assert_eq!(masthead(text), want, "{text}");
        }
    }

    #[test]
    fn counts_in_all_forms() {
        assert_eq!(declared_count("本期周报共收集 3 篇卫生信息"), Some(3));
        assert_eq!(declared_count("共收录十二条信息"), Some(12));
        assert_eq!(declared_count("共收集相关信息60篇"), Some(60));
        assert_eq!(declared_count("第 3 条规定"), None);
    }
}
