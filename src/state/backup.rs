//! The store as JSON lines, for moving to another machine and for keeping.
//!
//! The first line names the format; each other line is one row of a table, with the table's name in `table` and the columns
//! by their names. Bytes are `{"base64": "…"}`. Restoring merges: what is there stays, what is missing is added, a mark is
//! set if it is set on either side. So two stores may be merged in any order, and restoring twice changes nothing.

use super::schema::{self, MOVE_BASKET, TABLES};
use super::{Error, State};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::{Value as Column, ValueRef};
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// The name of the format in the first line of a backup.
pub const FORMAT: &str = "newsreader-backup";
/// The version of the format. A later one may have more tables, which this program passes over.
const FORMAT_VERSION: u32 = 1;

/// The tables whose rows are of this machine alone: the place in a folder, the times of the starts.
const LOCAL: [&str; 2] = ["last_place", "start"];

/// The counts of a restore.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// The rows that were added or changed, by table.
    pub taken: BTreeMap<String, usize>,
    /// The rows that were there already.
    pub known: usize,
    /// The numbers of the lines that could not be understood, counted from 1.
    pub bad_lines: Vec<usize>,
}

impl State {
    /// Returns everything that is remembered as lines, each with a line feed.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn backup(&self) -> Result<String, Error> {
        let head = json!({"format": FORMAT, "version": FORMAT_VERSION, "schema": schema::VERSION});
        let mut out = format!("{head}\n");
        for (table, columns) in TABLES {
            let mut query = self.db.prepare(&format!("SELECT {columns} FROM {table}"))?;
            let names: Vec<&str> = columns.split(", ").collect();
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let mut fields = Map::new();
                fields.insert("table".to_owned(), json!(table));
                for (at, name) in names.iter().enumerate() {
                    fields.insert((*name).to_owned(), to_json(row.get_ref(at)?));
                }
                out += &Value::Object(fields).to_string();
                out.push('\n');
            }
        }
        Ok(out)
    }

    /// Merges the lines of a backup into the store, all or, if the store cannot be written, none. Lines of other formats and
    /// tables of a later version are passed over; a line that is damaged is counted.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be written.
    pub fn restore(&mut self, backup: &str) -> Result<Restored, Error> {
        let mut restored = Restored::default();
        let change = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (line, number) in backup.lines().zip(1..) {
            let Ok(Value::Object(fields)) = serde_json::from_str(line) else {
                if !line.trim().is_empty() {
                    restored.bad_lines.push(number);
                }
                continue;
            };
            // The first line names no table.
            let Some(table) = fields.get("table").and_then(Value::as_str) else {
                continue;
            };
            match merge(&change, table, &fields)? {
                Merged::Known => restored.known += 1,
                Merged::Taken => *restored.taken.entry(table.to_owned()).or_default() += 1,
                Merged::Bad => restored.bad_lines.push(number),
                Merged::PassedOver => {}
            }
        }
        // A backup of an earlier version has its basket in the former table.
        change.execute_batch(MOVE_BASKET)?;
        change.commit()?;
        Ok(restored)
    }
}

/// True for an error that comes from the values of a row and not from the store.
fn is_of_the_row(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{ConstraintViolation, TypeMismatch};
    matches!(
        error.sqlite_error_code(),
        Some(ConstraintViolation | TypeMismatch)
    )
}

/// What became of a row of a backup.
enum Merged {
    /// The store had it.
    Known,
    /// It was added, or changed a row.
    Taken,
    /// Its values do not fit the columns.
    Bad,
    /// Its table is of a later version, or of one machine alone.
    PassedOver,
}

/// Merges one row. An error is one of the store itself.
fn merge(db: &Connection, table: &str, fields: &Map<String, Value>) -> rusqlite::Result<Merged> {
    let known = TABLES.iter().find(|(name, _)| *name == table);
    let Some((table, columns)) = known.filter(|(name, _)| !LOCAL.contains(name)) else {
        return Ok(Merged::PassedOver);
    };
    // A position numbers the rows of one store; a row that is added goes to the end.
    let names: Vec<&str> = columns
        .split(", ")
        .filter(|name| *name != "position")
        .collect();
    let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) {}",
        names.join(", "),
        marks.join(", "),
        on_conflict(table)
    );
    let values = names.iter().map(|name| match (*name, fields.get(*name)) {
        // The basket in use is a matter of this store.
        ("chosen", _) => Column::Integer(0),
        (_, value) => to_column(value.unwrap_or(&Value::Null)),
    });
    let values: Vec<Column> = values.collect();
    if !fit(db, table, &names, &values)? {
        return Ok(Merged::Bad);
    }
    match db.prepare_cached(&sql)?.execute(params_from_iter(values)) {
        Ok(0) => Ok(Merged::Known),
        Ok(_) => Ok(Merged::Taken),
        Err(error) if is_of_the_row(&error) => Ok(Merged::Bad),
        Err(error) => Err(error),
    }
}

/// True if each value is of the type of its column in `table`. SQLite itself takes any, and a text where a number belongs
/// would be found by nobody.
fn fit(db: &Connection, table: &str, names: &[&str], values: &[Column]) -> rusqlite::Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT name, type, \"notnull\" OR pk FROM pragma_table_info(?1) WHERE name <> 'position'",
    )?;
    let columns = query.query_map([table], |row| {
        Ok((row.get(0)?, (row.get::<_, String>(1)?, row.get(2)?)))
    })?;
    let columns: HashMap<String, (String, bool)> = columns.collect::<rusqlite::Result<_>>()?;
    Ok(names.iter().zip(values).all(|(name, value)| {
        columns
            .get(*name)
            .is_some_and(|(kind, needed)| match value {
                Column::Integer(number) => {
                    // Keys are of 64 bits, times are milliseconds; all else counts something.
                    let counts = !matches!(*name, "key" | "at" | "previous");
                    kind == "INTEGER" && (!counts || u32::try_from(*number).is_ok())
                }
                Column::Text(_) => kind == "TEXT",
                Column::Blob(_) => kind == "BLOB",
                Column::Null => !needed,
                Column::Real(_) => false,
            })
    }))
}

/// Returns the clause that decides between a row of the store and one of the backup.
fn on_conflict(table: &str) -> &'static str {
    match table {
        "mark" => {
            "ON CONFLICT (key) DO UPDATE SET read = max(read, excluded.read), starred = max(starred, excluded.starred)
             WHERE read < excluded.read OR starred < excluded.starred"
        }
        "seen" => "ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE at > excluded.at",
        "typed_query" => "ON CONFLICT (text) DO UPDATE SET at = excluded.at WHERE at < excluded.at",
        "basket_item" => {
            "ON CONFLICT (basket, key) DO UPDATE SET
                 note = CASE note WHEN '' THEN excluded.note ELSE note END,
                 excerpts = CASE excerpts WHEN '[]' THEN excluded.excerpts ELSE excerpts END
             WHERE note = '' AND excluded.note <> '' OR excerpts = '[]' AND excluded.excerpts <> '[]'"
        }
        _ => "ON CONFLICT DO NOTHING",
    }
}

/// Returns a value of a column as JSON; bytes as an object with their base64.
fn to_json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => json!({"base64": STANDARD.encode(bytes)}),
    }
}

/// Returns the value of a column that [`to_json`] made; null for JSON that no column holds.
fn to_column(value: &Value) -> Column {
    match value {
        Value::Number(number) => number.as_i64().map_or(Column::Null, Column::Integer),
        Value::String(text) => Column::Text(text.clone()),
        Value::Bool(yes) => Column::Integer(i64::from(*yes)),
        Value::Object(fields) => {
            // Bytes that are no base64 become null, which the column refuses: the line counts as
            // damaged.
            let packed = fields.get("base64").and_then(Value::as_str);
            let bytes = packed.and_then(|packed| STANDARD.decode(packed).ok());
            bytes.map_or(Column::Null, Column::Blob)
        }
        Value::Null | Value::Array(_) => Column::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::identity::ArticleKey;
    use crate::state::{Change, Mark, MarkChange, MarkKind};

    fn with_marks(marks: &[(u64, MarkKind)]) -> State {
        let mut state = State::in_memory().unwrap();
        let change = |(key, kind): &(u64, MarkKind)| {
            Change::Mark(MarkChange {
                article: ArticleKey(*key),
                kind: *kind,
                on: true,
            })
        };
        let changes: Vec<Change> = marks.iter().map(change).collect();
        state.remember(&changes).unwrap();
        // One row of every other table, whatever its columns mean.
        for (table, columns) in TABLES
            .iter()
            .filter(|(table, _)| *table != "mark" && *table != "basket")
        {
            let value = |column| match column {
                "path" | "keys" => "x'37'",
                _ => "7",
            };
            let values: Vec<&str> = columns.split(", ").map(value).collect();
            let values = values.join(", ");
            state
                .db
                .execute(
                    &format!("INSERT INTO {table} ({columns}) VALUES ({values})"),
                    [],
                )
                .unwrap();
        }
        state
    }

    #[test]
    fn a_backup_restores_every_table_and_once_is_enough() {
        let state = with_marks(&[(1, MarkKind::Read), (u64::MAX, MarkKind::Star)]);
        let backup = state.backup().unwrap();
        let mut other = State::in_memory().unwrap();
        let restored = other.restore(&backup).unwrap();
        assert_eq!(restored.bad_lines, [0; 0]);
        assert_eq!(other.marks().unwrap(), state.marks().unwrap());
        let tables = TABLES
            .iter()
            .filter(|(name, _)| !LOCAL.contains(name) && *name != "basket");
        for (table, _) in tables {
            assert!(restored.taken.contains_key(*table), "{table}");
        }
        let again = other.restore(&backup).unwrap();
        assert_eq!(again.taken, BTreeMap::new());
    }

    #[test]
    fn restoring_merges_and_replaces_nothing() {
        let mut here = with_marks(&[(1, MarkKind::Read), (2, MarkKind::Read)]);
        let there = with_marks(&[(1, MarkKind::Star), (3, MarkKind::Star)]);
        here.restore(&there.backup().unwrap()).unwrap();
        let marks = here.marks().unwrap();
        let mark = |read, starred| Mark {
            read,
            starred,
            ..Mark::default()
        };
        assert_eq!(marks[&ArticleKey(1)], mark(true, true));
        assert_eq!(marks[&ArticleKey(2)], mark(true, false));
        assert_eq!(marks[&ArticleKey(3)], mark(false, true));
    }

    #[test]
    fn values_that_no_column_holds_make_a_line_bad() {
        let mut state = State::in_memory().unwrap();
        let lines = [
            r#"{"table":"mark","key":77,"read":"x","starred":0}"#,
            r#"{"table":"mark","key":null,"read":1,"starred":0}"#,
            r#"{"table":"position","key":1,"block":-1,"byte":0}"#,
            r#"{"table":"sent","key":1,"brief":"","number":99999999999,"day":"2025-06-15"}"#,
            r#"{"table":"typed_query","text":{"base64":"/w=="},"at":1}"#,
            r#"{"table":"basket_item","basket":"","key":1,"path":"a.txt","title":"","excerpts":"[]","note":""}"#,
        ];
        let restored = state.restore(&lines.join("\n")).unwrap();
        assert_eq!(restored.bad_lines, [1, 2, 3, 4, 5, 6]);
        assert_eq!((restored.known, restored.taken.len()), (0, 0));
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_are_taken() {
        let mut state = State::in_memory().unwrap();
        let backup = "{\"format\":\"newsreader-backup\"}\n{\"table\":\"mark\",\"key\":1,\"read\":1,\"starred\":0}\n{\"table\"\n\
                      {\"table\":\"mark\",\"key\":2}\n{\"table\":\"of a later version\"}\n";
        let restored = state.restore(backup).unwrap();
        assert_eq!(restored.bad_lines, [3, 4]);
        assert_eq!(restored.taken.get("mark"), Some(&1));
    }
}
