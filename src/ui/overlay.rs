//! Boxes over the panes: help, palette, themes, what an issue says of itself.

use crate::app::App;
use crate::app::action::Action;
use crate::app::commands::{Commands, Kind};
use crate::app::field::Field;
use crate::app::overlay::Overlay;
use crate::app::panes::Popup;
use crate::app::themes::Themes;
use crate::lang::Words;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::{basket, copying, finder, hints, reader, row_of};
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

const NOTHING: Words = Words::new("没有相符的命令", "no command matches");
const ABOUT: Words = Words::new("本期说明", "About this issue");

/// Draws what lies over the panes; answers where the cursor stands, if something is typed there.
pub(super) fn draw(
    app: &App,
    overlay: &Overlay,
    screen: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    if let Overlay::ByHand(text) = overlay {
        let above_status = Rect {
            height: screen.height.saturating_sub(1),
            ..screen
        };
        copying::by_hand(text, above_status, lang, canvas);
        return None;
    }
    if let Overlay::Hints(shown) = overlay {
        hints::draw(app, shown, canvas);
        return None;
    }
    let popup = overlay.popup(screen)?;
    match overlay {
        Overlay::Commands(commands) => {
            let title = match commands.kind {
                Kind::Help => Action::Help,
                Kind::Palette => Action::Palette,
            };
            boxed(popup, title.help().get(lang), canvas);
            draw_commands(app, commands, popup, canvas)
        }
        Overlay::Themes(themes) => {
            boxed(popup, Action::Themes.help().get(lang), canvas);
            draw_themes(themes, popup, canvas);
            None
        }
        Overlay::Finder(found) => Some(finder::draw(app, found, popup, canvas)),
        Overlay::About(page) => {
            boxed(popup, ABOUT.get(lang), canvas);
            reader::page(page, popup.list, None, canvas);
            None
        }
        Overlay::Basket(list) => {
            boxed(popup, Action::Basket.help().get(lang), canvas);
            basket::list(app, list, popup, canvas);
            None
        }
        Overlay::SaveAs(save) => {
            boxed(popup, Action::WriteBrief.help().get(lang), canvas);
            basket::save_as(app, save, popup, canvas)
        }
        Overlay::Forms(forms) => {
            boxed(popup, Action::CopyAs.help().get(lang), canvas);
            copying::forms(forms, popup, canvas);
            None
        }
        Overlay::Find(_) | Overlay::Filter(_) | Overlay::ByHand(_) | Overlay::Hints(_) => None,
    }
}

/// An empty box with its title.
pub(super) fn boxed(popup: Popup, title: &str, canvas: &mut Canvas<'_>) {
    canvas.lay(popup.outer, Ground::Popup);
    let (rule, style) = (canvas.style(Role::Rule), canvas.style(Role::TitleFocused));
    canvas.cells.frame(popup.outer, title, rule, style);
}

/// Lays the ground of the chosen row of a box, and its marker beside it.
pub(super) fn choose(row: Rect, canvas: &mut Canvas<'_>) {
    canvas.lay(row, Ground::Selected);
    let (x, marker) = (row.x.saturating_sub(1), canvas.signs.marker);
    canvas.put(x, row.y, marker, 1, Role::Marker);
}

/// As many of the keys as have room whole: half a key is none.
fn whole_keys<'a>(keys: &'a str, cols: u16, canvas: &Canvas<'_>) -> &'a str {
    let mut fitting = keys;
    while canvas.cols(fitting) > cols
        && let Some((before, _)) = fitting.rsplit_once("  ")
    {
        fitting = before;
    }
    fitting
}

/// A field that is typed into, scrolled so that its cursor is in sight; answers where the cursor stands.
pub(super) fn field(
    field: &Field,
    x: u16,
    y: u16,
    room: u16,
    canvas: &mut Canvas<'_>,
) -> (u16, u16) {
    // From the cursor back, as far as there is room: much may have been pasted.
    let mut cols = 0;
    let in_room = |(_, cluster): &(usize, &str)| {
        cols += canvas.cols(cluster);
        cols < room.max(1)
    };
    let before = field.before_cursor();
    let clusters = before.grapheme_indices(true).rev();
    let start = clusters
        .take_while(in_room)
        .last()
        .map_or(before.len(), |(at, _)| at);
    let before = before.get(start..).unwrap_or_default();
    let text = field.text().get(start..).unwrap_or_default();
    let style = canvas.style(Role::Field);
    canvas.cells.put(x, y, text, room, style);
    (x + canvas.cols(before).min(room), y)
}

fn draw_commands(
    app: &App,
    commands: &Commands,
    popup: Popup,
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
        let keys = whole_keys(&command.keys, keys_cols, canvas);
        canvas.put(row.x, row.y, keys, keys_cols, Role::Key);
        let x = row.x + keys_cols + 2;
        let name_cols = if commands.kind == Kind::Palette {
            canvas.cols(command.action.name())
        } else {
            0
        };
        let room = row.right().saturating_sub(x);
        let end = canvas.put(x, row.y, command.help, room, Role::Text);
        if name_cols > 0 && end + 2 + name_cols <= row.right() {
            canvas.put_right(
                row.right(),
                row.y,
                command.action.name(),
                name_cols,
                Role::Dim,
            );
        }
    }
    canvas.ground = Ground::Popup;
    if commands.is_empty() {
        canvas.put(
            list.x,
            list.y,
            NOTHING.get(app.options.lang),
            list.width,
            Role::Dim,
        );
    }
    let row = popup.field?;
    let x = canvas.put(row.x, row.y, ":", 1, Role::Key) + 1;
    Some(field(
        &commands.field,
        x,
        row.y,
        row.right().saturating_sub(x),
        canvas,
    ))
}

fn draw_themes(themes: &Themes, popup: Popup, canvas: &mut Canvas<'_>) {
    let (rows, selected) = themes.visible();
    for (line, at) in rows.enumerate() {
        let (Some(name), row) = (themes.names.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        canvas.put(row.x, row.y, name, row.width, Role::Text);
    }
}
