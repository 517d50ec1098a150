//! The day of a meeting, which is that of its minutes.

use crate::conventions::dates;
use crate::parse::rows::LayoutRow;
use jiff::civil::Date;

/// The rows at the top of minutes among which their day stands.
const MOST_ROWS: usize = 12;
/// The words in the titles of minutes.
const MINUTES: [&str; 4] = ["纪要", "会议记录", "会议简报", "例会"];
/// The labels in front of the day. A longer one stands before the one that it begins with.
const DAYS: [&str; 5] = ["会议时间", "会议日期", "召开时间", "时间", "日期"];

/// Returns the day of the meeting of which `title` is the name of the minutes, from a field or a form at the top of `rows`.
pub(super) fn day(title: &str, rows: &[LayoutRow<'_>]) -> Option<Date> {
    if !MINUTES.iter().any(|word| title.contains(word)) {
        return None;
    }
    let mut top = rows.iter().take(MOST_ROWS);
    top.find_map(|row| {
        if row.stands_alone() {
            let cells: Vec<&str> = row.text.split('\t').map(str::trim).collect();
            let mut pairs = cells.windows(2);
            return pairs.find_map(|pair| {
                behind_label(pair[0])?
                    .is_empty()
                    .then(|| first_day(pair[1]))?
            });
        }
        first_day(behind_label(row.text)?)
    })
}

/// Returns what follows the label of a day, with or without its colon.
fn behind_label(text: &str) -> Option<&str> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '：' | ':');
    let rest = DAYS
        .iter()
        .find_map(|label| text.trim().strip_prefix(label))?;
    let value = rest.trim_start_matches(is_gap);
    // `时间安排` is another word.
    (value.is_empty() || value.len() < rest.len()).then_some(value)
}

/// Returns the day that `text` begins with.
fn first_day(text: &str) -> Option<Date> {
    dates::leading(text).and_then(|found| found.date)
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::{Flow, LineKind, Transcript};
    use crate::parse::parse;
    use jiff::civil::date;

    #[test]
    fn the_day_of_a_meeting_is_that_of_its_minutes() {
        let day = Some(date(2025, 6, 20));
        for (row, kind) in [
            ("会议时间：2025年6月20日15:00—17:00", LineKind::Text),
            ("时间:2025.6.20 下午", LineKind::Text),
            (
                "会议时间 2025-06-20 14时30分 会议地点 候船室",
                LineKind::Text,
            ),
            (
                "会议时间\t2025.6.20\t会议地点\t候船室",
                LineKind::TableStart,
            ),
            (
                "主持人\t赵渡口\t会议日期\t2025年6月20日",
                LineKind::TableStart,
            ),
        ] {
            let text = format!(
                "渡口工作会议纪要\n主持：赵渡口\n{row}\n会议商定六月复航，由两个班组轮流值班。"
            );
            let mut transcript = Transcript::from_text(&text);
            transcript.flow = Flow::Paragraphs;
            transcript.lines[2].kind = kind;
            let issue = parse(&transcript).issue;
            assert_eq!(
                (issue.published, issue.articles[0].date),
                (day, day),
                "{row}"
            );
            assert!(issue.standalone);
        }
        let text = "渡口工作安排\n时间：2025年6月20日\n六月复航，由两个班组轮流值班。";
        let mut transcript = Transcript::from_text(text);
        transcript.flow = Flow::Paragraphs;
        assert_eq!(parse(&transcript).issue.articles.len(), 1);
    }
}
