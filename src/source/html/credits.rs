//! What sites set between a headline and the text of its article, and right below the text: the people of the article, a
//! second headline, a summary.
//!
//! The search for the article takes the element of the text, and these stand beside it. Of the rows of the whole page those
//! between the headline and the text, and the first below the text, are looked through.

use super::days::{LONGEST_ROW, shown_day};
use super::sources::is_medium;
use super::words::bare;
use crate::conventions::bylines::{fields, is_byline};
use crate::model::transcript::{LineKind, SourceLine};

/// The fewest chars of a row of the article by which its place in the page is found.
const TELLING_CHARS: usize = 15;
/// The rows above the text, at most, that belong to its head.
const HEAD_ROWS: usize = 24;
/// The rows below the text in which its editors are named.
const TAIL_ROWS: usize = 8;
/// The most chars of a row that names people.
const LONGEST_CREDIT: usize = 40;
/// The fewest chars of a second headline. Shorter headings are those of channels.
const SHORTEST_SUBTITLE: usize = 8;
/// The fewest chars of a sentence that sums up the article.
const SHORTEST_SUMMARY: usize = 20;
/// The labels of a summary.
const SUMMARIES: &[&str] = &[
    "核心提示",
    "内容提要",
    "内容摘要",
    "摘要",
    "提要",
    "导读",
    "导语",
    "阅读提示",
];

/// The rows of a page beside the text of its article.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Those above the text, in their order.
    pub head: Vec<SourceLine>,
    /// Those below it.
    pub tail: Vec<SourceLine>,
}

/// Finds the rows of `page` that belong to the article with `headline` and `body`, and stand in neither.
pub(super) fn beside(page: &[SourceLine], headline: &str, body: &[SourceLine]) -> Beside {
    let Some((first, last)) = place(page, body) else {
        return Beside::default();
    };
    let all: String = body.iter().map(|row| bare(&row.text)).collect();
    let wanted = bare(headline);
    let is_new = |row: &SourceLine| {
        let text = bare(&row.text);
        !text.is_empty() && !all.contains(&text) && !wanted.contains(&text)
    };
    let above = page.get(..first).unwrap_or_default();
    let title = above
        .iter()
        .rposition(|row| bare(&row.text) == wanted)
        .filter(|at| first - at <= HEAD_ROWS);
    let Some(title) = title else {
        return Beside {
            head: Vec::new(),
            tail: tail(page, last, &is_new),
        };
    };
    let mut head: Vec<SourceLine> = Vec::new();
    let over = title.checked_sub(1).and_then(|at| above.get(at));
    head.extend(over.filter(|row| is_subtitle(row) && is_new(row)).cloned());
    for (nth, row) in above.iter().skip(title + 1).enumerate() {
        if nth == 0 && is_subtitle(row) && is_new(row) || is_summary(row) && is_new(row) {
            head.push(row.clone());
        } else {
            head.extend(credits(row).into_iter().filter(|row| is_new(row)));
        }
    }
    Beside {
        head,
        tail: tail(page, last, &is_new),
    }
}

/// Returns the rows below row `last` that name people, as far as the first list.
fn tail(
    page: &[SourceLine],
    last: usize,
    is_new: &impl Fn(&SourceLine) -> bool,
) -> Vec<SourceLine> {
    let below = page.iter().skip(last + 1).take(TAIL_ROWS);
    let below = below.take_while(|row| row.kind == LineKind::Text);
    let below = below.filter(|row| row.text.chars().count() <= LONGEST_CREDIT);
    below.flat_map(credits).filter(is_new).collect()
}

/// Returns the places of the first and the last telling row of the article among the rows of the page.
fn place(page: &[SourceLine], body: &[SourceLine]) -> Option<(usize, usize)> {
    let telling = |row: &&SourceLine| row.text.chars().count() >= TELLING_CHARS;
    let begins = |text: &str| text.chars().take(TELLING_CHARS).collect::<String>();
    let ends = |text: &str| text.chars().rev().take(TELLING_CHARS).collect::<String>();
    let find = |row: &SourceLine| {
        let wanted = begins(&row.text);
        page.iter().position(|row| begins(&row.text) == wanted)
    };
    let first = body.iter().filter(telling).find_map(find)?;
    let find = |row: &SourceLine| {
        let wanted = ends(&row.text);
        page.iter().rposition(|row| ends(&row.text) == wanted)
    };
    let last = body.iter().rev().filter(telling).find_map(find)?;
    (first <= last).then_some((first, last))
}

/// True for a heading right above or below the headline: 肩题 and 副题 of newspapers.
fn is_subtitle(row: &SourceLine) -> bool {
    row.look.heading_level.is_some()
        && row.text.chars().count() >= SHORTEST_SUBTITLE
        && row.links.is_empty()
        && !is_medium(&row.text)
        && !row.text.contains(['>', '›', '»'])
        && !row.text.starts_with("首页")
        && shown_day(&row.text).is_none()
}

/// True for a summary or the caption of the first picture: a labelled row, or a sentence.
fn is_summary(row: &SourceLine) -> bool {
    let labelled = SUMMARIES.iter().any(|label| {
        let rest = row.text.trim_start_matches(['【', '[']).strip_prefix(label);
        rest.is_some_and(|rest| rest.starts_with(['：', ':', '】', ']']))
    });
    let sentence = row.kind == LineKind::Text
        && row.text.contains('。')
        && row.text.chars().count() >= SHORTEST_SUMMARY;
    labelled || sentence
}

/// Returns the people that a row names: the row itself where it has nothing else, and each field where it has.
fn credits(row: &SourceLine) -> Vec<SourceLine> {
    let text = row.text.trim_matches(['[', ']', ' ', '\u{3000}']);
    let count = text.chars().count();
    let line = |text: &str| SourceLine {
        text: text.to_owned(),
        ..SourceLine::default()
    };
    if count <= LONGEST_CREDIT && is_credit(text) && shown_day(text).is_none() {
        return vec![line(text)];
    }
    if count > LONGEST_ROW || text.contains('。') {
        return Vec::new();
    }
    let named = fields(text).into_iter();
    // `作者：澄湖日报` repeats the medium.
    let people = named.filter(|(_, people)| !is_medium(people));
    people
        .map(|(name, people)| line(&format!("{name}：{people}")))
        .collect()
}

/// True for a row that names people. `作者最新文章` is the heading of a list.
fn is_credit(text: &str) -> bool {
    let mut other = ["来源", "分享"].iter();
    is_byline(text)
        && !other.any(|word| text.contains(word))
        && (!text.starts_with("作者") || !fields(text).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&str]) -> Vec<SourceLine> {
        let row = |text: &&str| SourceLine {
            text: (*text).to_owned(),
            kind: match text.starts_with('•') {
                true => LineKind::ListItem,
                false => LineKind::Text,
            },
            ..SourceLine::default()
        };
        texts.iter().map(row).collect()
    }

    const TEXT: [&str; 2] = [
        "澄湖市水务局六月十二日通报，环湖三座泵站完成智能化改造。",
        "工程从去年九月开始，工人在夜间施工，白天不影响两岸通行。",
    ];

    /// The rows beside an article whose page has `head` below its headline and `tail` below its text.
    fn found(head: &[&str], tail: &[&str]) -> (Vec<String>, Vec<String>) {
        let page = [&["首页", "三座泵站完成改造"], head, &TEXT, tail].concat();
        let beside = beside(&rows(&page), "三座泵站完成改造", &rows(&TEXT));
        let texts = |rows: Vec<SourceLine>| rows.into_iter().map(|row| row.text).collect();
        (texts(beside.head), texts(beside.tail))
    }

    #[test]
    fn the_people_of_a_page_are_kept() {
        let info = "2025-06-12 09:30 来源：澄湖日报选稿：林一舟";
        let head = [info, "本报记者 林晓舟 方 远", "分享", "大 中 小"];
        let tail = [
            "[责任编辑：周小满]",
            "收藏",
            "• 花市开到深夜",
            "责任编辑：他人",
        ];
        let (head, tail) = found(&head, &tail);
        assert_eq!(head, ["选稿：林一舟", "本报记者 林晓舟 方 远"]);
        assert_eq!(tail, ["责任编辑：周小满"]);
    }

    #[test]
    fn the_heading_of_a_list_and_the_medium_are_no_people() {
        let (head, tail) = found(&["2025-06-12 澄湖日报作者：澄湖日报"], &["作者最新文章"]);
        assert!(head.is_empty() && tail.is_empty(), "{head:?} {tail:?}");
    }

    #[test]
    fn a_summary_and_a_second_headline_are_kept_once() {
        let label = "核心提示：三座泵站都能按雨量启停了";
        let caption = "六月十二日，工人在调试水泵。（林一舟摄）再过一周就能用";
        let (head, _) = found(&[label, "登录后评论", caption, TEXT[0]], &[]);
        assert_eq!(head, [label, caption]);
        let mut page = rows(&[
            "按雨量自动启停不用人守",
            "三座泵站完成改造",
            TEXT[0],
            TEXT[1],
        ]);
        page[0].look.heading_level = Some(3);
        let body = rows(&TEXT);
        let head = beside(&page, "三座泵站完成改造", &body).head;
        assert_eq!(head[0].text, "按雨量自动启停不用人守");
        page[0].text = "三座泵站完成改造".to_owned();
        assert!(beside(&page, "三座泵站完成改造", &body).head.is_empty());
    }
}
