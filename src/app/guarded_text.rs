//! A field of several lines that is not left by accident: Esc drops changes only when pressed twice, and Ctrl-C leaves the
//! program only where nothing was typed. A long note costs minutes to write, and Esc is the key that closes everything else.

use crate::app::action::Action;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::popup::Cx;
use crate::app::text_area::TextArea;
use crate::lang::Words;

/// The program was to be left with a text that is not saved: the keys that save and discard it.
const UNSAVED: Words = Words::new(
    "还没有保存：{} 保存，{} 放弃",
    "not saved yet: {} saves, {} discards",
);

/// A field and its text as it was when it was opened.
#[derive(Debug, Clone)]
pub struct GuardedText {
    /// The field.
    pub area: TextArea,
    /// Its text when it was opened.
    before: String,
    /// Set after a key that asked, so that Esc discards the changes.
    is_asked: bool,
}

/// The two ways out of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The text is to be kept.
    Kept,
    /// Nothing was changed, or the changes are dropped.
    Dropped,
}

impl GuardedText {
    /// Returns a field with `text` in it.
    pub fn holding(text: &str) -> Self {
        let area = TextArea::holding(text);
        Self {
            before: area.text().to_owned(),
            area,
            is_asked: false,
        }
    }

    /// True if the text is not what it was when the field was opened.
    pub fn is_changed(&self) -> bool {
        self.area.text() != self.before
    }

    /// Handles one input. Returns the way out if it ends the editing; shows the question `ask` where an Esc would lose changes.
    pub fn handle(&mut self, input: &Input<'_>, ask: Words, cx: &mut Cx<'_>) -> Option<Leaving> {
        let was_asked = std::mem::take(&mut self.is_asked);
        match input {
            Input::Action(Action::Accept) => return Some(Leaving::Kept),
            Input::Action(Action::Cancel) if was_asked || !self.is_changed() => {
                return Some(Leaving::Dropped);
            }
            Input::Action(Action::Cancel) => {
                self.is_asked = true;
                cx.problem(ask.get(cx.lang()));
            }
            Input::Action(Action::Quit) => {
                self.is_asked = true;
                let key = |action| {
                    let key = cx.options.keymap.key_for(Context::Editor, action);
                    key.unwrap_or_default()
                };
                let keys = [key(Action::Accept), key(Action::Cancel)];
                cx.problem(UNSAVED.with(cx.lang(), &keys.each_ref().map(String::as_str)));
            }
            input => drop(self.area.handle(input)),
        }
        None
    }
}
