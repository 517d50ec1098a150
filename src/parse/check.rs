//! Warnings about a report: what it lacks or contradicts, in both languages, each with the line where it shows.
//!
//! The checks run when the report is parsed, on the articles and on the drafts they were made from: a draft keeps the
//! lines on which title, date and link stand. Each check is a function of its own that adds to one list:
//!
//! 1. the report as a whole, then contents against articles;
//! 2. the fields of each article: source, link, date, title, text;
//! 3. the numbers of the articles, and links that two articles share.
//!
//! A text without the fields of a report gets one warning, `not-a-report`, and no other: all its
//! articles lack all fields. Line 0 stands for the report as a whole. The codes, such as
//! `toc-mismatch`, are stable, because scripts read them; the messages may change.

use super::article::ArticleDraft;
use super::likeness::fold_title;
use super::parsed::ParsedReport;
use crate::conventions::addresses;
use crate::model::{Article, Issue, Warning};
use std::collections::{HashMap, HashSet};

/// Returns the warnings about the report, in the order of its lines.
pub(super) fn warnings(reading: &ParsedReport<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    // All other checks would warn about every article, whatever the text is.
    if !reading.is_report {
        no_report(reading, &mut found);
        return found;
    }
    whole(reading, &mut found);
    contents(reading, &mut found);
    for (article, draft) in reading.issue.articles.iter().zip(&reading.drafts) {
        fields(&reading.issue, article, draft, &mut found);
    }
    numbering(reading, &mut found);
    duplicates(reading, &mut found);
    if is_link_list(reading) {
        found.retain(|w| !matches!(w.code.as_str(), "no-toc" | "missing-content"));
    }
    // The sort is stable: of two warnings about one line, that of the earlier check stands first.
    found.sort_by_key(|w| w.line);
    found
}

/// True for a list of links: no article has a text or the label of one, and there are links. It is its own contents.
fn is_link_list(reading: &ParsedReport<'_>) -> bool {
    let articles = &reading.issue.articles;
    articles.iter().all(|article| article.blocks.is_empty())
        && articles.iter().any(|article| article.link.is_some())
        && reading.drafts.iter().all(|draft| !draft.has_text_label)
}

/// Warns that the text has no fields of a report, and by what it was cut into articles.
fn no_report(reading: &ParsedReport<'_>, found: &mut Vec<Warning>) {
    let (zh, en) = if !reading.toc.is_empty() {
        (
            "不像监测报告，按目录分篇",
            "this does not look like a report; its contents cut it into articles",
        )
    } else if reading.issue.articles.len() > 1 {
        (
            "不像监测报告，按标题分篇",
            "this does not look like a report; its headings cut it into articles",
        )
    } else {
        (
            "不像监测报告，按一篇文章打开",
            "this does not look like a report; it is shown as one article",
        )
    };
    add(found, 0, "not-a-report", zh, en);
}

/// Adds a warning with its stable code and its message in both languages.
fn add(
    found: &mut Vec<Warning>,
    line: u32,
    code: &str,
    zh: impl Into<String>,
    en: impl Into<String>,
) {
    found.push(Warning {
        line,
        code: code.to_owned(),
        message: zh.into(),
        english: en.into(),
    });
}

/// Warns about the report as a whole: no articles, no contents, a wrong declared count, a masthead without a real
/// date.
fn whole(reading: &ParsedReport<'_>, found: &mut Vec<Warning>) {
    let issue = &reading.issue;
    let count = issue.articles.len();
    if count == 0 {
        add(
            found,
            0,
            "no-articles",
            "没有找到文章",
            "no articles were found",
        );
    }
    if issue.toc.is_empty() && count > 0 {
        add(
            found,
            0,
            "no-toc",
            "没有信息目录",
            "there is no table of contents",
        );
    }
    if let Some(declared) = issue.declared_count
        && usize::try_from(declared) != Ok(count)
    {
        let zh = format!("导语说有 {declared} 篇，正文有 {count} 篇");
        let en = format!("the lead declares {declared} articles, the body has {count}");
        add(found, reading.lead_line, "count-mismatch", zh, en);
    }
    if let Some(line) = reading.masthead.bad_date {
        add(
            found,
            line,
            "malformed-date",
            "报头的日期不存在",
            "the masthead's date is no day of the calendar",
        );
    }
}

/// Warns where contents and articles do not name the same numbers, and by [`differences`] where an entry and its article
/// differ. A report without contents or without articles has its own warning in [`whole`], so it gets none here.
fn contents(reading: &ParsedReport<'_>, found: &mut Vec<Warning>) {
    if reading.toc.is_empty() || reading.issue.articles.is_empty() {
        return;
    }
    let articles: HashMap<u32, &Article> = reading
        .issue
        .articles
        .iter()
        .map(|a| (a.number, a))
        .collect();
    for entry in reading.toc.iter().filter(|entry| entry.is_article) {
        let number = entry.entry.number;
        match articles.get(&number) {
            None => {
                let zh = format!("目录第 {number} 条“{}”没有正文", entry.entry.title);
                let en = format!(
                    "item {number} of the contents, “{}”, has no article",
                    entry.entry.title
                );
                add(found, entry.line, "toc-mismatch", zh, en);
            }
            Some(article) => differences(entry.line, number, &entry.entry, article, found),
        }
    }
    let listed: HashSet<u32> = reading.toc.iter().map(|e| e.entry.number).collect();
    for (article, draft) in reading.issue.articles.iter().zip(&reading.drafts) {
        if !listed.contains(&article.number) {
            let zh = format!("第 {} 篇“{}”不在目录中", article.number, article.title);
            let en = format!(
                "article {}, “{}”, is not in the contents",
                article.number, article.title
            );
            add(found, draft.line, "toc-mismatch", zh, en);
        }
    }
}

/// Warns where an entry of the contents and its article differ in title or source.
///
/// Both are compared by [`fold_title`], so a difference in spaces, marks, width or case alone is no warning. `line` is
/// that of the entry. A source is compared only where both have one.
fn differences(
    line: u32,
    number: u32,
    entry: &crate::model::TocEntry,
    article: &Article,
    found: &mut Vec<Warning>,
) {
    if fold_title(&entry.title) != fold_title(&article.title) {
        let zh = format!(
            "第 {number} 篇的标题，目录作“{}”，正文作“{}”",
            entry.title, article.title
        );
        let en = format!(
            "article {number} is “{}” in the contents and “{}” in the body",
            entry.title, article.title
        );
        add(found, line, "toc-mismatch", zh, en);
    }
    if let (Some(listed), Some(own)) = (&entry.source, &article.source)
        && fold_title(listed) != fold_title(own)
    {
        let zh = format!("第 {number} 篇的来源，目录作“{listed}”，正文作“{own}”");
        let en = format!(
            "the source of article {number} is “{listed}” in the contents and “{own}” in the body"
        );
        add(found, line, "toc-mismatch", zh, en);
    }
}

/// Warns where an article lacks a field, or where its date lies outside the report's period.
///
/// The period includes its first and its last day. The line is that of the field, or that of the article where the
/// field is missing (its line is then 0, below that of the article).
fn fields(issue: &Issue, article: &Article, draft: &ArticleDraft<'_>, found: &mut Vec<Warning>) {
    let n = article.number;
    let line = draft.line;
    let lacks = |found: &mut Vec<Warning>, code: &str, zh: &str, en: &str| {
        add(
            found,
            line,
            code,
            format!("第 {n} 篇没有{zh}"),
            format!("article {n} has no {en}"),
        );
    };
    // A source from the contents is shown, but the article lacks it all the same.
    if article.source.is_none() || draft.borrowed_source {
        lacks(found, "missing-source", "来源", "source");
    }
    link_of(article, draft, found);
    match article.date {
        // There is a date, but no such day: a slip of the pen is easier to find if it is named as
        // one.
        None if draft.bad_date => {
            let (zh, en) = (
                format!("第 {n} 篇的日期不是一个日期"),
                format!("the date of article {n} is no date"),
            );
            add(found, draft.date_line.max(line), "malformed-date", zh, en);
        }
        None => lacks(found, "missing-date", "日期", "date"),
        Some(date) => {
            if let Some(period) = issue.period
                && !(period.start..=period.end).contains(&date)
            {
                let zh = format!(
                    "第 {n} 篇的日期 {date} 不在 {} 至 {} 之间",
                    period.start, period.end
                );
                let en = format!(
                    "the date of article {n}, {date}, is not between {} and {}",
                    period.start, period.end
                );
                add(
                    found,
                    draft.date_line.max(line),
                    "date-outside-period",
                    zh,
                    en,
                );
            }
        }
    }
    if article.title.is_empty() {
        lacks(found, "missing-title", "标题", "title");
    }
    if article.blocks.is_empty() {
        lacks(found, "missing-content", "正文", "text");
    }
}

/// Warns about the link of an article: missing, malformed, cut at the end of a line, or more than one.
///
/// One article gets one of the first three at most. Each further link gets a warning of its own.
fn link_of(article: &Article, draft: &ArticleDraft<'_>, found: &mut Vec<Warning>) {
    let n = article.number;
    let line = draft.link_line.max(draft.line);
    match (&article.link, &draft.bad_link) {
        (Some(address), _) if !addresses::is_sound(address) => {
            let (zh, en) = (
                format!("第 {n} 篇的链接不完整：{address}"),
                format!("the link of article {n} is malformed: {address}"),
            );
            add(found, line, "malformed-link", zh, en);
        }
        (Some(address), _) if draft.cut_link => {
            let (zh, en) = (
                format!("第 {n} 篇的链接似乎被截断：{address}"),
                format!("the link of article {n} looks cut: {address}"),
            );
            add(found, line, "link-cut", zh, en);
        }
        (None, Some(text)) => {
            let (zh, en) = (
                format!("第 {n} 篇的链接不是网址：{text}"),
                format!("the link of article {n} is no address: {text}"),
            );
            add(found, line, "malformed-link", zh, en);
        }
        (None, None) => {
            add(
                found,
                draft.line,
                "missing-link",
                format!("第 {n} 篇没有链接"),
                format!("article {n} has no link"),
            );
        }
        _ => {}
    }
    for more in &draft.more_links {
        let (zh, en) = (
            format!("第 {n} 篇另有一个链接：{more}"),
            format!("article {n} has another link: {more}"),
        );
        add(found, line, "extra-link", zh, en);
    }
}

/// Warns where the articles' numbers do not count up by one, beginning with 1.
fn numbering(reading: &ParsedReport<'_>, found: &mut Vec<Warning>) {
    let mut expected = 1;
    for (article, draft) in reading.issue.articles.iter().zip(&reading.drafts) {
        if article.number != expected {
            let zh = format!("这里应是第 {expected} 篇，却是第 {} 篇", article.number);
            let en = format!(
                "article {expected} was expected here, not {}",
                article.number
            );
            add(found, draft.line, "numbering-gap", zh, en);
        }
        // Goes on from the number found, so that one gap is one warning and not one for each article behind it.
        expected = article.number + 1;
    }
}

/// Warns where two articles have the same link, compared byte by byte. A third article is compared with the first.
fn duplicates(reading: &ParsedReport<'_>, found: &mut Vec<Warning>) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for (article, draft) in reading.issue.articles.iter().zip(&reading.drafts) {
        let Some(link) = article.link.as_deref() else {
            continue;
        };
        if let Some(&first) = seen.get(link) {
            let zh = format!("第 {} 篇与第 {first} 篇的链接相同", article.number);
            let en = format!("articles {first} and {} have the same link", article.number);
            add(
                found,
                draft.link_line.max(draft.line),
                "duplicate-link",
                zh,
                en,
            );
        } else {
            seen.insert(link, article.number);
        }
    }
}
