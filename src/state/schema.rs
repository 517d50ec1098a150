//! The tables of the store, as the steps that led to them.

use crate::model::identity::ArticleKey;
use rusqlite::{Connection, TransactionBehavior};

/// The migrations: step `n` leads from version `n` to version `n + 1`. A released step is never changed; new ones follow.
const STEPS: [&str; 4] = [
    "CREATE TABLE mark (key INTEGER PRIMARY KEY, read INTEGER NOT NULL, starred INTEGER NOT NULL);
     CREATE TABLE position (key INTEGER PRIMARY KEY, block INTEGER NOT NULL, byte INTEGER NOT NULL);
     CREATE TABLE last_place (library TEXT PRIMARY KEY, place TEXT NOT NULL);",
    "CREATE TABLE basket (position INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE,
                          path BLOB NOT NULL, title TEXT NOT NULL);",
    // The keys without the series, and the articles that have inherited from them. No row of an earlier version is deleted.
    "CREATE TABLE former (key INTEGER PRIMARY KEY);
     INSERT INTO former SELECT key FROM mark UNION SELECT key FROM position UNION SELECT key FROM basket;
     CREATE TABLE heir (key INTEGER PRIMARY KEY);
     CREATE TABLE correction (key INTEGER PRIMARY KEY, title TEXT, source TEXT, date TEXT, link TEXT);",
    // The working day: what is new, queries typed before, excerpts, notes, named baskets, what was sent.
    "CREATE TABLE typed_query (text TEXT PRIMARY KEY, at INTEGER NOT NULL);
     CREATE TABLE saved_search (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, query TEXT NOT NULL);
     CREATE TABLE seen (key INTEGER PRIMARY KEY, at INTEGER NOT NULL);
     CREATE TABLE start (library TEXT PRIMARY KEY, at INTEGER NOT NULL, previous INTEGER);
     CREATE TABLE basket_list (name TEXT PRIMARY KEY, chosen INTEGER NOT NULL DEFAULT 0, last_brief TEXT);
     CREATE TABLE basket_item (position INTEGER PRIMARY KEY, basket TEXT NOT NULL, key INTEGER NOT NULL,
                               path BLOB NOT NULL, title TEXT NOT NULL, excerpts TEXT NOT NULL DEFAULT '[]',
                               note TEXT NOT NULL DEFAULT '', UNIQUE (basket, key));
     CREATE TABLE sent (key INTEGER PRIMARY KEY, brief TEXT NOT NULL, number INTEGER, day TEXT NOT NULL);
     CREATE TABLE watched (key INTEGER PRIMARY KEY);
     CREATE TABLE looked (word TEXT PRIMARY KEY, keys BLOB NOT NULL);
     CREATE INDEX mark_copy ON mark (read, starred);",
];

/// The schema version that this program writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// Reads all marks out of the index, which repeats every column of its table, with `{order}` once for each: a damaged page at
/// the root of a table hides all rows of it.
pub(super) const MARKS_BY_INDEX: &str = "SELECT key, read, starred FROM mark INDEXED BY mark_copy
     ORDER BY read {order}, starred {order}, key {order}";

/// Moves the rows of the basket of an earlier version to where they are looked for since the fourth: done after the
/// steps, and after rows were copied out of a damaged store.
pub(super) const MOVE_BASKET: &str =
    "INSERT OR IGNORE INTO basket_item (basket, key, path, title) SELECT '', key, path, title FROM basket ORDER BY position;
     DELETE FROM basket;";

/// The tables with their columns, for copying rows out of a damaged store.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("mark", "key, read, starred"),
    ("position", "key, block, byte"),
    ("last_place", "library, place"),
    // Of an older store; `MOVE_BASKET` follows.
    ("basket", "position, key, path, title"),
    ("basket_list", "name, chosen, last_brief"),
    (
        "basket_item",
        "position, basket, key, path, title, excerpts, note",
    ),
    ("sent", "key, brief, number, day"),
    ("former", "key"),
    ("heir", "key"),
    ("correction", "key, title, source, date, link"),
    ("typed_query", "text, at"),
    ("saved_search", "position, name, query"),
    ("seen", "key, at"),
    ("start", "library, at, previous"),
    ("watched", "key"),
    ("looked", "word, keys"),
];

/// Returns an article's key as a column holds it: SQLite's integers are signed, and all 64 bits count.
pub(super) fn to_column(article: ArticleKey) -> i64 {
    article.0.cast_signed()
}

/// Returns the key that [`to_column`] made.
pub(super) fn from_column(value: i64) -> ArticleKey {
    ArticleKey(value.cast_unsigned())
}

/// Returns the schema version of the store in `db`; 0 if it is empty.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings an older or empty store to [`VERSION`], by all steps or none.
pub(super) fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    // The usual case, without a lock.
    if version(db)? == VERSION {
        return Ok(());
    }
    // Two readers may migrate at once: the second waits for the lock, and then sees the version of the first.
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&change)?).unwrap_or(0);
    for step in STEPS.iter().skip(from) {
        change.execute_batch(step)?;
    }
    change.execute_batch(MOVE_BASKET)?;
    change.pragma_update(None, "user_version", VERSION)?;
    change.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_of_the_first_version_keeps_its_marks() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(STEPS[0]).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        db.execute("INSERT INTO mark VALUES (7, 1, 0)", []).unwrap();
        migrate(&mut db).unwrap();
        assert_eq!(version(&db).unwrap(), VERSION);
        let read: bool = db
            .query_row("SELECT read FROM mark WHERE key = 7", [], |r| r.get(0))
            .unwrap();
        assert!(read);
        assert_eq!(
            db.query_row("SELECT count(*) FROM basket", [], |r| r.get(0)),
            Ok(0)
        );
    }
}
