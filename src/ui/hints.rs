//! Link hints: the letters drawn over the visible links, which open them.
//!
//! A hint is one or two letters. Typing a letter keeps the hints that begin with it, drawn without
//! the letters typed so far, so that the letters on screen are always those that are still to be
//! typed.

use crate::app::App;
use crate::app::hints::{Hint, Hints};
use crate::text::galley::GalleyRow;
use crate::text::locate::column_of;
use crate::text::rules::Rules;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};

/// Draws each hint over the beginning of its link; hints that do not match the letters typed so far are left out.
///
/// Draws nothing where no article is in sight. The popup has no box: the article stays readable
/// below the letters.
pub(super) fn draw(app: &App, hints: &Hints, canvas: &mut Canvas<'_>) {
    let column = app.screen.text_column(app.options.measure_cols);
    let (Some(reader), Some(column)) = (&app.issue.reader, column) else {
        return;
    };
    canvas.ground = Ground::Page;
    for (y, row) in (column.y..column.bottom()).zip(reader.rows()) {
        for hint in &hints.hints {
            let rest = hint.letters.strip_prefix(hints.typed.as_str());
            if let (Some(rest), Some(x)) = (rest, place_of(&row, hint, reader.rules())) {
                canvas.put(column.x + x, y, rest, u16::MAX, Role::Hint);
            }
        }
    }
}

/// Returns the columns from the left edge of the text to the hint, if it belongs to this row.
///
/// `None` if the link begins on another row or in another paragraph; a link over two rows has its
/// hint on the first.
fn place_of(row: &GalleyRow<'_>, hint: &Hint, rules: Rules) -> Option<u16> {
    let here = row
        .segments
        .iter()
        .find(|line| line.range.contains(&hint.byte));
    let line = here.filter(|_| row.place.block == hint.block)?;
    Some(column_of(row.text, line, hint.byte, &rules))
}
