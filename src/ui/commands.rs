//! The command palette: a row per action, with its keys and its name.
//!
//! The list is made from the actions of the key map, so a key that the user has bound anew stands
//! here at once. It has the keys of the pane that had the focus.

use crate::app::App;
use crate::app::commands::{Command, Commands};
use crate::app::panes::PopupArea;
use crate::lang::Words;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field, row_of};
use ratatui::layout::Rect;

/// No command has the letters that were typed.
pub(super) const NOTHING: Words = Words::new("没有相符的命令", "no command matches");

/// Draws the rows of the palette and the field above them. Returns the column and row of the cursor.
///
/// The keys take a third of the row, 8 to 18 columns; the help text has the rest. The name of the
/// action, as `config.toml` uses it, stands at the right edge, but only where it leaves the help
/// text whole: a cut name could not be copied.
pub(super) fn draw(
    app: &App,
    commands: &Commands,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let (rows, selected) = commands.visible();
    let list = popup.list;
    let keys_cols = (list.width / 3).clamp(8, 18);
    for (line, at) in rows.enumerate() {
        let (Some(command), row) = (commands.row(at), row_of(list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        draw_command(command, row, keys_cols, canvas);
    }
    canvas.ground = Ground::Popup;
    if commands.row(0).is_none() {
        let nothing = NOTHING.get(app.options.lang);
        canvas.put(list.x, list.y, nothing, list.width, Role::Dim);
    }
    let row = popup.field?;
    let x = canvas.put(row.x, row.y, ":", 1, Role::Key) + 1;
    let room = row.right().saturating_sub(x);
    Some(field(&commands.field, x, row.y, room, canvas))
}

/// Draws a command: its keys, its help text, and its name where there is room for the whole of it.
fn draw_command(command: &Command, row: Rect, keys_cols: u16, canvas: &mut Canvas<'_>) {
    let keys = whole_keys(&command.keys, keys_cols, canvas);
    canvas.put(row.x, row.y, keys, keys_cols, Role::Key);
    let x = row.x + keys_cols + 2;
    let name = command.action.name();
    let name_cols = canvas.cols(name);
    let room = row.right().saturating_sub(x);
    let end = canvas.put(x, row.y, command.help, room, Role::Text);
    if end + 2 + name_cols <= row.right() {
        canvas.put_right(row.right(), row.y, name, name_cols, Role::Dim);
    }
}

/// Returns the longest beginning of `keys` that ends between two keys and fits `cols` columns. `keys` has two spaces
/// between two keys; half a key would name another one.
///
/// A single key that does not fit is returned whole and cut by the caller.
pub(super) fn whole_keys<'a>(keys: &'a str, cols: u16, canvas: &Canvas<'_>) -> &'a str {
    let mut fitting = keys;
    while canvas.cols(fitting) > cols
        && let Some((before, _)) = fitting.rsplit_once("  ")
    {
        fitting = before;
    }
    fitting
}
