//! The basket: articles of all issues, put aside for a brief. Their order is that of the brief.

use crate::lang::Words;
use crate::model::identity::ArticleKey;
use crate::state::{BasketChange, BasketItem};
use std::collections::HashSet;

/// An article was put in: how many are in the basket.
pub const ADDED: Words = Words::new("已放入简报篮（共 {} 篇）", "put into the basket ({} in it)");
/// An article was taken out: how many are left.
pub const REMOVED: Words = Words::new(
    "已从简报篮取出（还有 {} 篇）",
    "taken out of the basket ({} left)",
);
/// The basket is empty: the key that puts an article in.
pub const EMPTY: Words = Words::new(
    "简报篮是空的：在文章上按 {} 放入",
    "the basket is empty: press {} on an article",
);

/// The articles in the basket.
#[derive(Debug, Clone, Default)]
pub struct Basket {
    /// The articles in the order of the brief.
    items: Vec<BasketItem>,
    /// The identities of the articles, so that every row of the lists can ask whether it is in.
    keys: HashSet<ArticleKey>,
    /// The contents that the store has.
    stored: Vec<BasketItem>,
    /// The contents before the last change that took something out.
    before: Option<Vec<BasketItem>>,
}

impl Basket {
    /// The articles in their order.
    pub fn items(&self) -> &[BasketItem] {
        &self.items
    }

    /// True if it holds the article.
    pub fn holds(&self, key: ArticleKey) -> bool {
        self.keys.contains(&key)
    }

    /// True if it holds any of these articles.
    pub fn holds_any(&self, keys: &[ArticleKey]) -> bool {
        !self.keys.is_empty() && keys.iter().any(|key| self.keys.contains(key))
    }

    /// Puts an article in, or takes it out. True if it is in afterwards.
    pub(crate) fn toggle(&mut self, item: BasketItem) -> bool {
        let mut items = self.items.clone();
        let is_new = !self.holds(item.key);
        if is_new {
            items.push(item);
            self.set(items);
        } else {
            items.retain(|one| one.key != item.key);
            self.cut(items);
        }
        is_new
    }

    /// Takes out the article at index `at`.
    pub(crate) fn remove(&mut self, at: usize) {
        let mut items = self.items.clone();
        if at < items.len() {
            items.remove(at);
            self.cut(items);
        }
    }

    /// Takes out all articles.
    pub(crate) fn clear(&mut self) {
        self.cut(Vec::new());
    }

    /// Moves an article by one place. True if there was room.
    pub(crate) fn shift(&mut self, at: usize, down: bool) -> bool {
        let other = if down {
            at.checked_add(1)
        } else {
            at.checked_sub(1)
        };
        let other = other.filter(|other| at < self.items.len() && *other < self.items.len());
        if let Some(other) = other {
            self.items.swap(at, other);
        }
        other.is_some()
    }

    /// Brings back what the last change took out. True if there was such a change.
    pub(crate) fn undo(&mut self) -> bool {
        let before = self.before.take();
        let is_change = before.is_some();
        if let Some(items) = before {
            self.set(items);
        }
        is_change
    }

    /// Replaces the contents by what is left of it, which `undo` takes back.
    fn cut(&mut self, items: Vec<BasketItem>) {
        self.before = Some(std::mem::take(&mut self.items));
        self.set(items);
    }

    /// Replaces the articles and their identities together.
    fn set(&mut self, items: Vec<BasketItem>) {
        self.keys = items.iter().map(|item| item.key).collect();
        self.items = items;
    }

    /// Adds what was stored earlier. Articles put in since the start follow it.
    pub(crate) fn load(&mut self, earlier: &[BasketItem]) {
        let known: HashSet<ArticleKey> = earlier.iter().map(|item| item.key).collect();
        let new = self.items.iter().filter(|item| !known.contains(&item.key));
        let items = earlier.iter().chain(new).cloned().collect();
        self.set(items);
        self.stored.clone_from(&self.items);
    }

    /// Replaces the contents by what another running reader stored. `undo` does not reach behind that.
    pub(crate) fn replace(&mut self, items: Vec<BasketItem>) {
        self.before = None;
        self.stored.clone_from(&items);
        self.set(items);
    }

    /// Returns what changed since the last call.
    pub(crate) fn changed(&mut self) -> BasketChange {
        let change = BasketChange::between(&self.stored, &self.items);
        self.stored.clone_from(&self.items);
        change
    }
}

#[cfg(test)]
mod tests {
    use super::Basket;
    use crate::model::identity::ArticleKey;
    use crate::state::BasketItem;

    fn item(key: u64) -> BasketItem {
        BasketItem {
            key: ArticleKey(key),
            path: "a.txt".into(),
            title: key.to_string(),
        }
    }

    fn keys(basket: &Basket) -> Vec<u64> {
        basket.items().iter().map(|item| item.key.0).collect()
    }

    #[test]
    fn articles_are_ordered_taken_out_and_brought_back() {
        let mut basket = Basket::default();
        for key in 1..4 {
            assert!(basket.toggle(item(key)));
        }
        assert!(basket.shift(2, false) && !basket.shift(0, false) && !basket.shift(2, true));
        assert_eq!(keys(&basket), [1, 3, 2]);
        basket.remove(0);
        assert!(!basket.holds(ArticleKey(1)) && basket.holds_any(&[ArticleKey(3)]));
        assert!(basket.undo() && !basket.undo());
        assert_eq!(keys(&basket), [1, 3, 2]);
        assert!(!basket.toggle(item(3)));
        assert_eq!(keys(&basket), [1, 2]);
    }

    #[test]
    fn what_another_reader_changed_is_neither_undone_nor_told_as_ones_own() {
        let mut basket = Basket::default();
        basket.toggle(item(1));
        assert_eq!(basket.changed().put, [item(1)]);
        basket.toggle(item(1));
        basket.replace(vec![item(1), item(2)]);
        assert!(!basket.undo());
        basket.toggle(item(3));
        let change = basket.changed();
        assert_eq!((change.put, change.taken), (vec![item(3)], vec![]));
        basket.remove(0);
        assert_eq!(basket.changed().taken, [ArticleKey(1)]);
    }

    #[test]
    fn what_was_put_in_before_the_store_was_read_stays() {
        let mut basket = Basket::default();
        basket.toggle(item(2));
        basket.load(&[item(1), item(2)]);
        assert_eq!(keys(&basket), [1, 2]);
        basket.toggle(item(9));
        basket.load(&[item(5)]);
        assert_eq!(keys(&basket), [5, 1, 2, 9]);
    }
}
