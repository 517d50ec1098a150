//! Selecting text of the article: by sentence and paragraph from the keyboard, by cluster with the mouse.
//!
//! What is selected are bytes of paragraphs, never cells of the screen, so that it is copied as its source has it: no line
//! break of the screen, no indent, a line feed between paragraphs.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::{Mouse, MouseKind};
use crate::app::page::Page;
use crate::app::panes::text_column;
use crate::app::reader::Reader;
use crate::lang::Words;
use crate::model::TextPos;
use crate::text::locate::cluster_at;
use crate::text::sentences::sentences;
use std::ops::Range;

/// What the status line calls a selected text.
const SELECTED: Words = Words::new("选中的 {} 字", "{} selected characters");

/// The selected text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Where it was begun: a sentence or a cluster.
    anchor: Range<TextPos>,
    /// Where it is now.
    head: Range<TextPos>,
    /// Whether moving makes it longer instead of leaving the anchor behind.
    pub extends: bool,
}

impl Selection {
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

    /// The selected bytes of a paragraph of `len` bytes; empty where none are.
    pub fn within(&self, block: usize, len: usize) -> Range<usize> {
        let Range { start, end } = self.span();
        if !(start.block..=end.block).contains(&block) {
            return 0..0;
        }
        let from = if start.block == block { start.byte } else { 0 };
        let to = if end.block == block { end.byte } else { len };
        from..to.max(from)
    }

    /// The text, a line feed between paragraphs.
    pub fn text(&self, page: &Page) -> String {
        let parts = page
            .paragraphs
            .iter()
            .enumerate()
            .filter_map(|(block, one)| {
                let range = self.within(block, one.text.len());
                one.text.get(range).filter(|part| !part.is_empty())
            });
        parts.collect::<Vec<_>>().join("\n")
    }

    fn move_to(&mut self, unit: Range<TextPos>) {
        if !self.extends {
            self.anchor = unit.clone();
        }
        self.head = unit;
    }
}

/// The sentences of a paragraph as ranges of positions.
fn units(page: &Page, block: usize) -> Vec<Range<TextPos>> {
    let text = page.paragraphs.get(block).map_or("", |p| &p.text);
    let ranges = sentences(text).into_iter();
    ranges
        .map(|range| TextPos::new(block, range.start)..TextPos::new(block, range.end))
        .collect()
}

/// The sentence that is `forward` of the sentence `head`, over paragraphs; none at the ends.
fn neighbour(page: &Page, head: &Range<TextPos>, forward: bool) -> Option<Range<TextPos>> {
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
fn next_paragraph(page: &Page, head: &Range<TextPos>, forward: bool) -> Option<Range<TextPos>> {
    let first = |block| units(page, block).into_iter().next();
    let block = head.start.block;
    if forward {
        (block + 1..page.paragraphs.len()).find_map(first)
    } else {
        (0..block).rev().find_map(first)
    }
}

impl Reader {
    /// Selects the first sentence in sight.
    pub fn begin_selection(&mut self) {
        let top = self
            .rows()
            .find_map(|row| Some(TextPos::new(row.place.block, row.line?.range.start)));
        let Some(top) = top else { return };
        let unit = units(&self.page, top.block)
            .into_iter()
            .find(|unit| unit.end > top)
            .or_else(|| neighbour(&self.page, &(top..top), true));
        self.selection = unit.map(Selection::of);
    }

    /// Moves, lengthens or ends the selection by an action.
    pub fn select(&mut self, action: Action) {
        let Some(selection) = &mut self.selection else {
            return;
        };
        let (page, head) = (&self.page, &selection.head);
        let unit = match action {
            Action::Down => neighbour(page, head, true),
            Action::Up => neighbour(page, head, false),
            Action::NextParagraph => next_paragraph(page, head, true),
            Action::PreviousParagraph => next_paragraph(page, head, false),
            Action::Extend => {
                selection.extends = !selection.extends;
                Some(head.clone())
            }
            Action::WholeParagraph => {
                // Longer by whole paragraphs from here on.
                let (first, last) = (selection.span().start.block, selection.span().end.block);
                let ends = (units(page, first), units(page, last));
                if let (Some(one), Some(two)) = (ends.0.first(), ends.1.last()) {
                    selection.anchor = one.clone();
                    selection.head = two.clone();
                    selection.extends = true;
                }
                None
            }
            _ => None,
        };
        if let Some(unit) = unit {
            selection.move_to(unit);
        }
        let head = selection.head.start;
        self.reveal(head);
    }

    /// The cluster at a column and a row of the text's column; in the free rows above a paragraph its beginning.
    fn spot_at(&self, col: u16, line: u16) -> Option<Range<TextPos>> {
        let row = self.rows().nth(usize::from(line))?;
        let block = row.place.block;
        let range = match row.line {
            Some(line) => cluster_at(row.text, line, col, &self.rules())?,
            None => 0..0,
        };
        Some(TextPos::new(block, range.start)..TextPos::new(block, range.end))
    }
}

impl App {
    /// Whether the keys move a selection now.
    pub(crate) fn is_selecting(&self) -> bool {
        self.reader.as_ref().is_some_and(|r| r.selection.is_some())
    }

    /// Begins to select; the article has the focus then.
    pub(crate) fn begin_selection(&mut self) -> Vec<Effect> {
        let effects = self.set_focus(crate::app::panes::Pane::Reader);
        if let Some(reader) = &mut self.reader {
            reader.begin_selection();
        }
        effects
    }

    /// Gives an action to the selection.
    pub(crate) fn apply_to_selection(&mut self, action: Action) -> Vec<Effect> {
        let Some(reader) = &mut self.reader else {
            return Vec::new();
        };
        match action {
            Action::Cancel => reader.selection = None,
            Action::CopySelection => {
                let text = reader.selection.take().map(|s| s.text(&reader.page));
                return text
                    .map(|text| self.copy_selected(text))
                    .unwrap_or_default();
            }
            action => reader.select(action),
        }
        Vec::new()
    }

    fn copy_selected(&mut self, text: String) -> Vec<Effect> {
        let count = text.chars().filter(|c| *c != '\n').count().to_string();
        let name = SELECTED.with(self.options.lang, &[&count]);
        self.copy(text, &name)
    }

    /// The left button in the article: down lets a selection go, dragging makes one, past an edge the text scrolls.
    pub(crate) fn drag(&mut self, mouse: Mouse) {
        let Some(frame) = self.panes.and_then(|p| p.reader) else {
            return;
        };
        let column = text_column(frame.body, self.options.measure_cols);
        let Some(reader) = &mut self.reader else {
            return;
        };
        if mouse.kind == MouseKind::Drag && self.dragging.is_some() {
            if mouse.row < column.y {
                reader.scroll(-1);
            } else if mouse.row >= column.bottom() {
                reader.scroll(1);
            }
        }
        let line = mouse.row.clamp(column.y, column.bottom().saturating_sub(1)) - column.y;
        let unit = reader.spot_at(mouse.col.saturating_sub(column.x), line);
        match (mouse.kind, &self.dragging, unit) {
            (MouseKind::Press, _, unit) => {
                reader.selection = None;
                self.dragging = unit;
            }
            (MouseKind::Drag, Some(anchor), Some(unit)) => {
                reader.selection = Some(Selection {
                    anchor: anchor.clone(),
                    head: unit,
                    extends: true,
                });
            }
            (MouseKind::Release, ..) => self.dragging = None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, neighbour, units};
    use crate::app::page::Page;
    use crate::model::{Article, Block, BlockKind};

    fn page() -> Page {
        let block = |text: &str| Block::new(BlockKind::Paragraph, text.to_owned());
        Page::of(&Article {
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
    fn a_selection_over_paragraphs_is_copied_as_its_source_has_it() {
        let page = page();
        let (one, two) = (units(&page, 1).remove(1), units(&page, 2).remove(0));
        let mut selection = Selection::of(two);
        selection.extends = true;
        selection.move_to(one);
        assert_eq!(selection.text(&page), "两句！\n三句。");
    }
}
