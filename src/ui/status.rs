//! The status line: the position or a message at the left, the most useful keys at the right, taken from the keymap in use.
//!
//! At the left stands a message until the next key, else the position: issue, article, percent,
//! hits. At the right stand keys with a word each; the most useful come first and as many are shown
//! as fit. Popups that have no box of their own (the field that finds in the article, the filter of
//! the list, the hints) use the line for their text.
//!
//! The keys are looked up in the key map in use, so that the line is right for a user who has bound
//! them anew.

use crate::app::App;
use crate::app::action::Action;
use crate::app::hints;
use crate::app::keymap::Context;
use crate::app::overlay::Overlay;
use crate::app::page::LEAD;
use crate::app::panes::Pane;
use crate::lang::{Lang, Words};
use crate::quote::one_line::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::header::grouped;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::field;
use ratatui::layout::Rect;

/// The number of the open issue.
const ISSUE: Words = Words::new("{} 期", "No. {}");
/// The position among the articles of the issue, as `3/12`.
const ARTICLE: Words = Words::new("{} 篇", "article {}");
/// The search in the article finds nothing.
const NO_HIT: Words = Words::new("没有找到", "not found");
/// The same once the field is closed, where nothing else shows the query.
const NO_HIT_OF: Words = Words::new("没有找到“{}”", "“{}” not found");
/// The mouse belongs to the terminal, so clicks do nothing here.
const MOUSE_THEIRS: Words = Words::new("鼠标归终端", "mouse: terminal");
/// The library is being read and no issue is open yet.
const READING: Words = Words::new("正在读取……", "reading …");
/// The files that were read, and all files, while the library is read.
const PROGRESS: Words = Words::new("读取 {} / {}", "reading {} / {}");

/// The short name of the search of all reports.
const SEARCH: Words = Words::new("检索", "search");
/// The short name of Enter in a list of articles.
const OPEN: Words = Words::new("打开", "open");
/// The short name of putting an article into the basket or taking it out.
const TO_BASKET: Words = Words::new("入篮", "basket");
/// The short name of putting all matches into the basket.
const ALL_TO_BASKET: Words = Words::new("全部入篮", "all to basket");
/// The short name of undo, which the help names by the marks that it takes back elsewhere.
const UNDO: Words = Words::new("撤销", "undo");
/// The short name of Enter on a bar of the counts or a group of watch words, whose articles are listed.
const LIST: Words = Words::new("列出", "list");
/// The short name of Enter on a command.
const RUN: Words = Words::new("执行", "run");
/// The short name of Enter in the dialog of a brief.
const WRITE: Words = Words::new("写入文件", "write the file");
/// The short name of the key that keeps what was typed in a field of several lines.
const SAVE: Words = Words::new("保存", "save");
/// The short name of the key that goes from the field of the search into its results, and back.
const INTO_RESULTS: Words = Words::new("进入结果", "results");
/// The way back.
const INTO_FIELD: Words = Words::new("改检索词", "edit the query");
/// The name of the key that closes a list or a page, in which there is nothing to cancel.
const CLOSE: Words = Words::new("关闭", "close");
/// The name of taking rows out of the basket while any are marked.
const REMOVE_MARKED: Words = Words::new("移出所选", "remove marked");
/// The name of the key that deletes an empty basket, in the choice of baskets.
const DROP_BASKET: Words = Words::new("删除空篮", "delete an empty basket");
/// The short name of emptying the basket.
const EMPTY_BASKET: Words = Words::new("清空", "empty");
/// The short name of copying, in the basket and in the menu of forms.
const COPY: Words = Words::new("复制", "copy");
/// The short name of choosing another basket.
const CHOOSE_BASKET: Words = Words::new("换篮", "another");
/// The short name of the next unread article.
const NEXT_UNREAD: Words = Words::new("下篇未读", "next unread");
/// The short name of the filter of the list.
const FILTER: Words = Words::new("筛选", "filter");

/// Draws the line. Returns the column and row of the cursor if a filter or a search in the article is being typed.
///
/// A message takes the whole line if it is long; the keys then have no room and are left out.
pub(super) fn draw(app: &App, row: Rect, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    canvas.lay(row, Ground::Status);
    let right = row.right().saturating_sub(1);
    // Popups without a box of their own come before any message: they are being typed into.
    if let Some(Overlay::Filter(filter)) = &app.popups.top {
        let name = Action::Filter.help().get(app.options.lang);
        let x = canvas.put(1, row.y, name, row.width / 2, Role::StatusKey) + 2;
        let room = right.saturating_sub(x);
        return Some(field(&filter.field, x, row.y, room, canvas));
    }
    if let Some(Overlay::Find(find)) = &app.popups.top {
        let hits = hits(app);
        let hits_at = canvas.put_right(right, row.y, &hits, row.width / 2, Role::StatusKey);
        let x = canvas.put(1, row.y, "/", 1, Role::StatusKey) + 1;
        let room = hits_at.saturating_sub(x + 1);
        return Some(field(&find.field, x, row.y, room, canvas));
    }
    if let Some(Overlay::Hints(_)) = &app.popups.top {
        let how = hints::HOW.get(app.options.lang);
        canvas.put(1, row.y, how, row.width.saturating_sub(2), Role::Message);
        return None;
    }
    let left = draw_message_or_place(app, row, canvas);
    keys(app, left + 3, right, row.y, canvas);
    None
}

/// Draws the message if there is one, else the position. Returns the column behind it.
fn draw_message_or_place(app: &App, row: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let room = row.width.saturating_sub(2);
    let Some(message) = app.shown_message() else {
        let place = place(app, room, canvas);
        return canvas.put(1, row.y, &place, room, Role::Status);
    };
    let role = if message.is_problem {
        Role::Problem
    } else {
        Role::Message
    };
    canvas.put(1, row.y, &message.text, room, role)
}

/// Returns the position in at most `room` columns: issue, article, percent, hits of a search, the keys of a chord typed so
/// far, progress of the scan.
///
/// The parts are joined by the interpunct of the theme's signs. The percentage stands only where
/// the article is in sight.
fn place(app: &App, room: u16, canvas: &Canvas<'_>) -> String {
    let lang = app.options.lang;
    let mut parts = issue_and_article(app);
    let is_in_sight = app.screen.panes.is_some_and(|panes| panes.reader.is_some());
    if let Some(reader) = app.issue.reader.as_ref().filter(|_| is_in_sight) {
        parts.push(format!("{}%", reader.percent()));
        // An article that the search found by `is:new` has no hit in its text, and “not found” would contradict the search.
        let find = reader
            .find
            .as_ref()
            .filter(|find| !(find.is_of_library && find.hits.is_empty()));
        parts.extend(find.map(|find| match find.query.trim() {
            query if find.hits.is_empty() && !query.is_empty() => {
                NO_HIT_OF.with(lang, &[&one_line(query)])
            }
            _ => format!("/ {}", hits(app)),
        }));
    }
    // Clicks that do nothing would look like a fault.
    if !app.options.mouse {
        parts.push(MOUSE_THEIRS.get(lang).to_owned());
    }
    let chord = app.options.keymap.pending();
    if !chord.is_empty() {
        let keys: Vec<String> = chord.iter().map(ToString::to_string).collect();
        parts.push(keys.join(" "));
    }
    parts.extend(app.input.count.map(|count| count.to_string()));
    if let Some((read, total)) = app.scan.files {
        parts.push(PROGRESS.with(lang, &[&grouped(read), &grouped(total)]));
    }
    let dot = format!(" {} ", canvas.signs.dot);
    // Too little room drops parts from the left: the parts are ordered from the most constant to the most changing.
    while parts.len() > 1 && canvas.cols(&parts.join(&dot)) > room {
        parts.remove(0);
    }
    parts.join(&dot)
}

/// Returns the number of the open issue and the position of the article in it, or a word that the library is being read.
fn issue_and_article(app: &App) -> Vec<String> {
    let lang = app.options.lang;
    let Some(contents) = &app.issue.contents else {
        let is_reading = !app.scan.is_ended && app.scan.files.is_none();
        let reading = is_reading.then(|| READING.get(lang).to_owned());
        return Vec::from_iter(reading);
    };
    let number = contents.opened.issue.number;
    let number = number.map(|n| ISSUE.with(lang, &[&n.to_string()]));
    let article = if contents.is_at_lead() {
        LEAD.get(lang).to_owned()
    } else {
        let of = format!("{}/{}", contents.index() + 1, contents.articles().len());
        ARTICLE.with(lang, &[&of])
    };
    number.into_iter().chain([article]).collect()
}

/// Returns the current hit and the number of hits, as `3/17`.
///
/// Empty while nothing is typed; a message where nothing is found.
fn hits(app: &App) -> String {
    match app.issue.reader.as_ref().and_then(|r| r.find.as_ref()) {
        Some(find) if find.query.trim().is_empty() => String::new(),
        Some(find) if find.hits.is_empty() => NO_HIT.get(app.options.lang).to_owned(),
        Some(find) => format!("{}/{}", find.current + 1, find.hits.len()),
        None => String::new(),
    }
}

/// Draws the most useful keys of the moment, as many as fit, between the columns `left` and `right`.
///
/// A key without a binding is left out. The list is cut at its end and not in the middle of a key; the first
/// key and the one that closes a popup stay the longest.
fn keys(app: &App, left: u16, right: u16, y: u16, canvas: &mut Canvas<'_>) {
    let context = app.context();
    let named = |action: &Action| {
        let key = app.options.keymap.key_for(context, *action)?;
        let words = match (action, &app.popups.top) {
            (Action::Accept, _) if matches!(context, Context::Results | Context::Basket) => {
                Some(OPEN)
            }
            (Action::Remove, _) if !app.basket.marked.is_empty() => Some(REMOVE_MARKED),
            (Action::EraseForward, Some(Overlay::Baskets(_))) => Some(DROP_BASKET),
            (Action::Accept, Some(Overlay::Counts(_) | Overlay::Watch(_))) => Some(LIST),
            (Action::Accept, Some(Overlay::Help(_) | Overlay::Commands(_))) => Some(RUN),
            (Action::Accept, Some(Overlay::NewWords(_))) => Some(SEARCH),
            (Action::Accept, Some(Overlay::Forms(_))) => Some(COPY),
            (Action::Accept, Some(Overlay::SaveAs(_))) => Some(WRITE),
            (Action::Accept, _) if context == Context::Editor => Some(SAVE),
            (Action::NextPane, Some(Overlay::Finder(finder))) => Some(if finder.is_in_results() {
                INTO_FIELD
            } else {
                INTO_RESULTS
            }),
            (Action::Cancel, Some(popup)) if has_nothing_to_cancel(popup) => Some(CLOSE),
            _ => None,
        };
        let lang = app.options.lang;
        let label = words.map_or_else(|| short(*action, lang), |words| words.get(lang));
        Some((*action, key, label))
    };
    let mut shown: Vec<(Action, String, &str)> = wanted(app).iter().filter_map(named).collect();
    let width = |shown: &[(Action, String, &str)]| -> u16 {
        let widths = shown
            .iter()
            .map(|(_, key, label)| canvas.cols(key) + 1 + canvas.cols(label) + 2);
        widths.sum()
    };
    // Each key and label ends with two spaces; those of the last one may reach past the right edge.
    let room = (right + 2).saturating_sub(left);
    while width(&shown) > room {
        let is_first_or_end = |at: usize| at == 0 || shown[at].0 == Action::Cancel;
        let last = (0..shown.len()).rfind(|at| !is_first_or_end(*at));
        shown.remove(last.unwrap_or(shown.len() - 1));
    }
    let mut x = (right + 2).saturating_sub(width(&shown));
    for (_, key, label) in &shown {
        x = canvas.put(x, y, key, u16::MAX, Role::StatusKey) + 1;
        x = canvas.put(x, y, label, u16::MAX, Role::Status) + 2;
    }
}

/// True for a popup that only shows something, or that has done at once what was asked for.
const fn has_nothing_to_cancel(popup: &Overlay) -> bool {
    matches!(
        popup,
        Overlay::Help(_)
            | Overlay::Watch(_)
            | Overlay::Counts(_)
            | Overlay::NewWords(_)
            | Overlay::About(_)
            | Overlay::Slips(_)
            | Overlay::Basket(_)
    )
}

/// Returns the actions whose keys the status line shows, the most useful first.
///
/// A popup names its own; the article pane shows the keys for hits while any are marked.
fn wanted(app: &App) -> &'static [Action] {
    if let Some(overlay) = &app.popups.top {
        return overlay.popup().keys();
    }
    if app.context() == Context::Select {
        return &[
            Action::CopySelection,
            Action::Extend,
            Action::ToBasket,
            Action::WholeParagraph,
            Action::Search,
            Action::Cancel,
        ];
    }
    // Nothing else has an effect, and the reason beside them takes most of the line.
    if app.scan.is_ended && app.shelf.entries().is_empty() {
        return &[Action::Help, Action::Quit];
    }
    // Without a hit the keys that go through the hits do nothing.
    let find = app.issue.reader.as_ref().and_then(|r| r.find.as_ref());
    let is_finding = find.is_some_and(|find| !find.hits.is_empty());
    wanted_in_pane(app.screen.focus, is_finding)
}

/// Returns the actions of a pane; `is_finding` is set while hits are marked in the article.
const fn wanted_in_pane(pane: Pane, is_finding: bool) -> &'static [Action] {
    match pane {
        // Arrows and Enter are tried unasked; these keys are not.
        Pane::Shelf => &[
            Action::Help,
            Action::Search,
            Action::Into,
            Action::NextUnread,
            Action::Filter,
            Action::Quit,
        ],
        Pane::Contents => &[
            Action::Help,
            Action::Into,
            Action::ToBasket,
            Action::Search,
            Action::CopyLink,
            Action::Back,
        ],
        Pane::Reader if is_finding => &[
            Action::Help,
            Action::NextHit,
            Action::PreviousHit,
            Action::CopyLink,
            Action::Find,
        ],
        Pane::Reader => &[
            Action::Help,
            Action::ToBasket,
            Action::CopyLink,
            Action::OpenLink,
            Action::NextUnread,
            Action::Find,
            Action::Back,
        ],
    }
}

/// Returns the name of an action on the status line: its help, or a shorter name where the help would leave no room for other keys.
fn short(action: Action, lang: Lang) -> &'static str {
    let words = match action {
        Action::Search => SEARCH,
        Action::ToBasket => TO_BASKET,
        Action::AllToBasket => ALL_TO_BASKET,
        Action::NextUnread => NEXT_UNREAD,
        Action::Filter => FILTER,
        Action::Undo => UNDO,
        Action::BasketHelp => Action::Help.help(),
        Action::EmptyBasket => EMPTY_BASKET,
        Action::CopyBasket => COPY,
        Action::ChooseBasket => CHOOSE_BASKET,
        _ => action.help(),
    };
    words.get(lang)
}
