//! Terminal cells: the only place that writes text into the buffer of ratatui.
//!
//! ratatui computes the width of a symbol itself. Where [`crate::text::width`] differs (an ambiguous character on a terminal
//! that draws it two columns wide, half-width kana with a voicing mark), the cell gets [`CellDiffOption::ForcedWidth`], and the
//! cells that it covers are empty. All text is sanitized here ([`sanitize`]).
//!
//! Three rules hold for every cell, whatever was drawn before:
//!
//! - A wide character is whole or absent. If a new text covers one half of it, the other half
//!   becomes a blank ([`Cells::put`] frees both ends of what it writes).
//! - The second cell of a wide character holds an empty symbol, which is never sent to the
//!   terminal.
//! - No text leaves the area that it was given; what does not fit is cut between two clusters and
//!   never inside one.

use crate::text::clusters::graphemes;
use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, cluster_cols, common_cols, truncate, width_cols};
use crate::ui::linked_cell;
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use std::num::NonZeroU16;

/// Variation selector 16, which makes an emoji of the character before it.
const EMOJI_STYLE: char = '\u{fe0f}';

/// The symbol of a cell that a wide character covers. It is never drawn.
// Not a blank: terminals differ in the content they leave there, and a symbol unlike a blank makes ratatui draw the cell once
// it is free.
const COVERED: &str = "";

/// A buffer with the width policy of its terminal.
#[derive(Debug)]
pub struct Cells<'a> {
    /// The buffer of the frame.
    pub buffer: &'a mut Buffer,
    /// The width policy of the terminal.
    pub ambiguous: Ambiguous,
}

impl<'a> Cells<'a> {
    /// Returns the cells of `buffer` for a terminal with this width policy.
    pub fn new(buffer: &'a mut Buffer, ambiguous: Ambiguous) -> Self {
        Self { buffer, ambiguous }
    }

    /// Writes `text` from column `x` of row `y`, at most `max_cols` columns and never past the edge of the buffer. Returns the
    /// column behind it.
    ///
    /// The first cluster that does not fit ends the text. A wide character of which the text overwrites one half becomes
    /// blank.
    ///
    /// Clusters without a width, such as a lone combining mark, are left out.
    pub fn put(&mut self, x: u16, y: u16, text: &str, max_cols: u16, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() {
            return x;
        }
        let end = x.saturating_add(max_cols).min(area.right());
        let mut at = x;
        for cluster in graphemes(&sanitize(text)) {
            let cols = u16::try_from(cluster_cols(cluster, self.ambiguous)).unwrap_or(u16::MAX);
            // A cell of its own would make the terminal draw the mark over the character before it.
            if cols == 0 {
                continue;
            }
            if at.saturating_add(cols) > end {
                break;
            }
            // Only the first cluster can begin in the second half of an older character; the later
            // ones overwrite cells that were just written.
            if at == x {
                self.free(x, y);
            }
            self.cluster(at, y, cluster, cols, style);
            at += cols;
        }
        at
    }

    /// Writes `text` cut to `max_cols` columns, with `…` if anything was cut. Returns the column behind it.
    pub fn put_cut(&mut self, x: u16, y: u16, text: &str, max_cols: u16, style: Style) -> u16 {
        let cut = truncate(&sanitize(text), usize::from(max_cols), self.ambiguous);
        self.put(x, y, &cut, max_cols, style)
    }

    /// Writes `text`, cut with `…` to `max_cols` columns, so that it ends before column `right`. Returns the column that it
    /// begins at.
    pub fn put_right(
        &mut self,
        right: u16,
        y: u16,
        text: &str,
        max_cols: u16,
        style: Style,
    ) -> u16 {
        let cut = truncate(&sanitize(text), usize::from(max_cols), self.ambiguous);
        let cols = u16::try_from(width_cols(&cut, self.ambiguous)).unwrap_or(max_cols);
        let x = right.saturating_sub(cols);
        self.put(x, y, &cut, cols, style);
        x
    }

    /// Blanks `area` and gives it `style`. A wide character that an edge of `area` cuts in half is removed whole.
    ///
    /// Symbols, links and forced widths of the cells are removed as well, so that nothing of an
    /// older popup shows through.
    pub fn clear(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            self.free(area.left(), y);
            self.free_right(area.right(), y);
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Fills `cols` columns of row `y` with copies of `symbol`, as many as fit whole.
    pub fn fill(&mut self, x: u16, y: u16, symbol: &str, cols: u16, style: Style) {
        let end = x.saturating_add(cols);
        let mut at = x;
        while at < end {
            let next = self.put(at, y, symbol, end - at, style);
            // A symbol wider than the rest of the room writes nothing.
            if next == at {
                break;
            }
            at = next;
        }
    }

    /// Draws a frame along the inside of `area`, in ASCII if box-drawing characters are two columns wide, with `title` in the
    /// top edge, cut with `…`. Returns the area inside the frame.
    ///
    /// An area of fewer than two columns or rows gets no frame and has no inside. The title needs
    /// more than six columns.
    pub fn frame(&mut self, area: Rect, title: &str, border: Style, title_style: Style) -> Rect {
        let area = area.intersection(self.buffer.area);
        if area.width < 2 || area.height < 2 {
            return Rect::default();
        }
        let set = borders(self.ambiguous);
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        self.fill(
            area.left() + 1,
            area.top(),
            set.horizontal_top,
            area.width - 2,
            border,
        );
        self.fill(
            area.left() + 1,
            bottom,
            set.horizontal_bottom,
            area.width - 2,
            border,
        );
        for y in area.top() + 1..bottom {
            self.put(area.left(), y, set.vertical_left, 1, border);
            self.put(right, y, set.vertical_right, 1, border);
        }
        self.put(area.left(), area.top(), set.top_left, 1, border);
        self.put(right, area.top(), set.top_right, 1, border);
        self.put(area.left(), bottom, set.bottom_left, 1, border);
        self.put(right, bottom, set.bottom_right, 1, border);
        // Two corners, two columns of the edge and a blank on each side of the title take six
        // columns.
        if !title.is_empty() && area.width > 6 {
            let end = self.put_cut(
                area.left() + 2,
                area.top(),
                &format!(" {title} "),
                area.width - 4,
                title_style,
            );
            self.free_right(end, area.top());
        }
        Rect::new(
            area.left() + 1,
            area.top() + 1,
            area.width - 2,
            area.height - 2,
        )
    }

    /// Makes a hyperlink to `url` (OSC 8) of the cells of `cols` columns from `x`; terminals without OSC 8 show the text alone.
    /// Call it after the text is written. `id` joins the parts of one link on several rows.
    ///
    /// A `url` with other characters than visible ASCII is ignored, since a control character could end the sequence.
    ///
    /// The symbol of a cell then carries the link ([`linked_cell`]).
    pub fn link(&mut self, x: u16, y: u16, cols: u16, url: &str, id: u32) {
        if !url.bytes().all(|b| b.is_ascii_graphic()) {
            return;
        }
        let end = x.saturating_add(cols).min(self.buffer.area.right());
        let mut at = x;
        while at < end {
            let Some(cell) = self.buffer.cell_mut((at, y)) else {
                return;
            };
            // Each cell has the whole link, so a row that is redrawn in part keeps its links.
            let width = cell.cell_width().max(1);
            let symbol = linked_cell::link(cell.symbol(), id, url);
            cell.set_symbol(&symbol).set_diff_option(forced(width));
            at += width;
        }
    }

    /// Changes the style of the cells of `cols` columns from `x` and keeps their text.
    pub fn restyle(&mut self, x: u16, y: u16, cols: u16, style: Style) {
        for at in x..x.saturating_add(cols).min(self.buffer.area.right()) {
            if let Some(cell) = self.buffer.cell_mut((at, y)) {
                cell.set_style(style);
            }
        }
    }

    /// Writes a cluster of `cols` columns and empties the cells that it covers.
    fn cluster(&mut self, x: u16, y: u16, cluster: &str, cols: u16, style: Style) {
        self.free_right(x.saturating_add(cols), y);
        for covered in x + 1..x + cols {
            if let Some(cell) = self.buffer.cell_mut((covered, y)) {
                cell.reset();
                cell.set_symbol(COVERED).set_style(style);
            }
        }
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(cluster).set_style(style);
            // For an emoji with variation selector 16 ratatui also writes the second cell, which would erase half of the emoji.
            let is_plain = common_cols(cluster).is_some()
                || cluster.cell_width() == cols && !cluster.contains(EMOJI_STYLE);
            let option = if is_plain {
                CellDiffOption::None
            } else {
                forced(cols)
            };
            cell.set_diff_option(option);
        }
    }

    /// Blanks the wide character of which column `x` is the second half.
    ///
    /// Does nothing at the left edge of the buffer or if the character before `x` is narrow.
    fn free(&mut self, x: u16, y: u16) {
        let before = x
            .checked_sub(1)
            .and_then(|left| self.buffer.cell_mut((left, y)));
        if let Some(cell) = before.filter(|cell| is_wide(cell)) {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
    }

    /// Blanks column `x` if it is the second half of a wide character whose first half is about to be overwritten.
    fn free_right(&mut self, x: u16, y: u16) {
        let last = x
            .checked_sub(1)
            .and_then(|left| self.buffer.cell((left, y)));
        if last.is_some_and(is_wide)
            && let Some(cell) = self.buffer.cell_mut((x, y))
        {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
    }
}

/// True for a cell with a symbol of two columns.
///
/// A width that was forced counts before that of the symbol.
fn is_wide(cell: &Cell) -> bool {
    cell.cell_width() > 1
}

/// Returns the option that makes ratatui take a symbol for `cols` columns wide.
fn forced(cols: u16) -> CellDiffOption {
    NonZeroU16::new(cols).map_or(CellDiffOption::None, CellDiffOption::ForcedWidth)
}

/// Returns the border characters for a terminal with this width policy.
#[must_use]
pub fn borders(ambiguous: Ambiguous) -> border::Set<'static> {
    match ambiguous {
        Ambiguous::Narrow => border::PLAIN,
        Ambiguous::Wide => ASCII_BORDER,
    }
}

/// Borders for terminals where box-drawing characters are two columns wide.
const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

#[cfg(test)]
mod tests {
    use super::*;

    fn row(buffer: &Buffer, y: u16) -> String {
        let mut out = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            out.push_str(cell.symbol());
            x += cell.cell_width().max(1);
        }
        out
    }

    fn put(ambiguous: Ambiguous, cols: u16, text: &str) -> (Buffer, u16) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, cols, 1));
        let end = Cells::new(&mut buffer, ambiguous).put(0, 0, text, cols, Style::new());
        (buffer, end)
    }

    #[test]
    fn text_takes_the_columns_that_layout_gave_it() {
        for (ambiguous, cols) in [(Ambiguous::Narrow, 11), (Ambiguous::Wide, 14)] {
            let text = "“报告”α 👨\u{200d}👩e\u{301}";
            let (buffer, end) = put(ambiguous, 20, text);
            assert_eq!(usize::from(end), width_cols(text, ambiguous));
            assert_eq!(end, cols);
            assert_eq!(row(&buffer, 0).trim_end(), text);
        }
    }

    #[test]
    fn ambiguous_cells_are_forced_only_where_they_are_wide() {
        let (buffer, _) = put(Ambiguous::Wide, 8, "“报");
        assert_eq!(buffer[(0, 0)].diff_option, forced(2));
        assert_eq!(buffer[(2, 0)].diff_option, CellDiffOption::None);
        let (buffer, _) = put(Ambiguous::Narrow, 8, "“报");
        assert_eq!(buffer[(0, 0)].diff_option, CellDiffOption::None);
    }

    #[test]
    fn no_half_character_at_the_end_of_the_room() {
        let (buffer, end) = put(Ambiguous::Narrow, 3, "报告");
        assert_eq!((row(&buffer, 0).as_str(), end), ("报 ", 2));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        let end =
            Cells::new(&mut buffer, Ambiguous::Wide).put_cut(0, 0, "报告—终", 7, Style::new());
        assert_eq!((row(&buffer, 0).as_str(), end), ("报告…   ", 6));
    }

    #[test]
    fn writing_into_a_wide_character_leaves_no_half() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut cells = Cells::new(&mut buffer, Ambiguous::Narrow);
        cells.put(0, 0, "报告报告", 8, Style::new());
        cells.put(3, 0, "ab", 2, Style::new());
        assert_eq!(row(&buffer, 0), "报 ab 告");
    }

    #[test]
    fn clearing_under_a_popup_leaves_no_half_at_its_edges() {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 3));
            let mut cells = Cells::new(&mut buffer, ambiguous);
            for y in 0..3 {
                cells.put(
                    0,
                    y,
                    if ambiguous == Ambiguous::Wide {
                        "—①—①—"
                    } else {
                        "报告报告报"
                    },
                    10,
                    Style::new(),
                );
            }
            let popup = Rect::new(3, 0, 4, 3);
            cells.clear(popup, Style::new());
            let inside = cells.frame(popup, "", Style::new(), Style::new());
            assert_eq!(inside, Rect::new(4, 1, 2, 1));
            let line = row(&buffer, 1);
            assert_eq!(width_cols(&line, ambiguous), 10, "{line}");
            let edge = borders(ambiguous).vertical_left;
            let (first, last) = if ambiguous == Ambiguous::Wide {
                ("—", "—")
            } else {
                ("报", "报")
            };
            assert_eq!(line, format!("{first} {edge}  {edge} {last}"));
        }
    }

    #[test]
    fn a_link_keeps_the_columns_and_refuses_what_could_end_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut cells = Cells::new(&mut buffer, Ambiguous::Wide);
        cells.put(0, 0, "报—a", 6, Style::new());
        let before = cells.buffer.clone();
        cells.link(0, 0, 5, "https://example.com/\u{1b}\\", 1);
        assert_eq!(*cells.buffer, before);
        cells.link(0, 0, 5, "https://example.com/", 1);
        let widths: Vec<u16> = [0, 2, 4].map(|x| buffer[(x, 0)].cell_width()).to_vec();
        assert_eq!(widths, [2, 2, 1]);
        assert!(
            linked_cell::split(buffer[(2, 0)].symbol())
                == (Some(("1", "https://example.com/")), "—")
        );
    }

    #[test]
    fn what_a_file_contains_cannot_act() {
        let (buffer, end) = put(Ambiguous::Narrow, 12, "a\u{1b}[31m\u{202e}b");
        assert_eq!((row(&buffer, 0).trim_end(), end), ("a[31mb", 6));
    }
}
