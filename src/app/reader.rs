//! The article: what of it is in sight. [`finding`] marks hits and the selection in it.
//!
//! A page is set to lines by a galley, which only sets what is looked at. Two values hold the
//! place: `top`, the row on the screen's first line, and `anchor`, the byte there when the reader
//! last moved. A change of size or rules sets the page anew and looks up the row of the anchor, so
//! that the place survives any number of changes.

use crate::app::action::Action;
use crate::app::find::Find;
use crate::app::page::{ArticlePage, PageParagraph, PageRole};
use crate::app::selection::Selection;
use crate::model::TextPos;
use crate::text::galley::{Galley, GalleyRow, RowPos};
use crate::text::locate::cluster_at;
use crate::text::typeset::Rules;
use std::ops::Range;

mod finding;

/// The measures to which a page is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Columns of a line.
    pub measure_cols: u16,
    /// Rows in sight.
    pub height: u16,
    /// The house rules.
    pub rules: Rules,
    /// Free rows between paragraphs.
    pub gap: u16,
}

/// The article being read.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Its paragraphs.
    pub page: ArticlePage,
    /// The highlighted hits.
    pub find: Option<Find>,
    /// For each paragraph the places of watch words, ascending, with the role that their group asks for.
    pub watched: Vec<Vec<(Range<usize>, Option<String>)>>,
    /// The selected text.
    pub selection: Option<Selection>,
    /// The size and rules to which it is set.
    setting: Setting,
    /// The lines, set as far as they were in sight.
    galley: Galley,
    /// The row at the top of the screen.
    top: RowPos,
    /// The byte at the top of the screen when the reader last moved. Setting the page anew starts from it and leaves it as it
    /// is, so that a window made narrow and wide again shows what it showed.
    anchor: TextPos,
    /// The part of the page above the bottom of the screen, 0 to 100; computed when the page is
    /// set.
    percent: u8,
}

impl Reader {
    /// Shows another page in place of this one, at its start and in the same setting.
    pub(crate) fn replace(&mut self, page: ArticlePage) {
        *self = Self::new(page, self.setting);
    }

    /// Opens a page at its start.
    pub fn new(page: ArticlePage, setting: Setting) -> Self {
        let galley = galley(&page, setting);
        let (top, anchor) = (RowPos::default(), TextPos::default());
        let mut reader = Self {
            page,
            find: None,
            watched: Vec::new(),
            selection: None,
            setting,
            galley,
            top,
            anchor,
            percent: 0,
        };
        reader.settle();
        reader
    }

    /// Puts a line about the story below the text, or takes it away. The position at the top stays, but at the end of a long
    /// article, where the new line comes in sight.
    pub fn set_story(&mut self, line: Option<&str>) {
        let was_at_end = self.is_at_end() && self.top != RowPos::default();
        if self.page.set_story(line) {
            self.galley = galley(&self.page, self.setting);
            self.top = self.place_of_anchor();
            // The line stands at the end, so the rows above it stay; the top is looked up for a new
            // galley all the same.
            self.settle();
            if was_at_end {
                self.apply(Action::Last);
            }
        }
    }

    /// Rows in all; of a long page that was not seen to its end an estimate.
    pub fn row_count(&self) -> usize {
        self.galley.row_count()
    }

    /// The rows in sight, from the top.
    pub fn rows(&self) -> impl Iterator<Item = GalleyRow<'_>> {
        self.galley
            .window(self.top, usize::from(self.setting.height))
    }

    /// The role of a paragraph.
    pub fn part_of(&self, block: usize) -> PageRole {
        self.page
            .paragraphs
            .get(block)
            .map_or(PageRole::Text, |p| p.part)
    }

    /// Returns the index, among the `blocks` blocks of the article, of the first paragraph that begins in sight, else of the
    /// one that fills the screen.
    ///
    /// The headline and what stands with it are no blocks: there the first block is meant.
    pub fn block_in_sight(&self, blocks: usize) -> usize {
        let above = self.page.head_len(blocks);
        // A paragraph of which the last line alone is in sight is not the one being read.
        let begins = |row: &GalleyRow| {
            let first = row.line.is_some_and(|line| line.range.start == 0);
            first && row.place.block >= above
        };
        let seen = self.rows().find(begins).map(|row| row.place.block);
        let block = seen.unwrap_or(self.anchor.block);
        block.saturating_sub(above)
    }

    /// The paragraph of a row.
    pub fn paragraph(&self, block: usize) -> Option<&PageParagraph> {
        self.page.paragraphs.get(block)
    }

    /// The rules it is set by.
    pub fn rules(&self) -> Rules {
        self.setting.rules
    }

    /// The measure it is set to.
    pub fn measure_cols(&self) -> u16 {
        self.setting.measure_cols
    }

    /// The measures it is set to.
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// The part of the article above the bottom of the screen, in percent.
    pub fn percent(&self) -> u8 {
        self.percent
    }

    /// The position at the top of the screen. It stays the same through any change of size.
    pub fn anchor(&self) -> TextPos {
        self.anchor
    }

    /// Scrolls so that a position is at the top of the screen.
    pub fn go_to(&mut self, anchor: TextPos) {
        self.anchor = anchor;
        self.top = self.place_of_anchor();
        self.settle();
    }

    /// Sets the page to another size or by other rules; the position at the top stays.
    pub fn set(&mut self, setting: Setting) {
        let Setting {
            measure_cols,
            rules,
            gap,
            ..
        } = setting;
        // Every change of focus and every popup comes by here; the lines stay as they are then.
        if self.setting == setting {
            return;
        }
        if self.setting.gap != gap {
            let blocks = self.page.blocks(gap);
            self.galley
                // Only the blank rows change, so the lines need not be set again.
                .set_gaps(blocks.iter().map(|block| block.gap_rows));
        }
        self.galley.set_measure(measure_cols, rules);
        self.setting = setting;
        self.top = self.place_of_anchor();
        self.settle();
    }

    /// Returns the row that holds the anchor now.
    fn place_of_anchor(&mut self) -> RowPos {
        self.galley.place_of(self.anchor)
    }

    /// Scrolls by an action.
    pub fn apply(&mut self, action: Action) {
        self.apply_times(action, 1);
    }

    /// Scrolls by an action so many times.
    pub fn apply_times(&mut self, action: Action, count: usize) {
        let height = usize::from(self.setting.height);
        // Two lines of the old page stay in sight, so that the eye finds its place.
        let page = height.saturating_sub(2).max(1).cast_signed();
        let half = (height / 2).max(1).cast_signed();
        let times = |rows: isize| rows.saturating_mul(count.cast_signed());
        match action {
            Action::Down => self.scroll(times(1)),
            Action::Up => self.scroll(times(-1)),
            Action::PageDown => self.scroll(times(page)),
            Action::PageUp => self.scroll(times(-page)),
            Action::HalfDown => self.scroll(times(half)),
            Action::HalfUp => self.scroll(times(-half)),
            Action::First => self.move_to(RowPos::default()),
            Action::Last => {
                let end = self.galley.end();
                self.move_to(end);
            }
            _ => {}
        }
    }

    /// Scrolls so that a row of the page, counted from 1, is at the top as far as there are rows below it.
    pub fn go_to_line(&mut self, number: usize) {
        let start = RowPos::default();
        let place = self.galley.down(start, number.saturating_sub(1));
        self.move_to(place);
    }

    /// True if the end of the page is in sight.
    pub fn is_at_end(&self) -> bool {
        self.percent == 100
    }

    /// Scrolls by rows.
    pub fn scroll(&mut self, rows: isize) {
        let by = rows.unsigned_abs();
        let place = if rows < 0 {
            self.galley.up(self.top, by)
        } else {
            self.galley.down(self.top, by)
        };
        self.move_to(place);
    }

    /// Scrolls to a row at the reader's wish: the anchor follows.
    fn move_to(&mut self, place: RowPos) {
        self.top = place;
        self.settle();
        self.anchor = self.galley.anchor(self.top);
    }

    /// Keeps the top in range, sets the lines in sight and computes the percentage.
    ///
    /// Called after every change of the top, the size or the page.
    fn settle(&mut self) {
        let height = usize::from(self.setting.height);
        let last = self.galley.last_top(height);
        self.top = self.top.min(last);
        self.galley.settle(self.top, height);
        self.percent = if self.top == last {
            100
        } else {
            // 100 only at the end, however near it is.
            let below = self.galley.down(self.top, height);
            let (before, all) = self.galley.progress(below);
            u8::try_from((before * 100 / all.max(1)).min(99)).unwrap_or(99)
        };
    }

    /// Returns the grapheme cluster at a column and a row of the text; in the free rows above a paragraph its beginning.
    pub fn cluster_at(&self, col: u16, line: u16) -> Option<Range<TextPos>> {
        let row = self.rows().nth(usize::from(line))?;
        let block = row.place.block;
        // In a table the cell under the column, in the free room before the first cell that one.
        let under = row
            .segments
            .iter()
            .rev()
            .find(|line| line.indent_cols <= col);
        let range = match under.or(row.line) {
            Some(line) => cluster_at(row.text, line, col, &self.rules())?,
            None if row.frame.is_some() => return None,
            None => 0..0,
        };
        Some(TextPos::new(block, range.start)..TextPos::new(block, range.end))
    }

    /// Brings a position in sight; one out of sight to a third of the screen's height.
    ///
    /// A third and not the top, so that the lines before it can be read as well.
    pub(crate) fn reveal(&mut self, position: TextPos) {
        let height = usize::from(self.setting.height);
        let place = self.galley.place_of(position);
        let last = self.galley.down(self.top, height.saturating_sub(1));
        if place < self.top || place > last {
            let top = self.galley.up(place, height / 3);
            self.move_to(top);
        }
    }
}

/// Sets a page to lines.
fn galley(page: &ArticlePage, setting: Setting) -> Galley {
    Galley::new(
        page.blocks(setting.gap),
        setting.measure_cols,
        setting.rules,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Block, BlockKind};

    pub(super) fn setting(measure_cols: u16, height: u16) -> Setting {
        Setting {
            measure_cols,
            height,
            rules: Rules::default(),
            gap: 1,
        }
    }

    pub(super) fn page(paragraphs: usize) -> ArticlePage {
        let blocks = (0..paragraphs)
            .map(|n| Block::new(BlockKind::Paragraph, format!("第{n}段").repeat(30)))
            .collect();
        ArticlePage::of(&Article {
            title: "标题".to_owned(),
            blocks,
            ..Article::default()
        })
    }

    fn top_text(reader: &Reader) -> String {
        let first = reader
            .rows()
            .find_map(|row| row.text.get(row.line?.range.clone()));
        first.unwrap_or_default().to_owned()
    }

    #[test]
    fn narrow_and_wide_again_shows_the_same_place() {
        let mut reader = Reader::new(page(40), setting(40, 10));
        for action in [Action::PageDown, Action::PageDown, Action::Down] {
            reader.apply(action);
        }
        let (before, anchor) = (top_text(&reader), reader.anchor());
        for cols in [12, 20, 76, 14] {
            reader.set(setting(cols, 6));
            assert_eq!(reader.anchor(), anchor);
            let row = reader.rows().next().unwrap();
            assert_eq!(row.place.block, anchor.block);
            assert!(row.line.unwrap().range.contains(&anchor.byte));
        }
        reader.set(setting(40, 10));
        assert_eq!(top_text(&reader), before);
    }

    #[test]
    fn paging_down_passes_every_line_and_ends_at_a_full_screen() {
        let mut reader = Reader::new(page(30), setting(40, 9));
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            seen.extend(reader.rows().filter(|r| r.line.is_some()).map(|r| r.place));
            reader.apply(Action::PageDown);
        }
        assert_eq!(reader.percent(), 100);
        assert_eq!(reader.rows().count(), 9);
        let blocks = 0..reader.page.paragraphs.len();
        let all: usize = blocks.map(|block| reader.galley.line_count(block)).sum();
        assert_eq!(seen.len(), all);
        reader.apply(Action::First);
        assert_eq!(reader.anchor(), TextPos::default());
    }

    #[test]
    fn a_line_about_the_story_comes_in_sight_at_the_end_alone() {
        let mut reader = Reader::new(page(30), setting(40, 9));
        for (place, is_in_sight) in [(Action::First, false), (Action::Last, true)] {
            reader.set_story(None);
            reader.apply(place);
            let top = top_text(&reader);
            reader.set_story(Some("另见 3 篇"));
            assert_eq!(reader.is_at_end(), is_in_sight);
            assert_eq!(top_text(&reader) == top, !is_in_sight);
        }
    }

    #[test]
    fn a_short_article_stays_where_it_is() {
        let mut reader = Reader::new(page(1), setting(76, 30));
        reader.apply(Action::PageDown);
        reader.apply(Action::Last);
        assert_eq!(
            (reader.anchor(), reader.percent()),
            (TextPos::default(), 100)
        );
    }
}
