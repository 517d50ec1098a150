//! The selection, drawn over the text that is already there.
//!
//! A selection is kept as bytes of paragraphs; this file finds the cells of those bytes on the rows
//! in sight. Indents and line ends are no part of it, so they keep their style, as they are not
//! copied either.

use crate::app::App;
use crate::text::locate::column_of;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Changes the visible cells of the selected bytes to the style of a selection.
///
/// Draws nothing without a selection or where no article is in sight. Colours that the text had
/// before are replaced.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let column = app.screen.text_column(app.options.measure_cols);
    let (Some(reader), Some(column)) = (&app.issue.reader, column) else {
        return;
    };
    let Some(selection) = &reader.selection else {
        return;
    };
    let style = canvas.style(Role::Selection);
    for (y, row) in (column.y..column.bottom()).zip(reader.rows()) {
        let range = selection.within(&reader.page, row.place.block);
        for line in row.segments {
            let start = range.start.max(line.range.start);
            let end = range.end.min(line.range.end);
            if start < end {
                let rules = reader.rules();
                let from = column_of(row.text, line, start, &rules);
                let to = column_of(row.text, line, end, &rules);
                canvas.cells.restyle(column.x + from, y, to - from, style);
            }
        }
    }
}
