//! Selecting text of the article: by sentence and paragraph from the keyboard, by cluster with the mouse.
//!
//! The selection holds bytes of paragraphs, never cells of the screen, so that it is copied as its source has it: no line
//! break of the screen, no indent, a line feed between paragraphs.
//!
//! Headline and text are selected; the lines of facts below a headline (source, date, address) lie between them on the screen
//! and are passed over, so that what is copied reads as the article does. With the mouse such a line is selected if the drag
//! begins or ends in it.
//!
//! From the keyboard the unit is a sentence, in a table a cell; with the mouse it is a cluster. Two
//! units are kept, the one at which the selection began and the one that moves; the selection
//! reaches from the first byte of either to the last of either, so that it can be turned round.

use crate::app::action::Action;
use crate::app::page::{ArticlePage, PageParagraph, PageRole};
use crate::model::TextPos;
use crate::model::excerpt::Excerpt;
use crate::quote::excerpt::excerpt;
use crate::text::sentences::sentences;
use std::ops::Range;

/// The selected text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The sentence or cluster at which it was begun.
    anchor: Range<TextPos>,
    /// The sentence or cluster at its moving end.
    head: Range<TextPos>,
    /// Set when a move lengthens the selection; otherwise the anchor moves along.
    pub extends: bool,
}

impl Selection {
    /// A selection of one sentence or cluster.
    // Until it is extended a move takes the whole selection along.
    const fn of(unit: Range<TextPos>) -> Self {
        Self {
            anchor: Range {
                start: unit.start,
                end: unit.end,
            },
            head: unit,
            extends: false,
        }
    }

    /// The selected bytes, from the first to behind the last.
    pub fn span(&self) -> Range<TextPos> {
        let (one, two) = (&self.anchor, &self.head);
        one.start.min(two.start)..one.end.max(two.end)
    }

    /// The selected bytes of a paragraph; empty where none are.
    pub fn within(&self, page: &ArticlePage, block: usize) -> Range<usize> {
        let Range { start, end } = self.span();
        let paragraph = page.paragraphs.get(block);
        let Some(paragraph) = paragraph.filter(|one| self.takes(one, block)) else {
            return 0..0;
        };
        if !(start.block..=end.block).contains(&block) {
            return 0..0;
        }
        let len = paragraph.text.len();
        let from = if start.block == block { start.byte } else { 0 };
        let to = if end.block == block { end.byte } else { len };
        from..to.max(from)
    }

    /// True unless the paragraph is a line of facts in which the selection neither begins nor ends.
    fn takes(&self, paragraph: &PageParagraph, block: usize) -> bool {
        let ends = [self.anchor.start.block, self.head.start.block];
        !paragraph.part.is_fact() || ends.contains(&block)
    }

    /// The text, a line feed between paragraphs.
    pub fn text(&self, page: &ArticlePage) -> String {
        let parts = page
            .paragraphs
            .iter()
            .enumerate()
            .filter_map(|(block, one)| {
                let range = self.within(page, block);
                one.text.get(range).filter(|part| !part.is_empty())
            });
        parts.collect::<Vec<_>>().join("\n")
    }

    /// The selected text as an excerpt, with the text around it; `None` where no letter is selected.
    ///
    /// Headline and text are joined as [`excerpt_text`](crate::quote::excerpt::excerpt_text) joins them, so that the excerpt is
    /// found again, and the context of one at the start of a paragraph is the end of the one above.
    pub fn excerpt(&self, page: &ArticlePage) -> Option<Excerpt> {
        let Range { start, end } = self.span();
        let (mut text, mut range) = (String::new(), 0..0);
        let paragraphs = page.paragraphs.iter().enumerate();
        for (block, one) in paragraphs.filter(|(block, one)| self.takes(one, *block)) {
            if block > 0 {
                text.push('\n');
            }
            if block == start.block {
                range.start = text.len() + start.byte;
            }
            if block == end.block {
                range.end = text.len() + end.byte;
            }
            text.push_str(&one.text);
        }
        let excerpt = excerpt(&text, range);
        let has_words = excerpt.quote.contains(char::is_alphanumeric);
        has_words.then_some(excerpt)
    }

    /// The text from the cluster `anchor` to the cluster `head`, as the mouse selects it.
    pub fn between(anchor: Range<TextPos>, head: Range<TextPos>) -> Self {
        Self {
            anchor,
            head,
            extends: true,
        }
    }

    /// The first sentence that does not end before `top`; `None` where the page has none.
    pub fn first(page: &ArticlePage, top: TextPos) -> Option<Self> {
        let here = units(page, top.block);
        let unit = here.into_iter().find(|unit| unit.end > top);
        // The top may lie behind the last sentence of its paragraph.
        let unit = unit.or_else(|| neighbour(page, &(top..top), true));
        unit.map(Self::of)
    }

    /// The position of the end that moves.
    pub fn head(&self) -> TextPos {
        self.head.start
    }

    /// Moves or lengthens the selection by an action.
    pub fn apply(&mut self, page: &ArticlePage, action: Action) {
        let head = &self.head;
        let unit = match action {
            Action::Down => neighbour(page, head, true),
            Action::Up => neighbour(page, head, false),
            Action::NextParagraph => next_paragraph(page, head, true),
            Action::PreviousParagraph => next_paragraph(page, head, false),
            Action::Extend => {
                self.extends = !self.extends;
                None
            }
            Action::WholeParagraph => {
                self.extend_to_paragraphs(page);
                None
            }
            _ => None,
        };
        if let Some(unit) = unit {
            self.move_to(unit);
        }
    }

    /// Selects whole paragraphs, and goes on by paragraphs from here.
    ///
    /// The units at both ends are grown to their paragraphs; from then on the selection lengthens.
    fn extend_to_paragraphs(&mut self, page: &ArticlePage) {
        let Range { start, end } = self.span();
        let (first, last) = (units(page, start.block), units(page, end.block));
        if let (Some(first), Some(last)) = (first.first(), last.last()) {
            *self = Self::between(first.clone(), last.clone());
        }
    }

    /// Moves the moving end; the anchor follows unless the selection is being lengthened.
    fn move_to(&mut self, unit: Range<TextPos>) {
        if !self.extends {
            self.anchor = unit.clone();
        }
        self.head = unit;
    }
}

/// The sentences of a paragraph, or the cells of a table, as ranges of positions.
///
/// Empty for a line of facts and for a paragraph that does not exist.
fn units(page: &ArticlePage, block: usize) -> Vec<Range<TextPos>> {
    let paragraph = page.paragraphs.get(block);
    let Some(paragraph) = paragraph.filter(|one| !one.part.is_fact()) else {
        return Vec::new();
    };
    let ranges = if paragraph.part == PageRole::Table {
        cells(&paragraph.text)
    } else {
        sentences(&paragraph.text)
    };
    let ranges = ranges.into_iter();
    ranges
        .map(|range| TextPos::new(block, range.start)..TextPos::new(block, range.end))
        .collect()
}

/// The byte ranges of the cells of a table that have text.
///
/// Empty cells have nothing to select.
fn cells(table: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let cell = |cell: &str| {
        let range = start..start + cell.len();
        start = range.end + 1;
        range
    };
    let cells = table.split(['\t', '\n']).map(cell);
    cells.filter(|range| !range.is_empty()).collect()
}

/// The sentence that is `forward` of the sentence `head`, over paragraphs; none at the ends.
fn neighbour(page: &ArticlePage, head: &Range<TextPos>, forward: bool) -> Option<Range<TextPos>> {
    let block = head.start.block;
    let here = units(page, block);
    if forward {
        let next = here.into_iter().find(|unit| unit.start > head.start);
        let mut below = (block + 1..page.paragraphs.len()).map(|block| units(page, block));
        return next.or_else(|| below.find_map(|units| units.into_iter().next()));
    }
    let previous = here.into_iter().rfind(|unit| unit.end <= head.start);
    let mut above = (0..block).rev().map(|block| units(page, block));
    previous.or_else(|| above.find_map(|units| units.into_iter().next_back()))
}

/// The first sentence of the next paragraph, or of the one before.
///
/// Paragraphs without a sentence, such as an empty caption, are passed over.
fn next_paragraph(
    page: &ArticlePage,
    head: &Range<TextPos>,
    forward: bool,
) -> Option<Range<TextPos>> {
    let first = |block| units(page, block).into_iter().next();
    let block = head.start.block;
    if forward {
        (block + 1..page.paragraphs.len()).find_map(first)
    } else {
        (0..block).rev().find_map(first)
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, neighbour, units};
    use crate::app::action::Action;
    use crate::app::page::ArticlePage;
    use crate::model::{Article, Block, BlockKind, TextPos};
    use crate::quote::excerpt::excerpt_text;

    fn page() -> ArticlePage {
        let block = |text: &str| Block::new(BlockKind::Paragraph, text.to_owned());
        ArticlePage::of(&Article {
            title: "题目".to_owned(),
            blocks: vec![block("一句。两句！"), block("三句。")],
            ..Article::default()
        })
    }

    #[test]
    fn sentences_follow_one_another_over_paragraphs_and_back() {
        let page = page();
        let mut unit = units(&page, 0).remove(0);
        let mut seen = vec![unit.clone()];
        while let Some(next) = neighbour(&page, &unit, true) {
            unit = next;
            seen.push(unit.clone());
        }
        assert_eq!(seen.len(), 4);
        for wanted in seen.iter().rev().skip(1) {
            unit = neighbour(&page, &unit, false).unwrap();
            assert_eq!(unit, *wanted);
        }
    }

    #[test]
    fn a_table_is_selected_by_cells_and_copied_as_tsv() {
        let table = "地区\t班次\n云屿市\t12";
        let page = ArticlePage::of(&Article {
            title: "题目".to_owned(),
            blocks: vec![Block::new(BlockKind::Table, table)],
            ..Article::default()
        });
        let cells = units(&page, 1);
        assert_eq!(cells.len(), 4);
        let mut selection = Selection::of(cells[1].clone());
        assert_eq!(selection.text(&page), "班次");
        selection.extends = true;
        selection.move_to(cells[3].clone());
        assert_eq!(selection.text(&page), "班次\n云屿市\t12");
        selection.extend_to_paragraphs(&page);
        assert_eq!(selection.text(&page), table);
    }

    #[test]
    fn lines_of_facts_are_passed_over_and_not_copied() {
        let block = |text: &str| Block::new(BlockKind::Paragraph, text.to_owned());
        let article = Article {
            title: "渡轮复航".to_owned(),
            source: Some("海湾新闻".to_owned()),
            date: Some(jiff::civil::date(2025, 6, 15)),
            link: Some("https://example.com/1".to_owned()),
            blocks: vec![block("一句。两句。")],
            ..Article::default()
        };
        let page = ArticlePage::of(&article);
        let mut selection = Selection::first(&page, TextPos::default()).unwrap();
        selection.extends = true;
        selection.apply(&page, Action::Down);
        assert_eq!(selection.text(&page), "渡轮复航\n一句。");
        let excerpt = selection.excerpt(&page).unwrap();
        assert_eq!(
            (excerpt.quote.as_str(), excerpt.after.as_str()),
            ("渡轮复航\n一句。", "两句。")
        );
        assert!(crate::quote::excerpt::find(&excerpt_text(&article), &excerpt).is_some());
        selection.apply(&page, Action::Up);
        assert_eq!(selection.text(&page), "渡轮复航");
        // A drag that begins in the address takes it.
        let address = TextPos::new(2, 0)..TextPos::new(2, 1);
        let letter = TextPos::new(3, 0)..TextPos::new(3, 3);
        let drag = Selection::between(address, letter);
        assert_eq!(drag.text(&page), "https://example.com/1\n一");
    }

    #[test]
    fn a_selection_over_paragraphs_is_copied_as_its_source_has_it() {
        let page = page();
        let (one, two) = (units(&page, 1).remove(1), units(&page, 2).remove(0));
        let mut selection = Selection::of(two);
        selection.extends = true;
        selection.move_to(one);
        assert_eq!(selection.text(&page), "两句！\n三句。");
    }
}
