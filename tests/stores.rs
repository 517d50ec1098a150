//! A store written by an earlier version of the program is opened, and everything that the user kept is in it.
//!
//! `stores/reading-v2.sqlite` was written by newsreader 0.1.0 (commit 18a2e56, schema version 2) in a terminal, by keys, over
//! the reports in `stores/reports`, which lay in `/home/reader/reports`. `stores/documents-v2.sqlite` was written in the same way
//! over the documents in `stores/documents`, which that version read in another way: a running number as the number, and
//! documents with headings as one article each; `stores/kinds-v2.sqlite` over those in `stores/kinds`, whose titles it took from
//! other rows; `stores/signs-v2.sqlite` over those in `stores/signs`, whose first row has no letters; `stores/day-v4.sqlite` was written by commit 7514d01 (schema version 4, with notes, excerpts and corrections) over
//! `stores/reports`. None is ever written anew: a change of the schema gets another file beside them.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use newsreader::library::identity::Identity;
use newsreader::library::{self, identity, sandbox};
use newsreader::model::identity::ArticleKey;
use newsreader::model::{Issue, TextPos};
use newsreader::state::{FILE_NAME, Mark, Marks, State};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const LIBRARY: &str = "/home/reader/reports";

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

/// A library and the store that version 0.1.0 wrote over it.
struct Kept {
    /// The folder of the reports beside this file.
    folder: &'static str,
    /// The store.
    store: &'static str,
    /// The folder in which the reports lay.
    library: &'static str,
    /// The reports.
    reports: &'static [&'static str],
}

/// Reports in the layout of reports.
const REPORTS: Kept = Kept {
    folder: "reports",
    store: "reading-v2.sqlite",
    library: LIBRARY,
    reports: &["2025/89.txt", "2025/88.txt"],
};

/// The same reports and the store of a working day, which a later commit wrote.
const DAY: Kept = Kept {
    store: "day-v4.sqlite",
    ..REPORTS
};

/// Documents that are read in another way now.
const DOCUMENTS: Kept = Kept {
    folder: "documents",
    store: "documents-v2.sqlite",
    library: "/home/reader/documents",
    reports: &["周报-12.txt", "周刊-12.md", "纪要.html", "通知.docx"],
};

/// Documents whose title was another row, a whole paragraph, or a link of the menu.
const KINDS: Kept = Kept {
    folder: "kinds",
    store: "kinds-v2.sqlite",
    library: "/home/reader/kinds",
    reports: &[
        "内参.txt",
        "封面.docx",
        "年报.md",
        "网页.html",
        "表单.html",
        "软回车.docx",
    ],
};

/// Documents whose first row has no letters.
const SIGNS: Kept = Kept {
    folder: "signs",
    store: "signs-v2.sqlite",
    library: "/home/reader/signs",
    reports: &["夜诊.pdf", "早市.pdf", "渡口.pdf"],
};

/// The key of an article, counted from 1, of the report `report`.
fn key(report: &str, article: usize) -> ArticleKey {
    REPORTS.keys(report)[article - 1]
}

impl Kept {
    /// The issue of a report.
    fn issue(&self, report: &str) -> Issue {
        // A document that is no plain text is read in a process of its own.
        sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
        let path = stores().join(self.folder).join(report);
        library::open(&path).unwrap().issue
    }

    /// The keys of the articles of a report.
    fn keys(&self, report: &str) -> Vec<ArticleKey> {
        identity::keys(&self.issue(report))
    }
}

/// A copy of the store in a folder of its own, opened, and adopted by the articles of the reports.
fn opened(kept: &Kept) -> (tempfile::TempDir, State) {
    let (dir, mut state) = as_written(kept);
    let estate = state.estate().unwrap();
    let mut heirs = Vec::new();
    for report in kept.reports {
        let path = Path::new(kept.library).join(report);
        let identity = Identity::of(&kept.issue(report));
        let by_file = identity.heirs_by_file(estate.in_file(&path));
        let open = identity.heirs().chain(by_file);
        let open: Vec<_> = open.filter(|heir| estate.is_open(heir)).collect();
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
fn as_written(kept: &Kept) -> (tempfile::TempDir, State) {
    let dir = tempfile::tempdir().unwrap();
    let store = stores().join(kept.store);
    std::fs::copy(store, dir.path().join(FILE_NAME)).unwrap();
    let (state, notice) = State::open_library(dir.path(), kept.library, |_| ());
    assert_eq!(notice, None);
    (dir, state)
}

#[test]
fn every_mark_of_an_earlier_version_is_there() {
    let (_dir, state) = opened(&REPORTS);
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
    let (_dir, before) = as_written(&REPORTS);
    assert_eq!(before.marks().unwrap().len(), marks.len());
    // The rows of the former keys stay.
    now.retain(|key, _| marks.contains_key(key));
    assert_eq!(now, marks);
}

#[test]
fn every_position_of_an_earlier_version_is_there() {
    let (_dir, state) = opened(&REPORTS);
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
    let (_dir, state) = opened(&REPORTS);
    let basket = state.chosen_basket().unwrap().items;
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
    let (_dir, state) = opened(&REPORTS);
    let place = state.last_place().unwrap().unwrap();
    let identity = Identity::of(&REPORTS.issue("2025/88.txt"));
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

#[test]
fn what_was_kept_of_documents_that_are_read_in_another_way_now_is_there() {
    let (_dir, state) = opened(&DOCUMENTS);
    let marks = state.marks().unwrap();
    for report in DOCUMENTS.reports {
        let keys = DOCUMENTS.keys(report);
        assert!(keys.len() > 1, "{report}");
        assert!(keys.iter().all(|key| marks.contains_key(key)), "{report}");
        assert!(keys.iter().all(|key| marks[key].read), "{report}");
        // A star on a document that was one article is that of its first.
        let starred: Vec<_> = keys.iter().map(|key| marks[key].starred).collect();
        let first_alone = starred.iter().enumerate().all(|(at, on)| *on == (at == 0));
        assert!(first_alone, "{report}: {starred:?}");
    }
    let basket = state.chosen_basket().unwrap().items;
    let keys: Vec<_> = basket.iter().map(|item| item.key).collect();
    let weekly = DOCUMENTS.keys("周报-12.txt");
    let first = |report| DOCUMENTS.keys(report)[0];
    assert_eq!(
        keys,
        [weekly[0], weekly[1], first("纪要.html"), first("通知.docx")]
    );
    // The document was left at 旧书, which is the second of its articles now.
    let positions = state.positions().unwrap();
    let periodical = DOCUMENTS.keys("周刊-12.md");
    assert!(positions.contains_key(&periodical[1]), "{positions:?}");
    let place = state.last_place().unwrap().unwrap();
    let identity = Identity::of(&DOCUMENTS.issue("周刊-12.md"));
    assert!(
        place
            .article
            .and_then(|key| identity.index_of(key))
            .is_some()
    );
}

#[test]
fn what_was_kept_under_titles_that_are_read_elsewhere_now_is_there() {
    let (_dir, state) = opened(&KINDS);
    let marks = state.marks().unwrap();
    let basket = state.chosen_basket().unwrap().items;
    let positions = state.positions().unwrap();
    for (report, item) in KINDS.reports.iter().zip(&basket) {
        let keys = KINDS.keys(report);
        assert!(marks[&keys[0]].starred, "{report}");
        assert!(keys.iter().all(|key| marks[key].read), "{report}");
        assert_eq!(item.key, keys[0], "{report}");
    }
    assert_eq!(basket.len(), KINDS.reports.len());
    // The reader was at the third block, which is in the first article still, or near it.
    for report in ["内参.txt", "封面.docx", "网页.html"] {
        let keys = KINDS.keys(report);
        assert!(positions.contains_key(&keys[0]), "{report}");
    }
}

#[test]
fn what_was_kept_under_a_first_row_without_letters_is_there() {
    let (_dir, state) = opened(&SIGNS);
    let marks = state.marks().unwrap();
    for report in SIGNS.reports {
        let keys = SIGNS.keys(report);
        let mark = marks.get(&keys[0]);
        assert!(
            mark.is_some_and(|mark| mark.starred && mark.read),
            "{report}"
        );
    }
    let basket = state.chosen_basket().unwrap().items;
    let keys: Vec<_> = basket.iter().map(|item| item.key).collect();
    assert_eq!(keys, [SIGNS.keys("渡口.pdf")[0]]);
}

#[test]
fn notes_excerpts_and_corrections_of_an_earlier_commit_are_there() {
    let (_dir, state) = opened(&DAY);
    let issue = DAY.issue("2025/89.txt");
    let keys = identity::keys(&issue);
    let basket = state.chosen_basket().unwrap().items;
    let [item] = basket.as_slice() else {
        panic!("one article in the basket: {basket:?}");
    };
    assert_eq!((item.key, item.note.as_str()), (keys[0], "请各科室参阅。"));
    let quote = item.excerpts[0].quote.as_str();
    let blocks = &issue.articles[0].blocks;
    assert!(
        blocks.iter().any(|block| block.text.contains(quote)),
        "{quote}"
    );
    let corrections = state.corrections().unwrap();
    assert_eq!(
        corrections[&keys[1]].title.as_deref(),
        Some("渡口候船室加装无障碍坡道（订正）")
    );
    let marks = state.marks().unwrap();
    assert!(marks[&keys[0]].starred && marks[&keys[1]].read);
    assert!(state.positions().unwrap().contains_key(&keys[0]));
}
