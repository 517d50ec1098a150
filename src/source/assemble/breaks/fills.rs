//! Signs that a row is full, or that it goes on from where it stands: the ends of a text box, the words of an item or
//! behind a label, a figure between two halves.

use super::RowPair;
use crate::source::assemble::measure::Measure;
use crate::source::assemble::sentences::{self, ends_sentence};
use crate::text::chars::{is_han, is_western, is_wide};

impl RowPair<'_> {
    /// True if a row below a full one belongs to a paragraph that is set wider than the rest: its sentence is `open`, or the
    /// rows of the paragraph so far stand as far apart.
    pub(super) fn is_widely_set(&self, open: bool) -> bool {
        /// The farthest baselines of one paragraph, in em: three times the usual distance.
        const FARTHEST: f64 = 3.6;
        let step = self.next.y - self.last.y;
        let [.., before, last] = &*self.paragraph.rows else {
            return open && step < FARTHEST * self.next.size;
        };
        let own = last.row.y - before.row.y;
        step < FARTHEST * self.next.size && (open || (step - own).abs() < 0.03 * own)
    }

    /// True if the last row is full in its own text box: a slide or a form has boxes of other widths than the document.
    ///
    /// Lines of a list without marks may be equally long, so the rows must show besides that they wrap: by a margin that
    /// several share, by lines closer than the items of the list, or by a further line below the words of its item.
    pub(super) fn fills_block(&self) -> bool {
        let (last, next) = (self.last, self.next);
        let Some(room) = last.block.room else {
            return false;
        };
        let em = last.size.max(1.0);
        // Words in Latin letters in narrow rows are names, entries of an index and code more often than prose.
        let latin = usize::from(last.text.trim_end().ends_with(is_western))
            + usize::from(next.text.starts_with(is_western));
        let wide = last.right - last.left > [9.0, 13.0, 19.0][latin] * em;
        // A command below a sentence is a line of its own.
        let command = !next.text.contains(is_wide) && last.text.contains(is_wide);
        let lines = !sentences::is_code(&last.text)
            && sentences::is_text(&next.text)
            && !sentences::is_row_of_words(&last.text)
            && (!command || ends_sentence(&next.text));
        let wraps = last.block.shared
            || next.block.close
            || self.stands_below_item()
            || self.ends_in_next_row();
        self.same_page && wide && lines && wraps && room < next.head + 0.75 * em
    }

    /// True for body text in a box in the middle of the page: it is centred like a title, but fills its box.
    pub(super) fn is_boxed(&self) -> bool {
        let last = self.last;
        let large = last.size > 1.1 * self.measure.body || last.bold;
        let item = sentences::opens_mark(&self.paragraph.first().text);
        (item || !large) && last.right - last.left > 20.0 * last.size && self.fills_block()
    }

    /// True if the last row is long and open, and the next one, which is no longer, ends the sentence: a paragraph of two
    /// rows shows its measure by nothing else.
    fn ends_in_next_row(&self) -> bool {
        let (last, next) = (self.last, self.next);
        let em = last.size.max(1.0);
        let indent = (next.left - last.left) / em;
        let long = last.right - last.left > 20.0 * em && next.right < last.right + 0.5 * em;
        // A single character is the rest of a word.
        let rest = next.text.trim().chars().map(is_han).eq([true]);
        let ends = rest
            || ends_sentence(&next.text)
            || (next.text.trim_end().ends_with('：') && last.text.contains(['，', '；', '。']));
        let few = next.text.trim().chars().count() <= 3 && ends_sentence(&next.text);
        let farthest = if few { -4.7 } else { -2.6 };
        long && (farthest..0.7).contains(&indent) && ends
    }

    /// True if both rows are wide and end at the same place: below each other, or at the end of a page and the beginning of
    /// the next one.
    pub(super) fn fills_like_next(&self) -> bool {
        let (last, next) = (self.last, self.next);
        let em = last.size.max(1.0);
        let same = |a: f64, b: f64| (a - b).abs() < 0.3 * em;
        let width = last.right - last.left;
        let indent = (next.left - last.left) / em;
        let lines = !sentences::is_code(&last.text) && sentences::is_text(&next.text);
        let level = if self.same_page {
            width > 30.0 * em && (-2.6..0.3).contains(&indent) && lines
        } else {
            width > 20.0 * em && indent.abs() < 0.3
        };
        level && same(last.right, next.right)
    }

    /// True if the next row stands below the words behind the label of the first one, as in `作者简介：`.
    pub(super) fn stands_below_label(&self) -> bool {
        let first = self.paragraph.first();
        let em = self.next.size.max(1.0);
        let label = sentences::label_width(&first.text);
        let hang = (self.next.left - first.left) / em;
        label.is_some_and(|width| width > 2.0 && (hang - width).abs() < 0.8)
            && self.last.right - self.last.left > 15.0 * em
    }

    /// True if the next row is at the margin of a text with first-line indents and is full or ends a sentence: a figure
    /// without a caption stood between the halves of a paragraph.
    pub(super) fn goes_on_below_figure(&self) -> bool {
        let (next, measure) = (self.next, self.measure);
        let full = self
            .after
            .is_some_and(|after| !measure.is_short(next, after));
        let at_margin = measure.indents && Measure::indent(next).abs() < 0.3;
        let ends = ends_sentence(&next.text) || next.text.trim_end().ends_with('：');
        at_margin && sentences::is_text(&next.text) && (full || ends)
    }

    /// True if the next row stands below the words of an item, to the right of its mark.
    ///
    /// The first line of a paragraph stands there, too, where items begin at the margin: the row after it is at the margin
    /// then and begins no item.
    pub(super) fn stands_below_item(&self) -> bool {
        let first = self.paragraph.first();
        let hang = (self.next.left - first.left) / self.next.size.max(1.0);
        let starts = self.after.is_some_and(|after| {
            let two = (Measure::indent(self.next) - 2.0).abs() < 0.3;
            two && Measure::indent(after).abs() < 0.5 && !sentences::opens_mark(&after.text)
        });
        let item = sentences::opens_mark(&first.text) && !sentences::opens_mark(&self.next.text);
        item && (0.4..3.6).contains(&hang) && !starts
    }
}
