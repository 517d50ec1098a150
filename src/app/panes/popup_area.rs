//! The rectangles of boxes over the panes: in the middle of the screen, or on a wide one beside what they are about.

use super::{Pane, Panes, WIDE_COLS};
use ratatui::layout::Rect;

/// The rectangles of a box over the panes: its border, a row for a text field, and its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PopupArea {
    /// With the border.
    pub outer: Rect,
    /// The row of the text field, for a box that has one.
    pub field: Option<Rect>,
    /// The rest.
    pub list: Rect,
}

impl PopupArea {
    /// Divides a box with its border: `margin` columns are left free on both sides, border included.
    pub fn inside(outer: Rect, margin: u16, with_field: bool) -> Self {
        let inner = Rect {
            x: outer.x + margin,
            y: outer.y + 1,
            width: outer.width.saturating_sub(2 * margin),
            height: outer.height.saturating_sub(2),
        };
        let field = Rect {
            height: inner.height.min(u16::from(with_field)),
            ..inner
        };
        Self {
            outer,
            field: with_field.then_some(field),
            list: Rect {
                y: inner.y + u16::from(with_field),
                height: inner.height - field.height,
                ..inner
            },
        }
    }
}

/// A box in the middle of the screen, for `rows` rows of `cols` columns and a text field above them, or as large as there is
/// room for.
///
/// The last row of the screen stays free for the status line, and the box lies in the upper third
/// of the free rows.
pub fn popup(screen: Rect, cols: u16, rows: u16, with_field: bool) -> PopupArea {
    let above_status = Rect {
        height: screen.height.saturating_sub(1),
        ..screen
    };
    popup_in(above_status, cols, rows, with_field)
}

/// A box for `rows` rows of `cols` columns in the middle of `room`, in the upper third of its free rows.
fn popup_in(room: Rect, cols: u16, rows: u16, with_field: bool) -> PopupArea {
    // A border and a blank column on each side.
    let width = cols.saturating_add(4).min(room.width);
    let height = (rows + 2 + u16::from(with_field)).min(room.height);
    let outer = Rect {
        x: room.x + (room.width - width) / 2,
        y: room.y + (room.height - height) / 3,
        width,
        height,
    };
    PopupArea::inside(outer, 2, with_field)
}

/// A box like that of [`popup`] which leaves `pane` in sight on a wide screen, for what is about the article or the list.
///
/// Beside the article it stands over the lists, beside the lists over the article. Below 160
/// columns neither side has room for it, and it lies in the middle.
pub fn popup_beside(pane: Pane, screen: Rect, cols: u16, rows: u16, with_field: bool) -> PopupArea {
    let lists = lists(screen).filter(|_| screen.width >= WIDE_COLS);
    let room = lists.map(|lists| match pane {
        Pane::Reader => lists,
        Pane::Shelf | Pane::Contents => Rect {
            x: lists.right(),
            width: screen.right() - lists.right(),
            ..lists
        },
    });
    match room {
        Some(room) => popup_in(room, cols, rows, with_field),
        None => popup(screen, cols, rows, with_field),
    }
}

/// The room of the side panes, left of the article; `None` where the article has the whole width.
pub fn lists(screen: Rect) -> Option<Rect> {
    let panes = Panes::arrange(screen.width, screen.height, Pane::Reader, false)?;
    let reader = panes.reader.filter(|frame| frame.body.x > 0)?;
    let reader = reader.title.unwrap_or(reader.body);
    Some(Rect {
        x: 0,
        y: reader.y,
        width: reader.x,
        height: screen.height.saturating_sub(reader.y + 1),
    })
}
