//! Terminal size and options to rectangles, for update, draw and mouse alike.
//!
//! From 160 columns on the lists have room for whole titles; from 100 on three panes stand side by side; from 60 on the issues stand above the
//! contents; below that one pane has the screen. Header, blank row and titles are given up one
//! after another where rows are few. Every rectangle is computed in one place, so that a click
//! falls on what was drawn.

pub use popup_area::{PopupArea, lists, popup, popup_beside};

use crate::app::keymap::Context;
use ratatui::layout::Rect;

mod popup_area;

/// The least size that is drawn; below it the program asks for room.
pub const LEAST: (u16, u16) = (20, 5);
/// The least columns for three panes side by side.
const THREE_COLS: u16 = 100;
/// The least columns for two: the two side panes share one.
const TWO_COLS: u16 = 60;
/// The columns from which a screen is wide: its lists have room for whole titles, and a line of text for more Han.
pub const WIDE_COLS: u16 = 160;
/// The measure in columns where none is configured: 38 Han, on a wide screen 45.
// Lines of more than 45 Han make the eye lose the next line; books have 26 to 30.
const MEASURE_COLS: (u16, u16) = (76, 90);

/// The three panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The list of issues.
    #[default]
    Shelf,
    /// The contents of the open issue.
    Contents,
    /// The article.
    Reader,
}

impl Pane {
    /// The pane to the right, and round again.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Shelf => Self::Contents,
            Self::Contents => Self::Reader,
            Self::Reader => Self::Shelf,
        }
    }

    /// The context in which the keys of the pane are looked up.
    #[must_use]
    pub const fn context(self) -> Context {
        match self {
            Self::Shelf => Context::Shelf,
            Self::Contents => Context::Contents,
            Self::Reader => Context::Reader,
        }
    }

    /// The pane to the left, and round again.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.next().next()
    }
}

/// The size of the terminal, the focused pane, and the division of the screen that follows from both.
#[derive(Debug)]
pub struct ScreenLayout {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The rectangles of the panes; `None` on a screen too small.
    pub panes: Option<Panes>,
    /// The pane that gets the keys.
    pub focus: Pane,
    /// Set when only the focused pane is shown.
    pub side_hidden: bool,
}

impl ScreenLayout {
    /// The layout of a terminal of this size, to be divided by [`ScreenLayout::arrange`].
    pub fn new(cols: u16, rows: u16) -> Self {
        Self {
            size: (cols, rows),
            panes: None,
            focus: Pane::Shelf,
            side_hidden: false,
        }
    }

    /// Divides the screen anew, after a change of size, focus or hidden panes.
    pub fn arrange(&mut self) {
        let (cols, rows) = self.size;
        self.panes = Panes::arrange(cols, rows, self.focus, self.side_hidden);
    }

    /// The most columns of a line of text: the configured number, else 76, on a wide screen 90.
    pub fn measure_cols(&self, configured: Option<u16>) -> u16 {
        let (usual, wide) = MEASURE_COLS;
        let by_width = if self.size.0 < WIDE_COLS { usual } else { wide };
        configured.unwrap_or(by_width)
    }

    /// The column of the article's text, `None` while its pane is not on screen; see [`text_column`].
    pub fn text_column(&self, configured: Option<u16>) -> Option<Rect> {
        let body = self.panes?.reader?.body;
        Some(text_column(body, self.measure_cols(configured)))
    }

    /// The body of the article's pane; empty while it is not on screen.
    pub fn reader_body(&self) -> Rect {
        let frame = self.panes.and_then(|panes| panes.reader);
        frame.map_or(Rect::default(), |frame| frame.body)
    }
}

/// A pane's place: a row for its title where there is room for one, and its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// One row, above the body.
    pub title: Option<Rect>,
    /// The rest.
    pub body: Rect,
}

/// The rectangles of everything on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// The whole screen.
    pub screen: Rect,
    /// The name of the program and of the library.
    pub header: Option<Rect>,
    /// The list of issues.
    pub shelf: Option<Frame>,
    /// The contents.
    pub contents: Option<Frame>,
    /// The article.
    pub reader: Option<Frame>,
    /// The status line.
    pub status: Rect,
}

impl Panes {
    /// Divides the screen. `None` where there is too little room for anything sensible.
    ///
    /// With `alone` only the focused pane is shown, whatever the width: so it is below 60 columns, and where the reader hides
    /// the side panes.
    pub fn arrange(cols: u16, rows: u16, focus: Pane, alone: bool) -> Option<Panes> {
        if cols < LEAST.0 || rows < LEAST.1 {
            return None;
        }
        let header_rows = u16::from(rows >= 10);
        // On 24 rows, the size that a terminal begins with, every row is the article's.
        let top = header_rows + u16::from(rows >= 30);
        let area = Rect::new(0, top, cols, rows - top - 1);
        let mut panes = Panes {
            screen: Rect::new(0, 0, cols, rows),
            header: (header_rows > 0).then(|| Rect::new(0, 0, cols, 1)),
            shelf: None,
            contents: None,
            reader: None,
            status: Rect::new(0, rows - 1, cols, 1),
        };
        match () {
            () if alone || cols < TWO_COLS => panes.one(area, focus),
            () if cols < THREE_COLS => panes.two(area),
            () => panes.three(area),
        }
        Some(panes)
    }

    /// Gives the whole area to the focused pane.
    fn one(&mut self, area: Rect, focus: Pane) {
        *match focus {
            Pane::Shelf => &mut self.shelf,
            Pane::Contents => &mut self.contents,
            Pane::Reader => &mut self.reader,
        } = Some(frame(area));
    }

    /// The issues above the contents, both left of the article.
    fn two(&mut self, area: Rect) {
        // Two fifths for the lists, but neither too narrow for a title nor wider than it needs.
        let side = (area.width * 2 / 5).clamp(24, 34);
        let upper = (area.height * 2 / 5).max(2);
        self.shelf = Some(frame(Rect {
            width: side,
            height: upper,
            ..area
        }));
        self.contents = Some(frame(Rect {
            y: area.y + upper,
            width: side,
            height: area.height - upper,
            ..area
        }));
        self.reader = Some(frame(Rect {
            x: side,
            width: area.width - side,
            ..area
        }));
    }

    /// Divides the area into three columns: issues, contents, article.
    fn three(&mut self, area: Rect) {
        let (shelf, middle) = match area.width {
            // Half for the lists: a short title and the whole date for each issue, most headlines on one line. What a line of
            // text cannot use beside them becomes its margin.
            WIDE_COLS.. => {
                // 32 columns at 160, 46 at 200: the eight Han of a short title beside number, date and count.
                let shelf = 32 + (area.width - WIDE_COLS) * 7 / 20;
                (shelf.min(50), (area.width * 3 / 10).min(72))
            }
            130.. => (26, (area.width * 3 / 10).min(44)),
            _ => (23, (area.width * 3 / 10).max(30)),
        };
        let both = shelf + middle;
        self.shelf = Some(frame(Rect {
            width: shelf,
            ..area
        }));
        self.contents = Some(frame(Rect {
            x: shelf,
            width: middle,
            ..area
        }));
        self.reader = Some(frame(Rect {
            x: both,
            width: area.width - both,
            ..area
        }));
    }

    /// The place of `pane`, if it is on screen.
    pub fn of(&self, pane: Pane) -> Option<Frame> {
        match pane {
            Pane::Shelf => self.shelf,
            Pane::Contents => self.contents,
            Pane::Reader => self.reader,
        }
    }

    /// The pane at a cell, and the row of its body; no row where the cell is on the title.
    pub fn at(&self, col: u16, row: u16) -> Option<(Pane, Option<u16>)> {
        [Pane::Shelf, Pane::Contents, Pane::Reader]
            .into_iter()
            .find_map(|pane| {
                let frame = self.of(pane)?;
                let position = (col, row).into();
                if frame.body.contains(position) {
                    return Some((pane, Some(row - frame.body.y)));
                }
                frame.title?.contains(position).then_some((pane, None))
            })
    }
}

/// Title row and body of a pane; below four rows the title gives way.
///
/// A pane of three rows shows three rows of text.
fn frame(area: Rect) -> Frame {
    if area.height < 4 {
        return Frame {
            title: None,
            body: area,
        };
    }
    Frame {
        title: Some(Rect { height: 1, ..area }),
        body: Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        },
    }
}

/// The column in which the article's text stands: at most `measure_cols` wide, centred in `body`, with a margin where the
/// pane has room for one.
///
/// The width is two columns at the least, also in an empty pane, since typesetting needs room for a
/// Han.
pub fn text_column(body: Rect, measure_cols: u16) -> Rect {
    let margin = match body.width {
        0..30 => 0,
        30..60 => 1,
        _ => 2,
    };
    let width = measure_cols
        .min(body.width.saturating_sub(2 * margin))
        .max(2);
    let x = body.x + body.width.saturating_sub(width) / 2;
    // A free row above the text, where rows are not dear.
    let above = u16::from(body.height >= 22);
    Rect {
        x,
        y: body.y + above,
        width,
        height: body.height - above,
    }
}

/// The column of a title in the contents: behind marker, star and number.
pub const TITLE_AT: u16 = 5;

/// The columns of a title in the contents, where it stands at its full length.
pub fn title_cols(body: Rect) -> u16 {
    body.width.saturating_sub(TITLE_AT + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_lie_inside_the_screen_and_apart_at_every_size() {
        for cols in 20..220 {
            for rows in 5..60 {
                for alone in [false, true] {
                    let panes = Panes::arrange(cols, rows, Pane::Reader, alone).unwrap();
                    let rects: Vec<Rect> = [panes.shelf, panes.contents, panes.reader]
                        .into_iter()
                        .flatten()
                        .flat_map(|f| f.title.into_iter().chain([f.body]))
                        .chain([panes.status])
                        .chain(panes.header)
                        .collect();
                    for (i, a) in rects.iter().enumerate() {
                        assert_eq!(a.intersection(panes.screen), *a, "{cols}x{rows}");
                        assert!(a.height > 0 && a.width >= 20, "{cols}x{rows}: {a:?}");
                        assert!(
                            rects[..i].iter().all(|b| !a.intersects(*b)),
                            "{cols}x{rows}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn three_panes_from_100_two_columns_from_60_one_below() {
        let shown = |cols| {
            let p = Panes::arrange(cols, 30, Pane::Reader, false).unwrap();
            (
                p.shelf.map(|f| f.body.x),
                p.contents.map(|f| f.body.x),
                p.reader.is_some(),
            )
        };
        assert_eq!(shown(100), (Some(0), Some(23), true));
        assert_eq!(shown(99), (Some(0), Some(0), true));
        assert_eq!(shown(59), (None, None, true));
        assert_eq!(Panes::arrange(19, 30, Pane::Reader, false), None);
        assert_eq!(Panes::arrange(80, 4, Pane::Reader, false), None);
    }

    #[test]
    fn the_text_is_centred_in_a_wide_pane() {
        assert_eq!(
            text_column(Rect::new(50, 0, 100, 10), 76),
            Rect::new(62, 0, 76, 10)
        );
        assert_eq!(text_column(Rect::new(0, 0, 20, 10), 76).width, 20);
    }
}
