//! The articles that a subcommand works on: all of its paths, or those that a query finds.
//!
//! `links` and `export` share this: without `--query` every article of every report counts, with it
//! those that `newsreader search` prints. A report is opened one at a time and handed on, so that
//! the caller decides how much of it stays in memory.

use super::error::{CommandError, Exit};
use super::{CommandContext, files, search};
use crate::library::{self, Opened};
use crate::model::Article;
use crate::quote::Piece;
use clap::ArgMatches;

/// An issue with the articles of it that are meant.
pub(super) struct IssueSource {
    /// The name of the file, for the JSON and for the order of issues of one day.
    pub(super) path: String,
    /// The opened report.
    pub(super) opened: Opened,
    /// The indices of the chosen articles; `None` for all.
    pub(super) chosen: Option<Vec<usize>>,
}

impl IssueSource {
    /// Returns the lead in the shape of an article, with the title that a hit in it has; `None` without a lead, and where
    /// articles were chosen.
    pub(super) fn lead(&self) -> Option<Article> {
        let mut lead = self.opened.issue.lead_article()?;
        if lead.title.is_empty() {
            lead.title = self.opened.place.stem().unwrap_or_default();
        }
        self.chosen.is_none().then_some(lead)
    }

    /// Returns an article with its issue and file.
    pub(super) fn piece<'a>(&'a self, article: &'a Article) -> Piece<'a> {
        Piece {
            path: &self.path,
            issue: &self.opened.issue,
            article,
        }
    }

    /// Returns the chosen articles in their order.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let is_chosen = |at: usize| self.chosen.as_ref().is_none_or(|some| some.contains(&at));
        let articles = self.opened.issue.articles.iter().enumerate();
        articles
            .filter(move |(at, _)| is_chosen(*at))
            .map(|(_, article)| self.piece(article))
    }
}

/// Hands the issues of the paths to `take`, newest first; with `query` those with articles that `newsreader search` would
/// find, and only these articles.
///
/// # Errors
/// Those of reading the paths, and of the query.
///
/// The exit code is that of reading the paths; a query that finds nothing is for the caller to
/// judge.
pub(super) fn for_each(
    query: Option<&String>,
    matches: &ArgMatches,
    context: &CommandContext,
    mut take: impl FnMut(IssueSource),
) -> Result<Exit, CommandError> {
    let Some(query) = query else {
        return files::for_each_report(matches, context, |opened| {
            take(IssueSource {
                path: opened.place.address(),
                opened,
                chosen: None,
            });
            Ok(())
        });
    };
    let (index, query, marks, exit) = search::prepare(query, matches, context)?;
    for found in library::search::all(&index.newest_first(), &query, &marks) {
        // The lead is no article, so an issue of which only that matches has none to hand on.
        let chosen: Vec<usize> = found.hits.iter().filter_map(|hit| hit.index).collect();
        if chosen.is_empty() {
            continue;
        }
        // The cache holds the text of a report, but not its headings and links: the file has those.
        let kept = index
            .find(&found.meta.place)
            .and_then(|shelved| shelved.open());
        let opened = match kept {
            Some(opened) => opened,
            None => library::open_place(&found.meta.place)
                .map_err(|error| files::open_error(&error, context.lang))?,
        };
        take(IssueSource {
            path: found.meta.place.address(),
            opened,
            chosen: Some(chosen),
        });
    }
    Ok(exit)
}
