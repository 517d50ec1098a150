//! From rows to an issue: the parts of the report, its articles, their paragraphs.
//!
//! 1. Furniture is removed, and the headings of lead, contents and articles are found ([`parts`]).
//! 2. Contents and heads are read, each by the help of the other ([`outline`]).
//! 3. If neither a label nor a link shows a report, the text is tried as a document by its
//!    contents, and at the end by its headings; all rows are then kept, furniture too.
//! 4. Each article is read from its head to the next ([`drafts`]), and all texts are reflowed at
//!    once ([`finish`]).
//!
//! No row is lost on the way: rows that belong to no part are shown in the lead.

use super::article::{self, ArticleDraft};
use super::document;
use super::flow::{HeadingRule, blocks_of};
use super::furniture;
use super::heads::{self, ArticleHead};
use super::likeness::fold_title;
use super::masthead::{self, Masthead};
use super::parsed::ParsedReport;
use super::rows::{self, LayoutRow};
use super::toc::{self, LocatedEntry};
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels::{self, PartHeading};
use crate::conventions::{dates, items};
use crate::model::Issue;
use crate::model::transcript::{Flow, Transcript};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The rows where the parts of a report begin.
#[derive(Debug, Default, Clone, Copy)]
struct PartStarts {
    /// The heading of the lead.
    lead: Option<usize>,
    /// The heading of the contents.
    contents: Option<usize>,
    /// The heading of the articles.
    articles: Option<usize>,
}

/// Reads the transcript: as a report, else by its contents or headings.
pub(super) fn read(transcript: &Transcript) -> ParsedReport<'_> {
    let rows = furniture::without(rows::rows(transcript), transcript.flow);
    // Taken over the whole report, since a single article is too short to show it.
    let habit = SpacingHabit::of(rows.iter().map(|row| row.text));
    let parts = parts(&rows);
    let (toc_rows, heads, entries) = outline(&rows, parts, habit);
    // A number alone begins many things; a label, a link or `主要内容` below it begins an article.
    let sure = heads.iter().any(|head| heads::is_sure(&rows, head));
    // Asked before the report's own reading, since books and briefs have numbered headings as well.
    let property = transcript.origin.title.as_deref();
    if !sure && let Some(mut found) = document::by_contents(&rows, transcript.flow, habit) {
        document::give_title(&mut found, &rows, property);
        return found;
    }
    let listed = parts.contents.is_some() && !entries.is_empty();
    let known = if heads.is_empty() {
        // Contents with media and nothing behind them are a report that is not finished. A text behind them is not
        // dropped, and rows without media may be one.
        let sourced = entries
            .iter()
            .filter(|located| located.entry.source.is_some())
            .count();
        let toc = listed && sourced * 2 > entries.len();
        (toc || parts.lead.is_some() && parts.articles.is_some())
            && toc::is_all(rows.get(toc_rows.clone()).unwrap_or_default())
            && rows.get(toc_rows.end..).is_none_or(|rest| rest.len() <= 1)
    } else {
        sure || !is_paper(&rows, &heads, parts)
            && toc::is_all(rows.get(toc_rows.clone()).unwrap_or_default())
    };
    if known {
        return report(
            &rows,
            transcript.flow,
            habit,
            parts,
            toc_rows,
            &heads,
            entries,
        );
    }
    // Furniture is known by a report's structure. Without one, every row stays in the text.
    let mut found = document::by_headings(rows::rows(transcript), &rows, transcript.flow, habit);
    document::give_title(&mut found, &rows, property);
    found
}

/// True for the cover of a paper: its subject is the only row with the label of a title, `题目：`, and no part of a report
/// has a heading.
fn is_paper(rows: &[LayoutRow<'_>], heads: &[ArticleHead], parts: PartStarts) -> bool {
    let [only] = heads else { return false };
    let is_bare = parts.lead.is_none() && parts.contents.is_none() && parts.articles.is_none();
    let text = rows.get(only.row).map_or("", |row| row.text);
    is_bare && only.labelled && labels::strip_spaced(text, "题目").is_some()
}

/// Reads a report whose parts and heads are found.
fn report<'a>(
    rows: &[LayoutRow<'a>],
    flow: Flow,
    habit: SpacingHabit,
    parts: PartStarts,
    toc_rows: Range<usize>,
    heads: &[ArticleHead],
    entries: Vec<LocatedEntry>,
) -> ParsedReport<'a> {
    let first = heads.first().map_or(rows.len(), |h| h.row);
    // The masthead ends where the first of the parts begins, whichever that is.
    let above = [
        parts.lead,
        parts.contents,
        parts.articles,
        Some(first),
        Some(toc_rows.start).filter(|_| !toc_rows.is_empty()),
    ]
    .into_iter()
    .flatten()
    .min()
    .unwrap_or(0);
    let masthead = masthead::read(rows.get(..above).unwrap_or_default());
    // A report that names no day of its own appeared on the last day of its period at the earliest.
    let issued = masthead.published.or_else(|| {
        let top = rows.iter().take(above.max(12));
        top.filter_map(|row| dates::period(row.text))
            .map(|p| p.end)
            .next()
    });
    let mut drafts = drafts(rows, heads, &entries, (habit, issued));
    let mut entries = entries;
    return_brackets(&mut drafts, &mut entries);
    let mut lead = lead_rows(rows, parts, &masthead, &toc_rows, first);
    lead.extend(toc::strays(rows.get(toc_rows).unwrap_or_default()));
    let mut found = finish(rows, flow, habit, parts, masthead, &lead, entries, drafts);
    let issue = &mut found.issue;
    // A saved news page: the fields of one article, and nothing of an issue.
    if let [only] = issue.articles.as_slice()
        && issue.title.is_none()
        && issue.number.is_none()
        && issue.toc.is_empty()
        && issue.lead.is_empty()
    {
        issue.title = Some(only.title.clone()).filter(|title| !title.is_empty());
        issue.standalone = true;
    }
    found
}

/// Gives brackets at the end of a title back to it: `互认清单（第12期）` without a source looks in the contents like a title and
/// its source, but the head of the article has the brackets too.
fn return_brackets(drafts: &mut [ArticleDraft<'_>], entries: &mut [LocatedEntry]) {
    for draft in drafts {
        let of_draft = |located: &&mut LocatedEntry| located.entry.number == draft.article.number;
        let Some(located) = entries.iter_mut().find(of_draft) else {
            continue;
        };
        let entry = &mut located.entry;
        let Some(source) = &entry.source else {
            continue;
        };
        let whole = format!("{}（{source}）", entry.title);
        // The article knows better: its head has the brackets as part of the title.
        if fold_title(&whole) == fold_title(&draft.article.title) {
            entry.title.clone_from(&draft.article.title);
            // The source was taken from the very brackets that are no source.
            if draft.borrowed_source {
                draft.article.source = None;
            }
            entry.source = None;
        }
    }
}

/// Finds the first row of each part. The heading of the articles ends the search, since an article may quote any
/// heading.
fn parts(rows: &[LayoutRow<'_>]) -> PartStarts {
    let mut parts = PartStarts::default();
    let repeated = repeated_headings(rows);
    for (i, row) in rows.iter().enumerate() {
        match labels::section(row.text) {
            // A lead stands above contents and articles; below them the word belongs to an article.
            Some(PartHeading::Lead(_)) if parts.contents.is_none() && parts.articles.is_none() => {
                parts.lead = parts.lead.or(Some(i));
            }
            Some(PartHeading::Contents) if parts.articles.is_none() => {
                parts.contents = parts.contents.or(Some(i));
            }
            // A heading that stands in every article, `正文` below `摘要`, begins no part of the report.
            Some(PartHeading::Articles) if !repeated.contains(row.text) => {
                parts.articles = Some(i);
                break;
            }
            _ => {}
        }
    }
    parts
}

/// Returns the headings `正文` and the like that the format marks as headings and that stand more than once.
fn repeated_headings<'a>(rows: &[LayoutRow<'a>]) -> HashSet<&'a str> {
    let mut once = HashSet::new();
    let headings = rows.iter().filter(|row| row.look.heading_level.is_some());
    let articles = headings.filter(|row| labels::section(row.text) == Some(PartHeading::Articles));
    articles
        .map(|row| row.text)
        .filter(|text| !once.insert(*text))
        .collect()
}

/// Returns the rows of the contents, the heads of the articles, and the entries of the contents.
///
/// Without a heading of the articles they are sought twice: roughly without the contents, then by
/// the contents that end at the first rough head. The heads are empty where none is found.
fn outline(
    rows: &[LayoutRow<'_>],
    parts: PartStarts,
    habit: SpacingHabit,
) -> (Range<usize>, Vec<ArticleHead>, Vec<LocatedEntry>) {
    let start = parts.contents.map(|c| c + 1);
    if let Some(articles) = parts.articles {
        let toc = start.unwrap_or_else(|| unheaded_contents(rows, parts.lead, articles))..articles;
        let entries = toc::entries(rows.get(toc.clone()).unwrap_or_default(), habit);
        let heads = heads_from(rows, articles + 1, &entries);
        return (toc, heads, entries);
    }
    // Nothing heads the articles: they begin where fields follow a number or a label.
    let from = start.or(parts.lead.map(|l| l + 1)).unwrap_or(0);
    // The contents end at the first article, and the articles are found best by the contents: so heads are sought
    // twice, the second time with the entries above the first rough head.
    let rough = heads_from(rows, from, &[]);
    let Some(first) = rough.first().map(|h| h.row) else {
        let toc = start.map_or(0..0, |s| s..rows.len());
        let entries = toc::entries(rows.get(toc.clone()).unwrap_or_default(), habit);
        return (toc, Vec::new(), entries);
    };
    let toc = start.unwrap_or_else(|| unheaded_contents(rows, parts.lead, first))..first;
    let entries = toc::entries(rows.get(toc.clone()).unwrap_or_default(), habit);
    let heads = heads_from(rows, first, &entries);
    (toc, heads, entries)
}

/// Finds the heads from row `from` on.
fn heads_from(rows: &[LayoutRow<'_>], from: usize, entries: &[LocatedEntry]) -> Vec<ArticleHead> {
    let rows = rows.get(from..).unwrap_or_default();
    heads::find(rows, entries)
        .into_iter()
        .map(|head| ArticleHead {
            row: head.row + from,
            ..head
        })
        .collect()
}

/// Returns the row where a table of contents without a heading begins: at item 1 below the lead. Returns `end` where
/// there is none.
///
/// An item 2 has to follow, or the end within three rows: a lead may have a single numbered row.
fn unheaded_contents(rows: &[LayoutRow<'_>], lead: Option<usize>, end: usize) -> usize {
    let from = lead.map_or(0, |l| l + 1);
    let first =
        (from..end).find(|&i| items::item(rows[i].text).is_some_and(|item| item.number == 1));
    // An item 1 alone may be the beginning of a lead; contents have an item 2, or are one entry
    // long.
    let second = first.is_some_and(|f| {
        (f + 1..end).any(|i| items::item(rows[i].text).is_some_and(|item| item.number == 2))
            || end - f <= 3
    });
    first.filter(|_| second).unwrap_or(end)
}

/// Reads the fields of the article behind each head. An article without a printed number gets the next one.
fn drafts<'a>(
    rows: &[LayoutRow<'a>],
    heads: &[ArticleHead],
    entries: &[LocatedEntry],
    reading: (SpacingHabit, Option<Date>),
) -> Vec<ArticleDraft<'a>> {
    let mut last = 0;
    // Reversed, so that of two entries of one number the first remains.
    let listed: HashMap<u32, &LocatedEntry> =
        entries.iter().rev().map(|e| (e.entry.number, e)).collect();
    heads
        .iter()
        .enumerate()
        .map(|(n, head)| {
            let end = heads.get(n + 1).map_or(rows.len(), |next| next.row);
            // Automatic numbers of a word processor may be missing from the text.
            let number = head.number.unwrap_or(last + 1);
            last = number;
            let entry = listed.get(&number);
            let rows = rows.get(head.row..end).unwrap_or_default();
            article::read(rows, *head, number, entry.map(|e| &e.entry), reading)
        })
        .collect()
}

/// Returns the rows of the lead: those behind its label, or running text between masthead and contents.
fn lead_rows<'a>(
    rows: &[LayoutRow<'a>],
    parts: PartStarts,
    masthead: &Masthead,
    toc: &Range<usize>,
    first: usize,
) -> Vec<LayoutRow<'a>> {
    let end = [
        parts.contents,
        parts.articles,
        Some(toc.start).filter(|_| !toc.is_empty()),
        Some(first),
    ]
    .into_iter()
    .flatten()
    .min()
    .unwrap_or(rows.len());
    // Rows of the masthead that say nothing it knows are shown rather than lost.
    let others = masthead.others.iter().filter_map(|&i| rows.get(i));
    let mut lead: Vec<LayoutRow<'a>> = others.copied().collect();
    for (i, row) in rows.iter().enumerate().take(end).skip(masthead.rows) {
        match labels::section(row.text) {
            Some(PartHeading::Lead(rest)) if Some(i) == parts.lead => {
                if !rest.is_empty() {
                    lead.push(row.with_text(rest));
                }
            }
            _ => lead.push(*row),
        }
    }
    // Rows between the heading of the articles, or the contents, and the first article are shown rather than lost.
    let listed = Some(toc.end).filter(|_| !toc.is_empty());
    let between = parts.articles.map(|a| a + 1).or(listed).unwrap_or(first)..first;
    lead.extend_from_slice(rows.get(between).unwrap_or_default());
    lead
}

/// Reflows lead and articles together, since they share one layout, and puts the issue together.
#[expect(
    clippy::too_many_arguments,
    reason = "the parts of a report meet here once"
)]
fn finish<'a>(
    rows: &[LayoutRow<'a>],
    flow: Flow,
    habit: SpacingHabit,
    parts: PartStarts,
    masthead: Masthead,
    lead: &[LayoutRow<'a>],
    toc: Vec<LocatedEntry>,
    mut drafts: Vec<ArticleDraft<'a>>,
) -> ParsedReport<'a> {
    // One call for all texts: the measure and the indents of the layout are learnt from all of them
    // together.
    let mut sections: Vec<&[LayoutRow<'a>]> = vec![lead];
    sections.extend(drafts.iter().map(|d| d.body.as_slice()));
    // A saved news page is one article without a masthead, and its format marks the headings.
    let is_page = flow == Flow::Paragraphs && drafts.len() == 1 && masthead == Masthead::default();
    let rule = if is_page {
        HeadingRule::Style
    } else {
        HeadingRule::Shape
    };
    let mut texts = blocks_of(&sections, flow, habit, rule).into_iter();
    let lead_blocks = texts.next().unwrap_or_default();
    let lead_line = lead
        .first()
        .or(parts.lead.and_then(|l| rows.get(l)))
        .map_or(0, |r| r.number);
    drop(sections);
    for (draft, blocks) in drafts.iter_mut().zip(texts) {
        draft.article.blocks = blocks;
        // The rows are paragraphs now, and nothing reads them again.
        draft.body = Vec::new();
    }
    // The lead's own paragraphs are searched first, since only there a date is joined as the report sets it.
    let whole_lead: String = lead_blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    // A layout that cuts numbers anywhere leaves a date whole only where nothing is put between its lines.
    let unspaced: String = lead.iter().map(|row| row.text).collect();
    // A date in the articles is none of the issue, so only the top is searched.
    let above = parts.contents.or(parts.articles).unwrap_or(0).min(12);
    let mut issue = Issue {
        title: masthead.title.clone(),
        number: masthead.number,
        total_number: masthead.total_number,
        publisher: masthead.publisher.clone(),
        published: masthead.published,
        period: dates::period(&whole_lead)
            .or_else(|| dates::period(&unspaced))
            .or_else(|| rows.iter().take(above).find_map(|r| dates::period(r.text))),
        declared_count: masthead::declared_count(&whole_lead),
        toc: toc.iter().map(|e| e.entry.clone()).collect(),
        articles: drafts
            .iter_mut()
            .map(|d| std::mem::take(&mut d.article))
            .collect(),
        ..Issue::default()
    };
    issue.set_lead(lead_blocks);
    ParsedReport {
        issue,
        drafts,
        toc,
        masthead,
        lead_line,
        is_report: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let issue = read(&Transcript::from_text(text)).issue;
        issue
            .articles
            .into_iter()
            .map(|article| article.title)
            .collect()
    }

    #[test]
    fn a_list_of_documents_with_titles_is_no_report() {
        let plan = "潮汐表软件\n目录\n1 范围\t1\n2 引用文件\t2\n1 范围\n本软件预报各港的潮汐，供渔船使用。\n\
            2 引用文件\n[1]标题：潮汐表开发计划\n版本：2.0\n编号：T-1\n[2]标题：潮汐表需求说明\n版本：1.0\n编号：T-2";
        assert_eq!(titles(plan), ["范围", "引用文件"]);
        let report = "1.标题：渔船归港\n来源：山海晚报\n潮水退去。\n2.标题：早市开张\n来源：山海日报\n早市开了。";
        assert_eq!(titles(report), ["渔船归港", "早市开张"]);
    }
}
