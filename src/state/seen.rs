//! The articles that are new: first seen after the previous start of the reader.
//!
//! Each article is stored with the time at which it was first listed. What lay there when the reader started gets the time of
//! that start and not of the scan, so that it is new in this run and not in the next one; what arrives while the reader runs
//! gets the present time, and is new in this run and in the next. Commands read these times and never write them.

use super::schema::{from_column, to_column};
use super::{Error, State};
use crate::model::identity::{ArticleKey, ArticleSet, Heir};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::sync::Arc;

/// The set of articles that are new, as the articles that are not: whatever was never seen is new.
///
/// A clone shares the set, so that a search may hold one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewArticles {
    /// The articles seen up to the previous start; `None` where nothing is new.
    old: Option<Arc<ArticleSet>>,
}

impl NewArticles {
    /// All articles are new but these.
    #[must_use]
    pub fn except(old: Arc<ArticleSet>) -> Self {
        Self { old: Some(old) }
    }

    /// True if the articles that are not new are known; otherwise none is new.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.old.is_some()
    }

    /// True if `article` is new.
    #[must_use]
    pub fn has(&self, article: ArticleKey) -> bool {
        self.old.as_ref().is_some_and(|old| !old.contains(&article))
    }

    /// True if any of `articles` is new.
    #[must_use]
    pub fn has_any(&self, articles: &[ArticleKey]) -> bool {
        self.count(articles) > 0
    }

    /// Returns the number of new articles among `articles`.
    #[must_use]
    pub fn count(&self, articles: &[ArticleKey]) -> usize {
        articles.iter().filter(|key| self.has(**key)).count()
    }
}

/// The articles seen before this start, for a reader that has just started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenArticles {
    /// The articles seen up to the previous start.
    pub old: Arc<ArticleSet>,
    /// The articles that came after the previous start and were seen then already.
    pub recent: ArticleSet,
    /// Set when the reader was started before, with whatever library.
    pub has_previous: bool,
    /// Set when it was started with this library before.
    pub is_known_library: bool,
}

/// The time at which an article came into the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It was there when the reader started.
    BeforeStart,
    /// It came while the reader was running.
    AfterStart,
}

impl State {
    /// Records that the reader starts, and returns what was seen before. A command does not call this.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read or written.
    pub fn begin_session(&mut self) -> Result<SeenArticles, Error> {
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let previous = last_start(&transaction)?.map(|(at, _)| at);
        // A clock that was set back must not make everything new that was seen since.
        let now = now_ms().max(previous.map_or(0, |at| at.saturating_add(1)));
        let find = "SELECT 1 FROM start WHERE library = ?1";
        let known = transaction
            .query_row(find, [&self.library], |_| Ok(()))
            .optional()?;
        transaction.execute(
            "INSERT OR REPLACE INTO start (library, at, previous) VALUES (?1, ?2, ?3)",
            params![self.library, now, previous],
        )?;
        transaction.commit()?;
        self.started_ms = now;
        let mut seen = SeenArticles {
            has_previous: previous.is_some(),
            is_known_library: known.is_some(),
            ..SeenArticles::default()
        };
        // Outside the transaction: with 50 000 articles the other readers would wait for the lock meanwhile.
        let (old, recent) = split_at(&self.db, previous.unwrap_or(now))?;
        (seen.old, seen.recent) = (Arc::new(old), recent);
        Ok(seen)
    }

    /// Returns the articles that are new for a command: those that are new in the last run of the reader, and those that it
    /// has not seen yet.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn new_articles(&self) -> Result<NewArticles, Error> {
        match last_start(&self.db)? {
            // In the first run nothing was new; since then is what came after it.
            Some((at, previous)) => {
                let (old, _) = split_at(&self.db, previous.unwrap_or(at))?;
                Ok(NewArticles::except(Arc::new(old)))
            }
            // The reader was never started, so there is no start after which anything could be new.
            None => Ok(NewArticles::default()),
        }
    }
}

/// Returns the time of the last start of the reader and that of the start before it, in milliseconds.
fn last_start(db: &Connection) -> rusqlite::Result<Option<(i64, Option<i64>)>> {
    let sql = "SELECT at, previous FROM start ORDER BY at DESC LIMIT 1";
    db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Returns the articles first seen up to `limit_ms`, and those seen later.
fn split_at(db: &Connection, limit_ms: i64) -> rusqlite::Result<(ArticleSet, ArticleSet)> {
    let mut query = db.prepare("SELECT key, at <= ?1 FROM seen")?;
    let mut rows = query.query([limit_ms])?;
    let (mut old, mut recent) = (ArticleSet::default(), ArticleSet::default());
    while let Some(row) = rows.next()? {
        let set = if row.get(1)? { &mut old } else { &mut recent };
        set.insert(from_column(row.get(0)?));
    }
    Ok((old, recent))
}

/// Writes the time at which `articles` were seen first; those that were seen before keep theirs.
pub(super) fn write(
    db: &Connection,
    started_ms: i64,
    articles: &[ArticleKey],
    arrival: Arrival,
) -> rusqlite::Result<()> {
    let at = match arrival {
        Arrival::BeforeStart => started_ms,
        // A millisecond later than the start at least, or it would count as there before.
        Arrival::AfterStart => now_ms().max(started_ms + 1),
    };
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO seen (key, at) VALUES (?1, ?2)")?;
    for article in articles {
        insert.execute([to_column(*article), at])?;
    }
    Ok(())
}

/// Gives the article the time of its former key, if that was seen earlier.
pub(super) fn inherit(db: &Transaction<'_>, heir: &Heir) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO seen (key, at) SELECT ?1, at FROM seen WHERE key = ?2
         ON CONFLICT (key) DO UPDATE SET at = min(at, excluded.at)",
    )?
    .execute([to_column(heir.key), to_column(heir.former)])?;
    Ok(())
}

/// Returns the present time in milliseconds since 1970.
fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Change;

    const A: ArticleKey = ArticleKey(1);
    const B: ArticleKey = ArticleKey(2);
    const C: ArticleKey = ArticleKey(3);

    /// Starts a reader of the library `a` in `folder`.
    fn start(folder: &std::path::Path) -> (State, SeenArticles) {
        let (mut state, _) = State::open_library(folder, "a", |_| ());
        let seen = state.begin_session().unwrap();
        (state, seen)
    }

    fn see(state: &mut State, article: ArticleKey, arrival: Arrival) {
        let change = Change::Seen(vec![article], arrival);
        state.remember(&[change]).unwrap();
    }

    #[test]
    fn what_came_between_two_starts_is_new_once_and_what_came_during_one_twice() {
        let dir = tempfile::tempdir().unwrap();
        let (mut state, seen) = start(dir.path());
        assert_eq!(seen, SeenArticles::default());
        see(&mut state, A, Arrival::BeforeStart);
        let (mut state, seen) = start(dir.path());
        assert!(seen.old.contains(&A) && seen.has_previous && seen.is_known_library);
        see(&mut state, B, Arrival::BeforeStart);
        see(&mut state, C, Arrival::AfterStart);
        let (_, seen) = start(dir.path());
        assert!(seen.old.contains(&B) && seen.recent.contains(&C));
        let (_, seen) = start(dir.path());
        assert!(seen.old.contains(&C) && seen.recent.is_empty());
    }

    #[test]
    fn a_command_sees_as_new_what_the_reader_has_not_seen() {
        let dir = tempfile::tempdir().unwrap();
        let command = || State::open(dir.path()).0.new_articles().unwrap();
        assert!(!command().has(A));
        let (mut state, _) = start(dir.path());
        see(&mut state, A, Arrival::BeforeStart);
        assert!(!command().has(A) && command().has(B));
        let (mut state, _) = start(dir.path());
        see(&mut state, B, Arrival::BeforeStart);
        // As in the reader that was started last.
        assert_eq!(command().count(&[A, B, C]), 2);
    }

    #[test]
    fn another_library_was_not_started_before() {
        let dir = tempfile::tempdir().unwrap();
        drop(start(dir.path()));
        let (mut state, _) = State::open_library(dir.path(), "b", |_| ());
        let seen = state.begin_session().unwrap();
        assert!(seen.has_previous && !seen.is_known_library);
    }
}
