//! The keys `n` and `N`: through the hits in the article, then on to the next article that the search of the library found.
//!
//! Within an article the hits are stepped through; past its last one `n` goes on to the next
//! article of the results, whose first hit becomes the current one. `N` does the same backwards, to
//! the last hit. Without results of a search it goes round the ends of the article.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::find::{Find, TextMatch};
use crate::app::message;
use crate::model::TextPos;

impl App {
    /// Goes to the next or the previous hit. In an article in which nothing is highlighted yet, the last query is looked for.
    pub(crate) fn step_hit(&mut self, forward: bool) -> Vec<Effect> {
        let Some(reader) = &mut self.issue.reader else {
            return Vec::new();
        };
        if let Some(find) = &reader.find {
            if find.is_at_end(forward)
                && let Some(effects) = self.step_result(forward)
            {
                return effects;
            }
            if self
                .issue
                .reader
                .as_mut()
                .is_some_and(|reader| reader.step(forward))
            {
                self.say(message::ROUND);
            }
        } else if let Some(results) = &self.search.results {
            let find = Find::of_query(&results.query, &self.search.query, &reader.page);
            if find.hits.is_empty()
                // An article that matched by its source or date alone has no hit in its text.
                && let Some(effects) = self.step_result(forward)
            {
                return effects;
            }
            if let Some(reader) = &mut self.issue.reader {
                reader.show_hits(find, reader.anchor());
            }
        } else if self.search.query.is_empty() {
            self.say(message::NO_QUERY);
        } else {
            reader.find(&self.search.query, reader.anchor());
        }
        Vec::new()
    }

    /// Goes to the next article among the results. `None` where there are no results or no other article.
    fn step_result(&mut self, forward: bool) -> Option<Vec<Effect>> {
        let results = self.search.results.as_mut()?;
        let (article, round) = results.step(forward, self.issue.reading)?;
        let effects = self.go_to_article(&article.place, article.key, article.index);
        if round {
            self.say(message::ROUND);
        }
        Some(effects)
    }

    /// Highlights the hits of the article that a step among the results has brought on screen, the first of them current, or
    /// the last on the way back.
    pub(crate) fn arrive_at_result(&mut self) {
        let (Some(results), Some(reader)) = (&mut self.search.results, &mut self.issue.reader)
        else {
            return;
        };
        let Some(forward) = results.arrive(self.issue.reading) else {
            return;
        };
        let find = Find::of_query(&results.query, &self.search.query, &reader.page);
        // Going back, the reader comes from behind the article.
        let from = find.hits.last().filter(|_| !forward);
        let from = from.map_or(TextPos::default(), TextMatch::start);
        reader.show_hits(find, from);
    }
}
