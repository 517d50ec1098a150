//! A box with a page to read and no choice in it: what is known of an issue, the mistakes in the settings.

use crate::app::action::Action;
use crate::app::input::Input;
use crate::app::panes::{self, Pane, PopupArea};
use crate::app::popup::Response;
use crate::app::reader::{Reader, Setting};
use ratatui::layout::Rect;

/// Returns the box: as many rows as the page has, between 4 and 30.
pub(crate) fn area(reader: &Reader, screen: Rect) -> PopupArea {
    let rows = u16::try_from(reader.row_count()).unwrap_or(u16::MAX);
    panes::popup_beside(Pane::Shelf, screen, 76, rows.clamp(4, 30), false)
}

/// Sets the page to the width of its box.
pub(crate) fn resize(reader: &mut Reader, list: Rect, setting: Setting) {
    reader.set(Setting {
        measure_cols: list.width,
        height: list.height,
        ..setting
    });
}

/// Scrolls the page, or closes the box.
pub(crate) fn handle(reader: &mut Reader, input: &Input<'_>) -> Response {
    match input {
        Input::Action(Action::Accept | Action::Cancel) => return Response::close(),
        Input::Action(action) => reader.apply(*action),
        Input::Wheel(rows) => reader.scroll(*rows),
        _ => {}
    }
    Response::stay()
}
