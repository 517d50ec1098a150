//! The list of issues: narrowed by typing, and in other orders.

use crate::common::Desk;
use newsreader::app::effect::Effect;
use newsreader::state::{Change, LastPlace};

#[test]
fn the_list_is_narrowed_while_typing_and_whole_again_after_esc() {
    let mut desk = Desk::new();
    desk.press("F").type_text("41");
    assert_eq!(desk.at().0, Some(41));
    desk.press("Enter }");
    assert_eq!(desk.message(), "这是筛选出的最后一期");
    desk.press("{");
    assert_eq!(desk.message(), "这是筛选出的第一期");
    desk.press("F Esc } {");
    assert_eq!(desk.at().0, Some(41));
    desk.press("F").type_text("yuedu");
    assert_eq!(desk.at(), (None, 1));
}

#[test]
fn no_key_waits_for_ever_where_the_chosen_issue_is_not_the_one_on_screen() {
    let mut desk = Desk::new();
    desk.press("j F")
        .type_text("不会有的词")
        .press("Enter F Enter m");
    let chosen = desk.app.shelf.selected().unwrap();
    assert_eq!(desk.at().0, chosen.meta.number);
    assert!(desk.app.marks.any_starred(&chosen.meta.identity.keys));
}

#[test]
fn what_is_typed_chooses_the_first_that_matches() {
    let mut desk = Desk::new();
    desk.press("G F").type_text("4");
    let listed = desk.app.shelf.count();
    assert!(listed > 1);
    assert_eq!(desk.at().0, desk.app.shelf.selected().unwrap().meta.number);
    desk.type_text("2");
    assert_eq!(desk.at().0, Some(42));
    assert!(desk.app.shelf.row(0).is_some());
}

#[test]
fn a_search_and_its_end_leave_the_list_narrowed() {
    let mut desk = Desk::new();
    desk.press("F").type_text("41").press("Enter");
    let at = desk.at();
    desk.press("s").type_text("听诊器");
    assert_ne!(desk.at(), at);
    desk.press("Esc");
    assert_eq!((desk.at(), desk.app.shelf.count()), (at, 1));
}

#[test]
fn a_narrowed_list_is_whole_again_after_esc_in_it() {
    let mut desk = Desk::new();
    desk.press("F").type_text("41").press("Enter");
    assert!(desk.app.shelf.is_filtered());
    assert_eq!((desk.app.shelf.count(), desk.at().0), (1, Some(41)));
    desk.press("Esc");
    assert!(!desk.app.shelf.is_filtered());
    assert_eq!(desk.at().0, Some(41));
    assert_eq!(desk.app.shelf.count(), desk.app.shelf.entries().len());
}

#[test]
fn orders_follow_each_other_and_are_remembered() {
    let mut desk = Desk::new();
    desk.press("O O");
    assert_eq!(desk.message(), "未读在前");
    let kept = desk.remembered();
    assert!(kept.iter().any(|effect| matches!(
        effect,
        Effect::Remember(Change::Place(LastPlace { order: Some(order), .. })) if order == "unread"
    )));
}
