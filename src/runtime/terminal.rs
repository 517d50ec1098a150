//! The terminal: taken over at the start, drawn on, and restored however the program ends.
//!
//! Taking over means raw mode, the alternate screen, bracketed paste and, where they are wanted,
//! mouse events and a title. There are four ways to end, and each restores all of it: the normal
//! end drops the [`Screen`], a panic runs the hook, a signal and a kill are seen by [`guard`]. For
//! that the state that shows whether anything is to be restored is static: neither the hook nor a
//! signal handler can reach the screen.
//!
//! Everything that is written goes through the lock of standard output in one piece, since other
//! threads send texts for the clipboard. A frame is a synchronized update, so that a terminal that
//! knows these shows no half of one.

use crate::runtime::error::Error;
#[cfg(unix)]
use crate::runtime::probe;
use crate::runtime::terminal::backend::AnsiBackend;
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::backend::Backend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
#[cfg(unix)]
use std::fs::File;
use std::io::{self, IsTerminal, Write};
#[cfg(unix)]
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

pub mod backend;
#[cfg(unix)]
pub mod guard;
mod sgr;

/// The begin and end of a synchronized update (DEC private mode 2026): the terminal shows what lies between at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
/// The end of a synchronized update.
const END: &[u8] = b"\x1b[?2026l";

/// Keeps the title of the window on the terminal's stack, and takes it back (XTWINOPS of xterm; tmux knows them too). A
/// terminal without the stack keeps the last title that it got.
const KEEP_TITLE: &[u8] = b"\x1b[22;2t";
/// Takes the title of the window from the stack.
const RESTORE_TITLE: &[u8] = b"\x1b[23;2t";

/// Set once a title was put on the terminal's stack. A static for the same reason as the next.
static HAS_TITLE: AtomicBool = AtomicBool::new(false);

/// Requests presses, the wheel and motion with a button held, in the form that has no limit of columns (DEC private modes
/// 1000, 1002, 1006). Mode 1003, which crossterm requests as well, would send every motion: over a slow line each costs a
/// packet, and nothing here reacts to it.
#[cfg(not(windows))]
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
#[cfg(not(windows))]
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Marks the beginning and the end of a pasted text (bracketed paste of xterm, mode 2004), so that it is not taken for keys.
const PASTE_ON: &[u8] = b"\x1b[?2004h";
const PASTE_OFF: &[u8] = b"\x1b[?2004l";

/// Requests a report whenever the terminal turns light or dark (DEC private mode 2031 of Contour; kitty, Ghostty and tmux have it).
const BACKGROUND_ON: &[u8] = b"\x1b[?2031h";
const BACKGROUND_OFF: &[u8] = b"\x1b[?2031l";

/// Set while the terminal is taken over. A static, since the panic hook has no access to the screen.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// The size of a terminal that does not know its own: what terminals had for decades.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// Opens the terminal that the keys come from: standard input, or the terminal of the session where something else is fed to
/// it, as in `… | xargs newsreader` and in a loop that reads file names.
///
/// # Errors
/// Those of opening the terminal of the session; there is none under cron.
#[cfg(unix)]
pub(super) fn keyboard() -> io::Result<OwnedFd> {
    let input = io::stdin();
    if input.is_terminal() {
        return input.as_fd().try_clone_to_owned();
    }
    Ok(File::open("/dev/tty")?.into())
}

/// True if there is a terminal that keys can be read from.
fn has_keyboard() -> bool {
    #[cfg(unix)]
    return keyboard().is_ok();
    #[cfg(not(unix))]
    io::stdin().is_terminal()
}

/// Returns the columns and rows of the terminal at this moment; 80 and 24 where it has none yet.
///
/// `script`, expect and some web terminals set the size only after the program was started, and a screen of 0 columns would
/// stay blank.
pub(super) fn size() -> (u16, u16) {
    #[cfg(unix)]
    let measured = rustix::termios::tcgetwinsize(io::stdout())
        .ok()
        .map(|size| (size.ws_col, size.ws_row));
    #[cfg(not(unix))]
    let measured = crossterm::terminal::size().ok();
    usable(measured.unwrap_or_default())
}

/// Returns `size`, or the usual one if it has no column or no row.
pub(super) fn usable(size: (u16, u16)) -> (u16, u16) {
    if size.0 == 0 || size.1 == 0 {
        USUAL_SIZE
    } else {
        size
    }
}

/// The terminal while it is taken over. Dropping it restores the terminal.
pub struct Screen {
    /// Compares each frame with the one before, and writes what differs.
    terminal: Terminal<AnsiBackend>,
    /// Columns and rows.
    size: (u16, u16),
    /// Set when mouse events come to the program.
    mouse: bool,
    /// Set when the terminal reports a change of its background.
    reports_background: bool,
    /// The title that the terminal has; empty before the first. `None` if its title is left alone.
    title: Option<String>,
}

impl Screen {
    /// Takes the terminal over: with the mouse, and with its title, where each is set.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] if standard output is no terminal or there is none to read keys from, else [`Error::Terminal`].
    pub fn enter(mouse: bool, title: bool) -> Result<Self, Error> {
        if !(io::stdout().is_terminal() && has_keyboard()) {
            return Err(Error::NoTerminal);
        }
        restore_on_panic();
        #[cfg(unix)]
        guard::remember_modes();
        enable_raw_mode()?;
        set_taken(true);
        let size = size();
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
        let terminal =
            Terminal::with_options(AnsiBackend::default(), TerminalOptions { viewport })?;
        let mut screen = Self {
            terminal,
            size,
            mouse,
            reports_background: false,
            title: (title && knows_osc()).then(String::new),
        };
        screen.prepare()?;
        Ok(screen)
    }

    /// Returns the columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Switches to the alternate screen and to the modes that the program needs.
    fn prepare(&mut self) -> io::Result<()> {
        // Collected with the first frame and written with it, so that no empty screen is seen before it.
        let backend = self.terminal.backend_mut();
        backend.forget();
        queue!(backend, EnterAlternateScreen, cursor::Hide, DisableLineWrap)?;
        backend.write_all(PASTE_ON)?;
        if self.reports_background {
            backend.write_all(BACKGROUND_ON)?;
        }
        if self.mouse {
            request_mouse(backend, true)?;
        }
        if let Some(title) = &mut self.title {
            title.clear();
            backend.write_all(KEEP_TITLE)?;
            HAS_TITLE.store(true, Ordering::SeqCst);
            set_taken(true);
        }
        Ok(())
    }

    /// Sets the title of the terminal with the next frame. Nothing is written if it has that title.
    pub(super) fn set_title(&mut self, title: &str) {
        if let Some(now) = self.title.as_mut().filter(|now| *now != title) {
            title.clone_into(now);
            let backend = self.terminal.backend_mut();
            // The backend writes into memory. OSC 2 is ended by ST: a title without control characters cannot end it.
            let title = title.chars().filter(|c| !c.is_control());
            let _ = write!(backend, "\x1b]2;{}\x1b\\", title.collect::<String>());
        }
    }

    /// Asks the terminal for the width of ambiguous characters, before anything is drawn, and where `asks_background` is set
    /// for its background and a report of each change.
    ///
    /// # Errors
    /// Those of writing to the terminal.
    #[cfg(unix)]
    pub(super) fn ask(&mut self, asks_background: bool) -> io::Result<()> {
        let mut bytes = self.terminal.backend_mut().take();
        self.reports_background = asks_background && knows_osc();
        if self.reports_background {
            bytes.extend_from_slice(BACKGROUND_ON);
        }
        probe::ask(&mut bytes, self.reports_background)?;
        write_out(&bytes)
    }

    /// Draws a frame. Writes nothing if no cell has changed.
    ///
    /// # Errors
    /// Those of writing to the terminal.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(picture)?;
        let frame = self.terminal.backend_mut().take();
        if frame.is_empty() {
            return Ok(());
        }
        write_out(&[BEGIN, &frame, END].concat())
    }

    /// Changes the size of the next frame.
    pub(super) fn resize(&mut self, cols: u16, rows: u16) {
        self.size = (cols, rows);
        self.forget();
    }

    /// Forgets the content of the screen: the next frame draws every cell.
    pub(super) fn forget(&mut self) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        // The backend writes into memory, so neither can fail.
        let _ = self.terminal.resize(area);
        let _ = self.terminal.backend_mut().clear();
    }

    /// Sends bytes to the terminal that paint nothing, such as a text for its clipboard. May be called on any thread: they
    /// are written under the lock of standard output, so that they cannot come in the middle of a frame.
    pub(super) fn send(bytes: &[u8]) {
        // If the terminal is gone, drawing the next frame fails and ends the program.
        let _ = write_out(bytes);
    }

    /// Requests mouse events, or leaves the mouse to the terminal, which can then select text with it.
    pub(super) fn set_mouse(&mut self, is_ours: bool) {
        self.mouse = is_ours;
        // The backend writes into memory.
        let _ = request_mouse(self.terminal.backend_mut(), is_ours);
    }

    /// Restores the terminal for a while.
    #[cfg(unix)]
    pub(super) fn leave() {
        restore();
    }

    /// Takes the terminal over again.
    #[cfg(unix)]
    pub(super) fn take_over(&mut self) {
        if enable_raw_mode().is_ok() {
            set_taken(true);
        }
        self.size = size();
        // The backend writes into memory.
        let _ = self.prepare();
        self.forget();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Writes the bytes that request mouse events, or that leave the mouse to the terminal.
fn request_mouse(out: &mut impl Write, is_ours: bool) -> io::Result<()> {
    #[cfg(not(windows))]
    return out.write_all(if is_ours { MOUSE_ON } else { MOUSE_OFF });
    // The console of Windows is asked by its own calls, and by no bytes.
    #[cfg(windows)]
    return if is_ours {
        queue!(out, crossterm::event::EnableMouseCapture)
    } else {
        queue!(out, crossterm::event::DisableMouseCapture)
    };
}

/// Writes bytes to standard output in one piece.
fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// True if the terminal knows operating system commands (OSC). The console of Linux and the dumbest terminals print what they
/// do not know.
fn knows_osc() -> bool {
    std::env::var("TERM").is_ok_and(|name| !matches!(name.as_str(), "" | "linux" | "dumb"))
}

/// Restores the terminal if it is taken over. Errors are ignored: a terminal that is gone needs nothing.
fn restore() {
    if IS_TAKEN.swap(false, Ordering::SeqCst) {
        let _ = write_out(&restoring(HAS_TITLE.swap(false, Ordering::SeqCst)));
        let _ = disable_raw_mode();
        set_taken(false);
    }
}

/// The bytes that put the terminal's modes and its screen back, and its title where it was kept.
fn restoring(has_title: bool) -> Vec<u8> {
    // The end may have come in the middle of a frame.
    let mut bytes = END.to_vec();
    // Memory takes all that is written to it.
    let _ = request_mouse(&mut bytes, false);
    bytes.extend_from_slice(BACKGROUND_OFF);
    bytes.extend_from_slice(PASTE_OFF);
    let _ = queue!(
        bytes,
        EnableLineWrap,
        // tmux reflows the alternate screen with the history when its size changes, and what then lies outside it stays
        // between the lines of the shell: after a resize 12 rows of an article did.
        Clear(ClearType::All),
        LeaveAlternateScreen,
        cursor::Show
    );
    if has_title {
        bytes.extend_from_slice(RESTORE_TITLE);
    }
    bytes
}

/// Notes that the terminal is taken over or given back, also for the guard.
fn set_taken(is_taken: bool) {
    IS_TAKEN.store(is_taken, Ordering::SeqCst);
    #[cfg(unix)]
    guard::set_taken(is_taken);
}

/// True while the terminal is taken over.
#[cfg(unix)]
fn is_taken() -> bool {
    IS_TAKEN.load(Ordering::SeqCst)
}

/// True once the title of the terminal is kept on its stack.
#[cfg(unix)]
fn has_title() -> bool {
    HAS_TITLE.load(Ordering::SeqCst)
}

/// Installs a panic hook that restores the terminal before the message is printed. A panic on another thread than this one
/// costs the work of that thread and nothing more, so the screen stays and nothing is printed.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    let main = std::thread::current().id();
    ONCE.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == main {
                restore();
                print(info);
            }
        }));
    });
}
