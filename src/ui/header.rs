//! The header row, and the titles of the panes.
//!
//! The header names the program and the library at the left. At the right stand, from the right
//! edge: the numbers of issues and of articles in the basket, a warning while nothing can be saved,
//! and a sign while the folders are walked once a minute because the system does not report
//! changes. On a narrow row the name of the program is left out first.

use crate::app::App;
use crate::app::basket::quoted_name;
use crate::app::panes::Pane;
use crate::lang::Words;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// The title of the list of issues.
const SHELF: Words = Words::new("期次", "Issues");
/// The title of a narrowed list, with the number of issues that are left.
const FILTERED: Words = Words::new("期次 · 筛出 {}", "Issues · {} match");
/// The title of the contents pane.
const CONTENTS: Words = Words::new("目录", "Contents");
/// The title of the article pane.
const READER: Words = Words::new("正文", "Article");
/// Stands for the name of the library where it is the samples in the program.
const SAMPLES: Words = Words::new("内置样刊", "built-in samples");
/// The numbers of all issues and of those with unread articles.
const COUNTS: Words = Words::new("共 {} 期 · {} 期未读", "{} issue{s} · {} unread");
/// The number of articles in the basket; headings do not count.
const BASKET: Words = Words::new("简报篮 {} 篇", "{} in the basket");
/// The same in a basket with a name.
const NAMED_BASKET: Words = Words::new("{} {} 篇", "{}: {}");
/// The most characters of the name of a basket.
const LONGEST_NAME: usize = 8;
/// The folders are looked at once a minute.
const POLLED: Words = Words::new("每分钟查看一次", "checked every minute");
/// Marks and positions cannot be written.
const UNSAVED: Words = Words::new("阅读记录未保存", "not saved");

/// The name of the program, the same in both languages.
const PROGRAM: &str = "newsreader";

/// Draws the names of the program and the library at the left, the numbers of issues and of articles in the basket at the
/// right.
///
/// An empty list has no counts: before the scan they would be wrong, and a library without reports
/// shows that by itself.
pub(super) fn draw(app: &App, row: Rect, canvas: &mut Canvas<'_>) {
    let lang = app.options.lang;
    let counts = if app.shelf.entries().is_empty() {
        String::new()
    } else {
        let (all, unread) = (app.shelf.entries().len(), app.shelf.unread_issues);
        COUNTS.with(lang, &[&grouped(all), &grouped(unread)])
    };
    let parts: Vec<String> = [counts, basket(app)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let counts = parts.join(" · ");
    // The interpunct is of ambiguous width, like the other signs.
    let counts = counts.replace('·', canvas.signs.dot);
    let right = row.right().saturating_sub(1);
    let mut left = canvas.put_right(right, row.y, &counts, row.width / 2, Role::Dim);
    if app.stored.problem.is_some() || app.stored.is_unwritten {
        // The status line shows the reason only once; this sign stays as long as nothing can be saved.
        let sign = UNSAVED.get(lang);
        left = canvas.put_right(left.saturating_sub(2), row.y, sign, left / 2, Role::Problem);
    }
    if app.scan.is_polled {
        let sign = POLLED.get(lang);
        left = canvas.put_right(left.saturating_sub(2), row.y, sign, left / 2, Role::Dim);
    }
    let library = if app.options.samples {
        SAMPLES.get(lang)
    } else {
        app.options.library.as_str()
    };
    let room = left.saturating_sub(2);
    let mut x = 1;
    if x + canvas.cols(PROGRAM) + 2 + canvas.cols(library) <= room {
        x = canvas.put(x, row.y, PROGRAM, room, Role::TitleFocused) + 2;
    }
    // On a narrow screen the name of the library is worth more than that of the program.
    canvas.put(x, row.y, library, room.saturating_sub(x), Role::Dim);
}

/// Returns the basket in use with the number of its articles. Nothing for an empty one, unless it has a name: then `a` does not
/// fill the basket that every reader has.
fn basket(app: &App) -> String {
    let (lang, name) = (app.options.lang, app.basket.name());
    let count = app.basket.article_count();
    if name.is_empty() {
        let text = BASKET.with(lang, &[&grouped(count)]);
        return if count > 0 { text } else { String::new() };
    }
    let short: String = name.chars().take(LONGEST_NAME).collect();
    let cut = if short.len() < name.len() {
        "……"
    } else {
        ""
    };
    NAMED_BASKET.with(lang, &[&quoted_name(&(short + cut), lang), &grouped(count)])
}

/// Draws the title of a pane on its rule.
///
/// The focused pane has a marker and a bold title, so it can be told apart without colours.
///
/// The list of issues has the title of its series where it holds only one. While a popup is open no
/// pane has the focus.
pub(super) fn title(app: &App, pane: Pane, row: Rect, canvas: &mut Canvas<'_>) {
    let words = match pane {
        Pane::Shelf => SHELF,
        Pane::Contents => CONTENTS,
        Pane::Reader => READER,
    };
    let is_focused = app.screen.focus == pane && app.popups.top.is_none();
    let (sign, role) = if is_focused {
        (canvas.signs.marker, Role::TitleFocused)
    } else {
        (" ", Role::Title)
    };
    canvas.put(row.x, row.y, sign, 1, Role::Marker);
    let lang = app.options.lang;
    let text = if pane == Pane::Shelf && app.shelf.is_filtered() {
        let count = FILTERED.with(lang, &[&grouped(app.shelf.count())]);
        count.replace('·', canvas.signs.dot)
    } else {
        let series = app.shelf.series().only().filter(|_| pane == Pane::Shelf);
        series.unwrap_or(words.get(lang)).to_owned()
    };
    let x = canvas.put(row.x + 1, row.y, &text, row.width.saturating_sub(2), role) + 1;
    canvas.rule(x, row.y, row.right().saturating_sub(x + 1));
}

/// Returns a number with its thousands separated by spaces: `10 000`.
///
/// Numbers below 1 000 stay as they are.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1240, 10_000, 1_234_567].map(grouped).join("|"),
            "0|999|1 240|10 000|1 234 567"
        );
    }
}
