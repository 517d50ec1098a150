//! The tables, as the steps that led to them.

use rusqlite::{Connection, TransactionBehavior};

/// Step `n` leads from version `n` to version `n + 1`. A step that was released is never changed; new ones follow.
const STEPS: [&str; 2] = [
    "CREATE TABLE mark (key INTEGER PRIMARY KEY, read INTEGER NOT NULL, starred INTEGER NOT NULL);
     CREATE TABLE position (key INTEGER PRIMARY KEY, block INTEGER NOT NULL, byte INTEGER NOT NULL);
     CREATE TABLE last_place (library TEXT PRIMARY KEY, place TEXT NOT NULL);",
    "CREATE TABLE basket (position INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE,
                          path BLOB NOT NULL, title TEXT NOT NULL);",
];

/// The version this program writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
pub const VERSION: i64 = STEPS.len() as i64;

/// The tables and their columns, for copying what can still be read out of a damaged store.
pub const TABLES: [(&str, &str); 4] = [
    ("mark", "key, read, starred"),
    ("position", "key, block, byte"),
    ("last_place", "library, place"),
    ("basket", "position, key, path, title"),
];

/// The version of the store in `db`; 0 where it is empty.
pub fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings an older or empty store to [`VERSION`], all steps or none. Two readers may try at once.
pub fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    if version(db)? == VERSION {
        return Ok(());
    }
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&change)?).unwrap_or(0);
    for step in STEPS.iter().skip(from) {
        change.execute_batch(step)?;
    }
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
