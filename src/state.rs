//! The reading state: read and starred articles, the position in each, the last place, the basket.
//!
//! One SQLite file with a write-ahead log, on a network file system with a rollback journal, so that two readers see each
//! other's marks and a kill at any moment leaves the last finished change. Everything is kept per [`ArticleKey`], never per file, so that a report may be moved or
//! converted. A file that cannot be used is replaced by a copy that ends with the program, and a [`Notice`] describes why;
//! the file itself stays.

use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use rows::sound;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use schema::{from_column, to_column};
use std::collections::HashMap;
use std::path::Path;

mod adoption;
pub mod backup;
mod basket;
mod connection;
mod correction;
mod files;
mod journal;
mod notice;
mod open;
mod queries;
mod repair;
mod rows;
mod schema;
mod seen;
mod sent;
mod watched;

pub use basket::{
    BasketChange, BasketItem, BasketListChange, LastBrief, StoredBasket, apply_to_baskets,
};
pub use correction::{Correction, Corrections, corrections_in};
pub use files::FILE_NAME;
pub use journal::Journal;
pub use notice::{Error, Notice};
pub use queries::QueryChange;
pub use seen::{Arrival, NewArticles, SeenArticles};
pub use sent::{SentArticles, SentMark};

/// An open store. It may be sent to a worker thread, and is used by one thread at a time.
#[derive(Debug)]
pub struct State {
    /// The open database: the store itself, a copy of it, or one in memory.
    db: Connection,
    /// The folder of the copy in use if the store itself cannot be written; deleted on drop.
    _copy: Option<tempfile::TempDir>,
    /// The name under which the last place is kept: the paths of the library.
    library: String,
    /// SQLite's counter of changes by other connections, as it was when last asked for.
    data_version: i64,
    /// The time of this start of the reader, in milliseconds since 1970; 0 for a command, which is no start.
    started_ms: i64,
}

/// The marks of one article; none where it was never marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// Set when the article was read.
    pub read: bool,
    /// Set when the article has a star.
    pub starred: bool,
    /// Set when the article went out in a brief.
    pub sent: bool,
}

/// All marks. An absent article is unread and has no star.
pub type Marks = HashMap<ArticleKey, Mark>;

/// The positions at which articles were left.
pub type Positions = HashMap<ArticleKey, TextPos>;

/// What a store passes on while it is being opened, in this order.
#[derive(Debug)]
pub enum Recalled {
    /// The last place in the library, and the position in its article.
    Place(Option<LastPlace>, Option<TextPos>),
    /// All marks and positions. They count as long as no damage is found.
    Marks(Marks, Positions),
}

/// A kind of mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// The article was read.
    Read,
    /// The article has a star.
    Star,
}

impl Mark {
    /// Sets or clears the mark of this kind.
    pub const fn set(&mut self, kind: MarkKind, on: bool) {
        match kind {
            MarkKind::Read => self.read = on,
            MarkKind::Star => self.starred = on,
        }
    }
}

/// The place in a library at which the reader was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LastPlace {
    /// The article; its key finds it again when its file was moved.
    pub article: Option<ArticleKey>,
    /// The file it stood in then, if its name is Unicode. A first guess that needs no scan.
    pub path: Option<String>,
    /// The name in that file, if it is an archive.
    #[serde(default)]
    pub member: Option<String>,
    /// The focused pane, counted from 0.
    pub pane: u8,
    /// Set when the side panes were hidden.
    pub panes_hidden: bool,
    /// The year headings that were folded.
    pub folded_years: Vec<i16>,
    /// The folder headings that were folded.
    #[serde(default)]
    pub folded_folders: Vec<String>,
    /// The name of the list's order.
    pub order: Option<String>,
    /// Set while the lead of the issue was on screen, which has no key: block and byte at the top of the screen. `article` is then
    /// the first one of the issue.
    #[serde(default)]
    pub lead: Option<(usize, usize)>,
}

/// A mark that an article gets or loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkChange {
    /// The article.
    pub article: ArticleKey,
    /// The kind of mark.
    pub kind: MarkKind,
    /// Set when the article has the mark from now on.
    pub on: bool,
}

/// A change to what is remembered, the same from the key that makes it to the SQL that writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An article gets or loses a mark.
    Mark(MarkChange),
    /// Articles get or lose marks together.
    Marks(Vec<MarkChange>),
    /// The position in an article.
    Position(ArticleKey, TextPos),
    /// The place in the library.
    Place(LastPlace),
    /// Rows of a basket put in, taken out, edited or moved.
    Basket(BasketChange),
    /// A basket chosen, made or dropped, or the facts of its last brief.
    BasketList(BasketListChange),
    /// Articles that went out in a brief.
    Sent(Vec<ArticleKey>, SentMark),
    /// Fields of an article corrected by hand; all that it has.
    Correction(ArticleKey, Correction),
    /// Articles that were listed. Those that were seen before keep the time of the first time.
    Seen(Vec<ArticleKey>, Arrival),
    /// The group of watch words of this name was looked at when it had these articles.
    Looked(String, Vec<ArticleKey>),
    /// A query typed, saved or removed.
    Query(QueryChange),
}

impl State {
    /// Opens the store in `folder` and makes both where they do not exist. Never fails: the notice describes what cannot
    /// be used. Meant for commands, which neither know a library nor keep a place.
    #[must_use]
    pub fn open(folder: &Path) -> (Self, Option<Notice>) {
        Self::open_library(folder, "", |_| ())
    }

    /// Opens an empty store that ends with the program, for `--no-state`.
    ///
    /// # Errors
    /// [`Error`] if SQLite itself cannot start, which means that memory ran out.
    pub fn in_memory() -> Result<Self, Error> {
        Ok(Self::new(connection::in_memory()?, None, ""))
    }

    /// Opens the store like [`State::open`] for the library of this name, and passes what the first frame needs to `recall`
    /// before the check for damage, which takes the longer the more is remembered. What cannot be read is not passed.
    #[must_use]
    pub fn open_library(
        folder: &Path,
        library: &str,
        mut recall: impl FnMut(Recalled),
    ) -> (Self, Option<Notice>) {
        // A second try at opening must not pass the place again.
        let mut is_recalled = false;
        let mut version = None;
        let opened = open::open(folder, &mut |db| {
            if is_recalled {
                return;
            }
            // Before anything is read, so that a change by another reader meanwhile is seen as one.
            version = data_version(db).ok();
            let Ok(place) = last_place(db, library) else {
                return;
            };
            is_recalled = true;
            let article = place.as_ref().and_then(|place| place.article);
            let position = article.and_then(|article| position(db, article).ok().flatten());
            recall(Recalled::Place(place, position));
            if let (Ok(marks), Ok(positions)) = (read_marks(db), read_positions(db)) {
                recall(Recalled::Marks(marks, positions));
            }
        });
        let mut state = Self::new(opened.db, opened.copy, library);
        state.data_version = version.unwrap_or(state.data_version);
        (state, opened.notice)
    }

    /// Returns the state of an opened database, with the count of changes as it is now.
    fn new(db: Connection, copy: Option<tempfile::TempDir>, library: &str) -> Self {
        let mut state = Self {
            db,
            _copy: copy,
            library: library.to_owned(),
            data_version: 0,
            started_ms: 0,
        };
        state.data_version = data_version(&state.db).unwrap_or_default();
        state
    }

    /// Returns all marks.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn marks(&self) -> Result<Marks, Error> {
        Ok(read_marks(&self.db)?)
    }

    /// Writes all of `changes` or, if that fails, none of them.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be written; it is as it was, and the same changes can be tried again later.
    pub fn remember(&mut self, changes: &[Change]) -> Result<(), Error> {
        let transaction = self
            .db
            // The lock is taken at once: a transaction that begins by reading may be refused when
            // it comes to write.
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for change in changes {
            write(&transaction, &self.library, self.started_ms, change)?;
        }
        Ok(transaction.commit()?)
    }

    /// True if another reader changed the store since the last call. Reads one number, so that it may be asked every
    /// second.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn changed_elsewhere(&mut self) -> Result<bool, Error> {
        let now = data_version(&self.db)?;
        let before = std::mem::replace(&mut self.data_version, now);
        Ok(now != before)
    }

    /// Returns the positions in all articles.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn positions(&self) -> Result<Positions, Error> {
        Ok(read_positions(&self.db)?)
    }

    /// Returns the last place in the library that the store was opened for.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn last_place(&self) -> Result<Option<LastPlace>, Error> {
        Ok(last_place(&self.db, &self.library)?)
    }

    /// Returns the basket in use: the one that was chosen last, else the one without a name.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn chosen_basket(&self) -> Result<StoredBasket, Error> {
        let mut baskets = self.baskets()?;
        let chosen = baskets.iter().position(|basket| basket.is_chosen);
        // The one without a name is always there, so the list is never empty.
        Ok(baskets.swap_remove(chosen.unwrap_or(0)))
    }

    /// Returns all baskets in the order of their names, first the one without a name, which is always there.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn baskets(&self) -> Result<Vec<StoredBasket>, Error> {
        Ok(basket::read_all(&self.db)?)
    }

    /// Returns the corrections by hand.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn corrections(&self) -> Result<Corrections, Error> {
        Ok(correction::read(&self.db)?)
    }

    /// Returns the articles that went out in a brief.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn sent(&self) -> Result<SentArticles, Error> {
        Ok(sent::read(&self.db)?)
    }
}

/// Returns SQLite's counter of changes that other connections have committed.
fn data_version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// Returns all marks, those of sent articles among them.
fn read_marks(db: &Connection) -> rusqlite::Result<Marks> {
    let mut query = db.prepare_cached("SELECT key, read, starred FROM mark")?;
    let rows = query.query_map([], |row| {
        let (read, starred) = (row.get(1)?, row.get(2)?);
        // What went out is kept in a table of its own and added below.
        let sent = false;
        let mark = Mark {
            read,
            starred,
            sent,
        };
        Ok((from_column(row.get(0)?), mark))
    })?;
    let mut marks: Marks = sound(rows)?;
    for key in sent::read(db)?.into_keys() {
        marks.entry(key).or_default().sent = true;
    }
    Ok(marks)
}

/// Returns the positions in all articles.
fn read_positions(db: &Connection) -> rusqlite::Result<Positions> {
    let mut query = db.prepare_cached("SELECT key, block, byte FROM position")?;
    let rows = query.query_map([], |row| Ok((from_column(row.get(0)?), text_pos(row, 1)?)))?;
    sound(rows)
}

/// Returns the last place in `library`; `None` if it was never left, or if the place cannot be
/// parsed.
fn last_place(db: &Connection, library: &str) -> rusqlite::Result<Option<LastPlace>> {
    let mut query = db.prepare("SELECT place FROM last_place WHERE library = ?1")?;
    let text: Option<String> = query.query_row([library], |row| row.get(0)).optional()?;
    // A place that cannot be parsed is as good as none: the reader starts at the top.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Returns the position in `article`; `None` if it was never read.
fn position(db: &Connection, article: ArticleKey) -> rusqlite::Result<Option<TextPos>> {
    let mut query = db.prepare("SELECT block, byte FROM position WHERE key = ?1")?;
    query
        .query_row([to_column(article)], |row| text_pos(row, 0))
        .optional()
}

/// Reads a position from the columns `first` (block) and `first + 1` (byte).
fn text_pos(row: &Row<'_>, first: usize) -> rusqlite::Result<TextPos> {
    let (block, byte): (u32, u32) = (row.get(first)?, row.get(first + 1)?);
    Ok(TextPos::new(block as usize, byte as usize))
}

/// Writes a mark. Only the column of its kind is touched: another reader may have set the other mark meanwhile.
fn write_mark(db: &Connection, change: MarkChange) -> rusqlite::Result<usize> {
    let MarkChange { article, kind, on } = change;
    let sql = match kind {
        MarkKind::Read => {
            "INSERT INTO mark (key, read, starred) VALUES (?1, ?2, 0)
             ON CONFLICT (key) DO UPDATE SET read = ?2"
        }
        MarkKind::Star => {
            "INSERT INTO mark (key, read, starred) VALUES (?1, 0, ?2)
             ON CONFLICT (key) DO UPDATE SET starred = ?2"
        }
    };
    let mut upsert = db.prepare_cached(sql)?;
    upsert.execute(params![to_column(article), on])
}

/// Writes one change; a place goes under the name `library`, and articles seen at the start under its time.
fn write(db: &Connection, library: &str, started_ms: i64, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Mark(change) => write_mark(db, *change)?,
        Change::Marks(changes) => {
            for change in changes {
                write_mark(db, *change)?;
            }
            changes.len()
        }
        Change::Position(article, TextPos { block, byte }) => {
            // The columns hold 32 bits, as those of earlier versions do.
            let column = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            db.prepare_cached(
                "INSERT OR REPLACE INTO position (key, block, byte) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![to_column(*article), column(*block), column(*byte)])?
        }
        Change::Place(place) => {
            let text = serde_json::to_string(place).unwrap_or_default();
            db.prepare_cached("INSERT OR REPLACE INTO last_place (library, place) VALUES (?1, ?2)")?
                .execute([library, &text])?
        }
        Change::Basket(change) => return basket::write(db, change),
        Change::BasketList(change) => return basket::write_list(db, change),
        Change::Correction(article, correction) => {
            return correction::write(db, *article, correction);
        }
        Change::Sent(articles, mark) => return sent::write(db, articles, mark),
        Change::Looked(word, articles) => return watched::look(db, word, articles),
        Change::Query(change) => return queries::write(db, change),
        Change::Seen(articles, arrival) => return seen::write(db, started_ms, articles, *arrival),
    };
    Ok(())
}

#[cfg(test)]
mod tests;
