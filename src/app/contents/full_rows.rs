//! The contents at their full length: every title on as many lines as it takes, source and date below it, and in a wide pane the
//! opening of the text.
//!
//! The rows are set once for a size of the pane. They are given up where they do not all fit, so
//! that contents at full length never scroll.

use crate::model::{Article, BlockKind};
use crate::text::sanitize::sanitize;
use crate::text::typeset::{Line, Rules, typeset};

/// The lines of an opening, at most.
// Of eight lines a reader sees what an article is about; more would be the article itself.
const OPENING_LINES: usize = 8;
/// The least columns of a title in a pane that shows openings: the lists of a wide screen.
const OPENING_COLS: u16 = 40;

/// Every row of the contents at its full length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullRows {
    /// The rows, that of the lead first where there is one.
    pub rows: Vec<FullRow>,
    /// The rules they are set by.
    pub rules: Rules,
    /// Free rows between two articles.
    pub gap: u16,
}

/// One row of the contents: an article or the lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FullRow {
    /// The lines of the title, as byte ranges into [`Contents::title`](super::Contents::title); none for the lead.
    pub title: Vec<Line>,
    /// The beginning of the text, harmless to a terminal.
    pub opening: String,
    /// The lines of the opening that are shown.
    pub opening_lines: Vec<Line>,
}

impl FullRow {
    /// The height in rows of the screen: title, source with date (or the name of the lead), opening.
    fn height(&self) -> usize {
        self.title.len() + 1 + self.opening_lines.len()
    }
}

impl FullRows {
    /// Sets titles and openings to `cols` columns; `None` where they need more than `height` rows.
    ///
    /// `lead` is the row above the first article, for an issue that has one. Long contents are
    /// given up by their number alone, so that a report with thousands of articles costs nothing
    /// here.
    pub(super) fn set(
        titles: &[String],
        articles: &[Article],
        lead: Option<&[String]>,
        (cols, height): (u16, u16),
        rules: Rules,
    ) -> Option<Self> {
        let (count, height) = (
            titles.len() + usize::from(lead.is_some()),
            usize::from(height),
        );
        // Two rows are the least for an article at full length: its title, and source with date.
        if titles.is_empty() || count * 2 > height || cols < 12 {
            return None;
        }
        let rules = Rules {
            // A title begins at the column of the titles, whatever the indent of text.
            indent_han: 0,
            ..rules
        };
        let title = |title: &String| FullRow {
            title: typeset(title, cols, &rules),
            ..FullRow::default()
        };
        let rows = lead.map(|_| FullRow::default());
        let rows: Vec<FullRow> = rows.into_iter().chain(titles.iter().map(title)).collect();
        let mut full = Self {
            rows,
            rules,
            gap: 0,
        };
        let needed = full.height();
        // A blank row between articles, if that fits as well.
        full.gap = u16::from(needed + count - 1 <= height);
        let room = height.checked_sub(full.height())?;
        if cols >= OPENING_COLS && full.gap > 0 {
            full.add_openings(articles, lead, cols, room);
        }
        Some(full)
    }

    /// Sets as many of the first titles as fit, with openings where there is room; `None` where not even one fits.
    pub(super) fn head(
        titles: &[String],
        articles: &[Article],
        size: (u16, u16),
        rules: Rules,
    ) -> Option<Self> {
        // `set` needs two rows for each.
        let most = titles.len().min(usize::from(size.1 / 2));
        let head = |count| {
            Self::set(
                titles.get(..count)?,
                articles.get(..count)?,
                None,
                size,
                rules,
            )
        };
        (1..=most).rev().find_map(head)
    }

    /// Adds the opening of each text, all of them cut to the same number of lines, in `room` rows.
    fn add_openings(
        &mut self,
        articles: &[Article],
        lead: Option<&[String]>,
        cols: u16,
        room: usize,
    ) {
        let of_lead = lead.map(|lead| opening(lead.iter().map(String::as_str), cols));
        let of_articles = articles.iter().map(|article| {
            let paragraphs = article.blocks.iter();
            let paragraphs = paragraphs.filter(|block| block.kind == BlockKind::Paragraph);
            opening(paragraphs.map(|block| block.text.as_str()), cols)
        });
        for (row, text) in self
            .rows
            .iter_mut()
            .zip(of_lead.into_iter().chain(of_articles))
        {
            row.opening_lines = typeset(&text, cols, &self.rules);
            row.opening = text;
        }
        let fitting = (0..=OPENING_LINES).rev().find(|lines| {
            let of_row = |row: &FullRow| row.opening_lines.len().min(*lines);
            self.rows.iter().map(of_row).sum::<usize>() <= room
        });
        for row in &mut self.rows {
            row.opening_lines.truncate(fitting.unwrap_or_default());
        }
    }

    /// The height of a row and the blank rows below it.
    pub fn rows(&self, row: usize) -> u16 {
        let height = self.rows.get(row).map_or(0, FullRow::height);
        u16::try_from(height).unwrap_or(u16::MAX)
    }

    /// The height of all rows and of the gaps between them.
    pub(super) fn height(&self) -> usize {
        let gaps = usize::from(self.gap) * self.rows.len().saturating_sub(1);
        self.rows.iter().map(FullRow::height).sum::<usize>() + gaps
    }
}

/// Returns the beginning of a text, enough for the lines that are shown at `cols` columns, as one paragraph.
fn opening<'a>(paragraphs: impl Iterator<Item = &'a str>, cols: u16) -> String {
    // A character has one column at the least, and one character more shows that the text goes on.
    let chars = OPENING_LINES * usize::from(cols) + 1;
    let mut text = String::new();
    let mut left = chars;
    for paragraph in paragraphs {
        if !text.is_empty() {
            // An ideographic space: the break of a paragraph stays visible within a line.
            text.push('\u{3000}');
        }
        let part: String = paragraph.chars().take(left).collect();
        left -= part.chars().count();
        text.push_str(&part);
        if left == 0 {
            break;
        }
    }
    sanitize(&text).into_owned()
}
