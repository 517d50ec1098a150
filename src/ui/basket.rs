//! The basket, and the choice of another.
//!
//! A row of the basket is, from the left: the marker of the chosen row, `*` if it is marked, its
//! number, its title, and at the right `已找不到`, its excerpts, note and `已编发` before the name of the
//! file that it stands in. A heading has neither number nor file, and begins further left than the
//! titles.

use crate::app::App;
use crate::app::action::Action;
use crate::app::basket::EMPTY;
use crate::app::basket_chooser::{BasketChooser, row_words};
use crate::app::basket_list::BasketList;
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::lang::Words;
use crate::library::address::shown;
use crate::quote::one_line::one_line;
use crate::state::BasketItem;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field, row_of};
use ratatui::layout::Rect;

/// The sign before a marked row.
const MARKED: &str = "*";
/// The columns of a row from which on it has the name of its file.
const LEAST_COLS_FOR_FILE: u16 = 56;
/// The number of excerpts that a row carries.
const EXCERPTS: Words = Words::new("摘录 {}", "excerpts: {}");
/// What typing does in the choice of baskets.
const NAME_HINT: Words = Words::new(
    "打字筛选，没有的名称新建一个",
    "type to narrow; a new name makes a basket",
);
/// The row has a note.
const NOTE: Words = Words::new("按语", "note");
/// The article is in no file any more.
const MISSING: Words = Words::new("已找不到", "not found");
/// The article went out in a brief.
const SENT: Words = Words::new("已编发", "sent");

/// Draws the articles of the basket in their order, or a hint if it is empty.
///
/// The number of a row is its position among the articles, as it will be in the brief. File and
/// additions take a quarter of the row each at most; the title has the rest.
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
    // Headings have no number of their own, so the first number in sight is counted over the rows
    // above it.
    let before = items.iter().take(rows.start);
    let mut number = before.filter(|item| !item.is_heading()).count();
    for (line, at) in rows.enumerate() {
        let (Some(item), row) = (items.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        if app.basket.marked.contains(&item.key) {
            canvas.put(row.x, row.y, MARKED, 1, Role::Star);
        }
        if item.is_heading() {
            let room = row.width.saturating_sub(2);
            canvas.put(row.x + 2, row.y, &one_line(&item.title), room, Role::Group);
            continue;
        }
        number += 1;
        draw_article(app, item, number, row, canvas);
    }
    canvas.ground = Ground::Popup;
}

/// Draws an article of the basket: number, title, additions and the name of its file. One that is in no file any more is dim
/// and says so.
fn draw_article(app: &App, item: &BasketItem, number: usize, row: Rect, canvas: &mut Canvas<'_>) {
    canvas.put_right(row.x + 4, row.y, &number.to_string(), 3, Role::Number);
    let file = item.path.file_name().unwrap_or(item.path.as_os_str());
    let file = one_line(&shown(file));
    // In a narrow box the title needs the room more than the name of the file.
    let room = if row.width < LEAST_COLS_FOR_FILE {
        0
    } else {
        row.width / 4
    };
    let mut end = canvas.put_right(row.right(), row.y, &file, room, Role::Dim);
    let additions = additions(app, item);
    if !additions.is_empty() {
        let right = end.saturating_sub(2);
        end = canvas.put_right(right, row.y, &additions, row.width / 4, Role::Marker);
    }
    let is_missing = app.basket.is_missing(item.key);
    if is_missing {
        let (right, words) = (end.saturating_sub(2), MISSING.get(app.options.lang));
        end = canvas.put_right(right, row.y, words, row.width / 4, Role::Problem);
    }
    let room = end.saturating_sub(row.x + 7);
    let title = one_line(app.basket.title(item));
    let role = if is_missing { Role::Dim } else { Role::Text };
    canvas.put(row.x + 5, row.y, &title, room, role);
}

/// Returns `摘录 2 按语 已编发`, as far as it is true of a row.
///
/// The parts are joined by a space and absent ones leave no gap; an article without any of them
/// gives an empty text.
fn additions(app: &App, item: &BasketItem) -> String {
    let lang = app.options.lang;
    let count = item.excerpts.len();
    let excerpts = (count > 0).then(|| EXCERPTS.with(lang, &[&count.to_string()]));
    let note = (!item.note.is_empty()).then(|| NOTE.get(lang).to_owned());
    let is_sent = app.marks.sent.contains_key(&item.key);
    let sent = is_sent.then(|| SENT.get(lang).to_owned());
    let all: Vec<String> = [excerpts, note, sent].into_iter().flatten().collect();
    all.join(" ")
}

/// Draws the names of the baskets with the number of their articles. Returns the column and row of the cursor.
///
/// The basket in use has its sign before the name. A basket whose articles are not counted yet has
/// no number. `None` if the popup has no row for the field.
pub(super) fn baskets(
    app: &App,
    chooser: &BasketChooser,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let (rows, selected) = chooser.visible();
    for (line, at) in rows.enumerate() {
        let (Some(choice), row) = (chooser.rows.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        let sign = if choice.is_chosen {
            canvas.signs.basket
        } else {
            " "
        };
        canvas.put(row.x, row.y, sign, 1, Role::Marker);
        let count = choice.articles.map(|count| count.to_string());
        let count = count.unwrap_or_default();
        let end = canvas.put_right(row.right(), row.y, &count, 6, Role::Number);
        let room = end.saturating_sub(row.x + 3);
        let words = one_line(&row_words(choice, app.options.lang));
        canvas.put(row.x + 2, row.y, &words, room, Role::Text);
    }
    canvas.ground = Ground::Popup;
    let row = popup.field?;
    if chooser.field.text().is_empty() {
        let hint = NAME_HINT.get(app.options.lang);
        // One column stays free for the cursor.
        canvas.put(
            row.x + 1,
            row.y,
            hint,
            row.width.saturating_sub(1),
            Role::Dim,
        );
    }
    Some(field(&chooser.field, row.x, row.y, row.width, canvas))
}
