//! The menu of themes.
//!
//! The screen behind the menu is drawn in the selected theme while the menu is open, so that a
//! theme is chosen by its look.

use crate::app::panes::PopupArea;
use crate::app::themes::Themes;
use crate::lang::Lang;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role, chinese_name};
use crate::ui::widgets::{choose, row_of};

/// Columns of a name in Chinese, before the name that the configuration uses.
const NAME_COLS: u16 = 14;

/// Draws the names of the themes, the previewed one chosen and a sign before the one in use.
pub(super) fn draw(themes: &Themes, popup: PopupArea, lang: Lang, canvas: &mut Canvas<'_>) {
    let (rows, selected) = themes.visible();
    for (line, at) in rows.enumerate() {
        let (Some(name), row) = (themes.names.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        if *name == themes.before {
            canvas.put(row.x, row.y, canvas.signs.dot, 2, Role::Key);
        }
        let mut x = row.x + 2;
        if let Some(chinese) = chinese_name(name).filter(|_| lang == Lang::Zh) {
            canvas.put(x, row.y, chinese, NAME_COLS, Role::Text);
            x += NAME_COLS;
        }
        canvas.put(x, row.y, name, row.right().saturating_sub(x), Role::Text);
    }
    canvas.ground = Ground::Popup;
}
