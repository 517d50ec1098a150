//! What a clerk does in a week, with the keys counted.

use crate::common::Desk;
use newsreader::app::event::MouseKind;
use newsreader::app::keymap::Context;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;
use newsreader::library::{Opened, Place};
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::state::MarkKind;

/// One issue a quarter over three years, each with an article that is looked for, one of another source and one on something
/// else.
fn three_years() -> Vec<Opened> {
    let article = |number, title: &str, source: &str| Article {
        number,
        title: title.to_owned(),
        source: Some(source.to_owned()),
        link: Some(format!("https://example.cn/{number}")),
        blocks: vec![Block::new(
            BlockKind::Paragraph,
            format!("{title}，云屿市今年试行。"),
        )],
        ..Article::default()
    };
    let quarter = |place: usize, number: u32, year, month| Opened {
        place: Place::Sample(place),
        issue: Issue {
            title: Some("云屿公共服务监测周报".to_owned()),
            number: Some(number),
            published: Some(jiff::civil::date(year, month, 5)),
            articles: vec![
                article(
                    1,
                    &format!("第{number}期：医保用大数据核对处方"),
                    "云屿日报",
                ),
                article(2, &format!("第{number}期：大数据里的医保账本"), "海湾新闻"),
                article(3, &format!("第{number}期：渡轮改班"), "云屿日报"),
            ],
            ..Issue::default()
        },
        warnings: Vec::new(),
        origin: Transcript::from_text("").origin,
    };
    let dates = (2023..=2025).flat_map(|year| [1, 4, 7, 10].map(|month| (year, month)));
    let numbered = dates.zip(1_u32..).zip(0..);
    numbered
        .map(|(((year, month), number), place)| quarter(place, number, year, month))
        .collect()
}

/// A desk with the results of the query on it: eight articles of one source in two years.
fn found() -> Desk {
    let mut desk = Desk::with(AppOptions::default(), 110, 35, three_years());
    desk.press("s")
        .type_text("医保 大数据 来源:云屿日报 日期:2024..2025");
    let Some(Overlay::Finder(finder)) = &desk.app.popups.top else {
        panic!("no search")
    };
    assert_eq!(finder.list.total, 8);
    desk
}

#[test]
fn one_hit_is_starred_all_are_collected_and_the_results_come_back_with_seven_keys() {
    let mut desk = found();
    desk.press("Tab j j m A");
    let starred = desk.app.issue.reading.unwrap();
    assert!(desk.app.marks.has(starred, MarkKind::Star));
    assert_eq!(desk.app.basket.items().len(), 8);
    desk.press("Enter s");
    assert_eq!(desk.app.context(), Context::Results);
    assert_eq!(desk.app.issue.reading, Some(starred));
}

#[test]
fn eight_hits_chosen_one_by_one_are_in_the_basket_after_sixteen_keys() {
    let mut desk = found();
    desk.press("Tab").press(&"a j ".repeat(7)).press("a");
    let items = desk.app.basket.items();
    assert_eq!(items.len(), 8);
    assert!(items.iter().all(|item| item.title.contains("核对处方")));
}

#[test]
fn a_wrong_r_is_taken_back_at_once() {
    let mut desk = Desk::with(AppOptions::default(), 110, 35, three_years());
    desk.press("l l");
    let unread = desk.app.shelf.unread_issues;
    let read = desk.app.issue.reading.unwrap();
    // All in the list instead of this issue.
    desk.press("R j j Enter");
    assert_eq!(desk.app.shelf.unread_issues, 0);
    desk.press("U");
    assert_eq!(desk.app.shelf.unread_issues, unread);
    // What was read before stays so.
    assert!(desk.app.marks.has(read, MarkKind::Read));
}

#[test]
fn the_end_of_the_list_names_what_is_folded_away() {
    let mut desk = Desk::with(AppOptions::default(), 110, 35, three_years());
    desk.press("x j j {");
    assert_eq!(desk.at(), (Some(8), 1));
    assert_eq!(desk.message(), "上面还有 4 期折叠着，在标题行按 l 展开");
    desk.press("[");
    assert!(desk.message().contains("折叠"), "{}", desk.message());
    desk.press("G x k }");
    assert_eq!(desk.at(), (Some(5), 1));
    assert_eq!(desk.message(), "下面还有 4 期折叠着，在标题行按 l 展开");
    desk.press("l G l Space Space Space");
    assert!(
        desk.message().contains("下面还有 4 期"),
        "{}",
        desk.message()
    );
    desk.press("h h j l G }");
    assert_eq!(desk.message(), "这是最后一期");
}

#[test]
fn the_wheel_rolls_the_lists_and_opens_nothing() {
    let mut desk = Desk::with(AppOptions::default(), 110, 12, three_years());
    let panes = desk.app.screen.panes.unwrap();
    let shelf = panes.shelf.unwrap().body;
    let (at, rows) = (desk.at(), desk.rows_in(shelf));
    desk.effects();
    for _ in 0..4 {
        desk.mouse(MouseKind::WheelDown, shelf.x + 3, shelf.y + 3);
    }
    assert_ne!(desk.rows_in(shelf), rows);
    assert_eq!((desk.at(), desk.effects()), (at, Vec::new()));
    // The next key goes on from the selected row, which comes in sight again.
    desk.press("j");
    assert_eq!(desk.at(), (Some(11), 1));
    desk.mouse(MouseKind::WheelUp, shelf.x + 3, shelf.y + 3);
    assert_eq!(desk.rows_in(shelf).len(), rows.len());
}
