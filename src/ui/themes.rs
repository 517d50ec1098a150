//! The menu of themes.
//!
//! The screen behind the menu is drawn in the selected theme while the menu is open, so that a
//! theme is chosen by its look.

use crate::app::panes::PopupArea;
use crate::app::themes::Themes;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, row_of};

/// Draws the names of the themes, the previewed one chosen.
///
/// Own themes of the user follow the shipped ones.
pub(super) fn draw(themes: &Themes, popup: PopupArea, canvas: &mut Canvas<'_>) {
    let (rows, selected) = themes.visible();
    for (line, at) in rows.enumerate() {
        let (Some(name), row) = (themes.names.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        canvas.put(row.x, row.y, name, row.width, Role::Text);
    }
}
