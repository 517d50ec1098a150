//! The menu that marks many articles as read: a row for each extent, with the number of its unread articles.
//!
//! The number stands at the right edge, so that three numbers can be compared at a glance before anything is marked.

use crate::app::mark_menu::MarkMenu;
use crate::app::panes::PopupArea;
use crate::lang::{Lang, Words};
use crate::ui::canvas::Canvas;
use crate::ui::header::grouped;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, row_of};

/// The number of unread articles that a row would mark.
const COUNT: Words = Words::new("{} 篇", "{} article{s}");

/// Draws the rows.
///
/// The name of an extent is cut before its number.
pub(super) fn draw(menu: &MarkMenu, popup: PopupArea, lang: Lang, canvas: &mut Canvas<'_>) {
    let (rows, selected) = menu.visible();
    for (line, at) in rows.enumerate() {
        let (Some(extent), row) = (menu.extents.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        let count = COUNT.with(lang, &[&grouped(extent.unread.len())]);
        let end = canvas.put_right(row.right(), row.y, &count, row.width / 2, Role::Dim);
        let name = extent.name.get(lang);
        canvas.put(
            row.x,
            row.y,
            name,
            end.saturating_sub(row.x + 1),
            Role::Text,
        );
    }
    canvas.ground = Ground::Popup;
}
