//! The letters on the links in sight.

use crate::app::App;
use crate::app::hints::{Hint, Hints};
use crate::app::panes::text_column;
use crate::text::galley::Row;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};

/// Draws each hint over the first letters of its link; of those that no longer match what was typed, none.
pub(super) fn draw(app: &App, hints: &Hints, canvas: &mut Canvas<'_>) {
    let (Some(reader), Some(frame)) = (&app.reader, app.panes.and_then(|p| p.reader)) else {
        return;
    };
    canvas.ground = Ground::Page;
    let column = text_column(frame.body, app.options.measure_cols);
    for (y, row) in (column.y..column.bottom()).zip(reader.rows()) {
        for hint in &hints.hints {
            let rest = hint.letters.strip_prefix(hints.typed.as_str());
            if let (Some(rest), Some(x)) = (rest, column_of(&row, hint, canvas)) {
                canvas.put(column.x + x, y, rest, u16::MAX, Role::Hint);
            }
        }
    }
}

/// Columns from the text's left edge to the hint, where it stands on this row.
fn column_of(row: &Row<'_>, hint: &Hint, canvas: &Canvas<'_>) -> Option<u16> {
    let line = row.line?;
    let is_here = row.place.block == hint.block && line.range.contains(&hint.byte);
    let before = row
        .text
        .get(line.range.start..hint.byte)
        .filter(|_| is_here)?;
    Some(line.indent_cols + canvas.cols(before))
}
