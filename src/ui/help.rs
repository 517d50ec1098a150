//! The help: the commands in columns below the headings of their groups, and the position at the right of the field.

use crate::app::help::{GAP_COLS, HelpRow, HelpScreen, KEYS_COLS};
use crate::app::panes::PopupArea;
use crate::app::popup::Popup;
use crate::lang::{Lang, Words};
use crate::ui::canvas::Canvas;
use crate::ui::commands::{NOTHING, whole_keys};
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field};
use ratatui::layout::Rect;

/// The page in sight and the number of pages.
const PAGE: Words = Words::new("第 {}/{} 页", "page {}/{}");
/// The use of the field while it is empty.
const HINT: Words = Words::new("打字筛选，回车执行", "type to narrow, Enter runs");

/// Draws the field with the position, and the page in sight. Returns the column and row of the cursor.
///
/// Keys take eleven columns; as many are shown as fit.
pub(super) fn draw(
    help: &HelpScreen,
    popup: PopupArea,
    lang: Lang,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let (list, columns, height) = (popup.list, help.columns(), help.height());
    let selected = help.position().0;
    for (at, shown) in (0u16..).zip(help.page()) {
        let column = (list.width + GAP_COLS) * (at / height) / columns;
        let next = (list.width + GAP_COLS) * (at / height + 1) / columns;
        let row = Rect {
            x: list.x + column,
            y: list.y + at % height,
            width: next - column - GAP_COLS,
            height: 1,
        };
        canvas.ground = Ground::Popup;
        match shown {
            HelpRow::Blank => {}
            HelpRow::Heading(group) => {
                let heading = group.heading().get(lang);
                let x = canvas.put(row.x, row.y, heading, row.width, Role::Heading) + 1;
                canvas.rule(x, row.y, row.right().saturating_sub(x));
            }
            HelpRow::Command(at) => draw_command(help, *at, *at == selected, row, canvas),
        }
    }
    canvas.ground = Ground::Popup;
    if help.page().is_empty() {
        let text = NOTHING.get(lang);
        canvas.put(list.x, list.y, text, list.width, Role::Dim);
    }
    Some(draw_field(help, popup.field?, lang, canvas))
}

/// Draws a command: its keys and its help.
fn draw_command(
    help: &HelpScreen,
    at: usize,
    is_selected: bool,
    row: Rect,
    canvas: &mut Canvas<'_>,
) {
    let Some(command) = help.command(at) else {
        return;
    };
    if is_selected {
        choose(row, canvas);
    }
    let keys = whole_keys(&command.keys, KEYS_COLS, canvas);
    canvas.put(row.x, row.y, keys, KEYS_COLS, Role::Key);
    let x = row.x + KEYS_COLS + GAP_COLS;
    let room = row.right().saturating_sub(x);
    canvas.put(x, row.y, command.help, room, Role::Text);
}

/// Draws the field, its use while it is empty, and the position at the right. Returns the column and row of the cursor.
fn draw_field(help: &HelpScreen, row: Rect, lang: Lang, canvas: &mut Canvas<'_>) -> (u16, u16) {
    let (selected, count) = help.position();
    let mut position = format!("{}/{count}", (selected + 1).min(count));
    let (page, pages) = help.pages();
    if pages > 1 {
        let page = PAGE.with(lang, &[&(page + 1).to_string(), &pages.to_string()]);
        position = format!("{position} {} {page}", canvas.signs.dot);
    }
    let end = canvas.put_right(row.right(), row.y, &position, row.width / 2, Role::Dim);
    let x = canvas.put(row.x, row.y, "?", 1, Role::Key) + 1;
    let room = end.saturating_sub(x + 2);
    if help.field.text().is_empty() {
        canvas.put(x + 1, row.y, HINT.get(lang), room, Role::Dim);
    }
    field(&help.field, x, row.y, room, canvas)
}
