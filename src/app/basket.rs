//! The baskets: articles of all issues, put aside for a brief, with headings, excerpts and notes. Their order is that of the
//! brief. Every reader has one basket without a name and may make others; one of them is in use.
//!
//! The rows in use are edited here and compared with the stored ones afterwards
//! ([`Basket::changed`]): only the difference is stored, so that two readers can fill one basket.
//! Each edit that takes something away keeps the rows before it for one step of undo. Rows carry
//! their identity, the place where they were put in and a title, not the article; articles are read
//! when the basket is opened ([`Basket::loaded`]).

use crate::brief::loaded::{LoadedArticle, LoadedRow};
use crate::brief::rows::BriefRow;
use crate::lang::{Lang, Words};
use crate::model::excerpt::Excerpt;
use crate::model::identity::ArticleKey;
use crate::quote::one_line::one_line;
use crate::state::{
    BasketChange, BasketItem, BasketListChange, Change, LastBrief, StoredBasket, apply_to_baskets,
};
use std::collections::{HashMap, HashSet};

/// An article was put in: the basket, and how many are in it.
pub const ADDED: Words = Words::new("已放入{}（共 {} 篇）", "added to {} ({} in it)");
/// An article was taken out: the basket, and how many are left.
pub const REMOVED: Words = Words::new("已从{}移出（还有 {} 篇）", "removed from {} ({} left)");
/// The basket is empty: the key that puts an article in.
pub const EMPTY: Words = Words::new(
    "简报篮是空的：在文章上按 {} 放入",
    "the basket is empty: press {} on an article",
);

/// The name of the basket that every reader has.
const UNNAMED: Words = Words::new("简报篮", "the basket");

/// Returns the name of a basket as it is shown.
pub fn basket_name(name: &str, lang: Lang) -> &str {
    if name.is_empty() {
        UNNAMED.get(lang)
    } else {
        name
    }
}

/// Returns the basket in use as a message names it: `简报篮`, or its own name in quotation marks.
pub fn quoted_name(name: &str, lang: Lang) -> String {
    if name.is_empty() {
        return UNNAMED.get(lang).to_owned();
    }
    format!("“{}”", one_line(name))
}

/// The baskets, of which one is in use.
#[derive(Debug, Clone)]
pub struct Basket {
    /// All baskets in the order of their names, as the store has them; the rows of the one in use are in `items`.
    baskets: Vec<StoredBasket>,
    /// The name of the basket in use; empty for the one that every reader has.
    name: String,
    /// Its rows in the order of the brief.
    items: Vec<BasketItem>,
    /// The identities of its articles, so that every row of the lists can ask whether it is in.
    keys: HashSet<ArticleKey>,
    /// Its rows before the last change that took something out.
    before: Option<Vec<BasketItem>>,
    /// The index of the row that is selected in its popup.
    pub at: usize,
    /// The rows that are marked to be copied.
    pub marked: HashSet<ArticleKey>,
    /// The articles of the rows with their issues, as far as they were read.
    pub loaded: HashMap<ArticleKey, LoadedArticle>,
    /// The articles that are being read.
    awaited: HashSet<ArticleKey>,
    /// The articles that were looked for and are in no file any more.
    missing: HashSet<ArticleKey>,
}

impl Default for Basket {
    /// One empty basket.
    fn default() -> Self {
        Self {
            baskets: vec![StoredBasket::default()],
            name: String::new(),
            items: Vec::new(),
            keys: HashSet::new(),
            before: None,
            at: 0,
            marked: HashSet::new(),
            loaded: HashMap::new(),
            awaited: HashSet::new(),
            missing: HashSet::new(),
        }
    }
}

impl Basket {
    /// The rows of the basket in use, in their order.
    pub fn items(&self) -> &[BasketItem] {
        &self.items
    }

    /// The row that is selected in its popup.
    pub fn selected(&self) -> Option<&BasketItem> {
        self.items.get(self.at)
    }

    /// Notes that the articles of all rows are being read.
    pub(crate) fn await_articles(&mut self) {
        let articles = self.items.iter().filter(|item| !item.is_heading());
        self.awaited = articles.map(|item| item.key).collect();
    }

    /// True if the article was looked for and is in no file any more.
    pub fn is_missing(&self, key: ArticleKey) -> bool {
        self.missing.contains(&key)
    }

    /// The number of rows whose article is in no file any more.
    pub fn missing_count(&self) -> usize {
        let items = self.items.iter();
        items.filter(|item| self.is_missing(item.key)).count()
    }

    /// Takes over articles that were read. Those that were awaited and are not among them are missing.
    pub(crate) fn load_articles(&mut self, rows: Vec<LoadedRow>) {
        let articles = rows.into_iter().filter_map(|row| match row {
            LoadedRow::Article(article) => Some((article.key, article)),
            LoadedRow::Heading(..) => None,
        });
        self.loaded = articles.collect();
        // Not all rows: one that was put in meanwhile was not looked for.
        let awaited = std::mem::take(&mut self.awaited).into_iter();
        self.missing = awaited
            .filter(|key| !self.loaded.contains_key(key))
            .collect();
    }

    /// Returns the rows that are marked, or all where none is, with their articles as far as they were read.
    pub fn brief_rows(&self, marked_only: bool) -> Vec<BriefRow<'_>> {
        let has_marks = marked_only
            && self
                .items
                .iter()
                .any(|item| self.marked.contains(&item.key));
        let items = self.items.iter();
        let chosen = items.filter(|item| !has_marks || self.marked.contains(&item.key));
        chosen.filter_map(|item| self.brief_row(item)).collect()
    }

    /// Returns a row with its article; `None` where that was not read.
    fn brief_row(&self, item: &BasketItem) -> Option<BriefRow<'_>> {
        if item.is_heading() {
            return Some(BriefRow::Heading(item.title.clone()));
        }
        let loaded = self.loaded.get(&item.key)?;
        // Excerpts and note may have changed since the article was read.
        loaded.brief_row(&item.excerpts, &item.note)
    }

    /// The title of a row: as its article has it now, where that was read, else as it was when it was put in.
    pub fn title<'a>(&'a self, item: &'a BasketItem) -> &'a str {
        let loaded = self.loaded.get(&item.key).and_then(LoadedArticle::piece);
        loaded.map_or(&item.title, |piece| &piece.article.title)
    }

    /// The number of articles in it; headings do not count.
    pub fn article_count(&self) -> usize {
        self.items.iter().filter(|item| !item.is_heading()).count()
    }

    /// The name of the basket in use; empty for the one that every reader has.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All baskets in the order of their names. The rows of the one in use may be newer than those given here.
    pub fn all(&self) -> &[StoredBasket] {
        &self.baskets
    }

    /// The facts of the last brief that was written from the basket in use.
    pub fn last_brief(&self) -> Option<&LastBrief> {
        self.stored()?.last_brief.as_ref()
    }

    /// The basket in use as the store has it.
    fn stored(&self) -> Option<&StoredBasket> {
        self.baskets.iter().find(|basket| basket.name == self.name)
    }

    /// True if it holds the article.
    pub fn holds(&self, key: ArticleKey) -> bool {
        self.keys.contains(&key)
    }

    /// True if it holds any of these articles.
    ///
    /// The list of issues asks this for each row in sight.
    pub fn holds_any(&self, keys: &[ArticleKey]) -> bool {
        !self.keys.is_empty() && keys.iter().any(|key| self.keys.contains(key))
    }

    /// Puts an article in, or takes it out. True if it is in afterwards.
    pub(crate) fn toggle(&mut self, item: BasketItem) -> bool {
        let mut items = self.items.clone();
        let is_new = !self.holds(item.key);
        if is_new {
            // Undo would else take out what came in after the change that it takes back.
            if let Some(before) = &mut self.before {
                before.retain(|one| one.key != item.key);
                before.push(item.clone());
            }
            items.push(item);
            self.set(items);
        } else {
            items.retain(|one| one.key != item.key);
            self.cut(items);
        }
        is_new
    }

    /// Puts in those of the articles that it does not hold; `undo` takes them back. Returns their number.
    pub(crate) fn add_all(&mut self, added: impl IntoIterator<Item = BasketItem>) -> usize {
        // The new articles keep the order of the results.
        let mut items = self.items.clone();
        items.extend(added.into_iter().filter(|item| !self.holds(item.key)));
        let count = items.len() - self.items.len();
        if count > 0 {
            self.cut(items);
        }
        count
    }

    /// Adds an excerpt to an article, which is put in where it is not. Returns the number of its excerpts. One that lies
    /// within another is not added again.
    pub(crate) fn add_excerpt(&mut self, item: BasketItem, excerpt: Excerpt) -> usize {
        let mut items = self.items.clone();
        let at = items.iter().position(|one| one.key == item.key);
        let at = at.unwrap_or_else(|| {
            items.push(item);
            items.len() - 1
        });
        let excerpts = &mut items[at].excerpts;
        // The same words selected twice would stand twice in the brief.
        if !excerpts.contains(&excerpt) {
            excerpts.push(excerpt);
        }
        let count = excerpts.len();
        self.cut(items);
        count
    }

    /// Replaces a row by what `edit` makes of it. False where nothing changes, or where the row would be there twice.
    pub(crate) fn edit(&mut self, at: usize, edit: impl FnOnce(&mut BasketItem)) -> bool {
        let mut items = self.items.clone();
        let Some(item) = items.get_mut(at) else {
            return false;
        };
        edit(item);
        let key = item.key;
        let is_single = items.iter().filter(|one| one.key == key).count() == 1;
        let is_change = is_single && items != self.items;
        if is_change {
            self.cut(items);
        }
        is_change
    }

    /// Puts a row in before the one at index `at`. False where it is in already.
    pub(crate) fn insert(&mut self, at: usize, item: BasketItem) -> bool {
        let is_new = !self.holds(item.key);
        if is_new {
            let mut items = self.items.clone();
            items.insert(at.min(items.len()), item);
            self.cut(items);
        }
        is_new
    }

    /// Takes out the rows for which `is_taken` returns true for their identity. Returns their number.
    pub(crate) fn remove(&mut self, is_taken: impl Fn(ArticleKey) -> bool) -> usize {
        let items = self.items.iter().filter(|item| !is_taken(item.key));
        let items: Vec<BasketItem> = items.cloned().collect();
        let count = self.items.len() - items.len();
        self.cut(items);
        count
    }

    /// Moves a row by one place. True if there was room.
    ///
    /// A move is not undone by `undo`: the key that moves back is at hand.
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

    /// Replaces the order of the rows; `undo` takes it back.
    pub(crate) fn reorder(&mut self, items: Vec<BasketItem>) {
        self.cut(items);
    }

    /// Brings back the rows before the last change but for moves by one place. True if there was such a change.
    pub(crate) fn undo(&mut self) -> bool {
        let before = self.before.take();
        let is_change = before.is_some();
        if let Some(items) = before {
            self.set(items);
        }
        is_change
    }

    /// Uses the basket `name` from now on, and makes it where there is none. Returns the changes to store.
    pub(crate) fn choose(&mut self, name: &str) -> Vec<Change> {
        // The rows of the basket that is left are stored first, since the change names the basket
        // in use.
        let mut changes = vec![Change::Basket(self.changed())];
        let choose = Change::BasketList(BasketListChange::Choose(name.to_owned()));
        apply_to_baskets(&mut self.baskets, &choose);
        changes.push(choose);
        self.use_stored(name);
        changes
    }

    /// Drops the basket `name`, if it is neither in use nor the one that every reader has. Returns the change to store.
    pub(crate) fn drop_basket(&mut self, name: &str) -> Option<Change> {
        let change = Change::BasketList(BasketListChange::Drop(name.to_owned()));
        // The basket without a name is where every reader begins, so it always exists.
        let may_go = name != self.name && !name.is_empty();
        may_go.then(|| {
            apply_to_baskets(&mut self.baskets, &change);
            change
        })
    }

    /// Keeps the facts of a brief that was written from the basket in use. Returns the change to store.
    pub(crate) fn keep_brief(&mut self, brief: LastBrief) -> Change {
        let change =
            Change::BasketList(BasketListChange::Brief(self.name.clone(), Box::new(brief)));
        apply_to_baskets(&mut self.baskets, &change);
        change
    }

    /// Takes over the rows of the basket `name` as the store has them.
    fn use_stored(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        let items = self.stored().map(|basket| basket.items.clone());
        // Undo would bring rows of another basket back.
        self.before = None;
        self.marked.clear();
        self.set(items.unwrap_or_default());
    }

    /// Replaces the rows by others, which `undo` takes back. Without a difference `undo` stays as it is: `X` pressed twice
    /// would else keep an empty basket as the rows to bring back.
    fn cut(&mut self, items: Vec<BasketItem>) {
        if items == self.items {
            return;
        }
        self.before = Some(std::mem::take(&mut self.items));
        self.set(items);
    }

    /// Replaces the rows and their identities together.
    fn set(&mut self, items: Vec<BasketItem>) {
        self.keys = items.iter().map(|item| item.key).collect();
        self.items = items;
    }

    /// Adds what was stored earlier, and uses the basket that was in use. Rows put in since the start follow in it.
    pub(crate) fn load(&mut self, earlier: &[StoredBasket]) {
        // The store is read after the first frame, so a quick `a` may come before it.
        let new = std::mem::take(&mut self.items);
        self.baskets = earlier.to_vec();
        let chosen = earlier.iter().find(|basket| basket.is_chosen);
        self.use_stored(chosen.map_or("", |basket| basket.name.as_str()));
        let mut items = self.items.clone();
        items.extend(
            new.into_iter()
                .filter(|item| !self.keys.contains(&item.key)),
        );
        self.set(items);
    }

    /// Replaces all baskets by what another running reader stored. `undo` does not reach behind that.
    pub(crate) fn replace(&mut self, baskets: Vec<StoredBasket>) {
        self.baskets = baskets;
        let name = std::mem::take(&mut self.name);
        self.use_stored(&name);
    }

    /// Returns what changed since the last call.
    ///
    /// The stored rows are brought up to date by this, as if the store had answered.
    pub(crate) fn changed(&mut self) -> BasketChange {
        let stored = self.stored().map_or(&[][..], |basket| &basket.items);
        let change = BasketChange::between(&self.name, stored, &self.items);
        apply_to_baskets(&mut self.baskets, &Change::Basket(change.clone()));
        change
    }
}

#[cfg(test)]
mod tests;
