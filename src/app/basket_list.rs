//! The popup of the basket: its articles in their order, moved, taken out and written as a brief.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::state::Change;
use ratatui::layout::Rect;
use std::ops::Range;

/// The list of the articles in the basket. The articles themselves stay in the basket.
#[derive(Debug, Clone)]
pub struct BasketList {
    /// The selected article.
    cursor: Cursor,
}

impl BasketList {
    /// Opens the list.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let cursor = Cursor::of(cx.basket.items().len());
        Self { cursor }
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Applies an action to the basket. True if the basket changed.
    fn edit(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let (at, basket) = (self.cursor.selected, &mut *cx.basket);
        match action {
            Action::Remove => match basket.items().get(at).map(|item| item.key) {
                Some(taken) => basket.remove(|key| key == taken),
                None => return false,
            },
            Action::EmptyBasket => basket.clear(),
            Action::Undo => return basket.undo(),
            Action::MoveDown | Action::MoveUp => {
                let down = action == Action::MoveDown;
                let is_moved = basket.shift(at, down);
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
}

impl Popup for BasketList {
    fn context(&self) -> Context {
        Context::Basket
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = u16::try_from(self.cursor.rows()).unwrap_or(u16::MAX);
        Some(panes::popup(screen, 84, rows.clamp(3, 16), false))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        let is_empty = cx.basket.items().is_empty();
        let is_changed = match input {
            Input::Action(Action::WriteBrief | Action::Accept) if !is_empty => {
                return Response::close().and(Request::Run(Action::WriteBrief));
            }
            Input::Action(Action::Cancel | Action::Basket) => return Response::close(),
            Input::Action(action) => self.edit(action, cx),
            Input::Click(line) => {
                self.cursor.press(line);
                false
            }
            Input::Wheel(rows) => {
                self.cursor.scroll(rows);
                false
            }
            Input::Event(Event::BasketChanged(_)) => false,
            _ => return Response::stay(),
        };
        // The basket may also have changed by another running reader.
        self.cursor.set_len(cx.basket.items().len());
        if is_changed {
            let change = Effect::Remember(Change::Basket(cx.basket.changed()));
            return Response::stay().and(Request::Effect(change));
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        &[
            Action::WriteBrief,
            Action::MoveDown,
            Action::MoveUp,
            Action::Remove,
            Action::EmptyBasket,
            Action::Cancel,
        ]
    }
}
