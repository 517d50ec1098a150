//! Adopting what an earlier version remembered: its keys had no series in them, and a document without the layout of a report
//! was one article for it.
//!
//! The rows under former keys stay where they are, so that a second series with the same number and title inherits as well,
//! and nothing is lost where a report is read in another way once more.

use super::rows::sound;
use super::schema::{from_column, to_column};
use super::{Error, State};
use crate::model::identity::{ArticleKey, Heir};
use rusqlite::{Transaction, TransactionBehavior, params};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The former keys of a store under which something is remembered, and the articles that have inherited already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Estate {
    /// The keys of earlier versions under which something is kept.
    former: HashSet<ArticleKey>,
    /// The keys of the articles that have inherited.
    heirs: HashSet<ArticleKey>,
    /// The former keys in the baskets, by the files that the items name.
    in_files: HashMap<PathBuf, Vec<ArticleKey>>,
}

impl Estate {
    /// True if no article has anything to inherit, as in every store that this version made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.former.is_empty()
    }

    /// Returns the former keys that the baskets keep with the file `path`.
    #[must_use]
    pub fn in_file(&self, path: &Path) -> &[ArticleKey] {
        self.in_files.get(path).map_or(&[], Vec::as_slice)
    }

    /// True if the article of `heir` has something to inherit and did not yet.
    #[must_use]
    pub fn is_open(&self, heir: &Heir) -> bool {
        self.former.contains(&heir.former) && !self.heirs.contains(&heir.key)
    }
}

impl State {
    /// Returns what an earlier version left.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be read.
    pub fn estate(&self) -> Result<Estate, Error> {
        let former = self.key_set("SELECT key FROM former")?;
        let mut in_files: HashMap<PathBuf, Vec<ArticleKey>> = HashMap::new();
        if !former.is_empty() {
            let baskets = super::basket::read_all(&self.db)?;
            let items = baskets.into_iter().flat_map(|basket| basket.items);
            for item in items.filter(|item| former.contains(&item.key)) {
                in_files.entry(item.path).or_default().push(item.key);
            }
        }
        Ok(Estate {
            former,
            heirs: self.key_set("SELECT key FROM heir")?,
            in_files,
        })
    }

    /// Returns the keys in the only column of a query.
    fn key_set(&self, sql: &str) -> Result<HashSet<ArticleKey>, Error> {
        let mut query = self.db.prepare_cached(sql)?;
        let keys = query.query_map([], |row| Ok(from_column(row.get(0)?)))?;
        Ok(sound(keys)?)
    }

    /// Lets the articles inherit mark, position and place in the basket, each with the file it is in. Marks that were made
    /// since are kept. Done once for each article, all or none.
    ///
    /// # Errors
    /// [`Error`] if the store cannot be written; it is as it was.
    pub fn adopt(&mut self, heirs: &[(Heir, &Path)]) -> Result<(), Error> {
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (heir, path) in heirs {
            inherit_marks(&transaction, heir)?;
            inherit_position(&transaction, heir)?;
            super::seen::inherit(&transaction, heir)?;
            // A document of which this version makes many articles gives its place in the basket to
            // the first alone.
            if heir.is_first() {
                inherit_basket(&transaction, heir, path)?;
                inherit_sent(&transaction, heir)?;
            }
            transaction
                // Recorded in the same transaction, so that no article inherits twice or half.
                .prepare_cached("INSERT OR IGNORE INTO heir VALUES (?1)")?
                .execute([to_column(heir.key)])?;
        }
        Ok(transaction.commit()?)
    }
}

/// Adds the marks of the former key to those of the article.
fn inherit_marks(db: &Transaction<'_>, heir: &Heir) -> rusqlite::Result<()> {
    let mut upsert = db.prepare_cached(
        "INSERT INTO mark (key, read, starred) SELECT ?1, read, starred AND ?3 FROM mark WHERE key = ?2
         ON CONFLICT (key) DO UPDATE SET read = max(read, excluded.read), starred = max(starred, excluded.starred)",
    )?;
    let (key, former) = (to_column(heir.key), to_column(heir.former));
    upsert.execute(params![key, former, heir.is_first()])?;
    Ok(())
}

/// Gives the article the position of the former key, unless it has one. Of a whole document each article gets its share: the
/// block counted from its own first one.
fn inherit_position(db: &Transaction<'_>, heir: &Heir) -> rusqlite::Result<()> {
    let (key, former) = (to_column(heir.key), to_column(heir.former));
    let Some(first_block) = heir.first_block else {
        db.prepare_cached(
            "INSERT OR IGNORE INTO position (key, block, byte) SELECT ?1, block, byte FROM position WHERE key = ?2",
        )?
        .execute([key, former])?;
        return Ok(());
    };
    // The title of the article was a block of the document. Where its own blocks end is not known here: a reader that opens
    // an article at a block behind its end shows the end.
    db.prepare_cached(
        "INSERT OR IGNORE INTO position (key, block, byte)
         SELECT ?1, block - ?3, 0 FROM position WHERE key = ?2 AND block >= ?3",
    )?
    .execute(params![key, former, first_block])?;
    Ok(())
}

/// Gives the places in the baskets to the article: where the item names its file, or a file that is gone.
fn inherit_basket(db: &Transaction<'_>, heir: &Heir, path: &Path) -> rusqlite::Result<()> {
    for basket in super::basket::read_all(db)? {
        let item = basket.items.iter().find(|item| item.key == heir.former);
        // Two series may share the former key; the item belongs to the one whose file it names.
        if item.is_some_and(|item| item.path == path || !item.path.exists()) {
            db.prepare_cached(
                "UPDATE OR IGNORE basket_item SET key = ?1 WHERE key = ?2 AND basket = ?3",
            )?
            .execute(params![
                to_column(heir.key),
                to_column(heir.former),
                basket.name
            ])?;
        }
    }
    Ok(())
}

/// Gives the article the mark of what went out and what was corrected by hand under the former key, unless it has its own.
fn inherit_sent(db: &Transaction<'_>, heir: &Heir) -> rusqlite::Result<()> {
    for sql in [
        "INSERT OR IGNORE INTO sent (key, brief, number, day) SELECT ?1, brief, number, day FROM sent WHERE key = ?2",
        "INSERT OR IGNORE INTO correction (key, title, source, date, link)
         SELECT ?1, title, source, date, link FROM correction WHERE key = ?2",
    ] {
        db.prepare_cached(sql)?
            .execute([to_column(heir.key), to_column(heir.former)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TextPos;
    use crate::state::{BasketChange, BasketItem, Change, Mark, MarkChange, MarkKind};

    const OLD: ArticleKey = ArticleKey(7);

    /// A store with a star, a position and a basket entry under the former key [`OLD`].
    fn store() -> State {
        let mut state = State::in_memory().unwrap();
        let mark = |kind| {
            Change::Mark(MarkChange {
                article: OLD,
                kind,
                on: true,
            })
        };
        let item = BasketItem::article(OLD, "gone/1.txt", "简讯");
        let changes = [
            mark(MarkKind::Read),
            mark(MarkKind::Star),
            Change::Position(OLD, TextPos::new(9, 12)),
            Change::Basket(BasketChange::between("", &[], &[item])),
        ];
        state.remember(&changes).unwrap();
        state
            .db
            .execute("INSERT INTO former VALUES (7)", [])
            .unwrap();
        state
    }

    fn heir(key: u64, first_block: Option<u32>) -> Heir {
        let (former, key) = (OLD, ArticleKey(key));
        Heir {
            former,
            key,
            first_block,
        }
    }

    #[test]
    fn an_article_inherits_all_and_the_former_rows_stay() {
        let mut state = store();
        let one = heir(8, None);
        assert!(state.estate().unwrap().is_open(&one));
        state.adopt(&[(one, Path::new("a.txt"))]).unwrap();
        let (read, starred) = (true, true);
        for key in [OLD, one.key] {
            assert_eq!(
                state.marks().unwrap()[&key],
                Mark {
                    read,
                    starred,
                    ..Mark::default()
                }
            );
            assert_eq!(state.positions().unwrap()[&key], TextPos::new(9, 12));
        }
        assert_eq!(state.chosen_basket().unwrap().items[0].key, one.key);
        assert!(!state.estate().unwrap().is_open(&one));
    }

    #[test]
    fn the_parts_of_a_document_were_read_and_its_first_has_the_star() {
        let mut state = store();
        let parts = [heir(8, Some(0)), heir(9, Some(5)), heir(10, Some(12))];
        let parts = parts.map(|heir| (heir, Path::new("a.txt")));
        state.adopt(&parts).unwrap();
        let marks = state.marks().unwrap();
        assert!(parts.iter().all(|(heir, _)| marks[&heir.key].read));
        assert!(marks[&ArticleKey(8)].starred && !marks[&ArticleKey(9)].starred);
        let positions = state.positions().unwrap();
        assert_eq!(positions[&ArticleKey(9)], TextPos::new(4, 0));
        assert!(!positions.contains_key(&ArticleKey(10)));
    }
}
