//! Going on where one was the last time.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::app::opening::{Opening, WantedArticle};
use crate::app::panes::Pane;
use crate::app::shelf::order::{Heading, ShelfOrder};
use crate::library::{Entry, Opened, Place, identity};
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::{self, Change, LastPlace};
use std::collections::HashMap;

impl App {
    /// Takes in what is known from earlier days. What was marked or read since the start stays.
    pub(crate) fn take_up(
        &mut self,
        marks: &state::Marks,
        positions: HashMap<ArticleKey, TextPos>,
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
        let is_news = !std::mem::replace(&mut self.is_placed, true);
        self.is_remembered = true;
        if let Some(place) = place.filter(|_| is_news) {
            return self.go_on_from(place);
        }
        if self.shelf.order() == ShelfOrder::Unread {
            // What is unread is known only now.
            self.shelf.set_order(ShelfOrder::Unread, &self.marks);
        }
        self.rearrange();
        self.return_to_anchor()
    }

    /// Takes in where one was, before all else that is remembered.
    pub(crate) fn take_place(
        &mut self,
        place: Option<LastPlace>,
        position: Option<TextPos>,
    ) -> Vec<Effect> {
        self.is_placed = true;
        let article = place.as_ref().and_then(|place| place.article);
        if let Some((article, anchor)) = article.zip(position) {
            self.positions.entry(article).or_insert(anchor);
        }
        place.map_or_else(Vec::new, |place| self.go_on_from(place))
    }

    fn go_on_from(&mut self, place: LastPlace) -> Vec<Effect> {
        if self.shelf.is_fresh() {
            self.side_hidden = place.panes_hidden;
            let order = place
                .order
                .as_deref()
                .and_then(ShelfOrder::named)
                .unwrap_or_default();
            let years = place.folded_years.iter().copied().map(Heading::Year);
            let folders = place.folded_folders.iter().cloned().map(Heading::Folder);
            self.shelf
                .take_up(order, years.chain(folders).collect(), &self.marks);
            self.resume = Some(place);
        }
        self.rearrange();
        if self.shelf.entries().is_empty() {
            return self.guess();
        }
        if let Some((wanted, place)) = self.find_last_place() {
            return self.follow(&place, wanted);
        }
        self.give_up_resuming();
        self.return_to_anchor()
    }

    /// Takes in the marks as they are in the store.
    pub(crate) fn take_marks(&mut self, marks: &state::Marks) {
        self.marks.replace(marks);
        self.count_unread();
    }

    /// Takes in what another reader marked, and where it was in articles that are not on screen here.
    pub(crate) fn take_from_elsewhere(
        &mut self,
        marks: &state::Marks,
        mut positions: HashMap<ArticleKey, TextPos>,
    ) {
        self.take_marks(marks);
        if let Some(key) = self.reading {
            positions.remove(&key);
        }
        self.positions.extend(positions);
    }

    /// Takes in that what is marked now is not kept, or is kept again.
    pub(crate) fn take_trouble(&mut self, trouble: Option<String>) {
        let lang = self.options.lang;
        self.message = Some(match &trouble {
            Some(trouble) => Message::problem(trouble.clone()),
            None => Message::note(message::SAVED_NOW.get(lang)),
        });
        self.unsaved = trouble;
    }

    /// The last place is looked for while the library is being read, and until the reader does something.
    pub(crate) fn give_up_resuming(&mut self) {
        if self.is_scanned {
            self.resume = None;
            self.has_guessed = false;
        }
    }

    /// Chooses the issue that one was in, once it is listed and unless the reader went elsewhere; answers the article
    /// and where it is, which may be folded away.
    pub(crate) fn find_last_place(&mut self) -> Option<(WantedArticle, Place)> {
        let LastPlace { article, path, .. } = self.resume.clone()?;
        if !self.shelf.is_fresh() {
            self.resume = None;
            return None;
        }
        let is_there = |entry: &Entry| path.is_some() && file(&entry.meta.place) == path.as_deref();
        let holds_it = |entry: &Entry| article.is_some_and(|key| entry.meta.keys.contains(&key));
        // The same report may lie in two folders.
        let shelf = &mut self.shelf;
        let found = shelf
            .go_back(|entry| is_there(entry) && holds_it(entry))
            .or_else(|| shelf.go_back(holds_it))
            .or_else(|| shelf.go_back(|entry| is_there(entry) && entry.meta.keys.is_empty()))?;
        let last = self.resume.take()?;
        if std::mem::take(&mut self.has_guessed) {
            // One is there, and may have moved on in it.
            return Some((WantedArticle::First, found));
        }
        self.focus = pane_of(last.pane);
        // The issue is on screen already where it is the newest: its article has still to be chosen.
        if let Some(contents) = &mut self.contents
            && let Some(index) = contents.keys().iter().position(|key| Some(*key) == article)
            && contents.select(index)
        {
            self.show_article();
        }
        self.rearrange();
        Some((
            article.map_or(WantedArticle::First, WantedArticle::Article),
            found,
        ))
    }

    /// Opens the file that one was in without waiting for the list that it stands in.
    fn guess(&mut self) -> Vec<Effect> {
        let Some(LastPlace {
            article: Some(article),
            path: Some(path),
            member,
            ..
        }) = &self.resume
        else {
            return Vec::new();
        };
        let place = match member {
            Some(member) => Place::Member(path.into(), member.clone()),
            None => Place::File(path.into()),
        };
        self.opening = Some(Opening::new(place.clone(), WantedArticle::Guess(*article)));
        vec![Effect::Open(place)]
    }

    /// Shows what was guessed, if it is what one read; if not, nothing is said: the list will tell more.
    pub(crate) fn show_guess(
        &mut self,
        opened: Option<Box<Opened>>,
        wanted: WantedArticle,
    ) -> Vec<Effect> {
        let is_it = |opened: &Opened| {
            let keys = identity::keys(&opened.issue);
            keys.iter().any(|key| wanted == WantedArticle::Guess(*key))
        };
        let pane = self.resume.as_ref().map(|place| place.pane);
        match opened.filter(|opened| is_it(opened)) {
            Some(opened) => {
                // Where its row came first, all but the article is there.
                if let Some(pane) = pane {
                    self.has_guessed = true;
                    self.focus = pane_of(pane);
                    self.rearrange();
                }
                self.show_issue(opened, wanted)
            }
            None => self.follow_selection(WantedArticle::First),
        }
    }

    /// The article on screen was opened before its place was known.
    fn return_to_anchor(&mut self) -> Vec<Effect> {
        if let (Some(key), Some(reader)) = (self.reading, &mut self.reader)
            && reader.anchor() == TextPos::default()
            && let Some(anchor) = self.positions.get(&key)
        {
            reader.go_to(*anchor);
        }
        Vec::new()
    }

    /// Where one is, to be remembered, if it is not remembered already.
    pub(crate) fn keep_place(&mut self) -> Vec<Effect> {
        // What stands on screen until the last place is found is no place that one went to.
        let is_on_the_way = !self.is_remembered && self.shelf.is_fresh() || self.resume.is_some();
        let Some(contents) = self.contents.as_ref().filter(|_| !is_on_the_way) else {
            return Vec::new();
        };
        let path = file(contents.place()).map(str::to_owned);
        let member = match contents.place() {
            Place::Member(_, member) => Some(member.clone()),
            Place::File(_) | Place::Sample(_) => None,
        };
        let pane = match self.focus {
            Pane::Shelf => 0,
            Pane::Contents => 1,
            Pane::Reader => 2,
        };
        let (folded_years, folded_folders) = self.shelf.folded();
        let place = LastPlace {
            article: self.reading,
            path,
            member,
            pane,
            panes_hidden: self.side_hidden,
            folded_years,
            folded_folders,
            order: Some(self.shelf.order().name().to_owned()),
        };
        if self.kept.as_ref() == Some(&place) {
            return Vec::new();
        }
        self.kept = Some(place.clone());
        vec![Effect::Remember(Change::Place(place))]
    }

    /// Where one is, in the article and in the library: a kill from here on costs nothing of it.
    pub(crate) fn keep_all(&mut self) -> Vec<Effect> {
        // What is only looked at while searching is no place that one went to.
        if self.is_previewing() {
            return Vec::new();
        }
        let mut effects = self.keep_place();
        effects.extend(self.remember_position());
        effects
    }

    /// The reader is left: where one is goes before it.
    pub(crate) fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.remember_position();
        effects.extend(self.keep_place());
        effects.push(Effect::Quit);
        effects
    }
}

/// The pane of this number.
const fn pane_of(number: u8) -> Pane {
    match number {
        0 => Pane::Shelf,
        1 => Pane::Contents,
        _ => Pane::Reader,
    }
}

/// The file of a place, where its name is Unicode.
fn file(place: &Place) -> Option<&str> {
    match place {
        Place::File(path) | Place::Member(path, _) => path.to_str(),
        Place::Sample(_) => None,
    }
}
