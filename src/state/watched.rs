//! The watch words: which articles `newsreader watch --new` has seen, and when each group was last looked at in the reader.

use super::rows::sound;
use super::schema::{from_column, to_column};
use super::{Error, State};
use crate::model::identity::ArticleKey;
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::{HashMap, HashSet};

impl State {
    /// Returns the articles that `watch --new` has seen.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn watched(&self) -> Result<HashSet<ArticleKey>, Error> {
        let mut query = self.db.prepare("SELECT key FROM watched")?;
        let rows = query.query_map([], |row| Ok(from_column(row.get(0)?)))?;
        Ok(sound(rows)?)
    }

    /// Records that `watch --new` has seen these articles.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be written; it is as it was.
    pub fn watch(&mut self, articles: impl Iterator<Item = ArticleKey>) -> Result<(), Error> {
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut insert =
                transaction.prepare("INSERT OR IGNORE INTO watched (key) VALUES (?1)")?;
            for article in articles {
                insert.execute([to_column(article)])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Returns the articles that each group of watch words, by its name, had when it was last looked at.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn looked_at(&self) -> Result<HashMap<String, HashSet<ArticleKey>>, Error> {
        let mut query = self.db.prepare("SELECT word, keys FROM looked")?;
        let rows = query.query_map([], |row| {
            let keys: Vec<u8> = row.get(1)?;
            // Bytes at the end that make no key are left out.
            let (keys, _) = keys.as_chunks::<8>();
            let keys = keys.iter().map(|key| ArticleKey(u64::from_le_bytes(*key)));
            Ok((row.get(0)?, keys.collect()))
        })?;
        Ok(sound(rows)?)
    }
}

/// Writes that the group called `word` was looked at when it had these articles.
pub(super) fn look(db: &Connection, word: &str, articles: &[ArticleKey]) -> rusqlite::Result<()> {
    // One value and not a row for each: a frequent word has thousands, and they are only ever read together.
    let keys: Vec<u8> = articles
        .iter()
        .flat_map(|key| key.0.to_le_bytes())
        .collect();
    db.prepare_cached("INSERT OR REPLACE INTO looked (word, keys) VALUES (?1, ?2)")?
        .execute(params![word, keys])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::model::identity::ArticleKey;
    use crate::state::{Change, State};

    #[test]
    fn what_was_watched_and_looked_at_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let keys = [ArticleKey(1), ArticleKey(u64::MAX)];
        {
            let (mut state, _) = State::open(dir.path());
            assert!(state.watched().unwrap().is_empty());
            state.watch(keys.into_iter()).unwrap();
            state.watch(keys.into_iter()).unwrap();
            let looked = |keys: &[ArticleKey]| Change::Looked("医保".to_owned(), keys.to_vec());
            state
                .remember(&[looked(&keys[..1]), looked(&keys)])
                .unwrap();
        }
        let (state, _) = State::open(dir.path());
        assert_eq!(state.watched().unwrap(), keys.into());
        assert_eq!(state.looked_at().unwrap()["医保"], keys.into());
    }
}
