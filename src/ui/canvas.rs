//! The drawing surface: cells and theme, with the signs that depend on the width of ambiguous characters.
//!
//! Every function of this layer draws through a [`Canvas`]. Text is written with a [`Role`] and not
//! with a colour, so that a theme, the number of colours of the terminal and the ground (page,
//! chosen row, status line, popup) are decided in one place. A function that lays another ground
//! has to set [`Canvas::ground`] back, since the ground holds until it is changed.

use crate::text::width::{Ambiguous, width_cols};
use crate::ui::cells::Cells;
use crate::ui::theme::{Ground, Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells with the theme that they are drawn in.
#[derive(Debug)]
pub struct Canvas<'a> {
    /// The cells of the frame.
    pub cells: Cells<'a>,
    /// The theme, which gives each role its style.
    pub theme: &'a Theme,
    /// The signs for the width of ambiguous characters.
    pub signs: Signs,
    /// The ground of the text that is written next.
    pub ground: Ground,
}

/// The signs of the interface. Most are of ambiguous width; on terminals where those are wide, ASCII replaces them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    // Half and eighth blocks: they touch the edge of their cell, so that markers of rows below each
    // other join to a bar.
    /// Left of the chosen row of the focused pane, and of its title.
    pub marker: &'static str,
    /// Left of the chosen row of another pane.
    pub faint_marker: &'static str,
    /// A new issue or article.
    pub new: &'static str,
    /// A starred one.
    pub star: &'static str,
    /// One in the basket.
    pub basket: &'static str,
    /// A thin rule.
    pub rule: &'static str,
    /// The rule between two columns of a table.
    pub column: &'static str,
    /// A column's rule where it begins, crosses a thin rule and ends.
    pub joints: [&'static str; 3],
    /// Between two facts on a line.
    pub dot: &'static str,
}

/// The signs where an ambiguous character is one column wide.
const NARROW: Signs = Signs {
    marker: "▌",
    faint_marker: "▏",
    new: "●",
    star: "★",
    basket: "◆",
    rule: "─",
    column: "│",
    joints: ["┬", "┼", "┴"],
    dot: "·",
};
/// The signs where an ambiguous character is two columns wide.
// One ASCII character for each sign, so that no column moves.
const WIDE: Signs = Signs {
    marker: ">",
    faint_marker: "|",
    new: "*",
    star: "+",
    basket: "#",
    rule: "-",
    column: "|",
    joints: ["+", "+", "+"],
    dot: "|",
};

impl<'a> Canvas<'a> {
    /// Returns a canvas on `buffer`.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, ambiguous: Ambiguous) -> Self {
        let signs = if ambiguous == Ambiguous::Wide {
            WIDE
        } else {
            NARROW
        };
        Self {
            cells: Cells::new(buffer, ambiguous),
            theme,
            signs,
            ground: Ground::Page,
        }
    }

    /// Returns the width of `text` in columns.
    ///
    /// Han and full-width marks count two, ambiguous characters by the width policy of the
    /// terminal. A text of more than 65 535 columns counts as that many.
    pub fn cols(&self, text: &str) -> u16 {
        u16::try_from(width_cols(text, self.cells.ambiguous)).unwrap_or(u16::MAX)
    }

    /// Returns the style of `role` on the current ground.
    pub fn style(&self, role: Role) -> Style {
        self.theme.on(role, self.ground)
    }

    /// Writes `text`, cut with `…` to `max_cols` columns. Returns the column behind it.
    ///
    /// The style is that of `role` on the current ground. A text that fits is not changed.
    pub fn put(&mut self, x: u16, y: u16, text: &str, max_cols: u16, role: Role) -> u16 {
        let style = self.style(role);
        self.cells.put_cut(x, y, text, max_cols, style)
    }

    /// Writes `text`, cut to `max_cols` columns, so that it ends before column `right`. Returns the column that it begins at.
    ///
    /// Numbers and sources at the right edge are written first: the column returned is the end of
    /// the room for the title left of them.
    pub fn put_right(&mut self, right: u16, y: u16, text: &str, max_cols: u16, role: Role) -> u16 {
        let style = self.style(role);
        self.cells.put_right(right, y, text, max_cols, style)
    }

    /// Draws a thin rule of `cols` columns.
    ///
    /// On a terminal with wide ambiguous characters the rule is made of `-`.
    pub fn rule(&mut self, x: u16, y: u16, cols: u16) {
        let style = self.style(Role::Rule);
        self.cells.fill(x, y, self.signs.rule, cols, style);
    }

    /// Clears `area` to a ground, which the text written next takes as well.
    ///
    /// The foreground of the ground is set too, so that cells which nothing is written to look
    /// alike on every theme.
    pub fn lay(&mut self, area: Rect, ground: Ground) {
        self.ground = ground;
        let style = self.style(ground.role());
        self.cells.clear(area, style);
    }
}
