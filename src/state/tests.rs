//! What is remembered, over a restart and between two readers.

use super::*;
use crate::model::excerpt::Excerpt;

const ONE: ArticleKey = ArticleKey(u64::MAX);
const TWO: ArticleKey = ArticleKey(2);

fn open(folder: &Path) -> State {
    open_library(folder, "a")
}

fn open_library(folder: &Path, library: &str) -> State {
    let (state, notice) = State::open_library(folder, library, |_| ());
    assert_eq!(notice, None);
    state
}

fn mark(article: ArticleKey, kind: MarkKind, on: bool) -> Change {
    Change::Mark(MarkChange { article, kind, on })
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
    let item = BasketItem::article(ONE, "a/629.txt", "云州试点");
    let mut state = open(dir.path());
    let changes = [
        mark(ONE, MarkKind::Read, true),
        mark(ONE, MarkKind::Star, true),
        mark(TWO, MarkKind::Star, true),
        mark(TWO, MarkKind::Star, false),
        Change::Position(ONE, position),
        Change::Place(place.clone()),
        Change::Basket(BasketChange::between("", &[], std::slice::from_ref(&item))),
    ];
    state.remember(&changes).unwrap();
    drop(state);
    let state = open(dir.path());
    let (read, starred) = (true, true);
    let sent = false;
    let marks = Marks::from([
        (
            ONE,
            Mark {
                read,
                starred,
                sent,
            },
        ),
        (TWO, Mark::default()),
    ]);
    assert_eq!(state.marks().unwrap(), marks);
    assert_eq!(state.positions().unwrap()[&ONE], position);
    assert_eq!(state.last_place().unwrap(), Some(place));
    assert_eq!(state.chosen_basket().unwrap().items, [item]);
    let other = open_library(dir.path(), "b");
    assert_eq!(other.last_place().unwrap(), None);
}

#[test]
fn the_last_place_is_known_before_the_store_is_checked() {
    let dir = tempfile::tempdir().unwrap();
    let position = TextPos::new(3, 21);
    let place = LastPlace {
        article: Some(TWO),
        ..LastPlace::default()
    };
    let changes = [
        Change::Place(place.clone()),
        Change::Position(TWO, position),
    ];
    open(dir.path()).remember(&changes).unwrap();
    for (library, expected) in [("a", (Some(place), Some(position))), ("b", (None, None))] {
        let mut recalled = Vec::new();
        let (_, notice) = State::open_library(dir.path(), library, |part| recalled.push(part));
        assert_eq!(notice, None);
        let [Recalled::Place(place, at), Recalled::Marks(_, positions)] = &recalled[..] else {
            panic!("{recalled:?}");
        };
        assert_eq!((place, at), (&expected.0, &expected.1));
        assert_eq!(positions[&TWO], position);
    }
}

#[test]
fn a_change_by_another_reader_while_the_store_is_opened_is_seen_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut there = open(dir.path());
    let (mut here, _) = State::open_library(dir.path(), "a", |part| {
        if let Recalled::Marks(..) = part {
            there.remember(&[mark(ONE, MarkKind::Star, true)]).unwrap();
        }
    });
    assert!(here.changed_elsewhere().unwrap());
    assert!(!here.changed_elsewhere().unwrap());
}

#[test]
fn two_readers_see_each_others_marks_and_leave_them_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (mut here, mut there) = (open(dir.path()), open(dir.path()));
    assert!(!here.changed_elsewhere().unwrap());
    there.remember(&[mark(ONE, MarkKind::Read, true)]).unwrap();
    assert!(here.changed_elsewhere().unwrap());
    assert!(here.marks().unwrap()[&ONE].read);
    assert!(!here.changed_elsewhere().unwrap());
    here.remember(&[mark(ONE, MarkKind::Star, true)]).unwrap();
    let (read, starred) = (true, true);
    assert_eq!(
        there.marks().unwrap()[&ONE],
        Mark {
            read,
            starred,
            ..Mark::default()
        }
    );
}

#[test]
fn what_finds_no_room_leaves_the_store_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut state = open(dir.path());
    state.remember(&[mark(ONE, MarkKind::Star, true)]).unwrap();
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
        .map(|n| mark(ArticleKey(n), MarkKind::Read, true))
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

#[test]
fn named_baskets_with_excerpts_and_notes_and_what_was_sent_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let mut item = BasketItem::article(ONE, "a/629.txt", "云州试点");
    item.note = "请阅。\n抄送。".to_owned();
    item.excerpts = vec![Excerpt {
        quote: "试点三年。".to_owned(),
        before: "云州".to_owned(),
        after: "其后".to_owned(),
    }];
    let items = [BasketItem::heading("一组"), item];
    let brief = LastBrief {
        number: Some(12),
        ..LastBrief::default()
    };
    let sent = SentMark {
        brief: "专报".to_owned(),
        number: Some(12),
        day: jiff::civil::date(2026, 11, 26),
    };
    let name = "专报".to_owned();
    let changes = [
        Change::Basket(BasketChange::between(&name, &[], &items)),
        Change::BasketList(BasketListChange::Choose(name.clone())),
        Change::BasketList(BasketListChange::Brief(
            name.clone(),
            Box::new(brief.clone()),
        )),
        Change::Sent(vec![ONE], sent.clone()),
    ];
    let mut state = open(dir.path());
    state.remember(&changes).unwrap();
    drop(state);
    let mut state = open(dir.path());
    let kept = state.baskets().unwrap();
    let mut applied = vec![StoredBasket::default()];
    for change in &changes {
        apply_to_baskets(&mut applied, change);
    }
    assert_eq!(kept, applied);
    assert_eq!(kept[1].items, items);
    assert_eq!(kept[1].last_brief, Some(brief));
    assert_eq!(state.chosen_basket().unwrap().items, items);
    assert_eq!(state.sent().unwrap()[&ONE], sent);
    assert!(state.marks().unwrap()[&ONE].sent);
    let dropped = Change::BasketList(BasketListChange::Drop(name));
    state.remember(&[dropped]).unwrap();
    assert_eq!(state.baskets().unwrap(), [StoredBasket::default()]);
}
