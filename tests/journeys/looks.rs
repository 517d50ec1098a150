//! The look of the reader: size, panes, theme, typography, and the mistakes in its settings.

use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;

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
    // The pane has an end, and the message names what is seen.
    for _ in 0..30 {
        desk.press("+");
    }
    let widest = cols(&desk).unwrap();
    assert_eq!(desk.message(), format!("行长：{} 字", widest / 2));
    desk.press("-");
    assert_eq!(cols(&desk), Some(widest - 4));
}

#[test]
fn the_slips_of_the_settings_are_counted_and_a_key_lists_them() {
    let slips = [
        "c.toml: 第 1 行: 甲；改乙",
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
        "设置共 3 处有误（按 ! 逐条查看）：c.toml: 第 1 行: 甲；改乙"
    );
    let mut desk = Desk::with(options(1), 100, 30, common::issues());
    assert_eq!(desk.message(), slips[0]);
    for key in ["!", "！"] {
        desk.press(key);
        assert!(matches!(desk.app.popups.top, Some(Overlay::Slips(_))));
        desk.press("j q");
        assert!(desk.app.popups.top.is_none());
    }
    // A file that was not read stands in the list; the mistakes are named here alone.
    let mut desk = Desk::with(options(3), 100, 30, common::issues());
    let unread = || Event::Scanned {
        problems: vec!["bad.pdf: 文件损坏；请重新下载".to_owned()],
    };
    desk.send(unread());
    assert!(desk.message().starts_with("设置共 3 处"));
    desk.press("j");
    desk.send(unread());
    assert!(desk.message().starts_with("bad.pdf"));
    let mut desk = Desk::new();
    desk.press("!");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.message(), "设置没有错误");
}
