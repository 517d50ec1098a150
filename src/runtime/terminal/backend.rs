//! A backend for ratatui that knows wide characters: a run of neighbouring cells is written without moving the cursor.
//!
//! ratatui's own backend takes every character for one column and so moves the cursor before each Han: a full frame of
//! 120 by 40 cells was 15.9 KB and is 7.7 KB here, a line of scrolling 8.7 KB and 3.1 KB. The cursor is moved only over
//! skipped cells, and after a character on whose width terminals disagree: an ambiguous one, an emoji, a cluster of several
//! characters.

use crate::runtime::terminal::sgr::Sgr;
use crate::text::emoji::agreed;
use crate::ui::linked_cell;
use crossterm::cursor::{Hide, MoveTo, MoveToColumn, Show};
use crossterm::{queue, terminal};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use std::io::{self, Write};

/// A backend that collects bytes, so that a frame is written in one piece.
#[derive(Debug, Default)]
pub struct AnsiBackend {
    /// The bytes of the frame so far.
    bytes: Vec<u8>,
    /// The column and row of the cursor, if they are certain.
    at: Option<(u16, u16)>,
    /// Set when the cursor is visible, cleared when it is hidden; `None` before either was written.
    is_cursor_shown: Option<bool>,
}

impl AnsiBackend {
    /// Takes the bytes collected since the last call; none if nothing changes on the screen.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Forgets the position of the cursor, after something else has written to the terminal.
    pub fn forget(&mut self) {
        self.at = None;
        self.is_cursor_shown = None;
    }

    /// Writes one cell at column `x` and row `y`.
    fn cell<'a>(&mut self, (x, y): (u16, u16), cell: &'a Cell, stroke: &mut Stroke<'a>) {
        let (link, glyph) = linked_cell::split(cell.symbol());
        let width = cell.cell_width().max(1);
        let goes_on = || stroke.end == Some((x, y)) && stroke.repeats == Some(glyph);
        if self.at != Some((x, y)) && !goes_on() {
            // Writing into memory cannot fail, here and below. Lines do not wrap, so the row is certain.
            let _ = match stroke.end {
                Some((_, row)) if row == y => queue!(self, MoveToColumn(x)),
                _ => queue!(self, MoveTo(x, y)),
            };
        }
        stroke.sgr.set_style(cell, glyph == " ", &mut self.bytes);
        stroke.sgr.set_link(link, &mut self.bytes);
        let is_certain = is_certain(glyph, width);
        if width > 1 && !is_certain {
            // A keycap or a heart is one column wide without its selector, and xterm draws `·`, `±` and `×` in one where
            // it draws the other ambiguous characters in two. Then nothing older must be left beside them.
            self.bytes
                .extend(std::iter::repeat_n(b' ', usize::from(width)));
            let _ = queue!(self, MoveToColumn(x));
        }
        let drawn = agreed(glyph);
        self.bytes.extend_from_slice(drawn.as_bytes());
        let end = (x.saturating_add(width), y);
        self.at = is_certain.then_some(end);
        stroke.end = Some(end);
        // `─` is ambiguous, but a rule of a hundred of them is not worth a hundred moves.
        stroke.repeats = (width == 1).then_some(glyph);
    }
}

/// The state while the cells of a frame are written.
struct Stroke<'a> {
    /// The style in force.
    sgr: Sgr<'a>,
    /// The column after the last cell, and its row.
    end: Option<(u16, u16)>,
    /// The last glyph, if it may be repeated without a move.
    repeats: Option<&'a str>,
}

/// True if every terminal draws `glyph` in `width` columns: ASCII in one, Han, kana, Hangul and full-width marks in two.
fn is_certain(glyph: &str, width: u16) -> bool {
    let mut chars = glyph.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return false;
    };
    match c {
        ' '..='~' => width == 1,
        '\u{3000}'..='\u{3029}'
        | '\u{3031}'..='\u{303e}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' => width == 2,
        _ => false,
    }
}

impl Write for AnsiBackend {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing: the frame is written when it is complete.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Backend for AnsiBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut stroke = Stroke {
            sgr: Sgr::new(),
            end: None,
            repeats: None,
        };
        for (x, y, cell) in content {
            if stroke.end.is_none() {
                // The terminal may have been resized or written to since the last frame.
                self.at = None;
            }
            self.cell((x, y), cell, &mut stroke);
        }
        stroke.sgr.reset(&mut self.bytes);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.is_cursor_shown.replace(false) == Some(false) {
            return Ok(());
        }
        queue!(self, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.is_cursor_shown.replace(true) == Some(true) {
            return Ok(());
        }
        queue!(self, Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default().into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        if self.at.replace((x, y)) == Some((x, y)) {
            return Ok(());
        }
        queue!(self, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let region = match region {
            ClearType::All => terminal::ClearType::All,
            ClearType::AfterCursor => terminal::ClearType::FromCursorDown,
            ClearType::BeforeCursor => terminal::ClearType::FromCursorUp,
            ClearType::CurrentLine => terminal::ClearType::CurrentLine,
            ClearType::UntilNewLine => terminal::ClearType::UntilNewLine,
        };
        queue!(self, terminal::Clear(region))
    }

    fn size(&self) -> io::Result<Size> {
        terminal::size().map(Size::from)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let size = terminal::window_size()?;
        Ok(WindowSize {
            columns_rows: Size::new(size.columns, size.rows),
            pixels: Size::new(size.width, size.height),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
