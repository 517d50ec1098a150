//! The way back: the articles that were left by a jump, for `<` and `>`.
//!
//! A jump is an arrival at another article by search, story, next unread, issue list or contents; a step to the next or
//! previous article is none. The line comes back with the article, since each keeps its position. An article that was only
//! shown beside the lists is a place as well where a jump began there: the way back leads into the same pane, and it stays
//! unread.

use crate::app::App;
use crate::app::action::Action;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::panes::Pane;
use crate::lang::Words;
use crate::library::Place;
use crate::model::identity::ArticleKey;

/// The number of articles that are kept.
const MOST: usize = 200;

/// There is no article to go back to.
const NO_EARLIER: Words = Words::new("没有更早的位置", "no earlier place");
/// There is no article to go forward to.
const NO_LATER: Words = Words::new("没有更靠后的位置", "no later place");

/// An article on screen and the pane that had the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visit {
    /// The file of its issue.
    place: Place,
    /// Its identity.
    key: ArticleKey,
    /// Its index in the issue.
    index: usize,
    /// The focused pane.
    pane: Pane,
}

/// The articles jumped between, in the order of the jumps.
#[derive(Debug, Default)]
pub(crate) struct Jumps {
    /// The oldest first, at most [`MOST`].
    visits: Vec<Visit>,
    /// The index of the article on screen.
    at: usize,
    /// Set when the last action goes to a neighbouring article.
    is_step: bool,
}

impl Jumps {
    /// Notes the action that is about to run.
    pub(crate) fn begin(&mut self, action: Action) {
        self.is_step = matches!(
            action,
            Action::NextArticle | Action::PreviousArticle | Action::PageDown | Action::PageUp
        );
    }

    /// Notes that an article is on screen. A step takes the place of the article that it leaves.
    pub(crate) fn arrive(&mut self, visit: Visit) {
        let is_step = std::mem::take(&mut self.is_step);
        match self.visits.get_mut(self.at) {
            Some(now) if now.key == visit.key => now.pane = visit.pane,
            Some(now) if is_step => *now = visit,
            _ => {
                // A new jump drops the way forward, as in a browser.
                self.visits.truncate(self.at + 1);
                self.visits.push(visit);
                let surplus = self.visits.len().saturating_sub(MOST);
                self.visits.drain(..surplus);
                self.at = self.visits.len() - 1;
            }
        }
    }

    /// Goes to the article jumped from, or forward again; `None` at the end.
    ///
    /// The article on screen is only left when there is another one in that direction.
    fn step(&mut self, forward: bool) -> Option<Visit> {
        let at = if forward {
            self.at.checked_add(1)
        } else {
            self.at.checked_sub(1)
        };
        let visit = self.visits.get(at?)?.clone();
        self.at = at?;
        Some(visit)
    }
}

impl App {
    /// Returns the article on screen as a place to come back to; `None` at the lead, which has no identity.
    pub(crate) fn visit(&self) -> Option<Visit> {
        let contents: &Contents = self.issue.contents.as_ref()?;
        Some(Visit {
            place: contents.place().clone(),
            key: contents.key()?,
            index: contents.index(),
            pane: self.screen.focus,
        })
    }

    /// Notes the article on screen: it is being read, or a jump begins here.
    pub(crate) fn note_visit(&mut self) {
        if let Some(visit) = self.visit() {
            self.jumps.arrive(visit);
        }
    }

    /// Goes to an article from elsewhere than its issue, and gives its pane the focus.
    pub(crate) fn jump_to(&mut self, place: &Place, key: ArticleKey, index: usize) -> Vec<Effect> {
        self.note_visit();
        // Not `set_focus`, which would mark the article that is left as read.
        self.screen.focus = Pane::Reader;
        self.rearrange();
        self.go_to_article(place, Some(key), Some(index))
    }

    /// Goes back to the article jumped from, or forward again. Articles whose file is gone are passed over.
    pub(crate) fn jump(&mut self, forward: bool) -> Vec<Effect> {
        while let Some(visit) = self.jumps.step(forward) {
            let entries = self.shelf.entries();
            if entries.iter().any(|entry| entry.is_at(&visit.place)) {
                // Not `set_focus`, which would mark the article that is left as read.
                self.screen.focus = if self.screen.side_hidden {
                    Pane::Reader
                } else {
                    visit.pane
                };
                self.rearrange();
                return self.go_to_article(&visit.place, Some(visit.key), Some(visit.index));
            }
        }
        self.say(if forward { NO_LATER } else { NO_EARLIER });
        Vec::new()
    }
}
