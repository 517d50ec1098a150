//! The choice of a theme. The screen shows the selected theme at once; Esc brings the earlier one back.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::list::Cursor;
use crate::app::panes::{self, Pane, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use ratatui::layout::Rect;
use std::ops::Range;

/// The names of the themes and the selected one.
#[derive(Debug, Clone)]
pub struct Themes {
    /// All names.
    pub names: Vec<String>,
    /// The theme in use when the popup was opened.
    pub before: String,
    /// The selected name.
    cursor: Cursor,
}

impl Themes {
    /// Opens the choice, with the theme in use selected.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let mut themes = Self {
            names: Vec::new(),
            before: cx.options.theme.clone(),
            cursor: Cursor::default(),
        };
        themes.replace(cx.options.themes.clone());
        themes
    }

    /// Replaces the names; the selected theme stays selected.
    fn replace(&mut self, names: Vec<String>) {
        let selected = self.selected();
        // A theme of the user's own may have been removed since.
        let at = names.iter().position(|name| name == selected).unwrap_or(0);
        self.cursor.set_len(names.len());
        self.names = names;
        self.cursor.select(at);
    }

    /// The selected name.
    fn selected(&self) -> &str {
        let name = self.names.get(self.cursor.selected);
        name.map_or(self.before.as_str(), String::as_str)
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Keeps the selected theme, also for the next start.
    fn accept(&self, cx: &mut Cx<'_>) -> Response {
        let name = self.selected().to_owned();
        cx.options.theme.clone_from(&name);
        Response::close().and(Request::Effect(Effect::KeepTheme(name)))
    }
}

impl Popup for Themes {
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        Some(panes::popup_beside(
            Pane::Reader,
            screen,
            32,
            rows.min(16),
            false,
        ))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Opened => return Response::stay().and(Request::Effect(Effect::ListThemes)),
            Input::Action(Action::Accept) => return self.accept(cx),
            Input::Action(Action::Cancel) => {
                cx.options.theme.clone_from(&self.before);
                return Response::close();
            }
            Input::Click(line) if self.cursor.press(line) => return self.accept(cx),
            Input::Event(Event::Themes(names)) => {
                self.replace(names);
                return Response::stay();
            }
            Input::Action(action) => drop(self.cursor.apply(action)),
            // The choice moves with the wheel, by one theme: each is to be seen on the screen.
            Input::Wheel(rows) => drop(self.cursor.step(rows > 0)),
            _ => return Response::stay(),
        }
        // The frame after this one is drawn in the selected theme.
        self.selected().clone_into(&mut cx.options.theme);
        Response::stay()
    }
}
