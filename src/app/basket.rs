//! The basket: articles put aside, over all issues, for a brief. Their order is that of the brief.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::list::Cursor;
use crate::app::overlay::Overlay;
use crate::lang::Words;
use crate::library::Place;
use crate::model::identity::ArticleKey;
use crate::state::{BasketChange, BasketItem};
use std::collections::HashSet;
use std::ops::Range;

const ADDED: Words = Words::new("已放入简报篮（共 {} 篇）", "put into the basket ({} in it)");
const REMOVED: Words = Words::new(
    "已从简报篮取出（还有 {} 篇）",
    "taken out of the basket ({} left)",
);
/// How to fill an empty basket.
pub const EMPTY: Words = Words::new(
    "简报篮是空的：在文章上按 {} 放入",
    "the basket is empty: press {} on an article",
);

/// What is in the basket.
#[derive(Debug, Clone, Default)]
pub struct Basket {
    items: Vec<BasketItem>,
    keys: HashSet<ArticleKey>,
    /// What the store was last told of, or told.
    kept: Vec<BasketItem>,
    /// What it held before the last change that took something out.
    before: Option<Vec<BasketItem>>,
}

impl Basket {
    /// The articles in their order.
    pub fn items(&self) -> &[BasketItem] {
        &self.items
    }

    /// Whether it holds an article.
    pub fn holds(&self, key: ArticleKey) -> bool {
        self.keys.contains(&key)
    }

    /// Whether it holds any of these articles.
    pub fn holds_any(&self, keys: &[ArticleKey]) -> bool {
        !self.keys.is_empty() && keys.iter().any(|key| self.keys.contains(key))
    }

    /// Puts an article in, or takes it out. Whether it is in now.
    fn toggle(&mut self, item: BasketItem) -> bool {
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

    fn remove(&mut self, at: usize) {
        let mut items = self.items.clone();
        if at < items.len() {
            items.remove(at);
            self.cut(items);
        }
    }

    /// Moves an article by one place. Whether there was room.
    fn shift(&mut self, at: usize, down: bool) -> bool {
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

    fn undo(&mut self) -> bool {
        let before = self.before.take();
        let is_change = before.is_some();
        if let Some(items) = before {
            self.set(items);
        }
        is_change
    }

    /// Sets what is left, and keeps what was there to be undone.
    fn cut(&mut self, items: Vec<BasketItem>) {
        self.before = Some(std::mem::take(&mut self.items));
        self.set(items);
    }

    fn set(&mut self, items: Vec<BasketItem>) {
        self.keys = items.iter().map(|item| item.key).collect();
        self.items = items;
    }

    /// Takes in what an earlier day left; what was put in meanwhile stands behind it.
    fn take_up(&mut self, earlier: &[BasketItem]) {
        let known: HashSet<ArticleKey> = earlier.iter().map(|item| item.key).collect();
        let new = self.items.iter().filter(|item| !known.contains(&item.key));
        let items = earlier.iter().chain(new).cloned().collect();
        self.set(items);
        self.kept.clone_from(&self.items);
    }

    /// Takes in what it holds since another reader changed it. What was there before that is not brought back.
    fn replace(&mut self, items: Vec<BasketItem>) {
        self.before = None;
        self.kept.clone_from(&items);
        self.set(items);
    }

    /// What was changed since this was asked last.
    fn changed(&mut self) -> BasketChange {
        let change = BasketChange::between(&self.kept, &self.items);
        self.kept.clone_from(&self.items);
        change
    }
}

/// The list of the basket's articles.
#[derive(Debug, Clone, Default)]
pub struct BasketList {
    cursor: Cursor,
    height: u16,
    len: usize,
}

impl BasketList {
    /// The list of so many articles.
    pub fn of(len: usize) -> Self {
        Self {
            len,
            ..Self::default()
        }
    }

    /// The rows it would like to have.
    pub fn rows(&self) -> u16 {
        u16::try_from(self.len).unwrap_or(u16::MAX).clamp(3, 16)
    }

    /// The rows in sight of `len`, and which one is chosen.
    pub fn visible(&self, len: usize) -> (Range<usize>, usize) {
        (self.cursor.visible(len, self.height), self.cursor.selected)
    }

    /// Takes in the height of the list.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
    }

    /// Turns the wheel by so many rows.
    pub fn scroll(&mut self, rows: isize, len: usize) {
        self.cursor.scroll(rows, len, self.height);
    }

    /// Chooses the row at a line of the list.
    pub fn press(&mut self, line: u16, len: usize) {
        if let Some(row) = self.cursor.row_at(line, len) {
            self.cursor.select(row, len, self.height);
        }
    }
}

impl App {
    /// Takes in the basket of an earlier day.
    pub(crate) fn take_basket(&mut self, items: &[BasketItem]) {
        self.basket.take_up(items);
    }

    /// Puts the article on screen into the basket, or takes it out.
    pub(crate) fn toggle_basket(&mut self) -> Vec<Effect> {
        let item = self.contents.as_ref().and_then(|contents| {
            Some(BasketItem {
                key: contents.key()?,
                path: contents.place().name().into(),
                title: contents.selected()?.title.clone(),
            })
        });
        let Some(item) = item else { return Vec::new() };
        let words = if self.basket.toggle(item) {
            ADDED
        } else {
            REMOVED
        };
        let count = self.basket.items.len().to_string();
        let text = words.with(self.options.lang, &[&count]);
        self.message = Some(crate::app::message::Message::note(text));
        self.keep_basket()
    }

    /// Takes in the basket as another reader left it.
    pub(crate) fn replace_basket(&mut self, items: Vec<BasketItem>) {
        self.basket.replace(items);
        if let Some(Overlay::Basket(list)) = &mut self.overlay {
            list.len = self.basket.items.len();
            list.cursor.reveal(list.len, list.height);
            self.rearrange();
        }
    }

    fn keep_basket(&mut self) -> Vec<Effect> {
        vec![Effect::KeepBasket(self.basket.changed())]
    }

    /// Opens the basket.
    pub(crate) fn open_basket(&mut self) {
        let list = BasketList::of(self.basket.items.len());
        self.lay_over(Overlay::Basket(list));
    }

    /// Gives an action to the open basket.
    pub(crate) fn apply_to_basket(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Basket(list)) = &mut self.overlay else {
            return Vec::new();
        };
        let at = list.cursor.selected;
        let is_change = match action {
            Action::Remove => {
                self.basket.remove(at);
                true
            }
            Action::EmptyBasket => {
                self.basket.cut(Vec::new());
                true
            }
            Action::Undo => self.basket.undo(),
            Action::MoveDown | Action::MoveUp => {
                let down = action == Action::MoveDown;
                let is_moved = self.basket.shift(at, down);
                if is_moved {
                    let step = if down { Action::Down } else { Action::Up };
                    list.cursor
                        .apply(step, self.basket.items.len(), list.height);
                }
                is_moved
            }
            Action::WriteBrief | Action::Accept if !self.basket.items.is_empty() => {
                self.open_save_as();
                return Vec::new();
            }
            Action::Cancel | Action::Basket => {
                self.overlay = None;
                return Vec::new();
            }
            action => {
                list.cursor
                    .apply(action, self.basket.items.len(), list.height);
                return Vec::new();
            }
        };
        list.len = self.basket.items.len();
        list.cursor.reveal(list.len, list.height);
        self.rearrange();
        if is_change {
            self.keep_basket()
        } else {
            Vec::new()
        }
    }

    /// The articles of the basket with the places where they are now: a file may have been moved since.
    pub(crate) fn basket_places(&self) -> Vec<(BasketItem, Option<Place>)> {
        let place = |item: &BasketItem| {
            let mut entries = self.shelf.entries().iter();
            let found = entries.find(|entry| entry.meta.keys.contains(&item.key));
            found.map(|entry| entry.meta.place.clone())
        };
        let items = self.basket.items.iter();
        items.map(|item| (item.clone(), place(item))).collect()
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
        basket.take_up(&[item(1), item(2)]);
        assert_eq!(keys(&basket), [1, 2]);
        basket.toggle(item(9));
        basket.take_up(&[item(5)]);
        assert_eq!(keys(&basket), [5, 1, 2, 9]);
    }
}
