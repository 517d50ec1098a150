//! The state of finding and searching that outlives the popups: the last query and the articles that it found.
//!
//! Popups leave notes for each other here, since a single popup is open at a time: the query that the
//! search or the counts open with, the search that was left when a result was opened, the query
//! that is to be named. The number of the last search stands here too, so that no two popups use
//! the same one.

use crate::app::effect::Effect;
use crate::app::found_list::{FoundArticle, FoundList};
use crate::library::new_words::NewWordScope;
use crate::library::query::{MarkSets, Query};
use crate::model::identity::ArticleKey;
use crate::state::{Change, QueryChange};

/// The last query, the results of the last search of the library, and the number of the running search.
#[derive(Debug, Default)]
pub struct Search {
    /// The query typed last, in an article or for the library.
    pub query: String,
    /// The articles that the last search of the library found; `None` once something was looked for in an article.
    pub results: Option<ResultList>,
    /// The search as it was when a result was opened, to return to.
    pub left: Option<LeftSearch>,
    /// The query that the search begins with when it is opened next.
    pub wanted: Option<String>,
    /// The query that is to be saved under a name.
    pub naming: Option<String>,
    /// The queries typed before, the latest last.
    pub history: Vec<String>,
    /// The query that the counts open with.
    pub to_count: Option<String>,
    /// The period whose new words are to be listed, with its name.
    pub to_explain: Option<(NewWordScope, String)>,
    /// The query that the search opens with, whose results are to have the focus.
    pub to_open: Option<String>,
    /// The number of the last search.
    ticket: u64,
}

impl Search {
    /// Adds a query to those typed before. Returns the change to store.
    pub fn remember(&mut self, query: &str) -> Effect {
        let query = query.trim();
        // A query that is typed again moves to the end.
        self.history.retain(|one| one != query);
        self.history.push(query.to_owned());
        Effect::Remember(Change::Query(QueryChange::Typed(query.to_owned())))
    }

    /// Returns the number of a new search. Answers with an older number are dropped.
    pub fn next_ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// Ends the running search.
    ///
    /// A query without clauses ends the search in the runtime; the new number drops answers under
    /// way.
    pub fn stop(&mut self) -> Effect {
        Effect::Search {
            ticket: self.next_ticket(),
            query: Query::default(),
            marks: MarkSets::default(),
        }
    }
}

/// The articles that match a query, in the order of the results. `n` and `N` go through their hits, article by article.
#[derive(Debug, Clone)]
pub struct ResultList {
    /// The query.
    pub query: Query,
    /// The articles that match.
    articles: Vec<FoundArticle>,
    /// The index of the article on screen, or of the last one that was.
    at: usize,
    /// The direction of the last step, until its article is on screen.
    arriving: Option<bool>,
}

/// A search as it was when one of its results was opened.
#[derive(Debug)]
pub struct LeftSearch {
    /// The query as typed.
    pub query: String,
    /// The results.
    pub list: FoundList,
}

impl ResultList {
    /// The articles that `query` found, with the one at index `at` on screen.
    pub fn new(query: Query, articles: Vec<FoundArticle>, at: usize) -> Self {
        Self {
            query,
            articles,
            at,
            arriving: None,
        }
    }

    /// Steps to another article: from `reading` where that is one of them, else from the last one. Returns the article and
    /// whether the step wrapped around an end; `None` where there is no other article.
    pub fn step(
        &mut self,
        forward: bool,
        reading: Option<ArticleKey>,
    ) -> Option<(FoundArticle, bool)> {
        // The reader may have gone elsewhere since; the step goes on from where they are.
        let is_here = |one: &FoundArticle| one.key.is_some() && one.key == reading;
        if !self.articles.get(self.at).is_some_and(is_here)
            && let Some(at) = self.articles.iter().position(is_here)
        {
            self.at = at;
        }
        let last = self
            .articles
            .len()
            .checked_sub(1)
            .filter(|last| *last > 0)?;
        let round = self.at == if forward { last } else { 0 };
        self.at = match (forward, round) {
            (true, true) => 0,
            (true, false) => self.at + 1,
            (false, true) => last,
            (false, false) => self.at - 1,
        };
        self.arriving = Some(forward);
        Some((self.articles.get(self.at)?.clone(), round))
    }

    /// Ends the last step, now that `reading` is on screen. Returns its direction if that is the article stepped to.
    ///
    /// A step that was overtaken by another jump gives `None`.
    pub fn arrive(&mut self, reading: Option<ArticleKey>) -> Option<bool> {
        let forward = self.arriving.take()?;
        let is_here = self.articles.get(self.at)?.key == reading;
        is_here.then_some(forward)
    }
}
