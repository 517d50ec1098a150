//! What the terminal is like, asked by a command that prints and is not the reader.

use crate::lang::Words;
use crate::text::width::Ambiguous;
use crate::ui::theme::Depth;
use std::env;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};

/// How many colours the reader will use.
pub fn colours() -> Words {
    match Depth::from_environment(|name| env::var(name).ok()) {
        Depth::True => Words::new("1670 万色", "16.7 million"),
        Depth::Indexed256 => Words::new("256 色", "256"),
        Depth::Ansi16 => Words::new("16 色", "16"),
        Depth::None => Words::new("不用颜色", "none"),
    }
}

/// Writes to the terminal itself, wherever standard output goes.
///
/// # Errors
/// Those of the system where there is no terminal.
pub fn send(bytes: &[u8]) -> io::Result<()> {
    terminal()?.write_all(bytes)
}

fn terminal() -> io::Result<File> {
    let name = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
    OpenOptions::new().read(true).write(true).open(name)
}

/// How wide the terminal draws ambiguous characters, where it says so. It is asked on its other screen, so that nothing on
/// this one is painted over.
#[cfg(unix)]
pub fn ambiguous_width() -> Option<Ambiguous> {
    use crate::runtime::probe::{PATIENCE, Probe};

    let mut terminal = terminal().ok()?;
    crossterm::terminal::enable_raw_mode().ok()?;
    let answer = terminal
        .write_all(b"\x1b[?1049h")
        .and_then(|()| Probe::ask(&mut terminal))
        .ok()
        .and_then(|mut probe| probe.answer(&terminal, PATIENCE));
    // Without the terminal there is nothing left to restore.
    let _ = terminal.write_all(b"\x1b[?1049l");
    let _ = crossterm::terminal::disable_raw_mode();
    answer
}

/// How wide the terminal draws ambiguous characters: not asked on this system.
#[cfg(not(unix))]
pub fn ambiguous_width() -> Option<Ambiguous> {
    None
}
