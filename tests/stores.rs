//! A store written by an earlier version of the program is opened, and everything that the user kept is in it.
//!
//! `stores/reading-v2.sqlite` was written by newsreader 0.1.0 (commit 18a2e56, schema version 2) in a terminal, by keys, over
//! the reports in `stores/reports`, which lay in `/home/reader/reports`. It is never written anew: a change of the schema
//! gets a second file beside it.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use newsreader::library::identity::Identity;
use newsreader::library::{self, identity};
use newsreader::model::TextPos;
use newsreader::model::identity::ArticleKey;
use newsreader::state::{FILE_NAME, Mark, Marks, State};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const LIBRARY: &str = "/home/reader/reports";

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

/// The key of an article, counted from 1, of the report `report`.
fn key(report: &str, article: usize) -> ArticleKey {
    let opened = library::open(&stores().join("reports").join(report)).unwrap();
    identity::keys(&opened.issue)[article - 1]
}

/// A copy of the store in a folder of its own, opened, and adopted by the articles of the reports.
fn opened() -> (tempfile::TempDir, State) {
    let (dir, mut state) = as_written();
    let estate = state.estate().unwrap();
    let mut heirs = Vec::new();
    for report in ["2025/89.txt", "2025/88.txt"] {
        let opened = library::open(&stores().join("reports").join(report)).unwrap();
        let path = Path::new(LIBRARY).join(report);
        let identity = Identity::of(&opened.issue);
        let open: Vec<_> = identity
            .heirs()
            .filter(|heir| estate.is_open(heir))
            .collect();
        heirs.extend(open.into_iter().map(|heir| (heir, path.clone())));
    }
    let given: Vec<_> = heirs
        .iter()
        .map(|(heir, path)| (*heir, path.as_path()))
        .collect();
    state.adopt(&given).unwrap();
    (dir, state)
}

/// A copy of the store in a folder of its own, opened.
fn as_written() -> (tempfile::TempDir, State) {
    let dir = tempfile::tempdir().unwrap();
    let store = stores().join("reading-v2.sqlite");
    std::fs::copy(store, dir.path().join(FILE_NAME)).unwrap();
    let (state, notice) = State::open_library(dir.path(), LIBRARY, |_, _| ());
    assert_eq!(notice, None);
    (dir, state)
}

#[test]
fn every_mark_of_an_earlier_version_is_there() {
    let (_dir, state) = opened();
    let mark = |read, starred| Mark {
        read,
        starred,
        ..Mark::default()
    };
    let marks = [
        ("2025/89.txt", 1, mark(true, true)),
        ("2025/89.txt", 2, mark(true, false)),
        ("2025/89.txt", 3, mark(false, true)),
        ("2025/89.txt", 4, mark(true, false)),
        ("2025/88.txt", 1, mark(true, false)),
        ("2025/88.txt", 2, mark(true, true)),
    ];
    let marks = marks.map(|(report, article, mark)| (key(report, article), mark));
    let marks = Marks::from(marks);
    let mut now = state.marks().unwrap();
    let (_dir, before) = as_written();
    assert_eq!(before.marks().unwrap().len(), marks.len());
    // The rows of the former keys stay.
    now.retain(|key, _| marks.contains_key(key));
    assert_eq!(now, marks);
}

#[test]
fn every_position_of_an_earlier_version_is_there() {
    let (_dir, state) = opened();
    let positions = HashMap::from([
        (key("2025/89.txt", 1), TextPos::new(4, 164)),
        (key("2025/89.txt", 2), TextPos::new(2, 0)),
        (key("2025/88.txt", 1), TextPos::new(4, 0)),
    ]);
    let mut now = state.positions().unwrap();
    now.retain(|key, _| positions.contains_key(key));
    assert_eq!(now, positions);
}

#[test]
fn the_basket_of_an_earlier_version_is_there_in_its_order() {
    let (_dir, state) = opened();
    let basket = state.basket().unwrap();
    let items: Vec<_> = basket
        .iter()
        .map(|item| (item.key, item.path.to_str().unwrap(), item.title.as_str()))
        .collect();
    let expected = [
        (
            key("2025/89.txt", 2),
            "/home/reader/reports/2025/89.txt",
            "渡口候船室加装无障碍坡道",
        ),
        (
            key("2025/88.txt", 1),
            "/home/reader/reports/2025/88.txt",
            "岚湖市试行夜间门诊",
        ),
    ];
    assert_eq!(items, expected);
}

#[test]
fn the_last_place_of_an_earlier_version_is_there() {
    let (_dir, state) = opened();
    let place = state.last_place().unwrap().unwrap();
    let opened = library::open(&stores().join("reports/2025/88.txt")).unwrap();
    let identity = Identity::of(&opened.issue);
    assert_eq!(
        place.article.and_then(|key| identity.index_of(key)),
        Some(1)
    );
    assert_eq!(
        place.path.as_deref(),
        Some("/home/reader/reports/2025/88.txt")
    );
    assert_eq!((place.pane, place.panes_hidden), (2, true));
    assert_eq!(place.folded_years, [2024]);
    assert_eq!(place.folded_folders, ["/home/reader/reports/2024"]);
    assert_eq!(place.order.as_deref(), Some("folder"));
}
