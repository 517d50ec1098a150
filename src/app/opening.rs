//! The way from a row of the list to an article on screen. Issues are opened by the runtime, and the answer comes back as an
//! event; keys that are meant for the issue wait until then.
//!
//! At most one issue is being opened ([`Opening`]); a later wish replaces it, and an answer for
//! another one is dropped. Three kinds of changes may come meanwhile: rows are listed, the file of
//! the open issue changes or goes, and the last place of the previous run is found. The article on
//! screen stays through all of them as long as it can.

use crate::app::App;
use crate::app::action::Action;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::following::Following;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::message::{self, Message};
use crate::app::page::ArticlePage;
use crate::app::panes::Pane;
use crate::app::reader::Reader;
use crate::app::wanted::{Opening, WantedArticle};
use crate::library::corrections;
use crate::library::{Opened, Place, Status};
use crate::model::identity::ArticleKey;
use crate::state::{Change, MarkKind};

impl App {
    /// Opens the issue at `place`, which is the selected one or is folded away under the selected heading.
    ///
    /// A file over the size limit stays closed: it is opened by a key alone.
    pub(crate) fn follow(&mut self, place: &Place, wanted: WantedArticle) -> Vec<Effect> {
        let is_open = self
            .issue
            .contents
            .as_ref()
            .is_some_and(|c| c.place() == place);
        let is_asked_for = self
            .awaited
            .opening
            .as_ref()
            .is_some_and(|o| o.place == *place);
        if !self.shelf.is_on_heading() || is_open || is_asked_for {
            return self.follow_selection(wanted);
        }
        let mut entries = self.shelf.entries().iter();
        if entries.any(|e| e.meta.place == *place && matches!(e.status, Status::TooLarge(_))) {
            return Vec::new();
        }
        self.awaited.opening = Some(Opening::new(place.clone(), wanted));
        vec![Effect::Open(place.clone())]
    }

    /// Opens the selected issue, unless it is open or being opened.
    pub(crate) fn follow_selection(&mut self, wanted: WantedArticle) -> Vec<Effect> {
        let Some(entry) = self.shelf.selected() else {
            return Vec::new();
        };
        let (place, status) = (entry.meta.place.clone(), entry.status.clone());
        if self
            .awaited
            .opening
            .as_ref()
            .is_some_and(|o| o.place == place)
        {
            return Vec::new();
        }
        if self
            .issue
            .contents
            .as_ref()
            .is_some_and(|c| *c.place() == place)
        {
            self.awaited.opening = None;
            // The issue on screen was chosen again, so that an answer for another one is not wanted
            // any more.
            return Vec::new();
        }
        if let Status::TooLarge(bytes) = status {
            self.awaited.opening = None;
            let effects = self.close_issue();
            self.message = Some(Message::note(self.tell_too_large(bytes)));
            return effects;
        }
        self.awaited.opening = Some(Opening::new(place.clone(), wanted));
        vec![Effect::Open(place)]
    }

    /// Returns the message that the selected file is over the limit, with the key that opens it.
    pub fn tell_too_large(&self, bytes: u64) -> String {
        let key = self.options.keymap.key_for(Context::Shelf, Action::Into);
        let size = (bytes >> 20).to_string();
        message::TOO_LARGE.with(self.options.lang, &[&size, &key.unwrap_or_default()])
    }

    /// Opens the selected file although it is over the limit; `None` if it is not, or is open already.
    pub(crate) fn open_large(&mut self) -> Option<Vec<Effect>> {
        let entry = self.shelf.selected()?;
        let Status::TooLarge(bytes) = entry.status else {
            return None;
        };
        let place = entry.meta.place.clone();
        if self
            .issue
            .contents
            .as_ref()
            .is_some_and(|c| *c.place() == place)
        {
            return None;
        }
        let size = (bytes >> 20).to_string();
        let text = message::OPENING_LARGE.with(self.options.lang, &[&size]);
        self.message = Some(Message::note(text));
        if self
            .awaited
            .opening
            .as_ref()
            .is_some_and(|o| o.place == place)
        {
            return Some(Vec::new());
        }
        self.awaited.opening = Some(Opening::new(place.clone(), WantedArticle::First));
        Some(vec![Effect::OpenLarge(place)])
    }

    /// True if a key has to wait until the issue being opened is there: it is meant for that issue and not for the one still
    /// on screen. Keys that move in the list or act in a popup do not wait.
    pub(crate) fn must_wait(&self, context: Context, key: Key) -> bool {
        let action = self.options.keymap.peek(context, key);
        if !self.is_pending() || action == Some(Action::Quit) {
            return false;
        }
        // Order is kept: once a key waits, those behind it wait as well.
        if !self.awaited.keys.is_empty() {
            // Esc leaves the search, and with it the results that the other keys wait for.
            return !context.takes_text() || action != Some(Action::Cancel);
        }
        match context {
            Context::Shelf => action.is_some_and(is_for_issue),
            // Every key of these panes is meant for the issue that is about to come.
            Context::Contents | Context::Reader => true,
            // Enter is meant for the results of the query in the field, not for older ones still on screen.
            Context::Query => action == Some(Action::Accept),
            Context::Results => action.is_some_and(|action| {
                let is_for_row = [Action::Accept, Action::ToggleRead, Action::AllToBasket];
                is_for_row.contains(&action) || is_for_issue(action)
            }),
            _ => false,
        }
    }

    /// Shows an issue that was opened; the answer is dropped if another issue was asked for since.
    pub(crate) fn show_opened(
        &mut self,
        place: &Place,
        outcome: Result<Box<Opened>, String>,
    ) -> Vec<Effect> {
        // An answer that came too late: another issue was asked for since.
        let Some(opening) = self.awaited.opening.take_if(|o| o.place == *place) else {
            self.show_ahead(place, outcome);
            return Vec::new();
        };
        let mut outcome = outcome;
        if let Ok(opened) = &mut outcome {
            corrections::apply(&mut opened.issue, &self.corrections);
        }
        let effects = match outcome {
            outcome if opening.wanted == WantedArticle::Same => self.show_again(outcome.ok()),
            outcome if matches!(opening.wanted, WantedArticle::Guess(_)) => {
                self.show_guess(outcome.ok(), opening.wanted)
            }
            Ok(opened) => {
                self.list_unlocked(&opened);
                self.show_issue(opened, opening.wanted)
            }
            Err(problem) => {
                let effects = self.close_issue();
                let scan = self.tell_scan().map(Message::note);
                self.issue.problem = Some((place.clone(), problem.clone()));
                let problem = self
                    .tell_locked(place, opening.has_password)
                    .unwrap_or_else(|| without_folder(place, problem));
                self.message = Some(scan.unwrap_or_else(|| Message::problem(problem)));
                effects
            }
        };
        self.count_unread();
        effects
    }

    /// True if `place` was being opened. It is not any more.
    pub(crate) fn is_asked_for(&mut self, place: &Place) -> bool {
        self.awaited
            .opening
            .take_if(|o| o.place == *place)
            .is_some()
    }

    /// Closes the open issue.
    pub(crate) fn close_issue(&mut self) -> Vec<Effect> {
        let effects = self.remember_position();
        self.issue.contents = None;
        self.issue.reader = None;
        (self.issue.reading, self.issue.lead_of) = (None, None);
        self.rearrange();
        effects
    }

    /// True while an issue is being opened.
    pub(crate) fn is_opening(&self) -> bool {
        self.awaited.opening.is_some()
    }

    /// True while an issue, or the results of a search, are about to come on screen.
    ///
    /// Before the first issue is open all keys of the panes wait, as long as the library is being
    /// read.
    fn is_pending(&self) -> bool {
        let is_waiting = self
            .popups
            .top
            .as_ref()
            .is_some_and(|o| o.popup().is_waiting());
        self.awaited.opening.is_some()
            || is_waiting
            || self.issue.contents.is_none() && !self.scan.is_ended
    }

    /// Handles the keys that waited, as far as the issue that they were meant for is there.
    pub(crate) fn press_waiting(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while !self.is_pending()
            && let Some(key) = self.awaited.keys.pop_front()
        {
            // A key may open an issue by itself, so that the keys behind it must wait anew.
            let rest = std::mem::take(&mut self.awaited.keys);
            effects.extend(self.press(key));
            self.awaited.keys.extend(rest);
        }
        effects
    }

    /// Shows an issue, with the wanted article of it.
    ///
    /// An article that is wanted and is not in the issue gives way to the first one.
    pub(crate) fn show_issue(&mut self, opened: Box<Opened>, wanted: WantedArticle) -> Vec<Effect> {
        self.issue.is_stale = false;
        (self.issue.ahead, self.issue.asked_ahead) = (None, None);
        let mut contents = Contents::new(opened);
        match wanted {
            WantedArticle::First | WantedArticle::Same => {}
            WantedArticle::Lead => {
                contents.select_row(0);
            }
            WantedArticle::Last => {
                // The selection stops at the last row.
                contents.select(usize::MAX);
            }
            WantedArticle::Article(key) | WantedArticle::Guess(key) => {
                contents.select(contents.index_of(key).unwrap_or(0));
                // The last place of an earlier version names the article by a former key, as its position does.
                if let (Some(now), Some(position)) =
                    (contents.key(), self.issue.positions.get(&key))
                {
                    let position = *position;
                    self.issue.positions.entry(now).or_insert(position);
                }
            }
        }
        self.issue.contents = Some(contents);
        self.show_article()
    }

    /// Shows the selected article at the position where it was left.
    ///
    /// The selected article counts as read if its pane has the focus. While a popup previews,
    /// nothing is marked and no place is kept.
    pub(crate) fn show_article(&mut self) -> Vec<Effect> {
        let mut effects = self.remember_position();
        // The articles themselves may be others than those that were set, in the same rows.
        self.issue.following = Following::default();
        self.issue.reader = self.reader_of_selection();
        let contents = self.issue.contents.as_ref();
        self.issue.reading = contents.and_then(Contents::key);
        let lead = contents.filter(|contents| contents.is_at_lead());
        self.issue.lead_of = lead.map(|contents| contents.place().id());
        self.show_story();
        self.mark_watched();
        self.rearrange();
        if self.is_previewing() {
            self.show_preview_hits();
            return effects;
        }
        // The hits of a search in the article that a preview had hidden.
        self.issue.restore_find();
        self.arrive_at_result();
        effects.extend(self.keep_place());
        effects.extend(self.mark_read());
        effects
    }

    /// Returns a reader of the selected article at the position where it was left, or of the lead.
    fn reader_of_selection(&self) -> Option<Reader> {
        let contents = self.issue.contents.as_ref()?;
        let setting = self.setting(self.screen.reader_body());
        let issue = &contents.opened.issue;
        if contents.is_at_lead() {
            let page = ArticlePage::of_lead(issue, self.options.lang);
            let mut reader = Reader::new(page, setting);
            if let Some(position) = self.issue.lead_positions.get(&contents.place().id()) {
                reader.go_to(*position);
            }
            return Some(reader);
        }
        let (article, key) = (contents.selected()?, contents.key()?);
        let page = ArticlePage::of(article).marked(issue.recognised.as_ref(), self.options.lang);
        let mut reader = Reader::new(page, setting);
        if let Some(anchor) = self.issue.positions.get(&key) {
            reader.go_to(*anchor);
        }
        Some(reader)
    }

    /// Shows an article of the list, or without an index the lead: at once where its issue is open, else as soon as it is.
    pub(crate) fn go_to_article(
        &mut self,
        place: &Place,
        key: Option<ArticleKey>,
        index: Option<usize>,
    ) -> Vec<Effect> {
        // An article whose file is not listed any more cannot be shown.
        if !self.shelf.choose(|entry| entry.is_at(place)) {
            return Vec::new();
        }
        let wanted = match (key, index) {
            (Some(key), _) => WantedArticle::Article(key),
            (None, Some(_)) => WantedArticle::First,
            (None, None) => WantedArticle::Lead,
        };
        let effects = self.follow_selection(wanted);
        if effects.is_empty()
            && let Some(contents) = self.issue.contents.as_mut().filter(|c| c.place() == place)
        {
            match index {
                Some(index) => contents.select(index),
                None => contents.select_row(0),
            };
            return self.show_article();
        }
        effects
    }

    /// Stores the position in the article that is about to leave the screen.
    pub(crate) fn remember_position(&mut self) -> Vec<Effect> {
        // A previewed article was not read, so it has no position to return to.
        if self.is_previewing() {
            return Vec::new();
        }
        self.issue.store_position().into_iter().collect()
    }

    /// Marks the article on screen as read if its pane has the focus.
    pub(crate) fn mark_read(&mut self) -> Vec<Effect> {
        let in_focus = self.screen.focus == Pane::Reader && !self.is_previewing();
        let Some(key) = self.issue.reading.filter(|_| in_focus) else {
            return Vec::new();
        };
        // Only an article that was read is a place to come back to.
        self.note_visit();
        let change = self.marks.set(key, MarkKind::Read, true);
        self.count_unread();
        let change = change.map(|change| Effect::Remember(Change::Mark(change)));
        change.into_iter().collect()
    }
}

/// Returns the problem of a file without the folder that it names: the path stands in the pane of the article, and the reason
/// needs the room.
fn without_folder(place: &Place, problem: String) -> String {
    let (Place::File(path) | Place::Member(path, _)) = place else {
        return problem;
    };
    let folder = path.parent().map(|folder| format!("{}/", folder.display()));
    let short = folder.and_then(|folder| problem.strip_prefix(&folder).map(str::to_owned));
    short.unwrap_or(problem)
}

/// True for an action on the open issue or on its article, which waits until the issue is there.
const fn is_for_issue(action: Action) -> bool {
    matches!(
        action,
        Action::NextArticle
            | Action::PreviousArticle
            | Action::CopyLink
            | Action::CopyAs
            | Action::Hints
            | Action::ToBasket
            | Action::Select
            | Action::OpenLink
            | Action::OpenFile
            | Action::Find
            | Action::Star
            | Action::NextUnread
            | Action::About
    )
}

#[cfg(test)]
mod tests {
    use super::without_folder;
    use crate::library::Place;

    #[test]
    fn a_problem_names_the_file_without_its_folder() {
        let place = Place::File("/home/lin/周报/6.pdf".into());
        let told = |problem: &str| without_folder(&place, problem.to_owned());
        assert_eq!(told("/home/lin/周报/6.pdf: 文件损坏"), "6.pdf: 文件损坏");
        assert_eq!(told("打不开"), "打不开");
    }
}
