//! What a search of the library has found, gone through with `n` and `N` once one stays in an article: behind the last hit of
//! one comes the first of the next.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::find::Hit;
use crate::app::finder::{Finder, places};
use crate::app::message;
use crate::library;
use crate::library::query::Query;
use crate::model::TextPos;
use crate::model::identity::ArticleKey;

/// The query and the articles that match, in the order of the results.
#[derive(Debug, Clone)]
pub(crate) struct Trail {
    query: Query,
    stops: Vec<Stop>,
    at: usize,
    /// The way one goes, until the article at which one is now is on screen.
    arriving: Option<bool>,
}

#[derive(Debug, Clone)]
struct Stop {
    place: library::Place,
    key: Option<ArticleKey>,
    index: usize,
}

impl Trail {
    pub(super) fn of(finder: Finder) -> Self {
        let chosen = finder
            .selected()
            .map(|(found, hit)| (found.meta.place.clone(), hit.index));
        let stops = finder.found.into_iter().flat_map(|found| {
            let place = found.meta.place;
            found.hits.into_iter().map(move |hit| Stop {
                place: place.clone(),
                key: hit.key,
                index: hit.index,
            })
        });
        let stops: Vec<_> = stops.collect();
        let is_chosen = |stop: &Stop| {
            let chosen = chosen.as_ref();
            chosen.is_some_and(|(place, index)| stop.place == *place && stop.index == *index)
        };
        Self {
            query: finder.query,
            at: stops.iter().position(is_chosen).unwrap_or(0),
            stops,
            arriving: None,
        }
    }

    /// Goes on to another article; where one reads one of them, from that. Whether it went round an end; `None` where there
    /// is no other.
    fn step(&mut self, forward: bool, reading: Option<ArticleKey>) -> Option<bool> {
        let is_here = |stop: &Stop| stop.key.is_some() && stop.key == reading;
        if !self.stops.get(self.at).is_some_and(is_here)
            && let Some(at) = self.stops.iter().position(is_here)
        {
            self.at = at;
        }
        let last = self.stops.len().checked_sub(1).filter(|last| *last > 0)?;
        let round = self.at == if forward { last } else { 0 };
        self.at = match (forward, round) {
            (true, true) => 0,
            (true, false) => self.at + 1,
            (false, true) => last,
            (false, false) => self.at - 1,
        };
        self.arriving = Some(forward);
        Some(round)
    }
}

impl App {
    /// `n` and `N`: through the hits of the article, then to the next article that the search of the library has found. With
    /// nothing looked for in this article yet, what was looked for last.
    pub(crate) fn step_hit(&mut self, forward: bool) -> Vec<Effect> {
        let Some(reader) = &mut self.reader else {
            return Vec::new();
        };
        if let Some(find) = &reader.find {
            if find.is_at_end(forward)
                && let Some(effects) = self.follow_trail(forward)
            {
                return effects;
            }
            if self
                .reader
                .as_mut()
                .is_some_and(|reader| reader.step(forward))
            {
                self.say(message::ROUND);
            }
        } else if let Some(trail) = &self.trail {
            let find = places(&trail.query, &self.last_query, &reader.page);
            if find.hits.is_empty()
                && let Some(effects) = self.follow_trail(forward)
            {
                return effects;
            }
            let Some(reader) = &mut self.reader else {
                return Vec::new();
            };
            reader.show_hits(find, reader.anchor());
        } else if self.last_query.is_empty() {
            self.say(message::NO_QUERY);
        } else {
            reader.find(&self.last_query, reader.anchor());
        }
        Vec::new()
    }

    /// Goes to the next article of the search. `None` where there is no search or no other article.
    fn follow_trail(&mut self, forward: bool) -> Option<Vec<Effect>> {
        let trail = self.trail.as_mut()?;
        let round = trail.step(forward, self.reading)?;
        let Stop { place, key, index } = trail.stops.get(trail.at)?.clone();
        let effects = self.go_to_article(&place, key, index);
        if round {
            self.say(message::ROUND);
        }
        Some(effects)
    }

    /// Marks the hits of the article to which the search led, and begins with the first, or the last when going back.
    pub(crate) fn arrive(&mut self) {
        let Some((trail, forward)) = self
            .trail
            .as_mut()
            .and_then(|trail| trail.arriving.take().map(|forward| (&*trail, forward)))
        else {
            return;
        };
        let is_here = |stop: &Stop| stop.key == self.reading;
        if let Some(reader) = &mut self.reader
            && trail.stops.get(trail.at).is_some_and(is_here)
        {
            let find = places(&trail.query, &self.last_query, &reader.page);
            let from = find.hits.last().filter(|_| !forward);
            let from = from.map_or(TextPos::default(), Hit::start);
            reader.show_hits(find, from);
        }
    }
}
