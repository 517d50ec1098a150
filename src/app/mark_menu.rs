//! The menu that marks many articles as read: this issue; it and all older; all in the list.
//!
//! Each row carries the unread articles that it would mark, collected once when the menu opens, so that their number stands in
//! the row before the key is pressed. A narrowed list narrows all three rows: nothing is marked that the list does not show,
//! except issues under a folded heading, which the heading counts. The marks are undone together.

use crate::app::action::Action;
use crate::app::input::Input;
use crate::app::list::Cursor;
use crate::app::marks::ArticleMarks;
use crate::app::message;
use crate::app::panes::{self, Pane, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::Words;
use crate::model::identity::ArticleKey;
use crate::state::MarkKind;
use ratatui::layout::Rect;
use std::ops::Range;

/// The selected issue alone.
const THIS: Words = Words::new("本期", "this issue");
/// The selected issue and every older one.
const OLDER: Words = Words::new("本期和更早的各期", "this issue and all older");
/// Every issue of the list.
const LISTED: Words = Words::new("列表里的各期", "all issues in the list");

/// A row of the menu: its name and the unread articles that it marks.
#[derive(Debug, Clone)]
pub struct Extent {
    /// The name.
    pub name: Words,
    /// The unread articles.
    pub unread: Vec<ArticleKey>,
}

/// The menu.
#[derive(Debug, Clone)]
pub struct MarkMenu {
    /// Its rows.
    pub extents: [Extent; 3],
    /// The selected row.
    cursor: Cursor,
}

impl MarkMenu {
    /// Opens the menu for the selected issue, or for the open one under a heading that is folded; `None` without one.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let open = cx.contents.and_then(|contents| {
            let mut entries = cx.shelf.entries().iter();
            entries.find(|entry| entry.is_at(contents.place()))
        });
        let Some(here) = cx.shelf.selected().or(open) else {
            cx.note(message::ON_HEADING);
            return None;
        };
        let unread = |name, keys: &mut dyn Iterator<Item = &ArticleKey>| Extent {
            name,
            unread: only_unread(keys, cx.marks),
        };
        let older = cx.shelf.not_newer(here);
        // An issue counts as older by date and number, so that the order of the list does not change what is marked.
        let extents = [
            unread(THIS, &mut here.meta.identity.keys.iter()),
            unread(OLDER, &mut older.flat_map(|e| e.meta.identity.keys.iter())),
            unread(
                LISTED,
                &mut cx
                    .shelf
                    .filtered()
                    .flat_map(|e| e.meta.identity.keys.iter()),
            ),
        ];
        let cursor = Cursor::of(extents.len());
        Some(Self { extents, cursor })
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Marks the articles of the selected row.
    // Nothing is collected anew: what the row counted is what is marked.
    fn accept(&self) -> Response {
        let extent = self.extents.get(self.cursor.selected);
        let unread = extent.map(|extent| extent.unread.clone());
        Response::close().and(Request::MarkRead(unread.unwrap_or_default()))
    }
}

/// Returns the unread ones of `keys`.
fn only_unread(
    keys: &mut dyn Iterator<Item = &ArticleKey>,
    marks: &ArticleMarks,
) -> Vec<ArticleKey> {
    let unread = keys.filter(|key| !marks.has(**key, MarkKind::Read));
    unread.copied().collect()
}

impl Popup for MarkMenu {
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup_beside(Pane::Shelf, screen, 40, 3, false))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, _: &mut Cx<'_>) -> Response {
        match input {
            Input::Action(Action::Accept) => return self.accept(),
            Input::Action(Action::Cancel) => return Response::close(),
            Input::Click(line) if self.cursor.press(line) => return self.accept(),
            Input::Action(action) => drop(self.cursor.apply(action)),
            Input::Wheel(rows) => drop(self.cursor.step(rows > 0)),
            _ => {}
        }
        Response::stay()
    }
}
