//! Paragraphs, cells and rows of RTF, and text that stands apart: footnotes and text boxes.

use super::reader::{GroupRole, RtfReader, SuspendedText};
use crate::source::story::{Story, StoryParagraph};
use std::mem::take;

impl RtfReader {
    /// Text of its own begins: a footnote, a text box.
    pub(super) fn apart(&mut self, role: GroupRole) {
        self.state.role = role;
        self.outer.push(SuspendedText {
            paragraph: take(&mut self.paragraph),
            look: take(&mut self.look),
            story: take(&mut self.story),
            cells: take(&mut self.cells),
            cell: take(&mut self.cell),
        });
    }

    /// Back from such text.
    pub(super) fn back(&mut self) -> Story {
        self.end_paragraph();
        self.end_row();
        let outer = self.outer.pop().unwrap_or_default();
        self.paragraph = outer.paragraph;
        self.look = outer.look;
        self.cells = outer.cells;
        self.cell = outer.cell;
        std::mem::replace(&mut self.story, outer.story)
    }

    pub(super) fn add_story(&mut self, story: Story) {
        if self.look.in_table {
            self.cell.extend(story.into_paragraphs());
        } else {
            self.story.append(story);
        }
    }

    pub(super) fn take_paragraph(&mut self) -> StoryParagraph {
        self.flush();
        self.pending = None;
        let mut paragraph = take(&mut self.paragraph);
        paragraph.look.centred = self.look.centred;
        paragraph.look.indented = self.look.indented;
        paragraph.look.heading_level = self.look.outline.map(|level| level + 1);
        // A field over several paragraphs begins anew in each.
        for state in self.stack.iter_mut().chain([&mut self.state]) {
            if let GroupRole::Result(start) = &mut state.role {
                *start = 0;
            }
        }
        paragraph
    }

    pub(super) fn end_paragraph(&mut self) {
        let paragraph = self.take_paragraph();
        let below = take(&mut self.below);
        if self.look.in_table {
            if !paragraph.text.trim().is_empty() {
                self.cell.push(paragraph);
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

    pub(super) fn end_cell(&mut self) {
        self.look.in_table = true;
        self.end_paragraph();
        self.cells.push(take(&mut self.cell));
    }

    pub(super) fn end_row(&mut self) {
        let (cells, cell) = (take(&mut self.cells), take(&mut self.cell));
        self.story.push_row(cells, cell);
    }

    /// A number was put in front: links that began before it begin behind it.
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
