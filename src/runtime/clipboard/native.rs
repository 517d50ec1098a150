//! The system's clipboard without a program, by `arboard`.
//!
//! Under X11 and Wayland the text belongs to the program that copied it, and a program that pastes
//! asks that one. A thread therefore owns the connection for as long as the reader runs, and
//! requests go to it over a channel with a limit on the wait.

use crate::config::log;
use crate::runtime::clipboard::error::CopyError;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

/// The longest wait for the system. An X server that does not answer must not hold up the next copy.
const TIMEOUT: Duration = Duration::from_secs(2);

/// A handle to the thread that holds the clipboard. Under X11 and Wayland the program that copied serves the text itself,
/// so the thread, and the text with it, lives as long as the reader.
#[derive(Debug)]
pub struct Native {
    /// The end of the channel at which requests are put in.
    requests: Sender<Request>,
}

/// The text read, empty after a copy; or why there is none.
type Answer = Result<String, CopyError>;

/// Work for the thread, with the sender of the answer.
///
/// The sender of the answer is dropped unanswered if the thread ended.
#[derive(Debug)]
enum Request {
    /// Put this text into the clipboard.
    Set(String, Sender<Answer>),
    /// Read the text in the clipboard.
    Get(Sender<Answer>),
}

impl Native {
    /// Starts the thread. It connects to the system at the first request.
    pub fn start() -> Self {
        let (requests, receiver) = mpsc::channel();
        thread::spawn(move || serve(&receiver));
        Self { requests }
    }

    /// Puts `text` into the clipboard.
    ///
    /// # Errors
    /// [`CopyError`] if there is no clipboard, if it refuses or if it does not answer within two seconds.
    pub fn set(&self, text: &str) -> Result<(), CopyError> {
        self.request(|answer| Request::Set(text.to_owned(), answer))
            .map(drop)
    }

    /// Returns the text in the clipboard.
    ///
    /// # Errors
    /// As [`Native::set`].
    pub fn get(&self) -> Answer {
        self.request(Request::Get)
    }

    /// Sends a request and waits for its answer, [`TIMEOUT`] at most.
    ///
    /// # Errors
    /// [`CopyError::Unavailable`] if the thread is gone, [`CopyError::TimedOut`] if it does not
    /// answer, else the answer's own.
    fn request(&self, request: impl FnOnce(Sender<Answer>) -> Request) -> Answer {
        let (sender, answer) = mpsc::channel();
        if self.requests.send(request(sender)).is_err() {
            return Err(CopyError::Unavailable);
        }
        answer
            .recv_timeout(TIMEOUT)
            .unwrap_or(Err(CopyError::TimedOut {
                seconds: TIMEOUT.as_secs(),
            }))
    }
}

/// Answers requests until the handle is dropped. A failed connection is tried again at the next request.
///
/// The connection is made at the first request and kept after one that succeeded or failed.
fn serve(requests: &Receiver<Request>) {
    let mut connected: Option<arboard::Clipboard> = None;
    for request in requests {
        let clipboard = match connected.take() {
            Some(clipboard) => Ok(clipboard),
            None => arboard::Clipboard::new(),
        };
        let (mut clipboard, answer, set) = match (clipboard, request) {
            (Ok(clipboard), Request::Set(text, answer)) => (clipboard, answer, Some(text)),
            (Ok(clipboard), Request::Get(answer)) => (clipboard, answer, None),
            (Err(error), Request::Set(_, answer) | Request::Get(answer)) => {
                // The other side may have stopped waiting, here and below.
                let _ = answer.send(Err(logged(error)));
                continue;
            }
        };
        let done = match set {
            Some(text) => clipboard.set_text(text).map(|()| String::new()),
            None => clipboard.get_text(),
        };
        let _ = answer.send(done.map_err(logged));
        connected = Some(clipboard);
    }
}

/// Keeps the library's own words, which are English, for the log.
fn logged(error: arboard::Error) -> CopyError {
    log::line(|| format!("clipboard: {error}"));
    error.into()
}
