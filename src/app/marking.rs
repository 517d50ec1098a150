//! Marking at the reader's wish: star, read and unread, whole issues at once, undo; and the way to the next unread article.
//!
//! What one key marks is one entry of the undo list, however many articles it is ([`App::undo`]), and is stored as one change.
//! In the list of issues `r` means the selected issue, elsewhere the article on screen. A heading of the list means neither:
//! the article that is still on screen then belongs to another row, and a mark on it would go unnoticed.
//!
//! The next unread article is looked for in the order in which a reader who was away works: the issue at hand to its end and
//! then from its top, the nearest newer issue and on, then the nearest older one. This order goes by date and number whatever
//! the list is sorted by. It costs one pass over the issues of the list for a key, and nothing for a frame.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::app::panes::Pane;
use crate::lang::Words;
use crate::library::{Entry, Place};
use crate::model::identity::ArticleKey;
use crate::state::{Change, MarkChange, MarkKind};
use crate::text::sanitize::sanitize;

impl App {
    /// True if the list has the focus and a heading of it is selected, so that the article on screen is not meant by a key.
    pub(crate) fn is_on_heading(&self) -> bool {
        self.screen.focus == Pane::Shelf && self.shelf.is_on_heading()
    }

    /// Sets the star of the article on screen, or takes it away.
    pub(crate) fn toggle_star(&mut self) -> Vec<Effect> {
        self.toggle(MarkKind::Star, message::STARRED, message::UNSTARRED)
    }

    /// Marks the article on screen as read or unread; in the list of issues the whole selected issue.
    pub(crate) fn toggle_read(&mut self) -> Vec<Effect> {
        // In the list the whole issue is meant, also where one of its articles is on screen.
        let issue = self.shelf.selected();
        let Some(entry) = issue.filter(|_| self.screen.focus == Pane::Shelf) else {
            return self.toggle(MarkKind::Read, message::MARKED_READ, message::MARKED_UNREAD);
        };
        let keys = entry.meta.identity.keys.clone();
        // One unread article is enough to mark all as read; only a read issue becomes unread.
        let on = !self.marks.all_read(&keys);
        self.mark_all_read(keys, on)
    }

    /// Sets or clears a mark of the article on screen.
    fn toggle(&mut self, kind: MarkKind, on: Words, off: Words) -> Vec<Effect> {
        let change = self
            .issue
            .reading
            .and_then(|article| self.marks.toggle(article, kind));
        if let Some(change) = &change {
            self.say(if change.on { on } else { off });
        }
        self.marked(change.into_iter().collect())
    }

    /// Marks articles as read or unread, and shows their number.
    pub(crate) fn mark_all_read(
        &mut self,
        articles: impl IntoIterator<Item = ArticleKey>,
        on: bool,
    ) -> Vec<Effect> {
        let changes = self.marks.set_all_read(articles, on);
        let words = if on {
            message::ALL_MARKED_READ
        } else {
            message::ALL_MARKED_UNREAD
        };
        self.say_count(words, changes.len());
        self.marked(changes)
    }

    /// Takes back all marks that the last key set or cleared.
    pub(crate) fn undo(&mut self) -> Vec<Effect> {
        let Some(changes) = self.marks.undo() else {
            self.say(message::NOTHING_TO_UNDO);
            return Vec::new();
        };
        match changes.as_slice() {
            [] => self.say(message::NOTHING_TO_UNDO),
            [one] => self.say(match (one.kind, one.on) {
                (MarkKind::Star, true) => message::STARRED,
                (MarkKind::Star, false) => message::UNSTARRED,
                (MarkKind::Read, true) => message::MARKED_READ,
                (MarkKind::Read, false) => message::MARKED_UNREAD,
            }),
            [first, ..] if first.on => self.say_count(message::ALL_MARKED_READ, changes.len()),
            _ => self.say_count(message::UNDONE, changes.len()),
        }
        self.marked(changes)
    }

    /// Shows a note with a number of articles.
    ///
    /// The number stands where the words have `{}`.
    fn say_count(&mut self, words: Words, count: usize) {
        let text = words.with(self.options.lang, &[&count.to_string()]);
        self.message = Some(Message::note(text));
    }

    /// Counts the unread issues again and stores the changes.
    fn marked(&mut self, changes: Vec<MarkChange>) -> Vec<Effect> {
        if changes.is_empty() {
            return Vec::new();
        }
        self.count_unread();
        // A single mark is overtaken by a later one of the same article while it waits to be
        // written; a group is written whole.
        let change = match changes.as_slice() {
            [one] => Change::Mark(*one),
            _ => Change::Marks(changes),
        };
        vec![Effect::Remember(change)]
    }

    /// Goes to the next unread article: in this issue down and then from its top, then in the nearest newer issue, then in the
    /// nearest older one. In a narrowed list only its issues count.
    pub(crate) fn next_unread(&mut self) -> Vec<Effect> {
        if let Some(index) = self.unread_in_issue() {
            self.note_visit();
            self.screen.focus = Pane::Reader;
            if let Some(contents) = &mut self.issue.contents {
                contents.select(index);
            }
            return self.show_article();
        }
        let Some((place, key, name)) = self.unread_elsewhere() else {
            self.say(message::NO_UNREAD);
            return Vec::new();
        };
        self.message = Some(Message::note(name));
        self.jump_to(&place, key, 0)
    }

    /// Returns the index of the next unread article of the open issue. The one on screen counts unless it is being read.
    fn unread_in_issue(&self) -> Option<usize> {
        let contents = self.issue.contents.as_ref()?;
        // On a heading, or while another issue is being opened, the open issue is not the one that is meant.
        if !self.is_open_selected(contents) {
            return None;
        }
        let here = contents.index();
        let is_unread = |index: &usize| {
            let key = contents.keys().get(*index);
            key.is_some_and(|key| !self.marks.has(*key, MarkKind::Read))
        };
        let is_reading = self.screen.focus == Pane::Reader && !contents.is_at_lead();
        let below = here + usize::from(is_reading)..contents.articles().len();
        below.chain(0..here).find(is_unread)
    }

    /// True if the open issue is the selected one.
    fn is_open_selected(&self, contents: &Contents) -> bool {
        let selected = self.shelf.selected();
        selected.is_none_or(|entry| entry.is_at(contents.place()))
    }

    /// Returns the place and the key of the next unread article outside the open issue, and the name of its issue.
    ///
    /// Issues that were read through cost one look into a set for each of their articles.
    fn unread_elsewhere(&self) -> Option<(Place, ArticleKey, String)> {
        let contents = self.issue.contents.as_ref();
        let open = contents.and_then(|contents| {
            let mut entries = self.shelf.entries().iter();
            entries.find(|entry| entry.is_at(contents.place()))
        });
        let here = self.shelf.selected().or(open);
        let has_unread = |entry: &Entry| {
            let is_here = here.is_some_and(|here| here.meta.place == entry.meta.place);
            // The open issue was searched already, and its unread article before the one on screen
            // is not wanted here.
            let is_read_through = is_here && contents.is_some_and(|c| entry.is_at(c.place()));
            !is_read_through && !self.marks.all_read(&entry.meta.identity.keys)
        };
        let entry = self.shelf.nearest(here, has_unread)?;
        let keys = entry.meta.identity.keys.iter();
        let key = keys
            .copied()
            .find(|key| !self.marks.has(*key, MarkKind::Read))?;
        let name = self.issue_name(entry);
        Some((entry.meta.place.clone(), key, name))
    }

    /// Returns the name of an issue in a message: its number, of several series with its title; else its title, or its file.
    ///
    /// Control characters of a title or a file name are removed.
    pub(crate) fn issue_name(&self, entry: &Entry) -> String {
        let (lang, meta) = (self.options.lang, &entry.meta);
        let Some(number) = meta.number.map(|number| number.to_string()) else {
            // Only a sample has no file.
            let name = meta.name().unwrap_or_else(|| meta.place.name().into());
            return sanitize(&name).into_owned();
        };
        // Two series have the same numbers, so that `]` could lead from 第 10 期 to 第 10 期.
        let are_several = self.shelf.series().are_several();
        match meta.series().filter(|_| are_several) {
            Some(title) => message::ISSUE_OF_SERIES.with(lang, &[&sanitize(title), &number]),
            None => message::ISSUE.with(lang, &[&number]),
        }
    }
}
