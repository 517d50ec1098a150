//! Sorting the basket: by day or by source, each group below a heading on its own.
//!
//! Headings divide the rows into groups and keep their places, so that sorting never moves an
//! article below another heading.

use crate::app::basket::Basket;
use crate::lang::Words;
use crate::state::BasketItem;
use jiff::civil::Date;
use std::cmp::Reverse;

/// An order of the articles in a basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasketOrder {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
    /// By source; what has none comes last.
    Source,
}

impl BasketOrder {
    /// The order that follows this one.
    #[must_use]
    pub const fn next(this: Option<Self>) -> Self {
        match this {
            None | Some(Self::Source) => Self::Newest,
            Some(Self::Newest) => Self::Oldest,
            Some(Self::Oldest) => Self::Source,
        }
    }

    /// Its name in the message.
    pub const fn words(self) -> Words {
        match self {
            Self::Newest => Words::new("按日期排序，新的在前", "sorted by date, newest first"),
            Self::Oldest => Words::new("按日期排序，旧的在前", "sorted by date, oldest first"),
            Self::Source => Words::new("按来源排序", "sorted by source"),
        }
    }

    /// Returns the rows of `basket` in this order. Headings stay where they are, and articles that are equal keep their order.
    pub(crate) fn sorted(self, basket: &Basket) -> Vec<BasketItem> {
        let mut items = basket.items().to_vec();
        for group in items.split_mut(BasketItem::is_heading) {
            match self {
                Self::Newest => group.sort_by_key(|item| Reverse(day(basket, item))),
                Self::Oldest => group.sort_by_key(|item| day(basket, item)),
                // A missing source sorts last, not first, as `None` would.
                Self::Source => group.sort_by_cached_key(|item| {
                    let source = source(basket, item);
                    (source.is_none(), source)
                }),
            }
        }
        items
    }
}

/// Returns the day of an article, else of its issue.
///
/// `None` if the article was not read or neither has a day.
fn day(basket: &Basket, item: &BasketItem) -> Option<Date> {
    let piece = basket.loaded.get(&item.key)?.piece()?;
    let issue = piece.issue;
    let of_issue = issue.published.or(issue.period.map(|period| period.end));
    piece.article.date.or(of_issue)
}

/// Returns the source of an article.
///
/// `None` if the article was not read or has none.
fn source(basket: &Basket, item: &BasketItem) -> Option<String> {
    basket
        .loaded
        .get(&item.key)?
        .piece()?
        .article
        .source
        .clone()
}
