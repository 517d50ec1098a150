//! What the reader remembers: read and starred articles, the place in each, the last place, the basket.
//!
//! One SQLite file with a write-ahead log, so that two readers see each other's marks and a kill at any moment leaves
//! the last finished change. Everything is kept per [`ArticleKey`], never per file. Where the file cannot be used, the
//! reader works on a copy that ends with it, and a [`Notice`] says so in one line; what was there before stays there.

use crate::model::identity::ArticleKey;
use crate::model::path_bytes;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::path::Path;

mod notice;
mod open;
mod schema;

pub use notice::{Error, Notice};
pub use open::FILE_NAME;

/// An open store. It may be sent to a worker thread, and is used by one thread at a time.
#[derive(Debug)]
pub struct State {
    db: Connection,
    /// Where a copy lies that is worked on because the store itself cannot be written.
    _copy: Option<tempfile::TempDir>,
    undo: Vec<Vec<(ArticleKey, Mark)>>,
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

/// A place in an article that does not depend on the width of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Position {
    /// Index into the article's blocks.
    pub block: u32,
    /// Byte offset in that block's text.
    pub byte: u32,
}

/// Where one was when the reader was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LastPlace {
    /// The article; found again by its key when its file was moved.
    pub article: Option<ArticleKey>,
    /// The file it stood in then, where its name is Unicode: a first guess that needs no scan.
    pub path: Option<String>,
    /// The focused pane, counted from 0.
    pub pane: u8,
    /// Whether the side panes were hidden.
    pub panes_hidden: bool,
    /// The year headings that were folded.
    pub folded_years: Vec<i16>,
    /// The order of the list, by the name the list gives it.
    pub order: Option<String>,
}

/// An article that was put into the basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketItem {
    /// Which article.
    pub key: ArticleKey,
    /// The file it stood in when it was put there.
    pub path: std::path::PathBuf,
    /// Its title then, to be shown when the file is gone.
    pub title: String,
}

/// How many steps can be undone.
const UNDO_STEPS: usize = 200;

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

    fn new(db: Connection, copy: Option<tempfile::TempDir>) -> Self {
        let mut state = Self {
            db,
            _copy: copy,
            undo: Vec::new(),
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

    /// The mark of one article.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn mark(&self, article: ArticleKey) -> Result<Mark, Error> {
        Ok(mark_of(&self.db, article)?)
    }

    /// Marks `articles` read or unread as one step that [`State::undo`] takes back. Returns what they are marked now.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written; nothing is changed then.
    pub fn set_read(&mut self, articles: &[ArticleKey], read: bool) -> Result<Marks, Error> {
        self.change(articles, |mark| Mark { read, ..mark })
    }

    /// Gives `articles` a star or takes it, as one step that [`State::undo`] takes back.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written; nothing is changed then.
    pub fn set_starred(&mut self, articles: &[ArticleKey], starred: bool) -> Result<Marks, Error> {
        self.change(articles, |mark| Mark { starred, ..mark })
    }

    fn change(
        &mut self,
        articles: &[ArticleKey],
        to: impl Fn(Mark) -> Mark,
    ) -> Result<Marks, Error> {
        let mut before = Vec::new();
        let mut after = Marks::new();
        let step = self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for &article in articles {
            let was = mark_of(&step, article)?;
            let is = to(was);
            after.insert(article, is);
            if is != was {
                write_mark(&step, article, is)?;
                before.push((article, was));
            }
        }
        step.commit()?;
        if !before.is_empty() {
            self.undo.push(before);
            let surplus = self.undo.len().saturating_sub(UNDO_STEPS);
            self.undo.drain(..surplus);
        }
        Ok(after)
    }

    /// Takes back this reader's last step. Returns the articles concerned as they are marked now, none where nothing
    /// is left to take back.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written; the step can be taken back later then.
    pub fn undo(&mut self) -> Result<Marks, Error> {
        let Some(before) = self.undo.last() else {
            return Ok(Marks::new());
        };
        let step = self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for &(article, mark) in before {
            write_mark(&step, article, mark)?;
        }
        step.commit()?;
        Ok(self.undo.pop().unwrap_or_default().into_iter().collect())
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

    /// Where one was in an article.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn position(&self, article: ArticleKey) -> Result<Option<Position>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT block, byte FROM position WHERE key = ?1")?;
        let found = query.query_row([value(article)], |row| {
            Ok(Position {
                block: row.get(0)?,
                byte: row.get(1)?,
            })
        });
        Ok(found.optional()?)
    }

    /// Where one was in all articles.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn positions(&self) -> Result<HashMap<ArticleKey, Position>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT key, block, byte FROM position")?;
        let rows = query.query_map([], |row| {
            let (block, byte) = (row.get(1)?, row.get(2)?);
            Ok((key(row.get(0)?), Position { block, byte }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers where one is in an article.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written.
    pub fn set_position(&self, article: ArticleKey, position: Position) -> Result<(), Error> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO position (key, block, byte) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![value(article), position.block, position.byte])?;
        Ok(())
    }

    /// Where one was in the library that `library` names (the paths it was opened with).
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn last_place(&self, library: &str) -> Result<Option<LastPlace>, Error> {
        let text: Option<String> = self
            .db
            .query_row(
                "SELECT place FROM last_place WHERE library = ?1",
                [library],
                |r| r.get(0),
            )
            .optional()?;
        // A place that cannot be read is no place: one starts at the top.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Remembers where one is.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written.
    pub fn set_last_place(&self, library: &str, place: &LastPlace) -> Result<(), Error> {
        let text = serde_json::to_string(place).unwrap_or_default();
        self.db
            .prepare_cached("INSERT OR REPLACE INTO last_place (library, place) VALUES (?1, ?2)")?
            .execute([library, &text])?;
        Ok(())
    }

    /// The basket in its order.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be read.
    pub fn basket(&self) -> Result<Vec<BasketItem>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT key, path, title FROM basket ORDER BY position")?;
        let rows = query.query_map([], |row| {
            Ok(BasketItem {
                key: key(row.get(0)?),
                path: path_bytes::from_bytes(row.get(1)?),
                title: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Makes `items` the basket, in this order; an article that stands twice is kept where it stands first.
    ///
    /// # Errors
    /// [`Error`] where the store cannot be written; the basket stays as it was then.
    pub fn set_basket(&mut self, items: &[BasketItem]) -> Result<(), Error> {
        let change = self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        change.execute("DELETE FROM basket", [])?;
        for item in items {
            change
                .prepare_cached(
                    "INSERT OR IGNORE INTO basket (key, path, title) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![
                    value(item.key),
                    path_bytes::to_bytes(&item.path),
                    item.title
                ])?;
        }
        Ok(change.commit()?)
    }
}

fn mark_of(db: &Connection, article: ArticleKey) -> rusqlite::Result<Mark> {
    db.prepare_cached("SELECT read, starred FROM mark WHERE key = ?1")?
        .query_row([value(article)], |row| {
            Ok(Mark {
                read: row.get(0)?,
                starred: row.get(1)?,
            })
        })
        .optional()
        .map(Option::unwrap_or_default)
}

fn write_mark(db: &Connection, article: ArticleKey, mark: Mark) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO mark (key, read, starred) VALUES (?1, ?2, ?3)")?
        .execute(params![value(article), mark.read, mark.starred])?;
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
mod tests {
    use super::*;

    const ONE: ArticleKey = ArticleKey(u64::MAX);
    const TWO: ArticleKey = ArticleKey(2);

    fn open(folder: &Path) -> State {
        let (state, notice) = State::open(folder);
        assert_eq!(notice, None);
        state
    }

    #[test]
    fn marks_positions_and_basket_survive_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let position = Position { block: 3, byte: 21 };
        let place = LastPlace {
            article: Some(TWO),
            folded_years: vec![2024],
            ..LastPlace::default()
        };
        let item = BasketItem {
            key: ONE,
            path: "a/629.txt".into(),
            title: "云州试点".to_owned(),
        };
        let mut state = open(dir.path());
        state.set_read(&[ONE, TWO], true).unwrap();
        state.set_starred(&[ONE], true).unwrap();
        state.set_position(ONE, position).unwrap();
        state.set_last_place("a", &place).unwrap();
        state.set_basket(std::slice::from_ref(&item)).unwrap();
        drop(state);
        let state = open(dir.path());
        assert_eq!(
            state.mark(ONE).unwrap(),
            Mark {
                read: true,
                starred: true
            }
        );
        assert_eq!(state.marks().unwrap().len(), 2);
        assert_eq!(state.position(ONE).unwrap(), Some(position));
        assert_eq!(state.last_place("a").unwrap(), Some(place));
        assert_eq!(state.last_place("b").unwrap(), None);
        assert_eq!(state.basket().unwrap(), [item]);
    }

    #[test]
    fn undo_takes_back_whole_steps_the_last_first() {
        let mut state = State::in_memory().unwrap();
        state.set_read(&[ONE, TWO], true).unwrap();
        state.set_starred(&[ONE], true).unwrap();
        state.set_starred(&[ONE], true).unwrap();
        assert_eq!(
            state.undo().unwrap()[&ONE],
            Mark {
                read: true,
                starred: false
            }
        );
        assert_eq!(state.undo().unwrap().len(), 2);
        assert_eq!(state.mark(TWO).unwrap(), Mark::default());
        assert!(state.undo().unwrap().is_empty());
    }

    #[test]
    fn two_readers_see_each_others_marks() {
        let dir = tempfile::tempdir().unwrap();
        let (mut here, mut there) = (open(dir.path()), open(dir.path()));
        assert!(!here.changed_elsewhere().unwrap());
        there.set_read(&[ONE], true).unwrap();
        assert!(here.changed_elsewhere().unwrap());
        assert!(here.mark(ONE).unwrap().read);
        assert!(!here.changed_elsewhere().unwrap());
    }
}
