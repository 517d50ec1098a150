//! Questions to the index of stories: the story of an article, the articles nearest to it, and its original.

use super::StoryIndex;
use super::lists::{FULL_WEIGHT, Scores};
use crate::library::Place;
use crate::library::index::IndexedReport;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// The related articles that are listed although they report another event.
const MORE: usize = 5;

/// An article of a story, or one near to another.
#[derive(Debug, Clone)]
pub struct Related {
    /// Its report.
    pub report: Arc<IndexedReport>,
    /// Its index in the report.
    pub index: usize,
    /// Its day, else that of its issue.
    pub day: Option<Date>,
    /// The likeness to the article in question, from 0 to 1. Among the nearest articles, those of another event have it mixed
    /// with the average of their story: they are in order by it.
    pub score: f64,
    /// True if it reports the same event.
    pub is_same: bool,
    /// True if its text stood in an earlier issue before.
    pub is_reprint: bool,
}

/// The address of an article of a story: enough to look up its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryMember {
    /// The place of its report.
    pub place: Place,
    /// Its index in the report.
    pub index: usize,
    /// True if its text stood in an earlier issue before.
    pub is_reprint: bool,
}

impl Related {
    /// Returns the address of the article.
    pub fn member(&self) -> StoryMember {
        StoryMember {
            place: self.report.meta.place.clone(),
            index: self.index,
            is_reprint: self.is_reprint,
        }
    }
}

impl StoryIndex {
    /// Returns the story of an article, oldest first and with it; empty if it has none.
    pub fn story(&self, place: &Place, index: usize) -> Vec<Related> {
        let Some(article) = self.find(place, index) else {
            return Vec::new();
        };
        let members = self.story_of(article);
        members
            .iter()
            .filter_map(|a| self.related_to(article, *a))
            .collect()
    }

    /// Returns the articles of the story of an article; none if it has none.
    fn story_of(&self, article: u32) -> &[u32] {
        let story = self.articles.get(article as usize).and_then(|a| a.story);
        story.map_or(&[], |story| self.stories.get(story))
    }

    /// Describes `other` beside `article`.
    fn related_to(&self, article: u32, other: u32) -> Option<Related> {
        let score = if article == other {
            FULL_WEIGHT * FULL_WEIGHT
        } else {
            self.score(article, other)
        };
        let is_same = article == other || self.is_same(article, other);
        self.related_with(other, score, is_same)
    }

    /// Describes `other` with its score beside another article.
    fn related_with(&self, other: u32, score: u32, is_same: bool) -> Option<Related> {
        let found = self.articles.get(other as usize)?;
        let full = f64::from(FULL_WEIGHT * FULL_WEIGHT);
        Some(Related {
            report: Arc::clone(self.reports.get(found.report as usize)?),
            index: found.index as usize,
            day: found.day,
            score: (f64::from(score) / full).min(1.0),
            is_same,
            is_reprint: found.original.is_some(),
        })
    }

    /// Returns the articles nearest to one, best first and without it: all that report the same event, then five more.
    pub fn nearest(&self, place: &Place, index: usize) -> Vec<Related> {
        let Some(article) = self.find(place, index) else {
            return Vec::new();
        };
        let mut scores = Scores::new(self.articles.len());
        for (feature, weight) in self.vectors.get(article) {
            for (other, own) in self.postings.get(feature) {
                scores.add(other, weight * own);
            }
        }
        let mut near = Vec::new();
        scores.drain(|other, score| {
            if other != article {
                near.push((other, score));
            }
        });
        let rank = |(other, score): &(u32, u32)| (Reverse(*score), *other);
        let mixed = self.mixed_with_stories(article, &near);
        let (mut found, mut others) = (Vec::new(), Vec::new());
        for (near, mixed) in near.into_iter().zip(mixed) {
            if self.is_same(article, near.0) {
                found.push(near);
            } else {
                others.push(mixed);
            }
        }
        found.sort_unstable_by_key(rank);
        // An article may have something in common with all others of the library, of which few are shown.
        if others.len() > MORE {
            others.select_nth_unstable_by_key(MORE, rank);
            others.truncate(MORE);
        }
        others.sort_unstable_by_key(rank);
        let same = found.into_iter().map(|near| (near, true));
        same.chain(others.into_iter().map(|near| (near, false)))
            .filter_map(|((other, score), is_same)| self.related_with(other, score, is_same))
            .collect()
    }

    /// Returns articles with scores in which the average score of their story counts for three parts of five: an article of a
    /// sibling event may be nearer to `article` than each of its own, but all its story seldom is.
    pub(super) fn mixed_with_stories(&self, article: u32, near: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let story = |other: u32| self.articles.get(other as usize)?.story;
        let mut sums: HashMap<u32, u64> = HashMap::new();
        for (other, score) in near {
            if let Some(story) = story(*other) {
                *sums.entry(story).or_default() += u64::from(*score);
            }
        }
        let mixed = |(other, score): &(u32, u32)| {
            let Some(at) = story(*other) else {
                return (*other, *score);
            };
            let members = self.stories.get(at).len();
            let count = members - usize::from(story(article) == Some(at));
            let average = sums.get(&at).copied().unwrap_or(0) / count.max(1) as u64;
            let mixed = (u64::from(*score) * 2 + average * 3) / 5;
            (*other, u32::try_from(mixed).unwrap_or(u32::MAX))
        };
        near.iter().map(mixed).collect()
    }

    /// Iterates over all stories, the one that began first before the others, each oldest first.
    pub fn all(&self) -> impl Iterator<Item = Vec<Related>> {
        self.stories.iter().map(|story| {
            let first = story.first().copied().unwrap_or_default();
            let related = story.iter().filter_map(|a| self.related_to(first, *a));
            related.collect()
        })
    }

    /// Returns the issue that printed the text of an article before, if one did.
    pub fn original(&self, place: &Place, index: usize) -> Option<Related> {
        let article = self.find(place, index)?;
        let original = self.articles.get(article as usize)?.original?;
        self.related_to(article, original)
    }
}
