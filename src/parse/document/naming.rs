//! The facts in the title of a document: the name of a periodical, the number of an issue, the day.

use crate::conventions::dates::{self, FoundDate};
use crate::conventions::day_forms::leading_in_dateline;
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::line::trim;
use crate::parse::masthead;
use jiff::civil::Date;

/// The longest title with a day at one of its ends that is the day of an issue, in chars. A longer one names an event.
const LONGEST: usize = 30;

/// The facts in a title.
#[derive(Debug, Clone, Default)]
pub(super) struct TitleFacts {
    /// The name of the periodical, or the whole title of a document that is none.
    pub title: Option<String>,
    /// The number of the issue.
    pub number: Option<u32>,
    /// The running number.
    pub total: Option<u32>,
    /// The day of the issue, behind its number.
    pub published: Option<Date>,
    /// The day at an end of a title without a number.
    pub day: Option<Date>,
    /// The words behind the number, which are text of the lead.
    pub rest: Option<String>,
}

/// Splits the first heading into title and number; what stands behind the number is text of the lead.
pub(super) fn facts(whole: &str) -> TitleFacts {
    let mut facts = TitleFacts::default();
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '（' | '）'
                    | '('
                    | ')'
                    | '：'
                    | ':'
                    | '【'
                    | '】'
                    | '|'
                    | '｜'
                    | '-'
                    | '—'
                    | '·'
                    | '，'
                    | '－'
            )
    };
    // Most documents have no number: the heading is the title.
    let Some(found) = issue_numbers(whole) else {
        facts.title = Some(whole.to_owned()).filter(|title| !title.is_empty());
        facts.day = day_at_edge(whole);
        return facts;
    };
    facts.number = Some(found.number);
    facts.total = found.total;
    let before = whole
        .get(..found.range.start)
        .unwrap_or_default()
        .trim_matches(edge);
    let behind = whole
        .get(found.range.end..)
        .unwrap_or_default()
        .trim_start_matches(edge);
    let before = masthead::unquoted(before);
    let behind = trim(behind);
    // A day behind the number is that of the issue, and nothing of it is text.
    let day =
        dates::leading(behind).filter(|day| is_nothing(behind.get(day.end..).unwrap_or_default()));
    let behind = match day.and_then(|day| day.date) {
        Some(day) => {
            facts.published = Some(day);
            ""
        }
        None => behind,
    };
    // The number stands first, and the title behind it.
    if before.is_empty() {
        facts.title = Some(behind.to_owned()).filter(|title| !title.is_empty());
    } else {
        facts.title = Some(before.to_owned());
        facts.rest = Some(behind.to_owned()).filter(|rest| !rest.is_empty());
    }
    facts
}

/// Returns the day that stands at the beginning or the end of a title, set off by a mark or a space: `2025-06-20 渡口新闻`,
/// `渡口新闻 - 2025年6月20日`, `渡口新闻（20250620）`. Within a title it is the day of an event.
pub(super) fn day_at_edge(title: &str) -> Option<Date> {
    if title.chars().count() > LONGEST {
        return None;
    }
    let is_set_off = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let leading = |found: &FoundDate| title.get(found.end..).is_some_and(is_set_off);
    if let Some(found) = dates::leading(title).filter(leading) {
        return found.date;
    }
    // The day may stand in brackets, and as eight digits only there.
    let bare = title.trim_end_matches(['）', ')', '】', ']', '》']);
    let is_bracketed = bare.len() < title.len();
    let starts = bare.char_indices().rev().map(|(at, _)| at).take(LONGEST);
    let mut parts = starts.filter_map(|at| bare.split_at_checked(at));
    let (_, day) = parts.find(|(head, day)| {
        let mark = head.chars().next_back();
        let is_set_off = mark.is_some_and(|c| !c.is_alphanumeric() && !"-/.年月".contains(c));
        is_set_off && day.starts_with(|c: char| c.is_alphanumeric())
    })?;
    let found = if is_bracketed {
        leading_in_dateline(day, None)
    } else {
        dates::leading(day)
    };
    // `（截至 2025-06-20）` is the day of the figures below.
    let head = bare.get(..bare.len() - day.len()).unwrap_or_default();
    let is_limit = ["截至", "截止", "至", "到", "自", "从", "于"]
        .iter()
        .any(|word| head.trim_end().ends_with(word));
    found
        .filter(|found| !is_limit && is_nothing(day.get(found.end..).unwrap_or_default()))
        .and_then(|found| found.date)
}

/// True for a title that is a day and nothing else. It may head the first of many days.
pub(super) fn is_day(title: &str) -> bool {
    dates::leading(title).is_some_and(|day| is_nothing(title.get(day.end..).unwrap_or_default()))
}

/// True for a text without letters and digits.
fn is_nothing(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::{Flow, Transcript};
    use crate::parse::parse;
    use jiff::civil::date;

    #[test]
    fn a_day_at_an_end_of_a_title_is_that_of_the_issue() {
        for title in [
            "2025-06-20 渡口新闻",
            "渡口新闻 - 2025年06月20日",
            "渡口新闻 2025-06-20",
            "《渡口新闻》 (20250620)",
            "2025.06.20 - 渡口复航",
            "渡口新闻（2025年6月20日）",
            "2025-06-20",
        ] {
            assert_eq!(day_at_edge(title), Some(date(2025, 6, 20)), "{title}");
        }
        for title in [
            "关于2025年6月20日渡口停航的通报",
            "2025年6月20日渡口停航",
            "渡口规划2025",
            "渡口新闻 20250620",
            "渡口客流（截至 2025-06-20）",
            "关于印发渡口复航方案的通知和有关各项准备工作的安排 2025-06-20",
        ] {
            assert_eq!(day_at_edge(title), None, "{title}");
        }
    }

    #[test]
    fn number_and_day_behind_the_name_of_a_periodical_are_those_of_the_issue() {
        let text = "渡口周报 #139 | 2025-06-20\n渡口\n早六点开船。\n早市\n四点开始。";
        let mut transcript = Transcript::from_text(text);
        transcript.flow = Flow::Paragraphs;
        for (line, level) in [(0, 1), (1, 2), (3, 2)] {
            transcript.lines[line].look.heading_level = Some(level);
        }
        let issue = parse(&transcript).issue;
        assert_eq!(issue.title.as_deref(), Some("渡口周报"));
        assert_eq!(issue.number, Some(139));
        assert_eq!(issue.published, Some(date(2025, 6, 20)));
        assert!(issue.lead.is_empty());
    }
}
