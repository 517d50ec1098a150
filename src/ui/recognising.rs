//! The popup with the progress of recognising a scan: the file, the page, and a bar of the pages that are done.

use crate::app::panes::PopupArea;
use crate::app::recognising::Recognising;
use crate::lang::Lang;
use crate::quote::one_line::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widgets::row_of;

/// Draws the three rows.
pub(super) fn draw(popup: &Recognising, area: PopupArea, lang: Lang, canvas: &mut Canvas<'_>) {
    let [name, progress] = popup.lines(lang);
    let list = area.list;
    canvas.put(list.x, list.y, &one_line(&name), list.width, Role::Dim);
    canvas.put(list.x, row_of(list, 1).y, &progress, list.width, Role::Text);
    let row = row_of(list, 2);
    canvas.rule(row.x, row.y, bar_cols(popup.done(), row.width));
}

/// Returns the columns of a bar for a part of `width`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of a width is no larger than the width"
)]
fn bar_cols(done: f64, width: u16) -> u16 {
    (done.clamp(0.0, 1.0) * f64::from(width)).round() as u16
}
