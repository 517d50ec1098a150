//! Monday: what came since the previous start, read until nothing is left.

use super::key;
use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::library::identity;
use newsreader::model::identity::{ArticleKey, ArticleSet};
use newsreader::model::{Block, BlockKind};
use newsreader::state::{Arrival, Change, SeenArticles};
use std::sync::Arc;

/// The articles of the common issues, issue by issue.
fn all_keys() -> Vec<Vec<ArticleKey>> {
    let issues = common::issues();
    issues.iter().map(|o| identity::keys(&o.issue)).collect()
}

/// The event of a store that has seen `old` at the previous start.
fn seen(old: &[ArticleKey]) -> Event {
    Event::Seen(SeenArticles {
        old: Arc::new(old.iter().copied().collect()),
        recent: ArticleSet::default(),
        has_previous: true,
        is_known_library: true,
    })
}

/// The articles that the app asked to store as seen, with their arrival.
fn stored(desk: &mut Desk) -> Vec<(Vec<ArticleKey>, Arrival)> {
    let effects = desk.remembered().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Remember(Change::Seen(keys, arrival)) => Some((keys, arrival)),
            _ => None,
        })
        .collect()
}

#[test]
fn the_start_says_what_is_new_and_stores_it() {
    let keys = all_keys();
    let mut desk = Desk::scanning();
    desk.send(seen(&keys[2]));
    assert_eq!(desk.message(), "");
    desk.send(Event::Scanned {
        problems: Vec::new(),
    });
    assert_eq!(desk.message(), "上次以来新到 2 期 6 篇");
    let new = desk.app.arrivals.new_articles().clone();
    assert!(new.has(keys[0][1]) && !new.has_any(&keys[2]));
    let both = [keys[0].clone(), keys[1].clone()].concat();
    assert_eq!(stored(&mut desk), [(both, Arrival::BeforeStart)]);
    // What arrives later is new as well, but was not there at the start.
    let mut late = common::issues().remove(0);
    late.issue.number = Some(43);
    late.place = newsreader::library::Place::Sample(7);
    desk.send(Event::Listed(vec![newsreader::library::Entry::of(&late)]));
    assert_eq!(stored(&mut desk)[0].1, Arrival::AfterStart);
}

#[test]
fn the_answer_to_a_key_stays_before_what_is_new() {
    let keys = all_keys();
    let mut desk = Desk::new();
    desk.press("m");
    let answer = desk.message().to_owned();
    assert!(!answer.is_empty());
    desk.send(seen(&keys[1..].concat()));
    assert_eq!(desk.message(), answer);
    // The next key takes the answer away, and the one after it what is new.
    desk.press("j");
    assert_eq!(desk.message(), "上次以来新到 1 期 3 篇");
    desk.press("j");
    assert_eq!(desk.message(), "");
}

#[test]
fn the_store_may_be_slower_than_the_scan() {
    let keys = all_keys();
    let mut desk = Desk::new();
    assert_eq!(desk.message(), "");
    desk.send(seen(&keys[1..].concat()));
    assert_eq!(desk.message(), "上次以来新到 1 期 3 篇");
    assert_eq!(stored(&mut desk), [(keys[0].clone(), Arrival::BeforeStart)]);
}

#[test]
fn nothing_is_new_at_the_very_first_start_and_in_another_library() {
    for has_previous in [false, true] {
        let mut desk = Desk::new();
        desk.send(Event::Seen(SeenArticles {
            has_previous,
            ..SeenArticles::default()
        }));
        assert_eq!(desk.message(), "");
        assert!(!desk.app.arrivals.new_articles().has(key(&desk, 0)));
        assert_eq!(stored(&mut desk)[0].0.len(), all_keys().concat().len());
    }
    // Of a library that holds what was seen elsewhere the rest is new.
    let mut desk = Desk::new();
    desk.send(Event::Seen(SeenArticles {
        old: Arc::new(all_keys()[1].iter().copied().collect()),
        has_previous: true,
        ..SeenArticles::default()
    }));
    assert_eq!(desk.message(), "上次以来新到 2 期 4 篇");
}

#[test]
fn the_list_is_narrowed_to_what_is_new() {
    let keys = all_keys();
    let mut desk = Desk::new();
    desk.send(seen(&[keys[0].clone(), keys[2].clone()].concat()));
    desk.press("F").type_text("is:new");
    assert_eq!(desk.app.shelf.count(), 1);
    assert_eq!(desk.at().0, Some(41));
    desk.press("Esc");
    assert_eq!(desk.app.shelf.count(), 3);
}

/// Presses `.` until the message says that nothing is left; returns the articles gone through.
fn read_all(desk: &mut Desk) -> Vec<(Option<u32>, usize)> {
    let mut seen = Vec::new();
    for _ in 0..20 {
        desk.press(".");
        if desk.message() == "没有未读文章了" {
            return seen;
        }
        seen.push(desk.at());
    }
    panic!("it goes round: {seen:?}")
}

#[test]
fn monday_takes_one_key_for_each_unread_article() {
    let keys = all_keys();
    let mut desk = Desk::scanning();
    desk.send(seen(&keys[2]));
    desk.send(Event::Scanned {
        problems: Vec::new(),
    });
    assert!(desk.message().contains("2 期 6 篇"));
    let gone_through = read_all(&mut desk);
    let weekly = |issue| (1..=3).map(move |article| (Some(issue), article));
    let all: Vec<_> = weekly(42).chain(weekly(41)).chain([(None, 1)]).collect();
    // Seven unread articles, seven keys, none passed and none twice.
    assert_eq!(gone_through, all);
    assert_eq!(desk.app.shelf.unread_issues, 0);
}

#[test]
fn the_next_unread_article_is_below_then_above_then_newer_then_older() {
    let mut desk = Desk::new();
    desk.press("j l j l");
    assert_eq!(desk.at(), (Some(41), 2));
    assert_eq!(
        read_all(&mut desk),
        [
            (Some(41), 3),
            (Some(41), 1),
            (Some(42), 1),
            (Some(42), 2),
            (Some(42), 3),
            (None, 1)
        ]
    );
}

#[test]
fn the_name_of_the_issue_is_said_when_it_changes() {
    let mut desk = Desk::new();
    desk.press("l G l .");
    desk.press(". .");
    assert_eq!((desk.at(), desk.message()), ((Some(41), 1), "第 41 期"));
    desk.press(".");
    assert_eq!(desk.message(), "");
}

#[test]
fn a_key_for_an_article_does_nothing_on_a_heading() {
    let mut desk = Desk::new();
    let mut old = common::issues().remove(0);
    old.issue.published = Some(jiff::civil::date(2024, 1, 5));
    old.issue.number = Some(7);
    old.place = newsreader::library::Place::Sample(9);
    desk.send(Event::Listed(vec![newsreader::library::Entry::of(&old)]));
    desk.press("g");
    assert!(desk.app.shelf.is_on_heading());
    desk.remembered();
    for key in ["m", "r", "R", "a", "y", "Y", "o", "f", "i"] {
        desk.press(key);
        assert!(desk.app.popups.top.is_none(), "{key}");
        assert_eq!(desk.message(), "这里是标题行，先选一期", "{key}");
    }
    assert_eq!(desk.remembered(), []);
    assert!(desk.app.basket.items().is_empty());
}

/// The number of unread articles.
fn unread(desk: &Desk) -> usize {
    all_keys()
        .iter()
        .map(|keys| desk.app.marks.unread_count(keys))
        .sum()
}

#[test]
fn a_wrong_r_is_undone_by_one_key() {
    let mut desk = Desk::new();
    desk.press("l l h h");
    assert_eq!(unread(&desk), 6);
    desk.remembered();
    // Down to the last row of the menu and Enter: four keys, and one takes it back.
    desk.press("R j j Enter");
    assert_eq!((unread(&desk), desk.message()), (0, "6 篇已标为已读"));
    assert!(
        matches!(desk.remembered().as_slice(), [Effect::Remember(Change::Marks(all))] if all.len() == 6)
    );
    desk.press("U");
    assert_eq!(
        (unread(&desk), desk.message()),
        (6, "已撤销，6 篇恢复为未读")
    );
    desk.press("U");
    assert_eq!(desk.message(), "没有可撤销的标记");
}

#[test]
fn the_three_extents_of_marking_as_read() {
    let mut desk = Desk::new();
    desk.press("j R Enter");
    assert_eq!((unread(&desk), desk.message()), (4, "3 篇已标为已读"));
    desk.press("U R j Enter");
    assert_eq!((unread(&desk), desk.message()), (3, "4 篇已标为已读"));
    desk.press("U F").type_text("42").press("Enter R G Enter");
    assert_eq!((unread(&desk), desk.message()), (4, "3 篇已标为已读"));
}

#[test]
fn r_on_a_row_marks_the_issue_and_once_more_unmarks_it() {
    let mut desk = Desk::new();
    desk.press("r");
    assert_eq!((unread(&desk), desk.message()), (4, "3 篇已标为已读"));
    desk.press("r");
    assert_eq!((unread(&desk), desk.message()), (7, "3 篇已标为未读"));
    desk.press("l j r");
    assert_eq!((unread(&desk), desk.message()), (6, "已标为已读"));
}

#[test]
fn space_says_that_the_article_ends_and_then_goes_on() {
    let mut desk = Desk::new();
    desk.press("l l G Space");
    assert_eq!(
        (desk.at(), desk.message()),
        ((Some(42), 1), "篇末，再按到下一篇")
    );
    // Another key in between, and it is said again.
    desk.press("k j Space");
    assert_eq!(
        (desk.at(), desk.message()),
        ((Some(42), 1), "篇末，再按到下一篇")
    );
    desk.press("Space");
    assert_eq!((desk.at(), desk.message()), ((Some(42), 2), ""));
    desk.press("] G Space");
    assert_eq!(desk.message(), "本期完，再按到下一期");
    desk.press("Space");
    assert_eq!((desk.at(), desk.message()), ((Some(41), 1), "第 41 期"));
    desk.press("} G Space Space");
    assert_eq!((desk.at(), desk.message()), ((None, 1), "这是最后一篇"));
}

#[test]
fn going_into_another_issue_says_which() {
    let mut desk = Desk::new();
    desk.press("l G ]");
    assert_eq!((desk.at(), desk.message()), ((Some(41), 1), "第 41 期"));
    desk.press("]");
    assert_eq!(desk.message(), "");
    desk.press("[ [");
    assert_eq!((desk.at(), desk.message()), ((Some(42), 3), "第 42 期"));
    desk.press("2 }");
    assert_eq!(desk.message(), "云屿城市月度观察");
}

#[test]
fn a_count_repeats_or_says_where_to() {
    let mut desk = Desk::new();
    desk.press("2 j");
    assert_eq!(desk.at().0, None);
    desk.press("1 G l 3 G");
    assert_eq!(desk.at(), (Some(42), 3));
    desk.press("l 5 j");
    let five = desk.anchor();
    desk.press("g j j j j j");
    assert_eq!(desk.anchor(), five);
    desk.press("g 6 G");
    assert_eq!(desk.anchor(), five);
    // Full-width digits of an input method count as well, and Esc takes a count back.
    desk.press("g ５ j");
    assert_eq!(desk.anchor(), five);
    desk.press("9 Esc j j j");
    assert_ne!(desk.anchor(), five);
    assert_eq!(desk.app.screen.focus, newsreader::app::panes::Pane::Reader);
}

#[test]
fn the_open_article_follows_its_file_at_the_same_place() {
    let mut desk = Desk::new();
    desk.press("l l 6 j");
    let line = desk.top_line();
    let mut changed = common::issues().remove(0);
    let blocks = &mut changed.issue.articles[0].blocks;
    blocks.insert(
        0,
        Block::new(BlockKind::Paragraph, "新补的一段。".to_owned()),
    );
    blocks[3].text = "末段改过。".to_owned();
    desk.rewrite(changed.clone());
    assert_eq!((desk.top_line(), desk.at()), (line.clone(), (Some(42), 1)));
    let reader = desk.app.issue.reader.as_ref().unwrap();
    assert!(
        reader
            .page
            .paragraphs
            .iter()
            .any(|p| &*p.text == "末段改过。")
    );
    // A corrected title is the same article, by its link.
    changed.issue.articles[0].title = "渡轮时刻表改由潮汐决定".to_owned();
    desk.rewrite(changed.clone());
    assert_eq!(desk.top_line(), line);
    let title = &desk.app.issue.contents.as_ref().unwrap().articles()[0].title;
    assert_eq!(title, "渡轮时刻表改由潮汐决定");
    // Without the article the screen stays, and the message names the key.
    changed.issue.articles.remove(0);
    desk.rewrite(changed);
    assert!(desk.message().contains("Ctrl-R"), "{}", desk.message());
    assert_eq!(desk.top_line(), line);
    desk.press("Ctrl-R");
    assert!(desk.effects().contains(&Effect::ReadAnew));
    assert_eq!(
        desk.app.issue.contents.as_ref().unwrap().articles().len(),
        2
    );
}

#[test]
fn f5_reads_all_anew_and_the_header_says_that_folders_are_looked_at() {
    let mut desk = Desk::new();
    desk.press("F5");
    assert_eq!(desk.effects(), [Effect::ReadAnew]);
    desk.send(Event::Polled);
    assert!(desk.app.scan.is_polled);
}

#[test]
fn the_lead_is_the_first_row_of_the_contents_and_no_article() {
    let mut desk = Desk::new();
    let at_lead = |desk: &Desk| desk.app.issue.contents.as_ref().unwrap().is_at_lead();
    desk.press("l");
    assert!(!at_lead(&desk) && desk.at() == (Some(42), 1));
    desk.press("k");
    assert!(at_lead(&desk));
    let texts = |desk: &Desk| -> Vec<String> {
        let reader = desk.app.issue.reader.as_ref().unwrap();
        let paragraphs = reader.page.paragraphs.iter();
        paragraphs.map(|p| p.text.to_string()).collect()
    };
    assert_eq!(
        texts(&desk),
        [
            "云屿公共服务监测周报",
            "第 42 期 · 云屿市数据研究所 · 2025-09-19",
            "本期周报共收集 3 篇公共服务相关信息。"
        ]
    );
    // It is never unread, and no key for an article acts on it; each says so.
    desk.press("l");
    for key in ["m", "r", "a", "y", "Y", "o", "E", "T"] {
        desk.press(key);
        let message = desk.app.message.as_ref().unwrap();
        assert_eq!(message.text, "这里是导语，先选一篇文章", "{key}");
        assert!(desk.app.popups.top.is_none(), "{key}");
    }
    assert_eq!(unread(&desk), 7);
    assert!(desk.app.basket.items().is_empty());
    desk.press("]");
    assert!(!at_lead(&desk) && desk.at() == (Some(42), 1));
    // `[` goes from article to article; reading on with Space, the next issue begins with its lead.
    desk.press("} [");
    assert_eq!(desk.at(), (Some(42), 3));
    desk.press("G Space Space");
    assert!(at_lead(&desk) && desk.at().0 == Some(41));
    desk.press("Space Space");
    assert!(!at_lead(&desk) && desk.at() == (Some(41), 1));
    // The next unread article below the lead is the first one.
    desk.press("r h k .");
    assert_eq!(desk.at(), (Some(41), 1));
}
