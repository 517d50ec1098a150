//! Going on where one was the last time.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::opening::Wanted;
use crate::app::panes::Pane;
use crate::app::shelf::order::Order;
use crate::library::Place;
use crate::model::identity::ArticleKey;
use crate::state::{self, LastPlace};
use std::collections::HashMap;

impl App {
    /// Takes in what is known from earlier days. What was marked or read since the start stays.
    pub(crate) fn take_up(
        &mut self,
        marks: &state::Marks,
        positions: HashMap<ArticleKey, (usize, usize)>,
        place: Option<LastPlace>,
    ) -> Vec<Effect> {
        let mut all = marks.clone();
        for (key, mark) in self.marks.all() {
            let known = all.entry(key).or_default();
            known.read |= mark.read;
            known.starred |= mark.starred;
        }
        self.take_marks(&all);
        for (key, anchor) in positions {
            self.positions.entry(key).or_insert(anchor);
        }
        if let Some(place) = place.filter(|_| self.shelf.is_fresh()) {
            self.alone = place.panes_hidden;
            let order = place
                .order
                .as_deref()
                .and_then(Order::named)
                .unwrap_or_default();
            self.shelf.take_up(order, &place.folded_years, &self.marks);
            self.resume = Some(place);
        }
        self.rearrange();
        match self.find_last_place() {
            Some(key) => self.follow_selection(Wanted::Article(key)),
            None => self.return_to_anchor(),
        }
    }

    /// Takes in the marks as they are in the store.
    pub(crate) fn take_marks(&mut self, marks: &state::Marks) {
        self.marks.replace(marks);
        self.count_unread();
    }

    /// Chooses the issue that one was in, once it is listed and unless the reader went elsewhere; answers the article.
    pub(crate) fn find_last_place(&mut self) -> Option<ArticleKey> {
        let article = self.resume.as_ref()?.article?;
        if !self.shelf.is_fresh() {
            self.resume = None;
            return None;
        }
        if !self.shelf.choose(|entry| entry.keys.contains(&article)) {
            return None;
        }
        let place = self.resume.take()?;
        self.focus = match place.pane {
            0 => Pane::Shelf,
            1 => Pane::Contents,
            _ => Pane::Reader,
        };
        // The issue is on screen already where it is the newest: its article has still to be chosen.
        if let Some(contents) = &mut self.contents
            && let Some(index) = contents.keys().iter().position(|key| *key == article)
            && contents.select(index)
        {
            self.show_article();
        }
        self.rearrange();
        Some(article)
    }

    /// The article on screen was opened before its place was known.
    fn return_to_anchor(&mut self) -> Vec<Effect> {
        if let (Some(key), Some(reader)) = (self.reading, &mut self.reader)
            && reader.anchor() == (0, 0)
            && let Some(anchor) = self.positions.get(&key)
        {
            reader.go_to(*anchor);
        }
        Vec::new()
    }

    /// Where one is, to be remembered.
    pub(crate) fn keep_place(&self) -> Vec<Effect> {
        let Some(article) = self.reading else {
            return Vec::new();
        };
        let path = self
            .contents
            .as_ref()
            .and_then(|contents| match contents.place() {
                Place::File(path) | Place::Member(path, _) => path.to_str().map(str::to_owned),
                Place::Sample(_) => None,
            });
        let pane = match self.focus {
            Pane::Shelf => 0,
            Pane::Contents => 1,
            Pane::Reader => 2,
        };
        let place = LastPlace {
            article: Some(article),
            path,
            pane,
            panes_hidden: self.alone,
            folded_years: self.shelf.folded_years(),
            order: Some(self.shelf.order().name().to_owned()),
        };
        vec![Effect::KeepPlace(place)]
    }

    /// The reader is left: where one is goes before it.
    pub(crate) fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.remember_position();
        effects.extend(self.keep_place());
        effects.push(Effect::Quit);
        effects
    }
}
