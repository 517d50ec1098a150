//! Counts before an action: `5j` moves five lines, `10G` goes to the tenth row, article or line.
//!
//! Digits that have no key of their own are collected in [`InputState::count`](crate::app::input::InputState::count) until the next action takes them; the status line shows
//! them meanwhile, and Esc drops them. In popups and text fields digits keep their meaning. Three kinds of action know a count:
//!
//! - moves in a pane go that many steps, and only the issue or article at the end of the way is shown;
//! - steps to other articles, issues and hits are repeated, up to an issue that has still to be opened;
//! - both ends (`g`, `G`) go to the number itself: a row of the list, the printed number in the contents, a row of the article.
//!
//! Every other action runs once.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::key::{Code, Key};
use crate::app::keymap::Context;
use crate::app::panes::Pane;
use crate::app::wanted::WantedArticle;

/// The largest count: more digits are a slip of the hand.
const MOST: usize = 99_999;

impl App {
    /// Adds a digit to the count, unless the key has an action or continues a chord. An Esc takes the count back. True if the
    /// key is used up by that.
    pub(crate) fn type_count(&mut self, context: Context, key: Key) -> bool {
        let is_pane = matches!(
            context,
            Context::Shelf | Context::Contents | Context::Reader
        );
        let keymap = &self.options.keymap;
        if !is_pane || !keymap.pending().is_empty() {
            return false;
        }
        // Chinese input methods type full-width digits.
        let key = key.halved();
        if key == Key::plain(Code::Esc) {
            return self.input.count.take().is_some();
        }
        let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) else {
            return false;
        };
        // A zero alone counts nothing, and may become a key of its own.
        if keymap.knows(context, key) || digit == 0 && self.input.count.is_none() {
            return false;
        }
        let count = self.input.count.unwrap_or(0) * 10 + digit as usize;
        self.input.count = Some(count.min(MOST));
        true
    }

    /// Runs an action with a count. An action for which a count means nothing runs once.
    pub(crate) fn apply_times(&mut self, action: Action, count: usize) -> Vec<Effect> {
        match action {
            Action::First | Action::Last => {
                self.stay_here();
                self.go_to_number(count)
            }
            Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::HalfDown
            | Action::HalfUp => {
                self.stay_here();
                self.move_times(action, count)
            }
            Action::NextIssue | Action::PreviousIssue => {
                // Only the last issue on the way is opened.
                // One step less: the action itself takes the last.
                for _ in 1..count {
                    self.shelf.step(action == Action::NextIssue);
                }
                self.apply(action)
            }
            Action::NextArticle
            | Action::PreviousArticle
            | Action::NextUnread
            | Action::NextHit
            | Action::PreviousHit => self.repeat(action, count),
            action => self.apply(action),
        }
    }

    /// Runs an action several times, up to an issue that has still to be opened or to where nothing moves any more.
    fn repeat(&mut self, action: Action, count: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        for _ in 0..count {
            // An article and the row of the list show whether a step went anywhere.
            let here = (self.issue.reading, self.shelf.visible().1);
            effects.extend(self.apply(action));
            // Two hits may lie in one article, so that neither issue nor article changes.
            let is_step = matches!(action, Action::NextHit | Action::PreviousHit);
            let has_moved = (self.issue.reading, self.shelf.visible().1) != here;
            if self.is_opening() || !is_step && !has_moved {
                break;
            }
        }
        effects
    }

    /// Moves several times in the focused pane; only the last issue or article on the way is shown.
    fn move_times(&mut self, action: Action, count: usize) -> Vec<Effect> {
        let times = 0..count;
        match self.screen.focus {
            Pane::Shelf => {
                let moved = times.fold(false, |moved, _| self.shelf.apply(action) || moved);
                if moved {
                    return self.follow_selection(WantedArticle::First);
                }
            }
            Pane::Contents => {
                let contents = self.issue.contents.as_mut();
                let moved = contents
                    .is_some_and(|c| times.fold(false, |moved, _| c.apply(action) || moved));
                if moved {
                    return self.show_article();
                }
            }
            Pane::Reader => {
                if let Some(reader) = &mut self.issue.reader {
                    reader.apply_times(action, count);
                }
            }
        }
        Vec::new()
    }

    /// Goes to a row of the list, an article of the contents by its printed number, or a line of the article, counted from 1.
    fn go_to_number(&mut self, number: usize) -> Vec<Effect> {
        match self.screen.focus {
            Pane::Shelf => {
                if self.shelf.go_to_row(number.saturating_sub(1)) {
                    return self.follow_selection(WantedArticle::First);
                }
            }
            Pane::Contents => {
                let contents = self.issue.contents.as_mut();
                if contents.is_some_and(|contents| contents.select_number(number)) {
                    return self.show_article();
                }
            }
            Pane::Reader => {
                if let Some(reader) = &mut self.issue.reader {
                    reader.go_to_line(number);
                }
            }
        }
        Vec::new()
    }
}
