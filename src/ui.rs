//! Drawing: the state of the app as terminal cells. [`draw`] reads the app and changes nothing in it.
//!
//! A frame is built from the outside inwards: the background, the header row, the three panes with
//! their titles, the status line, and last the popup, which overwrites what lies below it. Each
//! pane and each popup has a file of its own, which is given the area to draw in (the app computes
//! the areas, since it needs them for the mouse and for scrolling too).
//!
//! - [`cells`] is the only place that writes into the buffer: it sanitizes the text and knows how
//!   wide each cluster is drawn.
//! - [`canvas`] adds the theme: a text is written in a [`theme::Role`], on the ground that was laid
//!   last.
//! - [`theme`] turns a role on a ground into a style that the terminal can show.
//!
//! Nothing here keeps a state of its own and nothing reads a clock or a file, so that a test can
//! draw any state of the app and compare the cells.

use crate::app::App;
use crate::app::panes::{self, Pane};
use crate::lang::Words;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role, Theme};
use ratatui::Frame;

mod basket;
pub mod canvas;
pub mod cells;
mod commands;
mod contents;
mod copying;
mod correcting;
mod count_panel;
mod finder;
mod header;
mod help;
mod hints;
mod line;
pub mod linked_cell;
mod mark_menu;
mod new_word_list;
mod overlay;
mod reader;
mod recognising;
mod saving;
mod selection;
mod shelf;
mod status;
pub mod terminal_title;
pub mod theme;
mod themes;
mod watch_panel;
mod widgets;

/// The message of a terminal that is too small for any pane.
const TOO_SMALL: Words = Words::new("请放大窗口", "enlarge to");

/// Draws one frame: the panes, the status line, and the popup over them.
///
/// On a terminal that is too small for any pane, draws only the least size that is needed, as
/// `请放大窗口 ≥ 20x5`. The cursor is shown where a text field has the focus and stays hidden
/// otherwise.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), theme, app.options.rules.ambiguous);
    canvas.lay(area, Ground::Page);
    let Some(panes) = app.screen.panes else {
        let (cols, rows) = panes::LEAST;
        let text = format!("{} ≥ {cols}x{rows}", TOO_SMALL.get(app.options.lang));
        canvas.put(0, area.height / 2, &text, area.width, Role::Text);
        return;
    };
    if let Some(row) = panes.header {
        header::draw(app, row, &mut canvas);
    }
    for pane in [Pane::Shelf, Pane::Contents, Pane::Reader] {
        if let Some(place) = panes.of(pane) {
            draw_pane(app, pane, place, &mut canvas);
        }
    }
    canvas.ground = Ground::Page;
    // The status line comes first: the cursor of a popup wins over that of a field in the status
    // line.
    let mut cursor = status::draw(app, panes.status, &mut canvas);
    if let Some(overlay) = &app.popups.top {
        cursor = overlay::draw(app, overlay, panes.screen, &mut canvas).or(cursor);
    }
    if let Some((x, y)) = cursor {
        frame.set_cursor_position((x, y));
    }
}

/// Draws a pane with its title.
fn draw_pane(app: &App, pane: Pane, place: panes::Frame, canvas: &mut Canvas<'_>) {
    // Drawing a list leaves the ground of its last row, which may be the chosen one.
    canvas.ground = Ground::Page;
    if let Some(row) = place.title {
        header::title(app, pane, row, canvas);
    }
    match pane {
        Pane::Shelf => shelf::draw(app, place.body, canvas),
        Pane::Contents => contents::draw(app, place.body, canvas),
        Pane::Reader => {
            reader::draw(app, canvas);
            selection::draw(app, canvas);
        }
    }
}
