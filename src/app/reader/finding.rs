//! What is marked in the article: the hits of a search and the selection, which are brought in sight.

use super::Reader;
use crate::app::action::Action;
use crate::app::find::Find;
use crate::app::selection::Selection;
use crate::model::TextPos;

impl Reader {
    /// Looks for `query` from a place on and brings the first hit in sight.
    pub fn find(&mut self, query: &str, from: TextPos) {
        self.show_hits(Find::new(&self.page, query), from);
    }

    /// Marks hits and brings the first from a place on in sight.
    pub fn show_hits(&mut self, mut find: Find, from: TextPos) {
        find.start_at(from);
        self.find = Some(find);
        self.reveal_hit();
    }

    /// Goes to the next or the previous hit. True if it wrapped around an end.
    pub fn step(&mut self, forward: bool) -> bool {
        let round = self.find.as_mut().is_some_and(|f| f.step(forward));
        self.reveal_hit();
        round
    }

    /// A hit out of sight is brought to a third of the screen's height.
    ///
    /// Does nothing without a hit.
    fn reveal_hit(&mut self) {
        if let Some(hit) = self.find.as_ref().and_then(Find::hit) {
            self.reveal(hit.start());
        }
    }

    /// Selects the first sentence in sight.
    ///
    /// `None` remains where nothing of the page can be selected.
    pub fn begin_selection(&mut self) {
        let top = self
            .rows()
            .find_map(|row| Some(TextPos::new(row.place.block, row.line?.range.start)));
        self.selection = top.and_then(|top| Selection::first(&self.page, top));
    }

    /// Moves or lengthens the selection by an action, and keeps its moving end in sight.
    pub fn select(&mut self, action: Action) {
        if let Some(selection) = &mut self.selection {
            selection.apply(&self.page, action);
            let head = selection.head();
            self.reveal(head);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{page, setting};
    use super::*;

    #[test]
    fn a_hit_is_brought_in_sight_and_steps_come_round() {
        let mut reader = Reader::new(page(50), setting(40, 10));
        reader.find("第４２段", TextPos::default());
        let hit = reader.find.as_ref().unwrap().hit().unwrap().clone();
        assert!(reader.rows().any(|r| r.place.block == hit.block));
        assert!(reader.step(false));
        assert_eq!(reader.find.as_ref().unwrap().current, 29);
        assert!(reader.step(true));
    }
}
