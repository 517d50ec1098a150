//! The contents pane: number, title and source of each article of the open issue.
//!
//! Usually a row holds one article: star or basket sign, number, sign of a new article, title, and
//! the source at the right edge. Where the pane has rows enough for all titles at their full
//! length, the app sets them over several lines instead, with source and date below each and, in a
//! wide pane, the opening of the text. The first row may be the lead, which has neither number nor marks.

use crate::app::App;
use crate::app::collecting::sent_short;
use crate::app::contents::{Contents, FullRow};
use crate::app::page::LEAD;
use crate::app::panes::{Pane, TITLE_AT, title_cols};
use crate::state::MarkKind;
use crate::text::typeset::Rules;
use crate::ui::canvas::Canvas;
use crate::ui::line;
use crate::ui::reader::rule_text;
use crate::ui::shelf::mark;
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// Draws the articles in sight, and below them the contents of the issue below, where they have room.
pub(super) fn draw(app: &App, body: Rect, canvas: &mut Canvas<'_>) {
    let Some(contents) = &app.issue.contents else {
        return;
    };
    let mut y = body.y;
    for row in contents.visible() {
        let height = contents.full().map_or(1, |full| full.rows(row));
        let area = Rect { y, height, ..body };
        mark(app, Pane::Contents, row == contents.row(), area, canvas);
        draw_entry(app, contents, row, area, canvas);
        y += height + contents.full().map_or(0, |full| full.gap);
    }
    if let Some((ahead, rule_row)) = app.contents_ahead() {
        draw_ahead(app, ahead, body, body.y + rule_row, canvas);
    }
}

/// Draws the contents of the issue below, under a rule with its name in row `y`.
fn draw_ahead(app: &App, ahead: &Contents, body: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let (x, cols) = (body.x + TITLE_AT, title_cols(body));
    let end = canvas.put(x, y, &rule_text(app, true), cols, Role::Dim) + 1;
    canvas.rule(end, y, (x + cols).saturating_sub(end));
    let Some(full) = ahead.full() else {
        return;
    };
    let mut y = y + 1;
    for row in ahead.visible() {
        let height = full.rows(row);
        draw_entry(app, ahead, row, Rect { y, height, ..body }, canvas);
        y += height + full.gap;
    }
}

/// Draws one row of the contents, an article or the lead.
fn draw_entry(app: &App, contents: &Contents, row: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let full = contents.full();
    let shown = full.and_then(|full| Some((full.rows.get(row)?, full.rules)));
    match (contents.article_at(row), shown) {
        (Some(at), Some(shown)) => {
            let role = draw_number(app, contents, at, area, canvas);
            draw_full(app, (contents, at), shown, area, role, canvas);
        }
        (Some(at), None) => {
            let role = draw_number(app, contents, at, area, canvas);
            draw_row(app, contents, at, area, role, canvas);
        }
        (None, _) => {
            let (x, name) = (area.x + TITLE_AT, LEAD.get(app.options.lang));
            canvas.put(x, area.y, name, area.right().saturating_sub(x), Role::Dim);
        }
    }
    if let Some((row, rules)) = shown {
        draw_opening(row, rules, area, canvas);
    }
}

/// Draws star, basket sign and number. Returns the role of the title: plain for an unread article, dim for a read one.
///
/// The number is right-aligned in three columns before the title.
fn draw_number(
    app: &App,
    contents: &Contents,
    at: usize,
    row: Rect,
    canvas: &mut Canvas<'_>,
) -> Role {
    let key = contents.keys().get(at).copied();
    let has = |mark| key.is_some_and(|key| app.marks.has(key, mark));
    let sign = if has(MarkKind::Star) {
        canvas.signs.star
    } else {
        " "
    };
    canvas.put(row.x + 1, row.y, sign, 1, Role::Star);
    let number = contents
        .articles()
        .get(at)
        .map_or(0, |article| article.number);
    let end = row.x + TITLE_AT - 1;
    canvas.put_right(end, row.y, &number.to_string(), 3, Role::Number);
    if key.is_some_and(|key| app.arrivals.new_articles().has(key)) {
        canvas.put(end, row.y, canvas.signs.new, 1, Role::Unread);
    }
    // Written after the star, in the column behind it, so that an article may have both signs.
    if key.is_some_and(|key| app.basket.holds(key)) {
        canvas.put(row.x + 2, row.y, canvas.signs.basket, 1, Role::Marker);
    }
    if has(MarkKind::Read) {
        Role::Dim
    } else {
        Role::Text
    }
}

/// Returns the brief in which an article went out, the issue in which it stood before and its source, as far as it has them.
///
/// The parts are joined by ` · `; an article without any gives an empty text.
fn origin(app: &App, contents: &Contents, at: usize) -> String {
    let key = contents.keys().get(at);
    let mark = key.and_then(|key| app.marks.sent.get(key));
    let sent = mark.map(|mark| sent_short(mark, app.options.lang));
    let origin = Some(contents.origin(at)).filter(|origin| !origin.is_empty());
    let parts: Vec<String> = sent.into_iter().chain(origin).collect();
    parts.join(" · ")
}

/// Draws title and source on one row.
///
/// The source takes a third of the row at most and is left out on rows of fewer than 30 columns.
fn draw_row(
    app: &App,
    contents: &Contents,
    at: usize,
    row: Rect,
    role: Role,
    canvas: &mut Canvas<'_>,
) {
    let source = origin(app, contents, at);
    let mut end = row.right().saturating_sub(2);
    // On fewer than 30 columns the source would leave too little of the title.
    if !source.is_empty() && row.width >= 30 {
        let start = canvas.put_right(end, row.y, &source, row.width / 3, Role::Dim);
        end = start.saturating_sub(2);
    }
    let x = row.x + TITLE_AT;
    canvas.put(x, row.y, contents.title(at), end.saturating_sub(x), role);
}

/// Draws the whole title on as many rows as it takes, and source and date below it.
///
/// Source and date share the row below the last line of the title.
fn draw_full(
    app: &App,
    (contents, at): (&Contents, usize),
    (row, rules): (&FullRow, Rules),
    area: Rect,
    role: Role,
    canvas: &mut Canvas<'_>,
) {
    let (x, title) = (area.x + TITLE_AT, contents.title(at));
    let mut y = area.y;
    for line in &row.title {
        let style = canvas.style(role);
        line::put((x, y), title, line, rules, |_| style, canvas);
        y += 1;
    }
    let Some(article) = contents.articles().get(at) else {
        return;
    };
    let right = area.right().saturating_sub(2);
    // Month and day of `2025-06-15`: the year stands in the list of issues.
    let date = article.date.map(|date| date.to_string());
    let date = date
        .as_deref()
        .and_then(|date| date.get(5..))
        .unwrap_or_default();
    let end = canvas.put_right(right, y, date, right.saturating_sub(x), Role::Dim);
    canvas.put(
        x,
        y,
        &origin(app, contents, at),
        end.saturating_sub(x + 2),
        Role::Dim,
    );
}

/// Draws the opening of a text on the last rows of `area`. Its last line is cut with `…` where the text goes on.
fn draw_opening(row: &FullRow, rules: Rules, area: Rect, canvas: &mut Canvas<'_>) {
    let x = area.x + TITLE_AT;
    let style = canvas.style(Role::Dim);
    let lines = &row.opening_lines;
    let first = area
        .bottom()
        .saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    for (y, line) in (first..).zip(lines) {
        line::put((x, y), &row.opening, line, rules, |_| style, canvas);
    }
    let Some(last) = lines
        .last()
        .filter(|last| last.range.end < row.opening.len())
    else {
        return;
    };
    let y = area.bottom() - 1;
    let rest = row.opening.get(last.range.start..).unwrap_or_default();
    canvas.put(x, y, rest, title_cols(area), Role::Dim);
}
