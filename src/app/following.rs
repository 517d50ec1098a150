//! The articles that follow the one on screen, set below its end.
//!
//! On a wide screen a short article leaves most of its pane blank, while the reader goes on to the next one anyway. The blank
//! rows therefore show how the issue goes on, as far as there is room: headline, dateline and text of each article, but
//! neither its link nor marks. What stands there is not being read: it does not scroll, has no cursor and no hints, and
//! counts as unread until it is opened, by the key for the next article or by a click.

use crate::app::contents::Contents;
use crate::app::page::{ArticlePage, PageRole};
use crate::app::reader::{Reader, Setting};

/// The rows above the first row of a following article: a blank one and a rule.
const RULE_ROWS: u16 = 2;
/// The least rows of a following article: with headline, dateline and a blank row, two rows of its text.
// The headline alone stands in the contents already.
const LEAST_ROWS: u16 = 5;

/// One article below the end of the one on screen.
#[derive(Debug, Clone)]
pub struct FollowingArticle {
    /// Its index in the issue.
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
    /// The state for which they were set: the row of the contents, the rows of the article, the setting.
    set_for: Option<(usize, u16, Setting)>,
}

impl Following {
    /// Sets the articles after the chosen one into the rows that `reader` leaves free. Does nothing where they are set already.
    pub(crate) fn set(&mut self, contents: &Contents, reader: &Reader) {
        let setting = reader.setting();
        let used = u16::try_from(reader.rows().count()).unwrap_or(u16::MAX);
        // Every change of focus and every popup comes by here.
        let state = Some((contents.row(), used, setting));
        if self.set_for == state {
            return;
        }
        self.set_for = state;
        self.articles.clear();
        let first = match contents.article_at(contents.row()) {
            Some(index) => index + 1,
            None => 0,
        };
        let mut end = used;
        for (index, article) in contents.articles().iter().enumerate().skip(first) {
            let top = end.saturating_add(RULE_ROWS);
            let height = setting.height.saturating_sub(top);
            if height < LEAST_ROWS {
                break;
            }
            let mut page = ArticlePage::of(article);
            page.paragraphs.retain(|p| p.part != PageRole::Link);
            let reader = Reader::new(page, Setting { height, ..setting });
            end = top + u16::try_from(reader.rows().count()).unwrap_or(u16::MAX);
            self.articles.push(FollowingArticle {
                index,
                rule_row: top - 1,
                reader,
            });
        }
    }

    /// Returns the index of the article at a row of the column of the text; `None` above the first one.
    pub(crate) fn at(&self, row: u16) -> Option<usize> {
        let mut above = self.articles.iter().rev();
        above
            .find(|article| article.rule_row <= row)
            .map(|article| article.index)
    }
}
