//! The baskets and the changes of them. Two readers may change one basket at once: only what each puts in, takes out or edits
//! is written, never the whole, so that neither undoes the change of the other.
//!
//! A change is the difference between two states ([`BasketChange::between`]) and is applied to
//! whatever is in the store by then ([`BasketChange::apply`]): rows that only the other reader
//! knows stay, behind the others. The same two functions serve the reader on screen, so that it
//! shows what the store will have.

use super::Change;
use super::rows::sound;
use super::schema::{from_column, to_column};
use crate::model::excerpt::Excerpt;
use crate::model::identity::ArticleKey;
use crate::model::path_bytes;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// A row of a basket: an article, or a heading before the articles that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketItem {
    /// The identity of the article; of a heading a hash of its text.
    pub key: ArticleKey,
    /// The file of the article at the time it was put in. Empty for a heading.
    pub path: PathBuf,
    /// The title at that time, shown when the file is gone; the text of a heading.
    pub title: String,
    /// The excerpts of the article in the order in which they were chosen. Without one the whole article is meant.
    pub excerpts: Vec<Excerpt>,
    /// The note (按语) of the editor, a line feed between paragraphs; empty without one.
    pub note: String,
}

impl BasketItem {
    /// An article without excerpts and note.
    #[must_use]
    pub fn article(key: ArticleKey, path: impl Into<PathBuf>, title: impl Into<String>) -> Self {
        Self {
            key,
            path: path.into(),
            title: title.into(),
            excerpts: Vec::new(),
            note: String::new(),
        }
    }

    /// A heading. Two headings of one text are one row.
    #[must_use]
    pub fn heading(text: &str) -> Self {
        let key = ArticleKey(xxh3_64(format!("heading\n{text}").as_bytes()));
        Self::article(key, PathBuf::new(), text)
    }

    /// True for a heading.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.path.as_os_str().is_empty()
    }
}

/// A basket as the store has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredBasket {
    /// Its name; empty for the one that every reader has.
    pub name: String,
    /// Its rows in the order of the brief.
    pub items: Vec<BasketItem>,
    /// The facts of the last brief that was written from it.
    pub last_brief: Option<LastBrief>,
    /// Set for the basket that was in use last.
    pub is_chosen: bool,
}

/// The facts of the last brief of a basket, which are offered for the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastBrief {
    /// The name of the brief.
    pub title: Option<String>,
    /// Its number (期号).
    pub number: Option<u32>,
    /// Its running number (总期号).
    pub total_number: Option<u32>,
    /// The unit that published it.
    pub publisher: Option<String>,
    /// The units that received it.
    pub recipients: Option<String>,
    /// The number of printed copies.
    pub copies: Option<u32>,
    /// The editor.
    pub editor: Option<String>,
    /// The folder of its file.
    pub folder: Option<String>,
    /// The name of the file format on the command line.
    pub format: Option<String>,
    /// The name of the style on the command line.
    pub style: Option<String>,
    /// The name of the layout on the command line.
    pub layout: Option<String>,
}

/// The difference between two states of a basket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BasketChange {
    /// The name of the basket.
    pub basket: String,
    /// The rows that were put in, or whose excerpts or note are others now.
    pub put: Vec<BasketItem>,
    /// The rows that were taken out.
    pub taken: Vec<ArticleKey>,
    /// The order of all rows that the reader knows; others stand behind them.
    pub order: Vec<ArticleKey>,
}

impl BasketChange {
    /// Returns the change of the basket `name` that leads from `before` to `now`.
    #[must_use]
    pub fn between(name: &str, before: &[BasketItem], now: &[BasketItem]) -> Self {
        let old: HashMap<_, _> = before.iter().map(|item| (item.key, item)).collect();
        let new: HashSet<_> = now.iter().map(|item| item.key).collect();
        let put = now.iter().filter(|item| old.get(&item.key) != Some(item));
        let taken = before.iter().filter(|item| !new.contains(&item.key));
        Self {
            basket: name.to_owned(),
            put: put.cloned().collect(),
            taken: taken.map(|item| item.key).collect(),
            order: now.iter().map(|item| item.key).collect(),
        }
    }

    /// Applies the change to `items`, which need not be the basket it was made from.
    pub fn apply(&self, items: &mut Vec<BasketItem>) {
        items.retain(|item| !self.taken.contains(&item.key));
        for item in &self.put {
            match items.iter_mut().find(|one| one.key == item.key) {
                Some(one) => one.clone_from(item),
                None => items.push(item.clone()),
            }
        }
        let order = self.order.iter().enumerate();
        let order: HashMap<_, _> = order.map(|(at, key)| (*key, at)).collect();
        // A stable sort: rows that this reader does not know keep their order at the end.
        items.sort_by_key(|item| order.get(&item.key).copied().unwrap_or(usize::MAX));
    }
}

/// A change to the list of baskets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasketListChange {
    /// The basket of this name is in use from now on; it is made where there is none.
    Choose(String),
    /// The basket of this name is gone, with all its rows.
    Drop(String),
    /// The facts of the last brief of the basket of this name.
    Brief(String, Box<LastBrief>),
}

/// Applies a change to `baskets`, as [`State::remember`](super::State::remember) does in the store. Changes to something else
/// do nothing.
pub fn apply_to_baskets(baskets: &mut Vec<StoredBasket>, change: &Change) {
    match change {
        Change::Basket(change) => change.apply(&mut basket_of(baskets, &change.basket).items),
        Change::BasketList(BasketListChange::Choose(name)) => {
            basket_of(baskets, name);
            for basket in baskets {
                basket.is_chosen = basket.name == *name;
            }
        }
        Change::BasketList(BasketListChange::Drop(name)) => {
            baskets.retain(|basket| basket.name != *name);
        }
        Change::BasketList(BasketListChange::Brief(name, brief)) => {
            basket_of(baskets, name).last_brief = Some((**brief).clone());
        }
        _ => {}
    }
}

/// Returns the basket `name`, which is made in its place where there is none.
fn basket_of<'a>(baskets: &'a mut Vec<StoredBasket>, name: &str) -> &'a mut StoredBasket {
    let at = baskets.iter().position(|basket| basket.name == name);
    let at = at.unwrap_or_else(|| {
        let at = baskets.partition_point(|basket| basket.name.as_str() < name);
        let name = name.to_owned();
        let basket = StoredBasket {
            name,
            ..StoredBasket::default()
        };
        baskets.insert(at, basket);
        at
    });
    &mut baskets[at]
}

/// Reads all baskets in the order of their names. The one without a name, which is always there, comes first.
pub(super) fn read_all(db: &Connection) -> rusqlite::Result<Vec<StoredBasket>> {
    let mut query =
        db.prepare_cached("SELECT name, chosen, last_brief FROM basket_list ORDER BY name")?;
    let rows = query.query_map([], |row| {
        let brief: Option<String> = row.get(2)?;
        Ok(StoredBasket {
            name: row.get(0)?,
            items: Vec::new(),
            is_chosen: row.get(1)?,
            // Facts that cannot be parsed are as good as none: they are only offered.
            last_brief: brief.and_then(|text| serde_json::from_str(&text).ok()),
        })
    })?;
    let mut baskets: Vec<StoredBasket> = sound(rows)?;
    if baskets.iter().all(|basket| !basket.name.is_empty()) {
        baskets.insert(0, StoredBasket::default());
    }
    for basket in &mut baskets {
        basket.items = read(db, &basket.name)?;
    }
    Ok(baskets)
}

/// Reads the rows of the basket `name` in their order.
pub(super) fn read(db: &Connection, name: &str) -> rusqlite::Result<Vec<BasketItem>> {
    let mut query = db.prepare_cached(
        "SELECT key, path, title, excerpts, note FROM basket_item WHERE basket = ?1 ORDER BY position",
    )?;
    let rows = query.query_map([name], |row| {
        let excerpts: String = row.get(3)?;
        Ok(BasketItem {
            key: from_column(row.get(0)?),
            path: path_bytes::from_bytes(row.get_ref(1)?.as_bytes()?.to_vec()),
            title: row.get(2)?,
            // Excerpts that cannot be parsed are dropped, so that the article itself is not.
            excerpts: serde_json::from_str(&excerpts).unwrap_or_default(),
            note: row.get(4)?,
        })
    })?;
    sound(rows)
}

/// Applies the change to its basket in the store.
pub(super) fn write(db: &Connection, change: &BasketChange) -> rusqlite::Result<()> {
    let mut items = read(db, &change.basket)?;
    // Written anew, since a change of the order moves every row. What could not be read is left.
    let mut delete = db.prepare_cached("DELETE FROM basket_item WHERE basket = ?1 AND key = ?2")?;
    for item in &items {
        delete.execute(params![change.basket, to_column(item.key)])?;
    }
    change.apply(&mut items);
    // A basket may have been dropped by another reader meanwhile; with rows in it, it exists again.
    db.prepare_cached("INSERT OR IGNORE INTO basket_list (name, chosen) VALUES (?1, 0)")?
        .execute([&change.basket])?;
    let mut insert = db.prepare_cached(
        "INSERT OR REPLACE INTO basket_item (basket, key, path, title, excerpts, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for item in &items {
        let path = path_bytes::to_bytes(&item.path);
        let excerpts = serde_json::to_string(&item.excerpts).unwrap_or_default();
        insert.execute(params![
            change.basket,
            to_column(item.key),
            path,
            item.title,
            excerpts,
            item.note
        ])?;
    }
    Ok(())
}

/// Applies a change to the list of baskets in the store.
pub(super) fn write_list(db: &Connection, change: &BasketListChange) -> rusqlite::Result<()> {
    match change {
        BasketListChange::Choose(name) => {
            db.execute("UPDATE basket_list SET chosen = 0", [])?;
            db.prepare_cached(
                "INSERT INTO basket_list (name, chosen) VALUES (?1, 1)
                 ON CONFLICT (name) DO UPDATE SET chosen = 1",
            )?
            .execute([name])?;
        }
        BasketListChange::Drop(name) => {
            for table in ["basket_list WHERE name", "basket_item WHERE basket"] {
                db.execute(&format!("DELETE FROM {table} = ?1"), [name])?;
            }
        }
        BasketListChange::Brief(name, brief) => {
            let text = serde_json::to_string(brief).unwrap_or_default();
            db.prepare_cached(
                "INSERT INTO basket_list (name, chosen, last_brief) VALUES (?1, 0, ?2)
                 ON CONFLICT (name) DO UPDATE SET last_brief = ?2",
            )?
            .execute([name, &text])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(keys: &[u64]) -> Vec<BasketItem> {
        let item = |key: &u64| BasketItem::article(ArticleKey(*key), "a.txt", key.to_string());
        keys.iter().map(item).collect()
    }

    /// The basket after two readers who both know `base` have changed it, one after the other.
    fn both(base: &[u64], one: &[u64], other: &[u64]) -> Vec<u64> {
        let mut stored = items(base);
        BasketChange::between("", &items(base), &items(one)).apply(&mut stored);
        BasketChange::between("", &items(base), &items(other)).apply(&mut stored);
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
            BasketChange::between("", &items(&before), &items(&now)).apply(&mut basket);
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
