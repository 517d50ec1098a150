//! The list of words that are new in an issue or a period, each a search of the whole library.
//!
//! Finding them takes a pass over the library, so that the box opens at once and its rows follow.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::list::Cursor;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::Words;
use crate::library::new_words::{NewWord, NewWordScope};
use ratatui::layout::Rect;
use std::ops::Range;

/// The number of an issue in the title of the list.
const ISSUE: Words = Words::new("{} 期", "No. {}");

/// The list.
#[derive(Debug, Clone)]
pub struct NewWordList {
    /// The issue or the period.
    scope: NewWordScope,
    /// Its name in the title; empty for an issue without a number.
    pub name: String,
    /// The words, the most striking first; `None` until they are found.
    pub words: Option<Vec<NewWord>>,
    /// The selected row.
    cursor: Cursor,
}

impl NewWordList {
    /// Opens the list for the period that the counts left for it, else for the open issue; `None` without one.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let left = cx.search.to_explain.take();
        let (scope, name) = left.or_else(|| {
            let contents = cx.contents?;
            let number = contents.opened.issue.number;
            let name = number.map(|number| ISSUE.with(cx.options.lang, &[&number.to_string()]));
            let scope = NewWordScope::Issue(contents.place().clone());
            Some((scope, name.unwrap_or_default()))
        })?;
        Some(Self {
            scope,
            name,
            words: None,
            cursor: Cursor::default(),
        })
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Searches the library for the selected word.
    fn accept(&self, cx: &mut Cx<'_>) -> Response {
        let words = self.words.as_deref().unwrap_or_default();
        let Some(new) = words.get(self.cursor.selected) else {
            return Response::stay();
        };
        cx.search.to_open = Some(new.word.clone());
        Response::close()
            .and(Request::Effect(cx.search.stop()))
            .and(Request::Run(Action::Search))
    }
}

impl Popup for NewWordList {
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = screen.height.saturating_sub(4);
        let most = self.words.as_ref().map_or(1, |words| words.len().max(1));
        let rows = rows.min(u16::try_from(most).unwrap_or(u16::MAX));
        let cols = screen.width.saturating_sub(4).min(60);
        Some(panes::popup(screen, cols, rows, false))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Opened => {
                let find = Effect::FindNewWords(self.scope.clone());
                return Response::stay().and(Request::Effect(find));
            }
            Input::Event(Event::NewWords { scope, words }) if scope == self.scope => {
                self.cursor.reset(words.len());
                self.words = Some(words);
            }
            Input::Action(Action::Accept) => return self.accept(cx),
            Input::Action(Action::Cancel) => return Response::close(),
            Input::Click(line) if self.cursor.press(line) => return self.accept(cx),
            Input::Action(action) => drop(self.cursor.apply(action)),
            Input::Wheel(rows) => drop(self.cursor.step(rows > 0)),
            _ => {}
        }
        Response::stay()
    }

    fn is_waiting(&self) -> bool {
        self.words.is_none()
    }
}
