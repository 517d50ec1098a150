//! Small pieces that several popups and panes draw: a box, a chosen row, a text field.
//!
//! A popup draws its box first, then each row in sight with [`row_of`], the chosen one on the
//! ground that [`choose`] lays, and last its text field, whose cursor it returns.

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::panes::PopupArea;
use crate::app::text_area::TextArea;
use crate::lang::Lang;
use crate::text::sanitize::sanitize;
use crate::text::typeset::{Rules, typeset};
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// Draws an empty box with its title in the top edge.
///
/// The title is cut to the width of the box.
pub(super) fn boxed(popup: PopupArea, title: &str, canvas: &mut Canvas<'_>) {
    canvas.lay(popup.outer, Ground::Popup);
    let (rule, style) = (canvas.style(Role::Rule), canvas.style(Role::TitleFocused));
    canvas.cells.frame(popup.outer, title, rule, style);
}

/// Draws the background of the chosen row of a box, and the marker left of it.
///
/// The marker stands in the margin left of the list, so that the text of all rows begins in one
/// column.
pub(super) fn choose(row: Rect, canvas: &mut Canvas<'_>) {
    canvas.lay(row, Ground::Selected);
    let (x, marker) = (row.x.saturating_sub(1), canvas.signs.marker);
    canvas.put(x, row.y, marker, 1, Role::Marker);
}

/// Returns the one-row area of list row `line` within `body`.
///
/// The row may lie below `body`; the caller compares it with the list's height.
pub(super) fn row_of(body: Rect, line: usize) -> Rect {
    let line = u16::try_from(line).unwrap_or(u16::MAX);
    Rect {
        y: body.y.saturating_add(line),
        height: 1,
        ..body
    }
}

/// Draws `text` in `room`, its lines broken by the rules of the article. Returns the row below it.
///
/// What goes below the last row of the room is not shown.
pub(super) fn lines(text: &str, room: Rect, role: Role, canvas: &mut Canvas<'_>) -> u16 {
    let rules = Rules {
        ambiguous: canvas.cells.ambiguous,
        ..Rules::default()
    };
    let mut rows = room.y..room.bottom();
    for paragraph in text.lines() {
        let paragraph = sanitize(paragraph);
        for line in typeset(&paragraph, room.width, &rules) {
            let Some(y) = rows.next() else {
                return room.bottom();
            };
            let part = paragraph.get(line.range).unwrap_or_default();
            canvas.put(room.x, y, part, room.width, role);
        }
    }
    rows.start
}

/// Draws a text field in `room` columns, scrolled so that the cursor is in sight. Returns the column and row of the cursor.
///
/// Text left of the part in sight is skipped by whole clusters. The cursor may stand in the column
/// behind the field's last one.
pub(super) fn field(
    field: &Field,
    x: u16,
    y: u16,
    room: u16,
    canvas: &mut Canvas<'_>,
) -> (u16, u16) {
    // Measures from the cursor back to the left edge only: a pasted text may be many screens long.
    let mut cols = 0;
    let in_room = |(_, cluster): &(usize, &str)| {
        cols += canvas.cols(cluster);
        cols < room.max(1)
    };
    let before = field.before_cursor();
    let clusters = before.grapheme_indices(true).rev();
    let start = clusters
        .take_while(in_room)
        .last()
        .map_or(before.len(), |(at, _)| at);
    let before = before.get(start..).unwrap_or_default();
    let text = field.text().get(start..).unwrap_or_default();
    let style = canvas.style(Role::Field);
    canvas.cells.put(x, y, text, room, style);
    (x + canvas.cols(before).min(room), y)
}

/// Draws ground and marker of a chosen row, faint in a list without the focus.
pub(super) fn mark(is_focused: bool, row: Rect, canvas: &mut Canvas<'_>) {
    let (ground, sign) = if is_focused {
        (Ground::Selected, canvas.signs.marker)
    } else {
        (Ground::Faint, canvas.signs.faint_marker)
    };
    canvas.lay(row, ground);
    canvas.put(row.x, row.y, sign, 1, Role::Marker);
}

/// Draws a field of several lines. Returns the column and row of the cursor.
///
/// Lines are broken as the app has set them; lines out of sight are not drawn. Columns and rows of
/// the cursor count from the corner of the screen.
pub(super) fn text_area(area: &TextArea, body: Rect, canvas: &mut Canvas<'_>) -> (u16, u16) {
    let style = canvas.style(Role::Field);
    for (line, text) in area.visible().enumerate() {
        let row = row_of(body, line);
        canvas.cells.put(row.x, row.y, text, row.width, style);
    }
    let (col, row) = area.cursor();
    (body.x + col, body.y + row)
}

/// Returns the help of an action as the title of its box, in English with a capital letter.
pub(super) fn heading_of(action: Action, lang: Lang) -> String {
    let mut title = action.help().get(lang).to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}
