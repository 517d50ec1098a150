//! Corrections by hand, applied to an issue that was read. The articles keep the keys of what was read, so that everything
//! that is remembered of them stays theirs.
//!
//! A correction may set a field, empty it, or leave it as it was read. What was read stays beside
//! the article (`as_read`), so that corrections can be changed and taken back without reading the
//! file again.

use super::identity::Identity;
use crate::model::{Article, AsRead, Issue};
use crate::state::{Correction, Corrections};

/// Applies `corrections` to the articles of `issue`, in place of those that were applied before. True if anything changed.
pub fn apply(issue: &mut Issue, corrections: &Corrections) -> bool {
    let is_corrected = issue.articles.iter().any(|one| one.as_read.is_some());
    if corrections.is_empty() && !is_corrected {
        return false;
    }
    // Keys are computed from the titles as they were read, also where a title is corrected.
    let keys = Identity::of(issue).keys;
    let mut is_change = false;
    for (article, key) in issue.articles.iter_mut().zip(&keys) {
        let correction = corrections.get(key);
        if correction.is_some() || article.as_read.is_some() {
            correct(article, correction);
            is_change = true;
        }
    }
    is_change
}

/// Brings an article back to what was read, and corrects it.
///
/// Without a correction the article is as it was read.
fn correct(article: &mut Article, correction: Option<&Correction>) {
    if let Some(read) = article.as_read.take() {
        let read = *read;
        article.title = read.title;
        article.source = read.source;
        article.date = read.date;
        article.link = read.link;
    }
    let Some(correction) = correction else {
        return;
    };
    article.as_read = Some(Box::new(AsRead {
        title: article.title.clone(),
        source: article.source.clone(),
        date: article.date,
        link: article.link.clone(),
    }));
    // An empty text takes the field away.
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    if let Some(title) = &correction.title {
        article.title.clone_from(title);
    }
    if let Some(source) = &correction.source {
        article.source = text(source);
    }
    if let Some(date) = correction.date {
        article.date = date;
    }
    if let Some(link) = &correction.link {
        article.link = text(link);
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::library::identity::keys;
    use crate::model::{Article, Issue};
    use crate::state::{Correction, Corrections};

    #[test]
    fn a_corrected_article_keeps_its_key_and_can_go_back() {
        let article = Article {
            title: "云州试占".to_owned(),
            source: Some("云州曰报".to_owned()),
            ..Article::default()
        };
        let mut issue = Issue {
            number: Some(7),
            articles: vec![article],
            ..Issue::default()
        };
        let (read, before) = (issue.clone(), keys(&issue));
        let mut correction = Correction {
            title: Some("云州试点".to_owned()),
            ..Correction::default()
        };
        for source in ["云州日报", ""] {
            correction.source = Some(source.to_owned());
            let corrections = Corrections::from([(before[0], correction.clone())]);
            assert!(apply(&mut issue, &corrections));
            assert_eq!(keys(&issue), before);
            assert_eq!(issue.articles[0].title, "云州试点");
            assert_eq!(
                issue.articles[0].source.as_deref().unwrap_or_default(),
                source
            );
            assert_eq!(issue.articles[0].corrected_fields(), ["title", "source"]);
        }
        assert!(apply(&mut issue, &Corrections::new()));
        assert_eq!(issue, read);
    }
}
