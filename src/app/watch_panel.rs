//! The panel of watch words: each group with its hits and how many came since it was last looked at, and below them the
//! articles of the selected group, new ones first.
//!
//! The panel has no list of its own: it keeps an order of indices into the groups of the app, and
//! asks the app for their articles when it is drawn. Opening the articles of a group counts as
//! looking at it, and with that its new articles are no longer new.

use crate::app::action::Action;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::app::watching::Watching;
use crate::library::count::CountedArticle;
use ratatui::layout::Rect;
use std::ops::Range;

/// The panel. The groups themselves stay with the app.
#[derive(Debug, Clone)]
pub struct WatchPanel {
    /// The groups in the order of the panel, as indices: those with new articles first, then in the order of the file.
    pub rows: Vec<WatchRow>,
    /// The selected row.
    cursor: Cursor,
}

/// A row of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchRow {
    /// The index of the group.
    pub group: usize,
    /// The number of its articles.
    pub articles: usize,
    /// The number of those that came since it was last looked at.
    pub fresh: usize,
}

impl WatchPanel {
    /// Opens the panel.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let mut panel = Self {
            rows: Vec::new(),
            cursor: Cursor::default(),
        };
        panel.list(cx.watching);
        panel
    }

    /// Makes the rows anew.
    fn list(&mut self, watching: &Watching) {
        let groups = watching.outcome.hits.groups.iter().enumerate();
        self.rows = groups
            .map(|(group, hits)| WatchRow {
                group,
                articles: hits.keys.len(),
                fresh: watching.fresh_count(group),
            })
            .collect();
        // Stable, so that the order of the file stays within both halves.
        self.rows.sort_by_key(|row| row.fresh == 0);
        self.cursor.set_len(self.rows.len());
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Divides the list of the box into the groups and the articles of the selected one.
    pub fn parts(&self, list: Rect) -> (Rect, Rect) {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        // At least three rows, at most half of the box: the articles need the rest.
        let groups = rows.clamp(3, (list.height / 2).max(3)).min(list.height);
        let above = Rect {
            height: groups,
            ..list
        };
        // The line between them is a row too.
        let below = Rect {
            y: list.y + groups + 1,
            height: list.height.saturating_sub(groups + 1),
            ..list
        };
        (above, below)
    }

    /// Returns the articles of the selected group, new ones first, and whether each is new.
    pub fn articles<'a>(&self, watching: &'a Watching) -> Vec<(&'a CountedArticle, bool)> {
        let Some(row) = self.rows.get(self.cursor.selected) else {
            return Vec::new();
        };
        let hits = watching.outcome.hits.groups.get(row.group);
        let first = hits.map_or(&[][..], |hits| &hits.first).iter();
        let is_fresh = |article: &CountedArticle| {
            article
                .key
                .is_some_and(|key| watching.is_fresh(row.group, key))
        };
        let mut articles: Vec<_> = first.map(|article| (article, is_fresh(article))).collect();
        articles.sort_by_key(|(_, is_fresh)| !is_fresh);
        articles
    }

    /// Returns the query of the selected group.
    ///
    /// The query finds what the group finds, without the words that are filtered everywhere.
    fn query(&self, cx: &Cx<'_>) -> Option<String> {
        let row = self.rows.get(self.cursor.selected)?;
        let words = &cx.watching.outcome.words;
        Some(words.groups.get(row.group)?.query(&words.filtered))
    }

    /// Opens the articles of the selected group as results of the search, which counts as looking at it.
    fn accept(&self, cx: &mut Cx<'_>) -> Response {
        let (Some(query), Some(row)) = (self.query(cx), self.rows.get(self.cursor.selected)) else {
            return Response::close().and(Request::Run(Action::EditWords));
        };
        cx.search.to_open = Some(query);
        let looked = cx.watching.look(row.group).map(Request::Effect);
        let close = Response::close();
        let response = looked.into_iter().fold(close, Response::and);
        response.and(Request::Run(Action::Search))
    }
}

impl Popup for WatchPanel {
    fn context(&self) -> Context {
        Context::Counts
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = screen.height.saturating_sub(3);
        Some(panes::popup(
            screen,
            screen.width.min(110).saturating_sub(4),
            rows,
            false,
        ))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(self.parts(list).0.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Action(Action::Cancel) => return Response::close(),
            Input::Action(Action::Accept) => return self.accept(cx),
            Input::Action(Action::EditWords) => {
                return Response::close().and(Request::Run(Action::EditWords));
            }
            Input::Action(Action::CountBy) => {
                cx.search.to_count = self.query(cx);
                return Response::close().and(Request::Run(Action::Counts));
            }
            Input::Action(action) => drop(self.cursor.apply(action)),
            Input::Click(line) => {
                let before = self.cursor.selected;
                // The first click selects a group, a second one on it opens it.
                if line < self.cursor.height()
                    && self.cursor.press(line)
                    && before == self.cursor.selected
                {
                    return self.accept(cx);
                }
            }
            Input::Wheel(rows) => drop(self.cursor.step(rows > 0)),
            Input::Event(Event::Watched(_)) => self.list(cx.watching),
            _ => {}
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::Accept, Action::EditWords, Action::Cancel]
    }
}
