//! Sorting, folding and filtering the list of issues at the reader's wish.
//!
//! Order and folding are part of the last place and are stored with it; a filter ends with the
//! program.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::panes::Pane;
use crate::app::wanted::WantedArticle;

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
            self.screen.focus = Pane::Shelf;
            self.rearrange();
            return self.keep_place();
        }
        Vec::new()
    }

    /// Shows the whole list again, at the issue on screen.
    pub(crate) fn clear_filter(&mut self) -> Vec<Effect> {
        let open = self.issue.contents.as_ref().map(Contents::place);
        self.shelf.clear_filter(open);
        self.rearrange();
        self.follow_selection(WantedArticle::First)
    }
}
