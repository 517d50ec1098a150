//! The capabilities of the terminal, for commands that print and do not open the reader.

use crate::lang::Words;
use crate::text::width::Ambiguous;
use crate::ui::theme::Depth;
use std::env;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};

/// Returns the number of colours that the reader will use, in words.
pub fn colours() -> Words {
    match Depth::from_environment(|name| env::var(name).ok()) {
        Depth::True => Words::new("1670 万色", "16.7 million"),
        Depth::Indexed256 => Words::new("256 色", "256"),
        Depth::Ansi16 => Words::new("16 色", "16"),
        Depth::None => Words::new("不用颜色", "none"),
    }
}

/// Returns the columns of the terminal that standard output is; 80 where it is none.
///
/// A pipe, a file and a terminal that does not know its size count as 80.
pub fn cols() -> usize {
    usize::from(super::terminal::size().0)
}

/// Writes to the terminal itself, even if standard output is redirected.
///
/// # Errors
/// Those of the system if there is no terminal.
pub fn send(bytes: &[u8]) -> io::Result<()> {
    terminal()?.write_all(bytes)
}

/// Opens the terminal of the session for reading and writing.
fn terminal() -> io::Result<File> {
    let name = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
    OpenOptions::new().read(true).write(true).open(name)
}

/// Asks the terminal for the width of ambiguous characters; `None` if it does not answer.
#[cfg(unix)]
pub fn ambiguous_width() -> Option<Ambiguous> {
    let mut terminal = terminal().ok()?;
    // In raw mode the answer is not echoed and can be read without a line end.
    crossterm::terminal::enable_raw_mode().ok()?;
    // On the alternate screen, so that nothing on the main screen is painted over.
    let answer = terminal
        .write_all(b"\x1b[?1049h")
        .ok()
        .and_then(|()| crate::runtime::probe::ambiguous_width(&mut terminal));
    // Without the terminal there is nothing left to restore.
    let _ = terminal.write_all(b"\x1b[?1049l");
    let _ = crossterm::terminal::disable_raw_mode();
    answer
}

/// Returns nothing: on this system the terminal is not asked.
#[cfg(not(unix))]
pub fn ambiguous_width() -> Option<Ambiguous> {
    None
}
