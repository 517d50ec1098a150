//! The popup that puts a heading before the selected row of the basket, or changes the selected heading.
//!
//! A heading is known by its words, so one basket cannot have two of the same words: a second one
//! is refused with a note.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::lang::Words;
use crate::state::{BasketItem, Change};
use ratatui::layout::Rect;

/// The basket has a heading of these words.
const THERE: Words = Words::new("已有这个小标题", "this heading is there already");

/// The words of a heading.
#[derive(Debug, Clone)]
pub struct HeadingField {
    /// The words.
    pub field: Field,
    /// Set where the selected heading is changed.
    pub(crate) is_change: bool,
}

impl HeadingField {
    /// Opens the field: empty, or with the words of the selected heading where that is to be changed.
    pub(crate) fn open(action: Action, cx: &mut Cx<'_>) -> Self {
        let is_change = action == Action::EditHeading;
        let heading = cx
            .basket
            .selected()
            .filter(|item| is_change && item.is_heading());
        Self {
            field: Field::holding(heading.map_or("", |item| item.title.as_str())),
            // Without a heading under the cursor a new heading is made.
            is_change: heading.is_some(),
        }
    }

    /// Keeps the heading and goes back to the basket.
    fn keep(&self, cx: &mut Cx<'_>) -> Response {
        let back = Response::close().and(Request::Run(Action::Basket));
        let text = self.field.text().trim();
        if text.is_empty() {
            return back;
        }
        let (at, heading) = (cx.basket.at, BasketItem::heading(text));
        let is_kept = if self.is_change {
            let is_same = cx.basket.selected() == Some(&heading);
            is_same || cx.basket.edit(at, |item| *item = heading)
        } else {
            cx.basket.insert(at, heading)
        };
        if !is_kept {
            cx.note(THERE);
            return Response::stay();
        }
        let change = Effect::Remember(Change::Basket(cx.basket.changed()));
        back.and(Request::Effect(change))
    }
}

impl Popup for HeadingField {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup(screen, 60, 1, true))
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match &input {
            Input::Action(Action::Accept) => return self.keep(cx),
            Input::Action(Action::Cancel) => {
                return Response::close().and(Request::Run(Action::Basket));
            }
            input => drop(self.field.handle(input)),
        }
        Response::stay()
    }
}
