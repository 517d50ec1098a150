//! The popup that edits the note (按语) on a row of the basket, in a field of several lines.
//!
//! The note is looked up by its identity when it is kept, since another reader may have moved the
//! row meanwhile. Esc asks once where the note was changed.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::guarded_text::{GuardedText, Leaving};
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::panes::{self, Pane, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::Words;
use crate::model::identity::ArticleKey;
use crate::state::Change;
use ratatui::layout::Rect;

/// Esc was pressed in a note that was changed.
const ASK: Words = Words::new(
    "按语还没有保存：Ctrl-S 保存，再按一次 Esc 放弃",
    "the note is not saved yet: Ctrl-S saves it, Esc again discards the changes",
);

/// The note on one row.
#[derive(Debug, Clone)]
pub struct NoteEditor {
    /// The field.
    pub text: GuardedText,
    /// The title of the row.
    pub title: String,
    /// The row.
    key: ArticleKey,
}

impl NoteEditor {
    /// Opens the note on the selected row; `None` without one.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let item = cx.basket.selected()?;
        Some(Self {
            text: GuardedText::holding(&item.note),
            title: item.title.clone(),
            key: item.key,
        })
    }

    /// Keeps the note and goes back to the basket.
    ///
    /// A note that stays as it was is not stored again; a row that is gone takes its note with it.
    fn keep(&self, cx: &mut Cx<'_>) -> Response {
        let note = self.text.area.text().trim().to_owned();
        let items = cx.basket.items();
        let at = items.iter().position(|item| item.key == self.key);
        if at.is_some_and(|at| cx.basket.edit(at, |item| item.note = note)) {
            let change = Effect::Remember(Change::Basket(cx.basket.changed()));
            return back().and(Request::Effect(change));
        }
        back()
    }
}

/// Closes the popup and opens the basket again.
fn back() -> Response {
    Response::close().and(Request::Run(Action::Basket))
}

impl Popup for NoteEditor {
    fn context(&self) -> Context {
        Context::Editor
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup_beside(Pane::Reader, screen, 76, 10, false))
    }

    fn resize(&mut self, list: Rect, setting: Setting) {
        self.text
            .area
            .resize(list.width, list.height, setting.rules);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match self.text.handle(&input, ASK, cx) {
            Some(Leaving::Kept) => self.keep(cx),
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
