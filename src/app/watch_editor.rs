//! The popup that edits the list of watch words, `watch.txt`.
//!
//! The whole file is one field of several lines, as the user wrote it; nothing is formatted. The file
//! is read when the field opens. Ctrl-S writes it and looks for the words anew. Esc asks once where
//! something was changed.

use crate::app::action::Action;
use crate::app::effect::{Effect, WatchEdit};
use crate::app::event::Event;
use crate::app::guarded_text::{GuardedText, Leaving};
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::{Lang, Words};
use ratatui::layout::Rect;

/// Esc was pressed in a list that was changed.
const ASK: Words = Words::new(
    "关注词还没有保存：Ctrl-S 保存，再按一次 Esc 放弃",
    "the watch words are not saved yet: Ctrl-S saves them, Esc again discards the changes",
);

/// The list that an empty file begins with.
const EXAMPLE: Words = Words::new(
    "# 一行一个词，空行分组。+词 必须出现，!词 不得出现，甲|乙 任一，[组名]，词 => 别名\n",
    "# a word a line, blank lines between groups; +word must occur, !word must not, a|b either, [name], word => alias\n",
);

/// The field with the list.
#[derive(Debug, Clone)]
pub struct WatchEditor {
    /// The field.
    pub text: GuardedText,
    /// The text of the file from which the field began; `None` before it is read.
    base: Option<String>,
}

impl WatchEditor {
    /// Opens the list: the one that could not be written, else an empty field for that of the file.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let unwritten = cx.watching.unwritten.as_ref();
        Self {
            text: GuardedText::holding(unwritten.map_or("", |edit| &edit.text)),
            base: unwritten.map(|edit| edit.base.clone()),
        }
    }

    /// Puts the text of the file into the field, or an example for an empty one.
    fn fill(&mut self, text: &str, lang: Lang) {
        let is_empty = text.trim().is_empty();
        let shown = if is_empty { EXAMPLE.get(lang) } else { text };
        self.text = GuardedText::holding(shown);
        self.base = Some(text.to_owned());
    }
}

/// Closes the popup and opens the panel again.
fn back() -> Response {
    Response::close().and(Request::Run(Action::WatchWords))
}

impl Popup for WatchEditor {
    fn context(&self) -> Context {
        Context::Editor
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = screen.height.saturating_sub(6).clamp(3, 24);
        Some(panes::popup(screen, 76, rows, false))
    }

    fn resize(&mut self, list: Rect, setting: Setting) {
        self.text
            .area
            .resize(list.width, list.height, setting.rules);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match &input {
            Input::Opened if self.base.is_none() => {
                return Response::stay().and(Request::Effect(Effect::ReadWatchWords));
            }
            Input::Event(Event::WatchWordsRead(Ok(text))) if self.base.is_none() => {
                self.fill(text, cx.lang());
                return Response::stay();
            }
            // What cannot be read cannot be edited either.
            Input::Event(Event::WatchWordsRead(Err(error))) if self.base.is_none() => {
                cx.problem(format!("watch.txt: {}", error.message(cx.lang())));
                return back();
            }
            _ => {}
        }
        match self.text.handle(&input, ASK, cx) {
            Some(Leaving::Kept) => {
                // It comes back where it cannot be written.
                cx.watching.unwritten = None;
                let edit = WatchEdit {
                    text: self.text.area.text().to_owned(),
                    base: self.base.take().unwrap_or_default(),
                };
                back().and(Request::Effect(Effect::WriteWatchWords(edit)))
            }
            Some(Leaving::Dropped) => back(),
            None => Response::stay(),
        }
    }

    fn is_unsaved(&self) -> bool {
        self.text.is_changed()
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::Accept, Action::NewLine, Action::Cancel]
    }
}
