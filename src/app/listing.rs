//! Sorting, folding and filtering the list of issues at the reader's wish.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::message::Message;
use crate::app::opening::Wanted;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::library::query;

impl App {
    /// Sorts the list in the next way.
    pub(crate) fn next_order(&mut self) -> Vec<Effect> {
        let order = self.shelf.order().next();
        self.shelf.set_order(order, &self.marks);
        self.message = Some(Message::note(order.words().get(self.options.lang)));
        self.keep_place()
    }

    /// Folds the year or folder that is chosen, or unfolds it.
    pub(crate) fn toggle_fold(&mut self) -> Vec<Effect> {
        if self.shelf.toggle_fold() {
            self.focus = Pane::Shelf;
            self.rearrange();
            return self.keep_place();
        }
        Vec::new()
    }

    /// Opens the field that narrows the list.
    pub(crate) fn open_filter(&mut self) -> Vec<Effect> {
        self.focus = Pane::Shelf;
        self.lay_over(Overlay::Filter(Field::default()));
        self.filter_as_typed()
    }

    /// Keeps what the words in the field are in, and shows the first of it.
    pub(crate) fn filter_as_typed(&mut self) -> Vec<Effect> {
        let Some(Overlay::Filter(field)) = &self.overlay else {
            return Vec::new();
        };
        self.shelf
            .set_filter(query::WordPattern::words(field.text()));
        if self.shelf.is_on_heading() {
            self.shelf.step(true);
        }
        self.follow_selection(Wanted::First)
    }

    /// Shows the whole list again, at the issue on screen.
    pub(crate) fn cancel_filter(&mut self) -> Vec<Effect> {
        self.overlay = None;
        self.shelf.set_filter(Vec::new());
        if let Some(contents) = &self.contents {
            self.shelf.return_to(contents.place());
        }
        self.rearrange();
        self.follow_selection(Wanted::First)
    }
}
