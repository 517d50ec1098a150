//! The new articles: those that came since the previous start of the reader.
//!
//! The store sends what it has seen as [`Event::Seen`](crate::app::event::Event::Seen), often after the first rows are listed.
//! From then on every listed row is compared with it, and articles that the store does not have yet are sent back to be
//! stored. One look into a set then shows if an article is new; no frame and no key goes through the library for it. The number
//! of new issues and articles is counted once, when the library was read and the store is known, whichever comes last.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::library::Entry;
use crate::model::identity::ArticleKey;
use crate::state::{Arrival, Change, NewArticles, SeenArticles};

/// The articles that are new, and those that are known to the store.
#[derive(Debug, Default)]
pub struct Arrivals {
    /// The articles that are new; none until the store was read.
    new: NewArticles,
    /// The articles that the store has; `None` until it was read.
    seen: Option<SeenArticles>,
    /// Set when an article of the library was seen before the previous start.
    has_seen_some: bool,
    /// The line about what is new, until a key is pressed below it.
    ///
    /// It waits behind the answer to a key: in a busy machine the count is ready only after the first keys, and it must not
    /// take the place of `已加星标`.
    pub news: Option<Message>,
}

impl Arrivals {
    /// The new articles, for the list and for queries.
    pub fn new_articles(&self) -> &NewArticles {
        &self.new
    }

    /// Takes what the store has seen. In a library that was opened before, the rest is new from now on.
    ///
    /// In a library that is opened for the first time nothing is new yet; [`Arrivals::finish`]
    /// decides at the end of the scan.
    fn begin(&mut self, seen: SeenArticles) {
        if seen.has_previous && seen.is_known_library {
            self.new = NewArticles::except(seen.old.clone());
        }
        self.seen = Some(seen);
    }

    /// Returns the change that stores the articles of `entries` as seen; `None` if the store has all of them.
    fn see<'a>(
        &mut self,
        entries: impl Iterator<Item = &'a Entry>,
        arrival: Arrival,
    ) -> Option<Change> {
        let seen = self.seen.as_mut()?;
        let mut added = Vec::new();
        // The insertion is the test: an article that several files hold is sent to the store once.
        for key in entries.flat_map(|entry| entry.meta.identity.keys.iter()) {
            if seen.old.contains(key) {
                self.has_seen_some = true;
            } else if seen.recent.insert(*key) {
                added.push(*key);
            }
        }
        (!added.is_empty()).then_some(Change::Seen(added, arrival))
    }

    /// Returns the number of new articles among `articles`, which were listed. Nearly all articles of a large library are old, so
    /// that the others, which [`Arrivals::see`] has collected, are the smaller set to look into.
    fn count_listed(&self, articles: &[ArticleKey]) -> usize {
        let recent = self.seen.as_ref().map(|seen| &seen.recent);
        let recent = recent.filter(|recent| self.new.is_known() && !recent.is_empty());
        recent.map_or(0, |recent| {
            articles.iter().filter(|key| recent.contains(key)).count()
        })
    }

    /// Handles the end of the scan. A library that is opened for the first time has something new only if a part of it was
    /// seen before: to call all of another folder new would help no reader.
    fn finish(&mut self) {
        if let Some(seen) = &self.seen
            && seen.has_previous
            && self.has_seen_some
        {
            self.new = NewArticles::except(seen.old.clone());
        }
    }
}

impl App {
    /// Handles what the store has seen before this start.
    pub(crate) fn on_seen(&mut self, seen: SeenArticles) -> Vec<Effect> {
        self.arrivals.begin(seen);
        let effects = self.store_seen(None);
        if self.scan.is_ended {
            self.announce_new();
        }
        effects
    }

    /// Stores that rows were listed: `rows`, or all of the list.
    pub(crate) fn store_seen(&mut self, rows: Option<&[Entry]>) -> Vec<Effect> {
        // What is listed while the reader runs came after its start, and is new at the next start
        // as well.
        let arrival = if self.scan.is_ended && rows.is_some() {
            Arrival::AfterStart
        } else {
            Arrival::BeforeStart
        };
        let rows = rows.unwrap_or_else(|| self.shelf.entries());
        let change = self.arrivals.see(rows.iter(), arrival);
        change.map(Effect::Remember).into_iter().collect()
    }

    /// Returns the message in the status line: the answer to the last key, else the line about what is new, else the one about
    /// what was not read.
    pub fn shown_message(&self) -> Option<&Message> {
        let lines = [&self.message, &self.arrivals.news, &self.scan.problem];
        lines.into_iter().find_map(Option::as_ref)
    }

    /// Takes away the message that is shown, since a key is pressed.
    pub(crate) fn dismiss_message(&mut self) {
        let shown = [
            &mut self.message,
            &mut self.arrivals.news,
            &mut self.scan.problem,
        ];
        if let Some(shown) = shown.into_iter().find(|line| line.is_some()) {
            *shown = None;
        }
    }

    /// Shows how much is new, and brings the new rows in sight; once the library is read and the store is known.
    pub(crate) fn announce_new(&mut self) {
        self.arrivals.finish();
        let counts = self.shelf.entries().iter();
        let counts = counts.map(|entry| self.arrivals.count_listed(&entry.meta.identity.keys));
        let (mut issues, mut articles) = (0_usize, 0_usize);
        for count in counts.filter(|count| *count > 0) {
            issues += 1;
            articles += count;
        }
        if issues == 0 {
            return;
        }
        // The selection stays where it is; only the rows are scrolled.
        self.shelf.show_new(self.arrivals.new_articles());
        let counts = [issues.to_string(), articles.to_string()];
        let text = message::NEW_SINCE.with(self.options.lang, &[counts[0].as_str(), &counts[1]]);
        self.arrivals.news = Some(Message::note(text));
    }
}
