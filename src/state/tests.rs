//! What is remembered, over a restart and between two readers.

use super::*;

const ONE: ArticleKey = ArticleKey(u64::MAX);
const TWO: ArticleKey = ArticleKey(2);

fn open(folder: &Path) -> State {
    let (state, notice) = State::open(folder);
    assert_eq!(notice, None);
    state
}

#[test]
fn marks_positions_and_basket_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let position = TextPos::new(3, 21);
    let place = LastPlace {
        article: Some(TWO),
        folded_years: vec![2024],
        folded_folders: vec!["a/2024".to_owned()],
        ..LastPlace::default()
    };
    let item = BasketItem {
        key: ONE,
        path: "a/629.txt".into(),
        title: "云州试点".to_owned(),
    };
    let mut state = open(dir.path());
    let changes = [
        Change::Read(ONE, true),
        Change::Starred(ONE, true),
        Change::Starred(TWO, true),
        Change::Starred(TWO, false),
        Change::Position(ONE, position),
        Change::Place("a".to_owned(), place.clone()),
        Change::Basket(BasketChange::between(&[], std::slice::from_ref(&item))),
    ];
    state.remember(&changes).unwrap();
    drop(state);
    let state = open(dir.path());
    let (read, starred) = (true, true);
    let marks = Marks::from([(ONE, Mark { read, starred }), (TWO, Mark::default())]);
    assert_eq!(state.marks().unwrap(), marks);
    assert_eq!(state.positions().unwrap()[&ONE], position);
    assert_eq!(state.last_place("a").unwrap(), Some(place));
    assert_eq!(state.last_place("b").unwrap(), None);
    assert_eq!(state.basket().unwrap(), [item]);
}

#[test]
fn the_last_place_is_told_before_the_store_is_looked_through() {
    let dir = tempfile::tempdir().unwrap();
    let position = TextPos::new(3, 21);
    let place = LastPlace {
        article: Some(TWO),
        ..LastPlace::default()
    };
    let changes = [
        Change::Place("a".to_owned(), place.clone()),
        Change::Position(TWO, position),
    ];
    open(dir.path()).remember(&changes).unwrap();
    for (library, expected) in [("a", (Some(place), Some(position))), ("b", (None, None))] {
        let mut told = None;
        let (_, notice) = State::open_telling(dir.path(), library, |place, position| {
            told = Some((place, position));
        });
        assert_eq!((notice, told), (None, Some(expected)));
    }
}

#[test]
fn two_readers_see_each_others_marks_and_leave_them_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (mut here, mut there) = (open(dir.path()), open(dir.path()));
    assert!(!here.changed_elsewhere().unwrap());
    there.remember(&[Change::Read(ONE, true)]).unwrap();
    assert!(here.changed_elsewhere().unwrap());
    assert!(here.marks().unwrap()[&ONE].read);
    assert!(!here.changed_elsewhere().unwrap());
    here.remember(&[Change::Starred(ONE, true)]).unwrap();
    let (read, starred) = (true, true);
    assert_eq!(there.marks().unwrap()[&ONE], Mark { read, starred });
}

#[test]
fn what_finds_no_room_leaves_the_store_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut state = open(dir.path());
    state.remember(&[Change::Starred(ONE, true)]).unwrap();
    let before = state.marks().unwrap();
    let pages: i64 = state
        .db
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    state
        .db
        .pragma_update(None, "max_page_count", pages)
        .unwrap();
    let many: Vec<Change> = (10..9000)
        .map(|n| Change::Read(ArticleKey(n), true))
        .collect();
    assert!(matches!(state.remember(&many), Err(Error::Full)));
    assert_eq!(state.marks().unwrap(), before);
    state
        .db
        .pragma_update(None, "max_page_count", 1 << 20)
        .unwrap();
    state.remember(&many).unwrap();
    assert_eq!(state.marks().unwrap().len(), 8991);
}
