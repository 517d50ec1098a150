//! The articles of the basket for `newsreader export --basket`.
//!
//! An article is looked for in the file where it was when it was put in, then in all reports of the
//! paths, by its identity: a report that was renamed or saved in another format is found that way.

use crate::brief::details::BriefDetails;
use crate::brief::loaded::LoadedRow;
use crate::brief::{self, Brief};
use crate::cli::error::{CliError, CommandError, Exit, store_unread};
use crate::cli::{CommandContext, files};
use crate::config::state_folder;
use crate::lang::Words;
use crate::library::identity::Identity;
use crate::runtime::briefs;
use crate::state::{
    BasketItem, BasketListChange, Change, LastBrief, Notice, SentMark, State, StoredBasket,
};
use clap::ArgMatches;
use std::sync::Arc;

/// An article of the basket stands no longer in its file.
const LOST: Words = Words::new(
    "简报篮中的这一篇已找不到",
    "this article of the basket was not found",
);

/// The basket that is exported, and the store that it is in.
pub(super) struct ExportedBasket {
    /// The store.
    state: State,
    /// The basket as it was when it was read. Another one may be chosen in the reader before the brief is written.
    basket: StoredBasket,
}

impl ExportedBasket {
    /// Reads the basket in use.
    ///
    /// # Errors
    /// The line to print where there is no state to read, as with `--no-state`, or where it cannot be read.
    pub(super) fn open(context: &CommandContext) -> Result<Self, CliError> {
        let state = open(context)?;
        let basket = state
            .chosen_basket()
            .map_err(|error| store_unread(&error, context.lang))?;
        Ok(Self { state, basket })
    }

    /// Returns the rows of the basket in their order. Each article that is found neither where it was nor in the paths is
    /// reported on standard error, and makes the exit code that of a problem.
    ///
    /// # Errors
    /// Those of reading the paths.
    pub(super) fn rows(
        &self,
        matches: &ArgMatches,
        context: &CommandContext,
    ) -> Result<(Vec<LoadedRow>, Exit), CommandError> {
        let items = &self.basket.items;
        let placed: Vec<_> = items.iter().cloned().map(|item| (item, None)).collect();
        let mut rows = briefs::load(&placed, &files::corrections(context));
        let is_lost = |item: &&BasketItem| rows.iter().all(|row| row.key() != item.key);
        let lost: Vec<&BasketItem> = items.iter().filter(is_lost).collect();
        if !lost.is_empty() {
            rows.extend(elsewhere(&lost, matches, context)?);
        }
        let mut exit = Exit::Done;
        for item in lost {
            if rows.iter().all(|row| row.key() != item.key) {
                exit = Exit::Problem;
                CliError::problem(LOST.get(context.lang))
                    .subject(&item.title)
                    .report();
            }
        }
        let order = |row: &LoadedRow| items.iter().position(|item| item.key == row.key());
        // Those that were found elsewhere came last.
        rows.sort_by_key(order);
        Ok((rows, exit))
    }

    /// Returns the facts of the last brief of the basket, as they were given in the reader or on the command line, without its
    /// numbers.
    pub(super) fn facts(&self) -> BriefDetails {
        let last = self.basket.last_brief.clone().unwrap_or_default();
        BriefDetails {
            title: last.title,
            publisher: last.publisher,
            recipients: last.recipients,
            copies: last.copies,
            editor: last.editor,
            ..BriefDetails::default()
        }
    }

    /// Marks the articles of a brief that was written to a file as gone out, and keeps its number for the next one.
    ///
    /// # Errors
    /// The line to print where the state cannot be written.
    ///
    /// A brief that goes to standard output marks nothing: a pipe may be a trial.
    pub(super) fn mark_sent(
        mut self,
        context: &CommandContext,
        rows: &[LoadedRow],
        brief: &Brief,
    ) -> Result<(), CliError> {
        let (details, title) = (&brief.details, brief.issue.title.clone());
        let before = self.basket.last_brief.unwrap_or_default();
        // The total counts every issue, also one that was written without it.
        let issues = details.number.zip(before.number);
        let more = issues.map_or(0, |(now, last)| now.saturating_sub(last));
        let total = before.total_number.map(|total| total.saturating_add(more));
        // Facts that this brief does not have stay as the last one had them.
        let last = LastBrief {
            title: details.title.clone().or(before.title.clone()),
            number: details.number.or(before.number),
            total_number: details.total_number.or(total),
            publisher: details.publisher.clone().or(before.publisher.clone()),
            recipients: details.recipients.clone().or(before.recipients.clone()),
            copies: details.copies.or(before.copies),
            editor: details.editor.clone().or(before.editor.clone()),
            ..before
        };
        let mark = SentMark {
            brief: title.unwrap_or_else(|| brief::TITLE.to_owned()),
            number: details.number,
            day: brief.issue.published.unwrap_or_default(),
        };
        let changes = [
            Change::Sent(briefs::keys(rows), mark),
            Change::BasketList(BasketListChange::Brief(self.basket.name, Box::new(last))),
        ];
        self.state
            .remember(&changes)
            .map_err(|error| CliError::problem(error.message(context.lang)))
    }
}

/// Opens the reading state.
///
/// # Errors
/// The line to print where there is none, or none that can be used.
fn open(context: &CommandContext) -> Result<State, CliError> {
    let lang = context.lang;
    let folder = (!context.stateless).then(state_folder).flatten();
    let Some(folder) = folder else {
        let what = Words::new(
            "没有阅读记录，也就没有简报篮",
            "without the reading state there is no basket",
        );
        return Err(CliError::usage(what.get(lang)));
    };
    let (state, notice) = State::open(&folder);
    if let Some(notice) = notice {
        let line = CliError::problem(notice.problem(lang)).subject(notice.path().display());
        // The state that is used instead is empty, and "there are no articles" would be wrong.
        if matches!(notice, Notice::Newer(_) | Notice::Unusable(..)) {
            return Err(line);
        }
        line.report();
    }
    Ok(state)
}

/// Looks for articles in all reports of the paths: their files may have been renamed or converted.
///
/// # Errors
/// Those of reading the paths.
fn elsewhere(
    lost: &[&BasketItem],
    matches: &ArgMatches,
    context: &CommandContext,
) -> Result<Vec<LoadedRow>, CommandError> {
    let mut rows: Vec<LoadedRow> = Vec::new();
    files::for_each_report(matches, context, |opened| {
        let (path, issue) = (opened.place.address(), Arc::new(opened.issue));
        let identity = Identity::of(&issue);
        for item in lost {
            if let Some(index) = identity.index_of(item.key)
                // The same article in two files is taken once, from the newest.
                && rows.iter().all(|row| row.key() != item.key)
            {
                rows.push(briefs::loaded(item, &path, &issue, index));
            }
        }
        Ok(())
    })?;
    Ok(rows)
}
