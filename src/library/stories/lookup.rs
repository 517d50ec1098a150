//! Looks up the texts of a story's articles in their records.

use super::StoryMember;
use crate::library::index::ReportIndex;
use crate::library::search::{ArticleMatch, IssueHits, ReportMatch};

/// Returns the articles of a story as results of a search, in their order. `reprint` is put before the text of a reprint;
/// articles that are gone are left out.
pub fn look_up(articles: &[StoryMember], index: &ReportIndex, reprint: &str) -> Vec<IssueHits> {
    let mut found: Vec<IssueHits> = Vec::new();
    for article in articles {
        let Some(hits) = hits_of(article, index, reprint) else {
            continue;
        };
        match found.last_mut() {
            Some(last) if last.meta.place == article.place => last.hits.extend(hits.hits),
            _ => found.push(hits),
        }
    }
    found
}

/// Returns an article as the only hit of its issue; `None` where it is gone.
fn hits_of(article: &StoryMember, index: &ReportIndex, reprint: &str) -> Option<IssueHits> {
    let report = index.find(&article.place)?;
    let mut buffer = Vec::new();
    let slices = report.record(&mut buffer)?.articles()?;
    let one = ArticleMatch {
        index: Some(article.index),
        slice: slices.into_iter().nth(article.index)?,
        places: Vec::new(),
    };
    let mut hits = IssueHits::of(&ReportMatch {
        report: &report,
        articles: vec![one],
    });
    if article.is_reprint {
        for hit in &mut hits.hits {
            hit.snippet.insert_str(0, reprint);
        }
    }
    Some(hits)
}
