//! The guided minute of a first start: the first sample issue teaches ten keys by being read.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use crate::common::Desk;
use newsreader::app::effect::Effect;
use newsreader::app::keymap::Context;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;
use newsreader::lang::Lang;
use newsreader::library::samples::SAMPLES;
use newsreader::library::{Place, open_place};
use newsreader::state::MarkKind;

/// A desk as a first start without a configuration shows it.
fn first_start(lang: Lang, cols: u16, rows: u16) -> Desk {
    let options = AppOptions {
        lang,
        samples: true,
        ..AppOptions::default()
    };
    let issues = (0..SAMPLES.len()).map(|at| open_place(&Place::Sample(at)).unwrap());
    Desk::with(options, cols, rows, issues.collect())
}

/// Asserts that each text stands in the article pane, over row breaks too.
fn assert_in_sight(desk: &Desk, texts: &[&str]) {
    let shown = desk.rows_in(desk.app.screen.reader_body());
    let shown: String = shown.concat().split_whitespace().collect();
    for text in texts {
        let text: String = text.split_whitespace().collect();
        assert!(shown.contains(&text), "{text} is not in {shown}");
    }
}

/// Presses `Space` to the end of the article and once more.
fn turn_to_the_next_article(desk: &mut Desk) {
    let before = desk.at();
    for _ in 0..20 {
        desk.press("Space");
        if desk.at() != before {
            return;
        }
    }
    panic!("Space stays at {before:?}");
}

fn learn_ten_keys(lang: Lang, cols: u16, rows: u16) {
    let mut desk = first_start(lang, cols, rows);
    // The first key of the guide acts on the text below it at once.
    assert_eq!(desk.app.context(), Context::Reader);
    assert_in_sight(
        &desk,
        &[
            "按 j 一行行往下读，按 Space 翻一页",
            "按 . 到下一篇未读。",
            "j reads on line by line; Space turns the page",
            "the full stop goes to the next unread one.",
        ],
    );
    let (at, top) = (desk.at(), desk.top_line());
    desk.press("j");
    assert_eq!(desk.at(), at);
    assert!(rows > 24 || desk.top_line() != top);
    turn_to_the_next_article(&mut desk);
    assert_eq!(desk.at(), (Some(418), 2));
    let guide = [
        "按 y 复制这一篇的链接，按 m 加星标，按 a 放入简报篮，按 B 看简报篮里有什么。",
        "y copies the link of this article, m gives it a star, a puts it into the basket, and B shows the basket.",
    ];
    assert_in_sight(&desk, &guide);
    desk.effects();
    desk.press("y");
    assert!(matches!(&desk.effects()[..], [Effect::Copy(link)] if link.starts_with("http")));
    desk.press("m");
    let second = desk.app.issue.reading.unwrap();
    assert!(desk.app.marks.has(second, MarkKind::Star));
    desk.press("a B");
    assert_eq!(desk.app.context(), Context::Basket);
    assert_eq!(desk.app.basket.items().len(), 1);
    desk.press("Esc .");
    assert_eq!(desk.at(), (Some(418), 3));
    let guide = [
        "按 s 检索所有报告，按 ? 看所有的键，按 q 退出；导览到此，十个键都学会了。",
        "press s to search all the reports, ? to see all the keys, and q to quit. That was the minute, and those were the ten keys.",
    ];
    assert_in_sight(&desk, &guide);
    desk.press("s").type_text("渡轮");
    assert_eq!(desk.app.context(), Context::Query);
    desk.press("Esc Esc ?");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Help(_))));
    desk.press("Esc q");
    assert!(desk.effects().contains(&Effect::Quit));
}

#[test]
fn the_ten_keys_are_learned_by_reading_in_both_languages_and_sizes() {
    for lang in [Lang::Zh, Lang::En] {
        learn_ten_keys(lang, 80, 24);
        learn_ten_keys(lang, 120, 40);
    }
}
