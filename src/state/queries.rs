//! Queries that were typed before, and saved searches.

use super::rows::sound;
use super::{Error, State};
use rusqlite::{Connection, params};

/// The number of queries that are kept.
const MOST_TYPED: u32 = 200;

/// A change to the queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryChange {
    /// A query was typed, and a result of it opened.
    Typed(String),
    /// A query was saved under a name.
    Saved {
        /// The name, without `@`.
        name: String,
        /// The query as typed.
        query: String,
    },
    /// The saved search of this name was removed.
    Removed(String),
}

impl State {
    /// Returns the queries typed before, the latest last.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn typed_queries(&self) -> Result<Vec<String>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT text FROM typed_query ORDER BY at")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(sound(rows)?)
    }

    /// Returns the saved searches made in the reader as name and query, in the order in which they were made.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn saved_searches(&self) -> Result<Vec<(String, String)>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT name, query FROM saved_search ORDER BY position")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(sound(rows)?)
    }
}

/// Writes one change.
pub(super) fn write(db: &Connection, change: &QueryChange) -> rusqlite::Result<()> {
    match change {
        QueryChange::Typed(text) => {
            // A counter and not the clock orders them: two queries of one second keep their order.
            db.prepare_cached(
                "INSERT OR REPLACE INTO typed_query (text, at)
                 VALUES (?1, 1 + (SELECT coalesce(max(at), 0) FROM typed_query))",
            )?
            .execute([text])?;
            db.prepare_cached(
                "DELETE FROM typed_query WHERE text NOT IN (SELECT text FROM typed_query ORDER BY at DESC LIMIT ?1)",
            )?
            .execute([MOST_TYPED])?;
        }
        QueryChange::Saved { name, query } => {
            // A second query of one name replaces the first, and goes to the end of the list.
            db.prepare_cached("INSERT OR REPLACE INTO saved_search (name, query) VALUES (?1, ?2)")?
                .execute(params![name, query])?;
        }
        QueryChange::Removed(name) => {
            db.prepare_cached("DELETE FROM saved_search WHERE name = ?1")?
                .execute([name])?;
        }
    }
    Ok(())
}
