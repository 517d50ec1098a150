//! The keys of version 0.1.0 for documents without the layout of a report: the whole text was one article, named by its first
//! line or its first sentence.

use super::{
    LETTERS_FOR_TITLE, former_keys, key, normal, normal_chars, normal_title, report_identity,
};
use crate::model::identity::ArticleKey;
use crate::model::{Article, Issue};

/// The longest title, in chars, that version 0.1.0 made of the beginning of a paragraph.
const LONGEST_CUT: usize = 40;

/// The most rows of the lead behind the first that may have been the first line of the text.
const MOST_ROWS_ABOVE: usize = 8;

/// Returns the keys that version 0.1.0 may have given to a document that was one article for it, and the number of blocks
/// before each present article. Nothing for a report with contents or a number and the fields 来源 and 链接: those were cut then
/// as they are now.
pub(super) fn whole_document(issue: &Issue) -> (Box<[ArticleKey]>, Box<[u32]>) {
    let has_fields = |article: &Article| article.link.is_some() && article.source.is_some();
    let is_report =
        (!issue.toc.is_empty() || issue.number.is_some()) && issue.articles.iter().any(has_fields);
    let Some(first) = issue.articles.first().filter(|_| !is_report) else {
        return (Box::default(), Box::default());
    };
    let titles = first_lines(issue, first);
    let mut reports = vec![report_identity(issue), String::new()];
    reports.extend(issue.total_number.map(|total| format!("no {total}")));
    reports.extend(issue.published.map(|date| format!("date {date}")));
    let present = former_keys(
        &report_identity(issue),
        &issue.articles.iter().map(normal_title).collect::<Vec<_>>(),
    );
    let mut whole = Vec::new();
    for title in titles {
        for report in &reports {
            let key = key(report, &title, 0);
            // That key has an heir of its own already.
            if !whole.contains(&key) && !present.contains(&key) {
                whole.push(key);
            }
        }
    }
    // The catalogue writes the numbers of blocks only beside keys.
    if whole.is_empty() {
        return (Box::default(), Box::default());
    }
    let starts = issue.articles.iter().scan(0_usize, |before, article| {
        let start = u32::try_from(*before).unwrap_or(u32::MAX);
        // Its title was a block then.
        *before += 1 + article.blocks.len();
        Some(start)
    });
    let starts: Vec<u32> = starts.collect();
    (whole.into(), starts.into())
}

/// Returns what may have been the first line of the text, normalized: it was the title, wherever it is read to now.
fn first_lines(issue: &Issue, first: &Article) -> Vec<String> {
    let title = first.title_as_read();
    let lead = issue.lead.first().map(String::as_str);
    let block = first.blocks.first().map(|block| block.text.as_str());
    let mut lines = numbered_heading(issue);
    // `1、渡口复航` is an article with a number now.
    lines.push(format!("{}{title}", first.number));
    // A day or a field that is read on top now stands before the row that was the first.
    let rows = issue.lead.iter().skip(1).take(MOST_ROWS_ABOVE);
    lines.extend(rows.cloned());
    // Two lines of a cover that are one title now, and two columns of a form that were one line.
    let subject = issue.title.as_deref().zip(lead);
    lines.extend(subject.and_then(|(title, lead)| Some(title.strip_suffix(lead)?.to_owned())));
    lines.extend(block.map(|block| format!("{title}{block}")));
    // Rows between soft breaks were one paragraph, whose first sentence was the title.
    let blocks = first.blocks.iter().map(|block| block.text.as_str());
    let start: String = [title].into_iter().chain(blocks.take(8)).collect();
    for text in [lead, block, Some(&start)].into_iter().flatten() {
        let sentence = text.split(['。', '\n']).next().unwrap_or_default();
        lines.push(sentence.chars().take(LONGEST_CUT).collect());
        // A row that a title, paragraph or table goes on from now.
        lines.extend(text.split_whitespace().next().map(str::to_owned));
    }
    lines.extend(openings(issue));
    let as_read = [issue.title.as_deref(), lead, Some(title), block];
    let lines = lines.iter().map(String::as_str);
    as_read
        .into_iter()
        .flatten()
        .chain(lines)
        .map(|line| normal(line, usize::MAX))
        .filter(|line| !line.is_empty())
        .collect()
}

/// Returns the letters that may have stood for the title where the first line had none, as a row of stars or a bullet has: the
/// first of the text, with or without what is title or lead now.
fn openings(issue: &Issue) -> [String; 3] {
    let letters = |skipped: usize| -> String {
        let head = issue.title.iter().chain(&issue.lead).map(String::as_str);
        let articles = issue.articles.iter().flat_map(|article| {
            let blocks = article.blocks.iter().map(|block| block.text.as_str());
            [article.title_as_read()].into_iter().chain(blocks)
        });
        // The title of a document that names it alone stands in both.
        let twice = issue.title.as_deref() == issue.articles.first().map(Article::title_as_read);
        let texts = head.skip(usize::from(twice)).chain(articles).skip(skipped);
        normal_chars(texts.flat_map(str::chars), LETTERS_FOR_TITLE).collect()
    };
    [letters(0), letters(1), letters(2)]
}

/// Returns the headings that title, number, day and lead may have been one of: `云川周刊（第 12 期）：夏天的书`,
/// `云川周刊 #12 | 2025-06-20`. Empty without a number.
fn numbered_heading(issue: &Issue) -> Vec<String> {
    let (Some(title), Some(number)) = (&issue.title, issue.number) else {
        return Vec::new();
    };
    let heading = format!("{title}第{number}期");
    let behind = issue.lead.first().map(|lead| format!("{heading}{lead}"));
    let bare = format!("{title}{number}");
    let dated = issue.published.map(|day| format!("{bare}{day}"));
    behind
        .into_iter()
        .chain(dated)
        .chain([heading, bare])
        .collect()
}
