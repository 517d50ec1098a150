//! The dialog that writes a brief: a row for each fact, and the beginning of the brief below them.
//!
//! The format follows from the ending of the file name, so its row shows what was understood of it.
//! A row with a choice has an arrow on each side while it is chosen: ← and → change it. The
//! beginning of the brief is drawn as far as the box has rows.

use crate::app::App;
use crate::app::panes::PopupArea;
use crate::app::saving::{SaveAs, SaveRow};
use crate::brief::BriefStyle;
use crate::lang::Words;
use crate::text::sanitize::sanitize;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field, row_of};
use ratatui::layout::Rect;

/// The ending of the file name belongs to no format.
const NO_FORMAT: Words = Words::new("未知扩展名", "unknown extension");
/// The format has no styles: plain text, tables and citations.
const NO_STYLE: Words = Words::new("只用于 DOCX 和 ODT", "only for DOCX and ODT");
/// Articles of the basket are in no file any more: how many.
const MISSING: Words = Words::new(
    "有 {} 篇已找不到，不会写入",
    "{} article{s} not found, left out of the brief",
);
/// Stands for an empty folder.
const HERE: Words = Words::new("当前文件夹", "the current folder");

/// Columns of the labels.
const LABEL_COLS: u16 = 14;

/// Draws the dialog. Returns the column and row of the cursor where it is in a text.
///
/// Labels take 14 columns. A rule and the preview stand below the rows; without a preview there is
/// no rule. Articles that are missing are counted on the rule, before anything is written.
pub(super) fn draw(
    app: &App,
    save: &SaveAs,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    let (list, mut cursor) = (popup.list, None);
    for (line, row) in SaveRow::ALL.into_iter().enumerate() {
        let area = row_of(list, line);
        if area.y >= list.bottom() {
            break;
        }
        let is_here = row == save.row();
        canvas.ground = Ground::Popup;
        if is_here {
            choose(area, canvas);
        }
        canvas.put(area.x, area.y, row.label().get(lang), LABEL_COLS, Role::Dim);
        let x = area.x + LABEL_COLS;
        let value = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..area
        };
        cursor = cursor.or(draw_value(app, save, row, value, canvas));
    }
    canvas.ground = Ground::Popup;
    let first = SaveRow::ALL.len() + 1;
    let below = row_of(list, first - 1);
    let missing = app.basket.missing_count();
    if !save.preview.is_empty() {
        canvas.rule(list.x, below.y, list.width);
    }
    if missing > 0 && below.y < list.bottom() {
        let words = MISSING.with(lang, &[&missing.to_string()]);
        canvas.put(list.x, below.y, &words, list.width, Role::Problem);
    }
    for (line, text) in save.preview.iter().enumerate() {
        let area = row_of(list, first + line);
        if area.y < list.bottom() {
            // The preview is made of texts of the library, which may have come from anywhere.
            canvas.put(area.x, area.y, &sanitize(text), area.width, Role::Dim);
        }
    }
    cursor
}

/// Draws the value of a row in `area`, the choice or the text. Returns the column and row of the cursor where it is in the text.
fn draw_value(
    app: &App,
    save: &SaveAs,
    row: SaveRow,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let is_here = row == save.row();
    let (x, y, room) = (area.x, area.y, area.width);
    if let Some((words, role)) = choice(app, save, row) {
        let words = if is_here && role == Role::Text {
            format!("← {words} →")
        } else {
            words.to_owned()
        };
        canvas.put(x, y, &words, room, role);
    // The field is drawn only in its own row: elsewhere a text is cut at its end and not around a
    // cursor.
    } else if is_here {
        return Some(field(save.field(row), x, y, room, canvas));
    } else if row == SaveRow::Folder && save.text(row).is_empty() {
        canvas.put(x, y, HERE.get(app.options.lang), room, Role::Dim);
    } else {
        canvas.put(x, y, &sanitize(save.text(row)), room, Role::Text);
    }
    None
}

/// Returns the words of a row with a choice and their role; `None` for a row that is typed into.
///
/// An unknown ending and a style that the format cannot have are shown and not hidden, so that the
/// row keeps its place.
fn choice(app: &App, save: &SaveAs, row: SaveRow) -> Option<(&'static str, Role)> {
    let lang = app.options.lang;
    let format = save.format();
    match row {
        SaveRow::Format => Some(match format {
            Some(format) => (format.words().get(lang), Role::Text),
            None => (NO_FORMAT.get(lang), Role::Problem),
        }),
        SaveRow::Style => {
            let has_style = format.is_some_and(|f| BriefStyle::of(f) == BriefStyle::Official);
            Some(if has_style {
                (save.style.words().get(lang), Role::Text)
            } else {
                (NO_STYLE.get(lang), Role::Dim)
            })
        }
        SaveRow::Layout => Some((save.layout.words().get(lang), Role::Text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::LABEL_COLS;
    use crate::app::saving::SaveRow;
    use crate::lang::Lang;
    use crate::text::width::{Ambiguous, width_cols};

    #[test]
    fn each_label_leaves_a_column_free_before_its_value() {
        for row in SaveRow::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let label = row.label().get(lang);
                let width = width_cols(label, Ambiguous::Narrow);
                assert!(width < usize::from(LABEL_COLS), "{label}");
            }
        }
    }
}
