//! What the reader remembers, away from the thread that draws: the store is opened, read, written and watched here.

use crate::app::event::Event;
use crate::app::marks::{Change, Mark};
use crate::lang::Lang;
use crate::model::identity::ArticleKey;
use crate::state::{BasketItem, LastPlace, Marks, Position, State};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often other readers' marks are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What is to be remembered.
enum Order {
    Mark(Change),
    Position(ArticleKey, Position),
    Place(LastPlace),
    Basket(Vec<BasketItem>),
}

/// What the store knew when it was opened.
#[derive(Debug, Clone, Default)]
pub struct Remembered {
    /// All marks.
    pub marks: Marks,
    /// Where one was in each article.
    pub positions: HashMap<ArticleKey, Position>,
    /// Where one was.
    pub place: Option<LastPlace>,
}

/// The thread that holds the store.
pub(super) struct Memory {
    orders: Sender<Order>,
    /// What was ordered before the thread began.
    waiting: Option<Receiver<Order>>,
    thread: Option<JoinHandle<()>>,
}

impl Memory {
    /// A memory that takes orders and has not opened its store yet: that can come after the first frame.
    pub(super) fn new() -> Self {
        let (orders, waiting) = mpsc::channel();
        Self {
            orders,
            waiting: Some(waiting),
            thread: None,
        }
    }

    /// Opens the store in `folder` (none: everything ends with the program) for the library called `library`, tells what it
    /// knows, and from then on what other readers change. Once only.
    pub(super) fn begin(
        &mut self,
        folder: Option<PathBuf>,
        library: String,
        lang: Lang,
        events: Sender<Event>,
    ) {
        let Some(orders) = self.waiting.take() else {
            return;
        };
        let thread = thread::spawn(move || {
            let opened = match folder {
                Some(folder) => Some(State::open(&folder)),
                None => State::in_memory().ok().map(|state| (state, None)),
            };
            let Some((state, notice)) = opened else {
                return;
            };
            let remembered = Remembered {
                marks: state.marks().unwrap_or_default(),
                positions: state.positions().unwrap_or_default(),
                place: state.last_place(&library).unwrap_or_default(),
            };
            let _ = events.send(remembered.into_event());
            let basket = state.basket().unwrap_or_default();
            if !basket.is_empty() {
                let _ = events.send(Event::Basket(basket));
            }
            if let Some(notice) = notice {
                let _ = events.send(Event::Note(notice.message(lang)));
            }
            Keeper {
                state,
                library,
                lang,
                events,
                has_complained: false,
            }
            .serve(&orders);
        });
        self.thread = Some(thread);
    }

    pub(super) fn mark(&self, change: Change) {
        self.order(Order::Mark(change));
    }

    pub(super) fn position(&self, article: ArticleKey, (block, byte): (usize, usize)) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let position = Position {
            block: small(block),
            byte: small(byte),
        };
        self.order(Order::Position(article, position));
    }

    pub(super) fn basket(&self, items: Vec<BasketItem>) {
        self.order(Order::Basket(items));
    }

    pub(super) fn place(&self, place: LastPlace) {
        self.order(Order::Place(place));
    }

    /// A keeper that is gone had no store to keep.
    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}

impl Drop for Memory {
    /// What was ordered is written before the program ends.
    fn drop(&mut self) {
        (self.orders, _) = mpsc::channel();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Remembered {
    fn into_event(self) -> Event {
        let positions = self.positions.into_iter();
        Event::Remembered {
            marks: self.marks,
            positions: positions
                .map(|(key, p)| (key, (p.block as usize, p.byte as usize)))
                .collect(),
            place: self.place,
        }
    }
}

struct Keeper {
    state: State,
    library: String,
    lang: Lang,
    events: Sender<Event>,
    has_complained: bool,
}

impl Keeper {
    fn serve(&mut self, orders: &Receiver<Order>) {
        loop {
            match orders.recv_timeout(LOOK_EVERY) {
                Ok(order) => self.obey(order),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn obey(&mut self, order: Order) {
        let done = match order {
            Order::Mark(Change {
                article,
                mark: Mark::Read,
                on,
            }) => self.state.set_read(&[article], on).map(|_| ()),
            Order::Mark(Change {
                article,
                mark: Mark::Star,
                on,
            }) => self.state.set_starred(&[article], on).map(|_| ()),
            Order::Position(article, position) => self.state.set_position(article, position),
            Order::Basket(items) => self.state.set_basket(&items),
            Order::Place(place) => self.state.set_last_place(&self.library, &place),
        };
        match done {
            Ok(()) => self.has_complained = false,
            // Said once, not for every mark.
            Err(error) if !self.has_complained => {
                self.has_complained = true;
                let hint = error
                    .hint(self.lang)
                    .map(|hint| format!("; {hint}"))
                    .unwrap_or_default();
                let _ = self.events.send(Event::Note(format!("{error}{hint}")));
            }
            Err(_) => {}
        }
    }

    fn look(&mut self) {
        if self.state.changed_elsewhere().unwrap_or(false)
            && let Ok(marks) = self.state.marks()
        {
            let _ = self.events.send(Event::Marked(marks));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(folder: &std::path::Path) -> (Memory, Receiver<Event>) {
        let (sender, events) = mpsc::channel();
        let mut memory = Memory::new();
        memory.begin(Some(folder.to_owned()), "a".to_owned(), Lang::Zh, sender);
        (memory, events)
    }

    #[test]
    fn what_was_ordered_is_known_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let (memory, _events) = started(dir.path());
        let article = ArticleKey(7);
        memory.mark(Change {
            article,
            mark: Mark::Star,
            on: true,
        });
        memory.position(article, (3, 12));
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
        assert_eq!(positions[&article], (3, 12));
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
        memory.basket(items.clone());
        drop(memory);
        let (_memory, events) = started(dir.path());
        assert!(matches!(events.recv(), Ok(Event::Remembered { .. })));
        assert!(matches!(events.recv(), Ok(Event::Basket(kept)) if kept == items));
    }

    #[test]
    fn marks_of_another_reader_arrive() {
        let dir = tempfile::tempdir().unwrap();
        let (_here, events) = started(dir.path());
        assert!(matches!(events.recv(), Ok(Event::Remembered { .. })));
        let (there, _) = started(dir.path());
        there.mark(Change {
            article: ArticleKey(7),
            mark: Mark::Read,
            on: true,
        });
        let Ok(Event::Marked(marks)) = events.recv_timeout(Duration::from_secs(20)) else {
            panic!()
        };
        assert!(marks[&ArticleKey(7)].read);
    }
}
