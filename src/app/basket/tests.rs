//! Baskets of invented rows.

use super::Basket;
use crate::model::identity::ArticleKey;
use crate::state::{BasketItem, StoredBasket};

fn item(key: u64) -> BasketItem {
    BasketItem::article(ArticleKey(key), "a.txt", key.to_string())
}

/// The basket without a name with these rows.
fn stored(items: Vec<BasketItem>) -> StoredBasket {
    StoredBasket {
        items,
        ..StoredBasket::default()
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
    basket.remove(|key| key == ArticleKey(1));
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
    basket.replace(vec![stored(vec![item(1), item(2)])]);
    assert!(!basket.undo());
    basket.toggle(item(3));
    let change = basket.changed();
    assert_eq!((change.put, change.taken), (vec![item(3)], vec![]));
    basket.remove(|key| key == ArticleKey(1));
    assert_eq!(basket.changed().taken, [ArticleKey(1)]);
}

#[test]
fn what_was_put_in_before_the_store_was_read_stays() {
    let mut basket = Basket::default();
    basket.toggle(item(2));
    basket.load(&[stored(vec![item(1), item(2)])]);
    assert_eq!(keys(&basket), [1, 2]);
    basket.toggle(item(9));
    basket.load(&[stored(vec![item(5)])]);
    assert_eq!(keys(&basket), [5, 1, 2, 9]);
}

#[test]
fn each_basket_keeps_its_own_rows() {
    let mut basket = Basket::default();
    basket.toggle(item(1));
    assert_eq!(basket.choose("专报").len(), 2);
    assert!(basket.items().is_empty() && basket.name() == "专报");
    basket.toggle(item(2));
    basket.choose("");
    assert_eq!(keys(&basket), [1]);
    basket.choose("专报");
    assert_eq!(keys(&basket), [2]);
    assert!(basket.drop_basket("专报").is_none() && basket.drop_basket("").is_none());
    basket.choose("");
    assert!(basket.drop_basket("专报").is_some());
    assert_eq!(basket.all().len(), 1);
}
