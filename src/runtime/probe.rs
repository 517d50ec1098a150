//! Asks the terminal how wide it draws ambiguous characters (UAX #11). No frame waits for the answer.
//!
//! As in Vim, an ambiguous character is written at the start of row 2 and the position of the cursor is requested. Row 2,
//! since `CSI 1;2R` is also Shift-F3. The answer comes between the keys of the user, so all other bytes are kept
//! ([`Probe::into_typed`]) and decoded later ([`crate::runtime::decode`]). A multiplexer answers for itself, which is right.

use crate::text::width::Ambiguous;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// The time after which no answer is expected any more.
pub const PATIENCE: Duration = Duration::from_millis(100);

/// The question: to row 2, a ▽, the request for the position (DSR, ECMA-48), back, and the row erased.
const QUESTION: &str = "\u{1b}[2;1H\u{25bd}\u{1b}[6n\u{1b}[2;1H\u{1b}[K";

/// A question to the terminal, and the bytes read since.
#[derive(Debug)]
pub struct Probe {
    /// The moment of the question, from which [`PATIENCE`] counts.
    asked: Instant,
    /// The width, once it is known.
    answer: Option<Ambiguous>,
    /// The bytes read, without the answer.
    typed: Vec<u8>,
    /// Set when nothing more can be read.
    closed: bool,
}

impl Probe {
    /// Writes the question. The terminal must be in raw mode, and row 2 must be empty.
    ///
    /// # Errors
    /// Those of writing to the terminal.
    pub fn ask(terminal: &mut dyn Write) -> io::Result<Self> {
        terminal.write_all(QUESTION.as_bytes())?;
        terminal.flush()?;
        Ok(Self {
            asked: Instant::now(),
            answer: None,
            typed: Vec::new(),
            closed: false,
        })
    }

    /// Reads from `input` and returns the width if the terminal has answered. Waits no longer than `wait`, and no longer than
    /// [`PATIENCE`] after the question.
    pub fn answer(&mut self, input: impl AsFd, wait: Duration) -> Option<Ambiguous> {
        let end = (Instant::now() + wait).min(self.asked + PATIENCE);
        loop {
            // The rest of an answer that has begun would be taken for keys, so it is waited for.
            let grace = if self.is_halfway() {
                PATIENCE
            } else {
                Duration::ZERO
            };
            let left = (end + grace).saturating_duration_since(Instant::now());
            if self.answer.is_some() || self.closed || !is_ready(&input, left) {
                return self.answer;
            }
            self.read_available(&input);
        }
    }

    /// True if the terminal has answered, or no answer is expected any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.answer.is_some() || self.closed || self.asked.elapsed() >= PATIENCE
    }

    /// Returns the bytes that are not the answer, in order: the keys of the user.
    #[must_use]
    pub fn into_typed(self) -> Vec<u8> {
        self.typed
    }

    /// Reads the bytes that are there, 256 at most.
    ///
    /// An interrupted read and one without data change nothing; the end of the input and any other
    /// error close the probe.
    fn read_available(&mut self, input: impl AsFd) {
        let mut buffer = [0; 256];
        match read(&input, &mut buffer) {
            Ok(0) => self.closed = true,
            Ok(count) => self.feed(buffer.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => self.closed = true,
        }
    }

    /// Adds bytes and looks for the answer among them.
    ///
    /// The answer may come in pieces, so the whole of the bytes is searched each time. Column 2
    /// means that `▽` took one column, column 3 that it took two; a report of another row is not
    /// the answer and stays among the keys.
    fn feed(&mut self, bytes: &[u8]) {
        self.typed.extend_from_slice(bytes);
        let found = (0..self.typed.len()).find_map(|at| Some((at, report(self.typed.get(at..)?)?)));
        let Some((at, Report { len, row, col })) = found else {
            return;
        };
        if row == 2 && self.answer.is_none() {
            self.answer = match col {
                2 => Some(Ambiguous::Narrow),
                3 => Some(Ambiguous::Wide),
                _ => return,
            };
            self.typed.drain(at..at + len);
        }
    }

    /// True if the bytes end inside a sequence that could be the answer.
    ///
    /// `ESC [` with digits behind it, as `ESC [ 2 ;`.
    fn is_halfway(&self) -> bool {
        let start = self.typed.iter().rposition(|&byte| byte == 0x1b);
        let tail = start
            .and_then(|at| self.typed.get(at..))
            .unwrap_or_default();
        let rest = tail.strip_prefix(b"\x1b[").unwrap_or_default();
        !rest.is_empty()
            && rest
                .iter()
                .all(|byte| byte.is_ascii_digit() || *byte == b';')
    }
}

/// True if there is something to read within `wait`.
///
/// An error of `poll` counts as nothing to read.
fn is_ready(input: impl AsFd, wait: Duration) -> bool {
    let mut fds = [PollFd::new(&input, PollFlags::IN)];
    let wait = Timespec::try_from(wait).ok();
    matches!(poll(&mut fds, wait.as_ref()), Ok(count) if count > 0)
}

/// A cursor position report (CPR, ECMA-48), with its length in bytes.
struct Report {
    /// The number of bytes.
    len: usize,
    /// The row, counted from 1.
    row: u16,
    /// The column, counted from 1.
    col: u16,
}

/// Parses the report at the beginning of `bytes`.
///
/// The form is `ESC [ row ; column R`, rows and columns from 1. `None` for anything else, also for
/// an incomplete report.
fn report(bytes: &[u8]) -> Option<Report> {
    let rest = bytes.strip_prefix(b"\x1b[")?;
    let end = rest.iter().position(|&byte| byte == b'R')?;
    let (row, col) = str::from_utf8(rest.get(..end)?).ok()?.split_once(';')?;
    Some(Report {
        len: end + 3,
        row: row.parse().ok()?,
        col: col.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::pipe::pipe;
    use std::fs::File;
    use std::os::fd::OwnedFd;
    use std::thread;

    fn asked() -> (Probe, OwnedFd, File) {
        let (input, terminal) = pipe().unwrap();
        (
            Probe::ask(&mut io::sink()).unwrap(),
            input,
            File::from(terminal),
        )
    }

    #[test]
    fn the_question_leaves_no_trace() {
        let mut terminal = Vec::new();
        Probe::ask(&mut terminal).unwrap();
        let question = String::from_utf8(terminal).unwrap();
        assert!(question.contains("▽\u{1b}[6n") && question.ends_with("\u{1b}[2;1H\u{1b}[K"));
    }

    #[test]
    fn the_answer_is_told_from_what_is_typed_around_it() {
        for (col, width) in [(2, Ambiguous::Narrow), (3, Ambiguous::Wide)] {
            let (mut probe, input, mut terminal) = asked();
            write!(terminal, "jj\u{1b}[A\u{1b}[2;{col}R报q").unwrap();
            assert_eq!(probe.answer(&input, Duration::ZERO), Some(width));
            assert!(probe.is_over());
            assert_eq!(probe.into_typed(), "jj\u{1b}[A报q".as_bytes());
        }
    }

    #[test]
    fn silence_is_not_waited_for() {
        let (mut probe, input, mut terminal) = asked();
        terminal.write_all(b"j").unwrap();
        let start = Instant::now();
        assert_eq!(probe.answer(&input, Duration::ZERO), None);
        assert!(start.elapsed() < PATIENCE);
        assert_eq!(probe.answer(&input, Duration::MAX / 4), None);
        assert!(probe.is_over());
        assert_eq!(probe.into_typed(), b"j");
    }

    #[test]
    fn an_answer_in_two_halves_is_put_together() {
        let (mut probe, input, mut terminal) = asked();
        terminal.write_all(b"\x1b[2;").unwrap();
        let rest = thread::spawn(move || {
            thread::sleep(Duration::from_millis(10));
            terminal.write_all(b"3Rk").unwrap();
        });
        assert_eq!(probe.answer(&input, Duration::ZERO), Some(Ambiguous::Wide));
        rest.join().unwrap();
        assert_eq!(probe.into_typed(), b"k");
    }

    #[test]
    fn a_closed_input_and_another_report_are_no_answer() {
        let (mut probe, input, mut terminal) = asked();
        terminal.write_all(b"\x1b[1;2R").unwrap();
        drop(terminal);
        assert_eq!(probe.answer(&input, PATIENCE), None);
        assert_eq!(probe.into_typed(), b"\x1b[1;2R");
    }
}
