//! How a search of the whole library ends: in the article that was found, or where one was.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::find::Find;
use crate::app::finder::trail::Trail;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::model::identity::ArticleKey;

impl App {
    /// Stays in the article that is shown, its hits ready for `n` and `N`.
    pub(crate) fn accept_hit(&mut self) -> Vec<Effect> {
        let nothing = |o: &Overlay| matches!(o, Overlay::Finder(f) if f.lines.is_empty());
        if self.overlay.as_ref().is_some_and(nothing) {
            return self.leave_finder();
        }
        let Some(Overlay::Finder(finder)) =
            self.overlay.take_if(|o| matches!(o, Overlay::Finder(_)))
        else {
            return Vec::new();
        };
        self.alone = finder.before.alone;
        finder.field.text().clone_into(&mut self.last_query);
        self.trail = Some(Trail::of(*finder));
        let mut effects = self.stop_searching();
        effects.extend(self.set_focus(Pane::Reader));
        effects.extend(self.keep_place());
        effects
    }

    /// Goes back to where one was.
    pub(crate) fn leave_finder(&mut self) -> Vec<Effect> {
        let Some(Overlay::Finder(finder)) =
            self.overlay.take_if(|o| matches!(o, Overlay::Finder(_)))
        else {
            return Vec::new();
        };
        self.waiting.clear();
        let before = finder.before;
        (self.focus, self.alone) = (before.pane, before.alone);
        let mut effects = self.stop_searching();
        if self.reading != before.article {
            // The places of the articles that were only looked at are not those where one stopped reading.
            self.reading = None;
            self.found_before = before.article.zip(before.find);
            let index = self.contents.as_ref().and_then(|contents| {
                contents
                    .keys()
                    .iter()
                    .position(|key| Some(*key) == before.article)
            });
            effects.extend(match before.place {
                Some(place) => self.go_to_article(&place, before.article, index.unwrap_or(0)),
                None => self.close_issue(),
            });
        } else if let Some(reader) = &mut self.reader {
            reader.find = before.find;
            if let Some(anchor) = before.article.and_then(|key| self.positions.get(&key)) {
                reader.go_to(*anchor);
            }
        }
        self.shelf.restore(before.view);
        self.rearrange();
        effects
    }

    /// Marks in the article that is on screen again what was marked before the search.
    pub(crate) fn restore_find(&mut self) {
        let is_here = |before: &(ArticleKey, Find)| Some(before.0) == self.reading;
        if let (Some((_, find)), Some(reader)) =
            (self.found_before.take().filter(is_here), &mut self.reader)
        {
            reader.find = Some(find);
        }
    }

    /// Nobody waits for results any more.
    fn stop_searching(&mut self) -> Vec<Effect> {
        self.searches += 1;
        let (ticket, query) = (self.searches, String::new());
        vec![Effect::Search {
            ticket,
            query,
            marks: crate::state::Marks::new(),
        }]
    }
}
