//! The basket: excerpts, notes, headings, other baskets, and the brief that goes out.

use crate::common::Desk;
use newsreader::app::effect::Effect;
use newsreader::state::{BasketItem, Change};

/// The rows of the basket in use.
fn items(desk: &Desk) -> Vec<BasketItem> {
    desk.app.basket.items().to_vec()
}

#[test]
fn a_selection_goes_into_the_basket_as_an_excerpt_with_its_context() {
    let mut desk = Desk::new();
    desk.press("l l v j j a");
    assert!(desk.message().contains("摘录"), "{}", desk.message());
    desk.press("v l l l a");
    let item = &items(&desk)[0];
    assert_eq!(item.excerpts.len(), 2);
    let excerpt = &item.excerpts[1];
    assert!(!excerpt.quote.is_empty() && !excerpt.before.is_empty());
    let kept = desk.effects();
    let Some(Effect::Remember(Change::Basket(change))) = kept.last() else {
        panic!("{kept:?}");
    };
    assert_eq!(change.put[0].excerpts, item.excerpts);
}
