//! Going back to where the reader was when the program ended the last time. The place is known before the library is read,
//! so its file is opened by name first, and its row is selected once it is listed.
//!
//! The way back has phases ([`Resume`]):
//!
//! 1. Until the store has answered, the newest issue is shown as rows come.
//! 2. With the last place known, its file is opened by name at once (`guess`), since in a large
//!    library the row comes late.
//! 3. When the row is listed it is selected; the article is opened if it was not guessed already.
//! 4. Any key that does something to the place ends the search for it: the reader has chosen.
//!
//! What is on screen before the last place is found is never stored as the new last place.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::app::panes::Pane;
use crate::app::shelf::order::{Heading, ShelfOrder};
use crate::app::wanted::{Opening, WantedArticle};
use crate::library::identity::Identity;
use crate::library::{Entry, Opened, Place};
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::{self, Change, LastPlace};
use std::collections::HashMap;

/// The store of the reading state, as far as it concerns the screen.
#[derive(Debug, Default)]
pub struct StoredState {
    /// Set once the marks and positions of the store are known.
    pub is_known: bool,
    /// The place that was stored last.
    place: Option<LastPlace>,
    /// The reason why changes cannot be stored, as long as they cannot.
    pub problem: Option<String>,
    /// Set while something on screen is still being written to the store.
    pub is_unwritten: bool,
}

/// The phase of going back to the last place.
#[derive(Debug)]
pub(crate) enum Resume {
    /// The store was not read yet.
    Unknown,
    /// The issue of this place is waited for in the list.
    Seeking(LastPlace),
    /// The article is on screen, opened by the name of its file; its row is waited for. `None` once the reader selected
    /// another row.
    Guessed(Option<LastPlace>),
    /// The reader is there, or went elsewhere, or there is no last place.
    Done,
}

impl Resume {
    /// The place that is still waited for in the list.
    fn place(&self) -> Option<&LastPlace> {
        match self {
            Self::Seeking(place) | Self::Guessed(Some(place)) => Some(place),
            Self::Unknown | Self::Guessed(None) | Self::Done => None,
        }
    }

    /// Stops waiting for the place in the list.
    pub(crate) fn give_up(&mut self) {
        match self {
            Self::Seeking(_) => *self = Self::Done,
            Self::Guessed(place) => *place = None,
            Self::Unknown | Self::Done => {}
        }
    }
}

impl App {
    /// Handles the stored marks, positions and last place. Marks made since the start stay.
    pub(crate) fn on_remembered(
        &mut self,
        marks: &state::Marks,
        positions: HashMap<ArticleKey, TextPos>,
        place: Option<LastPlace>,
    ) -> Vec<Effect> {
        let mut all = marks.clone();
        for (key, mark) in self.marks.all() {
            let known = all.entry(key).or_default();
            // An article that was read before the store was is read in any case.
            known.read |= mark.read;
            known.starred |= mark.starred;
        }
        self.replace_marks(&all);
        self.issue.add_positions(positions);
        self.stored.is_known = true;
        if matches!(self.resume, Resume::Unknown) {
            self.resume = Resume::Done;
            if let Some(place) = place {
                return self.resume_at(place);
            }
        }
        if self.shelf.order() == ShelfOrder::Unread {
            // Until now every issue counted as unread.
            self.shelf.set_order(ShelfOrder::Unread, &self.marks);
        }
        self.rearrange();
        self.issue.return_to_position();
        Vec::new()
    }

    /// Handles the last place and the position there, which the store gives before everything else.
    pub(crate) fn on_recalled(
        &mut self,
        place: Option<LastPlace>,
        position: Option<TextPos>,
    ) -> Vec<Effect> {
        self.resume = Resume::Done;
        // `resume_at` goes on from here if there is a place.
        let article = place.as_ref().and_then(|place| place.article);
        self.issue.add_positions(article.zip(position));
        place.map_or_else(Vec::new, |place| self.resume_at(place))
    }

    /// Restores order and folding of the list, and begins to look for the place.
    fn resume_at(&mut self, place: LastPlace) -> Vec<Effect> {
        if self.shelf.is_fresh() {
            self.screen.side_hidden = place.panes_hidden;
            let order = place.order.as_deref().and_then(ShelfOrder::named);
            let years = place.folded_years.iter().copied().map(Heading::Year);
            let folders = place.folded_folders.iter().cloned().map(Heading::Folder);
            let folded = years.chain(folders).collect();
            self.shelf
                .restore_order(order.unwrap_or_default(), folded, &self.marks);
            self.resume = Resume::Seeking(place);
        }
        self.rearrange();
        if self.shelf.entries().is_empty() {
            // Nothing is listed yet: waiting for the row would show an empty screen meanwhile.
            return self.guess();
        }
        if let Some((wanted, place)) = self.find_last_place() {
            return self.follow(&place, wanted);
        }
        self.give_up_resuming();
        self.issue.return_to_position();
        Vec::new()
    }

    /// Replaces the marks by those of the store.
    pub(crate) fn replace_marks(&mut self, marks: &state::Marks) {
        self.marks.replace(marks);
        self.count_unread();
    }

    /// Handles that changes cannot be stored, for the reason `trouble`, or that all are stored again.
    pub(crate) fn on_unsaved(&mut self, trouble: Option<String>) {
        let lang = self.options.lang;
        self.message = Some(match &trouble {
            Some(trouble) => Message::problem(trouble.clone()),
            None => Message::note(message::SAVED_NOW.get(lang)),
        });
        self.stored.problem = trouble;
    }

    /// Stops looking for the last place once the library is read: what is listed later is news.
    pub(crate) fn give_up_resuming(&mut self) {
        if self.scan.is_ended && !matches!(self.resume, Resume::Unknown) {
            self.resume = Resume::Done;
        }
    }

    /// Selects the issue of the last place once it is listed, unless the reader selected another one. Returns its article and
    /// its file, whose row may be folded away.
    pub(crate) fn find_last_place(&mut self) -> Option<(WantedArticle, Place)> {
        let last = self.resume.place()?.clone();
        let LastPlace { article, path, .. } = &last;
        let article = *article;
        if !self.shelf.is_fresh() {
            self.resume.give_up();
            return None;
        }
        let is_there = |entry: &Entry| path.is_some() && file(&entry.meta.place) == path.as_deref();
        let holds_it =
            |entry: &Entry| article.is_some_and(|key| entry.meta.identity.index_of(key).is_some());
        // The same report may lie in two folders.
        let shelf = &mut self.shelf;
        let found = shelf
            .go_back(|entry| is_there(entry) && holds_it(entry))
            // A renamed or moved file is found by the key of its article.
            .or_else(|| shelf.go_back(holds_it))
            .or_else(|| {
                shelf.go_back(|entry| is_there(entry) && entry.meta.identity.keys.is_empty())
            })?;
        // The row is selected either way; only where it was found first its article has to be opened.
        if let Resume::Guessed(_) = std::mem::replace(&mut self.resume, Resume::Done) {
            // The reader is there already, and may have gone on to another article.
            return Some((WantedArticle::First, found));
        }
        self.screen.focus = pane_of(last.pane);
        // The issue is on screen already where it is the newest: its article has still to be chosen.
        let wanted = self.wanted_at(&last, &found);
        if let Some(contents) = &mut self.issue.contents
            && let Some(index) = contents.keys().iter().position(|key| Some(*key) == article)
            && match wanted {
                WantedArticle::Lead => contents.select_row(0),
                _ => contents.select(index),
            }
        {
            self.show_article();
        }
        self.rearrange();
        Some((wanted, found))
    }

    /// Returns what is wanted of the issue at `found`, which is that of the last place, and notes the position in its lead.
    fn wanted_at(&mut self, last: &LastPlace, found: &Place) -> WantedArticle {
        if let Some((block, byte)) = last.lead {
            let position = TextPos::new(block, byte);
            self.issue.lead_positions.insert(found.id(), position);
            return WantedArticle::Lead;
        }
        (last.article).map_or(WantedArticle::First, WantedArticle::Article)
    }

    /// Opens the file of the last place by its name, without waiting for its row: in a large library that comes late.
    ///
    /// A place without a file, as in the samples, is found by its row.
    fn guess(&mut self) -> Vec<Effect> {
        let Some(LastPlace {
            article: Some(article),
            path: Some(path),
            member,
            ..
        }) = self.resume.place()
        else {
            return Vec::new();
        };
        let place = match member {
            Some(member) => Place::Member(path.into(), member.clone()),
            None => Place::File(path.into()),
        };
        self.awaited.opening = Some(Opening::new(place.clone(), WantedArticle::Guess(*article)));
        vec![Effect::Open(place)]
    }

    /// Shows the file opened by name, if the article is in it. If not, no message is shown: the file may have moved, and its
    /// row will be found in the list.
    pub(crate) fn show_guess(
        &mut self,
        opened: Option<Box<Opened>>,
        wanted: WantedArticle,
    ) -> Vec<Effect> {
        let is_it = |opened: &Opened| {
            let identity = Identity::of(&opened.issue);
            matches!(wanted, WantedArticle::Guess(key) if identity.index_of(key).is_some())
        };
        match opened.filter(|opened| is_it(opened)) {
            Some(opened) => {
                let mut wanted = wanted;
                // Where its row was listed first, the place was found there.
                if let Some(place) = self.resume.place().cloned() {
                    self.screen.focus = pane_of(place.pane);
                    if place.lead.is_some() {
                        wanted = self.wanted_at(&place, &opened.place);
                    }
                    self.resume = Resume::Guessed(Some(place));
                    self.rearrange();
                }
                self.show_issue(opened, wanted)
            }
            None => self.follow_selection(WantedArticle::First),
        }
    }

    /// Stores the current place, unless it is stored already.
    pub(crate) fn keep_place(&mut self) -> Vec<Effect> {
        // Until the last place is found the screen shows the newest issue, which the reader did not go to.
        let is_on_the_way =
            !self.stored.is_known && self.shelf.is_fresh() || self.resume.place().is_some();
        let Some(contents) = self.issue.contents.as_ref().filter(|_| !is_on_the_way) else {
            return Vec::new();
        };
        let path = file(contents.place()).map(str::to_owned);
        let member = match contents.place() {
            Place::Member(_, member) => Some(member.clone()),
            Place::File(_) | Place::Sample(_) => None,
        };
        let pane = match self.screen.focus {
            Pane::Shelf => 0,
            Pane::Contents => 1,
            Pane::Reader => 2,
        };
        let (folded_years, folded_folders) = self.shelf.folded();
        let place = LastPlace {
            // The lead has no identity: the first article stands for it.
            article: self.issue.reading.or(contents.keys().first().copied()),
            path,
            member,
            pane,
            panes_hidden: self.screen.side_hidden,
            folded_years,
            folded_folders,
            order: Some(self.shelf.order().name().to_owned()),
            lead: (self.issue.position_in_lead())
                .map(|(_, position)| (position.block, position.byte)),
        };
        if self.stored.place.as_ref() == Some(&place) {
            return Vec::new();
        }
        self.stored.place = Some(place.clone());
        vec![Effect::Remember(Change::Place(place))]
    }

    /// Stores the current place and the position in the article, after a pause: a program that is killed later loses neither.
    pub(crate) fn keep_all(&mut self) -> Vec<Effect> {
        // A previewed article is no place to come back to.
        if self.is_previewing() {
            return Vec::new();
        }
        let mut effects = self.keep_place();
        effects.extend(self.remember_position());
        effects
    }

    /// Ends the program, after storing the current place and position.
    pub(crate) fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_all();
        effects.push(Effect::Quit);
        effects
    }
}

/// Returns the pane of a stored number.
const fn pane_of(number: u8) -> Pane {
    match number {
        0 => Pane::Shelf,
        1 => Pane::Contents,
        _ => Pane::Reader,
    }
}

/// Returns the path of a file; `None` where its name is not Unicode and so cannot be stored.
fn file(place: &Place) -> Option<&str> {
    match place {
        Place::File(path) | Place::Member(path, _) => path.to_str(),
        Place::Sample(_) => None,
    }
}
