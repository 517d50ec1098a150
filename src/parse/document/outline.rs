//! The outline of a document by the headings that its format marks.
//!
//! DOCX, ODT, HTML and others mark headings with levels, 1 the highest. The document is cut in three steps:
//!
//! 1. Rows with a level are headings; longer ones are text that was set in a heading's style.
//! 2. The highest level with two headings or more gives the sections. A title alone on its level does not cut.
//! 3. A section that consists almost wholly of sub-sections gives way to them, level by level. One whose sub-sections are the
//!    parts of an article stays whole: it has fields below its heading, or its neighbours have sub-sections of the same names.
//!
//! The rows above the first section are the front matter. A document whose headings have a level each is not cut.

use super::front::{self, Front};
use super::heading_rows;
use super::{Section, whole_link};
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::ordinals;
use crate::parse::likeness::fold_title;
use crate::parse::rows::{LayoutRow, joined};
use std::collections::HashMap;

/// A heading: its rows, and its level.
#[derive(Debug, Clone, Copy)]
struct Heading {
    /// Its first row.
    row: usize,
    /// The row behind it.
    body: usize,
    /// Its level, 1 the highest.
    level: u8,
}

/// The longest heading, in chars. A longer row in a heading's style is text.
const LONGEST: usize = 120;
/// The share of its text, in percent of bytes, from which on a section gives way to its sub-sections.
const MOSTLY: usize = 90;

/// Cuts the rows at their headings: front matter and sections. `None` where no level has two headings.
pub(super) fn cut<'a>(
    rows: &[LayoutRow<'a>],
    habit: SpacingHabit,
) -> Option<(Front<'a>, Vec<Section<'a>>)> {
    let mut headings = headings(rows);
    join_title(&mut headings);
    // The title of an issue is a heading of the first level in many periodicals, and their sections are too.
    if let Some(first) = headings.first().copied()
        && first.row <= 2
        && (issue_numbers(rows[first.row].text).is_some() || is_title(&headings))
    {
        headings.remove(0);
    }
    // Nine levels are the most that formats have.
    let level = (1..=9).find(|&level| {
        let mut of_level = headings.iter().filter(|h| h.level == level);
        let first = of_level.next();
        // A collection may have one piece of news today.
        of_level.next().is_some() || first.is_some_and(|first| has_fields(rows, *first))
    })?;
    let first = headings.iter().position(|h| h.level == level)?;
    let mut front = front::above_outline(rows.get(..headings.get(first)?.row)?, habit, true);
    let headings = headings.get(first..)?;
    // An official document and its annexes are whole, whatever headings they have.
    let is_official = is_official(rows[headings.first()?.row].text);
    let cuts = if is_official {
        let tops = headings.iter().filter(|heading| heading.level <= level);
        let cut = |heading: &Heading| Cut {
            start: heading.row,
            heading: *heading,
        };
        tops.map(cut).collect()
    } else {
        // A single heading of a higher level behind the first section is a section too.
        sections(rows, headings, level, &part_names(rows, headings))
    };
    let sections = cuts.iter().enumerate().map(|(n, cut)| {
        let end = cuts.get(n + 1).map_or(rows.len(), |next| next.start);
        section(rows, *cut, end, habit)
    });
    let sections: Vec<Section<'a>> = sections.collect();
    // Above the title of an official document its number stands, and the annexes below have titles of their own.
    let is_number = |row: &LayoutRow<'_>| heading_rows::is_document_number(row.text);
    let is_bare = !front.lead.is_empty() || is_official;
    if front.masthead.title.is_none() && is_bare && front.lead.iter().all(is_number) {
        front.own_title = sections.first().map(|first| first.title.clone());
    }
    Some((front, sections))
}

/// Joins the first headings to one if nothing stands between them and no other heading has their level: a title in several
/// rows, each set as a heading.
fn join_title(headings: &mut Vec<Heading>) {
    let Some(first) = headings.first().copied() else {
        return;
    };
    let below = headings
        .windows(2)
        .take_while(|pair| pair[1].level == first.level && pair[1].row == pair[0].body);
    let count = below.count();
    let rest = headings.get(count + 1..).unwrap_or_default();
    let is_title = first.row <= 1 && !rest.is_empty() && rest.iter().all(|h| h.level > first.level);
    if is_title && (1..=2).contains(&count) {
        headings[0].body = headings[count].body;
        headings.drain(1..=count);
    }
}

/// True for the title of an official document: `关于印发渡口复航方案的通知`.
fn is_official(title: &str) -> bool {
    const KINDS: [&str; 9] = [
        "通知", "函", "通报", "公告", "通告", "意见", "请示", "批复", "决定",
    ];
    title.contains("关于") && KINDS.iter().any(|kind| title.ends_with(kind))
}

/// True if the first heading is the only one of its level and all others lie below it.
fn is_title(headings: &[Heading]) -> bool {
    let Some((first, rest)) = headings.split_first() else {
        return false;
    };
    rest.iter().all(|other| other.level > first.level)
}

/// Returns the rows that the format calls headings. A heading over two rows with a soft break is one.
fn headings(rows: &[LayoutRow<'_>]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(level) = row.look.heading_level.filter(|_| !row.stands_alone()) else {
            continue;
        };
        if row.text.is_empty() || row.text.chars().count() > LONGEST || is_text(row.text) {
            continue;
        }
        match found.last_mut() {
            // The author broke the line inside the heading, or set each line of it as a heading.
            Some(last)
                if last.body == i
                    && (row.soft
                        || last.level == level
                            && heading_rows::goes_on(rows[i - 1].text, row.text)) =>
            {
                last.body = i + 1;
            }
            _ => found.push(Heading {
                row: i,
                body: i + 1,
                level,
            }),
        }
    }
    found
}

/// True for a sentence or an item of a list that an author has set in the style of a heading, as whole chapters sometimes are.
///
/// A short sentence with a number may be a heading: `（一）加强领导。`
fn is_text(text: &str) -> bool {
    let inner = text.trim_end_matches('。');
    let is_short = text.chars().count() <= 25 && ordinals::ordinal(text).is_some();
    inner.contains('。')
        || text.ends_with(['；', '，', ';'])
        || inner.len() < text.len() && !is_short
}

/// A place where a section begins.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// The first row of the section, its heading or that of the section that gave way to it.
    start: usize,
    /// Its own heading.
    heading: Heading,
}

/// Returns the sections at `level`, those that are mostly sub-sections replaced by these.
///
/// A section ends where the next heading of `level` or a higher one begins. The recursion ends because each step goes to
/// a lower level.
fn sections(
    rows: &[LayoutRow<'_>],
    headings: &[Heading],
    level: u8,
    parts: &PartNames,
) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let tops: Vec<usize> = (0..headings.len())
        .filter(|&i| headings[i].level <= level)
        .collect();
    for (n, &top) in tops.iter().enumerate() {
        let next = tops.get(n + 1).copied().unwrap_or(headings.len());
        let end = headings.get(next).map_or(rows.len(), |h| h.row);
        let inner = headings.get(top + 1..next).unwrap_or_default();
        let deeper = giving_way(rows, headings[top], inner, end)
            .filter(|deeper| !is_article(rows, headings[top], inner, deeper.0, parts));
        if let Some(deeper) = deeper {
            let inner = inner.get(deeper.1..).unwrap_or_default();
            let mut below = sections(rows, inner, deeper.0, parts);
            // The heading that gives way, and its own few words, stay in front of the first sub-section.
            if let Some(first) = below.first_mut() {
                first.start = headings[top].row;
            }
            cuts.extend(below);
        } else {
            cuts.push(Cut {
                start: headings[top].row,
                heading: headings[top],
            });
        }
    }
    cuts
}

/// The folded titles of the headings without sub-headings, and how often each occurs.
type PartNames = HashMap<String, usize>;

/// Counts the titles of the headings that have no sub-headings.
fn part_names(rows: &[LayoutRow<'_>], headings: &[Heading]) -> PartNames {
    let mut names = PartNames::new();
    for (i, heading) in headings.iter().enumerate() {
        if is_lowest(headings, i) {
            *names.entry(part_name(rows, *heading)).or_default() += 1;
        }
    }
    names
}

/// True if the heading at `i` has no sub-headings.
fn is_lowest(headings: &[Heading], i: usize) -> bool {
    let next = headings.get(i + 1);
    next.is_none_or(|next| next.level <= headings[i].level)
}

/// Returns the folded title of a heading without its number.
fn part_name(rows: &[LayoutRow<'_>], heading: Heading) -> String {
    let text = rows.get(heading.row).map_or("", |row| row.text);
    fold_title(ordinals::without(text))
}

/// True if the section of `top` is an article, whose sub-sections at `level` are its parts.
///
/// A field of an article right below the heading shows it, as do sub-sections of which more than half have names that occur
/// in other sections too: `摘要` and `正文` in a collection of news, `议题` and `决议` in minutes.
fn is_article(
    rows: &[LayoutRow<'_>],
    top: Heading,
    inner: &[Heading],
    level: u8,
    parts: &PartNames,
) -> bool {
    if has_fields(rows, top) {
        return true;
    }
    let of_level = (0..inner.len()).filter(|&i| inner[i].level == level);
    let (mut count, mut repeated) = (0, 0);
    for i in of_level {
        count += 1;
        // News that a page repeats every hour are articles all the same.
        let is_part = is_lowest(inner, i) && !has_fields(rows, inner[i]);
        let times = || parts.get(&part_name(rows, inner[i])).copied();
        repeated += usize::from(is_part && times().is_some_and(|times| times > 1));
    }
    repeated * 2 > count
}

/// True if the row below a heading is a field of an article.
fn has_fields(rows: &[LayoutRow<'_>], heading: Heading) -> bool {
    let below = rows.get(heading.body).map_or("", |row| row.text);
    let value = match labels::label(below) {
        Some((FieldLabel::Source | FieldLabel::Link | FieldLabel::Date, value)) => value,
        _ => "",
    };
    !value.is_empty()
}

/// Returns the level of the sub-sections that a section gives way to, and the index in `inner` of the first of them.
///
/// `inner` are the headings within the section and `end` is the row behind it. `None` if there are fewer than two
/// sub-sections, or if the text in front of the first is more than the rest of [`MOSTLY`].
fn giving_way(
    rows: &[LayoutRow<'_>],
    top: Heading,
    inner: &[Heading],
    end: usize,
) -> Option<(u8, usize)> {
    let level = inner.iter().map(|h| h.level).min()?;
    let first = inner.iter().position(|h| h.level == level)?;
    if inner.iter().filter(|h| h.level == level).count() < 2 {
        return None;
    }
    // Bytes are as good as characters for a share, and need no counting.
    let length = |from: usize, to: usize| -> usize {
        rows.get(from..to)
            .unwrap_or_default()
            .iter()
            .map(|row| row.text.len())
            .sum()
    };
    let (own, all) = (length(top.body, inner[first].row), length(top.body, end));
    ((all - own) * 100 >= all * MOSTLY).then_some((level, first))
}

/// Makes the section from `cut` to row `end`, which is not part of it.
///
/// A number in front of the heading leaves the title: `三、山海要闻` becomes number 3 and `山海要闻`.
fn section<'a>(rows: &[LayoutRow<'a>], cut: Cut, end: usize, habit: SpacingHabit) -> Section<'a> {
    let heading = rows
        .get(cut.heading.row..cut.heading.body)
        .unwrap_or_default();
    let whole = joined(heading, habit);
    let found = ordinals::ordinal(&whole);
    // Of a section that gave way its heading stays readable above the text.
    let mut body = rows
        .get(cut.start..cut.heading.row)
        .unwrap_or_default()
        .to_vec();
    body.extend_from_slice(rows.get(cut.heading.body..end).unwrap_or_default());
    Section {
        title: heading_rows::unspread(found.map_or(whole.as_str(), |found| found.rest)),
        number: found.map(|found| found.number),
        line: heading.first().map_or(0, |row| row.number),
        source: None,
        link: heading.first().and_then(whole_link),
        above: cut.heading.row - cut.start,
        rows: body,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Issue;
    use crate::model::transcript::{Flow, Transcript};
    use crate::parse::parse;

    /// Reads a document whose headings are marked by `#`.
    fn read(text: &str) -> Issue {
        let bare: String = text
            .lines()
            .flat_map(|line| [line.trim_start_matches('#').trim_start(), "\n"])
            .collect();
        let mut transcript = Transcript::from_text(&bare);
        transcript.flow = Flow::Paragraphs;
        for (line, source) in transcript.lines.iter_mut().zip(text.lines()) {
            let level = source.len() - source.trim_start_matches('#').len();
            line.look.heading_level = u8::try_from(level).ok().filter(|&level| level > 0);
        }
        parse(&transcript).issue
    }

    fn titles(issue: &Issue) -> Vec<&str> {
        issue.articles.iter().map(|a| a.title.as_str()).collect()
    }

    #[test]
    fn sub_headings_of_the_same_names_are_parts_of_articles() {
        let text = "# 渡口会议纪要\n## 第一次会议\n### 议题\n栈桥换板。\n### 决议\n六月换完。\n\
                    ## 第二次会议\n### 议题\n候船室开放。\n### 决议\n周末也开放。";
        assert_eq!(titles(&read(text)), ["第一次会议", "第二次会议"]);
        // Parts of several levels that have articles below them give way, whatever their names.
        let text = "# 渡口快讯\n## 上午\n### 渡口\n#### 渡船复航\n早六点开船。\n#### 栈桥换板\n换下三块。\n### 早市\n\
                    #### 早市开张\n四点开始。\n#### 早市收摊\n八点收摊。\n## 下午\n### 渡口\n#### 班次加密\n每刻一班。\n\
                    #### 值班增人\n增加两人。\n### 早市\n#### 摊位重排\n分成两排。\n#### 秤具校准\n校准十台。";
        assert_eq!(read(text).articles.len(), 8);
    }

    #[test]
    fn an_official_document_and_its_annexes_are_whole() {
        let text = "# 关于报送渡口复航情况的函\n请按要求报送。\n## 报送内容\n班次和客流。\n## 报送要求\n月底前。\n# 渡口复航情况统计表\n\
                    ## 填表说明\n客流以人次计，班次以往返计。\n## 审核要求\n合计数应当复核。";
        let issue = read(text);
        assert_eq!(
            titles(&issue),
            ["关于报送渡口复航情况的函", "渡口复航情况统计表"]
        );
        assert_eq!(issue.title.as_deref(), Some("关于报送渡口复航情况的函"));
    }

    #[test]
    fn a_heading_with_fields_below_it_is_that_of_an_article() {
        let text = "# 渡口新闻汇集\n## 渡口复航\n来源：山海晚报\n### 经过\n早六点开船，当天来了三百多人。\n### 反响\n旅客称便。\n\
                    ## 早市开张\n来源：山海日报\n### 摊位\n分成两排。\n### 时间\n四点开始。";
        let issue = read(text);
        assert_eq!(titles(&issue), ["渡口复航", "早市开张"]);
        assert_eq!(issue.articles[0].source.as_deref(), Some("山海晚报"));
    }

    #[test]
    fn the_fields_of_the_first_article_of_a_part_are_found_below_the_heading_of_the_part() {
        let text = "# 渡口新闻\n## 交通\n### 渡口复航\n来源：山海晚报\n早六点开船。\n### 栈桥换板\n来源：山海日报\n换下三块。\n\
                    ## 市集\n### 早市开张\n来源：山海日报\n四点开始。\n### 早市收摊\n来源：山海晚报\n八点收摊。";
        let issue = read(text);
        let sources: Vec<_> = issue.articles.iter().map(|a| a.source.as_deref()).collect();
        assert_eq!(sources[..2], [Some("山海晚报"), Some("山海日报")]);
        assert_eq!(issue.articles[0].blocks[0].text, "交通");
    }
}
