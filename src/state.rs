//! What the reader remembers: read and starred articles, the place in each, the last place, the basket.
//!
//! One SQLite file with a write-ahead log, so that two readers see each other's marks and a kill at any moment leaves
//! the last finished change. Everything is kept per [`ArticleKey`], never per file. Where the file cannot be used, the
//! reader works on a copy that ends with it, and a [`Notice`] says so in one line; what was there before stays there.

use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::path::Path;

mod basket;
mod notice;
mod open;
mod repair;
mod schema;

pub use basket::{BasketChange, BasketItem};
pub use notice::{Error, Notice};

/// An open store. It may be sent to a worker thread, and is used by one thread at a time.
#[derive(Debug)]
pub struct State {
    db: Connection,
    /// Where a copy lies that is worked on because the store itself cannot be written.
    _copy: Option<tempfile::TempDir>,
    data_version: i64,
}

/// What is remembered of one article. An article that was never marked is neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// It was read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
}

/// All marks; an absent article is unread and without a star.
pub type Marks = HashMap<ArticleKey, Mark>;

/// Where one was when the reader was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LastPlace {
    /// The article; found again by its key when its file was moved.
    pub article: Option<ArticleKey>,
    /// The file it stood in then, where its name is Unicode: a first guess that needs no scan.
    pub path: Option<String>,
    /// Its name in that file, if that is an archive.
    #[serde(default)]
    pub member: Option<String>,
    /// The focused pane, counted from 0.
    pub pane: u8,
    /// Whether the side panes were hidden.
    pub panes_hidden: bool,
    /// The year headings that were folded.
    pub folded_years: Vec<i16>,
    /// The folder headings that were folded.
    #[serde(default)]
    pub folded_folders: Vec<String>,
    /// The order of the list, by the name the list gives it.
    pub order: Option<String>,
}

/// Something to be remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An article was read, or is to count as unread.
    Read(ArticleKey, bool),
    /// An article was given a star, or lost it.
    Starred(ArticleKey, bool),
    /// Where one is in an article.
    Position(ArticleKey, TextPos),
    /// Where one is in the library of this name.
    Place(String, LastPlace),
    /// What was changed in the basket.
    Basket(BasketChange),
}

impl State {
    /// Opens the store in `folder`, creating both. Never fails: what cannot be used is said in the notice.
    #[must_use]
    pub fn open(folder: &Path) -> (Self, Option<Notice>) {
        open::open(folder)
    }

    /// A store that ends with the program, for `--no-state`.
    ///
    /// # Errors
    /// Where SQLite itself cannot start, which means that there is no memory.
    pub fn in_memory() -> Result<Self, Error> {
        open::in_memory()
    }

    /// [`State::open`] which first lets `tell` have what is wanted at once: the last place in the library that `library`
    /// names, and where one was in its article. The whole store is looked through only then, which takes the longer the
    /// more is remembered. Nothing is told of a store that cannot be read as it is.
    #[must_use]
    pub fn open_telling(
        folder: &Path,
        library: &str,
        tell: impl FnOnce(Option<LastPlace>, Option<TextPos>),
    ) -> (Self, Option<Notice>) {
        let mut tell = Some(tell);
        open::open_telling(folder, &mut |db| {
            if let Ok(place) = last_place(db, library)
                && let Some(tell) = tell.take()
            {
                let article = place.as_ref().and_then(|place| place.article);
                let position = article.and_then(|article| position(db, article).ok().flatten());
                tell(place, position);
            }
        })
    }

    fn new(db: Connection, copy: Option<tempfile::TempDir>) -> Self {
        let mut state = Self {
            db,
            _copy: copy,
            data_version: 0,
        };
        state.data_version = state.data_version().unwrap_or_default();
        state
    }

    /// All marks.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn marks(&self) -> Result<Marks, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT key, read, starred FROM mark")?;
        let rows = query.query_map([], |row| {
            Ok((
                key(row.get(0)?),
                Mark {
                    read: row.get(1)?,
                    starred: row.get(2)?,
                },
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers all of `changes` or, where that fails, none of them.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written; it is as it was then, and the same can be tried again later.
    pub fn remember(&mut self, changes: &[Change]) -> Result<(), Error> {
        let step = self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for change in changes {
            write(&step, change)?;
        }
        Ok(step.commit()?)
    }

    /// Whether another reader changed the store since the last call. Cheap: ask it every second.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn changed_elsewhere(&mut self) -> Result<bool, Error> {
        let now = self.data_version()?;
        let before = std::mem::replace(&mut self.data_version, now);
        Ok(now != before)
    }

    fn data_version(&self) -> Result<i64, Error> {
        Ok(self
            .db
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Where one was in all articles.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn positions(&self) -> Result<HashMap<ArticleKey, TextPos>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT key, block, byte FROM position")?;
        let rows = query.query_map([], |row| Ok((key(row.get(0)?), text_pos(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where one was in the library that `library` names (the paths it was opened with).
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn last_place(&self, library: &str) -> Result<Option<LastPlace>, Error> {
        Ok(last_place(&self.db, library)?)
    }

    /// The basket in its order.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn basket(&self) -> Result<Vec<BasketItem>, Error> {
        Ok(basket::read(&self.db)?)
    }
}

fn last_place(db: &Connection, library: &str) -> rusqlite::Result<Option<LastPlace>> {
    let mut query = db.prepare("SELECT place FROM last_place WHERE library = ?1")?;
    let text: Option<String> = query.query_row([library], |row| row.get(0)).optional()?;
    // A place that cannot be read is no place: one starts at the top.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

fn position(db: &Connection, article: ArticleKey) -> rusqlite::Result<Option<TextPos>> {
    let mut query = db.prepare("SELECT block, byte FROM position WHERE key = ?1")?;
    query
        .query_row([value(article)], |row| text_pos(row, 0))
        .optional()
}

/// Reads a position from the columns `first` (block) and the one behind it (byte).
fn text_pos(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<TextPos> {
    let (block, byte): (u32, u32) = (row.get(first)?, row.get(first + 1)?);
    Ok(TextPos::new(block as usize, byte as usize))
}

fn write(db: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Read(article, on) => db
            .prepare_cached(
                "INSERT INTO mark (key, read, starred) VALUES (?1, ?2, 0)
                 ON CONFLICT (key) DO UPDATE SET read = ?2",
            )?
            .execute(params![value(*article), on])?,
        Change::Starred(article, on) => db
            .prepare_cached(
                "INSERT INTO mark (key, read, starred) VALUES (?1, 0, ?2)
                 ON CONFLICT (key) DO UPDATE SET starred = ?2",
            )?
            .execute(params![value(*article), on])?,
        Change::Position(article, TextPos { block, byte }) => {
            // The columns hold 32 bits: a store of an earlier version stays readable, and so does ours for it.
            let column = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            db.prepare_cached(
                "INSERT OR REPLACE INTO position (key, block, byte) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![value(*article), column(*block), column(*byte)])?
        }
        Change::Place(library, place) => {
            let text = serde_json::to_string(place).unwrap_or_default();
            db.prepare_cached("INSERT OR REPLACE INTO last_place (library, place) VALUES (?1, ?2)")?
                .execute([library, &text])?
        }
        Change::Basket(change) => return basket::write(db, change),
    };
    Ok(())
}

/// SQLite's integers are signed; the bits are what counts.
fn value(article: ArticleKey) -> i64 {
    article.0.cast_signed()
}

fn key(value: i64) -> ArticleKey {
    ArticleKey(value.cast_unsigned())
}

#[cfg(test)]
mod tests;
