//! What the reader remembers, away from the thread that draws: the store is opened, read, written and watched here.

use crate::app::event::Event;
use crate::app::marks::{Change as MarkChange, Mark};
use crate::lang::Lang;
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::{BasketChange, Change, LastPlace, Marks, State};
use keeper::Keeper;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

mod keeper;

/// What the store knew when it was opened.
#[derive(Debug, Clone, Default)]
pub struct Remembered {
    /// All marks.
    pub marks: Marks,
    /// Where one was in each article.
    pub positions: HashMap<ArticleKey, TextPos>,
    /// Where one was.
    pub place: Option<LastPlace>,
}

/// The thread that holds the store.
pub(super) struct Memory {
    orders: Sender<Change>,
    thread: Option<JoinHandle<Option<String>>>,
    library: String,
}

impl Memory {
    /// Opens the store in `folder` (none: everything ends with the program), tells what it knows, and from then on what other
    /// readers change. `library` is the name under which the place in it is kept.
    pub(super) fn start(
        folder: Option<PathBuf>,
        library: String,
        lang: Lang,
        events: Sender<Event>,
    ) -> Self {
        let (sender, orders) = mpsc::channel();
        let name = library.clone();
        let thread = thread::spawn(move || {
            let opened = match folder {
                Some(folder) => Some(State::open_telling(&folder, &name, |place, position| {
                    let _ = events.send(Event::Recalled { place, position });
                })),
                None => State::in_memory().ok().map(|state| (state, None)),
            };
            let (state, notice) = opened?;
            let remembered = Remembered {
                marks: state.marks().unwrap_or_default(),
                positions: state.positions().unwrap_or_default(),
                place: state.last_place(&name).unwrap_or_default(),
            };
            let _ = events.send(remembered.into_event());
            let basket = state.basket().unwrap_or_default();
            if !basket.is_empty() {
                let _ = events.send(Event::Basket(basket.clone()));
            }
            if let Some(notice) = notice {
                let message = notice.message(lang);
                let _ = events.send(if notice.ends_with_the_program() {
                    Event::Unsaved(Some(message))
                } else {
                    Event::Note(message)
                });
            }
            Keeper::new(state, lang, events, basket).serve(&orders)
        });
        Self {
            orders: sender,
            thread: Some(thread),
            library,
        }
    }

    pub(super) fn mark(&self, change: MarkChange) {
        let MarkChange { article, mark, on } = change;
        self.order(match mark {
            Mark::Read => Change::Read(article, on),
            Mark::Star => Change::Starred(article, on),
        });
    }

    pub(super) fn position(&self, article: ArticleKey, position: TextPos) {
        self.order(Change::Position(article, position));
    }

    pub(super) fn basket(&self, change: BasketChange) {
        self.order(Change::Basket(change));
    }

    pub(super) fn place(&self, place: LastPlace) {
        self.order(Change::Place(self.library.clone(), place));
    }

    /// A keeper that is gone had no store to keep.
    fn order(&self, change: Change) {
        let _ = self.orders.send(change);
    }

    /// Waits until what was ordered is written; answers what is wrong where it could not be.
    pub(super) fn finish(&mut self) -> Option<String> {
        (self.orders, _) = mpsc::channel();
        self.thread.take()?.join().ok().flatten()
    }
}

impl Drop for Memory {
    /// What was ordered is written, however the program ends.
    fn drop(&mut self) {
        self.finish();
    }
}

impl Remembered {
    fn into_event(self) -> Event {
        Event::Remembered {
            marks: self.marks,
            positions: self.positions,
            place: self.place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::BasketItem;
    use std::sync::mpsc::Receiver;
    use std::time::Duration;

    /// A memory that has told of the last place: where there is a store that comes before all else.
    fn started(folder: &std::path::Path) -> (Memory, Receiver<Event>) {
        assert_eq!(State::open(folder).1, None);
        let (sender, events) = mpsc::channel();
        let (folder, library) = (Some(folder.to_owned()), "a".to_owned());
        let memory = Memory::start(folder, library, Lang::Zh, sender);
        assert!(matches!(next(&events), Event::Recalled { .. }));
        (memory, events)
    }

    #[test]
    fn what_was_ordered_is_known_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let (memory, _events) = started(dir.path());
        let article = ArticleKey(7);
        memory.mark(MarkChange {
            article,
            mark: Mark::Star,
            on: true,
        });
        memory.position(article, TextPos::new(3, 12));
        memory.place(LastPlace {
            article: Some(article),
            ..LastPlace::default()
        });
        drop(memory);
        let (_memory, events) = started(dir.path());
        let Ok(Event::Remembered {
            marks,
            positions,
            place,
        }) = events.recv()
        else {
            panic!()
        };
        assert!(marks[&article].starred && !marks[&article].read);
        assert_eq!(positions[&article], TextPos::new(3, 12));
        assert_eq!(place.and_then(|p| p.article), Some(article));
    }

    #[test]
    fn the_basket_is_there_in_its_order_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let items: Vec<BasketItem> = [7, 3, 5]
            .map(|key| BasketItem {
                key: ArticleKey(key),
                path: "reports/629.txt".into(),
                title: format!("第{key}篇"),
            })
            .to_vec();
        let (memory, _events) = started(dir.path());
        memory.basket(BasketChange::between(&[], &items));
        drop(memory);
        let (_memory, events) = started(dir.path());
        assert!(matches!(events.recv(), Ok(Event::Remembered { .. })));
        assert!(matches!(events.recv(), Ok(Event::Basket(kept)) if kept == items));
    }

    #[test]
    fn what_two_readers_put_into_the_basket_is_in_both() {
        let dir = tempfile::tempdir().unwrap();
        let item = |key: u64| BasketItem {
            key: ArticleKey(key),
            path: "reports/629.txt".into(),
            title: format!("第{key}篇"),
        };
        let put = |key: u64| BasketChange::between(&[], &[item(key)]);
        let ((here, events), (there, others)) = (started(dir.path()), started(dir.path()));
        for events in [&events, &others] {
            assert!(matches!(next(events), Event::Remembered { .. }));
        }
        here.basket(put(1));
        there.basket(put(2));
        for events in [&events, &others] {
            let told = std::iter::repeat_with(|| next(events)).find_map(|event| match event {
                Event::BasketChanged(items) if items.len() == 2 => Some(items),
                _ => None,
            });
            assert!(
                [1, 2]
                    .iter()
                    .all(|key| told.as_ref().unwrap().contains(&item(*key)))
            );
        }
    }

    fn star(key: u64) -> MarkChange {
        MarkChange {
            article: ArticleKey(key),
            mark: Mark::Star,
            on: true,
        }
    }

    fn next(events: &Receiver<Event>) -> Event {
        events.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    #[test]
    fn marks_and_places_of_another_reader_arrive() {
        let dir = tempfile::tempdir().unwrap();
        let (_here, events) = started(dir.path());
        assert!(matches!(events.recv(), Ok(Event::Remembered { .. })));
        let (there, _) = started(dir.path());
        there.mark(star(7));
        there.position(ArticleKey(7), TextPos::new(2, 30));
        let Event::Marked { marks, positions } = next(&events) else {
            panic!()
        };
        assert!(marks[&ArticleKey(7)].starred);
        assert_eq!(positions[&ArticleKey(7)], TextPos::new(2, 30));
    }

    #[test]
    fn what_cannot_be_written_is_told_once_and_written_later() {
        let dir = tempfile::tempdir().unwrap();
        let (memory, events) = started(dir.path());
        assert!(matches!(next(&events), Event::Remembered { .. }));
        let other = rusqlite::Connection::open(dir.path().join("reading.sqlite")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        memory.mark(star(7));
        memory.mark(star(8));
        assert!(matches!(next(&events), Event::Unsaved(Some(_))));
        memory.mark(star(9));
        other.execute_batch("ROLLBACK").unwrap();
        assert!(matches!(next(&events), Event::Unsaved(None)));
        drop(memory);
        let (_memory, events) = started(dir.path());
        let Event::Remembered { marks, .. } = next(&events) else {
            panic!()
        };
        assert_eq!(marks.len(), 3);
    }

    #[test]
    fn what_could_not_be_written_to_the_end_is_told_at_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let (mut memory, events) = started(dir.path());
        assert!(matches!(next(&events), Event::Remembered { .. }));
        let other = rusqlite::Connection::open(dir.path().join("reading.sqlite")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        memory.mark(star(7));
        assert!(memory.finish().is_some());
        drop(other);
        memory = started(dir.path()).0;
        memory.mark(star(7));
        assert_eq!(memory.finish(), None);
    }
}
