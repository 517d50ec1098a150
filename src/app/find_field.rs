//! The field that finds in the article. The hits are highlighted with every key.
//!
//! Each key looks from the position at which the field was opened, so that erasing a letter returns
//! to an earlier hit and does not go on from the later one. Esc brings position and hits back as
//! they were.

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::find::Find;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::app::popup::{Cx, Popup, Response};
use crate::model::TextPos;
use ratatui::layout::Rect;

/// The query for the article on screen, and what Esc brings back.
#[derive(Debug, Clone)]
pub struct FindField {
    /// The query.
    pub field: Field,
    /// The position at the top of the screen when the field was opened.
    from: TextPos,
    /// The hits that were highlighted then.
    before: Option<Find>,
}

impl FindField {
    /// Opens the field; `None` without an article.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let reader = cx.reader.as_ref()?;
        Some(Self {
            field: Field::default(),
            from: reader.anchor(),
            before: reader.find.clone(),
        })
    }
}

impl Popup for FindField {
    fn context(&self) -> Context {
        Context::Input
    }

    /// The field stands in the status line.
    fn area(&self, _: Rect) -> Option<PopupArea> {
        None
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        let Some(reader) = &mut cx.reader else {
            return Response::close();
        };
        match input {
            Input::Action(Action::Accept) => {
                let query = self.field.text();
                if query.trim().is_empty() {
                    reader.find = None;
                } else {
                    query.clone_into(&mut cx.search.query);
                    // `n` now goes through this article, not through the results of an older
                    // search.
                    cx.search.results = None;
                }
                Response::close()
            }
            Input::Action(Action::Cancel) => {
                reader.find = self.before.take();
                reader.go_to(self.from);
                Response::close()
            }
            input => {
                if self.field.handle(&input) {
                    reader.go_to(self.from);
                    reader.find(self.field.text(), self.from);
                }
                Response::stay()
            }
        }
    }
}
