//! The basket, and the prompt for the file that it is written to.

use crate::app::App;
use crate::app::action::Action;
use crate::app::basket::EMPTY;
use crate::app::basket_list::BasketList;
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::app::saving::SaveAs;
use crate::lang::Words;
use crate::library::address::shown;
use crate::quote::one_line::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field, row_of};

const FORMAT: Words = Words::new(
    "格式：{}（↓ 换一种，或改扩展名）",
    "format: {} (↓ for another one, or change the ending)",
);
const UNKNOWN: Words = Words::new(
    "扩展名：md、txt、docx、json、csv",
    "endings: md, txt, docx, json, csv",
);

/// Draws the articles of the basket in their order, or a hint if it is empty.
pub(super) fn list(app: &App, list: &BasketList, popup: PopupArea, canvas: &mut Canvas<'_>) {
    let items = app.basket.items();
    if items.is_empty() {
        let keymap = &app.options.keymap;
        let key = keymap.key_for(Context::Reader, Action::ToBasket);
        let text = EMPTY.with(app.options.lang, &[&key.unwrap_or_default()]);
        canvas.put(
            popup.list.x,
            popup.list.y,
            &text,
            popup.list.width,
            Role::Dim,
        );
        return;
    }
    let (rows, selected) = list.visible();
    for (line, at) in rows.enumerate() {
        let (Some(item), row) = (items.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        let number = (at + 1).to_string();
        canvas.put_right(row.x + 3, row.y, &number, 3, Role::Number);
        let file = item.path.file_name().unwrap_or(item.path.as_os_str());
        let file = one_line(&shown(file));
        let file_at = canvas.put_right(row.right(), row.y, &file, row.width / 3, Role::Dim);
        let room = file_at.saturating_sub(row.x + 6);
        canvas.put(row.x + 4, row.y, &one_line(&item.title), room, Role::Text);
    }
    canvas.ground = Ground::Popup;
}

/// Draws the field with the file name, and the format that its extension chooses. Returns the column and row of the cursor.
pub(super) fn save_as(
    app: &App,
    save: &SaveAs,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    let hint = match save.format() {
        Some(format) => FORMAT.with(lang, &[format.name()]),
        None => UNKNOWN.get(lang).to_owned(),
    };
    canvas.put(
        popup.list.x,
        popup.list.y,
        &hint,
        popup.list.width,
        Role::Dim,
    );
    let row = popup.field?;
    Some(field(&save.field, row.x, row.y, row.width, canvas))
}
