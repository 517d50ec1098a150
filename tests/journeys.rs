//! Keys in, state and effects out.

mod finding;
mod looks;

use crate::common::Desk;
use newsreader::app::action::Action;
use newsreader::app::effect::Effect;
use newsreader::app::event::{Event, MouseKind};
use newsreader::app::overlay::Overlay;
use newsreader::app::panes::Pane;
use newsreader::state::MarkKind;

#[test]
fn from_the_list_to_a_copied_link() {
    let mut desk = Desk::new();
    desk.press("l l j j y");
    let link = "https://news.example.com/2025/09/ferry-1.html?from=weekly&id=81";
    assert_eq!(desk.effects(), [Effect::Copy(link.to_owned())]);
    desk.send(Event::Copied {
        way: Ok("tmux".to_owned()),
        is_certain: true,
    });
    assert!(desk.message().contains(link) && desk.message().contains("tmux"));
    desk.press("j");
    assert_eq!(desk.message(), "");
}

#[test]
fn an_article_without_a_link_says_so() {
    let mut desk = Desk::new();
    desk.press("l G y o");
    assert_eq!(desk.effects(), []);
    assert!(!desk.message().is_empty());
}

#[test]
fn the_link_is_opened_in_the_browser() {
    let mut desk = Desk::new();
    desk.press("o");
    assert!(
        matches!(desk.effects().as_slice(), [Effect::Browse(link)] if link.starts_with("https://"))
    );
}

#[test]
fn full_width_keys_of_an_input_method_act_as_their_half_width_keys() {
    let mut desk = Desk::new();
    desk.press("ｌ 】");
    assert_eq!(desk.at(), (Some(42), 2));
    desk.press("【 ｝");
    assert_eq!(desk.at(), (Some(41), 1));
    desk.press("｛ ｌ ／");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Find(_))));
    desk.press("Esc ？");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Help(_))));
    desk.press("Esc ：");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Commands(_))));
    desk.press("Esc ｙ");
    assert_eq!(desk.effects().len(), 1);
}

#[test]
fn esc_and_a_key_in_one_breath_are_two_keys_unless_alt_is_bound() {
    let mut desk = Desk::new();
    desk.press("l l / 渡 Alt-h");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.app.screen.focus, Pane::Contents);
    desk.press("? Alt-l");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.app.screen.focus, Pane::Reader);
    let bound = toml::from_str("[global]\nnext-pane = [\"Alt-l\"]").unwrap();
    desk.app.options.keymap.rebind(&bound);
    desk.press("h h Alt-l");
    assert_eq!(desk.app.screen.focus, Pane::Contents);
    desk.press("Alt-Left");
    assert_eq!(desk.app.screen.focus, Pane::Contents);
}

#[test]
fn next_article_goes_on_into_the_next_issue_and_back() {
    let mut desk = Desk::new();
    desk.press("] ] ]");
    assert_eq!(desk.at(), (Some(41), 1));
    desk.press("[");
    assert_eq!(desk.at(), (Some(42), 3));
    desk.press("} }");
    assert_eq!(desk.at(), (None, 1));
    desk.press("]");
    assert_eq!(desk.at(), (None, 1));
    assert!(!desk.message().is_empty());
    desk.press("{ { [");
    assert_eq!(desk.at(), (Some(42), 1));
    assert!(!desk.message().is_empty());
}

#[test]
fn keys_typed_ahead_of_an_issue_being_opened_are_meant_for_it() {
    let mut desk = Desk::new();
    desk.is_prompt = false;
    desk.press("j y");
    assert_eq!(
        desk.effects(),
        [],
        "the link of the issue still on screen must not be copied"
    );
    desk.answer();
    assert_eq!(desk.at(), (Some(41), 1));
    assert_eq!(desk.effects().len(), 1);
    desk.press("] ] ] y");
    desk.answer();
    assert_eq!(desk.at(), (None, 1));
    assert_eq!(desk.effects().len(), 1);
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_is_let_go() {
    let mut desk = Desk::new();
    desk.is_prompt = false;
    desk.press("j j");
    desk.answer();
    assert_eq!(desk.at(), (None, 1));
}

#[test]
fn panes_are_walked_by_l_and_h_and_round_by_tab() {
    let mut desk = Desk::new();
    desk.press("l l");
    assert_eq!(desk.app.screen.focus, Pane::Reader);
    desk.press("l Enter Right");
    assert_eq!(desk.app.screen.focus, Pane::Reader);
    desk.press("h Esc Left");
    assert_eq!(desk.app.screen.focus, Pane::Shelf);
    desk.press("Tab Tab Tab");
    assert_eq!(desk.app.screen.focus, Pane::Shelf);
    desk.press("Shift-Tab");
    assert_eq!(desk.app.screen.focus, Pane::Reader);
}

#[test]
fn scrolling_reaches_both_ends_and_returns() {
    let mut desk = Desk::new();
    desk.press("l l");
    let start = desk.top_line();
    desk.press("Space b d u j k");
    assert_eq!(desk.top_line(), start);
    desk.press("G");
    assert_eq!(desk.app.issue.reader.as_ref().unwrap().percent(), 100);
    desk.press("PgUp PgDn g");
    assert_eq!(desk.top_line(), start);
}

#[test]
fn an_article_left_is_found_again_where_it_was() {
    let mut desk = Desk::new();
    desk.press("l l Space");
    let anchor = desk.anchor();
    desk.press("] [");
    assert_eq!(desk.anchor(), anchor);
}

#[test]
fn the_palette_runs_every_command_from_every_pane() {
    for pane in ["", "l", "l l"] {
        for action in Action::ALL.iter().filter(|a| a.is_command()) {
            let mut desk = Desk::new();
            desk.press(pane).press(":").type_text(action.name());
            desk.press("Enter");
            let is_help = matches!(&desk.app.popups.top, Some(Overlay::Help(_)));
            let is_wanted = matches!(action, Action::Help | Action::BasketHelp);
            assert_eq!(is_help, is_wanted, "{}", action.name());
            let stays = matches!(&desk.app.popups.top, Some(Overlay::Commands(_)));
            assert_eq!(stays, *action == Action::Palette, "{}", action.name());
        }
    }
}

#[test]
fn the_palette_runs_what_is_chosen_by_its_chinese_name() {
    let mut desk = Desk::new();
    desk.press(":").type_text("复制链接").press("Enter");
    assert!(desk.app.popups.top.is_none());
    assert!(matches!(desk.effects().as_slice(), [Effect::Copy(_)]));
    desk.press("?").type_text("q").press("Enter");
    assert_eq!(desk.effects(), [Effect::Quit]);
}

#[test]
fn an_article_is_read_once_it_has_the_focus() {
    let mut desk = Desk::new();
    let key = desk.app.issue.contents.as_ref().unwrap().keys()[0];
    assert!(!desk.app.marks.has(key, MarkKind::Read));
    desk.press("l l");
    assert!(desk.app.marks.has(key, MarkKind::Read));
    desk.press("r");
    assert!(!desk.app.marks.has(key, MarkKind::Read));
    desk.press("m U U");
    assert!(desk.app.marks.has(key, MarkKind::Read) && !desk.app.marks.has(key, MarkKind::Star));
    desk.press("U");
    assert!(!desk.message().is_empty(), "there is nothing left to undo");
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_a_click_chooses() {
    let mut desk = Desk::new();
    let panes = desk.app.screen.panes.unwrap();
    let (shelf, contents) = (panes.shelf.unwrap().body, panes.contents.unwrap().body);
    let reader = panes.reader.unwrap().body;
    let start = desk.top_line();
    desk.mouse(MouseKind::WheelDown, reader.x + 5, reader.y + 5);
    assert_ne!(desk.top_line(), start);
    assert_eq!(desk.app.screen.focus, Pane::Shelf);
    desk.mouse(MouseKind::Press, contents.x + 3, contents.y + 5);
    assert_eq!(
        (desk.app.screen.focus, desk.at()),
        (Pane::Contents, (Some(42), 2))
    );
    desk.mouse(MouseKind::Press, shelf.x + 3, shelf.y + 1);
    assert_eq!(
        (desk.app.screen.focus, desk.at()),
        (Pane::Shelf, (Some(41), 1))
    );
    desk.mouse(MouseKind::Press, shelf.x + 3, shelf.y + 20);
    assert_eq!(desk.at(), (Some(41), 1));
}

#[test]
fn a_click_beside_a_box_closes_it() {
    let mut desk = Desk::new();
    desk.press(":").mouse(MouseKind::Press, 0, 0);
    assert!(desk.app.popups.top.is_none());
}

#[test]
fn an_issue_that_cannot_be_opened_is_one_line() {
    let mut desk = Desk::new();
    desk.is_prompt = false;
    desk.press("j");
    let place = desk.app.shelf.selected().unwrap().meta.place.clone();
    desk.send(Event::Opened {
        place,
        outcome: Err("x.pdf: 打不开".to_owned()),
    });
    assert_eq!(desk.message(), "x.pdf: 打不开");
    assert!(desk.app.issue.reader.is_none());
    desk.press("l l j y / ] z t Esc ? Esc");
}

#[test]
fn every_action_is_taken_in_every_state_without_a_fault() {
    let states = ["", "l", "l l", "z", "l l / Enter", "?", ":", "t", "i", "/"];
    for state in states {
        for (cols, rows) in [(110, 35), (70, 12), (20, 5), (10, 3)] {
            for action in Action::ALL {
                let mut desk = Desk::sized(cols, rows);
                desk.press(state);
                desk.app.apply(*action);
                desk.send(Event::Resized { cols: 64, rows: 20 });
            }
        }
    }
}

#[test]
fn signals_become_effects() {
    let mut desk = Desk::new();
    for event in [Event::QuitAsked, Event::SuspendAsked, Event::Continued] {
        desk.send(event);
    }
    assert_eq!(
        desk.effects(),
        [Effect::Quit, Effect::Suspend, Effect::Redraw]
    );
}

#[test]
fn a_key_that_does_nothing_says_so_and_names_the_help() {
    let mut desk = Desk::new();
    for (keys, message) in [
        ("w", "w 键在这里不起作用，按 ? 查看全部按键"),
        ("医", "医 键在这里不起作用，按 ? 查看全部按键"),
        ("v z", "z 键在这里不起作用"),
        ("Esc B z", "z 键在这里不起作用，按 ? 查看全部按键"),
        ("Esc t z", "z 键在这里不起作用"),
    ] {
        desk.press(keys);
        assert_eq!(desk.message(), message);
    }
    desk.press("Esc");
    assert_eq!(desk.message(), "");
    // The beginning of a chord waits, and a count is typed.
    for keys in [",", "i 5"] {
        desk.press(keys);
        assert_ne!(desk.message(), "5 键在这里不起作用，按 ? 查看全部按键");
        assert!(!desk.message().contains(','), "{}", desk.message());
    }
}
