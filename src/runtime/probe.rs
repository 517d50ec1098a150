//! The questions to a terminal: how wide it draws ambiguous characters (UAX #11), and its background.
//!
//! The background (OSC 11 of xterm) is asked for first: terminals answer in order, so that the report of the cursor, which nearly
//! all of them give, ends the wait for a background that is not known.
//!
//! As in Vim, an ambiguous character is written at the start of a row and the position of the cursor is requested. The answers
//! come between keys, see [`crate::runtime::decode`]. A multiplexer answers for itself, which is right.

use crate::app::event::Event;
use crate::runtime::decode::{InputDecoder, MEASURED_ROW};
use crate::text::width::Ambiguous;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// The time after which no answer is expected any more.
const PATIENCE: Duration = Duration::from_millis(100);

/// The question for the colour of the background (OSC 11), answered by `rgb:` and three hexadecimal numbers.
const BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";

/// Writes the question for the width, with that for the background where it is asked for. The row of the measure must be empty.
///
/// # Errors
/// Those of writing to the terminal.
pub(super) fn ask(terminal: &mut dyn Write, asks_background: bool) -> io::Result<()> {
    if asks_background {
        terminal.write_all(BACKGROUND)?;
    }
    // To the start of the row, a character, the request for the position (DSR, ECMA-48), back, and the row erased. Not in row 1:
    // `CSI 1;2R` is also Shift-F3.
    let start = format!("\x1b[{MEASURED_ROW};1H");
    write!(terminal, "{start}\u{25bd}\x1b[6n{start}\x1b[K")?;
    terminal.flush()
}

/// Asks the terminal for the width of ambiguous characters and waits for the answer; `None` if none comes. Keys that are typed
/// meanwhile are lost.
pub(super) fn ambiguous_width(terminal: &mut (impl Write + AsFd)) -> Option<Ambiguous> {
    ask(terminal, false).ok()?;
    let end = Instant::now() + PATIENCE;
    let mut decoder = InputDecoder::default();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let bytes = read_within(&mut *terminal, Some(left)).ok().flatten()?;
        let width = decoder
            .feed(&bytes)
            .into_iter()
            .find_map(|event| match event {
                Event::AmbiguousWidth(width) => Some(width),
                _ => None,
            });
        if width.is_some() {
            return width;
        }
    }
}

/// Reads what is there, waiting for it no longer than `wait`, without a limit for `None`. Returns `None` if nothing came.
///
/// # Errors
/// `UnexpectedEof` if the terminal is gone, else those of reading. A signal while it waits is none.
pub(super) fn read_within(input: impl AsFd, wait: Option<Duration>) -> io::Result<Option<Vec<u8>>> {
    let mut fds = [PollFd::new(&input, PollFlags::IN)];
    let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
    match poll(&mut fds, wait.as_ref()) {
        Ok(0) | Err(Errno::INTR) => return Ok(None),
        Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    // As much as a terminal hands over at once.
    let mut buffer = [0; 4096];
    match read(&input, &mut buffer) {
        Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
        Ok(count) => Ok(buffer.get(..count).map(<[u8]>::to_vec)),
        Err(Errno::INTR | Errno::AGAIN) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::pipe::pipe;
    use std::fs::File;

    #[test]
    fn the_question_leaves_no_trace() {
        let mut terminal = Vec::new();
        ask(&mut terminal, false).unwrap();
        let question = String::from_utf8(terminal).unwrap();
        assert!(question.contains("▽\u{1b}[6n") && question.ends_with("\u{1b}[2;1H\u{1b}[K"));
    }

    #[test]
    fn silence_is_waited_for_no_longer_than_asked_and_the_end_is_an_error() {
        let (input, terminal) = pipe().unwrap();
        let mut terminal = File::from(terminal);
        assert_eq!(read_within(&input, Some(Duration::ZERO)).unwrap(), None);
        terminal.write_all(b"j").unwrap();
        assert_eq!(read_within(&input, None).unwrap().unwrap(), b"j");
        drop(terminal);
        assert!(read_within(&input, None).is_err());
    }
}
