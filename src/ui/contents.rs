//! The contents of the open issue: number, title, source.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::marks::Mark;
use crate::app::panes::Pane;
use crate::ui::canvas::Canvas;
use crate::ui::row_of;
use crate::ui::shelf::mark;
use crate::ui::theme::Role;
use ratatui::layout::Rect;

pub(super) fn draw(app: &App, body: Rect, canvas: &mut Canvas<'_>) {
    let Some(contents) = &app.contents else {
        return;
    };
    for (line, at) in contents.visible().enumerate() {
        let row = row_of(body, line);
        let is_selected = at == contents.index();
        mark(app, Pane::Contents, is_selected, row, canvas);
        draw_row(app, contents, at, row, canvas);
    }
}

fn draw_row(app: &App, contents: &Contents, at: usize, row: Rect, canvas: &mut Canvas<'_>) {
    let Some(article) = contents.articles().get(at) else {
        return;
    };
    let key = contents.keys().get(at).copied();
    let has = |mark| key.is_some_and(|key| app.marks.has(key, mark));
    let role = if has(Mark::Read) {
        Role::Dim
    } else {
        Role::Text
    };
    let sign = if has(Mark::Star) {
        canvas.signs.star
    } else {
        " "
    };
    canvas.put(row.x + 1, row.y, sign, 1, Role::Star);
    let number_end = row.x + 4;
    canvas.put_right(
        number_end,
        row.y,
        &article.number.to_string(),
        3,
        Role::Number,
    );
    let mut end = row.right().saturating_sub(2);
    if let Some(source) = article.source.as_deref().filter(|_| row.width >= 30) {
        let most = row.width / 4;
        end = canvas
            .put_right(end, row.y, source, most, Role::Dim)
            .saturating_sub(2);
    }
    let x = number_end + 1;
    canvas.put(x, row.y, &article.title, end.saturating_sub(x), role);
}
