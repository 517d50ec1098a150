//! The popup of the basket: its rows in their order, moved, sorted, marked, taken out, copied and written as a brief.
//!
//! Every edit goes through the basket, which keeps what undo needs; this popup only knows which row
//! is selected. Notes, headings, the menu of copies and the dialog of the brief are popups of their
//! own: the list closes, and they open it again at their end.

use crate::app::action::Action;
use crate::app::basket_order::BasketOrder;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::message::Message;
use crate::app::panes::{self, Pane, PopupArea, WIDE_COLS};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::Words;
use crate::library::Place;
use crate::library::address::shown;
use crate::state::{BasketItem, Change};
use ratatui::layout::Rect;
use std::ops::Range;

/// All rows were taken out: the number of articles.
const EMPTIED: Words = Words::new("已清空 {} 篇", "emptied of {} article{s}");
/// Rows were taken out: the number of articles.
const REMOVED: Words = Words::new("已移出 {} 篇", "removed {} article{s}");
/// Headings were taken out.
const HEADINGS_TAKEN: Words = Words::new("已移出小标题", "headings removed");
/// The key that brings back what was taken out.
const UNDO_KEY: Words = Words::new("，{} 撤销", "; {} undoes it");
/// The last change was taken back.
const UNDONE: Words = Words::new("已撤销", "undone");
/// The article of the row is in no file any more, so that it cannot be opened.
const GONE: Words = Words::new(
    "这一篇已不在任何文件中，打不开",
    "this article is in no file any more and cannot be opened",
);
/// The article of the row was put in while another library was open: its file.
const ELSEWHERE: Words = Words::new(
    "这一篇不在当前打开的资料中，文件是 {}",
    "this article is not in the library that is open; its file is {}",
);
/// Nothing was changed that could be taken back.
const NOTHING_TO_UNDO: Words = Words::new("没有可撤销的改动", "nothing to undo");

/// The list of the rows in the basket. The rows themselves stay in the basket.
#[derive(Debug, Clone)]
pub struct BasketList {
    /// The selected row.
    cursor: Cursor,
    /// The order in which the rows were sorted last.
    order: Option<BasketOrder>,
}

impl BasketList {
    /// Opens the list at the row that was selected last.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let mut cursor = Cursor::of(cx.basket.items().len());
        cursor.select(cx.basket.at);
        let order = None;
        Self { cursor, order }
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Applies an action to the basket. True if the basket changed.
    ///
    /// Actions that only move the selection, and marking a row, leave the basket as it is.
    fn edit(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let at = self.cursor.selected;
        match action {
            Action::Remove => return self.remove(cx),
            Action::EmptyBasket => return empty(cx),
            Action::Undo => {
                let is_undone = cx.basket.undo();
                cx.note(if is_undone { UNDONE } else { NOTHING_TO_UNDO });
                return is_undone;
            }
            Action::SortBasket => {
                let order = BasketOrder::next(self.order);
                self.order = Some(order);
                let sorted = order.sorted(cx.basket);
                cx.basket.reorder(sorted);
                cx.note(order.words());
            }
            Action::MarkRow => {
                self.mark(cx);
                return false;
            }
            Action::MoveDown | Action::MoveUp => {
                let down = action == Action::MoveDown;
                let is_moved = cx.basket.shift(at, down);
                if is_moved {
                    self.cursor.step(down);
                }
                return is_moved;
            }
            action => {
                self.cursor.apply(action);
                return false;
            }
        }
        true
    }

    /// Takes out the marked rows, or the selected one where none is marked. True if there were any.
    fn remove(&self, cx: &mut Cx<'_>) -> bool {
        let mut taken = std::mem::take(&mut cx.basket.marked);
        if taken.is_empty() {
            let selected = cx.basket.items().get(self.cursor.selected);
            taken.extend(selected.map(|item| item.key));
        }
        let before = cx.basket.article_count();
        let is_change = cx.basket.remove(|key| taken.contains(&key)) > 0;
        if is_change {
            note_taken(before - cx.basket.article_count(), REMOVED, cx);
        }
        is_change
    }

    /// Goes to the article of the selected row; a heading is edited, since it leads nowhere.
    fn open_row(&self, cx: &mut Cx<'_>) -> Response {
        let Some(item) = cx.basket.items().get(self.cursor.selected) else {
            return Response::stay();
        };
        if item.is_heading() {
            return Response::close().and(Request::Run(Action::EditHeading));
        }
        let key = item.key;
        let mut entries = cx.shelf.entries().iter();
        let found =
            entries.find_map(|entry| Some((&entry.meta.place, entry.meta.identity.index_of(key)?)));
        let Some((place, index)) = found else {
            let text = if cx.basket.is_missing(key) {
                GONE.get(cx.lang()).to_owned()
            } else {
                ELSEWHERE.with(cx.lang(), &[&shown(item.path.as_os_str())])
            };
            *cx.message = Some(Message::note(text));
            return Response::stay();
        };
        let place = place.clone();
        Response::close().and(Request::GoTo { place, key, index })
    }

    /// Marks the selected row or takes its mark away, and goes down by one.
    fn mark(&mut self, cx: &mut Cx<'_>) {
        if let Some(item) = cx.basket.items().get(self.cursor.selected) {
            let key = item.key;
            if !cx.basket.marked.remove(&key) {
                cx.basket.marked.insert(key);
            }
            self.cursor.step(true);
        }
    }
}

/// Takes out all rows. True if there were any.
fn empty(cx: &mut Cx<'_>) -> bool {
    let articles = cx.basket.article_count();
    let is_change = cx.basket.remove(|_| true) > 0;
    if is_change {
        note_taken(articles, EMPTIED, cx);
    }
    is_change
}

/// Says how many `articles` were taken out, and which key brings them back. Headings that go alone are not counted.
fn note_taken(articles: usize, words: Words, cx: &mut Cx<'_>) {
    let lang = cx.lang();
    let mut text = match articles {
        0 => HEADINGS_TAKEN.get(lang).to_owned(),
        count => words.with(lang, &[&count.to_string()]),
    };
    // The key may have been taken away in the settings.
    if let Some(key) = cx.options.keymap.key_for(Context::Basket, Action::Undo) {
        text += &UNDO_KEY.with(lang, &[&key]);
    }
    *cx.message = Some(Message::note(text));
}

/// Returns the rows of the basket, each article with the place where it is now: files may have been moved since.
///
/// `None` for headings and for articles whose file is gone; the row then has the place where it was
/// put in.
pub(crate) fn basket_places(cx: &Cx<'_>) -> Vec<(BasketItem, Option<Place>)> {
    let place = |item: &BasketItem| {
        let mut entries = cx.shelf.entries().iter();
        let found = entries.find(|entry| entry.meta.identity.index_of(item.key).is_some());
        found.map(|entry| entry.meta.place.clone())
    };
    let items = cx.basket.items().iter();
    items.map(|item| (item.clone(), place(item))).collect()
}

impl Popup for BasketList {
    fn context(&self) -> Context {
        Context::Basket
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = u16::try_from(self.cursor.rows()).unwrap_or(u16::MAX);
        // On a wide screen a headline stands whole beside its file.
        let cols = if screen.width < WIDE_COLS { 84 } else { 120 };
        Some(panes::popup_beside(
            Pane::Reader,
            screen,
            cols,
            rows.clamp(3, 16),
            false,
        ))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        let is_empty = cx.basket.items().is_empty();
        // Other popups (note, heading) act on the selected row, so the basket knows it.
        cx.basket.at = self.cursor.selected;
        let is_changed = match input {
            Input::Opened if is_empty => false,
            Input::Opened => {
                // Titles may have been corrected since, so the articles are read each time that the
                // list opens.
                cx.basket.await_articles();
                let load = Effect::LoadBasket(basket_places(cx));
                return Response::stay().and(Request::Effect(load));
            }
            Input::Action(Action::Accept) => return self.open_row(cx),
            // `e` on a heading edits its words: a heading has no note.
            Input::Action(Action::EditNote)
                if cx.basket.selected().is_some_and(BasketItem::is_heading) =>
            {
                return Response::close().and(Request::Run(Action::EditHeading));
            }
            Input::Action(
                action @ (Action::WriteBrief | Action::EditNote | Action::CopyBasket),
            ) if !is_empty => {
                return Response::close().and(Request::Run(action));
            }
            Input::Action(
                action @ (Action::AddHeading | Action::ChooseBasket | Action::BasketHelp),
            ) => {
                return Response::close().and(Request::Run(action));
            }
            Input::Action(Action::Cancel | Action::Basket) => return Response::close(),
            Input::Action(action) => self.edit(action, cx),
            Input::Click(line) => {
                let before = self.cursor.selected;
                // The first click selects a row, a second one on it opens it.
                if self.cursor.press(line) && before == self.cursor.selected {
                    return self.open_row(cx);
                }
                false
            }
            Input::Wheel(rows) => {
                self.cursor.scroll(rows);
                false
            }
            Input::Event(Event::BasketChanged(_) | Event::BasketLoaded(_)) => false,
            _ => return Response::stay(),
        };
        // The basket may also have changed by another running reader.
        self.cursor.set_len(cx.basket.items().len());
        cx.basket.at = self.cursor.selected;
        if is_changed {
            let change = Effect::Remember(Change::Basket(cx.basket.changed()));
            return Response::stay().and(Request::Effect(change));
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        // Nothing can be written, opened or moved in an empty basket.
        if self.cursor.rows() == 0 {
            return &[
                Action::BasketHelp,
                Action::Undo,
                Action::ChooseBasket,
                Action::Cancel,
            ];
        }
        &[
            Action::WriteBrief,
            Action::Accept,
            Action::BasketHelp,
            Action::Remove,
            Action::Undo,
            Action::MarkRow,
            Action::EmptyBasket,
            Action::EditNote,
            Action::AddHeading,
            Action::MoveDown,
            Action::MoveUp,
            Action::SortBasket,
            Action::CopyBasket,
            Action::ChooseBasket,
            Action::Cancel,
        ]
    }
}
