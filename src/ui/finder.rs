//! The search popup: the query, and below it the issues and articles found, with the matched words marked.
//!
//! The list has four kinds of lines: the issue with its date, the title of an article found, a
//! sentence around the hit, and a last line for articles that are not listed. The field stands
//! above the list, with the number of articles at its right. The same popup shows the story of an
//! article; it then has no field.
//!
//! A title or sentence that is too long is cut at its end if the first hit is still in sight, else
//! at its beginning as well, so that the reason why an article was found can always be seen.

use crate::app::App;
use crate::app::action::Action;
use crate::app::finder::Finder;
use crate::app::found_list::ResultLine;
use crate::app::page::LEAD;
use crate::app::panes::PopupArea;
use crate::lang::{Lang, Words};
use crate::library::search::{ArticleHit, IssueHits};
use crate::state::MarkKind;
use crate::text::sanitize::sanitize;
use crate::text::typeset::{Rules, typeset};
use crate::ui::canvas::Canvas;
use crate::ui::shelf;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{boxed, field, heading_of, mark, row_of};
use ratatui::layout::Rect;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The number of articles found, beside the query.
const COUNT: Words = Words::new("{} 篇", "{} article{s}");
/// The last line, where more articles match than are listed.
const REST: Words = Words::new(
    "另有 {} 篇较早的没有列出，可再加一个词",
    "{} older article{s} not listed; add a word",
);
/// No article matches.
const NONE: Words = Words::new("没有找到", "nothing found");
/// The number of an issue.
const ISSUE: Words = Words::new("{} 期", "No. {}");
/// The language of queries, shown while nothing is typed; one line for each part between
/// semicolons.
const HOW: Words = Words::new(
    "空格分隔的词都要出现；甲|乙 有一即可  \"短语\"  -排除；来源:  标题:  刊:  路径:  is:unread|starred|new|sent；期:600-629  日期:2024-01..2025-06|近30天；@保存的检索；标题和来源可用拼音；↑ 以前的检索",
    "all words must occur; a|b either  \"a phrase\"  -without; source:  title:  series:  path:  is:unread|starred|new|sent; issue:600-629  date:2024-01..2025-06|last30d; @saved; title and source by pinyin; ↑ earlier queries",
);

/// Draws the popup. Returns the column and row of the cursor while the field has the focus.
///
/// While a query with a mistake is in the field the list keeps the results of the last valid one.
pub(super) fn draw(
    app: &App,
    finder: &Finder,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let action = if finder.is_story() {
        Action::Story
    } else {
        Action::Search
    };
    boxed(popup, &heading_of(action, app.options.lang), canvas);
    let (lines, selected) = finder.list.visible();
    for (row, at) in lines.enumerate() {
        let row = row_of(popup.list, row);
        canvas.ground = Ground::Popup;
        draw_line(app, finder, at, at == selected, row, canvas);
    }
    canvas.ground = Ground::Popup;
    if finder.list.line(0).is_none() {
        draw_notice(&notice(app, finder), popup.list, canvas);
    } else if let Some(problem) = &finder.problem {
        // The results of the last valid query stay in the list, so the problem goes into the lower edge of the box.
        draw_problem(problem.expected(app.options.lang), popup, canvas);
    }
    draw_query(app, finder, popup.field.unwrap_or(popup.list), canvas)
}

/// Draws line `at` of the results.
///
/// A line outside the list draws nothing.
fn draw_line(
    app: &App,
    finder: &Finder,
    at: usize,
    is_selected: bool,
    row: Rect,
    canvas: &mut Canvas<'_>,
) {
    let hit = |issue, hit| {
        finder
            .list
            .issue(issue)
            .and_then(|found| found.hits.get(hit))
    };
    match finder.list.line(at) {
        Some(ResultLine::Issue(issue)) => {
            if let Some(found) = finder.list.issue(issue) {
                heading(app, found, row, canvas);
            }
        }
        Some(ResultLine::Title(issue, at)) => {
            if let Some(hit) = hit(issue, at) {
                if is_selected {
                    mark(finder.is_in_results(), row, canvas);
                }
                title(app.options.lang, hit, row, canvas);
                signs(app, hit, row, canvas);
            }
        }
        Some(ResultLine::Snippet(issue, at)) => {
            if let Some(hit) = hit(issue, at) {
                snippet(hit, row, canvas);
            }
        }
        Some(ResultLine::Rest(rest)) => {
            let text = REST.with(app.options.lang, &[&rest.to_string()]);
            let cols = row.width.saturating_sub(3);
            canvas.put(row.x + 2, row.y, &text, cols, Role::Dim);
        }
        None => {}
    }
}

/// Returns the lines of a notice of `cols` columns: each of its parts between semicolons on lines of its own, broken by the
/// rules of the article.
fn notice_lines(text: &str, cols: u16) -> impl Iterator<Item = &str> {
    let parts = text.split(['；', ';']).map(str::trim);
    parts.flat_map(move |part| {
        let lines = typeset(part, cols, &Rules::default());
        lines.into_iter().filter_map(|line| part.get(line.range))
    })
}

/// Draws `text` over the empty list. Lines below the list are left out.
fn draw_notice(text: &str, list: Rect, canvas: &mut Canvas<'_>) {
    let cols = list.width.saturating_sub(2);
    for (line, row) in notice_lines(text, cols).zip(list.rows()) {
        canvas.put(row.x + 1, row.y, line, cols, Role::Dim);
    }
}

/// Draws the problem of a query in the lower edge of the box, where the list has the results of the last valid query; one that
/// is too long for it over the last rows of the list.
fn draw_problem(text: &str, popup: PopupArea, canvas: &mut Canvas<'_>) {
    let (outer, list) = (popup.outer, popup.list);
    let cols = outer.width.saturating_sub(4);
    if canvas.cols(text) + 2 <= cols {
        let y = outer.bottom().saturating_sub(1);
        canvas.put(outer.x + 2, y, &format!(" {text} "), cols, Role::Problem);
        return;
    }
    let cols = list.width.saturating_sub(2);
    let lines: Vec<&str> = notice_lines(text, cols).collect();
    let rows: Vec<Rect> = list.rows().collect();
    let first = rows.len().saturating_sub(lines.len());
    for (line, row) in lines.into_iter().zip(rows.into_iter().skip(first)) {
        canvas.lay(row, Ground::Popup);
        canvas.put(row.x + 1, row.y, line, cols, Role::Problem);
    }
}

/// Draws the row with the query and the number of articles found. Returns the column and row of the cursor while the field
/// has the focus: the query is dim and without a cursor while the results have it, so that a key is never meant for the other.
///
/// The number takes a third of the row at most. A story has no field and so no cursor.
fn draw_query(
    app: &App,
    finder: &Finder,
    row: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let right = row.right().saturating_sub(1);
    let most = row.width / 3;
    let total = finder.list.total.to_string();
    let count = match COUNT.with(app.options.lang, &[&total]) {
        _ if finder.list.total == 0 => String::new(),
        count if canvas.cols(&count) <= most => count,
        _ => total,
    };
    let end = canvas.put_right(right, row.y, &count, most, Role::Dim);
    let keymap = &app.options.keymap;
    if finder.is_story() {
        return None;
    }
    let key = keymap.key_for(app.screen.focus.context(), Action::Search);
    let x = canvas.put(row.x, row.y, &key.unwrap_or_default(), 8, Role::Key) + 1;
    let room = end.saturating_sub(x + 1);
    if finder.is_in_results() {
        canvas.put(x, row.y, finder.field.text(), room, Role::Dim);
        return None;
    }
    Some(field(&finder.field, x, row.y, room, canvas))
}

/// Returns the reason for an empty list: no query, an invalid one, no match, or a search under way.
fn notice(app: &App, finder: &Finder) -> String {
    let lang = app.options.lang;
    match &finder.problem {
        Some(problem) => problem.expected(lang).to_owned(),
        None if finder.is_story() => "……".to_owned(),
        None if finder.asks_nothing() => HOW.get(lang).to_owned(),
        None if finder.list.is_done
            // A filter that no report can satisfy because it is misspelt finds nothing without an
            // error, so it is named here.
            && let Some(unknown) = finder.unknown_filter() =>
        {
            let stop = Words::new("：", ": ").get(lang);
            format!("{}{stop}{}", unknown.part, unknown.expected(lang))
        }
        None if finder.list.is_done => {
            let parts = [Some(NONE.get(lang)), finder.pinyin_advice(lang)];
            parts.into_iter().flatten().collect::<Vec<_>>().join("；")
        }
        None => "……".to_owned(),
    }
}

/// Draws the line of an issue: its number, its date, and a rule to the right edge.
///
/// Of several series it has the short name of its own too. Without a number it has the title of the report, else the name of
/// the file, cut so that the date has room. An issue without any of them is a rule alone.
fn heading(app: &App, found: &IssueHits, row: Rect, canvas: &mut Canvas<'_>) {
    let meta = &found.meta;
    let date = meta.published.map(|date| date.to_string());
    let date_cols = date.as_deref().map_or(0, |date| canvas.cols(date) + 2);
    let room = row.width.saturating_sub(date_cols);
    let name = match meta.number {
        Some(number) => {
            let issue = ISSUE.with(app.options.lang, &[&number.to_string()]);
            // Of several series a number alone does not name an issue.
            let fits = |name: &str| canvas.cols(&issue) + 1 + canvas.cols(name) <= room;
            let series = meta
                .series()
                .and_then(|title| app.shelf.series().short(title, fits));
            Some(series.map_or(issue.clone(), |series| format!("{issue} {series}")))
        }
        None => Some(shelf::issue_name(meta, app.options.lang)),
    };
    let mut x = row.x;
    if let Some(name) = name {
        x = canvas.put(x, row.y, &sanitize(&name), room, Role::Dim) + 1;
    }
    if let Some(date) = date {
        let gap = u16::from(x > row.x);
        let room = row.right().saturating_sub(x + gap);
        x = canvas.put(x + gap, row.y, &date, room, Role::Dim) + 1;
    }
    canvas.rule(x, row.y, row.right().saturating_sub(x));
}

/// Draws the title of a hit, the matched words marked, and its source at the right; of a lead the word for it.
///
/// The source takes a third of the row at most.
fn title(lang: Lang, hit: &ArticleHit, row: Rect, canvas: &mut Canvas<'_>) {
    let mut right = row.right().saturating_sub(1);
    let lead = hit.index.is_none().then(|| LEAD.get(lang));
    if let Some(source) = hit.source.as_deref().or(lead) {
        right = canvas.put_right(right, row.y, &sanitize(source), row.width / 3, Role::Dim);
        right = right.saturating_sub(1);
    }
    let cells = row.x + 2..right;
    with_marks(
        &hit.title,
        &hit.marked_title,
        cells,
        row.y,
        Role::Text,
        canvas,
    );
}

/// Draws the signs of an article with a star or in the basket, between the marker and the title.
///
/// There is one column for both signs. The basket comes first: `a` and `A` work on this list, a
/// star is seen in the contents as well.
fn signs(app: &App, hit: &ArticleHit, row: Rect, canvas: &mut Canvas<'_>) {
    let Some(key) = hit.key else { return };
    if app.basket.holds(key) {
        canvas.put(row.x + 1, row.y, canvas.signs.basket, 1, Role::Marker);
    } else if app.marks.has(key, MarkKind::Star) {
        canvas.put(row.x + 1, row.y, canvas.signs.star, 1, Role::Star);
    }
}

/// Draws the sentence of a hit, the matched words marked.
fn snippet(hit: &ArticleHit, row: Rect, canvas: &mut Canvas<'_>) {
    let cells = row.x + 2..row.right().saturating_sub(1);
    with_marks(&hit.snippet, &hit.marked, cells, row.y, Role::Dim, canvas);
}

/// Draws `text` from column `cells.start` to before `cells.end`, the byte ranges `marked` in the style of a match.
///
/// Each piece between two marks is cut to the room that is left. A text that begins after its first
/// byte is led in by `…`.
fn with_marks(
    text: &str,
    marked: &[Range<usize>],
    cells: Range<u16>,
    y: u16,
    role: Role,
    canvas: &mut Canvas<'_>,
) {
    let mut x = cells.start;
    let mut done = marked.first().map_or(0, |hit| {
        beginning(text, hit, cells.end.saturating_sub(x), canvas)
    });
    if done > 0 {
        x = canvas.put(x, y, "…", 2, role);
    }
    let mut write = |from: usize, to: usize, role: Role, canvas: &mut Canvas<'_>| {
        let piece = sanitize(text.get(from..to).unwrap_or_default()).into_owned();
        let room = cells.end.saturating_sub(x);
        // A cut piece of no columns would still write its ellipsis.
        if room > 0 {
            let behind = canvas.put(x, y, &piece, room, role);
            // A cut piece ends with `…`. A wide character that did not fit may leave a column free, and the next piece must
            // not begin there: the line would have two ellipses.
            let is_cut = canvas.cols(&piece) > room;
            x = if is_cut { cells.end } else { behind };
        }
    };
    for place in marked {
        write(done, place.start, role, canvas);
        write(place.start, place.end, Role::Match, canvas);
        done = place.end;
    }
    write(done, text.len(), role, canvas);
}

/// Returns the byte of `text` that the line begins with so that its first hit `hit` is visible in `cols` columns.
///
/// That is 0 if the hit ends within the line; else the hit is placed in the first half of the line.
///
/// Counts clusters from the hit backwards, up to half the line: enough before the hit to understand
/// it, and more behind it.
fn beginning(text: &str, hit: &Range<usize>, cols: u16, canvas: &Canvas<'_>) -> usize {
    let to_hit = text.get(..hit.end).unwrap_or_default();
    // Two columns are kept for the ellipsis at the end, which is two columns wide on terminals with
    // wide ambiguous characters.
    if canvas.cols(to_hit) + 2 <= cols {
        return 0;
    }
    let before = text.get(..hit.start).unwrap_or_default();
    let mut used = canvas.cols(text.get(hit.clone()).unwrap_or_default());
    let in_room = |(_, cluster): &(usize, &str)| {
        used += canvas.cols(cluster);
        used <= cols / 2
    };
    let first = before.grapheme_indices(true).rev().take_while(in_room);
    first.last().map_or(hit.start, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::Ambiguous;
    use crate::ui::theme::{Depth, Theme};
    use ratatui::buffer::{Buffer, Cell};

    fn drawn(text: &str, hit: &str, cols: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, cols, 1));
        let theme = Theme::terminal(Depth::None);
        let mut canvas = Canvas::new(&mut buffer, &theme, Ambiguous::Narrow);
        let at = text.find(hit).unwrap();
        let marked = at..at + hit.len();
        with_marks(text, &[marked], 0..cols, 0, Role::Dim, &mut canvas);
        buffer.content.iter().map(Cell::symbol).collect()
    }

    #[test]
    fn a_line_that_is_cut_has_one_ellipsis_though_more_hits_follow() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        let theme = Theme::terminal(Depth::None);
        let mut canvas = Canvas::new(&mut buffer, &theme, Ambiguous::Narrow);
        let text = "潮水退后前浪潮位";
        let marked = [0..3, 18..21];
        with_marks(text, &marked, 0..10, 0, Role::Dim, &mut canvas);
        let drawn: String = buffer.content.iter().map(Cell::symbol).collect();
        assert_eq!(drawn.matches('…').count(), 1, "{drawn}");
    }

    #[test]
    fn the_hit_is_in_sight_however_narrow_the_line() {
        let text = "其实规律在水里，西侧水道退潮时水深不足三米";
        assert_eq!(drawn(text, "规律", 20), "其实规律在水里，西… ");
        assert_eq!(drawn(text, "退潮", 20), "…侧水道退潮时水深不…");
        for cols in 8..44 {
            assert!(drawn(text, "退潮", cols).contains("退潮"), "{cols}");
        }
    }
}
