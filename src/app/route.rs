//! Which part of the app an action goes to.

use crate::app::App;
use crate::app::action::Action;
use crate::app::commands::Kind;
use crate::app::effect::Effect;
use crate::app::marks::{Change, Mark};
use crate::app::message::{self, Message};
use crate::app::opening::Wanted;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::themes::Themes;
use crate::lang::Words;

impl App {
    /// Does what was asked for.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        let is_about_the_screen = matches!(
            action,
            Action::Quit
                | Action::Redraw
                | Action::Suspend
                | Action::Help
                | Action::TogglePanes
                | Action::Themes
        );
        if !is_about_the_screen {
            self.stay_here();
        }
        if self.overlay.is_some() {
            return self.apply_to_overlay(action);
        }
        if self.is_selecting() && action != Action::Quit {
            return self.apply_to_selection(action);
        }
        match action {
            Action::Quit => return self.leave(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Into => return self.go_in(),
            Action::Back => return self.go_back(),
            Action::NextPane => return self.set_focus(self.focus.next()),
            Action::PreviousPane => return self.set_focus(self.focus.previous()),
            Action::NextArticle => return self.next_article(),
            Action::PreviousArticle => return self.previous_article(),
            Action::NextIssue => return self.step_issue(true),
            Action::PreviousIssue => return self.step_issue(false),
            Action::CopyLink => return self.copy_link(),
            Action::CopyAs => self.open_forms(),
            Action::Hints => self.open_hints(),
            Action::ToBasket => return self.toggle_basket(),
            Action::Basket => self.open_basket(),
            Action::Select => return self.begin_selection(),
            Action::OpenLink => return self.open_link(),
            Action::ToggleMouse => return self.toggle_mouse(),
            Action::Star => return self.toggle(Mark::Star, message::STARRED, message::UNSTARRED),
            Action::ToggleRead => {
                return self.toggle(Mark::Read, message::MARKED_READ, message::MARKED_UNREAD);
            }
            Action::Undo => return self.undo(),
            Action::TogglePanes => self.toggle_panes(),
            Action::Themes => return self.open_themes(),
            Action::Find => self.open_find(),
            Action::Search => return self.open_finder(),
            Action::NextHit => return self.step_hit(true),
            Action::PreviousHit => return self.step_hit(false),
            Action::Order => return self.next_order(),
            Action::Filter => return self.open_filter(),
            Action::Fold => return self.toggle_fold(),
            Action::About => self.open_about(),
            Action::Help => self.open_commands(Kind::Help),
            Action::Palette => self.open_commands(Kind::Palette),
            Action::Wider
            | Action::Narrower
            | Action::Indent
            | Action::ParagraphGap
            | Action::Hang
            | Action::StrictDashes
            | Action::KeepUnits
            | Action::NoOrphans
            | Action::Spacing => self.set_type(action),
            _ => return self.move_in_pane(action),
        }
        Vec::new()
    }

    /// Whoever does something with what is on screen is not taken away from it, neither by newer issues that are found nor
    /// by the place that one was at the last time.
    pub(crate) fn stay_here(&mut self) {
        // At the last place one stays anyhow, and its row is still to be chosen.
        if self.contents.is_some() && !self.has_guessed {
            self.shelf.hold();
            self.resume = None;
        }
    }

    pub(crate) fn say(&mut self, words: Words) {
        self.message = Some(Message::note(words.get(self.options.lang)));
    }

    /// Moves in the focused pane; another issue or article chosen there is shown.
    fn move_in_pane(&mut self, action: Action) -> Vec<Effect> {
        match self.focus {
            Pane::Shelf if self.shelf.apply(action) => self.follow_selection(Wanted::First),
            Pane::Contents if self.contents.as_mut().is_some_and(|c| c.apply(action)) => {
                self.show_article()
            }
            Pane::Reader => {
                if let Some(reader) = &mut self.reader {
                    reader.apply(action);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn set_focus(&mut self, pane: Pane) -> Vec<Effect> {
        self.focus = pane;
        self.rearrange();
        self.mark_read()
    }

    fn go_in(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Shelf if self.shelf.is_on_heading() => self.toggle_fold(),
            Pane::Shelf => match self.open_large() {
                Some(effects) => effects,
                None => self.set_focus(Pane::Contents),
            },
            Pane::Contents | Pane::Reader => self.set_focus(Pane::Reader),
        }
    }

    /// To the pane on the left; in the first one a list that was narrowed is whole again.
    fn go_back(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Shelf && self.shelf.is_filtered() {
            return self.cancel_filter();
        }
        self.focus = match self.focus {
            Pane::Reader => Pane::Contents,
            Pane::Contents | Pane::Shelf => Pane::Shelf,
        };
        self.rearrange();
        Vec::new()
    }

    /// Hiding the side panes leads to the article: a list alone on the screen is not what one hides them for.
    fn toggle_panes(&mut self) {
        self.alone = !self.alone;
        if self.alone {
            self.focus = Pane::Reader;
        }
        self.rearrange();
    }

    /// The next article, and after the last of an issue the first of the next.
    fn next_article(&mut self) -> Vec<Effect> {
        // What could not be opened does not stop one either.
        if let Some(contents) = &mut self.contents
            && contents.select(contents.index() + 1)
        {
            return self.show_article();
        }
        self.leave_issue(true, Wanted::First, message::LAST_ARTICLE)
    }

    /// The previous article, and before the first of an issue the last of the one before.
    fn previous_article(&mut self) -> Vec<Effect> {
        if let Some(contents) = &mut self.contents
            && let Some(index) = contents.index().checked_sub(1)
        {
            contents.select(index);
            return self.show_article();
        }
        self.leave_issue(false, Wanted::Last, message::FIRST_ARTICLE)
    }

    fn step_issue(&mut self, down: bool) -> Vec<Effect> {
        let end = if down {
            message::LAST_ISSUE
        } else {
            message::FIRST_ISSUE
        };
        self.leave_issue(down, Wanted::First, end)
    }

    fn leave_issue(&mut self, down: bool, wanted: Wanted, end: Words) -> Vec<Effect> {
        if !self.shelf.step(down) {
            self.say(end);
            return Vec::new();
        }
        self.follow_selection(wanted)
    }

    fn link(&mut self) -> Option<String> {
        let link = self
            .contents
            .as_ref()
            .and_then(|c| c.selected()?.link.clone());
        if link.is_none() {
            self.message = Some(Message::problem(message::NO_LINK.get(self.options.lang)));
        }
        link
    }

    fn copy_link(&mut self) -> Vec<Effect> {
        let Some(link) = self.link() else {
            return Vec::new();
        };
        let name = link.clone();
        self.copy(link, &name)
    }

    fn open_link(&mut self) -> Vec<Effect> {
        match self.link() {
            Some(link) => self.browse(link),
            None => Vec::new(),
        }
    }

    /// Gives a link to the browser, if it is one for a browser.
    pub(crate) fn browse(&mut self, link: String) -> Vec<Effect> {
        let lang = self.options.lang;
        if !is_web_address(&link) {
            self.message = Some(Message::problem(message::NOT_HTTP.with(lang, &[&link])));
            return Vec::new();
        }
        self.message = Some(Message::note(message::BROWSED.with(lang, &[&link])));
        vec![Effect::Browse(link)]
    }

    fn toggle(&mut self, mark: Mark, on: Words, off: Words) -> Vec<Effect> {
        let change = self
            .reading
            .and_then(|article| self.marks.toggle(article, mark));
        if let Some(change) = &change {
            self.say(if change.on { on } else { off });
        }
        self.marked(change)
    }

    fn undo(&mut self) -> Vec<Effect> {
        let change = self.marks.undo();
        self.say(match change {
            None => message::NOTHING_TO_UNDO,
            Some(Change {
                mark: Mark::Star,
                on: true,
                ..
            }) => message::STARRED,
            Some(Change {
                mark: Mark::Star,
                on: false,
                ..
            }) => message::UNSTARRED,
            Some(Change {
                mark: Mark::Read,
                on: true,
                ..
            }) => message::MARKED_READ,
            Some(Change {
                mark: Mark::Read,
                on: false,
                ..
            }) => message::MARKED_UNREAD,
        });
        self.marked(change)
    }

    fn marked(&mut self, change: Option<Change>) -> Vec<Effect> {
        self.count_unread();
        change.map(Effect::Remember).into_iter().collect()
    }

    fn open_themes(&mut self) -> Vec<Effect> {
        let themes = Themes::new(self.options.themes.clone(), &self.options.theme);
        self.lay_over(Overlay::Themes(themes));
        vec![Effect::ListThemes]
    }

    pub(crate) fn take_themes(&mut self, names: Vec<String>) {
        self.options.themes.clone_from(&names);
        if let Some(Overlay::Themes(themes)) = &mut self.overlay {
            themes.replace(names);
        }
        self.rearrange();
    }

    pub(crate) fn choose_theme(&mut self, name: String) -> Vec<Effect> {
        self.options.theme.clone_from(&name);
        vec![Effect::KeepTheme(name)]
    }
}

/// Only these are given to a browser: a report could name any scheme, and some of them run things.
fn is_web_address(link: &str) -> bool {
    let scheme = link
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_harmless = link.chars().all(|c| !c.is_control() && !c.is_whitespace());
    is_harmless && matches!(scheme.as_deref(), Some("http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        assert!(is_web_address("https://example.com/a?b=c&d=e"));
        assert!(is_web_address("HTTP://example.com/"));
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "example.com",
            "http://a b",
            "-x",
        ] {
            assert!(!is_web_address(link), "{link}");
        }
    }
}
