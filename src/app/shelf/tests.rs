//! The list as its reader sorts, folds and filters it.

use super::*;
use crate::library::Status;
use crate::state::NewArticles;

fn entry(number: u32) -> Entry {
    let mut entry = Entry::unread(Place::Sample(number as usize), Status::Read);
    entry.meta_mut().number = Some(number);
    entry
}

fn numbers(shelf: &Shelf) -> Vec<u32> {
    shelf
        .entries()
        .iter()
        .filter_map(|e| e.meta.number)
        .collect()
}

#[test]
fn newest_stand_first_and_stay_chosen_until_the_reader_chooses() {
    let mut shelf = Shelf::default();
    shelf.resize(10);
    let marks = ArticleMarks::default();
    shelf.list(vec![entry(2), entry(1)], &marks);
    shelf.list(vec![entry(3)], &marks);
    assert_eq!(numbers(&shelf), [3, 2, 1]);
    assert_eq!(shelf.selected().and_then(|e| e.meta.number), Some(3));
    shelf.apply(Action::Down);
    shelf.list(vec![entry(5), entry(4), entry(2)], &marks);
    assert_eq!(numbers(&shelf), [5, 4, 3, 2, 1]);
    assert_eq!(shelf.selected().and_then(|e| e.meta.number), Some(2));
    shelf.drop_places(&[Place::Sample(5), Place::Sample(2)], &marks);
    assert_eq!(numbers(&shelf), [4, 3, 1]);
}

#[test]
fn the_chosen_row_stays_on_its_line_when_others_come_and_go_above_it() {
    let mut shelf = Shelf::default();
    shelf.resize(4);
    let marks = ArticleMarks::default();
    shelf.list((10..30).map(entry).collect(), &marks);
    for _ in 0..5 {
        shelf.apply(Action::Down);
    }
    let line = |shelf: &Shelf| {
        let (rows, chosen) = shelf.visible();
        (
            shelf.selected().and_then(|e| e.meta.number),
            chosen - rows.start,
        )
    };
    assert_eq!(line(&shelf), (Some(24), 3));
    shelf.list(vec![entry(40), entry(41), entry(5)], &marks);
    assert_eq!(line(&shelf), (Some(24), 3));
    shelf.drop_places(&[28, 27, 26, 12].map(Place::Sample), &marks);
    assert_eq!(line(&shelf), (Some(24), 3));
}

#[test]
fn folders_are_told_apart_by_what_they_do_not_share() {
    let in_folder = |folder: &str, number| {
        let place = Place::File(format!("{folder}/{number}.txt").into());
        Entry::unread(place, Status::Read)
    };
    let mut shelf = Shelf::default();
    shelf.set_order(ShelfOrder::Folder, &ArticleMarks::default());
    let folders = ["/资料/周报", "/资料/周报/2024", "/资料/周报/2024/旧"];
    let entries = folders.map(|folder| in_folder(folder, 1)).to_vec();
    shelf.list(entries, &ArticleMarks::default());
    let names = folders.map(|folder| shelf.folder_name(folder));
    assert_eq!(names, ["周报", "2024", "2024/旧"]);
    assert!(shelf.toggle_fold());
    assert_eq!(shelf.folded(), (vec![], vec!["/资料/周报".to_owned()]));
    shelf.list(vec![in_folder("/资料/公报", 1)], &ArticleMarks::default());
    assert_eq!(shelf.folder_name("/资料/周报/2024"), "周报/2024");
}

fn dated(number: u32, year: i16) -> Entry {
    let mut entry = entry(number);
    entry.meta_mut().published = Some(jiff::civil::date(year, 6, 20));
    entry
}

fn shown(shelf: &Shelf) -> String {
    let tell = |row: &ShelfRow| match row {
        ShelfRow::Heading(Heading::Year(year), count, folded) => {
            format!("{year}({count}{})", if *folded { " folded" } else { "" })
        }
        ShelfRow::Heading(Heading::Folder(name), ..) => name.clone(),
        ShelfRow::Saved(at) => format!("@{}", shelf.saved[*at].name),
        ShelfRow::Issue(at) => shelf.entries()[*at].meta.number.unwrap_or(0).to_string(),
    };
    shelf.rows.iter().map(tell).collect::<Vec<_>>().join(" ")
}

#[test]
fn years_stand_over_their_issues_and_fold() {
    let mut shelf = Shelf::default();
    shelf.resize(10);
    shelf.list(
        vec![dated(1, 2024), dated(3, 2025), dated(2, 2025)],
        &ArticleMarks::default(),
    );
    assert_eq!(shown(&shelf), "2025(2) 3 2 2024(1) 1");
    assert_eq!(shelf.selected().and_then(|e| e.meta.number), Some(3));
    assert!(shelf.toggle_fold());
    assert_eq!(shown(&shelf), "2025(2 folded) 2024(1) 1");
    assert!(shelf.is_on_heading() && shelf.selected().is_none());
    assert!(shelf.step(true));
    assert_eq!(shelf.selected().and_then(|e| e.meta.number), Some(1));
    assert!(shelf.choose(|e| e.meta.number == Some(2)));
    assert_eq!(shown(&shelf), "2025(2) 3 2 2024(1) 1");
}

#[test]
fn other_orders_and_a_filter_keep_the_choice() {
    let mut shelf = Shelf::default();
    let mut marks = ArticleMarks::default();
    shelf.resize(10);
    let with_key = |key: u64, mut entry: Entry| {
        entry.meta_mut().identity.keys = Box::new([crate::model::identity::ArticleKey(key)]);
        entry
    };
    let (read, unread) = (with_key(1, dated(3, 2025)), with_key(2, dated(1, 2024)));
    marks.set(
        read.meta.identity.keys[0],
        crate::state::MarkKind::Read,
        true,
    );
    shelf.list(vec![read, unread], &marks);
    shelf.apply(Action::Down);
    shelf.apply(Action::Down);
    shelf.set_order(ShelfOrder::Unread, &marks);
    assert_eq!(shown(&shelf), "1 3");
    assert_eq!(shelf.selected().and_then(|e| e.meta.number), Some(1));
    shelf.set_order(ShelfOrder::Number, &marks);
    assert_eq!(shown(&shelf), "3 1");
    shelf.set_filter(ShelfFilter::parse("2024-06", &NewArticles::default()));
    assert_eq!(shown(&shelf), "1");
    shelf.set_filter(ShelfFilter::default());
    assert_eq!(shown(&shelf), "3 1");
    assert_eq!(
        ShelfOrder::ALL.map(|order| ShelfOrder::named(order.name())),
        ShelfOrder::ALL.map(Some)
    );
}

#[test]
fn the_list_is_seen_again_as_it_was_on_a_heading_and_on_its_line_too() {
    let marks = ArticleMarks::default();
    let mut shelf = Shelf::default();
    shelf.resize(6);
    let years = [2023, 2024, 2025];
    let in_year =
        |year: i16| (0..5).map(move |n| dated(u32::from(year.unsigned_abs()) * 10 + n, year));
    shelf.list(years.into_iter().flat_map(in_year).collect(), &marks);
    let seen = |shelf: &Shelf| (shelf.visible(), shelf.folded(), shelf.rows.clone());
    shelf.scroll(4);
    for _ in 0..3 {
        for keys in [Action::Down, Action::Down, Action::Up] {
            shelf.apply(keys);
            let (before, view) = (seen(&shelf), shelf.view());
            assert!(shelf.choose(|entry| entry.meta.number == Some(20_230)));
            shelf.restore(view);
            assert_eq!(seen(&shelf), before);
        }
        shelf.toggle_fold();
    }
}

#[test]
fn saved_searches_stand_above_the_issues_and_take_no_selection_away() {
    let mut shelf = Shelf::default();
    let entries = vec![dated(630, 2025), dated(600, 2024)];
    shelf.list(entries, &ArticleMarks::default());
    let before = shelf.selected().map(|entry| entry.meta.number);
    shelf.set_saved(["甲".to_owned(), "乙".to_owned()]);
    assert_eq!(shown(&shelf), "@甲 @乙 2025(1) 630 2024(1) 600");
    assert_eq!(shelf.selected().map(|entry| entry.meta.number), before);
    shelf.set_saved([]);
    assert_eq!(shown(&shelf), "2025(1) 630 2024(1) 600");
}
