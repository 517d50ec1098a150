//! Source and day of an article of a document: in the rows below its title, in brackets at its end, or in the row that
//! closes a notice or a letter.

use super::Section;
use super::cover::is_institution;
use crate::conventions::addresses::{is_whole_address, names_original};
use crate::conventions::datelines::{names_adoption, origin_line};
use crate::conventions::dates;
use crate::conventions::day_forms::behind_time;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::ordinals;
use crate::parse::rows::LayoutRow;
use jiff::civil::Date;

/// The most rows below a title that are looked at for the source and the day.
const MOST_ORIGIN_ROWS: usize = 4;
/// The most rows below the day that closes a notice, such as a telephone number and the distribution list.
const MOST_ROWS_BELOW: usize = 3;
/// The longest name of an office or a person above a closing day, in chars.
const LONGEST_SIGNER: usize = 30;
/// The last characters of the names of offices that sign, besides those of [`is_institution`].
const OFFICES: &[char] = &[
    '处', '部', '院', '会', '社', '校', '站', '馆', '署', '所', '室', '府', '队',
];
/// The columns of white space in front of a day that stands at the right margin.
const RIGHT: u16 = 16;

/// Takes the rows below a title that name source and day off the section. A row that names authors as well stays.
pub(super) fn origin(
    section: &mut Section<'_>,
    issued: Option<Date>,
) -> (Option<String>, Option<Date>) {
    original_link(section);
    let (mut source, mut date, mut dated) = (None, None, false);
    let mut at = section.above;
    for _ in 0..MOST_ORIGIN_ROWS {
        let Some(row) = section.rows.get(at).filter(|row| !row.stands_alone()) else {
            break;
        };
        // Crawlers write the address of a page above its text.
        if section.link.is_none()
            && let Some((FieldLabel::Link, value)) = labels::label(row.text)
            && (value.starts_with("http") || value.starts_with("www."))
            && is_whole_address(value)
        {
            section.link = Some(value.to_owned());
            section.rows.remove(at);
            continue;
        }
        let Some(found) = origin_line(row.text, issued) else {
            break;
        };
        // A second day or medium is the beginning of the text.
        if found.dated && dated || found.source.is_some() && source.is_some() {
            break;
        }
        if heads_an_entry(&section.rows, at) {
            break;
        }
        // Counted even where there is no such day, so that a second date is text.
        dated |= found.dated;
        date = date.or(found.date);
        source = source.or(found.source);
        // The names of authors are no field, so the row has to stay readable.
        if found.credits {
            at += 1;
        } else {
            section.rows.remove(at);
        }
    }
    if source.is_none() && !dated {
        return closing_origin(&section.rows, issued).unwrap_or_default();
    }
    (source, date)
}

/// Takes the row that leads to the original of an article off the section: `[阅读全文](…)`. Several of them belong to several
/// pieces of news, and stay.
fn original_link(section: &mut Section<'_>) {
    let target = |row: &LayoutRow<'_>| {
        let named = !row.stands_alone() && names_original(row.text);
        row.target.filter(|_| named).map(str::to_owned)
    };
    let mut found = (0..section.rows.len()).filter_map(|i| Some((i, target(&section.rows[i])?)));
    let (Some((at, link)), None) = (found.next(), found.next()) else {
        return;
    };
    if section.link.is_none() {
        section.link = Some(link);
        section.rows.remove(at);
    }
}

/// True if the row `at` is the day of the first of several dated entries, as in minutes and diaries: more rows of the same
/// form follow, with text below them.
fn heads_an_entry(rows: &[LayoutRow<'_>], at: usize) -> bool {
    let form = |row: &LayoutRow<'_>| {
        let marks = |text: &str| text.chars().filter(|c| !c.is_alphanumeric()).collect();
        day_alone(row.text).map(|_| -> String { marks(row.text) })
    };
    let Some(first) = rows.get(at).and_then(form) else {
        return false;
    };
    let (_, below) = rows.split_at_checked(at + 1).unwrap_or_default();
    // The day that closes a letter has nothing below it.
    let mut pairs = below.windows(2);
    pairs.any(|pair| form(&pair[0]).as_ref() == Some(&first) && !is_annex(pair[1].text))
}

/// Returns source and day that stand in brackets at the end of the text: `……完成。（来源：山海日报，2025年6月15日）`. They stay in
/// the text, since they are the end of a paragraph there. Both have to be given: brackets at the end are seldom an origin.
fn closing_origin(
    rows: &[LayoutRow<'_>],
    issued: Option<Date>,
) -> Option<(Option<String>, Option<Date>)> {
    let ends = |row: &LayoutRow<'_>| row.text.ends_with(['）', ')']) && !row.stands_alone();
    // Below the last article the distribution list may follow.
    let last = rows
        .iter()
        .rposition(ends)
        .filter(|last| last + 3 >= rows.len())?;
    // A layout line may end inside the brackets.
    let text = rows
        .get(last.saturating_sub(1)..=last)?
        .iter()
        .map(|row| row.text)
        .collect::<String>();
    let start = text.rfind(['（', '('])?;
    let found = origin_line(text.get(start..)?, issued)?;
    (found.source.is_some() && found.date.is_some()).then_some((found.source, found.date))
}

/// Returns the day (成文日期, GB/T 9704) that closes a notice or a letter: a row that is nothing but a day, below the name of
/// who signs or at the right margin, above the annexes or at the end. The row stays in the text.
pub(super) fn closing_day(rows: &[LayoutRow<'_>]) -> Option<Date> {
    let day = |i: usize| {
        let row = rows.get(i).filter(|row| !row.stands_alone())?;
        let above = i.checked_sub(1).and_then(|above| rows.get(above));
        let is_signed = row.indent >= RIGHT || above.is_some_and(is_signer);
        day_alone(row.text)
            .filter(|_| is_signed)
            .or_else(|| day_behind_office(row.text))
    };
    let annexed = (1..rows.len()).find_map(|i| is_annex(rows[i].text).then(|| day(i - 1))?);
    let from = rows.len().saturating_sub(MOST_ROWS_BELOW + 1);
    let last = (from..rows.len()).rev().find(|&i| day(i).is_some());
    let is_end = |&last: &usize| {
        let mut below = rows.iter().skip(last + 1);
        below.all(|row| closes(row.text))
    };
    annexed.or_else(|| last.filter(is_end).and_then(day))
}

/// Returns the day on which a body adopted the text: `（2024年6月1日第十届理事会第三次会议通过）`, which may go on in the next row.
pub(super) fn adoption_day(text: &str) -> Option<Date> {
    let is_note = names_adoption(text) || text.starts_with(['（', '(']);
    let found = origin_line(text, None).filter(|_| is_note)?;
    found
        .date
        .filter(|_| found.credits && found.source.is_none())
}

/// Returns the day of a row that is nothing but a day.
fn day_alone(text: &str) -> Option<Date> {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '（' | '）' | '(' | ')'));
    let found = dates::leading(text)?;
    // A weekday may stand behind the day.
    let is_all = behind_time(text.get(found.end..)?).is_empty();
    found.date.filter(|_| is_all)
}

/// Returns the day of a row with the name of an office and a day behind it.
fn day_behind_office(text: &str) -> Option<Date> {
    let found = dates::find(text, 0).filter(|found| found.end == text.len())?;
    let name = text.get(..found.start)?;
    let office = name.trim_end();
    let is_office = office.len() < name.len()
        && (is_institution(office) || office.ends_with(OFFICES))
        && name.chars().count() <= LONGEST_SIGNER
        && !name.contains(['，', '。', '：', '；', '、']);
    found.date.filter(|_| is_office)
}

/// True for the name of an office or a person who signs: a short row without a sentence, a field or a number.
fn is_signer(row: &LayoutRow<'_>) -> bool {
    let text = row.text;
    (2..=LONGEST_SIGNER).contains(&text.chars().count())
        && !row.stands_alone()
        && row.look.heading_level.is_none()
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['。', '，', '；', '！', '？', ':', '\t'])
        && !text.contains(|c: char| c.is_ascii_digit())
        // `发起人：渡口村全体村民` names who signs, `时间：` asks for the day.
        && !text.ends_with('：')
        && !["时间", "日期", "日", "于"].iter().any(|end| text.ends_with(end))
        && ordinals::ordinal(text).is_none()
}

/// True for the first row of the annexes.
fn is_annex(text: &str) -> bool {
    ["附件", "附：", "附表", "附录"]
        .iter()
        .any(|word| text.starts_with(word))
}

/// True for a row below the day of a notice: whom to ask, who gets a copy, a folio, brackets.
fn closes(text: &str) -> bool {
    let words = [
        "抄送",
        "主送",
        "抄报",
        "印发",
        "联系",
        "咨询",
        "电话",
        "（联系",
        "（此件",
        "主题词",
    ];
    words.iter().any(|word| text.starts_with(word))
        || text.ends_with("印发")
        || text.chars().all(|c| !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::{Flow, Transcript};
    use crate::model::{BlockKind, Issue};
    use crate::parse::parse;
    use jiff::civil::date;

    fn read(text: &str) -> Issue {
        parse(&Transcript::from_text(text)).issue
    }

    const NOTICE: &str =
        "关于渡口复航的通知\n各区渡口：\n渡口将于六月二十日复航，请各单位做好准备，及时告知旅客。";

    #[test]
    fn the_day_that_closes_a_notice_is_its_day_and_stays_in_the_text() {
        for end in [
            "山海市渡口管理处\n2025年6月10日",
            "山海市渡口管理处\n二〇二五年六月十日",
            "山海市渡口管理处\n2025 年 6 月 10 日\n附件：复航班次表",
            "　　　　　　　　　　　　　2025年6月10日",
            "渡口村全体村民\n2025年6月10日星期二",
            "山海市渡口管理处　2025年6月10日",
            "山海市渡口管理处\n2025年6月10日\n（联系人：赵渡口）",
        ] {
            let issue = read(&format!("{NOTICE}\n{end}"));
            let day = Some(date(2025, 6, 10));
            assert_eq!(issue.published, day, "{end}");
            assert_eq!(issue.articles[0].date, day, "{end}");
            assert_eq!(issue.title.as_deref(), Some("关于渡口复航的通知"));
            assert!(issue.standalone);
            let texts = issue.articles[0].blocks.iter();
            let text: String = texts.map(|block| block.text.as_str()).collect();
            assert!(text.contains("月"), "{text}");
        }
    }

    #[test]
    fn other_days_at_the_end_are_none_of_the_document() {
        for end in [
            "申报时间：\n2025年6月10日",
            "一、申报\n2025年6月10日",
            "渡口下次检修的日期已经确定，\n2025年6月10日",
            "山海市渡口管理处\n2025年6月10日\n渡口复航后的客流会再公布。",
        ] {
            let issue = read(&format!("{NOTICE}\n{end}"));
            assert_eq!(issue.published, None, "{end}");
        }
    }

    #[test]
    fn the_day_of_adoption_is_that_of_the_document() {
        for note in [
            "（2025年6月20日山海市渡口协会会员大会通过）",
            "（2025年6月20日山海市渡口协会会员大会\n通过，2025年7月1日起施行）",
        ] {
            let text = format!(
                "渡口通航管理办法\n{note}\n第一章 总则\n第一条 渡口由管理处管理。\n第二章 通航\n第二条 渡口每天通航。"
            );
            let issue = read(&text);
            assert_eq!(issue.published, Some(date(2025, 6, 20)), "{note}");
            assert_eq!((issue.publisher, issue.articles.len()), (None, 2), "{note}");
            assert!(issue.standalone && issue.lead[0].contains("通过"));
        }
    }

    #[test]
    fn the_first_of_several_dated_entries_keeps_its_day() {
        let text = "会议纪要\n2025/6/1\n商议渡口的班次，确定值班的人员。\n2025/6/8\n检查栈桥的木板，换下三块。\n\
                    2025/6/15\n复航的准备完成。";
        let issue = read(text);
        let [article] = issue.articles.as_slice() else {
            panic!("{issue:?}");
        };
        assert_eq!((article.date, issue.published), (None, None));
        let texts = article.blocks.iter().map(|block| block.text.as_str());
        assert_eq!(texts.filter(|text| text.starts_with("2025")).count(), 3);
        // A day below the title and another below the name of who signs are no entries.
        let text = "致读者的信\n2025年6月1日\n书屋周末照常开放。\n书屋编辑部\n2025年6月10日";
        assert_eq!(read(text).articles[0].date, Some(date(2025, 6, 1)));
    }

    #[test]
    fn the_fields_of_a_crawler_are_day_source_and_link() {
        let link = "https://jtj.example.cn/zwgk/20250610/a1.html";
        let text = format!(
            "渡口复航有关情况\n发布日期: 2025-06-10\n发布机构: 山海市交通局\n原文链接: {link}\n\
             检索时间: 2025-07-02 15:25:09\n渡口六月二十日复航，班次按照水位确定。"
        );
        let article = &read(&text).articles[0];
        assert_eq!(article.date, Some(date(2025, 6, 10)));
        assert_eq!(article.source.as_deref(), Some("山海市交通局"));
        assert_eq!(article.link.as_deref(), Some(link));
        assert!(article.blocks[0].text.starts_with("检索时间"));
    }

    #[test]
    fn a_row_of_facts_is_no_heading() {
        let text = "关于渡口复航的通知\n作者：赵渡口 发布时间： 2025-06-10 来源：山海网 阅读次数：36\n渡口六月二十日复航。";
        let mut transcript = Transcript::from_text(text);
        transcript.flow = Flow::Paragraphs;
        transcript.lines[1].look.bold = true;
        let article = &parse(&transcript).issue.articles[0];
        assert_eq!(article.date, Some(date(2025, 6, 10)));
        assert_eq!(article.source.as_deref(), Some("山海网"));
        assert_eq!(article.blocks[0].kind, BlockKind::Byline);
    }
}
