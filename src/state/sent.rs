//! The articles that went out in a brief (已编发).

use super::rows::sound;
use super::schema::{from_column, to_column};
use crate::model::identity::ArticleKey;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// The brief in which an article went out last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMark {
    /// The name of the brief.
    pub brief: String,
    /// The number of the brief, if it had one.
    pub number: Option<u32>,
    /// The day on which it was written.
    pub day: Date,
}

/// All articles that went out, each with its last brief.
pub type SentArticles = HashMap<ArticleKey, SentMark>;

/// Reads all articles that went out.
pub(super) fn read(db: &Connection) -> rusqlite::Result<SentArticles> {
    let mut query = db.prepare_cached("SELECT key, brief, number, day FROM sent")?;
    let rows = query.query_map([], |row| {
        let day: String = row.get(3)?;
        let mark = SentMark {
            brief: row.get(1)?,
            number: row.get(2)?,
            // That the article went out still counts where the day cannot be parsed.
            day: day.parse().unwrap_or_default(),
        };
        Ok((from_column(row.get(0)?), mark))
    })?;
    sound(rows)
}

/// Writes that the articles went out in the brief of `mark`.
pub(super) fn write(db: &Connection, keys: &[ArticleKey], mark: &SentMark) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached(
        // The last brief counts: an article that goes out again was sent then.
        "INSERT OR REPLACE INTO sent (key, brief, number, day) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for key in keys {
        let day = mark.day.to_string();
        insert.execute(params![to_column(*key), mark.brief, mark.number, day])?;
    }
    Ok(())
}
