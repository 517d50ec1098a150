//! The basket and the changes of it. Two readers may change one basket at once: only what each puts in or takes out is
//! written, never the whole, so that neither undoes the change of the other.

use super::schema::{from_column, to_column};
use crate::model::identity::ArticleKey;
use crate::model::path_bytes;
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// An article in the basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketItem {
    /// The identity of the article.
    pub key: ArticleKey,
    /// The file of the article at the time it was put in.
    pub path: PathBuf,
    /// The title at that time, shown when the file is gone.
    pub title: String,
}

/// The difference between two states of the basket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BasketChange {
    /// The articles that were put in.
    pub put: Vec<BasketItem>,
    /// The articles that were taken out.
    pub taken: Vec<ArticleKey>,
    /// The order of all articles that the reader knows; others stand behind them.
    pub order: Vec<ArticleKey>,
}

impl BasketChange {
    /// Returns the change that leads from `before` to `now`.
    #[must_use]
    pub fn between(before: &[BasketItem], now: &[BasketItem]) -> Self {
        let keys = |items: &[BasketItem]| items.iter().map(|i| i.key).collect::<HashSet<_>>();
        let (old, new) = (keys(before), keys(now));
        let put = now.iter().filter(|item| !old.contains(&item.key));
        let taken = before.iter().filter(|item| !new.contains(&item.key));
        Self {
            put: put.cloned().collect(),
            taken: taken.map(|item| item.key).collect(),
            order: now.iter().map(|item| item.key).collect(),
        }
    }

    /// Applies the change to `items`, which need not be the basket it was made from.
    pub fn apply(&self, items: &mut Vec<BasketItem>) {
        items.retain(|item| !self.taken.contains(&item.key));
        for item in &self.put {
            if items.iter().all(|one| one.key != item.key) {
                items.push(item.clone());
            }
        }
        let order = self.order.iter().enumerate();
        let order: HashMap<_, _> = order.map(|(at, key)| (*key, at)).collect();
        items.sort_by_key(|item| order.get(&item.key).copied().unwrap_or(usize::MAX));
    }
}

/// Reads the basket in its order.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Vec<BasketItem>> {
    let mut query = db.prepare_cached("SELECT key, path, title FROM basket ORDER BY position")?;
    let rows = query.query_map([], |row| {
        Ok(BasketItem {
            key: from_column(row.get(0)?),
            path: path_bytes::from_bytes(row.get(1)?),
            title: row.get(2)?,
        })
    })?;
    rows.collect()
}

/// Applies the change to the basket in the store.
pub(super) fn write(db: &Connection, change: &BasketChange) -> rusqlite::Result<()> {
    let mut items = read(db)?;
    change.apply(&mut items);
    // Written anew, since a change of the order moves every row.
    db.execute("DELETE FROM basket", [])?;
    let mut insert =
        db.prepare_cached("INSERT INTO basket (key, path, title) VALUES (?1, ?2, ?3)")?;
    for item in &items {
        let path = path_bytes::to_bytes(&item.path);
        insert.execute(params![to_column(item.key), path, item.title])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(keys: &[u64]) -> Vec<BasketItem> {
        let item = |key: &u64| BasketItem {
            key: ArticleKey(*key),
            path: "a.txt".into(),
            title: key.to_string(),
        };
        keys.iter().map(item).collect()
    }

    /// The basket after two readers who both know `base` have changed it, one after the other.
    fn both(base: &[u64], one: &[u64], other: &[u64]) -> Vec<u64> {
        let mut stored = items(base);
        BasketChange::between(&items(base), &items(one)).apply(&mut stored);
        BasketChange::between(&items(base), &items(other)).apply(&mut stored);
        stored.iter().map(|item| item.key.0).collect()
    }

    #[test]
    fn neither_of_two_readers_undoes_what_the_other_did() {
        assert_eq!(both(&[], &[1], &[2]), [2, 1]);
        assert_eq!(both(&[1, 2], &[1], &[1, 2, 3]), [1, 3]);
        assert_eq!(both(&[1, 2, 3], &[1, 2, 3, 4], &[3, 1]), [3, 1, 4]);
        assert_eq!(both(&[1], &[], &[]), [0; 0]);
        assert_eq!(both(&[1], &[1, 2], &[1, 2]), [1, 2]);
    }

    proptest::proptest! {
        #[test]
        fn a_change_leads_where_it_was_seen_to_lead(before in subset(), now in subset()) {
            let mut basket = items(&before);
            BasketChange::between(&items(&before), &items(&now)).apply(&mut basket);
            proptest::prop_assert_eq!(basket, items(&now));
        }

        #[test]
        fn what_both_keep_stays_and_what_either_takes_goes(
            base in subset(), one in subset(), other in subset(),
        ) {
            let stored = both(&base, &one, &other);
            for key in 0..9 {
                let is_in = |some: &[u64]| some.contains(&key);
                let expected = if is_in(&base) { is_in(&one) && is_in(&other) } else { is_in(&one) || is_in(&other) };
                proptest::prop_assert_eq!(is_in(&stored), expected);
            }
        }
    }

    /// Some of nine articles in any order.
    fn subset() -> impl proptest::strategy::Strategy<Value = Vec<u64>> {
        use proptest::strategy::Strategy;
        let all: Vec<u64> = (0..9).collect();
        proptest::sample::subsequence(all, 0..9).prop_shuffle()
    }
}
