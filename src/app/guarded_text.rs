//! A field of several lines that is not left by accident: Esc drops changes only when pressed twice. A long note costs
//! minutes to write, and Esc is the key that closes everything else.

use crate::app::action::Action;
use crate::app::input::Input;
use crate::app::popup::Cx;
use crate::app::text_area::TextArea;
use crate::lang::Words;

/// A field and its text as it was when it was opened.
#[derive(Debug, Clone)]
pub struct GuardedText {
    /// The field.
    pub area: TextArea,
    /// Its text when it was opened.
    before: String,
    /// Set after an Esc that asked.
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

    /// Handles one input. Returns the way out if it ends the editing; shows the question `ask` where an Esc would lose changes.
    pub fn handle(&mut self, input: &Input<'_>, ask: Words, cx: &mut Cx<'_>) -> Option<Leaving> {
        let was_asked = std::mem::take(&mut self.is_asked);
        match input {
            Input::Action(Action::Accept) => return Some(Leaving::Kept),
            Input::Action(Action::Cancel) if was_asked || self.area.text() == self.before => {
                return Some(Leaving::Dropped);
            }
            Input::Action(Action::Cancel) => {
                self.is_asked = true;
                cx.problem(ask.get(cx.lang()));
            }
            input => drop(self.area.handle(input)),
        }
        None
    }
}
