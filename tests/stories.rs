//! Stories: the line below an article, the key `T`, the contents, and the commands.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::{Desk, issues};
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;
use newsreader::library::Opened;
use newsreader::library::stories::StoryIndex;
use newsreader::model::{Block, BlockKind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const FERRY: &str = "云屿渡轮公司昨日启用潮汐时刻表，十二艘渡轮按潮位离港，码头候船时间缩短一半。";

/// The three issues; the first article of both weeklies has one title and one text.
fn twice() -> Vec<Opened> {
    let mut issues = issues();
    for issue in issues.iter_mut().take(2) {
        let article = &mut issue.issue.articles[0];
        "渡轮时刻表改由潮水决定".clone_into(&mut article.title);
        article.blocks = vec![Block::new(BlockKind::Paragraph, FERRY)];
    }
    issues
}

fn stories(desk: &Desk) -> Event {
    let reports = desk.index().newest_first();
    let stories = StoryIndex::of(&reports, &AtomicBool::new(false)).unwrap();
    Event::Stories(Arc::new(stories))
}

fn desk() -> Desk {
    let mut desk = Desk::with(AppOptions::default(), 110, 35, twice());
    let stories = stories(&desk);
    desk.send(stories);
    desk
}

fn last_paragraph(desk: &Desk) -> String {
    let reader = desk.app.issue.reader.as_ref().unwrap();
    reader.page.paragraphs.last().unwrap().text.to_string()
}

#[test]
fn the_story_is_named_below_the_article_and_opened_by_its_key() {
    let mut desk = desk();
    assert_eq!(last_paragraph(&desk), "另见 1 篇 · 2025-09（T）");
    desk.press("T");
    assert!(matches!(&desk.app.popups.top, Some(Overlay::Finder(story)) if story.list.total == 2));
    // Oldest first: the article on screen is the second.
    assert_eq!(desk.at(), (Some(42), 1));
    desk.press("Up");
    assert_eq!(desk.at(), (Some(41), 1));
    desk.press("Enter");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.at(), (Some(41), 1));
}

#[test]
fn the_whole_story_goes_into_the_basket_and_out_again() {
    let mut desk = desk();
    desk.press("T A");
    assert_eq!(desk.app.basket.items().len(), 2);
    assert!(desk.message().contains("2 篇"), "{}", desk.message());
    desk.press("U");
    assert!(desk.app.basket.items().is_empty());
}

#[test]
fn the_contents_name_the_issue_of_which_an_article_is_a_reprint() {
    let mut desk = desk();
    let origin = |desk: &Desk| desk.app.issue.contents.as_ref().unwrap().origin(0);
    assert_eq!(origin(&desk), "已见第 41 期 · 海湾新闻");
    desk.press("}");
    assert_eq!(origin(&desk), "海湾新闻");
}

#[test]
fn an_article_without_a_story_says_so() {
    let mut desk = Desk::new();
    desk.press("T");
    assert!(desk.app.popups.top.is_none());
    assert!(desk.message().contains("没有其他报道"));
}

#[test]
fn two_orders_of_reading_give_one_result() {
    let mut desk = desk();
    let forward = format!("{:?}", stories(&desk));
    let mut turned = twice();
    turned.reverse();
    desk = Desk::with(AppOptions::default(), 110, 35, turned);
    assert_eq!(format!("{:?}", stories(&desk)), forward);
}
