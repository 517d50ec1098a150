//! The rows of a title: a title set over several rows, and the red head (红头) of an official document above it.
//!
//! GB/T 9704 sets the title of an official document over one line or more, below the name of the office (`…文件`) and the
//! number of the document (`学字〔2018〕14号`). The name is the publisher, the number is no title. The rows of a title have one
//! look, so a row joins the title only where its look is that of the row above, or where the title plainly goes on.

use super::cover::{self, is_institution, names_kind};
use crate::conventions::bylines::is_byline;
use crate::conventions::datelines::origin_line;
use crate::conventions::dates;
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::labels;
use crate::conventions::numerals::arabic;
use crate::conventions::ordinals;
use crate::parse::flow::is_large;
use crate::parse::rows::LayoutRow;
use crate::text::chars::is_han;
use std::ops::Range;

/// The most rows of a title.
const MOST_ROWS: usize = 4;
/// The longest row of a title that has several, in chars.
const LONGEST_ROW: usize = 45;
/// The longest title, in chars.
const LONGEST: usize = 100;
/// The shortest row of a title of two rows that nothing but their look joins, in chars.
const SHORTEST_HALF: usize = 8;
/// The longest name of an office at the head of a page, in chars.
const LONGEST_OFFICE: usize = 40;
/// The rows below the name of the office among which the number of the document is sought.
const NUMBER_ROWS: usize = 3;

/// Returns the name of the office if the row `at` is the red head of an official document: it ends with `文件` or names an
/// institution, and the number of the document follows.
pub(super) fn office(rows: &[LayoutRow<'_>], at: usize) -> Option<String> {
    let row = rows.get(at).filter(|row| !row.stands_alone())?;
    let bare: String = row.text.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.chars().count() > LONGEST_OFFICE || bare.contains("关于") {
        return None;
    }
    let name = bare.strip_suffix("文件");
    let is_office = name.is_some() || is_institution(&bare) || bare.ends_with("人民政府");
    let below = rows.iter().skip(at + 1).take(NUMBER_ROWS);
    let numbered = below.clone().any(|row| is_document_number(row.text));
    let about = name.is_some() && below.clone().any(|row| row.text.contains("关于"));
    let name = name.unwrap_or(&bare);
    (is_office && (numbered || about) && !name.is_empty()).then(|| name.to_owned())
}

/// True for the number of an official document and nothing else: `学字〔2018〕14号`.
pub(super) fn is_document_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // The numbers of hospitals and schools are as long as `澄湖大学学字〔2018〕14号`.
    if bare.chars().count() > 30 {
        return false;
    }
    let opening = |c: char| matches!(c, '〔' | '［' | '[' | '【' | '（' | '(' | '﹝' | '<' | '〈');
    let closing = |c: char| matches!(c, '〕' | '］' | ']' | '】' | '）' | ')' | '﹞' | '>' | '〉');
    let Some((office, rest)) = bare.split_once(opening) else {
        return false;
    };
    let Some((year, number)) = rest.split_once(closing) else {
        return false;
    };
    let is_number = |text: &str| text.chars().all(|c| arabic(c).is_some());
    let number = number.strip_prefix('第').unwrap_or(number);
    let number = number.strip_suffix('号').unwrap_or_default();
    !office.is_empty()
        && office.chars().all(is_han)
        && year.chars().count() == 4
        && is_number(year)
        && (1..=5).contains(&number.chars().count())
        && is_number(number)
}

/// Returns the rows of the title that has its first or largest row at `at`.
pub(super) fn title_rows(rows: &[LayoutRow<'_>], at: usize) -> Range<usize> {
    let (Some(first), one) = (rows.get(at), at..at + 1) else {
        return at..at;
    };
    if first.text.chars().count() > LONGEST_ROW {
        return one;
    }
    // The kind of the document in larger letters, below the subject: 实施方案.
    if let Some(above) = at.checked_sub(1).and_then(|above| rows.get(above))
        && names_kind(first.text)
        && first.text.chars().count() <= 6
        && above.look.scale.is_some_and(is_large)
        && may_go_on(above)
        && !names_kind(above.text)
        && !is_institution(above.text)
    {
        return at - 1..at + 1;
    }
    if is_whole(first.text) {
        return one;
    }
    let below = rows.iter().skip(at + 1).take(MOST_ROWS - 1);
    let mut length = first.text.chars().count();
    let run = below.take_while(|row| {
        length += row.text.chars().count();
        length <= LONGEST && may_go_on(row)
    });
    let run: Vec<&LayoutRow<'_>> = run.collect();
    let same_look = run
        .iter()
        .take_while(|row| is_alike(first, row) && is_set(row))
        .count();
    let kind = run.iter().position(|row| names_kind(row.text));
    let is_about = |row: &LayoutRow<'_>| row.text.contains("关于") || row.text.starts_with('的');
    let about = is_about(first) || run.first().is_some_and(|row| is_about(row));
    // The name of a school above the kind of a paper is no part of its title: `山海大学`, `本科毕业论文`.
    if is_institution(first.text) && !about {
        return one;
    }
    if let Some(kind) = kind {
        // In a text without looks a notice is known by its words: `关于…的通知`.
        let in_words = about && first.look == run[kind].look && !is_set(first);
        if kind < same_look || in_words {
            return at..at + kind + 2;
        }
    }
    if same_look == 1 && is_pair(rows, at) {
        return at..at + 2;
    }
    let mut count = 0;
    while count < same_look {
        let above = if count == 0 { first } else { run[count - 1] };
        if !goes_on(above.text, run[count].text) {
            break;
        }
        count += 1;
    }
    at..at + count + 1
}

/// True if the row `at` and the next are the only ones of their look: large and centred, neither as short as a name.
fn is_pair(rows: &[LayoutRow<'_>], at: usize) -> bool {
    let Some([first, second]) = rows.get(at..at + 2) else {
        return false;
    };
    let is_long = |row: &LayoutRow<'_>| row.text.chars().count() >= SHORTEST_HALF;
    let is_third = |row: &LayoutRow<'_>| row.look == first.look;
    first.look.centred
        && first.look.scale.is_some_and(is_large)
        && is_long(first)
        && is_long(second)
        && !is_institution(second.text)
        && rows.get(at + 2).is_none_or(|row| !is_third(row))
}

/// True if a title plainly goes on between two rows of one look.
pub(super) fn goes_on(above: &str, below: &str) -> bool {
    if is_numbered(below) {
        return false;
    }
    let opens = |open, close| above.matches(open).count() > above.matches(close).count();
    above.ends_with([
        '—', '、', '的', '和', '与', '及', '暨', '：', '《', '“', '（',
    ]) || ["关于", "印发", "以及"]
        .iter()
        .any(|word| above.ends_with(word))
        || opens('《', '》')
        || opens('“', '”')
        || opens('（', '）')
        || below.starts_with(['—', '的', '暨', '》', '”', '）'])
}

/// True for a row of a title that ends with the kind of the document.
fn is_whole(text: &str) -> bool {
    // `关于做好工作总结的` and `工作报告的通知` go on, so only the end counts.
    names_kind(text)
}

/// True for a row that may be a further row of a title.
pub(super) fn may_go_on(row: &LayoutRow<'_>) -> bool {
    let text = row.text;
    let is_fact = || {
        issue_numbers(text).is_some()
            || dates::leading(text).is_some()
            || is_document_number(text)
            || is_byline(text)
            || origin_line(text, None).is_some()
            || labels::section(text).is_some()
            || labels::label(text).is_some()
    };
    !row.stands_alone()
        && !text.is_empty()
        && text.chars().count() <= LONGEST_ROW
        && !text.contains(['。', '；', '\t', '！', '？', '@'])
        && !text.ends_with(['，', '：', ':'])
        && !is_numbered(text)
        && !cover::is_aside(text)
        && !cover::is_label(text)
        && !cover::greets(text)
        && !is_fact()
}

/// True for a row with a number of its own. One of several levels may touch its text: `3.3.1功能设计`.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c| arabic(c).is_some());
    let has_levels = rest.len() < text.len() && rest.starts_with(['.', '．']);
    has_levels || ordinals::ordinal(text).is_some()
}

/// True for a row that the format sets apart from the text.
fn is_set(row: &LayoutRow<'_>) -> bool {
    let look = row.look;
    look.heading_level.is_some() || look.centred || look.bold || look.scale.is_some_and(is_large)
}

/// True if two rows have the same look.
fn is_alike(first: &LayoutRow<'_>, other: &LayoutRow<'_>) -> bool {
    let size = |row: &LayoutRow<'_>| row.look.scale.unwrap_or(1.0);
    let (a, b) = (first.look, other.look);
    a.heading_level == b.heading_level
        && a.centred == b.centred
        && a.bold == b.bold
        && (size(first) - size(other)).abs() <= 0.03
}

/// Returns a title without the spaces by which its last word is spread over the line: `关于渡口复航的　　通　　知`.
pub(super) fn unspread(title: &str) -> String {
    let title = title.trim();
    let words = title.split_whitespace();
    if words.clone().all(|word| word.chars().count() == 1) {
        return words.collect();
    }
    let bare: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let spread = cover::KINDS
        .iter()
        .filter(|kind| bare.ends_with(**kind) && !title.ends_with(**kind))
        .max_by_key(|kind| kind.len());
    let Some(kind) = spread else {
        return title.to_owned();
    };
    // What stands before the kind, by the number of its characters that are no spaces.
    let mut left = kind.chars().count();
    let head = title.trim_end_matches(|c: char| {
        let inside = left > 0;
        left -= usize::from(inside && !c.is_whitespace());
        inside
    });
    let head = head.trim_end();
    match head.strip_suffix('的') {
        Some(head) => format!("{}的{kind}", head.trim_end()),
        None => format!("{head}{kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Issue;
    use crate::model::transcript::{Flow, LineStyle, Transcript};
    use crate::parse::parse;

    const BODY: &str =
        "各区渡口：\n渡口将于六月二十日复航，请各单位做好准备。\n山海市渡口管理处\n2025年6月10日";

    /// Reads a document with rows of these sizes (in percent) above [`BODY`], all of them centred.
    fn read(above: &[(u8, &str)]) -> Issue {
        let text: String = above.iter().flat_map(|(_, row)| [*row, "\n"]).collect();
        let mut transcript = Transcript::from_text(&format!("{text}{BODY}"));
        transcript.flow = Flow::Paragraphs;
        for (line, (size, _)) in transcript.lines.iter_mut().zip(above) {
            line.look = LineStyle {
                centred: true,
                scale: Some(f32::from(*size) / 100.0),
                ..LineStyle::default()
            };
        }
        parse(&transcript).issue
    }

    #[test]
    fn a_numbered_heading_goes_on_no_title() {
        assert!(goes_on("渡口平台：", "栈桥设计"));
        assert!(!goes_on("渡口平台：", "3.3.1栈桥设计"));
        assert!(!goes_on("渡口平台的", "（二）栈桥设计"));
    }

    #[test]
    fn a_title_over_several_rows_is_one_title_below_the_red_head() {
        let wanted = "山海市渡口管理处关于印发2025年渡口复航工作要点的通知";
        let heads: [&[(u8, &str)]; 4] = [
            &[
                (137, "山海市渡口管理处关于印发2025年"),
                (137, "渡口复航工作要点的通知"),
            ],
            &[
                (137, "山海市渡口管理处"),
                (137, "关于印发2025年渡口复航"),
                (137, "工作要点的通知"),
            ],
            &[
                (137, "山海市渡口管理处关于印发2025年渡口复航"),
                (137, "工作要点的"),
                (137, "通　　知"),
            ],
            &[
                (137, "山海市渡口管理处关于印发2025年渡口复航工作要点"),
                (137, "的 通 知"),
            ],
        ];
        for head in heads {
            for office in [true, false] {
                let red = office.then_some((225, "山海市渡口管理处文件"));
                let number = (100, "山渡字〔2025〕12号");
                let above: Vec<(u8, &str)> = red
                    .into_iter()
                    .chain([number])
                    .chain(head.iter().copied())
                    .collect();
                let issue = read(&above);
                assert_eq!(issue.title.as_deref(), Some(wanted), "{above:?}");
                let [article] = issue.articles.as_slice() else {
                    panic!("{above:?}");
                };
                assert_eq!(article.title, wanted);
                assert_eq!(article.blocks[0].text, "各区渡口：");
                assert_eq!(issue.lead, ["山渡字〔2025〕12号"]);
                let publisher = office.then_some("山海市渡口管理处");
                assert_eq!(issue.publisher.as_deref(), publisher);
            }
        }
    }

    #[test]
    fn headings_of_the_format_that_are_one_title_are_joined() {
        let text = "山渡字〔2025〕12号\n关于申报2025年渡口走访项目—\n湖区大学体验项目\n的 通 知\n请各单位申报。\n\
                    项目日程\n第一天集合，第二天参观。";
        let mut transcript = Transcript::from_text(text);
        transcript.flow = Flow::Paragraphs;
        for line in [1, 2, 3, 5] {
            transcript.lines[line].look.heading_level = Some(1);
        }
        let issue = parse(&transcript).issue;
        let titles: Vec<_> = issue.articles.iter().map(|a| a.title.as_str()).collect();
        let title = "关于申报2025年渡口走访项目—湖区大学体验项目的通知";
        assert_eq!(titles, [title, "项目日程"]);
        assert_eq!(issue.title.as_deref(), Some(title));
    }

    #[test]
    fn a_text_without_looks_has_a_red_head_too() {
        let text = format!(
            "山海市渡口管理处文件\n山渡字〔2025〕12号\n关于做好2025年渡口复航\n准备工作的通知\n{BODY}"
        );
        let issue = parse(&Transcript::from_text(&text)).issue;
        let title = "关于做好2025年渡口复航准备工作的通知";
        assert_eq!(issue.title.as_deref(), Some(title));
        assert_eq!(issue.articles[0].title, title);
        assert_eq!(issue.publisher.as_deref(), Some("山海市渡口管理处"));
    }

    #[test]
    fn rows_of_other_looks_and_facts_are_no_part_of_a_title() {
        for below in [
            (100, "赵渡口"),
            (137, "2025年6月10日"),
            (137, "一、总则"),
            (137, "（试行）"),
        ] {
            let issue = read(&[(137, "渡口的旧事与新事"), below]);
            assert_eq!(issue.articles[0].title, "渡口的旧事与新事", "{below:?}");
        }
        let halves = [
            (137, "山海市渡口管理处2025年"),
            (137, "先进班组及个人评选结果"),
        ];
        let whole = "山海市渡口管理处2025年先进班组及个人评选结果";
        assert_eq!(read(&halves).articles[0].title, whole);
        let issue = read(&[(137, "渡口复航了"), (137, "——山海市走访记")]);
        assert_eq!(issue.articles[0].title, "渡口复航了——山海市走访记");
    }

    #[test]
    fn the_last_word_of_a_title_is_not_spread() {
        for text in [
            "关于渡口复航的　　通　　知",
            "关于渡口复航的 通 知",
            "关于渡口复航 的 通 知",
            "关于渡口复航的通 知",
            "关于渡口复航的通知",
        ] {
            assert_eq!(unspread(text), "关于渡口复航的通知");
        }
        assert_eq!(unspread("租 赁 合 同"), "租赁合同");
        assert_eq!(unspread("Annual Report 年度报告"), "Annual Report 年度报告");
    }

    #[test]
    fn numbers_of_documents_are_known_by_their_brackets() {
        for text in [
            "学字〔2018〕14号",
            "山政办发[2025] 3 号",
            "山渡（2025）第12号",
        ] {
            assert!(is_document_number(text), "{text}");
        }
        for text in [
            "〔2018〕14号",
            "学字〔2018〕",
            "见学字〔2018〕14号文",
            "渡口（2025）",
            "第14号",
        ] {
            assert!(!is_document_number(text), "{text}");
        }
    }
}
