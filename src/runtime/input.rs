//! The keyboard and the mouse of a Unix terminal, and its answers to the questions of [`probe`](crate::runtime::probe).
//!
//! All bytes of the terminal are read here, from the first one on, and become events by [`InputDecoder`].

use super::decode::InputDecoder;
use super::probe::read_within;
use crate::app::event::Event;
use crate::runtime::terminal::{self, Screen};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// The time without a further byte after which an Esc is the key and no longer the beginning of a sequence. A sequence that
/// comes in two packets would else be taken for Esc and letters, each of which is a command.
const ESC_WAIT: Duration = Duration::from_millis(25);

/// The same while answers are expected, which are long and come late over a slow line.
const ANSWER_WAIT: Duration = Duration::from_millis(100);

/// The time within which answers are expected.
const LATEST: Duration = Duration::from_secs(2);

/// The input of the terminal.
pub(super) struct TerminalInput {
    /// The terminal that the keys come from.
    keyboard: OwnedFd,
    /// The decoder of its bytes.
    decoder: InputDecoder,
    /// The keys that came before the first frame.
    waiting: Vec<Event>,
    /// The moment until which answers are expected; `None` if nothing was asked, or the last answer has come.
    expects_answer: Option<Instant>,
    /// Set when the width of ambiguous characters is asked for and has not come.
    asks_width: bool,
}

impl TerminalInput {
    /// Opens the input. Asks the terminal for the width of ambiguous characters and for its background, where each is set,
    /// without waiting.
    ///
    /// # Errors
    /// Those of opening and writing to the terminal.
    pub(super) fn new(
        screen: &mut Screen,
        asks_width: bool,
        asks_background: bool,
    ) -> io::Result<Self> {
        let asks = asks_width || asks_background;
        if asks {
            screen.ask(asks_background)?;
        }
        Ok(Self {
            keyboard: terminal::keyboard()?,
            decoder: InputDecoder::default(),
            waiting: Vec::new(),
            expects_answer: asks.then(|| Instant::now() + LATEST),
            asks_width,
        })
    }

    /// Returns the answers that have come already. Keys are kept for [`TerminalInput::listen`].
    pub(super) fn answered(&mut self) -> Vec<Event> {
        // A terminal that is gone is noticed in `listen`.
        let bytes = read_within(&self.keyboard, Some(Duration::ZERO));
        let events = self.events(&bytes.ok().flatten().unwrap_or_default());
        let (answers, keys) = events.into_iter().partition(is_answer);
        self.waiting = keys;
        answers
    }

    /// Sends keys, clicks, pasted text and answers as events until the app or the terminal is gone.
    ///
    /// Runs on a thread of its own, which blocks in the read.
    pub(super) fn listen(mut self, sender: Sender<Event>) {
        thread::spawn(move || {
            let mut events = std::mem::take(&mut self.waiting);
            loop {
                for event in events {
                    if sender.send(event).is_err() {
                        return;
                    }
                }
                let wait = self.decoder.is_unfinished().then(|| self.patience());
                events = match read_within(&self.keyboard, wait) {
                    Ok(Some(bytes)) => self.events(&bytes),
                    Ok(None) if wait.is_some() => self.decoder.give_up(),
                    Ok(None) => Vec::new(),
                    Err(_) => break,
                };
            }
            // A reader without a keyboard cannot even be quit.
            let _ = sender.send(Event::QuitAsked);
        });
    }

    /// Returns the time for which the rest of a sequence is waited for.
    fn patience(&self) -> Duration {
        let is_expected = self.expects_answer.is_some_and(|end| Instant::now() < end);
        if is_expected { ANSWER_WAIT } else { ESC_WAIT }
    }

    /// Returns the events in `bytes`, without a width that was not asked for.
    fn events(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = self.decoder.feed(bytes);
        events.retain(|event| {
            let is_width = matches!(event, Event::AmbiguousWidth(_));
            if is_width {
                // The answer to the last question.
                self.expects_answer = None;
            }
            !is_width || std::mem::take(&mut self.asks_width)
        });
        events
    }
}

/// True for an answer of the terminal.
fn is_answer(event: &Event) -> bool {
    matches!(event, Event::AmbiguousWidth(_) | Event::Background(_))
}
