//! Asks the terminal how wide it draws ambiguous characters (UAX #11), and for its background. No frame waits for the answers.
//!
//! The background (OSC 11 of xterm) is asked for first: terminals answer in order, so that the report of the cursor, which nearly
//! all of them give, ends the wait for a background that is not known.
//!
//! As in Vim, an ambiguous character is written at the start of row 2 and the position of the cursor is requested. Row 2,
//! since `CSI 1;2R` is also Shift-F3. The answer comes between the keys of the user, so all other bytes are kept
//! ([`Probe::take_typed`]) and decoded later ([`crate::runtime::decode`]). A multiplexer answers for itself, which is right.

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

/// The question for the colour of the background (OSC 11), answered by `rgb:` and three hexadecimal numbers.
const BACKGROUND: &str = "\u{1b}]11;?\u{1b}\\";

/// The begin of the answer to [`BACKGROUND`].
const BACKGROUND_ANSWER: &[u8] = b"\x1b]11;";

/// The time within which the answers are told from keys. Over a slow line they come late, and a colour read as keys would run
/// commands.
const LATEST: Duration = Duration::from_secs(2);

/// A question to the terminal, and the bytes read since.
#[derive(Debug)]
pub struct Probe {
    /// The moment of the question, from which [`PATIENCE`] counts.
    asked: Instant,
    /// The width, once it is known.
    answer: Option<Ambiguous>,
    /// True for a light background, once it is known.
    is_light: Option<bool>,
    /// Set when the background was asked for.
    asks_background: bool,
    /// The moment of the last bytes.
    read_at: Instant,
    /// The bytes read, without the answer.
    typed: Vec<u8>,
    /// Set when nothing more can be read.
    closed: bool,
}

impl Probe {
    /// Writes the question, with that for the background where it is asked for. The terminal must be in raw mode, and row 2
    /// must be empty.
    ///
    /// # Errors
    /// Those of writing to the terminal.
    pub fn ask(terminal: &mut dyn Write, asks_background: bool) -> io::Result<Self> {
        if asks_background {
            terminal.write_all(BACKGROUND.as_bytes())?;
        }
        terminal.write_all(QUESTION.as_bytes())?;
        terminal.flush()?;
        Ok(Self {
            asked: Instant::now(),
            answer: None,
            is_light: None,
            asks_background,
            read_at: Instant::now(),
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

    /// Returns the width of ambiguous characters; `None` if the terminal has not answered.
    #[must_use]
    pub fn width(&self) -> Option<Ambiguous> {
        self.answer
    }

    /// Returns true for a light background, false for a dark one; `None` if the terminal has not named it.
    #[must_use]
    pub fn is_light(&self) -> Option<bool> {
        self.is_light
    }

    /// Reads from `input` for up to [`PATIENCE`]. False once nothing more is expected: the terminal has answered, is closed, or
    /// was silent for [`LATEST`] (for [`PATIENCE`] where no background was asked for).
    pub fn goes_on(&mut self, input: impl AsFd) -> bool {
        let patience = if self.asks_background {
            LATEST
        } else {
            PATIENCE
        };
        if self.answer.is_some() || self.closed || self.asked.elapsed() >= patience {
            return false;
        }
        if is_ready(&input, PATIENCE) {
            self.read_available(&input);
        }
        true
    }

    /// Takes the bytes that are no answer, in order: the keys of the user. None while an answer may have begun that the probe
    /// still `waits` for.
    #[must_use]
    pub fn take_typed(&mut self, waits: bool) -> Vec<u8> {
        // An Esc that a hand typed is the begin of an answer too, until nothing follows it.
        if waits && self.is_halfway() && self.read_at.elapsed() < PATIENCE {
            return Vec::new();
        }
        std::mem::take(&mut self.typed)
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
        self.read_at = Instant::now();
        self.find_background();
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

    /// Looks for the answer about the background, and takes it out of the bytes.
    fn find_background(&mut self) {
        let Some(at) = memchr::memmem::find(&self.typed, BACKGROUND_ANSWER) else {
            return;
        };
        let body_at = at + BACKGROUND_ANSWER.len();
        let body = self.typed.get(body_at..).unwrap_or_default();
        // Terminals end it as they like: by BEL or by ST.
        let end = |byte: &u8| matches!(byte, 0x07 | 0x1b);
        let Some(len) = body.iter().position(end) else {
            return;
        };
        let rest = body.get(len..).unwrap_or_default();
        let end_len = match rest {
            [0x07, ..] => 1,
            [0x1b, b'\\', ..] => 2,
            // The second byte of ST is still to come.
            [0x1b] => return,
            _ => 0,
        };
        self.is_light = is_light(body.get(..len).unwrap_or_default()).or(self.is_light);
        self.typed.drain(at..body_at + len + end_len);
    }

    /// True if the bytes end inside a sequence that could be the answer.
    ///
    /// `ESC [` with or without digits behind it, as `ESC [ 2 ;`, or the begin of an answer about the background.
    fn is_halfway(&self) -> bool {
        let is_begun = |at: usize| {
            let tail = self.typed.get(at..).unwrap_or_default();
            tail.starts_with(BACKGROUND_ANSWER) || BACKGROUND_ANSWER.starts_with(tail)
        };
        let mut escapes = memchr::memchr_iter(0x1b, &self.typed);
        if self.asks_background && escapes.any(is_begun) {
            return true;
        }
        let start = self.typed.iter().rposition(|&byte| byte == 0x1b);
        let tail = start
            .and_then(|at| self.typed.get(at..))
            .unwrap_or_default();
        let Some(rest) = tail.strip_prefix(b"\x1b[") else {
            return false;
        };
        rest.iter()
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

/// Returns true for a light colour of the form `rgb:ffff/ffff/ffff` (1 to 4 digits each, as `XParseColor` reads them), false for
/// a dark one; `None` for any other form.
fn is_light(colour: &[u8]) -> Option<bool> {
    let colour = str::from_utf8(colour).ok()?;
    let (_, numbers) = colour.split_once(':')?;
    let mut shares = numbers.split('/').map(|digits| {
        let most = 16_u32
            .checked_pow(u32::try_from(digits.len()).ok()?)?
            .checked_sub(1)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        (most > 0).then(|| f64::from(value) / f64::from(most))
    });
    let mut next = || shares.next().flatten();
    let (red, green, blue) = (next()?, next()?, next()?);
    // The weights of ITU-R BT.601: green is the brightest, blue the darkest.
    Some(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)
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
            Probe::ask(&mut io::sink(), true).unwrap(),
            input,
            File::from(terminal),
        )
    }

    #[test]
    fn the_question_leaves_no_trace() {
        let mut terminal = Vec::new();
        Probe::ask(&mut terminal, false).unwrap();
        let question = String::from_utf8(terminal).unwrap();
        assert!(question.contains("▽\u{1b}[6n") && question.ends_with("\u{1b}[2;1H\u{1b}[K"));
    }

    #[test]
    fn the_answer_is_told_from_what_is_typed_around_it() {
        for (col, width) in [(2, Ambiguous::Narrow), (3, Ambiguous::Wide)] {
            let (mut probe, input, mut terminal) = asked();
            write!(terminal, "jj\u{1b}[A\u{1b}[2;{col}R报q").unwrap();
            assert_eq!(probe.answer(&input, Duration::ZERO), Some(width));
            assert!(!probe.goes_on(&input));
            assert_eq!(probe.take_typed(false), "jj\u{1b}[A报q".as_bytes());
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
        assert_eq!(probe.take_typed(false), b"j");
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
        assert_eq!(probe.take_typed(false), b"k");
    }

    #[test]
    fn a_closed_input_and_another_report_are_no_answer() {
        let (mut probe, input, mut terminal) = asked();
        terminal.write_all(b"\x1b[1;2R").unwrap();
        drop(terminal);
        assert_eq!(probe.answer(&input, PATIENCE), None);
        assert_eq!(probe.take_typed(false), b"\x1b[1;2R");
    }

    #[test]
    fn the_background_is_told_from_what_is_typed_around_it() {
        for (answer, light) in [
            ("rgb:ffff/ffff/ffff\u{7}", Some(true)),
            ("rgb:f5/f0/e1\u{1b}\\", Some(true)),
            ("rgb:0000/0000/0000\u{1b}\\", Some(false)),
            ("rgba:1c1c/1c1c/1c1c/ffff\u{7}", Some(false)),
            ("nonsense\u{7}", None),
            ("rgb:fffff/0/0\u{7}", Some(false)),
            ("rgb:///\u{7}", None),
        ] {
            let (mut probe, input, mut terminal) = asked();
            write!(terminal, "j\u{1b}]11;{answer}k\u{1b}[2;2R报").unwrap();
            probe.answer(&input, Duration::ZERO);
            assert_eq!(probe.is_light(), light, "{answer:?}");
            assert_eq!(probe.take_typed(false), "jk报".as_bytes(), "{answer:?}");
        }
    }

    #[test]
    fn a_background_that_comes_late_and_in_pieces_is_never_taken_for_keys() {
        let (mut probe, input, mut terminal) = asked();
        let mut typed = Vec::new();
        let whole = b"a\x1b]11;rgb:ffff/ffff/ffff\x1b\\b\x1b[2;3Rc";
        for byte in whole {
            terminal.write_all(&[*byte]).unwrap();
            probe.goes_on(&input);
            typed.extend(probe.take_typed(true));
        }
        typed.extend(probe.take_typed(false));
        assert_eq!((probe.is_light(), typed), (Some(true), b"ab".to_vec()));
        assert!(!probe.goes_on(&input));
    }
}
