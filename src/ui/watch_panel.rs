//! The panel of watch words: the groups with their counts, and the articles of the selected group.
//!
//! The upper part lists the groups with the number of their articles and of those that are new
//! since the group was last looked at. Below a rule stand the articles of the selected group, the
//! new ones with the sign of what is new.

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::app::watch_panel::{WatchPanel, WatchRow};
use crate::lang::Words;
use crate::quote::one_line::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::count_panel::draw_article;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, row_of};
use ratatui::layout::Rect;

/// The list of watch words is empty: the key that edits it.
const EMPTY: Words = Words::new(
    "还没有关注词。按 {} 写上词，一行一个，空行分组",
    "no watch words yet; {} edits them, one per line",
);
/// The number of new articles of a group.
const FRESH: Words = Words::new("新 {}", "{} new");

/// Draws the panel.
///
/// Articles that do not fit below the rule are left out; Enter opens all of them in the search.
pub(super) fn draw(app: &App, panel: &WatchPanel, popup: PopupArea, canvas: &mut Canvas<'_>) {
    let (groups, articles) = panel.parts(popup.list);
    if panel.rows.is_empty() {
        let key = app
            .options
            .keymap
            .key_for(Context::Counts, Action::EditWords);
        let text = EMPTY.with(app.options.lang, &[&key.unwrap_or_default()]);
        canvas.put(groups.x, groups.y, &text, groups.width, Role::Dim);
        return;
    }
    let (rows, selected) = panel.visible();
    for (line, at) in rows.enumerate() {
        let (Some(shown), row) = (panel.rows.get(at), row_of(groups, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        draw_group(app, shown, row, canvas);
    }
    canvas.ground = Ground::Popup;
    canvas.rule(articles.x, articles.y.saturating_sub(1), articles.width);
    let shown = panel.articles(&app.watching);
    for (line, (article, is_fresh)) in shown.iter().take(usize::from(articles.height)).enumerate() {
        let row = row_of(articles, line);
        if *is_fresh {
            canvas.put(row.x, row.y, canvas.signs.new, 1, Role::Unread);
        }
        let row = Rect {
            x: row.x + 2,
            width: row.width.saturating_sub(2),
            ..row
        };
        draw_article(article, row, canvas);
    }
}

/// Draws a group of watch words: its name, and at the right edge the numbers of its articles and of the new ones.
fn draw_group(app: &App, shown: &WatchRow, row: Rect, canvas: &mut Canvas<'_>) {
    let groups = &app.watching.outcome.words.groups;
    let name = groups.get(shown.group).map_or("", |group| &group.name);
    let articles = shown.articles.to_string();
    let right = canvas.put_right(row.right(), row.y, &articles, 8, Role::Dim);
    // The counts of new articles stand below each other, whatever the width of the others.
    let mut right = right.min(row.right().saturating_sub(6)).saturating_sub(2);
    if shown.fresh > 0 {
        let fresh = FRESH.with(app.options.lang, &[&shown.fresh.to_string()]);
        right = canvas.put_right(right, row.y, &fresh, 12, Role::Unread);
    }
    let room = right.saturating_sub(row.x + 1);
    canvas.put(row.x, row.y, &one_line(name), room, Role::Text);
}
