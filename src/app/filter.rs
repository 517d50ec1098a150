//! The field that narrows the list of issues. The list follows every key.

use crate::app::action::Action;
use crate::app::contents::Contents;
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::panes::{Pane, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response, Target};
use crate::app::shelf::filter::ShelfFilter;
use ratatui::layout::Rect;

/// The words that an issue must have to stay in the list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The words.
    pub field: Field,
}

impl Filter {
    /// Opens the field and moves the focus to the list.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        // The list is what changes, so it must be the pane in sight on a narrow screen.
        *cx.focus = Pane::Shelf;
        Self::default()
    }
}

impl Popup for Filter {
    fn context(&self) -> Context {
        Context::Input
    }

    /// The field stands in the status line.
    fn area(&self, _: Rect) -> Option<PopupArea> {
        None
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        let opens = Request::Open(Target::Selection);
        match input {
            Input::Action(Action::Accept) => return Response::close(),
            Input::Action(Action::Cancel) => {
                cx.shelf.clear_filter(cx.contents.map(Contents::place));
                return Response::close().and(opens);
            }
            // Rows that are listed while the field is open are filtered by the list itself.
            Input::Event(_) => return Response::stay(),
            _ => {}
        }
        // An earlier filter is cleared as the field opens empty.
        let is_opened = matches!(input, Input::Opened);
        if self.field.handle(&input) || is_opened {
            cx.shelf
                .set_filter(ShelfFilter::parse(self.field.text(), cx.new));
            // The first row of a narrowed list is often the heading of a year.
            if cx.shelf.is_on_heading() {
                cx.shelf.step(true);
            }
        } else if let Input::Action(action) = input {
            cx.shelf.apply(action);
        }
        Response::stay().and(opens)
    }
}
