//! The masthead (报头) and the lead (导语): title, issue number, publisher and dates; the declared count.
//!
//! What a row means is shown by its form, not by its place, since publishers order the masthead as
//! they like: a number and a date have forms of their own, the first of the rest is the title, the
//! second the publisher.

mod edges;

use super::rows::LayoutRow;
use crate::conventions::datelines::names_adoption;
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::line::trim;
use crate::conventions::{dates, labels, numerals, ordinals};
use edges::without_edges;
use jiff::civil::Date;

/// The facts above the lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Masthead {
    /// The title of the report.
    pub title: Option<String>,
    /// The issue number.
    pub number: Option<u32>,
    /// The running number over all years.
    pub total_number: Option<u32>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The date of publication.
    pub published: Option<Date>,
    /// The number of rows, from the top, that are the masthead's.
    pub rows: usize,
    /// Rows among them that say none of this; they belong to the lead.
    pub others: Vec<usize>,
    /// The line of a date that is not in the calendar.
    pub bad_date: Option<u32>,
}

/// More rows than this without a fact are a text and no masthead.
const MOST_OTHERS: usize = 6;

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
        if is_prose(row.text) || head.others.len() > MOST_OTHERS {
            break;
        }
        // A date broken over two rows is found only in both together.
        let (text, two) = dated_text(row, rows.get(i + 1), head.published.is_some());
        skip = usize::from(two);
        // A table above the lead lists versions or people, unless it has the number or the date.
        let in_table =
            row.stands_alone() && issue_numbers(&text).is_none() && dates::find(&text, 0).is_none();
        if in_table || !row_of(&mut head, &text, row.number) {
            head.others.extend(i..=i + skip);
        }
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
        let seam = row.text.len();
        // A date of the next row alone leaves both rows as they are: an address may end with a digit, too.
        if dates::find(&both, 0).is_some_and(|found| found.start < seam && seam < found.end) {
            return (both, true);
        }
    }
    (row.text.to_owned(), false)
}

/// Reads one row of the masthead: takes number and date out of it; the rest is the title, its second half, or the
/// publisher. False if the row is none of these.
///
/// The order decides between title and publisher: the first row that is neither number nor date is
/// the title, the next one its second half or the publisher, and a third is left to the lead.
fn row_of(head: &mut Masthead, text: &str, line: u32) -> bool {
    let mut rest = text.to_owned();
    // Who adopted a text is no publisher of it. Such a note may go on in the next row.
    let is_note = head.title.is_some()
        && (names_adoption(text) || text.starts_with(['（', '(']) && !text.contains(['）', ')']));
    if let Some(found) = issue_numbers(&rest) {
        head.number = head.number.or(Some(found.number));
        head.total_number = head.total_number.or(found.total);
        // A space, so that what stood on either side does not become one word.
        rest.replace_range(found.range, " ");
    }
    // The days that an issue covers are not the one on which it appeared.
    let covered = dates::period_in(&rest).filter(|(period, _)| period.start < period.end);
    if let Some((_, range)) = covered.filter(|_| !is_note) {
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
        if is_note {
            return false;
        }
    }
    let rest = without_labels(&rest);
    // Nothing is left, or a notice that holds for every issue.
    if rest.chars().all(|c| !c.is_alphanumeric()) || is_notice(rest) || is_day_label(rest) {
        return true;
    }
    match &mut head.title {
        // The code and the short name of a company stand above the title of its report.
        None if rest.contains(char::is_whitespace) && labels::is_field_row(rest) => return false,
        None => head.title = Some(unquoted(rest).to_owned()),
        Some(title)
            if head.number.is_none() && head.publisher.is_none() && completes(title, rest) =>
        {
            title.push_str(rest);
        }
        Some(_) if head.publisher.is_none() && may_publish(text, rest) => {
            head.publisher = Some(rest.to_owned());
        }
        // A row with the date or the number and a fact of another kind (`签发：甲 2025年6月27日`) is kept in the lead.
        Some(_) => return false,
    }
    true
}

/// True if `name`, the rest of a row, may be the publisher: the row is no field of a form (`新闻数量：12条`), and the name is no
/// numbered heading.
fn may_publish(row: &str, name: &str) -> bool {
    let is_known = |label: &str| PUBLISHERS.iter().any(|known| label.contains(known));
    labels::form_field(row).is_none_or(|(label, _)| is_known(label))
        && ordinals::ordinal(name).is_none()
        && name.chars().count() <= LONGEST_PUBLISHER
        && !is_subtitle(row)
}

/// The longest name of a publisher, in chars. Two offices that publish together have as many.
const LONGEST_PUBLISHER: usize = 50;

/// The labels in front of the publisher of an issue. A longer one stands before the one that it begins with.
const PUBLISHERS: [&str; 9] = [
    "主办单位",
    "编印单位",
    "编制单位",
    "发布单位",
    "编辑单位",
    "主办",
    "编印",
    "编制",
    "编发",
];

/// True for the second title of a paper or the title of an article, which no publisher is called by.
fn is_subtitle(text: &str) -> bool {
    let text = text.trim_start();
    ["—", "基于", "关于", "面向"]
        .iter()
        .any(|word| text.starts_with(word))
}

/// The labels in front of the day of an issue.
const ISSUE_DAYS: [&str; 7] = [
    "编发日期",
    "印发日期",
    "出版日期",
    "出刊日期",
    "发布日期",
    "报送日期",
    "日期",
];
/// The labels in front of the day on which a file was made.
const FILE_DAYS: [&str; 10] = [
    "生成时间",
    "生成日期",
    "归档时间",
    "归档日期",
    "更新时间",
    "更新日期",
    "采集时间",
    "抓取时间",
    "整理时间",
    "发布时间",
];

/// True for the label in front of a day, with the time of day that may follow: `编发日期`, `生成时间：08:30`.
fn is_day_label(text: &str) -> bool {
    let label = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    ISSUE_DAYS.contains(&label) || FILE_DAYS.contains(&label)
}

/// True for a row that gives the day on which a file was made. It is no sign of an issue.
pub(super) fn is_file_day(text: &str) -> bool {
    FILE_DAYS.iter().any(|label| text.starts_with(label))
}

/// Returns `云川简报` of `《云川简报》`: the marks belong to the sentence with the number, not to the name.
pub(super) fn unquoted(name: &str) -> &str {
    let inner = name
        .strip_prefix('《')
        .and_then(|name| name.strip_suffix('》'));
    // `《甲》和《乙》` keeps them.
    inner.filter(|inner| !inner.contains('》')).unwrap_or(name)
}

/// Returns the rest of a masthead row without brackets and without labels such as `主办：`.
///
/// `主办：山海市图书馆` gives `山海市图书馆`, `（主办单位：甲）` gives `甲`.
fn without_labels(text: &str) -> &str {
    let mut rest = without_edges(text);
    let days = ["出版日期", "发布日期", "印发日期"];
    for label in PUBLISHERS.into_iter().chain(days) {
        // A label is one only with a colon or nothing behind it: `主办城市` is a name.
        if let Some(behind) = rest.strip_prefix(label) {
            let colon = behind.trim_start();
            if colon.is_empty() || colon.starts_with(['：', ':']) {
                rest = without_edges(colon);
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
///
/// `山海市` and `监测周报` are one title; below `山海简报` the row `监测周报` is taken for the
/// publisher.
fn completes(title: &str, rest: &str) -> bool {
    let name = |t: &str| {
        t.ends_with(['报', '刊', '讯', '览', '编'])
            || ["参考", "动态", "观察", "简讯", "要闻", "摘要"]
                .iter()
                .any(|n| t.ends_with(n))
    };
    !name(title) && name(rest)
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
        // Only near words count; further away the verb belongs to another clause.
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
            "山海监测周报\n2025年（总第629期）\n山海研究中心 2025.6.20",
            "内部资料 注意保存\n山海监测周报\n第６２９期 2025/06/20\n山海研究中心",
        ] {
            assert_eq!(masthead(text), want, "{text}");
        }
    }

    #[test]
    fn brackets_within_a_title_stay_and_days_leave_no_marks_behind() {
        let day = Some(date(2025, 6, 20));
        for (text, title) in [
            ("渡口设计（论文）\n第3期\n2025年6月20日", "渡口设计（论文）"),
            ("（渡口简报）\n第3期\n2025年6月20日", "渡口简报"),
            ("渡口简报（2025年6月20日）\n第3期", "渡口简报"),
            ("渡口快讯 - 2025年6月20日\n第3期", "渡口快讯"),
            ("渡口快讯\n第3期\n归档日期：2025-06-20 01:54:48", "渡口快讯"),
        ] {
            let found = masthead(text);
            assert_eq!(
                found,
                (Some(title.to_owned()), Some(3), None, day),
                "{text}"
            );
        }
    }

    #[test]
    fn brackets_that_belong_to_the_title_stay() {
        for title in [
            "渡口通航管理办法（试行）",
            "（试行）渡口通航管理办法",
            "渡口设计(论文)",
        ] {
            let text = format!("{title}\n第3期\n（主办：山海研究中心（东岛））");
            let (found, number, publisher, _) = masthead(&text);
            assert_eq!(found.as_deref(), Some(title));
            assert_eq!(number, Some(3));
            assert_eq!(publisher.as_deref(), Some("山海研究中心（东岛）"));
        }
    }

    #[test]
    fn the_days_that_an_issue_covers_are_neither_publisher_nor_day() {
        let want = (
            Some("渡口周报".to_owned()),
            Some(3),
            Some("渡口管理处".to_owned()),
            Some(date(2025, 6, 21)),
        );
        for text in [
            "渡口周报\n第3期\n（2025年6月14日—6月20日）\n渡口管理处 2025年6月21日",
            "渡口周报（2025年6月14日至20日）\n第3期\n渡口管理处\n2025年6月21日",
            "渡口周报\n第3期 2025.6.14-2025.6.20\n渡口管理处　2025-06-21",
        ] {
            assert_eq!(masthead(text), want, "{text}");
        }
    }

    #[test]
    fn rows_that_are_none_of_the_fields_are_left_to_the_lead() {
        for text in [
            "山海监测周报\n山海研究中心\nhttps://example.com/b?c=1\n东岛办公室 2025年6月27日",
            "山海监测周报\n山海研究中心\n东岛办公室 2025 年 6\n月 27 日",
        ] {
            let transcript = Transcript::from_text(text);
            let head = read(&rows::rows(&transcript));
            assert_eq!(
                (head.published, head.others),
                (Some(date(2025, 6, 27)), vec![2, 3]),
                "{text}"
            );
        }
    }

    #[test]
    fn a_subtitle_is_no_publisher() {
        for row in ["——以东岛为例", "基于潮汐表的编排", "关于渡口复航的报告"]
        {
            let (title, _, publisher, _) = masthead(&format!("山海监测周报\n{row}\n山海研究中心"));
            assert_eq!(title.as_deref(), Some("山海监测周报"));
            assert_eq!(publisher.as_deref(), Some("山海研究中心"), "{row}");
        }
    }

    #[test]
    fn who_adopted_a_text_is_no_publisher() {
        for note in [
            "（2025年6月20日山海市渡口协会第三次会员大会通过）",
            "（2025年6月20日山海市渡口协会会员大会\n通过，2025年7月1日起施行）",
            "（2025年6月20日渡口管理处处务会审议通过）",
        ] {
            let text = format!("渡口通航管理办法\n{note}");
            let transcript = Transcript::from_text(&text);
            let head = read(&rows::rows(&transcript));
            assert_eq!(head.publisher, None, "{note}");
            assert_eq!(head.published, Some(date(2025, 6, 20)), "{note}");
            assert_eq!(head.others.len(), note.lines().count(), "{note}");
        }
    }

    #[test]
    fn fields_of_a_form_and_numbered_headings_are_no_publishers() {
        for row in [
            "新闻数量：12条",
            "目标上线：2025年6月20日",
            "1 渡口复航",
            "一、渡口复航",
        ] {
            let transcript_text = format!("渡口快讯\n第3期\n{row}");
            let transcript = Transcript::from_text(&transcript_text);
            let head = read(&rows::rows(&transcript));
            assert_eq!((head.publisher, head.others), (None, vec![2]), "{row}");
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
