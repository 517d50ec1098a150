//! The dispatch of actions: to the popup, to the selection, to the app, or to the focused pane.
//!
//! The order of the questions decides what a key means: leaving the program comes before
//! everything, then the popup has its say, then a selection, then a heading of the list, and last
//! the pane. Actions that open a popup are found by the table in `overlay`, so that this file names
//! only what acts on the panes.

use crate::app::App;
use crate::app::action::Action;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::{self, Message};
use crate::app::panes::Pane;
use crate::app::reader::Reader;
use crate::app::resume::Resume;
use crate::app::wanted::WantedArticle;
use crate::lang::Words;
use crate::library::query;

/// The name of a selected text in the message about its copy.
const SELECTED: Words = Words::new("选中的 {} 字", "{} selected character{s}");

impl App {
    /// Runs an action.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        // Read and cleared at once, so that only the very next key counts as "once more".
        let was_end_said = std::mem::take(&mut self.input.is_at_end);
        self.jumps.begin(action);
        // These change nothing about the place, so the last place may still take the screen there.
        let is_about_the_screen = matches!(
            action,
            Action::Quit
                | Action::Redraw
                | Action::Suspend
                | Action::Help
                | Action::BasketHelp
                | Action::TogglePanes
                | Action::Themes
        );
        if !is_about_the_screen {
            self.stay_here();
        }
        let top = self.popups.top.as_ref();
        if action == Action::Quit && !top.is_some_and(|top| top.popup().is_unsaved()) {
            // Also from inside a popup and before the last place was found.
            return self.leave();
        }
        if self.popups.top.is_some() {
            return self.handle_in_popup(Input::Action(action));
        }
        if self.is_selecting() {
            // While a selection is open only its own keys act.
            return self.apply_to_selection(action);
        }
        if self.is_on_heading() && action.is_for_article() {
            self.say(message::ON_HEADING);
            return Vec::new();
        }
        if self.is_at_lead() && action.needs_article() {
            self.say(message::AT_LEAD);
            return Vec::new();
        }
        self.apply_in_panes(action, was_end_said)
    }

    /// True if the lead of the open issue is chosen, which bears no mark and has no link. In the list of issues the keys mean
    /// the whole issue.
    fn is_at_lead(&self) -> bool {
        let contents = self.issue.contents.as_ref();
        contents.is_some_and(Contents::is_at_lead) && self.screen.focus != Pane::Shelf
    }

    /// Runs an action on the panes, over which nothing lies. `was_end_said` is set if the key before was held back at the end
    /// of an article.
    fn apply_in_panes(&mut self, action: Action, was_end_said: bool) -> Vec<Effect> {
        match action {
            Action::Redraw => return vec![Effect::Redraw],
            Action::ReadAnew => return self.read_anew(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Into => return self.go_in(),
            Action::Back => return self.go_back(),
            Action::NextPane => return self.set_focus(self.screen.focus.next()),
            Action::PreviousPane => return self.set_focus(self.screen.focus.previous()),
            Action::NextArticle => return self.next_article(),
            Action::PreviousArticle => return self.previous_article(),
            Action::NextIssue => return self.step_issue(true),
            Action::PreviousIssue => return self.step_issue(false),
            Action::CopyLink => return self.copy_link(),
            Action::ToBasket => return self.toggle_basket(),
            Action::Select => return self.begin_selection(),
            Action::OpenLink => return self.open_link(),
            Action::OpenFile => return self.open_file(),
            Action::ToggleMouse => return self.toggle_mouse(),
            Action::Star => return self.toggle_star(),
            Action::ToggleRead => return self.toggle_read(),
            Action::NextUnread => return self.next_unread(),
            Action::RemoveSearch => return self.remove_saved(),
            Action::JumpBack => return self.jump(false),
            Action::JumpForward => return self.jump(true),
            Action::Undo => return self.undo(),
            Action::TogglePanes => self.toggle_panes(),
            Action::NextHit => return self.step_hit(true),
            Action::PreviousHit => return self.step_hit(false),
            Action::Order => return self.next_order(),
            Action::Fold => return self.toggle_fold(),
            // At the end of an article Space asks once before it goes on, so that a held key does
            // not run through articles.
            Action::PageDown if self.is_at_end() => return self.page_past_end(was_end_said),
            Action::Wider
            | Action::Narrower
            | Action::Indent
            | Action::ParagraphGap
            | Action::Hang
            | Action::StrictDashes
            | Action::KeepUnits
            | Action::NoOrphans
            | Action::Spacing => self.set_type(action),
            _ => {
                return self
                    // What opens no popup moves in the pane.
                    .open_popup(action)
                    .unwrap_or_else(|| self.move_in_pane(action));
            }
        }
        Vec::new()
    }

    /// Keeps the screen where it is, since the reader does something with it: from here on neither newer issues nor the last
    /// place take it away.
    pub(crate) fn stay_here(&mut self) {
        // A guessed last place stays on screen anyhow, and its row has still to be selected.
        if self.issue.contents.is_some() && !matches!(self.resume, Resume::Guessed(_)) {
            self.shelf.hold();
            // Newer rows stay above without being opened.
            self.resume.give_up();
        }
    }

    /// Shows a note in the status line.
    pub(crate) fn say(&mut self, words: Words) {
        self.message = Some(Message::note(words.get(self.options.lang)));
    }

    /// Moves in the focused pane; another issue or article chosen there is shown.
    fn move_in_pane(&mut self, action: Action) -> Vec<Effect> {
        match self.screen.focus {
            Pane::Shelf if self.shelf.apply(action) => self.follow_selection(WantedArticle::First),
            Pane::Contents
                if self
                    .issue
                    .contents
                    .as_mut()
                    .is_some_and(|c| c.apply(action)) =>
            {
                self.show_article()
            }
            Pane::Reader => {
                if let Some(reader) = &mut self.issue.reader {
                    reader.apply(action);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Moves the focus to a pane; an article that gets it counts as read.
    pub(crate) fn set_focus(&mut self, pane: Pane) -> Vec<Effect> {
        self.screen.focus = pane;
        self.rearrange();
        self.mark_read()
    }

    /// Moves the focus into the next pane; on a heading of the list it folds or unfolds.
    ///
    /// On a saved search it opens the search; on a file over the size limit it opens that; a scan it recognises.
    fn go_in(&mut self) -> Vec<Effect> {
        match self.screen.focus {
            Pane::Shelf if self.shelf.selected_saved().is_some() => self.open_saved(),
            Pane::Shelf if self.shelf.is_on_heading() => self.toggle_fold(),
            Pane::Shelf => {
                let begun = self.open_large().or_else(|| self.ask_password());
                let begun = begun.or_else(|| self.recognise_selected());
                begun.unwrap_or_else(|| self.set_focus(Pane::Contents))
            }
            Pane::Contents | Pane::Reader => self.set_focus(Pane::Reader),
        }
    }

    /// Moves the focus to the pane on the left; in the list of issues it clears the filter.
    fn go_back(&mut self) -> Vec<Effect> {
        if self.screen.focus == Pane::Shelf && self.shelf.is_filtered() {
            return self.clear_filter();
        }
        self.screen.focus = match self.screen.focus {
            Pane::Reader => Pane::Contents,
            Pane::Contents | Pane::Shelf => Pane::Shelf,
        };
        self.rearrange();
        Vec::new()
    }

    /// Hides or shows the side panes. Hiding them moves the focus to the article, since they are hidden in order to read.
    fn toggle_panes(&mut self) {
        self.screen.side_hidden = !self.screen.side_hidden;
        if self.screen.side_hidden {
            self.screen.focus = Pane::Reader;
        }
        self.rearrange();
    }

    /// Shows the next article; after the last of an issue the first of the next issue.
    fn next_article(&mut self) -> Vec<Effect> {
        // Without contents the issue could not be opened; the key then goes on to the next issue.
        if let Some(contents) = &mut self.issue.contents
            && contents.step(true)
        {
            return self.show_article();
        }
        self.leave_issue(true, WantedArticle::First, message::LAST_ARTICLE)
    }

    /// Shows the previous article; before the first of an issue the last of the issue above.
    fn previous_article(&mut self) -> Vec<Effect> {
        if let Some(contents) = &mut self.issue.contents
            && contents.step(false)
        {
            return self.show_article();
        }
        self.leave_issue(false, WantedArticle::Last, message::FIRST_ARTICLE)
    }

    /// Shows the next or the previous issue.
    fn step_issue(&mut self, down: bool) -> Vec<Effect> {
        let end = if down {
            message::LAST_ISSUE
        } else {
            message::FIRST_ISSUE
        };
        self.leave_issue(down, WantedArticle::First, end)
    }

    /// Says that the list goes no further in this direction: why not, where issues are folded or filtered away, else by `end`.
    fn say_end_of_list(&mut self, down: bool, end: Words) {
        let folded = self.shelf.folded_beyond(down);
        if folded > 0 {
            let words = if down {
                message::FOLDED_BELOW
            } else {
                message::FOLDED_ABOVE
            };
            let key = self.options.keymap.key_for(Context::Shelf, Action::Into);
            let values = [&folded.to_string(), &key.unwrap_or_default()];
            let text = words.with(self.options.lang, &values.map(String::as_str));
            self.message = Some(Message::note(text));
            return;
        }
        self.say(match (self.shelf.is_filtered(), down) {
            (false, _) => end,
            (true, false) => message::FIRST_OF_FILTERED,
            (true, true) => message::LAST_OF_FILTERED,
        });
    }

    /// True if the article has the focus and its end is in sight.
    fn is_at_end(&self) -> bool {
        let reader = self.issue.reader.as_ref();
        self.screen.focus == Pane::Reader && reader.is_some_and(Reader::is_at_end)
    }

    /// Says that the article ends; where the key before has said so, goes on to the next article or issue.
    fn page_past_end(&mut self, was_said: bool) -> Vec<Effect> {
        let contents = self.issue.contents.as_ref();
        let is_last =
            contents.is_none_or(|c| !c.is_at_lead() && c.index() + 1 >= c.articles().len());
        if was_said && is_last {
            // Reading on from front to back, an issue begins with its lead.
            return self.leave_issue(true, WantedArticle::Lead, message::LAST_ARTICLE);
        }
        if was_said {
            return self.next_article();
        }
        self.input.is_at_end = true;
        match (is_last, self.shelf.has_issue_below()) {
            (false, _) => self.say(message::END_OF_ARTICLE),
            (true, true) => self.say(message::END_OF_ISSUE),
            (true, false) => self.say_end_of_list(true, message::END_OF_LIST),
        }
        Vec::new()
    }

    /// Goes to a neighbouring issue and shows the wanted article there; at the end of the list the message `end` is shown.
    ///
    /// The name of the issue stands in the status line, since the key may have left it unseen.
    fn leave_issue(&mut self, down: bool, wanted: WantedArticle, end: Words) -> Vec<Effect> {
        if !self.shelf.step(down) {
            self.say_end_of_list(down, end);
            return Vec::new();
        }
        if let Some(entry) = self.shelf.selected() {
            self.message = Some(Message::note(self.issue_name(entry)));
        }
        self.follow_selection(wanted)
    }

    /// True while the keys move a selection.
    pub(crate) fn is_selecting(&self) -> bool {
        self.issue
            .reader
            .as_ref()
            .is_some_and(|r| r.selection.is_some())
    }

    /// Begins to select, which moves the focus to the article.
    fn begin_selection(&mut self) -> Vec<Effect> {
        let effects = self.set_focus(Pane::Reader);
        if let Some(reader) = &mut self.issue.reader {
            reader.begin_selection();
        }
        effects
    }

    /// Moves, lengthens, copies or drops the selection.
    fn apply_to_selection(&mut self, action: Action) -> Vec<Effect> {
        let Some(reader) = &mut self.issue.reader else {
            return Vec::new();
        };
        match action {
            Action::Cancel => reader.selection = None,
            Action::CopySelection => {
                let Some(selection) = reader.selection.take() else {
                    return Vec::new();
                };
                let text = selection.text(&reader.page);
                // Line feeds between paragraphs are no characters of the selection.
                let count = text.chars().filter(|c| *c != '\n').count().to_string();
                let name = SELECTED.with(self.options.lang, &[&count]);
                return self.copy(text, &name);
            }
            Action::ToBasket => return self.excerpt_to_basket(),
            Action::Search => {
                let Some(selection) = reader.selection.take() else {
                    return Vec::new();
                };
                // As phrases, so that operators of the query language in the text are words.
                self.search.wanted = Some(query::phrases(&selection.text(&reader.page)));
                return self.open_popup(action).unwrap_or_default();
            }
            action => reader.select(action),
        }
        Vec::new()
    }
}
