//! What the reader corrected in articles: fields that were read wrongly.

use super::files::FILE_NAME;
use super::rows::sound;
use super::schema::{from_column, to_column};
use crate::model::identity::ArticleKey;
use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags, params};
use std::collections::HashMap;
use std::path::Path;

/// The corrected fields of an article. `None` where the field stands as it was read; an empty text removes what was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// The title.
    pub title: Option<String>,
    /// The source.
    pub source: Option<String>,
    /// The date; the inner `None` removes what was read.
    pub date: Option<Option<Date>>,
    /// The link.
    pub link: Option<String>,
}

impl Correction {
    /// True if nothing is corrected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// All corrections. An absent article stands as it was read.
pub type Corrections = HashMap<ArticleKey, Correction>;

/// Returns the corrections in the store of `folder`, for commands that need nothing else of it: nothing is made, checked or
/// written. None where there is no store, or none of this version.
#[must_use]
pub fn corrections_in(folder: &Path) -> Corrections {
    let path = folder.join(FILE_NAME);
    // SQLite would report a missing file as an error, and there is none.
    if !path.exists() {
        return Corrections::new();
    }
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    db.and_then(|db| read(&db)).unwrap_or_default()
}

/// Reads all corrections.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Corrections> {
    let mut query = db.prepare_cached("SELECT key, title, source, date, link FROM correction")?;
    let rows = query.query_map([], |row| {
        let date: Option<String> = row.get(3)?;
        let correction = Correction {
            title: row.get(1)?,
            source: row.get(2)?,
            // An empty text, like one that cannot be parsed, is no day.
            date: date.map(|date| date.parse().ok()),
            link: row.get(4)?,
        };
        Ok((from_column(row.get(0)?), correction))
    })?;
    sound(rows)
}

/// Writes the correction of an article; an empty one is deleted.
pub(super) fn write(
    db: &Connection,
    article: ArticleKey,
    correction: &Correction,
) -> rusqlite::Result<()> {
    if correction.is_empty() {
        db.prepare_cached("DELETE FROM correction WHERE key = ?1")?
            .execute([to_column(article)])?;
        return Ok(());
    }
    let Correction {
        title,
        source,
        date,
        link,
    } = correction;
    let date = date.map(|date| date.map(|date| date.to_string()).unwrap_or_default());
    db.prepare_cached(
        "INSERT OR REPLACE INTO correction (key, title, source, date, link) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![to_column(article), title, source, date, link])?;
    Ok(())
}
