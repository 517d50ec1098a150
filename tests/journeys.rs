//! Keys in, state and effects out.

use crate::common::{self, Desk};
use newsreader::app::action::Action;
use newsreader::app::effect::Effect;
use newsreader::app::event::{Event, MouseKind};
use newsreader::app::options::AppOptions;
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
    assert!(matches!(desk.app.overlay, Some(Overlay::Find(_))));
    desk.press("Esc ？");
    assert!(matches!(desk.app.overlay, Some(Overlay::Help(_))));
    desk.press("Esc ：");
    assert!(matches!(desk.app.overlay, Some(Overlay::Commands(_))));
    desk.press("Esc ｙ");
    assert_eq!(desk.effects().len(), 1);
}

#[test]
fn esc_and_a_key_in_one_breath_are_two_keys_unless_alt_is_bound() {
    let mut desk = Desk::new();
    desk.press("l l / 渡 Alt-h");
    assert!(desk.app.overlay.is_none());
    assert_eq!(desk.app.screen.focus, Pane::Contents);
    desk.press("? Alt-l");
    assert!(desk.app.overlay.is_none());
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
fn resizing_keeps_the_place_in_the_text() {
    let mut desk = Desk::new();
    desk.press("l l Space j");
    let (anchor, line) = (desk.anchor(), desk.top_line());
    for (cols, rows) in [(80, 24), (40, 12), (25, 6), (19, 4), (200, 60), (110, 35)] {
        desk.send(Event::Resized { cols, rows });
        assert_eq!(desk.anchor(), anchor);
    }
    assert_eq!(desk.top_line(), line);
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
fn finding_counts_goes_round_and_is_cancelled_to_where_one_was() {
    let mut desk = Desk::new();
    desk.press("l l /").type_text("ai");
    let count = |desk: &Desk| {
        let find = desk
            .app
            .issue
            .reader
            .as_ref()
            .unwrap()
            .find
            .as_ref()
            .unwrap();
        (find.current + 1, find.hits.len())
    };
    // Twelve paragraphs have the word twice, once in full-width letters.
    assert_eq!(count(&desk), (1, 24));
    desk.press("Enter n n");
    assert_eq!(count(&desk), (3, 24));
    desk.press("N N N");
    assert_eq!(count(&desk), (24, 24));
    assert!(!desk.message().is_empty(), "going round is said");
    let anchor = desk.anchor();
    desk.press("/").type_text("第1段").press("Esc");
    assert_eq!(desk.anchor(), anchor);
    assert_eq!(count(&desk), (24, 24));
    desk.press("/ Enter");
    assert!(
        desk.app.issue.reader.as_ref().unwrap().find.is_none(),
        "an empty query takes the marks away"
    );
    desk.press("n");
    assert_eq!(count(&desk).1, 24, "n looks for what was looked for last");
}

/// Returns the number of hits of the open search.
fn hits(desk: &Desk) -> usize {
    let find = desk
        .app
        .issue
        .reader
        .as_ref()
        .and_then(|reader| reader.find.as_ref());
    find.map_or(0, |find| find.hits.len())
}

#[test]
fn a_query_is_found_across_the_lines_of_the_screen() {
    let mut desk = Desk::sized(40, 20);
    desk.press("l l /")
        .type_text("准点率由 86.5% 升到 97.2%；司机老邹说");
    assert_eq!(hits(&desk), 12);
}

#[test]
fn pasting_goes_into_the_field_on_one_line() {
    let mut desk = Desk::new();
    desk.press("/");
    desk.send(Event::Paste("老邹说\n".to_owned()));
    assert_eq!(hits(&desk), 12);
}

#[test]
fn the_palette_runs_every_command_from_every_pane() {
    for pane in ["", "l", "l l"] {
        for action in Action::ALL.iter().filter(|a| a.is_command()) {
            let mut desk = Desk::new();
            desk.press(pane).press(":").type_text(action.name());
            desk.press("Enter");
            let is_help = matches!(&desk.app.overlay, Some(Overlay::Help(_)));
            assert_eq!(is_help, *action == Action::Help, "{}", action.name());
            let stays = matches!(&desk.app.overlay, Some(Overlay::Commands(_)));
            assert_eq!(stays, *action == Action::Palette, "{}", action.name());
        }
    }
}

#[test]
fn the_palette_runs_what_is_chosen_by_its_chinese_name() {
    let mut desk = Desk::new();
    desk.press(":").type_text("复制链接").press("Enter");
    assert!(desk.app.overlay.is_none());
    assert!(matches!(desk.effects().as_slice(), [Effect::Copy(_)]));
    desk.press("?").type_text("q").press("Enter");
    assert_eq!(desk.effects(), [Effect::Quit]);
}

#[test]
fn a_theme_is_previewed_and_taken_back() {
    let mut desk = Desk::new();
    desk.app.options.theme = "b".to_owned();
    desk.press("t");
    assert_eq!(desk.effects(), [Effect::ListThemes]);
    desk.send(Event::Themes(["a", "b", "c"].map(str::to_owned).to_vec()));
    desk.press("j");
    assert_eq!(desk.app.options.theme, "c");
    desk.press("Esc");
    assert_eq!(desk.app.options.theme, "b");
    desk.press("t k Enter");
    assert_eq!(desk.app.options.theme, "a");
    assert!(desk.effects().contains(&Effect::KeepTheme("a".to_owned())));
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
fn the_side_panes_are_hidden_and_shown() {
    let mut desk = Desk::new();
    desk.press("z");
    let panes = desk.app.screen.panes.unwrap();
    assert!(panes.shelf.is_none() && panes.contents.is_none() && panes.reader.is_some());
    desk.press("h");
    assert!(
        desk.app.screen.panes.unwrap().contents.is_some(),
        "a pane one goes to is shown"
    );
    desk.press("l z");
    assert!(desk.app.screen.panes.unwrap().shelf.is_some());
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
    assert!(desk.app.overlay.is_none());
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
fn typography_is_switched_while_reading_and_the_place_stays() {
    let mut desk = Desk::new();
    desk.press("l l Space j");
    let top = |desk: &Desk| {
        desk.app
            .issue
            .reader
            .as_ref()
            .map(|reader| (reader.anchor(), reader.rules()))
    };
    let (place, before) = top(&desk).unwrap();
    for (keys, said) in [
        (", i", "段首缩进：0 字"),
        (", p", "段间空行：1"),
        (", h", "标点悬挂：开"),
        (", d", "破折号不在行首：开"),
        (", u", "数字与单位不分开：关"),
        (", o", "孤字不成行：关"),
        (", s", "中西文间空格：总是"),
    ] {
        desk.press(keys);
        assert_eq!(desk.message(), said);
        assert_eq!(top(&desk).map(|(place, _)| place), Some(place), "{keys}");
    }
    assert_ne!(top(&desk).map(|(_, rules)| rules), Some(before));
    desk.press(", i , i , p , p , p , h , d , u , o , s , s");
    assert_eq!(top(&desk), Some((place, before)));
}

#[test]
fn the_measure_grows_and_shrinks_while_reading() {
    let mut desk = Desk::new();
    let cols = |desk: &Desk| {
        desk.app
            .issue
            .reader
            .as_ref()
            .map(newsreader::app::reader::Reader::measure_cols)
    };
    let before = cols(&desk).unwrap();
    desk.press("-");
    assert_eq!(cols(&desk), Some(before - 4));
    assert!(desk.message().starts_with("行长："));
    desk.press("+ ＋");
    assert!(cols(&desk) >= Some(before));
}

#[test]
fn the_slips_of_the_settings_are_counted_and_a_key_lists_them() {
    let slips = [
        "c.toml: 第 1 行: 甲; 改乙",
        "c.toml: 第 3 行: 丙",
        "w.txt: 第 2 行: 丁",
    ];
    let options = |count: usize| AppOptions {
        slips: slips.iter().take(count).map(ToString::to_string).collect(),
        ..AppOptions::default()
    };
    let desk = Desk::with(options(3), 100, 30, common::issues());
    assert_eq!(
        desk.message(),
        "设置共 3 处有误（按 ! 逐条查看）：c.toml: 第 1 行: 甲; 改乙"
    );
    let mut desk = Desk::with(options(1), 100, 30, common::issues());
    assert_eq!(desk.message(), slips[0]);
    for key in ["!", "！"] {
        desk.press(key);
        assert!(matches!(desk.app.overlay, Some(Overlay::Slips(_))));
        desk.press("j q");
        assert!(desk.app.overlay.is_none());
    }
    // A file that was not read stands in the list; the mistakes are named here alone.
    let mut desk = Desk::with(options(3), 100, 30, common::issues());
    let unread = || Event::Scanned {
        problems: vec!["bad.pdf: 文件损坏; 请重新下载".to_owned()],
    };
    desk.send(unread());
    assert!(desk.message().starts_with("设置共 3 处"));
    desk.press("j");
    desk.send(unread());
    assert!(desk.message().starts_with("bad.pdf"));
    let mut desk = Desk::new();
    desk.press("!");
    assert!(desk.app.overlay.is_none());
    assert_eq!(desk.message(), "设置没有错误");
}
