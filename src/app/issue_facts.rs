//! The facts about the open issue, below a short list of issues.
//!
//! On a wide screen a list of few issues leaves most of its pane blank. The blank rows show the page that [`Action::About`]
//! opens, as far as it fits: title and number, publisher, period, file, lead. The page here has no cursor and does not scroll,
//! and it leaves out the new words of the issue, since these take a pass over the library. The popup has all of it.
//!
//! [`Action::About`]: crate::app::action::Action::About

use crate::app::App;
use crate::app::about;
use crate::app::contents::IssueFacts;
use crate::app::panes::{self, WIDE_COLS};
use crate::app::reader::{Reader, Setting};

/// The rows above the page: a blank one and the rule.
const RULE_ROWS: u16 = 2;
/// The least rows of the page: title, publisher, number of articles and file.
const LEAST_ROWS: u16 = 4;

impl App {
    /// Sets the facts about the open issue below the list. There are none on a screen that is not wide, and where the list needs
    /// its pane.
    ///
    /// Called after each event, since the list, the panes and the issue may all have changed.
    pub(crate) fn set_issue_facts(&mut self) {
        let room = self.room_below_list();
        let (lang, options) = (self.options.lang, &self.options);
        let Some(contents) = &mut self.issue.contents else {
            return;
        };
        let Some((rule_row, measure_cols, height)) = room else {
            contents.facts = None;
            return;
        };
        let setting = Setting {
            measure_cols,
            height,
            rules: options.rules,
            gap: 0,
        };
        let is_set =
            |facts: &IssueFacts| (facts.rule_row, facts.reader.setting()) == (rule_row, setting);
        if contents.facts.as_ref().is_some_and(is_set) {
            return;
        }
        let also = about::other_files(&self.shelf, contents.place());
        let page = about::page(&contents.opened, &also, &[], &[], lang);
        let reader = Reader::new(page, setting);
        contents.facts = Some(IssueFacts { rule_row, reader });
    }

    /// Returns the row of the rule below the list, and the columns and rows of a page below it; `None` where there is no room.
    fn room_below_list(&self) -> Option<(u16, u16, u16)> {
        let body = self.screen.panes?.shelf?.body;
        let rows = u16::try_from(self.shelf.visible().0.len()).ok()?;
        let height = body.height.checked_sub(rows + RULE_ROWS)?;
        let is_wide = self.screen.size.0 >= WIDE_COLS;
        (is_wide && height >= LEAST_ROWS).then(|| (rows + 1, panes::title_cols(body), height))
    }
}
