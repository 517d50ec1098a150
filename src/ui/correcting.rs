//! The fields of an article that is being corrected.
//!
//! Each field is a row: its label and its text. The chosen row alone is a text field with a cursor;
//! the others show what would be kept. Rows that the popup has no room for are left out.

use crate::app::App;
use crate::app::correcting::{CorrectionForm, LABELS};
use crate::app::panes::PopupArea;
use crate::text::sanitize::sanitize;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field, row_of};

/// Columns of the labels.
const LABEL_COLS: u16 = 8;

/// Draws a row for each field. Returns the column and row of the cursor.
pub(super) fn draw(
    app: &App,
    form: &CorrectionForm,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let mut cursor = None;
    for (line, (label, text)) in LABELS.iter().zip(&form.fields).enumerate() {
        let row = row_of(popup.list, line);
        if row.y >= popup.list.bottom() {
            break;
        }
        canvas.ground = Ground::Popup;
        if line == form.at {
            choose(row, canvas);
        }
        let label = label.get(app.options.lang);
        canvas.put(row.x, row.y, label, LABEL_COLS, Role::Dim);
        let x = row.x + LABEL_COLS;
        let room = row.right().saturating_sub(x);
        if line == form.at {
            cursor = Some(field(text, x, row.y, room, canvas));
        } else {
            canvas.put(x, row.y, &sanitize(text.text()), room, Role::Text);
        }
    }
    canvas.ground = Ground::Popup;
    cursor
}
