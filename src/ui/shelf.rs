//! The issues pane: number, date, unread sign and article count in columns; the title of an issue without a number.
//!
//! A row is, from the left: marker and sign of a new issue, the number in four columns, the date,
//! and at the right edge star, basket sign and the count of articles. On a row that is too narrow
//! for all of it the date is cut first, to month and day below a year's heading, and left out last.
//! Where the list holds several series a row needs its short name more than its year.
//!
//! Between the issues stand the headings of years or folders, which fold, and above them the saved
//! searches with the number of articles that each finds. Only the rows in sight are looked at, so a
//! frame costs the same for ten issues and for ten thousand.

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::panes::{Pane, TITLE_AT, title_cols};
use crate::app::shelf::ShelfRow;
use crate::app::shelf::order::{Heading, ShelfOrder};
use crate::app::shelf::saved::SavedRow;
use crate::lang::{Lang, Words};
use crate::library::meta::ReportMeta;
use crate::library::{Entry, Place, Status};
use crate::text::sanitize::sanitize;
use crate::ui::canvas::Canvas;
use crate::ui::reader::{page, quiet_role};
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{self, row_of};
use ratatui::layout::Rect;

/// The filter leaves no issue.
const NONE: Words = Words::new("没有相符的期次", "no issue matches");
/// The heading of issues without a date.
const UNDATED: Words = Words::new("未注明日期", "undated");
/// The rule above the facts about the open issue: the key that shows them whole.
const FACTS: Words = Words::new("本期说明（{}）", "About this issue ({})");

/// Draws the visible rows of the list.
///
/// A narrowed list without any row shows a message in its first line.
pub(super) fn draw(app: &App, body: Rect, canvas: &mut Canvas<'_>) {
    if app.shelf.is_filtered() && app.shelf.row(0).is_none() {
        let cols = body.width.saturating_sub(3);
        canvas.put(
            body.x + 2,
            body.y,
            NONE.get(app.options.lang),
            cols,
            Role::Dim,
        );
    }
    let (rows, selected) = app.shelf.visible();
    for (line, at) in rows.clone().enumerate() {
        let (Some(shown), row) = (app.shelf.row(at), row_of(body, line)) else {
            continue;
        };
        mark(app, Pane::Shelf, at == selected, row, canvas);
        match shown {
            ShelfRow::Heading(heading, count, is_folded) => {
                let name = heading_name(app, heading);
                draw_heading(&name, *count, *is_folded, row, canvas);
            }
            ShelfRow::Saved(_) => {
                if let Some(saved) = app.shelf.saved(shown) {
                    draw_saved(saved, row, canvas);
                }
            }
            ShelfRow::Issue(_) => {
                if let Some(entry) = app.shelf.entry(shown) {
                    draw_row(app, entry, by_file(app, at, entry), row, canvas);
                }
            }
        }
    }
    draw_facts(app, body, canvas);
}

/// Draws the facts about the open issue below the list, under a rule with the key that shows them whole.
fn draw_facts(app: &App, body: Rect, canvas: &mut Canvas<'_>) {
    let contents = app.issue.contents.as_ref();
    let Some(facts) = contents.and_then(|contents| contents.facts.as_ref()) else {
        return;
    };
    canvas.ground = Ground::Page;
    let lang = app.options.lang;
    let key = app.options.keymap.key_for(Context::Shelf, Action::About);
    let name = FACTS.with(lang, &[&key.unwrap_or_default()]);
    let (x, y, cols) = (body.x + TITLE_AT, body.y + facts.rule_row, title_cols(body));
    let end = canvas.put(x, y, &name, cols, Role::Dim) + 1;
    canvas.rule(end, y, (x + cols).saturating_sub(end));
    let column = Rect::new(x, y + 1, cols, body.bottom().saturating_sub(y + 1));
    page(&facts.reader, column, quiet_role, canvas);
}

/// Draws marker and ground of the chosen row of a pane; the contents pane uses it as well.
///
/// The pane without the focus keeps a fainter ground and a thinner marker on its chosen row.
pub(super) fn mark(app: &App, pane: Pane, is_selected: bool, row: Rect, canvas: &mut Canvas<'_>) {
    canvas.ground = Ground::Page;
    if !is_selected {
        return;
    }
    let is_focused = app.screen.focus == pane && app.popups.top.is_none();
    // The last column stays free: it divides the ground from the next pane.
    let width = row.width.saturating_sub(1);
    widgets::mark(is_focused, Rect { width, ..row }, canvas);
}

/// Returns the text of a heading: its year, that there is none, or its folder.
///
/// Folders are named by the parts of their paths that they do not share.
fn heading_name(app: &App, heading: &Heading) -> String {
    match heading {
        Heading::Year(0) => UNDATED.get(app.options.lang).to_owned(),
        Heading::Year(year) => year.to_string(),
        Heading::Folder(folder) => sanitize(app.shelf.folder_name(folder)).into_owned(),
    }
}

/// Draws a heading, and if it is folded a rule and the number of hidden issues.
///
/// The number of hidden issues stands at the right edge; an open heading has none, since its rows
/// can be seen.
fn draw_heading(name: &str, count: usize, is_folded: bool, row: Rect, canvas: &mut Canvas<'_>) {
    let mut right = row.right().saturating_sub(2);
    if is_folded {
        right = canvas
            .put_right(right, row.y, &count.to_string(), 6, Role::Dim)
            .saturating_sub(1);
    }
    let x = canvas.put(
        row.x + 2,
        row.y,
        name,
        right.saturating_sub(row.x + 2),
        Role::Dim,
    ) + 1;
    if is_folded {
        canvas.rule(x, row.y, right.saturating_sub(x));
    }
}

/// Draws the row of a saved search: its name and the number of articles that it finds.
///
/// The name is that which a query uses, as `@本周医保`. A query with a mistake has no number.
fn draw_saved(saved: &SavedRow, row: Rect, canvas: &mut Canvas<'_>) {
    let right = row.right().saturating_sub(2);
    let count = saved.count.map(|count| count.to_string());
    let end = canvas.put_right(right, row.y, &count.unwrap_or_default(), 6, Role::Dim);
    let name = format!("@{}", sanitize(&saved.name));
    let cols = end.saturating_sub(row.x + 3);
    canvas.put(row.x + 2, row.y, &name, cols, Role::Key);
}

/// The reason why an issue is shown by its file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByFile {
    /// The issue above or below it has the same title, number and date.
    Alike,
    /// All issues have one title, which stands above the list, and this one has no number.
    OneTitle,
}

/// Returns the reason why only its file name distinguishes an issue; `None` where its title or its number does.
fn by_file(app: &App, at: usize, entry: &Entry) -> Option<ByFile> {
    let facts = |entry: &'_ Entry| (entry.meta.number, entry.meta.published);
    let is_alike = |at: usize| {
        let other = app.shelf.row(at).and_then(|row| app.shelf.entry(row));
        other.is_some_and(|other| {
            other.meta.title == entry.meta.title && facts(other) == facts(entry)
        })
    };
    let only = app.shelf.series().only();
    let has_shown_title = entry.meta.series().is_some_and(|title| only == Some(title));
    if is_alike(at + 1) || at.checked_sub(1).is_some_and(is_alike) {
        return Some(ByFile::Alike);
    }
    let is_one = entry.meta.number.is_none() && has_shown_title;
    (is_one && app.shelf.entries().len() > 1).then_some(ByFile::OneTitle)
}

/// Draws the row of an issue, by its file name where there is a reason for it, else by its title.
///
/// The row is filled from both ends: signs and numbers at the right first, then the date left of
/// them, and the name in the room that is left.
fn draw_row(app: &App, entry: &Entry, by_file: Option<ByFile>, row: Rect, canvas: &mut Canvas<'_>) {
    let sign_at = draw_signs(app, entry, row, canvas);
    let needs_name = match entry.meta.number {
        Some(_) => by_file.is_some() || app.shelf.series().are_several(),
        None if by_file.is_some() || entry.meta.title.is_none() => {
            let room = sign_at.saturating_sub(row.x + 3);
            needs_file_name(app, entry, by_file, (row.width, room), canvas)
        }
        None => false,
    };
    let mut name_end = sign_at.saturating_sub(1);
    if let Some(date) = date(app, entry, needs_name, row.width) {
        let cols = canvas.cols(&date);
        let x = sign_at.saturating_sub(cols + 1);
        canvas.put(x, row.y, &date, cols, Role::Dim);
        name_end = x.saturating_sub(1);
    }
    // The number of articles with a watch word, where the name still has room.
    let watched = app.watching.outcome.hits.of_report(&entry.meta.place);
    // Four digits of a number and two columns around them; without a number the title needs at
    // least seven Han.
    let least = if entry.meta.number.is_some() { 8 } else { 16 };
    if watched > 0 && name_end >= row.x + least {
        let start = canvas.put_right(name_end, row.y, &watched.to_string(), 3, Role::Watched);
        name_end = start.saturating_sub(1);
    }
    let x = row.x + 2;
    let room = Rect::new(x, row.y, name_end.saturating_sub(x), 1);
    let role = name_role(app, entry);
    if let Some(number) = entry.meta.number {
        // The number takes four columns, and one stands between it and the name.
        let name_cols = room.width.saturating_sub(5);
        let fits = |name: &str| canvas.cols(name) <= name_cols;
        let name = needs_name.then(|| short_name(app, entry, by_file.is_some(), fits));
        draw_number(number, name.as_deref(), room, role, canvas);
    } else {
        let title = entry.meta.title.as_deref().filter(|_| by_file.is_none());
        let name = name(entry, title, room.width, app.options.lang, canvas);
        canvas.put(x, row.y, &name, room.width, role);
    }
}

/// True if the file name of an issue needs the room of its date, on a row of `cols` columns with `room` columns for both.
///
/// It does where it is whole without the date and cut beside it, and where it alone distinguishes two issues of a day. A name
/// that is cut in either case leaves the date its room.
fn needs_file_name(
    app: &App,
    entry: &Entry,
    by_file: Option<ByFile>,
    (cols, room): (u16, u16),
    canvas: &Canvas<'_>,
) -> bool {
    let date = date(app, entry, false, cols);
    let date_cols = date.map_or(0, |date| canvas.cols(&date) + 1);
    let beside = room.saturating_sub(date_cols);
    let name_cols = canvas.cols(&file_name(&entry.meta.place, app.options.lang));
    let is_cut = name_cols > beside;
    // Files below one title are issues of a series, which differ by their days; files without a title differ by their names.
    let least = match by_file {
        Some(ByFile::OneTitle) => LEAST_END_COLS,
        _ => 2 * LEAST_END_COLS,
    };
    is_cut && (by_file == Some(ByFile::Alike) || name_cols <= room || beside < least)
}

/// Returns the role of an issue's number and name.
fn name_role(app: &App, entry: &Entry) -> Role {
    if app.marks.all_read(&entry.meta.identity.keys) {
        Role::Dim
    } else {
        Role::Text
    }
}

/// Draws the count of articles at the right edge and the signs of the issue. Returns the column of the leftmost sign at the
/// right.
fn draw_signs(app: &App, entry: &Entry, row: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let right = row.right().saturating_sub(2);
    // The count is right-aligned, so that the slashes of `2/3` stand below each other only where
    // the numbers have as many digits; a column of its own for each number would take two more.
    canvas.put_right(right, row.y, &count(app, entry), COUNT_COLS, Role::Dim);
    // Columns from the right: the count, one for the basket, one for the star. The sign of what is new stands before the
    // name, so that neither hides the other.
    let sign_at = right.saturating_sub(COUNT_COLS + 2);
    let keys = &entry.meta.identity.keys;
    if app.marks.any_starred(keys) {
        canvas.put(sign_at, row.y, canvas.signs.star, 1, Role::Star);
    }
    if app.arrivals.new_articles().has_any(keys) {
        canvas.put(row.x + 1, row.y, canvas.signs.new, 1, Role::Unread);
    }
    if app.basket.holds_any(keys) {
        canvas.put(sign_at + 1, row.y, canvas.signs.basket, 1, Role::Marker);
    }
    sign_at
}

/// Returns the issue's date as a row of `cols` columns has room for it; `None` if it has none or the name needs the room.
// Of several series a row needs its name more than the year, and on a narrow row more than the date.
fn date(app: &App, entry: &Entry, needs_name: bool, cols: u16) -> Option<String> {
    let date = entry.meta.published?.to_string();
    if needs_name && cols < 28 {
        return None;
    }
    let part = if cols >= if needs_name { 40 } else { 30 } {
        0..10
    } else if app.shelf.order() == ShelfOrder::Date {
        // The heading of the year stands above.
        5..10
    } else {
        0..7
    };
    Some(date.get(part).unwrap_or(&date).to_owned())
}

/// Draws the number of an issue into `room`, and its `name` behind it.
fn draw_number(number: u32, name: Option<&str>, room: Rect, role: Role, canvas: &mut Canvas<'_>) {
    // Numbers are right-aligned in four columns, so that their digits stand below each other.
    let end = (room.x + 4).min(room.right());
    let start = canvas.put_right(end, room.y, &number.to_string(), room.width, role);
    if let Some(name) = name
        && start >= room.x
    {
        let cols = room.right().saturating_sub(end + 1);
        canvas.put(end + 1, room.y, name, cols, role);
    }
}

/// Returns the name that stands behind an issue's number: that of its series, a shorter one if it does not fit, or the file's.
fn short_name(app: &App, entry: &Entry, by_file: bool, fits: impl Fn(&str) -> bool) -> String {
    let title = entry.meta.title.as_deref().unwrap_or_default();
    match app.shelf.series().short(title, fits) {
        Some(short) if !by_file => short.to_owned(),
        _ => sanitize(&file_name(&entry.meta.place, app.options.lang)).into_owned(),
    }
}

/// The least columns of the end of a file name beside a date: `…` and four digits or two Han.
const LEAST_END_COLS: u16 = 5;

/// The columns of the count of articles: two digits, a slash, two digits.
const COUNT_COLS: u16 = 5;

/// Returns the number of articles, behind that of the unread ones where there are any: `2/3`.
///
/// An issue that was not read, such as a file over the size limit, has `?`. From 100 articles on
/// the unread ones are left out.
fn count(app: &App, entry: &Entry) -> String {
    if !matches!(entry.status, Status::Read) {
        return "?".to_owned();
    }
    let all = entry.article_count.to_string();
    match app.marks.unread_count(&entry.meta.identity.keys) {
        // Two numbers of three digits have no room.
        unread if unread > 0 && all.len() <= 2 => format!("{unread}/{all}"),
        _ => all,
    }
}

/// The name of a built-in sample, which has no file.
///
/// Samples count from 1.
const SAMPLE: Words = Words::new("样刊 {}", "sample {}");

/// Returns the name of an issue without a number: its title, else its file name. A file name wider than `room` columns loses
/// its beginning.
// File names of one series begin alike (`周报20250620`), so that its end distinguishes an issue; a title is cut by the canvas
// and differs at its beginning.
fn name(entry: &Entry, title: Option<&str>, room: u16, lang: Lang, canvas: &Canvas<'_>) -> String {
    if let Some(title) = title {
        return title.to_owned();
    }
    let name = file_name(&entry.meta.place, lang);
    if canvas.cols(&name) <= room {
        return name;
    }
    let ends = name
        .char_indices()
        .skip(1)
        .filter_map(|(start, _)| name.get(start..));
    let mut ends = ends.map(|end| format!("…{end}"));
    ends.find(|end| canvas.cols(end) <= room).unwrap_or(name)
}

/// Returns the name of an issue without a number, whole: its title, else its file name.
pub(super) fn issue_name(meta: &ReportMeta, lang: Lang) -> String {
    let title = meta.title.as_deref().map(str::to_owned);
    title.unwrap_or_else(|| file_name(&meta.place, lang))
}

/// Returns the file name without its extension.
///
/// For a report inside an archive this is the name of the member.
fn file_name(place: &Place, lang: Lang) -> String {
    match place {
        Place::Sample(index) => SAMPLE.with(lang, &[&(index + 1).to_string()]),
        file => file.stem().unwrap_or_default(),
    }
}
