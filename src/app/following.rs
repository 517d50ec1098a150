//! The articles that follow the one on screen, set below its end.
//!
//! On a wide screen a short article leaves most of its pane blank, while the reader goes on to the next one anyway. The blank
//! rows therefore show how the issue goes on, as far as there is room: headline, dateline and text of each article, but
//! neither its link nor marks. Below the last article of an issue the issue below it begins, which is read for that alone. What
//! stands there is not being read: it does not scroll, has no cursor and no hints, and counts as unread until it is opened, by
//! the key for the next article or by a click.
//!
//! The contents of that issue stand below those of the open one in the same way, where their pane has room.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::page::{ArticlePage, PageRole};
use crate::app::panes::{self, WIDE_COLS};
use crate::app::reader::{Reader, Setting};
use crate::library::{Entry, Opened, Place, Status, corrections};
use crate::text::typeset::Rules;
use ratatui::layout::Rect;

/// The rows above the first row of a following article: a blank one and a rule.
const RULE_ROWS: u16 = 2;
/// The least rows of a following article: with headline, dateline and a blank row, two rows of its text.
// The headline alone stands in the contents already.
const LEAST_ROWS: u16 = 5;

/// One article below the end of the one on screen.
#[derive(Debug, Clone)]
pub struct FollowingArticle {
    /// Set when it belongs to the issue below the open one.
    pub is_ahead: bool,
    /// Its index in its issue.
    pub index: usize,
    /// The row of the rule above it, in rows from the top of the column of the text.
    pub rule_row: u16,
    /// Its page, as far as it is in sight.
    pub reader: Reader,
}

/// The articles below the end of the one on screen.
#[derive(Debug, Clone, Default)]
pub struct Following {
    /// From the top down.
    pub articles: Vec<FollowingArticle>,
    /// The row of the rule above the contents of the issue below, in rows from the top of their pane; `None` where they have no
    /// room.
    pub contents_rule_row: Option<u16>,
    /// Set when all articles of the open issue are there and the beginning of another issue has room.
    pub(crate) has_room: bool,
    /// The state for which they were set: the row of the contents, the rows of the article, the setting, and whether another
    /// issue was there.
    set_for: Option<(usize, u16, Setting, bool)>,
}

impl Following {
    /// Sets the articles after the chosen one into the rows that `reader` leaves free. Returns false, and does nothing, where
    /// they are set already.
    ///
    /// `ahead` is the issue below the open one, as soon as it was read.
    pub(crate) fn set<'a>(
        &mut self,
        contents: &'a Contents,
        ahead: Option<&'a Contents>,
        reader: &Reader,
    ) -> bool {
        let setting = reader.setting();
        let used = u16::try_from(reader.rows().count()).unwrap_or(u16::MAX);
        // Every change of focus and every popup comes by here.
        let state = Some((contents.row(), used, setting, ahead.is_some()));
        if self.set_for == state {
            return false;
        }
        self.set_for = state;
        self.articles.clear();
        let first = match contents.article_at(contents.row()) {
            Some(index) => index + 1,
            None => 0,
        };
        let articles = |contents: &'a Contents| contents.articles().iter().enumerate();
        let own = articles(contents).skip(first).map(|found| (false, found));
        let others = ahead.into_iter().flat_map(articles);
        let mut end = used;
        for (is_ahead, (index, article)) in own.chain(others.map(|found| (true, found))) {
            let Some(height) = room_below(end, setting) else {
                break;
            };
            let mut page = ArticlePage::of(article);
            page.paragraphs.retain(|p| p.part != PageRole::Link);
            let reader = Reader::new(page, Setting { height, ..setting });
            let top = setting.height - height;
            end = top + u16::try_from(reader.rows().count()).unwrap_or(u16::MAX);
            self.articles.push(FollowingArticle {
                is_ahead,
                index,
                rule_row: top - 1,
                reader,
            });
        }
        self.has_room = ahead.is_none() && room_below(end, setting).is_some();
        true
    }

    /// Sets the contents of the issue `ahead` into the rows that those of the open issue leave free in their pane, `body`.
    fn set_contents(
        &mut self,
        open: &Contents,
        ahead: Option<&mut Contents>,
        body: Option<Rect>,
        rules: Rules,
    ) {
        self.contents_rule_row = ahead.zip(body).and_then(|(ahead, body)| {
            // A blank row stands above the rule.
            let rule_row = open.full_height()?.checked_add(1)?;
            let left = body.height.checked_sub(rule_row + 1)?;
            let has_room = ahead.set_head((panes::title_cols(body), left), rules);
            has_room.then_some(rule_row)
        });
    }

    /// Returns the article at a row of the column of the text; `None` above the first one.
    pub(crate) fn at(&self, row: u16) -> Option<&FollowingArticle> {
        let mut above = self.articles.iter().rev();
        above.find(|article| article.rule_row <= row)
    }
}

/// Returns the rows that an article has below a blank row and a rule from row `end` on; `None` where these are too few.
fn room_below(end: u16, setting: Setting) -> Option<u16> {
    let rows = setting.height.saturating_sub(end.saturating_add(RULE_ROWS));
    (rows >= LEAST_ROWS).then_some(rows)
}

impl App {
    /// Sets the articles below the end of the one on screen; on a screen that is not wide there are none.
    ///
    /// Called after each event, since the article, the panes and the list may all have changed.
    pub(crate) fn set_following(&mut self) {
        let below = self.issue_below().map(|entry| entry.meta.place.clone());
        let issue = &mut self.issue;
        // Another issue may have come between since it was read.
        let ahead = issue.ahead.as_mut();
        let ahead = ahead.filter(|ahead| below.as_ref() == Some(ahead.place()));
        match (&issue.contents, &issue.reader) {
            (Some(contents), Some(reader)) if self.screen.size.0 >= WIDE_COLS => {
                let is_new = issue.following.set(contents, ahead.as_deref(), reader);
                if is_new {
                    let frame = self.screen.panes.and_then(|panes| panes.contents);
                    let body = frame.map(|frame| frame.body);
                    let rules = self.options.rules;
                    issue.following.set_contents(contents, ahead, body, rules);
                }
            }
            _ => issue.following = Following::default(),
        }
    }

    /// The contents of the issue below the open one, where they have room below its contents, and the row of the rule above
    /// them in their pane.
    pub fn contents_ahead(&self) -> Option<(&Contents, u16)> {
        self.issue
            .ahead
            .as_ref()
            .zip(self.issue.following.contents_rule_row)
    }

    /// Opens an article of the issue below the open one.
    pub(crate) fn open_ahead(&mut self, index: usize) -> Vec<Effect> {
        let Some(ahead) = &self.issue.ahead else {
            return Vec::new();
        };
        let (place, key) = (ahead.place().clone(), ahead.keys().get(index).copied());
        self.go_to_article(&place, key, Some(index))
    }

    /// The issue below the open one, which the key for the next issue opens; `None` where another row is selected.
    pub(crate) fn issue_below(&self) -> Option<&Entry> {
        let open = self.issue.contents.as_ref()?.place();
        self.shelf.selected().filter(|entry| entry.is_at(open))?;
        self.shelf.issue_below()
    }

    /// Asks for the issue below the open one, once its beginning has room below the last article.
    ///
    /// Nothing is read ahead while the library is read, since the issue below may not be listed yet, nor while a popup previews
    /// article after article, and no file over the size limit.
    pub(crate) fn read_ahead(&mut self) -> Option<Effect> {
        if self.is_opening() && self.issue.ahead.is_none() {
            // A request that waits is dropped when another issue is to be opened.
            self.issue.asked_ahead = None;
        }
        let is_busy = !self.scan.is_ended || self.is_opening() || self.is_previewing();
        if is_busy || !self.issue.following.has_room {
            return None;
        }
        let below = self.issue_below()?;
        let place = below.meta.place.clone();
        if !matches!(below.status, Status::Read) || self.issue.asked_ahead.as_ref() == Some(&place)
        {
            return None;
        }
        self.issue.asked_ahead = Some(place.clone());
        Some(Effect::Open(place))
    }

    /// Shows the beginning of an issue that was asked for below the last article. Any other is dropped, because the
    /// request for it is out of date.
    pub(crate) fn show_ahead(&mut self, place: &Place, outcome: Result<Box<Opened>, String>) {
        let is_wanted = self.issue.asked_ahead.as_ref() == Some(place);
        // An issue that cannot be opened is left out here. Its error is shown when the reader goes to it.
        if let (true, Ok(mut opened)) = (is_wanted, outcome) {
            corrections::apply(&mut opened.issue, &self.corrections);
            self.issue.ahead = Some(Contents::new(opened));
            self.issue.following = Following::default();
        }
    }

    /// Forgets the issue below the open one if it is among rows that are listed anew: its file has changed.
    pub(crate) fn forget_ahead(&mut self, entries: &[Entry]) {
        let asked = self.issue.asked_ahead.as_ref();
        if asked.is_some_and(|asked| entries.iter().any(|entry| entry.is_at(asked))) {
            self.drop_ahead();
        }
    }

    /// Forgets the issue below the open one.
    pub(crate) fn drop_ahead(&mut self) {
        (self.issue.ahead, self.issue.asked_ahead) = (None, None);
        self.issue.following = Following::default();
    }
}
