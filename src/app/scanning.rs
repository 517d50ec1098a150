//! The library as it is read: rows come and go while the reader is used, and the article on screen stays through all of it.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::message::{self, Message};
use crate::app::resume::Resume;
use crate::app::wanted::{Opening, WantedArticle};
use crate::library::{Entry, Place};

/// The state of reading the library.
#[derive(Debug, Default)]
pub struct ScanState {
    /// Files read so far and files in all, while the library is being read.
    pub files: Option<(usize, usize)>,
    /// Set once the library was read to its end.
    pub is_ended: bool,
    /// Set when the folders are looked at once a minute, since the system cannot watch them.
    pub is_polled: bool,
    /// The line about files that were not read, until a key is pressed below it. It waits behind the news: such a file stands in
    /// the list with its sign, and is there at every start.
    pub problem: Option<Message>,
}

impl App {
    /// Adds rows to the list. The selected issue is opened as soon as there is one.
    pub(crate) fn list(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        // An archive that was unpacked earlier may be one row again.
        self.pack(&entries);
        if self.is_lost() {
            // Before the list is changed: a file that was renamed is found by its articles.
            let place = self.come_back(&entries);
            self.shelf.list(entries, &self.marks);
            self.count_unread();
            let Some(place) = place else {
                return Vec::new();
            };
            self.shelf.return_to(&place);
            return self.reopen();
        }
        let open = self.issue.contents.as_ref().map(Contents::place);
        let is_open = self.scan.is_ended && entries.iter().any(|e| Some(&e.meta.place) == open);
        self.shelf.list(entries, &self.marks);
        self.count_unread();
        if is_open {
            return self.reopen();
        }
        match self.find_last_place() {
            Some((wanted, place)) => self.follow(&place, wanted),
            // The article is on screen already; only its row is missing.
            None if matches!(self.resume, Resume::Guessed(_)) => Vec::new(),
            None => self.follow_selection(WantedArticle::First),
        }
    }

    /// True if the file of the open issue is gone. The issue stays on screen until the reader goes elsewhere.
    fn is_lost(&self) -> bool {
        let open = self.issue.contents.as_ref().map(Contents::place);
        self.scan.is_ended && open.is_some_and(|place| !self.shelf.knows(place))
    }

    /// Returns the file of the open issue, if it was gone and is among `entries`: there again, or under another name.
    ///
    /// An issue without articles is recognised by its file alone.
    fn come_back(&mut self, entries: &[Entry]) -> Option<Place> {
        let contents = self.issue.contents.as_mut()?;
        let is_it = |entry: &&Entry| {
            entry.meta.place == *contents.place()
                || !entry.meta.identity.keys.is_empty()
                    && *entry.meta.identity.keys == *contents.keys()
        };
        let place = entries.iter().find(is_it)?.meta.place.clone();
        contents.opened.place = place.clone();
        Some(place)
    }

    /// The open issue's file was changed: it is read anew, and the article on screen stays.
    ///
    /// The answer is handled by [`App::show_again`].
    fn reopen(&mut self) -> Vec<Effect> {
        let Some(contents) = &self.issue.contents else {
            return Vec::new();
        };
        let place = contents.place().clone();
        self.awaited.opening = Some(Opening::new(place.clone(), WantedArticle::Same));
        vec![Effect::Open(place)]
    }

    /// Removes the rows of files that are gone.
    ///
    /// The open issue stays on screen although its row is gone.
    pub(crate) fn forget(&mut self, places: &[Place]) -> Vec<Effect> {
        self.shelf.drop_places(places, &self.marks);
        self.count_unread();
        Vec::new()
    }

    /// Counts the issues with an unread article, for the header.
    pub(crate) fn count_unread(&mut self) {
        let unread = |entry: &&Entry| !self.marks.all_read(&entry.meta.identity.keys);
        self.shelf.unread_issues = self.shelf.entries().iter().filter(unread).count();
    }

    /// Handles rows of the library that were read: stores them as seen and adds them to the list.
    pub(crate) fn on_listed(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        let mut effects = self.store_seen(Some(&entries));
        self.forget_ahead(&entries);
        effects.extend(self.list(entries));
        effects
    }

    /// Handles the end of the scan. An open search is run again, since it has seen a part of the library only.
    pub(crate) fn on_scanned(&mut self, problems: Vec<String>) -> Vec<Effect> {
        let mut effects = self.finish_scan(&problems);
        effects.extend(self.show_saved());
        effects.extend(self.handle_in_popup(Input::Event(Event::Scanned { problems })));
        effects
    }

    /// Finishes the scan: reports paths that could not be read, or that there is no report.
    ///
    /// A problem is worth more than a welcome: only one message has room.
    fn finish_scan(&mut self, problems: &[String]) -> Vec<Effect> {
        self.scan.is_ended = true;
        // The file of the last place was opened by its name, but no row for it came.
        let has_guessed_wrong = matches!(self.resume, Resume::Guessed(Some(_)));
        self.give_up_resuming();
        self.shelf.pin();
        self.scan.files = None;
        let lang = self.options.lang;
        // Beside a list the mistakes in the settings come first: a file that was not read stands in it with its sign.
        let has_slips = self.message.is_some()
            && !self.options.slips.is_empty()
            && !self.shelf.entries().is_empty();
        if let Some(problem) = problems.first().filter(|_| !has_slips) {
            let text = match problems.len() {
                1 => problem.clone(),
                all => message::PROBLEMS.with(lang, &[&all.to_string(), problem]),
            };
            self.scan.problem = Some(Message::problem(text));
        } else if self.shelf.entries().is_empty() {
            let text = message::NOTHING_FOUND.with(lang, &[&self.options.library]);
            self.message = Some(Message::problem(text));
        } else if self.options.samples && self.message.is_none() {
            self.message = Some(Message::note(message::WELCOME.get(lang)));
        }
        self.announce_new();
        if has_guessed_wrong {
            return self.follow_selection(WantedArticle::First);
        }
        Vec::new()
    }
}
