//! The help on `?`: groups in columns, position, words that narrow, Enter and clicks that run a command.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use crate::common::Desk;
use newsreader::app::event::MouseKind;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;
use newsreader::lang::Lang;
use newsreader::text::width::{Ambiguous, width_cols};

/// The column and row of the first cell of `text`.
fn place_of(desk: &Desk, text: &str) -> Option<(u16, u16)> {
    desk.rows().iter().enumerate().find_map(|(y, row)| {
        let before = row.get(..row.find(text)?)?;
        let x = width_cols(before, Ambiguous::Narrow);
        Some((u16::try_from(x).unwrap(), u16::try_from(y).unwrap()))
    })
}

#[test]
fn all_groups_and_commands_stand_on_one_page_at_120x44_in_both_languages() {
    for (lang, words) in [
        (
            Lang::Zh,
            [
                "移动", "阅读", "查找", "标记", "带走", "版面", "程序", "退出",
            ],
        ),
        (
            Lang::En,
            [
                "Move",
                "Read",
                "Find",
                "Mark",
                "Take away",
                "Layout",
                "Program",
                "quit",
            ],
        ),
    ] {
        let options = AppOptions {
            lang,
            ..AppOptions::default()
        };
        let mut desk = Desk::with(options, 120, 44, crate::common::issues());
        desk.press("?");
        for word in words {
            assert!(
                place_of(&desk, word).is_some(),
                "{word}: {:#?}",
                desk.rows()
            );
        }
        assert!(place_of(&desk, "1/66").is_some(), "{:#?}", desk.rows());
    }
}

#[test]
fn no_group_is_cut_where_all_fit_on_one_page() {
    let mut desk = Desk::with(AppOptions::default(), 120, 44, crate::common::issues());
    desk.press("?");
    for (heading, last) in [
        ("移动", "再到跳转后的位置"),
        ("阅读", "本期说明"),
        ("查找", "统计篇数"),
        ("标记", "更正本篇"),
        ("版面", "选择主题"),
        ("程序", "退出"),
    ] {
        let heading = place_of(&desk, &format!("{heading} ─")).unwrap();
        let last = place_of(&desk, last).unwrap();
        // The keys take eleven columns and the gap two.
        assert_eq!(last.0, heading.0 + 13, "{:#?}", desk.rows());
        assert!(last.1 > heading.1);
    }
}

#[test]
fn typing_narrows_and_enter_runs() {
    let mut desk = Desk::sized(80, 24);
    desk.press("?").type_text("简报篮");
    assert!(place_of(&desk, "带走").is_some() && place_of(&desk, "移动").is_none());
    desk.press("Down Enter");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Basket(_))));
}

#[test]
fn a_click_runs_a_command_of_any_column() {
    for (cols, rows) in [(80, 24), (120, 40), (200, 60)] {
        let mut desk = Desk::sized(cols, rows);
        desk.press("?");
        let (x, y) = place_of(&desk, "检索所有报告").unwrap();
        assert!(x > 30, "in the second column or further right");
        desk.mouse(MouseKind::Press, x, y);
        assert!(
            matches!(desk.app.popups.top, Some(Overlay::Finder(_))),
            "{cols}x{rows}"
        );
    }
}

#[test]
fn further_pages_are_announced_and_reached() {
    let mut desk = Desk::sized(80, 24);
    desk.press("?");
    assert!(place_of(&desk, "第 1/2 页").is_some());
    desk.press("PgDn");
    assert!(place_of(&desk, "第 2/2 页").is_some() && place_of(&desk, "退出").is_some());
}

#[test]
fn the_hints_show_the_keys_that_are_not_guessed() {
    let mut desk = Desk::sized(80, 24);
    let line = |desk: &Desk| desk.rows().pop().unwrap();
    assert!(line(&desk).contains("s 检索"), "{}", line(&desk));
    desk.press("l l");
    assert!(line(&desk).contains("a 入篮"), "{}", line(&desk));
    desk.press("s").type_text("潮水");
    desk.press("Tab");
    assert!(line(&desk).contains("A 全部入篮"), "{}", line(&desk));
    desk.press("a Esc Esc Esc B");
    assert!(line(&desk).contains("w 写成简报"), "{}", line(&desk));
}

#[test]
fn the_basket_shows_its_keys_in_the_hints_and_has_a_help_of_its_own() {
    let mut desk = Desk::sized(160, 40);
    desk.press("a ] a B");
    let line = desk.rows().pop().unwrap();
    for hint in ["U 撤销", "Space 选中", "X 清空", "S 换一种排序", "? 帮助"] {
        assert!(line.contains(hint), "{hint}: {line}");
    }
    desk.press("?");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Help(_))));
    for text in [
        "X            清空简报篮",
        "U            撤销",
        "Space        选中",
    ] {
        assert!(
            place_of(&desk, text).is_some(),
            "{text}: {:#?}",
            desk.rows()
        );
    }
    assert!(place_of(&desk, "移动").is_none());
    desk.press("Esc");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Basket(_))));
    desk.press("?").type_text("清空").press("Enter");
    assert!(desk.app.basket.items().is_empty());
    assert!(matches!(desk.app.popups.top, Some(Overlay::Basket(_))));
    desk.press("? U Enter");
    assert_eq!(desk.app.basket.article_count(), 2);
    // A command of the basket in the other help opens the basket.
    desk.press("Esc ?");
    assert!(place_of(&desk, "简报篮中的按键").is_some() && place_of(&desk, "写成简报").is_none());
    desk.type_text("写成简报");
    assert!(place_of(&desk, "B w").is_some(), "{:#?}", desk.rows());
    desk.press("Enter");
    assert!(matches!(desk.app.popups.top, Some(Overlay::SaveAs(_))));
}
