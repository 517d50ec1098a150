//! The results of a search of the library, as a list with a selected hit.
//!
//! An issue has a heading; each of its hits has two lines, a title and a snippet. Only titles can
//! be selected. Results arrive in batches and are only ever added at the end, so that the selected
//! line stays where it is while the list grows.

use crate::app::action::Action;
use crate::app::list::Cursor;
use crate::library::Place;
use crate::library::search::{ArticleHit, IssueHits};
use crate::model::identity::ArticleKey;
use crate::state::BasketItem;
use std::ops::Range;

/// The results of a search.
#[derive(Debug, Clone, Default)]
pub struct FoundList {
    /// The number of articles found so far, listed or not.
    pub total: usize,
    /// Set once all reports were searched.
    pub is_done: bool,
    /// The issues with hits, in the order of the search.
    found: Vec<IssueHits>,
    /// The lines of the list, made from `found`.
    lines: Vec<ResultLine>,
    /// The selected line, always a title where there is one.
    pub(crate) cursor: Cursor,
    /// Set while the results on screen are those of an older query.
    pub(crate) is_stale: bool,
    /// The hit that is to stay selected when the same query is searched again: file and [`ArticleHit::index`].
    pub(crate) kept: Option<(Place, Option<usize>)>,
}

/// An article among the results.
#[derive(Debug, Clone)]
pub struct FoundArticle {
    /// The file of its issue.
    pub place: Place,
    /// Its identity; `None` for the lead, and where the index does not know it.
    pub key: Option<ArticleKey>,
    /// Its index in the issue; `None` for the lead.
    pub index: Option<usize>,
}

/// A line of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultLine {
    /// The heading of an issue, by its index among the issues found.
    Issue(usize),
    /// The title of an article: indices of issue and hit.
    Title(usize, usize),
    /// A piece of its text: indices of issue and hit.
    Snippet(usize, usize),
    /// The end of the list, where so many more articles match than are listed.
    Rest(usize),
}

impl FoundList {
    /// True if nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The number of articles listed.
    pub(crate) fn listed(&self) -> usize {
        self.found.iter().map(|one| one.hits.len()).sum()
    }

    /// The articles listed, as rows of a basket.
    pub(crate) fn basket_items(&self) -> impl Iterator<Item = BasketItem> {
        self.found.iter().flat_map(|found| {
            let path = found.meta.place.name();
            let item = move |hit: &ArticleHit| {
                Some(BasketItem::article(
                    hit.key?,
                    path.clone(),
                    hit.title.clone(),
                ))
            };
            found.hits.iter().filter_map(item)
        })
    }

    /// The articles listed, and the index of the selected one.
    pub(crate) fn articles(&self) -> (Vec<FoundArticle>, usize) {
        let at = match self.line(self.cursor.selected) {
            Some(ResultLine::Title(issue, hit)) => {
                let above = self.found.iter().take(issue);
                above.map(|found| found.hits.len()).sum::<usize>() + hit
            }
            _ => 0,
        };
        let articles = self.found.iter().flat_map(|found| {
            found.hits.iter().map(|hit| FoundArticle {
                place: found.meta.place.clone(),
                key: hit.key,
                index: hit.index,
            })
        });
        (articles.collect(), at)
    }

    /// The lines in sight, and the index of the selected one, which is a title.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// A line of the results.
    pub fn line(&self, at: usize) -> Option<ResultLine> {
        self.lines.get(at).copied()
    }

    /// An issue with hits.
    pub fn issue(&self, index: usize) -> Option<&IssueHits> {
        self.found.get(index)
    }

    /// The selected hit.
    pub(crate) fn selected(&self) -> Option<(&IssueHits, &ArticleHit)> {
        let ResultLine::Title(issue, hit) = self.line(self.cursor.selected)? else {
            return None;
        };
        let found = self.found.get(issue)?;
        Some((found, found.hits.get(hit)?))
    }

    /// True if the line is the title of a hit.
    fn is_title(&self, at: usize) -> bool {
        matches!(self.line(at), Some(ResultLine::Title(..)))
    }

    /// Selects the title at or below a line, else the nearest above, and brings it with its snippet in sight.
    ///
    /// With the first hit of an issue its heading comes in sight too, and with the last one the
    /// line about the rest.
    pub(crate) fn choose(&mut self, line: usize) {
        let below = (line..self.lines.len()).find(|at| self.is_title(*at));
        let above = || {
            (0..line.min(self.lines.len()))
                .rev()
                .find(|at| self.is_title(*at))
        };
        let at = below.or_else(above).unwrap_or(0);
        let heading = at.checked_sub(1).and_then(|above| self.line(above));
        // A title directly below a heading would lose its issue at the top of the pane.
        let heading = usize::from(matches!(heading, Some(ResultLine::Issue(_))));
        let is_last = matches!(self.line(at + 2), Some(ResultLine::Rest(_)));
        // In this order each line is brought in sight, the title last and so in any case.
        for row in [at - heading, at + 1 + usize::from(is_last), at] {
            self.cursor.select(row);
        }
    }

    /// Selects the hit at a line of the list, by its title or its snippet. Returns true if another one is selected
    /// afterwards; `None` where there is none.
    pub(crate) fn press(&mut self, line: u16) -> Option<bool> {
        let before = self.cursor.selected;
        let at = self.cursor.row_at(line)?;
        self.kept = None;
        let is_snippet = matches!(self.line(at), Some(ResultLine::Snippet(..)));
        // The snippet stands below its title.
        self.choose(at - usize::from(is_snippet));
        Some(self.cursor.selected != before)
    }

    /// Moves the selection. True if another hit is selected afterwards.
    pub(crate) fn step(&mut self, action: Action) -> bool {
        let before = self.cursor.selected;
        self.kept = None;
        match action {
            Action::Up => {
                if let Some(at) = (0..before).rev().find(|at| self.is_title(*at)) {
                    self.choose(at);
                }
            }
            Action::Down => self.choose(before + 1),
            action => {
                self.cursor.apply(action);
                self.choose(self.cursor.selected);
            }
        }
        self.cursor.selected != before
    }

    /// Adds results. True if another hit is selected afterwards: the first of a new search.
    pub(crate) fn add(&mut self, found: Vec<IssueHits>, total: usize, is_done: bool) -> bool {
        // The results of the earlier query stay until the first of the new one come, so that the list does not flicker.
        if std::mem::take(&mut self.is_stale) {
            self.clear();
        }
        let had_none = self.lines.is_empty();
        for one in found {
            let issue = self.found.len();
            self.lines.push(ResultLine::Issue(issue));
            for hit in 0..one.hits.len() {
                self.lines.extend([
                    ResultLine::Title(issue, hit),
                    ResultLine::Snippet(issue, hit),
                ]);
            }
            self.found.push(one);
        }
        (self.total, self.is_done) = (total, is_done);
        let listed = self.listed();
        // Only at the end: until then the rest may still be listed.
        if let Some(rest @ 1..) = total.checked_sub(listed).filter(|_| is_done) {
            self.lines.push(ResultLine::Rest(rest));
        }
        self.cursor.set_len(self.lines.len());
        if let Some(at) = self.kept.as_ref().and_then(|kept| self.line_of(kept)) {
            self.kept = None;
            self.choose(at);
            return false;
        }
        // The kept hit may come with a later batch; until then no other hit is previewed.
        if self.kept.is_some() && !is_done {
            return false;
        }
        let is_new = had_none || self.kept.take().is_some();
        if is_new {
            self.choose(0);
        }
        is_new && !self.lines.is_empty()
    }

    /// The line of a hit's title.
    fn line_of(&self, (place, index): &(Place, Option<usize>)) -> Option<usize> {
        let is_it = |line: &ResultLine| match line {
            ResultLine::Title(issue, hit) => self.found.get(*issue).is_some_and(|found| {
                found.meta.place == *place
                    && found.hits.get(*hit).is_some_and(|hit| hit.index == *index)
            }),
            _ => false,
        };
        self.lines.iter().position(is_it)
    }

    /// Empties the list.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        self.lines.clear();
        self.cursor.reset(0);
        (self.total, self.is_done) = (0, false);
    }
}
