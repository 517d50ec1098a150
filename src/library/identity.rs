//! Article keys: the report's identity and the article's title, hashed.
//!
//! The hash covers what a conversion to another format keeps: the issue number (or the period, or the date, where there is no
//! number) and the title's letters, digits and Han characters after folding. It leaves out what a conversion changes: the
//! path, the bytes of the file, spaces, punctuation and line breaks.

use crate::model::identity::ArticleKey;
use crate::model::{Article, Issue};
use crate::text::fold::fold_form;
use xxhash_rust::xxh3::Xxh3;

/// Returns the keys of all articles of `issue`, in order.
///
/// Articles of one title in one issue get different keys, by their order.
pub fn keys(issue: &Issue) -> Vec<ArticleKey> {
    let report = report_identity(issue);
    let titles: Vec<String> = issue.articles.iter().map(normal_title).collect();
    let mut keys = Vec::with_capacity(titles.len());
    for (index, title) in titles.iter().enumerate() {
        let twins_before = titles.iter().take(index).filter(|t| *t == title).count();
        keys.push(key(&report, title, twins_before));
    }
    keys
}

fn key(report: &str, title: &str, twins_before: usize) -> ArticleKey {
    let mut hash = Xxh3::new();
    hash.update(report.as_bytes());
    hash.update(b"\n");
    hash.update(title.as_bytes());
    if twins_before > 0 {
        hash.update(format!("\n{twins_before}").as_bytes());
    }
    ArticleKey(hash.digest())
}

/// Returns the issue's part of the hash. The number comes first: in PDF and text of one issue the date may be read in only one
/// of them, the number seldom.
fn report_identity(issue: &Issue) -> String {
    if let Some(number) = issue.number {
        format!("no {number}")
    } else if let Some(period) = issue.period {
        format!("period {} {}", period.start, period.end)
    } else if let Some(date) = issue.published {
        format!("date {date}")
    } else {
        String::new()
    }
}

/// Returns the article's part of the hash: its normalized title, or the first 64 letters of its text where it has none.
fn normal_title(article: &Article) -> String {
    let title = normal(&article.title, usize::MAX);
    if title.is_empty() {
        let text = article
            .blocks
            .iter()
            .map(|b| b.text.as_str())
            .collect::<String>();
        normal(&text, 64)
    } else {
        title
    }
}

fn normal(text: &str, at_most: usize) -> String {
    text.chars()
        .map(fold_form)
        .filter(|c| c.is_alphanumeric())
        .take(at_most)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn issue(number: Option<u32>, titles: &[&str]) -> Issue {
        let articles = titles
            .iter()
            .map(|t| Article {
                title: (*t).to_owned(),
                ..Article::default()
            })
            .collect();
        Issue {
            number,
            articles,
            ..Issue::default()
        }
    }

    #[test]
    fn a_conversion_that_keeps_number_and_titles_keeps_the_keys() {
        let text = issue(Some(629), &["云州试点“一码通办”", "AI 分身 上线"]);
        let pdf = Issue {
            published: Some(date(2025, 6, 20)),
            ..issue(Some(629), &["云州试点 “一码通办”", "ＡＩ分身上线"])
        };
        assert_eq!(keys(&text), keys(&pdf));
    }

    #[test]
    fn other_numbers_other_keys() {
        assert_ne!(
            keys(&issue(Some(1), &["甲"])),
            keys(&issue(Some(2), &["甲"]))
        );
    }

    #[test]
    fn twins_in_one_issue_are_told_apart() {
        let found = keys(&issue(Some(1), &["简讯", "简讯"]));
        assert_ne!(found[0], found[1]);
    }
}
