//! Files with a password: the popup that asks for it, and the way to open the file with it.
//!
//! A file that needs a password is a row of the list like any other. It asks for nothing by itself: the reader pane names
//! the key, and [`Action::Into`] opens the field. The password stays in memory for this run and is neither shown nor stored.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::{Effect, Secret};
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::wanted::{Opening, WantedArticle};
use crate::library::{Entry, Opened, Place};
use ratatui::layout::Rect;

/// The field for the password of a file.
#[derive(Clone)]
pub struct PasswordField {
    /// The file.
    pub place: Place,
    /// The password, to be drawn by [`Field::masked`] alone.
    pub field: Field,
}

impl std::fmt::Debug for PasswordField {
    /// Leaves the password out: a log or a failed test would show it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("PasswordField");
        shown.field("place", &self.place).finish_non_exhaustive()
    }
}

impl Popup for PasswordField {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup(screen, 60, 1, true))
    }

    fn handle(&mut self, input: Input<'_>, _cx: &mut Cx<'_>) -> Response {
        match &input {
            Input::Action(Action::Accept) if !self.field.text().is_empty() => {
                let secret = Secret::new(self.field.text());
                return Response::close().and(Request::Unlock(self.place.clone(), secret));
            }
            Input::Action(Action::Accept | Action::Cancel) => return Response::close(),
            input => drop(self.field.handle(input)),
        }
        Response::stay()
    }
}

impl App {
    /// Asks for the password of the selected file; `None` if it needs none, or is open.
    pub(crate) fn ask_password(&mut self) -> Option<Vec<Effect>> {
        let place = &self
            .shelf
            .selected()
            .filter(|entry| entry.status.is_locked())?
            .meta
            .place;
        let open = self.issue.contents.as_ref();
        if open.is_some_and(|contents| contents.place() == place) {
            return None;
        }
        let (place, field) = (place.clone(), Field::default());
        Some(self.open(PasswordField { place, field }.into()))
    }

    /// Opens a file with a password, as its issue on screen.
    pub(crate) fn unlock(&mut self, place: Place, secret: Secret) -> Vec<Effect> {
        self.awaited.opening = Some(Opening {
            has_password: true,
            ..Opening::new(place.clone(), WantedArticle::First)
        });
        vec![Effect::Unlock(place, secret)]
    }

    /// Returns the message for a file that could not be opened for want of its password, with the key that asks for it.
    /// `is_wrong` is set where a password was tried.
    pub fn tell_locked(&self, place: &Place, is_wrong: bool) -> Option<String> {
        let mut entries = self.shelf.entries().iter();
        entries.find(|entry| entry.meta.place == *place && entry.status.is_locked())?;
        let key = self.options.keymap.key_for(Context::Shelf, Action::Into);
        let words = if is_wrong {
            message::STILL_LOCKED
        } else {
            message::LOCKED
        };
        Some(words.with(self.options.lang, &[&key.unwrap_or_default()]))
    }

    /// Gives the row of a file that was unlocked its title and articles.
    pub(crate) fn list_unlocked(&mut self, opened: &Opened) {
        let mut entries = self.shelf.entries().iter();
        if entries.any(|entry| entry.meta.place == opened.place && entry.status.is_locked()) {
            self.shelf.list(vec![Entry::of(opened)], &self.marks);
        }
    }
}
