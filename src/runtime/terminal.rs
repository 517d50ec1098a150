//! The terminal: taken over at the start, drawn on, and given back however the program ends.

use crate::runtime::Error;
#[cfg(unix)]
use crate::runtime::probe::Probe;
use crate::runtime::terminal::ink::Ink;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::backend::Backend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::io::{self, IsTerminal, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

pub mod ink;
mod pen;

/// Begin and end of a synchronized update (DEC 2026): what lies between appears at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Whether the terminal is ours at the moment, for whoever has to give it back: the panic hook cannot ask the screen.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<Ink>,
    size: (u16, u16),
    mouse: bool,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] where there is none, else what the system said.
    pub fn enter(mouse: bool) -> Result<Self, Error> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return Err(Error::NoTerminal);
        }
        restore_on_panic();
        enable_raw_mode()?;
        IS_TAKEN.store(true, Ordering::SeqCst);
        let size = crossterm::terminal::size()?;
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
        let terminal = Terminal::with_options(Ink::default(), TerminalOptions { viewport })?;
        let mut screen = Self {
            terminal,
            size,
            mouse,
        };
        screen.prepare()?;
        Ok(screen)
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Goes to the other screen. Written with the first frame, so that no empty screen is seen before it.
    fn prepare(&mut self) -> io::Result<()> {
        let ink = self.terminal.backend_mut();
        ink.forget();
        queue!(
            ink,
            EnterAlternateScreen,
            cursor::Hide,
            DisableLineWrap,
            EnableBracketedPaste
        )?;
        if self.mouse {
            queue!(ink, EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Asks the terminal for the width of ambiguous characters, before anything is drawn.
    #[cfg(unix)]
    pub(super) fn ask(&mut self) -> io::Result<Probe> {
        let mut bytes = self.terminal.backend_mut().take();
        let probe = Probe::ask(&mut bytes)?;
        write_out(&bytes)?;
        Ok(probe)
    }

    /// Draws a frame of the size that the app was told. Where nothing has changed nothing is written.
    ///
    /// # Errors
    /// What the system said when the frame was written.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(picture)?;
        let frame = self.terminal.backend_mut().take();
        if frame.is_empty() {
            return Ok(());
        }
        write_out(&[BEGIN, &frame, END].concat())
    }

    /// Takes in another size.
    pub(super) fn resize(&mut self, cols: u16, rows: u16) {
        self.size = (cols, rows);
        self.forget();
    }

    /// Forgets what is on screen: the next frame draws every cell.
    pub(super) fn forget(&mut self) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        // Ink takes everything, so neither can fail.
        let _ = self.terminal.resize(area);
        let _ = self.terminal.backend_mut().clear();
    }

    /// Sends bytes to the terminal that paint nothing, such as a text for its clipboard.
    pub(super) fn send(bytes: &[u8]) {
        // A terminal that takes no more ends the loop at the next frame.
        let _ = write_out(bytes);
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn set_mouse(&mut self, is_ours: bool) {
        self.mouse = is_ours;
        let ink = self.terminal.backend_mut();
        // Ink takes everything.
        let _ = if is_ours {
            queue!(ink, EnableMouseCapture)
        } else {
            queue!(ink, DisableMouseCapture)
        };
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave() {
        restore();
    }

    /// Takes the terminal over again.
    pub(super) fn take_over(&mut self) {
        if enable_raw_mode().is_ok() {
            IS_TAKEN.store(true, Ordering::SeqCst);
        }
        if let Ok(size) = crossterm::terminal::size() {
            self.size = size;
        }
        // Ink takes everything.
        let _ = self.prepare();
        self.forget();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Gives the terminal back if it is ours. Nothing can be done about a terminal that is gone.
fn restore() {
    if IS_TAKEN.swap(false, Ordering::SeqCst) {
        let mut bytes = END.to_vec();
        let _ = queue!(
            bytes,
            DisableMouseCapture,
            DisableBracketedPaste,
            EnableLineWrap,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = write_out(&bytes);
        let _ = disable_raw_mode();
    }
}

/// A panic is told on a terminal that can show it. In another thread than the one that draws, it costs what that thread
/// was doing and nothing more, so the screen stays.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    let main = std::thread::current().id();
    ONCE.call_once(|| {
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == main {
                restore();
                tell(info);
            }
        }));
    });
}
