//! The articles of a brief that has neither contents nor headings of the format: only their titles, set apart from the text,
//! say where they begin.
//!
//! Such titles are found in three ways, and nothing is cut where neither is sure:
//!
//! 1. Rows with the medium and the day of an article below them are titles, whatever they look like.
//! 2. In an issue of a series (the masthead has a number), rows that are marked in the same way are titles: by ordinals that
//!    count up from 1, by a sign (`◆`), by brackets (`【…】`), or by bold, large or centred letters.
//!
//! 3. The chapters of a book (`第一章 渡口`) that count up from 1 are cut last, see [`chapters`].
//!
//! A notice has numbered headings as well, but no number of an issue; a brief of one article has a title of its own above its
//! first heading. Both stay whole.

use super::above_contents::above_contents;
use super::front::{self, Front};
use super::marks::SIGNS;
use super::{Section, cover, whole_link};
use crate::conventions::datelines::origin_line;
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels;
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::parse::flow::is_large;
use crate::parse::masthead;
use crate::parse::rows::{LayoutRow, joined};
use jiff::civil::Date;

/// The rows at the top that may be the masthead.
const MOST_ABOVE: usize = 12;
/// The longest title, in chars.
const LONGEST: usize = 60;
/// The longest title of a chapter with its ordinal, in chars.
const LONGEST_CHAPTER: usize = 30;
/// The shortest title, in chars.
const SHORTEST: usize = 4;

/// The sign by which the titles of a brief are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TitleMark {
    /// An ordinal of this kind.
    Ordinal(OrdinalKind),
    /// A sign in front, such as `◆`.
    Sign(char),
    /// The brackets `【…】` around it.
    Brackets,
    /// `一是`, `第一、` or `信息一：` in front.
    Spoken,
    /// Letters that are bold, large, centred.
    Letters(bool, bool, bool),
}

/// Cuts the rows at titles that are set apart: front matter and sections. `None` where there are no two of them.
pub(super) fn cut<'a>(
    rows: &[LayoutRow<'a>],
    habit: SpacingHabit,
) -> Option<(Front<'a>, Vec<Section<'a>>)> {
    let titles = above_origins(rows).or_else(|| marked_alike(rows))?;
    let front = above_contents(rows.get(..start(rows, &titles, 0))?, habit);
    let sections = (0..titles.len()).map(|n| section(rows, &titles, n, habit));
    let sections: Vec<Section<'a>> = sections.collect();
    Some((front, sections))
}

/// Cuts a book at its chapters: front matter and sections. `None` where there are no two of them.
///
/// `rows` are all of the file: a book repeats short rows (`【练习】`), which among chapters on new pages look like running
/// heads.
pub(super) fn chapters<'a>(
    rows: &[LayoutRow<'a>],
    habit: SpacingHabit,
) -> Option<(Front<'a>, Vec<Section<'a>>)> {
    let chapter = TitleMark::Ordinal(OrdinalKind::Chapter);
    let first = rows.iter().position(|row| mark(row) == Some(chapter))?;
    let titles = marked(rows, first, chapter);
    // `第二章介绍调研的方法，` is a sentence of an introduction.
    let is_short = |&i: &usize| {
        let text = rows[i].text;
        text.chars().count() <= LONGEST_CHAPTER && !text.contains(['，', ','])
    };
    if titles.len() < 2 || !titles.iter().all(is_short) || !all_have_sentences(rows, &titles) {
        return None;
    }
    let above = rows.get(..start(rows, &titles, 0))?;
    let sections = (0..titles.len()).map(|n| section(rows, &titles, n, habit));
    Some((
        front::above_outline(above, habit, false),
        sections.collect(),
    ))
}

/// Returns the rows above a line of origin, where they are the titles of two articles or more.
fn above_origins(rows: &[LayoutRow<'_>]) -> Option<Vec<usize>> {
    // Days without a year are of that of the issue.
    let issued = masthead::read(rows.get(..rows.len().min(MOST_ABOVE))?).published;
    let is_title = |i: &usize| is_apart(&rows[*i]) && has_origin_below(rows, *i, issued);
    let labelled = |i: usize| {
        let below = rows[i + 1].text;
        below.contains("来源") || below.starts_with(['（', '(', '【', '['])
    };
    // The title of the issue stands above a name and a day as well, those of its publisher.
    let is_article = |i: &usize| {
        let above = rows.get(..*i).unwrap_or_default();
        labelled(*i) || mark(&rows[*i]).is_some() || masthead::read(above).title.is_some()
    };
    let last = rows.len().saturating_sub(1);
    let titles: Vec<usize> = (0..last)
        .filter(is_title)
        .skip_while(|i| !is_article(i))
        .collect();
    // A name and a day without a label stand below the parts of a curriculum vitae too.
    let is_issue = || {
        masthead::read(rows.get(..titles[0]).unwrap_or_default())
            .number
            .is_some()
    };
    // In brackets as well: `（山海大学，2015年9月1日）`.
    let is_medium = |i: usize| {
        let below = rows[i + 1].text;
        let found = origin_line(below, issued).and_then(|found| found.source);
        below.contains("来源") || !found.is_some_and(|name| is_workplace(&name))
    };
    let known = |titles: &[usize]| {
        titles.iter().all(|&i| labelled(i)) && titles.iter().any(|&i| is_medium(i)) || is_issue()
    };
    (titles.len() > 1 && known(&titles) && all_have_sentences(rows, &titles)).then_some(titles)
}

/// True for the name of a school or a company, at which a person studied or worked.
fn is_workplace(name: &str) -> bool {
    ["大学", "学院", "中学", "学校", "公司", "集团"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// True if the row below `at` names a medium and a day, or the medium behind its label, and nothing else.
fn has_origin_below(rows: &[LayoutRow<'_>], at: usize, issued: Option<Date>) -> bool {
    let below = rows.get(at + 1).filter(|row| !row.stands_alone());
    below.is_some_and(|row| {
        origin_line(row.text, issued).is_some_and(|found| {
            found.source.is_some() && (found.dated || row.text.contains("来源"))
        })
    })
}

/// Returns the rows of an issue that are marked in the same way, the first such rows that may be titles.
fn marked_alike(rows: &[LayoutRow<'_>]) -> Option<Vec<usize>> {
    let mut tried: Vec<TitleMark> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(mark) = mark(row).filter(|mark| !tried.contains(mark)) else {
            continue;
        };
        let titles = marked(rows, i, mark);
        if titles.len() > 1 && is_issue_above(rows, i) && all_have_sentences(rows, &titles) {
            return Some(below_columns(rows, &titles).unwrap_or(titles));
        }
        // A title alone, or rows in the masthead; the marks of the titles come later.
        tried.push(mark);
        if tried.len() > 8 {
            return None;
        }
    }
    None
}

/// Returns the titles below the names of columns (`【政策动态】`): a row with another mark right below each of them. Ordinals
/// have to count on over the columns, or they are the headings of each article.
fn below_columns(rows: &[LayoutRow<'_>], columns: &[usize]) -> Option<Vec<usize>> {
    let first = *columns.first()?;
    let of = mark(rows.get(first + 1)?).filter(|of| mark(&rows[first]) != Some(*of))?;
    let titles = match of {
        TitleMark::Ordinal(_) | TitleMark::Sign(_) => marked(rows, first, of),
        _ => return None,
    };
    let has_title = |column: &usize| titles.contains(&(column + 1));
    (columns.iter().all(has_title) && all_have_sentences(rows, &titles)).then_some(titles)
}

/// Returns the rows from `from` on with the mark of a title; of ordinals only those that are due.
fn marked(rows: &[LayoutRow<'_>], from: usize, of: TitleMark) -> Vec<usize> {
    let mut titles = Vec::new();
    for (i, row) in rows.iter().enumerate().skip(from) {
        if mark(row) != Some(of) {
            continue;
        }
        // Lists inside an article begin with 1 again.
        let is_due = match of {
            TitleMark::Ordinal(_) => ordinals::ordinal(row.text)
                .is_some_and(|found| usize::try_from(found.number) == Ok(titles.len() + 1)),
            _ => true,
        };
        if is_due {
            titles.push(i);
        }
    }
    titles
}

/// Returns the mark of a row that may be a title.
fn mark(row: &LayoutRow<'_>) -> Option<TitleMark> {
    if !is_apart(row) {
        return None;
    }
    let text = row.text;
    if let Some(found) = ordinals::ordinal(text) {
        return Some(TitleMark::Ordinal(found.kind));
    }
    let first = text.chars().next()?;
    if SIGNS.contains(&first) {
        return Some(TitleMark::Sign(first));
    }
    if text.starts_with('【') && text.ends_with('】') {
        return Some(TitleMark::Brackets);
    }
    if super::marks::spoken(text).is_some() {
        return Some(TitleMark::Spoken);
    }
    let large = row.look.scale.is_some_and(is_large);
    let is_set = row.look.bold || large || row.look.centred;
    is_set.then_some(TitleMark::Letters(row.look.bold, large, row.look.centred))
}

/// True if the masthead above the row has the number of an issue, and no other row that might be the title of a single
/// article.
fn is_issue_above(rows: &[LayoutRow<'_>], first: usize) -> bool {
    let above = rows.get(..first).unwrap_or_default();
    let head = masthead::read(above);
    let own = |row: &LayoutRow<'_>| {
        is_apart(row) && labels::section(row.text).is_none() && !labels::is_field_row(row.text)
    };
    let others = head.others.iter().filter_map(|&i| above.get(i));
    let below = above.iter().skip(head.rows);
    // The publisher stands on the row of the day, or is the name of an office.
    let publisher = head.publisher.as_deref().is_none_or(|name| {
        let alone = above.iter().any(|row| row.text == name);
        !alone || cover::is_institution(name) || labels::is_field_row(name)
    });
    head.number.is_some() && publisher && !others.chain(below).any(own)
}

/// True for a short row that ends without a stop and is no part of a sentence.
fn is_apart(row: &LayoutRow<'_>) -> bool {
    let text = row.text;
    let stops = ['。', '；', '，', '、', '：', ':', ';', ',', '…'];
    !row.stands_alone()
        && !row.soft
        && (SHORTEST..=LONGEST).contains(&text.chars().count())
        && !text.contains('。')
        && !text.ends_with(stops)
        && origin_line(text, None).is_none()
        && issue_numbers(text).is_none()
}

/// True if each title has a sentence below it. Lists of attachments and of names have none.
fn all_have_sentences(rows: &[LayoutRow<'_>], titles: &[usize]) -> bool {
    let ends = titles.iter().skip(1).copied().chain([rows.len()]);
    titles.iter().zip(ends).all(|(&title, end)| {
        let below = rows.get(title + 1..end).unwrap_or_default();
        below.iter().any(|row| row.text.contains('。'))
    })
}

/// Returns the first row of section `n`: its title, or the heading of a column directly above that.
fn start(rows: &[LayoutRow<'_>], titles: &[usize], n: usize) -> usize {
    let title = titles[n];
    let above = n.checked_sub(1).map_or(0, |n| titles[n] + 1);
    let Some(row) = title.checked_sub(1).filter(|&row| row >= above) else {
        return title;
    };
    let kind = |row: usize| ordinals::ordinal(rows[row].text).map(|found| found.kind);
    // Of a higher level than the title, so that the last item of a list is none.
    let in_brackets = |row: usize| mark(&rows[row]) == Some(TitleMark::Brackets);
    let is_column = in_brackets(row) && !in_brackets(title)
        || is_apart(&rows[row])
            && match (kind(row), kind(title)) {
                (Some(above), Some(own)) => above < own,
                (Some(above), None) => above <= OrdinalKind::HanBracketed,
                _ => false,
            };
    if is_column { row } else { title }
}

/// Makes section `n`, which reaches to the next one.
fn section<'a>(
    rows: &[LayoutRow<'a>],
    titles: &[usize],
    n: usize,
    habit: SpacingHabit,
) -> Section<'a> {
    let title = titles[n];
    let end = if n + 1 < titles.len() {
        start(rows, titles, n + 1)
    } else {
        rows.len()
    };
    let whole = joined(rows.get(title..=title).unwrap_or_default(), habit);
    let found = ordinals::ordinal(&whole);
    let mut body = rows.get(title + 1..end).unwrap_or_default().to_vec();
    // The heading of a column goes below the origin, which has to be the first row of a section.
    let column = rows.get(start(rows, titles, n)..title).unwrap_or_default();
    let origins = body
        .iter()
        .take_while(|row| origin_line(row.text, None).is_some())
        .count();
    body.splice(origins..origins, column.iter().copied());
    Section {
        title: found.map_or(whole.as_str(), |found| found.rest).to_owned(),
        number: found.map(|found| found.number),
        line: rows[title].number,
        source: None,
        link: whole_link(&rows[title]),
        above: 0,
        rows: body,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::Transcript;
    use crate::model::{BlockKind, Issue};
    use crate::parse::parse;

    const HEAD: &str = "山海要情\n第3期\n山海市渔港中心　2025年6月23日\n";

    fn read(text: &str) -> Issue {
        parse(&Transcript::from_text(text)).issue
    }

    fn titles(issue: &Issue) -> Vec<&str> {
        issue
            .articles
            .iter()
            .map(|article| article.title.as_str())
            .collect()
    }

    #[test]
    fn titles_with_the_same_mark_cut_an_issue() {
        for [first, second] in [
            ["一、渡口复航通知", "二、早市开张公告"],
            ["1．渡口复航通知", "2．早市开张公告"],
            ["（一）渡口复航通知", "（二）早市开张公告"],
            ["◆渡口复航通知", "◆早市开张公告"],
            ["【渡口复航通知】", "【早市开张公告】"],
            ["一是渡口复航通知", "二是早市开张公告"],
            ["信息一：渡口复航通知", "信息二：早市开张公告"],
            ["第一条 渡口复航通知", "第二条 早市开张公告"],
        ] {
            let text = format!(
                "{HEAD}{first}\n渡口二十日复航，当天来了三百多位乘客。\n1.候船室已经修好。\n{second}\n早市从四点开始。"
            );
            let issue = read(&text);
            assert_eq!(titles(&issue), ["渡口复航通知", "早市开张公告"], "{first}");
            assert_eq!(
                (issue.title.as_deref(), issue.number),
                (Some("山海要情"), Some(3))
            );
        }
    }

    #[test]
    fn editors_and_the_label_of_the_day_are_no_title() {
        for head in [
            "山海要情\n第3期\n2025.06.23\n主编：李大江　　编辑：王小渡",
            "山海要情\n总第 43 期　　第 3 期\n编发日期：2025年6月23日",
        ] {
            let text =
                format!("{head}\n一、渡口复航通知\n渡口复航。\n二、早市开张公告\n早市开张。");
            let issue = read(&text);
            assert_eq!(titles(&issue), ["渡口复航通知", "早市开张公告"]);
            assert_eq!(issue.published, Some(jiff::civil::date(2025, 6, 23)));
            assert!(issue.publisher.is_none_or(|name| !name.contains("日期")));
        }
    }

    #[test]
    fn the_names_of_columns_are_headings_above_the_titles() {
        for [first, second, third] in [
            ["■渡口复航通知", "■早市开张公告", "■书屋换新桌"],
            ["1.渡口复航通知", "2.早市开张公告", "3.书屋换新桌"],
        ] {
            let text = format!(
                "{HEAD}【港口】\n{first}\n渡口复航。\n{second}\n早市开张。\n【文化】\n{third}\n书屋换桌。"
            );
            let issue = read(&text);
            assert_eq!(
                titles(&issue),
                ["渡口复航通知", "早市开张公告", "书屋换新桌"]
            );
            assert_eq!(issue.articles[1].blocks.len(), 1);
            assert!(issue.articles[2].blocks[0].text.starts_with("【文化】"));
        }
    }

    #[test]
    fn titles_above_their_origins_cut_any_text() {
        for origin in [
            "来源：山海晚报 2025-06-21",
            "（山海晚报，6月21日）",
            "山海晚报　2025年6月21日",
        ] {
            let text = format!(
                "{HEAD}一、港口\n渡口复航通知\n{origin}\n渡口二十日复航。\n二、市场\n早市开张公告\n{origin}\n早市从四点开始。"
            );
            let issue = read(&text);
            assert_eq!(titles(&issue), ["渡口复航通知", "早市开张公告"], "{origin}");
            for article in &issue.articles {
                assert_eq!(article.source.as_deref(), Some("山海晚报"));
                assert_eq!(article.date.map(jiff::civil::Date::day), Some(21));
                assert_eq!(article.blocks[0].kind, BlockKind::Heading);
            }
        }
    }

    #[test]
    fn chapters_cut_a_book() {
        let book =
            "渡口旧事\n赵渡口 著\n第一章 候船室\n候船室修于旧年。\n第二章 栈桥\n栈桥有三十块板。";
        let issue = read(book);
        assert_eq!(titles(&issue), ["候船室", "栈桥"]);
        assert_eq!(issue.title.as_deref(), Some("渡口旧事"));
    }

    #[test]
    fn a_notice_and_a_brief_of_one_article_stay_whole() {
        let headings = "一、总体情况\n渡口二十日复航。\n二、有关要求\n早市从四点开始。";
        let notice = read(&format!("关于渡口复航的通知\n各区：\n{headings}"));
        assert_eq!(titles(&notice), ["关于渡口复航的通知"]);
        let single = read(&format!(
            "{HEAD}全市渡口陆续复航\n六月二十日，渡口复航。\n{headings}"
        ));
        assert_eq!(single.articles.len(), 1);
        let weekly = read(&format!(
            "{HEAD}本周共收到来信三十封，比上周多十封。\n{headings}"
        ));
        assert_eq!(titles(&weekly), ["总体情况", "有关要求"]);
        assert_eq!(weekly.lead.len(), 1);
    }

    #[test]
    fn lists_and_signatures_are_no_titles() {
        let text = "给读者的信\n书屋周末照常开放。\n山海市书屋办公室　2025年6月23日\n\
            读者甲的来信内容\n书屋很好。\n山海市书屋编辑部　2025年6月24日\n谢谢。";
        assert_eq!(read(text).articles.len(), 1);
        let vitae = "个人简历\n教育经历\n（山海大学，2015年9月1日）\n学习水文，写过两篇论文。\n\
            工作经历\n（湖区航运公司，2019年7月1日）\n负责渡口的排班。";
        assert_eq!(read(vitae).articles.len(), 1);
    }
}
