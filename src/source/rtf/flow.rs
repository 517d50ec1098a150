//! Paragraphs, cells and rows of RTF, and separate texts: footnotes and text boxes.
//!
//! A table has no begin and end in RTF: paragraphs with `\intbl` are in cells, `\cell` ends a cell and `\row` a row.

use super::reader::{GroupRole, RtfReader, SuspendedText};
use crate::model::transcript::LineKind;
use crate::source::story::{MOST_IN_ROW, Story, StoryParagraph};
use std::mem::take;

impl RtfReader {
    /// Begins a separate text, such as a footnote or a text box.
    pub(super) fn apart(&mut self, role: GroupRole) {
        self.state.role = role;
        self.outer.push(SuspendedText {
            paragraph: take(&mut self.paragraph),
            look: take(&mut self.look),
            story: take(&mut self.story),
            cells: take(&mut self.cells),
            cell: take(&mut self.cell),
            inner: take(&mut self.inner),
        });
    }

    /// Ends a separate text and returns it; the text around it goes on.
    pub(super) fn back(&mut self) -> Story {
        self.end_paragraph();
        self.end_row();
        // A file that closes more than it opened goes on with an empty paragraph.
        let outer = self.outer.pop().unwrap_or_default();
        self.paragraph = outer.paragraph;
        self.look = outer.look;
        self.cells = outer.cells;
        self.cell = outer.cell;
        self.inner = outer.inner;
        std::mem::replace(&mut self.story, outer.story)
    }

    /// Adds a story to the open cell or to the text.
    pub(super) fn add_story(&mut self, story: Story) {
        if self.look.in_table {
            self.cell.extend(story.into_paragraphs());
        } else {
            self.story.append(story);
        }
    }

    /// Takes the open paragraph out, with its formatting.
    pub(super) fn take_paragraph(&mut self) -> StoryParagraph {
        // Bytes that wait belong to this paragraph.
        self.flush();
        self.pending = None;
        let mut paragraph = take(&mut self.paragraph);
        paragraph.look.centred = self.look.centred;
        paragraph.look.indented = self.look.indented;
        paragraph.page_break |= take(&mut self.look.page_break);
        if take(&mut self.has_picture) && paragraph.text.trim().is_empty() {
            paragraph.kind = LineKind::Figure;
            paragraph.text.clear();
        }
        paragraph.look.heading_level = self.look.outline.map(|level| level + 1);
        // A field over several paragraphs begins anew in each.
        for state in self.stack.iter_mut().chain([&mut self.state]) {
            if let GroupRole::Result(start) = &mut state.role {
                *start = 0;
            }
        }
        paragraph
    }

    /// Ends the paragraph; its notes and text boxes follow it.
    pub(super) fn end_paragraph(&mut self) {
        let paragraph = self.take_paragraph();
        let below = take(&mut self.below);
        if self.look.depth > 1 {
            self.inner.push(paragraph);
            for story in below {
                let paragraphs = story.into_paragraphs().into_iter();
                paragraphs.for_each(|paragraph| self.inner.push(paragraph));
            }
            return;
        }
        self.cell.extend(self.inner.take_paragraphs());
        // Empty paragraphs in a cell are layout.
        if self.look.in_table {
            if !paragraph.is_empty() {
                self.cell.push(paragraph);
            }
            if self.cell.len() >= MOST_IN_ROW {
                self.end_row();
            }
        } else {
            // A table whose last row was never closed.
            self.end_row();
            self.story.push(paragraph);
        }
        for story in below {
            self.add_story(story);
        }
    }

    /// Ends a cell of a table inside a cell.
    pub(super) fn end_inner_cell(&mut self) {
        self.look.depth = self.look.depth.max(2);
        self.end_paragraph();
        // The cells of a table deeper inside are paragraphs of this one's.
        if self.look.depth == 2 {
            self.inner.end_cell();
        }
    }

    /// Ends a row of a table inside a cell, whose edges were defined last.
    pub(super) fn end_inner_row(&mut self) {
        let edges = match self.outer_edges.take() {
            Some(outer) => std::mem::replace(&mut self.edges, outer),
            None => Vec::new(),
        };
        if self.look.depth <= 2 {
            self.inner.end_row(edges);
        }
        self.look.in_table = true;
    }

    /// Ends a cell.
    pub(super) fn end_cell(&mut self) {
        self.look.in_table = true;
        // The mark of a cell belongs to the outer table, whatever the paragraph before it was in.
        self.look.depth = 1;
        self.end_paragraph();
        self.cells.push(take(&mut self.cell));
        if self.cells.len() >= MOST_IN_ROW {
            self.end_row();
        }
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) {
        // A file that breaks off inside a table of a cell.
        self.cell.extend(self.inner.take_paragraphs());
        let (mut cells, cell) = (take(&mut self.cells), take(&mut self.cell));
        // Behind a table in a cell, LibreOffice ends one cell more than it defines.
        while self.edges.len() > 1
            && cells.len() >= self.edges.len()
            && cells.last().is_some_and(Vec::is_empty)
        {
            cells.pop();
        }
        // The definition holds for the rows below as well, until another comes.
        let edges = self.edges.clone();
        self.story.push_row(cells, cell, edges);
    }

    /// Moves links that begin at byte `from` behind the number that was inserted there.
    pub(super) fn move_links(&mut self, from: usize) {
        let end = self.paragraph.text.len();
        for state in self.stack.iter_mut().chain([&mut self.state]) {
            if let GroupRole::Result(start) = &mut state.role
                && *start == from
            {
                *start = end;
            }
        }
    }
}
