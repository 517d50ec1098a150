//! Counts over time: bars, the articles of a bar, its results in the search. Watch words: their panel, marks and list.

use crate::common::Desk;
use newsreader::app::count_panel::CountPanel;
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::overlay::Overlay;
use newsreader::app::watch_panel::WatchRow;
use newsreader::library::Place;
use newsreader::library::count::CountBy;
use newsreader::library::new_words::{NewWord, NewWordScope};
use newsreader::library::watch_words::WatchWords;
use newsreader::library::watch_words::hits::{WatchHits, WatchOutcome};
use newsreader::model::identity::{ArticleKey, ArticleSet};
use newsreader::state::{Change, MarkKind, SeenArticles};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The panel of counts, which must be open.
fn panel(desk: &Desk) -> &CountPanel {
    match &desk.app.popups.top {
        Some(Overlay::Counts(panel)) => panel,
        other => panic!("no counts but {other:?}"),
    }
}

/// The bars as `key number number`.
fn bars(desk: &Desk) -> Vec<String> {
    let bars = panel(desk).bars.iter();
    let text = |numbers: &[usize]| {
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        format!(" {}", numbers.join(" "))
    };
    bars.map(|bar| bar.key.text() + &text(&bar.articles))
        .collect()
}

/// The query in the field of the search, which must be open.
fn searched(desk: &Desk) -> &str {
    match &desk.app.popups.top {
        Some(Overlay::Finder(finder)) => finder.field.text(),
        other => panic!("no search but {other:?}"),
    }
}

#[test]
fn c_counts_the_whole_library_and_turns_to_other_keys() {
    let mut desk = Desk::new();
    desk.press("c");
    assert_eq!(bars(&desk), ["2025-09 7"]);
    let first: Vec<&str> = panel(&desk)
        .articles()
        .iter()
        .map(|a| a.title.as_str())
        .collect();
    assert_eq!(first.len(), 7);
    assert_eq!(first[0], "渡轮时刻表改由潮水决定");
    desk.press("c");
    assert_eq!((panel(&desk).by, bars(&desk).len()), (CountBy::Source, 4));
    desk.press("c c");
    assert_eq!(bars(&desk), ["41 3", "42 3", " 1"]);
    desk.press("Shift-Tab");
    assert_eq!(
        bars(&desk),
        ["云屿公共服务监测周报 6", "云屿城市月度观察 1"]
    );
    desk.press("Esc");
    assert!(desk.app.popups.top.is_none());
}

#[test]
fn two_queries_stand_side_by_side_and_a_bar_opens_its_articles_as_results() {
    let mut desk = Desk::new();
    desk.press("c c c c s").type_text("潮水决定 vs 听诊器");
    desk.press("Enter");
    assert_eq!(bars(&desk), ["41 1 1", "42 1 1"]);
    desk.press("k");
    assert_eq!(
        panel(&desk).articles()[0].title,
        "上期：渡轮时刻表改由潮水决定"
    );
    desk.press("Right");
    assert_eq!(
        panel(&desk).articles()[0].title,
        "上期：“AI 听诊器”进了桥洞和隧道"
    );
    desk.press("Enter");
    assert_eq!(searched(&desk), "听诊器 期:41");
    desk.press("Enter");
    assert_eq!(desk.at(), (Some(41), 2));
}

#[test]
fn the_articles_of_a_bar_are_previewed_and_esc_leads_back_to_the_bar_and_to_the_article() {
    let mut desk = Desk::new();
    desk.press("l l ] c c c c k Enter");
    assert_eq!(searched(&desk), "期:41");
    desk.press("j j k");
    let keys = desk.app.issue.contents.as_ref().unwrap().keys().to_vec();
    let is_read = |key: &ArticleKey| desk.app.marks.has(*key, MarkKind::Read);
    assert!(!keys.iter().any(is_read), "a previewed article was read");
    desk.press("Esc Esc");
    assert_eq!(panel(&desk).by, CountBy::Issue);
    assert_eq!(
        panel(&desk).articles()[0].title,
        "上期：渡轮时刻表改由潮水决定"
    );
    desk.press("Esc");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.at(), (Some(42), 2));
}

#[test]
fn the_counts_of_a_search_lead_back_to_its_results() {
    let mut desk = Desk::new();
    desk.press("l ] s").type_text("渡轮").press("Tab j");
    let row = desk.at();
    desk.press("c");
    assert_eq!(panel(&desk).field.text(), "渡轮");
    desk.press("Esc");
    assert_eq!((searched(&desk), desk.at()), ("渡轮", row));
    desk.press("c Enter Esc Esc");
    assert_eq!(panel(&desk).field.text(), "渡轮");
    desk.press("Esc");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.at(), (Some(42), 2));
}

#[test]
fn the_articles_of_a_group_and_of_a_new_word_are_previewed() {
    let mut desk = Desk::new();
    watch(&mut desk, "听诊器");
    desk.press("l l W Enter");
    assert_eq!(searched(&desk), "\"听诊器\"");
    desk.press("j Esc Esc");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(desk.at(), (Some(42), 1));
}

#[test]
fn an_error_in_the_query_is_named_and_leaves_the_panel() {
    let mut desk = Desk::new();
    desk.press("c s").type_text("日期:昨天");
    assert!(panel(&desk).problem.is_some());
    desk.press("Ctrl-U").type_text("没有的词");
    assert_eq!(
        (bars(&desk).len(), panel(&desk).problem.is_none()),
        (0, true)
    );
}

/// Answers as the thread does that reads the list and looks for its words.
fn watch(desk: &mut Desk, text: &str) {
    let (words, slips) = WatchWords::parse(text);
    assert!(slips.is_empty());
    let hits = WatchHits::find(
        &words,
        &desk.index().newest_first(),
        &AtomicBool::new(false),
    );
    desk.send(Event::Watched(WatchOutcome {
        words: Arc::new(words),
        hits: Arc::new(hits),
        problems: Vec::new(),
    }));
}

/// The rows of the panel of watch words as `group articles fresh`.
fn watched(desk: &Desk) -> Vec<String> {
    let Some(Overlay::Watch(panel)) = &desk.app.popups.top else {
        panic!("no watch words but {:?}", desk.app.popups.top);
    };
    let row = |row: &WatchRow| format!("{} {} {}", row.group, row.articles, row.fresh);
    panel.rows.iter().map(row).collect()
}

#[test]
fn a_group_of_watch_words_opens_as_results_and_has_nothing_new_afterwards() {
    let mut desk = Desk::new();
    watch(
        &mut desk,
        "听诊器\n!潮水决定\n\n[渡轮]\n渡轮时刻表|海堤上的传感器\n\n没有的词",
    );
    desk.press("W");
    assert_eq!(watched(&desk), ["0 2 2", "1 3 3", "2 0 0"]);
    desk.press("j Enter");
    assert_eq!(searched(&desk), "\"渡轮时刻表\"|\"海堤上的传感器\"");
    let effects = desk.effects();
    let looked = effects.iter().find_map(|effect| match effect {
        Effect::Remember(Change::Looked(name, keys)) => Some((name.as_str(), keys.len())),
        _ => None,
    });
    assert_eq!(looked, Some(("渡轮", 3)));
    desk.press("Enter W");
    // Groups with something new come first.
    assert_eq!(watched(&desk), ["0 2 2", "1 3 0", "2 0 0"]);
    desk.press("c");
    assert_eq!(bars(&desk), ["2025-09 2"]);
    assert_eq!(panel(&desk).field.text(), "\"听诊器\" -\"潮水决定\"");
}

#[test]
fn watch_words_are_marked_in_the_article_and_edited_in_the_reader() {
    let mut desk = Desk::new();
    watch(&mut desk, "@star\n潮水");
    let reader = desk.app.issue.reader.as_ref().unwrap();
    let headline = &reader.page.paragraphs[0].text;
    let (range, role) = &reader.watched[0][0];
    assert_eq!(headline.get(range.clone()), Some("潮水"));
    assert_eq!(role.as_deref(), Some("star"));
    desk.press("W e");
    assert!(desk.effects().contains(&Effect::ReadWatchWords));
    desk.send(Event::WatchWordsRead(Ok("@star\n潮水".to_owned())));
    desk.press("Ctrl-U").type_text("听诊器");
    desk.press("Esc");
    assert!(desk.message().contains("Ctrl-S"), "{}", desk.message());
    desk.press("Ctrl-S");
    let effects = desk.effects();
    let written = effects.iter().find_map(|effect| match effect {
        Effect::WriteWatchWords(edit) => Some((edit.text.as_str(), edit.base.as_str())),
        _ => None,
    });
    assert_eq!(written, Some(("@star\n听诊器", "@star\n潮水")));
    watch(&mut desk, "听诊器");
    assert_eq!(watched(&desk), ["0 2 2"]);
    // The word stands nowhere in this article.
    let reader = desk.app.issue.reader.as_ref().unwrap();
    assert!(reader.watched.iter().all(Vec::is_empty));
}

#[test]
fn watch_words_that_cannot_be_read_or_written_are_not_lost() {
    let mut desk = Desk::new();
    let failed = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    desk.press("W e");
    desk.send(Event::WatchWordsRead(Err((&failed).into())));
    assert!(desk.message().contains("没有权限"), "{}", desk.message());
    assert!(matches!(desk.app.popups.top, Some(Overlay::Watch(_))));
    desk.press("e");
    desk.send(Event::WatchWordsRead(Ok("潮水".to_owned())));
    desk.press("Ctrl-U").type_text("渡轮");
    desk.press("Ctrl-S");
    let edit = |desk: &mut Desk| {
        let mut effects = desk.effects().into_iter();
        effects.find_map(|effect| match effect {
            Effect::WriteWatchWords(edit) => Some(edit),
            _ => None,
        })
    };
    let first = edit(&mut desk).unwrap();
    desk.send(Event::WatchWordsUnwritten(
        first.clone(),
        "磁盘已满".to_owned(),
    ));
    assert!(desk.message().contains("磁盘已满"), "{}", desk.message());
    desk.press("e Ctrl-S");
    assert_eq!(edit(&mut desk), Some(first));
    desk.send(Event::WatchWordsMerged);
    assert!(desk.message().contains("其他程序"), "{}", desk.message());
}

#[test]
fn the_line_of_the_start_names_the_groups_of_what_is_new() {
    let mut desk = Desk::scanning();
    let old = desk.index().newest_first()[2].meta.identity.keys.to_vec();
    desk.send(Event::Seen(SeenArticles {
        old: Arc::new(old.into_iter().collect()),
        recent: ArticleSet::default(),
        has_previous: true,
        is_known_library: true,
    }));
    desk.send(Event::Scanned {
        problems: Vec::new(),
    });
    watch(
        &mut desk,
        "听诊器\n\n传感器学会了\n\n[渡轮时刻]\n渡轮时刻表|听诊器",
    );
    assert_eq!(
        desk.message(),
        "上次以来新到 2 期 6 篇，4 篇提到 渡轮时刻，2 篇提到 听诊器"
    );
}

#[test]
fn the_page_about_an_issue_names_its_new_words_when_they_are_found() {
    let mut desk = Desk::new();
    desk.press("i");
    let asked = desk.effects();
    let place = desk.app.issue.contents.as_ref().unwrap().place().clone();
    let scope = NewWordScope::Issue(place);
    assert_eq!(asked, [Effect::FindNewWords(scope.clone())]);
    let other = NewWordScope::Issue(Place::Sample(77));
    for scope in [other, scope] {
        desk.send(new_words(scope, &["潮汐电站"]));
    }
    let Some(Overlay::About(about)) = &desk.app.popups.top else {
        panic!("the page is closed");
    };
    let paragraphs = about.reader.page.paragraphs.iter();
    let found = paragraphs.filter(|p| p.text.contains("潮汐电站（3）"));
    assert_eq!(found.count(), 1);
}

/// An answer with the new words of an issue or a period, three articles each.
fn new_words(scope: NewWordScope, words: &[&str]) -> Event {
    let new = |word: &&str| NewWord {
        word: (*word).to_owned(),
        articles: 3,
        before: 0,
    };
    Event::NewWords {
        scope,
        words: words.iter().map(new).collect(),
    }
}

#[test]
fn n_lists_the_new_words_of_a_bar_and_each_is_a_search() {
    let mut desk = Desk::new();
    desk.press("c n");
    let day = |day| jiff::civil::date(2025, 9, day);
    let scope = NewWordScope::Period(day(1), day(30));
    assert_eq!(desk.effects(), [Effect::FindNewWords(scope.clone())]);
    desk.send(new_words(scope, &["时刻表", "听诊器"]));
    assert!(
        desk.rows()
            .iter()
            .any(|row| row.contains("3 篇，此前 0 篇"))
    );
    desk.press("j Enter");
    assert_eq!(searched(&desk), "听诊器");
    assert_eq!(desk.at(), (Some(42), 2));
    // A source has no time before.
    desk.press("Esc Esc Esc c c n");
    assert_eq!(panel(&desk).by, CountBy::Source);
    assert!(!desk.message().is_empty());
}

#[test]
fn n_in_the_page_about_an_issue_lists_its_new_words() {
    let mut desk = Desk::new();
    desk.press("i n");
    let place = desk.app.issue.contents.as_ref().unwrap().place().clone();
    desk.send(new_words(NewWordScope::Issue(place), &["听诊器"]));
    desk.press("Enter");
    assert_eq!(searched(&desk), "听诊器");
}
